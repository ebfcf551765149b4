"""Folders full of files that share their files: what is in one as it was written, unread.

A file that a former website has as well is linked, not written again. So nothing may ever write
into a file of a website: what is to be different gets a new file under the old name.

That a file is as it was written tells its stamp (`stamps.py`). What has another stamp is read, and
believed only if its hash is right.
"""

import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

from generator.publishing.stamps import Stamp, stamp_from, stamp_of

T = TypeVar("T")

_MODE, _FOLDER_MODE = 0o644, 0o755
_HAS_MODES = os.name == "posix"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Known(Protocol):
    """A file when it was last seen: its stamp and SHA-256."""

    @property
    def stamp(self) -> Stamp: ...

    @property
    def digest(self) -> bytes: ...


class Record(Protocol):
    """What is known of the files of a website."""

    def get(self, uri: str, /) -> Known | None: ...


class Tree:
    """A folder of files. known: of the website that it is, or that shares files with it."""

    def __init__(self, folder: str, known: Record) -> None:
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


def digest_of_file(path: str) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
