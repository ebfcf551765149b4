"""Workbooks for Excel and WPS: the same content gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from generator.downloads.tables_out import put_text

# Workbooks state when they were made, and so do the files in them; ours were always made then.
_MADE = datetime(2000, 1, 1)
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")  # the moment of saving, whatever was set
_WIDTH, _WIDEST = 14, 40


def xlsx(title: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as a workbook of one sheet whose first row, the headings, stays in view.

    Every cell is text, so nothing becomes a date or a formula. A text too long for a cell
    (32,767 characters) raises ValueError.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    named = list(headings)
    for number, heading in enumerate(named, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = _WIDEST if heading in ("名称", "摘要", "网址") else _WIDTH
    for number, row in enumerate((named, *rows)):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet)
            put_text(cell, text)
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    return packed(book)


def packed(book: Workbook) -> bytes:
    """A workbook's file, with one date everywhere instead of the moment when it was made."""
    book.properties.creator = ""
    book.properties.created = _MADE
    written = io.BytesIO()
    book.save(written)
    archive = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(archive, "w") as new:
        for info in old.infolist():
            plain = zipfile.ZipInfo(info.filename, _MADE.timetuple()[:6])
            plain.compress_type = zipfile.ZIP_DEFLATED
            plain.create_system = 3  # else Windows writes another byte than all others
            new.writestr(plain, _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(info)))
    return archive.getvalue()
