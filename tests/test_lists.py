"""Lists are cut so that what once stood on a numbered page stays on it."""

from datetime import date, timedelta

import pytest
from conftest import WEBSITE, Project

from generator.relating.catalog import Catalog
from generator.relating.lists import PER_PAGE, ListPage, list_pages

TOTALS = [0, 1, 24, 25, 48, 49, 60]


def catalogs(project: Project, totals: list[int]) -> dict[int, Catalog]:
    """The catalog after each number of activities, one more day each."""
    found = {}
    written = 0
    for total in totals:
        while written < total:
            day = date(2024, 1, 1) + timedelta(written)
            project.record(f"activities/a{written:03}", 名称=f"第{written}次", 日期=day.isoformat())
            written += 1
        found[total] = project.catalog()
    return found


def pages(catalog: Catalog, base: str = "activities/") -> list[ListPage]:
    return [page for page in list_pages(catalog) if page.base == base]


def slugs(page: ListPage) -> list[str]:
    return [entry.slug for entry in page.entries]


@pytest.fixture(scope="module")
def by_total(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Catalog]:
    project = Project(tmp_path_factory.mktemp("lists"))
    project.write("website.yml", WEBSITE)
    return catalogs(project, TOTALS)


@pytest.mark.parametrize(
    ("total", "sizes"),
    [
        (0, {None: 0}),
        (1, {None: 1}),
        (24, {None: 24}),
        (25, {None: 24, 1: 24}),
        (48, {None: 24, 1: 24}),
        (49, {None: 24, 2: 24, 1: 24}),
        (60, {None: 24, 2: 24, 1: 24}),
    ],
)
def test_every_page_is_full(
    by_total: dict[int, Catalog], total: int, sizes: dict[int | None, int]
) -> None:
    assert {page.number: len(page.entries) for page in pages(by_total[total])} == sizes


@pytest.mark.parametrize("total", TOTALS)
def test_every_record_is_on_some_page_newest_first(
    by_total: dict[int, Catalog], total: int
) -> None:
    every = [entry.slug for entry in by_total[total].of_kind("activity")]
    assert every == [f"a{number:03}" for number in reversed(range(total))]
    listed = [slug for page in pages(by_total[total]) for slug in slugs(page)]
    assert list(dict.fromkeys(listed)) == every


@pytest.mark.parametrize("total", TOTALS)
def test_newest_page_holds_the_newest(by_total: dict[int, Catalog], total: int) -> None:
    newest = pages(by_total[total])[0]
    every = [entry.slug for entry in by_total[total].of_kind("activity")]
    assert (newest.permalink, slugs(newest)) == ("activities/", every[:PER_PAGE])
    assert newest.total == total


def test_numbered_page_never_changes_its_content(project: Project) -> None:
    seen: dict[str, list[str]] = {}
    for catalog in catalogs(project, [25, 26, 47, 48, 49, 50, 72, 73]).values():
        for page in pages(catalog):
            if page.number is not None:
                assert slugs(page) == seen.setdefault(page.permalink, slugs(page))
    assert sorted(seen) == [f"activities/page/{number}/" for number in (1, 2, 3)]


@pytest.mark.parametrize("total", TOTALS)
def test_chain_of_newer_and_older_holds_together(by_total: dict[int, Catalog], total: int) -> None:
    found = pages(by_total[total])
    links = [page.permalink for page in found]
    assert [page.newer for page in found] == [None, *links[:-1]]
    assert [page.older for page in found] == [*links[1:], None]
    assert len(set(links)) == len(links)


def test_titles_tell_the_pages_apart(by_total: dict[int, Catalog]) -> None:
    titles = [page.title for page in pages(by_total[49])]
    assert titles == ["活动", "活动（第2辑）", "活动（第1辑）"]
    by_year = [page.title for page in pages(by_total[49], "activities/year/2024/")]
    assert by_year == ["活动：2024年", "活动：2024年（第2辑）", "活动：2024年（第1辑）"]


def test_every_kind_has_a_list_even_without_records(by_total: dict[int, Catalog]) -> None:
    assert [page.permalink for page in list_pages(by_total[0])] == [
        "sites/",
        "members/",
        "activities/",
        "brands/",
        "organizations/",
        "agreements/",
    ]


def test_lists_of_terms_hold_only_their_records(project: Project) -> None:
    project.record("sites/a", 名称="甲", 类型="心愿墙", 地区="山东 济南")
    project.record("sites/b", 名称="乙")
    found = {page.permalink: slugs(page) for page in list_pages(project.catalog()) if page.group}
    assert found == {
        "sites/type/service-centre/": ["b"],
        "sites/type/wish-wall/": ["a"],
        "sites/region/shan-dong-ji-nan/": ["a"],
    }


def test_no_two_pages_share_an_address(by_total: dict[int, Catalog]) -> None:
    links = [page.permalink for page in list_pages(by_total[60])]
    assert len(set(links)) == len(links)


def test_organisations_are_grouped_under_one_name_when_two_records_share_them(
    project: Project,
) -> None:
    project.record("organizations/bailu", 名称="白鹭社区", 简称="白鹭")
    project.record("organizations/other", 名称="红帆公司")
    project.record("activities/a", 主办="[白鹭社区, 红帆公司]")
    project.record("activities/b", 主办="[白鹭]")
    project.record("activities/c", 主办="[外部:某报社]")
    project.record("activities/d", 主办="[外部:某报社]")
    groups = project.catalog().groups("activity", "hosts")
    assert [(g.label, g.permalink, len(g.entries)) for g in groups] == [
        ("白鹭社区", "activities/hosts/bailu/", 2),
        ("某报社", "activities/hosts/mou-bao-she/", 2),
    ]


def test_titles_of_terms_say_what_the_term_is(project: Project) -> None:
    project.record("activities/a", 类型="志愿服务", 主题="[志愿服务]")
    titles = [page.title for page in list_pages(project.catalog()) if page.group]
    assert titles == ["活动：志愿服务", "活动：志愿服务（主题）"]


def test_groups_of_a_record_are_those_that_list_it(project: Project) -> None:
    project.record("sites/a", 地区="山东 济南", 主题="[两新组织, 志愿服务]")
    entry = project.entry("sites/a/")
    assert [group.permalink for group in project.catalog().groups_of(entry)] == [
        "sites/type/service-centre/",
        "sites/region/shan-dong-ji-nan/",
        "sites/topics/liang-xin-zu-zhi/",
        "sites/topics/zhi-yuan-fu-wu/",
    ]
