"""Every file below some places, as it was at one moment; and which of them changed since."""

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from generator.forks import bunches_of, in_forks
from generator.publishing.stamps import STAMP_BYTES, others_among, stamp_from, stamps_of

# What was written so shortly before may be written again within one tick of the clock, and have
# the same stamp ("racily clean", as git calls it). Of small files, what they hold tells.
_TICK_NS = 2_000_000_000
_SMALL = 1 << 20
_UNKNOWN = b""
# Folders side by side, from which number on it is worth looking into them in several processes;
# and how many one of these looks into at a time.
_WORTH_FORKS, _BUNCH = 1_000, 250


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
    def of(cls, places: Iterable[Path], jobs: int = 1) -> "Snapshot":
        """As it is now. places: files or folders, with all that is below.

        jobs: processes that look.
        Raises FileNotFoundError, NotADirectoryError: one of them is not there.
        """
        since = time.time_ns() - _TICK_NS
        parts: list[Snapshot] = []
        paths = [str(place) for place in places]
        while paths and len(paths) < _WORTH_FORKS:
            part = cls._from([(path, os.lstat(path)) for path in paths], since)
            parts.append(part)
            paths = [entry.path for folder in part.folders for entry in _entries_in(folder)]
        parts += in_forks(partial(cls._below, since), bunches_of(paths, _BUNCH), jobs)
        return cls._joined(parts)

    @classmethod
    def _below(cls, since: int, paths: Iterable[str]) -> "Snapshot":
        return cls._from((seen for path in paths for seen in _below(path)), since)

    @classmethod
    def _from(cls, all_seen: Iterable[tuple[str, os.stat_result]], since: int) -> "Snapshot":
        paths: tuple[list[str], list[str]] = [], []  # files, folders
        stamps = bytearray(), bytearray()
        young: dict[str, bytes] = {}
        for path, seen in all_seen:
            is_folder = stat.S_ISDIR(seen.st_mode)
            paths[is_folder].append(path)
            stamps[is_folder].extend(stamp_from(seen))
            if _is_young(seen, since):
                young[path] = _digest(path, seen)
        return cls(*paths, bytes(stamps[0] + stamps[1]), young)

    @classmethod
    def _joined(cls, parts: Sequence["Snapshot"]) -> "Snapshot":
        ends = [len(part.files) * STAMP_BYTES for part in parts]
        of_files = (part.stamps[:end] for part, end in zip(parts, ends, strict=True))
        of_folders = (part.stamps[end:] for part, end in zip(parts, ends, strict=True))
        return cls(
            list(chain.from_iterable(part.files for part in parts)),
            list(chain.from_iterable(part.folders for part in parts)),
            b"".join([*of_files, *of_folders]),
            dict(chain.from_iterable(part.young.items() for part in parts)),
        )

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
    return {entry.name for entry in _entries_in(folder)}


def _below(place: str) -> Iterator[tuple[str, os.stat_result]]:
    seen = os.lstat(place)
    yield place, seen
    if stat.S_ISDIR(seen.st_mode):
        for entry in _entries_in(place):
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            else:
                yield entry.path, os.lstat(entry.path)


def _entries_in(folder: str) -> list["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        return list(entries)


def _is_young(seen: os.stat_result, since: int) -> bool:
    return max(seen.st_mtime_ns, seen.st_ctime_ns) > since


def _digest(path: str, seen: os.stat_result) -> bytes:
    if stat.S_ISREG(seen.st_mode) and seen.st_size <= _SMALL:
        with suppress(OSError):
            return blake2b(Path(path).read_bytes(), digest_size=16).digest()
    return _UNKNOWN
