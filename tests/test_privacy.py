"""Personal data stops publishing wherever it stands, is never told whole, and can be waived."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, WEBSITE, Project, make_photo

from generator import pipeline

NUMBER = "13800138000"
MASKED = "138****8000"
WAIVER = "免提醒:\n  - 代号: {code}\n    文字: {text}\n    理由: 本人要求公开联系方式\n"


def told(project: Project) -> list[tuple[str, int, str]]:
    """(code, line, field) of what was told of personal data; no message holds the number."""
    checked = project.check()
    everything = "\n".join(map(str, (*checked.problems, *checked.notices)))
    assert NUMBER not in re.sub(r"[-\s]", "", everything)
    return [
        (found.code, found.line, found.field)
        for found in (*checked.problems, *checked.notices)
        if found.code.startswith(("personal-data", "waiver", "attachment-not"))
    ]


def with_docx(project: Project, extra: str = "", text: str = f"手机{NUMBER}") -> Path:
    listed = "附件:\n  - 文件: a.docx\n    名称: 方案\n"
    file = project.record("sites/bailu", extra=listed + extra)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", f"<a><p><t>{text}</t></p></a>")
    (file.parent / "a.docx").write_bytes(data.getvalue())
    return file


def test_a_field_is_told_with_its_line_and_only_part_of_the_number(project: Project) -> None:
    project.record("sites/bailu", 开放时间=f"每天，电话{NUMBER}")
    (found,) = project.problems()
    assert (found.code, found.line, found.field) == ("personal-data", 5, "开放时间")
    assert found.what == f"这里好像有手机号“{MASKED}”（中间已用星号遮住）。"
    assert "办公电话" in found.mend
    assert "免提醒" in found.mend


def test_nested_fields_and_photos_are_searched(project: Project) -> None:
    extra = f"""\
        照片:
          - 文件: a.jpg
            图注: 张三（{NUMBER}）
            替代文字: 名片上写着{NUMBER}
        清单:
          - 名称: 名单
            分组:
              - 名称: 甲组
                条目: [张三 {NUMBER}]
        """
    file = project.record("sites/bailu", extra=extra)
    make_photo(file.parent / "a.jpg")
    fields = [field for _, _, field in told(project)]
    assert fields == ["照片[1].图注", "照片[1].替代文字", "清单[1].分组[1].条目[1]"]


def test_bodies_pages_and_settings_are_searched(project: Project) -> None:
    project.record("sites/bailu", body=f"第一段。\n\n第二段\n电话{NUMBER}。\n")
    project.write("pages/about.md", f"# 关于\n\n请找张三，{NUMBER}\n")
    project.write("website.yml", WEBSITE + f"联系: 张三 {NUMBER}\n")
    places = {(found.file, found.line) for found in project.problems()}
    assert places == {
        ("content/sites/bailu/index.md", 11),
        ("content/pages/about.md", 3),
        ("content/website.yml", 7),
    }


def test_drafts_and_faulty_records_are_searched(project: Project) -> None:
    project.record("sites/draft", 草稿="是", 开放时间=NUMBER)
    project.record("sites/faulty", 名称="另一处", 面积="很大", 开放时间=NUMBER)
    assert [code for code, _, _ in told(project)] == ["personal-data"] * 2


def test_names_of_files_and_folders_are_searched_and_masked(project: Project) -> None:
    file = project.record("sites/张三13800138000")
    (file.parent / "名单 138-0013-8000.txt").write_text("甲", encoding="utf-8")
    assert [code for code, _, _ in told(project)] == ["personal-data-name"] * 2
    assert {found.file for found in project.problems()} == {f"content/sites/张三{MASKED}/index.md"}


def test_a_number_in_another_problem_is_masked_too(project: Project) -> None:
    project.record("sites/bailu", 面积=NUMBER + "号")
    assert {found.code for found in project.problems()} == {"bad-number", "personal-data"}
    assert told(project)


def test_a_note_for_staff_is_a_notice(project: Project) -> None:
    project.record("sites/bailu", 备注=f"找张三，{NUMBER}")
    assert project.problems() == ()
    assert [code for code, _, _ in told(project)] == ["personal-data-note"]


def test_an_attachment_is_searched(project: Project) -> None:
    with_docx(project)
    (found,) = project.problems()
    assert (found.code, found.field) == ("personal-data-attachment", "附件[1].文件")
    assert MASKED in found.what


def test_an_attachment_that_cannot_be_searched_is_told(project: Project) -> None:
    file = with_docx(project)
    (file.parent / "a.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    checked = project.check()
    assert checked.problems == ()
    assert "attachment-not-searched" in {found.code for found in checked.notices}


def test_venues_pass_and_homes_do_not(project: Project) -> None:
    home = "白鹭小区3号楼2单元501室"
    project.record("sites/bailu", 地址=home)
    assert project.problems() == ()
    project.record("sites/bailu", 地址=home, 开放时间=f"张三家在{home}")
    assert [code for code, _, _ in told(project)] == ["personal-data"]


def test_declared_phones_and_mailboxes_of_the_office_pass(project: Project) -> None:
    project.write(
        "website.yml",
        WEBSITE + "办公电话: [138-0013-8000]\n办公邮箱: [dangjian@qq.com]\n纠错: jiucuo@163.com\n",
    )
    with_docx(project, text=f"电话{NUMBER}")
    project.record("sites/b", 名称="乙", 开放时间=f"+86 {NUMBER}，DangJian@qq.com，jiucuo@163.com")
    assert told(project) == []
    project.record("sites/b", 名称="乙", 开放时间="13900139000，other@qq.com")
    assert [code for code, _, _ in told(project)] == ["personal-data"] * 2


# ---------------------------------------------------------------- waivers


def test_a_waiver_with_a_reason_lets_it_pass(project: Project) -> None:
    waiver = WAIVER.format(code="personal-data", text=MASKED)
    project.record("sites/bailu", 开放时间=NUMBER, extra=waiver)
    assert told(project) == []


def test_a_waiver_is_for_its_number_its_code_and_its_record(project: Project) -> None:
    waiver = WAIVER.format(code="personal-data", text="138****8001")
    project.record("sites/a", 开放时间=NUMBER, extra=waiver)
    assert [code for code, _, _ in told(project)] == ["personal-data", "waiver-unused"]
    waiver = WAIVER.format(code="personal-data", text=MASKED)
    project.record("sites/a", extra=waiver)
    project.record("sites/b", 名称="乙", 开放时间=NUMBER)
    assert [code for code, _, _ in told(project)] == ["personal-data", "waiver-unused"]


def test_a_waiver_needs_a_reason(project: Project) -> None:
    waiver = WAIVER.format(code="personal-data", text=MASKED).replace("理由", "说明")
    project.record("sites/bailu", 开放时间=NUMBER, extra=waiver)
    assert "missing-field" in {found.code for found in project.problems()}


def test_names_attachments_and_notes_can_be_waived(project: Project) -> None:
    waivers = "".join(
        WAIVER.format(code=f"personal-data-{what}", text=MASKED).removeprefix("免提醒:\n")
        for what in ("name", "attachment", "note")
    )
    file = with_docx(project, f"备注: 找{NUMBER}\n免提醒:\n{waivers}")
    (file.parent / f"{NUMBER}.txt").write_text("甲", encoding="utf-8")
    assert told(project) == []


def test_settings_waive_for_themselves_and_for_pages(project: Project) -> None:
    waiver = WAIVER.format(code="personal-data", text=MASKED)
    project.write("website.yml", WEBSITE + waiver)
    project.write("pages/about.md", f"# 关于\n\n{NUMBER}\n")
    assert told(project) == []
    project.record("sites/bailu", 开放时间=NUMBER)
    assert [code for code, _, _ in told(project)] == ["personal-data"]


def test_no_other_problem_can_be_waived(project: Project) -> None:
    waiver = WAIVER.format(code="bad-number", text="很大")
    project.record("sites/bailu", 面积="很大", extra=waiver)
    assert "bad-number" in {found.code for found in project.problems()}


def test_waivers_are_never_published(project: Project) -> None:
    """Neither their words nor their reasons, in any file that is made."""
    project.record(
        "sites/bailu", 开放时间=NUMBER, extra=WAIVER.format(code="personal-data", text=MASKED)
    )
    project.write(
        "website.yml",
        "网址: https://zhanting.example/\n"
        + WEBSITE
        + WAIVER.format(code="personal-data", text="139****9000"),
    )
    project.write("pages/about.md", "# 关于\n\n13900139000\n")
    rendered = pipeline.prepare(project.settings())
    made = [page.content.encode() for page in rendered.pages]
    made += [file.content for file in rendered.made]
    assert any(NUMBER.encode() in each for each in made)
    for words in ("本人要求公开", MASKED, "139****9000", "免提醒"):
        assert not any(words.encode() in each for each in made)


# ---------------------------------------------------------------- the commands


@pytest.mark.parametrize("command", ["check", "build"])
def test_check_and_build_stop_and_never_print_the_number(project: Project, command: str) -> None:
    project.record("sites/bailu", body="身份证11010519491231002X\n")
    run = [sys.executable, "-m", "generator", command, "--content", str(project.content)]
    if command == "build":
        run += ["--out", str(project.root / "out")]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    printed = done.stdout + done.stderr
    assert "110****002X" in printed
    assert "11010519491231002X" not in printed
    assert "Traceback" not in printed
    assert not (project.root / "out").exists()
