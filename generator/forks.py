"""Work on all cores, by copies of this process that know all that it knows.

A forked process shares the memory of the one that it came from, so nothing has to be sent to it but
which piece of work is next. Systems without fork (Windows) or where it is not safe (macOS) do the
work in this process; what comes out is the same.

    this process ─ fork ─► first copy: does the first piece, so has what had to be loaded for it
       ▲                      │ fork
       └──── one line ────► worker, for some pieces ──► worker, for some more ──► …

What had to be loaded goes when the copies go. And a copy shares less and less: each object that it
looks at it has to copy, since Python counts in it who does. So it works for a while only. For heavy
pieces, whose making takes much memory, the first copy does nothing, and each piece has a worker of
its own.
"""

import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

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
    work: Callable[[T], R], items: Sequence[T], jobs: int, *, are_heavy: bool = False
) -> Iterator[R]:
    """`work` of each item, in their order. How copies spelled names comes back with what they made.

    work: free of side effects that this process would have to see. Its result is pickled.
    are_heavy: whether to make or to hold what comes of one item takes much memory.

    Raises:
        ChildProcessError: a copy was ended from outside.
    """
    if jobs < 2 or len(items) < 2 or not can_fork():
        yield from map(work, items)
        return

    from multiprocessing.connection import Pipe

    pairs = [Pipe() for _ in range(min(jobs, len(items) - (not are_heavy)))]
    sys.stdout.flush()
    sys.stderr.flush()
    _give_back()
    # So that collections in the copies do not touch, and thereby copy, every object. There is next
    # to nothing to be collected before, and to look for it would take half a second.
    gc.freeze()
    first = os.fork()
    if not first:
        for here, _ in pairs:
            here.close()
        _lead((work, items), [there for _, there in pairs], are_heavy)
    for _, there in pairs:
        there.close()
    lines = [here for here, _ in pairs]
    try:
        yield from _results(lines, len(items), are_heavy)
    finally:
        for line in lines:
            line.close()
        os.waitpid(first, 0)
        gc.unfreeze()


def _give_back() -> None:
    """Let the system have the memory that the C library holds and does not need."""
    import ctypes  # which takes its time to load

    with suppress(OSError, AttributeError):  # other libraries than glibc lack it
        ctypes.CDLL(None).malloc_trim(0)


def _results(lines: "list[_Line]", count: int, are_heavy: bool) -> Iterator[Any]:
    """What comes over the lines, in the order of the pieces."""
    from multiprocessing.connection import wait

    given = 0 if are_heavy else 1  # the first copy does the first
    waiting = [given] + [0] * (len(lines) - 1)  # pieces, by line
    done: dict[int, Any] = {}
    for place in range(count):
        while place not in done:
            while given < min(count, place + len(lines) * _AHEAD):
                idlest = waiting.index(min(waiting))
                lines[idlest].send(given)
                waiting[idlest] += 1
                given += 1
            ready = wait(lines)
            for number, line in enumerate(lines):
                if line in ready:
                    done.update([_received(line)])
                    waiting[number] -= 1
        yield done.pop(place)


def _received(line: "_Line") -> tuple[int, Any]:
    """(place of a piece, its result)."""
    try:
        place, is_sound, result, sounds = line.recv()
    except (EOFError, ConnectionError) as error:
        raise ChildProcessError("a copy of this process was ended") from error
    if not is_sound:
        raise result
    pinyin.adopt(sounds)
    return place, result


# ---------------------------------------------------------------- in the copies


def _lead(task: _Task, lines: "list[_Line]", are_heavy: bool) -> NoReturn:
    """The first copy: does the first piece, then sees to it that a worker is on each line."""
    status = 1
    span = 1 if are_heavy else _SPAN
    try:
        pinyin.learned()
        if not are_heavy:
            _do(task, 0, lines[0])
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


def _worker(task: _Task, line: "_Line", lines: "list[_Line]", span: int) -> int:
    """Start a worker, for a number of pieces; gives its process."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        for other in lines:
            if other is not line:
                other.close()
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
