"""The annotated copy: somebody's own workbook with red cells, comments and a list of problems.

Only the parts that say so are edited (styles, comments, one more sheet); all others, pictures
among them, stay the same bytes. openpyxl would drop pictures in cells when it saves.
"""

import io
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree
from openpyxl import Workbook as NewWorkbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from generator.downloads.tables_out import put_text
from generator.errors import UsageError
from generator.imports.drafts import Finding
from generator.imports.package import Element, Package, attribute
from generator.imports.tables.neighbours import ANNOTATED
from generator.imports.tables.workbook import Workbook, cell_name, column_number

LIST_SHEET = "问题清单"
_HEADINGS = ("位置", "性质", "是什么", "怎么改", "代号")
_WIDTHS = (28, 8, 60, 60, 22)
_AUTHOR = "展厅检查"
_RED, _YELLOW = "FFFFC7CE", "FFFFEB9C"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may stand behind legacyDrawing in a sheet, in the order of the standard.
_AFTER_LEGACY = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def annotated_copy(workbook: Workbook, path: Path, findings: Iterable[Finding]) -> Path:
    """Write the copy beside the file; returns its path. An older copy is never written over."""
    told = tuple(findings)
    if workbook.package is None:
        data = _from_text(workbook, told)
    else:
        data = _Annotator(workbook, workbook.package).annotated(told)
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


def _spot(finding: Finding) -> tuple[int, int] | None:
    """(row, column) of the cell that is marked; the first of a row; None for a whole sheet."""
    spot = finding.place.spot
    if found := re.fullmatch(r"([A-Z]+)(\d+)", spot):
        return int(found[2]), column_number(found[1])
    if found := re.fullmatch(r"第 (\d+) 行", spot):
        return int(found[1]), 1
    return None


def _by_cell(findings: Iterable[Finding]) -> dict[tuple[int, int], list[Finding]]:
    cells: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if spot := _spot(finding):
            cells[spot].append(finding)
    return dict(sorted(cells.items()))


def _note(findings: Iterable[Finding]) -> str:
    return "\n".join(
        f"{'提醒' if found.is_notice else '问题'}：{found.problem.what}\n改法：{found.problem.mend}"
        for found in findings
    )


def _rows(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    return [
        (
            str(found.place).removeprefix(found.place.file).strip() or found.place.file,
            "提醒" if found.is_notice else "问题",
            found.problem.what,
            found.problem.mend,
            found.problem.code,
        )
        for found in findings
    ]


# ---------------------------------------------------------------- a text table


def _from_text(workbook: Workbook, findings: tuple[Finding, ...]) -> bytes:
    """A workbook of a text table, marked; its cells stay texts."""
    made = NewWorkbook()
    sheet = made.active
    assert sheet is not None
    for (row, column), cell in workbook.sheets[0].cells.items():
        put_text(sheet.cell(row, column), cell.text)
    for (row, column), here in _by_cell(findings).items():
        colour = _YELLOW if all(found.is_notice for found in here) else _RED
        marked = sheet.cell(row, column)
        marked.fill = PatternFill("solid", fgColor=colour)
        marked.comment = Comment(_note(here), _AUTHOR, height=140, width=360)
    listed = made.create_sheet(LIST_SHEET)
    for number, texts in enumerate([_HEADINGS, *_rows(findings)], 1):
        for column, text in enumerate(texts, 1):
            put_text(listed.cell(number, column), text)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


# ---------------------------------------------------------------- a workbook


class _Annotator:
    """Edits the parts of one package."""

    def __init__(self, workbook: Workbook, package: Package) -> None:
        self.workbook = workbook
        self.package = Package(package.name, package.data)
        relations = self.package.relations("")
        self.main = next(part for kind, part in relations.values() if kind == "officeDocument")
        self.types = self.package.xml("[Content_Types].xml")
        links = self.package.relations(self.main).values()
        self.styles_part = next((part for kind, part in links if kind == "styles"), "")
        self.styles: Element = self.package.xml(self.styles_part) if self.styles_part else None
        self.painted: dict[tuple[int, str], int] = {}
        self.fills: dict[str, int] = {}

    def annotated(self, findings: tuple[Finding, ...]) -> bytes:
        for sheet in self.workbook.sheets:
            here = _by_cell(found for found in findings if found.place.sheet == sheet.name)
            if here and sheet.part:
                self._mark(sheet.part, here)
        self._add_list(_rows(findings))
        if self.styles is not None:
            self.package.change(self.styles_part, self.styles)
        self.package.change("[Content_Types].xml", self.types)
        return self.package.saved()

    # ---- cells

    def _mark(self, part: str, cells: Mapping[tuple[int, int], list[Finding]]) -> None:
        root = self.package.xml(part)
        for (row, column), findings in cells.items():
            colour = _YELLOW if all(found.is_notice for found in findings) else _RED
            cell = _cell(root, row, column)
            if self.styles is not None:
                cell.set("s", str(self._style(int(cell.get("s") or 0), colour)))
        self._comment(part, root, cells)
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

    # ---- comments

    def _comment(
        self, part: str, sheet: Element, cells: Mapping[tuple[int, int], list[Finding]]
    ) -> None:
        links = self.package.relations(part)
        comments = next((p for kind, p in links.values() if kind == "comments"), "")
        legacy = sheet.find("{*}legacyDrawing")
        drawing = links.get(attribute(legacy, "id"), ("", ""))[1] if legacy is not None else ""
        if not comments:
            comments = self._free_part("xl/comments{}.xml")
            root = etree.Element(f"{{{_MAIN}}}comments", nsmap={None: _MAIN})
            etree.SubElement(root, f"{{{_MAIN}}}authors")
            etree.SubElement(root, f"{{{_MAIN}}}commentList")
            self.package.change(comments, root)
            self._type(comments, _COMMENTS_TYPE)
            self._relate(part, "comments", comments)
        if not drawing:
            drawing = self._free_part("xl/drawings/vmlDrawing{}.vml")
            self.package.changed[drawing] = _EMPTY_VML.encode()
            self._default_type("vml", _VML_TYPE)
            link = self._relate(part, "vmlDrawing", drawing)
            _insert_legacy(sheet, link)
        new = self._write_comments(comments, cells)
        text = self.package.read(drawing).decode("utf-8")
        shapes = "".join(_shape(number, *spot) for number, spot in enumerate(new))
        head, close, tail = text.rpartition("</xml>")
        self.package.changed[drawing] = f"{head}{shapes}{close}{tail}".encode()

    def _write_comments(
        self, part: str, cells: Mapping[tuple[int, int], list[Finding]]
    ) -> list[tuple[int, int]]:
        """Add what was found to the comments; returns the cells that had none before."""
        root = self.package.xml(part)
        space = etree.QName(root).namespace
        authors, listed = root.find("{*}authors"), root.find("{*}commentList")
        etree.SubElement(authors, f"{{{space}}}author").text = _AUTHOR
        author = str(len(authors) - 1)
        known = {each.get("ref"): each for each in listed}
        new = []
        for (row, column), findings in cells.items():
            reference, text = cell_name(row, column), _note(findings)
            if reference in known:
                holder = known[reference].find("{*}text")
                text = f"\n{text}"
            else:
                made = etree.SubElement(
                    listed, f"{{{space}}}comment", ref=reference, authorId=author
                )
                holder = etree.SubElement(made, f"{{{space}}}text")
                new.append((row, column))
            # A text is either one t or a row of runs; runs may follow it in practice only alone.
            for plain in holder.findall("{*}t"):
                run = etree.Element(f"{{{space}}}r")
                holder.replace(plain, run)
                run.append(plain)
            run = etree.SubElement(holder, f"{{{space}}}r")
            written = etree.SubElement(run, f"{{{space}}}t")
            written.text = text
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        self.package.change(part, root)
        return new

    # ---- one more sheet

    def _add_list(self, rows: list[tuple[str, ...]]) -> None:
        part = self._free_part("xl/worksheets/zhanting{}.xml")
        self.package.changed[part] = _list_xml(rows).encode()
        self._type(part, _SHEET_TYPE)
        link = self._relate(self.main, "worksheet", part)
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

    def _free_part(self, pattern: str) -> str:
        number = 1
        while pattern.format(number) in self.package:
            number += 1
        return pattern.format(number)

    def _type(self, part: str, content_type: str) -> None:
        space = etree.QName(self.types).namespace
        made = etree.SubElement(self.types, f"{{{space}}}Override", PartName=f"/{part}")
        made.set("ContentType", content_type)

    def _default_type(self, extension: str, content_type: str) -> None:
        known = {each.get("Extension", "").lower() for each in self.types}
        if extension not in known:
            space = etree.QName(self.types).namespace
            made = etree.Element(f"{{{space}}}Default", Extension=extension)
            made.set("ContentType", content_type)
            self.types.insert(0, made)

    def _relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of a part; returns its id."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels"
        if rels in self.package:
            root = self.package.xml(rels)
        else:
            root = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
        taken = {each.get("Id") for each in root}
        number = 1
        while f"rIdZ{number}" in taken:
            number += 1
        made = etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id=f"rIdZ{number}")
        made.set("Type", f"{_OFFICE}/{kind}")
        made.set("Target", f"/{target}")
        self.package.change(rels, root)
        return f"rIdZ{number}"


def _office(root: Element) -> str:
    """The namespace of relation ids as the workbook itself writes it."""
    for each in root.iterfind("{*}sheets/{*}sheet"):
        for key in each.attrib:
            if str(key).endswith("}id"):
                return str(etree.QName(key).namespace)
    return _OFFICE


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


def _at(parent: Element, number: int, number_of: object) -> Element:
    assert callable(number_of)
    return next((each for each in parent if number_of(each) == number), None)


def _insert_legacy(sheet: Element, link: str) -> None:
    space = etree.QName(sheet).namespace
    made = etree.Element(f"{{{space}}}legacyDrawing")
    made.set(f"{{{_OFFICE}}}id", link)
    later = (each for each in sheet if etree.QName(each).localname in _AFTER_LEGACY)
    after = next(later, None)
    if after is None:
        sheet.append(made)
    else:
        after.addprevious(made)


_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def _shape(number: int, row: int, column: int) -> str:
    """The hidden box of a comment, as Excel keeps it beside the comment's text."""
    return (
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
        f' id="_x0000_s9{number:04d}" type="#_x0000_t202"'
        ' style="position:absolute;width:300px;height:120px;visibility:hidden"'
        ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    )


def _list_xml(rows: list[tuple[str, ...]]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(_WIDTHS, 1)
    )
    lines = []
    for number, texts in enumerate([_HEADINGS, *rows], 1):
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
