"""One thing at a time: what reads the content, for all threads that ask, in the thread that runs.

The store between builds belongs to one thread, and half a refresh must never be shown.
"""

import gc
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from generator.errors import UsageError
from generator.preview.hall import Hall

T = TypeVar("T")
# A saved file often comes as several events: emptied, written, renamed.
_SETTLE_SECONDS = 0.03
# So long nobody asks, then photos are looked at closely; also how soon Ctrl+C is heard on Windows.
_IDLE_SECONDS = 0.5
# So long after the last save everything is looked at again: the system may have lost a word of what
# was saved. And at least so often, however much is saved.
_QUIET_SECONDS = 3.0
_AT_LEAST_SECONDS = 60.0


class Loop:
    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._saved: set[Path | None] = set()
        self._version = 0
        self._changed = threading.Condition()
        self._at_least = self._look_again_at = time.monotonic() + _AT_LEAST_SECONDS
        self._is_untidy = True

    def ask(self, work: Callable[[Hall], T]) -> T:
        """What `work` gives, done between two refreshes. For other threads."""
        answer: Future[T] = Future()

        def job() -> None:
            try:
                answer.set_result(work(self._hall))
            except Exception as error:
                answer.set_exception(error)
            except KeyboardInterrupt as interrupt:
                if not answer.done():  # or the thread that asked would wait for ever
                    answer.set_exception(interrupt)
                raise

        self._jobs.put(job)
        return answer.result()

    def saved(self, path: Path | None) -> None:
        """Something was saved there, or nobody knows where: look at it. For other threads."""
        with self._lock:
            if not self._saved:
                self._jobs.put(self._refresh)
            self._saved.add(path)

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
                job = self._idle
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
        with self._lock:
            saved, self._saved = self._saved, set()
        self._look_again_at = min(time.monotonic() + _QUIET_SECONDS, self._at_least)
        self._look(None if None in saved else {path for path in saved if path})

    def _look(self, saved: set[Path] | None) -> None:
        self._is_untidy = True
        self._hall.refresh(saved)
        self._tell()

    def _idle(self) -> None:
        if self._hall.look_closely():
            self._tell()
        if self._is_untidy:
            self._is_untidy = False
            gc.collect()
        elif time.monotonic() > self._look_again_at:
            self._at_least = self._look_again_at = time.monotonic() + _AT_LEAST_SECONDS
            self._look(None)

    def _tell(self) -> None:
        with self._changed:
            self._version += 1
            self._changed.notify_all()
