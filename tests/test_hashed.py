"""What a name promises: the same name is the same content, for ever."""

from pathlib import Path

import pytest

from generator.rendering.hashed import hashed_assets, integrity_of, is_immutable


def theme(folder: Path, script: str) -> Path:
    for uri, text in {"javascripts/a.js": script, "stylesheets/b.css": "p{}"}.items():
        (folder / "assets" / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / "assets" / uri).write_text(text)
    return folder


def test_names_change_with_the_content_only(tmp_path: Path) -> None:
    first, names = hashed_assets(theme(tmp_path / "one", "1"))
    again, _ = hashed_assets(theme(tmp_path / "two", "1"))
    other, _ = hashed_assets(theme(tmp_path / "three", "2"))
    assert first == again
    assert [one.uri == two.uri for one, two in zip(first, other, strict=True)] == [False, True]
    assert set(names) == {"assets/javascripts/a.js", "assets/stylesheets/b.css"}
    assert names["assets/javascripts/a.js"] == {
        "uri": first[0].uri,
        "integrity": "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=",
    }
    assert integrity_of(b"1") == names["assets/javascripts/a.js"]["integrity"]


def test_a_theme_without_scripts_has_none(tmp_path: Path) -> None:
    assert hashed_assets(tmp_path) == ((), {})


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("assets/javascripts/menu.0123456789abcdef.js", True),
        ("assets/photos/0123456789abcdef0123-640.webp", True),
        ("assets/share/0123456789abcdef0123.png", True),
        ("assets/files/0123456789abcdef0123.pdf", True),
        ("assets/built.css", False),
        ("assets/javascripts/menu.js", False),
        ("assets/images/mark.svg", False),
        ("index.html", False),
        ("x/assets/share/0123456789abcdef0123.png", False),
        ("assets/share/0123456789abcdef0123.png/index.html", False),
    ],
)
def test_what_never_changes(uri: str, expected: bool) -> None:
    assert is_immutable(uri) is expected
