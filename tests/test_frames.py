"""A page that fills a frame is the page that the theme would have made, byte for byte."""

import gc
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Project, make_photo

from generator import mkdocs_run, pipeline
from generator.engines import MKDOCS
from generator.keeping.store import Store
from generator.rendering.frames import shape_of
from generator.rendering.layout import Layout
from generator.rendering.outputs import Rendered, html_uri

HOSTILE = r"3 < 5 &amp; “x” \1 \g<0 {{ 1 }}"


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


def laid(
    project: Project, rendered: Rendered, tmp_path: Path, store: Store, name: str = "0"
) -> tuple[dict[str, str], Layout]:
    """The HTML of every page by its file, and what laid them out."""
    (tmp_path / name).mkdir()
    layout = Layout(project.settings(), rendered, MKDOCS, store, tmp_path / name)
    layout.prepare(rendered.pages)
    return {
        html_uri(laid.page.uri): laid.content.decode() for laid in layout.lay_out(rendered.pages)
    }, layout


def by_engine(project: Project, rendered: Rendered, folder: Path) -> dict[str, str]:
    folder.mkdir()
    mkdocs_run.lay_out(project.settings(), rendered, folder)
    return {
        uri: (folder / uri).read_text(encoding="utf-8")
        for uri in (html_uri(page.uri) for page in rendered.pages)
    }


def test_frames_give_the_bytes_that_the_engine_gives(filled: Project, tmp_path: Path) -> None:
    """Lists of a facet lie deeper, under names of their own: one frame does for all of them."""
    for number in range(4):
        fields = {"名称": f"活动{number}", "主题": f"[主题{number}]", "日期": "2024-05-01"}
        filled.record(f"activities/a{number}", **fields)
    rendered = handed(filled)
    with Store(tmp_path / "store", "") as store:
        html, layout = laid(filled, rendered, tmp_path, store)
        assert html == by_engine(filled, rendered, tmp_path / "plain")
        assert layout.laid_out < 1.5 * len({shape_of(p, "测试网站") for p in rendered.pages}) * 2
        # The next time nothing is asked of the engine; a page of a new shape is.
        again, layout = laid(filled, rendered, tmp_path, store, "1")
        assert (again, layout.laid_out) == (html, 0)
        page = next(page for page in rendered.pages if page.uri == "sites/s0/index.md")
        new = replace(rendered, pages=(replace(page, meta={**page.meta, "type": "other"}),))
        _, layout = laid(filled, new, tmp_path, store, "2")
        assert 0 < layout.laid_out < len(rendered.pages)


@pytest.mark.parametrize("change", ["theme", "config", "store"])
def test_frames_are_made_anew_when_what_decides_them_changed(
    filled: Project, tmp_path: Path, change: str
) -> None:
    rendered = handed(filled)
    with Store(tmp_path / "store", "") as store:
        laid(filled, rendered, tmp_path, store)
        if change == "theme":
            footer = filled.root / "theme_overrides/partials/footer.html"
            footer.write_text(footer.read_text("utf-8") + "<p>新</p>", "utf-8")
        elif change == "config":
            rendered = replace(rendered, config={**rendered.config, "site_name": "新名"})
    if change == "store":
        file = tmp_path / "store" / "store.sqlite"
        file.write_bytes(file.read_bytes()[:4096] + b"x" * 20000)
    with Store(tmp_path / "store", "") as store:
        html, layout = laid(filled, rendered, tmp_path, store, "1")
        assert layout.laid_out > 0
        shown = {"theme": "<p>新</p>", "config": "｜新名</title>", "store": "测试网站"}
        assert shown[change] in html["index.html"]


def test_a_preview_and_a_build_that_take_turns_keep_their_frames(
    filled: Project, tmp_path: Path
) -> None:
    rendered = handed(filled)
    other = replace(rendered, config={**rendered.config, "site_description": "另一段"})
    with Store(tmp_path / "store", "") as store:
        first, _ = laid(filled, rendered, tmp_path, store, "0")
        second, _ = laid(filled, other, tmp_path, store, "1")
        for number, (some, html) in enumerate(((rendered, first), (other, second)), 2):
            again, layout = laid(filled, some, tmp_path, store, str(number))
            assert (again, layout.laid_out) == (html, 0)
        assert first != second


def test_pages_of_one_shape_differ_in_nothing_that_the_theme_decides_by(filled: Project) -> None:
    rendered = handed(filled)
    shapes = {page.uri: shape_of(page, "测试网站") for page in rendered.pages}
    assert shapes["sites/s0/index.md"] == shapes["sites/s3/index.md"]
    assert shapes["sites/s1/index.md"] == shapes["sites/s2/index.md"]
    assert shapes["sites/s0/index.md"] != shapes["sites/s1/index.md"]  # one has a picture
    assert shapes["sites/s0/index.md"] != shapes["members/m0/index.md"]
    # The menu tells pages at the top by their addresses.
    tops = {"index.md", "sites/index.md", "members/index.md", "names/index.md", "about/index.md"}
    assert len({shapes[uri] for uri in tops}) == len(tops)


def test_a_theme_that_leads_into_a_folder_gives_its_pages_singly(
    filled: Project, tmp_path: Path
) -> None:
    """Such an address is another one on the pages in that folder."""
    change_theme(filled, "{% block htmltitle %}", '{{ "sites/type/x/" | url }}')
    rendered = handed(filled)
    deep = [page.uri for page in rendered.pages if page.uri.startswith("sites/type/")]
    assert deep
    with Store(tmp_path / "store", "") as store:
        html, layout = laid(filled, rendered, tmp_path, store)
    assert html == by_engine(filled, rendered, tmp_path / "plain")
    assert len(layout.frames.of) > 1


def change_theme(project: Project, block: str, added: str) -> None:
    main = project.root / "theme_overrides" / "main.html"
    text = main.read_text(encoding="utf-8")
    assert block in text
    main.write_text(text.replace(block, block + added), encoding="utf-8")


SPECIAL = "{% if '驿站0' in title %}<!-- 特别 -->{% endif %}"


def test_a_theme_that_looks_at_single_pages_has_the_engine_lay_out_all(
    filled: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_theme(filled, "{% block htmltitle %}", SPECIAL)
    rendered = handed(filled)
    with Store(tmp_path / "store", "") as store:
        html, layout = laid(filled, rendered, tmp_path, store)
        assert "sites/s0/index.md" in capsys.readouterr().err
        assert html == by_engine(filled, rendered, tmp_path / "plain")
        assert "特别" in html["sites/s0/index.html"]
        assert layout.frames.of == {}
        # That is remembered: the engine is asked for these pages at once.
        _, again = laid(filled, rendered, tmp_path, store, "1")
        assert (again.mark, again.laid_out) == (layout.mark, len(rendered.pages))


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
    rendered = handed(filled)
    with Store(tmp_path / "store", "") as store:
        html, layout = laid(filled, rendered, tmp_path, store)
        assert "stamp.py" in capsys.readouterr().err
        for uri in ("sites/s0/", "sites/s3/"):
            assert f"<!-- {uri} -->" in html[f"{uri}index.html"]
        # Nobody knows what it goes by, so no page is ever taken for unchanged.
        (tmp_path / "1").mkdir()
        again = Layout(filled.settings(), rendered, MKDOCS, store, tmp_path / "1")
        assert again.mark != layout.mark


def test_what_the_engine_is_spared_changes_no_byte(filled: Project, tmp_path: Path) -> None:
    """Where another hook is at work, it lists all files of the theme and compiles it each time."""
    rendered = handed(filled)
    found = []
    for name in ("spared", "whole"):
        mkdocs_run.lay_out(filled.settings(), rendered, tmp_path / name)
        files = (path for path in sorted((tmp_path / name).rglob("*")) if path.is_file())
        found.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
        (filled.root / "idle.py").write_text("def on_pre_build(config):\n    pass\n")
        config = filled.root / "mkdocs.yml"
        text = config.read_text(encoding="utf-8").replace("hooks:\n", "hooks:\n  - idle.py\n")
        config.write_text(text, encoding="utf-8")
    assert found[0] == found[1]
    assert len(found[0]) > len(rendered.pages)


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


def test_nothing_of_the_engines_pages_stays_in_memory(project: Project, tmp_path: Path) -> None:
    from mkdocs.structure.pages import Page

    def count() -> int:
        return sum(isinstance(each, Page) for each in gc.get_objects())

    project.with_theme().record("sites/bailu")
    settings = project.settings()
    rendered = pipeline.prepare(settings)
    before = count()
    mkdocs_run.lay_out(settings, rendered, tmp_path / "out")
    assert count() <= before
    assert gc.get_freeze_count() == 0
