"""YAML front matter → `Raw` values: text, lists and mappings, each with its line.

The only door to PyYAML. Its C parser gives events with positions, an order of magnitude faster
than parsers that keep comments; scalars are never resolved to other types.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from generator.errors import Problem, problem

MAX_DEPTH = 12


@dataclass(frozen=True)
class RawText:
    """One scalar as written; `line` is 1-based in its file."""

    text: str
    line: int


@dataclass(frozen=True)
class RawList:
    items: tuple["Raw", ...]
    line: int


@dataclass(frozen=True)
class RawMap:
    """A mapping in the order written. A key that was written twice is already a problem."""

    entries: tuple[tuple[RawText, "Raw"], ...]
    line: int


Raw = RawText | RawList | RawMap


class Refused(Exception):
    """Reading one file stopped here; the problems say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


# The C parser is several times faster; the pure one stands in where libyaml was not compiled.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FrontMatter:
    """Reads the YAML of one file.

    file: as problems name it. offset: line of the file on which the YAML starts.
    known: keys that may stand in it, so that a slip at one of them can be recognised.
    """

    def __init__(self, file: str, offset: int, known: frozenset[str]) -> None:
        self.file = file
        self.offset = offset
        self.known = known

    def parse(self, text: str, problems: list[Problem]) -> RawMap:
        """The mapping that `text` holds; slips of the keyboard are reported and read as meant."""
        text, slips = self._forgive(text)
        problems += slips
        events = yaml.parse(text, Loader=_Loader)
        try:
            found = self._document(events, problems)
        except yaml.YAMLError as error:
            raise Refused(*self._syntax(error, text)) from error
        if isinstance(found, RawText) and not found.text:
            return RawMap((), self.offset)
        if not isinstance(found, RawMap):
            raise Refused(self._unreadable_line(text, found.line, ""))
        return found

    def _forgive(self, text: str) -> tuple[str, list[Problem]]:
        """Mend the commonest slips at a known key, so that the other faults are found too."""
        problems = []
        lines = text.split("\n")
        block_indent: int | None = None
        for index, line in enumerate(lines):
            indent = len(line) - len(line.lstrip(" "))
            if block_indent is not None and (not line.strip() or indent > block_indent):
                continue
            block_indent = _block_indent(line)
            if line.startswith("\t") or line[indent : indent + 1] == "\t":
                problems.append(problem("tab-indent", self.file, self.offset + index))
                lines[index] = line = line.replace("\t", "  ")
            found = re.match(r"(\s*(?:- +)*)([^\s:：\"'#]+)\s*(：|:(?=[^\s:]))\s*(.*)", line)
            if not found or found[2] not in self.known:
                continue
            code = "full-width-colon" if found[3] == "：" else "no-space-after-colon"
            value = found[4] or "内容"
            problems.append(
                problem(code, self.file, self.offset + index, found[2], key=found[2], value=value)
            )
            lines[index] = f"{found[1]}{found[2]}: {found[4]}"
            block_indent = _block_indent(lines[index])
        return "\n".join(lines), problems

    def _document(self, events: Iterator[yaml.Event], problems: list[Problem]) -> Raw:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                found = self._value(event, events, problems, 0)
                self._refuse_more(events)
                return found
            if isinstance(event, yaml.DocumentEndEvent):
                break
        return RawText("", self.offset)

    def _refuse_more(self, events: Iterator[yaml.Event]) -> None:
        """A second document would be lost without a word."""
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                line = self.offset + (event.start_mark.line if event.start_mark else 0)
                raise Refused(problem("yaml-feature", self.file, line, written="--- 或 ..."))

    def _value(
        self, event: yaml.Event, events: Iterator[yaml.Event], problems: list[Problem], depth: int
    ) -> Raw:
        mark = event.start_mark
        line = self.offset + (mark.line if mark else 0)
        self._refuse_features(event, line)
        if depth > MAX_DEPTH:
            raise Refused(problem("too-deep", self.file, line, limit=MAX_DEPTH))
        if isinstance(event, yaml.ScalarEvent):
            return RawText(_text_of(event), line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._value(inner, events, problems, depth + 1))
            return RawList(tuple(items), line)
        entries: dict[str, tuple[RawText, Raw]] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._value(inner, events, problems, depth + 1)
            value = self._value(next(events), events, problems, depth + 1)
            if not isinstance(key, RawText):
                raise Refused(
                    problem("yaml-feature", self.file, key.line, written="? 或 [ ] 作项目名")
                )
            if key.text in entries:
                first = entries[key.text][0].line
                problems.append(
                    problem(
                        "duplicate-key", self.file, key.line, key.text, key=key.text, first=first
                    )
                )
                continue
            entries[key.text] = (key, value)
        return RawMap(tuple(entries.values()), line)

    def _refuse_features(self, event: yaml.Event, line: int) -> None:
        """Anchors, aliases and tags can hide or multiply content; staff never need them."""
        anchor = getattr(event, "anchor", None)
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            raise Refused(problem("yaml-feature", self.file, line, written=f"*{anchor}"))
        if anchor:
            raise Refused(problem("yaml-feature", self.file, line, written=f"&{anchor}"))
        if tag:
            raise Refused(problem("yaml-feature", self.file, line, written=tag))

    def _syntax(self, error: yaml.YAMLError, text: str) -> list[Problem]:
        mark = getattr(error, "problem_mark", None)
        if not mark or "end of stream" in str(getattr(error, "problem", "")):
            # What was never closed is noticed on the last line; staff need the one it began on.
            mark = getattr(error, "context_mark", None) or mark
        line = self.offset + (mark.line if mark else 0)
        return [self._unreadable_line(text, line, str(getattr(error, "problem", "") or ""))]

    def _unreadable_line(self, text: str, line: int, cause: str) -> Problem:
        """A line that YAML cannot read, explained by what stands on it or just above."""
        lines = text.split("\n")
        index = min(max(line - self.offset, 0), len(lines) - 1)
        # YAML often notices a fault one line late: an unclosed quote, a missing colon.
        for at in (index, index - 1):
            if 0 <= at < len(lines) and (told := _explain(lines[at], cause)):
                reason, mend = told
                written = lines[at].strip()[:60]
                return problem(
                    "yaml-syntax",
                    self.file,
                    self.offset + at,
                    written=written,
                    reason=reason,
                    mend=mend,
                )
        return problem(
            "yaml-syntax",
            self.file,
            self.offset + index,
            written=lines[index].strip()[:60],
            reason="它和上下行的缩进或写法接不上。",
            mend="每行写成“项目: 内容”；同一层的行首要对齐，下一层多缩进两个空格。",
        )


def _block_indent(line: str) -> int | None:
    """The column that text below must exceed, if this line opens a block of text (| or >)."""
    opened = re.fullmatch(r"( *)((?:- +)*)(\S.*:\s+)?[|>][-+0-9]*\s*(?:\s#.*)?", line)
    if not opened or not (opened[2] or opened[3]):
        return None
    return len(opened[1] + opened[2]) if opened[3] else len(opened[1])


def _text_of(event: yaml.ScalarEvent) -> str:
    value: str = event.value
    # An unquoted ~ or null is YAML's way to write nothing.
    if not event.style and value in {"~", "null", "Null", "NULL"}:
        return ""
    return value.strip()


def _explain(line: str, cause: str) -> tuple[str, str] | None:
    """(reason, mend) for a line with a slip that we know; None if the line looks sound."""
    content = re.sub(r"^\s*(?:- +)*(?:[^\s:]+: +)?", "", line)
    if "：" in line and ": " not in line:
        key = line.split("：")[0].strip(" -")
        return "冒号是全角的。", f"改成英文冒号加一个空格，写作“{key}: 内容”。"
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
