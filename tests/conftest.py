"""A tiny project to write records into, small pictures made on the spot, and the real website.

The real content is built once for all tests, and served to a real Chromium.
"""

import functools
import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Browser
from seen import ROOT, chromium, copy_machinery
from sendable import pytest_report_to_serializable, pytest_warning_recorded  # noqa: F401

from generator import pipeline
from generator.errors import Problem
from generator.relating.catalog import Catalog, Entry
from generator.settings import Settings

WEBSITE = """\
网站名称: 测试网站
简介: 用来测试。
主办单位: 测试组
首页:
  口号: 测 试
  导语: 一句话。
"""

# What a careful host sends with every answer: nothing inline, nothing from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'"
)

# Websites that are compared were made on one day, also in a run that goes past midnight in China.
ONE_DAY = {"SOURCE_DATE_EPOCH": str(int(time.time()))}

ADDRESS = "网址: https://zhanting.example/\n"

# Required fields of each kind; a test overrides what it is about.
REQUIRED = {
    "sites": {"名称": "白鹭驿站", "类型": "党群服务中心"},
    "members": {"名称": "张三", "类型": "先锋党员", "身份": "一位党员"},
    "activities": {"名称": "读书会", "类型": "主题党日"},
    "brands": {"名称": "红帆", "类型": "党建品牌"},
    "organizations": {"名称": "白鹭社区", "类型": "社区"},
    "agreements": {"名称": "共建协议书", "类型": "共建协议"},
}


@dataclass(frozen=True)
class Project:
    """A project folder with content/; `record` and `write` fill it, `check` reads it."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    def settings(self, *, drafts: bool = False) -> Settings:
        return Settings(
            root=self.root,
            content=self.content,
            cache=self.root / ".cache",
            today=date(2026, 1, 2),
            drafts=drafts,
        )

    def write(self, path: str, text: str) -> Path:
        """Write a file below content/; the text is dedented."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
        return file

    def record(
        self, path: str, extra: str = "", body: str = "正文。\n", **fields: str | None
    ) -> Path:
        """Write a valid record such as sites/bailu.

        fields: override single lines (None leaves one out). extra: more YAML.
        """
        folder = path.split("/")[0]
        lines = {**REQUIRED[folder], "摘要": "一句话。", **fields}
        front = "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)
        source = "" if "来源" in extra or "来源" in fields else "来源:\n  - 标题: 某报\n"
        text = f"---\n{front}{source}{dedent(extra)}---\n{body}"
        return self.write(f"{path}/index.md", text)

    def check(self, *, drafts: bool = False) -> pipeline.Checked:
        return pipeline.check(self.settings(drafts=drafts))

    def problems(self) -> tuple[Problem, ...]:
        return self.check().problems

    def catalog(self) -> Catalog:
        checked = self.check()
        assert checked.problems == ()
        return checked.catalog

    def entry(self, permalink: str) -> Entry:
        return next(e for e in self.catalog().entries if e.permalink == permalink)

    def with_theme(self) -> "Project":
        """Make it a whole project that MkDocs can build: generator, theme and mkdocs.yml."""
        copy_machinery(self.root)
        (self.content / "pages").mkdir(exist_ok=True)
        return self


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project: website settings and no record."""
    made = Project(tmp_path / "project")
    made.write("website.yml", ADDRESS + WEBSITE)
    return made


def make_photo(path: Path, size: tuple[int, int] = (64, 48), **options: object) -> Path:
    """A photo whose left half is red and right half is blue; options go to Pillow's save."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **options)
    return path


# ---------------------------------------------------------------- the real website


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The website of the project's own content, as `zhanting build` makes it. Only read it."""
    out = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, "-m", "generator", "build", "--out", str(out)]
    one_day = {**os.environ, **ONE_DAY}
    done = subprocess.run(command, cwd=ROOT, env=one_day, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page by its address, parsed; without those that only lead to a new address."""
    parsed = {
        path.relative_to(site).as_posix().removesuffix("index.html"): BeautifulSoup(
            path.read_bytes(), "html.parser"
        )
        for path in sorted(site.rglob("*.html"))
    }
    return {uri: p for uri, p in parsed.items() if not p.find("meta", {"http-equiv": "refresh"})}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    policy = ""

    def end_headers(self) -> None:
        # Each page is loaded as by a visitor who was never here.
        self.send_header("Cache-Control", "no-store")
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Strict(_Quiet):
    policy = POLICY


@contextmanager
def _served(site: Path, handler: type[_Quiet]) -> Iterator[str]:
    bound = functools.partial(handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), bound) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the website is served on loopback, by a host that adds nothing."""
    with _served(site, _Quiet) as url:
        yield url


@pytest.fixture(scope="session")
def strict(site: Path) -> Iterator[str]:
    """Where the website is served on loopback, by a host that sends POLICY."""
    with _served(site, _Strict) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; a machine without one fails the test, so that no check is left out."""
    with chromium() as running:
        yield running
