"""What is known of the website that was made last for a place: for each file, a few bytes.

There are hundreds of thousands, and each build asks for all of them: read one by one they would
cost more than all else that an edit does to a website. So they stand in columns.
"""

import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from generator.keeping.codec import packed, unpacked
from generator.keeping.pieces import Pieces
from generator.keeping.store import Shelf, Store
from generator.publishing.glance import Asked, number_of
from generator.publishing.listing import EMPTY, Kept, Listing
from generator.publishing.releases import websites
from generator.publishing.stamps import STAMP_BYTES, Stamp, but_last, others_among, stamps_of
from generator.rendering.outputs import key_of

_SHELF = "website"
_MARK = b"5"  # of the form in which this is kept
_ROW = struct.Struct("=16s32sQ32s")
_FACTS = _ROW.size - STAMP_BYTES
_NUMBERS = _FACTS // 8


class Row(bytes):
    """A file.

    key: of what it was made of. digest: SHA-256 of its content. number: stands for its address
    among what pages ask for. stamp: of it on the disk.
    """

    __slots__ = ()

    @classmethod
    def of(cls, key: bytes, digest: bytes, number: int, stamp: Stamp) -> "Row":
        return cls(_ROW.pack(key, digest, number, stamp))

    @property
    def key(self) -> bytes:
        return self[:16]

    @property
    def digest(self) -> bytes:
        return self[16:48]

    @property
    def number(self) -> int:
        return int(_ROW.unpack(self)[2])

    @property
    def stamp(self) -> Stamp:
        return self[56:]


class Sign(NamedTuple):
    """By which a website is known again, beside its files' stamps.

    names: of the names in its folders. manifest: SHA-256 of it. listing: of the files that it has.
    """

    names: bytes
    manifest: bytes
    listing: bytes


@dataclass(frozen=True)
class Ledger:
    """mark: of the theme. signs: of the website and those beside it, by the inode of the folder.

    facts: of each file of the listing, its row but for the stamp. stamps: of each.
    """

    mark: bytes = b""
    listing: Listing = EMPTY
    facts: bytes = b""
    stamps: bytes = b""
    signs: Mapping[int, Sign] = field(default_factory=dict)

    @classmethod
    def of(cls, mark: bytes, rows: Mapping[str, Row], signs: Mapping[int, Sign]) -> Self:
        listing = Listing.of(rows)
        facts, stamps = bytearray(), bytearray()
        for uri in listing.uris:
            row = rows[uri]
            facts += row[:_FACTS]
            stamps += row[_FACTS:]
        return cls(mark, listing, bytes(facts), bytes(stamps), signs)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Of all files, by address."""
        return {uri: self.at(place) for place, uri in enumerate(self.listing.uris)}

    def get(self, uri: str, /) -> Row | None:
        """Of one file."""
        place = self.listing.place(uri)
        return None if place is None else self.at(place)

    def at(self, place: int) -> Row:
        """Of the file at a place of the listing."""
        facts = self.facts[place * _FACTS : (place + 1) * _FACTS]
        return Row(facts + self.stamps[place * STAMP_BYTES : (place + 1) * STAMP_BYTES])

    @property
    def numbers(self) -> Set[int]:
        """Those of all files."""
        return set(array("Q", self.facts)[_NUMBERS - 1 :: _NUMBERS])

    def row(self, uri: str, key: bytes, digest: bytes, stamp: Stamp) -> Row:
        """A row of the next website; the same as before, if it is."""
        before = self.rows.get(uri)
        if before and before.stamp == stamp and before[:48] == key + digest:
            return before
        return Row.of(key, digest, before.number if before else number_of(uri), stamp)

    def with_rows(self, rows: Mapping[str, Row]) -> Self:
        """The same with other rows of some of its files."""
        facts, stamps = bytearray(self.facts), bytearray(self.stamps)
        for uri, row in rows.items():
            place = self.listing.place(uri)
            if place is None:
                raise KeyError(uri)
            facts[place * _FACTS : (place + 1) * _FACTS] = row[:_FACTS]
            stamps[place * STAMP_BYTES : (place + 1) * STAMP_BYTES] = row[_FACTS:]
        return replace(self, facts=bytes(facts), stamps=bytes(stamps))

    def with_stamps_of(self, target: Path) -> Self:
        """The same with the stamps that files have now which are the same but for the last time."""
        now = stamps_of(self.listing.uris, f"{target}/")
        stamps = bytearray(self.stamps)
        for place in others_among(now, self.stamps):
            cut = slice(place * STAMP_BYTES, (place + 1) * STAMP_BYTES)
            if but_last(now[cut]) == but_last(self.stamps[cut]):
                stamps[cut] = now[cut]
        return replace(self, stamps=bytes(stamps))


def recalled(store: Store, target: Path) -> Ledger:
    """What is known of the website at `target`."""
    shelf = store.shelf(_SHELF)
    head = shelf.get(str(target), _MARK)
    if head is None:
        return Ledger()
    listed, digests, mark, signs = unpacked(head)
    kept = Kept(*listed)
    columns = (*kept.columns, *digests)
    uris, folders, facts, stamps = map(Pieces(shelf).get, _columns_of(target), columns)
    if uris is None or folders is None or facts is None or stamps is None:
        return Ledger()
    listing = Listing(_texts(uris), _texts(folders), kept)
    return Ledger(mark, listing, facts, stamps, {each: Sign(*sign) for each, sign in signs.items()})


def remember(store: Store, target: Path, ledger: Ledger, sign: Sign, before: Set[int]) -> None:
    """Keep what is known of a website that was just put in its place.

    ledger: it, and the signs that were known. sign: its own. before: the websites that there were
    (`releases.websites`).
    """
    there = websites(target)
    if before - there:
        # Files that a folder shared which is gone have another time of change now.
        ledger = ledger.with_stamps_of(target)
    signs = {inode: tuple(each) for inode, each in ledger.signs.items() if inode in there}
    signs[target.stat().st_ino] = tuple(sign)
    shelf = store.shelf(_SHELF)
    put = Pieces(shelf).put
    uris, folders, facts, stamps = _columns_of(target)
    listing = ledger.listing
    kept = listing.kept or Kept(
        listing.digest,
        [put(uris, _joined(listing.uris)), put(folders, _joined(listing.folders))],
    )
    digests = [put(facts, ledger.facts), put(stamps, ledger.stamps)]
    shelf.put({str(target): (_MARK, packed((tuple(kept), digests, ledger.mark, signs)))})


def _columns_of(target: Path) -> list[str]:
    return [f"{target} {name}" for name in ("files", "folders", "facts", "stamps")]


def _joined(texts: Iterable[str]) -> bytes:
    return "\n".join(texts).encode()


def _texts(joined: bytes) -> list[str]:
    return joined.decode().split("\n") if joined else []


class Before:
    """What earlier builds knew, for the final check."""

    def __init__(self, ledger: Ledger, asked: Shelf) -> None:
        self._rows = ledger.rows
        self._asked = asked

    @property
    def names(self) -> Set[str]:
        return self._rows.keys()

    def number(self, uri: str) -> int:
        row = self._rows.get(uri)
        return row.number if row else number_of(uri)

    def former(self, uri: str) -> Asked | None:
        row = self._rows.get(uri)
        data = self._asked.get(uri, row.digest) if row else None
        return Asked.unpacked(data) if data else None

    def all_asked(self) -> Iterator[tuple[str, bytes, Asked]]:
        for uri, digest, data in self._asked.items():
            yield uri, digest, Asked.unpacked(data)


def short(key: bytes) -> bytes:
    """A key as it stands in a row."""
    return key if len(key) == 16 else key_of(key)
