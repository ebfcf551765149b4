"""A quick way for the plain Markdown of nearly every body: the same HTML at a tenth of the cost.

It knows paragraphs, headings, flat lists, simple tables, quotations, rules, strong words and links,
each written in the one way that leaves no doubt. Whatever else stands in a text sends all of it the
full way (markdown.py), which stays the only judge of what is unusual, and the measure of what is
made here.
"""

import re

from generator.text.characters import is_clean

# Code, escapes, emphasis in other ways, markup and entities.
_UNUSUAL = re.compile(r"[\\`_<&{}\t\r]|\*\*\*")
# Well below what the full way takes for too much (markdown.too_complex).
_COUNTED = "()[]\"'*"
_MOST_COUNTED = 200
_MOST_COLUMNS = 40
_MAX_TEXT = 10_000
_BLANK_LINES = re.compile(r"\n{2,}")
# A line that begins with none of what makes it more than text; it cannot begin or end with a space.
_PROSE = re.compile(r"(?![\s#+=|:>-]|\d+\.\s|\*(?!\*\S)).*(?<!\s)")
_HEADING = re.compile(r"(#{1,6}) ?([^\s#](?:[^#\n]*[^\s#])?)")
_RULE = re.compile(r"-{3,}")
_ITEM = re.compile(r"- (\S.*)")
_QUOTED = re.compile(r"> (\S.*)")
_NUMBERED = re.compile(r"([1-9][0-9]{0,8})\. (\S.*)")
_ROW = re.compile(r"\|(?: [^\s|](?:[^|\n]*[^\s|])? \|)+")
_UNDER_HEAD = re.compile(r"\|(?: -{3,} \|)+")
_LINK = re.compile(r"(?<!!)\[([^\s\[\]*](?:[^\[\]*\n]*[^\s\[\]*])?)\]\(([^\s()\[\]\"'>*]+)\)")
_STRONG = re.compile(r"\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*")

# The finished HTML of plain Markdown. Each part begins with a sign that nothing before it can hold,
# so a look takes time in proportion to the text.
_WORDS = r"[^<>&\x00-\x08\x0b-\x1f\u00a0]*"
# A noncharacter is what an address within the website begins with (rendering/relative.py).
_ADDRESS = r"(?:\ufdd0|(?:https?|mailto|tel):)?[!#-%(-9;=?-Z_a-z~]*"
_PART = rf"<a(?: href=\"{_ADDRESS}\")?>{_WORDS}</a>"
_LINE = rf"{_WORDS}(?:(?:{_PART}|<br>|<strong>{_WORDS}(?:{_PART}{_WORDS})*</strong>){_WORDS})*"
_ITEMS = rf"\n(?:<li>{_LINE}</li>\n)+"
_HEADINGS = rf"<h([1-5])>{_LINE}</h\1>"
_HARMLESS = re.compile(
    rf"(?:\n?(?:<p>{_LINE}</p>|{_HEADINGS}|<hr>|<ul>{_ITEMS}</ul>"
    rf"|<ol(?: start=\"[0-9]{{1,9}}\")?>{_ITEMS}</ol>"
    rf"|<blockquote>\n<p>{_LINE}</p>\n</blockquote>"
    rf"|<table>\n<thead>\n<tr>\n(?:<th>{_LINE}</th>\n)+</tr>\n</thead>\n"
    rf"<tbody>\n(?:<tr>\n(?:<td>{_LINE}</td>\n)+</tr>\n)+</tbody>\n</table>))*"
)


def is_harmless(html: str) -> bool:
    """Whether finished HTML is surely what plain Markdown becomes: nothing else is in it.

    Its elements, their nesting, their attributes and the schemes of its addresses are all among
    those that the last cleaning lets pass.
    """
    return _HARMLESS.fullmatch(html) is not None


class _NotPlainError(Exception):
    """Something in a text needs the full way."""


def quickly(source: str, lower: int) -> tuple[str, list[tuple[str, str]]] | None:
    """(HTML, the target and the text of each link in it) of a text; None if it needs the full way.

    lower: by how many levels its headings stand below those of the page. The address of a link is
    its number, as in `markdown.Converted`.
    """
    if len(source) > _MAX_TEXT or _UNUSUAL.search(source) or not is_clean(source):
        return None
    if sum(map(source.count, _COUNTED)) > _MOST_COUNTED or not source.strip():
        return None
    writer = _Writer(lower)
    try:
        for block in _BLANK_LINES.split(source.strip("\n")):
            writer.write(block)
    except _NotPlainError:
        return None
    return "\n".join(writer.made), writer.links


class _Writer:
    """Makes the HTML of one block after the other."""

    def __init__(self, lower: int) -> None:
        self.made: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._lower = lower
        self._before = ""

    def write(self, block: str) -> None:
        """Add what stands between two blank lines."""
        kind, html = self._block(block)
        if kind == self._before and kind in ("ul", "ol", "quote"):
            raise _NotPlainError  # the two are one, with room between its parts
        self._before = kind
        self.made.append(html)

    def _block(self, block: str) -> tuple[str, str]:
        first = block[:1]
        if first == "#":
            found = _matched(_HEADING, block)
            level = min(len(found[1]) + self._lower, 5)
            return "heading", f"<h{level}>{self._inline(found[2])}</h{level}>"
        lines = block.split("\n")
        if first == "|":
            return "table", self._table(lines)
        if "|" in block:
            raise _NotPlainError
        if first == "-":
            if _RULE.fullmatch(block):
                return "rule", "<hr>"
            texts = [_matched(_ITEM, line)[1] for line in lines]
            return "ul", self._items("<ul>", "</ul>", texts)
        if first == ">":
            texts = [_matched(_QUOTED, line)[1] for line in lines]
            return "quote", f"<blockquote>\n{self._paragraph(texts)}\n</blockquote>"
        if "0" <= first <= "9" and _NUMBERED.match(block):
            found_items = [_matched(_NUMBERED, line) for line in lines]
            start = "" if found_items[0][1] == "1" else f' start="{found_items[0][1]}"'
            return "ol", self._items(f"<ol{start}>", "</ol>", [each[2] for each in found_items])
        return "paragraph", self._paragraph(lines)

    def _paragraph(self, lines: list[str]) -> str:
        text = "\n".join(_matched(_PROSE, line)[0] for line in lines)
        return f"<p>{self._inline(text)}</p>".replace("\n", "<br>\n")

    def _items(self, opening: str, closing: str, texts: list[str]) -> str:
        items = (f"<li>{self._inline(_matched(_PROSE, text)[0])}</li>" for text in texts)
        return "\n".join([opening, *items, closing])

    def _table(self, lines: list[str]) -> str:
        if len(lines) < 3:
            raise _NotPlainError
        width = _matched(_UNDER_HEAD, lines[1])[0].count("|") - 1
        rows = [_matched(_ROW, line)[0][2:-2].split(" | ") for line in (lines[0], *lines[2:])]
        if width > _MOST_COLUMNS or any(len(row) != width for row in rows):
            raise _NotPlainError
        head, *body = rows
        made = ["<table>", "<thead>", *self._row("th", head), "</thead>", "<tbody>"]
        for row in body:
            made += self._row("td", row)
        return "\n".join([*made, "</tbody>", "</table>"])

    def _row(self, tag: str, cells: list[str]) -> list[str]:
        return ["<tr>", *(f"<{tag}>{self._inline(cell)}</{tag}>" for cell in cells), "</tr>"]

    def _inline(self, text: str) -> str:
        if ">" in text:
            raise _NotPlainError
        if "[" in text or "]" in text:
            text = _LINK.sub(self._link, text)
            if "[" in text or "]" in text:
                raise _NotPlainError
        if "*" in text:
            text = _STRONG.sub(r"<strong>\1</strong>", text)
            if "*" in text:
                raise _NotPlainError
        return text

    def _link(self, found: re.Match[str]) -> str:
        self.links.append((found[2], found[1]))
        return f'<a href="zt-link:{len(self.links) - 1}">{found[1]}</a>'


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise _NotPlainError
    return found
