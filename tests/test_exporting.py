"""What is exported comes back to the letter; templates are read back empty; no cell calculates."""

from pathlib import Path

import pytest
import sheets
from conftest import ROOT, Project
from openpyxl import load_workbook

from generator import pipeline
from generator.errors import ContentError, UsageError
from generator.exporting import export_workbook
from generator.imports.tables.headings import target_of
from generator.imports.tables.importing import Outcome, import_table
from generator.imports.tables.template import write_template
from generator.imports.trial import State
from generator.models import KINDS
from generator.models.fields import fields_of
from generator.pipeline import silent
from generator.reading.validate import plain_data
from generator.settings import settings_for
from generator.yearly.report import Asked


def round_trip(project: Project, tmp_path: Path) -> tuple[Project, Outcome]:
    """The project's records in another one, by way of a workbook."""
    file = tmp_path / "全部.xlsx"
    export_workbook(project.settings(), file, (), silent, Asked())
    other = Project(tmp_path / "other")
    other.write("website.yml", (project.content / "website.yml").read_text("utf-8"))
    return other, import_table(other.settings(), file, silent)


def codes(outcome: Outcome) -> list[str]:
    return [finding.problem.code for finding in outcome.findings]


def test_all_example_content_comes_back_to_the_letter(tmp_path: Path) -> None:
    file = tmp_path / "全部.xlsx"
    exported = export_workbook(settings_for(ROOT), file, (), silent, Asked())
    other = Project(tmp_path / "other")
    other.write("website.yml", (ROOT / "content/website.yml").read_text("utf-8"))
    outcome = import_table(other.settings(), file, silent)
    assert codes(outcome) == ["import-report"]
    assert outcome.count(State.NEW) == exported.records == len(outcome.written)
    before = pipeline.check(settings_for(ROOT), decode=False).catalog.entries
    after = pipeline.check(other.settings(), decode=False)
    assert after.problems == ()
    again = {entry.permalink: entry for entry in after.catalog.entries}
    assert list(again) == [entry.permalink for entry in before]
    for entry in before:
        twin = again[entry.permalink]
        assert twin.record == entry.record
        assert twin.raw.body.strip("\n") == entry.raw.body.strip("\n")
        for photo in entry.record.photos:
            kept = (twin.raw.bundle / photo.file).read_bytes()
            assert kept == (entry.raw.bundle / photo.file).read_bytes()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_starts_a_formula_from_content(project: Project, tmp_path: Path, sign: str) -> None:
    text = f'{sign}HYPERLINK("http://x.example","看")'
    quoted = "'" + text + "'"
    project.record(
        "activities/a", f"主旨: {quoted}\n成效: [{quoted}]\n", body=f"{text}\n", 名称=quoted
    )
    other, outcome = round_trip(project, tmp_path)
    assert codes(outcome) == ["import-report"]
    book = load_workbook(tmp_path / "全部.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    risky = [cell for cell in cells if str(cell.value).startswith(sign)]
    assert len(risky) >= 4
    assert all(cell.quotePrefix for cell in risky)
    (entry,) = other.catalog().entries
    assert (entry.record.name, entry.raw.body) == (text, f"{text}\n")


def test_what_is_awkward_for_a_cell_comes_back(project: Project, tmp_path: Path) -> None:
    long = "\n\n".join(f"第{number}段：" + "字" * 97 for number in range(700))
    project.record("sites/long", body=f"{long}\n")
    project.record("sites/lines", body="一行\n又一行，不另起段\n", 名称="几行")
    project.record("sites/list", body="- 甲\n- 乙\n", 名称="列表")
    extra = """\
        主题: ["甲、乙", 丙]
        别名: ["甲、乙"]
        功能: ["一，二、三", 四]
        地区: 山东省济南市
        分项:
          - 名称: 一级
            分项: [{名称: 二级, 分项: [三级, 三级二]}, 二级二]
        清单:
          - 名称: 表
            类型: 名单
            条目: [{名称: 甲, 内容: "_x000D_"}, 乙]
            分组:
              - {名称: 组, 条目: [丙, 丁]}
        曾用网址名: [old-one, old-two]
        """
    project.record("sites/odd", extra, 名称="怪的", 草稿="是", 网址名="strange")
    project.record(
        "activities/dated", "日期: 2017-12~\n结束日期: 2018年底\n人数: 约1,200余\n", 名称="甲"
    )
    other, outcome = round_trip(project, tmp_path)
    assert codes(outcome) == ["import-report"]
    before = project.check(drafts=True).catalog.entries
    after = other.check(drafts=True)
    assert after.problems == ()
    for one, two in zip(before, after.catalog.entries, strict=True):
        assert one.permalink == two.permalink
        assert one.raw.body.strip("\n") == two.raw.body.strip("\n")
        said = {name: value for name, value in plain_data(one.raw).items() if name != "slug"}
        assert plain_data(two.raw) == {"draft": "否", **said} or plain_data(two.raw) == said


def test_an_export_writes_over_nothing_and_leaves_nothing_out(
    project: Project, tmp_path: Path
) -> None:
    file = tmp_path / "全部.xlsx"
    project.record("sites/a")
    bad = project.record("sites/b", 类型="没有")
    with pytest.raises(ContentError):
        export_workbook(project.settings(), file, (), silent)
    assert not file.exists()
    bad.unlink()
    bad.parent.rmdir()
    export_workbook(project.settings(), file, (KINDS["site"],), silent)
    with pytest.raises(UsageError, match="已经有了"):
        export_workbook(project.settings(), file, (), silent)
    assert [path.name for path in tmp_path.iterdir() if path.name != "project"] == ["全部.xlsx"]


# ---------------------------------------------------------------- templates


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_template_has_every_field_and_reads_back_empty(
    project: Project, tmp_path: Path, kind: type
) -> None:
    file = tmp_path / "模板.xlsx"
    write_template(kind, file)
    outcome = import_table(project.settings(), file, silent)
    assert (outcome.examined, outcome.findings) == ((), ())
    book = load_workbook(file)
    assert book.sheetnames[:2] == [kind.label, "填写说明"]
    assert book["选项"].sheet_state == "hidden"
    sheet = book[kind.label]
    headings = {cell.value: cell for cell in sheet[1]}
    for spec in fields_of(kind).values():
        assert spec.key in headings or spec.key in ("照片", *book.sheetnames), spec.key
    assert {"照片1", "图注1", "正文"} <= headings.keys()
    assert all(cell.comment for cell in headings.values())
    required = {name for name, cell in headings.items() if cell.fill.fgColor.rgb == "FFB02020"}
    assert required == {spec.key for spec in fields_of(kind).values() if spec.is_required}
    rules = {rule.formula1: rule for rule in sheet.data_validations.dataValidation}
    listed = [rule for formula, rule in rules.items() if formula.startswith("选项!")]
    assert f"{headings['类型'].column_letter}2" in " ".join(str(rule.sqref) for rule in listed)


def test_a_filled_template_becomes_records(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "模板.xlsx"
    write_template(KINDS["activity"], file)
    book = load_workbook(file)
    sheet, figures = book["活动"], book["数字"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    filled = {"名称": "读书会", "类型": "会议", "日期": "2026-08-05", "人物": "张三（组长）、李四"}
    filled |= {
        "来源": "某报：《甲、乙》\n某台",
        "摘要": "一句话。",
        "草稿": "否",
        "正文": "甲。\n乙。",
    }
    for heading, text in filled.items():
        sheet.cell(2, columns[heading]).value = text
    places = {cell.value: cell.column for cell in figures[1]}
    for row, (name, value) in enumerate((("场次", "3"), ("人次", "120余")), 2):
        for heading, text in {"记录": "读书会", "名称": name, "数值": value}.items():
            figures.cell(row, places[heading]).value = text
    stray = {"记录": "没有这条", "名称": "甲", "数值": "1"}
    for heading, text in stray.items():
        figures.cell(4, places[heading]).value = text
    sheets.float_over(sheet, f"{sheet.cell(2, columns['照片1']).coordinate}", sheets.picture("red"))
    sheet.cell(2, columns["图注1"]).value = "合影"
    book.save(file)
    outcome = import_table(project.settings(), file, silent)
    assert [(f.problem.code, str(f.place)) for f in outcome.findings] == [
        ("import-row-of-none", "模板.xlsx「数字」第 4 行")
    ]
    (entry,) = project.catalog().entries
    data = plain_data(entry.raw)
    assert data["people"] == [{"person": "张三", "role": "组长"}, {"person": "李四"}]
    assert data["sources"] == [{"title": "某报：《甲、乙》"}, {"title": "某台"}]
    assert data["figures"] == [{"name": "场次", "value": "3"}, {"name": "人次", "value": "120余"}]
    assert [photo.caption for photo in entry.record.photos] == ["合影"]
    assert entry.raw.body == "甲。\n\n乙。\n"


def test_own_headings_mean_their_own_fields() -> None:
    for kind in KINDS.values():
        for name, spec in fields_of(kind).items():
            target = target_of(kind, spec.key)
            assert target, spec.key
            assert target.name == {"photos": "photo"}.get(name, name), spec.key
