"""The Markdown that staff may write in a body, made into harmless HTML.

Python-Markdown converts, nh3 has the last word: what is not on its list does not come out.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

_EXTENSIONS = ("tables", "sane_lists", "nl2br")
_TAGS = {
    *("p", "br", "hr", "strong", "em", "del", "blockquote", "ul", "ol", "li", "a", "code", "pre"),
    *("h3", "h4", "h5", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\(([^)\n]*)\)")

Resolve = Callable[[str], str]


@dataclass(frozen=True)
class BodyLink:
    """A link in a body: `target` as written, on `line` of its file."""

    line: int
    target: str

    @property
    def host(self) -> str:
        """The foreign host, or an empty string for a link inside the website."""
        try:
            return urlsplit(self.target).netloc.lower()
        except ValueError:  # such as http://[
            return self.target

    @property
    def is_elsewhere(self) -> bool:
        """A link that no record is named by: to another website, a mailbox or a telephone."""
        return bool(self.host) or self.target.startswith(("mailto:", "tel:"))


def links_in(body: str, first_line: int) -> list[BodyLink]:
    return [
        BodyLink(first_line + number, found[2].strip())
        for number, line in enumerate(body.split("\n"))
        for found in _LINK.finditer(line)
    ]


def images_in(body: str, first_line: int) -> list[BodyLink]:
    return [
        BodyLink(first_line + number, found.group())
        for number, line in enumerate(body.split("\n"))
        for found in _IMAGE.finditer(line)
    ]


def to_html(body: str, resolve: Resolve) -> Markup:
    """HTML of a body.

    resolve: the address for a link target as written; an empty string drops the link.
    """
    known = set()

    def link(found: re.Match[str]) -> str:
        address = resolve(found[2].strip())
        known.add(address)
        return f"[{found[1]}]({address})" if address else found[1]

    source = _LINK.sub(link, _IMAGE.sub("", body))
    # Word indents paragraphs; four spaces before a Chinese character would make it program code.
    source = re.sub(r"(?m)(?<=\n\n)[ \t\u3000]+(?=[\u4e00-\u9fff“（《])", "", "\n\n" + source)
    converted = markdown.markdown(
        source, extensions=[*_EXTENSIONS, _ForStaff()], output_format="html"
    )
    clean = nh3.clean(
        converted,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        # Markdown knows more ways to write a link than `links_in` checks; those get no address.
        attribute_filter=lambda _, name, value: value if name != "href" or value in known else None,
    )
    return Markup(clean)


class _ForStaff(Extension):
    """Raw HTML is no part of what staff may write: it stands there as they typed it."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        for name in ("html", "autolink", "automail"):
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_LowerHeadings(md), "lower_headings", 0)


class _LowerHeadings(Treeprocessor):
    """A body starts below the page's h1 and h2."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if re.fullmatch(r"h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + 2, 5)}"
