"""Which caption belongs to which picture: decided once for a document, and never by guess.

Whether captions stand below or above their pictures is one decision: the side that leaves fewer
pictures without a caption and fewer captions without a picture. Where that does not settle it, or
where the numbers in the captions contradict it, no caption is given and a question is asked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from generator.imports.word.blocks import Block, Box, Cell, Paragraph, Picture, Table

MAX_CAPTION = 90

_DIGITS = "零一二三四五六七八九"
_NUMBERED = re.compile(
    r"图\s*(?P<number>\d{1,3}(?:[-—–.]\d{1,3})?|[一二三四五六七八九十]{1,3})"
    r"(?!\s*(?:中|所示|显示|可见|可以|表明|和|与|至|、|，))[\s:：.．、]*"
)
_MARKED = re.compile(r"(?:图(?:片|注|说)?\s*[:：]|图为|图\s*/)")
_ARROW = {"▲": "above", "△": "above", "↑": "above", "▴": "above"}
_ARROW |= {"▼": "below", "▽": "below", "↓": "below", "▾": "below"}
_SIDE = re.compile(r"(?:^|(?<=[\s；;，,。、|/]))[（(]?(?P<side>[左右中上下])图?[)）]?\s*[:：为]\s*")
_BRACKET_SIDE = re.compile(r"[（(](?P<side>[左右中上下])图?[)）]\s*[:：]?\s*")
_CREDITS = (
    re.compile(r"\s*[（(]\s*(?P<who>[^（）()]{1,20}?)\s*(?:/\s*)?(?:摄影|摄|供图|绘)\s*[)）]\s*$"),
    re.compile(
        r"\s*[（(]?\s*(?:摄影|摄|供图|图片?来源|图)\s*[:：/]\s*(?P<who>[^（）()\s]{1,20})\s*[)）]?\s*$"
    ),
    re.compile(r"\s+(?P<who>[^\s（）()，。、：:]{2,8})\s*(?:摄影|摄|供图|绘)\s*$"),
)
_STYLES = {"caption", "题注", "图注", "图题", "图片说明"}


@dataclass(frozen=True)
class Caption:
    """One caption as found. number: of 图3, as written; side: 左 of 左图; where: its place."""

    text: str
    where: str
    source: str
    credit: str = ""
    number: str = ""
    side: str = ""


@dataclass(frozen=True)
class Question:
    """What cannot be decided: about a picture, or about a line that looks like a caption."""

    picture: int
    where: str
    text: str


@dataclass(frozen=True)
class Matched:
    """by_picture: number of the picture → its caption. used: ids of paragraphs that were captions;
    they are no body text.
    """

    by_picture: dict[int, Caption] = field(default_factory=dict)
    used: frozenset[int] = frozenset()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    """A paragraph that looks like a caption.

    is_marked: it says so itself (图1, ▲, 左图：, the caption style). picture_is: where its arrow
    points, above or below it.
    """

    paragraph: Paragraph
    captions: tuple[Caption, ...]
    is_marked: bool
    picture_is: str = ""


@dataclass
class _Group:
    """Pictures that stand together, and the candidates next to them, nearest first."""

    pictures: tuple[Picture, ...]
    where: str
    above: list[_Candidate] = field(default_factory=list)
    below: list[_Candidate] = field(default_factory=list)
    is_row: bool = False


# ---------------------------------------------------------------- one line


def credited(text: str) -> tuple[str, str]:
    """(caption without its photographer, the photographer)."""
    for pattern in _CREDITS:
        if (found := pattern.search(text)) and found.start() > 0:
            return text[: found.start()].strip(), found["who"].strip()
    return text.strip(), ""


def parse(paragraph: Paragraph, text: str | None = None) -> tuple[list[Caption], bool, str]:
    """(captions in one paragraph, whether it is marked as such, where its arrow points)."""
    written = paragraph.text if text is None else text
    plain = _half_width(written.strip())
    is_marked = bool(_STYLES & set(paragraph.styles[:2]))
    arrow = _ARROW.get(plain[:1], "")
    if arrow:
        plain, is_marked = plain[1:].strip(), True
    pieces = _split(plain)
    captions = []
    for piece, side in pieces:
        found = _NUMBERED.match(piece)
        number = found["number"] if found else ""
        rest = piece[found.end() :] if found else piece
        marked = re.match(r"图(?:片|注|说)?\s*[:：]\s*", rest) if not found else None
        rest = rest[marked.end() :] if marked else rest
        is_marked = is_marked or bool(found or side or _MARKED.match(piece))
        caption, credit = credited(" ".join(rest.split()))
        captions.append(
            Caption(caption.strip(" ；;"), paragraph.where, written.strip(), credit, number, side)
        )
    return captions, is_marked, arrow


def _split(text: str) -> list[tuple[str, str]]:
    """(text, side) of every caption in one line: 左图：… 右图：…, or 图1 … 图2 …"""
    for pattern in (_SIDE, _BRACKET_SIDE):
        found = list(pattern.finditer(text))
        sides = [each["side"] for each in found]
        if len(found) >= 2 and found[0].start() == 0 and len(set(sides)) == len(sides):
            ends = [*(each.start() for each in found[1:]), len(text)]
            return [
                (text[each.end() : end].strip(" \t　；;，,"), each["side"])
                for each, end in zip(found, ends, strict=True)
            ]
    starts = [each.start() for each in re.finditer(r"(?:^|(?<=[\s；;]))图\s*\d", text)]
    if len(starts) >= 2 and starts[0] == 0:
        ends = [*starts[1:], len(text)]
        return [
            (text[start:end].strip(" \t　；;"), "") for start, end in zip(starts, ends, strict=True)
        ]
    return [(text, "")]


def _half_width(text: str) -> str:
    """Digits as 1, spaces as they separate: the number of a caption may be typed in full width."""
    return text.translate({ord("０") + n: str(n) for n in range(10)}).replace("\u00a0", " ")


# ---------------------------------------------------------------- the document


def match(blocks: Sequence[Block], blocked: AbstractSet[int], body_size: float) -> Matched:
    """The caption of every picture that surely has one.

    blocked: ids of paragraphs that are known to be something else (title, headings, labels).
    body_size: of ordinary text, in points; captions are often smaller.
    """
    return _Matcher(blocked, body_size).document(blocks)


class _Matcher:
    def __init__(self, blocked: AbstractSet[int], body_size: float) -> None:
        self.blocked = blocked
        self.body_size = body_size
        self.given: dict[int, Caption] = {}
        self.used: set[int] = set()
        self.asked: dict[int, Question] = {}
        self.groups: list[_Group] = []
        self.candidates: list[_Candidate] = []

    def document(self, blocks: Sequence[Block]) -> Matched:
        self._container(blocks)
        self._settle()
        self._by_number()
        self._contradictions()
        self._strays()
        questions = sorted(self.asked.values(), key=lambda each: each.picture)
        return Matched(dict(self.given), frozenset(self.used), tuple(questions))

    # ------------------------------------------------------------ gathering

    def _container(self, blocks: Sequence[Block], *, is_cell: bool = False) -> None:
        """Find the groups of pictures of one run of blocks, with what stands next to them."""
        slots = list(self._slots(blocks, is_cell))
        for place, slot in enumerate(slots):
            if isinstance(slot, _Group):
                slot.above = _run_of(reversed(slots[:place]))
                slot.below = _run_of(slots[place + 1 :])
                self.groups.append(slot)

    def _slots(
        self, blocks: Sequence[Block], is_cell: bool
    ) -> Iterator["_Group | _Candidate | None"]:
        """Groups of pictures, candidates, and None for all else."""
        gathered: list[Picture] = []
        where, is_row = "", True

        def flush() -> Iterator[_Group]:
            nonlocal gathered, is_row
            if gathered:
                yield _Group(tuple(gathered), where, is_row=is_row)
            gathered, is_row = [], True

        for block in blocks:
            if isinstance(block, Paragraph) and block.pictures and not block.text.strip():
                is_row = not gathered and len(block.pictures) > 1
                where = where if gathered else block.where
                gathered += block.pictures
                continue
            if isinstance(block, Box):
                yield from flush()
                self._container(block.blocks, is_cell=True)
                yield None
            elif isinstance(block, Table):
                row = self._picture_row(block)
                if row:
                    yield from flush()
                    yield _Group(row, block.where, is_row=True)
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

    def _mixed(self, block: Paragraph) -> Iterator["_Group | None"]:
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
                self._give(tuple(pictures), captions, block.where)
            self.used.add(block.id)
            yield None
        elif not lead.strip() and block.id not in self.blocked and (is_marked or looks):
            self._ask(block.pictures, block.where, f"同一段里的“{_short(block.text)}”对不上")
            yield None
        elif lead.strip() and not any(text.strip() for _, text in whole):
            captions, marked, _ = parse(block, lead)
            if marked and block.id not in self.blocked:
                self._ask(block.pictures, block.where, f"前面的“{_short(lead)}”是不是它的图注")
                yield None
            else:
                yield _Group(block.pictures, block.where, is_row=True)
        else:
            yield _Group(block.pictures, block.where, is_row=True)

    def _candidate(self, block: Paragraph, is_cell: bool) -> _Candidate | None:
        if block.id in self.blocked or block.mark or not block.text.strip():
            return None
        captions, is_marked, arrow = parse(block)
        if len(block.text.strip()) > MAX_CAPTION * len(captions):
            return None
        if is_marked or is_cell or self._is_plausible(block, block.text):
            return _Candidate(block, tuple(captions), is_marked, arrow)
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
                    self._container(cell.blocks, is_cell=alone and kinds.count("mixed") > 0)

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
                self.groups.append(_Group(tuple(pictures), table.where))
            else:
                self._ask(pictures, table.where, "表格里的文字在图的上面还是下面，看不出来")
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
                    self._give(pictures, captions, lines[0].where)
                    self.used.add(lines[0].id)
                    continue
            texts_shown = (
                f"表格里的“{_short(below.text)}”" if below and below.text else "表格里的文字"
            )
            self._ask(pictures, table.where, f"{texts_shown}是不是它的图注，看不出来")

    # ------------------------------------------------------------ deciding

    def _settle(self) -> None:
        """Choose the side once, for all groups."""
        waiting = [group for group in self.groups if group.above or group.below]
        tried = {side: self._tried(waiting, side) for side in ("below", "above")}
        cost = {side: self._cost(waiting, found) for side, found in tried.items()}
        if cost["below"] == cost["above"]:
            numbers = {side: _ascends(found) for side, found in tried.items()}
            if any(tried["below"]) or any(tried["above"]):
                if numbers["below"] == numbers["above"]:
                    for group in waiting:
                        self._unsure(group, "图的上面和下面都有像图注的一行，分不清")
                    return
                side = "below" if numbers["below"] else "above"
            else:
                side = "below"
        else:
            side = min(cost, key=lambda each: cost[each])
        self._apply(waiting, tried[side], side)

    def _apply(self, waiting: list[_Group], found: list[list[_Candidate]], side: str) -> None:
        plain_above = side == "above" and not any(
            each.is_marked for taken in found for each in taken
        )
        for group, taken in zip(waiting, found, strict=True):
            if not taken:
                self._unsure(group, "")
            elif plain_above and sum(map(bool, found)) < 2:
                # One unmarked line above one picture is as likely a heading of what follows.
                self._unsure(group, "")
            else:
                captions = [caption for each in taken for caption in each.captions]
                if self._give(group.pictures, captions, group.where, group.is_row):
                    self.used.update(each.paragraph.id for each in taken)

    def _tried(self, groups: list[_Group], side: str) -> list[list[_Candidate]]:
        """For each group the candidates that it would take from one side; empty where none fit."""
        found = []
        taken: set[int] = set()
        for group in groups:
            near = group.below if side == "below" else group.above
            free = [each for each in near if each.paragraph.id not in taken]
            fitting = self._fitting(group, free, side)
            taken.update(each.paragraph.id for each in fitting)
            found.append(fitting)
        return found

    def _fitting(self, group: _Group, near: list[_Candidate], side: str) -> list[_Candidate]:
        picture_is = "above" if side == "below" else "below"
        near = [each for each in near if each.picture_is in ("", picture_is)]
        if not near:
            return []
        count = len(group.pictures)
        if len(near[0].captions) == count:
            # More numbered lines than pictures are a list of captions, not this picture's.
            numbered = [each for each in near if each.captions[0].number]
            if count == 1 and len(numbered) > 1 and near[0] in numbered:
                return []
            return near[:1]
        row = near[:count] if side == "below" else near[:count][::-1]
        if len(row) == count and all(each.is_marked and len(each.captions) == 1 for each in row):
            return row
        return []

    def _cost(self, groups: list[_Group], found: list[list[_Candidate]]) -> int:
        """Pictures without a caption, and marked captions without a picture."""
        taken = {each.paragraph.id for row in found for each in row}
        near = {
            each.paragraph.id for group in groups for each in (*group.above[:1], *group.below[:1])
        }
        return sum(not row for row in found) + len(near - taken)

    def _give(
        self,
        pictures: Sequence[Picture],
        captions: Sequence[Caption],
        where: str,
        is_row: bool = True,
    ) -> bool:
        """Give captions to pictures, left to right; a question where the order is not sure."""
        order = _in_order(pictures, captions, is_row)
        if order is None:
            self._ask(
                pictures, where, f"“{_short(captions[0].source)}”里哪一句说的是哪一张，看不出来"
            )
            return False
        for picture, caption in zip(order, captions, strict=True):
            self.given[picture.number] = caption
        return True

    def _by_number(self) -> None:
        """Captions gathered elsewhere, 图1 图2 …: each goes to the picture of that number."""
        waiting = {p.number for group in self.groups for p in group.pictures} - set(self.given)
        lists = [
            each
            for each in self.candidates
            if each.paragraph.id not in self.used and all(c.number for c in each.captions)
        ]
        numbers = [_value(caption.number) for each in lists for caption in each.captions]
        if not numbers or self.given or sorted(numbers) != sorted(waiting):
            return
        for each in lists:
            for caption in each.captions:
                self.given[_value(caption.number)] = caption
                self.asked.pop(_value(caption.number), None)
            self.used.add(each.paragraph.id)

    def _contradictions(self) -> None:
        """Take captions back whose numbers run against the order of the pictures."""
        numbered = [(p, c) for p, c in sorted(self.given.items()) if c.number]
        values = [_value(caption.number) for _, caption in numbered]
        if values == sorted(set(values)) and 0 not in values:
            return
        for picture, caption in numbered:
            del self.given[picture]
            self.used -= {
                each.paragraph.id
                for each in self.candidates
                if any(found.source == caption.source for found in each.captions)
            }
            self.asked[picture] = Question(
                picture,
                caption.where,
                f"旁边写的是“{_short(caption.source)}”，编号和图的先后不一致",
            )

    def _strays(self) -> None:
        """Ask about marked captions that no picture got."""
        asked = " ".join(question.text for question in self.asked.values())
        for each in self.candidates:
            text = _short(each.paragraph.text)
            if each.is_marked and each.paragraph.id not in self.used and text not in asked:
                key = -each.paragraph.id
                self.asked[key] = Question(
                    0, each.paragraph.where, f"“{text}”像图注，没有找到它的图"
                )

    def _unsure(self, group: _Group, why: str) -> None:
        near = [*group.below[:1], *group.above[:1]]
        lines = "、".join(f"“{_short(each.paragraph.text)}”" for each in near)
        self._ask(group.pictures, group.where, f"{why or '旁边的一行对不上'}：{lines}")

    def _ask(self, pictures: Iterable[Picture], where: str, text: str) -> None:
        for picture in pictures:
            if picture.number not in self.given:
                self.asked[picture.number] = Question(picture.number, where, text)


# ---------------------------------------------------------------- small questions


def _run_of(slots: Iterable[object]) -> list[_Candidate]:
    """The candidates that follow one another directly."""
    found: list[_Candidate] = []
    for slot in slots:
        if not isinstance(slot, _Candidate):
            break
        found.append(slot)
    return found


def _in_order(
    pictures: Sequence[Picture], captions: Sequence[Caption], is_row: bool
) -> list[Picture] | None:
    """The pictures in the order of their captions; None when that is not sure."""
    if len(pictures) != len(captions):
        return None
    if len(pictures) == 1:
        return list(pictures)
    sides = "".join(caption.side for caption in captions)
    placed = [picture.across for picture in pictures if picture.is_floating]
    ordered = list(pictures)
    if placed:
        known = [place for place in placed if place]
        if len(known) != len(pictures) or len({place[0] for place in known}) != 1:
            return None
        if len({place[1] for place in known}) == len(known):
            ordered.sort(key=lambda picture: picture.across[1] if picture.across else 0)
        elif sides:
            return None
    if not sides:
        return ordered
    if sides in {"左右", "右左", "左中右"} and is_row:
        found = dict(zip("左右" if len(ordered) == 2 else "左中右", ordered, strict=True))
        return [found[side] for side in sides]
    if sides in {"上下", "下上", "上中下"} and not is_row:
        found = dict(zip("上下" if len(ordered) == 2 else "上中下", ordered, strict=True))
        return [found[side] for side in sides]
    return None


def _ascends(found: list[list[_Candidate]]) -> bool:
    numbers = [
        _value(caption.number)
        for row in found
        for each in row
        for caption in each.captions
        if caption.number
    ]
    return bool(numbers) and numbers == sorted(numbers) and numbers[0] == 1


def _value(number: str) -> int:
    """图3, 图三 and 图2-3 as numbers that keep their order."""
    if re.fullmatch(r"\d+", number):
        return int(number)
    if found := re.fullmatch(r"(\d+)[-—–.](\d+)", number):
        return int(found[1]) * 1000 + int(found[2])
    tens, _, ones = number.rpartition("十")
    if "十" in number:
        return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
    return _DIGITS.index(number) if number in _DIGITS else 0


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


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:30] + "…"
