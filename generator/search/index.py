"""Catalog → the search index: small static files that search-engine.js asks for as it needs them.

    search/index.json     read first: sizes, rules, labels, synonyms, hashes of the other files
    search/names/0.txt …  the names tier: each record's names, sounds and facts; all are loaded
    search/sounds.txt     character → syllable, for pinyin, homophones and addresses
    search/traditional.txt  traditional → simplified, when a query holds an unknown character
    search/grams/0.txt …  the text tier: term → records, in shards by a hash of the term
    search/text/sites/bailu.txt  the lines of one record's page, for excerpts

Each record has a slot, a number that it keeps while others come and go (`slots`), so that one
changed record touches only the shards of its own words. Nothing here depends on what was built
before: of a former index only the shards that are touched are read again, changed and written;
`update` and `fresh` give the same. How the figures were chosen stands in docs/decisions.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import repeat, zip_longest
from operator import attrgetter
from typing import NamedTuple

from generator.keeping.memo import Thing
from generator.keeping.store import Lost, Shelf
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import File, Made, key_of
from generator.search.grams import segment_places
from generator.search.indexed import indexed, opened
from generator.search.making import (
    FOLDER,
    SOUNDS,
    Findable,
    Places,
    Source,
    fresh,
    grams_uri,
    names_uri,
    take_in,
    text_uri,
    touched,
    update,
)
from generator.search.manifest import Synonyms, manifest, traditional_table
from generator.search.names import NAME_SLOTS
from generator.search.slots import slots, table_size
from generator.search.stock import Index, Stock
from generator.text.pinyin import sounds_of_common

SHELF = "search"
INDEX = f"{FOLDER}index.json"
# Above a fiftieth of changed records, changing shards one by one costs more than all anew.
_FEW, _SHARE = 20, 50


def searched(entry: Entry) -> Iterator[Thing]:
    """What the index takes from a record, to be kept where `search_files` looks for it."""
    sounds_of_common()  # every table has them; those of a name, `slug_of` asks
    if not entry.face.draft:
        uri = text_uri(entry.permalink)
        yield Thing(SHELF, uri, entry.marks.written, indexed(entry))


def search_files(
    catalog: Catalog,
    shelf: Shelf | None = None,
    synonyms: Synonyms | None = None,
    jobs: int = 1,
) -> tuple[File, ...]:
    """The files of the index, sorted by uri; the same bytes for the same catalog.

    Args:
        catalog: drafts in it are left out, in a preview as well.
        shelf: for what the next index need not make again; None: everything is worked out anew.
        synonyms: word → words that mean the same, beside those of the generator's own table.
        jobs: processes that make an index anew.
    """
    public = (entry for entry in catalog.entries if not entry.face.draft)
    return index_files(map(_Public, public), shelf, synonyms or {}, jobs)


class _Public:
    """A record; there are many, so what follows from it is not held."""

    __slots__ = ("_entry",)

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    @property
    def permalink(self) -> str:
        return self._entry.permalink

    @property
    def digest(self) -> bytes:
        return self._entry.marks.written

    def data(self) -> bytes:
        return indexed(self._entry)


def index_files(
    sources: Iterable[Findable], shelf: Shelf | None, synonyms: Synonyms, jobs: int = 1
) -> tuple[File, ...]:
    """The same of what the index sees of each public record."""
    by_link = {source.permalink: source for source in sources}
    stock = Stock(shelf)
    before = stock.index()
    places = _places(by_link, before)
    index = _index(by_link, places, before, stock, jobs)
    if index is not before:
        stock.keep(index)
        _forget(before, index, stock)
        stock.flush()
    return _files(index, stock, synonyms)


def renewed_files(
    sources: Iterable[Source], published: bytes, shelf: Shelf, synonyms: Synonyms
) -> tuple[File, ...] | None:
    """Of the same files, those that may be others since something else is written of a few records.

    sources: these records, which were there before. published: key of the file INDEX as it was
    published with the others. None if it cannot be told.
    """
    stock = Stock(shelf)
    before = stock.index()
    if before is None or _heads(before, synonyms)[0].key != published:
        return None
    places = dict(zip(before.links, before.slots, strict=True))
    try:
        new = {places[source.permalink]: source for source in sources}
        index = update(dict(sorted(new.items())), before, stock)
    except (KeyError, Lost):
        return None
    stock.keep(index)
    stock.flush()
    texts = dict(zip(index.slots, index.texts, strict=True))
    return (
        *_heads(index, synonyms),
        *_shards(index, stock, before),
        *(Text(each.permalink, each.digest, texts[at], stock) for at, each in new.items()),
    )


def _places(by_link: Mapping[str, Findable], before: Index | None) -> Places:
    """The sources by slot, ascending; as before while none comes or goes."""
    if (
        before
        and len(by_link) == len(before.links)
        and all(map(by_link.__contains__, before.links))
    ):
        return dict(zip(before.slots, map(by_link.__getitem__, before.links), strict=True))
    pairs = sorted((place, permalink) for permalink, place in slots(by_link).items())
    return {place: by_link[permalink] for place, permalink in pairs}


def _index(
    by_link: Mapping[str, Findable], places: Places, before: Index | None, stock: Stock, jobs: int
) -> Index:
    size = table_size(len(by_link))
    if before and before.size == size:
        changed = touched(places, before)
        if not changed:
            return before
        if len(changed) <= max(_FEW, len(places) // _SHARE):
            with suppress(Lost):
                return update(changed, before, stock)
    take_in(by_link.values(), stock, jobs)
    return fresh(places, size, stock, jobs)


def _forget(before: Index | None, index: Index, stock: Stock) -> None:
    """Drop what the index does not name any more."""
    if before and before.size == index.size:
        stock.drop(map(text_uri, set(before.links).difference(index.links)))
        return
    names = map(names_uri, range(len(index.names)))
    grams = map(grams_uri, range(len(index.grams)))
    stock.keep_only((SOUNDS, *names, *grams, *map(text_uri, index.links)))


# ---------------------------------------------------------------- files


def _files(index: Index, stock: Stock, synonyms: Synonyms) -> tuple[File, ...]:
    texts = map(Text, index.links, index.digests, index.texts, repeat(stock))
    made: list[File] = [*_heads(index, synonyms), *_shards(index, stock), *texts]
    return tuple(sorted(made, key=attrgetter("uri")))


def _shards(index: Index, stock: Stock, before: Index | None = None) -> Iterator["Shard"]:
    """The shards and tables; of an index of the same size as one before, those that differ."""
    keys = ((names_uri, index.names), (grams_uri, index.grams), (_sounds_uri, [index.sounds]))
    known = (before.names, before.grams, [before.sounds]) if before else ([], [], [])
    for (uri_of, now), was in zip(keys, known, strict=True):
        for number, (key, former) in enumerate(zip_longest(now, was)):
            if key != former:
                yield Shard(uri_of(number), key, stock)


def _sounds_uri(_: int) -> str:
    return SOUNDS


def _heads(index: Index, synonyms: Synonyms) -> tuple[Made, Made]:
    """What is read first, and the table of traditional characters."""
    held = index.held.keys() | set().union(*index.written)
    traditional = Made(f"{FOLDER}traditional.txt", traditional_table(held))
    facts = {
        "records": len(index.links),
        "slots": index.size,
        "nameSlots": NAME_SLOTS,
        "names": [_hash(key) for key in index.names],
        "segments": len(segment_places(index.size)),
        "grams": len(index.grams) // len(segment_places(index.size)),
        # The browser asks for texts with it as well.
        "gramsHash": _hash(key_of(b"".join((*index.grams, *index.texts)))),
        "sounds": _hash(index.sounds),
        "traditional": _hash(traditional.key),
    }
    return Made(INDEX, manifest(facts, synonyms)), traditional


class Shard(NamedTuple):
    """A shard or a table, which the stock holds."""

    uri: str
    key: bytes
    stock: Stock

    @property
    def content(self) -> bytes:
        """Raises Lost."""
        return self.stock.get(self.uri, self.key)


class Text(NamedTuple):
    """The text of one record, made of what the stock holds of it; digest: of that."""

    permalink: str
    digest: bytes
    key: bytes
    stock: Stock

    @property
    def uri(self) -> str:
        return text_uri(self.permalink)

    @property
    def content(self) -> bytes:
        """Raises Lost."""
        return opened(self.stock.get(self.uri, self.digest)).text()


def _hash(key: bytes) -> str:
    """Long enough to tell two versions of one file apart in an address."""
    return key[:5].hex()
