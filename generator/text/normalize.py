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
import sys
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
STOP, PAUSE = "\n", " "
# Each pattern begins with a character or a class, which lets `re` skip the rest at ten times the
# speed. In normal form, only letters and digits are ASCII.
_LATIN = re.compile("[0-9a-z][0-9a-z]*")
_LATIN_PARTS = re.compile("[0-9]+|[a-z]+")
_INNER_PAUSE = re.compile(r" (?<=[^0-9a-z+ \n] )(?=[^0-9a-z+ \n])")
_ODD = re.compile("[^0-9a-z+ \n\u4e00-\u9fa5]")
_MARKS = "，。、；：（）“”:—？！《》"
# Traditional ones that GB 2312 has; and signs of simplified texts that Python's GB 2312 lacks.
_IN_GB2312 = "夥後於菸麽"
_DASHES = "—·"


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
    # Most texts are Chinese characters and these few marks, so that nothing is left to look up.
    for mark in _MARKS:
        text = text.replace(mark, table[ord(mark)])
    if _ODD.search(text) or (simplify and has_traditional(text)):
        text = text.translate(table)
    parts = [part for line in text.split(STOP) if (part := line.strip(PAUSE))]
    joined = STOP.join(parts)
    while "  " in joined:
        joined = joined.replace("  ", PAUSE)
    return joined


def has_traditional(text: str) -> bool:
    """Whether any character of it would become another, simplified one.

    None of those that GB 2312 has would, but for a few. Most texts are written in it, and then
    the table of all is not even loaded.
    """
    if any(char in text for char in _IN_GB2312):
        return True
    for sign in _DASHES:
        text = text.replace(sign, "")
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return _traditional().search(text) is not None
    return False


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(simplified())}]")


@lru_cache(maxsize=1024)  # of each name it is asked three times
def flat(text: str, *, simplify: bool = True) -> str:
    """The normal form without any gap, for the comparison of names."""
    return normalize(text, simplify=simplify).replace(STOP, "").replace(PAUSE, "")


def grams(text: str) -> set[str]:
    """The terms of a text: pairs of neighbouring characters, and whole runs of letters or digits.

    Nothing stands across a stop. A Chinese character alone between stops has no term.
    """
    return set(map(term_of, coded_grams(text))) - {""}


Code = int | str


def coded_grams(text: str) -> set[Code]:
    """The same, each as the code that `term_of` knows; some codes stand for no term.

    A pair is the number of its eight bytes: to cut the characters out of the text each time that
    they occur would take three times as long.
    """
    plain = normalize(text)
    joined = memoryview(_INNER_PAUSE.sub("", plain).encode("utf-32-le"))
    codes: set[Code] = set()
    for first in (0, 4):
        pairs = joined[first : first + (len(joined) - first) // 8 * 8].cast("Q")
        codes.update(pairs.tolist())
    for run in _LATIN.findall(plain):
        codes.update((run,) if run.isdigit() or run.isalpha() else _LATIN_PARTS.findall(run))
    return codes


def term_of(code: Code) -> str:
    """Empty for a pair of which one is no Chinese character."""
    if isinstance(code, str):
        return code
    pair = code.to_bytes(8, sys.byteorder).decode("utf-32-le")
    return "" if pair[0].isascii() or pair[1].isascii() else pair


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
