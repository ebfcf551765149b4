"""What the search index costs: CPU and bytes per record, and what one change rewrites.

    python tests/bench/search_corpus.py RECORDS /tmp/corpus --count 10000
    python tests/bench/search_cost.py /tmp/corpus

Run by hand; seconds depend on the machine. Prints CPU milliseconds a record without a cache, with
a fresh and with a full one; bytes and files by part; and the share of the index that is rewritten
when one record gets another sentence or another text, is added, or goes (mean and worst of 20).
"""

import argparse
import gzip
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from generator import pipeline
from generator.relating.catalog import Catalog, Entry
from generator.rendering.outputs import Made
from generator.search.index import search_files
from generator.settings import settings_for

Change = Callable[[list[Entry], random.Random], None]


def another_sentence(entries: list[Entry], rng: random.Random) -> None:
    at = rng.randrange(len(entries))
    body = f"{entries[at].raw.body}\n周三上午另设夜校答疑专场。\n"
    entries[at] = entries[at].with_body(body)


def another_text(entries: list[Entry], rng: random.Random) -> None:
    at, other = rng.sample(range(len(entries)), 2)
    body = entries[other].raw.body
    entries[at] = entries[at].with_body(body)


def gone(entries: list[Entry], rng: random.Random) -> None:
    del entries[rng.randrange(len(entries))]


CHANGES: dict[str, Change] = {
    "another sentence": another_sentence, "another text": another_text, "one gone": gone,
}  # fmt: skip


def rewritten(before: Iterable[Made], after: Iterable[Made]) -> float:
    """The share of the bytes of the new index in files that are new or differ."""
    old = {file.uri: file.content for file in before}
    new = {file.uri: file.content for file in after}
    changed = sum(len(content) for uri, content in new.items() if old.get(uri) != content)
    return changed / sum(map(len, new.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    catalog = pipeline.check(settings_for(options.root), decode=False).catalog
    count = len(catalog.entries)
    with tempfile.TemporaryDirectory() as temporary:
        cache = Path(temporary)
        for label, folder in (("no cache", None), ("fresh cache", cache), ("full cache", cache)):
            start = time.process_time()
            made = search_files(catalog, folder)
            spent = time.process_time() - start
            print(f"{label:16} {1000 * spent / count:.2f} ms CPU a record ({count} records)")
        _print_sizes(made)
        for label, change in CHANGES.items():
            shares = [_share(catalog, change, cache, seed) for seed in range(options.times)]
            mean = sum(shares) / len(shares)
            print(f"{label:16} rewrites {mean:.2%} of the bytes, at worst {max(shares):.2%}")
            if change is gone:
                added = [_share(catalog, change, cache, s, True) for s in range(options.times)]
                mean = sum(added) / len(added)
                print(
                    f"{'one added':16} rewrites {mean:.2%} of the bytes, at worst {max(added):.2%}"
                )


def _share(
    catalog: Catalog, change: Change, cache: Path, seed: int, is_backwards: bool = False
) -> float:
    entries = list(catalog.entries)
    change(entries, random.Random(seed))
    before = search_files(catalog, cache)
    after = search_files(catalog.with_entries(entries), cache)
    return rewritten(after, before) if is_backwards else rewritten(before, after)


def _print_sizes(made: Iterable[Made]) -> None:
    sizes: Counter[str] = Counter()
    packed: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for file in made:
        part = file.uri.split("/")[1]
        sizes[part] += len(file.content)
        packed[part] += len(gzip.compress(file.content, 6))
        files[part] += 1
    for part in sorted(sizes):
        print(f"{part:16} {sizes[part]:>9} bytes, {packed[part]:>8} by gzip, {files[part]} files")


if __name__ == "__main__":
    main()
