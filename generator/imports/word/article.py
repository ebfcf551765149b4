"""Blocks → what they mean: title, labels, headings, body, sign-off, pictures with their captions.

Nothing is given a meaning that it does not show by its style, its place or its wording; what has
none stays in the body, in its order.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.imports.word.blocks import (
    Block,
    Box,
    Cell,
    Paragraph,
    Picture,
    Table,
    paragraphs_in,
    pictures_in,
)
from generator.imports.word.caption_lines import Caption
from generator.imports.word.captions import Matched, match
from generator.imports.word.dates import is_date_line
from generator.imports.word.labels import COUNTED, KNOWN, LABEL_LINE, label_key
from generator.text.paste import tidy

_LEVEL_1 = re.compile(r"[一二三四五六七八九十]{1,3}、")
_LEVEL_2 = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")
_LEVEL_3 = re.compile(r"\d{1,2}[.．、](?!\d)")
_HEADING_FONTS = ("黑体", "楷体", "SimHei", "KaiTi", "小标宋", "Heiti", "雅黑")
_BYLINE = re.compile(
    r"[（(]?\s*(?:供稿|撰稿|文字|作者|通讯员|记者|文|图文|图|摄影|审核|审稿|编辑|责编|责任编辑|初审|复审|终审)"
    r"\s*(?:单位|人)?\s*[:：/／]"
)
_NOTE_MARK = re.compile(r"〔注\d+〕")
_ITEM_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．]|[①-⑩•·●◆■-])"
)
_TITLE_STYLES = {"title", "标题", "文章标题", "大标题"}
_SUBTITLE_STYLES = {"subtitle", "副标题"}


@dataclass(frozen=True)
class Found:
    """A text with the place that it stands at; source: the whole line as written."""

    text: str
    where: str
    source: str = ""


@dataclass(frozen=True)
class Label:
    """地点：六曲河镇, in a line or in two cells of a form. key: without spaces and colon."""

    key: str
    value: str
    where: str
    source: str
    form: int = 0


@dataclass(frozen=True)
class Item:
    """One piece of the body. kind: heading, text, item, table. level: of a heading, from 1."""

    kind: str
    text: str
    where: str
    level: int = 0


@dataclass(frozen=True)
class Shown:
    """A picture with its caption. form: number of the form that it stands in, else 0."""

    picture: Picture
    where: str
    caption: Caption | None = None
    form: int = 0


@dataclass(frozen=True)
class Article:
    title: Found | None = None
    subtitle: Found | None = None
    dates: tuple[Found, ...] = ()
    labels: tuple[Label, ...] = ()
    again: tuple[Label, ...] = ()
    body: tuple[Item, ...] = ()
    closing: tuple[Found, ...] = ()
    bylines: tuple[Found, ...] = ()
    pictures: tuple[Shown, ...] = ()
    matched: Matched = field(default_factory=Matched)
    merged: tuple[int, ...] = ()
    title_lines: int = 1
    rivals: tuple[Found, ...] = ()


def understand(blocks: Sequence[Block]) -> Article:
    """Read the blocks of one document."""
    return _Reader(blocks).article()


class _Reader:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = tuple(blocks)
        self.lines = [b for b in self.blocks if isinstance(b, Paragraph) and b.text.strip()]
        self.body_size, self.body_font = _body_look(paragraphs_in(self.blocks))
        self.known: set[int] = set()
        self.labels: list[Label] = []
        self.again: list[Label] = []
        self.left: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self.merged: list[int] = []
        self.forms: dict[int, int] = {}

    def article(self) -> Article:
        title, title_lines = self._title()
        subtitle = self._subtitle()
        dates = tuple(self._date_lines())
        self._find_forms()
        bylines = tuple(self._bylines())
        closing = tuple(self._closing())
        for each in self.lines:
            self._read_labels(each)
        self._find_headings()
        matched = match(self.blocks, self.known | set(self.levels), self.body_size)
        self.known |= matched.used
        return Article(
            title=title,
            subtitle=subtitle,
            dates=dates,
            labels=tuple(self.labels),
            again=tuple(self.again),
            body=tuple(self._body(self.blocks)),
            closing=closing,
            bylines=bylines,
            pictures=tuple(self._pictures(matched)),
            matched=matched,
            merged=tuple(dict.fromkeys(self.merged)),
            title_lines=title_lines,
            rivals=tuple(self._rivals()) if title else (),
        )

    # ------------------------------------------------------------ the head

    def _title(self) -> tuple[Found | None, int]:
        head = self.lines[:6]
        styled = [each for each in head if _TITLE_STYLES & set(each.styles[:1])]
        large = [each for each in head if not self._is_small(each)]
        likely = styled or [each for each in large[:1] if self._looks_like_title(each)]
        if not likely:
            return None, 0
        first = likely[0]
        lines = [first]
        for each in self.lines[self.lines.index(first) + 1 :]:
            alike = each.styles[:1] == first.styles[:1] and each.look == first.look
            same = alike and each.align == first.align and each.outline == first.outline
            is_centred_or_styled = first.align == "center" or bool(styled)
            if not same or not is_centred_or_styled or _is_subtitle(each) or each.mark:
                break
            lines.append(each)
        self.known.update(each.id for each in lines)
        texts = [tidy(part) for each in lines for part in each.text.split("\n") if part.strip()]
        return Found(_joined_title(texts), first.where, " / ".join(texts)), len(texts)

    def _rivals(self) -> Iterator[Found]:
        """Other lines at the top that look like the title, such as the one below a masthead."""
        for each in self.lines[:6]:
            is_large = each.look[0] >= self.body_size + 3 and each.align == "center"
            if is_large and each.id not in self.known | set(self.levels):
                yield Found(tidy(each.text), each.where, each.text)

    def _is_small(self, each: Paragraph) -> bool:
        """A line such as an issue number above the title."""
        return each.look[0] < self.body_size or is_date_line(each.text)

    def _looks_like_title(self, each: Paragraph) -> bool:
        size, is_bold, font = each.look
        text = each.text.strip()
        if each.mark or len(text) > 60 or re.search(r"[。；：:;]$", text) or LABEL_LINE.match(text):
            return False
        is_heading = each.outline == 0 and each is self.lines[0]
        stands_out = size > self.body_size or is_bold or any(f in font for f in _HEADING_FONTS)
        is_first = each in self.lines[:3]
        return (
            is_heading
            or (is_first and each.align == "center" and stands_out)
            or (each is self.lines[0] and size >= self.body_size + 4)
        )

    def _subtitle(self) -> Found | None:
        for each in self.lines[:8]:
            if each.id not in self.known and _is_subtitle(each):
                self.known.add(each.id)
                text = re.sub(r"^[—–\-─]+\s*", "", each.text.strip())
                return Found(tidy(text), each.where, each.text.strip())
        return None

    def _date_lines(self) -> Iterator[Found]:
        for each in self.lines[:6]:
            text = each.text.strip()
            if each.id not in self.known and (re.search(r"[。！？]$", text) or split_labels(text)):
                return
            if each.id not in self.known and is_date_line(each.text):
                self.known.add(each.id)
                yield Found(each.text.strip(" 　（）()"), each.where, each.text.strip())

    # ------------------------------------------------------------ the end

    def _bylines(self) -> Iterator[Found]:
        for place, each in enumerate(self.lines):
            text = each.text.strip()
            is_edge = place < 6 or place >= len(self.lines) - 5
            fits = _BYLINE.match(text) and len(text) <= 80 and not re.search(r"[。！？]", text)
            if fits and is_edge and each.id not in self.known and not _is_picture_side(text):
                # 图/李四 right below a picture is its photographer, not the article's.
                if each.pictures or (text.startswith(("图", "（图", "(图")) and "文" not in text):
                    continue
                self.known.add(each.id)
                yield Found(" ".join(text.split()), each.where, text)

    def _closing(self) -> Iterator[Found]:
        """Who signs and when, at the end: lines on the right, or an organisation above a date."""
        rest = [each for each in self.lines if each.id not in self.known][-8:]
        found: list[Paragraph] = []
        for place in range(len(rest) - 1, -1, -1):
            each = rest[place]
            text = each.text.strip()
            is_last = place == len(rest) - 1 or bool(found)
            if each.pictures or len(text) > 30 or re.search(r"[。！？；：]", text):
                if found:
                    break
                continue
            is_date = is_date_line(text)
            if is_date and (_is_right(each) or is_last):
                found.append(each)
            elif _is_right(each) or (found and is_date_line(found[-1].text) and _is_body(text)):
                if self._is_caption_like(each):
                    break
                found.append(each)
            elif found:
                break
        if not any(_is_right(each) or is_date_line(each.text) for each in found):
            return
        for each in reversed(found):
            self.known.add(each.id)
            yield Found(tidy(each.text), each.where, each.text.strip())

    def _is_caption_like(self, each: Paragraph) -> bool:
        return each.align == "center" or bool(re.match(r"图\s*\d|[▲△]", each.text.strip()))

    # ------------------------------------------------------------ labels

    def _read_labels(self, each: Paragraph) -> None:
        """Take the labels out of a paragraph; lines of it that hold none stay."""
        if each.id in self.known or each.outline is not None:
            return
        kept = []
        for line in each.text.split("\n"):
            parts = split_labels(line)
            if not parts or len(line) > 300:
                kept.append(line)
                continue
            for key, value in parts:
                label = Label(key, value, each.where, line.strip())
                if any(other.key == key and not other.form for other in self.labels):
                    self.again.append(label)
                    if line not in kept:
                        kept.append(line)
                else:
                    self.labels.append(label)
        rest = "\n".join(kept)
        if rest != each.text:
            self.left[each.id] = rest
            if not rest.strip() and not each.pictures:
                self.known.add(each.id)

    def _find_forms(self) -> None:
        for block in self.blocks:
            if isinstance(block, Table) and (pairs := _form(block)):
                number = len(self.forms) + 1
                self.forms[block.number] = number
                for key, cell, where in pairs:
                    text = cell.text if isinstance(cell, Cell) else cell
                    self.labels.append(
                        Label(key, text, where, f"{key}：{text}".replace("\n", " / "), number)
                    )

    # ------------------------------------------------------------ headings

    def _find_headings(self) -> None:
        found: dict[int, tuple[str, int]] = {}
        for each in self.lines:
            if each.id not in self.known and not each.pictures and (level := self._level(each)):
                found[each.id] = level
        styled = [depth for kind, depth in found.values() if kind == "style"]
        lowest = min(styled, default=1)
        for id, (kind, depth) in found.items():
            self.levels[id] = depth - lowest + 1 if kind == "style" else depth

    def _level(self, each: Paragraph) -> tuple[str, int] | None:
        text = (each.mark.text if each.mark else "") + each.text.strip()
        if each.outline is not None and len(text) <= 80:
            return "style", each.outline + 1
        size, _, font = each.look
        stands_out = each.is_bold or (
            any(name in font for name in _HEADING_FONTS)
            and not any(name in self.body_font for name in _HEADING_FONTS)
        )
        if len(text) > 45 or re.search(r"[；;，,：:]$", text) or "\n" in each.text.strip():
            return None
        ends = re.search(r"[。！]$", text)
        if ends and not (stands_out and len(text) <= 30):
            return None
        if re.search(r"[。；;！].", text):
            return None
        if _LEVEL_1.match(text):
            return "typed", 1
        if _LEVEL_2.match(text):
            return "typed", 2
        if _LEVEL_3.match(text):
            return ("typed", 3) if stands_out else None
        if each.mark or ends or re.match(r"表\s*\d|图\s*\d|[▲△注]", text):
            return None
        is_hand_made = (each.is_bold or (stands_out and size > self.body_size)) and len(text) <= 30
        if is_hand_made and size >= self.body_size and not LABEL_LINE.match(text):
            return "hand", 1 if size > self.body_size else 2
        return None

    # ------------------------------------------------------------ the body

    def _body(self, blocks: Sequence[Block]) -> Iterator[Item]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from self._paragraph(block)
            elif isinstance(block, Box):
                yield from self._body(block.blocks)
            elif block.number not in self.forms:
                yield from self._table(block)

    def _paragraph(self, each: Paragraph) -> Iterator[Item]:
        text = self.left.get(each.id, each.text)
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
                yield from self._body(inner)
                return
            yield Item("table", self._grid(table, width), table.where)
            for block in inner:
                if isinstance(block, Table):
                    yield from self._table(block)
                elif isinstance(block, Box):
                    yield from self._body(block.blocks)

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

    # ------------------------------------------------------------ pictures

    def _pictures(self, matched: Matched) -> Iterator[Shown]:
        forms: dict[int, int] = {}
        for block in self.blocks:
            if isinstance(block, Table) and block.number in self.forms:
                for picture in pictures_in((block,)):
                    forms[picture.number] = self.forms[block.number]
        for each in paragraphs_in(self.blocks):
            for picture in each.pictures:
                caption = matched.by_picture.get(picture.number)
                yield Shown(picture, each.where, caption, forms.get(picture.number, 0))


# ---------------------------------------------------------------- small questions


def _body_look(lines: Iterable[Paragraph]) -> tuple[float, str]:
    """Size and font of most of the text."""
    counts: Counter[tuple[float, str]] = Counter()
    for each in lines:
        size, _, font = each.look
        # Centred lines are titles and captions more often than text.
        counts[(size, font)] += len(each.text) * (1 if each.align == "center" else 4)
    return counts.most_common(1)[0][0] if counts else (10.5, "")


def _is_subtitle(each: Paragraph) -> bool:
    text = each.text.strip()
    dashed = bool(re.match(r"(?:[—–─]{1,3}|-{2,})\s*\S", text)) and len(text) <= 60
    return dashed or bool(_SUBTITLE_STYLES & set(each.styles[:1]))


def _joined_title(texts: list[str]) -> str:
    """Two lines of one length are a couplet and keep a space; else a line was only too long."""
    texts = [text.replace("\u3000", " ") for text in texts]
    if len(texts) == 2 and len(texts[0]) == len(texts[1]):
        return _NOTE_MARK.sub("", " ".join(texts))
    return _NOTE_MARK.sub("", "".join(texts))


def _is_right(each: Paragraph) -> bool:
    return each.align in {"right", "end"} or bool(re.match(r"[ \u3000\t]{8,}", each.text))


def _is_body(text: str) -> bool:
    """Whether a line above the closing date names a body: 学院, 团委, 实践团 …"""
    return len(text) <= 25 and bool(
        re.search(
            r"(?:委员会|学院|大学|学校|团委|党委|支部|总支|社区|街道|村委会|协会|中心|办公室|实践[团队]|服务队|部|局|社|处|所|班|组)$",
            text,
        )
    )


def _is_picture_side(text: str) -> bool:
    return bool(re.match(r"[（(]?\s*图\s*\d", text))


def _mark_before(mark: str) -> str:
    """An automatic number as it stands before its text: 1.1 needs a space, 一、 none."""
    return f"{mark} " if re.search(r"[0-9A-Za-z]$", mark) else mark


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


def _is_layout(table: Table) -> bool:
    """Whether a table only arranges pictures with their captions."""
    cells = [cell for row in table.rows for cell in row.cells if cell.blocks]
    with_pictures = sum(bool(pictures_in(cell.blocks)) for cell in cells)
    return with_pictures > 0 and with_pictures * 2 >= len(cells)
