"""Which files and folders a website has."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from generator.publishing.stamps import STAMP_BYTES, but_last, stamp_of, stamps_of


@dataclass(frozen=True)
class Listing:
    """The files of a website and the folders that they lie in, both sorted.

    kept: by which a shelf has it, if it was taken from one.
    """

    uris: Sequence[str]
    folders: Sequence[str]
    kept: "Kept | None" = None

    @classmethod
    def of(cls, uris: Iterable[str]) -> Self:
        return cls(sorted(uris), folders_of(uris))

    @cached_property
    def digest(self) -> bytes:
        if self.kept:
            return self.kept.digest
        return hashlib.blake2b("\n".join(self.uris).encode(), digest_size=16).digest()

    def place(self, uri: str) -> int | None:
        """Which of the files it is."""
        return place_in(self.uris, uri)


class Kept(NamedTuple):
    """A listing on a shelf. digest: its own. columns: of what it is kept as (`Pieces`)."""

    digest: bytes
    columns: Sequence[bytes]


EMPTY = Listing((), ())


def place_in(ascending: Sequence[str], wanted: str) -> int | None:
    at = bisect_left(ascending, wanted)
    return at if at < len(ascending) and ascending[at] == wanted else None


def folders_of(uris: Iterable[str]) -> list[str]:
    """Every folder that these files lie in, below the top, sorted."""
    found: set[str] = set()
    for folder in {uri.rpartition("/")[0] for uri in uris}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)


class Names:
    """What stays the same as long as no name is added to a folder, or taken out of it.

    folders: all that are below `top`, sorted.
    """

    def __init__(self, top: Path, folders: Sequence[str]) -> None:
        """Raises FileNotFoundError, NotADirectoryError: one of them is not there."""
        self._folders = folders
        # Its last time changes when it is moved as a whole.
        self._top = but_last(stamp_of(str(top)))
        self._stamps = bytearray(stamps_of(folders, f"{top}/"))

    def look_again(self, top: Path, touched: Iterable[str]) -> None:
        """See what became of them, where only these files came or went."""
        self._top = but_last(stamp_of(str(top)))
        for folder in folders_of(touched):
            at = place_in(self._folders, folder)
            if at is not None:
                start = at * STAMP_BYTES
                self._stamps[start : start + STAMP_BYTES] = stamp_of(f"{top}/{folder}")

    @property
    def digest(self) -> bytes:
        return hashlib.blake2b(self._top + self._stamps, digest_size=16).digest()


def digest_of_names(top: Path, folders: Sequence[str]) -> bytes:
    """Empty if one of the folders is not there."""
    try:
        return Names(top, folders).digest
    except (FileNotFoundError, NotADirectoryError):
        return b""
