"""The page of counts: every record is counted, and nothing else."""

from bs4 import BeautifulSoup
from conftest import Project

from generator import pipeline
from generator.rendering.statistics import NO_REGION, NO_YEAR, Chart, charts


def of(project: Project, slug: str) -> Chart:
    return next(chart for chart in charts(project.catalog()) if chart.slug == slug)


def counts(chart: Chart) -> list[tuple[str, int]]:
    return [(bar.label, bar.count) for bar in chart.bars]


def test_years_run_as_time_does_and_records_without_one_are_counted(project: Project) -> None:
    for number, day in enumerate(("2024-05-13", "2019", "2024年底", "--05-19", None)):
        project.record(f"activities/a{number}", 名称=f"读书会{number}", 日期=day)
    chart = of(project, "activities-year")
    assert counts(chart) == [("2019年", 1), ("2024年", 2), (NO_YEAR, 2)]
    assert [bar.permalink for bar in chart.bars] == [
        "activities/year/2019/",
        "activities/year/2024/",
        "",
    ]
    assert chart.total == 5


def test_kinds_and_types_and_regions(project: Project) -> None:
    project.record("sites/a", 名称="甲", 地区="山东 济南 历城区")
    project.record("sites/b", 名称="乙", 地区="山东 济南")
    project.record("sites/c", 名称="丙", 类型="先锋岗位", 地区="山东 青岛")
    project.record("members/d")
    assert counts(of(project, "kinds")) == [("示范点", 3), ("先锋人物", 1)]
    assert counts(of(project, "sites-type")) == [("党群服务中心", 2), ("先锋岗位", 1)]
    regions = of(project, "regions")
    assert counts(regions) == [("山东·济南", 2), ("山东·青岛", 1), (NO_REGION, 1)]
    assert [regions.share(bar) for bar in regions.bars] == [100, 50, 50]


def test_one_bar_is_no_chart(project: Project) -> None:
    project.record("sites/a")
    assert charts(project.catalog()) == ()
    rendered = pipeline.prepare(project.settings())
    page = next(page for page in rendered.pages if page.uri == "statistics/index.md")
    assert "<table" not in page.body
    assert "还没有" in page.body


def test_drafts_are_not_counted(project: Project) -> None:
    project.record("sites/a")
    project.record("sites/b", 名称="乙", 草稿="是")
    project.record("members/c")
    assert counts(of(project, "kinds")) == [("示范点", 1), ("先锋人物", 1)]


def test_the_real_page_counts_every_record_once(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["statistics/"]
    records = [uri for uri, each in pages.items() if each.find("meta", content="article")]
    for slug in ("kinds", "regions"):
        table = page.find("table", attrs={"aria-labelledby": slug})
        assert table is not None
        cells = [int(cell.get_text()) for cell in table.select("tbody td span")]
        assert sum(cells) == len(records) == int(table.select_one("tfoot td").get_text())
    for link in page.select(".zt-chart a"):
        told = int(link.find_parent("tr").select_one("td span").get_text())
        listed = pages[str(link["href"]).removeprefix("../")]
        assert f"共{told}" in listed.select_one(".zt-lead").get_text()
