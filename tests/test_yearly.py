"""The year's report: what it counts, what it leaves open, and that Excel can draw it."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ADDRESS, WEBSITE, Project
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator import cli
from generator.downloads.tables_out import REPORT_MARK
from generator.errors import UsageError
from generator.exporting import export_workbook
from generator.imports.tables.importing import import_table
from generator.models.values import PartialDate
from generator.pipeline import silent
from generator.yearly.period import ALL_TIME, Period, period_of
from generator.yearly.report import Asked

TODAY = date(2026, 11, 22)
SHEETS = ["年报", "年报图表", "各组织活动", "参加人数", "服务时长", "多久没有活动"]


def filled(project: Project) -> Project:
    for slug, name in (("bailu", "白鹭社区"), ("hongfan", "红帆支部"), ("yuanshan", "远山支部")):
        project.record(f"organizations/{slug}", 名称=name)
    project.record("organizations/jiaonan", 名称="胶南街道", 类型="街道")
    project.record("sites/yizhan", 名称="白鹭驿站")
    project.record("sites/xinyang", 名称="信仰空间")
    project.record(
        "activities/a1",
        "日期: 2026-03-05\n主办: [白鹭社区]\n承办: [白鹭社区, “红帆支部”]\n地点: 白鹭驿站\n"
        "人数: 120\n服务时长: 36.5\n",
        名称="读书会",
    )
    project.record(
        "activities/a2", "日期: 2026-03\n主办: [红帆支部]\n人数: 约30余\n", 名称="看望", 类型="走访"
    )
    project.record(
        "activities/a3",
        "日期: 2025-12-30\n结束日期: 2026-01-03\n主办: [外部:某公司]\n参与单位: [白鹭社区]\n"
        "服务时长: 约12\n数字: [{名称: 人均时长, 数值: 8, 单位: 小时}]\n",
        名称="大扫除",
        类型="志愿服务",
    )
    project.record("activities/a4", "日期: --05-19\n人数: 20\n", 名称="座谈", 类型="会议")
    project.record("activities/a5", "主办: [红帆支部]\n", 名称="例会", 类型="会议")
    project.record(
        "activities/a6", "日期: 2017-12~\n主办: [红帆支部]\n", 名称="筹备会", 类型="会议"
    )
    project.record(
        "activities/a7",
        "日期: 2026\n主办: [白鹭社区, 红帆支部]\n人数: 35\n",
        名称="研讨会",
        类型="会议",
    )
    project.record("activities/a8", "日期: 2026-06-01\n主办: [白鹭社区]\n", 名称="未定", 草稿="是")
    project.record(
        "activities/a9", "日期: 2026-12-24\n主办: [远山支部]\n", 名称="迎新", 类型="会议"
    )
    return project


def exported(project: Project, tmp_path: Path, asked: Asked) -> Workbook:
    file = tmp_path / "年报.xlsx"
    file.unlink(missing_ok=True)
    settings = replace(project.settings(), today=TODAY)
    export_workbook(settings, file, (), silent, asked)
    return load_workbook(file)


def alone(year: str | None = None, gap_days: int = 180) -> Asked:
    return Asked(period_of(year, None, None), gap_days, is_alone=True)


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    """The table of a sheet, without its headings; empty cells at the end are left out."""
    head = int(sheet.auto_filter.ref.split(":")[0].lstrip("A"))
    found = []
    for row in sheet.iter_rows(min_row=head + 1, values_only=True):
        values = list(row)
        while values and values[-1] is None:
            values.pop()
        found.append(tuple(values))
    return found


def headings(sheet: Worksheet) -> list[object]:
    head = int(sheet.auto_filter.ref.split(":")[0].lstrip("A"))
    return [cell.value for cell in sheet[head] if cell.value is not None]


def notes(sheet: Worksheet) -> str:
    head = int(sheet.auto_filter.ref.split(":")[0].lstrip("A"))
    return "\n".join(str(sheet.cell(row, 1).value) for row in range(3, head - 1))


def by_month(sheet: Worksheet) -> list[tuple[object, ...]]:
    """(组织, 年份, 类型, {month: count}, 合计, 另参与) with months as their headings say."""
    months = [str(each) for each in headings(sheet)[3:16]]
    told = []
    for row in rows(sheet):
        name, year, label, *cells = (*row, *(None,) * (18 - len(row)))
        counts = {m: c for m, c in zip(months, cells[:13], strict=True) if c}
        told.append((name, year, label, counts, cells[13], cells[14]))
    return told


# ---------------------------------------------------------------- what is counted


def test_each_organization_by_year_type_and_month(project: Project, tmp_path: Path) -> None:
    book = exported(filled(project), tmp_path, alone())
    sheet = book["各组织活动"]
    months = [*(f"{number}月" for number in range(1, 13)), "月份未写明"]
    assert headings(sheet) == ["组织", "年份", "类型", *months, "合计", "另参与"]
    unknown, every = "月份未写明", "全部活动（每场只计一次）"
    assert by_month(sheet) == [
        ("红帆支部", "2017年", "会议", {"12月": 1}, 1, None),
        ("红帆支部", "2026年", "主题党日", {"3月": 1}, 1, None),
        ("红帆支部", "2026年", "会议", {unknown: 1}, 1, None),
        ("红帆支部", "2026年", "走访", {"3月": 1}, 1, None),
        ("红帆支部", "未写明", "会议", {unknown: 1}, 1, None),
        ("红帆支部", None, "小计", {"3月": 2, "12月": 1, unknown: 2}, 5, 0),
        ("白鹭社区", "2025年", "志愿服务", {}, 0, 1),
        ("白鹭社区", "2026年", "主题党日", {"3月": 1}, 1, None),
        ("白鹭社区", "2026年", "会议", {unknown: 1}, 1, None),
        ("白鹭社区", None, "小计", {"3月": 1, unknown: 1}, 2, 1),
        ("某公司", "2025年", "志愿服务", {"12月": 1}, 1, None),
        ("远山支部", "2026年", "会议", {"12月": 1}, 1, None),
        ("主办、承办未写明", "未写明", "会议", {"5月": 1}, 1, None),
        ("各组织相加", None, "合计", {"3月": 3, "5月": 1, "12月": 3, unknown: 3}, 10, 1),
        (every, "2017年", "会议", {"12月": 1}, 1, None),
        (every, "2025年", "志愿服务", {"12月": 1}, 1, None),
        (every, "2026年", "主题党日", {"3月": 1}, 1, None),
        (every, "2026年", "会议", {"12月": 1, unknown: 1}, 2, None),
        (every, "2026年", "走访", {"3月": 1}, 1, None),
        (every, "未写明", "会议", {"5月": 1, unknown: 1}, 2, None),
        (every, None, "合计", {"3月": 2, "5月": 1, "12月": 3, unknown: 2}, 8, None),
    ]
    assert "每个单位都计一场（这样的活动有 2 场），所以各组织相加可能多于活动总数" in notes(sheet)
    assert "日期带“前后”“底”“起”等字的有 1 场，按写出的年、月计" in notes(sheet)
    # Sums show their noughts; elsewhere a month without activity is an empty cell.
    subtotal, single = rows(sheet)[5], rows(sheet)[0]
    assert subtotal[3:16] == (0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2)
    assert single[3:16] == (*(None,) * 11, 1, None)
    totals = [row[16] for row in rows(sheet)]
    assert all(type(total) is int for total in totals)


def test_a_year_holds_only_what_is_surely_in_it(project: Project, tmp_path: Path) -> None:
    book = exported(filled(project), tmp_path, alone("2026"))
    assert book.sheetnames == [*SHEETS, "没有计入的活动"]
    cover = book["年报"]
    assert cover["A1"].value == "测试网站：活动年报（2026年）"
    assert "统计日期：2026-11-22。统计范围：2026年。" in notes(cover)
    assert "草稿 1 条不计。" in notes(cover)
    assert "有 1 场的日期在统计日期以后" in notes(cover)
    assert "另有 2 场的日期写得不全，说不准在不在2026年，没有计入" in notes(cover)
    assert rows(cover) == [
        ("2026年", 4, 1, 1, 2, 155, 3, 0, 1, 36.5),
        ("合计", 4, 1, 1, 2, 155, 3, 0, 1, 36.5),
    ]
    assert rows(book["没有计入的活动"]) == [
        ("例会", "会议", "红帆支部", "未写明"),
        ("座谈", "会议", None, "5月19日"),
    ]
    assert [row[0] for row in rows(book["参加人数"])] == [
        "2026年",
        "2026年3月",
        "2026年3月5日",
        "合计（只加确数）",
    ]


def test_an_activity_belongs_to_the_period_of_its_first_day(
    project: Project, tmp_path: Path
) -> None:
    period = period_of(None, "2025-12-30", "2026-03-05")
    book = exported(filled(project), tmp_path, Asked(period, is_alone=True))
    assert rows(book["年报"])[-1][:2] == ("合计", 2)
    left = [(name, day) for name, _, _, day in rows(book["没有计入的活动"])]
    assert left == [
        ("研讨会", "2026年"),
        ("看望", "2026年3月"),
        ("例会", "未写明"),
        ("座谈", "5月19日"),
    ]


def test_attendance_keeps_its_words_and_only_exact_numbers_are_added(
    project: Project, tmp_path: Path
) -> None:
    sheet = exported(filled(project), tmp_path, alone())["参加人数"]
    assert rows(sheet) == [
        ("2026年", "2026年", "研讨会", "会议", "白鹭社区、红帆支部", "35人", 35),
        ("2026年3月", "2026年", "看望", "走访", "红帆支部", "约30余人"),
        ("2026年3月5日", "2026年", "读书会", "主题党日", "白鹭社区、红帆支部", "120人", 120),
        ("5月19日", "未写明", "座谈", "会议", None, "20人", 20),
        ("合计（只加确数）", None, None, None, None, None, 175),
    ]
    assert "共 8 场活动：没有写明的 4 场，不估计" in notes(sheet)
    assert "等字的 1 场，照原文列出，不相加；确数 3 场，相加 175 人次。" in notes(sheet)


def test_hours_come_from_their_field_and_figures_stand_apart(
    project: Project, tmp_path: Path
) -> None:
    sheet = exported(filled(project), tmp_path, alone())["服务时长"]
    sweep = ("2025年12月30日至2026年1月3日", "2025年", "大扫除", "志愿服务", "某公司")
    reading = ("2026年3月5日", "2026年", "读书会", "主题党日", "白鹭社区、红帆支部")
    assert rows(sheet) == [
        (*sweep, "约12小时", None, "服务时长"),
        (*sweep, "8小时", None, "数字“人均时长”"),
        (*reading, "36.5小时", 36.5, "服务时长"),
        ("合计（只加确数）", None, None, None, None, None, 36.5),
    ]
    assert "共 8 场活动：没有写明的 6 场" in notes(sheet)


def test_nothing_exact_has_no_sum(project: Project, tmp_path: Path) -> None:
    project.record("activities/a", "日期: 2026-03\n人数: 近400\n")
    book = exported(project, tmp_path, alone())
    assert len(book["年报图表"]._charts) == 2  # nobody leads it, so there are no organisations
    assert rows(book["参加人数"])[-1] == ("合计（只加确数）",)
    assert rows(book["年报"])[-1] == ("合计", 1, 0, 1, 0, None, 1, 0, 0)
    assert rows(book["服务时长"]) == [("（没有）",)]


def test_gaps_tell_what_is_sure_and_what_is_not(project: Project, tmp_path: Path) -> None:
    sheet = exported(filled(project), tmp_path, alone("2017"))["多久没有活动"]
    assert "以 2026-11-22 为准，往前数 180 天。" in notes(sheet)
    assert "组织 4 个：180 天内有活动的 0，180 天没有的 0，说不准的 2，从来没有的 2。" in notes(
        sheet
    )
    assert "示范点 2 个：180 天内有活动的 0，180 天没有的 1，说不准的 0，从来没有的 1。" in notes(
        sheet
    )
    year_only = "日期只写到年或月的 1 场"
    assert rows(sheet) == [
        ("组织", "白鹭社区", "社区", "说不准", 3, "2026年3月5日", None, year_only),
        (
            *("组织", "红帆支部", "社区", "说不准", 5, "2026年3月5日", None),
            f"{year_only}；没有写日期的 1 场",
        ),
        ("组织", "胶南街道", "街道", "从来没有", 0),
        ("组织", "远山支部", "社区", "从来没有", 0, None, None, "今天以后有 1 场"),
        ("示范点", "白鹭驿站", "党群服务中心", "180 天没有", 1, "2026年3月5日", 262),
        ("示范点", "信仰空间", "党群服务中心", "从来没有", 0),
    ]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ("日期: 2026-05-27\n", None),  # 179 days ago
        ("日期: 2026-05-26\n", ("180 天没有", 180)),
        ("日期: 2026-05\n", ("说不准", None)),
        ("日期: 2026-06\n", None),
        ("日期: 2026-04\n", ("180 天没有", 206)),
        ("日期: 2026\n", ("说不准", None)),
        ("日期: 2025\n", ("180 天没有", 326)),
        ("日期: 2025-01-01\n结束日期: 2026-11-30\n", None),
        ("日期: 2025年底\n", ("180 天没有", 326)),
        ("日期: 2025年3月起\n", ("说不准", None)),
        ("日期: 2025年后\n", ("说不准", None)),
        ("日期: 2025-03-01\n频次: 每月\n", ("说不准", None)),
        ("日期: 2026-11-01\n频次: 每月\n", None),
        ("日期: --11-01\n", ("说不准", None)),
        ("日期: 2026-11-23\n", ("从来没有", None)),
    ],
)
def test_days_without_activity(
    project: Project, tmp_path: Path, fields: str, state: tuple[str, int | None] | None
) -> None:
    project.record("organizations/a")
    project.record("activities/a", f"{fields}参与单位: [白鹭社区]\n")
    (found,) = rows(exported(project, tmp_path, alone())["多久没有活动"])
    row = (*found, *(None,) * 8)
    if state is None:
        assert row[0] == "（没有）"
    else:
        assert (row[3], row[6]) == state


def test_what_waits_for_reviews_is_not_counted(project: Project, tmp_path: Path) -> None:
    project.write("website.yml", ADDRESS + WEBSITE + "审核:\n  开启: 是\n")
    project.record("activities/a", "日期: 2026-03\n人数: 20\n")
    book = exported(project, tmp_path, Asked())
    assert rows(book["年报"])[-1][:2] == ("合计", 0)
    assert "等审核的 1 条不计" in notes(book["年报"])
    assert book["活动"]["A2"].value == "读书会"
    assert "没有图" in str(book["年报图表"]["A3"].value)


def test_problems_of_the_content_are_told_in_the_report(project: Project, tmp_path: Path) -> None:
    project.record("organizations/a")
    project.record("activities/a", "主办: [白鹭社区服务]\n品牌: [没有这个]\n")
    book = exported(project, tmp_path, Asked())
    assert "内容里还有 1 个问题没有改，数字可能不准" in notes(book["年报"])


# ---------------------------------------------------------------- the workbook


MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parts(file: Path, pattern: str) -> dict[str, etree._Element]:
    with zipfile.ZipFile(file) as package:
        names = sorted(name for name in package.namelist() if re.fullmatch(pattern, name))
        return {name: etree.fromstring(package.read(name)) for name in names}


def test_charts_show_what_stands_in_the_cells(project: Project, tmp_path: Path) -> None:
    book = exported(filled(project), tmp_path, alone())
    charts = parts(tmp_path / "年报.xlsx", r"xl/charts/chart\d+\.xml")
    told = []
    for chart in charts.values():
        assert chart.find(f".//{MAIN}view3D") is None
        assert chart.find(f"{MAIN}roundedCorners").get("val") == "0"
        axes = [*chart.iter(f"{MAIN}catAx", f"{MAIN}valAx")]
        assert [axis.find(f"{MAIN}delete").get("val") for axis in axes] == ["0", "0"]
        titles = ["".join(title.itertext()) for title in chart.iter(f"{MAIN}title")]
        assert {each.get("val") for each in chart.iter(f"{MAIN}overlay")} == {"0"}
        drawn = {}
        for series in chart.iter(f"{MAIN}ser"):
            seen = []
            for part in ("tx", "cat", "val"):
                reference = series.find(f"{MAIN}{part}//{MAIN}f").text
                name, _, cells = reference.rpartition("!")
                found = book[name.strip("'")][cells.replace("$", "")]
                values = [c.value for (c,) in found] if isinstance(found, tuple) else [found.value]
                kept = [each.text for each in series.iterfind(f"{MAIN}{part}//{MAIN}v")]
                assert kept == [str(value) for value in values]
                seen.append(values)
            drawn[seen[0][0]] = dict(zip(seen[1], seen[2], strict=True))
        told.append((titles, drawn))
    assert book["年报图表"]["A4"].value == "主办、承办未写明的有 1 场，不在“按组织”里。"
    months = {f"{number}月": 0 for number in range(1, 13)} | {"月份未写明": 0}
    assert told == [
        (
            ["各月活动", "月份", "活动（场）"],
            {
                "2017年": months | {"12月": 1},
                "2025年": months | {"12月": 1},
                "2026年": months | {"3月": 2, "12月": 1, "月份未写明": 1},
                "年份未写明": months | {"5月": 1, "月份未写明": 1},
            },
        ),
        (
            ["各类型活动", "类型", "活动（场）"],
            {"活动": {"会议": 5, "志愿服务": 1, "主题党日": 1, "走访": 1}},
        ),
        (
            ["各组织主办、承办的活动", "组织", "活动（场）"],
            {
                "主办、承办": {
                    "红帆支部": 5,
                    "白鹭社区": 2,
                    "某公司": 1,
                    "远山支部": 1,
                }
            },
        ),
    ]


def test_only_the_busiest_organizations_are_drawn(project: Project, tmp_path: Path) -> None:
    for number in range(17):
        project.record(
            f"activities/a{number}", f"主办: [外部:第{number}单位]\n", 名称=f"读书会{number}"
        )
    sheet = exported(project, tmp_path, alone())["年报图表"]
    texts = [cell.value for cell in sheet["A"]]
    assert sum(str(text).startswith("第") for text in texts) == 15
    assert "组织只画活动最多的 15 个，另有 2 个见“各组织活动”。" in texts


def test_no_cell_of_the_report_calculates(project: Project, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x.example","看")'
    project.write("website.yml", ADDRESS + WEBSITE.replace("测试网站", f"'{evil}'"))
    project.record("organizations/a", 名称=f"'{evil}'")
    project.record(
        "activities/a",
        f"日期: 2026-03\n主办: ['{evil}', '外部:+1+1']\n人数: 20\n服务时长: 3\n"
        "数字: [{名称: '@x', 数值: 8, 单位: 小时}]\n",
        名称=f"'-1{evil}'",
    )
    book = exported(project, tmp_path, alone())
    cells = [c for sheet in book for row in sheet for c in row if c.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert len(risky) >= 6
    assert all(cell.quotePrefix for cell in risky)
    sheets = parts(tmp_path / "年报.xlsx", r"xl/worksheets/sheet\d+\.xml")
    assert len(sheets) == 6
    assert not [formula for sheet in sheets.values() for formula in sheet.iter("{*}f")]


def test_the_same_content_on_the_same_day_gives_the_same_bytes(
    project: Project, tmp_path: Path
) -> None:
    filled(project)
    made = []
    for _ in range(2):
        exported(project, tmp_path, Asked())
        made.append((tmp_path / "年报.xlsx").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "年报.xlsx") as package:
        assert {info.date_time for info in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        stated = re.findall(r"\d{4}-\d\d-\d\dT", package.read("docProps/core.xml").decode())
    assert set(stated) == {"2000-01-01T"}


def test_an_import_reads_no_sheet_of_the_report(project: Project, tmp_path: Path) -> None:
    book = exported(filled(project), tmp_path, Asked())
    assert book.sheetnames[:7] == [*SHEETS, "示范点"]
    assert {book[name]["A2"].value for name in SHEETS} == {REPORT_MARK}
    # Renamed to what looks like a kind, it still is a report.
    book["参加人数"].title = "活动一"
    book.save(tmp_path / "年报.xlsx")
    other = Project(tmp_path / "other")
    other.write("website.yml", ADDRESS + WEBSITE)
    outcome = import_table(other.settings(), tmp_path / "年报.xlsx", silent)
    (finding,) = outcome.findings
    assert (finding.problem.code, finding.is_notice) == ("import-report", True)
    assert "年报、年报图表、各组织活动、活动一、服务时长、多久没有活动" in finding.problem.what
    assert len(outcome.written) == 15


def test_a_copy_with_marks_keeps_the_charts(project: Project, tmp_path: Path) -> None:
    book = exported(filled(project), tmp_path, Asked())
    sheet = book["活动"]
    column = next(cell.column for cell in sheet[1] if cell.value == "类型")
    sheet.cell(2, column).value = "没有这一类"
    book.save(tmp_path / "改.xlsx")
    before = parts(tmp_path / "年报.xlsx", r"xl/charts/chart\d+\.xml")
    outcome = import_table(project.settings(), tmp_path / "改.xlsx", silent)
    assert outcome.annotated is not None
    after = parts(outcome.annotated, r"xl/charts/chart\d+\.xml")
    assert list(after) == list(before)
    assert len(load_workbook(outcome.annotated)["年报图表"]._charts) == 3


# ---------------------------------------------------------------- asking for it


@pytest.mark.parametrize(
    ("asked", "period", "told"),
    [
        ((None, None, None), ALL_TIME, "全部年份"),
        (("2026", None, None), Period(date(2026, 1, 1), date(2026, 12, 31)), "2026年"),
        (
            (None, "2025-07", "2026-06"),
            Period(date(2025, 7, 1), date(2026, 6, 30)),
            "2025-07-01至2026-06-30",
        ),
        ((None, "2024", "2024年2月"), Period(date(2024, 1, 1), date(2024, 2, 29)), None),
    ],
)
def test_periods(asked: tuple[str | None, ...], period: Period, told: str | None) -> None:
    found = period_of(*asked)
    assert found == period
    assert told is None or str(found) == told


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (("26", None, None), "四位数字"),
        (("今年", None, None), "四位数字"),
        (("2026", "2026-01", None), "只写一样"),
        ((None, "2026-01", None), "要一起写"),
        ((None, "2026-06", "2026-01"), "早"),
        ((None, "--05-19", "2026-01"), "看不出是哪一天"),
        ((None, "2026-02-30", "2026-03"), "看不出是哪一天"),
    ],
)
def test_periods_that_cannot_be(asked: tuple[str | None, ...], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        period_of(*asked)


@pytest.mark.parametrize(
    ("written", "within"),
    [
        ("2026-03-05", True),
        ("2026", True),
        ("2025-12-31", False),
        ("--05-19", None),
        ("2026年前", None),
        ("2026-12~", True),
    ],
)
def test_what_a_period_holds(written: str, within: bool | None) -> None:
    assert period_of("2026", None, None).holds(PartialDate.parse(written)) is within


def test_the_command(
    project: Project,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_795_000_000))
    filled(project)
    whole, short = tmp_path / "全部.xlsx", tmp_path / "年报.xlsx"
    root = ("--root", str(project.root))
    assert cli.main(["export", str(whole), *root]) == 0
    asked = ["--year", "2026", "--gap-days", "90", "--report"]
    assert cli.main(["export", str(short), *asked, *root]) == 0
    assert capsys.readouterr().out == (
        f"已写出：{whole}（年报：全部年份，15 条记录）\n已写出：{short}（年报：2026年）\n"
    )
    assert load_workbook(short).sheetnames == [*SHEETS, "没有计入的活动"]
    assert "往前数 90 天" in notes(load_workbook(short)["多久没有活动"])
    kind = tmp_path / "活动.xlsx"
    assert cli.main(["export", str(kind), "--kind", "活动", "--year", "2026", *root]) == 2
    assert "年报的选项不能一起写" in capsys.readouterr().err
    assert cli.main(["export", str(kind), "--kind", "活动", *root]) == 0
    assert "年报" not in load_workbook(kind).sheetnames
