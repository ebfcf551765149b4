"""All that happened on a date: dated records and the milestones of any record, newest first."""

from dataclasses import dataclass

from generator.models.values import PartialDate
from generator.relating.addresses import LIST_PAGE, TIMELINE
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a date. text: what happened, for a milestone; else the record tells it."""

    date: PartialDate
    entry: Entry
    text: str = ""


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """One page of the timeline.

    year: None for the newest of all years. number: from 1. pages: of this year.
    """

    year: int | None
    number: int
    pages: int
    total: int
    events: tuple[Event, ...]

    @property
    def permalink(self) -> str:
        return address_of(self.year, self.number)


def address_of(year: int | None, number: int = 1) -> str:
    """`timeline/`, `timeline/2018/` or `timeline/2018/page/2/`."""
    base = TIMELINE if year is None else f"{TIMELINE}{year}/"
    return base if number == 1 else f"{base}{LIST_PAGE}/{number}/"


def events(catalog: Catalog) -> tuple[Event, ...]:
    """Every event, newest first; those whose year is not known come last."""
    found = []
    for entry in catalog.entries:
        if entry.face.dated:
            found.append(Event(entry.face.dated, entry))
        found += [Event(date, entry, text) for date, text in entry.face.milestones]
    return tuple(sorted(found, key=lambda event: event.date.sort_key, reverse=True))


def years(found: tuple[Event, ...]) -> dict[int, tuple[Event, ...]]:
    """The events of each year, newest year first."""
    by_year: dict[int, list[Event]] = {}
    for event in found:
        if event.date.year:
            by_year.setdefault(event.date.year, []).append(event)
    return {year: tuple(each) for year, each in by_year.items()}


def timeline_pages(found: tuple[Event, ...]) -> tuple[TimelinePage, ...]:
    """The newest events of all, and an archive a year, cut into pages."""
    pages = [TimelinePage(None, 1, 1, len(found), found[:PER_PAGE])]
    for year, each in years(found).items():
        count = -(-len(each) // PER_PAGE)
        pages += [
            TimelinePage(year, n, count, len(each), each[(n - 1) * PER_PAGE : n * PER_PAGE])
            for n in range(1, count + 1)
        ]
    return tuple(pages)
