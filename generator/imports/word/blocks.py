"""What a document is made of once it has been walked: paragraphs, tables, pictures, in order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.imports.word.numbering import Number


@dataclass(frozen=True)
class Run:
    r"""Text of one look; `\n` is a line break, `\t` a tab. size: in points."""

    text: str
    size: float = 0
    is_bold: bool = False
    font: str = ""


@dataclass(frozen=True)
class Picture:
    """One picture where it stands.

    number: counted from 1 over the document. part: its name in the package; empty when it is
    linked from elsewhere (`address`). window: the part of it that is shown, as fractions (left,
    top, right, bottom). turn: degrees clockwise. across: for a floating one, from what and how
    far it stands to the right.
    """

    number: int
    part: str
    address: str = ""
    window: tuple[float, float, float, float] = (0, 0, 1, 1)
    turn: float = 0
    is_mirrored: bool = False
    is_flipped: bool = False
    alt: str = ""
    is_floating: bool = False
    across: tuple[str, int] | None = None


Piece = Run | Picture


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    id: its own. number: counted from 1 over the paragraphs that hold something, without those in
    tables. where: how staff are told of it. styles: names, nearest first, in lower case.
    outline: level from 0, or None for body text. mark: its automatic number.
    """

    id: int
    number: int
    where: str
    pieces: tuple[Piece, ...]
    styles: tuple[str, ...] = ()
    outline: int | None = None
    align: str = ""
    mark: Number | None = None

    @property
    def text(self) -> str:
        """Its text as written, without its automatic number."""
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Run))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Picture))

    @property
    def look(self) -> tuple[float, bool, str]:
        """Size, boldness and font of most of its text."""
        counts: Counter[tuple[float, bool, str]] = Counter()
        for run in self.pieces:
            if isinstance(run, Run) and run.text.strip():
                counts[(run.size, run.is_bold, run.font)] += len(run.text.strip())
        return counts.most_common(1)[0][0] if counts else (0, False, "")

    @property
    def is_bold(self) -> bool:
        """Whether all of its text is bold."""
        runs = [run for run in self.pieces if isinstance(run, Run) and run.text.strip()]
        return bool(runs) and all(run.is_bold for run in runs)


@dataclass(frozen=True)
class Cell:
    """One cell as written; `is_continued` when it only continues the cell above it."""

    blocks: tuple["Block", ...]
    span: int = 1
    is_continued: bool = False

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def text(self) -> str:
        """The text of its own paragraphs, one a line."""
        return "\n".join(text for each in self.paragraphs if (text := each.text.strip()))


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """One table; `number` counted from 1, those within cells included."""

    number: int
    rows: tuple[Row, ...]

    @property
    def where(self) -> str:
        return f"表格 {self.number}"


@dataclass(frozen=True)
class Box:
    """A text box that holds pictures; boxes of text alone are told of, not taken."""

    where: str
    blocks: tuple["Block", ...]


Block = Paragraph | Table | Box


def paragraphs_in(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """All paragraphs in order, those in tables and boxes included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Box):
            yield from paragraphs_in(block.blocks)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_in(cell.blocks)


def pictures_in(blocks: tuple[Block, ...]) -> list[Picture]:
    return [picture for each in paragraphs_in(blocks) for picture in each.pictures]
