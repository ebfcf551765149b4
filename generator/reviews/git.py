"""The few things that reviews ask of git. The only door to it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import UsageError
from generator.settings import CHINA

if TYPE_CHECKING:
    import subprocess


class GitError(UsageError):
    """git refused; carries what it said."""


@dataclass(frozen=True)
class Commit:
    """One commit: who committed it is its signature's matter. day: its author's, in China."""

    name: str
    day: date
    message: str


@dataclass(frozen=True)
class Repository:
    """top: its uppermost folder."""

    top: Path

    def changed(self, paths: Iterable[Path]) -> list[str]:
        """Files at or below `paths` that are not as committed, from the top of the repository."""
        told = self._run("status", "--porcelain", "-z", "--untracked-files=all", paths=paths)
        return [entry[3:] for entry in told.split("\0") if entry]

    def staged(self) -> list[str]:
        return self._names("diff", "--cached", "--name-only", "-z")

    def untracked(self, paths: Iterable[Path]) -> list[str]:
        """Those of these files that git does not keep, also when it was told to ignore them."""
        kept = {(self.top / name) for name in self._names("ls-files", "-z", paths=paths)}
        return [path.name for path in paths if path not in kept]

    def last_change(self, paths: Iterable[Path]) -> date | None:
        """The day on which any of these files was last committed."""
        told = self._run("log", "-1", "--format=%ct", paths=paths).strip()
        return datetime.fromtimestamp(int(told), CHINA).date() if told else None

    def commit_only(self, paths: list[Path], message: str, *, sign: bool) -> None:
        """One commit that holds exactly these paths."""
        self._run("add", "--all", paths=paths)
        options = ["--gpg-sign"] if sign else []
        self._run("commit", "--quiet", "--only", *options, "--message", message, paths=paths)

    def undo_commit(self) -> None:
        """Take back the newest commit; the files stay as they are."""
        self._run("reset", "--quiet", "--soft", "HEAD~1")

    def restore(self, paths: list[Path]) -> None:
        """Make these paths again what is committed; what is not there goes."""
        self._run("reset", "--quiet", "HEAD", paths=paths)
        for path in paths:
            if self._names("ls-files", "-z", paths=[path]):
                self._run("checkout", "--quiet", paths=[path])
        self._run("clean", "--quiet", "-d", "--force", paths=paths)

    def is_shallow(self) -> bool:
        return self._run("rev-parse", "--is-shallow-repository").strip() == "true"

    def commits_saying(self, word: str) -> Iterator[Commit]:
        """All commits before and with HEAD whose message holds `word`, newest first."""
        form = "--format=%H%x00%at%x00%B%x1e"
        told = self._run("log", "--fixed-strings", f"--grep={word}", form)
        for entry in told.split("\x1e"):
            if entry.strip():
                name, stamp, message = entry.strip("\n").split("\0")
                yield Commit(name, datetime.fromtimestamp(int(stamp), CHINA).date(), message)

    def is_signed_by(self, commit: Commit, allowed: Path) -> bool:
        """Whether a commit has an SSH signature of a key in `allowed` (see ssh-keygen(1))."""
        head = self._run("cat-file", "commit", commit.name).partition("\n\n")[0]
        if "-----BEGIN SSH SIGNATURE-----" not in head:
            return False
        done = _git(
            self.top,
            # What this machine is set to must not decide who may sign.
            *("-c", f"gpg.ssh.allowedSignersFile={allowed}", "-c", "gpg.ssh.program=ssh-keygen"),
            *("-c", "gpg.ssh.revocationFile=", "verify-commit", "--", commit.name),
        )
        return done.returncode == 0

    def _names(self, *arguments: str, paths: Iterable[Path] = ()) -> list[str]:
        return [name for name in self._run(*arguments, paths=paths).split("\0") if name]

    def _run(self, *arguments: str, paths: Iterable[Path] = ()) -> str:
        given = [str(path) for path in paths]
        done = _git(self.top, *arguments, *(["--", *given] if given else []))
        if done.returncode:
            raise GitError(f"git {arguments[0]} 没有成功：\n{done.stderr.strip()}")
        return done.stdout


def repository_of(folder: Path) -> Repository | None:
    """The repository that a folder lies in; None without one, or without git."""
    try:
        done = _git(folder, "rev-parse", "--show-toplevel")
    except FileNotFoundError:
        return None
    if done.returncode == 0:
        return Repository(Path(done.stdout.rstrip("\n")).resolve())
    if "not a git repository" in done.stderr:
        return None
    raise GitError(f"git 打不开这个仓库：\n{done.stderr.strip()}")


@contextmanager
def undone_on_failure(repository: Repository, paths: list[Path]) -> Iterator[None]:
    """When the block raises, these paths become again what is committed."""
    try:
        yield
    except BaseException:
        repository.restore(paths)
        raise


def _git(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    import subprocess  # only where reviews are on

    # English, since one answer is read; paths are names of files, whatever characters they hold.
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.run(
        ["git", "--literal-pathspecs", "-c", "core.quotePath=false", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        stdin=subprocess.DEVNULL,
        check=False,
    )
