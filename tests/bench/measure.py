"""Runs a command and says what it cost: CPU, wall, memory. Linux only.

CPU is user and system time of the process and of every process that it started, also of those
that outlive it for a moment or are not waited for. Memory is the highest sum, seen up to fifty
times a second, of the proportional set size (PSS) of all of them: what processes share counts once.
Where one of them came or went while others were looked at, that does not count.
"""

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_FEWEST_SECONDS, _MOST_SHARE = 0.02, 0.05


@dataclass(frozen=True)
class Cost:
    """Seconds and MiB."""

    user: float
    system: float
    wall: float
    memory: float

    @property
    def cpu(self) -> float:
        return self.user + self.system

    def figures(self) -> dict[str, float]:
        return {name: round(value, 3) for name, value in (asdict(self) | {"cpu": self.cpu}).items()}


class Failed(Exception):
    """The command failed; carries what it said."""


def cost_of(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder and wait for all that it started.

    Raises:
        Failed: it ended with another code than 0.
    """
    # Processes whose parent has gone become our children, so that their time is not lost.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.monotonic()
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    watch = _Watch()
    watch.start()
    assert child.stdout
    said = child.stdout.read()
    code, user, system, wall = 0, 0.0, 0.0, 0.0
    with suppress(ChildProcessError):
        while True:
            pid, status, usage = os.wait4(-1, 0)
            user, system = user + usage.ru_utime, system + usage.ru_stime
            if pid == child.pid:
                code = child.returncode = os.waitstatus_to_exitcode(status)
                wall = time.monotonic() - start
    watch.stop()
    if code:
        raise Failed(f"{' '.join(command)}\n{said.decode(errors='replace')}")
    return Cost(user, system, wall, watch.most / 1024)


class _Watch(threading.Thread):
    """Looks at the memory of all processes below this one. most: KiB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._over = threading.Event()

    def run(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            start = time.monotonic()
            processes = list(_below(os.getpid()))
            now = sum(map(_pss, processes))
            # Else some were seen to share with more or fewer than others were: a sum of no moment.
            if processes == list(_below(os.getpid())):
                self.most = max(self.most, now)
            # To look costs time that grows with the memory; it must not take what is measured.
            pause = max(_FEWEST_SECONDS, (time.monotonic() - start) / _MOST_SHARE)

    def stop(self) -> None:
        self._over.set()
        self.join()


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                yield child
                yield from _below(child)


def _pss(pid: int) -> int:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0
