"""Atom feeds: the newest records of the website, and of each kind. The only writer of feeds.

There are none without an address of the website, since Atom knows addresses in full only; nor for
a kind without a record whose day is known, since every feed must say when it last changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from generator.downloads.rows import Row, Rows
from generator.keeping.store import Store
from generator.models import KINDS
from generator.models.values import PartialDate
from generator.models.website import Website
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import Made

NEWEST = 50
_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class _Feed:
    """A feed to be written.

    uri: where it will be. permalink: the list that it follows.
    entries: (moment of the last change, entry), newest first; never empty.
    """

    title: str
    uri: str
    permalink: str
    entries: tuple[tuple[str, Entry], ...]


def feeds(catalog: Catalog, store: Store | None = None) -> tuple[Made, ...]:
    """The feeds: `feed.xml` of all kinds, `sites/feed.xml` of one; at most 50 records each.

    A record changed when it was last checked; if that was never noted, on its own day, and if it
    has none, when its newest source came out. A record with none of these is in no feed.

    store: has the records' rows, so that no whole record is fetched.

    Source: RFC 4287.
    """
    rows = Rows(catalog.website, store)
    return tuple(
        Made(feed.uri, xml_bytes(_document(catalog.website, feed, rows)))
        for feed in _planned(catalog)
    )


def feed_links(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """(title, uri) of every feed that `feeds` makes, for pages to advertise."""
    return tuple(
        (title, f"{permalink}feed.xml")
        for permalink, title, entries in _followed(catalog)
        if any(_moment(entry.face.changed_on) for entry in entries)
    )


def xml_bytes(root: ET.Element) -> bytes:
    """A whole XML document, indented; the same bytes for the same elements."""
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


# ---------------------------------------------------------------- which


def _planned(catalog: Catalog) -> Iterator[_Feed]:
    for permalink, title, entries in _followed(catalog):
        if newest := _newest(entries):
            yield _Feed(title, f"{permalink}feed.xml", permalink, newest)


def _followed(catalog: Catalog) -> Iterator[tuple[str, str, tuple[Entry, ...]]]:
    """(permalink, title, records) of every list that may have a feed."""
    website = catalog.website
    if not website.address:
        return
    yield "", website.name, catalog.entries
    for kind in KINDS.values():
        title = f"{website.name}：{kind.label}"
        yield f"{kind.folder}/", title, catalog.of_kind(kind.kind)


def _newest(entries: Iterable[Entry]) -> tuple[tuple[str, Entry], ...]:
    changed = [(moment, entry) for entry in entries if (moment := _moment(entry.face.changed_on))]
    changed.sort(key=lambda each: each[1].permalink)
    changed.sort(key=lambda each: each[0], reverse=True)
    return tuple(changed[:NEWEST])


def _moment(date: PartialDate | None) -> str:
    """The start of a day in China, as RFC 3339 writes it; empty if the year is not known.

    Atom has no moments of a month or year; their first day stands for them.
    """
    if date is None or not date.year:
        return ""
    return f"{date.year:04d}-{date.month or 1:02d}-{date.day or 1:02d}T00:00:00+08:00"


# ---------------------------------------------------------------- how


def _document(website: Website, feed: _Feed, rows: Rows) -> ET.Element:
    # Declared as an attribute: ElementTree's own way to leave out the prefix is a table for the
    # whole process, which other modules may write too.
    root = ET.Element("feed", {"xmlns": _ATOM, _LANGUAGE: "zh-CN"})
    address = website.address_of(feed.uri)
    _text(root, "title", feed.title)
    _text(root, "subtitle", website.description)
    _text(root, "id", address)
    _text(root, "updated", feed.entries[0][0])
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=address)
    page = website.address_of(feed.permalink)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=page)
    _text(ET.SubElement(root, "author"), "name", website.publisher)
    _text(root, "rights", website.licence or "")
    _text(root, "generator", "Zhanting")
    for updated, entry in feed.entries:
        _add_entry(root, website, entry, updated, rows.of(entry))
    return root


def _add_entry(root: ET.Element, website: Website, entry: Entry, updated: str, row: Row) -> None:
    face = entry.face
    address = website.address_of(entry.permalink)
    element = ET.SubElement(root, "entry")
    _text(element, "title", face.name)
    _text(element, "id", address)
    ET.SubElement(element, "link", rel="alternate", type="text/html", href=address)
    _text(element, "updated", updated)
    _text(element, "published", _moment(face.dated))
    for term in dict.fromkeys((face.type_label, *row["topics"])):
        ET.SubElement(element, "category", term=term)
    _text(element, "summary", face.summary, type="text")


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    """Add an element that holds a text; none for an empty one."""
    if text:
        ET.SubElement(parent, name, attributes).text = text
