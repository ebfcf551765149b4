"""Every file below some places, as it was at one moment; and which of them changed since."""

import os
import stat
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from generator.publishing.trees import others_among, stamp_from, stamps_of

# What was written so shortly before may be written again within one tick of the clock, and have
# the same stamp ("racily clean", as git calls it). Of small files, what they hold tells.
_TICK_NS = 2_000_000_000
_SMALL = 1 << 20
_UNKNOWN = b""


@dataclass(frozen=True)
class Snapshot:
    """paths: of files and, with a / behind them, of folders. stamps: of each, one after the other.

    A link is not followed. young: what was written shortly before, and a digest of what it held;
    an empty one where nobody knows.
    """

    paths: tuple[str, ...]
    stamps: bytes
    young: Mapping[str, bytes]

    @classmethod
    def of(cls, places: Iterable[Path]) -> "Snapshot":
        """As it is now. places: files or folders, with all that is below.

        Raises FileNotFoundError, NotADirectoryError: one of them is not there.
        """
        since = time.time_ns() - _TICK_NS
        found = [each for place in places for each in _below(str(place))]
        young = {path: _digest(path, seen) for path, seen in found if _is_young(seen, since)}
        stamps = b"".join([stamp_from(seen) for _, seen in found])
        return cls(tuple([path for path, _ in found]), stamps, young)

    def compared(self) -> "tuple[Snapshot, list[str]] | None":
        """(the same paths as they are now, the files that may hold something else).

        None if a name came or went, or something became of another sort.
        """
        since = time.time_ns() - _TICK_NS
        try:
            stamps = stamps_of([path.removesuffix("/") for path in self.paths])
            others = {self.paths[number] for number in others_among(stamps, self.stamps)}
            looked_at = [
                (path, os.lstat(path.removesuffix("/"))) for path in others | self.young.keys()
            ]
        except (FileNotFoundError, NotADirectoryError):
            return None
        young: dict[str, bytes] = {}
        changed: list[str] = []
        for path, seen in looked_at:
            is_folder = path.endswith("/")
            if not (stat.S_ISDIR if is_folder else stat.S_ISREG)(seen.st_mode):
                return None
            digest = _digest(path, seen)
            if _is_young(seen, since):
                young[path] = digest
            is_same = path not in others and digest and digest == self.young[path]
            if not is_folder and not is_same:
                changed.append(path)
        if not self._hold_the_same([path for path, _ in looked_at if path.endswith("/")]):
            return None
        return Snapshot(self.paths, stamps, young), sorted(changed)

    def _hold_the_same(self, folders: Sequence[str]) -> bool:
        if not folders:
            return True
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


def _is_young(seen: os.stat_result, since: int) -> bool:
    return max(seen.st_mtime_ns, seen.st_ctime_ns) > since


def _digest(path: str, seen: os.stat_result) -> bytes:
    if stat.S_ISREG(seen.st_mode) and seen.st_size <= _SMALL:
        with suppress(OSError):
            return blake2b(Path(path).read_bytes(), digest_size=16).digest()
    return _UNKNOWN
