"""Compiled templates are kept in a folder, and used again by the same code only."""

import sys
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup, escape

from generator.rendering import environment
from generator.rendering.environment import lighten, printed, templates


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


def test_a_theme_is_compiled_once_wherever_it_lies(tmp_path: Path) -> None:
    shown = []
    for name in ("here", "there"):
        for folder, text in (("own", "这里"), ("theirs", "别处")):
            path = tmp_path / name / folder / "main.html"
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
        (path.parent / "icon.svg").write_text("", encoding="utf-8")
        folders = [str(tmp_path / name / each) for each in ("own", "theirs")]
        theme = jinja2.Environment()
        lighten(theme, folders, tmp_path / "compiled")
        assert theme.list_templates() == ["main.html"]
        assert theme.get_template("icon.svg").render() == ""  # though it is not listed
        shown.append(theme.get_template("main.html").render())
        for file in (tmp_path / "compiled").iterdir():
            file.write_bytes(file.read_bytes().replace("这里".encode(), "那里".encode()))
    assert shown == ["这里", "那里"]


def test_where_nothing_can_be_kept_templates_work_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert rendered(tmp_path / "file") == rendered(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


class Html:
    def __html__(self) -> str:
        return "<i>html</i>"


@pytest.mark.parametrize(
    "value",
    ["", "党建", "<", ">", "&", '"', "'", "a<b>&\"'c", Markup("<b>&amp;</b>"), Html(), 7, None],
)
def test_what_is_printed_is_escaped(value: object, tmp_path: Path) -> None:
    assert printed(value) == escape(value)
    template = templates(tmp_path).from_string("{{ value }}|{% set a = value %}{{ a }}")
    assert template.render(value=value) == f"{escape(value)}|{escape(value)}"
