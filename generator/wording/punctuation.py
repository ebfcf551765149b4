"""Punctuation, by GB/T 15834—2011《标点符号用法》."""

import re
from collections.abc import Iterator

from generator.wording.passage import HAN, Finding, Passage

_RULES = "《标点符号用法》GB/T 15834—2011"
_NUMBERS = "《出版物上数字用法》GB/T 15835—2011"
_TYPING = "常见错误"
_FULL = str.maketrans(",;:?!().", "，；：？！（）。")
_NARROW = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)},
    **{chr(code): chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))},
    "％": "%",
}

_HALF_WIDTH = re.compile(
    rf"(?<=[{HAN}”’》）])[,;:?!](?=[{HAN}“‘《（\d]|$)|(?<=[{HAN}”’》）])[.;,?!](?=$|[{HAN}])"
    rf"|(?<=[\d%])[,;](?=[{HAN}])",
    re.MULTILINE,
)
_HALF_PARENTHESES = re.compile(
    rf"[(（][^()（）\n]*[{HAN}][^()（）\n]*\)|\([^()（）\n]*[{HAN}][^()（）\n]*[)）]"
    rf"|(?<=[{HAN}])\([^()\n]*\)"
)
_STRAIGHT = re.compile(rf"\"[^\"\n]*[{HAN}][^\"\n]*\"|(?<=[{HAN}])'[^'\n]*[{HAN}][^'\n]*'")
_DOTS = re.compile(r"\.{3,}|。{3,}|·{3,}|、{2,}|(?<!…)…(?!…)|…{3,}(?!…)|⋯+")
_DASHES = re.compile(
    rf"(?<=[{HAN}”》），])(?:--+|–+|―+|—{{3,}}|－{{2,}}|——-+)(?=[{HAN}“《（])"
    rf"|(?<=[{HAN}]{{6}})—(?=[{HAN}]{{6}})"
)
_DOUBLE = re.compile(
    r"。。(?!。)|，，+|；；+|：：+|[，、；：][。！？；]|[。！？；][，、；：。]|，[、：]|、[，：]"
)
_ETC = re.compile(r"……等|等(?:等)?……|、等(?=[。，；）]|$)", re.MULTILINE)
_LIST_AND = re.compile(r"、和(?![谐平睦好解气美声蔼善合风煦田顺韵县衷而])")
_BETWEEN_MARKS = re.compile(r"(?<=[”》])、(?=[“《])")
_SPACES = re.compile(rf"(?<=[{HAN}，。；：、！？）”》])[ \u3000]+(?=[{HAN}，。；：、！？（“《])")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％]+")
_HYPHEN_YEARS = re.compile(
    r"(?<![\d-])((?:19|20)\d\d)年?(?:--?|~|－|–|～～|至—)((?:19|20)\d\d)(?=年)"
)
_TILDE = re.compile(r"(?<=[\d%℃万亿元])~(?=\d)")


def find_marks(passage: Passage) -> Iterator[Finding]:
    """Wrong, doubled and superfluous marks."""
    text = passage.shown
    for found in _HALF_WIDTH.finditer(text):
        why = "中文句子里的标点用全角"
        yield _at(found, "wording-half-width", found.group().translate(_FULL), why, _RULES)
    for found in _HALF_PARENTHESES.finditer(text):
        better = f"（{found.group()[1:-1]}）"
        yield _at(found, "wording-half-width", better, "中文里的括号用全角", _RULES)
    for found in _STRAIGHT.finditer(text):
        better = f"“{found.group()[1:-1]}”"
        yield _at(found, "wording-half-width", better, "中文的引号是弯的“ ”", _RULES)
    for found in _DOTS.finditer(text):
        why = "省略号是六个点，占两个字"
        yield _at(found, "wording-mark", "……", why, _RULES)
    for found in _DASHES.finditer(text):
        yield _at(found, "wording-mark", "——", "破折号占两个字", _RULES)
    for found in _DOUBLE.finditer(text):
        if found.group() != "。。" or text[found.start() - 1 : found.start()] != "。":
            why = "两个标点连在了一起"
            yield _at(found, "wording-mark", _stronger(found.group()), why, _RULES)
    for found in _ETC.finditer(text):
        why = "“等”和省略号只用一个，“等”的前面不加顿号"
        better = "等" if "、" in found.group() else "……"
        yield _at(found, "wording-mark", better, why, _RULES)
    for found in _LIST_AND.finditer(text):
        why = "有了“和”，前面不再加顿号"
        yield _at(found, "wording-mark", found.group()[1:], why, _RULES)
    for found in _BETWEEN_MARKS.finditer(text):
        why = "并列的引号之间、书名号之间通常不用顿号"
        yield _at(found, "wording-mark", "", why, _RULES)
    yield from _ends(passage)


def find_spaces(passage: Passage) -> Iterator[Finding]:
    """Spaces inside Chinese, and full-width digits and letters."""
    text = passage.shown
    for found in _SPACES.finditer(text):
        text_at = passage.at(found.start())
        # A name may be written in two parts, as slogans are.
        if text_at.is_body or text_at.path[-1] in ("summary", "text", "caption", "note", "caveat"):
            yield _at(found, "wording-space", "", "中文字之间不空格", _TYPING)
    for found in _WIDE.finditer(text):
        better = "".join(_NARROW[char] for char in found.group())
        why = "阿拉伯数字和字母用半角"
        yield _at(found, "wording-space", better, why, _NUMBERS)


def find_ranges(passage: Passage) -> Iterator[Finding]:
    """Hyphens and tildes between numbers."""
    for found in _HYPHEN_YEARS.finditer(passage.own):
        better = f"{found[1]}—{found[2]}"
        yield _at(found, "wording-mark", better, "起止年份之间用一字线", _RULES)
    for found in _TILDE.finditer(passage.own):
        yield _at(found, "wording-mark", "～", "数值之间用浪纹线", _NUMBERS)


def _at(found: re.Match[str], code: str, better: str, why: str, source: str) -> Finding:
    return Finding(code, found.start(), found.end(), better, why, source)


def _stronger(marks: str) -> str:
    """Which of two marks ends more."""
    return next(mark for mark in "。！？；：，、" if mark in marks)


def _ends(passage: Passage) -> Iterator[Finding]:
    """A full stop behind a name or a caption of one phrase; none behind a paragraph."""
    for text, start in zip(passage.texts, passage.starts, strict=True):
        end = start + len(text.text)
        last = text.text[-1]
        is_label = not text.is_body and text.path[-1] in ("name", "caption", "title")
        if is_label and last == "。" and text.text.count("。") == 1:
            why = "名称和短的图注末尾不用句号"
            yield Finding("wording-mark", end - 1, end, "", why, _RULES)
        is_prose = text.is_body and re.match(rf"[{HAN}“《\d]", text.text)
        if is_prose and len(text.text) > 20 and re.match(rf"[{HAN}，、；]", last):
            why = "段落的末尾没有句号"
            yield Finding("wording-mark", end - 1, end, last.strip("，、；") + "。", why, _RULES)


# ---------------------------------------------------------------- pairs

_PAIRS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "「": "」",
    "『": "』",
    "【": "】",
}
_CLOSING = {close: opened for opened, close in _PAIRS.items()}
_PAIRED = re.compile(f"[{''.join(_PAIRS)}{''.join(_CLOSING)}()]")
# 1）, ①） and 一） number a list.
_NUMBERING = re.compile(r"(?:^|[。；：，、\s])[\da-z一二三四五六七八九十①-⑳]{1,3}$")
_INNER = {"“": "‘", "《": "〈", "（": "［"}


def find_unpaired(passage: Passage) -> Iterator[Finding]:
    """Marks that were opened and never closed, closed and never opened, or crossed."""
    following = [*(text.text[:1] for text in passage.texts[1:]), ""]
    for text, start, next_mark in zip(passage.texts, passage.starts, following, strict=True):
        line = passage.shown[start : start + len(text.text)]
        for at, better, why in _unpaired(line):
            # A quotation of several paragraphs opens each of them and closes the last only.
            if not (text.is_body and at == 0 and line[0] == next_mark == "“"):
                yield Finding("wording-unpaired", start + at, start + at + 1, better, why, _RULES)


def _unpaired(text: str) -> Iterator[tuple[int, str, str]]:
    opened: list[tuple[str, int]] = []
    for found in _PAIRED.finditer(text):
        mark, at = found.group(), found.start()
        if mark in "()":
            # Half-width parentheses have a rule of their own; here they only complete a pair.
            mark = {"(": "（", ")": "）"}[mark]
            if not any(full in text for full in "（）"):
                continue
        if mark in _PAIRS:
            if opened and opened[-1][0] == mark and mark in "“‘《":
                inner = _INNER.get(mark, "“")
                yield at, inner, f"「{mark}」里面又有「{mark}」，或者前一个没有关上"
            opened.append((mark, at))
        elif opened and _PAIRS[opened[-1][0]] == mark:
            opened.pop()
        elif any(_PAIRS[each] == mark for each, _ in opened):
            yield at, _PAIRS[opened[-1][0]], f"和前面的「{opened[-1][0]}」交叉了"
            while opened and _PAIRS[opened.pop()[0]] != mark:
                pass
        elif not (mark == "）" and _NUMBERING.search(text[:at])):
            yield at, f"{_CLOSING[mark]}……{mark}", f"前面没有和它成对的「{_CLOSING[mark]}」"
    for mark, at in opened:
        yield at, f"{mark}……{_PAIRS[mark]}", f"后面没有和它成对的「{_PAIRS[mark]}」"
