"""A rendered website as a file, for the process that goes on with it.

What of it lies in the store is not in the file: who takes it up finds it in his own.
"""

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from generator.keeping.store import Store
from generator.rendering.outputs import Rendered

_STORE, _END = "store", "end"
# The parts of which there are many, and how many are written at a time: a pickler holds on to all
# that it wrote.
_MANY, _AT_A_TIME = ("pages", "copied", "made"), 1_000


def hand_on(rendered: Rendered, store: Store, file: Path) -> None:
    """store: in which lies what was kept of it; it is committed."""
    with file.open("wb") as to:
        _Pickler(to, store).dump(replace(rendered, pages=(), copied=(), made=()))
        for name in _MANY:
            things = getattr(rendered, name)
            for start in range(0, len(things), _AT_A_TIME):
                _Pickler(to, store).dump((name, things[start : start + _AT_A_TIME]))
        _Pickler(to, store).dump(_END)
    store.commit()


def taken_up(store: Store, file: Path) -> Rendered:
    """What was handed on by this file, which nobody else could write meanwhile."""
    many: dict[str, list[Any]] = {name: [] for name in _MANY}
    with file.open("rb") as given:
        rendered: Rendered = _Unpickler(given, store).load()
        while (part := _Unpickler(given, store).load()) != _END:
            name, things = part
            many[name] += things
    pages, copied, made = (tuple(many[name]) for name in _MANY)
    return replace(rendered, pages=pages, copied=copied, made=made)


class _Pickler(pickle.Pickler):
    def __init__(self, to: BinaryIO, store: Store) -> None:
        super().__init__(to, protocol=5)
        self._store = store

    def persistent_id(self, thing: Any) -> str | None:
        return _STORE if thing is self._store else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, given: BinaryIO, store: Store) -> None:
        super().__init__(given)
        self._store = store

    def persistent_load(self, name: Any) -> Store:
        if name != _STORE:
            raise pickle.UnpicklingError(name)
        return self._store
