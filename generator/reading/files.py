"""The only door to the files of `content/`: below one directory handle, following no link.

A link anywhere on the way, a pipe, a device or a file beyond its limit is refused. What is checked
is the opened file itself, so nothing can take its place between the look and the read.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Found:
    """One name in a folder. Neither a folder nor a file: a link, a pipe, a device."""

    name: str
    is_folder: bool
    is_file: bool


_name_of = attrgetter("name")

# Of each file of a folder its name, size, times of the last change of its bytes and of anything in
# nanoseconds, and inode; sorted. What is no file has one of these for its signs.
Stamp = tuple[tuple[str, int, int, int, int], ...]
_FOLDER_SIGNS = 0, 0, 0, 0
_OTHER_SIGNS = -1, 0, 0, 0


def read(root: Path, path: Path, limit: int) -> bytes:
    """The bytes of a regular file below `root`.

    Raises Unreadable, or TooLarge before anything is read when it has more than `limit` bytes.
    """
    try:
        with _opened(root, path) as handle, os.fdopen(handle, "rb", closefd=False) as file:
            size = os.fstat(handle).st_size
            if size > limit:
                raise TooLarge(size)
            data = file.read(limit + 1)
    except OSError as error:
        raise Unreadable(_reason(error)) from error
    if len(data) > limit:
        raise TooLarge(len(data))
    return data


def listing(root: Path, folder: Path) -> tuple[Found, ...]:
    """What a folder below `root` holds, sorted by name. Raises Unreadable."""
    try:
        if not _HAS_HANDLES:
            _check_steps(root, folder)
            return _entries(folder)
        with _folder(root, _steps(root, folder)) as handle:
            return _entries(handle)
    except OSError as error:
        raise Unreadable(_reason(error)) from error


def stamp(root: Path, folder: Path) -> Stamp:
    """What tells without reading whether anything in a folder below `root` was changed.

    Only of the folder's own files: of a folder in it, the name tells that it is there.
    Raises Unreadable.
    """
    try:
        if not _HAS_HANDLES:
            _check_steps(root, folder)
            return _stamped(folder)
        with _folder(root, _steps(root, folder)) as handle:
            return _stamped(handle)
    except OSError as error:
        raise Unreadable(_reason(error)) from error


def _stamped(folder: Path | int) -> Stamp:
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.stat(follow_symlinks=False)) for entry in entries]
    return tuple(sorted((name, *_signs(each)) for name, each in found))


def _signs(found: os.stat_result) -> tuple[int, int, int, int]:
    if stat.S_ISREG(found.st_mode) and not _is_link(found):
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
    is_folder = stat.S_ISDIR(found.st_mode) and not _is_link(found)
    return _FOLDER_SIGNS if is_folder else _OTHER_SIGNS


def _entries(folder: Path | int) -> tuple[Found, ...]:
    with os.scandir(folder) as entries:
        found = [_seen(entry) for entry in entries]
    return tuple(sorted(found, key=_name_of))


def _seen(entry: "os.DirEntry[str]") -> Found:
    # The system tells what it is along with the name; only Windows has links of other sorts.
    is_folder, is_file = entry.is_dir(follow_symlinks=False), entry.is_file(follow_symlinks=False)
    if os.name == "nt" and (is_folder or is_file) and _is_link(entry.stat(follow_symlinks=False)):
        is_folder = is_file = False
    return Found(entry.name, is_folder, is_file)


@contextmanager
def _opened(root: Path, path: Path) -> Iterator[int]:
    """A handle on a regular file."""
    *folders, name = _steps(root, path)
    if _HAS_HANDLES:
        with _folder(root, folders) as parent:
            # A device may act when it is opened, so it is looked at first.
            _check_regular(os.stat(name, dir_fd=parent, follow_symlinks=False))
            flags = os.O_RDONLY | os.O_NONBLOCK | _HANDLE
            handle = os.open(name, flags, dir_fd=parent)
    else:
        before = _check_steps(root, path)
        _check_regular(before)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        if not os.path.samestat(_check_steps(root, path), os.fstat(handle)):
            os.close(handle)
            raise Unreadable(NO_FILE)
    try:
        _check_regular(os.fstat(handle))
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _folder(root: Path, parts: list[str]) -> Iterator[int]:
    """A handle on a folder, reached from the handle on `root` one step after the other."""
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts:
            if part == os.pardir:
                raise Unreadable(NO_FILE)
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | _HANDLE, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def _steps(root: Path, path: Path) -> list[str]:
    """The names on the way from `root` to `path`."""
    # As texts, which costs a tenth; how a path may be written besides, pathlib knows.
    base, whole = f"{root}/", str(path)
    if whole.startswith(base):
        return whole[len(base) :].split("/")
    return list(path.relative_to(root).parts)


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
