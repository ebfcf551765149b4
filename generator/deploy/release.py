"""`site/` → a release: its files with compressed copies, what is kept, and the manifest of all."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from generator.deploy.compress import compressed
from generator.errors import Hindered
from generator.publishing.manifest import (
    MANIFEST,
    Manifest,
    ManifestError,
    digest_of,
    manifest_of,
    parse,
)
from generator.publishing.signing import SIGNATURE, sign
from generator.rendering.hashed import is_immutable

PRECOMPRESSED = (".gz", ".br")


@dataclass(frozen=True)
class Online:
    """What a target shows now: its manifest and signature as they stand there."""

    manifest: Manifest
    digest: str
    is_signed: bool

    @classmethod
    def read(cls, manifest: bytes, *, is_signed: bool) -> "Online":
        """Hindered when the manifest is not one of ours, or not whole."""
        try:
            return cls(parse(manifest.decode("utf-8")), digest_of(manifest), is_signed)
        except (ManifestError, UnicodeDecodeError) as error:
            raise Hindered(
                f"线上的清单 {MANIFEST} 读不懂，可能被人改动过，没有发布。\n"
                "先查明原因；确认可以整个重发时，加 --afresh 再发布一次。"
            ) from error


@dataclass(frozen=True)
class Order:
    """What is asked of a release.

    released: now. committed: when its content was committed; None if unknown. keep_days: how long
    files that only earlier pages ask for stay online. key: signs the manifest; None for unsigned.
    needed: what must stay online whatever its age. compress: whether the target negotiates.
    """

    released: datetime
    committed: datetime | None
    keep_days: int
    key: Path | None
    needed: frozenset[str]
    compress: bool
    jobs: int


@dataclass(frozen=True)
class Release:
    """A website ready to be sent.

    files: address → local file, of all but the manifest, its signature and what is kept: those
    bytes are online already. signature: empty when unsigned.
    """

    manifest: Manifest
    files: Mapping[str, Path]
    signature: bytes

    @property
    def name(self) -> str:
        """Sorts by time; its end is the beginning of the manifest's digest."""
        day = datetime.fromisoformat(self.manifest.released)
        return f"{utc(day):%Y%m%dT%H%M%SZ}-{self.manifest.digest[:8]}"

    def papers(self) -> Iterator[tuple[str, bytes]]:
        """The manifest and, when there is one, its signature."""
        if self.signature:
            yield SIGNATURE, self.signature
        yield MANIFEST, self.manifest.text().encode()

    def lay_out(self, folder: Path) -> None:
        """All of it as files in a new folder; linked where the file system can."""
        shutil.rmtree(folder, ignore_errors=True)
        for uri, source in self.files.items():
            path = folder / uri
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, path)
            except OSError:
                shutil.copyfile(source, path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.papers():
            (folder / name).write_bytes(content)


def utc(moment: datetime) -> datetime:
    """The same moment on the clock that has no summer time."""
    return moment - (moment.utcoffset() or timedelta())


def compose(site: Path, cache: Path, online: Online | None, order: Order) -> Release:
    """The release of a built website that follows what is online.

    cache: holds compressed copies between runs. Hindered when `site` is not as it was built,
    or when what is online has newer content.
    """
    built = read_built(site)
    _refuse_older(online, order)
    sources = {uri: (site / uri, digest) for uri, digest in built.files.items()}
    files = {uri: path for uri, (path, _) in sources.items()}
    digests = dict(built.files)
    if order.compress:
        for uri, path in compressed(sources, cache / "compressed", order.jobs):
            files[uri] = path
            digests[uri] = digest_of(path.read_bytes())
    kept = _kept(online, digests, order)
    if online:
        digests |= {uri: online.manifest.files[uri] for uri in kept}
    manifest = Manifest(
        digests,
        released=order.released.isoformat(timespec="seconds"),
        previous=online.digest if online else "",
        committed=order.committed.isoformat(timespec="seconds") if order.committed else "",
        kept=kept,
    )
    signature = sign(manifest.text().encode(), order.key) if order.key else b""
    return Release(manifest, files, signature)


def is_online(release: Release, online: Online | None) -> bool:
    """Whether a release would change nothing but its own time."""
    return (
        online is not None
        and release.manifest.files == online.manifest.files
        and release.manifest.committed == online.manifest.committed
        and bool(release.signature) == online.is_signed
    )


def read_built(site: Path) -> Manifest:
    """The manifest of a built website, after a look at whether its files are still the same."""
    try:
        built = parse((site / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise Hindered(f"{site} 里没有生成好的网站。先运行 zhanting build。") from error
    except (ManifestError, UnicodeDecodeError) as error:
        raise Hindered(f"{site / MANIFEST} 读不懂。重新运行 zhanting build。") from error
    found = manifest_of(site)
    if found.files != built.files:
        different = {uri for uri, _ in found.files.items() ^ built.files.items()}
        raise Hindered(
            f"{site} 生成以后被改动过（{'、'.join(sorted(different)[:5])}），没有发布。\n"
            "网站里的文件不要手改；重新运行 zhanting build 再发布。"
        )
    return built


def _refuse_older(online: Online | None, order: Order) -> None:
    if not online or not online.manifest.committed:
        return
    if order.committed is None:
        raise Hindered(
            f"线上的内容是 {online.manifest.committed} 提交的，这里却不知道要发布的是什么时候的，"
            "没有发布。\n请在有版本记录（git）的项目里发布，或用 --committed 写明时间。"
        )
    if order.committed < datetime.fromisoformat(online.manifest.committed):
        raise Hindered(
            f"线上的内容更新（{online.manifest.committed} 提交），"
            f"要发布的是 {order.committed.isoformat(timespec='seconds')} 的，没有发布。\n"
            "要退回旧版，用 zhanting rollback --at；确实要发布这一份，加 --afresh。"
        )


def _kept(online: Online | None, files: Mapping[str, str], order: Order) -> dict[str, str]:
    """What a page loaded before the switch may still ask for → since when it is kept."""
    if not online:
        return {}
    now = order.released.isoformat(timespec="seconds")
    kept = {}
    for uri in online.manifest.files.keys() - files.keys():
        since = online.manifest.kept.get(uri) or (now if _is_immutable(uri) else "")
        if not since:
            continue
        age = order.released - datetime.fromisoformat(since)
        if age < timedelta(days=order.keep_days) or uri in order.needed:
            kept[uri] = since
    return kept


def _is_immutable(uri: str) -> bool:
    plain = uri.rpartition(".")[0] if uri.endswith(PRECOMPRESSED) else uri
    return is_immutable(plain)
