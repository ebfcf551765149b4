"""What the theme shows on every page: nothing that the office did not give."""

from datetime import date
from typing import Any

from conftest import WEBSITE, Project

from generator import pipeline
from generator.rendering.outputs import Made
from generator.rendering.theme import built


def extra(project: Project, more: str = "") -> dict[str, Any]:
    project.write("website.yml", WEBSITE + more)
    found: dict[str, Any] = pipeline.prepare(project.settings()).config["extra"]
    return found


def test_nothing_is_invented_when_empty(project: Project) -> None:
    website = extra(project)["website"]
    assert website.pop("name") == "测试网站"
    assert website.pop("publisher") == "测试组"
    assert not any(website.values())


def test_filing_numbers_and_correction_are_passed_on(project: Project) -> None:
    more = """\
公安备案号: 鲁公网安备37010202000001号
ICP备案号: 鲁ICP备00000000号
网站标识码: 3701020001
承办单位: 街道党建办
纠错: dangjian@example.org
"""
    website = extra(project, more)["website"]
    assert website["police_number"] == "37010202000001"
    assert website["icp"] == "鲁ICP备00000000号"
    assert website["site_id"] == "3701020001"
    assert website["organizer"] == "街道党建办"
    assert website["correction"] == "mailto:dangjian@example.org"
    page = "https://example.org/jiucuo"
    assert extra(project, f"纠错: {page}\n")["website"]["correction"] == page


def test_feeds_are_told_only_with_an_address(project: Project) -> None:
    project.record("activities/a", 日期="2024-05-13")
    assert extra(project)["feeds"] == []
    feeds = extra(project, "网址: https://zhanting.example/\n")["feeds"]
    assert [feed["uri"] for feed in feeds] == ["feed.xml", "activities/feed.xml"]


def test_ways_into_the_website_have_pages(project: Project) -> None:
    project.record("sites/a")
    rendered = pipeline.prepare(project.settings())
    uris = {page.uri for page in rendered.pages}
    for item in (*rendered.config["extra"]["menu"], *rendered.config["extra"]["more"]):
        assert f"{item['url']}index.md" in uris


def test_day_of_the_build_is_one_small_stylesheet() -> None:
    style = '.zt-built::after{content:"2026年1月2日"}\n'
    assert built(date(2026, 1, 2)) == Made("assets/built.css", style.encode())
