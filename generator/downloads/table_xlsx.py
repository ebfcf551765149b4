"""Workbooks for Excel and WPS as openpyxl makes them: the same content gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from generator.downloads.formulas import FORMULA
from generator.downloads.sheet import Headed, entry
from generator.downloads.tables_out import put_text

# Workbooks state when they were made, and so do the files in them; ours were always made then.
_MADE = datetime(2000, 1, 1)
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")  # the moment of saving, whatever was set
_WIDTH, _WIDEST = 14, 40


def headed(title: str, headings: Iterable[str]) -> Headed:
    """A workbook of one sheet that has only headings, which stay in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    cells, letters = [], []
    for number, heading in enumerate(headings, 1):
        letters.append(get_column_letter(number))
        width = _WIDEST if heading in ("名称", "摘要", "网址") else _WIDTH
        sheet.column_dimensions[letters[-1]].width = width
        cell = WriteOnlyCell(sheet)
        put_text(cell, heading)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)
    like_a_formula = WriteOnlyCell(sheet)  # stands in no row; asking for its style keeps that
    put_text(like_a_formula, FORMULA[0])
    style = like_a_formula.style_id
    return _files(book), tuple(letters), style


def packed(book: Workbook) -> bytes:
    """A workbook's file, with one date everywhere instead of the moment when it was made."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for name, data in _files(book).items():
            file.writestr(entry(name), data)
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
