"""What many pages show is laid out once, and is on each of them as if it were its own."""

import re

import pytest
from conftest import Project

from generator.pictures.photos import Pictures
from generator.relating.catalog import Catalog
from generator.relating.lists import ListPage, list_pages
from generator.relating.trace import noting
from generator.rendering.fragments import Fragments
from generator.rendering.pages import Renderer
from generator.rendering.view import Assets


@pytest.fixture
def catalog(project: Project) -> Catalog:
    for number in range(12):
        project.record(
            f"activities/a{number}",
            名称=f"第{number}次 <活动>",
            日期=f"2024-05-{number + 1:02}",
            主题=f"主题{number}",
        )
    project.record("organizations/bailu", 名称="白鹭社区")
    return project.catalog()


def renderer(catalog: Catalog) -> Renderer:
    return Renderer(catalog, Assets(Pictures({}), {}))


def page(catalog: Catalog, permalink: str) -> ListPage:
    return next(each for each in list_pages(catalog) if each.permalink == permalink)


def fragments(catalog: Catalog) -> Fragments:
    return renderer(catalog).fragments


def test_a_card_is_laid_out_once_for_all_lists(catalog: Catalog) -> None:
    made = renderer(catalog)
    bodies = [made.list(each).body for each in list_pages(catalog)]
    shown = sum(body.count('class="zt-card ') for body in bodies)
    laid_out = made.fragments.laid_out
    assert shown > 3 * len(catalog.entries)
    assert laid_out == len(catalog.entries)


def test_a_page_is_the_same_whichever_was_laid_out_before_it(catalog: Catalog) -> None:
    pages = list(list_pages(catalog))
    together = renderer(catalog)
    forwards = {each.permalink: together.list(each).body for each in pages}
    alone = {each.permalink: renderer(catalog).list(each).body for each in reversed(pages)}
    assert forwards == alone


def test_the_facets_mark_the_term_whose_list_it_is_and_no_other(catalog: Catalog) -> None:
    made = renderer(catalog)
    permalinks = ("activities/", "activities/topics/zhu-ti-1/", "activities/year/2024/")
    bodies = {each: made.list(page(catalog, each)).body for each in permalinks}
    marked = {each: re.findall(r'<a [^>]*aria-current="[^>]*>', bodies[each]) for each in bodies}
    assert marked == {
        "activities/": ['<a class="zt-chip" href="./" aria-current="page">'],
        "activities/topics/zhu-ti-1/": [
            '<a class="zt-chip" href="../../" aria-current="true">',
            '<a class="zt-chip" href="./" data-zt-term="topics:zhu-ti-1" aria-current="page">',
        ],
        "activities/year/2024/": [
            '<a class="zt-chip" href="../../" aria-current="true">',
            '<a class="zt-chip" href="./" data-zt-term="year:2024" aria-current="page">',
        ],
    }


def test_who_notes_facts_hears_of_all_that_a_piece_shows_however_often_it_is_used(
    catalog: Catalog,
) -> None:
    made, entry = fragments(catalog), catalog.entries[0]
    listed = page(catalog, "activities/year/2024/")
    noted = []
    for _ in range(2):
        with noting() as facts:
            made.card(entry, 2)
            made.row(entry)
            made.facets(listed)
        noted.append(facts)
    assert noted[0] == noted[1]
    assert ("face", entry.permalink) in noted[0]
    assert ("groups", "activity/topics") in noted[0]
    assert ("count", "organization") in noted[0]
