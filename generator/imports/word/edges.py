"""The top and the end of a document: title, dates, who wrote it, who signs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.imports.word.blocks import Paragraph
from generator.imports.word.dates import is_date_line
from generator.imports.word.headings import HEADING_FONTS, Look
from generator.imports.word.label_lines import split_labels
from generator.imports.word.labels import LABEL_LINE
from generator.text.paste import tidy

_BYLINE = re.compile(
    r"[（(]?\s*(?:供稿|撰稿|文字|作者|通讯员|记者|文|图文|图|摄影|审核|审稿|编辑|责编|责任编辑|初审|复审|终审)"
    r"\s*(?:单位|人)?\s*[:：/／]"
)
_NOTE_MARK = re.compile(r"〔注\d+〕")
_TITLE_STYLES = {"title", "标题", "文章标题", "大标题"}
_SUBTITLE_STYLES = {"subtitle", "副标题"}


@dataclass(frozen=True)
class Found:
    """A text with the place that it stands at; source: the whole line as written."""

    text: str
    where: str
    source: str = ""


class Edges:
    """Looks for them in the lines of a document; whatever is found is added to `known`.

    known: ids of paragraphs whose meaning is clear. body: the look of ordinary text.
    """

    def __init__(self, lines: Sequence[Paragraph], known: set[int], body: Look) -> None:
        self.lines = lines
        self.known = known
        self.body = body

    def title(self) -> tuple[Found | None, int]:
        """(the title, how many lines it takes)."""
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

    def rivals(self, levels: Mapping[int, int]) -> Iterator[Found]:
        """Other lines at the top that look like the title, such as the one below a masthead."""
        for each in self.lines[:6]:
            is_large = each.look[0] >= self.body.size + 3 and each.align == "center"
            if is_large and each.id not in self.known | levels.keys():
                yield Found(tidy(each.text), each.where, each.text)

    def _is_small(self, each: Paragraph) -> bool:
        """A line such as an issue number above the title."""
        return each.look[0] < self.body.size or is_date_line(each.text)

    def _looks_like_title(self, each: Paragraph) -> bool:
        size, is_bold, font = each.look
        text = each.text.strip()
        if each.mark or len(text) > 60 or re.search(r"[。；：:;]$", text) or LABEL_LINE.match(text):
            return False
        is_heading = each.outline == 0 and each is self.lines[0]
        stands_out = size > self.body.size or is_bold or any(f in font for f in HEADING_FONTS)
        is_first = each in self.lines[:3]
        return (
            is_heading
            or (is_first and each.align == "center" and stands_out)
            or (each is self.lines[0] and size >= self.body.size + 4)
        )

    def subtitle(self) -> Found | None:
        """A line that begins with a dash, or has the style of one."""
        for each in self.lines[:8]:
            if each.id not in self.known and _is_subtitle(each):
                self.known.add(each.id)
                text = re.sub(r"^[—–\-─]+\s*", "", each.text.strip())
                return Found(tidy(text), each.where, each.text.strip())
        return None

    def date_lines(self) -> Iterator[Found]:
        """Lines at the top that are a date and nothing else."""
        for each in self.lines[:6]:
            text = each.text.strip()
            if each.id not in self.known and (re.search(r"[。！？]$", text) or split_labels(text)):
                return
            if each.id not in self.known and is_date_line(each.text):
                self.known.add(each.id)
                yield Found(each.text.strip(" 　（）()"), each.where, each.text.strip())

    def bylines(self) -> Iterator[Found]:
        """Who wrote, photographed and checked it."""
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

    def closing(self) -> Iterator[Found]:
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
