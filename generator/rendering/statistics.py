"""How many records there are of what: counted, and never added up from what records say.

Figures within records (attendance, members, area) are often fuzzy and overlap; a sum of them would
claim what nobody wrote. So only records are counted.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.models import KINDS, Record
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry

NO_YEAR = "未写年份"
NO_REGION = "未写地区"


@dataclass(frozen=True)
class Bar:
    """One row of a chart. permalink: the list of what is counted; empty where there is none."""

    label: str
    count: int
    permalink: str = ""


@dataclass(frozen=True)
class Chart:
    """Counts of one thing by another. slug: unique on the page. by: what the bars are."""

    slug: str
    title: str
    by: str
    counter: str
    bars: tuple[Bar, ...]

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    def share(self, bar: Bar) -> float:
        """Length of a bar as a percentage of the longest, to a tenth."""
        return round(100 * bar.count / max(bar.count for bar in self.bars), 1)


def charts(catalog: Catalog) -> tuple[Chart, ...]:
    """Charts of all records, then of each kind by year and by type; none without two bars."""
    found = [_kinds(catalog), _regions(catalog)]
    for kind in KINDS.values():
        found += _charts_of(catalog, kind)
    return tuple(chart for chart in found if len(chart.bars) > 1)


def _kinds(catalog: Catalog) -> Chart:
    counts = Counter(entry.kind for entry in catalog.entries)
    bars = (Bar(k.label, counts[k.kind], f"{k.folder}/") for k in KINDS.values() if counts[k.kind])
    return Chart("kinds", "全部记录", "类别", "条", tuple(bars))


def _regions(catalog: Catalog) -> Chart:
    """By province and city, the largest first; those that name none come last."""
    counts = Counter(e.face.region.term for e in catalog.entries if e.face.region)
    bars = [Bar(label, count) for label, count in sorted(counts.items(), key=_largest_first)]
    return Chart(
        "regions", "各地记录", "地区", "条", (*bars, *_rest(catalog.entries, bars, NO_REGION))
    )


def _largest_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _charts_of(catalog: Catalog, kind: type[Record]) -> Iterator[Chart]:
    entries = catalog.of_kind(kind.kind)
    if "year" in kind.facets:
        # From the earliest on, as time runs; lists have the newest first.
        groups = reversed(catalog.groups(kind.kind, "year"))
        bars = [Bar(g.label, len(g.entries), g.permalink) for g in groups]
        bars += _rest(entries, bars, NO_YEAR)
        by = kind.facet_label("year")
        yield Chart(f"{kind.folder}-year", f"{kind.label}的{by}", by, kind.counter, tuple(bars))
    if "type" in kind.facets:
        groups = iter(catalog.groups(kind.kind, "type"))
        typed = tuple(Bar(g.label, len(g.entries), g.permalink) for g in groups)
        by = kind.facet_label("type")
        yield Chart(f"{kind.folder}-type", f"{kind.label}的{by}", by, kind.counter, typed)


def _rest(entries: tuple[Entry, ...], bars: list[Bar], label: str) -> Iterator[Bar]:
    """Records that no bar counts, so that a chart always shows all of them."""
    left = len(entries) - sum(bar.count for bar in bars)
    if left:
        yield Bar(label, left)
