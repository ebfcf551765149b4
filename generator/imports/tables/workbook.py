"""An .xlsx file → its sheets as plain cells: text, numbers and dates as the sheet shows them.

Read from the file's own XML, in one pass: openpyxl gives either formulas or their values, and loses
pictures in cells.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from generator.errors import UsageError
from generator.imports.package import Element, Package, attribute, opened
from generator.imports.tables.number_formats import formats_in, number_cell
from generator.imports.tables.sheets import Cell, Kind, Merge, Sheet, Workbook, column_number

SAVE_AS = "请用 Excel 或 WPS 打开它，“文件—另存为”，类型选“Excel 工作簿（*.xlsx）”，再导入新文件。"
MAX_ROWS = 50_000
MAX_CELLS = 3_000_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DISPIMG = re.compile(r"DISPIMG\(\s*\"([^\"]+)\"", re.IGNORECASE)


def read_workbook(path: Path) -> Workbook:
    """All sheets of an .xlsx file; UsageError for what cannot be read."""
    return workbook_of(opened(path, suffix=".xlsx", save_as=SAVE_AS))


def workbook_of(package: Package) -> Workbook:
    """All sheets of an opened file; UsageError for what is no workbook."""
    main = next(
        (part for kind, part in package.relations("").values() if kind == "officeDocument"), ""
    )
    if not main or main not in package:
        raise UsageError(f"{package.name} 不是 Excel 工作簿。{SAVE_AS}")
    root = package.xml(main)
    if not str(root.tag).endswith("}workbook"):
        raise UsageError(f"{package.name} 不是 Excel 工作簿。{SAVE_AS}")
    relations = package.relations(main)
    properties = root.find("{*}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    styles = _part(relations, "styles")
    formats = formats_in(package.xml(styles)) if styles in package else []
    reader = _Reader(package, _strings(package, relations), formats, is_1904)
    sheets = []
    for each in root.iterfind("{*}sheets/{*}sheet"):
        kind, part = relations.get(attribute(each, "id"), ("", ""))
        if kind == "worksheet" and part in package:
            is_hidden = each.get("state", "visible") != "visible"
            sheets.append(reader.sheet(each.get("name", ""), part, is_hidden))
    return Workbook(package.name, tuple(sheets), package)


def _part(relations: Mapping[str, tuple[str, str]], wanted: str) -> str:
    return next((part for kind, part in relations.values() if kind == wanted), "")


def _strings(package: Package, relations: Mapping[str, tuple[str, str]]) -> list[str]:
    part = _part(relations, "sharedStrings")
    if part not in package:
        return []
    return [_text(each) for each in package.xml(part).iterfind("{*}si")]


def _text(element: Element) -> str:
    """The text of a string, without the readings (rPh) that stand above it in East Asian files."""
    pieces = [
        each.text or ""
        for each in element.iter("{*}t")
        if not any(str(above.tag).endswith("}rPh") for above in each.iterancestors())
    ]
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))


class _Reader:
    """Reads the sheets of one workbook."""

    def __init__(
        self, package: Package, strings: list[str], formats: list[str], is_1904: bool
    ) -> None:
        self.package = package
        self.strings = strings
        self.formats = formats
        self.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        self.count = 0

    def sheet(self, name: str, part: str, is_hidden: bool) -> Sheet:
        root = self.package.xml(part)
        cells: dict[tuple[int, int], Cell] = {}
        hidden, heights = set(), {}
        row_number = 0
        for row in root.iterfind("{*}sheetData/{*}row"):
            row_number = int(row.get("r") or row_number + 1)
            if row.get("hidden") in ("1", "true"):
                hidden.add(row_number)
            if row.get("ht"):
                heights[row_number] = float(row.get("ht"))
            column = 0
            for each in row.iterfind("{*}c"):
                column = column_number(each.get("r", "")) or column + 1
                if cell := self._cell(each):
                    cells[row_number, column] = cell
                    self._count(row_number)
        shape = root.find("{*}sheetFormatPr")
        return Sheet(
            name=name,
            cells=cells,
            part=part,
            is_hidden=is_hidden,
            merges=tuple(_merges(root)),
            hidden_rows=frozenset(hidden),
            hidden_columns=frozenset(_hidden_columns(root)),
            heights=heights,
            default_height=float((shape is not None and shape.get("defaultRowHeight")) or 15),
        )

    def _count(self, row: int) -> None:
        self.count += 1
        if self.count > MAX_CELLS or row > MAX_ROWS:
            raise UsageError(
                f"{self.package.name} 太大了：最多 {MAX_ROWS} 行。请拆成几个文件，分几次导入。"
            )

    def _cell(self, element: Element) -> Cell | None:
        kind, style = element.get("t", "n"), int(element.get("s") or 0)
        formula = element.find("{*}f")
        value = element.findtext("{*}v")
        is_formula = formula is not None
        if is_formula and (found := _DISPIMG.search(formula.text or "")):
            return Cell("", Kind.PICTURE, picture=found[1])
        if kind in ("str", "s", "inlineStr") and (
            found := _DISPIMG.match((value or "").lstrip("="))
        ):
            return Cell("", Kind.PICTURE, picture=found[1])
        if kind == "inlineStr":
            inline = element.find("{*}is")
            return _text_cell(_text(inline) if inline is not None else "", is_formula)
        if value is None or value == "":
            # A formula whose value is an empty text is an empty cell; one without any was never
            # calculated, and what it would show is not known.
            return Cell("", Kind.UNCALCULATED, True) if is_formula and kind != "str" else None
        if kind == "s":
            index = int(value)
            return _text_cell(self.strings[index] if index < len(self.strings) else "", is_formula)
        if kind == "str":
            text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)
            return _text_cell(text, is_formula)
        if kind == "e":
            if metadata := element.get("vm"):
                return Cell("", Kind.PICTURE, picture=metadata)
            return Cell(value, Kind.ERROR, is_formula)
        if kind == "b":
            return Cell("是" if value in ("1", "true") else "否", Kind.TEXT, is_formula)
        if kind == "d":
            return Cell(value[:10], Kind.DATE, is_formula)
        code = self.formats[style] if style < len(self.formats) else "General"
        return number_cell(value, code, self.epoch, is_formula)


def _text_cell(text: str, is_formula: bool) -> Cell | None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Cell(text, Kind.TEXT, is_formula) if text.strip() else None


def _merges(root: Element) -> Iterator[Merge]:
    for each in root.iterfind("{*}mergeCells/{*}mergeCell"):
        found = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", each.get("ref", ""))
        if found:
            yield Merge(
                int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3])
            )


def _hidden_columns(root: Element) -> Iterator[int]:
    for each in root.iterfind("{*}cols/{*}col"):
        if each.get("hidden") in ("1", "true"):
            yield from range(int(each.get("min")), min(int(each.get("max")), 16384) + 1)
