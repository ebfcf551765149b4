"""Slips of the keyboard in front matter: recognised, told, and where possible read as meant.

One slip would otherwise hide every other fault of its file, or lose words without a sound.
"""

import re
from collections.abc import Iterator

from generator.errors import Problem, problem

_KEY_LINE = re.compile(r"(\s*(?:- +)*)([^\s:：\"'#]+)\s*(：|:(?=[^\s:]))\s*(.*)")
# Spaces that Chinese input methods and web pages leave behind; YAML does not know them as such.
_ODD_SPACE = re.compile(r"(:|^\s*-)[\u00a0\u3000\u2002\u2003]+")
# What stands before the content of a line: dashes and a key.
_START = re.compile(r"\s*(?:- +)*(?:[^\s:#]+: +)?")
_OUTSIDE = re.compile(r"((?:[-:] +|[\[,]\s*)外部)\s*[:：]\s*")


# What `forgive` changes a text for has one of these in it, or comes near it.
_ODD = re.compile("[\t\u00a0\u2002\u2003\u3000]")
_DASH = re.compile(r"－|-[^\s\-－\d]")
_LINE_DASH = re.compile(rf"^\s*(?:{_DASH.pattern})", re.MULTILINE)
_COLON = re.compile(r"：|:(?=[^\s:])")
_OUTSIDE_SLIP = re.compile(r"外部(?!:\S)\s*[:：]")
_HASH = re.compile(r"\s#[^\s#]")


def is_free_of_slips(text: str, known: frozenset[str]) -> bool:
    """Whether `forgive` would surely leave a text as it is; most texts are told so at once."""
    return not (
        _ODD.search(text)
        or (_DASH.search(text) and _LINE_DASH.search(text))
        or ("外部" in text and _OUTSIDE_SLIP.search(text))
        or ("#" in text and _HASH.search(text))
        or any(_key_before(text, colon.start()) in known for colon in _COLON.finditer(text))
    )


def _key_before(text: str, at: int) -> str | None:
    """What stands on the line of `at` for a key whose colon is no plain one."""
    found = _KEY_LINE.match(text, text.rfind("\n", 0, at) + 1)
    return found[2] if found else None


def forgive(text: str, file: str, offset: int, known: frozenset[str]) -> tuple[str, list[Problem]]:
    """(text with the commonest slips mended, a problem for each of them).

    offset: line of `file` on which the text starts. known: keys that may stand in it.
    """
    lines = text.split("\n")
    problems: list[Problem] = []
    block_indent: int | None = None
    for index, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None and (not line.strip() or indent > block_indent):
            continue
        for code, facts, mended in _mended(line, known):
            if code:
                key = facts.get("key", "")
                problems.append(problem(code, file, offset + index, key, **facts))
            line = mended
        lines[index] = line
        block_indent = _block_indent(line)
    return "\n".join(lines), problems


def _mended(line: str, known: frozenset[str]) -> Iterator[tuple[str, dict[str, str], str]]:
    """(code or nothing, its facts, the line as meant) for one slip after another."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        line = line.replace("\t", "  ")
        yield "tab-indent", {}, line
    if _ODD_SPACE.search(line):
        line = _ODD_SPACE.sub(r"\1 ", line)
        yield "", {}, line
    if found := re.match(r"(\s*)(?:-(?=[^\s\-－\d])|－(?!－)\s*)(.*)", line):
        line = f"{found[1]}- {found[2]}"
        yield "no-space-after-dash", {"value": found[2]}, line
    if (found := _KEY_LINE.match(line)) and found[2] in known:
        code = "full-width-colon" if found[3] == "：" else "no-space-after-colon"
        line = f"{found[1]}{found[2]}: {found[4]}".rstrip()
        value = re.split(r"(?:^|\s)#\s", found[4])[0].rstrip()
        yield code, {"key": found[2], "value": f" {value}" if value else ""}, line
    if _OUTSIDE.search(line):
        line = _OUTSIDE.sub(r"\1:", line)
        yield "", {}, line
    start = _START.match(line)
    content = line[start.end() :] if start else ""
    if re.match(r"[^\"'#\[{|>].*\s#[^\s#]", content):
        # "# " begins a note to oneself; "#1" or "#话题#" is meant to be read.
        line = f"{line[: len(line) - len(content)]}{_double_quoted(content)}"
        yield "hash-in-text", {"written": content[:60]}, line


def _double_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _block_indent(line: str) -> int | None:
    """The column that text below must exceed, if this line opens a block of text (| or >)."""
    opened = re.fullmatch(r"( *)((?:- +)*)(\S.*:\s+)?[|>][-+0-9]*\s*(?:\s#.*)?", line)
    if not opened or not (opened[2] or opened[3]):
        return None
    return len(opened[1] + opened[2]) if opened[3] else len(opened[1])


def explain(line: str, cause: str) -> tuple[str, str] | None:
    """(reason, mend) for a line with a slip that we know; None if the line looks sound."""
    content = re.sub(r"^\s*(?:- +)*(?:[^\s:]+: +)?", "", line)
    if "：" in line and ": " not in line:
        key = line.split("：")[0].strip(" -")
        return "冒号是全角的。", f"改成英文冒号加一个空格，写作“{key}: 内容”。"
    if found := re.match(r"([\"'])[^\"']*\1(?=\S)", content):
        return (
            "英文引号后面还有文字。",
            f"把英文引号 {found[1]} 换成中文引号“”。",
        )
    for quote in "\"'":
        if content.startswith(quote) and content.count(quote) % 2:
            return "英文引号只有一半。", "在末尾补上同样的英文引号，或把开头的引号换成中文引号“”。"
    if content[:1] in {"[", "{"} and content.count(content[0]) != content.count(
        "]}"["[{".index(content[0])]
    ):
        return (
            "方括号或花括号没有成对。",
            "补上另一半括号；如果是要显示的文字，给整段加英文双引号。",
        )
    if content[:1] in set("@`%*&!|>"):
        return f"内容不能以“{content[0]}”开头。", "给整段内容加上英文双引号。"
    if content.count(": ") >= 1 and "mapping values" in cause:
        return (
            "内容里又有一个英文冒号加空格。",
            "把内容里的英文冒号换成中文冒号“：”，或给整段内容加上英文双引号。",
        )
    if line.strip() and ":" not in line and not line.strip().startswith("-"):
        return (
            "没有“项目: 内容”里的冒号。",
            "写成“项目: 内容”；如果是上一行没写完的话，就接在上一行后面。",
        )
    return None
