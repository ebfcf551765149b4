"""The Markdown that staff may write, made into harmless HTML.

Nearly every text is plain, and converted at once (`convert_quickly`); any other goes the full way
(converter.py), in a process of its own (conversion.py). `finish` puts the judged addresses in; nh3
has the last word: what is not on its list does not come out. It is not asked for what is letter by
letter of the form that plain Markdown becomes.
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import escape

from generator.text.plain_markdown import is_harmless, quickly

_TAGS = {
    *("p", "br", "hr", "strong", "em", "del", "blockquote", "ul", "ol", "li", "a", "code", "pre"),
    *("h1", "h2", "h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# Text cannot look like this: every `<` of it is escaped.
_PLACE = re.compile(r'<a href="zt-link:(\d+)"(?: title="[^"]*")?>')

# By how many levels the headings of a body stand below those of its page.
LOWER = 2
_INDENT = re.compile(r"(?<=\n\n)[ \t\u3000]+(?=[\u4e00-\u9fff“（《])")

Resolve = Callable[[str], str]


@dataclass(frozen=True)
class Link:
    """A link in a text: `target` as a browser would read it, on `line` (from 0) of the text."""

    line: int
    target: str


@dataclass(frozen=True)
class Fault:
    """What is wrong on `line` (from 0) of a text: a code of `messages.MESSAGES` and its facts."""

    line: int
    code: str
    facts: dict[str, str]


@dataclass(frozen=True)
class Converted:
    """A text as HTML with a place for the address of each link; what has faults has no HTML."""

    html: str = ""
    links: tuple[Link, ...] = ()
    faults: tuple[Fault, ...] = ()


EMPTY = Converted()


def finish(converted: Converted, resolve: Resolve) -> str:
    """The HTML with its addresses.

    resolve: the address for a link target; an empty string leaves the link's text only.
    """

    def address(found: re.Match[str]) -> str:
        target = resolve(converted.links[int(found[1])].target)
        return f'<a href="{escape(target)}">' if target else "<a>"

    made = _PLACE.sub(address, converted.html)
    return made if is_harmless(made) else cleaned(made)


def cleaned(made: str) -> str:
    """HTML with nothing but what is on our lists."""
    import nh3  # hardly ever needed

    return nh3.clean(
        made,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


# ---------------------------------------------------------------- before


# (what, how it is told, how many there may be in one paragraph, item or row)
_BUDGETS = (
    (re.compile(r"[\[\]]"), "方括号", 200),
    (re.compile(r"[*_]"), "星号或下划线", 400),
    (re.compile(r"`"), "反引号", 200),
    (re.compile(r"[()]"), "括号", 400),
    (re.compile(r"\|"), "竖线", 100),
    (re.compile(r"<"), "小于号", 200),
    (re.compile(r"&"), "& 号", 400),
    (re.compile(r"\\"), "反斜杠", 400),
    (re.compile(r"[\"']"), "英文引号", 400),
)
MAX_LINE = 10_000
MAX_NESTING = 10


def too_complex(text: str) -> Fault | None:
    """What would make a converter work for ever, found in one quick look."""
    counts: dict[str, int] = defaultdict(int)
    for number, line in enumerate(text.split("\n")):
        if len(line) > MAX_LINE:
            facts = {"length": str(len(line)), "limit": str(MAX_LINE)}
            return Fault(number, "line-too-long", facts)
        if not line.strip():
            counts.clear()
            continue
        lead = re.match(r"(?:[ \t]*(?:>|[-*+](?=\s)|\d+\.(?=\s)))*[ \t]*", line)
        marks = lead[0] if lead else ""
        depth = len(re.findall(r"[>*+.-]", marks)) + len(marks.expandtabs(4)) // 4
        if depth > MAX_NESTING:
            return Fault(number, "too-complex", {"what": f"一层套一层，超过了 {MAX_NESTING} 层"})
        if re.search(r"[-*+.]", marks) or "|" in line:
            counts.clear()  # an item or a row stands by itself, however many there are
        for pattern, name, limit in _BUDGETS:
            counts[name] += len(pattern.findall(line))
            if counts[name] > limit:
                return Fault(number, "too-complex", {"what": f"连在一起的{name}超过了 {limit} 个"})
    return None


# ---------------------------------------------------------------- converting


def convert_quickly(text: str, *, is_page: bool = False) -> Converted | None:
    """The same as `convert`, for a text that is plain enough; it can hold nothing up.

    None for any other; `too_complex` need not be asked of one that is plain.
    """
    made = quickly(without_indents(text), 0 if is_page else LOWER)
    if made is None:
        return None
    html, found = made
    if not found:
        return Converted(html)
    places = Places(text)
    links = (Link(places.line(target, target, shown), target) for target, shown in found)
    return Converted(html, tuple(links))


def without_indents(text: str) -> str:
    # Word indents paragraphs; four spaces before a Chinese character would make it program code.
    return _INDENT.sub("", "\n\n" + text)


class Places:
    """Finds the line on which something of the made tree was written."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._read = self._lines
        if "&" in text or "\\" in text:
            self._read = [html.unescape(line).replace("\\", "") for line in self._lines]
        self._next: dict[str, int] = defaultdict(int)

    def line(self, *needles: str) -> int:
        """The line of the first needle that is found; what was found before is looked for below."""
        for needle in filter(None, (n.strip() for n in needles)):
            plain = html.unescape(needle).replace("\\", "")
            for start in (self._next[needle], 0):
                for number in range(start, len(self._lines)):
                    if needle in self._lines[number] or plain in self._read[number]:
                        self._next[needle] = number + (self._read[number].count(plain) < 2)
                        return number
        return next((n for n, line in enumerate(self._lines) if line.strip()), 0)

    def from_(self, line: int, needle: str) -> str:
        """The source from a needle on that line, over the next lines that may belong to it."""
        text = "\n".join(self._lines[line : line + 4])
        return text[max(text.find(needle), 0) :][:600]
