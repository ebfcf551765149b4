"""The full way from Markdown to HTML, for any text. The only door to Python-Markdown.

It looks at the tree that the converter really made, not at the source: every link of any spelling
is there, and every `<` that is left is text. It is run in a process of its own (conversion.py).
"""

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from generator.text.characters import ZERO_WIDTH, bad_character
from generator.text.markdown import LOWER, Converted, Fault, Link, Places, without_indents

_EXTENSIONS = ("tables", "sane_lists", "nl2br")

_HTML_NAMES = (
    "a|abbr|address|article|aside|audio|b|base|big|blink|blockquote|body|br|button|canvas|center|cite"
    "|code|dd|del|details|dialog|div|dl|dt|em|embed|fieldset|figure|font|footer|form|frame|frameset"
    "|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|legend|li|link|main|map|mark|marquee"
    "|math|menu|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|s|script|section|select"
    "|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot"
    "|th|thead|title|tr|track|u|ul|video|xmp"
)
# A whole tag of any name, or the start of one that a browser would complete; comments and the like.
_MARKUP = re.compile(
    r"<(?:!--|!\[CDATA\[|![A-Za-z]|\?[A-Za-z]|/?[A-Za-z][A-Za-z0-9:-]*(?:[\s/][^<>]*)?>"
    rf"|/?(?:{_HTML_NAMES})(?=[\s/]+[A-Za-z-]+\s*=|[\s/]*$)"
    r"|(?:script|style|iframe|object|embed|svg|math|meta|base|link|template|form)\b)"
    r"|\{:[^{}\n]*\}|\{[^{}\n]*\b(?:on[a-z]+|style|class|id)\s*=[^{}\n]*\}",
    re.IGNORECASE,
)
# How pages hide links from readers and show them to search engines.
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0|opacity\s*:\s*0"
    r"|text-indent\s*:\s*-|(?:left|top|right|bottom|margin[a-z-]*)\s*:\s*-\s*\d|clip(?:-path)?\s*:"
    r"|position\s*:\s*(?:absolute|fixed)|(?:height|width)\s*:\s*[01](?:px|em|rem|%)?\s*[;\"'}]"
    r"|[^-]color\s*:\s*(?:#fff|white|transparent|rgba?\(\s*255)|transform\s*:|z-index\s*:\s*-"
    r"|\shidden\b|aria-hidden|<details|<template|<noscript|<!--|<marquee",
    re.IGNORECASE,
)

_TOLD_AS_MARKUP = ("raw-html", "hidden-text")


def convert(text: str, *, is_page: bool = False) -> Converted:
    """HTML of a body, or of a hand-written page, with its links and faults.

    is_page: its headings stand as they are; a body's come below the page's own.
    """
    source = without_indents(text)
    converter, look = _converter(is_page)
    look.judge = judge = _Judge(text)
    made = converter.reset().convert(source)
    if judge.faults:
        return Converted("", tuple(judge.links), tuple(judge.faults))
    return Converted(made, tuple(judge.links))


@cache
def _converter(is_page: bool) -> tuple[markdown.Markdown, "_Look"]:
    """Made once: it costs as much as the conversion of a short text."""
    for_staff = _ForStaff(0 if is_page else LOWER)
    made = markdown.Markdown(extensions=[*_EXTENSIONS, for_staff], output_format="html")
    return made, for_staff.look


class _ForStaff(Extension):
    """Raw HTML is no part of what staff may write: none is read, so none comes out."""

    look: "_Look"

    def __init__(self, lower: int) -> None:
        super().__init__()
        self.lower = lower

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(
            _Entity(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{1,31});", md), "entity", 80
        )
        md.inlinePatterns.register(_Mailbox(r"<([^<>\s]+@[^<>\s]+)>", md), "automail", 110)
        md.treeprocessors.register(_LowerHeadings(md, self.lower), "lower_headings", -1)
        self.look = _Look(md)
        md.treeprocessors.register(self.look, "look", -2)


class _Entity(InlineProcessor):
    """An entity is the character that it stands for, so that nothing hides in its spelling."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return html.unescape(m[0]), m.start(0), m.end(0)


class _Mailbox(InlineProcessor):
    """<a@b.cn>, plainly; the converter's own spells every letter as an entity."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        link = Element("a", href=f"mailto:{m[1]}")
        link.text = AtomicString(m[1])
        return link, m.start(0), m.end(0)


class _LowerHeadings(Treeprocessor):
    def __init__(self, md: markdown.Markdown, by: int) -> None:
        super().__init__(md)
        self.by = by

    def run(self, root: Element) -> None:
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + self.by, 5)}"


class _Look(Treeprocessor):
    """Shows the made tree, as the last of all, to the judge of the text at hand."""

    judge: "_Judge"

    def run(self, root: Element) -> None:
        for element in root.iter():
            self.judge.look_at(element)
        for text in _texts(root, is_code=False):
            self.judge.read(text)
        self.judge.definitions(self.md.references)


class _Judge:
    """Looks at the made tree: takes every link's address out, and tells what must not be there."""

    def __init__(self, text: str) -> None:
        self.places = Places(text)
        self.links: list[Link] = []
        self.faults: list[Fault] = []

    def look_at(self, element: Element) -> None:
        if element.tag == "a":
            written = element.get("href", "")
            target = _as_browsers_read(html.unescape(written))
            shown = "".join(element.itertext()).strip()
            line = self.places.line(written, target, shown)
            if not shown and element.find(".//img") is None:
                self.faults.append(Fault(line, "hidden-text", {"written": f"[]({target[:60]})"}))
            element.attrib.clear()
            element.set("href", f"zt-link:{len(self.links)}")
            self.links.append(Link(line, target))
        elif element.tag == "img":
            source, alt = element.get("src", ""), element.get("alt", "")
            line = self.places.line(f"]({source}", source, alt)
            self.faults.append(Fault(line, "body-photo", {"written": f"![{alt}]({source})"[:80]}))

    def read(self, text: str) -> None:
        """Text that visitors would see: markup in it was meant for a browser, not for them."""
        for found in _MARKUP.finditer(text):
            line = self.places.line(found[0].split("\n")[0])
            around = self.places.from_(line, found[0][:8])
            whole = found[0] if found[0][-1] in ">}" else around.split(">")[0] + ">"
            code = "hidden-text" if _HIDING.search(around) else "raw-html"
            fault = Fault(line, code, {"written": " ".join(whole.split())[:60]})
            # One line is told once: its closing tags say nothing new.
            if all(line != told.line for told in self.faults if told.code in _TOLD_AS_MARKUP):
                self.faults.append(fault)
        if bad := bad_character(text) or ZERO_WIDTH.search(text):
            # The file holds none, so it was spelt as an entity.
            facts = {"character": f"U+{ord(bad.group()):04X}"}
            line = self.places.line(f"&#{ord(bad.group())}", f"&#x{ord(bad.group()):x}")
            self.faults.append(Fault(line, "bad-entity", facts))

    def definitions(self, references: Mapping[str, tuple[str, str | None]]) -> None:
        """Addresses that no link uses would be neither shown nor checked."""
        used = {link.target for link in self.links}
        for name, (address, _) in references.items():
            target = _as_browsers_read(html.unescape(address))
            if target not in used:
                line = self.places.line(f"]: {address}", address, name)
                written = f"[{name}]: {target}"[:80]
                self.faults.append(Fault(line, "hidden-text", {"written": written}))


def _texts(element: Element, *, is_code: bool) -> Iterator[str]:
    """Every run of text outside of code."""
    is_code = is_code or element.tag in ("code", "pre")
    if element.text and not is_code:
        yield element.text
    for child in element:
        yield from _texts(child, is_code=is_code)
        if child.tail and not is_code:
            yield child.tail


def _as_browsers_read(address: str) -> str:
    """An address as url.spec.whatwg.org reads it: no outer spaces, no tabs and line ends within."""
    return re.sub(r"[\t\n\r]", "", re.sub(r"^[\x00-\x20]+|[\x00-\x20]+$", "", address))
