"""A server as target: OpenSSH and rsync here; a shell, rsync, flock and sha256sum there.

TARGET/current → releases/20260102T030405Z-1a2b3c4d     what the web server shows
TARGET/releases/…                                       the newest few, linked where equal
TARGET/.zhanting/incoming/                              the next one; what came over stays
"""

import getpass
import re
import secrets
import shlex
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.deploy.release import Online, Release
from generator.deploy.said import explained
from generator.deploy.session import Server, Session, environment, lines_of, program, script
from generator.deploy.target import AGAIN, RELEASE_NAME, findings, refuse_unlike
from generator.errors import Hindered, UsageError
from generator.publishing.manifest import MANIFEST, Manifest
from generator.publishing.signing import SIGNATURE
from generator.publishing.verify import Finding

# How long a transfer whose deployment was killed may take to end, in seconds.
_ORPHAN_SECONDS = 90

# Takes the lock. Says in its last lines `ready`, `missing` and a command, `strange` and a path,
# `held` and who holds it, `busy`, or, below what the system said, `failed`.
_OPEN = """
umask 022
begin() {
  for tool in rsync flock sha256sum; do
    command -v $tool >/dev/null 2>&1 || { echo missing; echo $tool; return; }
  done
  state=$root/.zhanting
  if ! [ -d "$state" ]; then
    for path in "$root/current" "$root/releases"; do
      if [ -e "$path" ] || [ -L "$path" ]; then echo strange; echo "$path"; return; fi
    done
  fi
  mkdir -p "$state" "$root/releases" 2>&1 || { echo failed; return; }
  { exec 9>>"$state/lock"; } 2>&1 || { echo failed; return; }
  flock -w $wait 9 || { echo held; cat "$state/holder"; return; }
  exec 8>>"$state/transfer"
  flock -w $seconds 8 || { echo busy; return; }
  { printf '%s\\n' "$holder" >"$state/holder" && printf '%s\\n' "$token" >"$state/token"; } 2>&1 ||
    { echo failed; return; }
  exec 8>&-
  echo ready
}
begin
"""

_SWITCH = """
sync
mv "$root/.zhanting/incoming" "$root/releases/$name"
"""

_POINT = """
ln -sfn "releases/$name" "$root/.zhanting/current"
mv -T "$root/.zhanting/current" "$root/current"
"""

_DIGESTS = """
cd "$folder"
find . ! -type d ! -type f -exec echo 'special ' {} \\;
find . -type f -exec sha256sum {} +
"""

# `incoming` holds what rsync brought; files that only earlier pages ask for are linked to it.
_KEEP = """
cd "$root/.zhanting/incoming"
find . -name .rsync-partial -type d -exec rm -rf {} +
while IFS= read -r uri; do
  folder=./$uri
  mkdir -p "${folder%/*}"
  # What is not there is told by the comparison that follows.
  ln -f "$root/current/$uri" "./$uri" || :
done
"""


class SshTarget:
    compress = True

    def __init__(self, server: Server, cache: Path, wait: int) -> None:
        self._wait = wait
        self._server = server
        self._root = server.root
        self._incoming = f"{server.root}/.zhanting/incoming"
        self._tree = cache / "tree"
        self._token = secrets.token_hex(16)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The lock is the session's: when the connection ends, so does the lock."""
        program("rsync")
        self._session = Session(self._server)
        try:
            self._begin()
            yield
        finally:
            self._session.close()

    def online(self) -> Online | None:
        read = 'if [ -e "$root/current/$name" ]; then cat "$root/current/$name"; else echo none; fi'
        manifest = self._do(read, name=MANIFEST)
        if manifest == ["none"]:
            return None
        is_signed = self._do(read, name=SIGNATURE) != ["none"]
        return Online.read(
            "".join(f"{line}\n" for line in manifest).encode("utf-8", "surrogateescape"),
            is_signed=is_signed,
        )

    def needed(self) -> frozenset[str]:
        """Nothing: each release has all of its files itself."""
        return frozenset()

    def place(self, release: Release) -> None:
        """Fill `incoming` by rsync: linked with the former release where equal, else sent."""
        release.lay_out(self._tree)
        self._send()
        self._do(_KEEP.rstrip() + " " + lines_of(sorted(release.manifest.kept)))
        found = self._compare(self._incoming, release.manifest)
        refuse_unlike(found, "新版本送到后检查没有通过，线上没有改动", AGAIN)

    def switch(self, release: Release) -> None:
        """One rename of a link: a visitor sees the former release or this one, whole."""
        self._do(_SWITCH + _POINT, name=release.name)

    def differences(self) -> list[Finding]:
        online = self.online()
        return self._compare(f"{self._root}/current", online.manifest) if online else []

    def tidy(self, keep: int) -> None:
        current = self._current()
        former = [name for name in self.releases() if name != current]
        for name in former[: -keep + 1 or None]:
            self._do('rm -rf "$root/releases/$name"', name=name)

    def releases(self) -> list[str]:
        found = self._do('ls "$root/releases"')
        return sorted(name for name in found if RELEASE_NAME.fullmatch(name))

    def roll_back(self, name: str, now: datetime, key: Path | None) -> None:
        """Point the link at it: its manifest and signature come back with it."""
        folder = f"{self._root}/releases/{name}"
        manifest = self._do(f'cat "$folder/{MANIFEST}"', folder=folder)
        online = Online.read("".join(f"{line}\n" for line in manifest).encode(), is_signed=False)
        found = self._compare(folder, online.manifest)
        refuse_unlike(found, f"{name} 不完整，没有退回", "")
        self._do(_POINT, name=name)

    def _begin(self) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        begin = script(
            _OPEN,
            root=self._root,
            holder=f"{getpass.getuser()}@{socket.gethostname()}，{now} 开始",
            token=self._token,
            wait=str(self._wait),
            seconds=str(_ORPHAN_SECONDS),
        )
        said = self._session.run(begin)[0]
        match said:
            case [*_, "ready"]:
                return
            case [*_, "missing", tool]:
                raise Hindered(f"服务器上没有 {tool} 命令。请让服务器管理员安装，再发布一次。")
            case [*_, "strange", path]:
                raise Hindered(f"服务器上的 {path} 不是本程序放的，没有发布。请换一个空文件夹。")
            case [*_, "held", holder]:
                raise Hindered(f"另一个发布正在进行（{holder}），没有发布。等它结束再试。")
            case [*_, "busy"]:
                raise Hindered("上一次中断的传输还没有停下，没有发布。过一两分钟再试。")
        raise Hindered(explained("\n".join(said)))

    def _do(self, lines: str, **values: str) -> list[str]:
        return self._session.do(script(lines, root=self._root, **values))

    def _current(self) -> str:
        return "".join(self._do('cd -P "$root/current" 2>/dev/null && pwd -P || :')).rpartition(
            "/"
        )[2]

    def _compare(self, folder: str, expected: Manifest) -> list[Finding]:
        found = {}
        for line in self._do(_DIGESTS, folder=folder):
            digest, _, path = line.partition(" ")
            found[path.lstrip(" *").removeprefix("./")] = digest
        return findings(expected, found)

    def _send(self) -> None:
        """Start rsync; on the server it runs only while this very session holds the lock.

        A deployment that is killed leaves its rsync behind for a while. The next session waits for
        it at the lock `transfer`, and one that comes later still finds another token and gives up.
        """
        guarded = 'test "$(cat "$0")" = "$1" && shift && exec rsync "$@"'
        state = f"{self._root}/.zhanting"
        guard = ["flock", "-n", f"{state}/transfer", "sh", "-c", guarded, f"{state}/token"]
        remote = shlex.join(["env", "LC_ALL=C", *guard, self._token])
        current = self._current()
        command = [program("rsync"), "-rlp", "--checksum", "--chmod=D755,F644", "--delete"]
        command += ["-s", "--partial-dir=.rsync-partial", "--timeout=60"]
        command += [f"--link-dest={self._root}/releases/{current}"] if current else []
        command += [f"--rsh={shlex.join(self._server.ssh())}", f"--rsync-path={remote}"]
        host = f"[{self._server.host}]" if ":" in self._server.host else self._server.host
        command += ["--", f"{self._tree}/", f"{host}:{self._incoming}/"]
        done = subprocess.run(command, capture_output=True, env=environment())
        if done.returncode:
            raise Hindered(explained(done.stderr.decode("utf-8", "replace")))


def server_of(address: str, known_hosts: Path | None) -> Server:
    """The server of `ssh://user@host:port/absolute/path`; UsageError for anything else."""
    parts = urlsplit(address)
    path = unquote(parts.path).rstrip("/")
    try:
        port = parts.port
    except ValueError:
        port = 0
    named = [parts.hostname or "", parts.username or "user"]
    plain = all(re.fullmatch(r"\w[\w.:-]*", name) for name in named)
    if not plain or port == 0 or parts.password or not path or "\n" in path:
        raise UsageError(
            f"看不懂 “{address}”。写法：ssh://用户@服务器:端口/网站的文件夹，不要写密码。"
        )
    return Server(named[0], parts.username, port, path, known_hosts)
