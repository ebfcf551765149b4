"""Which lines of a document are headings, by their style, their number or their look."""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from generator.imports.word.blocks import Paragraph
from generator.imports.word.labels import LABEL_LINE

_LEVEL_1 = re.compile(r"[一二三四五六七八九十]{1,3}、")
_LEVEL_2 = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")
_LEVEL_3 = re.compile(r"\d{1,2}[.．、](?!\d)")
HEADING_FONTS = ("黑体", "楷体", "SimHei", "KaiTi", "小标宋", "Heiti", "雅黑")


class Look(NamedTuple):
    """Of most of the text: its size in points, and its font."""

    size: float
    font: str


def body_look(lines: Iterable[Paragraph]) -> Look:
    """Of the ordinary text of a document."""
    counts: Counter[Look] = Counter()
    for each in lines:
        size, _, font = each.look
        # Centred lines are titles and captions more often than text.
        counts[Look(size, font)] += len(each.text) * (1 if each.align == "center" else 4)
    return counts.most_common(1)[0][0] if counts else Look(10.5, "")


def heading_levels(
    lines: Iterable[Paragraph], known: AbstractSet[int], body: Look
) -> dict[int, int]:
    """Level from 1 by id of the paragraph. known: ids of paragraphs that are something else."""
    found: dict[int, tuple[str, int]] = {}
    for each in lines:
        if each.id not in known and not each.pictures and (level := _level(each, body)):
            found[each.id] = level
    styled = [depth for kind, depth in found.values() if kind == "style"]
    above = min(styled, default=1) - 1
    return {id: depth - above if kind == "style" else depth for id, (kind, depth) in found.items()}


def _level(each: Paragraph, body: Look) -> tuple[str, int] | None:
    """(what shows it, its depth)."""
    text = (each.mark.text if each.mark else "") + each.text.strip()
    if each.outline is not None and len(text) <= 80:
        return "style", each.outline + 1
    size, _, font = each.look
    stands_out = each.is_bold or (
        any(name in font for name in HEADING_FONTS)
        and not any(name in body.font for name in HEADING_FONTS)
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
    is_hand_made = (each.is_bold or (stands_out and size > body.size)) and len(text) <= 30
    if is_hand_made and size >= body.size and not LABEL_LINE.match(text):
        return "hand", 1 if size > body.size else 2
    return None
