"""Files of a website made, looked at and written; on all cores where there are many.

A forked process takes what it needs from the store, and sends back only what it found out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain, zip_longest
from typing import NamedTuple

from generator.forks import bunches_of, in_forks
from generator.publishing.final_check import Reader, Rules, Seen, is_read, look
from generator.publishing.stamps import Stamp
from generator.publishing.trees import Writer
from generator.publishing.wanted import Wanted
from generator.rendering.layout import Layout
from generator.rendering.outputs import call_up, read_copied

# Files that one process makes at a time, and at first, while no other works yet; from which number
# on it is worth starting several.
_BUNCH, _FIRST = 150, 10
_WORTH_FORKS = 400


class Pressed(NamedTuple):
    """A file that was made. stamp: of what was written; None if its content is there already."""

    uri: str
    size: int
    digest: bytes
    seen: Seen
    stamp: Stamp | None


class Press:
    """wanted: pages among it that are to be made are prepared in `layout`.

    has: whether a file of that address with that SHA-256 is there already.
    """

    def __init__(
        self,
        wanted: Wanted,
        layout: Layout,
        rules: Rules,
        writer: Writer,
        has: Callable[[str, bytes], bool],
    ) -> None:
        self._wanted = wanted
        self._layout = layout
        self._reader = Reader(rules)
        self._writer = writer
        self._has = has

    def press(self, uris: Iterable[str], jobs: int) -> Iterator[Pressed]:
        """Make these files. jobs: processes that work on it."""
        ordered = sorted(uris)
        pages = [uri for uri in ordered if uri in self._wanted.pages]
        others = [uri for uri in ordered if uri not in self._wanted.pages]
        # The largest are among the others: they are made while copies have little of their own yet,
        # but not by the process from which those come, which makes the first bunch.
        first, rest = pages[:_FIRST], pages[_FIRST:]
        bunches = [each for each in (first, *_bunches(others, jobs), *_bunches(rest, jobs)) if each]
        made = in_forks(self._bunch, bunches, jobs if len(ordered) >= _WORTH_FORKS else 1)
        for bunch, pressed in zip(bunches, made, strict=True):
            # By our own text of its address, not by the one that came from a copy.
            for uri, each in zip(bunch, pressed, strict=True):
                yield each._replace(uri=uri)

    def _bunch(self, uris: Sequence[str]) -> list[Pressed]:
        for uri in uris:
            if copied := self._wanted.copied.get(uri):
                call_up(copied)
        return [self._pressed(uri, *self._made(uri)) for uri in uris]

    def _made(self, uri: str) -> tuple[bytes, Seen]:
        rules, wanted = self._reader.rules, self._wanted
        if page := wanted.pages.get(uri):
            laid = next(self._layout.lay_out([page]))
            return laid.content, self._reader.page(uri, laid)
        if copied := wanted.copied.get(uri):
            content = read_copied(copied)
        else:
            content = (wanted.theme.get(uri) or wanted.made[uri]).content
        return content, look(rules, uri, content) if is_read(uri) else Seen()

    def _pressed(self, uri: str, content: bytes, seen: Seen) -> Pressed:
        digest = sha256(content).digest()
        stamp = None if self._has(uri, digest) else self._writer.write(uri, content)
        return Pressed(uri, len(content), digest, seen, stamp)


def _bunches(uris: list[str], jobs: int) -> Iterator[Sequence[str]]:
    """All of them, few at a time; those that are made at a time from different folders.

    Whoever makes a file in a folder keeps all others from doing so there.
    """
    share = max(1, -(-len(uris) // jobs))
    shares = (bunches_of(each, _BUNCH) for each in bunches_of(uris, share))
    return chain.from_iterable(zip_longest(*shares, fillvalue=()))
