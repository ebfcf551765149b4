"""Somebody's own workbook with marks. Only the parts that carry them are edited or added.

All others, pictures among them, stay the same bytes. openpyxl would drop pictures in cells when it
saves.
"""

from collections.abc import Callable
from copy import deepcopy
from xml.sax.saxutils import escape

from lxml import etree

from generator.imports.drafts import Finding
from generator.imports.package import Element, Package
from generator.imports.tables.cell_comments import add_comments
from generator.imports.tables.new_parts import OFFICE, NewParts
from generator.imports.tables.remarks import LIST_SHEET, ByCell, by_cell, colour_of, list_rows
from generator.imports.tables.sheets import Workbook, cell_name, column_number

_WIDTHS = (28, 8, 60, 60, 22)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


class Annotator:
    """Edits the parts of one package."""

    def __init__(self, workbook: Workbook, package: Package) -> None:
        self.workbook = workbook
        self.package = Package(package.name, package.data)
        relations = self.package.relations("")
        self.main = next(part for kind, part in relations.values() if kind == "officeDocument")
        self.parts = NewParts(self.package)
        links = self.package.relations(self.main).values()
        self.styles_part = next((part for kind, part in links if kind == "styles"), "")
        self.styles: Element = self.package.xml(self.styles_part) if self.styles_part else None
        self.painted: dict[tuple[int, str], int] = {}
        self.fills: dict[str, int] = {}

    def annotated(self, findings: tuple[Finding, ...]) -> bytes:
        for sheet in self.workbook.sheets:
            here = by_cell(found for found in findings if found.place.sheet == sheet.name)
            if here and sheet.part:
                self._mark(sheet.part, here)
        self._add_list(list_rows(findings))
        if self.styles is not None:
            self.package.change(self.styles_part, self.styles)
        self.parts.finish()
        return self.package.saved()

    def _mark(self, part: str, cells: ByCell) -> None:
        root = self.package.xml(part)
        for (row, column), findings in cells.items():
            cell = _cell(root, row, column)
            if self.styles is not None:
                cell.set("s", str(self._style(int(cell.get("s") or 0), colour_of(findings))))
        add_comments(self.parts, part, root, cells)
        self.package.change(part, root)

    def _style(self, style: int, colour: str) -> int:
        """The number of a style that is like `style`, on another ground."""
        if (style, colour) not in self.painted:
            formats = self.styles.find("{*}cellXfs")
            if formats is None or not len(formats):
                return style
            made = deepcopy(formats[min(style, len(formats) - 1)])
            made.set("fillId", str(self._fill(colour)))
            made.set("applyFill", "1")
            formats.append(made)
            formats.set("count", str(len(formats)))
            self.painted[style, colour] = len(formats) - 1
        return self.painted[style, colour]

    def _fill(self, colour: str) -> int:
        if colour not in self.fills:
            fills = self.styles.find("{*}fills")
            space = etree.QName(fills).namespace
            fill = etree.SubElement(fills, f"{{{space}}}fill")
            pattern = etree.SubElement(fill, f"{{{space}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{space}}}fgColor", rgb=colour)
            etree.SubElement(pattern, f"{{{space}}}bgColor", indexed="64")
            fills.set("count", str(len(fills)))
            self.fills[colour] = len(fills) - 1
        return self.fills[colour]

    def _add_list(self, rows: list[tuple[str, ...]]) -> None:
        part = self.parts.free_name("xl/worksheets/zhanting{}.xml")
        self.package.changed[part] = _list_xml(rows).encode()
        self.parts.set_type(part, _SHEET_TYPE)
        link = self.parts.relate(self.main, "worksheet", part)
        root = self.package.xml(self.main)
        sheets = root.find("{*}sheets")
        names = {each.get("name") for each in sheets}
        number, name = 1, LIST_SHEET
        while name in names:
            number += 1
            name = f"{LIST_SHEET} {number}"
        space = etree.QName(root).namespace
        made = etree.SubElement(sheets, f"{{{space}}}sheet", name=name)
        made.set("sheetId", str(max(int(each.get("sheetId", 0)) for each in sheets) + 1))
        made.set(f"{{{_office(root)}}}id", link)
        self.package.change(self.main, root)


def _office(root: Element) -> str:
    """The namespace of relation ids as the workbook itself writes it."""
    for each in root.iterfind("{*}sheets/{*}sheet"):
        for key in each.attrib:
            if str(key).endswith("}id"):
                return str(etree.QName(key).namespace)
    return OFFICE


def _cell(root: Element, row: int, column: int) -> Element:
    """The cell of a sheet, made if it is not there, in its place."""
    data = root.find("{*}sheetData")
    space = etree.QName(root).namespace
    line = _at(data, row, lambda each: int(each.get("r") or 0))
    if line is None:
        line = etree.Element(f"{{{space}}}row", r=str(row))
        before = [each for each in data if int(each.get("r") or 0) < row]
        data.insert(len(before), line)
    found = _at(line, column, lambda each: column_number(each.get("r", "")))
    if found is None:
        found = etree.Element(f"{{{space}}}c", r=cell_name(row, column))
        before = [each for each in line if column_number(each.get("r", "")) < column]
        line.insert(len(before), found)
    return found


def _at(parent: Element, number: int, number_of: Callable[[Element], int]) -> Element:
    return next((each for each in parent if number_of(each) == number), None)


def _list_xml(rows: list[tuple[str, ...]]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    lines = []
    for number, texts in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{cell_name(number, column)}" t="inlineStr"><is>'
            f'<t xml:space="preserve">{escape(text)}</t></is></c>'
            for column, text in enumerate(texts, 1)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<worksheet xmlns="{_MAIN}"><cols>{columns}</cols>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )
