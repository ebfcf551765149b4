"""A folder of this machine as target: releases beside each other, and one symbolic link.

TARGET/current → releases/20260102T030405Z-1a2b3c4d     what the web server shows
TARGET/releases/…                                       the newest few, linked where equal
TARGET/.zhanting/incoming/                              the next one; what is whole there stays
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from generator.deploy.release import Online, Release
from generator.deploy.target import AGAIN, RELEASE_NAME, refuse_unlike
from generator.errors import Hindered
from generator.publishing.lock import locked
from generator.publishing.manifest import MANIFEST
from generator.publishing.replace import flush, flush_names
from generator.publishing.signing import SIGNATURE
from generator.publishing.verify import Finding, Trusted, verify_folder

_STATE = ".zhanting"


class FolderTarget:
    compress = True

    def __init__(self, root: Path, wait: int) -> None:
        self._root = root
        self._wait = wait
        self._state = root / _STATE
        self._incoming = self._state / "incoming"
        self._current = root / "current"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The lock of the whole target; it ends with the process, however that ends."""
        if os.name == "nt":
            raise Hindered(
                "Windows 上普通用户不能建符号链接，不能这样发布到文件夹。\n"
                "请用 ssh:// 发布到服务器，或用 s3:// 发布到对象存储。"
            )
        self._refuse_somebody_elses()
        self._state.mkdir(parents=True, exist_ok=True)
        with locked(self._state / "deploy", wait=self._wait):
            yield

    def online(self) -> Online | None:
        return _online(self._current)

    def needed(self) -> frozenset[str]:
        """Nothing: each release has all of its files itself."""
        return frozenset()

    def place(self, release: Release) -> None:
        """Fill `incoming`: linked from the former release where equal, else copied."""
        former = self._current.resolve()
        for uri, digest in release.manifest.files.items():
            path = self._incoming / uri
            if _holds(path, digest):
                continue
            # Never written over: it may be linked with a file of a former release.
            path.unlink(missing_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            if _holds(former / uri, digest):
                os.link(former / uri, path)
            elif uri in release.files:
                _copy(release.files[uri], path)
        for name, content in release.papers():
            _write(self._incoming / name, content)
        self._drop_strays(release)
        found = verify_folder(self._incoming, Trusted()).findings
        refuse_unlike(found, "新版本送到后检查没有通过，线上没有改动", AGAIN)
        for folder, _, _ in os.walk(self._incoming):
            Path(folder).chmod(0o755)  # whatever the umask was, the web server must be able to read
        flush(self._incoming)

    def switch(self, release: Release) -> None:
        """One rename of a link: a visitor sees the former release or this one, whole."""
        releases = self._root / "releases"
        releases.mkdir(exist_ok=True)
        releases.chmod(0o755)  # the web server must be able to read it
        self._incoming.rename(releases / release.name)
        flush_names(releases)
        self._point_at(release.name)

    def differences(self) -> list[Finding]:
        return list(verify_folder(self._current, Trusted()).findings)

    def tidy(self, keep: int) -> None:
        current = self._current.resolve().name
        for name in [name for name in self.releases() if name != current][: -keep + 1 or None]:
            shutil.rmtree(self._root / "releases" / name)

    def releases(self) -> list[str]:
        folder = self._root / "releases"
        found = folder.iterdir() if folder.is_dir() else ()
        return sorted(path.name for path in found if RELEASE_NAME.fullmatch(path.name))

    def roll_back(self, name: str, now: datetime, key: Path | None) -> None:
        """Point the link at it: its manifest and signature come back with it."""
        former = self._root / "releases" / name
        refuse_unlike(verify_folder(former, Trusted()).findings, f"{name} 不完整，没有退回", "")
        self._point_at(name)

    def _refuse_somebody_elses(self) -> None:
        if self._state.is_dir():
            return
        for path in (self._current, self._root / "releases"):
            if path.exists() or path.is_symlink():
                raise Hindered(f"{path} 不是本程序放的，没有发布。请换一个空文件夹。")

    def _point_at(self, name: str) -> None:
        link = self._state / "current"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("releases", name))
        link.rename(self._current)
        flush_names(self._root)

    def _drop_strays(self, release: Release) -> None:
        """What a deployment that was cut short left of another release."""
        wanted = {*release.manifest.files, *(name for name, _ in release.papers())}
        for folder, folders, files in os.walk(self._incoming, topdown=False):
            links = [name for name in folders if Path(folder, name).is_symlink()]
            for path in (Path(folder, name) for name in (*files, *links)):
                if path.relative_to(self._incoming).as_posix() not in wanted:
                    path.unlink()
            if not any(Path(folder).iterdir()):
                Path(folder).rmdir()


def _online(folder: Path) -> Online | None:
    try:
        manifest = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    return Online.read(manifest, is_signed=(folder / SIGNATURE).exists())


def _digest(path: Path) -> str:
    """Empty for what is no plain file."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds(path: Path, digest: str) -> bool:
    return _digest(path) == digest


def _copy(source: Path, path: Path) -> None:
    with source.open("rb") as content, path.open("xb") as file:
        shutil.copyfileobj(content, file)
    path.chmod(0o644)


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
    path.chmod(0o644)
