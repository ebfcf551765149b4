"""Looks at a finished website before it takes its place: all there, nothing else, no dead link.

What staff write was checked long before. What is found here comes from a template, the theme or the
engine that made pages of it; publishing it would be wrong all the same.
"""

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from generator.publishing.html_facts import HtmlFacts, Link, html_facts
from generator.relating.addresses import BUILT
from generator.rendering.hashed import integrity_of
from generator.rendering.outputs import Rendered
from generator.settings import THEME, Settings

_INDEX = "index.html"
# Made by the theme without a page of ours: what a server shows where nothing is.
_OF_THEME = ("404.html",)
_ASSETS = "assets"
_SCHEMES = {"http", "https", "mailto", "tel"}
# Only what a visitor chooses to follow may lead to another website.
_FOLLOWED = {"a", "area"}
_OWN_HOST = {"link", "meta"}
_PREVIEW_ONLY = (b'class="zt-problems"', b'class="zt-draft"')
_MOST_TOLD = 50


class Unfit(Exception):
    """A finished website that must not be published; the text says in Chinese why."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        told = [f"    {uri}：{what}" for uri, what in self.faults[:_MOST_TOLD]]
        more = len(self.faults) - _MOST_TOLD
        told += [f"    ……还有 {more} 处"] if more > 0 else []
        super().__init__("\n".join(told))


@dataclass
class _Check:
    """One check of one folder. files: address → file. anchors: of each page seen so far."""

    files: Mapping[str, Path]
    rendered: Rendered
    own_host: str
    base: str
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)

    def integrity(self, uri: str) -> str:
        if uri not in self.hashes:
            self.hashes[uri] = integrity_of(self.files[uri].read_bytes())
        return self.hashes[uri]


def final_check(folder: Path, rendered: Rendered, settings: Settings) -> None:
    """Raise Unfit with all that is wrong with the website in `folder`, without its manifest."""
    files = {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }
    address = urlsplit(rendered.config["site_url"])
    base = address.path if address.path.endswith("/") else f"{address.path}/"
    check = _Check(files, rendered, address.hostname or "", base)
    sources = {_page_file(page.uri): page.source for page in rendered.pages}
    secret = _paths_of_this_machine(folder, settings)
    faults = list(_counted(check, settings))
    for uri in sorted(files):
        content = files[uri].read_bytes()
        faults += [(uri, what) for what in _faults_of(check, uri, content, secret)]
    for uri, target, fragment in check.asked:
        if fragment not in check.anchors.get(target, frozenset()):
            faults.append((uri, f"链接指向“{target}”的“#{fragment}”，那里没有这个位置"))
    if faults:
        raise Unfit(
            (f"{uri}（来自 {sources[uri]}）" if sources.get(uri) else uri, what)
            for uri, what in dict.fromkeys(faults)
        )


def _counted(check: _Check, settings: Settings) -> Iterator[tuple[str, str]]:
    """Every file that should be there is, as it should be; and no other."""
    assets = settings.root / THEME
    renamed = check.rendered.config["extra"]["assets"]
    pages = {_page_file(page.uri) for page in check.rendered.pages} | {*_OF_THEME}
    of_theme = {
        path.relative_to(assets).as_posix()
        for path in (assets / _ASSETS).rglob("*")
        if path.is_file()
    }
    sizes = {made.uri: len(made.content) for made in check.rendered.made}
    sizes |= {copied.uri: copied.path.stat().st_size for copied in check.rendered.copied}
    expected = pages | (of_theme - renamed.keys()) | sizes.keys()
    for uri in sorted(expected - check.files.keys()):
        yield uri, "应当有这个文件，却没有生成"
    for uri in sorted(check.files.keys() - expected):
        yield uri, "不是这个网站应当有的文件"
    for uri in sorted(sizes.keys() & check.files.keys()):
        size = check.files[uri].stat().st_size
        if size != sizes[uri]:
            yield uri, f"应当有 {sizes[uri]} 字节，实际有 {size}"


def _faults_of(check: _Check, uri: str, content: bytes, secret: tuple[bytes, ...]) -> Iterator[str]:
    if not content and uri not in {made.uri for made in check.rendered.made if not made.content}:
        yield "是空的"
        return
    read = _READERS.get(posixpath.splitext(uri)[1])
    if read is None:
        return
    for path in secret:
        if path in content:
            yield f"里面有本机的路径 {path.decode('utf-8', 'replace')}"
    yield from read(check, uri, content)


def _html(check: _Check, uri: str, content: bytes) -> Iterator[str]:
    if not content.rstrip().endswith(b"</html>"):
        yield "网页不完整，没有结尾"
    if any(mark in content for mark in _PREVIEW_ONLY):
        yield "有只该出现在预览里的内容（草稿或问题）"
    facts = html_facts(content)
    check.anchors[uri] = facts.anchors
    yield from facts.faults
    yield from _links(check, uri, facts)


def _links(check: _Check, uri: str, facts: HtmlFacts) -> Iterator[str]:
    for link in dict.fromkeys(facts.links):
        host = link.host
        if link.scheme and link.scheme not in _SCHEMES:
            if link.scheme != "data":  # in pictures; html_facts tells of others
                yield f"有 {link.scheme}: 开头的网址"
        elif host:
            if not _is_allowed(check, link, host):
                yield f"有到 {host} 的链接，不在许可的网站里"
        elif not link.scheme:
            yield from _inside(check, uri, link)


def _is_allowed(check: _Check, link: Link, host: str) -> bool:
    if host == check.own_host:
        return link.tag in _FOLLOWED | _OWN_HOST
    return link.tag in _FOLLOWED and host in check.rendered.hosts


def _inside(check: _Check, uri: str, link: Link) -> Iterator[str]:
    """A link within the website leads to a file; its #fragment is looked for when all are read."""
    path, _, fragment = link.url.strip().partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/") and not path.startswith(check.base):
        yield f"链接“{link.url}”指到网站外面"
        return
    here = "" if path.startswith("/") else posixpath.dirname(uri)
    target = uri if not path else _target(here, path.removeprefix(check.base))
    if target not in check.files:
        yield f"链接“{link.url}”没有对应的网页或文件"
    elif target.endswith((".js", ".css")) and target != BUILT:
        if link.integrity != check.integrity(target):
            yield f"“{target}”的 integrity 没有写，或和文件不符"
    elif fragment and target.endswith(".html"):
        check.asked.append((uri, target, unquote(fragment)))


def _target(here: str, path: str) -> str:
    """The file that a server answers with. here: the folder of the page."""
    joined = posixpath.normpath(posixpath.join(here, path))
    if path.rpartition("/")[2] in {"", ".", ".."}:
        joined = posixpath.normpath(posixpath.join(joined, _INDEX))
    return joined


def _json(check: _Check, uri: str, content: bytes) -> Iterator[str]:
    try:
        json.loads(content)
    except ValueError:
        yield "不是完好的 JSON"


def _xml(check: _Check, uri: str, content: bytes) -> Iterator[str]:
    try:
        ET.fromstring(content)
    except ET.ParseError:
        yield "不是完好的 XML"


def _text(check: _Check, uri: str, content: bytes) -> Iterator[str]:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        yield "不是完好的 UTF-8 文字"


_READERS: dict[str, Callable[[_Check, str, bytes], Iterator[str]]] = {
    ".html": _html,
    **dict.fromkeys((".json", ".webmanifest"), _json),
    **dict.fromkeys((".xml", ".svg"), _xml),
    **dict.fromkeys((".css", ".js", ".txt", ".csv", ".ics"), _text),
}


def _page_file(uri: str) -> str:
    """The file that becomes of a Markdown page, as MkDocs names it."""
    bare = uri.removesuffix(".md")
    is_index = posixpath.basename(bare) in {"index", "README"}
    return f"{posixpath.dirname(bare)}/{_INDEX}".lstrip("/") if is_index else f"{bare}/{_INDEX}"


def _paths_of_this_machine(folder: Path, settings: Settings) -> tuple[bytes, ...]:
    """Folders whose names no page may hold; a very short one might be a word of the content."""
    folders = (folder, settings.content, settings.cache, settings.root / THEME)
    return tuple(str(path).encode() for path in folders if len(path.parts) > 2)
