"""Dates as people write them in a text → start and end; what is missing is told, not made up."""

import re
from dataclasses import dataclass, replace

from generator.imports.word.digits import counted, half_width
from generator.models.values import PartialDate, Refusal

_WEEKDAY = r"(?:\s*[（(]?(?:星期|周)[一二三四五六日天][)）]?)?"
_TIME = (
    r"(?:\s*(?:上午|下午|晚上?|早上?|中午|凌晨)?\s*\d{1,2}(?::|：|时|点)(?:\d{2}|\d{1,2}分|半)?分?"
    r"|\s*(?:上午|下午|晚上?|早上|中午))?"
)
_ONE = (
    r"(?:(?P<year{n}>\d{{4}})\s*(?:年|[-/.．])\s*)?(?:(?P<month{n}>\d{{1,2}})\s*(?:月|[-/.．])\s*)?"
    r"(?P<day{n}>\d{{1,2}})(?:\s*[日号]|(?!\s*[:：时点\d]))"
)
_TO = r"\s*(?:至|到|—+|–|－|-+|~|～|——)\s*"
_FIRST = _ONE.format(n=1) + _WEEKDAY + f"(?P<time1>{_TIME})"
_RANGE = re.compile(
    rf"{_FIRST}(?:{_TO}(?:{_ONE.format(n=2)}{_WEEKDAY})?(?P<time2>{_TIME}))?\s*(?P<rest>.*)"
)
_MONTH = re.compile(r"(?P<year>\d{4})\s*(?:年|[-/.．])\s*(?P<month>\d{1,2})\s*月?")
_ALONE = re.compile(
    r"[（(]?\s*(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}\s*[-/.．]\s*\d{1,2}\s*[-/.．]\s*\d{1,2})\s*[)）]?"
)
_CHINESE = re.compile(
    r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)


@dataclass(frozen=True)
class Span:
    """One day or several; a year that is not written stays open. rest: what else was said."""

    start: PartialDate
    end: PartialDate | None = None
    rest: str = ""

    @property
    def lacks_year(self) -> bool:
        return self.start.year is None

    def in_year(self, year: int) -> "Span":
        """The same days in a year; raises Refusal where they do not exist in it."""
        start = PartialDate.parse(_written(year, self.start.month, self.start.day))
        end = self.end and PartialDate.parse(_written(year, self.end.month, self.end.day))
        return replace(self, start=start, end=end)


def read_span(text: str) -> Span | None:
    """The day or days that a text begins with; None where it tells none.

    Raises Refusal (bad-date) for a day that does not exist.
    """
    plain = _in_digits(text.strip())
    found = _RANGE.match(plain)
    if not found or not (found["month1"] or found["year1"]):
        month = _MONTH.fullmatch(plain)
        return Span(PartialDate.parse(f"{month['year']}-{month['month']}")) if month else None
    if found["year1"] and not found["month1"]:
        # 2026年7月: the month was taken for a day.
        month = _MONTH.match(plain)
        if month is None:
            return None
        start = PartialDate.parse(f"{month['year']}-{month['month']}")
        return Span(start, None, plain[month.end() :].strip())
    start = _date(found["year1"], found["month1"], found["day1"])
    end = None
    if found["day2"]:
        year = found["year2"] or found["year1"]
        end = _date(year, found["month2"] or found["month1"], found["day2"])
    times = [each.strip() for each in (found["time1"], found["time2"]) if each and each.strip()]
    rest = " ".join(filter(None, ("—".join(times), found["rest"].strip(" 。；;，,"))))
    return Span(start, end if end != start else None, rest)


def read_days(text: str) -> Span:
    """The day or days of a text that should tell some; raises Refusal without any."""
    span = read_span(text)
    if span is None:
        raise Refusal("bad-date", reason="看不出是哪一天")
    if span.end and span.end.is_before(span.start):
        raise Refusal("bad-date", reason="结束早于开始")
    return span


def is_date_line(text: str) -> bool:
    """Whether a line is a whole date and nothing else."""
    return bool(_ALONE.fullmatch(_in_digits(text.strip())))


def as_written(date: PartialDate) -> str:
    """As staff write it: 2026-08-03, 2026-08, --08-03."""
    return date.machine if date.year is not None else f"--{date.machine}"


def _date(year: str | None, month: str, day: str) -> PartialDate:
    return PartialDate.parse(_written(int(year) if year else None, int(month), int(day)))


def _written(year: int | None, month: int | None, day: int | None) -> str:
    return f"{year}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"


def _in_digits(text: str) -> str:
    """Full-width digits and 二〇二六年八月三日 in plain digits."""
    return _CHINESE.sub(lambda found: _arabic(found[0]), half_width(text))


def _arabic(text: str) -> str:
    year, month, day = re.split("[年月日]", text)[:3]
    digits = "".join(
        str("〇一二三四五六七八九".index(char)) for char in re.sub("[○零]", "〇", year)
    )
    return f"{digits}年{counted(month)}月{counted(day)}日"
