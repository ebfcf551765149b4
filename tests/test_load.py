"""Files become raw records; what is no record is told or left alone, and links are not followed."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import WEBSITE, Project, make_photo

from generator.errors import Problem
from generator.models import FOLDERS
from generator.reading.files import MAX_TEXT_BYTES
from generator.reading.frontmatter import RawText
from generator.reading.load import load
from generator.reading.raw import Loaded

HEAD = "---\n名称: 白鹭驿站\n类型: 党群服务中心\n摘要: 一句话。\n来源: [某报]\n---\n"
FILE = "content/sites/bailu/index.md"


def loaded(project: Project) -> Loaded:
    return load(project.settings())


def write_bytes(project: Project, data: bytes) -> Project:
    """Make `data` the one record of the project."""
    project.write("sites/bailu/index.md", "").write_bytes(data)
    return project


def only(project: Project) -> Problem:
    (found,) = loaded(project).problems
    return found


# ---------------------------------------------------------------- one file


def test_record_knows_where_everything_stands(project: Project) -> None:
    project.write("sites/bailu/index.md", HEAD + "\n第一段。\n")
    result = loaded(project)
    (record,) = result.records
    assert record.model is FOLDERS["sites"]
    assert (record.file, record.folder_name) == (FILE, "bailu")
    assert (record.body, record.body_line) == ("\n第一段。\n", 7)
    assert record.data.entries[0] == (RawText("名称", 2), RawText("白鹭驿站", 2))
    assert result.problems == ()


@pytest.mark.parametrize(
    "data",
    [
        HEAD.encode("utf-8-sig"),
        HEAD.replace("\n", "\r\n").encode(),
        HEAD.replace("\n", "\r").encode(),
        HEAD.replace("---\n", "---  \n").encode(),
        HEAD.encode().removesuffix(b"\n"),
    ],
    ids=["bom", "crlf", "cr", "spaces", "no-last-newline"],
)
def test_editors_leave_no_trace(project: Project, data: bytes) -> None:
    write_bytes(project, data)
    result = loaded(project)
    assert result.problems == ()
    assert [value.line for _, value in result.records[0].data.entries] == [2, 3, 4, 5]


def test_dashes_in_the_body_are_body(project: Project) -> None:
    project.write("sites/bailu/index.md", HEAD + "一\n\n---\n\n二\n")
    assert loaded(project).records[0].body == "一\n\n---\n\n二\n"


def test_empty_front_matter_is_read_and_lacks_everything(project: Project) -> None:
    project.write("sites/bailu/index.md", "---\n---\n正文\n")
    assert loaded(project).problems == ()
    assert {(p.line, p.code) for p in project.problems()} == {(2, "missing-field")}


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"", 1, "empty-file"),
        (b" \n\t\n", 1, "empty-file"),
        ("正文\n".encode(), 1, "no-front-matter"),
        (b"\n---\n---\n", 1, "no-front-matter"),
        ("----\n名称: 甲\n---\n".encode(), 1, "fence"),
        ("---\n名称: 甲\n正文\n".encode(), 1, "front-matter-open"),
        (b"---", 1, "front-matter-open"),
    ],
)
def test_file_without_its_parts_is_told(
    project: Project, data: bytes, line: int, code: str
) -> None:
    found = only(write_bytes(project, data))
    assert (found.file, found.line, found.code) == (FILE, line, code)
    found = [each.path for each in loaded(project).broken]
    assert found == [project.content / "sites/bailu/index.md"]


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (HEAD.encode("gb18030"), 2, "看起来是 GBK（记事本里的“ANSI”）"),
        (HEAD.encode("utf-16"), 1, "看起来是 UTF-16（记事本里的“Unicode”）"),
        (b"\xfe\xff" + HEAD.encode("utf-16-be"), 1, "看起来是 UTF-16（记事本里的“Unicode”）"),
        (HEAD.encode("utf-16-le"), 1, "看起来是没有标记的 UTF-16（记事本里的“Unicode”）"),
        (HEAD.encode("utf-16-be"), 1, "看起来是没有标记的 UTF-16（记事本里的“Unicode”）"),
        (HEAD.encode() + "正文".encode()[:-1], 7, "文件可能没有传完整，最后一个字断开了"),
        (HEAD.encode() + "正文".encode()[:-2], 7, "文件可能没有传完整，最后一个字断开了"),
        (HEAD.encode() + "一正文".encode()[:-1], 7, "文件可能没有传完整，最后一个字断开了"),
        (
            HEAD.encode() + "一\n正文".encode("gb18030"),
            8,
            "里面混进了断开的字，或别的编码的字，就在这一行",
        ),
    ],
    ids=["gbk", "utf-16", "utf-16-be", "bare-le", "bare-be", "cut-1", "cut-2", "cut-odd", "mixed"],
)
def test_other_encodings_are_named(project: Project, data: bytes, line: int, what: str) -> None:
    found = only(write_bytes(project, data))
    expected = (line, "not-utf8", f"这个文件不是 UTF-8 编码，{what}。")
    assert (found.line, found.code, found.what) == expected


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\ufffe", "U+FFFE"),
    ],
)
def test_invisible_character_is_told_with_its_place(
    project: Project, character: str, name: str
) -> None:
    text = HEAD.replace("一句话", f"一{character}句话")
    found = only(write_bytes(project, text.encode()))
    what = f"第 6 个字处有一个看不见的控制字符（{name}），多半是从别处粘贴带进来的。"
    assert (found.line, found.code, found.what) == (4, "bad-character", what)


def test_emoji_rare_characters_and_tabs_in_text_are_fine(project: Project) -> None:
    project.write("sites/bailu/index.md", HEAD + "👨‍👩‍👧 𠮷 a\tb\n")
    assert loaded(project).problems == ()


def test_file_that_is_too_large_is_not_read(project: Project) -> None:
    found = only(write_bytes(project, HEAD.encode() + b"x" * MAX_TEXT_BYTES))
    what = "这个文件有 1.0 MB，超过了上限 1 MB。"
    assert (found.line, found.code, found.what) == (1, "too-large", what)


def test_one_broken_file_does_not_hide_the_others(project: Project) -> None:
    project.write("sites/a/index.md", "")
    project.write("sites/b/index.md", '---\n名称: "甲\n---\n')
    project.write("sites/c/index.md", HEAD)
    result = loaded(project)
    assert [record.folder_name for record in result.records] == ["c"]
    assert [found.code for found in result.problems] == ["empty-file", "yaml-syntax"]


# ---------------------------------------------------------------- the folder


def test_records_may_lie_in_sub_folders(project: Project) -> None:
    project.record("activities/2026/x")
    project.record("activities/2026/05/y", 名称="别的会")
    result = loaded(project)
    assert [record.file for record in result.records] == [
        "content/activities/2026/05/y/index.md",
        "content/activities/2026/x/index.md",
    ]
    assert result.problems == ()


@pytest.mark.parametrize(
    ("path", "example"),
    [
        ("sites/bailu.md", "content/sites/bailu/index.md"),
        ("sites/bailu/README.md", "content/sites/bailu/index.md"),
        ("sites/bailu/index.markdown", "content/sites/bailu/index.md"),
        ("sites/bailu/Index.md", "content/sites/bailu/index.md"),
        ("sites/index.md", "content/sites/记录名/index.md"),
    ],
)
def test_stray_text_is_told(project: Project, path: str, example: str) -> None:
    project.write(path, HEAD)
    found = only(project)
    assert (found.file, found.code) == (f"content/{path}", "stray-file")
    assert example in found.mend


def test_unknown_folder_suggests_the_nearest(project: Project) -> None:
    project.write("site/bailu/index.md", HEAD)
    found = only(project)
    assert (found.file, found.code) == ("content/site", "unknown-folder")
    assert found.what == "“site”不是已有的类别文件夹。是不是“sites”？"
    assert all(f"{name}（{kind.label}）" in found.mend for name, kind in FOLDERS.items())


@pytest.mark.parametrize(
    "path",
    [
        "sites/bailu/~$报告.docx",
        "sites/bailu/Thumbs.db",
        "sites/bailu/desktop.ini",
        "sites/bailu/a.md~",
        "sites/bailu/.index.md",
        "sites/.git/a.md",
        ".obsidian/a.md",
    ],
)
def test_rubbish_is_passed_over(project: Project, path: str) -> None:
    project.record("sites/bailu")
    project.write(path, "别的")
    checked = project.check()
    assert (len(checked.catalog.entries), checked.problems) == (1, ())
    assert "file-unused" not in {found.code for found in checked.notices}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("备注.txt", "file-unused"),
        ("sites/backup.sql", "file-unused"),
        ("sites/bailu/index.md.bak", "file-unused"),
        ("sites/bailu/报告.docx", "file-unused"),
        ("pages/图.png", "page-file"),
        ("old.html", "forbidden-file"),
        ("sites/old.HTML", "forbidden-file"),
        ("sites/bailu/logo.svg", "forbidden-file"),
        ("pages/track.js", "forbidden-file"),
    ],
)
def test_other_files_are_told(project: Project, path: str, code: str) -> None:
    project.record("sites/bailu")
    project.write(path, "别的")
    checked = project.check()
    told = [*checked.problems, *checked.notices]
    assert [found.code for found in told if found.code in (code, "unreadable")] == [code]
    assert bool(checked.problems) == (code == "forbidden-file")


def test_hand_written_pages_are_read(project: Project) -> None:
    project.write("pages/about.md", "# 关于\n")
    project.write("pages/help/index.md", "# 帮助\n")
    project.write("pages/使用 说明.md", "# 说明\n")
    project.write("pages/图.png", "")
    pages = [(page.uri, page.file, page.text) for page in loaded(project).pages]
    assert pages == [
        ("about.md", "content/pages/about.md", "# 关于\n"),
        ("help/index.md", "content/pages/help/index.md", "# 帮助\n"),
        ("shi-yong-shuo-ming.md", "content/pages/使用 说明.md", "# 说明\n"),
    ]


def test_faulty_page_is_told(project: Project) -> None:
    project.write("pages/about.md", "").write_bytes("# 关于\n".encode("gbk"))
    found = only(project)
    assert (found.file, found.code) == ("content/pages/about.md", "not-utf8")


def test_missing_website_file_is_told(project: Project) -> None:
    (project.content / "website.yml").unlink()
    found = only(project)
    assert (found.file, found.code) == ("content/website.yml", "unreadable")
    assert found.what == "这个文件打不开（没有这个文件）。"


def test_content_outside_the_project_is_named_from_its_own_folder(
    project: Project, tmp_path: Path
) -> None:
    project.write("sites/bailu/index.md", "")
    moved = tmp_path / "别处" / "content"
    moved.parent.mkdir()
    project.content.rename(moved)
    result = load(replace(project.settings(), content=moved))
    assert [found.file for found in result.problems] == [FILE]


# ---------------------------------------------------------------- links


def elsewhere(project: Project, path: str, text: str) -> Path:
    """A file outside the content, which must never be read."""
    file = project.root / "elsewhere" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def link(project: Project, path: str, target: Path) -> None:
    place = project.content / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.symlink_to(target)


@pytest.mark.parametrize(
    ("path", "target", "text"),
    [
        ("sites/bailu/index.md", "index.md", HEAD),
        ("sites/bailu", "bailu/index.md", HEAD),
        ("sites", "sites/bailu/index.md", HEAD),
        ("pages", "pages/about.md", "# 关于\n"),
        ("pages/about.md", "about.md", "# 关于\n"),
        ("website.yml", "website.yml", WEBSITE),
    ],
)
def test_links_are_told_and_not_followed(
    project: Project, path: str, target: str, text: str
) -> None:
    file = elsewhere(project, target, text)
    link(project, path, file if path.endswith(file.suffix) else file.parents[path == "sites"])
    result = loaded(project)
    assert (result.records, result.pages) == ((), ())
    (found,) = result.problems
    what = "这个文件打不开（它是快捷方式或特殊文件）。"
    assert (found.file, found.code, found.what) == (f"content/{path}", "unreadable", what)


def test_linked_photo_is_told_and_not_used(project: Project) -> None:
    project.record("sites/bailu", "照片:\n  - 文件: a.jpg\n    图注: 一\n")
    link(project, "sites/bailu/a.jpg", make_photo(project.root / "elsewhere/a.jpg"))
    codes = [(found.file, found.code) for found in project.problems()]
    assert codes == [("content/sites/bailu/a.jpg", "unreadable"), (FILE, "photo-type")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_named_pipe_does_not_stop_the_run(project: Project) -> None:
    project.record("sites/bailu", "照片:\n  - 文件: a.jpg\n    图注: 一\n")
    os.mkfifo(project.content / "sites/bailu/a.jpg")
    codes = [found.code for found in project.problems()]
    assert codes == ["unreadable", "photo-type"]
