"""The organisations around a record: which they are, and that their drawing can be read."""

import re
from xml.etree import ElementTree

import pytest
from conftest import ROOT, Project

from generator import pipeline
from generator.relating.network import Network, Spoke, network_of
from generator.rendering.network_svg import MOST_DRAWN, WIDTH, draw, text_width
from generator.settings import settings_for
from generator.text.lines import wrap

SVG = "{http://www.w3.org/2000/svg}"


def spokes_of(project: Project, permalink: str) -> dict[str, list[str]] | None:
    catalog = project.catalog()
    entry = next(e for e in catalog.entries if e.permalink == permalink)
    network = network_of(catalog, entry)
    return network and {
        spoke.label: [each if isinstance(each, str) else each.record.name for each in spoke.members]
        for spoke in network.spokes
    }


def organization(project: Project, slug: str, name: str, extra: str = "", body: str = "") -> None:
    project.record(f"organizations/{slug}", extra, body or "正文。\n", 名称=name)


def committee(project: Project) -> None:
    """A committee in a park, with two branches under it."""
    organization(project, "yuan", "创业园")
    organization(project, "dangwei", "园区党委", "所属单位: 创业园\n")
    organization(project, "zhan", "党建工作站", "上级: 园区党委\n")
    organization(project, "zhibu", "楼宇联合党支部", "上级: 园区党委\n")


# ---------------------------------------------------------------- data


def test_fields_of_the_record_come_before_what_others_call_it(project: Project) -> None:
    committee(project)
    assert spokes_of(project, "organizations/dangwei/") == {
        "所属单位": ["创业园"],
        "下级组织": ["党建工作站", "楼宇联合党支部"],
    }


def test_fewer_than_three_organisations_are_no_network(project: Project) -> None:
    committee(project)
    assert spokes_of(project, "organizations/yuan/") is None
    assert spokes_of(project, "organizations/zhan/") is None


def test_one_organisation_named_twice_counts_once(project: Project) -> None:
    organization(project, "a", "甲")
    organization(project, "b", "乙")
    project.record("activities/hui", "主办: [甲, 乙]\n参与单位: [甲]\n")
    assert spokes_of(project, "activities/hui/") is None


def test_parties_are_named_by_their_field_and_plain_names_are_kept(project: Project) -> None:
    organization(project, "bailu", "白鹭社区")
    project.record(
        "agreements/xieyi", "各方:\n  - 单位: 白鹭社区\n  - 单位: 某学院\n  - 单位: 某厂\n"
    )
    assert spokes_of(project, "agreements/xieyi/") == {"各方": ["白鹭社区", "某学院", "某厂"]}


def test_relations_stand_after_the_fields_and_say_what_they_are(project: Project) -> None:
    for slug, name in (("a", "甲"), ("b", "乙"), ("c", "丙"), ("d", "丁")):
        organization(project, slug, name)
    relations = "关系:\n  - {类型: 相关, 对象: 甲}\n  - {类型: 注意区分, 对象: 丁}\n"
    project.record("activities/hui", f"{relations}主办: [乙]\n参与单位: [丙]\n")
    assert spokes_of(project, "activities/hui/") == {
        "主办": ["乙"],
        "参与单位": ["丙"],
        "相关": ["甲"],
    }


def test_mentions_people_and_plain_places_are_no_members(project: Project) -> None:
    committee(project)
    project.record("members/zhang", "任职:\n  - {单位: 园区党委, 职务: 书记}\n")
    lists = "清单:\n  - 名称: 名单\n    条目: [创业园, 党建工作站]\n"
    project.record("activities/hui", f"{lists}地点: 万达广场\n主办: [园区党委]\n人物: [张三]\n")
    assert spokes_of(project, "activities/hui/") is None
    assert spokes_of(project, "members/zhang/") is None


def brand(project: Project, extra: str, body: str) -> None:
    project.record("brands/yi-wu-x", extra, body, 名称="1+5+X", 类型="工作体系")


def test_brand_that_leads_to_its_owners_branches_shows_them(project: Project) -> None:
    committee(project)
    brand(project, "所属: [园区党委]\n", "零星党员由[支部](楼宇联合党支部)托底。\n")
    assert spokes_of(project, "brands/yi-wu-x/") == {
        "所属": ["园区党委"],
        "园区党委的下级组织": ["党建工作站", "楼宇联合党支部"],
    }


@pytest.mark.parametrize(
    ("extra", "body"),
    [
        ("所属: [园区党委]\n", "正文。\n"),
        ("所属: [园区党委]\n参与单位: [创业园]\n", "见[支部](楼宇联合党支部)。\n"),
    ],
    ids=["text leads to none", "it has partners of its own"],
)
def test_brand_about_something_else_shows_no_branches(
    project: Project, extra: str, body: str
) -> None:
    committee(project)
    brand(project, extra, body)
    assert spokes_of(project, "brands/yi-wu-x/") is None


# ---------------------------------------------------------------- drawing


def network(
    project: Project, spokes: dict[str, tuple[str, ...]], name: str = "白鹭社区"
) -> Network:
    organization(project, "hub", name)
    entry = project.entry("organizations/hub/")
    return Network(entry, tuple(Spoke(label, names) for label, names in spokes.items()))


def parsed(svg: str) -> ElementTree.Element:
    # Inline SVG of HTML needs no namespace; a reader of XML does.
    return ElementTree.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1))


def boxes(svg: str) -> list[tuple[float, ...]]:
    """Left, top, right, bottom of every box."""
    found = []
    for rect in parsed(svg).iter(f"{SVG}rect"):
        x, y, width, height = (float(rect.attrib[k]) for k in ("x", "y", "width", "height"))
        found.append((x, y, x + width, y + height))
    return found


def texts(svg: str, kind: str) -> list[list[str]]:
    """The lines in every box of a kind."""
    found = []
    for text in parsed(svg).iter(f"{SVG}text"):
        if text.attrib["class"].endswith(f"--{kind}"):
            found.append([span.text or "" for span in text.iter(f"{SVG}tspan")])
    return found


def check_layout(svg: str) -> None:
    root = parsed(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"].split()[2:] == [root.attrib["width"], root.attrib["height"]]
    assert width <= WIDTH
    found = boxes(svg)
    for number, (left, top, right, bottom) in enumerate(found):
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
        for other in found[number + 1 :]:
            beside = right <= other[0] or other[2] <= left
            assert beside or bottom <= other[1] or other[3] <= top
    for rect, text in zip(root.iter(f"{SVG}rect"), root.iter(f"{SVG}text"), strict=True):
        for span in text.iter(f"{SVG}tspan"):
            assert text_width(span.text or "") < float(rect.attrib["width"])
            top = float(rect.attrib["y"])
            assert top < float(span.attrib["y"]) < top + float(rect.attrib["height"])


LONG = "青岛西海岸新区胶南街道“党员先锋‘救’在身边”应急服务队暨志愿服务“队社企共建”联盟协调小组"
SHAPES = {
    "three": {"上级": ("甲",), "下级组织": ("乙社区", "丙社区")},
    "one spoke": {"各方": ("甲", "乙", "丙", "丁")},
    "many": {"参与单位": tuple(f"第{n}社区党支部" for n in range(40))},
    "long names": {"上级": (LONG,), "参与单位": (LONG, "甲", LONG)},
    "long label": {"青岛西海岸新区胶南街道的下级组织": ("甲",), "所属": ("乙", "丙")},
    "many spokes": {f"关系{n}": ("甲", LONG) for n in range(8)},
    "latin": {"各方": ("International Business Machines (China) Company Limited", "W" * 90, "A")},
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["1+5+X", LONG], ids=["short hub", "long hub"])
def test_nothing_overlaps_or_leaves_the_drawing(project: Project, shape: str, name: str) -> None:
    check_layout(draw(network(project, SHAPES[shape], name)))


def test_names_are_wrapped_and_never_cut(project: Project) -> None:
    svg = draw(network(project, SHAPES["long names"], LONG))
    assert ["".join(lines) for lines in texts(svg, "member")] == [LONG, LONG, "甲", LONG]
    assert "".join(texts(svg, "hub")[0]) == LONG
    assert len(texts(svg, "member")[0]) > 1


def test_of_many_members_the_last_place_counts_the_rest(project: Project) -> None:
    svg = draw(network(project, SHAPES["many"]))
    assert len(texts(svg, "member")) == MOST_DRAWN - 1
    assert texts(svg, "rest") == [["另有29个，见文字"]]
    twelve = network(project, {"参与单位": tuple(f"第{n}社区" for n in range(12))})
    assert len(texts(draw(twelve), "member")) == 12
    assert texts(draw(twelve), "rest") == []


def test_every_box_is_reached_by_a_line(project: Project) -> None:
    svg = draw(network(project, SHAPES["three"]))
    (lines,) = [path.attrib["d"] for path in parsed(svg).iter(f"{SVG}path")]
    ends = {tuple(map(float, end)) for end in re.findall(r"([\d.]+) ([\d.]+)(?=M|$)", lines)}
    ends |= {(float(x), float(y)) for y, x in re.findall(r"M[\d.]+ ([\d.]+)H([\d.]+)", lines)}
    wanted = {(left, (top + bottom) / 2) for left, top, _, bottom in boxes(svg) if left > 2}
    assert {(x, round(y)) for x, y in wanted} <= {(x, round(y)) for x, y in ends}


def test_text_is_escaped_and_ids_begin_with_the_given_one(project: Project) -> None:
    svg = draw(network(project, {"各方": ("A&B", "“甲”", "乙")}, "中大 & 合作社"), id="net-3")
    root = parsed(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "net-3-title"
    title = root.find(f"{SVG}title")
    assert title is not None
    assert (title.attrib["id"], title.text) == ("net-3-title", "中大 & 合作社：组织关系图")
    assert re.findall(r'id="([^"]*)"', svg) == ["net-3-title"]


def test_colours_are_left_to_the_stylesheet(project: Project) -> None:
    svg = draw(network(project, SHAPES["many spokes"]))
    assert "style" not in svg
    assert "#" not in svg
    assert set(re.findall(r' fill="(\w+)"', svg)) == {"none"}


def test_same_network_gives_the_same_drawing(project: Project) -> None:
    found = network(project, SHAPES["many spokes"])
    assert draw(found) == draw(found)


def test_every_network_of_the_real_content_can_be_read() -> None:
    catalog = pipeline.check(settings_for(ROOT), decode=False).catalog
    networks = [found for entry in catalog.entries if (found := network_of(catalog, entry))]
    assert networks != []
    for found in networks:
        check_layout(draw(found))


# ---------------------------------------------------------------- lines


def em(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("四助", ("四助",)),
        ("甲乙丙丁戊己", ("甲乙丙", "丁戊己")),
        ("甲乙丙丁，戊", ("甲乙丙", "丁，戊")),
        ("甲乙丙丁戊”己", ("甲乙丙丁", "戊”己")),
        ("甲乙丙丁（戊己）", ("甲乙丙丁", "（戊己）")),
        ("甲乙丙1+5+X", ("甲乙丙", "1+5+X")),
        ("甲乙  丙丁 戊己", ("甲乙 丙", "丁 戊己")),
        ("", ("",)),
    ],
)
def test_lines_are_of_about_equal_length(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 5, em) == lines


def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "“党员先锋‘救’在身边”（试行），《办法》：一、二；三！" * 3
    for width in range(4, 40):
        lines = wrap(text, width, em)
        assert "".join(lines) == text
        assert [line for line in lines if line[0] in "”’）》，：、；！。"] == []
        assert [line for line in lines if line[-1] in "“‘（《"] == []
        assert max(map(len, lines)) <= max(width, 4)


def test_word_longer_than_a_line_is_parted() -> None:
    assert wrap("W" * 12, 5, em) == ("WWWW", "WWWW", "WWWW")
