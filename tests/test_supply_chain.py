"""What the project runs with is pinned by hash, under licences that suit, and fetches nothing."""

import os
import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from conftest import ROOT, Project, make_photo

from generator import licences
from generator.licences import BUNDLED, LOCKS, OWN_DATA, WITH_LIBRARIES, packages, unknown_licences


def pinned(*locks: str) -> set[str]:
    text = "".join((ROOT / lock).read_text(encoding="utf-8") for lock in locks)
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[.*?\])?==", text, flags=re.M))


# ---------------------------------------------------------------- hashes


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.txt")))
def test_every_pin_has_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.M).strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(?:\[.*?\])?==\S+", entry)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry)


def test_make_installs_nothing_without_hashes() -> None:
    """The project itself apart, which is installed without its dependencies."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"^\t.*pip install.*$", makefile, flags=re.M)
    assert len(installs) >= 4
    for line in installs:
        assert "--require-hashes -r requirements" in line or "--no-deps" in line


# ---------------------------------------------------------------- licences


def test_the_list_of_licences_is_up_to_date() -> None:
    written = (ROOT / licences.LIST).read_text(encoding="utf-8")
    assert written == licences.licence_list(ROOT), "Run `make licences`."


def test_the_list_holds_exactly_what_is_pinned() -> None:
    written = (ROOT / licences.LIST).read_text(encoding="utf-8").split("## In the project")[0]
    listed = re.findall(r"^\| ([a-z0-9][a-z0-9._-]*) \| (?!version)", written, flags=re.M)
    assert len(listed) == len(set(listed))
    assert set(listed) == pinned(*LOCKS)
    assert len(listed) > 50


@pytest.mark.parametrize("package", [*packages(ROOT)], ids=lambda package: package.name)
def test_licences_are_permissive_or_weak_copyleft(package: licences.Pinned) -> None:
    assert unknown_licences(package.licence) == set()


def test_other_licences_would_be_told() -> None:
    assert unknown_licences("GPL-3.0-or-later") == {"GPL-3.0-or-later"}
    assert unknown_licences("MIT AND AGPL-3.0-only") == {"AGPL-3.0-only"}
    assert unknown_licences("GPL-2.0-only OR MIT") == set()
    assert unknown_licences("not stated") == {"not stated"}


def test_libraries_inside_wheels_were_looked_at() -> None:
    """A wheel may carry what its metadata does not speak of, such as x265 under the GPL."""
    carrying = {
        name
        for name in pinned(*LOCKS)
        if any(".libs/" in str(file) for file in distribution(name).files or ())
    }
    assert carrying <= WITH_LIBRARIES


def test_every_file_of_data_says_whose_it_is() -> None:
    data = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc", ".j2"}
        and path.name not in {"OFL.txt", "README.md"}
        and path.parent.name != "__pycache__"
    }
    assert data == OWN_DATA | {bundled.files for bundled in BUNDLED}


# ---------------------------------------------------------------- no network

# Python runs this file at the start of every process, also of those that a build starts itself.
GUARD = """
import os, sys

LOG = os.environ["GUARD_LOG"]

def log(line):
    with open(LOG, "a") as file:
        file.write(line + "\\n")

def guard(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname",
                 "socket.gethostbyaddr", "socket.sendto", "socket.sendmsg", "socket.bind"):
        log("used " + event)
        raise PermissionError("no network: " + event)

sys.addaudithook(guard)
log(f"guarded {os.getpid()}")
"""
TRY = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/', timeout=1)"


def guarded(folder: Path, root: Path, *command: str) -> tuple[int, list[str]]:
    """(exit code, what the guard wrote) of Python run with every socket refused."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    log = folder / "log"
    env = {**os.environ, "PYTHONPATH": str(folder), "GUARD_LOG": str(log)}
    done = subprocess.run(
        [sys.executable, *command], cwd=root, env=env, capture_output=True, text=True
    )
    return done.returncode, log.read_text().splitlines()


def test_a_build_uses_no_network(project: Project, tmp_path: Path) -> None:
    """With a photo, an attachment and a body that is not plain: each has a process or a library."""
    listed = "照片:\n  - 文件: a.jpg\n    图注: 一\n附件:\n  - 文件: a.pdf\n    名称: 二\n"
    file = project.record("sites/bailu", listed, body="正文 _不寻常_。\n")
    make_photo(file.parent / "a.jpg")
    (file.parent / "a.pdf").write_bytes(b"%PDF-1.7\n" + bytes(100))
    root = project.with_theme().root  # a project of its own has nothing cached
    code, told = guarded(tmp_path / "guard", root, "-m", "generator", "build")
    assert code == 0
    assert (root / "site/sites/bailu/index.html").is_file()
    # The build itself, the conversion of bodies and the search of the attachment.
    assert len({line for line in told if line.startswith("guarded")}) >= 3
    assert [line for line in told if line.startswith("used")] == []


def test_the_guard_refuses(tmp_path: Path) -> None:
    """Without this, the test above could pass because its guard never stood."""
    code, told = guarded(tmp_path / "guard", tmp_path, "-c", TRY)
    assert code != 0
    assert any(line.startswith("used socket.") for line in told)
