"""Text copied from newspaper pages, scans and other people's files → clean paragraphs.

Each step changes only what is certain, and none drops or adds a Chinese character or a digit; what
is dropped as a whole line (page numbers, running heads) is told. Cleaning twice gives the same as
cleaning once.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

from opencc import OpenCC

from generator.text.normalize import simplified

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_H = f"[{HAN}]"
_WIDE = {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_WIDE |= {code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)}
# Nothing can be seen of these: soft hyphens, joiners, marks of direction, leftovers of encodings.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_AFTER = rf"[{HAN}”’》〉」』）】％%]"
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_CLOSING = "。！？…；：”’』」》）】"
_TERMINAL = re.compile(r"[。！？…!?][”’』」》）)】]*$")
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十0-9]{1,3}[)）]|第[一二三四五六七八九十百]+[章节条]"
    r"|\d{1,2}[.、．)）](?!\d)|[①-⑳]|[-•●■◆▲△*]|——|图\s*\d|表\s*\d)"
)
_PAGE = re.compile(
    r"(?:[-—–－·~]\s*\d{1,4}\s*[-—–－·~]|第\s*\d{1,4}\s*页(?:[，,/\s]*共\s*\d{1,4}\s*页)?)"
)


@dataclass(frozen=True)
class Cleaned:
    """text: paragraphs with an empty line between them. dropped: lines that were left out.
    was_traditional: whether it was brought from Traditional to Simplified characters.
    """

    text: str
    dropped: tuple[str, ...] = ()
    was_traditional: bool = False


def clean(text: str) -> Cleaned:
    """All steps over a whole text."""
    plain = _SPACES.sub(
        " ", _UNSEEN.sub("", re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text))
    )
    plain = plain.replace("\t", "  ")
    traditional = is_traditional(plain)
    if traditional:
        plain = to_simplified(plain)
    kept, dropped = _without_furniture(plain.split("\n"))
    joined = _joined(kept)
    lines = [tidy(line) for line in joined]
    return Cleaned(
        "\n\n".join(line for line in lines if line) + ("\n" if any(lines) else ""),
        tuple(dropped),
        traditional,
    )


def tidy(line: str) -> str:
    """One paragraph: widths of digits, letters and marks, quotation marks, spaces."""
    # A mark that was mended may make another one certain.
    while (mended := _mended(line)) != line:
        line = mended
    return line


def _mended(line: str) -> str:
    line = line.strip(" \u3000").translate(_WIDE)
    line = re.sub(r"(?<=\d)[．](?=\d)", ".", line)
    line = re.sub(r"(?<!\d)(\d{1,2})：(\d{2})(?!\d)", _as_time, line)
    line = _spaced(_quoted(_paired(line)))
    line = re.sub(rf"(?<={_AFTER})[,;:?!](?=[{HAN}“‘”《（\d]|\s|$)", _full, line)
    line = re.sub(rf"(?<=\d)[,;?!](?={_H})", _full, line)
    return re.sub(rf"(?<={_AFTER})\.(?=[{HAN}“”《]|$)(?!\.)", "。", line)


def _as_time(found: re.Match[str]) -> str:
    is_time = int(found[1]) < 24 and int(found[2]) < 60
    return f"{found[1]}:{found[2]}" if is_time else found[0]


def _full(found: re.Match[str]) -> str:
    return _MARKS[found[0]]


def _paired(line: str) -> str:
    """Round brackets around Chinese become full-width, both or none."""
    return re.sub(rf"\(([^()（）]*{_H}[^()（）]*)\)", lambda found: f"（{found[1]}）", line)


def _quoted(line: str) -> str:
    """Straight double quotes → “”, where they come in pairs and the text is Chinese."""
    if line.count('"') % 2 or '"' not in line or not re.search(_H, line):
        return line
    parts = line.split('"')
    opening = [part + "“" if place % 2 == 0 else part + "”" for place, part in enumerate(parts)]
    return "".join(opening)[:-1]


# ---------------------------------------------------------------- spaces


def _spaced(line: str) -> str:
    line = re.sub(
        r"[ \u3000]+(?=[，。、；：？！）》”』」】])|(?<=[，。、；：？！（《“『「【])[ \u3000]+",
        "",
        line,
    )
    line = re.sub(rf"(?<={_H})(?: *\u3000[ \u3000]*|  +)(?={_H})", "\u3000", line)
    line = re.sub(rf"(?<!{_H}) {{2,}}| {{2,}}(?!{_H})", " ", line)
    pieces = re.split(rf"((?:{_H}+ )+{_H}+)", line)
    several = sum(piece.count(" ") for piece in pieces[1::2])
    for place in range(1, len(pieces), 2):
        pieces[place] = _words_joined(pieces[place], several)
    return "".join(pieces)


def _words_joined(piece: str, several: int) -> str:
    """Chinese words with single spaces between them, joined unless they may be a list of names."""
    words = piece.split(" ")
    lengths = {len(word) for word in words}
    if lengths == {1}:
        # 张 三 is one name; five and more are a scan; three or four alone could be two names.
        return piece if 2 < len(words) < 5 and several < 5 else "".join(words)
    return piece if max(lengths) <= 4 and min(lengths) >= 2 else "".join(words)


# ---------------------------------------------------------------- lines


def _without_furniture(lines: list[str]) -> tuple[list[str], list[str]]:
    """(lines, those left out): page numbers between dashes, heads that return on every page."""
    counted = Counter(line.strip(" \u3000") for line in lines)
    kept: list[str] = []
    dropped: list[str] = []
    for line in lines:
        bare = line.strip(" \u3000").translate(_WIDE)
        returns = counted[line.strip(" \u3000")] >= 3 and _is_head(bare)
        (dropped if bare and (_PAGE.fullmatch(bare) or returns) else kept).append(line)
    return kept, [line.strip(" \u3000") for line in dropped]


def _is_head(line: str) -> bool:
    """Whether a line that returns reads like a running head: a paper's name, perhaps its date."""
    return bool(re.search(r"日报|晚报|时报|周刊|学报|杂志|第\d*版|期刊", line)) and len(line) <= 30


def _joined(lines: Iterable[str]) -> list[str]:
    """Lines as paragraphs: those that only a narrow column broke are put together."""
    listed = list(lines)
    width = _column(listed)
    indented = any(re.match(r"\u3000\u3000| {2,}", line) for line in listed)
    paragraphs: list[str] = []
    last = ""
    for line in listed:
        bare = line.strip(" \u3000")
        if not bare:
            last = ""
            continue
        if last and _continues(last, line, width, indented):
            paragraphs[-1] = _glued(paragraphs[-1], bare)
        else:
            paragraphs.append(bare)
        last = line.rstrip(" \u3000")
    return paragraphs


def _column(lines: list[str]) -> float:
    """The width of the column that broke the lines; 0 when nothing says that one did."""
    broken = [
        _width(line)
        for line, after in pairwise(lines)
        if _width(line) >= 8
        and after.strip(" \u3000")
        and not _TERMINAL.search(line.strip())
        and not _ITEM.match(line.strip(" \u3000").translate(_WIDE))
    ]
    if not broken:
        return 0
    widest = max(broken)
    near = sum(widest - width <= max(3, widest * 0.12) for width in broken)
    return widest if 10 <= widest <= 60 and near >= 2 and near * 5 >= len(broken) * 3 else 0


def _continues(last: str, line: str, width: float, indented: bool) -> bool:
    bare = line.strip(" \u3000").translate(_WIDE)
    if re.match(r"\u3000| {2,}", line) or _ITEM.match(bare) or re.search(r"[：:]$", last):
        return False
    if re.search(r"[A-Za-z]-$", last) and re.match(r"[a-z]", bare):
        return True
    if not width:
        # One long line that stops in the middle of a sentence is broken all the same.
        return _width(last) >= 15 and bool(re.search(r"[，、]$", last))
    if _width(last) < width - max(3, width * 0.15):
        return False
    # A sentence may end at the end of a line; only indents tell then where a paragraph begins.
    return not _TERMINAL.search(last) or (indented and _width(last) >= width - 2)


def _width(line: str) -> float:
    """In Chinese characters; Latin ones count half."""
    return sum(1 if ord(char) > 0x2E80 or char in "“”‘’—…" else 0.5 for char in line.rstrip())


def _glued(before: str, after: str) -> str:
    if re.search(r"[A-Za-z]-$", before) and re.match(r"[a-z]", after):
        return before[:-1] + after
    latin = re.search(r"[A-Za-z,.;:!?)]$", before) and re.match(r"[A-Za-z(]", after)
    return f"{before} {after}" if latin else before + after


# ---------------------------------------------------------------- Traditional


def is_traditional(text: str) -> bool:
    """Whether a text is written in Traditional characters throughout, not only in a few words."""
    table = simplified()
    simple = set(table.values()) - set(table)
    here = sum(char in table for char in text)
    there = sum(char in simple and char not in _SHARED for char in text)
    return here >= 5 and here >= 4 * there


# Simplified forms that Traditional text uses as well, as characters of their own.
_SHARED = frozenset(
    "后里干面谷松向几云只台才出斗丰了制表冬别志沈系征郁蒙仆朴朱回困合当周采布升占并游克准折致姜"
)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Simplified by phrases, so that 乾坤 stays and 乾淨 becomes 干净; quotation marks as well."""
    converted: str = _converter().convert(text)
    marks = str.maketrans("「」『』", "“”‘’")
    return converted.translate(marks)


# ---------------------------------------------------------------- the difference


def difference(before: str, cleaned: Cleaned) -> list[str]:
    """Every changed paragraph, with each change in brackets: 〔８→8〕月, 普〔⏎〕通话."""
    lines = [line.strip(" \u3000\t") for line in re.split(r"\r\n?|\n", before)]
    dropped = Counter(cleaned.dropped)
    waiting = []
    for line in filter(None, lines):
        if dropped[line] > 0:
            dropped[line] -= 1
        else:
            waiting.append(line)
    shown = []
    for paragraph in filter(None, cleaned.text.split("\n")):
        # What a paragraph was made of: lines with as many letters, digits and characters.
        taken: list[str] = []
        missing = _count(paragraph)
        while waiting and (missing > 0 or not taken):
            missing -= _count(waiting[0])
            taken.append(waiting.pop(0))
        old = "\n".join(taken)
        if old != paragraph:
            shown.append(_changes(old, paragraph))
    return shown


def _count(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _changes(old: str, new: str) -> str:
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = _seen(old[a:b]), _seen(new[c:d])
        if kind == "equal":
            parts.append(new[c:d])
        else:
            parts.append(f"〔{removed}→{added}〕" if added else f"〔{removed}〕")
    return "".join(parts)


def _seen(text: str) -> str:
    return text.replace("\n", "⏎").replace("\u3000", "□").replace(" ", "␣")
