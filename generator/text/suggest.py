"""“是不是……？”: the known word that a writer most likely meant."""

import difflib
from collections.abc import Iterable

from generator.errors import quoted
from generator.text.pinyin import syllables


def nearest(written: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word most like `written`, or None when nothing is near.

    Chinese is typed by sound, so a wrong character usually sounds like the right one: characters
    and pinyin count alike. cutoff: 0 takes anything, 1 only the same word.
    """
    best, score = None, cutoff
    without = str.maketrans("", "", written)
    for word in dict.fromkeys(known):
        # A word may be one of thousands: most share too few characters to be near, whatever their
        # order and their sound.
        shared = min(len(word) - len(word.translate(without)), len(written))
        if (_share(shared, written, word) + 1) / 2 <= score:
            continue
        found = (_ratio(written, word) + _ratio(syllables(written), syllables(word))) / 2
        if found > score:
            best, score = word, found
    return best


def did_you_mean(written: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """“是不是……？” with the nearest known word, or nothing."""
    near = nearest(written, known, cutoff)
    return f"是不是{quoted(near)}？" if near else ""


def _share(matches: int, one: str, other: str) -> float:
    """What `_ratio` is for so many characters that stand in both."""
    length = len(one) + len(other)
    return 2.0 * matches / length if length else 1.0


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
