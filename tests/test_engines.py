"""Whatever lays out the pages, the website is the same: from ProperDocs in bytes, from Zensical as
a browser reads it. What an engine cannot do is refused, and nothing is published.
"""

import posixpath
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import WEBSITE, Project
from selectolax.lexbor import LexborHTMLParser
from test_frames import HOSTILE, SPECIAL, change_theme, filled  # noqa: F401

from generator import pipeline
from generator.cli import main
from generator.engines import MKDOCS, engine_named
from generator.errors import Hindered
from generator.keeping.store import Store
from generator.rendering.layout import Engine, EngineError, Layout
from generator.rendering.outputs import Rendered, html_uri
from generator.settings import ENGINES

PROPERDOCS, ZENSICAL = engine_named("properdocs"), engine_named("zensical")
ADDRESSES = {"href", "src", "action", "data-zt-root", "data-zt-engine"}


def framed(
    engine: Engine, project: Project, rendered: Rendered, scratch: Path, store: Store
) -> tuple[dict[str, str], int]:
    """The HTML of every page by its file, through frames, and how many the engine laid out."""
    scratch.mkdir()
    layout = Layout(project.settings(), rendered, engine, store, scratch)
    layout.prepare(rendered.pages)
    html = {
        html_uri(laid.page.uri): laid.content.decode() for laid in layout.lay_out(rendered.pages)
    }
    return html, layout.laid_out


def singly(engine: Engine, project: Project, rendered: Rendered, folder: Path) -> dict[str, str]:
    folder.mkdir()
    engine.lay_out(project.settings(), rendered, folder)
    uris = [html_uri(page.uri) for page in rendered.pages]
    return {uri: (folder / uri).read_text(encoding="utf-8") for uri in uris}


def as_read(folder: str, html: str) -> list[tuple[object, ...]]:
    """What a browser makes of it: elements, what they say, where their addresses lead."""
    here = f"https://zhanting.example/{folder}/"
    root = LexborHTMLParser(html).root
    assert root is not None
    read: list[tuple[object, ...]] = []
    for node in root.traverse(include_text=True):
        values = dict(node.attributes)
        for name in ADDRESSES & values.keys():
            values[name] = urljoin(here, values[name] or "")
        if "srcset" in values:
            listed = [each.split() for each in (values["srcset"] or "").split(",")]
            values["srcset"] = ", ".join([f"{urljoin(here, a)} {b}" for a, *b in listed])
        read.append(
            (node.tag, sorted(values.items()), node.text_content if node.is_text_node else "")
        )
    return read


def assert_read_the_same(some: dict[str, str], others: dict[str, str]) -> None:
    assert some.keys() == others.keys()
    different = set()
    for uri, html in some.items():
        lines, other = html.splitlines(), others[uri].splitlines()
        assert len(lines) == len(other), uri
        pairs = zip(lines, other, strict=True)
        different |= {(posixpath.dirname(uri), *pair) for pair in pairs if pair[0] != pair[1]}
    assert different
    for folder, line, spelt in different:
        assert as_read(folder, line) == as_read(folder, spelt)


# ---------------------------------------------------------------- frames of each


def test_frames_of_each_engine_give_the_bytes_that_it_gives(
    filled: Project,  # noqa: F811
    tmp_path: Path,
) -> None:
    """They are kept side by side: no engine is handed a frame of another."""
    filled.record("sites/number", 名称="1e3", 摘要="号'/\"号")
    rendered = pipeline.prepare(filled.settings())
    html = {}
    with Store(tmp_path / "store", "") as store:
        for engine in (MKDOCS, PROPERDOCS, ZENSICAL):
            name = engine.name
            html[name], laid_out = framed(engine, filled, rendered, tmp_path / name, store)
            assert laid_out > 0
            again = framed(engine, filled, rendered, tmp_path / f"{name}-again", store)
            assert again == (html[name], 0)
    assert html[MKDOCS.name] == html[PROPERDOCS.name]
    assert html[ZENSICAL.name] == singly(ZENSICAL, filled, rendered, tmp_path / "singly")
    assert_read_the_same(html[MKDOCS.name], html[ZENSICAL.name])


def test_without_an_address_zensical_gives_none_either(project: Project, tmp_path: Path) -> None:
    project.with_theme().write("website.yml", WEBSITE)
    project.record("sites/bailu")
    rendered = pipeline.prepare(project.settings())
    html = singly(MKDOCS, project, rendered, tmp_path / "mkdocs")
    assert_read_the_same(html, singly(ZENSICAL, project, rendered, tmp_path / "zensical"))


def test_a_theme_that_looks_at_single_pages_has_zensical_lay_out_all(
    filled: Project,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change_theme(filled, "{% block htmltitle %}", SPECIAL)
    rendered = pipeline.prepare(filled.settings())
    with Store(tmp_path / "store", "") as store:
        html, laid_out = framed(ZENSICAL, filled, rendered, tmp_path / "0", store)
    assert "sites/s0/index.md" in capsys.readouterr().err
    assert laid_out > len(rendered.pages)
    assert "特别" in html["sites/s0/index.html"]


# ---------------------------------------------------------------- plugins and hooks


def with_hook(project: Project) -> None:
    (project.root / "stamp.py").write_text(
        "def on_post_page(output, page, config):\n"
        "    return output.replace('</body>', f'<!-- {page.url} --></body>')\n"
    )
    config = project.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("hooks:\n", "hooks:\n  - stamp.py\n")
    config.write_text(text, encoding="utf-8")


def test_properdocs_runs_the_hooks_of_the_project(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with_hook(project.with_theme())
    project.record("sites/bailu")
    assert main(["build", "--root", str(project.root), "--engine", "properdocs"]) == 0
    assert "mkdocs.yml 里另有 stamp.py，逐页生成" in capsys.readouterr().err
    page = (project.root / "site/sites/bailu/index.html").read_text(encoding="utf-8")
    assert "<!-- sites/bailu/ -->" in page


@pytest.mark.parametrize("change", ["hook", "plugin", "default"])
def test_zensical_refuses_plugins_and_hooks(
    project: Project, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    project.with_theme().record("sites/bailu")
    config = project.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    if change == "hook":
        with_hook(project)
    elif change == "plugin":
        config.write_text(text.replace("plugins: []", "plugins:\n  - meta: {}\n"), "utf-8")
    else:
        config.write_text(text.replace("plugins: []", ""), encoding="utf-8")
    assert main(["build", "--root", str(project.root), "--engine", "zensical"]) == 1
    told = capsys.readouterr().err
    found = {"hook": "stamp.py", "plugin": "meta", "default": "search"}[change]
    assert f"Zensical 不运行 mkdocs.yml 里的插件和钩子，这里有 {found}。" in told
    assert "--engine mkdocs" in told
    assert not (project.root / "site").exists()


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("name", "what"),
    [("properdocs", "No filter named 'nosuch'"), ("zensical", "filter nosuch is unknown")],
)
def test_what_an_engine_complains_of_is_told(
    project: Project, capsys: pytest.CaptureFixture[str], name: str, what: str
) -> None:
    project.with_theme().record("sites/bailu")
    change_theme(project, "{% block htmltitle %}", "{{ title | nosuch }}")
    assert main(["build", "--root", str(project.root), "--engine", name]) == 1
    told = capsys.readouterr().err
    assert "生成网页时出错，网站没有改动：" in told
    assert what in told
    assert "main.html" in told or name == "properdocs"
    assert "File " not in told  # of nobody's code
    assert not (project.root / "site").exists()


def test_a_page_that_was_not_made_is_noticed(project: Project, tmp_path: Path) -> None:
    """A hook may take it away, and the engine will not say so."""
    project.with_theme().record("sites/bailu")
    (project.root / "rob.py").write_text(
        "def on_files(files, config):\n"
        "    files.remove(files.get_file_from_path('sites/bailu/index.md'))\n"
        "    return files\n"
    )
    config = project.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("hooks:\n", "hooks:\n  - rob.py\n")
    config.write_text(text, encoding="utf-8")
    rendered = pipeline.prepare(project.settings())
    (tmp_path / "out").mkdir()
    with pytest.raises(EngineError, match=r"没有生成 sites/bailu/index\.html"):
        PROPERDOCS.lay_out(project.settings(), rendered, tmp_path / "out")


def test_settings_that_only_mkdocs_understands_are_refused(project: Project) -> None:
    project.with_theme().record("sites/bailu")
    config = project.root / "mkdocs.yml"
    config.write_text(f"{config.read_text(encoding='utf-8')}copyright: !ENV NAME\n", "utf-8")
    with pytest.raises(Hindered, match=r"mkdocs\.yml 里有只有 MkDocs 才懂的写法"):
        pipeline.build(project.settings(), project.root / "site", engine=ZENSICAL)


@pytest.mark.parametrize("name", ENGINES[1:])
def test_an_engine_that_is_not_installed_says_how_to(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    # What was loaded stays; what is installed, Python finds no more.
    monkeypatch.setattr(sys, "path", [place for place in sys.path if "packages" not in place])
    assert main(["build", "--root", str(project.root), "--engine", name]) == 1
    assert "还要装几个库。运行：make engines" in capsys.readouterr().err
