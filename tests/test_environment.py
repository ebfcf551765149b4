"""Compiled templates are kept in a folder, and used again by the same code only."""

import sys
from pathlib import Path

import pytest

from generator.rendering import environment
from generator.rendering.environment import templates


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def rendered(folder: Path) -> str:
    made = templates(folder)
    made.filters["href"] = str
    return made.get_template("redirect.md.j2").render(to="a/")


def changed(folder: Path, old: str, new: str) -> None:
    (file,) = folder.iterdir()
    data = file.read_bytes()
    assert old.encode() in data
    file.write_bytes(data.replace(old.encode(), new.encode()))


def test_a_kept_template_is_used_again(tmp_path: Path) -> None:
    first = rendered(tmp_path)
    assert "这里" in first
    assert rendered(tmp_path) == first
    # So that one can see whence it comes.
    changed(tmp_path, "这里", "那里")
    assert rendered(tmp_path) == first.replace("这里", "那里")


def test_other_code_compiles_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rendered(tmp_path)
    changed(tmp_path, "这里", "那里")
    monkeypatch.setattr(environment, "code_key", lambda: "other")
    assert rendered(tmp_path) == first
    monkeypatch.undo()


def test_another_source_compiles_anew(tmp_path: Path) -> None:
    first = rendered(tmp_path)
    (file,) = tmp_path.iterdir()
    head, _, code = file.read_bytes().partition(b"\n")
    file.write_bytes(head[:-1] + b"x\n" + code.replace("这里".encode(), "那里".encode()))
    assert rendered(tmp_path) == first


def test_a_damaged_file_is_no_harm(tmp_path: Path) -> None:
    first = rendered(tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for length in (0, 20, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert rendered(tmp_path) == first


def test_where_nothing_can_be_kept_templates_work_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert rendered(tmp_path / "file") == rendered(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
