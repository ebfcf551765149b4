"""The directory: every name from A to Z by its sound."""

import pytest
from conftest import Project

from generator import pipeline
from generator.relating import directory
from generator.relating.directory import letters


def names(project: Project) -> dict[str, list[str]]:
    return {
        each.letter: [named.name for named in each.names] for each in letters(project.catalog())
    }


def test_names_stand_under_the_sound_of_their_first_character(project: Project) -> None:
    project.record("sites/a", 名称="白鹭驿站")
    project.record("sites/b", 名称="“安心”小站")
    project.record("sites/c", 名称="1+5+X")
    project.record("sites/d", 名称="UP咖啡")
    project.record("sites/e", 名称="重庆路驿站")
    assert names(project) == {
        "A": ["“安心”小站"],
        "B": ["白鹭驿站"],
        "C": ["重庆路驿站"],
        "U": ["UP咖啡"],
        "#": ["1+5+X"],
    }


def test_short_names_and_aliases_lead_to_the_record(project: Project) -> None:
    project.record("organizations/a", "别名: [鹭社]\n", 名称="白鹭社区", 简称="白鹭")
    found = {
        named.name: (named.entry.permalink, named.is_full)
        for letter in letters(project.catalog())
        for named in letter.names
    }
    assert found == {
        "白鹭社区": ("organizations/a/", True),
        "白鹭": ("organizations/a/", False),
        "鹭社": ("organizations/a/", False),
    }


def test_large_directory_has_a_page_a_letter(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "WHOLE", 2)
    for slug, name in {"a": "白鹭", "b": "红帆", "c": "海风", "d": "7号楼"}.items():
        project.record(f"sites/{slug}", 名称=name)
    pages = {page.uri: page.content for page in pipeline.prepare(project.settings()).pages}
    found = sorted(uri for uri in pages if uri.startswith("names/"))
    assert found == [
        "names/0-9/index.md",
        "names/b/index.md",
        "names/h/index.md",
        "names/index.md",
    ]
    assert 'href="h/"' in pages["names/index.md"]
    assert "海风" not in pages["names/index.md"]
    assert all(name in pages["names/h/index.md"] for name in ("海风", "红帆"))
    assert 'href="../b/"' in pages["names/h/index.md"]
