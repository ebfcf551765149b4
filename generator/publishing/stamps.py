"""By which a file or folder is known to be as it was, unread.

A stamp is its inode, size, and the times of the last change of its bytes and of anything about it.
Whoever writes into a file can set back the one time, not both.
"""

import os
import struct
from collections.abc import Iterator, Sequence

# The times are in nanoseconds.
Stamp = bytes
_STAMP = struct.Struct("=QQqq")
STAMP_BYTES = _STAMP.size
_NONE = bytes(STAMP_BYTES)
_LONGEST = 0xFFFF_FFFF_FFFF_FFFF  # Windows knows longer inodes
_BUT_LAST = 24  # bytes of a stamp without the last time
_AT_ONCE = 2048
_BLOCK = _AT_ONCE * STAMP_BYTES


def stamp_of(path: str) -> Stamp:
    return stamp_from(os.lstat(path))


def stamp_from(seen: os.stat_result) -> Stamp:
    return _STAMP.pack(seen.st_ino & _LONGEST, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


def but_last(stamp: Stamp) -> bytes:
    """A stamp without the time of the last change of anything."""
    return stamp[:_BUT_LAST]


def stamps_of(names: Sequence[str], above: str = "") -> bytes:
    """The stamps of many, one after the other. above: what stands before each of the names.

    Raises FileNotFoundError, NotADirectoryError.
    """
    return b"".join([_stamps_of(block) for block in _blocks(names, above)])


def stamps_if_there(names: Sequence[str], above: str = "") -> bytes:
    """The same; of what is not there, a stamp that nothing has."""
    return b"".join([_stamps_if_there(block) for block in _blocks(names, above)])


def _blocks(names: Sequence[str], above: str) -> Iterator[list[str]]:
    """The paths, few at a time: so many new texts at once cost more than to look at the files."""
    for start in range(0, len(names), _AT_ONCE):
        block = names[start : start + _AT_ONCE]
        yield [above + name for name in block]


def _stamps_of(paths: Sequence[str]) -> bytes:
    pack, lstat, longest = _STAMP.pack, os.lstat, _LONGEST
    return b"".join(
        [
            pack(seen.st_ino & longest, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
            for seen in map(lstat, paths)
        ]
    )


def _stamps_if_there(paths: Sequence[str]) -> bytes:
    try:
        return _stamps_of(paths)
    except (FileNotFoundError, NotADirectoryError):
        if len(paths) == 1:
            return _NONE
        return b"".join([_stamps_if_there([path]) for path in paths])


def others_among(now: bytes, before: bytes) -> Iterator[int]:
    """The places at which two rows of stamps differ, ascending."""
    for block in range(0, len(now), _BLOCK):
        end = block + _BLOCK
        if now[block:end] == before[block:end]:
            continue
        for start in range(block, min(end, len(now)), STAMP_BYTES):
            last = start + STAMP_BYTES
            if now[start:last] != before[start:last]:
                yield start // STAMP_BYTES
