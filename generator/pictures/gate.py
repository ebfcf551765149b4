"""A bound on the memory that photo workers use together."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Decoded pixels that all workers together may hold: about 200 MB.
PIXELS_IN_FLIGHT = 64_000_000


class Gate:
    """Lets workers in while the pixels that they hold stay below a limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._changed = threading.Condition()

    @contextmanager
    def holding(self, pixels: int) -> Iterator[None]:
        # One that is over the limit by itself still gets its turn, alone.
        pixels = min(pixels, self._limit)
        with self._changed:
            self._changed.wait_for(lambda: self._held + pixels <= self._limit)
            self._held += pixels
        try:
            yield
        finally:
            with self._changed:
                self._held -= pixels
                self._changed.notify_all()
