"""What the last build left, for the next one to go by.

It stands on its shelf only while no build is at work: one that does not come to its end leaves
nothing to go by, and the next one takes the long way.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from generator.amending.snapshot import Snapshot
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.pieces import Pieces
from generator.keeping.store import Store
from generator.publishing.final_check import Rules
from generator.rendering.layout import Engine
from generator.settings import CONFIG, THEME, Settings

_SHELF = "standing"
_HEAD = "head"
_NAMES, _STAMPS = ("files", "folders"), "stamps"


class Inputs(NamedTuple):
    """All that a build read (`Snapshot`), as it is kept. names, stamps: digests of its columns."""

    names: Sequence[bytes]
    stamps: bytes
    young: Mapping[str, bytes]


@dataclass(frozen=True)
class Standing:
    """rules: that its files were looked at by. pages, pictures: how many it has."""

    inputs: Inputs
    rules: Rules
    pages: int
    pictures: int


def mark_of(settings: Settings, engine: Engine, target: Path) -> bytes:
    """Of all that decides a build beside our code and the files that it reads."""
    decided = settings.root, settings.content, settings.today, settings.recipe, settings.drafts
    return blake2b(repr((decided, engine.name, target)).encode(), digest_size=16).digest()


def inputs_of(settings: Settings) -> Iterable[Path]:
    """All files and folders that a build reads."""
    return settings.content, settings.root / THEME, settings.root / CONFIG


def keep(store: Store, inputs: Snapshot, before: Inputs | None = None) -> Inputs:
    """before: such as have the same files and folders, and are kept."""
    put = Pieces(store.shelf(_SHELF)).put
    if before is None:
        names = list(map(put, _NAMES, (_joined(inputs.files), _joined(inputs.folders))))
    else:
        names = list(before.names)
    return Inputs(names, put(_STAMPS, inputs.stamps), inputs.young)


def recalled(store: Store, inputs: Inputs) -> Snapshot | None:
    get = Pieces(store.shelf(_SHELF)).get
    files, folders = map(get, _NAMES, inputs.names)
    stamps = get(_STAMPS, inputs.stamps)
    if files is None or folders is None or stamps is None:
        return None
    return Snapshot(_paths(files), _paths(folders), stamps, inputs.young)


def taken(store: Store, mark: bytes) -> Standing | None:
    """What the last build left, if it was one of this mark; it is off its shelf then."""
    shelf = store.shelf(_SHELF)
    head = shelf.get(_HEAD, mark)
    shelf.drop([_HEAD])
    store.commit()
    try:
        inputs, rules, pages, pictures = unpacked(head or b"")
    except CodecError:
        return None
    return Standing(Inputs(*inputs), Rules(*rules), pages, pictures)


def put(store: Store, mark: bytes, standing: Standing) -> None:
    inputs, rules = standing.inputs, standing.rules
    told: tuple[Any, ...] = (
        (inputs.names, inputs.stamps, dict(inputs.young)),
        (rules.own_host, rules.base, rules.hosts, rules.secret, dict(rules.integrity)),
        standing.pages,
        standing.pictures,
    )
    store.shelf(_SHELF).put({_HEAD: (mark, packed(told))})


def _joined(paths: Iterable[str]) -> bytes:
    return os.fsencode("\0".join(paths))


def _paths(joined: bytes) -> list[str]:
    return os.fsdecode(joined).split("\0") if joined else []
