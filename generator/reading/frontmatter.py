"""YAML front matter → `Raw` values: text, lists and mappings, each with its line.

The only door to PyYAML. Its C parser gives events with positions, an order of magnitude faster
than parsers that keep comments; scalars are never resolved to other types.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from generator.errors import Problem, Refused, problem
from generator.reading.encoding import ZERO_WIDTH, bad_character
from generator.reading.slips import explain, forgive

MAX_DEPTH = 12
# Far above any record; a file of a megabyte could hold a million of them.
MAX_VALUES = 20_000
MAX_LINE = 10_000


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
        self._values = 0

    def parse(self, text: str, problems: list[Problem]) -> RawMap:
        """The mapping that `text` holds; slips of the keyboard are reported and read as meant."""
        self._refuse_long_lines(text)
        text, slips = forgive(text, self.file, self.offset, self.known)
        problems += slips
        events = yaml.parse(text, Loader=_Loader)
        try:
            found = self._document(events, problems)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # "\\U00110000" is no character: libyaml says so, the pure parser's chr() raises.
            raise Refused(*self._syntax(error, text)) from error
        if isinstance(found, RawText) and not found.text:
            return RawMap((), self.offset)
        if not isinstance(found, RawMap):
            raise Refused(self._unreadable_line(text, found.line, ""))
        return found

    def _refuse_long_lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if len(line) > MAX_LINE:
                at, length = self.offset + number, len(line)
                found = problem("line-too-long", self.file, at, length=length, limit=MAX_LINE)
                raise Refused(found)

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
        self._values += 1
        if self._values > MAX_VALUES:
            raise Refused(problem("too-many-values", self.file, line, limit=MAX_VALUES))
        if isinstance(event, yaml.ScalarEvent):
            return RawText(self._text(event, line), line)
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

    def _text(self, event: yaml.ScalarEvent, line: int) -> str:
        value: str = event.value
        # An unquoted ~ or null is YAML's way to write nothing.
        if not event.style and value in {"~", "null", "Null", "NULL"}:
            return ""
        # "\\u202e" in double quotes becomes a character that the file itself does not hold.
        if event.style == '"' and (bad := bad_character(value) or ZERO_WIDTH.search(value)):
            written = f"U+{ord(bad.group()):04X}"
            raise Refused(problem("bad-escape", self.file, line, character=written))
        return value.strip()

    def _syntax(self, error: Exception, text: str) -> list[Problem]:
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
            if 0 <= at < len(lines) and (told := explain(lines[at], cause)):
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
