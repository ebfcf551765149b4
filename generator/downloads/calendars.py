"""Calendars to subscribe to: the events of a kind as iCalendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from generator.downloads.rows import Row, Rows
from generator.keeping.store import Store
from generator.models import KINDS, Record
from generator.models.values import PartialDate
from generator.models.website import Website
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import Made

# RFC 2606 keeps .invalid free for ever: nobody else's events can have these names.
_NO_HOST = "zhanting.invalid"
_MADE_BY = "-//Zhanting//Zhanting//ZH"
_LINE_BYTES = 74  # with the space that begins the next line it is 75


def calendars(catalog: Catalog, store: Store | None = None) -> tuple[Made, ...]:
    """One `activities/calendar.ics` per kind of events that has any with a certain day.

    An event whose source tells only the month, or 5月13日前后, is in no calendar: a calendar
    could only show it on a day that nobody has named.
    store: has the records' rows, so that no whole record is fetched.

    Source: RFC 5545.
    """
    kinds = [kind for kind in KINDS.values() if kind.schema_type == "Event"]
    made = ((kind, _calendar(catalog, kind, store)) for kind in kinds)
    return tuple(Made(f"{kind.folder}/calendar.ics", text) for kind, text in made if text)


def calendar_links(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """(label of the kind, uri) of every calendar."""
    return tuple(
        (kind.label, f"{kind.folder}/calendar.ics")
        for kind in KINDS.values()
        if kind.schema_type == "Event"
        and any(_day(entry.face.dated) for entry in catalog.of_kind(kind.kind))
    )


def _day(written: PartialDate | None) -> date | None:
    """The one day that a date names, if it names one."""
    if written is None or written.when:
        return None
    if not (written.year and written.month and written.day):
        return None
    return date(written.year, written.month, written.day)


def _calendar(catalog: Catalog, kind: type[Record], store: Store | None) -> bytes:
    """The calendar of a kind; empty without an event."""
    rows = Rows(catalog.website, store)
    events: list[str] = []
    for entry in catalog.of_kind(kind.kind):
        if start := _day(entry.face.dated):
            events += _event(catalog.website, entry, rows.of(entry), start)
    if not events:
        return b""
    name = _text(f"{catalog.website.name}：{kind.label}")
    top = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_MADE_BY}", f"X-WR-CALNAME:{name}")
    return b"".join(map(_folded, [*top, *events, "END:VCALENDAR"]))


def _event(website: Website, entry: Entry, row: Row, start: date) -> Iterator[str]:
    """An event of whole days; DTEND is the day after the last one (RFC 5545, 3.6.1)."""
    face = entry.face
    last = _day(face.end_date) or start
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_text(face.name)}"
    yield f"DTSTART;VALUE=DATE:{_digits(start)}"
    yield f"DTEND;VALUE=DATE:{_digits(last + timedelta(days=1))}"
    # The moment of the build would make every build differ.
    yield f"DTSTAMP:{_digits(start)}T000000Z"
    yield f"UID:{_text(_uid(website, entry))}"
    if row["topics"]:
        yield f"CATEGORIES:{','.join(map(_text, row['topics']))}"
    yield f"DESCRIPTION:{_text(face.summary)}"
    if where := row.get("place") or row["region"]:
        yield f"LOCATION:{_text(str(where))}"
    # Who subscribes learns of it, but is not busy because of it.
    yield "TRANSP:TRANSPARENT"
    if url := website.address_of(entry.permalink):
        yield f"URL:{url}"
    yield "END:VEVENT"


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A text as a value (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line, cut where it is longer than 75 bytes, but never within a character (3.1)."""
    left, parts = line.encode(), []
    while len(left) > _LINE_BYTES:
        end = _LINE_BYTES
        while left[end] & 0xC0 == 0x80:  # a character goes on here
            end -= 1
        parts.append(left[:end])
        left = left[end:]
    return b"\r\n ".join([*parts, left]) + b"\r\n"


def _uid(website: Website, entry: Entry) -> str:
    """A name that stays as long as the permalink: `activities-dushuhui@zhanting.example`.

    Some servers keep an event in a file of this name, so it has no slash.
    """
    host = urlsplit(website.address or "").hostname or _NO_HOST
    return f"{entry.face.model.folder}-{entry.slug}@{host}"
