"""Attachments: allowed types only, known by their bytes, published under a name of their own."""

from pathlib import Path

import pytest
from conftest import Project

from generator import pipeline
from generator.checks import attachments
from generator.errors import Problem

PDF = b"%PDF-1.7\n" + bytes(2000)
LISTED = "附件:\n  - 文件: {}\n    名称: 活动方案\n    说明: 修订稿\n"


def attach(project: Project, name: str, data: bytes | None, written: str = "") -> Path:
    file = project.record("sites/bailu", LISTED.format(written or name)).parent / name
    if data is not None:
        file.write_bytes(data)
    return file


def only(project: Project) -> Problem:
    (found,) = project.problems()
    assert (found.file, found.line) == ("content/sites/bailu/index.md", 8)
    assert found.field == "附件[1].文件"
    return found


def test_attachment_is_shown_with_its_type_and_size(project: Project) -> None:
    attach(project, "张三的方案(终稿).pdf", PDF)
    rendered = pipeline.prepare(project.settings())
    (file,) = (file for file in rendered.copied if file.uri.startswith("assets/files/"))
    assert file.uri.endswith(".pdf")
    page = next(p.content for p in rendered.pages if p.uri == "sites/bailu/index.md")
    assert f'href="../../{file.uri}"' in page
    assert "PDF，2 KB" in page
    assert "修订稿" in page
    assert "张三" not in page


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", None, "attachment-missing"),
        ("a.exe", PDF, "attachment-type"),
        ("a.html", b"<script>", "attachment-type"),
        ("a.svg", b"<svg/>", "attachment-type"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "attachment-type"),
        ("a.pdf", b"<html>", "attachment-damaged"),
        ("a.docx", PDF, "attachment-damaged"),
        ("a.pdf", b"", "attachment-damaged"),
    ],
)
def test_what_is_no_safe_file_is_told(
    project: Project, name: str, data: bytes | None, code: str
) -> None:
    attach(project, name, data)
    told = [found for found in project.problems() if found.code != "forbidden-file"]
    assert [found.code for found in told] == [code]


def test_missing_file_suggests_the_nearest(project: Project) -> None:
    attach(project, "活动方案.pdf", PDF, written="活动方按.pdf")
    assert "是不是“活动方案.pdf”？" in only(project).what


def test_too_large_a_file_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_ATTACHMENT_BYTES", 1000)
    attach(project, "a.pdf", PDF)
    assert only(project).code == "attachment-too-large"


def test_linked_file_is_not_followed(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(PDF)
    attach(project, "a.pdf", None)
    (project.content / "sites/bailu/a.pdf").symlink_to(secret)
    assert "attachment-type" in {found.code for found in project.problems()}
