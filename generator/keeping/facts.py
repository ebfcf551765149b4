"""What was asked of the catalog while things were made, and whether it still says the same.

A fact is a question, what it is about, and the answer; its sign stands for all three. Who keeps the
signs of the facts that a page was made from knows later, without asking anything, whether the same
would be made again: as long as all of them stand.

    facts    question and number → some of what it was asked about, with the signs; marked by the
             catalog's shape
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from hashlib import blake2b
from itertools import chain, islice

from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Shelf
from generator.relating.catalog import Catalog
from generator.relating.trace import Fact

Signed = tuple[str, str, int]  # a fact and its sign

_SIGN_BYTES = 8
# Facts whose signs are held, since the next page may ask the same: a MB. And facts that are kept
# together, since all about one question weigh much: 5 MB.
_MOST_NOTED, _AT_A_TIME = 4_000, 20_000
# What the shape of the catalog tells nothing of.
_OF_BODIES = "body"


class _Answered:
    """All that one question was asked about, each once, and the signs in the same order."""

    def __init__(self) -> None:
        self.about: dict[str, None] = {}
        self.signs = array("Q")

    def add(self, about: str, sign: int) -> None:
        if about not in self.about:  # the catalog answers the same all the time
            self.about[about] = None
            self.signs.append(sign)


class Facts:
    """All that was asked in earlier runs is asked again, each thing once: many pages ask the same.
    As long as the catalog has the same shape, only the bodies of records can say anything else.

    shelf: has the questions. A forked copy of a process tells what it noted, and its parent learns.
    """

    def __init__(self, catalog: Catalog, shelf: Shelf) -> None:
        self._catalog = catalog
        self._shelf = shelf
        self._answers: dict[str, Callable[[str], object]] = {}
        # In the order in which the shelf has what they are about, and that is not held here.
        self._before = {
            name: self._signs(_question(name), mark, *_unpacked(data))
            for name, mark, data in shelf.items()
        }
        self._is_current = all(mark == catalog.shape for mark in shelf.marks().values())
        self._standing = frozenset(chain.from_iterable(self._before.values()))
        self._noted: dict[Fact, int] = {}
        self._new: dict[str, _Answered] = defaultdict(_Answered)

    def stand(self, signs: bytes) -> bool:
        """Whether the catalog still says what it said when these were noted."""
        return self._standing.issuperset(array("Q", signs))

    def noted(self, facts: Iterable[Fact]) -> tuple[bytes, list[Signed]]:
        """(the signs of facts, those among them that are to be learned)."""
        signs, new = array("Q"), []
        for fact in facts:
            sign = self._noted.get(fact)
            if sign is None:
                if len(self._noted) >= _MOST_NOTED:
                    self._noted.clear()
                sign = self._noted[fact] = self._sign(*fact)
                if sign not in self._standing:
                    new.append((*fact, sign))
            signs.append(sign)
        return signs.tobytes(), new

    def forget(self) -> None:
        """Hold no signs of what was noted: what comes next asks other things."""
        self._noted = {}

    def learn(self, new: Iterable[Signed]) -> None:
        known = self._catalog.by_permalink  # most ask about records, whose addresses are there
        for question, about, sign in new:
            entry = known.get(about)
            self._new[question].add(entry.permalink if entry else about, sign)

    def finish(self, used: Callable[[], Iterable[bytes]]) -> None:
        """Keep the questions for the next run, but for those that nobody asks any more; the last
        thing to do with them.

        used: gives the signs that are kept; only asked where there is something to keep.
        """
        if not self._is_current or self._new:
            self._keep(used)
        self._before, self._standing, self._noted = {}, frozenset(), {}

    def _keep(self, used: Callable[[], Iterable[bytes]]) -> None:
        if self._before:
            signs = set(chain.from_iterable(array("Q", each) for each in used()))
            for name, _, data in self._shelf.items():
                found = self._new[_question(name)]
                for about, sign in zip(_unpacked(data)[0], self._before[name], strict=True):
                    if sign in signs:
                        found.add(about, sign)
        put = set()
        while self._new:  # one after the other, since together they are large
            question, found = self._new.popitem()
            left = iter(found.about)
            for start in range(0, len(found.signs), _AT_A_TIME):
                some = list(islice(left, _AT_A_TIME))
                data = packed((some, found.signs[start : start + _AT_A_TIME].tobytes()))
                name = f"{question}\t{start // _AT_A_TIME}"
                self._shelf.put({name: (self._catalog.shape, data)})
                put.add(name)
        self._shelf.keep_only(put)

    def _signs(
        self, question: str, mark: bytes, all_about: list[str], signs: bytes
    ) -> "array[int]":
        if mark == self._catalog.shape and question != _OF_BODIES:
            return array("Q", signs)
        return array("Q", [self._sign(question, about) for about in all_about])

    def _sign(self, question: str, about: str) -> int:
        answer = self._answers.get(question)
        if answer is None:
            answer = self._answers[question] = self._catalog.answers(question)
        fact = f"{question}\t{about}\t{answer(about)}".encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(fact, digest_size=_SIGN_BYTES).digest())


def _question(name: str) -> str:
    """Whose facts stand under a name on the shelf."""
    return name.partition("\t")[0]


def _unpacked(data: bytes) -> tuple[list[str], bytes]:
    """(all that was asked about, the signs)."""
    try:
        about, signs = unpacked(data)
    except CodecError:
        return [], b""
    return about, signs
