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
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from generator.text import pinyin

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    # One way go pieces of work, by their place; the other way results.
    _Line = Connection[Any, Any]

T = TypeVar("T")
R = TypeVar("R")
_Task = tuple[Callable[[Any], Any], Sequence[Any]]

# Pieces that wait for each worker, and results of them, so that they cannot fill the memory.
_AHEAD = 2
# Pieces that one worker does.
_SPAN = 5
_TIRED = 9  # how it says that it has done them


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

    done: dict[int, Any] = {}
    if not (are_heavy or by_copy):
        done[0] = work(items[0])
    sys.stdout.flush()
    sys.stderr.flush()
    _give_back()
    start: type[_Crew] = _Lent if by_copy else _Own
    crew = start((work, items), min(jobs, len(items)), 1 if are_heavy else _SPAN)
    try:
        yield from _results(crew, min(jobs, len(items)), done, len(items))
    finally:
        crew.end()
        gc.unfreeze()


def _give_back() -> None:
    """Let the system have the memory that the C library holds and does not need."""
    import ctypes  # which takes its time to load

    with suppress(OSError, AttributeError):  # other libraries than glibc lack it
        ctypes.CDLL(None).malloc_trim(0)


def _results(crew: "_Crew", jobs: int, done: dict[int, Any], count: int) -> Iterator[Any]:
    """What comes of the pieces, in their order. done: what is there already."""
    from multiprocessing.connection import wait

    given = len(done)
    waiting = [0] * jobs  # pieces, by worker
    for place in range(count):
        while place not in done:
            while given < min(count, place + jobs * _AHEAD):
                free = [number for number in range(jobs) if crew.can_take(number)]
                if not free:
                    break
                idlest = min(free, key=waiting.__getitem__)
                with _noticing_ends():
                    crew.give(idlest, given)
                waiting[idlest] += 1
                given += 1
            ready = wait(crew.lines.values())
            for number, line in list(crew.lines.items()):
                if line in ready:
                    done.update([_received(line)])
                    waiting[number] -= 1
                    crew.has_done(number)
        yield done.pop(place)


@contextmanager
def _noticing_ends() -> Iterator[None]:
    try:
        yield
    except (EOFError, ConnectionError) as error:
        raise ChildProcessError("a copy of this process was ended") from error


def _received(line: "_Line") -> tuple[int, Any]:
    """(place of a piece, its result)."""
    with _noticing_ends():
        place, is_sound, result, sounds = line.recv()
    if not is_sound:
        raise result
    pinyin.adopt(sounds)
    return place, result


# ---------------------------------------------------------------- who starts workers


class _Crew(Protocol):
    """Workers, by number. lines: the ends here of those that are there."""

    lines: "dict[int, _Line]"

    def __init__(self, task: _Task, jobs: int, span: int) -> None:
        """span: pieces of one worker, before another one takes its place."""

    def can_take(self, number: int) -> bool:
        """Whether a worker can be given one more piece."""

    def give(self, number: int, place: int) -> None:
        """Have a piece done."""

    def has_done(self, number: int) -> None:
        """Hear that one came back."""

    def end(self) -> None:
        """Want no more, and wait for all to end."""


class _Own:
    """Started by this process. Each has a line of its own, which breaks when it is ended."""

    def __init__(self, task: _Task, jobs: int, span: int) -> None:
        self._task, self._span = task, span
        self.lines: dict[int, _Line] = {}
        self._processes: dict[int, int] = {}
        self._given: dict[int, int] = {}
        self._done: dict[int, int] = {}

    def can_take(self, number: int) -> bool:
        return self._given.get(number, 0) < self._span

    def give(self, number: int, place: int) -> None:
        if number not in self.lines:
            self._start(number)
        self.lines[number].send(place)
        self._given[number] += 1

    def has_done(self, number: int) -> None:
        self._done[number] += 1
        if self._done[number] == self._span:
            self._end(number)

    def end(self) -> None:
        for number in list(self.lines):
            self._end(number)

    def _start(self, number: int) -> None:
        from multiprocessing.connection import Pipe

        here, there = Pipe()
        # So that collections in the copy do not touch, and thereby copy, every object. There is
        # next to nothing to be collected before.
        gc.freeze()
        ends = [here, there, *self.lines.values()]
        self._processes[number] = _worker(self._task, there, ends, self._span)
        there.close()
        self.lines[number] = here
        self._given[number] = self._done[number] = 0

    def _end(self, number: int) -> None:
        self.lines.pop(number).close()
        os.waitpid(self._processes.pop(number), 0)
        del self._given[number], self._done[number]


class _Lent:
    """Started by a first copy of this process, when it has done the first piece."""

    def __init__(self, task: _Task, jobs: int, span: int) -> None:
        from multiprocessing.connection import Pipe

        pairs = [Pipe() for _ in range(jobs)]
        self.lines: dict[int, _Line] = {number: here for number, (here, _) in enumerate(pairs)}
        gc.freeze()
        self._first = os.fork()
        if not self._first:
            for here in self.lines.values():
                here.close()
            _lead(task, [there for _, there in pairs], span)
        for _, there in pairs:
            there.close()

    def can_take(self, number: int) -> bool:
        return True

    def give(self, number: int, place: int) -> None:
        self.lines[number].send(place)

    def has_done(self, number: int) -> None:
        """The worker says so to the first copy."""

    def end(self) -> None:
        for line in self.lines.values():
            line.close()
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
    line.send((place, is_sound, result, pinyin.handed_on()))
