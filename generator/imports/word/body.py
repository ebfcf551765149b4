"""What is left of a document once all else is known: the pieces of its body, in order."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from generator.imports.word.blocks import (
    Block,
    Box,
    Cell,
    Paragraph,
    Table,
    paragraphs_in,
    pictures_in,
)
from generator.imports.word.label_lines import Labels
from generator.text.paste import tidy


@dataclass(frozen=True)
class Item:
    """One piece of the body. kind: heading, text, item, table. level: of a heading, from 1."""

    kind: str
    text: str
    where: str
    level: int = 0


class Body:
    """Reads the body. merged: numbers of tables with merged cells, which Markdown has not.

    known: ids of paragraphs that are something else. levels: of the headings, by id.
    """

    def __init__(self, known: AbstractSet[int], levels: Mapping[int, int], labels: Labels) -> None:
        self.known = known
        self.levels = levels
        self.labels = labels
        self.merged: list[int] = []

    def read(self, blocks: Sequence[Block]) -> Iterator[Item]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from self._paragraph(block)
            elif isinstance(block, Box):
                yield from self.read(block.blocks)
            elif block.number not in self.labels.forms:
                yield from self._table(block)

    def _paragraph(self, each: Paragraph) -> Iterator[Item]:
        text = self.labels.left.get(each.id, each.text)
        if each.id in self.known or not text.strip():
            return
        lines = [tidy(line) for line in text.split("\n")]
        plain = "\n".join(line for line in lines if line)
        mark = each.mark.text if each.mark else ""
        if each.id in self.levels:
            heading = f"{_mark_before(mark)}{plain}".replace("\n", " ")
            yield Item("heading", heading, each.where, self.levels[each.id])
        elif each.mark and each.mark.is_bullet:
            yield Item("item", f"- {plain}", each.where, each.mark.level)
        elif found := re.fullmatch(r"(\d{1,3})[.、．)）]?", mark):
            yield Item(
                "item", f"{found[1]}. {plain}", each.where, each.mark.level if each.mark else 0
            )
        else:
            yield Item("text", f"{_mark_before(mark)}{plain}", each.where)

    def _table(self, table: Table) -> Iterator[Item]:
        if any(cell.blocks for row in table.rows for cell in row.cells):
            inner = [b for row in table.rows for cell in row.cells for b in cell.blocks]
            texts = [
                p for p in paragraphs_in(tuple(inner)) if p.text.strip() and p.id not in self.known
            ]
            width = max(sum(cell.span for cell in row.cells) for row in table.rows)
            if not texts:
                return
            if width == 1 or _is_layout(table):
                # A frame around text, or around pictures: what it holds, in its order.
                yield from self.read(inner)
                return
            yield Item("table", self._grid(table, width), table.where)
            for block in inner:
                if isinstance(block, Table):
                    yield from self._table(block)
                elif isinstance(block, Box):
                    yield from self.read(block.blocks)

    def _grid(self, table: Table, width: int) -> str:
        """A Markdown table; a merged cell's text stands in each row that it covers."""
        rows: list[list[str]] = []
        for row in table.rows:
            cells: list[str] = []
            for cell in row.cells:
                text = self._cell(cell)
                if cell.is_continued and rows and len(cells) < len(rows[-1]):
                    text = rows[-1][len(cells)]
                    self.merged.append(table.number)
                if cell.span > 1:
                    self.merged.append(table.number)
                cells += [text, *[""] * (cell.span - 1)]
            rows.append((cells + [""] * width)[:width])
        rows = [row for row in rows if any(row)]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])

    def _cell(self, cell: Cell) -> str:
        texts = []
        for block in cell.blocks:
            if isinstance(block, Table):
                texts.append(f"（见下面的表格 {block.number}）")
            elif isinstance(block, Paragraph) and block.id not in self.known:
                mark = block.mark.text if block.mark and not block.mark.is_bullet else ""
                texts += [tidy(mark + line) for line in block.text.split("\n") if line.strip()]
        return " ".join(texts).replace("|", "｜")


def _mark_before(mark: str) -> str:
    """An automatic number as it stands before its text: 1.1 needs a space, 一、 none."""
    return f"{mark} " if re.search(r"[0-9A-Za-z]$", mark) else mark


def _is_layout(table: Table) -> bool:
    """Whether a table only arranges pictures with their captions."""
    cells = [cell for row in table.rows for cell in row.cells if cell.blocks]
    with_pictures = sum(bool(pictures_in(cell.blocks)) for cell in cells)
    return with_pictures > 0 and with_pictures * 2 >= len(cells)
