"""Workbooks made for tests: by openpyxl, then edited where it cannot write what offices have."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawn
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

HEADINGS = (
    "标题",
    "网址名",
    "类别",
    "开始日期",
    "结束日期",
    "省",
    "县（市、区）",
    "参加队员",
    "封面照片",
    "正文",
)


def picture(colour: str, format: str = "JPEG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(target, format)
    return target.getvalue()


def colour_of(data: bytes) -> tuple[int, ...]:
    with Image.open(io.BytesIO(data)) as image:
        return tuple(round(part / 64) for part in image.convert("RGB").getpixel((9, 9)))


RED, GREEN, BLUE = ((4, 0, 0), (0, 2, 0), (0, 0, 4))


def float_over(sheet: Worksheet, cell: str, data: bytes, height_px: int = 18) -> None:
    drawn = Drawn(io.BytesIO(data))
    drawn.width, drawn.height = 24, height_px
    sheet.add_image(drawn, cell)


def saved(
    path: Path, fill: Callable[[Worksheet], None], title: str = "活动", *, mac: bool = False
) -> Path:
    """A workbook with one sheet."""
    made = Workbook()
    if mac:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    fill(sheet)
    made.save(path)
    return path


def rows(*lines: tuple[object, ...]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)

    return fill


def edited(
    path: Path, change: Mapping[str, Callable[[str], str]], add: Mapping[str, bytes]
) -> Path:
    """The same file with parts changed as text, and parts added."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, edit in change.items():
        before = parts[name].decode()
        after = edit(before)
        assert after != before, name
        parts[name] = after.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {**parts, **add}.items():
            package.writestr(name, data)
    return path


def with_wps_pictures(path: Path, cells: Mapping[str, bytes], sheet: str = "sheet1") -> Path:
    """Put pictures into cells as WPS does: DISPIMG in the cell, the picture in cellimages.xml."""
    names = {cell: f"ID_{number:032X}" for number, cell in enumerate(cells)}
    images = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{n}" name="{name}" descr="图片"/>'
        f'<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId{n}"/></xdr:blipFill>'
        "<xdr:spPr/></xdr:pic></etc:cellImage>"
        for n, name in enumerate(names.values(), 1)
    )
    spaces = (
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/image" Target="media/wps{n}.jpeg"/>'
        for n in range(1, len(cells) + 1)
    )
    parts = {
        "xl/cellimages.xml": f"<etc:cellImages {spaces}>{images}</etc:cellImages>".encode(),
        "xl/_rels/cellimages.xml.rels": (
            f'<Relationships xmlns="{_PKG}">{links}</Relationships>'.encode()
        ),
    }
    parts |= {f"xl/media/wps{n}.jpeg": data for n, data in enumerate(cells.values(), 1)}

    def put(text: str) -> str:
        for cell, name in names.items():
            formula = f'_xlfn.DISPIMG("{name}",1)'.replace('"', "&quot;")
            new = f'<c r="{cell}" t="str"><f>{formula}</f><v>={formula[6:]}</v></c>'
            text = replaced(text, cell, new)
        return text

    part = f"xl/worksheets/{sheet}.xml"
    return edited(
        path,
        {
            part: put,
            "[Content_Types].xml": lambda text: _typed(
                text, "/xl/cellimages.xml", "application/vnd.wps-officedocument.cellimage+xml"
            ),
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(
                "</Relationships>",
                '<Relationship Id="rIdCI" Type="http://www.wps.cn/officeDocument/2020/cellImage"'
                ' Target="cellimages.xml"/></Relationships>',
            ),
        },
        parts,
    )


def with_placed_pictures(path: Path, cells: Mapping[str, bytes]) -> Path:
    """Put pictures into cells as Excel's “place in cell” does: rich values."""
    count = len(cells)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rich = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
    blocks = "".join(
        f'<bk><extLst><ext uri="x"><xlrd:rvb i="{n}"/></ext></extLst></bk>' for n in range(count)
    )
    values = "".join(f'<bk><rc t="1" v="{n}"/></bk>' for n in range(count))
    metadata = (
        f'<metadata xmlns="{main}" xmlns:xlrd="{rich}"><metadataTypes count="1">'
        f'<metadataType name="XLRICHVALUE"/></metadataTypes><futureMetadata name="XLRICHVALUE">'
        f"{blocks}</futureMetadata><valueMetadata>{values}</valueMetadata></metadata>"
    )
    # The relations stand in the other order, so that only a true look-up finds the right picture.
    order = list(range(count))[::-1]
    rv = "".join(f'<rv s="0"><v>{order[n]}</v><v>5</v></rv>' for n in range(count))
    structure = (
        f'<rvStructures xmlns="{rich}"><s t="_localImage"><k n="_rvRel:LocalImageIdentifier"/>'
        '<k n="CalcOrigin"/></s></rvStructures>'
    )
    rels = "".join(f'<rel r:id="rId{n + 1}"/>' for n in range(count))
    links = "".join(
        f'<Relationship Id="rId{n + 1}" Type="{_REL}/image" Target="../media/in{order[n]}.png"/>'
        for n in range(count)
    )
    parts = {
        "xl/metadata.xml": metadata.encode(),
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{rich}">{rv}</rvData>'.encode(),
        "xl/richData/rdrichvaluestructure.xml": structure.encode(),
        "xl/richData/richValueRel.xml": (
            f'<richValueRels xmlns="http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel"'
            f' xmlns:r="{_REL}">{rels}</richValueRels>'
        ).encode(),
        "xl/richData/_rels/richValueRel.xml.rels": (
            f'<Relationships xmlns="{_PKG}">{links}</Relationships>'
        ).encode(),
    }
    parts |= {f"xl/media/in{n}.png": data for n, data in enumerate(cells.values())}

    def put(text: str) -> str:
        for number, cell in enumerate(cells, 1):
            new = f'<c r="{cell}" t="e" vm="{number}"><v>#VALUE!</v></c>'
            text = replaced(text, cell, new)
        return text

    return edited(path, {"xl/worksheets/sheet1.xml": put}, parts)


_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006/relationships"


def _typed(text: str, part: str, content_type: str) -> str:
    new = f'<Override PartName="{part}" ContentType="{content_type}"/></Types>'
    return text.replace("</Types>", new)


def replaced(text: str, cell: str, new: str) -> str:
    """A sheet's XML with another cell in place of one."""
    return re.sub(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', lambda _: new, text, count=1)
