"""The report's pages → sheets of a workbook, ready to be printed."""

from collections.abc import Iterable
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.downloads.tables_out import REPORT_MARK, put_text
from generator.yearly.charts import add_chart
from generator.yearly.pages import Cell, Page, Table

_NARROWEST, _WIDEST = 7, 40
_SHORT_HEADING = 12
_NOTE_WIDTH = 90  # at least, for sheets with few columns
_HEAD = PatternFill("solid", fgColor="F3E3E1")
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_A4 = 9
_LINE_POINTS = 15


def add_pages(book: Workbook, pages: Iterable[Page]) -> None:
    """Add a sheet for each page, behind those that are there."""
    for page in pages:
        _add(book.create_sheet(page.name), page)


def _add(sheet: Worksheet, page: Page) -> None:
    widths = _widths(page.tables)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    put_text(sheet.cell(1, 1), page.title)
    sheet.cell(1, 1).font = _font(bold=True, size=14)
    put_text(sheet.cell(2, 1), REPORT_MARK)
    sheet.cell(2, 1).font = _font(color="7F7F7F", size=9)
    row = 3
    for note in page.notes:
        _add_note(sheet, row, note, widths)
        row += 1
    for table in page.tables:
        head = row + 1 + bool(table.caption)
        bottom = _add_table(sheet, head, table, widths)
        if table.chart:
            bottom = max(bottom, add_chart(sheet, table.chart, table, head, len(widths) + 2))
        row = bottom
    if len(page.tables) == 1:
        _make_list(sheet, head, page.tables[0])
    # Charts belong on one sheet of paper; tables go on over as many as they need.
    has_charts = any(table.chart for table in page.tables)
    sheet.page_setup.orientation = "portrait" if has_charts else "landscape"
    sheet.page_setup.fitToHeight = 1 if has_charts else 0
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _make_list(sheet: Worksheet, head: int, table: Table) -> None:
    """Keep the headings in view and on every printed sheet, and offer to filter."""
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    end = f"{get_column_letter(len(table.headings))}{head + max(len(table.rows), 1)}"
    sheet.auto_filter.ref = f"A{head}:{end}"


def _font(*, bold: bool = False, size: float = 11, color: str = "000000") -> Font:
    # Named after the theme, so that Chinese editions take their own font for Chinese.
    return Font(name="Calibri", family=2, scheme="minor", bold=bold, size=size, color=color)


def _add_note(sheet: Worksheet, row: int, note: str, widths: list[float]) -> None:
    """A sentence across the sheet, as many lines high as it needs there."""
    across = 0.0
    columns = 0
    while across < _NOTE_WIDTH or columns < len(widths):
        across += widths[columns] if columns < len(widths) else 9
        columns += 1
    put_text(sheet.cell(row, 1), note)
    sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.row_dimensions[row].height = _LINE_POINTS * _lines(note, across) + 3


def _add_table(sheet: Worksheet, head: int, table: Table, widths: list[float]) -> int:
    """Write a table with its headings in row `head`; gives the first free row below it."""
    if table.caption:
        put_text(sheet.cell(head - 1, 1), table.caption)
        sheet.cell(head - 1, 1).font = _font(bold=True)
    for number, cells in enumerate((table.headings, *table.rows)):
        is_bold = number == 0 or number - 1 in table.sums
        lines = 1
        for column, value in enumerate(cells, 1):
            _put(sheet, head + number, column, value, is_bold=is_bold)
            lines = max(lines, _lines(str(value or ""), widths[column - 1]))
            if number == 0:
                sheet.cell(head, column).fill = _HEAD
        if lines > 1:  # some programs do not make room for wrapped text themselves
            sheet.row_dimensions[head + number].height = _LINE_POINTS * lines
    if not table.rows:
        put_text(sheet.cell(head + 1, 1), "（没有）")
    return head + max(len(table.rows), 1) + 1


def _put(sheet: Worksheet, row: int, column: int, value: Cell, *, is_bold: bool) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value
    cell.border = _BOX
    cell.font = _font(bold=is_bold)
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _widths(tables: Iterable[Table]) -> list[float]:
    """Of each column: room for its texts; long headings may break into two lines."""
    needed: dict[int, int] = {}
    for table in tables:
        for column, heading in enumerate(table.headings):
            whole = _width(heading)
            is_whole = whole <= _SHORT_HEADING or "\n" in heading
            room = whole if is_whole else -(-whole // 2) + 2
            needed[column] = max(needed.get(column, 0), room)
        for row in table.rows:
            for column, value in enumerate(row):
                needed[column] = max(needed[column], _width(str(value or "")))
    return [float(min(max(needed[c] + 2, _NARROWEST), _WIDEST)) for c in sorted(needed)]


def _width(text: str) -> int:
    """Of its longest line, in halves of a Chinese character, which are the units of a column."""
    lines = text.split("\n")
    return max(sum(2 if east_asian_width(s) in "WFA" else 1 for s in line) for line in lines)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column."""
    return sum(max(1, -(-_width(line) // int(width - 1))) for line in text.split("\n"))
