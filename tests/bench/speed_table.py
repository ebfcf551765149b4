"""The figures of against_hugo.py as tables in Markdown: medians, ratios, growth.

python tests/bench/speed_table.py /tmp/bench/figures.json
"""

import argparse
import json
import math
import statistics
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

Sizes = Mapping[str, Any]

CASES = {
    "cold": "all anew",
    "body": "one sentence of one record",
    "title": "one record's title",
    "theme": "a line of every page's frame",
}


def median(sizes: Sizes, size: str, side: str, case: str, what: str = "cpu") -> float | None:
    """The middle of all runs; None if there was none."""
    runs = sizes.get(size, {}).get(side, {}).get(case, [])
    return statistics.median(run[what] for run in runs) if runs else None


def table(sizes: Sizes) -> str:
    """What each case took at each size, and how that grows."""
    return "\n".join([*_costs(sizes), "", *_growth(sizes), "", *_websites(sizes)])


def _costs(sizes: Sizes) -> Iterator[str]:
    yield "| records | what changes | CPU s: ours | Hugo | ratio | wall s: ours | Hugo | ratio \
| MiB: ours | Hugo | plain Hugo, CPU s | runs |"
    yield "| ---: | --- |" + " ---: |" * 10
    for size in _ordered(sizes):
        for case, told in CASES.items():
            if median(sizes, size, "ours", case) is None:
                continue
            cells = [f"{int(size):,}", told]
            for what in ("cpu", "wall"):
                ours, hugo = (median(sizes, size, side, case, what) for side in ("ours", "hugo"))
                cells += [_seconds(ours), _seconds(hugo), _ratio(ours, hugo)]
            for side in ("ours", "hugo"):
                memory = median(sizes, size, side, case, "memory")
                cells.append("" if memory is None else f"{memory:.0f}")
            cells.append(_seconds(median(sizes, size, "plain", case)))
            cells.append(str(len(sizes[size]["ours"][case])))
            yield f"| {' | '.join(cells)} |"


def _growth(sizes: Sizes) -> Iterator[str]:
    """The exponent e of CPU ~ records^e between each two neighbours, and over all."""
    order = _ordered(sizes)
    spans = list(pairwise(order))
    if len(order) > 2:
        spans.append((order[0], order[-1]))
    if not spans:
        return
    told = (f"{int(low):,} → {int(high):,}" for low, high in spans)
    yield f"| growth exponent of CPU | {' | '.join(told)} |"
    yield "| --- |" + " ---: |" * len(spans)
    for side, name in (("ours", "ours"), ("hugo", "Hugo")):
        for case in CASES:
            cells = [_exponent(sizes, side, case, low, high) for low, high in spans]
            if any(cells):
                yield f"| {name}, {CASES[case]} | {' | '.join(cells)} |"


def _exponent(sizes: Sizes, side: str, case: str, low: str, high: str) -> str:
    less, more = (median(sizes, size, side, case) for size in (low, high))
    if not less or not more:
        return ""
    return f"{math.log(more / less) / math.log(int(high) / int(low)):.2f}"


def _websites(sizes: Sizes) -> Iterator[str]:
    yield "| records | side | pages | files | MB | characters on a record's page | on another |"
    yield "| ---: | --- |" + " ---: |" * 5
    for size in _ordered(sizes):
        for side in ("ours", "hugo", "plain"):
            if found := sizes[size].get(side, {}).get("website"):
                cells = [
                    f"{int(size):,}",
                    side,
                    f"{found['records'] + found['others']:,}",
                    f"{found['files']:,}",
                    f"{found['bytes'] / 1e6:.0f}",
                    f"{found['record_chars'] / found['records']:.0f}",
                    f"{found['other_chars'] / found['others']:.0f}",
                ]
                yield f"| {' | '.join(cells)} |"


def _ordered(sizes: Sizes) -> list[str]:
    return sorted(sizes, key=int)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _ratio(ours: float | None, theirs: float | None) -> str:
    return f"{ours / theirs:.2f}" if ours and theirs else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("figures", type=Path)
    options = parser.parse_args()
    print(table(json.loads(options.figures.read_text(encoding="utf-8"))["sizes"]))


if __name__ == "__main__":
    main()
