"""What a template, the theme or the engine did wrong keeps a website from being published."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from conftest import Project

from generator import pipeline
from generator.cli import main
from generator.publishing.final_check import (
    Expected,
    FinalCheck,
    Reader,
    Rules,
    Unfit,
    expected_of,
    look,
    rules_of,
)
from generator.publishing.glance import Asked, number_of
from generator.publishing.spool import Spool
from generator.publishing.wanted import Wanted
from generator.rendering.frames import Frame, shape_name
from generator.rendering.layout import Frames, Laid
from generator.rendering.outputs import Output, Rendered
from generator.settings import Settings

HOME = "sites/bailu/index.html"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Rendered, Path]:
    """A built website without its manifest."""
    project = Project(tmp_path_factory.mktemp("final") / "project")
    project.write(
        "website.yml",
        "网站名称: 测\n简介: 测。\n主办单位: 组\n网址: https://zhanting.example/dang/\n"
        "许可: 署名\n许可网址: https://licence.example/by\n许可链接: [www.gov.cn]\n"
        "首页:\n  口号: 测\n  导语: 测。\n",
    )
    project.with_theme().record(
        "sites/bailu", body="[国务院](https://www.gov.cn/)\n", 曾用网址名="[jiu]"
    )
    settings = project.settings()
    rendered = pipeline.prepare(settings)
    folder = project.root / "built"
    pipeline.build(settings, folder)
    (folder / "SHA256SUMS").unlink()
    return project, rendered, folder


def final_check(folder: Path, rendered: Rendered, settings: Settings) -> None:
    """Look at every file of a folder, as if none had been looked at before."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    rules = rules_of(rendered, settings, {}, folder)
    with Spool(folder.with_name("asked")) as asked:
        check = FinalCheck(expected_of(Wanted.of(rendered), rendered, settings), asked)
        for uri, content in files.items():
            check.note(uri, len(content), look(rules, uri, content))
        check.finish(rules, files.keys(), {}, lambda uri: files[uri], lambda uri: "")


def test_a_sound_website_passes(made: tuple[Project, Rendered, Path]) -> None:
    project, rendered, folder = made
    final_check(folder, rendered, project.settings())


@pytest.mark.parametrize("place", ["title", "description", "body", "frame"])
def test_letters_that_nobody_sees_are_told_wherever_a_page_has_them(place: str) -> None:
    def filled(text: str) -> Laid:
        said = {"title": "白鹭", "description": "一个驿站", "body": "<p>好</p>", "frame": "脚注"}
        said[place] += text
        meta = {"title": said["title"], "description": said["description"]}
        page = Output("sites/bailu/index.md", meta, said["body"], "bailu.md")
        top = '<!doctype html><html lang="zh-CN"><head><title>'
        parts = (top, "title", '</title><meta name="description" content="', "description")
        frame = Frame((*parts, '"></head><body>', "body", f"<p>{said['frame']}</p></body></html>"))
        found = Frames("展厅", {shape_name(page, "展厅"): frame}, escape).fill(page)
        assert found
        return found

    uri = "sites/bailu/index.html"
    reader = Reader(Rules("zhanting.example", "/", frozenset(), (), {}))
    if place != "frame":  # which is read once, with the first page
        assert reader.page(uri, filled("")).faults == ()
    assert reader.page(uri, filled("\u200b")).faults != ()
    assert reader.page(uri, filled("\u200b")) == look(reader.rules, uri, filled("\u200b").content)


def replaced(old: str, new: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return change


def added(html: str) -> Callable[[Path], None]:
    return replaced("</main>", f"{html}</main>")


@pytest.mark.parametrize(
    ("uri", "change", "told"),
    [
        (HOME, Path.unlink, "应当有这个文件，却没有生成"),
        ("robots.txt", Path.unlink, "应当有这个文件，却没有生成"),
        ("extra.html", lambda file: file.write_text("<html></html>"), "不是这个网站应当有的文件"),
        ("sites/a.txt", lambda file: file.write_text("名单"), "不是这个网站应当有的文件"),
        (HOME, lambda file: file.write_text(""), "是空的"),
        (HOME, lambda file: file.write_text(file.read_text()[:-9]), "网页不完整"),
        ("sitemap.xml", lambda file: file.write_text(file.read_text()[:-5]), "不是完好的 XML"),
        ("manifest.webmanifest", replaced("{", "["), "不是完好的 JSON"),
        ("robots.txt", replaced("User", "Usr"), "字节"),
        (HOME, added('<a href="../nowhere/">'), "“../nowhere/”没有对应的网页或文件"),
        (HOME, added('<a href="/dang/nowhere/">'), "没有对应的网页或文件"),
        (HOME, added('<a href="/sites/">'), "指到网站外面"),
        (HOME, added('<a href="../../../x">'), "没有对应的网页或文件"),
        (HOME, added('<a href="../#nowhere">'), "“#nowhere”，那里没有这个位置"),
        (HOME, added('<img srcset="a.webp 1x">'), "“a.webp”没有对应的网页或文件"),
        (HOME, added('<a href="https://spam.example/">'), "有到 spam.example 的链接"),
        (HOME, added('<img src="https://www.gov.cn/a.png">'), "有到 www.gov.cn 的链接"),
        (HOME, added('<form action="//spam.example">'), "有到 spam.example 的链接"),
        (HOME, added('<a href="ftp://www.gov.cn/">'), "有 ftp: 开头的网址"),
        (HOME, added("<script>1</script>"), "页面里直接写着脚本"),
        (HOME, added('<li class="zt-draft">草稿</li>'), "只该出现在预览里"),
        ("sites/jiu/index.html", replaced("../bailu/", "../bai/"), "没有对应的网页或文件"),
        ("assets/built.css", lambda file: file.write_bytes(b"\xff"), "UTF-8"),
        (HOME, replaced("integrity=", "data-x="), "的 integrity 没有写，或和文件不符"),
        (HOME, replaced("data-zt-integrity=", "data-x="), "的 integrity 没有写，或和文件不符"),
    ],
)
def test_each_fault_is_found(
    made: tuple[Project, Rendered, Path], uri: str, change: Callable[[Path], None], told: str
) -> None:
    project, rendered, folder = made
    file = folder / uri
    before = file.read_bytes() if file.exists() else None
    change(file)
    try:
        with pytest.raises(Unfit) as unfit:
            final_check(folder, rendered, project.settings())
    finally:
        file.unlink(missing_ok=True)
        if before is not None:
            file.write_bytes(before)
    assert any(found.split("（")[0] == uri and told in what for found, what in unfit.value.faults)


def test_what_is_allowed_passes(made: tuple[Project, Rendered, Path]) -> None:
    project, rendered, folder = made
    file = folder / HOME
    before = file.read_bytes()
    links = ("https://www.gov.cn/a", "https://licence.example/by", "../#main", "?q=a", "#main")
    links += ("mailto:a@b.example", "tel:12345", "/dang/sites/", "https://zhanting.example/dang/")
    added("".join(f'<a href="{link}">a</a>' for link in links))(file)
    try:
        final_check(folder, rendered, project.settings())
    finally:
        file.write_bytes(before)


def test_a_path_of_this_machine_is_found(made: tuple[Project, Rendered, Path]) -> None:
    project, rendered, folder = made
    file = folder / HOME
    before = file.read_bytes()
    added(f"<p>{project.content}/sites</p>")(file)
    try:
        with pytest.raises(Unfit, match="里面有本机的路径"):
            final_check(folder, rendered, project.settings())
    finally:
        file.write_bytes(before)


def test_a_faulty_template_leaves_the_website_as_it_was(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.with_theme().record("sites/bailu")
    command = ["build", "--root", str(project.root)]
    assert main(command) == 0
    manifest = (project.root / "site/SHA256SUMS").read_bytes()
    footer = project.root / "theme_overrides/partials/footer.html"
    footer.write_text(footer.read_text("utf-8") + '<a href="/nowhere/">没有</a>', "utf-8")
    assert main(command) == 1
    told = capsys.readouterr().err
    assert "sites/bailu/index.html（来自 content/sites/bailu/index.md）：链接“/nowhere/”" in told
    assert (project.root / "site/SHA256SUMS").read_bytes() == manifest


# ---------------------------------------------------------------- what was looked at before

OLD, NEW, GONE = "sites/jiu/index.html", "sites/bailu/index.html", "sites/mei/index.html"
SHA = b"0" * 32


class Known:
    """An earlier website of three pages, of which one asked for the two others."""

    def __init__(self, asks: str, is_known: bool) -> None:
        self.names = {OLD, NEW, GONE}
        self._rows = [(OLD, SHA, page_asks(asks))] if is_known else []

    def number(self, uri: str) -> int:
        return number_of(uri)

    def former(self, uri: str) -> Asked | None:
        return Asked(anchors=frozenset({number_of(f"{NEW}#a")})) if uri == NEW else None

    def all_asked(self) -> Iterable[tuple[str, bytes, Asked]]:
        return self._rows


def page_asks(uri: str) -> Asked:
    page, _, place = uri.partition("#")
    places = {number_of(uri)} if place else ()
    return Asked(frozenset({number_of(page)}), frozenset(places))


@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize(
    ("asks", "link", "told"),
    [
        (GONE, "../mei/", "“../mei/”没有对应的网页或文件"),
        (f"{NEW}#a", "../bailu/#a", "“#a”，那里没有这个位置"),
        (NEW, "../bailu/#b", ""),
    ],
)
def test_a_page_that_did_not_change_is_read_again_when_it_lost_what_it_asks_for(
    made: tuple[Project, Rendered, Path], is_known: bool, asks: str, link: str, told: str
) -> None:
    project, rendered, folder = made
    pages = {
        OLD: f'<html><body><a href="{link}"></a></body></html>'.encode(),
        NEW: b'<html><body><p id="b"></body></html>',
    }
    expected = Expected(Wanted.of(replace(rendered, pages=(), made=(), copied=())), {OLD, NEW})
    rules = rules_of(rendered, project.settings(), {}, folder)
    read: list[str] = []

    def content_of(uri: str) -> bytes:
        read.append(uri)
        return pages[uri]

    with Spool(folder.with_name("asked")) as spool:
        check = FinalCheck(expected, spool, Known(asks, is_known))
        check.note(NEW, 1, look(rules, NEW, pages[NEW]))
        with pytest.raises(Unfit, match=told) if told else nullcontext():
            check.finish(rules, pages.keys(), {OLD: SHA}, content_of, lambda uri: "")
    if not told:
        assert read == ([] if is_known else [OLD, NEW])
