"""What the search index keeps from one build to the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from generator.keeping.codec import packed, unpacked
from generator.keeping.pieces import Pieces
from generator.keeping.store import Lost, Shelf

_INDEX, _COLUMNS = "index", "columns"
_ENOUGH = 512  # things that wait before they are put on the shelf together
_ROOM = 2 << 20  # bytes of what was put that are held: of an edit all is asked for once more


class Stock:
    """A shelf whose things are put in batches; without a shelf, they are held in memory."""

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf
        self._room = _ROOM
        self._held: dict[str, tuple[bytes, bytes]] = {}
        self._waiting: dict[str, tuple[bytes, bytes]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process, all is on the shelf."""
        if self._shelf is None:
            raise TypeError("what is only in memory cannot be taken along")
        self.flush()
        return Stock, (self._shelf,)

    def get(self, name: str, mark: bytes) -> bytes:
        """The thing of that name and mark.

        Raises:
            Lost: it is not there.
        """
        put = self._waiting.get(name) or self._held.get(name)
        if put and put[0] == mark:
            return put[1]
        if self._shelf is None:
            raise Lost(name)
        return self._shelf.take(name, mark)

    def marks(self) -> Mapping[str, bytes]:
        """The mark of every thing that is kept, by name."""
        return self._shelf.marks() if self._shelf else {}

    def put(self, name: str, mark: bytes, data: bytes) -> None:
        self._waiting[name] = mark, data
        if len(self._waiting) >= _ENOUGH:
            self.flush()

    def flush(self) -> None:
        """Put on the shelf what waits; without a shelf, it goes on waiting."""
        if self._shelf and self._waiting:
            self._shelf.put(self._waiting)
            for name, (mark, data) in self._waiting.items():
                self._room += len(self._held.pop(name, (b"", b""))[1])
                if len(data) <= self._room:
                    self._held[name] = mark, data
                    self._room -= len(data)
            self._waiting = {}

    def index(self) -> "Index | None":
        """What was last kept, if there is anything and it is whole."""
        if not self._shelf:
            return None
        digest = self._shelf.get(_INDEX, b"")
        data = Pieces(self._shelf).get(_COLUMNS, digest) if digest else None
        return Index.unpacked(data) if data is not None else None

    def keep(self, index: "Index") -> None:
        if self._shelf:
            digest = Pieces(self._shelf).put(_COLUMNS, index.packed())
            self._shelf.put({_INDEX: (b"", digest)})

    def share(self) -> None:
        """Let copies of this process read all that was put."""
        self.flush()
        if self._shelf:
            self._shelf.commit()

    def drop(self, names: Iterable[str]) -> None:
        if self._shelf:
            self._shelf.drop(names)

    def keep_only(self, names: Iterable[str]) -> None:
        """Drop all that nobody names any more, but the index."""
        if self._shelf:
            index = _INDEX, *Pieces(self._shelf).names(_COLUMNS)
            self._shelf.keep_only((*index, *names))


@dataclass(frozen=True)
class Index:
    """What an index is made of, without the contents.

    slots: those that are taken, ascending; links, digests, texts: permalink, digest and key of the
    text of the record in each of them. names, grams: keys of the shards, by number. written, plain:
    for each shard of names, the characters of the names, as written and in normal form. held: in
    how many lines of the text tier a character stands. sounds: key of the table of sounds.
    """

    size: int
    slots: list[int]
    links: list[str]
    digests: list[bytes]
    texts: list[bytes]
    names: list[bytes]
    written: list[str]
    plain: list[str]
    grams: list[bytes]
    held: dict[str, int]
    sounds: bytes

    def packed(self) -> bytes:
        # There is one for each record: as long texts they are packed at a tenth of the cost.
        long = {
            "links": "\n".join(self.links),
            "digests": _joined(self.digests),
            "texts": _joined(self.texts),
        }
        return packed(vars(self) | long)

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        found = unpacked(data)
        found["links"] = found["links"].split("\n") if found["slots"] else []
        found["digests"] = _parts(*found["digests"])
        found["texts"] = _parts(*found["texts"])
        return cls(**found)


def _joined(things: Sequence[bytes]) -> tuple[bytes, int]:
    """Things of one length, and how long each is."""
    (length,) = set(map(len, things)) or {1}
    return b"".join(things), length


def _parts(joined: bytes, length: int) -> list[bytes]:
    return [joined[start : start + length] for start in range(0, len(joined), length)]
