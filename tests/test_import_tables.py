"""Excel and CSV tables become records: every cell is used, told, or refused with its address."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import sheets
from conftest import Project
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from generator.cli import main
from generator.errors import UsageError
from generator.imports.tables.importing import Outcome, import_table
from generator.imports.trial import State
from generator.models import KINDS
from generator.pipeline import silent
from generator.reading.validate import plain_data

HEAD = ("名称", "类型", "日期")


def brought(project: Project, path: Path, **options: object) -> Outcome:
    kind = options.pop("kind", None)
    return import_table(
        project.settings(), path, silent, kind=KINDS[str(kind)] if kind else None, **options
    )


def told(outcome: Outcome, code: str = "") -> list[tuple[str, str]]:
    """(code, place in the file) of what was found."""
    found = [each for each in outcome.findings if each.problem.code.startswith(code)]
    return [(each.problem.code, each.place.spot) for each in found]


def problems(outcome: Outcome) -> list[tuple[str, str]]:
    found = [each for each in outcome.findings if not each.is_notice]
    return sorted((each.problem.code, each.place.spot) for each in found)


def written(project: Project) -> dict[str, dict[str, object]]:
    """What the records say, by name."""
    entries = project.check(drafts=True).catalog.entries
    return {entry.record.name: plain_data(entry.raw) for entry in entries}


def table(
    tmp_path: Path, *lines: tuple[object, ...], title: str = "活动", mac: bool = False
) -> Path:
    return sheets.saved(tmp_path / "表.xlsx", sheets.rows(*lines), title, mac=mac)


# ---------------------------------------------------------------- whole files


@pytest.fixture
def wps(tmp_path: Path) -> Path:
    """The activities of an office that works with WPS, with all its oddities."""

    def fill(sheet: Worksheet) -> None:
        gx, none = "广西壮族自治区", None
        lines = (
            sheets.HEADINGS,
            (
                "赫章县入户调研",
                none,
                "调研",
                date(2026, 7, 15),
                date(2026, 7, 21),
                "贵州省",
                "赫章县",
                "张三、李四",
                "图",
            ),
            (
                "香粉乡普通话小课堂",
                none,
                "课堂",
                "2026/8/4",
                none,
                gx,
                "融水苗族自治县",
                "陈晨，刘洋",
                "图",
                "孩子们跟读拼音。",
            ),
            ("芦笙传承人访谈", none, "调研", "2026年8月5日", none, none, "融水苗族自治县", "陈晨"),
            ("经典诵读宣讲", none, "宣讲", 46235, none, "云南省", "大理市", "欧阳娜娜"),
            (
                "推普知识竞赛",
                "tui-pu-jing-sai",
                "竞赛",
                "2026.9.1",
                "2026.8.30",
                "云南省",
                "大理市",
                "张三 李四",
            ),
            ("错误日期示例", none, "课堂", "二〇二六年九月", none, "贵洲省", "赫章县"),
            (),
            ("赫章县入户调研", none, "调研", "8月10日", none, "贵州省", none, "张三"),
        )
        for number, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                sheet.cell(number, column).value = value
        sheet["D5"].number_format = "yyyy-mm-dd"
        sheet.merge_cells("F3:F4")
        sheet["A1"].comment = Comment("必填，2–40字", "填写说明")
        sheets.float_over(sheet, "I4", sheets.picture("blue"), 80)

    path = sheets.saved(tmp_path / "活动.xlsx", fill)
    return sheets.with_wps_pictures(
        path, {"I2": sheets.picture("red"), "I3": sheets.picture("green")}
    )


def test_good_rows_are_written_and_faulty_ones_told_by_their_cells(
    project: Project, wps: Path
) -> None:
    outcome = brought(project, wps)
    assert [outcome.count(state) for state in State] == [4, 0, 0, 3]
    records = written(project)
    assert list(records) == [
        "芦笙传承人访谈",
        "香粉乡普通话小课堂",
        "经典诵读宣讲",
        "赫章县入户调研",
    ]
    survey = records["赫章县入户调研"]
    assert (survey["date"], survey["end_date"]) == ("2026-07-15", "2026-07-21")
    assert (survey["type"], survey["region"]) == ("摸排调研", "贵州省 赫章县")
    assert survey["people"] == [{"person": "张三"}, {"person": "李四"}]
    assert records["香粉乡普通话小课堂"]["date"] == "2026-08-04"
    assert records["香粉乡普通话小课堂"]["people"] == [{"person": "陈晨"}, {"person": "刘洋"}]
    assert records["芦笙传承人访谈"]["date"] == "2026-08-05"
    assert records["芦笙传承人访谈"]["region"] == "广西壮族自治区 融水苗族自治县"
    assert records["经典诵读宣讲"]["date"] == "2026-08-01"
    assert problems(outcome) == [
        ("end-before-start", "E6"),
        ("import-date-no-year", "D9"),
        ("import-province", "F7"),
        ("unknown-choice", "C6"),
    ]
    assert told(outcome, "import-merged") == [("import-merged", "F3")]
    assert told(outcome, "import-maybe-twice") == [("import-maybe-twice", "A9")]
    assert told(outcome, "import-part-empty") == [("import-part-empty", "G9")]
    assert not any(each.place.spot.endswith("8") for each in outcome.findings)


def test_each_picture_goes_to_its_own_row(project: Project, wps: Path) -> None:
    brought(project, wps)
    colours = {}
    for entry in project.check(drafts=True).catalog.entries:
        for photo in entry.record.photos:
            data = (entry.raw.bundle / photo.file).read_bytes()
            colours[entry.record.name] = sheets.colour_of(data)
    assert colours == {
        "赫章县入户调研": sheets.RED,
        "香粉乡普通话小课堂": sheets.GREEN,
        "芦笙传承人访谈": sheets.BLUE,
    }


def test_the_same_file_twice_creates_nothing_new(project: Project, wps: Path) -> None:
    brought(project, wps)
    before = {p: p.read_bytes() for p in project.content.rglob("*") if p.is_file()}
    again = brought(project, wps)
    assert [again.count(state) for state in State] == [0, 4, 0, 3]
    assert again.written == ()
    assert before == {p: p.read_bytes() for p in project.content.rglob("*") if p.is_file()}


def test_the_annotated_copy_keeps_pictures_and_marks_cells(project: Project, wps: Path) -> None:
    original = wps.read_bytes()
    outcome = brought(project, wps)
    assert wps.read_bytes() == original
    assert outcome.annotated == wps.with_name("活动（已标注）.xlsx")
    with zipfile.ZipFile(wps) as one, zipfile.ZipFile(outcome.annotated) as other:
        kept = [n for n in one.namelist() if "media" in n or "cellimages" in n or "drawing1" in n]
        assert len(kept) >= 6
        assert [one.read(name) for name in kept] == [other.read(name) for name in kept]
        text = other.read("xl/worksheets/sheet1.xml").decode()
        assert text.count("DISPIMG") == one.read("xl/worksheets/sheet1.xml").decode().count(
            "DISPIMG"
        )
    copy = load_workbook(outcome.annotated)
    assert copy.sheetnames == ["活动", "问题清单"]
    sheet = copy["活动"]
    red = {c.coordinate for row in sheet for c in row if c.fill.fgColor.rgb == "FFFFC7CE"}
    assert red == {"C6", "E6", "F7", "D9"}
    assert "8月10日" in str(sheet["D9"].comment and sheet["D9"].comment.text)
    assert str(sheet["A1"].comment and sheet["A1"].comment.text) == "必填，2–40字"
    assert sheet["D2"].number_format == "yyyy-mm-dd"  # dates stay dates on their new ground
    rows = list(copy["问题清单"].iter_rows(values_only=True))
    assert rows[0] == ("位置", "性质", "是什么", "怎么改", "代号")
    assert ("「活动」D9", "问题") in {row[:2] for row in rows}
    assert len(rows) == len(outcome.findings) + 1


def test_the_annotated_copy_can_be_mended_and_imported(project: Project, wps: Path) -> None:
    outcome = brought(project, wps)
    assert outcome.annotated
    mended = {
        "xl/worksheets/sheet1.xml": lambda text: text.replace("8月10日", "2026年8月10日"),
    }
    again = brought(project, sheets.edited(outcome.annotated, mended, {}))
    assert [again.count(state) for state in State] == [1, 4, 0, 2]
    # The next annotated copy takes nobody's place.
    assert again.annotated == wps.with_name("活动（已标注） 2.xlsx")


MEMBERS = (
    "姓名,学院,年级,加入日期,简介\r\n"
    '张三,文学院,2024级,2024/9/10,"热爱方言,喜欢调研"\r\n'
    "欧阳娜娜,外国语学院,2023级,2023年10月8日,\r\n"
    '阿依古丽·买买提,,2025级,20250901,"第一行\n第二行"\r\n'
    "㑇䶮,文学院,二四级,,罕用字姓名\r\n"
)


@pytest.mark.parametrize(
    ("encoding", "sign"),
    [
        ("gb18030", ","),
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", ","),
        ("utf-16-be", ";"),
    ],
)
def test_csv_in_any_encoding_and_with_any_sign(
    project: Project, tmp_path: Path, encoding: str, sign: str
) -> None:
    path = tmp_path / "队员.csv"
    text = MEMBERS.replace(",", sign).replace("方言" + sign, "方言,")
    path.write_bytes(text.encode(encoding))
    outcome = brought(project, path)
    assert [outcome.count(state) for state in State] == [2, 0, 0, 2]
    assert problems(outcome) == [("import-part-missing", "B4"), ("import-pattern", "C5")]
    records = written(project)
    assert list(records) == ["欧阳娜娜", "张三"]
    assert records["张三"]["position"] == "文学院 2024级"
    assert records["张三"]["milestones"] == [{"date": "2024-09-10", "text": "加入。"}]
    assert records["欧阳娜娜"]["milestones"] == [{"date": "2023-10-08", "text": "加入。"}]
    bodies = {e.record.name: e.raw.body for e in project.check(drafts=True).catalog.entries}
    assert bodies == {"张三": "热爱方言,喜欢调研\n", "欧阳娜娜": ""}
    assert [each.draft.name for each in outcome.examined][3] == "㑇䶮"
    # Nobody said what these people are: told once, and kept from being published.
    assert told(outcome, "import-assumed") == [("import-assumed", "A1")]


def test_what_all_rows_share_is_said_on_the_command_line(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "队员.csv"
    path.write_text(MEMBERS, "utf-8")
    outcome = brought(project, path, fills={"类型": "先锋党员"})
    assert told(outcome, "import-assumed") == []
    assert written(project)["张三"]["type"] == "先锋党员"


# ---------------------------------------------------------------- headings


def test_headings_are_found_below_titles_in_any_order_and_by_other_names(
    project: Project, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        ("2026 年活动台账",),
        ("填报单位：甲街道",),
        (),
        (
            "序号",
            "举办单位*",
            "活动 名称（必填）",
            "开始时间",
            "活动类别",
            "负责人电话",
            "领导批示",
        ),
        (1, "甲社区、乙公司", "读书会", "2026-08-05", "主题党日", "13800000000", "很好"),
        title="Sheet1",
    )
    outcome = brought(project, path)
    (record,) = written(project).values()
    assert (record["name"], record["hosts"]) == ("读书会", ["甲社区", "乙公司"])
    assert sorted(told(outcome)) == [
        ("import-column-unused", "F4"),
        ("import-column-unused", "G4"),
    ]
    assert "13800000000" not in "".join(
        path.read_text("utf-8") for path in project.content.rglob("*.md")
    )


def test_headings_in_two_rows_under_merged_cells(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for line in (
            ("名称", "时间", None, "类型"),
            (None, "开始", "结束", None),
            ("读书会", "2026-08-05", "2026-08-06", "会议"),
        ):
            sheet.append(line)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:D2")

    outcome = brought(project, sheets.saved(tmp_path / "表.xlsx", fill))
    assert problems(outcome) == []
    (record,) = written(project).values()
    assert (record["date"], record["end_date"]) == ("2026-08-05", "2026-08-06")


def test_a_sheet_that_could_be_of_several_kinds_asks(project: Project, tmp_path: Path) -> None:
    path = table(tmp_path, ("名称", "类型"), ("白鹭", "会议"), title="Sheet1")
    assert told(brought(project, path)) == [("import-kind-unclear", "")]
    assert problems(brought(project, path, kind="activity")) == []


def test_summary_notes_examples_and_headings_again_are_no_records(
    project: Project, tmp_path: Path
) -> None:
    def fill(sheet: Worksheet) -> None:
        for line in (
            HEAD,
            ("示例", "会议", "2026-01-01"),
            ("第一季度", None, None),
            ("读书会", "会议", "2026-08-05"),
            HEAD,
            ("合计制度研讨会", "会议", "2026-08-06"),
            ("小计", 2, None),
            ("合计：2 场", None, None),
            ("注：以上为上报数", None, None),
            ("填表人：张三", "审核人：李四", None),
        ):
            sheet.append(line)
        sheet.merge_cells("A3:C3")

    outcome = brought(project, sheets.saved(tmp_path / "表.xlsx", fill))
    assert list(written(project)) == ["合计制度研讨会", "读书会"]
    assert told(outcome) == [("import-row-skipped", f"A{row}") for row in (2, 3, 5, 7, 8, 9, 10)]


def test_hidden_rows_columns_and_sheets_are_told(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for line in (
            (*HEAD, "主旨"),
            ("甲", "会议", "2026-08-05", "藏"),
            ("乙", "会议", "2026-08-06", ""),
        ):
            sheet.append(line)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        other = sheet.parent.create_sheet("旧活动")
        other.append(HEAD)
        other.append(("丙", "会议", "2026-08-07"))
        other.sheet_state = "hidden"
        more = sheet.parent.create_sheet("统计")
        more.append(("总场次", 12))

    outcome = brought(project, sheets.saved(tmp_path / "表.xlsx", fill))
    assert list(written(project)) == ["乙", "甲"]
    assert [
        (code, each.place.sheet) for each in outcome.findings if (code := each.problem.code)
    ] == [
        ("import-hidden", "活动"),
        ("import-hidden", "活动"),
        ("import-sheet-unused", "旧活动"),
        ("import-sheet-unused", "统计"),
    ]


def test_two_columns_of_one_field_that_differ_are_refused(project: Project, tmp_path: Path) -> None:
    path = table(tmp_path, ("名称", "标题", "类型"), ("甲", "甲", "会议"), ("乙", "丙", "会议"))
    assert problems(brought(project, path)) == [("import-two-columns", "B3")]
    assert list(written(project)) == ["甲"]


# ---------------------------------------------------------------- cells

DATES = [
    (date(2026, 8, 5), None, "2026-08-05"),
    (datetime(2026, 8, 5, 14, 30), "yyyy-mm-dd hh:mm", "2026-08-05"),
    (date(2026, 8, 1), 'yyyy"年"m"月"', "2026-08"),
    (date(2026, 8, 5), 'm"月"d"日"', "2026-08-05"),
    ("2026/8/4", None, "2026-08-04"),
    ("2026.9.1", None, "2026-09-01"),
    ("2026年8月5日", None, "2026-08-05"),
    ("2026 年 8 月 5 日", None, "2026-08-05"),
    ("2026年8月5号（星期三）", None, "2026-08-05"),
    ("２０２６－０８－０５", None, "2026-08-05"),
    ("20260805", None, "2026-08-05"),
    (20260805, None, "2026-08-05"),
    (46235, None, "2026-08-01"),
    (2026, None, "2026"),
    (2026.9, None, "2026-09"),
    ("2026年9月", None, "2026-09"),
    ("二〇二六年九月", None, "2026-09"),
    ("二○二六年十二月二十五日", None, "2026-12-25"),
    ("二零二六年十月一日", None, "2026-10-01"),
    ("2017年底", None, "2017年底"),
    ("2017-12~", None, "2017-12~"),
    ("--05-19", None, "--05-19"),
    ("2026年8月5日14:30", None, "2026-08-05"),
    ("2026年8月5日下午2点", None, "2026-08-05"),
    ("8月5日", None, "import-date-no-year"),
    ("8.5", None, "import-date-no-year"),
    ("26.8.5", None, "import-date-unclear"),
    (2026.1, None, "import-date-unclear"),
    ("2026年2月30日", None, "bad-date"),
    ("2026-13-01", None, "bad-date"),
    ("去年夏天", None, "bad-date"),
    ("2026/8/5或6", None, "bad-date"),
]


def test_dates_in_all_spellings(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEAD)
        for number, (value, shape, _) in enumerate(DATES, 2):
            sheet.append((f"活动{number}", "会议", value))
            if shape:
                sheet.cell(number, 3).number_format = shape

    outcome = brought(project, sheets.saved(tmp_path / "表.xlsx", fill))
    records = written(project)
    refused = {
        each.place.spot: each.problem.code for each in outcome.findings if not each.is_notice
    }
    found = [
        records.get(f"活动{n}", {}).get("date", refused.get(f"C{n}"))
        for n in range(2, len(DATES) + 2)
    ]
    assert found == [expected for _, _, expected in DATES]
    left = [each for each in outcome.findings if each.problem.code == "import-left"]
    assert [each.place.spot for each in left] == ["C3", "C24", "C25"]  # the time of day
    hidden = [e for e in outcome.findings if "表格软件填的" in e.problem.what]
    assert [each.place.spot for each in hidden] == ["C5"]


def test_dates_of_a_workbook_that_counts_from_1904(project: Project, tmp_path: Path) -> None:
    path = table(tmp_path, HEAD, ("甲", "会议", date(2026, 8, 5)), mac=True)
    brought(project, path)
    assert written(project)["甲"]["date"] == "2026-08-05"


@pytest.mark.parametrize(
    "text", ["2026年8月3日—8月9日", "2026.8.3-8.9", "2026年8月3日至9日", "2026-08-03 ~ 2026-08-09"]
)
def test_a_period_in_one_cell_becomes_two_dates_and_is_told(
    project: Project, tmp_path: Path, text: str
) -> None:
    outcome = brought(project, table(tmp_path, HEAD, ("甲", "会议", text)))
    (record,) = written(project).values()
    assert (record["date"], record["end_date"]) == ("2026-08-03", "2026-08-09")
    assert told(outcome) == [("import-inferred", "C2")]


def test_numbers_choices_and_names_as_people_write_them(project: Project, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        ("名称", "类型", "参加人数", "参加人员", "成效", "主题", "服务时长（小时）"),
        (
            "甲",
            " 会议 ",
            120.0,
            "张三、李　四，欧阳娜娜（组长）等15人",
            "第一，好。\n第二、更好。",
            "党建；“甲、乙”",
            36.5,
        ),
        ("乙", "会议", "120余人", "张三 李四", "只有一条，一句话。", None, "约360 小时"),
        ("丙", "会议", 0.35, None, None, None, None),
    )
    outcome = brought(project, path)
    records = written(project)
    assert records["甲"]["attendance"] == "120"
    people = [{"person": "张三"}, {"person": "李四"}, {"person": "欧阳娜娜", "role": "组长"}]
    assert records["甲"]["people"] == people
    assert records["甲"]["results"] == ["第一，好。", "第二、更好。"]
    assert records["甲"]["topics"] == ["党建", "“甲、乙”"]
    assert records["乙"]["attendance"] == "120余"
    assert records["乙"]["people"] == [{"person": "张三"}, {"person": "李四"}]
    assert records["乙"]["results"] == ["只有一条，一句话。"]
    assert records["丙"]["attendance"] == "0.35"
    hours = [records[name].get("service_hours") for name in "甲乙丙"]
    assert hours == ["36.5", "约360", None]
    assert told(outcome) == [("import-left", "D2")]


def test_errors_and_formulas_without_a_value_are_refused(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append((*HEAD, "主旨"))
        sheet.append(("甲", "会议", None, "=B2&C2"))
        sheet.append(("乙", "会议", None, "#N/A"))
        sheet["D3"].data_type = "e"

    path = sheets.saved(tmp_path / "表.xlsx", fill)
    assert problems(brought(project, path)) == [
        ("import-error-value", "D3"),
        ("import-not-calculated", "D2"),
    ]
    value = {
        "xl/worksheets/sheet1.xml": lambda t: (
            t.replace("<v></v>", "<v>算好的</v>")
            .replace("<v />", "<v>算好的</v>")
            .replace("<v/>", "<v>算好的</v>")
            .replace('r="D2"', 'r="D2" t="str"')
        )
    }
    brought(project, sheets.edited(path, value, {}))
    assert written(project)["甲"]["theme"] == "算好的"


def test_a_merged_value_is_spread_down_and_never_sideways(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for line in (
            ("名称", "类型", "主办", "承办"),
            ("甲", "会议", "白鹭社区", None),
            ("乙", "会议", None, None),
        ):
            sheet.append(line)
        sheet.merge_cells("C2:D3")

    outcome = brought(project, sheets.saved(tmp_path / "表.xlsx", fill))
    assert [record.get("hosts") for record in written(project).values()] == [["白鹭社区"]] * 2
    assert [record.get("organizers") for record in written(project).values()] == [None] * 2
    assert told(outcome) == [("import-merged", "C2")]


def test_numbers_of_persons_are_never_written(project: Project, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        (*HEAD, "正文", "手机号"),
        ("甲", "会议", "2026-08-05", "联系张三 138 0013 8000。", None),
        ("乙", "会议", "2026-08-06", "正文。", "13800138000"),
    )
    outcome = brought(project, path)
    assert problems(outcome) == [("import-personal", "D2")]
    assert told(outcome, "import-personal-column") == [("import-personal-column", "E1")]
    assert list(written(project)) == ["乙"]
    texts = "".join(path.read_text("utf-8") for path in project.content.rglob("*.md"))
    assert "8000" not in texts


# ---------------------------------------------------------------- pictures


def photos_of(project: Project) -> dict[str, list[tuple[tuple[int, ...], str]]]:
    """(colour, caption) of each photo by the record's name."""
    return {
        entry.record.name: [
            (sheets.colour_of((entry.raw.bundle / photo.file).read_bytes()), photo.caption)
            for photo in entry.record.photos
        ]
        for entry in project.check(drafts=True).catalog.entries
    }


def test_pictures_that_excel_placed_in_cells(project: Project, tmp_path: Path) -> None:
    lines = (
        ("名称", "类型", "照片1", "图注1", "照片2", "图注2"),
        ("甲", "会议", "图", "红的", "图", "绿的"),
        ("乙", "会议", "图", "蓝的"),
    )
    colours = {"C2": "red", "E2": "green", "C3": "blue"}
    cells = {cell: sheets.picture(colour, "PNG") for cell, colour in colours.items()}
    outcome = brought(project, sheets.with_placed_pictures(table(tmp_path, *lines), cells))
    assert problems(outcome) == []
    assert photos_of(project) == {
        "甲": [(sheets.RED, "红的"), (sheets.GREEN, "绿的")],
        "乙": [(sheets.BLUE, "蓝的")],
    }


def test_several_pictures_need_as_many_captions(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for line in (
            ("名称", "类型", "照片", "图注"),
            ("甲", "会议", None, "红的\n蓝的"),
            ("乙", "会议", None, "只有一条"),
            ("丙", "会议", None, "没有照片"),
        ):
            sheet.append(line)
        for cell, colour in (("C2", "red"), ("C2", "blue"), ("C3", "red"), ("C3", "blue")):
            sheets.float_over(sheet, cell, sheets.picture(colour))

    outcome = brought(project, sheets.saved(tmp_path / "表.xlsx", fill))
    assert problems(outcome) == [("import-captions", "D3"), ("import-captions", "D4")]
    assert photos_of(project) == {"甲": [(sheets.RED, "红的"), (sheets.BLUE, "蓝的")]}


def test_pictures_of_no_row_are_told_and_go_nowhere(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEAD)
        sheet.append(("甲", "会议", "2026-08-05"))
        sheets.float_over(sheet, "H1", sheets.picture("red"))
        sheets.float_over(sheet, "C9", sheets.picture("blue"))

    outcome = brought(project, sheets.saved(tmp_path / "表.xlsx", fill))
    assert told(outcome) == [("import-picture-nowhere", "H1"), ("import-picture-nowhere", "C9")]
    assert photos_of(project) == {"甲": []}


def test_a_picture_between_two_rows_is_asked_about(project: Project, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for line in (HEAD, ("甲", "会议", "2026-08-05"), ("乙", "会议", "2026-08-06")):
            sheet.append(line)
        sheets.float_over(sheet, "E2", sheets.picture("red"), 40)

    path = sheets.saved(tmp_path / "表.xlsx", fill)
    low = {
        "xl/drawings/drawing1.xml": lambda text: text.replace(
            "<rowOff>0<", "<rowOff>150000<"
        ).replace(":rowOff>0<", ":rowOff>150000<")
    }
    outcome = brought(project, sheets.edited(path, low, {}))
    assert problems(outcome) == [("import-picture-between", "E2")]
    assert photos_of(project) == {"乙": []}


def test_a_picture_that_the_file_does_not_hold_refuses_its_row(
    project: Project, tmp_path: Path
) -> None:
    path = table(tmp_path, ("名称", "类型", "照片"), ("甲", "会议", "图"))
    path = sheets.with_wps_pictures(path, {"C2": sheets.picture("red")})
    lost = {"xl/cellimages.xml": lambda text: text.replace("ID_0", "ID_F")}
    assert problems(brought(project, sheets.edited(path, lost, {}))) == [
        ("import-picture-lost", "C2")
    ]


def test_photos_named_in_a_cell_are_found_beside_the_table(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "照片").mkdir()
    (tmp_path / "照片/合影.jpg").write_bytes(sheets.picture("red"))
    (tmp_path / "合影2.jpg").write_bytes(sheets.picture("blue"))
    path = table(
        tmp_path,
        ("名称", "类型", "照片", "图注"),
        ("甲", "会议", "合影.jpg、合影2.jpg", "红\n蓝"),
        ("乙", "会议", "没有.jpg", None),
        ("丙", "会议", "../../etc/passwd", None),
    )
    assert problems(brought(project, path)) == [
        ("import-file-missing", "C3"),
        ("import-file-missing", "C4"),
    ]
    assert photos_of(project) == {"甲": [(sheets.RED, "红"), (sheets.BLUE, "蓝")]}


# ---------------------------------------------------------------- files that are not read


def _refused_files(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    for name, data, words in (
        ("旧.xls", old, "另存为"),
        ("旧.et", old, "另存为"),
        ("锁.xlsx", old + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("改名.xlsx", old, "旧格式"),
        ("坏.xlsx", b"PK\x03\x04" + bytes(50), "打不开"),
        ("空.xlsx", b"", "打不开"),
        ("乱.csv", b"\xff\x81\x00\x00\xfe\xff\xff", "编码"),
        ("引号.csv", '名称,类型\n"甲,会议\n'.encode(), "引号"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        yield path, words
    bomb = tmp_path / "弹.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", bytes(60_000_000))
    yield bomb, "不正常"
    yield tmp_path / "没有.xlsx", "找不到"


def test_files_that_cannot_be_read_say_what_to_do(project: Project, tmp_path: Path) -> None:
    for path, words in _refused_files(tmp_path):
        with pytest.raises(UsageError) as caught:
            brought(project, path)
        assert words in str(caught.value), path.name


def test_entities_in_a_workbook_are_refused(project: Project, tmp_path: Path) -> None:
    path = table(tmp_path, HEAD, ("甲", "会议", "2026-08-05"))
    declared = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    evil = {"xl/worksheets/sheet1.xml": lambda text: declared + text.split("?>", 1)[-1]}
    with pytest.raises(UsageError, match="声明"):
        brought(project, sheets.edited(path, evil, {}))


# ---------------------------------------------------------------- the command


def test_the_command_tells_counts_and_writes_drafts(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, HEAD, ("甲", "会议", "2026-08-05"), ("乙", "会议", "8月5日"))
    arguments = ["import", str(path), "--root", str(project.root)]
    assert main([*arguments, "--check"]) == 1
    assert list(written(project)) == []
    assert not (tmp_path / "表（已标注）.xlsx").exists()
    assert main(arguments) == 1
    shown = capsys.readouterr().out
    assert "表.xlsx「活动」C3\n    问题：写的是“8月5日”，看不出是哪一年。" in shown
    assert "表.xlsx：新写 1 条，没有写入 1 条。" in shown
    assert list(written(project)) == ["甲"]
    assert project.catalog().entries == ()  # a draft is not published


def test_shared_strings_lose_the_readings_above_them(project: Project, tmp_path: Path) -> None:
    path = table(tmp_path, HEAD, ("图", "会议", "2026-08-05"))
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>'
        '<r><t>读书</t></r><r><t xml:space="preserve"> 会_x005F_x000D_</t></r>'
        '<rPh sb="0" eb="2"><t>dú shū</t></rPh></si></sst>'
    )
    edit = {
        "xl/worksheets/sheet1.xml": lambda text: sheets.replaced(
            text, "A2", '<c r="A2" t="s"><v>0</v></c>'
        ),
        "xl/_rels/workbook.xml.rels": lambda text: text.replace(
            "</Relationships>",
            '<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        ),
    }
    brought(project, sheets.edited(path, edit, {"xl/sharedStrings.xml": strings.encode()}))
    assert list(written(project)) == ["读书 会_x000D_"]
