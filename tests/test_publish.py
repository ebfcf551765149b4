"""A build takes its place whole or not at all, and never over somebody else's files."""

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ADDRESS, WEBSITE, Project, make_photo

from generator import pipeline
from generator.cli import main
from generator.engines import MkDocs
from generator.errors import ContentError, Hindered, UsageError
from generator.publishing import publish, releases
from generator.rendering.layout import EngineError
from generator.rendering.outputs import Rendered
from generator.settings import Settings


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def put(target: Path, text: str, *, keep: int = 3) -> bool:
    """A website of one page takes its place."""
    with publish.workplace(target) as folder:
        (folder / "index.html").write_text(text, encoding="utf-8")
        publish.write_manifest(folder)
        return publish.put_in_place(folder, target, keep=keep)


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


@pytest.fixture(params=["one step", "two renames"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for a website, on a system that can exchange folders and on one that cannot."""
    if request.param == "two renames":
        for module in (publish, releases):
            monkeypatch.setattr(module, "exchange", lambda one, other: False)
    return tmp_path / "site"


def test_new_folder_takes_the_place_of_the_old(target: Path) -> None:
    target.mkdir()
    (target / "old.html").write_text("旧")
    with publish.workplace(target, is_ours=True) as folder:
        (folder / "new.html").write_text("新")
        publish.put_in_place(folder, target)
    assert files(target) == {"new.html": "新".encode()}
    assert beside(target) == ["site"]


def test_the_place_is_never_empty(tmp_path: Path) -> None:
    """Linux, where the tests run, exchanges folders: a reader finds the page at every moment."""
    target = tmp_path / "site"
    put(target, "0")
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.add((target / "index.html").read_text())

    with ThreadPoolExecutor() as pool:
        reader = pool.submit(read)
        for number in range(1, 40):
            put(target, str(number))
        done.set()
        reader.result()
    assert seen <= {str(number) for number in range(40)}


def test_failure_leaves_the_old_folder_untouched(target: Path) -> None:
    put(target, "旧")
    with pytest.raises(FileNotFoundError), publish.workplace(target) as folder:
        (folder / "no such folder" / "half.html").write_text("半")
    assert (target / "index.html").read_text("utf-8") == "旧"
    assert beside(target) == ["site"]


@pytest.mark.parametrize("left", ["former", "switched out", "not switched in", "half built"])
def test_what_a_killed_build_left_is_mended(target: Path, tmp_path: Path, left: str) -> None:
    put(target, "旧")
    put(tmp_path / "other", "新")
    old, new = (releases.digest_in(folder) for folder in (target, tmp_path / "other"))
    if left == "former":  # between the two renames
        target.rename(tmp_path / f"site.former-{new}")
    elif left == "switched out":  # after the exchange
        target.rename(tmp_path / f"site.switching-{new}")
        (tmp_path / "other").rename(target)
    elif left == "not switched in":  # before it
        (tmp_path / "other").rename(tmp_path / f"site.switching-{new}")
    else:
        (tmp_path / "other").rename(tmp_path / "site.building-abc")
    (tmp_path / "site.lock").write_text("{}")
    with publish.workplace(target):
        assert (target / "index.html").read_text("utf-8") == (
            "新" if left == "switched out" else "旧"
        )
        kept = [releases.digest_in(each.folder) for each in releases.releases_of(target)]
        assert kept == ([old] if left == "switched out" else [])
    assert set(beside(target)) - {"site.releases"} <= {"site", "other"}


def test_a_folder_of_somebody_else_is_refused(target: Path) -> None:
    target.mkdir()
    (target / "名单.docx").write_text("重要")
    with pytest.raises(UsageError, match="不会覆盖"), publish.workplace(target):
        pass
    assert files(target) == {"名单.docx": "重要".encode()}


def test_a_folder_with_our_manifest_is_replaced(target: Path) -> None:
    for text in ("一", "二"):
        assert put(target, text)
    assert (target / "index.html").read_text() == "二"


def test_the_same_website_is_left_alone_unless_it_was_touched(target: Path) -> None:
    put(target, "一")
    before = (target / "index.html").stat().st_ino
    assert not put(target, "一")
    assert (target / "index.html").stat().st_ino == before
    (target / "index.html").write_text("被改了")
    assert put(target, "一")
    assert (target / "index.html").read_text() == "一"
    assert releases.releases_of(target) == []
    assert set(beside(target)) == {"site"}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_everybody_builds_files_of_the_same_modes(target: Path) -> None:
    mask = os.umask(0o077)
    try:
        put(target, "一")
    finally:
        os.umask(mask)
    assert {oct(path.stat().st_mode & 0o777) for path in target.iterdir()} == {"0o644"}
    assert target.stat().st_mode & 0o777 == 0o755


# ---------------------------------------------------------------- the way back


def test_the_last_websites_are_kept_and_no_more(target: Path) -> None:
    for text in "一二三四五":
        put(target, text, keep=2)
    kept = releases.releases_of(target)
    assert [(each.number, each.files) for each in kept] == [(4, 1), (3, 1)]
    assert [(each.folder / "index.html").read_text() for each in kept] == ["四", "三"]


def test_what_is_not_ours_stays_among_the_kept(target: Path) -> None:
    put(target, "一")
    mine = target.with_name("site.releases") / "0000"
    mine.mkdir(parents=True)
    (mine / "笔记.txt").write_text("我的")
    for text in "二三四":
        put(target, text, keep=1)
    assert (mine / "笔记.txt").read_text() == "我的"


def test_back_and_forth(target: Path) -> None:
    for text in "一二三":
        put(target, text)
    assert releases.roll_back(target).number == 2
    assert (target / "index.html").read_text() == "二"
    assert releases.roll_back(target).number == 2
    assert (target / "index.html").read_text() == "三"
    assert releases.roll_back(target, 1).number == 1
    assert (target / "index.html").read_text() == "一"
    with pytest.raises(UsageError, match="保留着的有：0002、0001"):
        releases.roll_back(target, 7)
    assert beside(target) == ["site", "site.releases"]


def test_a_kept_website_that_was_touched_does_not_come_back(target: Path) -> None:
    put(target, "一")
    put(target, "二")
    (releases.releases_of(target)[0].folder / "index.html").write_text("被改了")
    with pytest.raises(Hindered, match="被改动"):
        releases.roll_back(target)
    assert (target / "index.html").read_text() == "二"


def test_the_command_lists_and_rolls_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    assert main(["rollback", "--out", str(out), "--list"]) == 0
    assert "没有保留以前的网站" in capsys.readouterr().out
    assert main(["rollback", "--out", str(out)]) == 2
    put(out, "一")
    put(out, "二")
    assert main(["rollback", "--out", str(out), "--list"]) == 0
    assert capsys.readouterr().out.startswith("0001  ")
    assert main(["rollback", "--out", str(out)]) == 0
    assert (out / "index.html").read_text() == "一"


# ---------------------------------------------------------------- whole builds


def test_content_with_a_problem_leaves_the_website_as_it_was(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    settings, out = project.settings(), project.root / "site"
    pipeline.build(settings, out)
    before = files(out)
    project.record("sites/bailu", 类型="不存在的类型")
    with pytest.raises(ContentError):
        pipeline.build(settings, out)
    assert files(out) == before


def test_an_engine_that_fails_leaves_the_website_as_it_was(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    settings, out = project.settings(), project.root / "site"
    pipeline.build(settings, out)
    before = files(out)

    class Broken(MkDocs):
        def lay_out(self, settings: Settings, rendered: Rendered, folder: Path) -> None:
            (folder / "index.html").write_text("半页")
            raise EngineError("停电")

    project.write("website.yml", ADDRESS + WEBSITE.replace("测 试", "测 测"))
    shutil.rmtree(settings.cache / "store")
    with pytest.raises(EngineError):
        pipeline.build(settings, out, engine=Broken())
    assert files(out) == before


def test_a_picture_that_another_build_took_away_is_told(project: Project) -> None:
    project.with_theme().record("sites/bailu", "照片:\n  - 文件: a.jpg\n    图注: 一张\n")
    make_photo(project.content / "sites/bailu/a.jpg", (400, 300))
    settings = project.settings()

    class Robbed(MkDocs):
        def strangers(self, settings: Settings) -> str:
            shutil.rmtree(settings.cache / "photos", ignore_errors=True)
            return super().strangers(settings)

    with pytest.raises(Hindered, match="再生成一次"):
        pipeline.build(settings, project.root / "site", engine=Robbed())
    assert not (project.root / "site").exists()


def test_a_broken_link_in_a_hand_written_page_stops_the_build(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    project.write("pages/about.md", "# 关于\n\n[没有](nowhere.md)\n")
    with pytest.raises(ContentError, match=r"nowhere\.md"):
        pipeline.build(project.settings(), project.root / "site")
    assert not (project.root / "site").exists()


def test_drafts_and_strays_are_not_published(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    project.record("sites/cao-gao", 草稿="是", 名称="还没写好", 摘要="机密")
    project.write("sites/bailu/名单.xlsx", "13800000000")
    project.write("sites/bailu/~$名单.docx", "13800000000")
    out = project.root / "site"
    pipeline.build(project.settings(), out)
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    for word in ("还没写好", "机密", "13800000000"):
        assert word.encode() not in everything
    assert not (out / "sites/cao-gao").exists()


def test_redirect_page_leads_to_the_new_address(project: Project) -> None:
    project.with_theme().record("sites/xin", 曾用网址名="[jiu]")
    out = project.root / "site"
    pipeline.build(project.settings(), out)
    page = (out / "sites/jiu/index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../xin/">' in page
