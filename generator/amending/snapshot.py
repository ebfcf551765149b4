"""Every file below some places, as it was at one moment; and which of them changed since."""

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from generator.publishing.stamps import others_among, stamp_from, stamps_of

# What was written so shortly before may be written again within one tick of the clock, and have
# the same stamp ("racily clean", as git calls it). Of small files, what they hold tells.
_TICK_NS = 2_000_000_000
_SMALL = 1 << 20
_UNKNOWN = b""


@dataclass(frozen=True)
class Snapshot:
    """stamps: of the files and then the folders, one after the other. A link is not followed.

    young: what was written shortly before, and a digest of what it held; an empty one where nobody
    knows.
    """

    files: Sequence[str]
    folders: Sequence[str]
    stamps: bytes
    young: Mapping[str, bytes]

    @classmethod
    def of(cls, places: Iterable[Path]) -> "Snapshot":
        """As it is now. places: files or folders, with all that is below.

        Raises FileNotFoundError, NotADirectoryError: one of them is not there.
        """
        since = time.time_ns() - _TICK_NS
        paths: tuple[list[str], list[str]] = [], []  # files, folders
        stamps = bytearray(), bytearray()
        young: dict[str, bytes] = {}
        for place in places:
            for path, seen in _below(str(place)):
                is_folder = stat.S_ISDIR(seen.st_mode)
                paths[is_folder].append(path)
                stamps[is_folder].extend(stamp_from(seen))
                if _is_young(seen, since):
                    young[path] = _digest(path, seen)
        return cls(*paths, bytes(stamps[0] + stamps[1]), young)

    def compared(self) -> "tuple[Snapshot, list[str]] | None":
        """(the same paths as they are now, the files that may hold something else).

        None if a name came or went, or something became of another sort.
        """
        since = time.time_ns() - _TICK_NS
        paths = [*self.files, *self.folders]
        try:
            stamps = stamps_of(paths)
            others = {paths[place] for place in others_among(stamps, self.stamps)}
            looked_at = {path: os.lstat(path) for path in others | self.young.keys()}
        except (FileNotFoundError, NotADirectoryError):
            return None
        folders = set(self.folders) & looked_at.keys()
        young: dict[str, bytes] = {}
        changed: list[str] = []
        for path, seen in looked_at.items():
            is_folder = path in folders
            if not (stat.S_ISDIR if is_folder else stat.S_ISREG)(seen.st_mode):
                return None
            digest = _digest(path, seen)
            if _is_young(seen, since):
                young[path] = digest
            is_same = path not in others and digest and digest == self.young[path]
            if not is_folder and not is_same:
                changed.append(path)
        if not _hold(folders, paths):
            return None
        return replace(self, stamps=stamps, young=young), sorted(changed)


def _hold(folders: Set[str], paths: Iterable[str]) -> bool:
    """Whether there is in these folders what there is of the paths, and nothing else."""
    if not folders:
        return True
    names: dict[str, set[str]] = {folder: set() for folder in folders}
    for path in paths:
        above, _, name = path.rpartition("/")
        if above in names:
            names[above].add(name)
    try:
        return all(held == _names_in(folder) for folder, held in names.items())
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
    yield place, seen
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
