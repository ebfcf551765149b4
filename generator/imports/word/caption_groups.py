"""Pictures that stand together, and the lines beside them that look like their captions.

Where the layout itself says which line belongs to which picture (a table with one below each, one
paragraph with both), that is answered here; all else is left to `captions`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from generator.imports.word.blocks import Block, Box, Cell, Paragraph, Picture, Table
from generator.imports.word.caption_answers import Answers, short
from generator.imports.word.caption_lines import Caption, parse

MAX_CAPTION = 90


@dataclass(frozen=True)
class Candidate:
    """A paragraph that looks like a caption.

    is_marked: it says so itself (图1, ▲, 左图：, the caption style). picture_is: where its arrow
    points, above or below it.
    """

    paragraph: Paragraph
    captions: tuple[Caption, ...]
    is_marked: bool
    picture_is: str = ""


@dataclass
class Group:
    """Pictures that stand together, and the candidates next to them, nearest first."""

    pictures: tuple[Picture, ...]
    where: str
    above: list[Candidate] = field(default_factory=list)
    below: list[Candidate] = field(default_factory=list)
    is_row: bool = False


class Groups:
    """Gathers the groups and the candidates of one document."""

    def __init__(self, answers: Answers, blocked: AbstractSet[int], body_size: float) -> None:
        self.answers = answers
        self.blocked = blocked
        self.body_size = body_size
        self.found: list[Group] = []
        self.candidates: list[Candidate] = []

    def read(self, blocks: Sequence[Block], *, is_cell: bool = False) -> None:
        """Find the groups of pictures of one run of blocks, with what stands next to them."""
        slots = list(self._slots(blocks, is_cell))
        for place, slot in enumerate(slots):
            if isinstance(slot, Group):
                slot.above = _run_of(reversed(slots[:place]))
                slot.below = _run_of(slots[place + 1 :])
                self.found.append(slot)

    def _slots(self, blocks: Sequence[Block], is_cell: bool) -> Iterator[Group | Candidate | None]:
        """Groups of pictures, candidates, and None for all else."""
        gathered: list[Picture] = []
        where, is_row = "", True

        def flush() -> Iterator[Group]:
            nonlocal gathered, is_row
            if gathered:
                yield Group(tuple(gathered), where, is_row=is_row)
            gathered, is_row = [], True

        for block in blocks:
            if isinstance(block, Paragraph) and block.pictures and not block.text.strip():
                is_row = not gathered and len(block.pictures) > 1
                where = where if gathered else block.where
                gathered += block.pictures
                continue
            if isinstance(block, Box):
                yield from flush()
                self.read(block.blocks, is_cell=True)
                yield None
            elif isinstance(block, Table):
                row = self._picture_row(block)
                if row:
                    yield from flush()
                    yield Group(row, block.where, is_row=True)
                else:
                    yield from flush()
                    self._table(block)
                    yield None
            elif block.pictures:
                yield from flush()
                yield from self._mixed(block)
            else:
                yield from flush()
                candidate = self._candidate(block, is_cell)
                if candidate:
                    self.candidates.append(candidate)
                yield candidate
        yield from flush()

    def _mixed(self, block: Paragraph) -> Iterator[Group | None]:
        """Pictures and text in one paragraph: the text after each may be its caption."""
        parts: list[tuple[list[Picture], str]] = [([], "")]
        for piece in block.pieces:
            if isinstance(piece, Picture):
                if parts[-1][1].strip():
                    parts.append(([], ""))
                parts[-1][0].append(piece)
            else:
                pictures, text = parts[-1]
                parts[-1] = (pictures, text + piece.text)
        whole = parts if parts[0][0] else parts[1:]
        lead = "" if parts[0][0] else parts[0][1]
        looks = len(whole) == 1 and self._is_plausible(block, block.text)
        found = [parse(block, text) for _, text in whole]
        fits = all(
            pictures and text.strip() and len(captions) == len(pictures)
            for (pictures, text), (captions, _, _) in zip(whole, found, strict=True)
        )
        is_marked = all(marked for _, marked, _ in found)
        if not lead.strip() and fits and (is_marked or looks) and block.id not in self.blocked:
            for (pictures, _), (captions, _, _) in zip(whole, found, strict=True):
                self.answers.give(tuple(pictures), captions, block.where)
            self.answers.used.add(block.id)
            yield None
        elif not lead.strip() and block.id not in self.blocked and (is_marked or looks):
            self.answers.ask(block.pictures, block.where, f"同一段里的“{short(block.text)}”对不上")
            yield None
        elif lead.strip() and not any(text.strip() for _, text in whole):
            captions, marked, _ = parse(block, lead)
            if marked and block.id not in self.blocked:
                self.answers.ask(
                    block.pictures, block.where, f"前面的“{short(lead)}”是不是它的图注"
                )
                yield None
            else:
                yield Group(block.pictures, block.where, is_row=True)
        else:
            yield Group(block.pictures, block.where, is_row=True)

    def _candidate(self, block: Paragraph, is_cell: bool) -> Candidate | None:
        if block.id in self.blocked or block.mark or not block.text.strip():
            return None
        captions, is_marked, arrow = parse(block)
        if len(block.text.strip()) > MAX_CAPTION * len(captions):
            return None
        if is_marked or is_cell or self._is_plausible(block, block.text):
            return Candidate(block, tuple(captions), is_marked, arrow)
        return None

    def _is_plausible(self, block: Paragraph, text: str) -> bool:
        """Whether an unmarked line looks like a caption: centred, short, no larger than text."""
        text = text.strip()
        return (
            block.align == "center"
            and 0 < len(text) <= 60
            and not re.search(r"[。！？：:；;]$", text)
            and not re.match(r"表\s*\d", text)
            and block.look[0] <= self.body_size
            and not block.is_bold
        )

    # ------------------------------------------------------------ tables

    def _picture_row(self, table: Table) -> tuple[Picture, ...]:
        """The pictures of a table that holds one row of pictures and no text."""
        if len(table.rows) != 1:
            return ()
        cells = table.rows[0].cells
        if any(
            cell.text or any(not isinstance(b, Paragraph) for b in cell.blocks) for cell in cells
        ):
            return ()
        return tuple(picture for cell in cells for picture in _pictures(cell))

    def _table(self, table: Table) -> None:
        """A table that lays out pictures: captions below, above or within the cells."""
        rows = [row.cells for row in table.rows]
        kinds = [_kind(cells) for cells in rows]
        if "pictures" in kinds and set(kinds) <= {"pictures", "text", "empty"}:
            self._layout(table, rows, kinds)
            return
        for cells in rows:
            for cell in cells:
                if cell.blocks:
                    # In a cell of its own, the one line beside a picture belongs to it.
                    alone = len([p for p in cell.paragraphs if p.text.strip()]) == 1
                    self.read(cell.blocks, is_cell=alone and kinds.count("mixed") > 0)

    def _layout(self, table: Table, rows: list[tuple[Cell, ...]], kinds: list[str]) -> None:
        filled = [(cells, kind) for cells, kind in zip(rows, kinds, strict=True) if kind != "empty"]
        order = [kind for _, kind in filled]
        pairs = len(order) // 2
        below = order == ["pictures", "text"] * pairs
        above = order == ["text", "pictures"] * pairs
        pictures = [
            picture for cells, kind in filled if kind == "pictures" for picture in _all(cells)
        ]
        if not below and not above:
            if order == ["pictures"] * len(order):
                self.found.append(Group(tuple(pictures), table.where))
            else:
                self.answers.ask(pictures, table.where, "表格里的文字在图的上面还是下面，看不出来")
            return
        for place in range(0, len(filled), 2):
            first, second = filled[place][0], filled[place + 1][0]
            shown, told = (first, second) if below else (second, first)
            self._columns(table, shown, told)

    def _columns(self, table: Table, shown: tuple[Cell, ...], told: tuple[Cell, ...]) -> None:
        """Pictures and the cells with their captions, column by column."""
        texts = _by_column(told)
        for column, cell in _by_column(shown).items():
            pictures = _pictures(cell)
            if not pictures:
                continue
            below = texts.get(column)
            lines = [p for p in below.paragraphs if p.text.strip()] if below else []
            if len(lines) == 1 and below and below.span == cell.span:
                captions, _, _ = parse(lines[0])
                if len(captions) == len(pictures):
                    self.answers.give(pictures, captions, lines[0].where)
                    self.answers.used.add(lines[0].id)
                    continue
            texts_shown = (
                f"表格里的“{short(below.text)}”" if below and below.text else "表格里的文字"
            )
            self.answers.ask(pictures, table.where, f"{texts_shown}是不是它的图注，看不出来")


def _run_of(slots: Iterable[object]) -> list[Candidate]:
    """The candidates that follow one another directly."""
    found: list[Candidate] = []
    for slot in slots:
        if not isinstance(slot, Candidate):
            break
        found.append(slot)
    return found


def _kind(cells: tuple[Cell, ...]) -> str:
    kinds = set()
    for cell in cells:
        has_text, has_pictures = bool(cell.text), bool(_pictures(cell))
        if (has_text and has_pictures) or any(not isinstance(b, Paragraph) for b in cell.blocks):
            return "mixed"
        if has_text or has_pictures:
            kinds.add("text" if has_text else "pictures")
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else "empty"


def _pictures(cell: Cell) -> tuple[Picture, ...]:
    return tuple(picture for each in cell.paragraphs for picture in each.pictures)


def _all(cells: tuple[Cell, ...]) -> list[Picture]:
    return [picture for cell in cells for picture in _pictures(cell)]


def _by_column(cells: tuple[Cell, ...]) -> dict[int, Cell]:
    found, column = {}, 0
    for cell in cells:
        found[column] = cell
        column += cell.span
    return found
