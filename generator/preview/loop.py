"""One thing at a time: what reads the content, for all threads that ask, in the thread that runs.

The store between builds belongs to one thread, and half a refresh must never be shown.
"""

import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from generator.errors import UsageError
from generator.preview.hall import Hall

T = TypeVar("T")
# A saved file often comes as several events: emptied, written, renamed.
_SETTLE_SECONDS = 0.03
# So long nobody asks, then photos are looked at closely; also how soon Ctrl+C is heard on Windows.
_IDLE_SECONDS = 0.5


class Loop:
    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._is_stale = False
        self._version = 0
        self._changed = threading.Condition()

    def ask(self, work: Callable[[Hall], T]) -> T:
        """What `work` gives, done between two refreshes. For other threads."""
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(work(self._hall))
            except Exception as error:
                answer.set_exception(error)

        self._jobs.put(job)
        return answer.result()

    def saved(self) -> None:
        """Something was saved: look at the disk again. For other threads."""
        if not self._is_stale:
            self._is_stale = True
            self._jobs.put(self._refresh)

    @property
    def version(self) -> int:
        return self._version

    def wait_for_other(self, version: int, seconds: float) -> int:
        """The version, as soon as it is another one, or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, seconds)
        return self._version

    def run(self) -> None:
        """Work until KeyboardInterrupt."""
        while True:
            try:
                job = self._jobs.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                job = self._look_closely
            try:
                job()
            except (UsageError, OSError) as error:
                # The folder is away for a moment, or a file is being replaced: it will be saved
                # again, and until then the last good view stands.
                print(error, file=sys.stderr, flush=True)
            except Exception:
                traceback.print_exc()

    def _refresh(self) -> None:
        time.sleep(_SETTLE_SECONDS)
        self._is_stale = False
        self._hall.refresh()
        self._tell()

    def _look_closely(self) -> None:
        if self._hall.look_closely():
            self._tell()

    def _tell(self) -> None:
        with self._changed:
            self._version += 1
            self._changed.notify_all()
