"""`mkdocs serve`: a saved record is on the page, a saved fault too, and the server lives on."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Project

PATIENCE_SECONDS = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], told: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, told()
        time.sleep(0.1)


class Server:
    def __init__(self, base: str, output: Path) -> None:
        self.base = base
        self.output = output

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.base + path, timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:  # not up yet, or busy building
            return ""

    def shows(self, path: str, text: str) -> None:
        wait_for(lambda: text in self.page(path), lambda: f"{text} not on {path}\n{self.said()}")

    def says(self, text: str) -> None:
        wait_for(lambda: text in self.said(), self.said)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")


@contextmanager
def serving(project: Project, *command: str) -> Iterator[Server]:
    port = free_port()
    address = f"127.0.0.1:{port}"
    output = project.root / "said.txt"
    with output.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *(part.replace("ADDRESS", address) for part in command)],
            cwd=project.root,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Server(f"http://{address}/", output)
            assert process.poll() is None, output.read_text(encoding="utf-8")
        finally:
            process.terminate()
            process.wait(10)


@pytest.mark.parametrize(
    "command",
    [
        ("mkdocs", "serve", "--dev-addr", "ADDRESS"),
        ("generator", "serve", "--address", "ADDRESS"),
    ],
    ids=["mkdocs", "zhanting"],
)
def test_preview_follows_the_writer(project: Project, command: tuple[str, ...]) -> None:
    project.with_theme().record("sites/bailu", body="第一稿。\n")
    with serving(project, *command) as server:
        server.shows("sites/bailu/", "第一稿。")

        project.record("sites/bailu", body="第二稿。\n")
        server.shows("sites/bailu/", "第二稿。")

        project.record("sites/bailu", 类型="党群中新", body="第三稿。\n")
        server.shows("sites/bailu/", "“党群中新”不在可选的范围里。")
        server.shows("", "“党群中新”不在可选的范围里。")
        server.says("content/sites/bailu/index.md:3 〔类型〕")
        assert "Traceback" not in server.said()

        project.record("sites/bailu", body="第四稿。\n")
        server.shows("sites/bailu/", "第四稿。")
        assert "不在可选的范围里" not in server.page("")


def test_drafts_are_in_the_preview_only(project: Project) -> None:
    project.with_theme().record("sites/bailu", 草稿="是", body="还没写完。\n")
    with serving(project, "mkdocs", "serve", "--dev-addr", "ADDRESS") as server:
        server.shows("sites/bailu/", "还没写完。")
        assert "草稿" in server.page("sites/bailu/")


def test_broken_website_settings_do_not_end_the_preview(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    with serving(project, "mkdocs", "serve", "--dev-addr", "ADDRESS") as server:
        server.shows("", "测试网站")
        good = (project.content / "website.yml").read_text(encoding="utf-8")
        project.write("website.yml", "网站名称: 只有名称\n")
        server.shows("", "缺少“首页”")
        project.write("website.yml", good)
        server.shows("", "测试网站")
