"""A shell on a server that holds the target's lock for as long as it lives.

All that changes the target goes through this one shell, or is allowed by it. When either end dies,
the connection ends, the shell with it, and so the lock: it can be neither lost nor left behind, and
nothing is ever changed without it.
"""

import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generator.deploy.said import explained
from generator.errors import Hindered


def environment() -> dict[str, str]:
    """Programs talk English, which `said.py` understands."""
    return {**os.environ, "LC_ALL": "C"}


@dataclass(frozen=True)
class Server:
    """Where and as whom to log in; the key is the agent's or the account's."""

    host: str
    user: str | None
    port: int | None
    root: str
    known_hosts: Path | None

    def ssh(self) -> list[str]:
        """The command up to the host. An unknown host is never trusted, and nobody is asked."""
        command = [program("ssh"), "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes"]
        command += ["-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15"]
        command += ["-o", "ServerAliveCountMax=4", "-T"]
        if self.known_hosts:
            command += ["-o", f'UserKnownHostsFile="{self.known_hosts.absolute()}"']
            command += ["-o", "GlobalKnownHostsFile=/dev/null"]
        command += ["-p", str(self.port)] if self.port else []
        return command + (["-l", self.user] if self.user else [])


class Session:
    """One shell on the server, fed with scripts; the answer of each is read before the next."""

    def __init__(self, server: Server) -> None:
        self._mark = secrets.token_hex(16)
        # A file, because nobody reads along: a pipe could fill.
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `close`)
        self._shell = subprocess.Popen(
            [*server.ssh(), "--", server.host, "env LC_ALL=C sh -s"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=environment(),
        )

    def do(self, script: str) -> list[str]:
        """The lines that a script says; Hindered when it fails or the connection ends.

        It runs with `set -e` in a shell of its own, whose errors are among its lines.
        """
        said, status = self.run(f"( set -e\n{script}\n) </dev/null 2>&1")
        if status != "0":
            raise Hindered(explained("\n".join(said)))
        return said

    def run(self, script: str) -> tuple[list[str], str]:
        """(lines, exit status) of a script in the session's own shell."""
        assert self._shell.stdin
        assert self._shell.stdout
        try:
            self._shell.stdin.write(
                f"{script}\nstatus=$?; echo; echo {self._mark} $status\n".encode()
            )
            self._shell.stdin.flush()
        except BrokenPipeError as error:
            raise Hindered(self._reason()) from error
        said: list[str] = []
        for raw in self._shell.stdout:
            line = raw.decode("utf-8", "surrogateescape").removesuffix("\n")
            if line.startswith(self._mark):
                return said[:-1] if said and not said[-1] else said, line.split()[-1]
            said.append(line)
        raise Hindered(self._reason())

    def close(self) -> None:
        """End the shell, and with it the lock."""
        assert self._shell.stdin
        with suppress(BrokenPipeError):
            self._shell.stdin.close()
        assert self._shell.stdout
        self._shell.stdout.close()
        self._shell.wait()
        self._said.close()

    def _reason(self) -> str:
        self._shell.wait()
        self._said.seek(0)
        return explained(self._said.read().decode("utf-8", "replace"))


def script(lines: str, **values: str) -> str:
    """Shell text whose `$name`s are set to values, quoted so that no value is ever read as code."""
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items()) + lines


def program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Hindered(
            f"这台电脑上没有 {name} 命令。请先安装，例如：sudo apt install {_PACKAGE[name]}"
        )
    return found


_PACKAGE = {"ssh": "openssh-client", "rsync": "rsync", "git": "git"}


def lines_of(values: Sequence[str]) -> str:
    """A here-document of one value a line; no value of a manifest holds a line break."""
    end = secrets.token_hex(16)
    return f"<<'{end}'\n" + "".join(f"{value}\n" for value in values) + end
