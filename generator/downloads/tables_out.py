"""Writing text into sheets so that it stays text: the one place where cells are filled."""

import re

from openpyxl.cell.cell import Cell, MergedCell

from generator.downloads.formulas import FORMULA

MAX_CELL = 32_767
# Stands in A2 of sheets that were computed from records; an import knows them by it.
REPORT_MARK = "由内容自动统计，导入时不读这张表。"
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Fill a cell with a text that no program will ever calculate.

    The caller sees to it that the text is no longer than MAX_CELL.
    """
    if isinstance(cell, MergedCell):
        raise TypeError("only the first cell of a merged range holds a text")
    cell.value = fit(text)
    cell.data_type = "s"
    if text.startswith(FORMULA):
        cell.quotePrefix = True


def fit(text: str) -> str:
    """A text as a cell holds it, without what XML cannot say; ValueError if it is too long."""
    if len(text) > MAX_CELL:
        raise ValueError(f"{len(text)} characters do not fit into one cell")
    return _UNFIT.sub("", _ESCAPE.sub("_x005F_", text))
