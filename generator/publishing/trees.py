"""Folders full of files that share their files: what is in one as it was written, unread.

A file that a former website has as well is linked, not written again. So nothing may ever write
into a file of a website: what is to be different gets a new file under the old name.

That a file is as it was written tells its stamp: inode, size, and the times of the last change of
its bytes and of anything about it. Whoever writes into a file can set back the one time, not both.
What has another stamp is read, and believed only if its hash is right.
"""

import hashlib
import os
import stat
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Protocol, TypeVar

T = TypeVar("T")

# Inode, size, times of the last change of the bytes and of anything, in nanoseconds.
Stamp = bytes
_STAMP = struct.Struct("=QQqq")
STAMP_BYTES = _STAMP.size
_LONGEST = 0xFFFF_FFFF_FFFF_FFFF  # Windows knows longer inodes
_BUT_LAST = 24  # bytes of a stamp without the last time

_MODE, _FOLDER_MODE = 0o644, 0o755
_HAS_MODES = os.name == "posix"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Known(Protocol):
    """A file when it was last seen: its stamp and SHA-256."""

    @property
    def stamp(self) -> Stamp: ...

    @property
    def digest(self) -> bytes: ...


class Tree:
    """A folder of files. known: by address."""

    def __init__(self, folder: str, known: Mapping[str, Known]) -> None:
        self.folder = folder
        self._known = known
        self._is_there = os.path.isdir(folder)
        self.hashed = 0

    def path(self, uri: str) -> str:
        return f"{self.folder}/{uri}"

    def holds(self, uri: str, digest: bytes) -> Stamp | None:
        """Stamp of a plain file with this content that only its owner may write, if it is there."""
        if not self._is_there:  # as in each first build
            return None
        path = self.path(uri)
        try:
            seen = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not stat.S_ISREG(seen.st_mode) or (seen.st_mode & 0o777 != _MODE and _HAS_MODES):
            return None
        stamp = stamp_from(seen)
        known = self._known.get(uri)
        if known is not None and known.stamp == stamp:
            return stamp if known.digest == digest else None
        self.hashed += 1
        return stamp if digest_of_file(path) == digest else None


def folders_of(uris: Iterable[str]) -> list[str]:
    """Every folder that these files lie in, below the top, sorted."""
    found: set[str] = set()
    for folder in {uri.rpartition("/")[0] for uri in uris}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)


def names_in(top: str, folders: Iterable[str], known: Mapping[str, bytes]) -> dict[str, bytes]:
    """What stays the same as long as no name is added to a folder, or taken out of it.

    folders: all that are below `top`. known: of those that need not be looked at.
    Empty if one of them is not there.
    """
    try:
        # Its last time changes when it is moved as a whole.
        signs = {"": stamp_of(top)[:_BUT_LAST]}
        for folder in folders:
            if not (sign := known.get(folder)):
                seen = os.lstat(f"{top}/{folder}")
                if not stat.S_ISDIR(seen.st_mode):
                    return {}
                sign = stamp_from(seen)
            signs[folder] = sign
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return signs


def digest_of(names: Mapping[str, bytes]) -> bytes:
    return hashlib.blake2b(b"".join(names.values()), digest_size=16).digest()


class Writer:
    """Puts files into a folder, which is made when the first comes.

    It may hold files already, which others share: what gets their names are new files, always.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._made: set[str] = set()

    def write(self, uri: str, content: bytes) -> Stamp:
        """A new file."""
        path = self._path(uri)
        handle = _instead(path, lambda: os.open(path, _FLAGS, _MODE))
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            seen = os.fstat(handle)
            if _HAS_MODES and seen.st_mode & 0o777 != _MODE:
                os.fchmod(handle, _MODE)  # whatever the umask is, a web server must read it
                seen = os.fstat(handle)
            return stamp_from(seen)
        finally:
            os.close(handle)

    def take(self, uri: str, source: str) -> Stamp:
        """The file `source` under another name as well; a copy of it where there are no links."""
        path = self._path(uri)
        try:
            _instead(path, lambda: os.link(source, path))
        except OSError:
            with open(source, "rb") as file:
                return self.write(uri, file.read())
        return stamp_of(path)

    def drop(self, uri: str) -> None:
        """Take a name out, and the folders that are empty without it."""
        with suppress(FileNotFoundError):
            os.unlink(f"{self.folder}/{uri}")
        folder = uri.rpartition("/")[0]
        while folder:
            try:
                os.rmdir(f"{self.folder}/{folder}")
            except OSError:
                return
            self._made.discard(folder)
            folder = folder.rpartition("/")[0]

    def _path(self, uri: str) -> str:
        folder = uri.rpartition("/")[0]
        if folder not in self._made:
            self._make(folder)
        return f"{self.folder}/{uri}"

    def _make(self, folder: str) -> None:
        above = folder.rpartition("/")[0]
        if folder and above not in self._made:
            self._make(above)
        path = f"{self.folder}/{folder}" if folder else self.folder
        with suppress(FileExistsError):
            os.mkdir(path)
            os.chmod(path, _FOLDER_MODE)
        self._made.add(folder)


def _instead(path: str, make: Callable[[], T]) -> T:
    """Make the file; what has the name goes before, and is not written to."""
    try:
        return make()
    except FileExistsError:
        os.unlink(path)
        return make()


def stamp_of(path: str) -> Stamp:
    return stamp_from(os.lstat(path))


def stamps_of(paths: Iterable[str]) -> bytes:
    """The stamps of many, one after the other. Raises FileNotFoundError, NotADirectoryError."""
    pack, lstat, longest = _STAMP.pack, os.lstat, _LONGEST
    return b"".join(
        [
            pack(seen.st_ino & longest, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
            for seen in map(lstat, paths)
        ]
    )


def others_among(now: bytes, before: bytes) -> list[int]:
    """The places at which two rows of stamps differ."""
    if now == before:
        return []
    size = STAMP_BYTES
    starts = range(0, len(now), size)
    return [at // size for at in starts if now[at : at + size] != before[at : at + size]]


def digest_of_file(path: str) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def again(stamp: Stamp, path: str) -> Stamp:
    """The stamp that a file has now, if it is the same but for the last time."""
    now = stamp_of(path)
    return now if now[:_BUT_LAST] == stamp[:_BUT_LAST] else stamp


def stamp_from(seen: os.stat_result) -> Stamp:
    return _STAMP.pack(seen.st_ino & _LONGEST, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
