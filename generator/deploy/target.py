"""What every target of a deployment can do, and how each tells that something is not right."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from generator.deploy.release import Online, Release
from generator.errors import Hindered
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
