"""Real servers on loopback, and small websites to deploy to them.

Each server is a program of the system (`tests/setup-servers` installs them) that runs from a folder
of the test's own, on a free port, and ends with the test. One that is missing fails the test.
"""

import getpass
import hashlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from conftest import ROOT

from generator.publishing.manifest import MANIFEST, manifest_of

_SEARCHED = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
_MODULES = ("/usr/lib/nginx/modules", "/usr/share/nginx/modules")
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def program(name: str) -> str:
    found = shutil.which(name, path=_SEARCHED)
    if not found:
        pytest.fail(f"No {name}: run `make test`, or tests/setup-servers.")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# ---------------------------------------------------------------- websites to deploy


def website(folder: Path, version: int, pages: int = 5, **more: str) -> Path:
    """As a build leaves it; each page asks for two pictures, one of this version alone."""
    shutil.rmtree(folder, ignore_errors=True)
    same = _picture(folder, b"the same in all versions")
    for number in range(pages):
        own = _picture(folder, b"picture %d of version %d " % (number, version) * 500)
        name = "index.html" if number == 0 else f"sites/{number}/index.html"
        up = "../" * name.count("/")
        images = "".join(f'<img src="{up}{uri}" alt="">' for uri in (same, own))
        text = f"<!doctype html><title>{version}</title>{images}" + "<p>先锋展厅</p>" * 30
        _write(folder / name, text.encode())
    _write(folder / "404.html", b"<!doctype html><title>404</title>" + b"<p>no such page</p>" * 30)
    for name, text in more.items():
        _write(folder / name, text.encode())
    (folder / MANIFEST).write_text(manifest_of(folder).text(), encoding="utf-8")
    return folder


def _picture(folder: Path, content: bytes) -> str:
    uri = f"assets/photos/{hashlib.sha256(content).hexdigest()[:20]}-320.webp"
    _write(folder / uri, content)
    return uri


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


# ---------------------------------------------------------------- visitors


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def get(url: str, **headers: str) -> Answer:
    """One request, not followed; header names with _ for -."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", parts.path or "/", headers=sent)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, told, answer.read())
    finally:
        connection.close()


@dataclass
class Visitor:
    """Reads pages, and a moment later all that they ask for, until the block ends."""

    pages: list[str]
    faults: list[str] = field(default_factory=list)
    read: int = 0
    versions: set[str] = field(default_factory=set)

    @contextmanager
    def reading(self) -> Iterator["Visitor"]:
        done = threading.Event()
        threads = [threading.Thread(target=self._read, args=(done,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            done.set()
            for thread in threads:
                thread.join()

    def _read(self, done: threading.Event) -> None:
        while not done.is_set():
            for page in self.pages:
                try:
                    self._read_page(page)
                except OSError as error:
                    self.faults.append(f"{page}: {error}")
            self.read += 1

    def _read_page(self, page: str) -> None:
        answer = get(page)
        if answer.status != 200 or not answer.body.endswith(b"</p>"):
            self.faults.append(f"{page}: {answer.status}, {len(answer.body)} bytes")
            return
        text = answer.body.decode()
        self.versions.update(re.findall("<title>(.*?)<", text))
        time.sleep(0.02)
        for source in re.findall('src="(.*?)"', text):
            found = get(urljoin(page, source))
            name = hashlib.sha256(found.body).hexdigest()[:20]
            if found.status != 200 or name not in source:
                self.faults.append(f"{page} asks for {source}: {found.status}")


# ---------------------------------------------------------------- servers


@contextmanager
def running(
    command: list[str], port: int, log: Path, **env: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at a port; ends with the block."""
    with log.open("wb") as said:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd=log.parent,
            # Caddy remembers its configuration at home.
            env={
                **os.environ,
                "XDG_CONFIG_HOME": str(log.parent),
                "XDG_DATA_HOME": str(log.parent),
                **env,
            },
        )
    try:
        while server.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        assert server.poll() is None, f"{command[0]}: {log.read_text(errors='replace')}"
        yield server
    finally:
        server.terminate()
        server.wait()


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[str]:
    """docs/servers/nginx.conf, with another port and another folder."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "docs/servers/nginx.conf").read_text(encoding="utf-8")
    text = _replaced(text, "    listen 80;", f"    listen 127.0.0.1:{port};")
    text = _replaced(text, "    listen [::]:80;\n", "")
    text = _replaced(text, "root /srv/www/current;", f"root {root};")
    (folder / "zhanting.conf").write_text(text, encoding="utf-8")
    name = "ngx_http_brotli_static_module.so"
    module = next((m for each in _MODULES if (m := Path(each, name)).exists()), None)
    if not module:
        pytest.fail(f"No {name}: run `make test`, or tests/setup-servers.")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"load_module {module};\n"
        + (f"user {getpass.getuser()};\n" if IS_ROOT else "")
        + f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}include {folder}/zhanting.conf;\n}}\n",
        encoding="utf-8",
    )
    command = [
        program("nginx"),
        "-c",
        str(folder / "nginx.conf"),
        "-p",
        str(folder),
        "-e",
        "stderr",
    ]
    with running(command, port, folder / "log"):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def caddy(folder: Path, root: Path) -> Iterator[str]:
    """docs/servers/Caddyfile, with another address and another folder."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "docs/servers/Caddyfile").read_text(encoding="utf-8")
    text = _replaced(text, "\nwww.example.gov.cn {", f"\nhttp://127.0.0.1:{port} {{")
    text = _replaced(text, "root * /srv/www/current", f'root * "{root}"')
    head = "{\n\tadmin off\n}\n"
    (folder / "Caddyfile").write_text(head + text, encoding="utf-8")
    command = [program("caddy"), "run", "--adapter", "caddyfile", "--config", "Caddyfile"]
    with running(command, port, folder / "log"):
        yield f"http://127.0.0.1:{port}/"


@dataclass(frozen=True)
class Sshd:
    """An OpenSSH server, and an agent with a key that it takes."""

    port: int
    known_hosts: Path
    folder: Path
    server: subprocess.Popen[bytes]

    def url(self, path: Path) -> str:
        return f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{path}"


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("host", "user"):
        if not (folder / name).exists():
            command = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f"]
            subprocess.run([*command, str(folder / name)], check=True)
    if IS_ROOT:
        Path("/run/sshd").mkdir(exist_ok=True)
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/user.pub\nStrictModes no\nPasswordAuthentication no\n"
        f"PermitRootLogin prohibit-password\nUsePAM {'yes' if IS_ROOT else 'no'}\n"
        "MaxStartups 100\nPrintMotd no\n"
    )
    public = (folder / "host.pub").read_text().split()
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(f"[127.0.0.1]:{port} {public[0]} {public[1]}\n")
    command = [program("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")]
    with running(command, port, folder / "log") as server, _agent(folder / "user"):
        yield Sshd(port, known_hosts, folder, server)


@contextmanager
def _agent(key: Path) -> Iterator[None]:
    """The key is in an agent, as on the desk of who deploys."""
    said = subprocess.run([program("ssh-agent"), "-s"], check=True, capture_output=True, text=True)
    told = dict(re.findall(r"(SSH_\w+)=([^;]+)", said.stdout))
    before = os.environ.get("SSH_AUTH_SOCK")
    os.environ["SSH_AUTH_SOCK"] = told["SSH_AUTH_SOCK"]
    try:
        subprocess.run([program("ssh-add"), "-q", str(key)], check=True)
        yield
    finally:
        os.kill(int(told["SSH_AGENT_PID"]), 15)
        del os.environ["SSH_AUTH_SOCK"]
        if before is not None:
            os.environ["SSH_AUTH_SOCK"] = before


@contextmanager
def s3(folder: Path) -> Iterator[str]:
    """An S3-compatible server without any bucket; its endpoint."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(command, port, folder / "log"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def dask_scheduler(folder: Path, **env: str) -> Iterator[str]:
    """A Dask scheduler without workers; its address."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    place = ["--host", "127.0.0.1", "--port", str(port)]
    env = {"PYTHONPATH": str(ROOT), **env}
    with running([*command, *place], port, folder / "scheduler.log", **env):
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def dask_worker(
    folder: Path, scheduler: str, program: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of one thread, with the `generator` that lies in `program`; its address in `args`.

    It has no keeper that would start it again. The caller waits until the scheduler knows it.
    """
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, "--nthreads", "1"]
    place = ["--host", "127.0.0.1", "--worker-port", str(port), "--local-directory", str(folder)]
    options = ["--no-nanny", "--no-dashboard", *place]
    log = folder / f"worker-{port}.log"
    env = {"PYTHONPATH": str(program), "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    with running([*command, *options], port, log, **env) as worker:
        try:
            yield worker
        finally:
            # It has nothing to put in order, and may wait for a scheduler that went before it.
            worker.kill()


def _replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)
