"""A document's XML → blocks: what its reader sees, and a word on all that is left out.

Tracked insertions count, deletions and what was moved away do not; of two renderings of one drawing
one is taken; nothing with text in it is passed over without being told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from mammoth.docx.dingbats import dingbats

from generator.imports.drafts import Finding, Place
from generator.imports.word.blocks import (
    Block,
    Box,
    Cell,
    Paragraph,
    Picture,
    Piece,
    Row,
    Run,
    Table,
)
from generator.imports.word.numbering import Number, Numbering
from generator.imports.word.package import DocxRefused, Link, Package, first, is_on, value
from generator.imports.word.styles import Styles, read_styles

MAX_PICTURES = 500
# Fields that show what only a printed page has.
_PAGE_FIELDS = {"TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "INDEX"}
# Fields that show nothing by themselves.
_SILENT_FIELDS = {"XE", "TC", "RD", "BOOKMARK", "SET", "ASK", "ADVANCE", "PRIVATE", "ADDIN", ""}
_THROUGH = {
    *("w:smartTag", "w:customXml", "w:ins", "w:moveTo", "w:dir", "w:bdo", "w:sdtContent"),
    *("w:rubyBase", "w:hyperlink"),
}
_SILENT = {
    *("w:pPr", "w:rPr", "w:sectPr", "w:proofErr", "w:bookmarkStart", "w:bookmarkEnd"),
    *("w:commentRangeStart", "w:commentRangeEnd", "w:lastRenderedPageBreak", "w:annotationRef"),
    *("w:footnoteRef", "w:endnoteRef", "w:separator", "w:continuationSeparator", "w:permStart"),
    *("w:permEnd", "w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart"),
    *("w:moveToRangeEnd", "w:pgNum", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:softHyphen"),
    *("w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:tblPrEx", "w:delInstrText"),
    *("w:customXmlInsRangeStart", "w:customXmlInsRangeEnd", "w:customXmlDelRangeStart"),
    *("w:customXmlDelRangeEnd", "w:fldData", "w:ffData", "w:contentPart"),
}


@dataclass(frozen=True)
class Walked:
    """A document as read.

    told: all that was left out or changed, as notices. notes: footnotes and endnotes in the order
    of their marks 〔注1〕 … in the text. raw: every piece of text that was met, in order, taken or
    not; boxes: that of text boxes, apart, because programs place it differently.
    """

    blocks: tuple[Block, ...]
    told: tuple[Finding, ...]
    notes: tuple[str, ...]
    raw: str
    boxes: tuple[str, ...]
    moved: str


@dataclass
class _Field:
    """A complex field while it is open: its instruction, and whether its result has begun."""

    code: str = ""
    is_result: bool = False

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()


@dataclass
class _Line:
    """A paragraph while it is gathered. pending: of paragraphs whose end was deleted."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


def walk(package: Package, file: str) -> Walked:
    """Read the whole text of a document; `file` names it in what is told."""
    return _Walk(package, file).document()


class _Walk:
    def __init__(self, package: Package, file: str) -> None:
        self.package = package
        self.file = file
        self.links: dict[str, Link] = package.links(package.main)
        self.styles: Styles = read_styles(package.xml(package.beside("styles")))
        self.numbering = Numbering(package.xml(package.beside("numbering")), self.styles.lists)
        self.told: list[Finding] = []
        self.notes: list[str] = []
        self.raw: list[str] = []
        self.boxes: list[str] = []
        self.moved: list[str] = []
        self.fields: list[_Field] = []
        self.counts = {"paragraph": 0, "table": 0, "picture": 0, "block": 0}
        self.counts |= {"deleted": 0, "inserted": 0}
        self.pending = _Line()
        self.where = ""
        self.cell = ""
        self._silenced = 0
        self._depth_of_box = 0
        self._dropped_contents = False

    def document(self) -> Walked:
        root = self.package.xml(self.package.main)
        body = first(root, "w:body")
        blocks = tuple(self._blocks(body)) if body is not None else ()
        self._tell_rest()
        return Walked(
            blocks,
            tuple(self.told),
            tuple(self.notes),
            "".join(self.raw),
            tuple(self.boxes),
            "".join(self.moved),
        )

    # ------------------------------------------------------------ telling

    def _tell(self, code: str, **facts: object) -> None:
        found = Place(self.file, "", self.where).told(code, "", **facts)
        if found not in self.told:
            self.told.append(found)

    def _not_taken(self, what: str, text: str = "") -> None:
        text = " ".join(text.split())
        self._tell("word-left-out", what=what, shown=f"：“{text}”" if text else "")

    def _tell_rest(self) -> None:
        self.where = "全文"
        if self.counts["deleted"] or self.counts["inserted"]:
            inserted, deleted = self.counts["inserted"], self.counts["deleted"]
            self._tell("word-revisions", inserted=inserted, deleted=deleted)
        for format in sorted(self.numbering.unknown_formats):
            self._tell("word-number-format", format=format)
        self._tell_comments()
        for each in self.links.values():
            if each.type in {"header", "footer"} and not each.is_external:
                text = self._text_of(each.target)
                if re.sub(r"[\W_\d]|第|页|共", "", text):
                    self._not_taken("页眉" if each.type == "header" else "页脚", text)
        if "word/vbaProject.bin" in self.package.office:
            self._not_taken("宏（程序）")

    def _tell_comments(self) -> None:
        name = self.package.beside("comments")
        root = self._part(name) if name else None
        for each in root if root is not None else ():
            if text := _plain(each):
                self._not_taken(f"批注（{each.get('w:author', '') or '没有署名'}）", text)

    def _part(self, name: str) -> Element | None:
        try:
            return self.package.xml(name)
        except DocxRefused as refused:
            self._not_taken(f"文件{refused}")
            return None

    def _text_of(self, name: str) -> str:
        root = self._part(name)
        return "" if root is None else _plain(root)

    # ------------------------------------------------------------ blocks

    def _blocks(self, parent: Element) -> Iterator[Block]:
        for element in parent:
            if element.tag == "w:p":
                yield from self._paragraph(element)
            elif element.tag == "w:tbl":
                yield from self._flush(Element("w:p"))
                yield self._table(element)
            elif element.tag == "w:sdt":
                yield from self._control_blocks(element)
            elif element.tag in {"w:del", "w:moveFrom"}:
                self.counts["deleted"] += 1
            elif element.tag == "mc:AlternateContent":
                if (chosen := _chosen(element)) is not None:
                    yield from self._blocks(chosen)
            elif element.tag in _THROUGH:
                yield from self._blocks(element)
            elif element.tag in {"m:oMath", "m:oMathPara"}:
                self._equation(element)
            elif element.tag == "w:altChunk":
                self._not_taken("嵌在里面的另一份文档")
            elif element.tag not in _SILENT and (text := _plain(element)):
                self._not_taken(f"不认识的内容（{element.tag}）", text)
        yield from self._flush(Element("w:p"))

    def _control_blocks(self, element: Element) -> Iterator[Block]:
        gallery = value(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
        content = first(element, "w:sdtContent")
        if content is None:
            return
        if gallery == "Table of Contents":
            self.raw.append(_plain(content))
            self._not_taken("目录")
        elif first(element, "w:sdtPr", "w:showingPlcHdr") is not None:
            self.raw.append(_plain(content))
            self._not_taken("还没有填的提示", _plain(content))
        else:
            yield from self._blocks(content)

    def _flush(self, element: Element) -> Iterator[Block]:
        """What deleted paragraph ends left over, where no paragraph follows that takes it in."""
        if self.pending.pieces or self.pending.boxes:
            yield from self._finished(element, _Line())

    def _paragraph(self, element: Element) -> Iterator[Block]:
        line = _Line()
        mark = first(element, "w:pPr", "w:rPr")
        self.where = self.cell or f"第 {self.counts['paragraph'] + 1} 段"
        self._dropped_contents = False
        self._pieces(element, line, self._style_id(element))
        if mark is not None and any(child.tag in {"w:del", "w:moveFrom"} for child in mark):
            # Its end was deleted, so what is left of it belongs to the next paragraph.
            self.counts["deleted"] += 1
            self.pending.pieces += line.pieces
            self.pending.boxes += line.boxes
            return
        yield from self._finished(element, line)

    def _finished(self, element: Element, line: _Line) -> Iterator[Block]:
        pieces = _joined([*self.pending.pieces, *line.pieces])
        boxes = [*self.pending.boxes, *line.boxes]
        self.pending = _Line()
        style = self._style_id(element)
        number = self._number(element, style)
        names = self.styles.names(style or self.styles.normal)
        has_text = any(isinstance(p, Picture) or p.text.strip() for p in pieces)
        if has_text and not any(re.fullmatch(r"toc \d", name) for name in names[:1]):
            if not self.cell:
                self.counts["paragraph"] += 1
            self.counts["block"] += 1
            yield Paragraph(
                id=self.counts["block"],
                number=self.counts["paragraph"],
                where=self.where,
                pieces=tuple(pieces),
                styles=names,
                outline=self._outline(element, style, names),
                align=self._align(element, style),
                mark=number,
            )
        elif has_text:
            self._not_taken("目录")
        elif number and number.text and not number.is_bullet and not self._dropped_contents:
            self._tell("word-empty-number", number=number.text)
        yield from boxes

    def _style_id(self, element: Element) -> str:
        return value(element, "w:pPr", "w:pStyle")

    def _outline(self, element: Element, style: str, names: tuple[str, ...]) -> int | None:
        own = value(element, "w:pPr", "w:outlineLvl")
        for name in () if own else names:
            if found := re.fullmatch(r"(?:heading|标题) ?([1-9])", name):
                return int(found[1]) - 1
        level = own or value(self.styles.paragraph(style, "w:outlineLvl"))
        return int(level) if level.isdigit() and int(level) < 9 else None

    def _align(self, element: Element, style: str) -> str:
        own = value(element, "w:pPr", "w:jc")
        return own or value(self.styles.paragraph(style, "w:jc"))

    def _number(self, element: Element, style: str) -> Number | None:
        own = first(element, "w:pPr", "w:numPr")
        inherited = self.styles.paragraph(style, "w:numPr")
        listed = value(own, "w:numId") or value(inherited, "w:numId")
        if not listed or listed == "0":
            return None
        level = value(own, "w:ilvl")
        if not level:
            for each in self.styles.chain(style or self.styles.normal):
                found = self.numbering.level_of_style(listed, each.id)
                if found is not None:
                    level = str(found)
                    break
        level = level or value(inherited, "w:ilvl") or "0"
        return self.numbering.next(listed, int(level))

    # ------------------------------------------------------------ tables

    def _table(self, element: Element) -> Table:
        self.counts["table"] += 1
        number, outer = self.counts["table"], self.cell
        rows: list[Row] = []
        for row in _rows(element):
            if first(row, "w:trPr", "w:del") is not None:
                self.counts["deleted"] += 1
                continue
            cells: list[Cell] = []
            skipped = value(row, "w:trPr", "w:gridBefore")
            cells += [Cell(())] * (int(skipped) if skipped.isdigit() else 0)
            for cell in _cells(row):
                self.cell = f"表格 {number} 第 {len(rows) + 1} 行第 {len(cells) + 1} 格"
                cells.append(self._cell(cell))
            header = bool(is_on(first(row, "w:trPr", "w:tblHeader")))
            rows.append(Row(tuple(cells), header))
        self.cell = outer
        return Table(number, tuple(rows))

    def _cell(self, element: Element) -> Cell:
        span = value(element, "w:tcPr", "w:gridSpan")
        merge = first(element, "w:tcPr", "w:vMerge")
        across = value(element, "w:tcPr", "w:hMerge")
        blocks = tuple(self._blocks(element))
        if across == "continue" and not blocks:
            return Cell(())
        return Cell(
            blocks,
            int(span) if span.isdigit() and int(span) > 0 else 1,
            merge is not None and merge.get("w:val", "continue") == "continue",
        )

    # ------------------------------------------------------------ within a paragraph

    def _pieces(self, parent: Element, line: _Line, style: str) -> None:
        for element in parent:
            tag = element.tag
            if tag == "w:r":
                self._run(element, line, style)
            elif tag == "w:hyperlink":
                self._hyperlink(element)
                self._pieces(element, line, style)
            elif tag == "w:fldSimple":
                self._simple_field(element, line, style)
            elif tag == "w:sdt":
                self._control(element, line, style)
            elif tag in {"w:del", "w:moveFrom"}:
                self.counts["deleted"] += 1
            elif tag in _THROUGH:
                if tag == "w:ins" and len(element):
                    self.counts["inserted"] += 1
                if tag == "w:moveTo":
                    self.counts["inserted"] += 1
                    self.moved.append(_plain(element))
                self._pieces(element, line, style)
            elif tag == "mc:AlternateContent":
                if (chosen := _chosen(element)) is not None:
                    self._pieces(chosen, line, style)
            elif tag in {"m:oMath", "m:oMathPara"}:
                self._equation(element)
            elif tag not in _SILENT and (text := _plain(element)):
                self._not_taken(f"不认识的内容（{tag}）", text)

    def _control(self, element: Element, line: _Line, style: str) -> None:
        content = first(element, "w:sdtContent")
        if content is None:
            return
        if first(element, "w:sdtPr", "w:showingPlcHdr") is not None:
            self.raw.append(_plain(content))
            self._not_taken("还没有填的提示", _plain(content))
            return
        self._pieces(content, line, style)

    def _hyperlink(self, element: Element) -> None:
        link = self.links.get(element.get("r:id", ""))
        if link is not None and link.is_external:
            self._tell("word-link", shown=_plain(element) or "图片", address=link.target)

    def _simple_field(self, element: Element, line: _Line, style: str) -> None:
        opened = _Field(element.get("w:instr", ""), is_result=True)
        self.fields.append(opened)
        self._pieces(element, line, style)
        self.fields.pop()

    def _equation(self, element: Element) -> None:
        self._not_taken("公式", "".join(each.text or "" for each in element.iter("m:t")))

    def _run(self, element: Element, line: _Line, style: str) -> None:
        direct = first(element, "w:rPr")
        run_style = value(direct, "w:rStyle")
        hidden = self.styles.is_on(direct, run_style, style, "w:vanish")
        fonts = self.styles.run(direct, run_style, style, "w:rFonts")
        size = self.styles.run(direct, run_style, style, "w:sz")
        points = value(size)
        look = Run(
            "",
            float(points) / 2 if points.replace(".", "", 1).isdigit() else 10.5,
            self.styles.is_on(direct, run_style, style, "w:b"),
            fonts.get("w:eastAsia", "") if fonts is not None else "",
        )
        self._contents(element, line, look, hidden)

    def _contents(self, element: Element, line: _Line, look: Run, hidden: bool) -> None:
        concealed = []
        for child in element:
            text = self._text(child)
            if text is not None:
                if text.strip():
                    self.raw.append(text)
                if self._is_dropped():
                    self._dropped_contents = True
                elif hidden:
                    concealed.append(text)
                else:
                    line.pieces.append(replace(look, text=text))
            elif not self._is_dropped():
                self._object(child, line, look, hidden)
            else:
                self._field_mark(child)
        if "".join(concealed).strip():
            self._not_taken("隐藏文字", "".join(concealed))

    def _text(self, child: Element) -> str | None:
        """The text of one element of a run; None for what is no text."""
        if child.tag == "w:t":
            return child.text or ""
        if child.tag in {"w:tab", "w:ptab"}:
            return "\t"
        if child.tag == "w:cr" or (
            child.tag == "w:br" and child.get("w:type", "textWrapping") == "textWrapping"
        ):
            return "\n"
        if child.tag == "w:noBreakHyphen":
            return "-"
        if child.tag == "w:sym":
            return self._symbol(child)
        return None

    def _symbol(self, child: Element) -> str:
        font, code = child.get("w:font", ""), child.get("w:char", "0")
        number = int(code, 16)
        found = dingbats.get((font, number)) or dingbats.get((font, number & 0xFF))
        if found is None:
            self._tell("word-symbol", font=font, number=code)
            return "□"
        return chr(found)

    def _is_dropped(self) -> bool:
        """Whether the place is inside a field's instruction, or a result that only print needs."""
        return any(not each.is_result or each.name in _PAGE_FIELDS for each in self.fields)

    def _field_mark(self, child: Element) -> None:
        if child.tag == "w:instrText" and self.fields:
            if not self.fields[-1].is_result:
                self.fields[-1].code += child.text or ""
        elif child.tag == "w:fldChar":
            kind = child.get("w:fldCharType")
            if kind == "begin":
                self.fields.append(_Field())
            elif kind == "separate" and self.fields:
                self.fields[-1].is_result = True
            elif kind == "end" and self.fields:
                self._field_ends(self.fields.pop())

    def _field_ends(self, ended: _Field) -> None:
        if ended.name == "TOC":
            self._not_taken("目录")
        elif ended.name == "HYPERLINK":
            if found := re.search(r'"(https?:[^"]+)"', ended.code):
                self._tell("word-link", shown="链接", address=found[1])
        elif ended.name == "FORMCHECKBOX" or (
            not ended.is_result
            and ended.name not in _PAGE_FIELDS
            and ended.name not in _SILENT_FIELDS
        ):
            self._not_taken(f"域（{ended.name}）", ended.code)

    def _object(self, child: Element, line: _Line, look: Run, hidden: bool) -> None:
        tag = child.tag
        if tag in {"w:fldChar", "w:instrText"}:
            self._field_mark(child)
        elif tag == "w:drawing":
            self._drawing(child, line)
        elif tag == "w:pict":
            self._vml(child, line)
        elif tag == "w:object":
            self._embedded(child, line)
        elif tag == "mc:AlternateContent":
            if (chosen := _chosen(child)) is not None:
                self._contents(chosen, line, look, hidden)
        elif tag in {"w:footnoteReference", "w:endnoteReference"}:
            self._note(child, line, look)
        elif tag == "w:ruby":
            self._ruby(child, line)
        elif tag in {"w:dayShort", "w:dayLong", "w:monthShort", "w:monthLong", "w:yearLong"}:
            self._not_taken("自动日期")
        elif tag not in _SILENT | {"w:br", "w:commentReference", "w:delText"} and (
            text := _plain(child)
        ):
            self._not_taken(f"不认识的内容（{tag}）", text)

    def _ruby(self, element: Element, line: _Line) -> None:
        base = first(element, "w:rubyBase")
        above = first(element, "w:rt")
        if base is not None:
            self._pieces(base, line, "")
        if above is not None and (text := _plain(above)):
            self._not_taken("注音", text)
            self.raw.append(text)

    def _note(self, child: Element, line: _Line, look: Run) -> None:
        kind = "footnotes" if child.tag == "w:footnoteReference" else "endnotes"
        name = self.package.beside(kind)
        root = self._part(name) if name else None
        id = child.get("w:id")
        found = next((each for each in root if each.get("w:id") == id), None) if root else None
        if found is None:
            self._not_taken("一条找不到内容的脚注")
            return
        self.notes.append(" ".join(_plain(found).split()))
        line.pieces.append(replace(look, text=f"〔注{len(self.notes)}〕"))
        if any(True for _ in found.iter("w:drawing")) or any(True for _ in found.iter("w:pict")):
            self._not_taken("脚注里的图")

    # ------------------------------------------------------------ drawings

    def _drawing(self, element: Element, line: _Line) -> None:
        for frame in element:
            properties = first(frame, "wp:docPr")
            if properties is not None and properties.get("hidden") in {"1", "true"}:
                self._not_taken("隐藏的图", properties.get("descr", ""))
                continue
            alt = (properties.get("descr") or "") if properties is not None else ""
            found = Picture(0, "", alt=alt.strip())
            if frame.tag == "wp:anchor":
                found = replace(found, is_floating=True, across=_across(frame))
            self._drawn(frame, line, found)

    def _drawn(self, parent: Element, line: _Line, like: Picture) -> None:
        """Pictures, text boxes and the rest of a drawing, however deep in groups."""
        for child in parent:
            if child.tag == "pic:pic":
                self._blip(child, line, like)
            elif child.tag == "w:txbxContent":
                self._text_box(child, line)
            elif child.tag == "mc:AlternateContent":
                if (chosen := _chosen(child)) is not None:
                    self._drawn(chosen, line, like)
            elif child.tag == "a:blip":
                # A shape that is filled with a picture.
                self._placed(child, line, like)
            elif child.tag == "c:chart":
                self._not_taken("图表")
            elif child.tag == "dgm:relIds":
                self._not_taken("SmartArt 图形")
            elif child.tag == "a:graphicData" and "chartex" in child.get("uri", ""):
                self._not_taken("图表")
            else:
                self._drawn(child, line, like)

    def _blip(self, element: Element, line: _Line, like: Picture) -> None:
        fill = first(element, "pic:blipFill")
        blip = first(fill, "a:blip")
        if blip is None:
            self._not_taken("一张没有内容的图")
            return
        frame = first(element, "pic:spPr", "a:xfrm")
        crop = first(fill, "a:srcRect")
        shown = replace(like, window=_window(crop))
        if frame is not None:
            shown = replace(
                shown,
                turn=int(frame.get("rot", "0")) / 60000 % 360,
                is_mirrored=frame.get("flipH") in {"1", "true"},
                is_flipped=frame.get("flipV") in {"1", "true"},
            )
        self._placed(blip, line, shown)

    def _placed(self, blip: Element, line: _Line, shown: Picture) -> None:
        link = self.links.get(blip.get("r:embed") or blip.get("r:link") or "")
        self._add(link, line, shown)

    def _add(self, link: Link | None, line: _Line, shown: Picture) -> None:
        self.counts["picture"] += 1
        number = self.counts["picture"]
        if number > MAX_PICTURES:
            raise DocxRefused(f"里的图超过 {MAX_PICTURES} 张，没有导入。")
        part = link.target if link and not link.is_external else ""
        address = link.target if link and link.is_external else ""
        line.pieces.append(replace(shown, number=number, part=part, address=address))

    def _vml(self, element: Element, line: _Line) -> None:
        shape_style = ""
        for each in element.iter():
            shape_style = (
                each.get("style", shape_style) if each.tag.startswith("v:") else shape_style
            )
            if each.tag == "v:textpath" and each.get("string"):
                self._not_taken("艺术字", each.get("string", ""))
        self._vml_parts(element, line, floats="position:absolute" in shape_style.replace(" ", ""))

    def _vml_parts(self, parent: Element, line: _Line, floats: bool) -> None:
        for child in parent:
            if child.tag == "v:imagedata":
                link = self.links.get(child.get("r:id") or child.get("o:relid") or "")
                shown = Picture(
                    0,
                    "",
                    window=_vml_window(child),
                    alt=child.get("o:title", ""),
                    is_floating=floats,
                )
                self._add(link, line, shown)
            elif child.tag == "w:txbxContent":
                self._text_box(child, line)
            elif child.tag == "mc:AlternateContent":
                if (chosen := _chosen(child)) is not None:
                    self._vml_parts(chosen, line, floats)
            elif child.tag == "w:drawing":
                self._drawing(child, line)
            else:
                self._vml_parts(child, line, floats)

    def _embedded(self, element: Element, line: _Line) -> None:
        if (drawing := first(element, "w:drawing")) is not None:
            self._drawing(drawing, line)
            return
        ole = next(element.iter("o:OLEObject"), None)
        kind = ole.get("ProgID", "") if ole is not None else ""
        self._not_taken("公式" if kind.startswith("Equation") else "嵌入的文件或表格", kind)

    def _text_box(self, content: Element, line: _Line) -> None:
        """A box with pictures is taken, as a frame around them; text alone is told of."""
        outer_raw, self.raw = self.raw, []
        outer = (self.where, self.cell, self.pending, self.fields)
        self.cell, self.pending, self.fields = f"{self.where}旁的文本框", _Line(), []
        blocks = tuple(self._blocks(content))
        self.where, self.cell, self.pending, self.fields = outer
        self.boxes.append("".join(self.raw))
        self.raw = outer_raw
        if any(element.tag in {"pic:pic", "v:imagedata", "a:blip"} for element in content.iter()):
            line.boxes.append(Box(f"{self.where}旁的文本框", blocks))
        elif text := _plain(content):
            self._not_taken("文本框", text)


# ---------------------------------------------------------------- small readers


def _plain(element: Element) -> str:
    """All text below an element as one line per paragraph, of each drawing one rendering."""
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts).strip()


def _gather(element: Element, parts: list[str]) -> None:
    if element.tag in {"w:del", "w:moveFrom", "w:instrText", "w:delText"}:
        return
    if element.tag == "mc:AlternateContent":
        chosen = _chosen(element)
        if chosen is not None:
            _gather(chosen, parts)
        return
    if element.tag in {"w:t", "m:t"}:
        parts.append(element.text or "")
    elif element.tag in {"w:tab", "w:br", "w:cr"}:
        parts.append(" ")
    for child in element:
        _gather(child, parts)
    if element.tag == "w:p":
        parts.append("\n")


def _chosen(element: Element) -> Element | None:
    """One of the renderings of the same thing: the new one, or the old where there is no new."""
    choice = first(element, "mc:Choice")
    return choice if choice is not None else first(element, "mc:Fallback")


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring runs of one look become one."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            isinstance(piece, Run)
            and isinstance(last, Run)
            and replace(last, text=piece.text) == piece
        ):
            joined[-1] = replace(last, text=last.text + piece.text)
        else:
            joined.append(piece)
    return joined


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "w:tr":
            yield child
        elif child.tag in {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == "w:tc":
            if first(child, "w:tcPr", "w:cellDel") is None:
                yield child
        elif child.tag in {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"}:
            yield from _cells(child)


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
