"""Calendars to subscribe to: the events of a kind as iCalendar. The only door to icalendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from generator.downloads.rows import Rows
from generator.keeping.codec import packed
from generator.keeping.memo import Memo, Thing
from generator.keeping.store import Store
from generator.models import KINDS, Record
from generator.models.values import PartialDate
from generator.models.website import Website
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.relating.trace import note
from generator.rendering.outputs import Made

# RFC 2606 keeps .invalid free for ever: nobody else's events can have these names.
_NO_HOST = "zhanting.invalid"
_OCTETS = 75  # of a line that is long (RFC 5545, 3.1)
_END = b"END:VCALENDAR\r\n"


def calendars(catalog: Catalog, store: Store | None = None) -> tuple[Made, ...]:
    """One `activities/calendar.ics` per kind of events that has any with a certain day.

    An event whose source tells only the month, or 5月13日前后, is in no calendar: a calendar
    could only show it on a day that nobody has named.
    store: events of records that are as they were come from there.

    Source: RFC 5545.
    """
    kinds = [kind for kind in KINDS.values() if kind.schema_type == "Event"]
    made = ((kind, _calendar(catalog, kind, store)) for kind in kinds)
    return tuple(Made(f"{kind.folder}/calendar.ics", text) for kind, text in made if text)


class Events:
    """The events of records, one by one, to be kept where `calendars` looks for them."""

    def __init__(self, website: Website, rows: Rows) -> None:
        self._website = website
        self._rows = rows
        self._headed: set[str] = set()

    def derived(self, entry: Entry) -> Iterator[Thing]:
        """A record's event, if it has one; with the first of a kind, what is above all of them."""
        start = _day(entry.face.dated)
        if not start or entry.face.model.schema_type != "Event" or entry.face.draft:
            return
        shelf, website = _shelf(entry.kind), self._website
        if entry.kind not in self._headed:
            self._headed.add(entry.kind)
            name = _name(website, entry.face.model)
            # icalendar is loaded here, and nobody need load it once more for this.
            yield Thing(shelf, "", _mark(name), packed(_empty(name)))
        text = packed(_event(website, entry, start))
        yield Thing(shelf, entry.permalink, self._rows.mark(entry), text)


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
    website, rows = catalog.website, Rows(catalog.website)
    events = Memo(store, _shelf(kind.kind))
    entries = catalog.of_kind(kind.kind)
    texts: list[bytes] = []
    for entry in entries:
        if start := _day(entry.face.dated):
            mark = rows.mark(entry)
            note("record", entry.permalink)  # whether it is kept or not
            make = partial(_event, website, entry, start)
            texts.append(events.get(entry.permalink, mark, make))
    if texts:
        name = _name(website, kind)
        top = events.get("", _mark(name), partial(_empty, name)).removesuffix(_END)
        texts = [top, *texts, _END]
    events.finish(["", *(entry.permalink for entry in entries)])
    return b"".join(texts)


def _shelf(kind: str) -> str:
    return f"events{kind}"


def _name(website: Website, kind: type[Record]) -> str:
    return f"{website.name}：{kind.label}"


def _mark(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=12).digest()


def _empty(name: str) -> bytes:
    """A calendar without events."""
    from icalendar import Calendar  # takes its time to load

    calendar = Calendar()
    calendar.add("prodid", "-//Zhanting//Zhanting//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    written: bytes = calendar.to_ical()
    return written


def _event(website: Website, entry: Entry, start: date) -> bytes:
    """An event of whole days; DTEND is the day after the last one (RFC 5545, 3.6.1).

    icalendar escapes and folds; its `Event`, which gives the same lines, takes five times as long.
    """
    from icalendar import vText

    record, face = entry.record, entry.face
    last = _day(face.end_date) or start
    where = str(getattr(record, "place", None) or face.region or "")
    # Escaped together: to make a vText costs as much as all else here.
    texts = "\0".join((face.name, face.summary, where, *record.topics))
    name, summary, place, *terms = vText(texts).to_ical().decode().split("\0")
    said = {
        "BEGIN": "VEVENT",
        "SUMMARY": name,
        "DTSTART;VALUE=DATE": _digits(start),
        "DTEND;VALUE=DATE": _digits(last + timedelta(days=1)),
        # The moment of the build would make every build differ.
        "DTSTAMP": f"{_digits(start)}T000000Z",
        "UID": _uid(website, entry),
        "CATEGORIES": ",".join(terms),
        "DESCRIPTION": summary,
        "LOCATION": place,
        # Who subscribes learns of it, but is not busy because of it.
        "TRANSP": "TRANSPARENT",
        "URL": website.address_of(entry.permalink),
        "END": "VEVENT",
    }
    lines = (_folded(f"{what}:{text}") for what, text in said.items() if text)
    return b"".join(b"%b\r\n" % each for each in lines)


def _folded(text: str) -> bytes:
    """A line, in pieces if it is long: icalendar looks at each character."""
    from icalendar import parser

    line: Any = parser.Contentline  # has no types
    data = text.encode()
    return data if len(data) < _OCTETS else bytes(line(text).to_ical())


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _uid(website: Website, entry: Entry) -> str:
    """A name that stays as long as the permalink: `activities-dushuhui@zhanting.example`.

    Some servers keep an event in a file of this name, so it has no slash.
    """
    host = urlsplit(website.address or "").hostname or _NO_HOST
    return f"{entry.face.model.folder}-{entry.slug}@{host}"
