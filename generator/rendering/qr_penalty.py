"""Which of a QR code's eight masks is best: the one that looks least like anything else.

A mask turns a pattern of modules round, lest the code has large plain areas or false finders. The
library would try all eight one module after another, which costs five times as much as the code
itself; here all modules are looked at together, as bits of one number.
"""

from dataclasses import dataclass
from functools import cache

# Light modules that are taken to lie beside every row, and how many make a false finder.
MARGIN = 4


@dataclass(frozen=True)
class _Grid:
    """How the modules of a code lie in a number: row by row, MARGIN light bits after each.

    to_the_right, below: how far a neighbour is. pairs_*: the modules that have one.
    """

    side: int
    pairs_across: int
    pairs_down: int

    @property
    def stride(self) -> int:
        return self.side + MARGIN


@cache
def _grid(side: int) -> _Grid:
    row = (1 << side) - 1 << MARGIN
    rows = [row << (side + MARGIN) * number for number in range(side)]
    return _Grid(side, sum(each & each << 1 for each in rows), sum(rows[1:]))


def penalty(dark: int, side: int) -> int:
    """How ill a code reads: the less, the better.

    dark: its dark modules as bits, MARGIN light ones after each row of `side`.

    Source: ISO/IEC 18004:2015, 7.8.3.1.
    """
    grid = _grid(side)
    alike = {}
    total = 0
    for step, pairs in ((1, grid.pairs_across), (grid.stride, grid.pairs_down)):
        alike[step] = same = pairs & ~(dark ^ dark << step)
        twos = same & same << step
        # Where five or more of a kind end: a run of n has n - 4 such places, and costs n - 2.
        fives = twos & twos << 2 * step
        total += fives.bit_count() + 2 * (fives & ~(fives << step)).bit_count()
        total += 40 * _finders(dark, step).bit_count()
    across, down = alike.values()
    total += 3 * (across & across << grid.stride & down).bit_count()
    percentage = 100 * dark.bit_count() // (side * side)
    return total + 10 * (abs(percentage - 50) // 5)


def _finders(dark: int, step: int) -> int:
    """Where dark and light take turns 1:1:3:1:1 as in a finder, with a light margin on a side."""
    light = ~dark
    found = dark & light >> step & dark >> 2 * step & dark >> 3 * step & dark >> 4 * step
    found &= light >> 5 * step & dark >> 6 * step
    before = dark << step | dark << 2 * step | dark << 3 * step | dark << 4 * step
    after = dark >> 7 * step | dark >> 8 * step | dark >> 9 * step | dark >> 10 * step
    return found & ~(before & after)
