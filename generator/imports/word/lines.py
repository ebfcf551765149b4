"""What stands within a paragraph → pieces: runs, pictures and notes, and the boxes beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from mammoth.docx.dingbats import dingbats

from generator.imports.word.beside import part_of
from generator.imports.word.blocks import Block, Box, Piece, Run
from generator.imports.word.docx import DocxRefused, Link, Package, first
from generator.imports.word.drawings import Lost, TextBox, drawn
from generator.imports.word.elements import SILENT, THROUGH, chosen, formula, plain
from generator.imports.word.fields import Field, Fields
from generator.imports.word.looks import Looks
from generator.imports.word.told import Told

MAX_PICTURES = 500


@dataclass
class Line:
    """A paragraph while it is gathered. has_dropped: something in it is only for print."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    has_dropped: bool = False


class Lines:
    """Reads the paragraphs of one document, in order. raw, boxes, notes: as of `Walked`.

    box_blocks: reads what stands in a text box.
    """

    def __init__(
        self,
        package: Package,
        looks: Looks,
        told: Told,
        box_blocks: Callable[[Element], tuple[Block, ...]],
    ) -> None:
        self.package = package
        self.looks = looks
        self.told = told
        self.box_blocks = box_blocks
        self.links: dict[str, Link] = package.links(package.main)
        self.notes: list[str] = []
        self.raw: list[str] = []
        self.boxes: list[str] = []
        self.fields = Fields()
        self.pictures = 0

    def read(self, parent: Element, line: Line, style: str) -> None:
        """Add what a paragraph, or a part of one, holds to its line. style: id of its style."""
        for element in parent:
            tag = element.tag
            if tag == "w:r":
                self._run(element, line, style)
            elif tag == "w:hyperlink":
                self._hyperlink(element)
                self.read(element, line, style)
            elif tag == "w:fldSimple":
                self._simple_field(element, line, style)
            elif tag == "w:sdt":
                self._control(element, line, style)
            elif tag in {"w:del", "w:moveFrom"}:
                self.told.deleted += 1
            elif tag in THROUGH:
                if tag == "w:ins" and len(element):
                    self.told.inserted += 1
                if tag == "w:moveTo":
                    self.told.inserted += 1
                self.read(element, line, style)
            elif tag == "mc:AlternateContent":
                if (found := chosen(element)) is not None:
                    self.read(found, line, style)
            elif tag in {"m:oMath", "m:oMathPara"}:
                self.told.left_out("公式", formula(element))
            elif tag not in SILENT and (text := plain(element)):
                self.told.left_out(f"不认识的内容（{tag}）", text)

    def _control(self, element: Element, line: Line, style: str) -> None:
        content = first(element, "w:sdtContent")
        if content is None:
            return
        if first(element, "w:sdtPr", "w:showingPlcHdr") is not None:
            self.raw.append(plain(content))
            self.told.left_out("还没有填的提示", plain(content))
            return
        self.read(content, line, style)

    def _hyperlink(self, element: Element) -> None:
        link = self.links.get(element.get("r:id", ""))
        if link is not None and link.is_external:
            self.told.tell("word-link", shown=plain(element) or "图片", address=link.target)

    def _simple_field(self, element: Element, line: Line, style: str) -> None:
        self.fields.begin(Field(element.get("w:instr", ""), is_result=True))
        self.read(element, line, style)
        self.fields.end()

    def _run(self, element: Element, line: Line, style: str) -> None:
        look, is_hidden = self.looks.run(element, style)
        self._contents(element, line, look, is_hidden)

    def _contents(self, element: Element, line: Line, look: Run, is_hidden: bool) -> None:
        concealed = []
        for child in element:
            text = self._text(child)
            if text is not None:
                if text.strip():
                    self.raw.append(text)
                if self.fields.is_dropped:
                    line.has_dropped = True
                elif is_hidden:
                    concealed.append(text)
                else:
                    line.pieces.append(replace(look, text=text))
            elif not self.fields.is_dropped:
                self._object(child, line, look, is_hidden)
            else:
                self._field_mark(child)
        if "".join(concealed).strip():
            self.told.left_out("隐藏文字", "".join(concealed))

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
            self.told.tell("word-symbol", font=font, number=code)
            return "□"
        return chr(found)

    def _field_mark(self, child: Element) -> None:
        ended = self.fields.mark(child)
        if ended is None:
            return
        if ended.name == "TOC":
            self.told.left_out("目录")
        elif ended.name == "HYPERLINK":
            if ended.address:
                self.told.tell("word-link", shown="链接", address=ended.address)
        elif ended.is_lost:
            self.told.left_out(f"域（{ended.name}）", ended.code)

    def _object(self, child: Element, line: Line, look: Run, is_hidden: bool) -> None:
        tag = child.tag
        if tag in {"w:fldChar", "w:instrText"}:
            self._field_mark(child)
        elif tag in {"w:drawing", "w:pict", "w:object"}:
            self._drawn(child, line)
        elif tag == "mc:AlternateContent":
            if (found := chosen(child)) is not None:
                self._contents(found, line, look, is_hidden)
        elif tag in {"w:footnoteReference", "w:endnoteReference"}:
            self._note(child, line, look)
        elif tag == "w:ruby":
            self._ruby(child, line)
        elif tag in {"w:dayShort", "w:dayLong", "w:monthShort", "w:monthLong", "w:yearLong"}:
            self.told.left_out("自动日期")
        elif tag not in SILENT | {"w:br", "w:commentReference", "w:delText"} and (
            text := plain(child)
        ):
            self.told.left_out(f"不认识的内容（{tag}）", text)

    def _ruby(self, element: Element, line: Line) -> None:
        base = first(element, "w:rubyBase")
        above = first(element, "w:rt")
        if base is not None:
            self.read(base, line, "")
        if above is not None and (text := plain(above)):
            self.told.left_out("注音", text)
            self.raw.append(text)

    def _note(self, child: Element, line: Line, look: Run) -> None:
        kind = "footnotes" if child.tag == "w:footnoteReference" else "endnotes"
        name = self.package.beside(kind)
        root = part_of(self.package, name, self.told) if name else None
        id = child.get("w:id")
        found = next((each for each in root if each.get("w:id") == id), None) if root else None
        if found is None:
            self.told.left_out("一条找不到内容的脚注")
            return
        self.notes.append(" ".join(plain(found).split()))
        line.pieces.append(replace(look, text=f"〔注{len(self.notes)}〕"))
        if any(True for _ in found.iter("w:drawing")) or any(True for _ in found.iter("w:pict")):
            self.told.left_out("脚注里的图")

    # ------------------------------------------------------------ drawings

    def _drawn(self, element: Element, line: Line) -> None:
        for found in drawn(element, self.links):
            if isinstance(found, Lost):
                self.told.left_out(found.what, found.text)
            elif isinstance(found, TextBox):
                self._text_box(found.content, line)
            else:
                self.pictures += 1
                if self.pictures > MAX_PICTURES:
                    raise DocxRefused(f"里的图超过 {MAX_PICTURES} 张，没有导入。")
                line.pieces.append(replace(found, number=self.pictures))

    def _text_box(self, content: Element, line: Line) -> None:
        """A box with pictures is taken, as a frame around them; text alone is told of."""
        outer = (self.told.where, self.raw, self.fields)
        self.raw, self.fields = [], Fields()
        blocks = self.box_blocks(content)
        self.boxes.append("".join(self.raw))
        self.told.where, self.raw, self.fields = outer
        if any(element.tag in {"pic:pic", "v:imagedata", "a:blip"} for element in content.iter()):
            line.boxes.append(Box(f"{self.told.where}旁的文本框", blocks))
        elif text := plain(content):
            self.told.left_out("文本框", text)


def joined(pieces: list[Piece]) -> list[Piece]:
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
