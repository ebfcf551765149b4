"""A release goes online whole or not at all, keeps what open pages need, and can be taken back."""

import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import servers
from conftest import ROOT
from servers import Visitor, website

from generator.deploy.address import Access, target_of
from generator.deploy.folder import FolderTarget
from generator.deploy.release import Order, Release
from generator.deploy.run import Wish, deploy, roll_back
from generator.errors import Hindered, UsageError
from generator.publishing.lock import locked
from generator.publishing.manifest import MANIFEST, parse
from generator.publishing.verify import Trusted, verify_folder

START = datetime.fromisoformat("2026-01-02T03:04:05+08:00")
WISH = Wish(
    Order(START, None, 7, None, frozenset(), compress=True, jobs=2),
    keep=5,
    afresh=False,
    dry_run=False,
)


def at(days: float, **changes: object) -> Wish:
    """To be deployed so many days after the first."""
    order = replace(WISH.order, released=START + timedelta(days=days), **changes)
    return replace(WISH, order=order)


class Office:
    """Who deploys: builds versions and sends them to a folder."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.cache = folder / "cache"
        self.root = folder / "www"
        self.said: list[str] = []

    @property
    def target(self) -> FolderTarget:
        return FolderTarget(self.root, 0)

    def deploy(self, version: int, wish: Wish = WISH) -> None:
        website(self.site, version)
        deploy(self.site, self.cache, self.target, wish, self.said.append)

    def online(self) -> str:
        return re.findall("<title>(.*?)<", (self.root / "current" / "index.html").read_text())[0]

    def is_whole(self) -> bool:
        return verify_folder(self.root / "current", Trusted()).findings == ()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def pictures(office: Office) -> set[str]:
    return {path.name for path in (office.root / "current/assets/photos").iterdir()}


def test_first_release_and_its_compressed_copies_are_listed_and_served(office: Office) -> None:
    office.deploy(1)
    manifest = parse((office.root / "current" / MANIFEST).read_text())
    assert manifest.released == START.isoformat()
    assert manifest.previous == ""
    assert {"index.html", "index.html.gz", "index.html.br"} <= manifest.files.keys()
    assert not any(uri.startswith("assets/photos") and uri.endswith("z") for uri in manifest.files)
    assert office.is_whole()
    assert str((office.root / "current").readlink()).startswith("releases/20260101T190405Z-")
    modes = {path.stat().st_mode & 0o777 for path in (office.root / "current").resolve().rglob("*")}
    assert modes == {0o755, 0o644}


def test_pictures_of_open_pages_stay_for_a_week(office: Office) -> None:
    office.deploy(1)
    old = pictures(office)
    office.deploy(2, at(1))
    assert old < pictures(office)
    assert office.is_whole()
    manifest = parse((office.root / "current" / MANIFEST).read_text())
    assert set(manifest.kept.values()) == {(START + timedelta(days=1)).isoformat()}
    # A release in between does not make them younger.
    office.deploy(3, at(7.5))
    assert old < pictures(office)
    office.deploy(4, at(8.5))
    assert len(old & pictures(office)) == 1  # the one that all versions have
    assert office.is_whole()


def test_withdrawn_pictures_go_at_once_when_asked(office: Office) -> None:
    office.deploy(1)
    old = pictures(office)
    office.deploy(2, at(1, keep_days=0))
    assert len(old & pictures(office)) == 1


def test_equal_files_are_stored_once(office: Office) -> None:
    office.deploy(1)
    before = (office.root / "current/404.html").stat().st_ino
    office.deploy(2, at(1))
    assert (office.root / "current/404.html").stat().st_ino == before


def test_the_same_website_again_changes_nothing(office: Office) -> None:
    office.deploy(1)
    before = str((office.root / "current").readlink())
    office.deploy(1, at(1))
    assert str((office.root / "current").readlink()) == before
    assert "线上已经是这一版。" in office.said


def test_a_dry_run_tells_and_changes_nothing(office: Office) -> None:
    office.deploy(1)
    office.said.clear()
    before = str((office.root / "current").readlink())
    office.deploy(2, replace(at(1), dry_run=True))
    assert str((office.root / "current").readlink()) == before
    assert office.said[0].startswith("新增 5 个文件，改动 15 个，删除 0 个")


def test_the_newest_five_releases_stay_and_one_can_go_back(office: Office) -> None:
    for version in range(1, 8):
        office.deploy(version, at(version / 100))
    releases = office.target.releases()
    assert len(releases) == 5
    roll_back(office.target, None, START, None, office.said.append)
    assert office.online() == "6"
    roll_back(office.target, None, START, None, office.said.append)
    assert office.online() == "5"
    roll_back(office.target, releases[-1], START, None, office.said.append)
    assert office.online() == "7"
    with pytest.raises(UsageError, match="没有"):
        roll_back(office.target, "20200101T000000Z-00000000", START, None, office.said.append)


def test_a_damaged_release_is_not_gone_back_to(office: Office) -> None:
    office.deploy(1)
    office.deploy(2, at(1))
    page = office.root / "releases" / office.target.releases()[0] / "index.html"
    page.unlink()
    page.write_text("别的")
    with pytest.raises(Hindered, match="不完整，没有退回"):
        roll_back(office.target, None, START, None, office.said.append)
    assert office.online() == "2"


def test_a_changed_file_online_is_not_taken_over(office: Office) -> None:
    office.deploy(1)
    same = office.root / "current/404.html"
    same.unlink()
    same.write_text("骗人的网页")
    office.deploy(2, at(1))
    assert office.is_whole()
    assert "骗人" not in same.read_text()


def test_a_kept_file_that_was_changed_stops_the_deployment(office: Office) -> None:
    office.deploy(1)
    for picture in (office.root / "current/assets/photos").iterdir():
        picture.unlink()
        picture.write_text("别的图")
    with pytest.raises(Hindered, match=r"(?s)不见了.*--afresh"):
        office.deploy(2, at(1))
    assert office.online() == "1"
    office.deploy(2, replace(at(1), afresh=True))
    assert office.is_whole()


def test_a_website_that_was_changed_after_its_build_is_refused(office: Office) -> None:
    website(office.site, 1)
    (office.site / "index.html").write_text("手改的")
    with pytest.raises(Hindered, match=r"index\.html"):
        deploy(office.site, office.cache, office.target, WISH, office.said.append)
    with pytest.raises(Hindered, match="zhanting build"):
        deploy(office.cache, office.cache, office.target, WISH, office.said.append)


def test_an_older_commit_takes_no_newer_ones_place(office: Office) -> None:
    office.deploy(2, at(0, committed=START))
    with pytest.raises(Hindered, match="线上的内容更新"):
        office.deploy(1, at(1, committed=START - timedelta(seconds=1)))
    with pytest.raises(Hindered, match="--committed"):
        office.deploy(1, at(1))
    # The same content, committed later, guards against what lies between.
    office.deploy(2, at(2, committed=START + timedelta(days=2)))
    with pytest.raises(Hindered, match="线上的内容更新"):
        office.deploy(3, at(3, committed=START + timedelta(days=1)))
    assert office.online() == "2"


def test_the_manifest_is_signed_and_the_chain_holds(office: Office, tmp_path: Path) -> None:
    key = tmp_path / "key"
    command = [servers.program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(command, check=True)
    office.deploy(1, at(0, key=key))
    before = str((office.root / "current").readlink()).rpartition("-")[2]
    office.deploy(2, at(1, key=key))
    trusted = Trusted(key=tmp_path / "key.pub")
    assert verify_folder(office.root / "current", trusted).findings == ()
    manifest = parse((office.root / "current" / MANIFEST).read_text())
    assert manifest.previous.startswith(before)


def test_two_deployments_at_once_do_not_interleave(office: Office) -> None:
    office.deploy(1)
    with locked(office.root / ".zhanting/deploy"), pytest.raises(Hindered, match="等它结束"):
        office.deploy(2, at(1))
    assert office.online() == "1"


def test_a_base_that_changed_meanwhile_is_not_overwritten(office: Office) -> None:
    office.deploy(1)
    office.deploy(2, at(1))
    first, _ = office.target.releases()

    class Meddled(FolderTarget):
        def place(self, release: Release) -> None:
            super().place(release)
            (office.root / "current").unlink()
            (office.root / "current").symlink_to(f"releases/{first}")

    website(office.site, 3)
    with pytest.raises(Hindered, match="被别处换过"):
        deploy(office.site, office.cache, Meddled(office.root, 0), at(2), office.said.append)
    assert office.online() == "1"


def test_a_manifest_online_that_cannot_be_read_stops_the_deployment(office: Office) -> None:
    office.deploy(1)
    (office.root / "current" / MANIFEST).write_text("不是清单")
    with pytest.raises(Hindered, match="--afresh"):
        office.deploy(2, at(1))


def test_a_folder_of_somebody_else_is_left_alone(office: Office) -> None:
    (office.root / "current").mkdir(parents=True)
    with pytest.raises(Hindered, match="不是本程序放的"):
        office.deploy(1)


def test_wrong_targets_are_told() -> None:
    for address in ("ftp://example/x", "ssh://user:secret@host/x", "ssh://host", "s3:///x"):
        with pytest.raises(UsageError):
            target_of(address, Access())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_a_full_disk_is_told_and_the_website_stays(office: Office, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: it needs no rights and fails alike."""
    office.deploy(1)
    website(office.site, 2, big="x" * 100_000)
    done = run(office, 2, limit_bytes=40_000, rebuild=False)
    assert done.returncode == 1
    assert "原来的网站和内容没有改动" in done.stderr
    assert "Traceback" not in done.stderr
    assert office.online() == "1"
    assert run(office, 2, rebuild=False).returncode == 0
    assert office.is_whole()


def command(office: Office) -> list[str]:
    command = [sys.executable, "-m", "generator", "deploy", str(office.root)]
    root = ["--root", str(office.cache.parent), "--site", str(office.site)]
    return [*command, *root]


def run(
    office: Office, version: int, *, limit_bytes: int = 0, rebuild: bool = True
) -> "subprocess.CompletedProcess[str]":
    if rebuild:
        website(office.site, version)
    # A shell's limit is in blocks of 512 or 1024 bytes.
    limit = ["sh", "-c", f'ulimit -f {limit_bytes // 1024}; exec "$@"', "sh"] if limit_bytes else []
    return subprocess.run([*limit, *command(office)], cwd=ROOT, capture_output=True, text=True)


def test_after_the_switch_the_live_website_is_compared(office: Office, tmp_path: Path) -> None:
    office.deploy(1)
    website(office.site, 2)
    with servers.nginx(tmp_path / "nginx", office.root / "current") as url:
        live = [*command(office), "--url", url]
        done = subprocess.run(live, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.endswith("和清单一致。\n")
    with servers.nginx(tmp_path / "nginx", office.root / "releases") as url:
        wrong = [*command(office), "--url", url]
        done = subprocess.run(wrong, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 1
        assert "按网址核对不一致" in done.stderr


def test_killed_at_any_moment_the_website_is_whole_and_the_next_run_ends_it(office: Office) -> None:
    """tests/bench/deploy_kills.py does it 200 times."""
    office.deploy(0, at(-1))
    rng = random.Random(6)
    for version in range(1, 5):
        website(office.site, version)
        before = office.online()
        process = subprocess.Popen(command(office), cwd=ROOT, stdout=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.3, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert office.is_whole()
        assert office.online() in {before, str(version)}
    assert run(office, 5).returncode == 0
    assert office.online() == "5"
    assert office.is_whole()


def test_visitors_never_miss_anything_while_it_is_deployed(office: Office, tmp_path: Path) -> None:
    office.deploy(0)
    with servers.nginx(tmp_path / "nginx", office.root / "current") as url:
        pages = [url, *(f"{url}sites/{number}/" for number in range(1, 5))]
        with Visitor(pages).reading() as visitor:
            for version in range(1, 7):
                office.deploy(version, at(version / 100))
            time.sleep(0.3)
    assert visitor.faults == []
    assert {"0", "6"} <= visitor.versions
