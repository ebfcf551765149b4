"""Compares a live website with its manifest, as politely as a visitor.

A server does not say which files it has: what was added is found where a page links to it, and
where the server answers an address that nobody knows.
"""

import hashlib
import http.client
import random
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from generator.publishing.headers import is_type_of
from generator.publishing.html_facts import html_facts
from generator.publishing.manifest import MANIFEST, Manifest
from generator.publishing.signing import SIGNATURE
from generator.publishing.verify import (
    ADDED,
    CHANGED,
    HEADER,
    REDIRECT,
    Finding,
    Report,
    Trusted,
    Unverifiable,
    believed,
    compared,
    missing,
    strange_hosts,
)

AGENT = "zhanting-verify/1"

_INDEX = "index.html"
_NOBODY_KNOWS = "zhanting-verify-{:016x}/"
_MOST_BYTES = 100 * 2**20
_MOST_HOPS = 3
_PAUSES = (1.0, 3.0)  # seconds before the second and the third try
_LONGEST_PAUSE = 60
_MOST_STRANGERS = 100
_NOT_FOUND = "404.html"
_SCHEMES = {"http", "https"}
_TRY_AGAIN = {429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Manners:
    """How a website is asked.

    rate: requests a second, at most. at_once: requests at the same time. sample: how many files,
    drawn anew each time; None for all. plain_names: ask for sites/index.html instead of sites/,
    as object storage without a website's manners needs.
    """

    rate: float = 10
    at_once: int = 2
    timeout: float = 20
    agent: str = AGENT
    sample: int | None = None
    plain_names: bool = False


COURTEOUS = Manners()


def verify_url(
    url: str,
    trusted: Trusted,
    manners: Manners = COURTEOUS,
    *,
    headers: Mapping[str, str] | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Report:
    """Fetch the manifest and the files that it lists, and compare them.

    headers: what every answer must say, word for word; None to look at types only.
    """
    visit = _Visit(url if url.endswith("/") else f"{url}/", manners, headers or {})
    own, signature = visit.file(MANIFEST), visit.file(SIGNATURE) if trusted.key else None
    manifest, found = believed(own, signature, trusted)
    visit.findings += found
    if manifest is None:
        return Report(0, tuple(sorted(set(visit.findings))))
    uris = _drawn(manifest, manners.sample)

    def look(numbered: tuple[int, str]) -> None:
        visit.look(numbered[1], manifest)
        progress("核对网站", numbered[0], len(uris))

    with ThreadPoolExecutor(manners.at_once) as pool:
        list(pool.map(look, enumerate(uris, 1)))
        while strangers := visit.strangers(manifest):
            list(pool.map(visit.look_at_stranger, strangers))
    visit.look_where_nothing_is()
    visit.findings += strange_hosts(visit.hosts, visit.findings, trusted.hosts)
    return Report(
        len(uris) - len(visit.unreached),
        tuple(sorted(set(visit.findings))),
        manifest.released,
        tuple(sorted(visit.unreached)),
    )


def _drawn(manifest: Manifest, sample: int | None) -> list[str]:
    """The files to look at, sorted: all, or the home page and some that nobody can foretell."""
    uris = sorted(manifest.files)
    if sample is None or sample >= len(uris):
        return uris
    drawn = set(random.SystemRandom().sample(uris, sample))
    return sorted(drawn | ({_INDEX} & manifest.files.keys()))


class _Unreached(Exception):
    """No answer that says anything about a file, after some tries; carries why, in Chinese."""


@dataclass(frozen=True)
class _Answer:
    """status of the last hop. content: decoded; None when its packing is broken or unknown."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes | None


@dataclass
class _Visit:
    """One visit to a website; `findings` and the others grow while it is looked at."""

    base: str
    manners: Manners
    said: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    hosts: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._root = urlsplit(self.base)
        if self._root.scheme not in _SCHEMES or not self._root.hostname:
            raise Unverifiable(f"不是完整的网址：{self.base}（要以 http:// 或 https:// 开头）")
        self._own = threading.local()
        self._turn = threading.Lock()
        self._next = 0.0
        self._linked: set[str] = set()
        self._followed: set[str] = set()

    def file(self, uri: str) -> bytes | None:
        """The manifest or its signature: what all else hangs on; None if there is none."""
        try:
            answer = self._ask(uri)
        except _Unreached as error:
            raise Unverifiable(f"{self.base}{uri} 打不开：{error}") from error
        if answer is None or answer.status in {404, 410}:
            return None
        if answer.status != 200 or answer.content is None:
            raise Unverifiable(f"{self.base}{uri} 打不开：服务器答 {answer.status}")
        return answer.content

    def look(self, uri: str, manifest: Manifest) -> None:
        """Fetch a listed file and compare it."""
        try:
            answer = self._ask(uri)
        except _Unreached:
            self.unreached.append(uri)
            return
        if answer is None:
            return
        if answer.status in {404, 410}:
            self.findings += missing([uri])
        elif answer.status != 200:
            self.unreached.append(uri)
        elif answer.content is None:
            self.findings.append(Finding(uri, CHANGED, "压缩的内容解不开"))
        else:
            digest = hashlib.sha256(answer.content).hexdigest()
            self.findings += compared(uri, digest, manifest)
            self._read(uri, answer)

    def strangers(self, manifest: Manifest) -> list[str]:
        """Addresses of this website to which pages link and that the manifest does not list."""
        found = self._linked - self._followed - manifest.files.keys()
        found = {uri for uri in found if f"{uri}/{_INDEX}" not in manifest.files}
        found -= {MANIFEST, SIGNATURE}
        # A trap of endless pages is told just as well by its first hundred.
        chosen = sorted(found)[: max(0, _MOST_STRANGERS - len(self._followed))]
        self._followed.update(chosen)
        return chosen

    def look_at_stranger(self, uri: str) -> None:
        try:
            answer = self._ask(uri)
        except _Unreached:
            self.unreached.append(uri)
            return
        if answer is not None and answer.status == 200:
            self.findings.append(Finding(uri, ADDED, "清单里没有，却能打开"))
            self._read(uri, answer)

    def look_where_nothing_is(self) -> None:
        """An address that nobody knows must not be answered as if there were a page."""
        uri = _NOBODY_KNOWS.format(random.SystemRandom().getrandbits(64))
        try:
            answer = self._ask(uri)
        except _Unreached:
            return
        if answer is not None and answer.status == 200:
            self.findings.append(Finding("*", ADDED, "随便一个网址都能打开，应当答 404"))
        elif answer is not None:
            self._check_said(_NOT_FOUND, answer)

    def _read(self, uri: str, answer: _Answer) -> None:
        """Note where a page leads, and what the server says with it."""
        self._check_said(uri, answer)
        kind = answer.headers.get("Content-Type") or ""
        said = kind.partition(";")[0].strip().lower()
        if not is_type_of(uri, kind) and uri.rpartition("/")[2]:
            self.findings.append(Finding(uri, HEADER, f"类型不对：{said or '没有写'}"))
        if uri.endswith((".html", "/")) or said == "text/html":
            here = urljoin(self.base, self._address(uri))
            links = html_facts(answer.content or b"").links
            self.hosts[uri] = frozenset(link.host for link in links) - {"", self._root.hostname}
            self._linked.update(filter(None, (self._uri_of(here, link.url) for link in links)))

    def _check_said(self, uri: str, answer: _Answer) -> None:
        for name, value in self.said.items():
            said = answer.headers.get(name)
            if said is None or " ".join(said.split()) != value:
                what = "没有了" if said is None else "被改了"
                self.findings.append(Finding(uri, HEADER, f"{name} {what}"))
        for name in ("Refresh", "Link"):
            if said := answer.headers.get(name):
                self.findings.append(Finding(uri, HEADER, f"多出 {name}：{said[:200]}"))

    def _address(self, uri: str) -> str:
        """What visitors ask for: a folder rather than the page in it."""
        if not self.manners.plain_names and (uri == _INDEX or uri.endswith(f"/{_INDEX}")):
            uri = uri.removesuffix(_INDEX)
        return quote(uri)

    def _uri_of(self, here: str, url: str) -> str:
        """The file that a link of the page `here` means; empty if it leads out of the website."""
        try:
            target = urlsplit(urljoin(here, url.strip()))
        except ValueError:
            return ""
        below = target.path.startswith(self._root.path)
        if target.netloc != self._root.netloc or not below or target.scheme not in _SCHEMES:
            return ""
        path = unquote(target.path.removeprefix(self._root.path))
        return path + _INDEX if not path or path.endswith("/") else path

    # ------------------------------------------------------------ over the network

    def _ask(self, uri: str) -> _Answer | None:
        """The answer for a file; None, with a finding, if another website was to answer."""
        address = urlsplit(urljoin(self.base, self._address(uri)))
        packed = uri.endswith((".gz", ".br"))
        for _ in range(_MOST_HOPS + 1):
            answer = self._ask_often(address, packed)
            if answer.status not in {301, 302, 303, 307, 308}:
                return answer
            target = urlsplit(urljoin(address.geturl(), answer.headers.get("Location") or ""))
            is_downgrade = address.scheme == "https" and target.scheme != "https"
            if target.hostname != address.hostname or is_downgrade:
                shown = f"{target.scheme}://{target.netloc}"
                self.findings.append(Finding(uri, REDIRECT, f"被转到 {shown}"))
                return None
            address = target
        self.findings.append(Finding(uri, REDIRECT, "一再转走，没有尽头"))
        return None

    def _ask_often(self, address: SplitResult, packed: bool) -> _Answer:
        for pause in (*_PAUSES, None):
            try:
                answer = self._ask_once(address, packed)
            except (OSError, http.client.HTTPException) as error:
                self._hang_up()
                if pause is None:
                    raise _Unreached(_why(error)) from error
                time.sleep(pause)
            else:
                if answer.status not in _TRY_AGAIN or pause is None:
                    return answer
                time.sleep(max(pause, _asked_pause(answer)))
        raise AssertionError("the last try has no pause")

    def _ask_once(self, address: SplitResult, packed: bool) -> _Answer:
        self._wait_for_turn()
        line = self._line(address)
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        headers = {
            "User-Agent": self.manners.agent,
            "Accept-Encoding": "identity" if packed else "gzip",
            # What lies in a cache on the way was perhaps not yet touched.
            "Cache-Control": "no-cache",
        }
        line.request("GET", target, headers=headers)
        answer = line.getresponse()
        raw = answer.read(_MOST_BYTES)
        if not answer.isclosed():
            self._hang_up()  # more than any file of ours has
        encoding = "" if packed else (answer.headers.get("Content-Encoding") or "").lower()
        return _Answer(answer.status, answer.headers, _decoded(raw, encoding))

    def _wait_for_turn(self) -> None:
        with self._turn:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + 1 / self.manners.rate
        time.sleep(start - now)

    def _line(self, address: SplitResult) -> http.client.HTTPConnection:
        """This thread's connection to a host; kept open, as browsers do."""
        lines: dict[tuple[str, str], http.client.HTTPConnection]
        lines = self._own.__dict__.setdefault("lines", {})
        key = (address.scheme, address.netloc)
        if key not in lines:
            host, port = address.hostname or "", address.port
            if address.scheme == "https":
                context = ssl.create_default_context()
                lines[key] = http.client.HTTPSConnection(
                    host, port, timeout=self.manners.timeout, context=context
                )
            else:
                lines[key] = http.client.HTTPConnection(host, port, timeout=self.manners.timeout)
        return lines[key]

    def _hang_up(self) -> None:
        for line in self._own.__dict__.pop("lines", {}).values():
            line.close()


def _decoded(raw: bytes, encoding: str) -> bytes | None:
    if encoding in {"", "identity"}:
        return raw
    if encoding not in {"gzip", "x-gzip"}:
        return None
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(raw, _MOST_BYTES)
    except zlib.error:
        return None
    return content if unpacker.eof else None


def _asked_pause(answer: _Answer) -> float:
    said = answer.headers.get("Retry-After") or ""
    return min(float(said), _LONGEST_PAUSE) if said.isdigit() else 0


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"证书不可信（{error.verify_message}）"
    if isinstance(error, TimeoutError):
        return "很久没有回答"
    if isinstance(error, ConnectionRefusedError):
        return "没有服务器在那里"
    return f"连接出错（{type(error).__name__}）"
