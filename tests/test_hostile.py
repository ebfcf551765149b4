"""Hostile content is told, never published and stops no other; text stays text everywhere."""

import csv
import io
import json
import os
import re
import socket
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree as ET

import jinja2
import pytest
from bs4 import BeautifulSoup
from conftest import ADDRESS, REQUIRED, ROOT, WEBSITE, Project, make_photo
from hostile import AWKWARD, BODIES, FRONTS, NAMES

from generator import pipeline
from generator.rendering.environment import TEMPLATES

POSIX = pytest.mark.skipif(os.name == "nt", reason="such files cannot be made on Windows")


def codes_by_folder(project: Project) -> dict[str, set[str]]:
    """The codes told of each folder below sites/; every problem has all that staff need."""
    found: dict[str, set[str]] = {}
    for each in project.problems():
        assert each.line >= 1
        assert re.search("[\u4e00-\u9fff]", each.what), each
        assert re.search("[\u4e00-\u9fff]", each.mend), each
        assert str(each).encode()
        assert len(each.what) < 400
        found.setdefault(each.file.split("/")[2], set()).add(each.code)
    return found


@pytest.fixture
def strict_hosts(project: Project) -> Project:
    project.write("website.yml", ADDRESS + WEBSITE + "许可链接: [www.gov.cn]\n")
    return project


def test_every_hostile_body_is_told_and_hides_no_other(strict_hosts: Project) -> None:
    for name, (body, _) in BODIES.items():
        strict_hosts.record(f"sites/{name}", 名称=f"某{name}", body=f"正文。\n\n{body}\n")
    found = codes_by_folder(strict_hosts)
    missed = {
        name: found.get(name)
        for name, (_, code) in BODIES.items()
        if code not in found.get(name, ())
    }
    assert missed == {}


def test_every_hostile_body_is_refused_as_a_page(strict_hosts: Project) -> None:
    for name, (body, _) in BODIES.items():
        strict_hosts.write(f"pages/{name}.md", f"# 某页\n\n{body}\n")
    told = {each.file.split("/")[-1].removesuffix(".md") for each in strict_hosts.problems()}
    assert told == BODIES.keys()


def test_every_hostile_front_matter_is_told(project: Project) -> None:
    for name, (extra, _) in FRONTS.items():
        project.record(f"sites/{name}", extra + "\n", 名称=f"某{name}")
    found = codes_by_folder(project)
    missed = {
        name: found.get(name)
        for name, (_, code) in FRONTS.items()
        if code not in found.get(name, ())
    }
    assert missed == {}


# ---------------------------------------------------------------- files


@POSIX
def test_every_hostile_name_is_told(project: Project) -> None:
    project.record("sites/bailu")
    for name in NAMES:
        (project.content / "sites" / name).write_text("---\n", encoding="utf-8")
    (project.content / "sites" / os.fsdecode(b"\xb5\xb3.md")).write_text("一", encoding="utf-8")
    checked = project.check()
    told = sorted(
        each.code
        for each in (*checked.problems, *checked.notices)
        if each.file.startswith("content/sites/")
    )
    assert told == sorted([*NAMES.values(), "bad-name"])
    assert all(str(each).encode() for each in checked.problems)


@POSIX
def test_names_that_are_one_elsewhere_collide(project: Project) -> None:
    for name in ("照片.jpg", "照片.JPG", "Ａ.jpg"):
        make_photo(project.content / "sites" / name)
    (found,) = (each for each in project.problems() if each.code == "name-collision")
    assert "“照片.JPG”、“照片.jpg”" in found.what


@POSIX
@pytest.mark.parametrize("kind", ["fifo", "socket", "link", "loop", "dangling", "folder"])
@pytest.mark.parametrize(
    "place",
    [
        "sites/a/index.md",
        "sites/a/p.jpg",
        "sites/a/f.pdf",
        "mark.png",
        "website.yml",
        "pages/x.md",
        "pages",
    ],
)
def test_what_is_no_file_is_told_and_nothing_hangs(
    project: Project, tmp_path: Path, place: str, kind: str
) -> None:
    project.write("website.yml", WEBSITE + "标志: mark.png\n")
    make_photo(project.content / "mark.png")
    make_photo(project.content / "sites/a/p.jpg")
    (project.content / "sites/a/f.pdf").write_bytes(b"%PDF-1.7")
    project.record(
        "sites/a", "照片:\n  - {文件: p.jpg, 图注: 一}\n附件:\n  - {文件: f.pdf, 名称: 一}\n"
    )
    project.write("pages/x.md", "# 一\n")
    file = project.content / place
    kept = tmp_path / f"kept{file.suffix}"
    file.rename(kept)
    if kind == "fifo":
        os.mkfifo(file)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(file.parent)  # addresses of sockets are short
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(file.name)
        os.chdir(here)
    elif kind == "folder":
        file.mkdir()
    else:
        file.symlink_to({"link": kept, "loop": file.name, "dangling": "nowhere"}[kind])
    checked = project.check()
    if (place, kind) != ("pages", "folder"):
        assert any(
            each.file == f"content/{place}"
            or each.file.startswith("content/sites/a")
            or "website" in each.file
            for each in (*checked.problems, *checked.notices)
        ), place
    if kind == "link":
        assert "unreadable" in {each.code for each in checked.problems}


@POSIX
def test_hard_link_is_a_file(project: Project, tmp_path: Path) -> None:
    project.record("sites/a", "照片:\n  - {文件: p.jpg, 图注: 一}\n")
    os.link(make_photo(tmp_path / "p.jpg"), project.content / "sites/a/p.jpg")
    assert project.problems() == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a/*<script>alert(1)</script>*/",
        b"\xff\xd8\xff\xe0" + b"<?php x ?>" * 9,
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"%PDF-1.7\n\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"II*\x00\x08\x00\x00\x00\xff\xff",
    ],
)
def test_what_is_no_photo_is_told(project: Project, data: bytes) -> None:
    project.record("sites/a", "照片:\n  - {文件: p.jpg, 图注: 一}\n")
    (project.content / "sites/a/p.jpg").write_bytes(data)
    (found,) = project.problems()
    assert found.code in {"photo-type", "photo-damaged"}


# ---------------------------------------------------------------- text stays text

PHOTO = "p & 'q' #1%.jpg"
QUOTED = "'" + AWKWARD.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A website whose every field says what templates, feeds and tables might trip over."""
    project = Project(tmp_path_factory.mktemp("awkward") / "project")
    website = "".join(
        f"{key}: {QUOTED}\n"
        for key in (
            "网站名称",
            "副名",
            "简介",
            "主办单位",
            "声明",
            "承办单位",
            "联系",
            "许可",
            "ICP备案号",
        )
    )
    project.write(
        "website.yml",
        f"{ADDRESS}{website}推荐查找: [{QUOTED}]\n首页:\n  口号: {QUOTED}\n  导语: {QUOTED}\n",
    )
    project.write("pages/about.md", f"# {AWKWARD.split(' [')[0]}\n\n{AWKWARD.split(' [')[0]}\n")
    for folder in REQUIRED:
        extra = dedent(f"""\
            主题: [{QUOTED}]
            别名: [{QUOTED}]
            编者注: {QUOTED}
            来源:
              - {{标题: {QUOTED}, 媒体: {QUOTED}}}
            照片:
              - {{文件: "{PHOTO}", 图注: {QUOTED}}}
            分项:
              - {{名称: {QUOTED}, 内容: {QUOTED}}}
            言论:
              - {{内容: {QUOTED}, 人物: {QUOTED}}}
            历程:
              - {{日期: 2020-01-02, 内容: {QUOTED}}}
            """)
        dated = "日期: 2024-05-13\n" if folder in ("activities", "agreements") else ""
        project.record(
            f"{folder}/x", dated + extra, 名称=QUOTED, 摘要=QUOTED, body=AWKWARD.split(" [")[0]
        )
        make_photo(project.content / folder / "x" / PHOTO)
    project.with_theme()
    out = project.root / "site"
    pipeline.build(project.settings(), out)
    return out


@POSIX
def test_awkward_text_is_text_in_every_page(awkward: Path) -> None:
    names, handlers = set(), set()
    for path in awkward.rglob("*.html"):
        page = BeautifulSoup(path.read_bytes(), "html.parser")
        for element in page.find_all(True):
            names.add(element.name)
            handlers |= {
                key for key in element.attrs if key.startswith("on") or key in ("b", "引", "号")
            }
        for script in page.find_all("script", type="application/ld+json"):
            assert (
                "49"
                not in json.dumps(json.loads(script.get_text()), ensure_ascii=False).split("{{")[0]
            )
        assert ">49<" not in path.read_text(encoding="utf-8")
    assert handlers == set()
    assert names.isdisjoint({"c", "d", "e", "iframe", "style"})
    page = BeautifulSoup((awkward / "sites/x/index.html").read_bytes(), "html.parser")
    assert page.h1 is not None
    assert page.h1.get_text(strip=True) == AWKWARD
    assert page.title is not None
    assert page.title.get_text().startswith(AWKWARD)
    for described in page.select('meta[name=description], meta[property="og:description"]'):
        assert described["content"] == AWKWARD
    assert AWKWARD in {image.get("alt") for image in page.find_all("img")}


@POSIX
def test_awkward_text_is_text_in_every_other_file(awkward: Path) -> None:
    for path in awkward.rglob("*"):
        if path.suffix in {".xml", ".svg"}:
            ET.fromstring(path.read_bytes())
        elif path.suffix in {".json", ".webmanifest"}:
            json.loads(path.read_text(encoding="utf-8-sig"))
        elif path.suffix == ".csv":
            rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
            assert any(AWKWARD in cell for cell in rows[1])
            assert len({len(row) for row in rows}) == 1
    assert json.loads((awkward / "sites/list.json").read_text(encoding="utf-8"))


def test_every_template_escapes() -> None:
    """Records' templates by the environment; the theme's, which MkDocs renders, by hand."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
    for name in environment.list_templates():
        source = (TEMPLATES / name).read_text(encoding="utf-8")
        assert "autoescape" not in source, name
        # Drawings are made, and escaped, in Python.
        trusted = re.findall(r"{{[^}]*\|\s*safe[^}]*}}", source)
        assert set(trusted) <= {"{{ qr | safe }}", "{{ drawing | safe }}"}, name
    unescaped = set()
    for file in (ROOT / "theme_overrides").rglob("*.html"):
        for shown in re.findall(r"{{-?\s*(.*?)\s*-?}}", file.read_text(encoding="utf-8")):
            # `address` is a macro of ours: a quoted address and the hash of a file of ours.
            if not re.search(r"\|\s*(?:e|url|length)\b|^address\(", shown):
                unescaped.add(shown)
    numbers = {"mark.width", "mark.height", "image.width", "image.height", "website.police_number"}
    ours = {
        "meta.type or 'website'",
        "link.type",
        "mkdocs_version",
        "super()",
        "meta.data",
        "page.content",
        "known.integrity",
    }
    chosen = {"'page' if page.url == item.url else 'true'"}
    assert unescaped <= numbers | ours | chosen
