"""YAML front matter → `Raw` values: text, lists and mappings, each with its line.

The only door to PyYAML. Its C parser gives events with positions, an order of magnitude faster
than parsers that keep comments; scalars are never resolved to other types.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import yaml
from yaml.events import MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from generator.errors import Problem, Refused, problem
from generator.reading.slips import explain, forgive, is_free_of_slips
from generator.text.characters import ZERO_WIDTH, bad_character

MAX_DEPTH = 12
# Far above any record; a file of a megabyte could hold a million of them.
MAX_VALUES = 20_000
MAX_LINE = 10_000
_NOTHING = frozenset({"~", "null", "Null", "NULL"})


# Tuples: a record has a hundred of them, and nothing is made and kept faster.
class RawText(NamedTuple):
    """One scalar as written; `line` is 1-based in its file."""

    text: str
    line: int


class RawList(NamedTuple):
    items: tuple["Raw", ...]
    line: int


class RawMap(NamedTuple):
    """A mapping in the order written. A key that was written twice is already a problem."""

    entries: tuple[tuple[RawText, "Raw"], ...]
    line: int


Raw = RawText | RawList | RawMap


# The C parser is several times faster; the pure one stands in where libyaml was not compiled.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Following = Callable[[], Any]


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
        if not is_free_of_slips(text, self.known):
            text, slips = forgive(text, self.file, self.offset, self.known)
            problems += slips
        try:
            found = self._document(text, problems)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # "\\U00110000" is no character: libyaml says so, the pure parser's chr() raises.
            raise Refused(*self._syntax(error, text)) from error
        if isinstance(found, RawText) and not found.text:
            return RawMap((), self.offset)
        if not isinstance(found, RawMap):
            raise Refused(self._unreadable_line(text, found.line, ""))
        return found

    def _refuse_long_lines(self, text: str) -> None:
        if len(text) <= MAX_LINE:
            return
        for number, line in enumerate(text.split("\n")):
            if len(line) > MAX_LINE:
                at, length = self.offset + number, len(line)
                found = problem("line-too-long", self.file, at, length=length, limit=MAX_LINE)
                raise Refused(found)

    def _document(self, text: str, problems: list[Problem]) -> Raw:
        parser: Any = _Loader(text)
        try:
            while parser.check_event():
                event: Any = parser.get_event()
                if isinstance(event, yaml.NodeEvent):
                    found = self._value(event, parser.get_event, problems, 0)
                    self._refuse_more(parser)
                    return found
                if isinstance(event, yaml.DocumentEndEvent):
                    break
        finally:
            parser.dispose()
        return RawText("", self.offset)

    def _refuse_more(self, parser: Any) -> None:
        """A second document would be lost without a word."""
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, yaml.DocumentStartEvent):
                mark: Any = event.start_mark
                line = self.offset + mark.line
                raise Refused(problem("yaml-feature", self.file, line, written="--- 或 ..."))

    def _value(self, event: Any, following: _Following, problems: list[Problem], depth: int) -> Raw:
        if type(event) is ScalarEvent:
            return self._scalar(event, depth)
        line: int = self.offset + event.start_mark.line
        self._values += 1
        if event.anchor or depth > MAX_DEPTH or self._values > MAX_VALUES or event.tag:
            self._refuse(event, line, depth)
        inside = depth + 1
        if type(event) is SequenceStartEvent:
            items: list[Raw] = []
            while (kind := type(inner := following())) is not SequenceEndEvent:
                items.append(
                    self._scalar(inner, inside)
                    if kind is ScalarEvent
                    else self._value(inner, following, problems, inside)
                )
            return RawList(tuple(items), line)
        entries: dict[str, tuple[RawText, Raw]] = {}
        while (kind := type(inner := following())) is not MappingEndEvent:
            if kind is not ScalarEvent:
                self._refuse_key(inner, following, problems, inside)
            key = self._scalar(inner, inside)
            inner = following()
            value = (
                self._scalar(inner, inside)
                if type(inner) is ScalarEvent
                else self._value(inner, following, problems, inside)
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

    # Each scalar of each record comes this way, so what is rare is asked in one question.
    def _scalar(self, event: Any, depth: int) -> RawText:
        line: int = self.offset + event.start_mark.line
        self._values += 1
        if event.anchor or depth > MAX_DEPTH or self._values > MAX_VALUES or event.tag:
            self._refuse(event, line, depth)
        value: str = event.value
        if not event.style:
            # An unquoted ~ or null is YAML's way to write nothing.
            return RawText("" if value in _NOTHING else value.strip(), line)
        # "\\u202e" in double quotes becomes a character that the file itself does not hold.
        if event.style == '"' and (bad := bad_character(value) or ZERO_WIDTH.search(value)):
            written = f"U+{ord(bad.group()):04X}"
            raise Refused(problem("bad-escape", self.file, line, character=written))
        return RawText(value.strip(), line)

    def _refuse_key(
        self, event: Any, following: _Following, problems: list[Problem], depth: int
    ) -> None:
        """A list or mapping as a key; what is in it and behind it may be refused first."""
        key = self._value(event, following, problems, depth)
        self._value(following(), following, problems, depth)
        raise Refused(problem("yaml-feature", self.file, key.line, written="? 或 [ ] 作项目名"))

    def _refuse(self, event: Any, line: int, depth: int) -> None:
        """Anchors, aliases and tags can hide or multiply content; staff never need them."""
        if isinstance(event, yaml.AliasEvent):
            raise Refused(problem("yaml-feature", self.file, line, written=f"*{event.anchor}"))
        if event.anchor:
            raise Refused(problem("yaml-feature", self.file, line, written=f"&{event.anchor}"))
        if event.tag:
            raise Refused(problem("yaml-feature", self.file, line, written=event.tag))
        if depth > MAX_DEPTH:
            raise Refused(problem("too-deep", self.file, line, limit=MAX_DEPTH))
        raise Refused(problem("too-many-values", self.file, line, limit=MAX_VALUES))

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
