"""A document's XML → blocks: what its reader sees, and a word on all that is left out.

Tracked insertions count, deletions and what was moved away do not; of two renderings of one drawing
one is taken; nothing with text in it is passed over without being told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from generator.imports.drafts import Finding
from generator.imports.word.beside import tell_beside
from generator.imports.word.blocks import Block, Cell, Paragraph, Picture, Row, Table
from generator.imports.word.docx import Package, first, value
from generator.imports.word.elements import SILENT, THROUGH, chosen, formula, plain
from generator.imports.word.lines import Line, Lines, joined
from generator.imports.word.looks import Looks, style_id
from generator.imports.word.numbering import Numbering
from generator.imports.word.styles import read_styles
from generator.imports.word.told import Told


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


def walk(package: Package, file: str) -> Walked:
    """Read the whole text of a document; `file` names it in what is told."""
    return _Walk(package, file).document()


class _Walk:
    def __init__(self, package: Package, file: str) -> None:
        styles = read_styles(package.xml(package.beside("styles")))
        self.package = package
        self.numbering = Numbering(package.xml(package.beside("numbering")), styles.lists)
        self.looks = Looks(styles, self.numbering)
        self.told = Told(file)
        self.lines = Lines(package, self.looks, self.told, self._box_blocks)
        self.counts = {"paragraph": 0, "table": 0, "block": 0}
        self.pending = Line()
        self.cell = ""

    def document(self) -> Walked:
        root = self.package.xml(self.package.main)
        body = first(root, "w:body")
        blocks = tuple(self._blocks(body)) if body is not None else ()
        self._tell_rest()
        lines, told = self.lines, tuple(self.told.findings)
        return Walked(blocks, told, tuple(lines.notes), "".join(lines.raw), tuple(lines.boxes))

    def _tell_rest(self) -> None:
        told = self.told
        told.where = "全文"
        if told.deleted or told.inserted:
            told.tell("word-revisions", inserted=told.inserted, deleted=told.deleted)
        for format in sorted(self.numbering.unknown_formats):
            told.tell("word-number-format", format=format)
        tell_beside(self.package, self.lines.links.values(), told)

    def _box_blocks(self, content: Element) -> tuple[Block, ...]:
        """The blocks of a text box, which stand for themselves."""
        outer = (self.cell, self.pending)
        self.cell, self.pending = f"{self.told.where}旁的文本框", Line()
        blocks = tuple(self._blocks(content))
        self.cell, self.pending = outer
        return blocks

    # ------------------------------------------------------------ blocks

    def _blocks(self, parent: Element) -> Iterator[Block]:
        for element in parent:
            if element.tag == "w:p":
                yield from self._paragraph(element)
            elif element.tag == "w:tbl":
                yield from self._flush()
                yield self._table(element)
            elif element.tag == "w:sdt":
                yield from self._control_blocks(element)
            elif element.tag in {"w:del", "w:moveFrom"}:
                self.told.deleted += 1
            elif element.tag == "mc:AlternateContent":
                if (found := chosen(element)) is not None:
                    yield from self._blocks(found)
            elif element.tag in THROUGH:
                yield from self._blocks(element)
            elif element.tag in {"m:oMath", "m:oMathPara"}:
                self.told.left_out("公式", formula(element))
            elif element.tag == "w:altChunk":
                self.told.left_out("嵌在里面的另一份文档")
            elif element.tag not in SILENT and (text := plain(element)):
                self.told.left_out(f"不认识的内容（{element.tag}）", text)
        yield from self._flush()

    def _control_blocks(self, element: Element) -> Iterator[Block]:
        gallery = value(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
        content = first(element, "w:sdtContent")
        if content is None:
            return
        if gallery == "Table of Contents":
            self.lines.raw.append(plain(content))
            self.told.left_out("目录")
        elif first(element, "w:sdtPr", "w:showingPlcHdr") is not None:
            self.lines.raw.append(plain(content))
            self.told.left_out("还没有填的提示", plain(content))
        else:
            yield from self._blocks(content)

    def _flush(self) -> Iterator[Block]:
        """What deleted paragraph ends left over, where no paragraph follows that takes it in."""
        if self.pending.pieces or self.pending.boxes:
            yield from self._finished(Element("w:p"), Line())

    def _paragraph(self, element: Element) -> Iterator[Block]:
        line = Line()
        mark = first(element, "w:pPr", "w:rPr")
        self.told.where = self.cell or f"第 {self.counts['paragraph'] + 1} 段"
        self.lines.read(element, line, style_id(element))
        if mark is not None and any(child.tag in {"w:del", "w:moveFrom"} for child in mark):
            # Its end was deleted, so what is left of it belongs to the next paragraph.
            self.told.deleted += 1
            self.pending.pieces += line.pieces
            self.pending.boxes += line.boxes
            return
        yield from self._finished(element, line)

    def _finished(self, element: Element, line: Line) -> Iterator[Block]:
        pieces = joined([*self.pending.pieces, *line.pieces])
        boxes = [*self.pending.boxes, *line.boxes]
        self.pending = Line()
        number = self.looks.number(element)
        names = self.looks.style_names(element)
        has_text = any(isinstance(p, Picture) or p.text.strip() for p in pieces)
        if has_text and not any(re.fullmatch(r"toc \d", name) for name in names[:1]):
            if not self.cell:
                self.counts["paragraph"] += 1
            self.counts["block"] += 1
            yield Paragraph(
                id=self.counts["block"],
                number=self.counts["paragraph"],
                where=self.told.where,
                pieces=tuple(pieces),
                styles=names,
                outline=self.looks.outline(element),
                align=self.looks.align(element),
                mark=number,
            )
        elif has_text:
            self.told.left_out("目录")
        elif number and number.text and not number.is_bullet and not line.has_dropped:
            self.told.tell("word-empty-number", number=number.text)
        yield from boxes

    # ------------------------------------------------------------ tables

    def _table(self, element: Element) -> Table:
        self.counts["table"] += 1
        number, outer = self.counts["table"], self.cell
        rows: list[Row] = []
        for row in _rows(element):
            if first(row, "w:trPr", "w:del") is not None:
                self.told.deleted += 1
                continue
            cells: list[Cell] = []
            skipped = value(row, "w:trPr", "w:gridBefore")
            cells += [Cell(())] * (int(skipped) if skipped.isdigit() else 0)
            for cell in _cells(row):
                self.cell = f"表格 {number} 第 {len(rows) + 1} 行第 {len(cells) + 1} 格"
                cells.append(self._cell(cell))
            rows.append(Row(tuple(cells)))
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
