"""How soon `zhanting preview` shows a record, and a saved change of it, in a real Chromium.

    python tests/bench/preview_speed.py [--records 2000] [--runs 10]

Makes a province of that size (`corpus.py`) in a temporary project and prints medians and extremes,
in seconds of the clock:

    cold   the command is started, nothing is kept from before → the page's heading is visible
    warm   the same with what an earlier preview kept
    save   the record's file is written → the changed text is visible in the open page

Chromium runs already, as somebody's browser would. Nothing else should run meanwhile.
"""

import argparse
import compileall
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# As on anybody's machine: Python and templates are compiled once.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, opened_browser() as page:
        project = made_project(Path(folder), options.records)
        file = sorted((project / "content/sites").rglob("index.md"))[0]
        for name, before in (("cold", lambda: forget(project)), ("warm", lambda: None)):
            tell(name, [started(project, file, page, before) for _ in range(options.runs)])
        with previewed(project, file) as address:
            page.goto(address)
            page.locator("h1").first.wait_for()
            time.sleep(3)  # until the folders are watched
            tell("save", [saved(file, page, number) for number in range(options.runs)])


def made_project(root: Path, records: int) -> Path:
    subprocess.run(
        [sys.executable, str(ROOT / "tests/bench/corpus.py"), str(records), str(root)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for name in ("generator", "theme_overrides"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    compileall.compile_dir(root / "generator", quiet=1)
    return root


def forget(project: Path) -> None:
    shutil.rmtree(project / ".cache", ignore_errors=True)


@contextmanager
def opened_browser() -> Iterator[Page]:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=options)
        page = browser.new_page()
        page.goto("about:blank")
        yield page
        browser.close()


@contextmanager
def previewed(project: Path, file: Path) -> Iterator[str]:
    """The address at which the record is shown."""
    command = [sys.executable, "-m", "generator", "preview", str(file), "--no-browser"]
    process = subprocess.Popen(
        command, cwd=project, env=ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def started(project: Path, file: Path, page: Page, before: Callable[[], None]) -> float:
    before()
    since = time.perf_counter()
    with previewed(project, file) as address:
        page.goto(address, wait_until="commit")
        page.locator("h1").first.wait_for()
        took = time.perf_counter() - since
        time.sleep(2)  # what it keeps is written meanwhile
    return took


def saved(file: Path, page: Page, number: int) -> float:
    text = f"第{number}次保存在{time.time_ns()}。"
    since = time.perf_counter()
    with file.open("a", encoding="utf-8") as record:
        record.write(f"\n{text}\n")
    page.get_by_text(text).wait_for()
    took = time.perf_counter() - since
    time.sleep(0.5)
    return took


def tell(name: str, found: list[float]) -> None:
    median, least, most = statistics.median(found), min(found), max(found)
    print(f"{name:5} median {median:.2f} s ({least:.2f}-{most:.2f}, {len(found)} runs)", flush=True)


if __name__ == "__main__":
    main()
