"""The short way where only texts became others gives what a build from nothing gives."""

import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Project, make_photo
from test_assembly import Office, files

from generator import pipeline
from generator.amending import snapshot
from generator.amending.snapshot import Snapshot
from generator.cli import main
from generator.errors import ContentError
from generator.publishing import releases
from generator.publishing.manifest import MANIFEST

TEXT = "# 初心\n\n一句话，见[青山驿站](青山驿站)。\n\n| 项 | 数 |\n| - | - |\n| 一 | 1 |\n"
WORDS = "党建引领社区服务志愿先锋邻里公园学习实践活动群众满意"


class Amended(Office):
    """The same, of whose records some have texts with links, tables and headings."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        project.record("sites/qingshan", 名称="青山驿站", body="驿站的正文。\n")
        self.tell(TEXT)
        self.build()

    def tell(self, text: str) -> None:
        self.project.record("sites/s0", body=text, 名称="驿站0", 主题="[主题0]")

    def takes_the_short_way(self) -> bool:
        return self.build().is_amended


@pytest.fixture
def office(project: Project) -> Amended:
    return Amended(project)


def test_texts_again_and_again_give_what_a_build_from_nothing_gives(office: Amended) -> None:
    rng = random.Random(1)
    for _ in range(12):
        number = rng.randrange(4)
        words = "".join(rng.choices(WORDS, k=rng.randint(4, 30)))
        if number:
            office.project.record(
                f"sites/s{number}" if number != 1 else "sites/qingshan",
                body=f"**{words}**\n\n1. 甲\n2. 乙{words[:3]}\n\n```\n一\n\n二\n```\n",
                名称=f"驿站{number}" if number != 1 else "青山驿站",
                **{"主题": f"[主题{number % 2}]"} if number != 1 else {},
            )
        else:
            office.tell(f"{TEXT}\n{words}，又见[驿站](青山驿站)。繁體字與{words}。\n")
        short = office.takes_the_short_way()
    assert short
    assert office.is_as_from_nothing()
    shutil.rmtree(office.project.content / "sites/s3")
    assert not office.takes_the_short_way()
    for text in ("最后一句。\n", TEXT):
        office.tell(text)
        assert office.takes_the_short_way()
    assert office.is_as_from_nothing()


def test_only_the_page_and_its_words_are_written(office: Amended) -> None:
    before = files(office.site)
    office.tell(TEXT.replace("一句话", "一席话"))
    built = office.build()
    assert (built.is_amended, built.counts.laid_out, built.counts.hashed) == (True, 0, 0)
    after = files(office.site)
    changed = {uri for uri in after if after[uri] != before[uri]}
    assert len(changed) == built.counts.written + 1
    assert changed >= {"sites/s0/index.html", "search/text/sites/s0.txt", MANIFEST}
    assert all(uri.startswith("search/") for uri in changed - {"sites/s0/index.html", MANIFEST})
    assert built.pages == len([uri for uri in after if uri.endswith("index.html")])


def test_nothing_changed_is_the_short_way_too(office: Amended) -> None:
    before = {uri: (office.site / uri).stat().st_ino for uri in files(office.site)}
    built = office.build()
    assert (built.is_amended, built.counts.is_new) == (True, False)
    assert {uri: (office.site / uri).stat().st_ino for uri in files(office.site)} == before


def summary(office: Amended) -> None:
    office.project.record("sites/s0", body=TEXT, 名称="驿站0", 主题="[主题0]", 摘要="另一句。")


def title(office: Amended) -> None:
    office.project.record("sites/qingshan", 名称="青山大驿站", 别名="[青山驿站]", body="驿站。\n")


def added(office: Amended) -> None:
    office.project.record("sites/s9", 名称="驿站9")


def removed(office: Amended) -> None:
    shutil.rmtree(office.project.content / "sites/s2")


def photo(office: Amended) -> None:
    make_photo(office.project.content / "sites/s1/a.jpg", (500, 410))


def link(office: Amended) -> None:
    office.tell(f"{TEXT}\n也见[驿站1](驿站1)。\n")


def page(office: Amended) -> None:
    office.project.write("pages/about.md", "# 关于\n\n一页。\n")


def website(office: Amended) -> None:
    path = office.project.content / "website.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "副名: 另一个名字\n", encoding="utf-8")


def theme(office: Amended) -> None:
    path = office.project.root / "theme_overrides/partials/footer.html"
    path.write_text(path.read_text(encoding="utf-8") + "<!-- 新 -->\n", encoding="utf-8")


def no_text(office: Amended) -> None:
    office.tell("")


@pytest.mark.parametrize(
    "edit",
    [summary, title, added, removed, photo, link, page, website, theme, no_text],
    ids=lambda edit: str(edit.__name__),
)
def test_anything_else_takes_the_long_way(office: Amended, edit: Callable[[Amended], None]) -> None:
    edit(office)
    assert not office.takes_the_short_way()
    assert office.is_as_from_nothing()


def test_what_somebody_touched_is_mended_the_long_way(office: Amended) -> None:
    office.tell("一。\n\n[青山驿站](青山驿站)\n\n# 初心\n")
    office.build(0)
    for place in (office.site / "sites/s2/index.html", _spare(office) / "sites/s2/index.html"):
        text = place.read_bytes()
        place.unlink()
        place.write_bytes(text.replace(b"</html>", b"<p>x</p></html>"))
        office.tell(f"{time.monotonic()}\n\n[青山驿站](青山驿站)\n\n# 初心\n")
        office.build(0)
        assert "<p>x</p>" not in (office.site / "sites/s2/index.html").read_text(encoding="utf-8")
    assert office.is_as_from_nothing()


def _spare(office: Amended) -> Path:
    found = releases.spare_of(office.site)
    assert found
    return found


def test_what_another_build_kept_is_not_taken_for_published(office: Amended) -> None:
    """A preview or a build for another place keeps what it made of a text in the same store."""
    office.tell(TEXT.replace("一句话", "百家姓"))
    settings = office.project.settings()
    with pipeline.open_store(settings) as store:
        pipeline.prepare(settings, store=store)
    office.build()
    assert office.is_as_from_nothing()
    office.tell(TEXT.replace("一句话", "千字文"))
    pipeline.build(settings, office.project.root / "elsewhere")
    office.build()
    assert office.is_as_from_nothing()


def test_a_build_that_did_not_end_leaves_nothing_to_go_by(
    office: Amended, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary(office)

    def stop(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("generator.publishing.publish.put_in_place", stop)
        with pytest.raises(KeyboardInterrupt):
            office.build()
    assert not office.takes_the_short_way()
    assert office.is_as_from_nothing()


def test_a_text_with_faults_changes_nothing(office: Amended) -> None:
    before = files(office.site)
    for text in ("电话 13812345678，姓名张三。\n", "[一](没有这条)\n", "<script>1</script>\n"):
        office.tell(text)
        with pytest.raises(ContentError):
            office.build()
        assert files(office.site) == before
    office.tell(TEXT)
    office.build()
    assert office.is_as_from_nothing()


def test_what_is_missing_is_told_as_ever(
    office: Amended, capsys: pytest.CaptureFixture[str]
) -> None:
    content = office.project.content
    content.rename(content.with_name("elsewhere"))
    assert main(["build", "--root", str(office.project.root)]) == 2
    assert "找不到内容文件夹" in capsys.readouterr().err
    content.with_name("elsewhere").rename(content)
    (office.project.root / "mkdocs.yml").unlink()
    assert main(["build", "--root", str(office.project.root)]) == 2
    assert "没有 mkdocs.yml" in capsys.readouterr().err


# ---------------------------------------------------------------- what changed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md", "in/c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def changed(before: Snapshot, folder: Path) -> list[str] | None:
    found = before.compared()
    return found and sorted(Path(path).relative_to(folder).as_posix() for path in found[1])


def test_what_was_written_is_seen(folder: Path) -> None:
    before = Snapshot.of([folder])
    assert changed(before, folder) == []
    (folder / "in/c.md").write_text("c.mD", encoding="utf-8")
    assert changed(before, folder) == ["in/c.md"]


def test_what_was_written_within_one_tick_of_the_clock_is_seen(folder: Path) -> None:
    before = Snapshot.of([folder])
    file = folder / "a.md"
    seen = file.stat()
    file.write_text("A.md", encoding="utf-8")
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    stamps = Snapshot.of([folder]).stamps  # as if the clock had stood still all the time
    assert changed(replace(before, stamps=stamps), folder) == ["a.md"]


def test_an_editor_that_writes_another_file_and_renames_it_is_seen(folder: Path) -> None:
    before = Snapshot.of([folder])
    (folder / "a.md.tmp").write_text("一", encoding="utf-8")
    (folder / "a.md.tmp").replace(folder / "a.md")
    assert changed(before, folder) == ["a.md"]


def test_names_that_come_or_go_are_told(folder: Path) -> None:
    before = Snapshot.of([folder])
    (folder / "in/d.md").write_text("d", encoding="utf-8")
    assert before.compared() is None
    (folder / "in/d.md").unlink()
    assert changed(before, folder) == []
    (folder / "in/c.md").unlink()
    assert before.compared() is None


def test_many_folders_are_seen_by_several_processes_as_by_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        (folder / f"in/{number}/deep").mkdir(parents=True)
        (folder / f"in/{number}/deep/d.md").write_text("d", encoding="utf-8")

    def told(found: Snapshot) -> set[tuple[str, bytes, bytes | None]]:
        paths = [*found.files, *found.folders]
        stamps = [found.stamps[32 * at : 32 * at + 32] for at in range(len(paths))]
        assert len(found.stamps) == 32 * len(paths)
        return {(p, s, found.young.get(p)) for p, s in zip(paths, stamps, strict=True)}

    alone = Snapshot.of([folder, folder / "a.md"])
    monkeypatch.setattr(snapshot, "_WORTH_FORKS", 8)
    monkeypatch.setattr(snapshot, "_BUNCH", 3)
    together = Snapshot.of([folder, folder / "a.md"], jobs=2)
    assert told(together) == told(alone)
    assert len(together.files) == 44
    (folder / "in/17/deep/d.md").write_text("D", encoding="utf-8")
    assert changed(together, folder) == ["in/17/deep/d.md"]
    assert [path for path in together.files if path.endswith("17/deep")] == []


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no links without special rights")
def test_a_link_in_the_place_of_a_file_or_folder_is_told(folder: Path) -> None:
    before = Snapshot.of([folder])
    (folder / "a.md").unlink()
    (folder / "a.md").symlink_to(folder / "b.md")
    assert before.compared() is None
    (folder / "a.md").unlink()
    (folder / "a.md").write_text("a.md", encoding="utf-8")
    (folder / "in").rename(folder.parent / "elsewhere")
    (folder / "in").symlink_to(folder.parent / "elsewhere")
    assert before.compared() is None
