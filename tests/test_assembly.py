"""A website that shares files with the one before is the same as one made from nothing."""

import errno
import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ADDRESS, WEBSITE, Project, make_photo

from generator import pipeline
from generator.cli import main
from generator.engines import MkDocs
from generator.errors import ContentError
from generator.forks import can_fork
from generator.publishing import assembly, press, publish, releases, trees
from generator.publishing.final_check import Unfit
from generator.publishing.ledger import recalled
from generator.publishing.listing import Listing
from generator.publishing.manifest import MANIFEST
from generator.rendering.layout import EngineError
from generator.rendering.outputs import Rendered
from generator.settings import Settings

PAGE = "sites/s0/index.html"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def inodes(folder: Path) -> dict[str, int]:
    return {uri: (folder / uri).stat().st_ino for uri in files(folder)}


class Office:
    """A project, the website that is built of it again and again, and one made from nothing."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.site = project.root / "site"
        project.with_theme()
        for number in range(4):
            project.record(f"sites/s{number}", 名称=f"驿站{number}", 主题=f"[主题{number % 2}]")
        make_photo(project.content / "sites/s1/a.jpg", (500, 400))
        photo = "照片:\n  - 文件: a.jpg\n    图注: 一张\n"
        project.record("sites/s1", photo, 名称="驿站1", 主题="[主题1]")

    def build(self, keep: int = 1) -> pipeline.Built:
        return pipeline.build(self.project.settings(), self.site, keep=keep)

    def edit(self, text: str) -> None:
        self.project.record("sites/s0", body=f"{text}\n", 名称="驿站0", 主题="[主题0]")

    def is_as_from_nothing(self) -> bool:
        settings = replace(self.project.settings(), cache=self.project.root / "other-cache")
        shutil.rmtree(settings.cache / "store", ignore_errors=True)
        out = self.project.root / "other"
        shutil.rmtree(out, ignore_errors=True)
        pipeline.build(settings, out)
        return files(self.site) == files(out)


@pytest.fixture
def office(project: Project) -> Office:
    return Office(project)


def test_only_what_changed_is_written(office: Office) -> None:
    first = office.build()
    assert first.counts.laid_out > 0
    assert first.counts.written == len(files(office.site)) - 1
    again = office.build().counts
    assert (again.laid_out, again.written, again.hashed, again.is_new) == (0, 0, 0, False)
    before = inodes(office.site)
    office.edit("改过的正文。")
    edited = office.build().counts
    assert (edited.laid_out, edited.hashed, edited.is_new) == (0, 0, True)
    assert 1 <= edited.written < first.counts.written / 4
    after = inodes(office.site)
    changed = {uri for uri in after if after[uri] != before[uri]}
    assert len(changed) == edited.written + 1
    assert {PAGE, MANIFEST} <= changed
    assert office.is_as_from_nothing()


@pytest.mark.parametrize("keep", [0, 1])
def test_the_website_that_went_last_becomes_the_new_one(office: Office, keep: int) -> None:
    """Only what differs is touched in it; others are whole, and way back and forth are as ever."""
    office.build(keep)
    for text in ("零", "一")[: keep + 1]:
        office.edit(text)
        office.build(keep)
    for text in ("二", "三"):
        spare = releases.spare_of(office.site)
        assert spare
        inode, before, former = spare.stat().st_ino, inodes(spare), files(office.site)
        office.edit(text)
        counts = office.build(keep).counts
        assert office.site.stat().st_ino == inode
        assert (counts.hashed, counts.laid_out) == (0, 0)
        after = inodes(office.site)
        changed = {uri for uri in after if after[uri] != before[uri]}
        assert len(changed) < len(after) / 4
        kept = [each.folder for each in releases.releases_of(office.site)]
        assert len(kept) == keep
        assert files(kept[0] if keep else spare) == former
    shutil.rmtree(office.project.content / "sites/s3")
    office.project.record("sites/s4", 名称="驿站4", 主题="[主题5]")
    office.build(keep)
    assert not (office.site / "sites/s3").exists()
    if keep:
        releases.roll_back(office.site)
        assert (office.site / "sites/s3/index.html").exists()
        office.build(keep)
    assert office.is_as_from_nothing()


def test_the_spare_is_no_way_back(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("一", "二"):
        office.edit(text)
        office.build(0)
    assert releases.spare_of(office.site)
    assert main(["rollback", "--out", str(office.site), "--list"]) == 0
    assert "没有保留以前的网站" in capsys.readouterr().out
    assert main(["rollback", "--out", str(office.site)]) == 2


def test_nothing_is_read_again_because_former_websites_went(office: Office) -> None:
    for text, keep in (("一", 3), ("二", 3), ("三", 3), ("四", 0)):
        office.edit(text)
        office.build(keep)
    assert releases.releases_of(office.site) == []
    office.edit("五")
    assert office.build(0).counts.hashed == 0
    assert office.is_as_from_nothing()


def test_after_the_store_was_lost_files_are_read_again_once(office: Office) -> None:
    for text in ("一", "二", "三"):
        office.edit(text)
        office.build(0)
    shutil.rmtree(office.project.root / ".cache/store")
    assert office.build(0).counts.hashed > 0
    for text in ("四", "五"):
        office.edit(text)
        assert office.build(0).counts.hashed == 0


def test_a_folder_of_that_name_that_is_not_ours_stays(office: Office) -> None:
    mine = office.site.with_name("site.releases") / "spare"
    mine.mkdir(parents=True)
    (mine / "笔记.txt").write_text("我的")
    for text in ("一", "二", "三"):
        office.edit(text)
        office.build(0)
    assert files(mine) == {"笔记.txt": "我的".encode()}
    assert office.is_as_from_nothing()


def test_no_former_website_is_lost_when_the_last_check_refuses(office: Office) -> None:
    for text in ("一", "二", "三"):
        office.edit(text)
        office.build()
    before = files(office.site)
    former = [files(each.folder) for each in releases.releases_of(office.site)]
    footer = office.project.root / "theme_overrides/partials/footer.html"
    footer.write_text(footer.read_text("utf-8") + '<a href="/nowhere/">没有</a>', "utf-8")
    with pytest.raises(Unfit):
        office.build()
    assert files(office.site) == before
    assert [files(each.folder) for each in releases.releases_of(office.site)] == former
    assert sorted(path.name for path in office.site.parent.glob("site*")) == [
        "site",
        "site.releases",
    ]


@pytest.mark.parametrize("fault", [Unfit, OSError])
def test_what_pages_ask_for_is_kept_only_once_they_are_published(
    office: Office, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    office.build()
    before = asked(office)
    assert before.keys() == {uri for uri in files(office.site) if uri.endswith(".html")}
    office.edit("一")
    if fault is Unfit:
        what_is_refused(office)
    else:
        with monkeypatch.context() as patched:
            patched.setattr(publish, "flush", full)
            with pytest.raises(fault):
                office.build()
    assert asked(office) == before
    office.build()
    assert asked(office).keys() == before.keys()
    assert asked(office)[PAGE] != before[PAGE]


def asked(office: Office) -> dict[str, tuple[bytes, bytes]]:
    """What is kept of what pages ask for: address → (SHA-256, packed)."""
    with pipeline.open_store(office.project.settings()) as store:
        return {uri: (mark, data) for uri, mark, data in store.shelf("asked").items()}


def change_theme(office: Office) -> None:
    footer = office.project.root / "theme_overrides/partials/footer.html"
    footer.write_text(footer.read_text("utf-8") + "<!-- 新 -->", "utf-8")


def change_menu(office: Office) -> None:
    office.project.write("website.yml", ADDRESS + WEBSITE.replace("测试网站", "另一个名字"))


def remove_record(office: Office) -> None:
    shutil.rmtree(office.project.content / "sites/s1")


def rename_record(office: Office) -> None:
    (office.project.content / "sites/s2").rename(office.project.content / "sites/s9")


def damage_store(office: Office) -> None:
    file = next((office.project.root / ".cache/store").glob("*.sqlite"))
    content = bytearray(file.read_bytes())
    for place in range(3000, len(content), 500):
        content[place : place + 9] = b"damaged!!"
    file.write_bytes(content)


def test_whatever_changes_the_website_is_as_from_nothing(office: Office) -> None:
    office.build()
    for changes in ((change_theme, rename_record), (change_menu, remove_record)):
        for change in changes:
            change(office)
        office.build()
        assert office.is_as_from_nothing(), changes


def test_without_a_sound_store_the_website_is_the_same(office: Office) -> None:
    office.build()
    office.edit("一")
    office.build()
    website = files(office.site)
    damage_store(office)
    assert office.build().counts.laid_out > 0
    assert files(office.site) == website
    shutil.rmtree(office.site)
    office.build()
    assert files(office.site) == website


@pytest.mark.parametrize(
    ("shelf", "named", "file"),
    [
        ("bodies", "sites/s2/", "sites/s2/index.html"),
        ("files", "site-tables\tsites/list.csv", "sites/list.csv"),
        ("search", "search/text/sites/s2.txt", "search/text/sites/s2.txt"),
        ("search", "search/names/0.txt", "search/names/0.txt"),
    ],
)
def test_all_is_made_anew_when_the_store_lost_what_is_needed(
    office: Office, monkeypatch: pytest.MonkeyPatch, shelf: str, named: str, file: str
) -> None:
    monkeypatch.setattr(pipeline, "_MANY_FILES", 0 if shelf == "bodies" else 1 << 40)
    office.build()
    website = files(office.site)
    (office.site / file).unlink()
    with pipeline.open_store(office.project.settings()) as store:
        assert named in store.shelf(shelf).marks()
        store.shelf(shelf).drop([named])
    assert office.build().counts.written == 1  # all else was found to be there
    assert files(office.site) == website
    office.edit("一")
    office.build()
    assert office.is_as_from_nothing()


@pytest.mark.parametrize("is_apart", [True, False])
def test_where_a_website_is_rendered_makes_no_difference(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_apart: bool
) -> None:
    if is_apart:
        monkeypatch.setattr(pipeline, "_MANY_FILES", 0)
    office.build()
    website = files(office.site)
    office.project.record("sites/hetao", 名称="河套", 启用="没有这一天")
    with pytest.raises(ContentError) as refused:
        office.build()
    assert {each.file for each in refused.value.problems} == {"content/sites/hetao/index.md"}
    assert files(office.site) == website
    office.project.record("sites/hetao", 名称="河套", 启用="2024-05-06")
    assert office.build().counts.written > 1
    assert office.is_as_from_nothing()


@pytest.mark.skipif(not can_fork(), reason="all is done in one process")
def test_a_process_that_the_system_ended_is_told_in_plain_words(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office.build()
    website = files(office.site)
    monkeypatch.setattr(pipeline, "_MANY_FILES", 0)
    monkeypatch.setattr(pipeline, "prepare", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    office.project.record("sites/hetao", 名称="河套")
    assert main(["build", "--root", str(office.project.root)]) == 1
    assert "内存不够" in capsys.readouterr().err
    assert files(office.site) == website


def test_files_made_in_forks_are_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.build()
    website, faults = files(office.site), what_is_refused(office)
    monkeypatch.setattr(press, "_WORTH_FORKS", 2)
    monkeypatch.setattr(press, "_BUNCH", 3)
    monkeypatch.setattr(assembly, "_FLUSHED_TOGETHER", 4)
    shutil.rmtree(office.project.root / ".cache/store")
    assert what_is_refused(office) == faults
    (office.site / "sites/s2/index.html").unlink()
    office.edit("一")
    counts = office.build().counts
    assert 1 < counts.written < len(website) / 4  # all else was found to be there
    assert office.is_as_from_nothing()


@pytest.mark.parametrize("is_plain", [False, True])
def test_a_theme_that_is_prepared_while_files_are_written_is_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch, is_plain: bool
) -> None:
    class Told(MkDocs):
        def strangers(self, settings: Settings) -> str:
            where.write_text(str(os.getpid()))
            return super().strangers(settings)

    where = office.project.root / "where"
    if is_plain:  # the engine lays out every page
        (office.project.root / "idle.py").write_text("def on_pre_build(config):\n    pass\n")
        config = office.project.root / "mkdocs.yml"
        text = config.read_text("utf-8").replace("hooks:\n", "hooks:\n  - idle.py\n")
        config.write_text(text, "utf-8")
    known = office.build()
    website = files(office.site)
    for each in (office.site, office.project.root / ".cache/store"):
        shutil.rmtree(each)
    monkeypatch.setattr(assembly, "_WORTH_A_COPY", 2)
    built = pipeline.build(office.project.settings(), office.site, engine=Told())
    assert files(office.site) == website
    assert built.counts == known.counts
    assert (where.read_text() == str(os.getpid())) is not can_fork()
    # All that was found out of the theme is known now.
    office.edit("一")
    assert bool(office.build().counts.laid_out) is is_plain
    assert office.is_as_from_nothing()


def test_an_engine_that_fails_while_files_are_written_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(MkDocs):
        def lay_out(self, settings: Settings, rendered: Rendered, folder: Path) -> None:
            raise EngineError("停电")

    monkeypatch.setattr(assembly, "_WORTH_A_COPY", 2)
    with pytest.raises(EngineError, match="停电"):
        pipeline.build(office.project.settings(), office.site, engine=Broken())
    assert not office.site.exists()
    assert [each.name for each in office.project.root.glob("site*")] == []
    office.build()
    assert office.is_as_from_nothing()


def what_is_refused(office: Office) -> tuple[tuple[str, str], ...]:
    """What the last check says of a broken theme, which is whole again afterwards."""
    footer = office.project.root / "theme_overrides/partials/footer.html"
    text = footer.read_text("utf-8")
    footer.write_text(text + '<a href="/nowhere/">没有</a>', "utf-8")
    with pytest.raises(Unfit) as unfit:
        office.build()
    footer.write_text(text, "utf-8")
    assert len(unfit.value.faults) > 20
    return unfit.value.faults


# ---------------------------------------------------------------- somebody else wrote into it


def overwrite(file: Path) -> None:
    """As long as before, and with the time set back, as intruders do."""
    seen, text = file.stat(), file.read_bytes()
    file.write_bytes(text.replace("驿站".encode(), "黑客".encode()))
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def replace_file(file: Path) -> None:
    text = file.read_bytes()
    file.unlink()
    file.write_bytes(text + b"<!-- -->")


def replace_with_link(file: Path) -> None:
    file.rename(file.with_name("moved"))
    file.symlink_to("moved")


def open_to_all(file: Path) -> None:
    file.chmod(0o666)


def add_beside(file: Path) -> None:
    file.with_name("shell.php").write_text("<?php")


TAMPERINGS = (overwrite, replace_file, replace_with_link, open_to_all, add_beside, Path.unlink)


def test_what_somebody_wrote_into_a_website_is_never_carried_over(office: Office) -> None:
    office.build()
    websites = {}
    for text in ("一", "正文。"):
        office.edit(text)
        office.build()
        websites[text] = files(office.site)
    for number, tamper in enumerate(TAMPERINGS):
        for text, is_present in (("一", True), ("正文。", False)):
            spare = releases.spare_of(office.site)
            assert spare
            place = office.site / "sites/s2" if is_present else spare / "sites/s3"
            tamper(place / "index.html")
            office.edit(text)
            office.build()
            assert files(office.site) == websites[text], (number, text)
            pages = office.site.rglob("*.html")
            assert {oct(page.stat().st_mode & 0o777) for page in pages} == {"0o644"}


def test_a_website_that_was_touched_is_put_right_by_a_build_that_changes_nothing(
    office: Office,
) -> None:
    office.build()
    clean = files(office.site)
    assert not office.build().counts.is_new
    for tamper in (overwrite, add_beside):
        tamper(office.site / "sites/s2/index.html")
        assert office.build().counts.is_new
        assert files(office.site) == clean


def test_where_there_are_no_links_files_are_copied(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    office.build()
    monkeypatch.setattr(trees.os, "link", refuse)
    before = inodes(office.site)
    website = files(office.site)
    office.edit("一")
    office.build()
    assert before.items().isdisjoint(inodes(office.site).items())
    office.edit("正文。")
    office.build()
    assert files(office.site) == website


def test_which_files_there_are_is_kept_as_it_would_be_worked_out(office: Office) -> None:
    office.build()
    target = office.site.resolve()
    with pipeline.open_store(office.project.settings()) as store:
        first = recalled(store, target).listing
    assert first.kept is not None
    assert first.digest == Listing(first.uris, first.folders).digest
    office.edit("第二稿")
    office.build()
    with pipeline.open_store(office.project.settings()) as store:
        assert recalled(store, target).listing == first
