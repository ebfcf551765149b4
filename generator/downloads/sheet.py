"""The rows of a workbook in XML, written below the headings that `table_xlsx.py` made.

openpyxl makes an object of each cell, which takes ten times as long.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

from generator.downloads.formulas import FORMULA, MAX_CELL, fit

_SHEET = "xl/worksheets/sheet1.xml"
_ROWS_END = b"</sheetData>"
_SPECIAL = re.compile(r"[\x00-\x1f&<>_\ufffe\uffff]")
_MADE = (2000, 1, 1, 0, 0, 0)


# A workbook whose one sheet has only headings: its files, the letters of its columns, and the style
# of a cell that no program may take for a formula.
Headed = tuple[Mapping[str, bytes], tuple[str, ...], int]


class Sheet:
    """A workbook that is being filled, row by row.

    Every cell is text, so nothing becomes a date or a formula.
    """

    def __init__(self, headed: Headed) -> None:
        files, self._letters, formula_style = headed
        self._style = f' s="{formula_style}"'
        self._written = io.BytesIO()
        self._archive = zipfile.ZipFile(self._written, "w")
        top, self._end = files[_SHEET].split(_ROWS_END)
        for name, data in files.items():
            if name != _SHEET:
                self._archive.writestr(entry(name), data)
        self._rows = self._archive.open(entry(_SHEET), "w")
        self._rows.write(top)
        self._number = 1

    def add(self, texts: Iterable[str]) -> None:
        """Write one row; ValueError for a text too long for a cell (32,767 characters)."""
        self._number = number = self._number + 1
        cells = [f'<row r="{number}">']
        for letter, text in zip(self._letters, texts, strict=True):
            if not text:
                cells.append(f'<c r="{letter}{number}" t="inlineStr"></c>')
                continue
            style = self._style if text.startswith(FORMULA) else ""
            space = ' xml:space="preserve"' if text != text.strip() else ""
            if len(text) > MAX_CELL or _SPECIAL.search(text):
                # A bare carriage return would be read as a line feed.
                text = escape(fit(text), quote=False).replace("\r", "&#13;")
            cells.append(
                f'<c r="{letter}{number}"{style} t="inlineStr"><is><t{space}>{text}</t></is></c>'
            )
        cells.append("</row>")
        self._rows.write("".join(cells).encode())

    def content(self) -> bytes:
        """The whole file; no row can be added any more."""
        self._rows.write(_ROWS_END + self._end)
        self._rows.close()
        self._archive.close()
        return self._written.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    """A file in a workbook, which states no moment of its own."""
    plain = zipfile.ZipInfo(name, _MADE)
    plain.compress_type = zipfile.ZIP_DEFLATED
    plain.create_system = 3  # else Windows writes another byte than all others
    return plain
