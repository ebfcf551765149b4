"""The text tier: for each term the records that hold it, in shards by a hash of the term.

A shard is lines of a term, a tab and its postings. The slots are cut into segments, each with
shards of its own, so that of a common term only a part is rewritten.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, repeat
from operator import and_, sub
from re import compile as pattern

from generator.text.normalize import Code, term_of

# Four slots a shard: some 600 postings, 2 KB, whatever the size of the website.
GRAM_SLOTS = 4
# More segments would be more requests for each term of a query.
SEGMENTS, SEGMENT_SLOTS = 4, 4096

# 47 characters that end a number and 47 that go on; none needs an escape anywhere.
_FIRST, _BASE = 33, 47
_NUMBER = pattern(f"[{chr(_FIRST + _BASE)}-~]*[!-{chr(_FIRST + _BASE - 1)}]")


def segment_places(size: int) -> list[range]:
    """The slots of each segment."""
    each = size // max(1, min(SEGMENTS, size // SEGMENT_SLOTS))
    return [range(first, first + each) for first in range(0, size, each)]


def shard_of(term: str, count: int) -> int:
    """FNV-1a over the term's first two characters, so that words with one beginning share a shard.

    Source: www.isthe.com/chongo/tech/comp/fnv
    """
    value = 2166136261
    for char in term[:2]:
        value = ((value ^ ord(char)) * 16777619) & 0xFFFFFFFF
    return (value ^ (value >> 15)) % count


# ---------------------------------------------------------------- making a segment


class Segment:
    """The postings of one segment, while its records are added in the order of their slots."""

    def __init__(self, places: range) -> None:
        self._first = places.start
        self._count = len(places) // GRAM_SLOTS
        # Plain numbers, since they are what the whole index weighs.
        self._postings: defaultdict[Code, array[int]] = defaultdict(partial(array, "I"))

    def add(self, place: int, strong: Collection[Code], weak: Collection[Code]) -> None:
        """strong, weak: codes of the record's terms; a term stands in one of them only."""
        for terms, value in ((strong, 2 * place + 1), (weak, 2 * place)):
            lists = map(self._postings.__getitem__, terms)
            deque(map(array.append, lists, repeat(value)), 0)

    def shards(self) -> tuple[list[str], Counter[str]]:
        """(the shards, how often each character stands in the terms of their lines).

        The last thing to ask: what was added is let go of.
        """
        codes: list[list[Code]] = [[] for _ in range(self._count)]
        for code in self._postings:
            if term := term_of(code):
                codes[shard_of(term, self._count)].append(code)
        held: Counter[str] = Counter()
        made = []
        for of_shard in codes:  # shard by shard, so that not all terms are there twice
            terms = {term_of(code): code for code in of_shard}
            held.update("".join(terms))
            made.append("\n".join([self._line(term, terms[term]) for term in sorted(terms)]))
        return made, held

    def _line(self, term: str, code: Code) -> str:
        return f"{term}\t{packed(self._postings.pop(code), self._first)}"


# ---------------------------------------------------------------- changing a shard


@dataclass(frozen=True)
class Patched:
    """A shard after a change. new, gone: terms that got a line, and that lost theirs."""

    shard: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


def patched(shard: str, changes: Mapping[str, Mapping[int, int | None]], places: range) -> Patched:
    """A shard with some postings changed.

    changes: term → slot → 1 where it is strong now, 0 where it is not, None where it went.
    places: the slots of the shard's segment.
    """
    lines = dict(line.split("\t") for line in shard.split("\n")) if shard else {}
    before = lines.keys() & changes.keys()
    for term, by_place in changes.items():
        postings = lines.pop(term, "")
        for place, strength in by_place.items():
            postings = with_place(postings, place, strength, places.start)
        if postings:
            lines[term] = postings
    after = lines.keys() & changes.keys()
    return Patched(
        "\n".join(f"{term}\t{lines[term]}" for term in sorted(lines)),
        tuple(after - before),
        tuple(before - after),
    )


# ---------------------------------------------------------------- postings


class _Numbers(dict[int, str]):
    """A number in base 47, the lowest digit last; only that one is from the first 47 characters."""

    def __missing__(self, value: int) -> str:
        text = chr(_FIRST + value % _BASE)
        rest = value
        while rest := rest // _BASE:
            text = chr(_FIRST + _BASE + rest % _BASE) + text
        self[value] = text
        return text


class _Values(dict[str, int]):
    """The number that a text of `_Numbers` stands for."""

    def __missing__(self, text: str) -> int:
        value = 0
        for char in text:
            value = value * _BASE + (ord(char) - _FIRST) % _BASE
        self[text] = value
        return value


_NUMBERS, _VALUES = _Numbers(), _Values()


def packed(values: Collection[int], first: int = 0) -> str:
    """Postings as text: twice the slots since the one before, plus one where the term is strong.

    values: 2 × slot + strong, ascending. first: the first slot there could be; it counts as 1.
    """
    before = chain((2 * (first - 1),), map(and_, values, repeat(-2)))
    return "".join(map(_NUMBERS.__getitem__, map(sub, values, before)))


def with_place(postings: str, place: int, strength: int | None, first: int = 0) -> str:
    """Packed postings in which a slot has another strength, or for None stands no more.

    Only the number of the slot and the one behind it are written anew: most of what a record
    touches are long postings of common terms.
    """
    numbers = _NUMBER.findall(postings)
    gaps = map(and_, map(_VALUES.__getitem__, numbers), repeat(-2))
    doubles = list(accumulate(gaps, initial=2 * (first - 1)))  # doubles[i + 1]: of numbers[i]
    at = bisect_left(doubles, 2 * place, 1) - 1
    behind = at + (at < len(numbers) and doubles[at + 1] == 2 * place)
    before = doubles[at]
    parts = numbers[:at]
    if strength is not None:
        parts.append(_NUMBERS[2 * place + strength - before])
        before = 2 * place
    if behind < len(numbers):
        strong = _VALUES[numbers[behind]] & 1
        parts.append(_NUMBERS[doubles[behind + 1] + strong - before])
    return "".join(parts + numbers[behind + 1 :])
