"""A build that uses what earlier ones kept gives what one from nothing gives, with less work."""

import random
import shutil
import sys
from pathlib import Path

import pytest
from conftest import Project, make_photo
from editing import Editor, differences, kept_outcome, outcome, spoil

from generator import pipeline
from generator.keeping import records
from generator.rendering.outputs import Rendered


@pytest.mark.parametrize("seed", [1, 2])
def test_edits_give_what_a_build_from_nothing_gives(project: Project, seed: int) -> None:
    editor = Editor(project, seed)
    for step in range(14):
        done = [editor.step() for _ in range(editor.rng.randint(1, 3))]
        if step == 9:
            spoil(project, editor.rng)
            done.append("spoil")
        assert differences(kept_outcome(project), outcome(project)) == [], (step, done)


@pytest.fixture
def office(project: Project) -> Project:
    """A small website that was built once."""
    Editor(project, 7, records=24)
    project.record("sites/bailu", 名称="白鹭社区服务站", 地区="山东 济南", body="初心。\n")
    project.record(
        "brands/lu", 名称="白鹭工作法", extra="关系: [{类型: 相关, 对象: 白鹭社区服务站}]\n"
    )
    rebuilt(project)
    return project


def rebuilt(project: Project) -> Rendered:
    with pipeline.open_store(project.settings()) as store:
        return pipeline.prepare(project.settings(), store=store)


def contents(project: Project) -> dict[str, str]:
    return {page.uri: page.content for page in pipeline.prepare(project.settings()).pages}


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_is_laid_out_again_for_nothing(office: Project) -> None:
    assert rebuilt(office).laid_out == frozenset()


def test_another_body_lays_out_one_page(office: Project) -> None:
    replace_in(office.content / "sites/bailu/index.md", "初心。", "使命。")
    assert rebuilt(office).laid_out == {"sites/bailu/"}


def test_another_title_lays_out_the_pages_that_show_it(office: Project) -> None:
    before = contents(office)
    for file in (office.content / "sites/bailu/index.md", office.content / "brands/lu/index.md"):
        replace_in(file, "白鹭社区服务站", "白鹭社区中心站")
    rendered = rebuilt(office)
    after = contents(office)
    changed = {uri.removesuffix("index.md") for uri in after if after[uri] != before.get(uri)}
    assert "sites/" in changed
    assert len(changed) < len(after) / 2
    assert {name for name in rendered.laid_out if not name.endswith("/json")} == changed


class Opened:
    """Names of the pictures that are opened, by whatever means; Python has no way to stop it."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.is_asked = True
        sys.addaudithook(self._hear)

    def _hear(self, event: str, facts: tuple[object, ...]) -> None:
        if self.is_asked and event == "open" and str(facts[0]).endswith((".png", ".pdf")):
            self.names.append(Path(str(facts[0])).name)


def test_of_photos_and_attachments_only_changed_ones_are_read(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_TICK_NS", 0)  # the files of a test are always young
    files = (
        "照片:\n"
        "  - 文件: {0}.png\n    图注: 合影\n"
        "  - 文件: z{0}.png\n    图注: 旧\n    撤下: 是\n"
        "附件: [{{文件: {0}.pdf, 名称: 表}}]\n"
    )
    for number in range(3):
        project.record(f"sites/s{number}", files.format(number), 名称=f"驿站{number}")
        folder = project.content / f"sites/s{number}"
        make_photo(folder / f"{number}.png", (90, 60))
        make_photo(folder / f"z{number}.png", (91, 60))
        (folder / f"{number}.pdf").write_bytes(b"%PDF-1.7 " + bytes([number]))
    assert len(rebuilt(project).copied) > 6
    opened = Opened()
    try:
        first = rebuilt(project)
        replace_in(project.content / "sites/s0/index.md", "驿站0", "驿站10")
        rebuilt(project)
        assert set(opened.names) == {"0.png", "z0.png", "0.pdf"}
        make_photo(project.content / "sites/s1/1.png", (80, 60))
        opened.names.clear()
        assert {each.uri for each in rebuilt(project).copied} != {e.uri for e in first.copied}
        assert set(opened.names) == {"1.png", "z1.png", "1.pdf"}
    finally:
        opened.is_asked = False
    assert differences(kept_outcome(project), outcome(project)) == []


def test_a_new_checkout_with_the_same_content_does_nothing_again(office: Project) -> None:
    for file in sorted(office.content.rglob("*.md")):
        text = file.read_bytes()
        file.unlink()
        file.write_bytes(text)
    assert rebuilt(office).laid_out == frozenset()


def test_a_file_that_was_swapped_under_its_old_time_is_seen(office: Project) -> None:
    editor = Editor(office, 3, records=0)
    editor.copy_over()
    assert len(rebuilt(office).laid_out) >= 1
    assert differences(kept_outcome(office), outcome(office)) == []


def test_random_damage_never_shows(office: Project) -> None:
    rng = random.Random(4)
    expected = outcome(office)
    for _ in range(4):
        spoil(office, rng)
        assert differences(kept_outcome(office), expected) == []


def test_a_lost_page_is_laid_out_again_though_nothing_changed(office: Project) -> None:
    with pipeline.open_store(office.settings()) as store:
        store.shelf("made").drop(["sites/bailu/"])
    assert rebuilt(office).laid_out == {"sites/bailu/"}


def test_a_page_that_came_and_went_leaves_nothing(office: Project) -> None:
    before = outcome(office)
    office.record("sites/qingshan", 名称="青山驿站")
    rebuilt(office)
    shutil.rmtree(office.content / "sites/qingshan")
    assert differences(kept_outcome(office), before) == []
