"""Slips of the keyboard are told and read as meant; nothing that was typed is lost unseen."""

import pytest
from conftest import Project
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reading.slips import forgive, is_free_of_slips

KNOWN = frozenset({"名称", "主办", "照片", "摘要", "编者注"})


def forgiven(text: str) -> tuple[str, list[tuple[int, str]]]:
    mended, problems = forgive(text, "f.md", 2, KNOWN)
    return mended, [(found.line, found.code) for found in problems]


@pytest.mark.parametrize(
    ("written", "mended", "code"),
    [
        ("名称：甲", "名称: 甲", "full-width-colon"),
        ("照片：", "照片:", "full-width-colon"),
        ("名称:甲", "名称: 甲", "no-space-after-colon"),
        ("-胶南街道", "- 胶南街道", "no-space-after-dash"),
        ("  － 文件: a.jpg", "  - 文件: a.jpg", "no-space-after-dash"),
        ("\t- 甲", "  - 甲", "tab-indent"),
        ("编者注: 问题 #1 未核实", '编者注: "问题 #1 未核实"', "hash-in-text"),
        ("- 话题 #党建# 很多", '- "话题 #党建# 很多"', "hash-in-text"),
        ('编者注: 他说"好" #1', '编者注: "他说\\"好\\" #1"', "hash-in-text"),
    ],
)
def test_slip_is_told_and_read_as_meant(written: str, mended: str, code: str) -> None:
    assert forgiven(written) == (mended, [(2, code)])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("名称:\u3000甲", "名称: 甲"),
        ("名称:\u00a0甲", "名称: 甲"),
        ("主办: 外部: 某单位", "主办: 外部:某单位"),
        ("- 外部：某单位", "- 外部:某单位"),
        ("主办: [外部: 甲, 外部：乙, 白鹭社区]", "主办: [外部:甲, 外部:乙, 白鹭社区]"),
    ],
)
def test_harmless_spaces_are_read_without_a_word(written: str, read: str) -> None:
    assert forgiven(written) == (read, [])


@pytest.mark.parametrize(
    "sound",
    [
        "草稿: 是   # 写好后删掉这一行",
        "# 整行都是注解 #1",
        '名称: "已有引号 #1"',
        "日期: --05-19",
        "- --05-19",
        "- 甲",
        "摘要: |\n  日期：你好 #1\n  -没有空格",
        "比例: 3:2",
    ],
)
def test_what_is_meant_so_stays(sound: str) -> None:
    assert forgiven(sound) == (sound, [])


def test_two_slips_on_one_line_are_both_told() -> None:
    assert forgiven("名称：问题 #1")[1] == [(2, "full-width-colon"), (2, "hash-in-text")]


def codes(project: Project) -> list[str]:
    checked = project.check()
    return [found.code for found in (*checked.problems, *checked.notices)]


@pytest.mark.parametrize("first", ["———", "－－－", "___"])
def test_fence_of_other_dashes_is_named(project: Project, first: str) -> None:
    project.write("sites/a/index.md", f"{first}\n名称: 甲\n---\n")
    (found,) = project.problems()
    assert (found.line, found.code) == (1, "fence")
    project.write("sites/a/index.md", f"---\n名称: 甲\n{first}\n正文\n")
    (found,) = project.problems()
    assert (found.line, found.code) == (3, "fence")


def test_several_names_in_one_are_told(project: Project) -> None:
    project.record("organizations/bailu")
    project.record("organizations/tangye", 名称="唐冶街道")
    project.record("activities/a", 主办="白鹭社区、唐冶街道")
    assert codes(project) == ["several-in-one"]


def test_a_name_with_a_comma_of_its_own_is_one_name(project: Project) -> None:
    project.record("organizations/bailu", 名称="白鹭、苍鹭社区")
    project.record("activities/a", 主办="白鹭、苍鹭社区")
    assert codes(project) == []


def test_plain_name_that_holds_a_records_name_is_a_notice(project: Project) -> None:
    project.record("organizations/bailu")
    project.record("activities/a", 主办="白鹭社区居民委员会")
    assert codes(project) == ["plain-name"]
    project.record("activities/a", 主办="外部: 白鹭社区居民委员会")
    assert codes(project) == []


def test_copied_folder_is_noticed(project: Project) -> None:
    project.record("sites/bailu")
    project.record("sites/bailu - 副本")
    assert codes(project) == ["same-name", "same-name"]


def test_example_of_new_may_stay_in_a_draft_only(project: Project) -> None:
    example = "把服务送到家门口的社区阵地。"
    project.record("sites/bailu", 摘要=example, 草稿="是")
    assert codes(project) == []
    project.record("sites/bailu", 摘要=example)
    assert codes(project) == ["placeholder"]
    project.record("sites/bailu", 来源="待补充（某报）")
    assert codes(project) == ["placeholder"]


def test_files_that_no_record_names_are_noticed(project: Project) -> None:
    folder = project.record("sites/bailu").parent
    (folder / "合影.jpg").write_bytes(b"x")
    (folder / "底稿.docx").write_bytes(b"x")
    assert codes(project) == ["file-unused", "photo-unlisted"]


@pytest.mark.parametrize("name", ["index.md.txt", "index.txt"])
def test_hidden_suffix_of_notepad_is_told(project: Project, name: str) -> None:
    project.write(f"sites/bailu/{name}", "---\n名称: 甲\n---\n")
    assert codes(project) == ["no-record-file"]


def test_drafts_may_name_drafts(project: Project) -> None:
    project.record("organizations/bailu", 草稿="是")
    project.record("sites/a", 草稿="是", 所属="白鹭社区")
    assert codes(project) == []


def test_unreadable_record_is_known_by_its_name(project: Project) -> None:
    project.write("organizations/bailu/index.md", "---\n名称: 白鹭社区\n类型: [社区\n---\n")
    project.record("sites/a", 所属="白鹭社区")
    assert codes(project) == ["yaml-syntax"]


def test_whole_address_allows_its_host(project: Project) -> None:
    text = (project.content / "website.yml").read_text(encoding="utf-8")
    project.write("website.yml", text + "许可链接: ['https://www.gov.cn/']\n")
    project.record("sites/a", body="[政府网](https://www.gov.cn/zhengce/)\n")
    assert codes(project) == []


def test_cover_without_a_photo_is_told(project: Project) -> None:
    project.record("sites/bailu")
    text = (project.content / "website.yml").read_text(encoding="utf-8")
    project.write("website.yml", text + "  封面: 白鹭驿站\n")
    assert codes(project) == ["no-cover"]


# What slips are made of, and what only looks like one.
_PIECES = st.sampled_from(
    [
        *("名称", "主办", "外部", "甲", "8", "http", ":", ": ", "：", "-", "- ", "－", "——", "  "),
        *(
            " ",
            "\t",
            "\u3000",
            "\u00a0",
            "\u2003",
            "#",
            " #",
            "# ",
            '"',
            "'",
            "[",
            "{",
            "|",
            ">",
            ",",
        ),
        *("|\n", "\n", "\n", "\n  ", "\n- ", "\n  - ", "\n-", "\n\n", "\x0c", "2024-05-13"),
    ]
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_text_that_looks_free_of_slips_has_none(text: str) -> None:
    if is_free_of_slips(text, KNOWN):
        assert forgiven(text) == (text, [])


def test_ordinary_text_looks_free_of_slips() -> None:
    text = (
        "名称: 甲：乙\n日期: 2024-05-13\n主办:\n- 外部:某单位\n- http://a.example/\n"
        "照片:\n  - 摘要: 18:30 开始 —— “#1”\n"
    )
    assert is_free_of_slips(text, KNOWN)
    assert not is_free_of_slips(f"{text}编者注：甲\n", KNOWN)
