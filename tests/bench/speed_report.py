"""docs/speed.md with its plot (SVG and PNG), from the figures of against_hugo.py.

    /tmp/hugo/bin/pip install matplotlib
    /tmp/hugo/bin/python tests/bench/speed_report.py /tmp/bench/figures.json docs

matplotlib is a tool of this script alone and in none of our requirements.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.axes import Axes
from speed_table import median, table

RED, BLUE, GREY = "#971a1d", "#2f6690", "#8a8580"
INK, PALE = "#211c18", "#e6e0d6"
# side, case: label, colour, line, marker
LINES = {
    ("hugo", "cold"): ("Hugo, any change", BLUE, "-", "s"),
    ("ours", "cold"): ("Zhanting, all anew", RED, "-", "o"),
    ("ours", "theme"): ("Zhanting, theme changed", RED, ":", "D"),
    ("ours", "title"): ("Zhanting, one title", RED, (0, (5, 1.5, 1, 1.5)), "v"),
    ("ours", "body"): ("Zhanting, one sentence", RED, "--", "^"),
    ("plain", "cold"): ("Hugo, text and lists only", GREY, "--", "s"),
}
TEXT = """\
# Speed

What it takes to build a website of growing size, beside [Hugo](https://gohugo.io) with
the same pages. Measured with `tests/bench/against_hugo.py`; this page is written by
`tests/bench/speed_report.py`.

![Seconds of CPU and memory by number of records, on logarithmic axes](speed.svg)

{tables}

Measured on {cpu}, {cores} cores, Python {python}, Hugo {hugo}.
Figures are medians; a ratio is ours by Hugo's.
{remarks}

## What was measured

- **Content**: a made-up province (`tests/bench/corpus.py`), all six kinds, bodies of some 500
  characters with headings, lists, tables and links, references between records, figures, parts,
  schedules. It grows by having more streets of 300 records each, so organisations and regions grow
  with it, types and topics do not, and nobody is named more often in a larger province.
- **Hugo's side** (`tests/bench/hugo_project.py`, `tests/bench/hugo/`): the same pages with the same
  facts, backlinks, drawings of organisations, QR codes, JSON-LD, facets, lists of 24, timeline,
  directory, tree, feeds, calendar, CSV and JSON tables, sitemap, and one JSON file of all text to
  search in. Whatever is the same on many pages is `partialCached`; backlinks are gathered once.
  What Hugo could only work out slowly is handed to it: pinyin, the references in each record, the
  addresses of links, which terms have a list. The characters to be read on both stand in the table.
- **Only ours**: the sharded search index with pinyin, Excel tables, one text file a record for
  excerpts, and all the checks: of content, wording and personal data before, of every link and file
  after, with a manifest of hashes.
- **Plain Hugo**: text, lists of kinds, one JSON file; the least that Hugo can be asked for.
- **Pictures** are measured apart: there are no photos, and the drawn share pictures are there
  before the first run, for both sides; both publish them.
- **All anew** starts without cache and without a website. Every run is a fresh process; the sides
  take turns on one disk. Hugo has no incremental mode, so after an edit it builds all anew as well,
  into the website that is there.
- **CPU** is user and system time of all processes. **Memory** is the highest sum of their
  proportional set sizes.
"""


def plot(sizes: dict[str, Any], to: Path) -> None:
    """CPU at the left, memory at the right; both by records, both axes logarithmic."""
    mpl.rcParams.update(
        {
            "font.size": 10,
            "font.family": "DejaVu Sans",
            "svg.fonttype": "path",
            "svg.hashsalt": "zhanting",
            "axes.edgecolor": GREY,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
        }
    )
    figure, (cpu, memory) = pyplot.subplots(1, 2, figsize=(11, 5), width_ratios=(3, 2))
    for line in LINES:
        _draw(cpu, sizes, line, "cpu")
        if line[1] in ("cold", "body"):
            _draw(memory, sizes, line, "memory")
    _finish(cpu, sizes, "CPU seconds of one build")
    _finish(memory, sizes, "Peak memory, MiB")
    handles, labels = cpu.get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=3, frameon=False)
    figure.tight_layout(rect=(0, 0.11, 1, 1))
    for name, metadata in (("speed.svg", {"Date": None}), ("speed.png", {"Software": None})):
        figure.savefig(to / name, dpi=160, metadata=metadata)


def _draw(axes: Axes, sizes: dict[str, Any], line: tuple[str, str], what: str) -> None:
    side, case = line
    label, colour, style, marker = LINES[line]
    points = [(int(size), median(sizes, size, side, case, what)) for size in sorted(sizes, key=int)]
    seen = [(size, value) for size, value in points if value is not None]
    if seen:
        across, up = zip(*seen, strict=True)
        axes.plot(
            across, up, color=colour, linestyle=style, marker=marker, markersize=5, label=label
        )


def _finish(axes: Axes, sizes: dict[str, Any], title: str) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_title(title, loc="left", fontsize=11, fontweight="bold")
    axes.set_xlabel("records")
    counts = sorted(map(int, sizes))
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    axes.set_xticks([], minor=True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")
    axes.grid(axis="y", color=PALE)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("figures", type=Path)
    parser.add_argument("docs", type=Path)
    options = parser.parse_args()
    figures = json.loads(options.figures.read_text(encoding="utf-8"))
    plot(figures["sizes"], options.docs)
    remarks = "\n".join(figures.get("remarks", []))
    text = TEXT.format(
        tables=table(figures["sizes"]), remarks=remarks, **figures["machine"]
    ).replace("\n\n\n", "\n\n")
    (options.docs / "speed.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
