"""Small things made of one record each, kept between runs: one is made again when its mark is new.

A mark holds all that decided the thing; so a thing that comes back is the one that would be made.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store

# Things that are put on the shelf at a time.
_AT_A_TIME = 500


class Thing(NamedTuple):
    """A small thing for the shelf, made elsewhere. data: packed, if a `Memo` is to take it out."""

    shelf: str
    name: str
    mark: bytes
    data: bytes


class Memo:
    """store: None keeps nothing, so everything is made. made: how many things were, in this run."""

    def __init__(self, store: Store | None, name: str) -> None:
        self._shelf = store.shelf(name) if store else None
        self._new: dict[str, tuple[bytes, bytes]] = {}
        self.made = 0

    def get(self, name: str, mark: bytes, make: Callable[[], Any]) -> Any:
        """The thing of that name: a plain value (`codec.py`), kept or made."""
        if self._shelf is None:
            return self._made(make)
        new_mark, data = self._new.get(name, (b"", None))
        if new_mark != mark:
            data = self._shelf.get(name, mark)
        if data is not None:
            try:
                return unpacked(data)
            except CodecError:
                pass
        value = self._made(make)
        self._new[name] = mark, packed(value)
        if len(self._new) >= _AT_A_TIME:
            self.flush()
        return value

    def flush(self) -> None:
        """Put what was made onto the shelf."""
        if self._shelf is not None:
            self._shelf.put(self._new)
            self._new = {}

    def finish(self, names: Iterable[str]) -> None:
        """The same, and drop all but what has one of these names."""
        self.flush()
        if self._shelf is not None:
            self._shelf.keep_only(names)

    def _made(self, make: Callable[[], Any]) -> Any:
        self.made += 1
        return make()
