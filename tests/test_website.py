"""The real content as a website: the same from every way of building it, honest, all there."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from conftest import ONE_DAY, ROOT
from test_engines import assert_read_the_same

from generator.publishing.manifest import parse
from generator.rendering.hashed import integrity_of, is_immutable

NOTICE = "示例内容：本站条目依据公开报道整理"


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    one_day = {**os.environ, **ONE_DAY}
    asked = [*map(str, command)]
    done = subprocess.run(asked, cwd=cwd, env=one_day, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    }


def html_of(folder: Path) -> dict[str, bytes]:
    return {uri: data for uri, data in tree(folder).items() if uri.endswith(".html")}


def text_of(page: BeautifulSoup) -> str:
    return re.sub(r"\s+", "", page.get_text())


# ---------------------------------------------------------------- the same from everywhere


def test_plain_mkdocs_gives_the_same_files(site: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path)
    assert tree(tmp_path) == tree(site)


def test_rendered_tree_gives_the_same_html_without_the_generator(
    site: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "plain"
    run(sys.executable, "-m", "generator", "render", "--to", plain)
    assert "generator" not in (plain / "mkdocs.yml").read_text(encoding="utf-8").split("extra:")[0]
    run(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", cwd=plain)
    assert html_of(plain / "site") == html_of(site)


def test_the_hook_gives_the_same_html_under_properdocs(site: Path, tmp_path: Path) -> None:
    run(
        *(sys.executable, "-m", "properdocs", "build", "--strict", "--quiet"),
        *("--config-file", ROOT / "mkdocs.yml", "--site-dir", tmp_path),
    )
    assert html_of(tmp_path) == html_of(site)


@pytest.mark.parametrize("engine", ["properdocs", "zensical"])
def test_frames_of_another_engine_give_the_same_website(
    site: Path, tmp_path: Path, engine: str
) -> None:
    """From Zensical its pages are the same as a browser reads them."""
    out = tmp_path / "site"
    command = ("-m", "generator", "build", "--out", out, "--keep", "0", "--engine", engine)
    run(sys.executable, *command)
    made, ours = tree(out), tree(site)
    if engine == "zensical":
        some, others = html_of(out), html_of(site)
        assert_read_the_same(
            {uri: data.decode() for uri, data in some.items()},
            {uri: data.decode() for uri, data in others.items()},
        )
        made, ours = ({u: d for u, d in t.items() if u not in others} for t in (made, ours))
    assert made == ours


# ---------------------------------------------------------------- honest


def test_a_list_that_names_four_of_ten_says_so(pages: dict[str, BeautifulSoup]) -> None:
    text = text_of(pages["organizations/tangye-jiedao-danggongwei/"])
    assert "“两新”组织党建工作十项制度共10项" in text
    assert "工作年报制度周例会制度月情报告制度分批走访制度等（来源未列全）" in text


def test_duty_list_keeps_its_three_levels(pages: dict[str, BeautifulSoup]) -> None:
    text = text_of(pages["organizations/tangye-jiedao-danggongwei/"])
    assert "责任目标共4项" in text
    assert "具体责任共11条" in text
    assert "具体指标共33个" in text


def test_fuzzy_numbers_keep_their_words(pages: dict[str, BeautifulSoup]) -> None:
    hefei = text_of(pages["organizations/hefei-gaoxin-chuangyeyuan-dangwei/"])
    assert "1800余人" in hefei
    assert "900余名" in hefei
    assert "近400家" in text_of(pages["organizations/hefei-gaoxin-chuangyeyuan/"])
    assert "约7830平方米" in text_of(pages["sites/xinyang-kongjian/"])
    assert "超过10万人" in text_of(pages["organizations/changxing-shehui-zuzhi-dangwei/"])


def test_a_date_without_year_shows_none(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["activities/hongshiya-jijin-sheli-yishi/"]
    head = page.find(class_="zt-head")
    assert head is not None
    assert "5月19日" in text_of(head)
    assert not re.search(r"\d{4}年", text_of(head))


def test_what_must_not_be_published_is_nowhere(site: Path) -> None:
    everything = b"".join(tree(site).values())
    for word in ("千元", "谢营", "备注", "税收数字"):
        assert word.encode() not in everything


def test_every_page_says_that_it_is_an_example(pages: dict[str, BeautifulSoup]) -> None:
    assert [uri for uri, page in pages.items() if NOTICE not in page.get_text()] == []


def test_every_record_names_its_source(pages: dict[str, BeautifulSoup]) -> None:
    without = [
        uri
        for uri, page in pages.items()
        if page.find(class_="zt-record") and not page.select("#sources + ul > li")
    ]
    assert without == []


# ---------------------------------------------------------------- photos, menu


def test_originals_are_never_published(site: Path) -> None:
    originals = {
        hashlib.sha256(path.read_bytes()).digest()
        for path in (ROOT / "content").rglob("*")
        if path.suffix in {".jpg", ".png"}
    }
    assert len(originals) >= 12
    published = {hashlib.sha256(data).digest() for data in tree(site).values()}
    assert not originals & published


def test_every_photo_has_sizes_and_a_text(pages: dict[str, BeautifulSoup]) -> None:
    images = [
        (uri, image) for uri, page in pages.items() for image in page.select("main picture img")
    ]
    assert len(images) >= 20
    for uri, image in images:
        assert {"srcset", "sizes", "width", "height", "alt"} <= set(image.attrs), uri
        assert image.find_previous_sibling("source", type="image/webp"), uri
    on_records = [i for uri, i in images if i.find_parent(class_="zt-gallery")]
    assert len(on_records) >= 12
    assert all("示意图" in str(image["alt"]) for image in on_records)


def test_records_stay_out_of_the_menu(pages: dict[str, BeautifulSoup]) -> None:
    here = "/sites/up-kafei/"
    links = {
        urljoin(here, str(a["href"]))
        for a in pages[here.lstrip("/")].select(".zt-menu a[href], .zt-footer__links a[href]")
    }
    assert {"/", "/sites/", "/agreements/", "/names/", "/about/"} <= links
    assert not any(re.fullmatch(r"/\w+/[^/]+/", link) for link in links)


def test_title_names_the_page_its_kind_and_the_website(pages: dict[str, BeautifulSoup]) -> None:
    titles = {uri: page.title.get_text() for uri, page in pages.items() if page.title}
    assert titles[""] == "同心聚力 · 先锋展厅"
    assert titles["sites/"] == "示范点｜同心聚力 · 先锋展厅"
    assert titles["sites/up-kafei/"] == "UP咖啡｜示范点｜同心聚力 · 先锋展厅"
    assert titles["404.html"] == "没有找到这一页｜同心聚力 · 先锋展厅"


def test_only_our_own_scripts_and_styles_are_published(site: Path) -> None:
    """Material, whose place our theme takes in MkDocs, has 3 MB of them."""
    theme = tree(ROOT / "theme_overrides")
    ours = {data for uri, data in theme.items() if uri.endswith((".js", ".css"))}
    published = {uri: data for uri, data in tree(site).items() if uri.endswith((".js", ".css"))}
    assert published.pop("assets/built.css")
    assert set(published.values()) == ours
    assert len(published) == len(ours)
    assert all(is_immutable(uri) for uri in published)


def test_every_script_and_style_names_its_hash(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    """But the day of the build, which would then change every page every day."""
    for uri, page in pages.items():
        asked = [(tag["src"], tag) for tag in page.select("script[src]")]
        asked += [(tag["href"], tag) for tag in page.select('link[rel="stylesheet"]')]
        form = page.select_one("form[data-zt-engine]")
        assert form is not None
        asked.append((form["data-zt-engine"], {"integrity": form["data-zt-integrity"]}))
        assert len(asked) >= 7
        for address, tag in asked:
            file = urljoin(f"/{uri}", str(address)).lstrip("/")
            if file != "assets/built.css":
                assert tag["integrity"] == integrity_of((site / file).read_bytes()), (uri, file)


# ---------------------------------------------------------------- the way back


def test_a_record_shows_what_others_say_of_it(pages: dict[str, BeautifulSoup]) -> None:
    related = pages["organizations/jiaonan-jiedao/"].find(class_="zt-related")
    assert related is not None
    headings = [re.sub(r"\s*\d+$", "", h.get_text()) for h in related.find_all("h3")]
    assert {"品牌与工作法", "主办的活动", "参加的协议"} <= set(headings)


def test_a_relation_written_once_shows_on_both_sides(pages: dict[str, BeautifulSoup]) -> None:
    assert "注意区分红帆支部" in text_of(pages["brands/hongfan-linghang/"])
    assert "注意区分1“红帆领航”行动" in text_of(pages["brands/hongfan-zhibu/"])


def test_manifest_lists_every_file_with_its_hash(site: Path) -> None:
    listed = parse((site / "SHA256SUMS").read_text(encoding="utf-8")).files
    found = {uri: hashlib.sha256(data).hexdigest() for uri, data in tree(site).items()}
    assert listed == found
