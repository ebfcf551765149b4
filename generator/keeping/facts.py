"""What was asked of the catalog while things were made, and whether it still says the same.

A fact is a question, what it is about, and the answer; its sign stands for all three. Who keeps the
signs of the facts that a page was made from knows later, without asking anything, whether the same
would be made again: as long as all of them stand.

    facts    question → all that it was asked about
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from hashlib import blake2b
from itertools import chain

from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Shelf
from generator.relating.catalog import Catalog
from generator.relating.trace import Fact

_SIGN_BYTES = 8
_MARK = b""


class Facts:
    """All that was asked in earlier runs is asked again, each thing once: many pages ask the same.

    shelf: has the questions. A forked copy of a process tells what it noted, and its parent learns.
    """

    def __init__(self, catalog: Catalog, shelf: Shelf) -> None:
        self._catalog = catalog
        self._shelf = shelf
        self._answers: dict[str, Callable[[str], object]] = {}
        # In the order in which the shelf has what they are about, and that is not held here.
        self._before = {
            question: array("Q", [self._sign(question, about) for about in _unpacked(data)])
            for question, _, data in shelf.items()
        }
        self._standing = frozenset(chain.from_iterable(self._before.values()))
        self._noted: dict[Fact, int] = {}
        self._new: dict[str, dict[str, None]] = defaultdict(dict)

    def stand(self, signs: bytes) -> bool:
        """Whether the catalog still says what it said when these were noted."""
        return self._standing.issuperset(array("Q", signs))

    def noted(self, facts: Iterable[Fact]) -> tuple[bytes, list[Fact]]:
        """(the signs of facts, those among them that are to be learned)."""
        signs, new = array("Q"), []
        for fact in facts:
            sign = self._noted.get(fact)
            if sign is None:
                sign = self._noted[fact] = self._sign(*fact)
                if sign not in self._standing:
                    new.append(fact)
            signs.append(sign)
        return signs.tobytes(), new

    def learn(self, new: Iterable[Fact]) -> None:
        for question, about in new:
            self._new[question][about] = None

    def finish(self, used: Callable[[], Iterable[bytes]]) -> None:
        """Keep the questions for the next run, but for those that nobody asks any more.

        used: gives the signs that are kept; only asked where there is something to keep.
        """
        if not self._new:
            return
        signs = set(chain.from_iterable(array("Q", each) for each in used()))
        for question, _, data in self._shelf.items():
            known = zip(_unpacked(data), self._before[question], strict=True)
            self._new[question] |= {about: None for about, sign in known if sign in signs}
        self._shelf.put({q: (_MARK, packed(list(about))) for q, about in self._new.items()})

    def _sign(self, question: str, about: str) -> int:
        answer = self._answers.get(question)
        if answer is None:
            answer = self._answers[question] = self._catalog.answers(question)
        fact = f"{question}\t{about}\t{answer(about)}".encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(fact, digest_size=_SIGN_BYTES).digest())


def _unpacked(data: bytes) -> list[str]:
    try:
        about: list[str] = unpacked(data)
    except CodecError:
        return []
    return about
