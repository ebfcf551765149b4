"""Feeds are well-formed, hold the newest records first, and are advertised exactly."""

from typing import Any

import feedparser
import pytest
from conftest import WEBSITE, Project

from generator.downloads.feeds import NEWEST, feed_links, feeds

HOME = "https://zhanting.example/"


@pytest.fixture
def addressed(project: Project) -> Project:
    """A project whose website has an address."""
    project.write("website.yml", WEBSITE + f"网址: {HOME}\n许可: 署名 4.0\n")
    return project


def parsed(project: Project, uri: str = "feed.xml") -> Any:
    """One feed as a reader understands it; it must be free of faults."""
    content = next(made.content for made in feeds(project.catalog()) if made.uri == uri)
    found = feedparser.parse(content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def links(project: Project, uri: str = "feed.xml") -> list[str]:
    return [entry.link.removeprefix(HOME) for entry in parsed(project, uri).entries]


def test_feed_tells_whose_it_is(addressed: Project) -> None:
    addressed.record("sites/a", 核对日期="2026-11-20")
    feed = parsed(addressed).feed
    assert feed.title == "测试网站"
    assert feed.subtitle == "用来测试。"
    assert feed.author == "测试组"
    assert feed.rights == "署名 4.0"
    assert feed.generator == "Zhanting"
    assert feed.language == "zh-CN"
    assert feed.id == f"{HOME}feed.xml"
    assert feed.updated == "2026-11-20T00:00:00+08:00"
    assert [(link.rel, link.href) for link in feed.links] == [
        ("self", f"{HOME}feed.xml"),
        ("alternate", HOME),
    ]


def test_feed_of_a_kind_follows_its_list(addressed: Project) -> None:
    addressed.record("sites/a", 核对日期="2026")
    addressed.record("brands/b", 核对日期="2026")
    feed = parsed(addressed, "sites/feed.xml").feed
    assert feed.title == "测试网站：示范点"
    assert [link.href for link in feed.links] == [f"{HOME}sites/feed.xml", f"{HOME}sites/"]
    assert links(addressed, "sites/feed.xml") == ["sites/a/"]
    assert links(addressed) == ["brands/b/", "sites/a/"]


def test_entry_is_told_whole(addressed: Project) -> None:
    addressed.record(
        "activities/a",
        名称="读书 & 分享",
        日期="2024-05",
        核对日期="2024-06-02",
        主题="[读书, 主题党日]",
    )
    (entry,) = parsed(addressed).entries
    assert entry.title == "读书 & 分享"
    assert entry.link == entry.id == f"{HOME}activities/a/"
    assert (entry.published, entry.updated) == (
        "2024-05-01T00:00:00+08:00",
        "2024-06-02T00:00:00+08:00",
    )
    assert (entry.summary, entry.summary_detail.type) == ("一句话。", "text/plain")
    assert [tag.term for tag in entry.tags] == ["主题党日", "读书"]


@pytest.mark.parametrize(
    ("fields", "updated"),
    [
        ({"核对日期": "2026-11-20", "日期": "2024-05-13"}, "2026-11-20"),
        ({"核对日期": "--11-20", "日期": "2024-05-13"}, "2024-05-13"),
        ({"日期": "2024-05"}, "2024-05-01"),
        ({"日期": "2024"}, "2024-01-01"),
        ({"日期": "--05-19"}, "2018-07-12"),
        ({}, "2018-07-12"),
    ],
)
def test_record_changed_on_the_first_day_that_is_known(
    addressed: Project, fields: dict[str, str], updated: str
) -> None:
    addressed.record(
        "activities/a",
        """\
        来源:
          - {标题: 甲, 日期: 2017}
          - {标题: 乙, 日期: 2018-07-12}
          - {标题: 丙, 日期: --12-31}
        """,
        **fields,
    )
    assert parsed(addressed).entries[0].updated == f"{updated}T00:00:00+08:00"


def test_newest_come_first_then_by_address(addressed: Project) -> None:
    addressed.record("activities/b", 名称="乙", 日期="2024-05-13")
    addressed.record("activities/a", 名称="甲", 日期="2024-05-13")
    addressed.record("activities/c", 名称="丙", 日期="2025-01-01")
    assert links(addressed) == ["activities/c/", "activities/a/", "activities/b/"]


def test_only_the_newest_are_in_a_feed(addressed: Project) -> None:
    for number in range(NEWEST + 2):
        addressed.record(f"sites/a{number}", 名称=f"第{number}处", 核对日期=f"{1960 + number}")
    found = links(addressed)
    assert len(found) == NEWEST
    assert found[-1] == "sites/a2/"


def test_record_without_any_day_is_in_no_feed(addressed: Project) -> None:
    addressed.record("sites/a")
    addressed.record("brands/b", 核对日期="2026")
    assert [made.uri for made in feeds(addressed.catalog())] == ["feed.xml", "brands/feed.xml"]
    assert links(addressed) == ["brands/b/"]


def test_hostile_text_stays_text(addressed: Project) -> None:
    addressed.record("sites/a", 摘要="甲 < 乙 & 丙]]>", 核对日期="2026")
    assert parsed(addressed).entries[0].summary_detail.value == "甲 < 乙 & 丙]]>"


def test_no_feed_without_an_address(project: Project) -> None:
    project.write("website.yml", WEBSITE)
    project.record("sites/a", 核对日期="2026")
    assert feeds(project.catalog()) == ()
    assert feed_links(project.catalog()) == ()


def test_exactly_the_feeds_that_are_made_are_advertised(addressed: Project) -> None:
    addressed.record("sites/a", 核对日期="2026")
    catalog = addressed.catalog()
    assert feed_links(catalog) == (
        ("测试网站", "feed.xml"),
        ("测试网站：示范点", "sites/feed.xml"),
    )
    assert [made.uri for made in feeds(catalog)] == [uri for _, uri in feed_links(catalog)]


def test_bytes_have_no_prefix_and_are_the_same_each_time(addressed: Project) -> None:
    addressed.record("sites/a", 核对日期="2026")
    first, second = feeds(addressed.catalog()), feeds(addressed.catalog())
    assert first == second
    assert first[0].content.startswith(
        b"<?xml version='1.0' encoding='utf-8'?>\n"
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
    )
