"""Machines are told of every page, and of no address that does not exist."""

import json
from xml.etree import ElementTree as ET

import pytest
from conftest import WEBSITE, Project

from generator.downloads import discovery as module
from generator.downloads.discovery import discovery

HOME = "https://zhanting.example/"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def addressed(project: Project) -> Project:
    """A project whose website has an address."""
    project.write("website.yml", WEBSITE + f"网址: {HOME}\n")
    return project


def made(project: Project, uris: list[str], limit: int = 50_000) -> dict[str, bytes]:
    return {file.uri: file.content for file in discovery(project.catalog(), uris, limit)}


def listed(content: bytes) -> tuple[str, list[dict[str, str]]]:
    """(element of the whole, its parts: name → text)."""
    root = ET.fromstring(content)
    parts = [{child.tag: child.text or "" for child in part} for part in root]
    return root.tag.removeprefix(NAMESPACE), [
        {tag.removeprefix(NAMESPACE): text for tag, text in part.items()} for part in parts
    ]


def test_sitemap_lists_every_page_and_when_it_was_checked(addressed: Project) -> None:
    addressed.record("sites/a", 核对日期="2026-11")
    addressed.record("sites/b", 名称="乙", 核对日期="--11-20")
    files = made(addressed, ["sites/b/", "sites/a/", "", "sites/", "sites/a/"])
    assert list(files) == [
        "manifest.webmanifest",
        "robots.txt",
        "opensearch.xml",
        "sitemap.xml",
    ]
    assert listed(files["sitemap.xml"]) == (
        "urlset",
        [
            {"loc": HOME},
            {"loc": f"{HOME}sites/"},
            {"loc": f"{HOME}sites/a/", "lastmod": "2026-11"},
            {"loc": f"{HOME}sites/b/"},
        ],
    )


def test_addresses_are_encoded(addressed: Project) -> None:
    files = made(addressed, ["关于/", "a&b/"])
    assert listed(files["sitemap.xml"])[1] == [
        {"loc": f"{HOME}a%26b/"},
        {"loc": f"{HOME}%E5%85%B3%E4%BA%8E/"},
    ]


def test_long_sitemap_is_split_and_indexed(addressed: Project) -> None:
    files = made(addressed, [f"a{number}/" for number in range(5)], limit=2)
    assert listed(files["sitemap.xml"]) == (
        "sitemapindex",
        [{"loc": f"{HOME}sitemap-{number}.xml"} for number in (1, 2, 3)],
    )
    parts = [listed(files[f"sitemap-{number}.xml"]) for number in (1, 2, 3)]
    assert [whole for whole, _ in parts] == ["urlset"] * 3
    assert [page["loc"] for _, pages in parts for page in pages] == [
        f"{HOME}a{number}/" for number in range(5)
    ]


def test_sitemap_of_exactly_the_limit_is_whole(addressed: Project) -> None:
    assert list(made(addressed, ["", "a/"], limit=2))[3:] == ["sitemap.xml"]


def test_sitemap_is_split_before_it_grows_too_large(
    addressed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MAX_BYTES", 2000)
    addressed.record("sites/a", 核对日期="2026-11-20")
    files = made(addressed, ["sites/a/", *(f"{'长' * 20}{number}/" for number in range(20))])
    sizes = {uri: len(content) for uri, content in files.items() if uri.startswith("sitemap-")}
    assert len(sizes) > 1
    assert max(sizes.values()) <= 2000
    assert sum(len(listed(files[uri])[1]) for uri in sizes) == 21


def test_website_without_pages_has_an_empty_sitemap(addressed: Project) -> None:
    assert listed(made(addressed, [])["sitemap.xml"]) == ("urlset", [])


def test_no_sitemap_without_an_address(project: Project) -> None:
    project.write("website.yml", WEBSITE)
    project.record("sites/a")
    files = made(project, ["", "sites/a/"])
    assert list(files) == ["manifest.webmanifest", "robots.txt"]
    assert files["robots.txt"] == b"User-agent: *\nAllow: /\n"


def test_robots_are_told_where_the_sitemap_is(addressed: Project) -> None:
    assert made(addressed, [])["robots.txt"].decode() == (
        f"User-agent: *\nAllow: /\n\nSitemap: {HOME}sitemap.xml\n"
    )


def test_manifest(project: Project) -> None:
    project.write("website.yml", WEBSITE.replace("测试网站", "某某街道党建品牌与示范点展示"))
    assert json.loads(made(project, [])["manifest.webmanifest"]) == {
        "name": "某某街道党建品牌与示范点展示",
        "short_name": "某某街道党建品牌与示范点",
        "description": "用来测试。",
        "lang": "zh-CN",
        "start_url": "./",
        "scope": "./",
        "display": "browser",
        "background_color": "#faf7f2",
        "theme_color": "#971a1d",
        "icons": [
            {"src": "assets/images/mark.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "assets/images/mark-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "assets/images/mark-512.png", "sizes": "512x512", "type": "image/png"},
        ],
    }


def test_files_are_the_same_each_time(addressed: Project) -> None:
    addressed.record("sites/a", 核对日期="2026")
    assert made(addressed, ["", "sites/a/"]) == made(addressed, ["sites/a/", ""])


def test_browsers_are_told_how_to_search(project: Project) -> None:
    found = ET.fromstring(made(project, [""])["opensearch.xml"])
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert found.tag == f"{space}OpenSearchDescription"
    assert found.findtext(f"{space}ShortName") == "测试网站"
    (url,) = found.findall(f"{space}Url")
    assert url.get("template") == "https://zhanting.example/search/?q={searchTerms}"
