"""Writing text into sheets so that it stays text: the one place where cells are filled."""

from openpyxl.cell.cell import Cell, MergedCell

from generator.downloads.formulas import FORMULA, fit

# Stands in A2 of sheets that were computed from records; an import knows them by it.
REPORT_MARK = "由内容自动统计，导入时不读这张表。"


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
