"""The list pages: every kind, and every term of its facets, cut into pages of fixed content."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from generator.models import KINDS, Record
from generator.relating.addresses import LIST_PAGE
from generator.relating.catalog import Catalog, Group
from generator.relating.entry import Entry

PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of one list.

    base: permalink of the list's newest page. number: None for that page, else the page's own
    permanent number. older, newer: permalinks or None. groups: by facet, with their terms.
    """

    kind: type[Record]
    base: str
    title: str
    number: int | None
    total: int
    entries: tuple[Entry, ...]
    newer: str | None
    older: str | None
    groups: dict[str, tuple[Group, ...]]
    group: Group | None

    @property
    def permalink(self) -> str:
        return self.base if self.number is None else _numbered(self.base, self.number)


def list_pages(catalog: Catalog) -> Iterator[ListPage]:
    """All pages of all lists."""
    for kind in KINDS.values():
        groups = {facet: catalog.groups(kind.kind, facet) for facet in kind.facets}
        yield from _pages(kind, f"{kind.folder}/", kind.label, catalog.of_kind(kind.kind), groups)
        for group in chain.from_iterable(groups.values()):
            title = _title(kind, group)
            yield from _pages(kind, group.permalink, title, group.entries, groups, group)


def _pages(
    kind: type[Record],
    base: str,
    title: str,
    entries: tuple[Entry, ...],
    groups: dict[str, tuple[Group, ...]],
    group: Group | None = None,
) -> Iterator[ListPage]:
    """The newest page, always full, then numbered pages counted from the oldest record.

    Page n holds the n-th two dozen from the oldest on, for ever: a new record changes the newest
    page only. The newest page may repeat the first few of the page after it.
    """
    total = len(entries)
    numbers = range((total - 1) // PER_PAGE, 0, -1) if total > PER_PAGE else range(0)
    chain: list[int | None] = [None, *numbers]
    for place, number in enumerate(chain):
        if number is None:
            here = entries[:PER_PAGE]
            heading = title
        else:
            last = total - (number - 1) * PER_PAGE
            here = entries[last - PER_PAGE : last]
            heading = f"{title}（第{number}辑）"
        newer = chain[place - 1] if place else None
        older = chain[place + 1] if place + 1 < len(chain) else None
        yield ListPage(
            kind=kind,
            base=base,
            title=heading,
            number=number,
            total=total,
            entries=here,
            newer=None if not place else base if newer is None else _numbered(base, newer),
            older=None if older is None else _numbered(base, older),
            groups=groups,
            group=group,
        )


def _title(kind: type[Record], group: Group) -> str:
    """`活动：论坛`; a term that does not say what it is has its facet behind it."""
    if group.facet in ("type", "region", "year"):
        return f"{kind.label}：{group.label}"
    return f"{kind.label}：{group.label}（{kind.facet_label(group.facet)}）"


def _numbered(base: str, number: int) -> str:
    return f"{base}{LIST_PAGE}/{number}/"
