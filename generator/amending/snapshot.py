"""Every file below some places, as it was at one moment; and which of them changed since."""

import os
import stat
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.trees import Stamp, stamp_from

_STAMP_BYTES = 32
# What was written so shortly before may be written again within one tick of the clock: such a
# stamp is not believed ("racily clean", as git calls it).
_TICK_NS = 2_000_000_000
_UNBELIEVED = bytes(_STAMP_BYTES)


@dataclass(frozen=True)
class Snapshot:
    """paths: of files and, with a / behind them, of folders. stamps: of each, one after the other.

    A link is not followed.
    """

    paths: tuple[str, ...]
    stamps: bytes

    @classmethod
    def of(cls, places: Iterable[Path]) -> "Snapshot":
        """As it is now. places: files or folders, with all that is below."""
        young = time.time_ns() - _TICK_NS
        found = [each for place in places for each in _below(str(place))]
        stamps = b"".join([_stamp(seen, young) for _, seen in found])
        return cls(tuple([path for path, _ in found]), stamps)

    def compared(self) -> "tuple[Snapshot, list[str]] | None":
        """(the same paths as they are now, the files that may hold something else).

        None if a name came or went, or something became of another sort.
        """
        young = time.time_ns() - _TICK_NS
        stamps = bytearray(self.stamps)
        changed: list[str] = []
        folders: list[str] = []
        for number, path in enumerate(self.paths):
            at = number * _STAMP_BYTES
            try:
                seen = os.lstat(path)
            except OSError:
                return None
            if stamp_from(seen) == self.stamps[at : at + _STAMP_BYTES]:
                continue
            if not (stat.S_ISDIR if path.endswith("/") else stat.S_ISREG)(seen.st_mode):
                return None
            (folders if path.endswith("/") else changed).append(path)
            stamps[at : at + _STAMP_BYTES] = _stamp(seen, young)
        if folders and not self._hold_the_same(folders):
            return None
        return Snapshot(self.paths, bytes(stamps)), changed

    def _hold_the_same(self, folders: Iterable[str]) -> bool:
        names = defaultdict(set)
        for path in self.paths:
            above, _, name = path.rstrip("/").rpartition("/")
            names[f"{above}/"].add(name)
        try:
            return all(names[folder] == _names_in(folder) for folder in folders)
        except OSError:
            return False


def _names_in(folder: str) -> set[str]:
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries}


def _below(place: str) -> Iterator[tuple[str, os.stat_result]]:
    seen = os.lstat(place)
    if not stat.S_ISDIR(seen.st_mode):
        yield place, seen
        return
    yield f"{place}/", seen
    with os.scandir(place) as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        else:
            yield entry.path, os.lstat(entry.path)


def _stamp(seen: os.stat_result, young: int) -> Stamp:
    return _UNBELIEVED if max(seen.st_mtime_ns, seen.st_ctime_ns) > young else stamp_from(seen)
