"""The only door to the files of `content/`: below one directory handle, following no link.

A link anywhere on the way, a pipe, a device or a file beyond its limit is refused. What is checked
is the opened file itself, so nothing can take its place between the look and the read.
"""

import errno
import os
import stat
import time
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

MAX_TEXT_BYTES = 1024 * 1024
MAX_PHOTO_BYTES = 20 * 1024 * 1024
MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024

NO_FILE = "它是快捷方式或特殊文件"
_MISSING = "没有这个文件"
_DENIED = "系统不让读"
# Windows opens by path only; there each step is looked at before and after.
_HAS_HANDLES = (
    hasattr(os, "O_NOFOLLOW") and os.open in os.supports_dir_fd and os.scandir in os.supports_fd
)
_HANDLE = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_ROOT_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_DIRECTORY", 0)
_FOLDER_FLAGS = _ROOT_FLAGS | _HANDLE
_FILE_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | _HANDLE
# Symbolic links and junctions; other reparse points are files, such as those kept in OneDrive.
_LINK_TAGS = (0xA000000C, 0xA0000003)


class Unreadable(Exception):
    """A file or folder that is not read; `reason` says why, in Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TooLarge(Exception):
    """A file with more bytes than its kind may have."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class Found(NamedTuple):
    """One name in a folder. Neither a folder nor a file: a link, a pipe, a device."""

    name: str
    is_folder: bool
    is_file: bool


_name_of = attrgetter("name")

# Of each file in a folder its name, its size, when its bytes and when anything of it was last
# changed (ns), and its inode; sorted. What is no file has one of the others for these signs.
Stamp = tuple[tuple[str, int, int, int, int], ...]
_FOLDER_SIGNS = 0, 0, 0, 0
_OTHER_SIGNS = -1, 0, 0, 0


class Seen(NamedTuple):
    """A folder from which a file was read. stamp: as it was before and after, empty if it changed
    in between. at: when it was looked at (ns). digest: of the file.
    """

    stamp: Stamp
    at: int
    digest: bytes


def read(root: Path, path: Path, limit: int) -> bytes:
    """The bytes of a regular file below `root`.

    Raises Unreadable, or TooLarge before anything is read when it has more than `limit` bytes.
    """
    *folders, name = steps(root, path)
    with _reached(root, folders) as folder:
        return folder.read(name, limit)


def listing(root: Path, folder: Path) -> tuple[Found, ...]:
    """What a folder below `root` holds, sorted by name. Raises Unreadable."""
    with open_folder(root, folder) as opened:
        return opened.listing()


def stamp(root: Path, folder: Path) -> Stamp:
    """What tells without reading whether anything in a folder below `root` was changed.

    Only of the folder's own files: of a folder in it, the name tells that it is there.
    Raises Unreadable.
    """
    with open_folder(root, folder) as opened:
        return opened.stamp()


def open_folder(root: Path, folder: Path) -> "Folder":
    """A folder below `root`, to be closed by its `with`. Raises Unreadable."""
    return _reached(root, steps(root, folder))


class Folder:
    """A folder of the content, held open: whatever takes its place meanwhile, this one is read.

    Everything raises Unreadable. An inner folder stays open when this one is closed.
    """

    __slots__ = ("_handle", "_path", "_root")

    def __init__(self, handle: int, root: Path, path: Path) -> None:
        """handle: -1 where the system opens by path only; `path` is used there alone."""
        self._handle = handle
        self._root = root
        self._path = path

    def __enter__(self) -> "Folder":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._handle >= 0:
            os.close(self._handle)

    def inner(self, name: str) -> "Folder":
        if name == os.pardir:
            raise Unreadable(NO_FILE)
        try:
            if self._handle < 0:
                _check_steps(self._root, self._path / name)
                return Folder(-1, self._root, self._path / name)
            handle = os.open(name, _FOLDER_FLAGS, dir_fd=self._handle)
        except OSError as error:
            raise Unreadable(_reason(error)) from error
        return Folder(handle, self._root, self._path)

    def listing(self) -> tuple[Found, ...]:
        """What it holds, sorted by name."""
        try:
            with os.scandir(self._handle if self._handle >= 0 else self._path) as entries:
                return tuple(sorted(map(_seen, entries), key=_name_of))
        except OSError as error:
            raise Unreadable(_reason(error)) from error

    def stamp(self) -> Stamp:
        """What tells without reading whether any file in it was changed."""
        try:
            with os.scandir(self._handle if self._handle >= 0 else self._path) as entries:
                return tuple(sorted(map(_signs, entries)))
        except OSError as error:
            raise Unreadable(_reason(error)) from error

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of a regular file in it; TooLarge if it has more than `limit`."""
        try:
            handle = self._opened(name)
            try:
                found = os.fstat(handle)
                _check_regular(found)
                return _bytes(handle, found.st_size, limit)
            finally:
                os.close(handle)
        except OSError as error:
            raise Unreadable(_reason(error)) from error

    def read_seen(self, name: str, limit: int) -> tuple[bytes, Seen]:
        """The same, with how the folder was then."""
        at, before = time.time_ns(), self.stamp()
        data = self.read(name, limit)
        return data, Seen(before if self.stamp() == before else (), at, digest_of(data))

    def _opened(self, name: str) -> int:
        if self._handle >= 0:
            # A device may act when it is opened, so it is looked at first.
            _check_regular(os.stat(name, dir_fd=self._handle, follow_symlinks=False))
            return os.open(name, _FILE_FLAGS, dir_fd=self._handle)
        path = self._path / name
        _check_regular(_check_steps(self._root, path))
        handle = os.open(path, _FILE_FLAGS)
        if not os.path.samestat(_check_steps(self._root, path), os.fstat(handle)):
            os.close(handle)
            raise Unreadable(NO_FILE)
        return handle


def digest_of(data: bytes) -> bytes:
    """Fingerprint of what a file holds."""
    return blake2b(data, digest_size=16).digest()


def _reached(root: Path, steps: list[str]) -> Folder:
    """A folder, reached from the handle on `root` one step after the other."""
    try:
        handle = os.open(root, _ROOT_FLAGS) if _HAS_HANDLES else -1
    except OSError as error:
        raise Unreadable(_reason(error)) from error
    folder = Folder(handle, root, root)
    for step in steps:
        with folder:
            inner = folder.inner(step)
        folder = inner
    return folder


def steps(root: Path, path: Path) -> list[str]:
    """The names on the way from `root` to `path`, which must be below it."""
    # As texts, which costs a tenth; how a path may be written besides, pathlib knows.
    base, whole = f"{root}/", str(path)
    if whole.startswith(base):
        return whole[len(base) :].split("/")
    return list(path.relative_to(root).parts)


def _bytes(handle: int, size: int, limit: int) -> bytes:
    """All that an opened file holds; TooLarge before anything is read of one that is."""
    if size > limit:
        raise TooLarge(size)
    data = os.read(handle, size + 1)
    if len(data) != size:  # it was written meanwhile, or the system gives it in pieces
        while len(data) <= limit and (more := os.read(handle, limit + 1 - len(data))):
            data += more
    if len(data) > limit:
        raise TooLarge(len(data))
    return data


def _seen(entry: "os.DirEntry[str]") -> Found:
    # The system tells what it is along with the name; only Windows has links of other sorts.
    is_folder, is_file = entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False)
    if os.name == "nt" and (is_folder or is_file) and _is_link(entry.stat(follow_symlinks=False)):
        is_folder = is_file = False
    return Found(entry.name, is_folder, is_file)


def _signs(entry: "os.DirEntry[str]") -> tuple[str, int, int, int, int]:
    found = entry.stat(follow_symlinks=False)
    if stat.S_ISREG(found.st_mode) and not _is_link(found):
        return entry.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
    is_folder = stat.S_ISDIR(found.st_mode) and not _is_link(found)
    return entry.name, *(_FOLDER_SIGNS if is_folder else _OTHER_SIGNS)


def _check_steps(root: Path, path: Path) -> os.stat_result:
    """What `path` is, when neither it nor a folder on its way below `root` is a link."""
    step = root
    found = root.stat()
    for part in path.relative_to(root).parts:
        step = step / part
        found = step.lstat()
        if part == os.pardir or _is_link(found):
            raise Unreadable(NO_FILE)
    return found


def _check_regular(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode) or _is_link(found):
        raise Unreadable(NO_FILE)


def _is_link(found: os.stat_result) -> bool:
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) in _LINK_TAGS


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _MISSING
    # What O_NOFOLLOW and O_DIRECTORY say of a link; ENXIO and EOPNOTSUPP are a socket's answers.
    if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK, errno.ENXIO, errno.EOPNOTSUPP):
        return NO_FILE
    return _DENIED
