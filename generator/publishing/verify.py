"""Compares a website with its manifest: what was changed, what is missing, what was added.

Who can change a website can change its manifest as well. So it is compared with a copy that is
kept elsewhere, or its signature with a public key (`Trusted`). Live ones: `verify_http.py`.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import shown
from generator.publishing.html_facts import html_facts
from generator.publishing.manifest import MANIFEST, Manifest, ManifestError, parse
from generator.publishing.signing import SIGNATURE, is_signed

CHANGED, MISSING, ADDED, HOST, UNSAFE, HEADER, REDIRECT, SIGNED = KINDS = (
    *("changed", "missing", "added", "host", "unsafe"),
    *("header", "redirect", "signature"),
)
LABELS = dict(
    zip(
        KINDS,
        ("被改动", "不见了", "多出来", "陌生网站", "不安全", "响应头", "被转走", "签名"),
        strict=True,
    )
)

_MOST_SHOWN = 30


@dataclass(frozen=True, order=True)
class Finding:
    """One difference. uri: of the file, below the website. kind: one of KINDS. what: in Chinese."""

    uri: str
    kind: str
    what: str


@dataclass(frozen=True)
class Report:
    """What was found; findings are sorted.

    unreached: files that could not be looked at. released: when, in ISO 8601; empty if never.
    """

    checked: int
    findings: tuple[Finding, ...]
    released: str = ""
    unreached: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The report in Chinese, as staff read it."""
        when = f"，{self.released} 发布" if self.released else ""
        for kind in KINDS:
            found = [finding for finding in self.findings if finding.kind == kind]
            if found:
                yield f"{LABELS[kind]}（{len(found)} 处）"
            for what in dict.fromkeys(finding.what for finding in found):
                uris = [finding.uri for finding in found if finding.what == what]
                yield f"    {what}：{shown(uris, _MOST_SHOWN)}"
        if self.unreached:
            yield f"没能核对的（{len(self.unreached)} 个）：{shown(self.unreached, _MOST_SHOWN)}"
        if self.findings:
            yield f"核对了 {self.checked} 个文件{when}：有 {len(self.findings)} 处不符。"
            yield "不是自己发布的，就当网站已被入侵：先留下证据、换掉口令，再重新发布。"
        elif not self.unreached:
            yield f"核对了 {self.checked} 个文件{when}：和清单一致。"


@dataclass(frozen=True)
class Trusted:
    """What is believed, since who changed the website cannot have changed it.

    manifest: a copy kept elsewhere; empty to go by the website's own. key: file of public keys.
    hosts: to which pages may link; None for those to which unchanged pages link.
    """

    manifest: bytes = b""
    key: Path | None = None
    hosts: frozenset[str] | None = None


class Unverifiable(Exception):
    """The website could not be looked at, which says nothing about it; carries why, in Chinese."""


def verify_folder(folder: Path, trusted: Trusted) -> Report:
    """Compare a folder with its manifest, file by file; links are never followed."""
    if not folder.is_dir():
        raise Unverifiable(f"找不到文件夹：{folder}")
    files: dict[str, Path] = {}
    # Servers are pointed at a release by a symbolic link: the folder itself may be one.
    findings = list(_walk(folder.resolve(), files))
    own, signature = (
        path.read_bytes() if (path := files.pop(name, None)) else None
        for name in (MANIFEST, SIGNATURE)
    )
    manifest, found = believed(own, signature, trusted)
    findings += found
    if manifest is None:
        return Report(0, tuple(sorted(set(findings))))
    unreached = []
    for uri, path in files.items():
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            unreached.append(uri)
        else:
            findings += compared(uri, digest, manifest)
    unseen = {finding.uri for finding in findings if finding.kind == UNSAFE}
    findings += missing(manifest.files.keys() - files.keys() - unseen)
    readable = {uri: path for uri, path in files.items() if uri not in unreached}
    pages = {uri: path for uri, path in readable.items() if uri.endswith((".html", ".htm"))}
    findings += strange_hosts(_Hosts(pages), findings, trusted.hosts)
    told = tuple(sorted(set(findings)))
    return Report(len(readable), told, manifest.released, tuple(unreached))


def believed(
    own: bytes | None, signature: bytes | None, trusted: Trusted
) -> tuple[Manifest | None, list[Finding]]:
    """The manifest to go by, if there is one, and what is wrong with the website's own.

    own, signature: the website's; None where there is none.
    """
    findings = []
    if own is None:
        findings.append(Finding(MANIFEST, MISSING, "网站没有文件清单"))
    elif trusted.manifest and own != trusted.manifest:
        findings.append(Finding(MANIFEST, CHANGED, "和另外保存的清单不一样"))
    if trusted.key and own is not None:
        if signature is None:
            findings.append(Finding(SIGNATURE, MISSING, "清单没有签名"))
        elif not is_signed(own, signature, trusted.key):
            findings.append(Finding(SIGNATURE, SIGNED, "清单的签名和公钥不符"))
    text = trusted.manifest or own
    if text is None:
        return None, findings
    try:
        return parse(text.decode("utf-8")), findings
    except (ManifestError, UnicodeDecodeError) as error:
        if trusted.manifest:
            raise Unverifiable("另外保存的清单读不懂，不是本程序写的 SHA256SUMS。") from error
        findings.append(Finding(MANIFEST, CHANGED, "读不懂，不是本程序写的清单"))
        return None, findings


def compared(uri: str, digest: str, manifest: Manifest) -> Iterator[Finding]:
    """What is wrong with a file that is there."""
    expected = manifest.files.get(uri)
    if expected is None:
        yield Finding(uri, ADDED, "清单里没有这个文件")
    elif digest != expected:
        yield Finding(uri, CHANGED, "内容和清单不符")


def missing(uris: Iterable[str]) -> Iterator[Finding]:
    return (Finding(uri, MISSING, "清单里有，网站上没有") for uri in uris)


def strange_hosts(
    hosts: Mapping[str, Set[str]], findings: Iterable[Finding], allowed: frozenset[str] | None
) -> list[Finding]:
    """Links to where no link of the release leads.

    hosts: of each page, those to which it links. allowed: as in `Trusted`.
    """
    touched = {finding.uri for finding in findings if finding.kind in {CHANGED, ADDED}}
    suspects = touched & hosts.keys()
    if allowed is not None:
        suspects = set(hosts)
    elif suspects:
        allowed = frozenset(host for uri in hosts.keys() - suspects for host in hosts[uri])
    return [
        Finding(uri, HOST, f"有指向 {host} 的链接")
        for uri in suspects
        for host in hosts[uri] - (allowed or frozenset())
    ]


def hosts_of(html: bytes) -> frozenset[str]:
    """The hosts to which a page links, or from which it asks for something."""
    return frozenset(link.host for link in html_facts(html).links) - {""}


@dataclass(frozen=True)
class _Hosts(Mapping[str, Set[str]]):
    """Hosts of each page of a folder, read when they are asked for: mostly, nobody asks."""

    pages: Mapping[str, Path]
    _known: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getitem__(self, uri: str) -> frozenset[str]:
        if uri not in self._known:
            self._known[uri] = hosts_of(self.pages[uri].read_bytes())
        return self._known[uri]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pages)

    def __len__(self) -> int:
        return len(self.pages)


def _walk(folder: Path, files: dict[str, Path], below: str = "") -> Iterator[Finding]:
    """Put every regular file into `files`; tell of what is none, and of what anybody may write."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        uri = f"{below}{entry.name}"
        mode = entry.stat(follow_symlinks=False).st_mode
        if entry.is_symlink():
            yield Finding(uri, UNSAFE, "是符号链接，可以指到别处")
            continue
        if os.name == "posix" and mode & stat.S_IWOTH:
            yield Finding(uri, UNSAFE, "任何人都可以改写（权限太宽）")
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), files, f"{uri}/")
        elif entry.is_file(follow_symlinks=False):
            files[uri] = Path(entry.path)
        else:
            yield Finding(uri, UNSAFE, "不是普通文件")
