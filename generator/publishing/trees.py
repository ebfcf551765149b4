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
from collections.abc import Iterable, Mapping
from contextlib import suppress

# Inode, size, times of the last change of the bytes and of anything, in nanoseconds.
Stamp = tuple[int, int, int, int]

_MODE, _FOLDER_MODE = 0o644, 0o755
_CHUNK = 1024 * 1024
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Tree:
    """A folder of files. stamps: SHA-256 of files by the stamps that they had when it was known."""

    def __init__(self, folder: str, stamps: Mapping[Stamp, bytes]) -> None:
        self.folder = folder
        self._stamps = stamps
        self.found: dict[str, Stamp] = {}
        self.hashed = 0

    def holds(self, uri: str, digest: bytes) -> bool:
        """Whether there is a plain file with this content that nobody but its owner may write."""
        path = f"{self.folder}/{uri}"
        try:
            seen = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        if not _is_plain(seen):
            return False
        stamp = _stamp(seen)
        known = self._stamps.get(stamp)
        if known is None:
            self.hashed += 1
            known = digest_of_file(path)
        if known == digest:
            self.found[uri] = stamp
            return True
        return False


def folders_of(uris: Iterable[str]) -> list[str]:
    """Every folder that these files lie in, below the top, sorted."""
    found: set[str] = set()
    for folder in {uri.rpartition("/")[0] for uri in uris}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)


def names_digest(top: str, folders: Iterable[str]) -> bytes:
    """Stays the same as long as no name is added to a folder, or taken out of it.

    folders: all that are below `top`. Empty if one of them is not there.
    """
    digest = hashlib.blake2b(digest_size=16)
    try:
        seen = os.lstat(top)  # its other time changes when it is moved as a whole
        digest.update(f"{seen.st_ino} {seen.st_mtime_ns}\n".encode())
        for folder in folders:
            seen = os.lstat(f"{top}/{folder}")
            if not stat.S_ISDIR(seen.st_mode):
                return b""
            digest.update(f"{seen.st_ino} {seen.st_mtime_ns} {seen.st_ctime_ns}\n".encode())
    except (FileNotFoundError, NotADirectoryError):
        return b""
    return digest.digest()


class Writer:
    """Puts files into a folder of its own, which is made when the first comes."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._made: set[str] = set()

    def write(self, uri: str, content: bytes) -> Stamp:
        """A new file; there must be none of that name."""
        handle = os.open(self._path(uri), _FLAGS, _MODE)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if hasattr(os, "fchmod"):
                os.fchmod(handle, _MODE)  # whatever the umask is, a web server must read it
            return _stamp(os.fstat(handle))
        finally:
            os.close(handle)

    def take(self, uri: str, source: str) -> Stamp:
        """The file `source` under another name as well; a copy of it where there are no links."""
        path = self._path(uri)
        try:
            os.link(source, path)
        except OSError:
            with open(source, "rb") as file:
                return self.write(uri, file.read())
        return stamp_of(path)

    def move(self, uri: str, source: str) -> Stamp:
        """The file `source` to its place; what had the name is gone, and never was written to."""
        path = self._path(uri)
        os.replace(source, path)
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


def stamp_of(path: str) -> Stamp:
    return _stamp(os.lstat(path))


def digest_of_file(path: str) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _stamp(seen: os.stat_result) -> Stamp:
    return seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


def _is_plain(seen: os.stat_result) -> bool:
    is_open = os.name == "posix" and stat.S_IMODE(seen.st_mode) != _MODE
    return stat.S_ISREG(seen.st_mode) and not is_open
