"""Work on all cores, by copies of this process that know all that it knows.

A forked process shares the memory of the one that it came from, so nothing has to be sent to it but
which piece of work is next. Systems without fork (Windows) or where it is not safe (macOS) do the
work in this process; what comes out is the same.
"""

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from generator.text import pinyin

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")
_Sounds = dict[pinyin.Asked, Any]

# Results that may wait for each process, so that they cannot fill the memory.
_AHEAD = 3

# What the copies work on; set just before they are made.
_task: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def can_fork() -> bool:
    return sys.platform == "linux"


def in_forks(work: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[R]:
    """`work` of each item, in their order.

    The first is done here, so that the copies have what had to be loaded for it. How they spelled
    names comes back with what they made.

    work: free of side effects that this process would have to see. Its result is pickled.
    """
    global _task
    if jobs < 2 or len(items) < 2 or not can_fork():
        yield from map(work, items)
        return
    yield work(items[0])

    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    assert _task is None, "a fork within a fork"
    _task = work, items
    gc.collect()
    gc.freeze()  # so that collections in the copies do not touch, and thereby copy, every object
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(jobs, context, initializer=pinyin.learned) as pool:
            waiting: deque[Future[tuple[R, _Sounds]]] = deque()
            for place in range(1, len(items)):
                waiting.append(pool.submit(_one, place))
                if len(waiting) > jobs * _AHEAD:
                    yield _taken(waiting.popleft())
            while waiting:
                yield _taken(waiting.popleft())
    finally:
        gc.unfreeze()
        _task = None


def _one(place: int) -> tuple[Any, _Sounds]:
    assert _task is not None
    work, items = _task
    return work(items[place]), pinyin.learned()


def _taken(future: "Future[tuple[R, _Sounds]]") -> R:
    result, sounds = future.result()
    pinyin.adopt(sounds)
    return result
