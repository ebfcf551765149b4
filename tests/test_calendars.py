"""Calendars show events on the days that their sources name, and on no other."""

from datetime import UTC, date, datetime

import pytest
from conftest import WEBSITE, Project
from icalendar import Calendar, Event

from generator.downloads.calendars import calendars

URI = "activities/calendar.ics"


def content(project: Project) -> bytes:
    (made,) = calendars(project.catalog())
    assert made.uri == URI
    return made.content


def events(project: Project) -> list[Event]:
    return Calendar.from_ical(content(project)).events


def test_event_is_told_whole(project: Project) -> None:
    project.write("website.yml", WEBSITE + "网址: https://zhanting.example/\n")
    project.record(
        "activities/dushuhui",
        日期="2024-05-13",
        地点="外部:万达广场",
        地区="山东 济南",
        主题="[读书, 两新组织]",
        摘要="一起读书；一起想, 一起谈。",
    )
    (event,) = events(project)
    assert event.decoded("dtstart") == date(2024, 5, 13)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event.decoded("dtend") == date(2024, 5, 14)
    assert event.decoded("dtstamp") == datetime(2024, 5, 13, tzinfo=UTC)
    assert event["uid"] == "activities-dushuhui@zhanting.example"
    assert event["summary"] == "读书会"
    assert event["description"] == "一起读书；一起想, 一起谈。"
    assert event["location"] == "万达广场"
    assert event["url"] == "https://zhanting.example/activities/dushuhui/"
    assert event["transp"] == "TRANSPARENT"
    assert [str(term) for term in event["categories"].cats] == ["读书", "两新组织"]


def test_event_is_written_as_icalendar_would(project: Project) -> None:
    project.write("website.yml", WEBSITE + "网址: https://zhanting.example/展厅/\n")
    project.record(
        "activities/读书会",
        日期="2024-05-13",
        结束日期="2024-05-15",
        名称='"a;b,c\\\\d：读书会"',
        地点="外部:万达广场,三楼",
        主题="[读书, 两新组织]",
        摘要='"' + "一起读书；一起想, 一起谈; \\\\N。" * 7 + '"',
    )
    made = content(project)
    (read,) = events(project)
    event = Event()
    event.add("uid", read["uid"])
    event.add("dtstamp", datetime(2024, 5, 13, tzinfo=UTC))
    event.add("dtstart", date(2024, 5, 13))
    event.add("dtend", date(2024, 5, 16))
    event.add("summary", "a;b,c\\d：读书会")
    event.add("description", "一起读书；一起想, 一起谈; \\N。" * 7)
    event.add("location", "万达广场,三楼")
    event.add("categories", ["读书", "两新组织"])
    event.add("url", read["url"])
    event.add("transp", "TRANSPARENT")
    assert event.to_ical() in made


def test_event_of_a_website_without_an_address(project: Project) -> None:
    project.write("website.yml", WEBSITE)
    project.record("activities/dushuhui", 日期="2024-05-13", 地区="山东 济南")
    (event,) = events(project)
    assert event["uid"] == "activities-dushuhui@zhanting.invalid"
    assert event["location"] == "山东 济南"
    assert "url" not in event
    assert "categories" not in event


def test_event_of_several_days_ends_after_its_last(project: Project) -> None:
    project.record("activities/a", 日期="2023-12-30", 结束日期="2023-12-31")
    (event,) = events(project)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2023, 12, 30),
        date(2024, 1, 1),
    )


@pytest.mark.parametrize("end", ["2024", "2024-06", "2024-05-20~"])
def test_uncertain_end_makes_an_event_of_one_day(project: Project, end: str) -> None:
    project.record("activities/a", 日期="2024-05-13", 结束日期=end)
    assert [event.decoded("dtend") for event in events(project)] == [date(2024, 5, 14)]


@pytest.mark.parametrize("day", ["2024-05", "2024", "--05-19", "5月", "2024-05-13~"])
def test_uncertain_day_is_in_no_calendar(project: Project, day: str) -> None:
    project.record("activities/a", 日期=day)
    assert calendars(project.catalog()) == ()
    project.record("activities/b", 名称="讲座", 日期="2024-05-13")
    assert [event["summary"] for event in events(project)] == ["讲座"]


def test_calendar_without_events_is_not_made(project: Project) -> None:
    project.record("sites/a")
    project.record("agreements/a", 日期="2024-05-13")
    assert calendars(project.catalog()) == ()


def test_draft_is_in_no_calendar(project: Project) -> None:
    project.record("activities/a", 日期="2024-05-13", 草稿="是")
    assert calendars(project.catalog()) == ()


def test_long_chinese_text_is_folded_and_read_back_whole(project: Project) -> None:
    summary = "把支部建在楼宇、园区和产业链上，把服务送到企业与居民身边。" * 5
    project.record("activities/a", 日期="2024-05-13", 摘要=summary)
    lines = content(project).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert [event["description"] for event in events(project)] == [summary]


def test_calendar_has_a_name_and_is_the_same_each_time(project: Project) -> None:
    project.record("activities/a", 日期="2024-05-13")
    project.record("activities/b", 名称="讲座", 日期="2024-05-14")
    calendar = Calendar.from_ical(content(project))
    assert calendar["x-wr-calname"] == "测试网站：活动"
    assert (calendar["version"], calendar["prodid"]) == ("2.0", "-//Zhanting//Zhanting//ZH")
    assert content(project) == content(project)
