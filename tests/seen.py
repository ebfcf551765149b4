"""A real Chromium, and a running `zhanting preview` for it to look at.

For tests, for measurements (`tests/bench`) and for the pictures of the handbook.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Runs within the block. FileNotFoundError on a machine without one."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program or not Path(program).exists():
        raise FileNotFoundError("No Chromium: run `make test`, or set CHROMIUM to its program.")
    with sync_playwright() as playwright:
        # Containers run as root, where Chromium's sandbox cannot work.
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=program, args=options)
        yield running
        running.close()


def copy_machinery(root: Path) -> None:
    """All of a project but its content: generator, theme and mkdocs.yml."""
    for name in ("generator", "theme_overrides"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)


@contextmanager
def previewed(project: Path, *arguments: str) -> Iterator[str]:
    """The address that `zhanting preview` gives, as long as the block lasts."""
    command = [sys.executable, "-m", "generator", "preview", *arguments, "--no-browser"]
    # As on anybody's machine: Python and templates are compiled once.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.wait()
