"""The office's own mark in the header: made anew like every photo, refused like every photo."""

from conftest import WEBSITE, Project, make_photo

from generator import pipeline
from generator.pictures.mark import mark_keys


def test_mark_is_resized_and_told_to_the_theme(project: Project) -> None:
    project.write("website.yml", f"{WEBSITE}标志: 标志.png\n")
    make_photo(project.content / "标志.png", (800, 400))
    rendered = pipeline.prepare(project.settings())
    mark = rendered.config["extra"]["mark"]
    assert (mark["width"], mark["height"]) == (384, 192)
    assert {mark["webp"], mark["jpeg"]} <= {file.uri for file in rendered.copied}
    assert not any("标志" in file.uri for file in rendered.copied)
    assert len(mark_keys(pipeline.check(project.settings()).catalog.website, project.settings()))


def test_without_a_mark_the_theme_shows_its_own(project: Project) -> None:
    rendered = pipeline.prepare(project.settings())
    assert rendered.config["extra"]["mark"] == {}


def test_missing_mark_is_told_at_its_line(project: Project) -> None:
    project.write("website.yml", f"{WEBSITE}标志: 标志.png\n")
    make_photo(project.content / "标识.png")
    (found,) = project.problems()
    assert (found.file, found.line, found.field, found.code) == (
        "content/website.yml",
        7,
        "标志",
        "photo-missing",
    )
    assert "标识.png" in found.what


def test_mark_that_is_no_picture_is_told(project: Project) -> None:
    project.write("website.yml", f"{WEBSITE}标志: 标志.png\n")
    project.write("标志.png", "不是图片\n")
    (found,) = project.problems()
    assert (found.file, found.field, found.code) == ("content/website.yml", "标志", "photo-type")
