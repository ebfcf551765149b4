"""A drawing → its pictures, its text boxes, and what of it cannot be taken; groups at any depth.

DrawingML is what Word writes today, VML what it wrote before and WPS still writes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from generator.imports.word.blocks import Picture
from generator.imports.word.docx import Link, first
from generator.imports.word.elements import chosen

Links = Mapping[str, Link]


@dataclass(frozen=True)
class TextBox:
    """content: the element that holds its paragraphs."""

    content: Element


@dataclass(frozen=True)
class Lost:
    """A part that a draft cannot have. text: what it says."""

    what: str
    text: str = ""


Drawn = Picture | TextBox | Lost


def drawn(element: Element, links: Links) -> Iterator[Drawn]:
    """What a w:drawing, w:pict or w:object shows, in order; its pictures have no number yet.

    links: of the part that holds it.
    """
    if element.tag == "w:drawing":
        yield from _drawing(element, links)
    elif element.tag == "w:pict":
        yield from _pict(element, links)
    else:
        yield from _embedded(element, links)


# ---------------------------------------------------------------- DrawingML


def _drawing(element: Element, links: Links) -> Iterator[Drawn]:
    for frame in element:
        properties = first(frame, "wp:docPr")
        if properties is not None and properties.get("hidden") in {"1", "true"}:
            yield Lost("隐藏的图", properties.get("descr", ""))
            continue
        alt = (properties.get("descr") or "") if properties is not None else ""
        found = Picture(0, "", alt=alt.strip())
        if frame.tag == "wp:anchor":
            found = replace(found, is_floating=True, across=_across(frame))
        yield from _parts(frame, found, links)


def _parts(parent: Element, like: Picture, links: Links) -> Iterator[Drawn]:
    """like: what is known of a picture from the frame around it."""
    for child in parent:
        if child.tag == "pic:pic":
            yield _picture(child, like, links)
        elif child.tag == "w:txbxContent":
            yield TextBox(child)
        elif child.tag == "mc:AlternateContent":
            if (found := chosen(child)) is not None:
                yield from _parts(found, like, links)
        elif child.tag == "a:blip":
            # A shape that is filled with a picture.
            yield _stored(child, like, links)
        elif child.tag == "c:chart":
            yield Lost("图表")
        elif child.tag == "dgm:relIds":
            yield Lost("SmartArt 图形")
        elif child.tag == "a:graphicData" and "chartex" in child.get("uri", ""):
            yield Lost("图表")
        else:
            yield from _parts(child, like, links)


def _picture(element: Element, like: Picture, links: Links) -> Drawn:
    fill = first(element, "pic:blipFill")
    blip = first(fill, "a:blip")
    if blip is None:
        return Lost("一张没有内容的图")
    frame = first(element, "pic:spPr", "a:xfrm")
    shown = replace(like, window=_window(first(fill, "a:srcRect")))
    if frame is not None:
        shown = replace(
            shown,
            turn=int(frame.get("rot", "0")) / 60000 % 360,
            is_mirrored=frame.get("flipH") in {"1", "true"},
            is_flipped=frame.get("flipV") in {"1", "true"},
        )
    return _stored(blip, shown, links)


def _stored(blip: Element, shown: Picture, links: Links) -> Picture:
    return _linked(shown, links.get(blip.get("r:embed") or blip.get("r:link") or ""))


def _linked(shown: Picture, link: Link | None) -> Picture:
    """The picture with its file: a part of the package, or an address elsewhere."""
    part = link.target if link and not link.is_external else ""
    address = link.target if link and link.is_external else ""
    return replace(shown, part=part, address=address)


def _across(anchor: Element) -> tuple[str, int] | None:
    position = first(anchor, "wp:positionH")
    offset = first(position, "wp:posOffset")
    if position is None or offset is None or not re.fullmatch(r"-?\d+", offset.text or ""):
        return None
    return position.get("relativeFrom", ""), int(offset.text or "0")


def _window(crop: Element | None) -> tuple[float, float, float, float]:
    if crop is None:
        return (0, 0, 1, 1)
    left, top, right, bottom = (_share(crop.get(side, "0")) for side in ("l", "t", "r", "b"))
    return left, top, 1 - right, 1 - bottom


def _share(written: str) -> float:
    """A part of the whole: 12500 and 12.5% are an eighth; less than nothing is nothing."""
    try:
        number = float(written.rstrip("%")) / (100 if written.endswith("%") else 100_000)
    except ValueError:
        return 0
    return min(max(number, 0), 0.99)


# ---------------------------------------------------------------- VML and embedded objects


def _pict(element: Element, links: Links) -> Iterator[Drawn]:
    shape_style = ""
    for each in element.iter():
        shape_style = each.get("style", shape_style) if each.tag.startswith("v:") else shape_style
        if each.tag == "v:textpath" and each.get("string"):
            yield Lost("艺术字", each.get("string", ""))
    floats = "position:absolute" in shape_style.replace(" ", "")
    yield from _vml_parts(element, floats, links)


def _vml_parts(parent: Element, floats: bool, links: Links) -> Iterator[Drawn]:
    for child in parent:
        if child.tag == "v:imagedata":
            alt = child.get("o:title", "")
            shown = Picture(0, "", window=_vml_window(child), alt=alt, is_floating=floats)
            yield _linked(shown, links.get(child.get("r:id") or child.get("o:relid") or ""))
        elif child.tag == "w:txbxContent":
            yield TextBox(child)
        elif child.tag == "mc:AlternateContent":
            if (found := chosen(child)) is not None:
                yield from _vml_parts(found, floats, links)
        elif child.tag == "w:drawing":
            yield from _drawing(child, links)
        else:
            yield from _vml_parts(child, floats, links)


def _vml_window(image: Element) -> tuple[float, float, float, float]:
    names = ("cropleft", "croptop", "cropright", "cropbottom")
    left, top, right, bottom = (_vml_share(image.get(name, "0")) for name in names)
    return left, top, 1 - right, 1 - bottom


def _vml_share(written: str) -> float:
    """VML writes 65536ths as `9830f`, or a plain fraction."""
    try:
        number = float(written[:-1]) / 65536 if written.endswith("f") else float(written)
    except ValueError:
        return 0
    return min(max(number, 0), 0.99)


def _embedded(element: Element, links: Links) -> Iterator[Drawn]:
    if (drawing := first(element, "w:drawing")) is not None:
        yield from _drawing(drawing, links)
        return
    ole = next(element.iter("o:OLEObject"), None)
    kind = ole.get("ProgID", "") if ole is not None else ""
    yield Lost("公式" if kind.startswith("Equation") else "嵌入的文件或表格", kind)
