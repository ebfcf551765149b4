"""Work on all cores, by copies of this process that know all that it knows.

A forked process shares the memory of the one that it came from, so nothing has to be sent to it but
which piece of work is next. Systems without fork (Windows) or where it is not safe (macOS) do the
work in this process; what comes out is the same.

    this process: does the first piece, so has what has to be loaded for all
       ▲    │ fork
       └────┴─ line ─► worker, for some pieces ──► worker, for some more ──► …

A copy shares less and less: each object that it looks at it has to copy, since Python counts in it
who does. So it works until all copies together have much memory of their own: then the one that has
most is tired, and another takes its place. Of heavy pieces, whose making takes much memory, each
has a worker of its own. Where what has to be loaded is to go with the copies, a first copy does the
first piece, and starts the workers in place of this process; each of them goes by its own share.
What takes much memory as a whole, one copy does alone (`in_copy`), and all goes with it; while it
does, this process may do something else (`beside`). Where it does not grow by the pieces, this
process does some itself, in place of one of the workers.
"""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar, cast

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
# Pages of memory that each worker may have of its own: so many (20 MB, mostly), or this share of
# what the first process has, since the more that is, the more it takes to start a worker.
_MOST_OWN, _SHARE = 4_800, 10
_TIRED = 9  # how one that is relieved says that it has more
# Instead of a piece: that there is none any more. That a line breaks is not seen while a copy that
# was started later has an end of it.
_NO_MORE = -1
# Bytes that the C library may hold for the next time, at once or as one thing; malloc.h.
_MOST_HELD = 1 << 19
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_PR_SET_PDEATHSIG = 1  # prctl.h


def can_fork() -> bool:
    return sys.platform == "linux"


def bunches_of(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """All items, so many at a time: pieces that are worth being sent for."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def in_forks(
    work: Callable[[T], R],
    items: Sequence[T],
    jobs: int,
    *,
    are_heavy: bool = False,
    by_copy: bool = False,
    takes_part: bool = False,
) -> Iterator[R]:
    """`work` of each item, in their order. How copies spelled names comes back with what they made.

    work: free of side effects that this process would have to see. Its result is pickled.
    are_heavy: whether to make or to hold what comes of one item takes much memory.
    by_copy: whether a first copy shall load what has to be loaded, and not this process.
    takes_part: whether this process shall be one of `jobs` itself, instead of waiting for as many
    copies: one copy less has memory of its own. It should not keep what it needs for a piece.

    Raises:
        ChildProcessError: a copy was ended from outside.
    """
    if jobs < 2 or len(items) < 2 or not can_fork():
        yield from map(work, items)
        return

    done: dict[int, Any] = {}
    crew: _Crew | None = None
    try:
        if takes_part:
            gc.freeze()  # what was there before stays, but not all that comes of pieces
        if not (are_heavy or by_copy):
            done[0] = work(items[0])
        _prepare()
        task, workers = (work, items), min(jobs, len(items)) - takes_part
        if by_copy:
            crew = _Lent(task, workers)
        else:
            crew = _Own(task, workers, is_heavy=are_heavy, takes_part=takes_part)
        yield from _results(crew, task, workers, done, takes_part=takes_part)
    finally:
        if crew:
            crew.end()
        gc.unfreeze()


def in_copy(work: Callable[[], R]) -> R:
    """What `work` gives; all memory that this takes besides is the system's again afterwards.

    Within one process it would not be: what stays lies between what has gone.
    """
    with beside(work) as result:
        return result()


@contextmanager
def beside(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """While the block runs, a copy of this process does some work; the block gets what waits for
    it, to be called once.

    work: free of side effects that this process would have to see. A block that is left without
    its result ends it.
    """
    if not can_fork():
        yield work
        return
    _prepare()
    crew = _Own((_called, [work]), 1, is_heavy=True)
    crew.give(0, 0)

    def result() -> R:
        _, found, own = _received(crew.lines[0])
        crew.has_done(0, own)
        return cast("R", found)

    try:
        yield result
    finally:
        crew.end()
        gc.unfreeze()


def _called(work: Callable[[], R]) -> R:
    return work()


def _prepare() -> None:
    """What is to be done before any copy is started."""
    sys.stdout.flush()
    sys.stderr.flush()
    _give_back()
    _own_pages()  # so that copies need not load what tells them


def _give_back() -> None:
    """Let the system have the memory that the C library holds and does not need.

    From now on it has all that was large at once: by itself the library learns to hold ever more of
    it for the next time, and copies hold it as well.
    """
    with suppress(OSError, AttributeError):  # other libraries than glibc lack it
        library = _c_library()
        library.mallopt(_M_TRIM_THRESHOLD, _MOST_HELD)
        library.mallopt(_M_MMAP_THRESHOLD, _MOST_HELD)
        library.malloc_trim(0)


def _c_library() -> Any:
    import ctypes  # which takes its time to load

    return ctypes.CDLL(None)


def _results(
    crew: "_Crew", task: _Task, workers: int, done: dict[int, Any], *, takes_part: bool
) -> Iterator[Any]:
    """What comes of the pieces, in their order. done: what is there already."""
    from multiprocessing.connection import wait

    work, items = task
    given = len(done)
    waiting = [0] * workers  # pieces, by worker
    for place in range(len(items)):
        end = min(len(items), place + (workers + takes_part) * _AHEAD)
        while place not in done:
            while given < end:
                free = [n for n in range(workers) if waiting[n] < _AHEAD and crew.can_take(n)]
                if not free:
                    break
                idlest = min(free, key=waiting.__getitem__)
                with _noticing_ends():
                    crew.give(idlest, given)
                waiting[idlest] += 1
                given += 1
            has_time = takes_part and given < end
            ready = wait(crew.lines.values(), 0 if has_time else None)
            if has_time and not ready:
                done[given] = work(items[given])
                given += 1
            for number, line in list(crew.lines.items()):
                if line in ready:
                    found, result, own = _received(line)
                    done[found] = result
                    waiting[number] -= 1
                    crew.has_done(number, own)
        yield done.pop(place)


@contextmanager
def _noticing_ends() -> Iterator[None]:
    try:
        yield
    except (EOFError, ConnectionError) as error:
        raise ChildProcessError("a copy of this process was ended") from error


def _received(line: "_Line") -> tuple[int, Any, int]:
    """(place of a piece, its result, pages of memory that the worker has of its own now)."""
    with _noticing_ends():
        place, is_sound, result, sounds, own = line.recv()
    if not is_sound:
        raise result
    pinyin.adopt(sounds)
    return place, result, own


# ---------------------------------------------------------------- who starts workers


class _Crew(Protocol):
    """Workers, by number. lines: the ends here of those that are there."""

    lines: "dict[int, _Line]"

    def can_take(self, number: int) -> bool:
        """Whether a worker can be given one more piece."""

    def give(self, number: int, place: int) -> None:
        """Have a piece done."""

    def has_done(self, number: int, own: int) -> None:
        """Hear that one came back. own: pages of memory that the worker has of its own now."""

    def end(self) -> None:
        """Want no more, and wait for all to end."""


class _Own:
    """Started by this process. Each has a line of its own.

    is_heavy: whether a worker is to do one piece only. takes_part: whether this process does some.
    """

    def __init__(self, task: _Task, jobs: int, *, is_heavy: bool, takes_part: bool = False) -> None:
        self._task, self._is_heavy, self._takes_part = task, is_heavy, takes_part
        # What this process writes to, copies have alone from then on, though they did not copy it.
        self._shares = jobs + takes_part / 2
        self.lines: dict[int, _Line] = {}
        self._processes: dict[int, int] = {}
        self._waiting: dict[int, int] = {}
        self._tired: set[int] = set()
        # Pages of memory that each has of its own; and that all of them may have.
        self._own: dict[int, int] = {}
        self._most = 0.0
        # What a worker holds takes its time to be given back; nobody waits for that before the end.
        self._ending: list[int] = []

    def can_take(self, number: int) -> bool:
        return number not in self._tired

    def give(self, number: int, place: int) -> None:
        if number not in self.lines:
            self._start(number)
        self.lines[number].send(place)
        self._waiting[number] += 1
        if self._is_heavy:
            self._tired.add(number)

    def has_done(self, number: int, own: int) -> None:
        self._waiting[number] -= 1
        self._own[number] = own
        if sum(self._own.values()) > self._most:
            self._tired.add(max(self._own, key=self._own.__getitem__))
        for each in [tired for tired in self._tired if not self._waiting[tired]]:
            self._end(each)

    def end(self) -> None:
        for number in list(self.lines):
            if self._waiting[number]:  # nobody wants it any more
                os.kill(self._processes[number], signal.SIGKILL)
            self._end(number)
        self._let_go()

    def _start(self, number: int) -> None:
        from multiprocessing.connection import Pipe

        here, there = Pipe()
        # So that collections in the copy do not touch, and thereby copy, every object. There is
        # next to nothing to be collected before, but of pieces that were done here.
        if self._takes_part:
            gc.collect()
        gc.freeze()
        ends = [here, there, *self.lines.values()]
        self._let_go(os.WNOHANG)
        self._most = self._shares * _most_own()
        self._processes[number] = _worker(self._task, there, ends)
        there.close()
        self.lines[number] = here
        self._waiting[number] = 0

    def _end(self, number: int) -> None:
        _close(self.lines.pop(number))
        self._ending.append(self._processes.pop(number))
        self._tired.discard(number)
        self._own.pop(number, None)

    def _let_go(self, options: int = 0) -> None:
        self._ending = [pid for pid in self._ending if os.waitpid(pid, options) == (0, 0)]


class _Lent:
    """Started by a first copy of this process, when it has done the first piece."""

    def __init__(self, task: _Task, jobs: int) -> None:
        from multiprocessing.connection import Pipe

        pairs = [Pipe() for _ in range(jobs)]
        self.lines: dict[int, _Line] = {number: here for number, (here, _) in enumerate(pairs)}
        self._waiting = 0
        gc.freeze()
        starter = os.getpid()
        self._first = os.fork()
        if not self._first:
            _end_with(starter)
            for here in self.lines.values():
                here.close()
            _lead(task, [there for _, there in pairs])
        for _, there in pairs:
            there.close()

    def can_take(self, number: int) -> bool:
        return True

    def give(self, number: int, place: int) -> None:
        self.lines[number].send(place)
        self._waiting += 1

    def has_done(self, number: int, own: int) -> None:
        """A worker that is tired ends, and the first copy starts another on its line."""
        self._waiting -= 1

    def end(self) -> None:
        if self._waiting:  # nobody wants it any more, and its workers end with it
            os.kill(self._first, signal.SIGKILL)
        for line in self.lines.values():
            _close(line)
        os.waitpid(self._first, 0)


def _close(line: "_Line") -> None:
    """Let the worker at the other end know that there is no more, if it is still there."""
    with suppress(OSError):
        line.send(_NO_MORE)
    line.close()


# ---------------------------------------------------------------- in the copies


def _lead(task: _Task, lines: "list[_Line]") -> NoReturn:
    """The first copy: does the first piece, then sees to it that a worker is on each line."""
    status = 1
    try:
        pinyin.learned()
        first = lines[0].recv()
        if first == _NO_MORE:
            os._exit(0)
        _do(task, first, lines[0])
        _give_back()
        gc.freeze()
        workers = {_worker(task, line, lines, is_relieved=True): line for line in lines}
        while workers:
            pid, ended = os.wait()
            line = workers.pop(pid, None)  # or some process that the first piece needed
            if line and ended:
                if os.waitstatus_to_exitcode(ended) != _TIRED:
                    break
                workers[_worker(task, line, lines, is_relieved=True)] = line
        else:
            status = 0
    finally:
        os._exit(status)


def _worker(task: _Task, line: "_Line", ends: "list[_Line]", *, is_relieved: bool = False) -> int:
    """Start a worker; gives its process. It works until nobody wants more.

    ends: of lines, its own among them. is_relieved: whether another one takes its line when it is
    tired, and does what is left there.
    """
    starter = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _end_with(starter)
        gc.enable()  # whoever started it may do without
        for end in ends:
            if end is not line:
                end.close()
        pinyin.learned()
        most_own = _most_own()
        while (place := line.recv()) != _NO_MORE:
            if _do(task, place, line) > most_own and is_relieved:
                status = _TIRED
                break
        else:
            status = 0
    except (EOFError, ConnectionError):
        status = 0
    finally:
        os._exit(status)


def _end_with(starter: int) -> None:
    """Have this process ended as soon as the one that started it is, however that ends."""
    with suppress(OSError, AttributeError):
        _c_library().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != starter:  # it was quicker
        os._exit(1)


def _do(task: _Task, place: int, line: "_Line") -> int:
    """Do a piece, and send what comes of it; gives the pages that this process has of its own."""
    work, items = task
    try:
        is_sound, result = True, work(items[place])
    except Exception as error:
        error.add_note(f"in a copy of the process:\n{traceback.format_exc()}")
        is_sound, result = False, error
    own = _own_pages()
    line.send((place, is_sound, result, pinyin.handed_on(), own))
    return own


def _most_own() -> int:
    """As many pages as a process may have of its own that has just been started."""
    shared = int(Path("/proc/self/statm").read_text().split()[1])
    return max(_MOST_OWN, shared // _SHARE)


def _own_pages() -> int:
    """Pages of memory that this process did not share, or no more, when it wrote to them."""
    import resource  # which Windows lacks

    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
