"""`zhanting check`: what is kept is what would be found; some records can be asked about."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import WEBSITE, Project, make_photo

from generator import pipeline
from generator.cli import main
from generator.errors import Asked, Problem, everything
from generator.pipeline import Checked

Told = tuple[tuple[Problem, ...], tuple[Problem, ...]]


@pytest.fixture
def office(project: Project) -> Project:
    """Records with notices of all sorts and a few faults."""
    project.record("organizations/bailu", body="白鹭街道办事处在这里。\n")
    project.record(
        "sites/yi-zhan",
        "照片:\n  - 文件: a.jpg\n    图注: 一\n",
        body="归白鹭街道办管，白露社区的帐号不对。\n",
        所属="白鹭社区",
    )
    make_photo(project.content / "sites/yi-zhan/a.jpg")
    project.record(
        "activities/du-shu",
        "免提醒:\n  - 代号: wording-term\n    文字: 没有这个词\n    理由: 用不上\n",
        主办="白鹭社去",
        日期="2024-13-01",
    )
    project.record("members/zhang", body="电话 13812345678，见[读书会](读书会)。\n", 草稿="是")
    project.write("pages/about.md", "# 关于\n\n白露社区的网站 ，写于2020年。\n")
    project.write("members/li/index.md", "没有开头")
    project.write("members/li/备忘.txt", "甲")
    return project


def told(checked: Checked) -> Told:
    return checked.problems, checked.notices


def kept(project: Project, only: Asked = everything) -> Checked:
    with pipeline.store_if_any(project.settings()) as store:
        assert store is not None
        return pipeline.check(project.settings(), wording=True, store=store, only=only)


def edits(office: Project) -> Iterator[object]:
    yield None
    yield office.record("sites/yi-zhan", body="归白鹭街道办事处管。\n", 所属="白鹭社区")
    yield office.record("sites/yi-zhan", body="归白鹭街道办管。\n", 所属="白鹭社区")
    # Names decide what is told of others, and so does an office that is written in full.
    yield office.record("organizations/bailu", 名称="白露社区", body="什么也没有。\n")
    yield office.write("website.yml", WEBSITE.replace("测试网站", "白鹭社驱网站"))
    terms = "用语:\n  - 错: 归\n    改为: 属\n    理由: 试\n    依据: 试\n    日期: 2020\n"
    yield office.write("wording.yml", terms)
    yield office.record("activities/du-shu", 日期="2024-12-01")
    yield shutil.rmtree(office.content / "members/li")
    yield office.write("pages/about.md", "# 关于\n\n没有什么。\n")


def test_what_is_kept_is_what_would_be_found(office: Project) -> None:
    seen = []
    for _ in edits(office):
        found = kept(office)
        assert told(found) == told(pipeline.check(office.settings(), wording=True))
        assert told(kept(office)) == told(found)
        seen.append(told(found))
    assert len(set(seen)) == len(seen)


def test_of_some_records_the_same_is_told_as_of_all(office: Project) -> None:
    folders = sorted(file.parent for file in office.content.rglob("index.md"))
    for _ in edits(office):
        every = told(pipeline.check(office.settings(), wording=True))
        for folder in folders:
            place = folder.relative_to(office.root).as_posix()

            def is_asked(file: str, place: str = place) -> bool:
                return f"{file}/".startswith(f"{place}/")

            expected = tuple(tuple(one for one in each if is_asked(one.file)) for each in every)
            assert told(kept(office, is_asked)) == expected, place


def test_with_reviews_the_same_is_told_as_well(office: Project) -> None:
    office.write("website.yml", f"{WEBSITE}审核:\n  开启: 是\n")
    every = told(pipeline.check(office.settings(), wording=True))
    asked = "content/sites/yi-zhan/index.md"
    expected = tuple(tuple(one for one in each if one.file == asked) for each in every)
    assert told(kept(office, lambda file: file == asked)) == expected
    assert expected[1]


def test_where_nothing_can_be_kept_it_checks_all_the_same(office: Project) -> None:
    (office.root / ".cache").write_text("in the way", encoding="utf-8")
    with pipeline.store_if_any(office.settings()) as store:
        assert store is None
    assert main(["check", "--root", str(office.root)]) == 1


# ---------------------------------------------------------------- the command


def check(capsys: pytest.CaptureFixture[str], office: Project, *more: object) -> tuple[int, str]:
    code = main(["check", "--root", str(office.root), *map(str, more)])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_only_the_records_asked_about_decide(
    office: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = check(capsys, office, office.content / "organizations/bailu")
    assert (code, text) == (0, "检查完毕：白鹭社区，没有问题。要检查全部内容，后面什么也不写。\n")
    code, text = check(capsys, office, office.content / "activities/du-shu/index.md")
    assert code == 1
    assert "2024-13-01" in text
    assert "yi-zhan" not in text
    assert "共 2 个问题，在 1 个文件里" in text
    # A photo stands for its record; what cannot be read is told.
    photo, broken = office.content / "sites/yi-zhan/a.jpg", office.content / "members/li"
    code, text = check(capsys, office, photo, broken, "--format", "json")
    assert code == 1
    assert "wording-name" in text
    assert "content/members/li/index.md" in text
    assert "activities" not in text


def test_a_folder_is_meant_from_where_one_stands(
    office: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(office.content / "organizations")
    assert check(capsys, office, "bailu")[0] == 0


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("content/sites/nowhere", "找不到“content/sites/nowhere”"),
        ("content/sites", "“content/sites”不是一条记录"),
        ("content/website.yml", "“content/website.yml”不是一条记录"),
        ("content/pages/about.md", "不是一条记录"),
        ("content", "不是一条记录"),
        ("../project", "不在内容文件夹里"),
    ],
)
def test_what_is_no_record_is_refused(
    office: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    expected: str,
) -> None:
    monkeypatch.chdir(office.root)
    code, text = check(capsys, office, Path(asked))
    assert code == 2
    assert expected in text
