"""A number for each record, which it keeps while others come and go."""

from collections.abc import Iterable
from hashlib import blake2b
from struct import Struct

# Above .7, a new record would push too many others from their slots; below .35, postings grow.
MAX_LOAD = 0.7
SMALLEST = 64

_THREE = Struct(">3Q")


def table_size(count: int) -> int:
    """How many slots there are for so many records: a power of two, so that it rarely changes."""
    size = SMALLEST
    while count > size * MAX_LOAD:
        size *= 2
    return size


def slots(permalinks: Iterable[str]) -> dict[str, int]:
    """A number for each record, below `table_size`, that hardly depends on the other records.

    A hash table whose outcome does not depend on the order of insertion: each record proposes to
    its places one after another, and a place keeps the record with the smaller hash (the stable
    matching of Gale and Shapley, which is unique). A new record pushes about one other aside.

    Source: Blelloch, Golovin: Strongly history-independent hashing (FOCS 2007).
    """
    every = set(permalinks)
    size = table_size(len(every))
    held: dict[int, tuple[int, int, int, str]] = {}
    for permalink in every:
        rank, place, step = _hashes(permalink)
        place %= size
        while True:
            there = held.get(place)
            if there is None:
                held[place] = rank, place, step, permalink
                break
            if rank < there[0]:
                held[place] = rank, place, step, permalink
                rank, place, step, permalink = there
            place = (place + step) % size
    return {permalink: place for place, (_, _, _, permalink) in held.items()}


def _hashes(permalink: str) -> tuple[int, int, int]:
    """(rank, first place, step); an odd step visits every slot of a power of two."""
    rank, start, step = _THREE.unpack(blake2b(permalink.encode(), digest_size=24).digest())
    return rank, start, step | 1
