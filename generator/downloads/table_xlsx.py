"""Workbooks for Excel and WPS: the same content gives the same bytes.

openpyxl makes the workbook with its headings. The rows below them are written here, which takes a
tenth of the time, in the form that openpyxl gives them.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from generator.downloads.formulas import FORMULA
from generator.downloads.tables_out import MAX_CELL, fit, put_text

# Workbooks state when they were made, and so do the files in them; ours were always made then.
_MADE = datetime(2000, 1, 1)
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")  # the moment of saving, whatever was set
_WIDTH, _WIDEST = 14, 40
_SHEET, _STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
_ROWS_END = b"</sheetData>"
_SPECIAL = re.compile(r"[\x00-\x1f&<>_\ufffe\uffff]")


def xlsx(title: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as a workbook of one sheet whose first row, the headings, stays in view.

    Every cell is text, so nothing becomes a date or a formula. A text too long for a cell
    (32,767 characters) raises ValueError.
    """
    named = list(headings)
    frame, formula_style = _frame(title, named)
    letters = [get_column_letter(number) for number in range(1, len(named) + 1)]
    top, end = frame[_SHEET].split(_ROWS_END)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in frame.items():
            if name != _SHEET:
                file.writestr(_entry(name), data)
                continue
            with file.open(_entry(name), "w") as sheet:
                sheet.write(top)
                for number, row in enumerate(rows, 2):
                    sheet.write(_row(number, letters, row, formula_style))
                sheet.write(_ROWS_END + end)
    return archive.getvalue()


def _row(number: int, letters: Iterable[str], texts: Iterable[str], formula_style: int) -> bytes:
    """One row of a sheet in XML."""
    cells = [f'<row r="{number}">']
    for letter, text in zip(letters, texts, strict=True):
        if not text:
            cells.append(f'<c r="{letter}{number}" t="inlineStr"></c>')
            continue
        style = f' s="{formula_style}"' if text.startswith(FORMULA) else ""
        space = ' xml:space="preserve"' if text != text.strip() else ""
        if len(text) > MAX_CELL or _SPECIAL.search(text):
            text = escape(fit(text), quote=False).replace("\r", "&#13;")
        cells.append(
            f'<c r="{letter}{number}"{style} t="inlineStr"><is><t{space}>{text}</t></is></c>'
        )
    cells.append("</row>")
    return "".join(cells).encode()


def _frame(title: str, headings: list[str]) -> tuple[Mapping[str, bytes], int]:
    """(the files of a workbook with no row but the headings, in order; style of what no program
    may take for a formula).
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    cells = []
    for number, heading in enumerate(headings, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = _WIDEST if heading in ("名称", "摘要", "网址") else _WIDTH
        cell = WriteOnlyCell(sheet)
        put_text(cell, heading)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
    like_a_formula = WriteOnlyCell(sheet)  # stands in no row; asking for its style keeps that
    put_text(like_a_formula, FORMULA[0])
    formula_style = like_a_formula.style_id
    return _files(book), formula_style


def packed(book: Workbook) -> bytes:
    """A workbook's file, with one date everywhere instead of the moment when it was made."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in _files(book).items():
            file.writestr(_entry(name), data)
    return archive.getvalue()


def _files(book: Workbook) -> Mapping[str, bytes]:
    book.properties.creator = ""
    book.properties.created = _MADE
    written = io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as archive:
        return {
            name: _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", archive.read(name))
            for name in archive.namelist()
        }


def _entry(name: str) -> zipfile.ZipInfo:
    plain = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
    plain.compress_type = zipfile.ZIP_DEFLATED
    plain.create_system = 3  # else Windows writes another byte than all others
    return plain
