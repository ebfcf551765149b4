"""`zhanting export`: all records as one workbook that the importer reads back to the letter, with
the year's report before them.

A sheet a kind holds what fits into one row; sheets of parts hold the rest, a row a part, with the
record it belongs to and its place there. Photos and attachments lie in a folder beside it.
"""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator import pipeline
from generator.downloads.formulas import MAX_CELL
from generator.downloads.table_xlsx import packed
from generator.downloads.tables_out import put_text
from generator.errors import ContentError, Problem, UsageError
from generator.imports.tables.cells import entries, holds_names, region_text
from generator.imports.tables.columns import BODY_HEADING, Column, plain_columns
from generator.imports.tables.details import OWNERS, components_of
from generator.imports.tables.neighbours import FILES_SUFFIX
from generator.models import KINDS, Record
from generator.models.fields import Component, fields_of
from generator.reading.files import MAX_ATTACHMENT_BYTES, read
from generator.reading.load import load
from generator.reading.validate import plain_data
from generator.records import validated
from generator.relating.entry import Entry
from generator.settings import Settings
from generator.yearly.book import add_pages
from generator.yearly.pages import Page
from generator.yearly.report import Aside, Asked, report

# Shorter than a cell can be, so that escapes still fit.
_BODY_PIECE = MAX_CELL - 2_767


@dataclass(frozen=True)
class Exported:
    """What was written: records, files beside the workbook and the folder that holds them.

    problems: how many of the content make the report doubtful.
    """

    records: int
    files: int
    folder: Path
    problems: int


def export_workbook(
    settings: Settings,
    file: Path,
    kinds: tuple[type[Record], ...],
    progress: Callable[[str, int, int], None],
    asked: Asked | None = None,
) -> Exported:
    """Write all records, or those of some kinds, with their files beside the workbook.

    asked: the report to write before them, or instead of them; None for no report. Drafts are
    written too, but the report does not count them. Nothing is written over. ContentError when a
    record cannot be read, so that none is left out without a word.
    """
    folder = file.parent / f"{file.stem}{FILES_SUFFIX}"
    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"{file.name} 要以 .xlsx 结尾，例如 全部.xlsx。")
    for path in (file, folder):
        if path.exists():
            raise UsageError(f"{path} 已经有了，没有改动它。请换一个文件名。")
    problems: list[Problem] = []
    loaded = load(settings)
    found, _, _ = validated(settings, loaded.records, problems)
    faults = [each for each in (*loaded.problems, *problems) if not each.is_notice]
    if faults:
        raise ContentError(faults)
    pages, doubts = _report(settings, asked) if asked else ((), 0)
    wanted = () if asked and asked.is_alone else kinds or tuple(KINDS.values())
    chosen = [entry for entry in found if type(entry.record) in wanted]
    book = _Book(wanted, pages)
    copies: dict[str, bytes] = {}
    for done, entry in enumerate(chosen, 1):
        book.add(entry)
        for name in _files(entry):
            path = entry.bundle / name
            uri = f"{entry.record.folder}/{entry.slug}/{name}"
            copies[uri] = read(settings.content, path, MAX_ATTACHMENT_BYTES)
        progress("导出", done, len(chosen))
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{file.stem}.", dir=file.parent) as made:
        # Made whole beside its place, so that an export that stops leaves nothing half.
        for uri, data in copies.items():
            (Path(made) / "files" / uri).parent.mkdir(parents=True, exist_ok=True)
            (Path(made) / "files" / uri).write_bytes(data)
        book.save(Path(made) / file.name)
        if copies:
            (Path(made) / "files").rename(folder)
        (Path(made) / file.name).rename(file)
    return Exported(len(chosen), len(copies), folder, doubts)


def _report(settings: Settings, asked: Asked) -> tuple[tuple[Page, ...], int]:
    """The report's sheets, of what may be published, and how many problems that has."""
    checked = pipeline.check_published(settings)
    aside = Aside(checked.drafts, checked.waiting, len(checked.problems))
    return report(checked.catalog, asked, settings.today, aside), aside.problems


def _files(entry: Entry) -> Iterator[str]:
    for photo in entry.record.photos:
        if photo.file in entry.files:
            yield photo.file
    for attachment in entry.record.attachments:
        if attachment.file in entry.files:
            yield attachment.file


class _Book:
    """The workbook on its way: rows by sheet."""

    def __init__(self, kinds: tuple[type[Record], ...], pages: tuple[Page, ...]) -> None:
        self.pages = pages
        self.labels = {component: label for label, component in _components().items()}
        self.rows: dict[type[Component], list[dict[str, str]]] = {kind: [] for kind in kinds}
        self.parts: dict[type[Component], list[dict[str, str]]] = defaultdict(list)

    def add(self, entry: Entry) -> None:
        record, data = type(entry.record), plain_data(entry.raw)
        row = dict(_cells(record, data))
        row["网址名"] = entry.slug
        row["草稿"] = "是" if entry.record.draft else "否"
        body = entry.raw.body.strip("\n")
        if "\n" in body and "\n\n" not in body:
            body += "\n"  # lines that are no paragraphs of their own: kept as they are
        for number, at in enumerate(range(0, len(body), _BODY_PIECE), 1):
            heading = BODY_HEADING if number == 1 else f"{BODY_HEADING}（续{number}）"
            row[heading] = body[at : at + _BODY_PIECE]
        self.rows[record].append(row)
        owner = (record.label, entry.slug, entry.record.name)
        self._add_parts(record, data, owner, "")

    def _add_parts(
        self, model: type[Component], data: Mapping[str, Any], owner: tuple[str, ...], at: str
    ) -> None:
        for name, value in data.items():
            spec = fields_of(model)[name]
            if spec.component is None or value is None:
                continue
            items = value if isinstance(value, list) else [value]
            for index, item in enumerate(items, 1):
                place = f"{at}{spec.key}[{index}]"
                whose = dict(zip(OWNERS, (*owner, place), strict=True))
                self.parts[spec.component].append({**whose, **dict(_cells(spec.component, item))})
                self._add_parts(spec.component, item, owner, f"{place}.")

    def save(self, file: Path) -> None:
        made = Workbook()
        first = made.active
        assert isinstance(first, Worksheet)
        made.remove(first)
        add_pages(made, self.pages)
        for kind, rows in self.rows.items():
            columns = [column.heading for column in plain_columns(kind)]
            more = dict.fromkeys(h for row in rows for h in row if h.startswith(BODY_HEADING))
            headings = [*columns, *(more or [BODY_HEADING])]
            _fill(made.create_sheet(getattr(kind, "label", "")), headings, rows)
        for component, label in self.labels.items():
            if rows := self.parts.get(component, []):
                headings = [*OWNERS, *(column.heading for column in plain_columns(component))]
                _fill(made.create_sheet(label), headings, rows)
        file.write_bytes(packed(made))


def _components() -> dict[str, type[Component]]:
    return components_of(tuple(KINDS.values()))


def _cells(model: type[Component], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(heading, text of the cell) of all that one cell can hold."""
    for column in plain_columns(model):
        value = data.get(column.name)
        if value is not None:
            yield column.heading, _text(model, column, value)


def _text(model: type[Component], column: Column, value: Any) -> str:
    if isinstance(value, list):
        text = _joined([str(each) for each in value], holds_names(model, column.name))
    else:
        text = str(value)
        if column.name == "region" and region_text(text) != text:
            text = f"{text}/"  # one level as it was written, not to be taken apart
    if len(text) > MAX_CELL:
        raise UsageError(f"“{column.heading}”有 {len(text)} 个字，一个格子放不下，没有导出。")
    return text


def _joined(values: list[str], are_names: bool) -> str:
    """The entries of a list in one cell, so that reading gives the same entries again."""
    text = "、".join(values) if are_names else "\n".join(values)
    if entries(text, are_names=are_names) == values and (are_names or "\n" not in "".join(values)):
        return text
    lines = "\n".join(values) + "\n"
    if entries(lines, are_names=True) != values:
        raise UsageError(f"“{values[0][:40]}”里有换行，放不进格子，没有导出。请把它写成一行。")
    return lines


def _fill(sheet: Worksheet, headings: list[str], rows: list[dict[str, str]]) -> None:
    numbers = {heading: number for number, heading in enumerate(headings, 1)}
    for heading, number in numbers.items():
        put_text(sheet.cell(1, number), heading)
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 18
    for at, row in enumerate(rows, 2):
        for heading, text in row.items():
            if text:
                put_text(sheet.cell(at, numbers[heading]), text)
    sheet.freeze_panes = "B2"
