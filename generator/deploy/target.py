"""What every target of a deployment can do, and which one an address means."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from generator.deploy.release import Online, Release
from generator.errors import Hindered, UsageError
from generator.publishing.manifest import MANIFEST, Manifest
from generator.publishing.signing import SIGNATURE
from generator.publishing.verify import Finding, Report, compared, missing

# What to do about a release that does not arrive whole.
AGAIN = (
    "再发布一次。还是这样，而写着“不见了”的是以前的文件，就说明线上的旧文件被改动过：\n"
    "先查明原因，再加 --afresh 从头发布。"
)
RELEASE_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


class Target(Protocol):
    """A place where releases go online. All but `locked` is called while it is locked."""

    compress: bool  # whether visitors are given .gz and .br copies where they ask for them

    def locked(self) -> AbstractContextManager[None]:
        """Nobody else deploys there meanwhile; Hindered that names who does."""

    def online(self) -> Online | None:
        """What visitors see; None before the first release."""

    def needed(self) -> frozenset[str]:
        """What must stay online, so that a rollback finds it."""

    def place(self, release: Release) -> None:
        """Send what is missing there, unseen by visitors, and look that it arrived whole."""

    def switch(self, release: Release) -> None:
        """Let visitors see what was placed."""

    def differences(self) -> list[Finding]:
        """What is online and should not be so by its own manifest."""

    def tidy(self, keep: int) -> None:
        """Drop all but the newest releases, and what no longer has to stay."""

    def releases(self) -> list[str]:
        """Names of the releases that a rollback can reach, oldest first."""

    def roll_back(self, name: str, now: datetime, key: Path | None) -> None:
        """Let visitors see a former release again, after a look at whether it is whole.

        now, key: for a target that has to write, and sign, another manifest for it.
        """


@dataclass(frozen=True)
class Access:
    """What a target needs to know beyond its address; no secrets, those stay in the environment.

    wait: seconds to wait for another deployment to end. root: the project.
    """

    known_hosts: Path | None = None
    endpoint: str | None = None
    cache: Path = Path(".cache")
    wait: int = 0
    root: Path = Path()


def target_of(address: str, access: Access) -> Target:
    """The target that `folder:PATH`, `ssh://…`, `git:…`, `s3://…` or a plain path means."""
    scheme, _, rest = address.partition(":")
    # Each target imports what only it needs.
    if scheme == "ssh":
        from generator.deploy.ssh import SshTarget, server_of

        return SshTarget(server_of(address, access.known_hosts), access.cache, access.wait)
    if scheme == "s3":
        from generator.deploy.s3 import S3Target

        parts = urlsplit(address)
        if not parts.netloc:
            raise UsageError("存储桶没有写。写法：s3://存储桶/前缀")
        return S3Target(parts.netloc, parts.path.strip("/"), access.endpoint, access.wait)
    if scheme == "git":
        from generator.deploy.git import GitTarget

        repository, _, branch = rest.rpartition("#")
        if not repository or not re.fullmatch(r"\w[\w./-]*", branch):
            raise UsageError("写法：git:仓库#分支，例如 git:origin#pages")
        return GitTarget(access.root, repository, branch, access.cache)
    if scheme == "folder" or not re.match(r"\w{2,}:", address):
        from generator.deploy.folder import FolderTarget

        return FolderTarget(Path(rest if scheme == "folder" else address).absolute(), access.wait)
    raise UsageError(
        f"不认识发布目标 “{address}”。可以写：文件夹的路径，ssh://用户@服务器/路径，"
        "git:仓库#分支，s3://存储桶/前缀"
    )


def findings(expected: Manifest, found: Mapping[str, str]) -> list[Finding]:
    """How files (address → digest) differ from those that should be there."""
    listed = {uri: digest for uri, digest in found.items() if uri not in (MANIFEST, SIGNATURE)}
    told = [each for uri, digest in listed.items() for each in compared(uri, digest, expected)]
    return sorted([*told, *missing(expected.files.keys() - listed.keys())])


def refuse_unlike(found: Sequence[Finding], what: str, cure: str) -> None:
    """Hindered that lists what was found, if anything was."""
    if found:
        lines = "\n".join(Report(0, tuple(found)).lines()).rpartition("\n核对了")[0]
        raise Hindered(f"{what}：\n{lines}\n{cure}")
