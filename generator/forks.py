"""Work on all cores, by copies of this process that know all that it knows.

A forked process shares the memory of the one that it came from, so nothing has to be sent to it but
which piece of work is next. Systems without fork (Windows) or where it is not safe (macOS) do the
work in this process; what comes out is the same.

    this process: does the first piece, so has what has to be loaded for all
       ▲    │ fork
       └────┴─ line ─► worker, for some pieces ──► worker, for some more ──► …

A copy shares less and less: each object that it looks at it has to copy, since Python counts in it
who does. So it works for a while only. Of heavy pieces, whose making takes much memory, each has a
worker of its own. Where what has to be loaded is to go with the copies, a first copy does the first
piece, and starts the workers in place of this process.
"""

import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from generator.text import pinyin

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    # One way go pieces of work, by their place; the other way results.
    _Line = Connection[Any, Any]
    _Pair = tuple[_Line, _Line]

T = TypeVar("T")
R = TypeVar("R")
_Task = tuple[Callable[[Any], Any], Sequence[Any]]

# Pieces that wait for each worker, and results of them, so that they cannot fill the memory.
_AHEAD = 2
# Pieces that one worker does.
_SPAN = 5
_TIRED = 9  # how it says that it has done them
_PATIENCE = 1.0  # seconds between looks whether all are still there
_ENDED = "a copy of this process was ended"


def can_fork() -> bool:
    return sys.platform == "linux"


def in_forks(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    *,
    are_heavy: bool = False,
    by_copy: bool = False,
) -> Iterator[R]:
    """`work` of each item, in their order. How copies spelled names comes back with what they made.

    work: free of side effects that this process would have to see. Its result is pickled.
    are_heavy: whether to make or to hold what comes of one item takes much memory.
    by_copy: whether a first copy shall load what has to be loaded, and not this process.

    Raises:
        ChildProcessError: a copy was ended from outside.
    """
    if jobs < 2 or len(items) < 2 or not can_fork():
        yield from map(work, items)
        return

    from multiprocessing.connection import Pipe

    done: dict[int, Any] = {}
    if not (are_heavy or by_copy):
        done[0] = work(items[0])
    pairs = [Pipe() for _ in range(min(jobs, len(items)))]
    lines = [here for here, _ in pairs]
    sys.stdout.flush()
    sys.stderr.flush()
    _give_back()
    start: type[_Crew] = _Lent if by_copy else _Own
    crew = start((work, items), pairs, 1 if are_heavy else _SPAN)
    try:
        yield from _results(lines, crew, done, len(items))
    finally:
        for line in lines:
            line.close()
        crew.end()
        gc.unfreeze()


def _give_back() -> None:
    """Let the system have the memory that the C library holds and does not need."""
    import ctypes  # which takes its time to load

    with suppress(OSError, AttributeError):  # other libraries than glibc lack it
        ctypes.CDLL(None).malloc_trim(0)


def _results(
    lines: "list[_Line]", crew: "_Crew", done: dict[int, Any], count: int
) -> Iterator[Any]:
    """What comes over the lines, in the order of the pieces. done: what is there already."""
    from multiprocessing.connection import wait

    given = len(done)
    waiting = [0] * len(lines)  # pieces, by line
    for place in range(count):
        while place not in done:
            while given < min(count, place + len(lines) * _AHEAD):
                idlest = waiting.index(min(waiting))
                lines[idlest].send(given)
                waiting[idlest] += 1
                given += 1
            crew.see_to(waiting)
            ready = wait(lines, _PATIENCE)
            for number, line in enumerate(lines):
                if line in ready:
                    done.update([_received(line)])
                    waiting[number] -= 1
                    crew.has_done(number)
        yield done.pop(place)


def _received(line: "_Line") -> tuple[int, Any]:
    """(place of a piece, its result)."""
    try:
        place, is_sound, result, sounds = line.recv()
    except (EOFError, ConnectionError) as error:
        raise ChildProcessError(_ENDED) from error
    if not is_sound:
        raise result
    pinyin.adopt(sounds)
    return place, result


# ---------------------------------------------------------------- who starts workers


class _Crew(Protocol):
    """The workers on all lines."""

    def __init__(self, task: _Task, pairs: "list[_Pair]", span: int) -> None:
        """pairs: for each line its end here and that of its worker. span: pieces of one worker."""

    def see_to(self, waiting: Sequence[int]) -> None:
        """Look that each line on which pieces wait has a worker."""

    def has_done(self, number: int) -> None:
        """Hear that a piece was done on a line."""

    def end(self) -> None:
        """Wait for all to end; the ends of the lines here are closed."""


class _Own:
    """Started by this process."""

    def __init__(self, task: _Task, pairs: "list[_Pair]", span: int) -> None:
        self._task, self._pairs, self._span = task, pairs, span
        # Number of the line → process; 0 if it has ended, and what it sent was not all read.
        self._workers: dict[int, int] = {}
        self._left: dict[int, int] = {}  # number of the line → pieces until its worker is tired

    def see_to(self, waiting: Sequence[int]) -> None:
        for number, pid in self._workers.items():
            ended, status = os.waitpid(pid, os.WNOHANG) if pid else (0, 0)
            if ended:
                self._workers[number] = 0
                if os.waitstatus_to_exitcode(status) != _TIRED:
                    raise ChildProcessError(_ENDED)
        for number, count in enumerate(waiting):
            if count and number not in self._workers:
                line = self._pairs[number][1]
                ends = [end for pair in self._pairs for end in pair]
                # So that collections in the copy do not touch, and thereby copy, every object.
                # There is next to nothing to be collected before.
                gc.freeze()
                self._workers[number] = _worker(self._task, line, ends, self._span)
                self._left[number] = self._span

    def has_done(self, number: int) -> None:
        self._left[number] -= 1
        if not self._left[number] and (pid := self._workers.pop(number)):
            os.waitpid(pid, 0)

    def end(self) -> None:
        for _, there in self._pairs:
            there.close()
        for pid in filter(None, self._workers.values()):
            os.waitpid(pid, 0)


class _Lent:
    """Started by a first copy of this process, when it has done the first piece."""

    def __init__(self, task: _Task, pairs: "list[_Pair]", span: int) -> None:
        gc.freeze()
        self._first = os.fork()
        if not self._first:
            for here, _ in pairs:
                here.close()
            _lead(task, [there for _, there in pairs], span)
        for _, there in pairs:
            there.close()

    def see_to(self, waiting: Sequence[int]) -> None:
        """The first copy does."""

    def has_done(self, number: int) -> None:
        """The worker says so to the first copy."""

    def end(self) -> None:
        os.waitpid(self._first, 0)


# ---------------------------------------------------------------- in the copies


def _lead(task: _Task, lines: "list[_Line]", span: int) -> NoReturn:
    """The first copy: does the first piece, then sees to it that a worker is on each line."""
    status = 1
    try:
        pinyin.learned()
        _do(task, lines[0].recv(), lines[0])
        _give_back()
        gc.freeze()
        workers = {_worker(task, line, lines, span): line for line in lines}
        while workers:
            pid, ended = os.wait()
            line = workers.pop(pid, None)  # or some process that the first piece needed
            if line and ended:
                if os.waitstatus_to_exitcode(ended) != _TIRED:
                    break
                workers[_worker(task, line, lines, span)] = line
        else:
            status = 0
    finally:
        os._exit(status)


def _worker(task: _Task, line: "_Line", ends: "list[_Line]", span: int) -> int:
    """Start a worker, for `span` pieces; gives its process. ends: of lines, its own among them."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        for end in ends:
            if end is not line:
                end.close()
        pinyin.learned()
        for _ in range(span):
            _do(task, line.recv(), line)
        status = _TIRED
    except (EOFError, ConnectionError):
        status = 0  # nobody wants more
    finally:
        os._exit(status)


def _do(task: _Task, place: int, line: "_Line") -> None:
    work, items = task
    try:
        is_sound, result = True, work(items[place])
    except Exception as error:
        error.add_note(f"in a copy of the process:\n{traceback.format_exc()}")
        is_sound, result = False, error
    line.send((place, is_sound, result, pinyin.learned()))
