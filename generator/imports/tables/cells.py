"""One cell → the text of a field: dates in all usual spellings, numbers, choices, lists."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, get_args

from generator.imports.numbers import number_text
from generator.imports.tables.headings import WORDS
from generator.imports.tables.sheets import Cell, Kind
from generator.models.fields import Component, FieldSpec, fields_of
from generator.models.values import FuzzyNumber, Name, PartialDate, Region, YesNo, bare
from generator.text.suggest import did_you_mean


class Unclear(Exception):
    """A cell that cannot be understood: a code of `messages.MESSAGES` with its facts."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Said:
    """What a cell says.

    inferred: why the text is not what stands there. left: what of the cell was not used.
    end: the last day, where a period was written.
    """

    text: str
    inferred: str = ""
    left: str = ""
    end: str = ""


def plain_text(cell: Cell) -> str:
    """The text of a cell; Unclear for error values and for formulas that were not calculated."""
    if cell.kind is Kind.ERROR:
        raise Unclear("import-error-value", written=cell.text)
    if cell.kind is Kind.UNCALCULATED:
        raise Unclear("import-not-calculated")
    return cell.text.strip()


def said(model: type[Component], spec: FieldSpec, cell: Cell) -> Said:
    """What a cell says for a field that holds one value."""
    text = plain_text(cell)
    kind = parsed_type(model, spec.name)
    if not text:
        return Said("")
    if kind is PartialDate:
        return date_said(cell)
    if kind is FuzzyNumber:
        return Said(number_text(text, spec.unit))
    if kind is YesNo:
        return Said(_YES_NO.get(text.upper(), text))
    if kind is Region:
        return Said(region_text(text))
    if spec.choices:
        return _choice(model, spec, text)
    return Said(text)


@cache
def parsed_type(model: type[Component], name: str) -> Any:
    """The class that a field's text is parsed by, or None."""
    kind = bare(fields_of(model)[name].annotation)
    return kind if kind in (PartialDate, FuzzyNumber, YesNo, Region) else None


_YES_NO = {
    **dict.fromkeys(("是", "有", "√", "✓", "✔", "Y", "YES", "TRUE", "1", "对"), "是"),
    **dict.fromkeys(("否", "无", "×", "✗", "✘", "N", "NO", "FALSE", "0", "不"), "否"),
}


def _choice(model: type[Component], spec: FieldSpec, text: str) -> Said:
    known: Mapping[str, str] = WORDS["choices"].get(f"{getattr(model, 'kind', '')}.{spec.name}", {})
    if text not in spec.choices and text in known:
        return Said(known[text], f"表里写的是“{text}”")
    return Said(text)


def region_text(text: str) -> str:
    """The levels of a region apart: 贵州省毕节市赫章县 → 贵州省 毕节市 赫章县."""
    if re.search(r"[\s/·>]", text):
        return text.removesuffix("/")
    found = re.fullmatch(
        rf"({'|'.join(WORDS['provinces'])})(.{{1,10}}?(?:市|自治州|地区|盟))?"
        r"(.{1,12}?(?:自治县|县|区|市|旗))?(.{1,12}?(?:镇|乡|街道))?",
        text,
    )
    return " ".join(level for level in found.groups() if level) if found else text


def check_province(text: str) -> None:
    """Unclear when a text is the name of no province, with the nearest."""
    names: list[str] = WORDS["provinces"]
    short = [
        re.sub(r"(?:壮族|回族|维吾尔)?(?:自治区|特别行政区|省|市)$", "", name) for name in names
    ]
    if text not in (*names, *short):
        near = did_you_mean(text, names, 0.4)
        raise Unclear("import-province", written=text, near=near)


# ---------------------------------------------------------------- dates

_DIGITS = {
    digit: str(value)
    for value, row in enumerate(
        ("〇零○OoＯ０", "一", "二", "三", "四", "五", "六", "七", "八", "九")
    )
    for digit in row
}
_NUMERAL = "〇零○OoＯ一二三四五六七八九十"
_WHEN = "前后|年初|年底|初|底|前|后|起"
_FULL = re.compile(
    rf"(?P<year>\d{{4}})(?:[-/.年](?P<month>\d{{1,2}})(?:[-/.月](?P<day>\d{{1,2}})?)?)?"
    rf"(?:[日号])?(?P<about>~)?(?P<when>{_WHEN})?"
)
_YEAR_ONLY = re.compile(rf"(?P<year>\d{{4}})年(?P<when>{_WHEN})?")
_PACKED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})?")
_NO_YEAR = re.compile(r"(?P<month>\d{1,2})[月/.\-](?P<day>\d{1,2})[日号]?|\d{1,2}月")
_WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")
_CLOCK = re.compile(
    r"(?:上午|下午|晚上?|早上|中午)?\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|[时点](?:\d{1,2}分?|半)?)"
    r"(?:\s*[-—–~至到]+\s*(?:上午|下午|晚上?)?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分?|半)?))?$"
)
_PERIOD = re.compile(r"\s*(?:—+|–+|--+|~|～|至|到)\s*")
# 1927 to 2100 as Excel counts days; a plain number in between is most likely such a date.
_SERIALS = range(10_000, 73_416)


def date_said(cell: Cell) -> Said:
    """A date as our files write it; Unclear without a year, or when it could be two days."""
    text = plain_text(cell)
    if cell.kind is Kind.DATE:
        day, _, clock = text.partition(" ")
        if cell.year_is_hidden:
            return Said(day, f"格子里只显示月日，年份 {day[:4]} 是表格软件填的", clock)
        return Said(day, left=clock)
    if cell.kind is Kind.NUMBER and (found := _of_number(text)):
        return found
    plain = _WEEKDAY.sub("", unicodedata.normalize("NFKC", _arabic(text))).strip()
    clock = ""
    if (timed := _CLOCK.search(plain)) and timed.start() > 0:
        plain, clock = plain[: timed.start()].strip(), timed.group()
    plain = re.sub(r"\s+", "", plain).removesuffix(",")
    if plain.startswith("--"):
        return Said(plain, left=clock)
    ends = _PERIOD.split(plain) if not plain.endswith("~") else [plain]
    if len(ends) == 1 and plain.count("-") == 1 and re.search(r"[./年月]", plain):
        ends = plain.split("-")
    if len(ends) == 2 and all(ends):
        start = _one_day(ends[0], text, "")
        return Said(start, left=clock, end=_one_day(ends[1], text, start))
    return Said(_one_day(plain, text, ""), left=clock)


def _arabic(text: str) -> str:
    """Chinese numerals in a date as digits: 二〇二六年十二月三十一日 → 2026年12月31日."""
    return re.sub(rf"[{_NUMERAL}]+(?=[年月日号])", lambda found: _value(found.group()), text)


def _value(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(_DIGITS[each] for each in numeral)
    tens, ones = numeral.split("十", 1)
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def _of_number(text: str) -> Said | None:
    if re.fullmatch(r"\d{4}\.1", text):
        # The program drops the 0 of 2026.10, so this is January or October.
        raise Unclear("import-date-unclear", written=text, reason="分不清是 1 月还是 10 月")
    if text.isdigit() and len(text) == 5 and int(text) in _SERIALS:
        day = (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()
        return Said(day, f"格子里是日期的序列号 {text}")
    return None


def _one_day(text: str, written: str, after: str) -> str:
    """One date. after: the first day of the period that it ends; lends its year and month."""
    if found := (_YEAR_ONLY.fullmatch(text) or _PACKED.fullmatch(text) or _FULL.fullmatch(text)):
        parts = found.groupdict()
        day = "-".join(
            [parts["year"], *(f"{int(parts[k]):02d}" for k in ("month", "day") if parts.get(k))]
        )
        when = parts.get("when") or ""
        if when or parts.get("about"):
            return text
        return day
    if after and (found := re.fullmatch(r"(?:(\d{1,2})[月/.])?(\d{1,2})[日号]?", text)):
        if not found[1] and len(after) < 10:
            raise Unclear("import-date-unclear", written=written, reason="起止日期对不上")
        return f"{after[:4]}-{int(found[1] or after[5:7]):02d}-{int(found[2]):02d}"
    if _NO_YEAR.fullmatch(text):
        raise Unclear("import-date-no-year", written=written)
    if re.fullmatch(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", text):
        raise Unclear("import-date-unclear", written=written, reason="年份只有两位")
    # Left to the model, which refuses it with the reason.
    return text


# ---------------------------------------------------------------- lists

_BETWEEN = re.compile(r"[、，,；;\n]")
_BRACKETS = re.compile(r"[（(《“「『\[].*?[）)》”」』\]]", re.DOTALL)
_HAN_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|.+·.+")


@cache
def holds_names(model: type[Component], name: str) -> bool:
    """Whether a list holds names, which 、 separates, rather than sentences, a line each."""
    spec = fields_of(model)[name]
    if spec.component is not None:
        return holds_names(spec.component, single_field(spec.component))
    return spec.to is not None or Name in get_args(spec.annotation)


def single_field(component: type[Component]) -> str:
    """The field that a plain text stands for; empty when a text is not enough."""
    if component.shorthand:
        return component.shorthand
    required = [name for name, spec in fields_of(component).items() if spec.is_required]
    return required[0] if len(required) == 1 else ""


def entries(text: str, *, are_names: bool) -> list[str]:
    """The entries of a list in one cell. Lines decide when there are several."""
    if "\n" in text or not are_names:
        found = text.split("\n")
    else:
        # What stands in brackets or quotation marks belongs together.
        kept = _BRACKETS.sub(lambda part: _BETWEEN.sub("\x00", part.group()), text)
        found, at = [], 0
        for cut in _BETWEEN.finditer(kept):
            found.append(text[at : cut.start()])
            at = cut.end()
        found.append(text[at:])
    return [entry.strip() for entry in found if entry.strip()]


def people(text: str) -> tuple[list[str], str]:
    """(names of persons, what was left of the cell, such as 等15人)."""
    rest = re.search(r"\s*等\s*\d*\s*[余多]?\s*(?:人|名.{0,6})?$", text)
    left = rest.group().strip() if rest else ""
    names = []
    for entry in entries(text[: rest.start()] if rest else text, are_names=True):
        words = entry.split()
        if all(len(word) == 1 for word in words):
            names.append("".join(words))  # 李　四, spread so that it lines up with longer names
        elif len(words) > 1 and all(_HAN_NAME.fullmatch(word) for word in words):
            names += words
        else:
            names.append(entry)
    return names, left


def bracketed(text: str) -> tuple[str, str]:
    """(name, what stands behind it in brackets)."""
    found = re.fullmatch(r"([^（(]+)[（(]([^（）()]+)[）)]", text)
    return (found[1].strip(), found[2].strip()) if found else (text, "")
