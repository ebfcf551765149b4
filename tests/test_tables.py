"""Tables hold what the lists hold, open in Excel as they are, and cannot run anything there."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import WEBSITE, Project
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.downloads import tables as tables_module
from generator.downloads.sheet import Headed, Sheet
from generator.downloads.table_xlsx import headed
from generator.downloads.tables import UNLICENSED, tables_of
from generator.forks import can_fork
from generator.models import KINDS
from generator.relating.catalog import Catalog
from generator.rendering.outputs import Made

HOME = "https://zhanting.example/"


def tables(catalog: Catalog) -> list[Made]:
    return [table for kind in KINDS.values() for table in tables_of(catalog, kind)]


def made(project: Project, uri: str) -> bytes:
    return next(table.content for table in tables(project.catalog()) if table.uri == uri)


def rows(project: Project, uri: str) -> list[dict[str, str]]:
    """The table as a program reads it."""
    text = made(project, uri).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def data(project: Project, uri: str) -> Any:
    return json.loads(made(project, uri))


def test_row_holds_the_facts_of_a_record(project: Project) -> None:
    project.write("website.yml", WEBSITE + f"网址: {HOME}\n")
    project.record("sites/bailu")
    project.record(
        "activities/dushuhui",
        简称="读书",
        别名="[共读]",
        地区="山东 济南",
        主题="[读书, 两新组织]",
        日期="2024-05",
        结束日期="2024年底",
        地点="白鹭驿站",
        主办="[胶南街道, 万达广场]",
        人数="120余",
        服务时长="约360",
        来源="[甲, 乙]",
    )
    assert rows(project, "activities/list.csv") == [
        {
            "名称": "读书会",
            "简称与别名": "读书；共读",
            "类型": "主题党日",
            "地区": "山东 济南",
            "主题": "读书；两新组织",
            "日期": "2024年5月—2024年底",
            "日期说明": "",
            "频次": "",
            "地点": "白鹭驿站",
            "主办": "胶南街道；万达广场",
            "承办": "",
            "参与单位": "",
            "主持": "",
            "人数": "120余人",
            "服务时长": "约360小时",
            "主旨": "",
            "品牌": "",
            "协议": "",
            "摘要": "一句话。",
            "来源": "甲；乙",
            "网址": f"{HOME}activities/dushuhui/",
        }
    ]


def test_only_kinds_with_dates_have_a_column_for_them(project: Project) -> None:
    project.record("sites/a")
    project.record("agreements/a")
    assert "日期" not in rows(project, "sites/list.csv")[0]
    assert rows(project, "agreements/list.csv")[0]["日期"] == ""


def test_rows_stand_in_the_order_of_the_list(project: Project) -> None:
    for slug, name in (("b", "乙"), ("a", "甲"), ("c", "丙")):
        project.record(f"sites/{slug}", 名称=name)
    names = [entry.record.name for entry in project.catalog().of_kind("site")]
    assert [row["名称"] for row in rows(project, "sites/list.csv")] == names
    assert [row["name"] for row in data(project, "sites/list.json")["records"]] == names


def test_csv_is_plain_for_programs(project: Project) -> None:
    project.record("sites/a", 名称="甲, “乙”", 摘要="'说 \"好\", 再说'")
    content = made(project, "sites/list.csv")
    assert content.startswith("名称,简称与别名,".encode())
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    (row,) = rows(project, "sites/list.csv")
    assert (row["名称"], row["摘要"]) == ("甲, “乙”", '说 "好", 再说')


def sheet(project: Project, folder: str) -> Worksheet:
    book = load_workbook(io.BytesIO(made(project, f"{folder}/list.xlsx")))
    (name,) = book.sheetnames
    return book[name]


def test_workbook_holds_the_same_rows_as_text(project: Project) -> None:
    project.record("activities/a", 名称="读书会", 日期="2024-05-13", 人数="30余")
    project.record("activities/b", 名称='"=1+1"', 别名="[甲, 乙]")
    found = sheet(project, "activities")
    assert found.title == "活动"
    cells = [[cell.value or "" for cell in row] for row in found.iter_rows()]
    plain = rows(project, "activities/list.csv")
    assert cells[0] == list(plain[0])
    assert sorted(row[:2] for row in cells[1:]) == [["=1+1", "甲；乙"], ["读书会", ""]]
    assert {cell.data_type for row in found.iter_rows() for cell in row if cell.value} == {"s"}
    assert found.freeze_panes == "A2"


def test_workbook_has_the_same_bytes_each_time(project: Project) -> None:
    project.record("sites/a")
    first = made(project, "sites/list.xlsx")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {2000}
        assert str(date.today().year).encode() not in archive.read("docProps/core.xml")
    assert first == made(project, "sites/list.xlsx")


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠甲"]
)
def test_no_cell_is_taken_for_a_formula(project: Project, name: str) -> None:
    project.record("sites/a", 名称=f'"{name}"')
    assert rows(project, "sites/list.csv")[0]["名称"] == f"'{name}"
    assert data(project, "sites/list.json")["records"][0]["name"] == name


def test_formula_cannot_hide_among_several_values(project: Project) -> None:
    project.record("sites/a", 别名='["=1+1", 乙]')
    assert rows(project, "sites/list.csv")[0]["简称与别名"] == "'=1+1；乙"


def test_json_tells_whose_it_is_and_how_it_may_be_used(project: Project) -> None:
    project.write(
        "website.yml",
        WEBSITE + f"网址: {HOME}\n声明: 示例。\n许可: 署名 4.0\n许可网址: https://example.org/by\n",
    )
    project.record("agreements/a", 日期="2018-06-27", 主题="[甲]")
    assert data(project, "agreements/list.json") == {
        "title": "测试网站：共建协议",
        "publisher": "测试组",
        "notice": "示例。",
        "licence": "署名 4.0",
        "licence_url": "https://example.org/by",
        "source": f"{HOME}agreements/",
        "count": 1,
        "columns": {
            "name": "名称",
            "other_names": "简称与别名",
            "type": "类型",
            "region": "地区",
            "topics": "主题",
            "date": "日期",
            "date_note": "日期说明",
            "form": "形式",
            "documents": "文件",
            "goal": "目标",
            "summary": "摘要",
            "sources": "来源",
            "url": "网址",
        },
        "records": [
            {
                "name": "共建协议书",
                "other_names": [],
                "type": "共建协议",
                "region": "",
                "topics": ["甲"],
                "date": "2018年6月27日",
                "date_note": "",
                "form": "",
                "documents": [],
                "goal": "",
                "summary": "一句话。",
                "sources": ["某报"],
                "url": f"{HOME}agreements/a/",
            }
        ],
    }


def test_website_without_licence_and_address_says_so(project: Project) -> None:
    project.write("website.yml", WEBSITE)
    project.record("sites/a")
    found = data(project, "sites/list.json")
    assert (found["licence"], found["licence_url"], found["source"]) == (UNLICENSED, "", "")
    assert found["records"][0]["url"] == "sites/a/"


def test_kind_without_records_has_no_table(project: Project) -> None:
    project.record("sites/a")
    project.record("brands/b", 草稿="是")
    assert [table.uri for table in tables(project.catalog())] == [
        "sites/list.xlsx",
        "sites/list.csv",
        "sites/list.json",
    ]


def test_notes_for_staff_never_get_in(project: Project) -> None:
    project.record("sites/a", 备注="内部备注", 核对人="李四")
    texts = [made(project, f"sites/list.{kind}").decode() for kind in ("csv", "json")]
    texts += [str(cell.value) for row in sheet(project, "sites").iter_rows() for cell in row]
    assert not [word for word in ("内部备注", "李四") if word in "".join(texts)]


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_column_of_a_kind_has_its_own_name(project: Project, kind: type[Any]) -> None:
    project.record(f"{kind.folder}/a")
    columns = data(project, f"{kind.folder}/list.json")["columns"]
    assert len(set(columns.values())) == len(columns)
    assert list(rows(project, f"{kind.folder}/list.csv")[0]) == list(columns.values())


def test_tables_are_the_same_each_time(project: Project) -> None:
    project.record("sites/a")
    assert tables(project.catalog()) == tables(project.catalog())


HOSTILE = (
    "甲&<b>\"'",
    " 两边 ",
    "一行\n二行\t后",
    "回\r\n车",
    "_x000D_",
    "=1+1",
    "=<&",
    "\tx",
    "控\x07制\ufffe",
    "\x0b",
    "😀\u200b\x85\u3000",
    "字" * 32_767,
    "",
)


def xlsx(headings: list[str], rows: list[list[str]]) -> bytes:
    filled = Sheet(headed("甲", headings))
    for row in rows:
        filled.add(row)
    return filled.content()


def test_workbook_reads_back_every_text() -> None:
    written = xlsx(["名称", "乙&"], [[text, ""] for text in HOSTILE])
    (found,) = load_workbook(io.BytesIO(written))
    shown = [cell.value or "" for (cell, _) in found.iter_rows(min_row=2)]
    # What no sheet can hold is left out; _x…_ is undone by Excel and WPS, not by this library.
    texts = [text.replace("\x07", "").replace("\ufffe", "").strip("\x0b") for text in HOSTILE]
    assert shown == [text.replace("_x000D_", "_x005F_x000D_") for text in texts]
    assert [cell.quotePrefix for (cell, _) in found.iter_rows(min_row=2)] == [
        text.startswith(("=", "\t")) for text in HOSTILE
    ]
    assert found["A1"].font.bold
    assert not found["A2"].font.bold


def test_workbook_refuses_a_text_that_no_cell_holds() -> None:
    with pytest.raises(ValueError, match="32768"):
        xlsx(["名称"], [["字" * 32_768]])


def test_an_empty_workbook_is_kept_beside_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def of_sites() -> Headed:
        return tables_module.headed(KINDS["site"], tmp_path)

    first = of_sites()
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    # So that one can see whence it comes.
    file.write_bytes(whole.replace(b'state="frozen"', b'state="FROZEN"'))
    assert b'state="FROZEN"' in of_sites()[0]["xl/worksheets/sheet1.xml"]
    with monkeypatch.context() as other:
        other.setattr(tables_module, "code_key", lambda: "other")
        assert of_sites() == first
    for length in (0, 20, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert of_sites() == first


def test_workbooks_that_a_copy_prepared_are_those_that_would_be_made(tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from generator.downloads import tables
from generator.keeping.store import Store
from generator.models import KINDS

here = Path({str(tmp_path)!r})
tables.headed.__defaults__ = (here / "nothing is kept here yet",)
with Store(here / "store", "a") as store:
    tables.prepare_tables(store)
    assert len(store.shelf("books").marks()) == len(KINDS)
    kept = [tables._headed(kind, store) for kind in KINDS.values()]
    print("openpyxl" in sys.modules)
assert kept == [tables.headed(kind, here / "nor here") for kind in KINDS.values()]
"""
    run = [sys.executable, "-B", "-c", code]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(not can_fork())
