"""Two builds of the same content are byte-identical, wherever and whenever they are made."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from conftest import ROOT


def copy_project(to: Path) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("generator", "theme_overrides", "content"):
        shutil.copytree(ROOT / name, to / name, ignore=ignore)
    shutil.copy(ROOT / "mkdocs.yml", to)
    return to


def build(root: Path, umask: int, **environment: str) -> dict[str, tuple[int, bytes]]:
    """Every published file with its mode."""
    command = [sys.executable, "-m", "generator", "build", "--jobs", environment.pop("JOBS")]
    done = subprocess.run(
        command,
        cwd=root,
        # The day of the build is in one stylesheet; midnight may fall between the two.
        env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600", **environment},
        capture_output=True,
        text=True,
        umask=umask if os.name == "posix" else -1,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): (path.stat().st_mode, path.read_bytes())
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_folder_time_zone_umask_hash_seed_locale_and_threads_change_no_byte(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        one = both.submit(
            build,
            copy_project(tmp_path / "one"),
            0o022,
            TZ="Asia/Shanghai",
            PYTHONHASHSEED="1",
            LC_ALL="C.UTF-8",
            JOBS="1",
        )
        other = both.submit(
            build,
            copy_project(tmp_path / "deeper" / "两"),
            0o077,
            TZ="America/Los_Angeles",
            PYTHONHASHSEED="4242",
            LC_ALL="C",
            JOBS="4",
        )
        first, second = one.result(), other.result()
    assert second.keys() == first.keys()
    assert [uri for uri in first if first[uri] != second[uri]] == []
