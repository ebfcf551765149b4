"""How soon `zhanting preview` shows a record, and a saved change of it, in a real Chromium.

    python tests/bench/preview_speed.py [--records 2000] [--runs 10]

Makes a province of that size (`corpus.py`) in a temporary project and prints medians and extremes,
in seconds of the clock:

    cold   the command is started, nothing is kept from before → the page's heading is visible
    warm   the same with what an earlier preview kept
    save   the record's file is written → the changed text is visible in the open page
    front  the same with a changed summary, which other pages show as well
    fault  the same with a mistake → it is told above the page

Chromium runs already, as somebody's browser would. Nothing else should run meanwhile.
"""

import argparse
import compileall
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from seen import ROOT, chromium, copy_machinery, previewed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        page = browser.new_page()
        page.goto("about:blank")
        project = made_project(Path(folder), options.records)
        file = sorted((project / "content/sites").rglob("index.md"))[0]
        for name, before in (("cold", lambda: forget(project)), ("warm", lambda: None)):
            tell(name, [started(project, file, page, before) for _ in range(options.runs)])
        with previewed(project, str(file)) as address:
            page.goto(address)
            page.locator("h1").first.wait_for()
            time.sleep(3)  # until the folders are watched
            for name, save in (
                ("save", text_saved),
                ("front", front_saved),
                ("fault", fault_saved),
            ):
                tell(name, [saved(file, page, save, number) for number in range(options.runs)])


def made_project(root: Path, records: int) -> Path:
    subprocess.run(
        [sys.executable, str(ROOT / "tests/bench/corpus.py"), str(records), str(root)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    copy_machinery(root)
    compileall.compile_dir(root / "generator", quiet=1)
    return root


def forget(project: Path) -> None:
    shutil.rmtree(project / ".cache", ignore_errors=True)


def started(project: Path, file: Path, page: Page, before: Callable[[], None]) -> float:
    before()
    since = time.perf_counter()
    with previewed(project, str(file)) as address:
        page.goto(address, wait_until="commit")
        until(page, "() => document.querySelector('h1')")
        took = time.perf_counter() - since
        time.sleep(2)  # what it keeps is written meanwhile
    return took


# Each gives the record's file as somebody would save it, and what is to be seen then.


def text_saved(before: str, mark: str) -> tuple[str, str]:
    return f"{before}\n{mark}\n", mark


def front_saved(before: str, mark: str) -> tuple[str, str]:
    return re.sub("^摘要: .*$", f"摘要: {mark}", before, flags=re.M), mark


def fault_saved(before: str, mark: str) -> tuple[str, str]:
    return before.replace("---\n", f"---\n{mark}: 是\n", 1), f"没有“{mark}”这一项"


def saved(
    file: Path, page: Page, save: Callable[[str, str], tuple[str, str]], number: int
) -> float:
    before = file.read_text(encoding="utf-8")
    after, seen = save(before, f"第{number}次在{time.time_ns()}")
    since = time.perf_counter()
    file.write_text(after, encoding="utf-8")
    until(page, "text => document.body?.textContent.includes(text)", seen)
    took = time.perf_counter() - since
    if save is fault_saved:
        file.write_text(before, encoding="utf-8")
        until(page, "text => !document.body?.textContent.includes(text)", seen)
    time.sleep(1)
    return took


def until(page: Page, is_so: str, *asked: str) -> None:
    """Wait for what is in the page; looked for before each frame that the browser paints.

    Playwright's own ways of waiting look twice a second at last.
    """
    page.wait_for_function(is_so, arg=asked[0] if asked else None, polling="raf")


def tell(name: str, found: list[float]) -> None:
    median, least, most = statistics.median(found), min(found), max(found)
    print(f"{name:5} median {median:.2f} s ({least:.2f}-{most:.2f}, {len(found)} runs)", flush=True)


if __name__ == "__main__":
    main()
