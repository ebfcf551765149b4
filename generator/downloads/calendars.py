"""Calendars to subscribe to: the events of a kind as iCalendar. The only door to icalendar."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.models import KINDS, Record
from generator.models.values import PartialDate
from generator.models.website import Website
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import Made

if TYPE_CHECKING:
    from icalendar import Event

# RFC 2606 keeps .invalid free for ever: nobody else's events can have these names.
_NO_HOST = "zhanting.invalid"


def calendars(catalog: Catalog) -> tuple[Made, ...]:
    """One `activities/calendar.ics` per kind of events that has any with a certain day.

    An event whose source tells only the month, or 5月13日前后, is in no calendar: a calendar
    could only show it on a day that nobody has named.

    Source: RFC 5545.
    """
    return tuple(
        Made(f"{kind.folder}/calendar.ics", _calendar(catalog.website, kind, events))
        for kind in KINDS.values()
        if kind.schema_type == "Event" and (events := _events(catalog, kind))
    )


def calendar_links(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """(label of the kind, uri) of every calendar."""
    return tuple(
        (kind.label, f"{kind.folder}/calendar.ics")
        for kind in KINDS.values()
        if kind.schema_type == "Event"
        and any(_day(entry.face.dated) for entry in catalog.of_kind(kind.kind))
    )


def _events(catalog: Catalog, kind: type[Record]) -> "tuple[Event, ...]":
    return tuple(
        _event(catalog.website, entry, start)
        for entry in catalog.of_kind(kind.kind)
        if (start := _day(entry.face.dated))
    )


def _day(written: PartialDate | None) -> date | None:
    """The one day that a date names, if it names one."""
    if written is None or written.when:
        return None
    if not (written.year and written.month and written.day):
        return None
    return date(written.year, written.month, written.day)


def _calendar(website: Website, kind: type[Record], events: "tuple[Event, ...]") -> bytes:
    from icalendar import Calendar  # slow to load, and often there is nothing to write

    calendar = Calendar()
    calendar.add("prodid", "-//Zhanting//Zhanting//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{website.name}：{kind.label}")
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _event(website: Website, entry: Entry, start: date) -> "Event":
    """An event of whole days; DTEND is the day after the last one (RFC 5545, 3.6.1)."""
    from icalendar import Event

    record = entry.record
    last = _day(getattr(record, "end_date", None)) or start
    event = Event()
    event.add("uid", _uid(website, entry))
    # The moment of the build would make every build differ.
    event.add("dtstamp", datetime.combine(start, time(), UTC))
    event.add("dtstart", start)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", record.name)
    event.add("description", record.summary)
    if where := getattr(record, "place", None) or record.region:
        event.add("location", str(where))
    if record.topics:
        event.add("categories", list(record.topics))
    if url := website.address_of(entry.permalink):
        event.add("url", url)
    # Who subscribes learns of it, but is not busy because of it.
    event.add("transp", "TRANSPARENT")
    return event


def _uid(website: Website, entry: Entry) -> str:
    """A name that stays as long as the permalink: `activities-dushuhui@zhanting.example`.

    Some servers keep an event in a file of this name, so it has no slash.
    """
    host = urlsplit(website.address or "").hostname or _NO_HOST
    return f"{entry.face.model.folder}-{entry.slug}@{host}"
