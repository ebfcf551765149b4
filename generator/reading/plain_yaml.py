"""A quick way for the plain YAML of nearly every record: the same values at a third of the cost.

It knows keys, texts, lists and parts, each on lines of their own and written in the one way that
leaves no doubt, and lists of words in brackets. Whatever else stands in a text sends all of it the
full way (frontmatter.py), which stays the only judge of what is unusual.
"""

import re

from generator.reading.raw import NOTHING, Raw, RawList, RawMap, RawText

# Far below what the full way takes for too many values.
_MAX_TEXT = 10_000
# No tab, no line end but one, and nothing that YAML has a meaning for beside the signs below.
_UNUSUAL = re.compile("[^\n -~·×—‘’“”…、-〗\u4e00-\u9fff！-～]| #")
# A text without quotes begins with none of the signs of YAML, and holds no `: `. Spaces behind it
# are none of it.
_FIRST = r"[^\s?:,\[\]{}#&*!|>'\"%@`-]"
_BARE = rf"{_FIRST}[^:\n ]*+(?:(?::(?=\S)| ++(?=[^\n]))[^:\n ]*+)*+"
_QUOTED = r"'[^'\n]*'|\"[^\"\\\n]*\""
_WORD = rf"{_FIRST}[^:,?\n\[\]{{}}#&*!|>'\"%@`]*+"
_WORDS = rf"\[(?:{_WORD}(?:, ?{_WORD})*)?\]"
_KEY = r"(\w{1,99}+):(?: ++|(?=\n|\Z))"
# So few columns cannot hold more levels than the full way allows.
_LINE = re.compile(
    rf"^( {{0,8}}+)(- {{1,3}}+)?+(?:{_KEY})?(?:({_BARE})|({_QUOTED})|({_WORDS}))? *$", re.MULTILINE
)
# Spaces, the dash with what parts it from the rest, key, text without quotes, text in quotes, words
# in brackets.
_Line = tuple[str, str, str, str, str, str]


class _NotPlainError(Exception):
    """Something in a text needs the full way."""


def read_plainly(text: str, offset: int) -> RawMap | None:
    """The mapping that a text holds; None if it needs the full way.

    offset: line of its file on which the text starts.
    """
    if len(text) > _MAX_TEXT or _UNUSUAL.search(text):
        return None
    lines = _LINE.findall(text)
    if len(lines) != text.count("\n") + 1:
        return None
    try:
        return _Reader(lines, offset).all()
    except _NotPlainError:
        return None


class _Reader:
    """Reads one line after the other."""

    def __init__(self, lines: list[_Line], offset: int) -> None:
        # The next one is at the end, and how many are left tells where it stands.
        self._left = lines[::-1]
        self._end = offset + len(lines)

    def all(self) -> RawMap:
        found = self._map(0)
        if self._left or not found.entries:
            raise _NotPlainError
        return found

    def _map(self, column: int) -> RawMap:
        """What begins with the next line, in this column."""
        left, end = self._left, self._end
        first = end - len(left)
        entries: dict[str, tuple[RawText, Raw]] = {}
        while left:
            spaces, dash, key, bare, quoted, words = left[-1]
            if dash or len(spaces) != column:
                break
            if not key or key in entries:
                raise _NotPlainError
            line = end - len(left)
            left.pop()
            value = _value(bare, quoted, words, line) or self._below(column, line)
            entries[key] = RawText(key, line), value
        if not NOTHING.isdisjoint(entries):
            raise _NotPlainError
        return RawMap(tuple(entries.values()), first)

    def _below(self, column: int, line: int) -> Raw:
        """What belongs to a key with nothing behind it."""
        if self._left:
            spaces, dash, *_ = self._left[-1]
            below = len(spaces)
            if below > column or (below == column and dash):
                return self._list(below) if dash else self._map(below)
        return RawText("", line)

    def _list(self, column: int) -> RawList:
        left, end = self._left, self._end
        first = end - len(left)
        items: list[Raw] = []
        while left:
            spaces, dash, key, bare, quoted, words = left[-1]
            if not dash or len(spaces) != column:
                break
            if key:
                # The first line of a part, as if spaces stood for the dash.
                inside = column + len(dash)
                left[-1] = " " * inside, "", key, bare, quoted, words
                items.append(self._map(inside))
                continue
            value = _value(bare, quoted, words, end - len(left))
            if value is None:
                raise _NotPlainError
            left.pop()
            items.append(value)
        return RawList(tuple(items), first)


def _value(bare: str, quoted: str, words: str, line: int) -> RawText | RawList | None:
    """What stands behind a key or a dash; None if that is nothing."""
    if bare:
        return RawText("" if bare in NOTHING else bare, line)
    if quoted:
        return RawText(quoted[1:-1].strip(), line)
    if words:
        items = (_value(word.strip(), "", "", line) for word in words[1:-1].split(","))
        return RawList(tuple(filter(None, items)), line)
    return None
