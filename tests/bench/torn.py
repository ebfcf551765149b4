"""Kills builds, fills disks and races builds, and looks whether a website is ever torn.

    python tests/bench/torn.py kill 200        # kill -9 at random moments
    sudo python tests/bench/torn.py full 50    # a disk (tmpfs) of 50 sizes; Linux, needs root
    python tests/bench/torn.py race 50         # three builds of different contents at once

After each, `site/` must be one of the two or three websites, whole, by its own manifest and by the
manifests of undisturbed builds; content must be as it was; the next build must be clean and leave
nothing beside. Prints one line of figures; exits with 1 if anything is torn. `--content DIR` takes
real content in the place of four small records.
"""

import argparse
import filecmp
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from generator.publishing.manifest import MANIFEST, manifest_of, parse  # noqa: E402

WEBSITE = """网站名称: 测试网站
简介: 用来测试。
主办单位: 测试组
网址: https://zhanting.example/
首页:
  口号: 测 试
  导语: 一句话。
"""
RECORD = """---
名称: 白鹭驿站{number}
类型: 党群服务中心
摘要: 第{version}版。
照片:
  - 文件: a.jpg
    图注: 第{version}版的照片
来源:
  - 标题: 某报
---
正文，第{version}版。
"""


def write_version(project: Path, version: int, content: Path | None) -> None:
    """Content of which every version gives another website; the third record comes and goes."""
    if content:
        website = (content / "website.yml").read_text("utf-8")
        tagged = website.replace("简介: ", f"简介: 第{version}版。", 1)
        (project / "content/website.yml").write_text(tagged, "utf-8")
        return
    from PIL import Image

    (project / "content/website.yml").write_text(WEBSITE, "utf-8")
    for number in range(4):
        folder = project / f"content/sites/yi-zhan-{number}"
        shutil.rmtree(folder, ignore_errors=True)
        if number == 3 and version % 2:
            continue
        folder.mkdir(parents=True)
        text = RECORD.format(number=number, version=version)
        (folder / "index.md").write_text(text, "utf-8")
        color = (version * 40 % 256, number * 60, 90)
        Image.effect_noise((640, 480), 50 + number).convert("RGB").point(
            lambda value, color=color: min(255, value + color[0] // 2)
        ).save(folder / "a.jpg")


def make_project(root: Path, content: Path | None) -> Path:
    ignore = shutil.ignore_patterns("__pycache__")
    for name in ("generator", "theme_overrides"):
        shutil.copytree(ROOT / name, root / name, ignore=ignore)
    shutil.copy(ROOT / "mkdocs.yml", root)
    if content:
        shutil.copytree(content, root / "content")
    (root / "content/pages").mkdir(parents=True, exist_ok=True)
    return root


def start(project: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "generator", "build", "--out", str(out), *options]
    return subprocess.Popen(
        command,
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "TMPDIR": str(project)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def build(project: Path, out: Path, *options: str) -> str:
    running = start(project, out, *options)
    said = running.communicate()[0].decode("utf-8", "replace")
    if running.returncode:
        raise SystemExit(f"an undisturbed build failed:\n{said}")
    return said


def is_whole(out: Path, known: set[str]) -> bool:
    """Whether a folder is one of the known websites, every byte of it."""
    if not (out / MANIFEST).is_file():
        return False
    text = (out / MANIFEST).read_text("utf-8")
    return text in known and manifest_of(out) == parse(text)


def litter(out: Path) -> list[str]:
    fine = {out.name, f"{out.name}.releases"}
    return sorted(
        path.name
        for path in out.parent.iterdir()
        if path.name.startswith(f"{out.name}.") and path.name not in fine
    )


def torn_releases(out: Path, known: set[str]) -> int:
    folder = out.with_name(f"{out.name}.releases")
    # The spare is no way back, and is looked at before it is used.
    kept = [path for path in folder.glob("*") if path.name != "spare"]
    return sum(not is_whole(release, known) for release in kept) + max(0, len(kept) - 3)


def is_same_content(one: Path, other: Path) -> bool:
    compared = filecmp.dircmp(one, other)
    if compared.left_only or compared.right_only or compared.diff_files or compared.funny_files:
        return False
    return all(is_same_content(one / name, other / name) for name in compared.common_dirs)


def references(project: Path, content: Path | None, versions: int) -> tuple[list[Path], set[str]]:
    """Undisturbed: the content of each version, kept aside, and the manifests of all websites."""
    contents, manifests = [], set()
    for version in range(1, versions + 1):
        write_version(project, version, content)
        kept = project.parent / f"content-{version}"
        shutil.copytree(project / "content", kept)
        contents.append(kept)
        out = project.parent / f"undisturbed-{version}"
        build(project, out)
        manifests.add((out / MANIFEST).read_text("utf-8"))
    if len(manifests) != versions:
        raise SystemExit("two versions gave the same website: nothing would be shown")
    return contents, manifests


def put_content(project: Path, content: Path) -> None:
    shutil.rmtree(project / "content")
    shutil.copytree(content, project / "content")


def kill(times: int, content: Path | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder, "project"), content)
        contents, known = references(project, content, 2)
        out = Path(folder, "site")
        build(project, out)
        began = time.monotonic()
        put_content(project, contents[0])
        build(project, out)
        seconds = time.monotonic() - began
        torn = lost = killed = switched = dirty = 0
        for number in range(times):
            wanted = contents[number % 2]
            put_content(project, wanted)
            if number % 4 == 3:
                shutil.rmtree(project / ".cache", ignore_errors=True)
            before = (out / MANIFEST).read_bytes()
            running = start(project, out)
            # A third of them around the end, where flush and switch are.
            moment = random.uniform(0.85, 1.1) if number % 3 == 0 else random.uniform(0, 1.05)
            time.sleep(moment * seconds)
            killed += running.poll() is None
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            torn += not is_whole(out, known)
            switched += (out / MANIFEST).read_bytes() != before
            lost += not is_same_content(project / "content", wanted)
            if number % 10 == 9 or number == times - 1:
                build(project, out)
                dirty += bool(litter(out)) or torn_releases(out, known) > 0
                dirty += not is_whole(out, known)
        print(
            f"kill: {times} runs, {killed} killed while running ({switched} after their switch), "
            f"{torn} torn, {lost} contents lost, {dirty} next builds not clean"
        )
        return torn + lost + dirty


def full(times: int, content: Path | None) -> int:
    """Needs root: mounts a tmpfs, has content, cache and website on it, and fills the rest."""
    with tempfile.TemporaryDirectory() as folder:
        project = make_project(Path(folder, "project"), content)
        contents, known = references(project, content, 2)
        room = size_of(Path(folder, "undisturbed-1")) + size_of(project / ".cache")
        disk = Path(folder, "disk")
        disk.mkdir()
        total = 2**26 + 8 * (size_of(project) + room)
        torn = lost = refused = bad = dirty = 0
        for number in range(times):
            free = room * 5 // 4 * number // max(1, times - 1)
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={total}", "t", disk], check=True)
            try:
                here, out, filler = disk / "project", disk / "site", disk / "filler"
                shutil.copytree(project, here, ignore=shutil.ignore_patterns(".cache"))
                put_content(here, contents[0])
                build(here, out)
                put_content(here, contents[1])
                shutil.rmtree(here / ".cache")
                left = shutil.disk_usage(disk).free - free
                with filler.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, left)
                running = start(here, out)
                said = running.communicate()[0].decode("utf-8", "replace")
                if running.returncode:
                    refused += 1
                    if "磁盘满了" not in said or "Traceback" in said:
                        bad += 1
                        print(f"{free} bytes free: exit {running.returncode}\n{said[-1500:]}")
                torn += not is_whole(out, known)
                lost += not is_same_content(here / "content", contents[1])
                filler.unlink()
                build(here, out)
                dirty += bool(litter(out)) or torn_releases(out, known) > 0
                dirty += not is_whole(out, known)
            finally:
                subprocess.run(["umount", disk], check=True)
        print(
            f"full: {times} times 0 to {room * 5 // 4} bytes free, {refused} builds refused, "
            f"{bad} without a plain message, {torn} torn, {lost} contents lost, "
            f"{dirty} next builds not clean"
        )
        return torn + lost + bad + dirty


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def race(times: int, content: Path | None) -> int:
    with tempfile.TemporaryDirectory() as folder:
        projects = []
        first = make_project(Path(folder, "project"), content)
        contents, known = references(first, content, 3)
        out = Path(folder, "site")
        for number, version in enumerate(contents):
            project = Path(folder, f"project-{number}")
            shutil.copytree(first, project)
            put_content(project, version)
            shutil.rmtree(project / ".cache")
            # One cache for all, as where one project is built from several checkouts.
            (project / ".cache").symlink_to(Path(folder, "cache"), target_is_directory=True)
            projects.append(project)
        torn = failed = refused = dirty = 0
        for number in range(times):
            shutil.rmtree(Path(folder, "cache"), ignore_errors=True)
            Path(folder, "cache").mkdir()
            waits = ("--wait", "120") if number % 2 else ()
            running = [start(project, out, *waits) for project in projects]
            said = [each.communicate()[0].decode("utf-8", "replace") for each in running]
            for each, text in zip(running, said, strict=True):
                told = "另一个程序正在写" in text and not waits
                refused += bool(each.returncode) and told
                if each.returncode and not told:
                    failed += 1
                    print(text[-1500:])
            torn += not is_whole(out, known)
            dirty += bool(litter(out)) or torn_releases(out, known) > 0
        print(
            f"race: {times} times three builds, {refused} told that another one is at work, "
            f"{failed} failed otherwise, {torn} torn, {dirty} times something left beside"
        )
        return torn + failed + dirty


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("kill", "full", "race"))
    parser.add_argument("times", type=int)
    parser.add_argument("--content", type=Path)
    options = parser.parse_args()
    run = {"kill": kill, "full": full, "race": race}[options.what]
    return int(run(options.times, options.content) > 0)


if __name__ == "__main__":
    sys.exit(main())
