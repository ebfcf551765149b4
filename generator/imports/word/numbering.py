"""Automatic numbers: Word keeps 一、（一） and 1. out of the text and counts them when it shows it.

Rules: ISO/IEC 29500-1, 17.9 (numbering); formats, 17.18.59 (ST_NumberFormat).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from generator.imports.word.docx import first, is_on, value

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True)
class Number:
    """What stands before a paragraph: `text` such as 一、 or （二）; `level` from 0.

    format: as Word names it. is_bullet: a dot or the like, not a number.
    """

    text: str
    level: int
    format: str

    @property
    def is_bullet(self) -> bool:
        return self.format == "bullet"


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str
    style: str
    restart: int | None
    is_legal: bool


class Numbering:
    """Counts the numbers of one document; ask for each paragraph once, in order."""

    def __init__(self, root: Element | None, style_lists: dict[str, str]) -> None:
        """root: of numbering.xml. style_lists: the list that a numbering style stands for."""
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()
        self.unknown_formats: set[str] = set()
        for each in root if root is not None else ():
            if each.tag == "w:abstractNum":
                self._read_abstract(each)
        for each in root if root is not None else ():
            if each.tag == "w:num":
                self._read_list(each, style_lists)

    def _read_abstract(self, element: Element) -> None:
        id = element.get("w:abstractNumId", "")
        self._abstract[id] = {
            int(level.get("w:ilvl", "0")): _level(level)
            for level in element
            if level.tag == "w:lvl"
        }
        if link := value(element, "w:numStyleLink"):
            self._links[id] = link

    def _read_list(self, element: Element, style_lists: dict[str, str]) -> None:
        abstract = value(element, "w:abstractNumId")
        levels, starts = {}, {}
        for override in element:
            if override.tag != "w:lvlOverride":
                continue
            at = int(override.get("w:ilvl", "0"))
            if (level := first(override, "w:lvl")) is not None:
                levels[at] = _level(level)
            if start := value(override, "w:startOverride"):
                starts[at] = int(start)
        if abstract in self._links and not self._abstract.get(abstract):
            # A list that only names a style of lists: what it looks like stands there.
            linked = style_lists.get(self._links[abstract], "")
            if linked in self._lists:
                abstract = self._lists[linked][0]
        self._lists[element.get("w:numId", "")] = (abstract, levels, starts)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that belongs to a paragraph style, such as heading 2."""
        if list_id not in self._lists:
            return None
        levels = self._levels(list_id)
        return next((at for at, level in levels.items() if level.style == style), None)

    def _levels(self, list_id: str) -> dict[int, _Level]:
        abstract, own, _ = self._lists[list_id]
        return {**self._abstract.get(abstract, {}), **own}

    def next(self, list_id: str, at: int) -> Number | None:
        """The number of the next paragraph of a list; None where none is shown."""
        if list_id not in self._lists:
            return None
        abstract, _, starts = self._lists[list_id]
        levels = self._levels(list_id)
        if at not in levels:
            return None
        counts = self._counts.setdefault(abstract, {})
        if list_id not in self._started:
            # Its own start counts from its first paragraph on; lists of one kind else run on.
            self._started.add(list_id)
            for place, start in starts.items():
                counts[place] = start - 1
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for deeper, level in levels.items():
            if deeper > at and level.restart != 0 and (level.restart or deeper) > at:
                counts.pop(deeper, None)
        return self._shown(levels, counts, at)

    def _shown(self, levels: dict[int, _Level], counts: dict[int, int], at: int) -> Number:
        level = levels[at]

        def one(found: re.Match[str]) -> str:
            which = int(found[1]) - 1
            if which not in levels:
                return ""
            number = counts.get(which, levels[which].start)
            format = "decimal" if level.is_legal else levels[which].format
            if format not in _FORMATS:
                self.unknown_formats.add(format)
            return _FORMATS.get(format, str)(number)

        if level.format == "bullet":
            return Number("•", at, "bullet")
        text = re.sub(r"%([1-9])", one, level.text)
        return Number(text if level.format != "none" else level.text, at, level.format)


def _level(element: Element) -> _Level:
    restart = value(element, "w:lvlRestart")
    text = first(element, "w:lvlText")
    return _Level(
        start=int(value(element, "w:start") or 1),
        format=value(element, "w:numFmt") or "decimal",
        text=text.get("w:val", "") if text is not None else "",
        style=value(element, "w:pStyle"),
        restart=int(restart) if restart else None,
        is_legal=bool(is_on(first(element, "w:isLgl"))),
    )


# ---------------------------------------------------------------- formats


def _counting(number: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "零") -> str:
    """As one counts aloud: 十一, 二十, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += (zero if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    # Eleven is 十一, not 一十一; the legal digits keep theirs: 壹拾壹.
    return text[1:] if 10 <= number < 20 and digits is _DIGITS else text


def _legal(number: int) -> str:
    return _counting(number, _LEGAL, "拾佰仟")


def _by_digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    signs = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    worth = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    for sign, each in zip(signs, worth, strict=True):
        text += sign * (number // each)
        number %= each
    return text


def _letter(number: int) -> str:
    """A … Z, AA, BB …: Word repeats the letter."""
    if number < 1:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _row(signs: str) -> Callable[[int], str]:
    def sign(number: int) -> str:
        return signs[number - 1] if 0 < number <= len(signs) else str(number)

    return sign


def _signs(first_sign: str, count: int) -> str:
    return "".join(chr(ord(first_sign) + place) for place in range(count))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": str,
    "decimalFullWidth2": str,
    "ordinal": str,
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedCircle": _row(_signs("①", 20)),
    "decimalEnclosedCircleChinese": _row(_signs("①", 20)),
    "decimalEnclosedParen": _row(_signs("⑴", 20)),
    "decimalEnclosedFullstop": _row(_signs("⒈", 20)),
    "ideographEnclosedCircle": _row(_signs("㊀", 10)),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _by_digits,
    "japaneseDigitalTenThousand": _by_digits,
    "taiwaneseDigital": _by_digits,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "none": lambda number: "",
}
