"""Sheets as plain cells, whatever file they came from, and the names of their places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from generator.imports.package import Package


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    PICTURE = "picture"


@dataclass(frozen=True)
class Cell:
    """One cell that holds something.

    text: as the sheet shows it; dates as 2026-08-05, or as precise as they are shown.
    year_is_hidden: the date is shown without its year, which the program put there itself.
    picture: what leads to the picture in it: a WPS name, or the number of Excel's value metadata.
    """

    text: str
    kind: Kind = Kind.TEXT
    is_formula: bool = False
    year_is_hidden: bool = False
    picture: str = ""


@dataclass(frozen=True)
class Merge:
    """A merged range, all four numbers from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. cells: by (row, column), from 1. part: its XML; empty if it was no workbook's.

    heights: of rows that have one of their own, in points; default_height of the others.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    part: str = ""
    is_hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    heights: Mapping[int, float] = field(default_factory=dict)
    default_height: float = 15.0

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)


@dataclass(frozen=True)
class Workbook:
    """A file of sheets, with the package that it came from if it was one."""

    name: str
    sheets: tuple[Sheet, ...]
    package: Package | None = None


def column_number(reference: str) -> int:
    """The number of the column in a reference such as AB12; 0 without one."""
    number = 0
    for letter in re.match(r"[A-Za-z]*", reference).group().upper():  # type: ignore[union-attr]
        number = number * 26 + ord(letter) - 64
    return number


def column_letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    return f"{column_letter(column)}{row}"
