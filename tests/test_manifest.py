"""The list of a website's files says what was published, and says nothing else."""

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.publishing.manifest import (
    MANIFEST,
    Manifest,
    ManifestError,
    manifest_of,
    parse,
    unreleased,
)

ONE = "a" * 64
TWO = "b" * 64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "名录").mkdir()
    (tmp_path / "名录" / "index.html").write_text("白鹭社区", encoding="utf-8")
    (tmp_path / "index.html").write_text("首页", encoding="utf-8")
    return tmp_path


def test_every_file_is_listed_but_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("old")
    assert set(manifest_of(folder).files) == {"index.html", "名录/index.html"}


def test_sha256sum_reads_it(folder: Path) -> None:
    program = shutil.which("sha256sum")
    assert program, "sha256sum is part of coreutils"
    made = Manifest(manifest_of(folder).files, "2026-01-02T03:04:05+08:00", ONE)
    (folder / MANIFEST).write_text(made.text(), encoding="utf-8")
    command = [program, "--check", "--strict", MANIFEST]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "index.html").write_text("别的", encoding="utf-8")
    assert subprocess.run(command, cwd=folder, capture_output=True).returncode == 1


@pytest.mark.parametrize(
    "manifest",
    [
        Manifest({}),
        Manifest({"a": ONE}),
        Manifest({"a b/c": ONE, "名录/x": TWO}, "2026-01-02T03:04:05+08:00", TWO),
        Manifest({"a": ONE}, committed="2026-01-02T03:04:05+08:00"),
        Manifest({"a": ONE, "b": TWO}, kept={"b": "2026-01-02T03:04:05+08:00"}),
    ],
)
def test_what_is_written_is_read(manifest: Manifest) -> None:
    assert parse(manifest.text()) == manifest


def test_of_a_website_that_was_not_released_it_can_be_written_line_by_line() -> None:
    files = {"名录/x": TWO, "a b/c": ONE}
    content = unreleased(files, lambda uri: bytes.fromhex(files[uri]))
    assert content == Manifest(files).text().encode()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        (f"{ONE}  a\n", 1),
        (f"# files: 2\n{ONE}  a\n", 2),
        (f"# files: 1\n{ONE}  a\n{TWO}  a\n", 3),
        (f"# files: 1\n{ONE}  ../a\n", 2),
        (f"# files: 1\n{ONE}  /etc/passwd\n", 2),
        (f"# files: 1\n{ONE[:-1]}  a\n", 2),
        ("# files: 0\n# kept: 2026-01-02 a\n", 2),
        ("# files: 0\n# colour: red\n", 2),
        ("<!doctype html>\n", 1),
    ],
)
def test_anything_else_is_refused(text: str, line: int) -> None:
    with pytest.raises(ManifestError) as refused:
        parse(text)
    assert refused.value.line == line
