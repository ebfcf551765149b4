"""Breaking text into lines as Chinese is set; knows no font, only a measure that it is given."""

import re
from collections.abc import Callable, Iterable

_OPENING = "（(〔［[｛{〈《「『【“‘"
_CLOSING = "，。、；：？！,.;:?!）)〕］]｝}〉》」』】”’·…—～%％℃"
# A Latin word, number or formula (1+5+X) stays whole.
_WORD = "[0-9A-Za-zÀ-ɏ+&@#/_-]+"


def _together(what: str) -> re.Pattern[str]:
    """What a line break must not part: `what` with the marks that open and close it."""
    return re.compile(rf"\s*[{re.escape(_OPENING)}]*(?:{what})(?:\s*[{re.escape(_CLOSING)}])*")


_PIECE = _together(rf"{_WORD}|\S")
_CHARACTER = _together(r"\S")


def wrap(text: str, width: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Break text into lines of about equal length, as few as possible.

    No line starts with a closing mark or ends with an opening one (GB/T 15834, 5.1), and words
    in Latin letters stay whole, unless such a piece alone is wider than a line.

    Args:
        text: any text; runs of white space count as one space.
        width: of a line, in the unit of `measure`.
        measure: width of a piece of text; that of two pieces together is their sum.

    Returns:
        At least one line.
    """
    pieces = _pieces(" ".join(text.split()), width, measure)
    lines = _filled(pieces, width)
    if len(lines) <= 1:
        return tuple(lines) or ("",)
    # As narrow as these lines can be: the last one is then not a single character.
    low, high = sum(wide for _, wide in pieces) / len(lines), width
    while high - low > width / 200:
        middle = (low + high) / 2
        if len(tried := _filled(pieces, middle)) == len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return tuple(lines)


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[tuple[str, float]]:
    """(what must stay together, with the space before it; its width).

    What is wider than a line is parted further: a word into its characters, and at last a row of
    marks into marks.
    """
    pieces = [found.group() for found in _PIECE.finditer(text)]
    for smaller in (_CHARACTER, re.compile(".")):
        pieces = [
            part
            for piece in pieces
            for part in ([piece] if measure(piece.strip()) <= width else smaller.findall(piece))
        ]
    return [(piece, measure(piece)) for piece in pieces]


def _filled(pieces: Iterable[tuple[str, float]], width: float) -> list[str]:
    """Lines that are filled one after the other."""
    lines: list[str] = []
    line, room = "", width
    for piece, wide in pieces:
        if line and wide > room:
            lines.append(line.strip())
            line, room = "", width
        line += piece
        room -= wide
    return [*lines, line.strip()] if line.strip() else lines
