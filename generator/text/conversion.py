"""Texts → HTML in processes of their own, so that none can hold up a run or eat its memory.

Plain ones, which are nearly all, are converted at once: they cannot.
A text that takes longer than DEADLINE_SECONDS, or more than MAX_MEMORY where the system can limit
it, becomes a fault of its own record; its process is ended and a new one goes on with the others.
A process lives as long as the run, because its start costs as much as a hundred conversions.
"""

import atexit
import json
import os
import queue
import signal
import struct
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any

from generator.text.markdown import (
    EMPTY,
    Converted,
    Fault,
    Link,
    convert_quickly,
    too_complex,
)

DEADLINE_SECONDS = 5.0
MAX_MEMORY = 768 * 1024 * 1024
_START_SECONDS = 120
_BUNDLE, _BUNDLE_SIZE = 50, 16_000
_HEAD = struct.Struct(">I")
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from generator.text.conversion import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)


def convert_all(
    texts: Iterable[tuple[str, bool]], jobs: int, deadline: float = DEADLINE_SECONDS
) -> list[Converted]:
    """Each of (text, whether it is a page) converted, in order.

    Short texts are sent together. When they overrun, each goes alone, so that one of them cannot
    take the others with it.
    """
    every = list(texts)
    made: list[Converted] = [EMPTY] * len(every)
    waiting = []
    for place, (text, is_page) in enumerate(every):
        has_text = bool(text.strip())
        if has_text and (plain := convert_quickly(text, is_page=is_page)):
            made[place] = plain
        elif fault := too_complex(text):
            made[place] = Converted(faults=(fault,))
        elif has_text:
            waiting.append(place)

    def work(places: list[int]) -> None:
        try:
            found = _converted([every[place] for place in places], deadline)
        except _Overrun:
            if len(places) == 1:
                found = [_too_slow(every[places[0]][0])]
            else:
                for place in places:
                    work([place])
                return
        for place, each in zip(places, found, strict=True):
            made[place] = each

    bundles = list(_bundled(every, waiting))
    if not bundles:
        return made

    from concurrent.futures import ThreadPoolExecutor

    # A second process is worth its start from a few hundred texts on.
    with ThreadPoolExecutor(max(1, min(jobs, len(bundles) // 4))) as pool:
        for job in [pool.submit(work, places) for places in bundles]:
            job.result()
    return made


def _bundled(texts: list[tuple[str, bool]], places: Iterable[int]) -> Iterator[list[int]]:
    """Places of texts that are short enough to be sent together."""
    bundle: list[int] = []
    size = 0
    for place in places:
        if bundle and (size + len(texts[place][0]) > _BUNDLE_SIZE or len(bundle) == _BUNDLE):
            yield bundle
            bundle, size = [], 0
        bundle.append(place)
        size += len(texts[place][0])
    if bundle:
        yield bundle


def _too_slow(text: str) -> Converted:
    line = next(number for number, line in enumerate(text.split("\n")) if line.strip())
    return Converted(faults=(Fault(line, "too-slow", {"limit": f"{DEADLINE_SECONDS:.0f}"}),))


def _converted(texts: list[tuple[str, bool]], deadline: float) -> list[Converted]:
    """All of the texts by one process; raises _Overrun when it took too long or too much."""
    worker = _borrow()
    try:
        while not worker.is_sent(texts):  # it was ended by others while it was idle
            worker.end()
            worker = _borrow()
        made = worker.answer(deadline)
    except BaseException:
        worker.end()
        raise
    _IDLE.append(worker)
    return made


# ---------------------------------------------------------------- this side


class _Overrun(Exception):
    """A conversion took too long or too much, or its process is gone."""


class _Worker:
    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])

        import subprocess  # few runs have a text that is not plain

        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to: IO[bytes] = self._process.stdin
        # Pipes of Windows cannot be waited for with a time limit; a queue can everywhere.
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        if self._next(_START_SECONDS) != "ready":
            self.end()
            raise RuntimeError("the process that converts Markdown did not start")

    def _listen(self, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            while (answer := _received(stream)) is not None:
                self._answers.put(answer)
        self._answers.put(None)
        stream.close()

    def _next(self, seconds: float) -> Any:
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def is_sent(self, texts: list[tuple[str, bool]]) -> bool:
        """Hand the texts over; False when nobody is there to take them."""
        try:
            _send(self._to, texts)
        except OSError:
            return False
        return True

    def answer(self, deadline: float) -> list[Converted]:
        answer = self._next(deadline)
        if answer is None:
            raise _Overrun
        if "bug" in answer:
            raise RuntimeError(f"converting Markdown failed:\n{answer['bug']}")
        return [
            Converted(
                made,
                tuple(Link(line, target) for line, target in links),
                tuple(Fault(line, code, facts) for line, code, facts in faults),
            )
            for made, links, faults in answer["made"]
        ]

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._to.close()


_IDLE: list[_Worker] = []
_PARENTS: list[_Worker] = []


def _leave_to_parent() -> None:
    """In a forked copy of this process: two cannot talk to one process at a time."""
    _PARENTS.extend(_IDLE)
    _IDLE.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_parent)


def _borrow() -> _Worker:
    try:
        return _IDLE.pop()
    except IndexError:
        return _Worker()


@atexit.register
def end_all() -> None:
    while _IDLE:
        _IDLE.pop().end()


# ---------------------------------------------------------------- the other side


def serve(asked: IO[bytes], told: IO[bytes]) -> None:
    """Answer one text after the other until the pipe is closed; runs in the process of its own."""
    import traceback

    from generator.text.converter import convert

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the other side's business
    _limit_memory()
    _send(told, "ready")
    while (texts := _received(asked)) is not None:
        try:
            answer: dict[str, Any] = {
                "made": [_plain(convert(text, is_page=is_page)) for text, is_page in texts]
            }
        except (MemoryError, RecursionError):
            return  # as if it had been ended for taking too long
        except Exception:
            answer = {"bug": traceback.format_exc()}
        _send(told, answer)


def _plain(made: Converted) -> list[Any]:
    return [made.html, *([astuple(each) for each in part] for part in (made.links, made.faults))]


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(ValueError, OSError):  # macOS refuses a limit on addresses
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def _send(stream: IO[bytes], message: Any) -> None:
    data = json.dumps(message, ensure_ascii=False).encode()
    stream.write(_HEAD.pack(len(data)) + data)
    stream.flush()


def _received(stream: IO[bytes]) -> Any:
    """The next message; None when the other side has ended."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (size,) = _HEAD.unpack(head)
    data = stream.read(size)
    return json.loads(data) if len(data) == size else None
