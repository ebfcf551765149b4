"""What a finished page asks for and holds: its links, its anchors, and what no page may hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "poster", "data", "background", "cite", "ping"}
    | {"xlink:href", "data-zt-large", "data-zt-root", "data-zt-engine"}
)
_LISTS_OF_ADDRESSES = frozenset({"srcset", "imagesrcset"})
_FOREIGN_ELEMENTS = {"iframe", "frame", "frameset", "object", "embed", "applet", "portal", "base"}
_WATCHED = _FOREIGN_ELEMENTS | {"style", "script", "meta"}
# Reading direction that lies, and letters without width; joiners only where Chinese needs none.
_SUSPECT = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNSEEN = (  # compiled when one comes
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|[\u3000-\u9fff][\u200c\u200d]"
)
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)
_SCHEME = re.compile(r"[\s\x00-\x1f]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Without these signs in front an address can name neither scheme nor host.
_PLAIN = re.compile(r"(?!//)[\w./-]*(?:[#?].*)?", re.ASCII)
# A browser reads none of these in the middle of an address.
_IGNORED = str.maketrans("", "", "\t\n\r")


class Link(NamedTuple):
    """An address as it stands in a page. tag: whose; scripts and styles are told apart by it."""

    tag: str
    url: str
    integrity: str = ""

    @property
    def host(self) -> str:
        """Host that it leads to, in small letters; empty within the website."""
        if _PLAIN.fullmatch(self.url):
            return ""
        url = self.url.translate(_IGNORED).strip().replace("\\", "/")
        try:
            return urlsplit(url).hostname or ""
        except ValueError:
            return url

    @property
    def scheme(self) -> str:
        if _PLAIN.fullmatch(self.url):
            return ""
        found = _SCHEME.match(self.url.translate(_IGNORED))
        return found[1].lower() if found else ""


@dataclass(frozen=True)
class HtmlFacts:
    """links: in their order. anchors: what a #fragment can name. faults: in Chinese."""

    links: tuple[Link, ...]
    anchors: frozenset[str]
    faults: tuple[str, ...]


def html_facts(html: bytes) -> HtmlFacts:
    """Read a page as a browser does (the HTML5 rules), whatever it holds."""
    links: list[Link] = []
    anchors: set[str] = set()
    faults: list[str] = []
    root = LexborHTMLParser(html).root
    for node in root.traverse() if root else ():
        tag, attributes = node.tag or "", node.attributes
        for name, value in attributes.items():
            if name in _ADDRESSES:
                # The search engine is loaded by a script, which reads both from its form.
                own = "data-zt-integrity" if name == "data-zt-engine" else "integrity"
                links.append(Link(tag, value or "", attributes.get(own) or ""))
            elif name in _LISTS_OF_ADDRESSES:
                links += [Link(tag, each.split()[0]) for each in (value or "").split(",") if each]
            elif name == "id" or (name == "name" and tag == "a"):
                anchors.add(value or "")
            elif name == "style":
                faults.append("页面里直接写着样式")
            elif name.startswith("on") or name == "srcdoc":
                faults.append(f"有 {name} 属性")
        if tag == "meta":
            links += _links_of_meta(attributes)
        if tag in _WATCHED:
            faults += _faults(tag, attributes)
    faults += [f"有看不见的字符 U+{ord(sign[-1]):04X}" for sign in _unseen(html)]
    # Most addresses have no scheme; looking closer at those with a colon is enough.
    for link in (link for link in links if ":" in link.url):
        if _is_program_address(link):
            faults.append(f"有 {link.scheme}: 开头的网址")
    return HtmlFacts(tuple(links), frozenset(anchors), tuple(dict.fromkeys(faults)))


def _links_of_meta(attributes: Mapping[str, str | None]) -> Iterator[Link]:
    content = attributes.get("content") or ""
    if (attributes.get("http-equiv") or "").lower() == "refresh":
        target = _REFRESH.match(content)
        yield Link("refresh", target[1] if target else "")
    elif content.lower().startswith(("http:", "https:", "//")):
        yield Link("meta", content)


def _faults(tag: str, attributes: Mapping[str, str | None]) -> Iterator[str]:
    if tag in _FOREIGN_ELEMENTS:
        yield f"有 <{tag}>"
    elif tag == "style":
        yield "页面里直接写着样式"
    elif tag == "script":
        if not attributes.get("src") and attributes.get("type") != "application/ld+json":
            yield "页面里直接写着脚本"
    elif (attributes.get("http-equiv") or "refresh").lower() != "refresh":
        yield f"有 http-equiv “{attributes['http-equiv']}”"


def _is_program_address(link: Link) -> bool:
    if link.scheme == "data":
        return link.tag not in {"img", "source"}
    return link.scheme in {"javascript", "vbscript", "blob", "file", "filesystem", "about"}


def _unseen(html: bytes) -> Iterator[str]:
    """Characters nobody sees, each once, whether typed or written as an entity."""
    text = html.decode("utf-8", "replace")
    # One class of characters is searched for ten times as fast as the two cases.
    found = {match[0] for match in re.finditer(_UNSEEN, text)} if _SUSPECT.search(text) else set()
    for code in re.findall(r"&#(x[0-9a-f]+|\d+)", text, re.IGNORECASE):
        number = int(code[1:], 16) if code[0] in "xX" else int(code)
        if number < 0x110000 and re.match(_UNSEEN, chr(number)):
            found.add(chr(number))
    yield from sorted(found)
