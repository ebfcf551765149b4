"""A page that fills a frame is the page that the theme would have made, byte for byte."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from conftest import Project, make_photo

from generator import mkdocs_hook, pipeline
from generator.rendering.frames import FrameError, build_framed, shape_of
from generator.rendering.outputs import Rendered

HOSTILE = r"3 < 5 &amp; “x” \1 \g<0 {{ 1 }}"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def filled(project: Project) -> Project:
    """Records of several shapes, with text that a careless replacement would trip over."""
    project.with_theme()
    for number in range(4):
        project.record(f"sites/s{number}", 名称=f"驿站{number}", 摘要=HOSTILE)
        project.record(f"members/m{number}", 名称=f"张三{number}", body="第一段\n\n第二段\n")
    make_photo(project.content / "sites/s1/a.jpg", (900, 600))
    make_photo(project.content / "sites/s2/a.jpg", (600, 900))
    for number in (1, 2):
        photo = f"照片:\n  - 文件: a.jpg\n    图注: {HOSTILE}\n"
        project.record(
            f"sites/s{number}", photo, 名称=f"{HOSTILE}{number}", 曾用网址名=f"[o{number}]"
        )
    project.write("pages/about.md", "# 关于\n\n说明。\n")
    return project


def handed(project: Project) -> Rendered:
    return pipeline.prepare(project.settings())


def make_special(project: Project) -> None:
    """A theme that does something for one record alone."""
    main = project.root / "theme_overrides" / "main.html"
    text = main.read_text(encoding="utf-8")
    special = "{% block htmltitle %}{% if '驿站0' in title %}<!-- 特别 -->{% endif %}"
    main.write_text(text.replace("{% block htmltitle %}", special), encoding="utf-8")


def test_frames_give_the_bytes_that_the_engine_gives(filled: Project, tmp_path: Path) -> None:
    rendered, settings = handed(filled), filled.settings()
    laid_out: list[int] = []

    def engine(some: Rendered, folder: Path) -> None:
        laid_out.append(len(some.pages))
        mkdocs_hook.lay_out(settings, some, folder)

    for name in ("framed", "plain"):
        (tmp_path / name).mkdir()
    build_framed(rendered, tmp_path / "framed", engine)
    engine(rendered, tmp_path / "plain")
    assert files(tmp_path / "framed") == files(tmp_path / "plain")
    # Eight records, of which two have photos: three shapes, each laid out once and once as a frame.
    assert laid_out[0] < laid_out[1] == len(rendered.pages)


def test_pages_of_one_shape_differ_in_nothing_that_the_theme_decides_by(filled: Project) -> None:
    rendered = handed(filled)
    shapes = {page.uri: shape_of(page, "测试网站") for page in rendered.pages}
    assert shapes["sites/s0/index.md"] == shapes["sites/s3/index.md"]
    assert shapes["sites/s1/index.md"] == shapes["sites/s2/index.md"]
    assert shapes["sites/s0/index.md"] != shapes["sites/s1/index.md"]  # one has a picture
    assert shapes["sites/s0/index.md"] != shapes["members/m0/index.md"]
    assert shapes["sites/o1/index.md"] is None  # leads to another page
    assert shapes["index.md"] is None


def test_a_theme_that_looks_at_single_pages_is_found_out(filled: Project, tmp_path: Path) -> None:
    make_special(filled)
    engine = partial(mkdocs_hook.lay_out, filled.settings())
    with pytest.raises(FrameError) as error:
        build_framed(handed(filled), tmp_path / "out", engine)
    assert error.value.uri == "sites/s0/index.md"


def test_then_every_page_goes_through_the_engine_and_that_is_said(
    filled: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_special(filled)
    rendered, settings = handed(filled), filled.settings()
    for name in ("built", "plain"):
        (tmp_path / name).mkdir()
    mkdocs_hook.build_website(settings, rendered, tmp_path / "built")
    assert "sites/s0/index.md" in capsys.readouterr().err
    mkdocs_hook.lay_out(settings, rendered, tmp_path / "plain")
    assert files(tmp_path / "built") == files(tmp_path / "plain")
    assert b"\xe7\x89\xb9\xe5\x88\xab" in (tmp_path / "built/sites/s0/index.html").read_bytes()


def test_a_plugin_that_may_change_pages_is_let_see_all_of_them(
    filled: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (filled.root / "stamp.py").write_text(
        "def on_post_page(output, page, config):\n"
        "    return output.replace('</body>', f'<!-- {page.url} --></body>')\n"
    )
    config = filled.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("hooks:\n", "hooks:\n  - stamp.py\n")
    config.write_text(text, encoding="utf-8")
    mkdocs_hook.build_website(filled.settings(), handed(filled), tmp_path / "out")
    assert "stamp.py" in capsys.readouterr().err
    for uri in ("sites/s0/", "sites/s3/"):
        assert f"<!-- {uri} -->" in (tmp_path / "out" / uri / "index.html").read_text(
            encoding="utf-8"
        )


def test_two_pages_never_share_a_frame_by_chance(filled: Project) -> None:
    """Whatever a page says beyond the slots is part of its shape."""
    rendered = handed(filled)
    page = next(page for page in rendered.pages if page.uri == "sites/s0/index.md")
    changed = [
        {"section": "members/"},
        {"type": "website"},
        {"scripts": ["lightbox"]},
        {"label": ""},
        {"links": [{"type": "text/csv", "title": "表", "uri": "sites/list.csv"}]},
        {"title": page.meta["label"]},
        {"title": "测试网站"},
    ]
    shapes = {shape_of(replace(page, meta={**page.meta, **each}), "测试网站") for each in changed}
    assert len({*shapes, shape_of(page, "测试网站")}) == len(changed) + 1
    assert shape_of(replace(page, meta={**page.meta, "unknown": 1}), "测试网站") is None
