"""What is known of the website that was made last for a place: for each file, one row of bytes.

There are tens of thousands, and each build asks for all of them: read one by one they would cost
more than all else that an edit does to a website.
"""

import struct
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from generator.keeping.codec import packed, unpacked
from generator.keeping.store import Shelf, Store
from generator.publishing.glance import Asked, number_of
from generator.publishing.releases import websites
from generator.publishing.trees import Stamp, again
from generator.rendering.outputs import key_of

_SHELF = "website"
_MARK = b"3"  # of the form in which this is kept
_ROW = struct.Struct("=16s32sQ32s")


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


@dataclass(frozen=True)
class Ledger:
    """mark: of the theme. rows: by address. trees: of websites beside it and of itself.

    By the inode of its folder, a website's digest of the names in it and SHA-256 of its manifest.
    """

    mark: bytes = b""
    rows: Mapping[str, Row] = field(default_factory=dict)
    trees: Mapping[int, tuple[bytes, bytes]] = field(default_factory=dict)

    def packed(self) -> bytes:
        return packed((self.mark, "\n".join(self.rows), b"".join(self.rows.values()), self.trees))

    @classmethod
    def unpacked(cls, data: bytes) -> "Ledger":
        mark, uris, rows, trees = unpacked(data)
        cuts = range(0, len(rows), _ROW.size)
        each = (Row(rows[start : start + _ROW.size]) for start in cuts)
        return cls(mark, dict(zip(uris.split("\n"), each, strict=True)), trees)

    def row(self, uri: str, key: bytes, digest: bytes, stamp: Stamp) -> Row:
        """A row of the next website; the same as before, if it is."""
        before = self.rows.get(uri)
        if before and before.stamp == stamp and before[:48] == key + digest:
            return before
        return Row.of(key, digest, before.number if before else number_of(uri), stamp)


def recalled(store: Store, target: Path) -> Ledger:
    """What is known of the website at `target`."""
    kept = store.shelf(_SHELF).get(str(target), _MARK)
    return Ledger.unpacked(kept) if kept else Ledger()


def remember(
    store: Store, target: Path, ledger: Ledger, tree: tuple[bytes, bytes], before: Set[int]
) -> None:
    """Keep what is known of a website that was just put in its place.

    ledger: its mark and rows, and the trees that were known. tree: its own. before: the websites
    that there were (`releases.websites`).
    """
    there = websites(target)
    rows = ledger.rows
    if before - there:
        # Files that a folder shared which is gone have another time of change now.
        rows = {
            uri: Row.of(r.key, r.digest, r.number, again(r.stamp, f"{target}/{uri}"))
            for uri, r in rows.items()
        }
    trees = {inode: each for inode, each in ledger.trees.items() if inode in there}
    trees[target.stat().st_ino] = tree
    now = Ledger(ledger.mark, rows, trees)
    store.shelf(_SHELF).put({str(target): (_MARK, now.packed())})


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
