"""One line of a document → the captions that stand in it, with their numbers and photographers."""

import re
from dataclasses import dataclass

from generator.imports.word.blocks import Paragraph
from generator.imports.word.digits import counted, half_width

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


def credited(text: str) -> tuple[str, str]:
    """(caption without its photographer, the photographer)."""
    for pattern in _CREDITS:
        if (found := pattern.search(text)) and found.start() > 0:
            return text[: found.start()].strip(), found["who"].strip()
    return text.strip(), ""


def parse(paragraph: Paragraph, text: str | None = None) -> tuple[list[Caption], bool, str]:
    """(captions in one paragraph, whether it is marked as such, where its arrow points)."""
    written = paragraph.text if text is None else text
    plain = half_width(written.strip()).replace("\u00a0", " ")
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


def number_value(number: str) -> int:
    """图3, 图三 and 图2-3 as numbers that keep their order."""
    if re.fullmatch(r"\d+", number):
        return int(number)
    if found := re.fullmatch(r"(\d+)[-—–.](\d+)", number):
        return int(found[1]) * 1000 + int(found[2])
    return counted(number)
