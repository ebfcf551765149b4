"""What one process rendered another one goes on with."""

from pathlib import Path

import pytest
from conftest import Project
from editing import Editor

from generator import pipeline
from generator.keeping.handed import hand_on, taken_up
from generator.keeping.store import Lost
from generator.rendering.outputs import Rendered


def outcome(rendered: Rendered) -> dict[str, object]:
    pages = {page.uri: (page.key, page.source, page.content) for page in rendered.pages}
    made = {file.uri: (file.key, file.content) for file in rendered.made}
    copied = {file.uri: file.path for file in rendered.copied}
    return {**pages, **made, **copied, "config": rendered.config, "hosts": rendered.hosts}


@pytest.fixture
def handed(tmp_path: Path) -> Path:
    return tmp_path / "handed"


def test_all_is_as_it_was_rendered(project: Project, handed: Path) -> None:
    editor = Editor(project, 5)
    editor.change_title()
    settings = project.settings()
    with pipeline.open_store(settings) as store:
        before = pipeline.prepare(settings, store=store)
        hand_on(before, store, handed)
        with pipeline.open_store(settings) as other:
            after = taken_up(other, handed)
            assert outcome(after) == outcome(before)
            assert after.laid_out == before.laid_out
            assert list(outcome(after)) == list(outcome(before))


def test_what_the_store_has_is_not_handed_on(project: Project, handed: Path) -> None:
    text = "只在正文里的话。"
    project.record("sites/bailu", 名称="白鹭驿站", body=text)
    settings = project.settings()
    with pipeline.open_store(settings) as store:
        hand_on(pipeline.prepare(settings, store=store), store, handed)
        assert text.encode() not in handed.read_bytes()
        page = next(each for each in taken_up(store, handed).pages if "bailu" in each.uri)
        assert text in page.content
        store.empty()
        with pytest.raises(Lost):
            page.made()
