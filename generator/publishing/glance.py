"""A quick look at the body of a page: whether it is harmless beyond doubt, and what it asks for.

The thorough look (`html_facts.py`) reads a page as a browser does, which takes a millisecond. Our
templates write a small part of HTML, so a tenth of that tells that a body is of this part, and what
it links to. Whatever is not surely harmless is for the thorough look to judge; so this one may be
too strict, never too lax.
"""

import re
from array import array
from collections.abc import Iterable, Set
from dataclasses import dataclass
from hashlib import blake2b
from html import unescape
from urllib.parse import unquote

from generator.publishing.html_facts import Link

PREVIEW_ONLY = ('class="zt-problems"', 'class="zt-draft"')

# Elements with another syntax inside, and those that no page of ours may hold.
_ODD = (
    "script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext|template|meta|base"
    "|object|embed|applet|portal|frame|frameset|link"
)
_NAME = r"viewBox|preserveAspectRatio|(?!on|style\b|srcdoc\b)[a-z][a-z0-9:-]*+"
_BODY = re.compile(
    rf"""[^<=\0]*+ (?: (?:
        < (?:
            /[a-z][a-z0-9]*+>
          | (?!(?:{_ODD})\b)[a-z][a-z0-9]*+
            (?:[ ]++(?:{_NAME})(?:="[^"<>\0]*+(?<!=)")?+)*+ [ ]?/?>
          | title(?:[ ]id="[^"<>]*+")?>[^<]*</title>
        )
      | =(?!")
    ) [^<=\0]*+ )*+""",
    re.VERBOSE,
)
# As in html_facts.py. No text of such a body looks like one, and no value ends as one begins.
_ADDRESS = re.compile(
    r" (href|src|action|formaction|poster|data|background|cite|ping|xlink:href|data-zt-large"
    r'|data-zt-root|data-zt-engine|srcset|imagesrcset|id)="([^"]*)"'
)
# How letters that nobody sees begin in UTF-8, where these bytes are rare; html_facts.py tells them.
_UNSEEN = re.compile(rb"\xe2[\x80\x81][\x8b-\x8f\xa0-\xae]")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|#34|#39);)")
_NUMBER = re.compile(r"&#(?!(?:34|39|10);)")
# A path from the top of the website in which nothing has to be made simpler.
_PATH = re.compile(r"(?!\.\.?/)(?:[\w~,-][\w~,.%-]*(?:/(?!\.\.?(?:/|$))|$))*")
_UNEVEN = re.compile(r"[&\s]")
_CHECKED = (".js", ".css")  # who asks for one must name its hash
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True)
class Asked:
    """files, places: what a page links to within the website; anchors: what can be linked to in it.

    All as `number_of` an address; a place and an anchor stand behind that of their page and a #.
    """

    files: Set[int] = frozenset()
    places: Set[int] = frozenset()
    anchors: Set[int] = frozenset()

    def packed(self) -> bytes:
        """As few bytes; without places of the page itself that are there."""
        parts = self.files, self.places - self.anchors, self.anchors
        sizes = array("Q", (len(part) for part in parts))
        return sizes.tobytes() + b"".join(array("Q", sorted(part)).tobytes() for part in parts)

    @classmethod
    def unpacked(cls, data: bytes) -> "Asked":
        numbers = array("Q", data)
        files, places = 3 + numbers[0], 3 + numbers[0] + numbers[1]
        parts = numbers[3:files], numbers[files:places], numbers[places:]
        return cls(*map(frozenset, parts))

    @staticmethod
    def wanted_in(data: bytes) -> "array[int]":
        """The files and places of one that was packed."""
        numbers = array("Q", data)
        return numbers[3 : 3 + numbers[0] + numbers[1]]

    @staticmethod
    def anchors_in(data: bytes) -> "array[int]":
        """The anchors of one that was packed."""
        numbers = array("Q", data)
        return numbers[3 + numbers[0] + numbers[1] :]


def number_of(address: str) -> int:
    """Stands for an address where many are compared; no two of a website have the same."""
    return int.from_bytes(blake2b(address.encode(), digest_size=8).digest(), "big")


def may_hold_unseen(content: bytes) -> bool:
    """Whether a page may hold letters without width, or such as turn the reading direction."""
    return bool(_UNSEEN.search(content)) or b"\xef\xbb\xbf" in content


class Glance:
    """hosts: other websites, and our own, that a visitor may follow a link to."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = frozenset(hosts)
        self._inside: dict[str, tuple[int, int] | None] = {}
        self._outside: dict[str, bool] = {}

    def at(self, uri: str, body: str) -> Asked | None:
        """What a body asks for; None if it is not plain enough to tell. uri: of the page's file."""
        if not _BODY.fullmatch(body) or _NUMBER.search(body):
            return None
        if any(mark in body for mark in PREVIEW_ONLY):
            return None
        above = _above(uri)
        inside = self._inside
        files: set[int] = set()
        places: set[int] = set()
        anchors: set[int] = set()
        outside: set[str] = set()
        for name, value in set(_ADDRESS.findall(body)):
            if name == "id":
                if "&" in value:
                    return None
                anchors.add(number_of(f"{uri}#{value}"))
                continue
            addresses = [value]
            if name in {"srcset", "imagesrcset"}:
                addresses = [each.split()[0] for each in value.split(",") if each.strip()]
            for address in addresses:
                joined = _joined(uri, above, address)
                if joined not in inside:
                    inside[joined] = self._resolved(joined)
                found = inside[joined]
                if found:
                    files.add(found[0])
                    if found[1]:
                        places.add(found[1])
                elif name == "href":
                    outside.add(address)
                else:
                    return None
        for address in outside:
            if not (_is_followed(address, body) and self._may_lead_to(address)):
                return None
        return Asked(files, places, anchors)

    def _resolved(self, joined: str) -> tuple[int, int] | None:
        """Numbers of file and place (0: none) of an address below the top of the website."""
        whole, _, fragment = joined.partition("#")
        path = whole.partition("?")[0]
        if not _PATH.fullmatch(path) or path.endswith(_CHECKED) or _UNEVEN.search(fragment):
            return None
        path = unquote(path)
        file = f"{path}index.html" if not path or path.endswith("/") else path
        is_place = fragment and file.endswith(".html")
        return number_of(file), number_of(f"{file}#{unquote(fragment)}") if is_place else 0

    def _may_lead_to(self, address: str) -> bool:
        if address not in self._outside:
            link = Link("a", unescape(address))
            is_plain = not _ENTITY.search(address) and link.scheme in _SCHEMES
            self._outside[address] = is_plain and (not link.host or link.host in self._hosts)
        return self._outside[address]


def _is_followed(address: str, body: str) -> bool:
    """Whether only links that a visitor chooses to follow lead there."""
    before = [text.rpartition("<")[2] for text in body.split(f' href="{address}"')[:-1]]
    return all(tag.startswith("a ") or tag == "a" for tag in before)


def _above(uri: str) -> list[str]:
    """The folder of a file, the one above it, and so on up to the top: a/b/, a/, empty."""
    folders = uri.split("/")[:-1]
    return ["".join(f"{name}/" for name in folders[:n]) for n in range(len(folders), -1, -1)]


def _joined(uri: str, above: list[str], address: str) -> str:
    """An address as seen from the top of the website; what does not resolve begins with a /."""
    if address.startswith(("#", "?")):
        return uri + address
    address = address.removeprefix("./")
    ups = address.count("../")
    if ups and (ups >= len(above) or not address.startswith("../" * ups)):
        return f"/{address}"
    return above[ups] + address[3 * ups :]
