"""A build takes its place whole or not at all, and never over somebody else's files."""

import os
from pathlib import Path

import pytest
from conftest import Project

from generator import mkdocs_hook, pipeline, publish
from generator.errors import ContentError, UsageError
from generator.pages import Rendered
from generator.settings import Settings


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("旧")
    with publish.staged(target, is_ours=True) as folder:
        (folder / "new.html").write_text("新")
    assert files(target) == {"new.html": "新".encode()}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_failure_leaves_the_old_folder_untouched(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "old.html").write_text("旧")
    with pytest.raises(FileNotFoundError), publish.staged(target, is_ours=True) as folder:
        (folder / "no such folder" / "half.html").write_text("半")
    assert files(target) == {"old.html": "旧".encode()}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_mended(tmp_path: Path) -> None:
    target = tmp_path / "site"
    (tmp_path / "site.former-abc").mkdir()
    (tmp_path / "site.former-abc" / "old.html").write_text("旧")
    for name in ("site.building-old", "site.building-new"):
        (tmp_path / name).mkdir()
    os.utime(tmp_path / "site.building-old", (0, 0))
    with pytest.raises(FileNotFoundError), publish.staged(target, is_ours=True) as folder:
        (folder / "no such folder" / "half.html").write_text("半")
    assert files(target) == {"old.html": "旧".encode()}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "site.building-new"]


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "documents"
    target.mkdir()
    (target / "名单.docx").write_text("重要")
    with pytest.raises(UsageError, match="不会覆盖"), publish.staged(target):
        pass
    assert files(target) == {"名单.docx": "重要".encode()}


def test_a_folder_with_our_manifest_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for text in ("一", "二"):
        with publish.staged(target) as folder:
            (folder / "index.html").write_text(text)
            publish.write_manifest(folder)
    assert (target / "index.html").read_text() == "二"


def test_content_with_a_problem_leaves_the_website_as_it_was(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    settings, out = project.settings(), project.root / "site"
    pipeline.build(settings, out, mkdocs_hook.build_website)
    before = files(out)
    project.record("sites/bailu", 类型="不存在的类型")
    with pytest.raises(ContentError):
        pipeline.build(settings, out, mkdocs_hook.build_website)
    assert files(out) == before


def test_an_engine_that_fails_leaves_the_website_as_it_was(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    settings, out = project.settings(), project.root / "site"
    pipeline.build(settings, out, mkdocs_hook.build_website)
    before = files(out)

    def broken(settings: Settings, rendered: Rendered, folder: Path) -> None:
        (folder / "index.html").write_text("半页")
        raise mkdocs_hook.EngineError("停电")

    with pytest.raises(mkdocs_hook.EngineError):
        pipeline.build(settings, out, broken)
    assert files(out) == before


def test_a_broken_link_in_a_hand_written_page_stops_the_build(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    project.write("pages/about.md", "# 关于\n\n[没有](nowhere.md)\n")
    with pytest.raises(mkdocs_hook.EngineError, match=r"nowhere\.md"):
        pipeline.build(project.settings(), project.root / "site", mkdocs_hook.build_website)
    assert not (project.root / "site").exists()


def test_drafts_and_strays_are_not_published(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    project.record("sites/cao-gao", 草稿="是", 名称="还没写好", 摘要="机密")
    project.write("sites/bailu/名单.xlsx", "13800000000")
    project.write("sites/bailu/~$名单.docx", "13800000000")
    out = project.root / "site"
    pipeline.build(project.settings(), out, mkdocs_hook.build_website)
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    for word in ("还没写好", "机密", "13800000000"):
        assert word.encode() not in everything
    assert not (out / "sites/cao-gao").exists()


def test_redirect_page_leads_to_the_new_address(project: Project) -> None:
    project.with_theme().record("sites/xin", 曾用网址名="[jiu]")
    out = project.root / "site"
    pipeline.build(project.settings(), out, mkdocs_hook.build_website)
    page = (out / "sites/jiu/index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../xin/">' in page
