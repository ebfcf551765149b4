"""S3-compatible object storage as target, through fsspec: it has files, but no folders to switch.

    PREFIX/<address>                        what visitors see
    PREFIX/_zhanting/files/<digest>         pages of the newest few releases, by their content
    PREFIX/_zhanting/releases/<name>        their manifests
    PREFIX/_zhanting/lock                   held by who deploys

Whatever pages ask for has a name made of its content and comes first. Pages come last, by copies
within the storage, so that the time in which old and new pages stand side by side is short; the
manifest is the very last. Files are stored as they are: object storage cannot choose between a
compressed copy and a plain one for each visitor, and one that is stored compressed could not be
read by who does not ask for it. A CDN before it compresses.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from generator.deploy.release import Online, Release
from generator.deploy.target import RELEASE_NAME, findings, refuse_unlike
from generator.errors import Hindered
from generator.machines.s3 import explained, open_storage
from generator.publishing.headers import cache_control, content_type
from generator.publishing.manifest import MANIFEST, Manifest, parse
from generator.publishing.signing import SIGNATURE, sign
from generator.publishing.verify import Finding, missing
from generator.rendering.hashed import is_immutable

_STATE = "_zhanting"
_LOCK = f"{_STATE}/lock"
_FILES = f"{_STATE}/files"
_RELEASES = f"{_STATE}/releases"
_AT_ONCE = 8


class S3Target:
    """patience_seconds: a lock that nobody renewed for so long was left by a killed deployment."""

    compress = False
    patience_seconds = 60.0

    def __init__(self, bucket: str, prefix: str, endpoint: str | None, wait: int) -> None:
        self._wait = wait
        self._base = f"{bucket}/{prefix}" if prefix else bucket
        self._endpoint = endpoint
        # MD5, which a listing tells of each object, → SHA-256 of files that lie here as well.
        self._known: dict[str, str] = {}

    # ---------------------------------------------------------------- lock

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The lock is an object that its holder writes anew again and again."""
        with explained(self._base, "再发布一次，会接着做。"):
            self._storage = open_storage(self._endpoint)
            self._token = secrets.token_hex(16).encode()
            self._take_lock()
            self._is_lost = threading.Event()
            done = threading.Event()
            beat = threading.Thread(target=self._renew, args=(done,), daemon=True)
            beat.start()
            try:
                yield
            finally:
                done.set()
                beat.join()
                if self._holder() == self._token:
                    self._storage.rm_file(self._path(_LOCK))

    def _take_lock(self) -> None:
        started = seen = time.monotonic()
        found = self._read(_LOCK)
        while found is not None:
            # No clocks are compared: a living holder changes its lock before patience is over.
            time.sleep(self.patience_seconds / 20)
            before, found = found, self._read(_LOCK)
            if found == before and time.monotonic() - seen > self.patience_seconds:
                self._storage.rm_file(self._path(_LOCK))
                break
            if found is not None and found != before:
                seen = time.monotonic()
                if seen - started > self._wait:
                    raise Hindered("另一个发布正在进行，没有发布。等它结束再试。")
        try:
            self._storage.pipe_file(self._path(_LOCK), self._token, mode="create")
        except FileExistsError as error:
            raise Hindered("另一个发布正在进行，没有发布。等它结束再试。") from error
        # A storage that knows no conditional writing lets the later one win: look who that was.
        time.sleep(self.patience_seconds / 60)
        if self._holder() != self._token:
            raise Hindered("另一个发布同时开始，没有发布。等它结束再试。")

    def _holder(self) -> bytes:
        return (self._read(_LOCK) or b"")[: len(self._token)]

    def _renew(self, done: threading.Event) -> None:
        beats = 0
        while not done.wait(self.patience_seconds / 6):
            beats += 1
            try:
                if self._holder() != self._token:
                    self._is_lost.set()
                    return
                self._storage.pipe_file(self._path(_LOCK), self._token + b" %d" % beats)
            except OSError:
                # The next beat may come through; until then others still wait.
                continue

    # ---------------------------------------------------------------- what a target does

    def online(self) -> Online | None:
        manifest = self._read(MANIFEST)
        if manifest is None:
            return None
        return Online.read(manifest, is_signed=self._read(SIGNATURE) is not None)

    def needed(self) -> frozenset[str]:
        """What pages of the releases ask for to which one can go back."""
        former = [self._release(name) for name in self.releases()]
        return frozenset(uri for manifest in former for uri in _own(manifest) if is_immutable(uri))

    def place(self, release: Release) -> None:
        """Send what has a name made of its content, and pages to where nobody sees them."""
        # First of all, so that whatever follows is known as ours, even after a cut.
        self._record(release)
        there = self._listed()
        immutable = {uri: path for uri, path in release.files.items() if is_immutable(uri)}
        pages = {
            f"{_FILES}/{release.manifest.files[uri]}": path
            for uri, path in release.files.items()
            if not is_immutable(uri)
        }
        for uri, path in release.files.items():
            self._known[_md5(path)] = release.manifest.files[uri]
        self._at_once(
            partial(self._send, uri, path)
            for uri, path in (immutable | pages).items()
            if there.get(uri) != _md5(path)
        )

    def switch(self, release: Release) -> None:
        """Copy the pages over, those that are new first, so that links lead somewhere."""
        there = self._listed()
        stale = [
            (uri, f"{_FILES}/{digest}")
            for uri, digest in release.manifest.files.items()
            if not is_immutable(uri) and there.get(uri) != there[f"{_FILES}/{digest}"]
        ]
        for group in (
            [pair for pair in stale if not pair[0].endswith(".html")],
            [pair for pair in stale if pair[0].endswith(".html") and pair[0] not in there],
            [pair for pair in stale if pair[0].endswith(".html") and pair[0] in there],
        ):
            self._at_once(partial(self._show, stored, uri) for uri, stored in group)
        for name, content in release.papers():
            self._write(name, content)
        if not release.signature and SIGNATURE in there:
            self._storage.rm_file(self._path(SIGNATURE))

    def differences(self) -> list[Finding]:
        online = self.online()
        if not online:
            return []
        there = {
            uri: md5 for uri, md5 in self._listed().items() if not uri.startswith(f"{_STATE}/")
        }
        digests = self._at_once(partial(self._digest, uri, md5) for uri, md5 in there.items())
        found = dict(zip(there, digests, strict=True))
        return findings(online.manifest, found)

    def tidy(self, keep: int) -> None:
        """Only what the manifest of one of our releases names is ever deleted."""
        online = self.online()
        names = self.releases()
        manifests = {name: self._release(name) for name in names}
        current = next((n for n in names if online and n.endswith(online.digest[:8])), None)
        others = [name for name in names if name != current]
        dropped = others[: -keep + 1 or None]
        ours = {uri for manifest in manifests.values() for uri in manifest.files}
        stored = {f"{_FILES}/{d}" for m in manifests.values() for d in m.files.values()}
        wanted = set(online.manifest.files) if online else set()
        for name in set(names) - set(dropped):
            wanted |= {f"{_FILES}/{digest}" for digest in manifests[name].files.values()}
        manifests_dropped = {f"{_RELEASES}/{name}" for name in dropped}
        there = self._listed()
        self._at_once(
            partial(self._storage.rm_file, self._path(uri))
            for uri in sorted(ours & there.keys() - wanted)
        )
        # The manifests go last: until then a run that was cut short can be made good.
        for group in (stored - wanted, manifests_dropped):
            self._at_once(
                partial(self._storage.rm_file, self._path(uri))
                for uri in sorted(group & there.keys())
            )

    def releases(self) -> list[str]:
        prefix = f"{_RELEASES}/"
        found = (uri.removeprefix(prefix) for uri in self._listed() if uri.startswith(prefix))
        return sorted(name for name in found if RELEASE_NAME.fullmatch(name))

    def roll_back(self, name: str, now: datetime, key: Path | None) -> None:
        """Show a former release's pages again, under a manifest that keeps today's assets."""
        online = self.online()
        former = self._release(name)
        own = _own(former)
        there = self._listed()
        needed = {uri if is_immutable(uri) else f"{_FILES}/{own[uri]}" for uri in own}
        found = sorted(missing(needed - there.keys()))
        refuse_unlike(found, f"{name} 不完整，没有退回", "")
        if online and online.is_signed and not key:
            raise Hindered("线上的清单有签名，退回时要重新签名：加 --key 私钥文件。")
        stamp = now.isoformat(timespec="seconds")
        kept = {
            uri: online.manifest.kept.get(uri, stamp)
            for uri in (online.manifest.files if online else ())
            if online and is_immutable(uri) and uri not in own
        }
        digests = {uri: online.manifest.files[uri] for uri in kept} if online else {}
        manifest = Manifest(
            {**own, **digests},
            released=stamp,
            previous=online.digest if online else "",
            committed=former.committed,
            kept=kept,
        )
        signature = sign(manifest.text().encode(), key) if key else b""
        release = Release(manifest, {}, signature)
        self._record(release)
        self.switch(release)

    # ---------------------------------------------------------------- objects

    def _path(self, uri: str) -> str:
        return f"{self._base}/{uri}"

    def _read(self, uri: str) -> bytes | None:
        try:
            content: bytes = self._storage.cat_file(self._path(uri))
        except FileNotFoundError:
            return None
        return content

    def _write(self, uri: str, content: bytes) -> None:
        self._storage.pipe_file(self._path(uri), content, **_headers(uri))

    def _record(self, release: Release) -> None:
        self._write(f"{_RELEASES}/{release.name}", release.manifest.text().encode())

    def _release(self, name: str) -> Manifest:
        return parse((self._read(f"{_RELEASES}/{name}") or b"").decode())

    def _send(self, uri: str, path: Path) -> None:
        self._write(uri, path.read_bytes())

    def _show(self, stored: str, uri: str) -> None:
        self._storage.cp_file(
            self._path(stored), self._path(uri), MetadataDirective="REPLACE", **_headers(uri)
        )

    def _listed(self) -> dict[str, str]:
        """Address → MD5 as the storage tells it; something else for what was sent in parts."""
        found = self._storage.find(self._base, detail=True)
        start = len(self._base) + 1
        return {path[start:]: info["ETag"].strip('"') for path, info in found.items()}

    def _digest(self, uri: str, md5: str) -> str:
        if md5 in self._known:
            return self._known[md5]
        return hashlib.sha256(self._read(uri) or b"").hexdigest()

    def _at_once(self, tasks: Iterable[Callable[[], Any]]) -> list[Any]:
        """The results of all, in their order; none starts when the lock was lost."""

        def guarded(task: Callable[[], Any]) -> Any:
            if self._is_lost.is_set():
                raise Hindered("发布的锁被别处拿走了，停在半途。等那边结束后再发布一次。")
            return task()

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(guarded, tasks))


def _own(manifest: Manifest) -> dict[str, str]:
    """The files of a release without what it keeps for earlier ones."""
    return {uri: digest for uri, digest in manifest.files.items() if uri not in manifest.kept}


def _headers(uri: str) -> dict[str, str]:
    return {"ContentType": content_type(uri), "CacheControl": cache_control(uri)}


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, partial(hashlib.md5, usedforsecurity=False)).hexdigest()
