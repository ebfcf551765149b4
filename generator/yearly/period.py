"""The days that a report is about, and whether a date as precise as its source lies in them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from generator.errors import UsageError
from generator.models.values import PartialDate, Refusal

# 2018年前 and 2018年后 lie outside what they name; nothing says how far.
_OUTSIDE = ("前", "后")


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both included; without both it is all time."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: PartialDate | None) -> bool | None:
        """Whether a date lies within; None when what is written leaves that open."""
        if self.first is None or self.last is None:
            return True
        possible = span(day)
        if possible is None:
            return None
        earliest, latest = possible
        if latest < self.first or earliest > self.last:
            return False
        return True if self.first <= earliest and latest <= self.last else None

    def __str__(self) -> str:
        if self.first is None or self.last is None:
            return "全部年份"
        if (self.first, self.last) == (date(self.first.year, 1, 1), date(self.first.year, 12, 31)):
            return f"{self.first.year}年"
        return f"{self.first}至{self.last}"


ALL_TIME = Period()


def period_of(year: str | None, first: str | None, last: str | None) -> Period:
    """The period that somebody asks for: a year, two dates, or all time."""
    if year is not None:
        if first is not None or last is not None:
            raise UsageError("--year 和 --from、--to 只写一样。")
        first = last = year
        if not (year.isdigit() and len(year) == 4):
            raise UsageError(f"年份写四位数字，例如 --year 2026，不是“{year}”。")
    if first is None and last is None:
        return ALL_TIME
    if first is None or last is None:
        raise UsageError("--from 和 --to 要一起写，例如 --from 2025-07 --to 2026-06。")
    period = Period(_days(first)[0], _days(last)[1])
    if _days(first)[0] > _days(last)[1]:
        raise UsageError(f"“{last}”比“{first}”早，请对调。")
    return period


def _days(written: str) -> tuple[date, date]:
    try:
        found = span(PartialDate.parse(written))
    except Refusal as error:
        raise UsageError(_unclear(written)) from error
    if found is None:
        raise UsageError(_unclear(written))
    return found


def _unclear(written: str) -> str:
    return f"“{written}”看不出是哪一天。写成 2026-06-30、2026-06 或 2026。"


def span(day: PartialDate | None) -> tuple[date, date] | None:
    """The first and the last day that a date may mean; None when its year is open."""
    if day is None or day.year is None or day.when in _OUTSIDE:
        return None
    last_month = day.month or 12
    last_day = day.day or monthrange(day.year, last_month)[1]
    return date(day.year, day.month or 1, day.day or 1), date(day.year, last_month, last_day)


def year_and_month(day: PartialDate | None) -> tuple[int | None, int | None]:
    """What a date says of year and month; --05-19 says only the month."""
    if day is None or day.when in _OUTSIDE:
        return None, None
    return day.year, day.month


def is_to_come(day: PartialDate | None, today: date) -> bool:
    """Whether a date surely lies after today."""
    possible = span(day)
    return possible is not None and possible[0] > today
