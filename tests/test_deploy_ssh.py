"""Deploying to a server, against OpenSSH and rsync on loopback."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import servers
from conftest import ROOT
from servers import Sshd, Visitor, website
from test_deploy import START, WISH, at

from generator.deploy.address import Access, target_of
from generator.deploy.run import Wish, deploy, roll_back
from generator.deploy.session import Session
from generator.deploy.ssh import SshTarget, server_of
from generator.errors import Hindered
from generator.publishing.verify import Trusted, verify_folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with servers.sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


class Office:
    """Who deploys to a server; `root` is the folder there, which a test can look into."""

    def __init__(self, folder: Path, server: Sshd) -> None:
        self.site = folder / "site"
        self.cache = folder / "project" / ".cache" / "deploy"
        # A name that a shell would take apart if it were not quoted.
        self.root = folder / "展厅 $(touch x);'\"" / "www"
        self.root.parent.mkdir()
        self.server = server
        self.said: list[str] = []

    @property
    def target(self) -> SshTarget:
        made = target_of(
            self.server.url(self.root), Access(self.server.known_hosts, None, self.cache)
        )
        assert isinstance(made, SshTarget)
        return made

    def deploy(self, version: int, wish: Wish = WISH) -> None:
        website(self.site, version)
        deploy(self.site, self.cache, self.target, wish, self.said.append)

    def online(self) -> str:
        text = (self.root / "current/index.html").read_text()
        return re.findall("<title>(.*?)<", text)[0]

    def is_whole(self) -> bool:
        return verify_folder(self.root / "current", Trusted()).findings == ()

    def command(self) -> list[str]:
        hosts = ["--known-hosts", str(self.server.known_hosts)]
        place = ["--root", str(self.cache.parents[1]), "--site", str(self.site)]
        url = self.server.url(self.root)
        return [sys.executable, "-m", "generator", "deploy", url, *hosts, *place]


@pytest.fixture
def office(tmp_path: Path, server: Sshd) -> Office:
    return Office(tmp_path, server)


def test_first_update_rollback_and_what_is_kept(office: Office) -> None:
    office.deploy(1)
    assert office.is_whole()
    assert office.online() == "1"
    unchanged = (office.root / "current/404.html").stat().st_ino
    old = {path.name for path in (office.root / "current/assets/photos").iterdir()}
    office.deploy(2, at(1))
    assert office.is_whole()
    assert office.online() == "2"
    assert (office.root / "current/404.html").stat().st_ino == unchanged
    assert old < {path.name for path in (office.root / "current/assets/photos").iterdir()}
    modes = {path.stat().st_mode & 0o777 for path in (office.root / "current").resolve().rglob("*")}
    assert modes == {0o755, 0o644}
    assert sorted(path.name for path in office.root.iterdir()) == [
        ".zhanting",
        "current",
        "releases",
    ]
    roll_back(office.target, None, START, None, office.said.append)
    assert office.online() == "1"
    office.deploy(2, at(2))
    office.deploy(2, at(3))
    assert office.said[-2] == "线上已经是这一版。"


def test_only_the_newest_releases_stay(office: Office) -> None:
    for version in range(3):
        office.deploy(version, replace(at(version), keep=2))
    assert len(list((office.root / "releases").iterdir())) == 2
    assert office.online() == "2"


def test_what_was_changed_on_the_server_is_not_taken_over(office: Office) -> None:
    office.deploy(1)
    same = office.root / "current/404.html"
    size = same.stat().st_size
    same.unlink()
    same.write_bytes(b"x" * size)
    office.deploy(2, at(1))
    assert office.is_whole()
    picture = next((office.root / "current/assets/photos").iterdir())
    for path in picture.parent.iterdir():
        path.unlink()
        path.symlink_to("/etc/passwd")
    with pytest.raises(Hindered, match=r"(?s)被改动.*--afresh"):
        office.deploy(3, at(2))
    assert office.online() == "2"


def test_a_stranger_is_not_trusted(office: Office, tmp_path: Path) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("")
    server = server_of(office.server.url(office.root), hosts)
    website(office.site, 1)
    unknown = SshTarget(server, office.cache, 0)
    with pytest.raises(Hindered, match=r"(?s)不认识.*ssh-keyscan"):
        deploy(office.site, office.cache, unknown, WISH, office.said.append)
    key = office.server.folder / "user.pub"
    changed = office.server.known_hosts.read_text().split()[0]
    hosts.write_text(f"{changed} {' '.join(key.read_text().split()[:2])}\n")
    with pytest.raises(Hindered, match="不一样"):
        deploy(office.site, office.cache, unknown, WISH, office.said.append)
    assert not office.root.exists()


def test_a_refused_key_a_closed_port_and_an_unknown_name_are_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    website(office.site, 1)
    closed = office.server.url(office.root).replace(
        str(office.server.port), str(servers.free_port())
    )
    nowhere = re.sub("127.0.0.1", "nowhere.invalid", office.server.url(office.root))
    for url, said in ((closed, "端口没有开"), (nowhere, "找不到这台服务器的名字")):
        target = SshTarget(server_of(url, office.server.known_hosts), office.cache, 0)
        with pytest.raises(Hindered, match=said):
            deploy(office.site, office.cache, target, WISH, office.said.append)
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere")
    with pytest.raises(Hindered, match="不接受这个账号的密钥"):
        office.deploy(1)


def test_a_missing_program_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Hindered, match="没有 rsync 命令"):
        office.deploy(1)


def test_a_folder_of_somebody_else_is_left_alone(office: Office) -> None:
    (office.root / "current").mkdir(parents=True)
    with pytest.raises(Hindered, match="不是本程序放的"):
        office.deploy(1)


def test_two_at_once_do_not_interleave_and_the_second_is_told_who(office: Office) -> None:
    office.deploy(1)
    told = pytest.raises(Hindered, match=r"另一个发布正在进行（.*@.* 开始）")
    with office.target.locked(), told:
        office.deploy(2, at(1))
    office.deploy(2, at(1))
    assert office.online() == "2"


def test_a_transfer_that_outlived_its_deployment_cannot_write(office: Office) -> None:
    """A killed deployment leaves rsync behind; once another holds the lock, it may not start."""
    office.deploy(1)
    orphan = office.target
    with orphan.locked():
        pass
    with office.target.locked():
        # The shell of the killed deployment is gone, its rsync comes only now.
        orphan._session = Session(orphan._server)
        with pytest.raises(Hindered):
            orphan._send()
        orphan._session.close()
    assert (office.cache / "tree/index.html").is_file()
    assert not (office.root / ".zhanting/incoming").exists()


def test_killed_at_any_moment_the_website_is_whole_and_the_next_run_ends_it(office: Office) -> None:
    """tests/bench/deploy_kills.py does it 200 times."""
    office.deploy(0, at(-1))
    rng = random.Random(6)
    for version in range(1, 4):
        website(office.site, version)
        before = office.online()
        process = subprocess.Popen(
            office.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(rng.uniform(0.4, 1.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert office.is_whole()
        assert office.online() in {before, str(version)}
    website(office.site, 5)
    done = subprocess.run(office.command(), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert office.online() == "5"
    assert office.is_whole()


def test_a_server_that_dies_in_mid_transfer_is_told_and_the_next_run_goes_on(
    tmp_path: Path,
) -> None:
    with servers.sshd(tmp_path / "sshd") as server:
        office = Office(tmp_path, server)
        office.deploy(1)
        big = os.urandom(20_000_000).hex()
        website(office.site, 2, big=big)
        process = subprocess.Popen(
            office.command(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        incoming = office.root / ".zhanting/incoming"
        while process.poll() is None and not list(incoming.glob("**/.big.*")):
            time.sleep(0.005)
        # The sessions are children of the server.
        children = f"/proc/{server.server.pid}/task/{server.server.pid}/children"
        for child in Path(children).read_text().split():
            os.kill(int(child), signal.SIGKILL)
        _, said = process.communicate()
        assert process.returncode == 1
        assert "再发布一次，会接着传" in said
        assert "Traceback" not in said
        assert office.online() == "1"
        assert office.is_whole()
        done = subprocess.run(office.command(), cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert office.online() == "2"
        assert office.is_whole()


def test_visitors_never_miss_anything_while_it_is_deployed(office: Office, tmp_path: Path) -> None:
    office.deploy(0)
    plain = tmp_path / "link"  # nginx reads its configuration with other quotes
    plain.symlink_to(office.root)
    with servers.nginx(tmp_path / "nginx", plain / "current") as url:
        pages = [url, *(f"{url}sites/{number}/" for number in range(1, 5))]
        with Visitor(pages).reading() as visitor:
            for version in range(1, 4):
                office.deploy(version, at(version / 100))
            time.sleep(0.3)
    assert visitor.faults == []
    assert {"0", "3"} <= visitor.versions
