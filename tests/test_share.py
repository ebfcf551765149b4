"""Share pictures: fit for a chat app, the same bytes everywhere, drawn once, never with a box."""

import importlib
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from conftest import WEBSITE, Project, make_photo
from PIL import Image

from generator import pipeline
from generator.keeping.codec import packed
from generator.models import KINDS
from generator.models.fields import fields_of
from generator.pictures.drawing import Ink, Text, base, png, versions, width_of
from generator.pictures.glyphs import CHARACTERS, FONT, missing_glyphs
from generator.pictures.share import SharePicture, share_pictures, versions_kept
from generator.pictures.share_words import SIZE
from generator.text.lines import wrap

PAPER, RED, GOLD, INK = (250, 247, 242), (151, 26, 29), (217, 174, 91), (33, 28, 24)
# Names as long as names may be, and such as are hard to break.
LONG = [
    "国" * 60,
    "“" + "党员先锋‘救’在身边”（试行），《办法》：一、二；三！" * 2,
    "W" * 60,
    "，。" * 30,
    "International Business Machines (China) Company Limited 2026",
]
# No font has this character: it is for private use.
NOWHERE = "\ue123"


def drawn(project: Project, jobs: int = 2, folder: str = "share") -> Mapping[str, SharePicture]:
    return share_pictures(project.catalog(), project.root / folder, jobs)


def opened(picture: SharePicture) -> Image.Image:
    with Image.open(picture.path) as image:
        return image.convert("RGB")


def seen(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of all that has exactly that colour."""
    bands = [
        band.point([255 if value == wanted else 0 for value in range(256)])
        for band, wanted in zip(image.split(), colour, strict=True)
    ]
    found = Image.merge("RGB", bands).convert("L").point([0] * 255 + [255]).getbbox()
    assert found is not None
    return found


# ---------------------------------------------------------------- what is drawn


def test_picture_is_a_small_png_of_the_size_that_chat_apps_want(project: Project) -> None:
    project.record("brands/hongfan", "地区: 山东 青岛\n", 名称="红帆支部")
    picture = drawn(project)["brands/hongfan/"]
    with Image.open(picture.path) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
        assert image.size == SIZE
        assert image.mode == "P"
        assert image.info == {}
    assert picture.path.stat().st_size < 25_000
    assert picture.uri == f"assets/share/{picture.path.name}"
    assert picture.missing == ""


def test_name_stands_on_paper_above_the_red_foot(project: Project) -> None:
    project.record("brands/hongfan", 名称="红帆支部")
    image = opened(drawn(project)["brands/hongfan/"])
    assert image.getpixel((20, 300)) == PAPER
    assert image.getpixel((20, 600)) == RED
    assert image.getpixel((20, 510)) == GOLD
    left, top, right, bottom = seen(image, INK)
    assert top > 100
    assert bottom < 506
    assert (left + right) / 2 == pytest.approx(600, abs=2)
    # Four characters, as large as they go.
    assert right - left > 600


def test_records_with_photos_have_none_and_the_website_has_its_own(project: Project) -> None:
    project.record("brands/hongfan")
    project.record("sites/bailu", "照片:\n  - 文件: a.jpg\n    图注: 一\n")
    make_photo(project.content / "sites/bailu/a.jpg")
    assert set(drawn(project)) == {"", "brands/hongfan/"}


def test_type_and_region_tell_records_of_one_name_apart(project: Project) -> None:
    project.record("brands/a", "地区: 山东 青岛\n", 名称="红帆")
    project.record("brands/b", "地区: 山东 济南\n", 名称="红帆")
    project.record("brands/c", "地区: 山东 济南\n", 名称="红帆", 类型="工作法")
    project.record("brands/d", "地区: 山东 济南\n", 名称="红帆", 摘要="另一句话。")
    found = {slug: drawn(project)[f"brands/{slug}/"].uri for slug in "abcd"}
    assert len(set(found.values())) == 3
    # What is not written on it decides nothing.
    assert found["b"] == found["d"]


@pytest.mark.parametrize("name", LONG, ids=["full", "marks", "one word", "only marks", "latin"])
def test_very_long_name_fits(project: Project, name: str) -> None:
    project.record("brands/hongfan", "地区: 山东 青岛 西海岸新区 胶南街道 某某社区\n", 名称=name)
    left, top, right, bottom = seen(opened(drawn(project)["brands/hongfan/"]), INK)
    assert left >= 40
    assert right <= 1160
    assert top >= 60
    assert bottom <= 500


def test_no_line_of_a_name_starts_with_a_closing_mark() -> None:
    for size in range(40, 120, 4):
        lines = wrap(LONG[1], 1040, lambda text, size=size: width_of(text, size))
        assert "".join(lines) == LONG[1]
        assert [line for line in lines if line[0] in "”’）》，：、；！。"] == []
        assert [line for line in lines if line[-1] in "“‘（《"] == []


def test_long_website_name_fits_on_the_foot(project: Project) -> None:
    website = (project.content / "website.yml").read_text(encoding="utf-8")
    project.write("website.yml", website.replace("测试网站", "展厅" * 30))
    project.record("brands/hongfan")
    left, top, right, bottom = seen(opened(drawn(project)["brands/hongfan/"]), (246, 227, 187))
    assert left >= 20
    assert right <= 1180
    assert top > 520
    assert bottom < 630


def test_text_is_smooth_and_in_the_colours_of_its_ink() -> None:
    ink = Ink("#ffffff", "#000000", 3)
    paper = base((200, 100), "#ffffff", [ink], [])
    data = png(paper, [Text("国", 100, 80, 60, ink)])
    with Image.open(io.BytesIO(data)) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors() or []}
    assert colours == {(0, 0, 0), (85, 85, 85), (170, 170, 170), (255, 255, 255)}


# ---------------------------------------------------------------- the same bytes, once


def test_any_number_of_workers_makes_the_same_bytes(project: Project) -> None:
    for number in range(12):
        project.record(f"brands/b{number}", 名称=f"第{number}个品牌")

    def made(jobs: int) -> dict[str, bytes]:
        found = drawn(project, jobs, f"share-{jobs}")
        return {picture.uri: picture.path.read_bytes() for picture in found.values()}

    assert made(1) == made(4)
    assert len(made(1)) == 13


def test_second_build_draws_nothing_and_a_new_name_only_itself(project: Project) -> None:
    def written() -> dict[Path, int]:
        files = (project.root / "share").iterdir()
        return {path: path.stat().st_mtime_ns for path in files}

    for slug in "abc":
        project.record(f"brands/{slug}", 名称=f"品牌{slug}")
    first = drawn(project)
    before = written()
    assert len(before) == 4
    assert drawn(project) == first
    assert written() == before
    project.record("brands/b", 名称="另一个品牌")
    drawn(project)
    after = written()
    assert len(after) == 5
    assert {path: after[path] for path in before} == before


def test_what_draws_is_known_from_earlier_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def known() -> tuple[str, ...]:
        versions_kept.cache_clear()
        return versions_kept(tmp_path)

    assert known() == versions()
    (path,) = tmp_path.iterdir()
    head = path.read_bytes().split(b"\n")[0] + b"\n"
    path.write_bytes(head + packed(("another",)))
    assert known() == ("another",)
    for of_other_code_or_cut_short in (b"0" + path.read_bytes(), head):
        path.write_bytes(of_other_code_or_cut_short)
        assert known() == versions()


def test_nothing_half_written_is_left(project: Project) -> None:
    project.record("brands/hongfan")
    drawn(project)
    assert {path.suffix for path in (project.root / "share").iterdir()} == {".png"}


# ---------------------------------------------------------------- missing characters


def test_missing_characters_are_told_once_each_and_blanks_never() -> None:
    assert missing_glyphs("胶南街道 “1+5+X”·①ａ　龑\n") == ""
    assert missing_glyphs(f"甲{NOWHERE}乙😀{NOWHERE}") == f"{NOWHERE}😀"


def test_name_with_a_missing_character_is_left_out_and_told(project: Project) -> None:
    region = "地区: 山东 青岛\n"
    project.record("organizations/a", region, 名称=f"甲{NOWHERE}社区")
    project.record("organizations/b", region, 名称=f"乙{NOWHERE}社区")
    project.record("organizations/c", region, 名称="甲社区")
    found = drawn(project)
    with_box, other, whole = (found[f"organizations/{slug}/"] for slug in "abc")
    assert (with_box.missing, whole.missing) == (NOWHERE, "")
    # Nothing of the name is on it, so two such records share one picture.
    assert with_box.uri == other.uri != whole.uri
    # The type stands in its place: 社区, two large characters.
    left, _, right, _ = seen(opened(with_box), INK)
    assert 250 < right - left < 330


def test_region_with_a_missing_character_is_left_out_and_told(project: Project) -> None:
    project.record("organizations/a", f"地区: 山东 {NOWHERE}县\n", 名称="甲社区")
    project.record("organizations/b", 名称="甲社区")
    found = drawn(project)
    assert found["organizations/a/"].missing == NOWHERE
    assert found["organizations/a/"].uri == found["organizations/b/"].uri


def test_website_name_with_a_missing_character_leaves_the_mark(project: Project) -> None:
    website = (project.content / "website.yml").read_text(encoding="utf-8")
    project.write("website.yml", website.replace("测试网站", f"测试{NOWHERE}"))
    project.record("brands/hongfan")
    found = drawn(project)
    assert (found[""].missing, found["brands/hongfan/"].missing) == (NOWHERE, "")
    left, _, right, _ = seen(opened(found["brands/hongfan/"]), (246, 227, 187))
    assert right - left < 80
    assert (left + right) / 2 == pytest.approx(600, abs=3)


# ---------------------------------------------------------------- the font


def labels() -> Iterator[str]:
    for kind in KINDS.values():
        yield kind.label
        for spec in fields_of(kind).values():
            yield from (spec.key, *spec.choices)


def test_font_has_what_our_own_words_are_written_with() -> None:
    assert missing_glyphs("".join(labels())) == ""


@pytest.mark.parametrize("encoding", ["gb2312", "ascii"])
def test_font_has_all_of_the_common_characters(encoding: str) -> None:
    every = map(chr, range(0x20, 0xFFFF))
    common = "".join(c for c in every if c.encode(encoding, "ignore") and c.isprintable())
    assert missing_glyphs(common) == ""


def test_list_of_characters_is_what_the_font_has() -> None:
    tt_lib = importlib.import_module("fontTools.ttLib")
    with tt_lib.TTFont(FONT) as font:
        listed = set(CHARACTERS.read_text(encoding="utf-8")) - {"\n"}
        assert {chr(code) for code in font.getBestCmap()} == listed


def test_list_of_characters_is_sorted_and_says_each_once() -> None:
    listed = CHARACTERS.read_text(encoding="utf-8").replace("\n", "")
    assert list(listed) == sorted(set(listed))


def test_name_that_cannot_be_written_is_a_notice_at_its_line(project: Project) -> None:
    project.record("sites/a", 名称="白鹭驿站")
    project.record("sites/b", 名称="𠀀鹭驿站")
    (found,) = project.check().notices
    assert (found.file, found.line, found.field, found.code) == (
        "content/sites/b/index.md",
        2,
        "名称",
        "share-without-name",
    )
    assert "“𠀀”" in found.what


def test_nothing_is_drawn_without_an_address(project: Project) -> None:
    project.write("website.yml", WEBSITE)
    project.record("sites/a")
    assert not any("share" in file.uri for file in pipeline.prepare(project.settings()).copied)
    assert not (project.settings().cache / "share").exists()
