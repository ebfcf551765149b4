"""Which facts something was made from, noted while it is made.

A fact is a question about something: what its record says, who links to it. Whoever asks the
catalog while `noting` is on leaves a note; when all answers are the same the next time, the same
would be made again, so it need not be.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Fact = tuple[str, str]  # (question, about)

_noted: ContextVar[set[Fact] | None] = ContextVar("noted", default=None)


def note(question: str, about: str) -> None:
    """Say that an answer was given, to whoever takes notes."""
    if (facts := _noted.get()) is not None:
        facts.add((question, about))


@contextmanager
def noting() -> Iterator[set[Fact]]:
    """The facts that are asked for within the block."""
    facts: set[Fact] = set()
    before = _noted.set(facts)
    try:
        yield facts
    finally:
        _noted.reset(before)


@contextmanager
def unnoted() -> Iterator[None]:
    """No notes within the block: what is worked out there once serves everybody."""
    before = _noted.set(None)
    try:
        yield
    finally:
        _noted.reset(before)
