"""An .xlsx file → its sheets as plain cells: text, numbers and dates as the sheet shows them.

Read from the file's own XML, in one pass: openpyxl gives either formulas or their values, takes
Chinese date formats for numbers and loses pictures in cells. Its tables of formats are used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from generator.errors import UsageError
from generator.imports.package import Element, Package, attribute, opened

SAVE_AS = "请用 Excel 或 WPS 打开它，“文件—另存为”，类型选“Excel 工作簿（*.xlsx）”，再导入新文件。"
MAX_ROWS = 50_000
MAX_CELLS = 3_000_000

# Formats that Chinese editions of Excel know by number alone (ECMA-376, 18.8.30).
_EAST_ASIAN = {
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_FORMATS = BUILTIN_FORMATS | _EAST_ASIAN
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DISPIMG = re.compile(r"DISPIMG\(\s*\"([^\"]+)\"", re.IGNORECASE)


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    PICTURE = "picture"


@dataclass(frozen=True)
class Cell:
    """One cell that holds something.

    text: as the sheet shows it; dates as 2026-08-05, or as precise as they are shown.
    year_is_hidden: the date is shown without its year, which the program put there itself.
    picture: what leads to the picture in it: a WPS name, or the number of Excel's value metadata.
    """

    text: str
    kind: Kind = Kind.TEXT
    is_formula: bool = False
    year_is_hidden: bool = False
    picture: str = ""


@dataclass(frozen=True)
class Merge:
    """A merged range, all four numbers from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. cells: by (row, column), from 1. part: its XML; empty if it was no workbook's.

    heights: of rows that have one of their own, in points; default_height of the others.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    part: str = ""
    is_hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    heights: Mapping[int, float] = field(default_factory=dict)
    default_height: float = 15.0

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)


@dataclass(frozen=True)
class Workbook:
    """A file of sheets, with the package that it came from if it was one."""

    name: str
    sheets: tuple[Sheet, ...]
    package: Package | None = None


def read_workbook(path: Path) -> Workbook:
    """All sheets of an .xlsx file; UsageError for what cannot be read."""
    return workbook_of(opened(path, suffix=".xlsx", save_as=SAVE_AS))


def workbook_of(package: Package) -> Workbook:
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
    reader = _Reader(package, _strings(package, relations), _formats(package, relations), is_1904)
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


def _formats(package: Package, relations: Mapping[str, tuple[str, str]]) -> list[str]:
    """The number format of each cell style."""
    part = _part(relations, "styles")
    if part not in package:
        return []
    root = package.xml(part)
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    formats = []
    for each in root.iterfind("{*}cellXfs/{*}xf"):
        number = each.get("numFmtId", "0")
        builtin = _FORMATS.get(int(number), "General") if number.isdigit() else "General"
        formats.append(own.get(number, builtin))
    return formats


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
        return self._number(value, style, is_formula)

    def _number(self, value: str, style: int, is_formula: bool) -> Cell:
        try:
            number = float(value)
        except ValueError:
            return Cell(value, Kind.TEXT, is_formula)
        code = self.formats[style] if style < len(self.formats) else "General"
        if is_date_format(code) and (shown := _shown_date(number, code, self.epoch)):
            return Cell(shown[0], Kind.DATE, is_formula, year_is_hidden=shown[1])
        if "%" in re.sub(r'"[^"]*"', "", code):
            return Cell(f"{number * 100:.12g}%", Kind.NUMBER, is_formula)
        return Cell(
            f"{number:.15g}" if abs(number) < 1e15 else f"{number:.0f}", Kind.NUMBER, is_formula
        )


def _text_cell(text: str, is_formula: bool) -> Cell | None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Cell(text, Kind.TEXT, is_formula) if text.strip() else None


def _shown_date(number: float, code: str, epoch: datetime) -> tuple[str, bool] | None:
    """(the date as precise as the format shows it, whether its year is not shown)."""
    try:
        found = from_excel(number, epoch)
    except (ValueError, OverflowError, TypeError):
        return None
    if isinstance(found, time):
        return found.strftime("%H:%M"), False
    if not isinstance(found, date):
        return None
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|;.*', "", code).lower()
    # m stands for months or, beside hours and seconds, for minutes.
    clock = f" {found:%H:%M}" if "h" in bare and isinstance(found, datetime) else ""
    day = f"{found:%Y-%m-%d}"
    if "y" in bare and "d" not in bare:
        return (day[:7] if "m" in bare else day[:4]), False
    if "h" in bare and "d" not in bare and "y" not in bare:
        return clock.strip(), False
    return day + (clock if clock != " 00:00" else ""), "y" not in bare


def column_number(reference: str) -> int:
    """The number of the column in a reference such as AB12; 0 without one."""
    number = 0
    for letter in re.match(r"[A-Za-z]*", reference).group().upper():  # type: ignore[union-attr]
        number = number * 26 + ord(letter) - 64
    return number


def column_letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    return f"{column_letter(column)}{row}"


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
