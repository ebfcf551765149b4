"""The timeline: dated records and milestones, newest first, with an archive a year."""

from conftest import Project

from generator.relating.timeline import PER_PAGE, Event, address_of, events, timeline_pages, years


def told(found: tuple[Event, ...]) -> list[tuple[str, str, str]]:
    return [(str(event.date), event.entry.record.name, event.text) for event in found]


def test_records_and_milestones_stand_together_newest_first(project: Project) -> None:
    project.record("activities/a", 名称="签约", 日期="2018-06-27")
    project.record("activities/b", 名称="不知哪天")
    project.record("activities/c", 名称="只知月日", 日期="--05-19")
    milestones = "历程:\n  - {日期: 2019, 内容: 搬家。}\n  - {日期: 2018-06~, 内容: 筹建。}\n"
    project.record("organizations/d", milestones, 名称="公司")
    found = events(project.catalog())
    assert told(found) == [
        ("2019年", "公司", "搬家。"),
        ("2018年6月27日", "签约", ""),
        ("2018年6月前后", "公司", "筹建。"),
        ("5月19日", "只知月日", ""),
    ]
    assert {year: len(each) for year, each in years(found).items()} == {2019: 1, 2018: 2}


def test_archives_are_cut_into_pages_that_lose_nothing(project: Project) -> None:
    lines = "".join(f"  - {{日期: 2018, 内容: 第{n}件。}}\n" for n in range(2 * PER_PAGE + 1))
    project.record("organizations/a", "历程:\n" + lines)
    project.record("activities/b", 日期="2019-01-02")
    pages = timeline_pages(events(project.catalog()))
    assert [(page.permalink, len(page.events), page.total) for page in pages] == [
        ("timeline/", PER_PAGE, 2 * PER_PAGE + 2),
        ("timeline/2019/", 1, 1),
        ("timeline/2018/", PER_PAGE, 2 * PER_PAGE + 1),
        ("timeline/2018/page/2/", PER_PAGE, 2 * PER_PAGE + 1),
        ("timeline/2018/page/3/", 1, 2 * PER_PAGE + 1),
    ]
    assert len({event.text for page in pages[2:] for event in page.events}) == 2 * PER_PAGE + 1


def test_timeline_without_any_date_is_one_empty_page(project: Project) -> None:
    project.record("sites/a")
    (page,) = timeline_pages(events(project.catalog()))
    assert (page.permalink, page.events, page.total) == ("timeline/", (), 0)


def test_addresses_of_pages() -> None:
    assert [address_of(None), address_of(2018), address_of(2018, 2)] == [
        "timeline/",
        "timeline/2018/",
        "timeline/2018/page/2/",
    ]
