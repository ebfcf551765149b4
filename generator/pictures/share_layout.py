"""How a share picture is laid out: the ground that many share, and the words upon it."""

import math
from collections.abc import Iterator
from functools import partial

from generator.pictures.drawing import Arc, Base, Box, Ink, Line, Text, base, width_of
from generator.pictures.share_words import SIZE, Words
from generator.text.lines import wrap

_PAPER, _RED, _GOLD, _SUN = "#faf7f2", "#971a1d", "#d9ae5b", "#f6eddb"
_NAME = Ink(_PAPER, "#211c18", 7)
_LABEL = Ink(_PAPER, _RED, 3)
_FOOT = Ink(_RED, "#f6e3bb", 3)
# With the paper sixteen shades: a pixel is then half a byte, and a picture drawn in half the time.
_INKS = (_NAME, _LABEL, _FOOT, Ink(_PAPER, _SUN), Ink(_PAPER, _GOLD))

_CENTRE = SIZE[0] / 2
_FOOT_TOP = 514
_TEXT_WIDTH = 1040
# What is above the foot, but for the bar at the top.
_MIDDLE = 268
# (size in px, most lines): the first that a name fits in. One line is liked better than two larger
# ones, which may part a word; a name of 60 characters, the longest, takes three lines of 48 px.
_NAME_SIZES = (
    *((160, 1), (136, 1), (116, 1), (100, 1), (88, 1), (78, 1), (69, 1)),
    *((88, 2), (80, 2), (72, 2), (66, 3), (60, 3), (54, 3), (48, 3), (40, 4), (32, 5)),
)
_LABEL_SIZE = 32


def ground(foot: str) -> Base:
    """Paper with a pale rising sun, a red bar at the top, and the foot under a gold line."""
    width, height = SIZE
    sun = (_CENTRE, _FOOT_TOP)
    # An arc as wide as its circle is a disc.
    shapes: list[Box | Line | Arc | Text] = [Arc(sun, 105, (180, 360), _SUN, 210)]
    for degrees in range(190, 360, 20):
        shapes.append(Line(_polar(sun, 250, degrees), _polar(sun, 335, degrees), _SUN, 11))
    shapes += [
        Box((0, _FOOT_TOP - 2, width, height), _RED),
        Box((0, _FOOT_TOP - 8, width, _FOOT_TOP - 2), _GOLD),
        Box((0, 0, width, 14), _RED),
        Box((0, 14, width, 18), _GOLD),
        *_foot(foot),
    ]
    return base(SIZE, _PAPER, _INKS, shapes)


def _polar(centre: tuple[float, float], radius: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)


def _foot(text: str) -> Iterator[Line | Arc | Text]:
    """The mark and the line beside it, together in the middle of the foot."""
    size = next((s for s in range(40, 16, -2) if width_of(text, s) <= _TEXT_WIDTH), 16)
    wide, mark, gap = width_of(text, size), 60.0, 26
    left = _CENTRE - (mark + gap + wide if text else mark) / 2
    middle = (_FOOT_TOP + SIZE[1]) / 2
    yield from _mark(left, middle - 31, mark / 32)
    if text:
        yield Text(text, left + mark + gap + wide / 2, middle + size * 0.36, size, _FOOT)


def _mark(left: float, top: float, scale: float) -> Iterator[Line | Arc]:
    """The sunrise of theme_overrides/assets/images/mark.svg, without its square."""

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x - 8) * scale, top + (y - 9.5) * scale

    cream, width = _FOOT.colour, 3 * scale
    yield Arc(at(24, 34), 11 * scale, (180, 360), cream, width)
    yield Line(at(8, 34), at(40, 34), cream, width)
    yield Line(at(24, 11), at(24, 17), cream, width)
    yield Line(at(11.5, 17), at(15.5, 21), cream, width)
    yield Line(at(36.5, 17), at(32.5, 21), cream, width)
    yield Line(at(16, 40), at(32, 40), _GOLD, width)


def shapes(words: Words) -> Iterator[Box | Text]:
    """The label between two gold rules, and under it the name; together in the middle."""
    size, lines = _fitted(words.name)
    label = next((each for each in words.labels if width_of(each, _LABEL_SIZE) <= 900), "")
    leading = round(size * 1.3)
    above = _LABEL_SIZE + 44 if label else 0
    top = _MIDDLE - (above + leading * len(lines)) / 2
    if label:
        yield Text(label, _CENTRE, top + _LABEL_SIZE * 0.86, _LABEL_SIZE, _LABEL)
        reach, y = width_of(label, _LABEL_SIZE) / 2 + 28, top + _LABEL_SIZE * 0.5
        yield Box((_CENTRE - reach - 64, y - 1, _CENTRE - reach, y + 2), _GOLD)
        yield Box((_CENTRE + reach, y - 1, _CENTRE + reach + 64, y + 2), _GOLD)
    for number, line in enumerate(lines):
        # A Chinese character stands from .88 em above the baseline to .12 em below it.
        baseline = top + above + leading * number + (leading - size) / 2 + size * 0.88
        yield Text(line, _CENTRE, baseline, size, _NAME)


def _fitted(name: str) -> tuple[int, tuple[str, ...]]:
    """(size in px, lines): as large as the name can be."""
    for size, most in _NAME_SIZES:
        lines = wrap(name, _TEXT_WIDTH, partial(width_of, size_px=size))
        if len(lines) <= most:
            break
    return size, lines
