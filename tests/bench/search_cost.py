"""What the search index costs: CPU and bytes per record, and what one change rewrites.

    python tests/bench/search_corpus.py RECORDS /tmp/corpus --count 10000
    python tests/bench/search_cost.py /tmp/corpus

Run by hand; seconds depend on the machine. Prints CPU milliseconds a record without a store, with
an empty and with a full one; bytes and files by part; and, when one record gets another sentence or
another text, is added, or goes, the CPU seconds of the new index and the share of its bytes that
are rewritten (mean and worst of 20).
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
from generator.keeping.store import Shelf, Store
from generator.relating.catalog import Catalog, Entry
from generator.rendering.outputs import File
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


def rewritten(before: Iterable[File], after: Iterable[File]) -> float:
    """The share of the bytes of the new index in files that are new or differ."""
    old = {file.uri: file.key for file in before}
    sizes = {file.uri: len(file.content) for file in after}
    changed = sum(sizes[file.uri] for file in after if old.get(file.uri) != file.key)
    return changed / sum(sizes.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    catalog = pipeline.check(settings_for(options.root), decode=False).catalog
    count = len(catalog.entries)
    with tempfile.TemporaryDirectory() as temporary, Store(Path(temporary), "code") as store:
        shelf = store.shelf("search")
        for label, used in (("no store", None), ("empty store", shelf), ("full store", shelf)):
            start = time.process_time()
            made = search_files(catalog, used)
            spent = time.process_time() - start
            print(f"{label:16} {1000 * spent / count:.2f} ms CPU a record ({count} records)")
        _print_sizes(made)
        for label, change in CHANGES.items():
            there, back = [], []
            for seed in range(options.times):
                entries = list(catalog.entries)
                change(entries, random.Random(seed))
                changed = catalog.with_entries(entries)
                there.append(_cost(made, changed, shelf))
                back.append(_cost(search_files(changed, shelf), catalog, shelf))
            _print_costs(label, there)
            if change is gone:
                _print_costs("one added", back)


def _cost(before: Iterable[File], after: Catalog, shelf: Shelf) -> tuple[float, float]:
    """(CPU seconds, share of the bytes that are rewritten) of a change of the catalog."""
    start = time.process_time()
    made = search_files(after, shelf)
    return time.process_time() - start, rewritten(before, made)


def _print_costs(label: str, costs: list[tuple[float, float]]) -> None:
    seconds, shares = zip(*costs, strict=True)
    mean, share = sum(seconds) / len(costs), sum(shares) / len(costs)
    print(f"{label:16} {mean:.3f} s CPU, at worst {max(seconds):.3f}; ", end="")
    print(f"rewrites {share:.2%} of the bytes, at worst {max(shares):.2%}")


def _print_sizes(made: Iterable[File]) -> None:
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
