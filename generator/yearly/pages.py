"""What stands on a sheet of the report: texts and numbers, before any workbook."""

from collections.abc import Iterable
from dataclasses import dataclass

# A text, a number, or nothing.
Cell = str | int | float | None
Row = tuple[Cell, ...]

NOT_SAID = "未写明"


@dataclass(frozen=True)
class Chart:
    """A picture of a table, without the rows that are sums.

    columns: which of its columns are drawn, over the first one. axes: the names of both.
    is_lying: bars from left to right, for long names.
    """

    title: str
    columns: tuple[int, ...]
    axes: tuple[str, str]
    is_lying: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings. sums: which rows are sums of others, counted from 0."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: frozenset[int] = frozenset()
    caption: str = ""
    chart: Chart | None = None


@dataclass(frozen=True)
class Page:
    """One sheet. name: on its tab. notes: sentences above the tables."""

    name: str
    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]


def summed(
    headings: tuple[str, ...],
    rows: Iterable[Row],
    total: Row,
    caption: str = "",
    chart: Chart | None = None,
) -> Table:
    """A table whose last row is the sum of all others."""
    every = (*rows, total)
    return Table(headings, every, frozenset({len(every) - 1}), caption, chart)


def year_label(year: int | None) -> str:
    return NOT_SAID if year is None else f"{year}年"


def number(amount: float) -> int | float:
    """Without a needless fraction: 120, not 120.0; sums without the dust of binary ones."""
    rounded = round(amount, 6)
    return int(rounded) if rounded.is_integer() else rounded
