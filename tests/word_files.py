"""Word documents for tests, written part by part, so that each may be as odd as it is in life."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as part
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml"
SPACES = {
    "w": W,
    "r": R,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
BODY, SMALL, BIG = 32, 24, 44  # half points: 16, 12 and 22 pt

STYLES = f"""<w:styles {DECLARED}>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="a"/>
<w:rPr><w:sz w:val="44"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="cap">
<w:name w:val="caption"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="character" w:styleId="gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr>
</w:style></w:styles>"""


def level(at: int, format: str, text: str, *, start: int = 1, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>'
        f"{extra}<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def numbering(lists: dict[int, str], overrides: dict[int, tuple[int, str]] | None = None) -> str:
    """lists: abstract lists by number, each also a list. overrides: list → (abstract, xml)."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>'
        for id, levels in lists.items()
    )
    nums = "".join(f'<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>' for id in lists)
    nums += "".join(
        f'<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{xml}</w:num>'
        for id, (of, xml) in (overrides or {}).items()
    )
    return f"<w:numbering {DECLARED}>{kinds}{nums}</w:numbering>"


CHINESE_LIST = level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCounting", "（%2）")


def run(text: str, *, size: int = 0, bold: bool = False, font: str = "", extra: str = "") -> str:
    r"""One run; in its text \n is a line break and \t a tab."""
    look = f'<w:rFonts w:eastAsia="{font}"/>' if font else ""
    look += "<w:b/>" if bold else ""
    look += f'<w:sz w:val="{size}"/>' if size else ""
    inner = "".join(_piece(part) for part in _parts(text))
    return f"<w:r><w:rPr>{extra}{look}</w:rPr>{inner}</w:r>"


def _parts(text: str) -> list[str]:
    return [
        part for part in text.replace("\n", "\0\n\0").replace("\t", "\0\t\0").split("\0") if part
    ]


def _piece(part: str) -> str:
    found = {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(part)
    return found or f'<w:t xml:space="preserve">{escape(part)}</w:t>'


def p(
    *inner: str,
    style: str = "",
    align: str = "",
    num: tuple[int, int] | None = None,
    extra: str = "",
    **look: object,
) -> str:
    """A paragraph; what is no XML yet becomes a run of the given look."""
    props = f'<w:pStyle w:val="{style}"/>' if style else ""
    props += (
        f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>' if num else ""
    )
    props += f'<w:jc w:val="{align}"/>' if align else ""
    runs = "".join(each if each.startswith("<") else run(each, **look) for each in inner)
    return f"<w:p><w:pPr>{props}{extra}</w:pPr>{runs}</w:p>"


def caption(text: str) -> str:
    """A line as most captions look: centred and small."""
    return p(text, align="center", size=SMALL)


def title(text: str) -> str:
    return p(text, align="center", size=BIG)


def table(*rows: Sequence[str], header: bool = False) -> str:
    """Cells that do not begin with < are text."""
    lines = []
    for row in rows:
        cells = "".join(each if each.startswith("<w:tc>") else cell(each) for each in row)
        lines.append(f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}{cells}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"


def cell(*inner: str, span: int = 1, merge: str = "") -> str:
    props = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge:
        props += '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    blocks = "".join(each if each.startswith("<w:") else p(each) for each in inner) or "<w:p/>"
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{blocks}</w:tc>"


def blip(id: str, *, crop: str = "", turn: int = 0, link: bool = False) -> str:
    how = "link" if link else "embed"
    return (
        f'<pic:pic><pic:nvPicPr/><pic:blipFill><a:blip r:{how}="{id}"/>{crop}</pic:blipFill>'
        f'<pic:spPr><a:xfrm rot="{turn * 60000}"/></pic:spPr></pic:pic>'
    )


def picture(id: str, *, alt: str = "", **how: object) -> str:
    """An inline picture in a run of its own."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片" descr={quoteattr(alt)}/>'
        f"<a:graphic><a:graphicData>{blip(id, **how)}</a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )


def floating(id: str, across: int = 0) -> str:
    return (
        '<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>'
        f'{across}</wp:posOffset></wp:positionH><wp:docPr id="1" name="图片"/>'
        f"<a:graphic><a:graphicData>{blip(id)}</a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></w:r>"
    )


def vml(id: str, crop: str = "") -> str:
    return (
        '<w:r><w:pict><v:shape style="width:100pt;height:60pt">'
        f'<v:imagedata r:id="{id}" {crop}/></v:shape></w:pict></w:r>'
    )


def box(*blocks: str, fallback: bool = True) -> str:
    """A text box, as Word writes it: drawn, and once more in VML for old programs."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    new = (
        '<w:drawing><wp:anchor><wp:docPr id="9" name="文本框"/><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing>"
    )
    if not fallback:
        return f"<w:r>{new}</w:r>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, *result: str) -> str:
    """A complex field, its result being runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText>{escape(code)}</w:instrText></w:r>"
        + mark.format("separate")
        + "".join(each if each.startswith("<") else run(each) for each in result)
        + mark.format("end")
    )


def inserted(*inner: str) -> str:
    return f'<w:ins w:id="1" w:author="甲">{"".join(run(each) for each in inner)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="甲"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del>'


DELETED_END = '<w:rPr><w:del w:id="2" w:author="甲"/></w:rPr>'


def image(
    format: str = "JPEG", color: str = "red", size: tuple[int, int] = (60, 40), **options: object
) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, color).save(target, format, **options)
    return target.getvalue()


def halves(format: str = "PNG") -> bytes:
    """Left red, right blue; 60 by 40."""
    target = io.BytesIO()
    made = Image.new("RGB", (60, 40), "blue")
    made.paste("red", (0, 0, 30, 40))
    made.save(target, format)
    return target.getvalue()


def with_gps() -> bytes:
    """A JPEG that tells where it was taken."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (27.0, 7.0, 0.0), 3: "E", 4: (104.0, 43.0, 0.0)}
    exif[0x010F] = "某手机"
    return image("JPEG", exif=exif)


@dataclass
class Docx:
    """A document: body, and the parts around it. media: id of the relation → (name, bytes)."""

    body: Sequence[str]
    media: dict[str, tuple[str, bytes]] = part(default_factory=dict)
    links: dict[str, str] = part(default_factory=dict)
    parts: dict[str, str] = part(default_factory=dict)
    styles: str = STYLES
    numbering: str = ""
    is_strict: bool = False

    def data(self) -> bytes:
        relations = [("rStyles", "styles", "styles.xml", "")]
        files = {"word/styles.xml": self.styles.encode()}
        if self.numbering:
            relations.append(("rNumbers", "numbering", "numbering.xml", ""))
            files["word/numbering.xml"] = self.numbering.encode()
        for name, text in self.parts.items():
            relations.append((f"r{name}", name.rstrip("0123456789"), f"{name}.xml", ""))
            files[f"word/{name}.xml"] = text.encode()
        for id, (name, data) in self.media.items():
            relations.append((id, "image", f"media/{name}", ""))
            files[f"word/media/{name}"] = data
        for id, target in self.links.items():
            kind = "image" if target.endswith((".jpg", ".png")) else "hyperlink"
            relations.append((id, kind, target, 'TargetMode="External"'))
        text = (
            f"<w:document {DECLARED}><w:body>{''.join(self.body)}<w:sectPr/></w:body></w:document>"
        )
        files["word/document.xml"] = text.encode()
        files["word/_rels/document.xml.rels"] = _relations(relations).encode()
        main = [("rMain", "officeDocument", "word/document.xml", "")]
        files["_rels/.rels"] = _relations(main).encode()
        files["[Content_Types].xml"] = _TYPES.encode()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                if self.is_strict and name.endswith((".xml", ".rels")):
                    data = _strict(data)
                archive.writestr(name, data)
        return target.getvalue()


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="jpg" ContentType="image/jpeg"/></Types>'
)


def _relations(rows: list[tuple[str, str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{id}" Type="{R}/{kind}" Target={quoteattr(target)} {mode}/>'
        for id, kind, target, mode in rows
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'


def _strict(data: bytes) -> bytes:
    text = data.decode()
    text = text.replace(W, f"{STRICT}/wordprocessingml/main")
    text = text.replace(R, f"{STRICT}/officeDocument/relationships")
    for name in ("main", "picture", "wordprocessingDrawing", "chart", "diagram"):
        text = text.replace(
            f"http://schemas.openxmlformats.org/drawingml/2006/{name}", f"{STRICT}/drawingml/{name}"
        )
    return text.encode()
