"""Comments on the cells of a workbook: their texts in one part, their boxes (VML) in another."""

from lxml import etree

from generator.imports.package import Element, Package, attribute
from generator.imports.tables.new_parts import OFFICE, NewParts
from generator.imports.tables.remarks import AUTHOR, ByCell, note
from generator.imports.tables.sheets import cell_name

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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
_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def add_comments(parts: NewParts, part: str, sheet: Element, cells: ByCell) -> None:
    """Add what is found to the comments of a sheet; both parts that hold them are made if need be.

    part: the sheet's; sheet: its root, which the caller saves.
    """
    package = parts.package
    links = package.relations(part)
    comments = next((p for kind, p in links.values() if kind == "comments"), "")
    legacy = sheet.find("{*}legacyDrawing")
    drawing = links.get(attribute(legacy, "id"), ("", ""))[1] if legacy is not None else ""
    if not comments:
        comments = parts.free_name("xl/comments{}.xml")
        root = etree.Element(f"{{{_MAIN}}}comments", nsmap={None: _MAIN})
        etree.SubElement(root, f"{{{_MAIN}}}authors")
        etree.SubElement(root, f"{{{_MAIN}}}commentList")
        package.change(comments, root)
        parts.set_type(comments, _COMMENTS_TYPE)
        parts.relate(part, "comments", comments)
    if not drawing:
        drawing = parts.free_name("xl/drawings/vmlDrawing{}.vml")
        package.changed[drawing] = _EMPTY_VML.encode()
        parts.set_default_type("vml", _VML_TYPE)
        link = parts.relate(part, "vmlDrawing", drawing)
        _insert_legacy(sheet, link)
    new = _write_comments(package, comments, cells)
    text = package.read(drawing).decode("utf-8")
    shapes = "".join(_shape(number, *spot) for number, spot in enumerate(new))
    head, close, tail = text.rpartition("</xml>")
    package.changed[drawing] = f"{head}{shapes}{close}{tail}".encode()


def _write_comments(package: Package, part: str, cells: ByCell) -> list[tuple[int, int]]:
    """Add what was found to the comments; returns the cells that had none before."""
    root = package.xml(part)
    space = etree.QName(root).namespace
    authors, listed = root.find("{*}authors"), root.find("{*}commentList")
    etree.SubElement(authors, f"{{{space}}}author").text = AUTHOR
    author = str(len(authors) - 1)
    known = {each.get("ref"): each for each in listed}
    new = []
    for (row, column), findings in cells.items():
        reference, text = cell_name(row, column), note(findings)
        if reference in known:
            holder = known[reference].find("{*}text")
            text = f"\n{text}"
        else:
            made = etree.SubElement(listed, f"{{{space}}}comment", ref=reference, authorId=author)
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
    package.change(part, root)
    return new


def _insert_legacy(sheet: Element, link: str) -> None:
    space = etree.QName(sheet).namespace
    made = etree.Element(f"{{{space}}}legacyDrawing")
    made.set(f"{{{OFFICE}}}id", link)
    later = (each for each in sheet if etree.QName(each).localname in _AFTER_LEGACY)
    after = next(later, None)
    if after is None:
        sheet.append(made)
    else:
        after.addprevious(made)


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
