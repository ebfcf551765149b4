"""Deploying to a branch, against a repository of its own."""

import subprocess
from pathlib import Path

import pytest
from servers import program, website
from test_deploy import START, at

from generator.deploy.git import GitTarget
from generator.deploy.release import Release
from generator.deploy.run import deploy, roll_back
from generator.errors import Hindered
from generator.publishing.manifest import MANIFEST, parse


class Office:
    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.remote = folder / "remote.git"
        self.said: list[str] = []
        self.git("init", "--quiet", str(self.project))
        self.git("init", "--quiet", "--bare", str(self.remote))

    def git(self, *arguments: str) -> str:
        command = [program("git"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def target(self, kind: type[GitTarget] = GitTarget) -> GitTarget:
        cache = self.project / ".cache" / "deploy"
        return kind(self.project, str(self.remote), "pages", cache)

    def deploy(self, version: int, days: float, kind: type[GitTarget] = GitTarget) -> None:
        site = website(self.project / "site", version)
        target = self.target(kind)
        deploy(site, self.project / ".cache/deploy", target, at(days), self.said.append)

    def listed(self) -> set[str]:
        names = self.git("--git-dir", str(self.remote), "ls-tree", "-r", "--name-only", "pages")
        return set(names.split())

    def show(self, uri: str) -> str:
        return self.git("--git-dir", str(self.remote), "show", f"pages:{uri}")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_the_branch_is_the_release_and_keeps_what_open_pages_ask_for(office: Office) -> None:
    office.deploy(1, 0)
    old = {uri for uri in office.listed() if uri.startswith("assets/")}
    office.deploy(2, 1)
    assert "<title>2<" in office.show("index.html")
    assert old < office.listed()
    manifest = parse(office.show(MANIFEST))
    assert office.listed() == {*manifest.files, MANIFEST, ".nojekyll"}
    assert len(manifest.kept) == len(old) - 1
    office.deploy(2, 2)
    assert office.said[-2] == "线上已经是这一版。"
    office.deploy(3, 9)
    assert len(old & office.listed()) == 1


def test_a_push_from_elsewhere_meanwhile_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    office.deploy(1, 0)

    class Late(GitTarget):
        def switch(self, release: Release) -> None:
            other.deploy(3, 1)
            super().switch(release)

    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other")
    other.remote = office.remote
    with pytest.raises(Hindered, match="被别处换过"):
        office.deploy(2, 1, Late)
    assert "<title>3<" in office.show("index.html")


def test_what_cannot_be_reached_or_gone_back_to_is_told(office: Office) -> None:
    with pytest.raises(Hindered, match="没有可以退回的"):
        roll_back(office.target(), None, START, None, office.said.append)
    office.remote = office.project / "nowhere"
    with pytest.raises(Hindered, match="找不到这个仓库"):
        office.deploy(1, 0)
