"""A branch as target, which GitHub, Gitea or another host serves as pages.

The branch always has one commit, without history, so that photos do not pile up in it. A push is
one step, and is refused when the branch is not what it was at the start: lock and switch in one.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from generator.deploy.release import Online, Release
from generator.deploy.said import explained
from generator.deploy.session import environment, program
from generator.deploy.target import AGAIN, refuse_unlike
from generator.errors import Hindered
from generator.publishing.manifest import MANIFEST
from generator.publishing.signing import SIGNATURE
from generator.publishing.verify import CHANGED, Finding, Trusted, verify_folder


class GitTarget:
    """repository: a remote of the project's own repository, or an address that git knows."""

    compress = False  # hosts of pages compress themselves

    def __init__(self, project: Path, repository: str, branch: str, cache: Path) -> None:
        self._project = project
        self._repository = repository
        self._ref = f"refs/heads/{branch}"
        self._tree = cache / "tree"
        self._index = cache / "index"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Notes what the branch is now; the push that ends it holds only for that."""
        self._before = self._tip()
        self._made = self._before
        if self._before:
            self._git("fetch", "--quiet", "--depth=1", self._repository, self._ref)
        yield

    def online(self) -> Online | None:
        if not self._before or self._tip() != self._before:
            return None
        names = self._git("ls-tree", "--name-only", self._before).decode().split("\n")
        if MANIFEST not in names:
            return None
        manifest = self._git("cat-file", "blob", f"{self._before}:{MANIFEST}")
        return Online.read(manifest, is_signed=SIGNATURE in names)

    def needed(self) -> frozenset[str]:
        return frozenset()

    def place(self, release: Release) -> None:
        """Make the commit here: of the release's files, and of what it keeps from the branch."""
        release.lay_out(self._tree)
        for uri in release.manifest.kept:
            path = self._tree / uri
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._git("cat-file", "blob", f"{self._before}:{uri}"))
        found = verify_folder(self._tree, Trusted()).findings
        refuse_unlike(found, "新版本检查没有通过，线上没有改动", AGAIN)
        # Without it GitHub leaves out what begins with an underscore.
        (self._tree / ".nojekyll").touch()
        self._index.unlink(missing_ok=True)
        repository = self._git("rev-parse", "--absolute-git-dir").decode().strip()
        tree = os.fspath(self._tree.absolute())
        where = ("-C", tree, "--git-dir", repository, "--work-tree", tree)
        self._git(*where, "add", "--all", "--force", ".")
        files = self._git("write-tree").decode().strip()
        message = f"Publish {release.name}"
        self._made = self._git("commit-tree", files, "-m", message).decode().strip()

    def switch(self, release: Release) -> None:
        lease = f"--force-with-lease={self._ref}:{self._before}"
        self._git("push", "--quiet", lease, self._repository, f"{self._made}:{self._ref}")

    def differences(self) -> list[Finding]:
        """A commit's name is made of all its content: it is enough that the branch has ours."""
        tip = self._tip()
        return [] if tip == self._made else [Finding(self._ref, CHANGED, f"线上是 {tip}")]

    def tidy(self, keep: int) -> None:
        """Nothing is left behind: the branch has one commit."""

    def releases(self) -> list[str]:
        """None: to go back, revert in the content and publish again."""
        return []

    def roll_back(self, name: str, now: datetime, key: Path | None) -> None:
        raise Hindered("分支里没有以前的版本。请在内容里撤回那次修改（git revert），再发布一次。")

    def _tip(self) -> str:
        """The commit of the branch; empty before the first."""
        return self._git("ls-remote", self._repository, self._ref).decode().partition("\t")[0]

    def _git(self, *arguments: str) -> bytes:
        who = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "zhanting"), ("EMAIL", "zhanting@localhost"))
        }
        own = {"GIT_TERMINAL_PROMPT": "0", "GIT_INDEX_FILE": os.fspath(self._index.absolute())}
        self._index.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [program("git"), *arguments],
            cwd=self._project,
            capture_output=True,
            env={**environment(), **who, **own},
        )
        if done.returncode:
            raise Hindered(explained(done.stderr.decode("utf-8", "replace")))
        return done.stdout
