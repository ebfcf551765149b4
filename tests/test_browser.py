"""The real website in a real Chromium: a visitor's way through it, and the search."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built website, served on loopback."""
    site = tmp_path_factory.mktemp("browser") / "site"
    command = [sys.executable, "-m", "generator", "build", "--out", str(site)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not program or not Path(program).exists():
        pytest.fail("No Chromium: run `make test`, or set CHROMIUM to its program.")
    with sync_playwright() as playwright:
        # Containers run as root, where Chromium's sandbox cannot work.
        options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=program, args=options)
        yield running
        running.close()


class Visit:
    """One visitor's page, with what the console said and which hosts were asked."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)

    def _failed(self, request: Request) -> None:
        # A visitor who goes on to the next page breaks off what was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.url}: {request.failure}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture(params=[(390, 844), (1440, 900)], ids=["phone", "desktop"])
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    visited = Visit(page, address)
    yield visited
    page.close()
    assert visited.errors == []
    assert visited.foreign == []


def test_from_home_to_a_list_to_a_record_to_a_related_one(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.address)
    assert page.locator("h1").inner_text() == "同心聚力\n先锋在前"
    page.get_by_role("link", name="走进示范点").click()
    assert page.locator("h1").inner_text() == "示范点"
    page.get_by_role("link", name="青年创客“信仰空间”", exact=True).click()
    assert page.locator("h1").inner_text() == "青年创客“信仰空间”"
    page.locator(".zt-related").get_by_role("link", name="党旗下的青年创业论坛").click()
    assert page.locator("h1").inner_text() == "党旗下的青年创业论坛"
    assert page.url == f"{visit.address}activities/qingnian-chuangye-luntan/"


def test_every_picture_of_a_list_loads(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}sites/")
    images = page.locator(".zt img")
    assert images.count() >= 12
    for index in range(images.count()):
        image = images.nth(index)
        image.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
        )


@pytest.mark.parametrize("path", ["", "sites/", "sites/xinyang-kongjian/", "about/"])
def test_nothing_scrolls_sideways(visit: Visit, path: str) -> None:
    visit.page.goto(visit.address + path)
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    assert width <= visit.page.viewport_size["width"]


@pytest.mark.parametrize(
    ("name", "permalink"),
    [
        ("“三同”工作法", "brands/santong-gongzuofa/"),
        ("UP咖啡", "sites/up-kafei/"),
        ("郑晓斐", "members/zheng-xiaofei/"),
        ("济宁市太白楼路商圈党建联盟", "organizations/taibailoulu-dangjian-lianmeng/"),
    ],
)
def test_search_finds_a_record_by_its_full_name(visit: Visit, name: str, permalink: str) -> None:
    page = visit.page
    page.goto(visit.address)
    page.locator("label[for=__search].md-header__button").click() if page.viewport_size[
        "width"
    ] < 960 else page.locator(".md-search__input").click()
    # Before its script has the index, Material's search does not listen.
    ready = page.locator(".md-search-result__meta", has_text="键入以开始搜索")
    ready.wait_for(state="attached", timeout=30_000)
    page.locator(".md-search__input").fill(name)
    # It listens for keys, as a visitor's typing gives them, not for changes of the field.
    page.locator(".md-search__input").press("End")
    results = page.locator(".md-search-result__item > a")
    results.first.wait_for(state="visible", timeout=30_000)
    found = [link.get_attribute("href") or "" for link in results.all()]
    assert any(permalink in href for href in found), found


def test_without_javascript_everything_is_there(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}sites/xinyang-kongjian/")
    assert page.locator("h1").is_visible()
    assert page.locator(".zt-tabs, .md-tabs").get_by_role("link", name="品牌").is_visible()
    page.locator(".zt-crumb").get_by_role("link", name="示范点").click()
    page.get_by_role("link", name="山东·青岛").first.click()
    assert page.locator("h1").inner_text() == "示范点：山东·青岛"
    page.close()
