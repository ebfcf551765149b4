"""Work on all cores, by copies of this process that know all that it knows.

A forked process shares the memory of the one that it came from, so nothing has to be sent to it but
which piece of work is next. Systems without fork (Windows) or where it is not safe (macOS) do the
work in this process; what comes out is the same.
"""

import gc
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Results that may wait for each process, so that they cannot fill the memory.
_AHEAD = 3

# What the copies work on; set just before they are made.
_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def can_fork() -> bool:
    return sys.platform == "linux"


def in_forks(work: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[R]:
    """`work` of each item, in their order.

    work: free of side effects that this process would have to see. Its result is pickled.
    """
    global _task
    if jobs < 2 or len(items) < 2 or not can_fork():
        yield from map(work, items)
        return
    assert _task is None, "a fork within a fork"
    _task = work, items
    gc.collect()
    gc.freeze()  # so that collections in the copies do not touch, and thereby copy, every object
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(jobs, context) as pool:
            waiting: deque[Future[R]] = deque()
            for place in range(len(items)):
                waiting.append(pool.submit(_one, place))
                if len(waiting) > jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        gc.unfreeze()
        _task = None


def _one(place: int) -> Any:
    assert _task is not None
    work, items = _task
    return work(items[place])
