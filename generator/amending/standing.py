"""What the last build left, for the next one to go by.

It stands on its shelf only while no build is at work: one that does not come to its end leaves
nothing to go by, and the next one takes the long way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator.amending.snapshot import Snapshot
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store
from generator.publishing.final_check import Rules
from generator.rendering.layout import Engine
from generator.settings import CONFIG, THEME, Settings

_SHELF = "standing"


@dataclass(frozen=True)
class Standing:
    """inputs: all that was read. rules: that its files were looked at by.

    pages, pictures: how many it has.
    """

    inputs: Snapshot
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


def taken(store: Store, mark: bytes) -> Standing | None:
    """What the last build left, if it was one of this mark; it is off its shelf then."""
    shelf = store.shelf(_SHELF)
    data = shelf.get("", mark)
    shelf.drop([""])
    store.commit()
    try:
        inputs, rules, pages, pictures = unpacked(data or b"")
    except CodecError:
        return None
    return Standing(Snapshot(*inputs), Rules(*rules), pages, pictures)


def put(store: Store, mark: bytes, standing: Standing) -> None:
    inputs, rules = standing.inputs, standing.rules
    told: tuple[Any, ...] = (
        (inputs.paths, inputs.stamps, dict(inputs.young)),
        (rules.own_host, rules.base, rules.hosts, rules.secret, dict(rules.integrity)),
        standing.pages,
        standing.pictures,
    )
    store.shelf(_SHELF).put({"": (mark, packed(told))})
