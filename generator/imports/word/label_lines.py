"""Lines and forms → labels with their values: 地点：六曲河镇, in a line or in two cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.imports.word.blocks import Block, Cell, Paragraph, Table
from generator.imports.word.labels import COUNTED, KNOWN, LABEL_LINE, label_key

_ITEM_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]|[①-⑩•·●◆■-])"
)


@dataclass(frozen=True)
class Label:
    """地点：六曲河镇, in a line or in two cells of a form. key: without spaces and colon."""

    key: str
    value: str
    where: str
    source: str
    form: int = 0


class Labels:
    """Collects the labels of a document.

    again: those of which another stands before them. left: by id, what of a paragraph is no label.
    forms: numbers of the forms, from 1, by number of the table.
    """

    def __init__(self) -> None:
        self.found: list[Label] = []
        self.again: list[Label] = []
        self.left: dict[int, str] = {}
        self.forms: dict[int, int] = {}

    def read(self, each: Paragraph, known: set[int]) -> None:
        """Take the labels out of a paragraph; lines of it that hold none stay."""
        if each.id in known or each.outline is not None:
            return
        kept = []
        for line in each.text.split("\n"):
            parts = split_labels(line)
            if not parts or len(line) > 300:
                kept.append(line)
                continue
            for key, value in parts:
                label = Label(key, value, each.where, line.strip())
                if any(other.key == key and not other.form for other in self.found):
                    self.again.append(label)
                    if line not in kept:
                        kept.append(line)
                else:
                    self.found.append(label)
        rest = "\n".join(kept)
        if rest != each.text:
            self.left[each.id] = rest
            if not rest.strip() and not each.pictures:
                known.add(each.id)

    def read_forms(self, blocks: Iterable[Block]) -> None:
        """Take the labels out of the tables that are forms."""
        for block in blocks:
            if isinstance(block, Table) and (pairs := _form(block)):
                number = len(self.forms) + 1
                self.forms[block.number] = number
                for key, cell, where in pairs:
                    text = cell.text if isinstance(cell, Cell) else cell
                    self.found.append(
                        Label(key, text, where, f"{key}：{text}".replace("\n", " / "), number)
                    )


def split_labels(line: str) -> list[tuple[str, str]]:
    """(label, value) of every label in one line; none if the line does not begin with one."""
    found = list(LABEL_LINE.finditer(line))
    if not found:
        return []
    before = line[: found[0].start()].strip()
    if before and not (_ITEM_MARK.fullmatch(before) and _label(found[0]) in COUNTED):
        return []
    ends = [*(each.start() for each in found[1:]), len(line)]
    return [
        (_label(each), line[each.end() : end].strip(" \t\u3000；;"))
        for each, end in zip(found, ends, strict=True)
    ]


def _label(found: re.Match[str]) -> str:
    return label_key(found["label"] or found["boxed"])


def _form(table: Table) -> list[tuple[str, Cell | str, str]]:
    """(label, cell or text, place) of a table that is a form; none if it is an ordinary table."""
    pairs: list[tuple[str, Cell | str, str]] = []
    known = 0
    led = 0
    filled = 0
    for number, row in enumerate(table.rows, 1):
        cells = [cell for cell in row.cells if not (cell.is_continued and not cell.text)]
        if not any(cell.blocks for cell in cells):
            continue
        filled += 1
        place = 0
        while place < len(cells):
            cell = cells[place]
            key = label_key(cell.text)
            where = f"{table.where} 第 {number} 行"
            after = cells[place + 1] if place + 1 < len(cells) else None
            if key in KNOWN and after is not None and label_key(after.text) not in KNOWN:
                known += 1
                led += place == 0
                pairs.append((key, after, where))
                place += 2
                continue
            inside = split_labels(cell.text) if "\n" not in cell.text else []
            if inside:
                known += len(inside)
                led += place == 0
                pairs += [(name, value, where) for name, value in inside]
                place += 1
                continue
            if key in KNOWN:
                return []
            if after is not None and cell.text and len(key) <= 8 and place % 2 == 0:
                pairs.append((key, after, where))
                place += 2
                continue
            if cell.text:
                pairs.append(("", cell, where))
            elif any(paragraph.pictures for paragraph in cell.paragraphs):
                pairs.append(("照片", cell, where))
            place += 1
    return pairs if known >= 2 and led * 2 >= filled else []
