"""One writer at a time for a folder, which tells who it is.

The operating system holds the lock, so that it ends with its process, however that ends.
"""

import getpass
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from generator.errors import Hindered

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.1
# Windows lets nobody read what is locked, so a byte far behind the text is.
_LOCKED_BYTE = 1 << 30

_held: set[int] = set()


@contextmanager
def locked(target: Path, *, wait: float = 0) -> Iterator[None]:
    """Be the only one who writes `target`; Hindered tells who else does.

    The lock is a file beside the target, `<name>.lock`, there while it is held. It covers
    threads of one process as well, and is not inherited by processes that are started meanwhile.

    wait: seconds to wait for the other one.
    """
    path = target.with_name(f"{target.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    while (handle := _taken(path)) is None:
        if time.monotonic() >= until:
            raise Hindered(_told(path, target))
        time.sleep(_PAUSE)
    _held.add(handle)
    try:
        os.write(handle, json.dumps(_me(), ensure_ascii=False).encode())
        yield
    finally:
        if handle in _held:  # else this is a forked child, whose lock it is not
            _held.discard(handle)
            _release(handle, path)


def _taken(path: Path) -> int | None:
    """A handle of the lock's file, locked and empty; None while somebody else holds it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    try:
        _lock(handle)
        # Who held it may have removed the file that was just opened: then this lock is nobody's.
        if path.stat().st_ino == os.fstat(handle).st_ino:
            os.ftruncate(handle, 0)
            return handle
    except (BlockingIOError, PermissionError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _release(handle: int, path: Path) -> None:
    if sys.platform == "win32":
        # Windows removes no open file; whoever takes the lock between the two keeps it.
        os.close(handle)
    with suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(handle)


def _host() -> str:
    if sys.platform == "win32":
        import socket  # takes longer to load than all of this

        return socket.gethostname()
    return os.uname().nodename


def _me() -> dict[str, str]:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user often has no name
        user = str(os.getuid()) if hasattr(os, "getuid") else ""
    return {
        "user": user,
        "host": _host(),
        "process": str(os.getpid()),
        "since": datetime.now().astimezone().isoformat(sep=" ", timespec="seconds"),
        "command": " ".join(["zhanting", *sys.argv[1:]]),
    }


def _told(path: Path, target: Path) -> str:
    try:
        who = json.loads(path.read_text("utf-8"))
        told = "{user} 在 {host} 上，{since} 开始，进程号 {process}，命令 {command}".format(**who)
    except (OSError, ValueError, KeyError):  # it is just being written, or was removed meanwhile
        told = "还没有写明是谁"
    return (
        f"另一个程序正在写 {target}（{told}）。\n"
        "等它结束再试；想让本命令自己等，加上 --wait 和秒数，例如 --wait 60。"
    )


def _forget() -> None:
    """In a forked child: let go, so that the lock ends with the process that took it."""
    for handle in _held:
        os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
