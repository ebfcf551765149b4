"""What counts when texts are searched: one normal form, made here and in search-engine.js.

The rules are data (search_rules.json), so that both sides read the same ones; a shared table of
tests (tests/normalize_table.json) holds them equal. Each character is looked at by itself:

1. NFKC, then lower case, then the table `map`: Ａ, a → a; ＋, ⁺ → +; × → x; ü → v.
2. `silent` characters vanish: quotation and title marks, middle dots, accents.
   “信仰空间” is 信仰空间, and 擎党旗·共创业 is 擎党旗共创业.
3. `stop` characters end a sentence or a part of it and become a line feed: nothing is found across.
4. Other signs and spaces are a pause and become one space: the words of a query, but joined in
   names and texts, so that 研究生实验室、创新实践基地 is found without its 、 as well.
5. Letters, digits, + and Chinese characters stay; traditional ones become simplified ones.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
STOP, PAUSE = "\n", " "
_PAIR = re.compile(r"(?=([^\x00-\x7f]{2}))")  # in normal form, only letters and digits are ASCII
_LATIN = re.compile("[0-9]+|[a-z]+")
_INNER_PAUSE = re.compile(r"(?<=[^0-9a-z+ \n]) (?=[^0-9a-z+ \n])")


@cache
def rules() -> dict[str, Any]:
    """The rules as data: strings of characters, ranges of code points, tables."""
    found: dict[str, Any] = json.loads((_HERE / "search_rules.json").read_text(encoding="utf-8"))
    return found


@cache
def simplified() -> dict[str, str]:
    """Traditional character → simplified one. Source and licence stand in traditional.json."""
    table = json.loads((_HERE / "traditional.json").read_text(encoding="utf-8"))
    return dict(zip(table["traditional"], table["simplified"], strict=True))


def normalize(text: str, *, simplify: bool = True) -> str:
    """The normal form: words, with a space for a pause and a line feed for a stop between them.

    simplify: whether traditional characters become simplified ones; the browser does so only
        once it has loaded the table.
    """
    table = _SIMPLIFYING if simplify else _KEEPING
    stopped = re.sub(r" *\n[ \n]*", STOP, text.translate(table))
    return re.sub("  +", PAUSE, stopped).strip()


def flat(text: str, *, simplify: bool = True) -> str:
    """The normal form without any gap, for the comparison of names."""
    return normalize(text, simplify=simplify).replace(STOP, "").replace(PAUSE, "")


def grams(text: str) -> set[str]:
    """The terms of a text: pairs of neighbouring characters, and whole runs of letters or digits.

    Nothing stands across a stop. A Chinese character alone between stops has no term.
    """
    plain = normalize(text)
    return {*_PAIR.findall(_INNER_PAUSE.sub("", plain)), *_LATIN.findall(plain)}


class _Table(dict[int, str]):
    """For `str.translate`: what becomes of a character, worked out when it first occurs."""

    def __init__(self, simplify: bool) -> None:
        super().__init__()
        self._simplify = simplify

    def __missing__(self, code: int) -> str:
        lower = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = "".join(_kept(rules()["map"].get(char, char)) for char in lower)
        if self._simplify:
            self[code] = "".join(simplified().get(char, char) for char in self[code])
        return self[code]


_SIMPLIFYING, _KEEPING = _Table(simplify=True), _Table(simplify=False)


def _kept(char: str) -> str:
    if char in rules()["silent"] or _within(char, rules()["silent_ranges"]):
        return ""
    if char in rules()["stop"]:
        return STOP
    return PAUSE if _within(char, rules()["pause_ranges"]) else char


def _within(char: str, ranges: list[list[int]]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)
