"""Looks at a finished website before it takes its place: all there, nothing else, no dead link.

What staff write was checked long before. What is found here comes from a template, the theme or the
engine that made pages of it; publishing it would be wrong all the same.

Each file is looked at once, when it was made (`look`). What a page asks of others is noted as
numbers (`glance.py`) in a file (`spool.py`), which are compared when all are there (`finish`); only
a page about which something seems to be wrong is read thoroughly. What is known of files that did
not change comes from before.
"""

import json
import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from generator.publishing.glance import (
    PREVIEW_ONLY,
    Asked,
    Glance,
    may_hold_unseen,
    number_of,
)
from generator.publishing.html_facts import HtmlFacts, Link, html_facts
from generator.publishing.spool import Spool
from generator.publishing.wanted import Wanted
from generator.relating.addresses import BUILT
from generator.rendering.hashed import integrity_of
from generator.rendering.layout import Laid
from generator.rendering.outputs import Made, Rendered
from generator.settings import THEME, Settings

_INDEX = "index.html"
_SCHEMES = {"http", "https", "mailto", "tel"}
# Only what a visitor chooses to follow may lead to another website.
_FOLLOWED = {"a", "area"}
_OWN_HOST = {"link", "meta"}
_CHECKED = (".js", ".css")
# Made by the theme without a page of ours: what a server shows where nothing is.
_OF_THEME = ("404.html",)
_ASSETS = "assets"
_MOST_TOLD = 50
_NOTHING = Asked().packed()


class Unfit(Exception):
    """A finished website that must not be published; the text says in Chinese why."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        told = [f"    {uri}：{what}" for uri, what in self.faults[:_MOST_TOLD]]
        more = len(self.faults) - _MOST_TOLD
        told += [f"    ……还有 {more} 处"] if more > 0 else []
        super().__init__("\n".join(told))


@dataclass(frozen=True)
class Rules:
    """What files may hold and where they may lead; may be handed to other processes.

    own_host, base: of the website's address. hosts: to which a visitor may follow a link.
    secret: paths of this machine, which no file may name. integrity: of each script and style.
    """

    own_host: str
    base: str
    hosts: frozenset[str]
    secret: tuple[bytes, ...]
    integrity: Mapping[str, str]

    @cached_property
    def glance(self) -> Glance:
        return Glance({*self.hosts, self.own_host} - {""})

    @cached_property
    def _secret_start(self) -> bytes:
        return os.path.commonprefix(self.secret) or b""  # noqa: RUF071 -- no folder is asked for

    def secrets_in(self, content: bytes) -> list[bytes]:
        """The paths of this machine that a file names."""
        # Most files are told by one search: paths have much in common.
        if self._secret_start not in content:
            return []
        return [path for path in self.secret if path in content]


@dataclass(frozen=True)
class Seen:
    """What a look at one file gave. faults: in Chinese. asked: of others (`Asked`), packed."""

    faults: tuple[str, ...] = ()
    asked: bytes = _NOTHING


class Before(Protocol):
    """What is known of files that were looked at in an earlier build."""

    @property
    def names(self) -> Set[str]:
        """Every address of that website."""

    def number(self, uri: str) -> int:
        """`number_of` an address, known already for those of that website."""

    def former(self, uri: str) -> Asked | None:
        """What a page asked for then; None if it was not there, or nobody knows."""

    def all_asked(self) -> Iterable[tuple[str, bytes, Asked]]:
        """(address, SHA-256, what it asks for) of all pages, of which some may be missing."""


class Nothing:
    """Before the first build."""

    names: Set[str] = frozenset()

    def number(self, uri: str) -> int:
        return number_of(uri)

    def former(self, uri: str) -> Asked | None:
        return None

    def all_asked(self) -> Iterable[tuple[str, bytes, Asked]]:
        return ()


def rules_of(
    rendered: Rendered, settings: Settings, theme: Mapping[str, bytes], folder: Path
) -> Rules:
    """theme: its own files. folder: where the website is made."""
    address = urlsplit(rendered.config["site_url"])
    base = address.path if address.path.endswith("/") else f"{address.path}/"
    checked = {uri: content for uri, content in theme.items() if uri.endswith(_CHECKED)}
    checked |= {file.uri: file.content for file in rendered.made if file.uri.endswith(_CHECKED)}
    checked.pop(BUILT, None)
    integrity = {uri: integrity_of(content) for uri, content in checked.items()}
    secret = secret_paths(settings, folder)
    return Rules(address.hostname or "", base, rendered.hosts, secret, integrity)


def secret_paths(settings: Settings, folder: Path) -> tuple[bytes, ...]:
    """folder: where the website is made."""
    places = folder, settings.content, settings.cache, settings.root / THEME
    # The name of a very short one might be a word of the content.
    return tuple(str(path).encode() for path in places if len(path.parts) > 2)


# ---------------------------------------------------------------- one file


def look(rules: Rules, uri: str, content: bytes) -> Seen:
    """Read a file thoroughly."""
    faults = tuple(_faults_of(rules, uri, content))
    if not uri.endswith(".html"):
        return Seen(faults)
    return _seen_in(rules, uri, html_facts(content), faults)


def _seen_in(rules: Rules, uri: str, facts: HtmlFacts, faults: tuple[str, ...]) -> Seen:
    """What is in a page. faults: of its file."""
    wrong, inside = _links(rules, uri, facts)
    asked = Asked(
        {number_of(link.target) for link in inside},
        {number_of(f"{link.target}#{link.fragment}") for link in inside if link.fragment},
        {number_of(f"{uri}#{anchor}") for anchor in facts.anchors},
    )
    return Seen((*faults, *facts.faults, *wrong), asked.packed())


class Reader:
    """Looks at pages as they are made, mostly at a glance; may be handed to other processes.

    Of a frame that was filled it reads one page thoroughly, and of the others only the values.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._frames: dict[str, _FrameAsked | None] = {}

    def page(self, uri: str, laid: Laid) -> Seen:
        """uri: of the file that gets its content."""
        if laid.frame:
            if laid.frame not in self._frames:
                self._frames[laid.frame] = _asked_by_frame(self.rules, uri, laid)
            if (frame := self._frames[laid.frame]) and _is_plain(laid.page.meta):
                seen = self._at_a_glance(uri, laid, frame)
                if seen:
                    return seen
        return look(self.rules, uri, laid.content)

    def _at_a_glance(self, uri: str, laid: Laid, frame: "_FrameAsked") -> Seen | None:
        own = self.rules.glance.at(uri, laid.page.body)
        if own is None or may_hold_unseen(laid.own):
            return None
        if self.rules.secrets_in(laid.content):
            return None
        anchors = own.anchors | {number_of(f"{uri}#{anchor}") for anchor in frame.anchors}
        asked = Asked(own.files | frame.files, own.places | frame.places, anchors)
        return Seen(asked=asked.packed())


@dataclass(frozen=True)
class _FrameAsked:
    """What every page of a frame asks for by it. anchors: their names."""

    files: Set[int]
    places: Set[int]
    anchors: frozenset[str]


def _asked_by_frame(rules: Rules, uri: str, laid: Laid) -> _FrameAsked | None:
    """None for a frame whose pages must be read thoroughly, each of them."""
    if laid.page.meta.get("to"):  # it leads to another address each time
        return None
    html = laid.content.replace(laid.page.body.encode(), b"", 1)
    facts = html_facts(html)
    seen = _seen_in(rules, uri, facts, tuple(_faults_of(rules, uri, html)))
    if seen.faults:
        return None
    asked = Asked.unpacked(seen.asked)
    return _FrameAsked(asked.files, asked.places, facts.anchors)


def _is_plain(meta: Mapping[str, Any]) -> bool:
    """Whether nothing that a page says of itself could be an address, or end the place it is in."""
    texts = (meta.get(name) or "" for name in ("title", "description", "label"))
    is_address = any(text.lower().startswith(("http:", "https:", "//")) for text in texts)
    return not is_address and "<" not in (meta.get("data") or "")


# ---------------------------------------------------------------- all of them


@dataclass(frozen=True)
class Expected:
    """All that a website must have, and nothing else.

    theme: addresses of its files, as they lie in its folder; of what the engine makes of it beside
    that nobody knows what it should be.
    """

    wanted: Wanted
    theme: Set[str]

    def __iter__(self) -> Iterator[str]:
        wanted = self.wanted
        return chain(wanted.pages, wanted.made, wanted.copied, self.theme)

    def __contains__(self, uri: object) -> bool:
        wanted = self.wanted
        return any(uri in each for each in (wanted.pages, wanted.made, wanted.copied, self.theme))

    def size_of(self, uri: str) -> int | None:
        """What a file must weigh; None where nobody knows without making it once more."""
        if copied := self.wanted.copied.get(uri):
            return copied.path.stat().st_size
        made = self.wanted.made.get(uri)
        return len(made.content) if isinstance(made, Made) else None


def expected_of(wanted: Wanted, rendered: Rendered, settings: Settings) -> Expected:
    assets = settings.root / THEME
    renamed = rendered.config["extra"]["assets"]
    files = (path for path in (assets / _ASSETS).rglob("*") if path.is_file())
    of_theme = {path.relative_to(assets).as_posix() for path in files} - renamed.keys()
    return Expected(wanted, {*of_theme, *_OF_THEME})


class FinalCheck:
    """The check of one website.

    asked: empty; gets what each page asks for that is noted (`Asked`, packed). before: what earlier
    builds knew.
    """

    def __init__(self, expected: Expected, asked: Spool, before: Before | None = None) -> None:
        self._expected = expected
        self._asked = asked
        self._before: Before = before or Nothing()
        self._faults: list[tuple[str, str]] = []

    def note(self, uri: str, size: int, seen: Seen) -> None:
        """What was seen of a file that is new or changed."""
        if uri.endswith(".html"):  # no other file asks for anything
            self._asked.append(uri, seen.asked)
        self._faults += [(uri, what) for what in seen.faults]
        if uri not in self._expected:
            self._faults.append((uri, "不是这个网站应当有的文件"))
            return
        due = self._expected.size_of(uri)
        if due is not None and due != size:
            self._faults.append((uri, f"应当有 {due} 字节，实际有 {size}"))
        if not size and (due or uri not in self._expected.wanted.made):
            self._faults.append((uri, "是空的"))

    def finish(
        self,
        rules: Rules,
        there: Set[str],
        unchanged: Mapping[str, bytes],
        content_of: Callable[[str], bytes],
        source_of: Callable[[str], str],
    ) -> None:
        """Raise Unfit with all that is wrong with the website, which has no manifest yet.

        rules: by which its files were looked at. there: addresses of all of them. unchanged:
        SHA-256 of those that were looked at by earlier builds. content_of: gives any file by its
        address; source_of: what staff made it of, empty for what they did not write.
        """
        expected, faults = self._expected, self._faults
        missing = (uri for uri in expected if uri not in there)
        faults += [(uri, "应当有这个文件，却没有生成") for uri in missing]
        strange = (uri for uri in unchanged if uri not in expected)
        faults += [(uri, "不是这个网站应当有的文件") for uri in strange]
        website = _Website(there, rules, self._asked, self._before, unchanged, content_of)
        for uri in sorted(set(website.suspects())):
            faults += [(uri, what) for what in website.dead_links(uri)]
        if faults:
            ordered = sorted(dict.fromkeys(faults))
            raise Unfit(
                (f"{uri}（来自 {source}）" if (source := source_of(uri)) else uri, what)
                for uri, what in ordered
            )


class _Website:
    """All files of one website: which ask for something that is not there."""

    def __init__(
        self,
        there: Set[str],
        rules: Rules,
        asked: Spool,
        before: Before,
        unchanged: Mapping[str, bytes],
        content_of: Callable[[str], bytes],
    ) -> None:
        self._there = there
        self._rules = rules
        self._asked = asked
        self._before = before
        self._unchanged = unchanged
        self._content_of = content_of
        self._anchors: dict[str, Set[int]] = {}

    def suspects(self) -> Iterator[str]:
        """Pages that may have a dead link."""
        nowhere = self._nowhere()
        for uri, data in self._asked if nowhere else ():
            if not nowhere.isdisjoint(Asked.wanted_in(data)):
                yield uri
        gone = set(map(self._before.number, self._before.names - self._there))
        for uri, data in self._asked:
            if former := self._before.former(uri):
                gone |= former.anchors - set(Asked.anchors_in(data))
        if gone:
            yield from self._that_ask_for(gone)

    def _nowhere(self) -> set[int]:
        """What pages that are new or changed ask for, and none of them has, nor is it a file."""
        there = set(map(self._before.number, self._there))
        nowhere: set[int] = set()
        for _, data in self._asked:
            nowhere |= set(Asked.wanted_in(data)) - there
        for _, data in self._asked if nowhere else ():
            nowhere.difference_update(Asked.anchors_in(data))
        return nowhere

    def _that_ask_for(self, gone: Set[int]) -> Iterator[str]:
        """Pages that did not change, but ask for one of these."""
        unknown = {uri for uri in self._unchanged if uri.endswith(".html")}
        for uri, digest, asked in self._before.all_asked():
            if self._unchanged.get(uri) == digest:
                unknown.discard(uri)
                if not (gone.isdisjoint(asked.files) and gone.isdisjoint(asked.places)):
                    yield uri
        yield from unknown

    def dead_links(self, uri: str) -> Iterator[str]:
        """What is wrong with the links of a page, which is read thoroughly for it."""
        facts = html_facts(self._content_of(uri))
        for link in _links(self._rules, uri, facts)[1]:
            if link.target not in self._there:
                yield f"链接“{link.url}”没有对应的网页或文件"
            elif link.fragment and not self._has(link.target, link.fragment):
                yield f"链接指向“{link.target}”的“#{link.fragment}”，那里没有这个位置"

    def _has(self, page: str, anchor: str) -> bool:
        if page not in self._anchors:
            asked = look(self._rules, page, self._content_of(page)).asked
            self._anchors[page] = Asked.unpacked(asked).anchors
        return number_of(f"{page}#{anchor}") in self._anchors[page]


# ---------------------------------------------------------------- what a file holds


@dataclass(frozen=True)
class _Inside:
    """A link within the website."""

    url: str
    target: str
    fragment: str


def _faults_of(rules: Rules, uri: str, content: bytes) -> Iterator[str]:
    """What is wrong with a file by itself."""
    read = _READERS.get(posixpath.splitext(uri)[1])
    if read is None or not content:
        return
    for path in rules.secrets_in(content):
        yield f"里面有本机的路径 {path.decode('utf-8', 'replace')}"
    yield from read(content)


def _html(content: bytes) -> Iterator[str]:
    if not content.rstrip().endswith(b"</html>"):
        yield "网页不完整，没有结尾"
    if any(mark.encode() in content for mark in PREVIEW_ONLY):
        yield "有只该出现在预览里的内容（草稿或问题）"


def _links(rules: Rules, uri: str, facts: HtmlFacts) -> tuple[list[str], list[_Inside]]:
    """(what is wrong with a page's links by themselves, those that lead to files of the website)"""
    faults, inside = [], []
    for link in dict.fromkeys(facts.links):
        host = link.host
        if link.scheme and link.scheme not in _SCHEMES:
            if link.scheme != "data":  # in pictures; html_facts tells of others
                faults.append(f"有 {link.scheme}: 开头的网址")
        elif host:
            if not _is_allowed(rules, link, host):
                faults.append(f"有到 {host} 的链接，不在许可的网站里")
        elif not link.scheme:
            found = _target_of(rules, uri, link)
            if found is None:
                faults.append(f"链接“{link.url}”指到网站外面")
                continue
            due = rules.integrity.get(found.target)
            if due and link.integrity != due:
                faults.append(f"“{found.target}”的 integrity 没有写，或和文件不符")
            inside.append(found)
    return faults, inside


def _is_allowed(rules: Rules, link: Link, host: str) -> bool:
    if host == rules.own_host:
        return link.tag in _FOLLOWED | _OWN_HOST
    return link.tag in _FOLLOWED and host in rules.hosts


def _target_of(rules: Rules, uri: str, link: Link) -> _Inside | None:
    """Where a link within the website leads; None where the website is not."""
    path, _, fragment = link.url.strip().partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/") and not path.startswith(rules.base):
        return None
    here = "" if path.startswith("/") else posixpath.dirname(uri)
    target = uri if not path else _file_at(here, path.removeprefix(rules.base))
    is_place = fragment and target.endswith(".html")
    return _Inside(link.url, target, unquote(fragment) if is_place else "")


def _file_at(here: str, path: str) -> str:
    """The file that a server answers with. here: the folder of the page."""
    joined = posixpath.normpath(posixpath.join(here, path))
    if path.rpartition("/")[2] in {"", ".", ".."}:
        joined = posixpath.normpath(posixpath.join(joined, _INDEX))
    return joined


def _json(content: bytes) -> Iterator[str]:
    try:
        json.loads(content, object_pairs_hook=_let_go)
    except ValueError:
        yield "不是完好的 JSON"


def _let_go(pairs: list[tuple[str, Any]]) -> None:
    """Instead of an object, of which a table has as many as there are records."""


class _LetGo:
    """Takes what a parser finds, and holds nothing of it."""

    def close(self) -> None:
        """At the end."""


def _xml(content: bytes) -> Iterator[str]:
    try:
        parser = ET.XMLParser(target=_LetGo())
        parser.feed(content)
        parser.close()
    except ET.ParseError:
        yield "不是完好的 XML"


def _text(content: bytes) -> Iterator[str]:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        yield "不是完好的 UTF-8 文字"


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    ".html": _html,
    **dict.fromkeys((".json", ".webmanifest"), _json),
    **dict.fromkeys((".xml", ".svg"), _xml),
    **dict.fromkeys((".css", ".js", ".txt", ".csv", ".ics"), _text),
}


def is_read(uri: str) -> bool:
    """Whether a file of that name is looked into; pictures and Office files are not."""
    return posixpath.splitext(uri)[1] in _READERS
