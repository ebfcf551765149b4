"""The annotated copy: somebody's own table with red cells, comments and a list of problems."""

import io
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook as NewWorkbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from generator.downloads.tables_out import put_text
from generator.errors import UsageError
from generator.imports.drafts import Finding
from generator.imports.tables.annotated_workbook import Annotator
from generator.imports.tables.neighbours import ANNOTATED
from generator.imports.tables.remarks import AUTHOR, LIST_SHEET, by_cell, colour_of, list_rows, note
from generator.imports.tables.sheets import Workbook


def annotated_copy(workbook: Workbook, path: Path, findings: Iterable[Finding]) -> Path:
    """Write the copy beside the file; returns its path. An older copy is never written over."""
    told = tuple(findings)
    if workbook.package is None:
        data = _from_text(workbook, told)
    else:
        data = Annotator(workbook, workbook.package).annotated(told)
    target = _free(path)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{target} 写不进去。请把表格复制到自己能写的文件夹，再导入。") from error
    return target


def _free(path: Path) -> Path:
    stem = path.stem.split(ANNOTATED)[0]
    number, target = 1, path.with_name(f"{stem}{ANNOTATED}.xlsx")
    while target.exists():
        number += 1
        target = path.with_name(f"{stem}{ANNOTATED} {number}.xlsx")
    return target


def _from_text(workbook: Workbook, findings: tuple[Finding, ...]) -> bytes:
    """A workbook of a text table, marked; its cells stay texts."""
    made = NewWorkbook()
    sheet = made.active
    assert sheet is not None
    for (row, column), cell in workbook.sheets[0].cells.items():
        put_text(sheet.cell(row, column), cell.text)
    for (row, column), here in by_cell(findings).items():
        marked = sheet.cell(row, column)
        marked.fill = PatternFill("solid", fgColor=colour_of(here))
        marked.comment = Comment(note(here), AUTHOR, height=140, width=360)
    listed = made.create_sheet(LIST_SHEET)
    for number, texts in enumerate(list_rows(findings), 1):
        for column, text in enumerate(texts, 1):
            put_text(listed.cell(number, column), text)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()
