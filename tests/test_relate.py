"""Records find each other by name, know who names them, and have an address of their own."""

from typing import Any, get_args

import pytest
from conftest import WEBSITE, Project

from generator.errors import Problem
from generator.models import KINDS
from generator.models.fields import Component, fields_of
from generator.models.values import Reference
from generator.models.website import Website
from generator.relating.catalog import Catalog, Entry, fold
from generator.relating.entry import _referring

PARTICIPANTS = "参与单位:\n  - {}\n"


def relation(target: str, type: str = "相关") -> str:
    return f"关系:\n  - 类型: {type}\n    对象: {target}\n"


def only(project: Project) -> Problem:
    (found,) = project.problems()
    return found


def codes(project: Project) -> list[tuple[str, str]]:
    return [(found.file, found.code) for found in project.problems()]


def permalinks(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.permalink for entry in entries]


def backlinks(catalog: Catalog, permalink: str) -> dict[str, list[str]]:
    entry = next(entry for entry in catalog.entries if entry.permalink == permalink)
    return {label: permalinks(found) for label, found in catalog.backlinks(entry).items()}


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    "written",
    [
        "“三同”工作法",
        "三同工作法",
        "《三同》工作法",
        "'\"三同\" 工作法'",
        "三同",
        "3T",
        "3t",
        "３Ｔ",
        "santong",
        "三同做法",
        "old-santong",
    ],
)
def test_record_is_found_by_any_of_its_names(project: Project, written: str) -> None:
    extra = "简称: 三同\n别名: [3T, 三同做法]\n曾用网址名: [old-santong]\n"
    project.record("brands/santong", extra, 名称="“三同”工作法")
    project.record("sites/bailu", relation(written))
    assert backlinks(project.catalog(), "brands/santong/") == {"相关": ["sites/bailu/"]}


def test_chinese_folder_name_and_its_pinyin_both_name_the_record(project: Project) -> None:
    project.record("brands/三同", 名称="某工作法")
    project.record("sites/a", relation("三同"))
    project.record("sites/b", relation("san-tong"), 名称="乙")
    found = backlinks(project.catalog(), "brands/san-tong/")
    assert found == {"相关": ["sites/a/", "sites/b/"]}


def test_full_name_wins_over_another_ones_alias(project: Project) -> None:
    project.record("brands/a", 名称="红帆")
    project.record("brands/b", "别名: [红帆]\n", 名称="红帆领航")
    project.record("sites/c", relation("红帆"))
    assert backlinks(project.catalog(), "brands/a/") == {"相关": ["sites/c/"]}


def test_slug_in_use_wins_over_a_former_one(project: Project) -> None:
    project.record("brands/hongfan", "曾用网址名: [bailu]\n")
    project.record("sites/bailu")
    project.record("members/x", relation("bailu"))
    assert backlinks(project.catalog(), "sites/bailu/") == {"相关": ["members/x/"]}


def test_kinds_that_a_field_allows_tell_namesakes_apart(project: Project) -> None:
    project.record("organizations/bailu", 名称="白鹭")
    project.record("sites/bailu", 名称="白鹭", 所属="白鹭")
    assert backlinks(project.catalog(), "organizations/bailu/") == {
        "阵地与示范点": ["sites/bailu/"]
    }


def test_name_of_two_records_is_ambiguous_and_slugs_help(project: Project) -> None:
    project.record("brands/a", 名称="红帆")
    project.record("sites/b", 名称="“红帆”")
    project.record("members/x", relation("红帆"))
    found = only(project)
    assert (found.line, found.field, found.code) == (10, "关系[1].对象", "ambiguous-reference")
    assert found.what == "叫“红帆”的不止一条：示范点“b”、品牌“a”。"
    assert found.mend == "改写成网址名来区分，例如 b。"
    project.record("members/x", relation("b"))
    assert project.problems() == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“三同”", "三同"),
        ("《a》 B", "aｂ"),
        ("「甲」『乙』", "甲乙"),
        ("（一）", "(一)"),
        (" 甲　乙 ", "甲乙"),
    ],
)
def test_marks_spaces_and_width_do_not_tell_names_apart(one: str, other: str) -> None:
    assert fold(one) == fold(other)


# ---------------------------------------------------------------- references that lead nowhere


def test_closed_reference_must_be_found(project: Project) -> None:
    project.record("organizations/bailu")
    project.record("sites/bailu", 所属="白路社区")
    found = only(project)
    assert (found.file, found.line, found.field) == ("content/sites/bailu/index.md", 5, "所属")
    assert found.code == "unknown-reference"
    assert found.what == "找不到名叫“白路社区”的组织。是不是“白鹭社区”？"


def test_suggestion_is_quoted_apart_from_the_name(project: Project) -> None:
    project.record("brands/santong", 名称="“三同”工作法")
    project.record("sites/bailu", relation("“三统”工作法"))
    assert only(project).what == "找不到名叫「“三统”工作法」的记录。是不是「“三同”工作法」？"


def test_closed_reference_like_nothing_gets_no_suggestion(project: Project) -> None:
    project.record("sites/bailu", 所属="某某")
    assert only(project).what == "找不到名叫“某某”的组织。"


@pytest.mark.parametrize("name", ["山东科技大学", "白鹭"])
def test_open_reference_takes_a_plain_name(project: Project, name: str) -> None:
    project.record("organizations/bailu")
    project.record("activities/x", PARTICIPANTS.format(name))
    catalog = project.catalog()
    (entry,) = catalog.of_kind("activity")
    assert catalog.target(entry.record.participants[0]) is None
    assert str(entry.record.participants[0]) == name


def test_open_reference_near_a_name_is_asked_about(project: Project) -> None:
    project.record("organizations/bailu", 名称="山东科技大学")
    project.record("activities/x", PARTICIPANTS.format("山东科技大学　"))
    assert project.problems() == ()
    project.record("activities/x", PARTICIPANTS.format("山东科技大学校"))
    found = only(project)
    assert (found.field, found.code) == ("参与单位[1]", "unknown-reference")
    assert "是不是“山东科技大学”？" in found.what
    assert "外部:山东科技大学校" in found.mend


@pytest.mark.parametrize("prefix", ["外部:", "外部：", "外部: "])
def test_outside_name_is_never_asked_about_nor_linked(project: Project, prefix: str) -> None:
    project.record("organizations/bailu", 名称="山东科技大学")
    project.record("activities/x", f"参与单位: ['{prefix}山东科技大学']\n")
    catalog = project.catalog()
    (entry,) = catalog.of_kind("activity")
    (reference,) = entry.record.participants
    assert (reference.text, reference.is_outside) == ("山东科技大学", True)
    assert catalog.target(reference) is None
    assert catalog.links == ()


def test_mention_links_when_it_is_exactly_a_name(project: Project) -> None:
    project.record("organizations/bailu")
    project.record("sites/x", "清单:\n  - 名称: 单位\n    条目: [白鹭社区, 白鹭社区服务站]\n")
    catalog = project.catalog()
    (entry,) = catalog.of_kind("site")
    first, second = (item.name for item in entry.record.lists[0].entries)
    assert catalog.target(first) == catalog.named("白鹭社区")
    assert catalog.target(second) is None


def test_ambiguous_mention_stays_text(project: Project) -> None:
    project.record("organizations/a")
    project.record("organizations/b")
    project.record("sites/x", "荣誉:\n  - 名称: 一\n    授予单位: 白鹭社区\n")
    assert project.catalog().links == ()


def test_record_of_a_wrong_kind_is_named(project: Project) -> None:
    project.record("members/x")
    project.record("sites/bailu", 所属="张三")
    what = "找不到名叫“张三”的组织。“张三”是一条先锋人物，不能写在这里。"
    assert only(project).what == what


def test_reference_to_a_draft_fails_only_outside_the_preview(project: Project) -> None:
    project.record("organizations/bailu", 草稿="是")
    project.record("sites/x", 所属="白鹭社区")
    found = only(project)
    assert (found.field, found.code) == ("所属", "draft-reference")
    what = "“白鹭社区”还是草稿（content/organizations/bailu/index.md），网站上没有这一页。"
    assert found.what == what
    preview = project.check(drafts=True)
    assert preview.problems == ()
    assert backlinks(preview.catalog, "organizations/bailu/") == {"阵地与示范点": ["sites/x/"]}


def test_draft_is_checked_but_not_shown(project: Project) -> None:
    project.record("sites/x", 草稿="是", 所属="某某")
    checked = project.check()
    assert [found.code for found in checked.problems] == ["unknown-reference"]
    assert checked.catalog.entries == ()
    assert permalinks(project.check(drafts=True).catalog.entries) == ["sites/x/"]


@pytest.mark.parametrize("written", ["白鹭社区", "“白鹭”", "老白", "bailu", "别称"])
def test_reference_to_a_faulty_record_is_not_told_again(project: Project, written: str) -> None:
    extra = "简称: 白鹭\n别名: [老白, 别称]\n成立: 去年\n"
    project.record("organizations/bailu", extra)
    project.record("sites/x", 所属=written, body=f"见[这里]({written})。\n")
    assert codes(project) == [("content/organizations/bailu/index.md", "bad-date")]


def test_reference_to_an_unreadable_record_is_not_told_again(project: Project) -> None:
    project.write("organizations/白鹭社区/index.md", "---\n名称: '白鹭社区\n---\n")
    project.record("sites/x", 所属="白鹭社区")
    assert codes(project) == [("content/organizations/白鹭社区/index.md", "yaml-syntax")]


# ---------------------------------------------------------------- both directions


def test_backlinks_are_grouped_by_what_the_target_calls_them(project: Project) -> None:
    project.record("organizations/bailu")
    project.record("sites/x", 所属="白鹭社区")
    project.record("activities/y", 主办="白鹭社区", 日期="2020")
    project.record("activities/z", 主办="[白鹭社区, 白鹭社区]", 日期="2021", 名称="新会")
    assert backlinks(project.catalog(), "organizations/bailu/") == {
        "主办的活动": ["activities/z/", "activities/y/"],
        "阵地与示范点": ["sites/x/"],
    }


@pytest.mark.parametrize(
    ("type", "inverse"),
    [("属于", "包括"), ("促成", "由此促成"), ("相关", "相关"), ("注意区分", "注意区分")],
)
def test_typed_relation_shows_on_both_sides(project: Project, type: str, inverse: str) -> None:
    project.record("brands/a")
    project.record("sites/b", relation("红帆", type))
    catalog = project.catalog()
    (link,) = catalog.links
    assert (link.source.permalink, link.target.permalink) == ("sites/b/", "brands/a/")
    assert (link.label, link.inverse) == (type, inverse)
    assert backlinks(catalog, "brands/a/") == {inverse: ["sites/b/"]}
    assert backlinks(catalog, "sites/b/") == {}


def test_record_that_names_itself_is_no_backlink(project: Project) -> None:
    project.record("sites/b", relation("白鹭驿站"))
    assert project.catalog().links == ()


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("path", "fields", "permalink"),
    [
        ("sites/bailu", {}, "sites/bailu/"),
        ("sites/白鹭社区 2024", {}, "sites/bai-lu-she-qu-2024/"),
        ("sites/白鹭", {"网址名": "egret"}, "sites/egret/"),
        ("sites/2026/05/bailu", {}, "sites/bailu/"),
        ("sites/🎉", {}, "sites/site/"),
    ],
)
def test_permalink_comes_from_folder_or_slug(
    project: Project, path: str, fields: dict[str, str], permalink: str
) -> None:
    project.record(path, **fields)
    assert permalinks(project.catalog().entries) == [permalink]


@pytest.mark.parametrize(
    ("folder", "reason", "example"),
    [
        ("Bailu", "不能有大写字母。", "bailu"),
        ("bai_lu", "只能用小写字母、数字和减号。", "bai-lu"),
    ],
)
def test_folder_name_that_is_no_slug_is_told(
    project: Project, folder: str, reason: str, example: str
) -> None:
    project.record(f"sites/{folder}")
    found = only(project)
    assert (found.file, found.code) == (f"content/sites/{folder}/index.md", "bad-slug")
    assert found.what == f"“{folder}”不能作网址。{reason}"
    assert f"例如 {example}；" in found.mend


@pytest.mark.parametrize(
    ("first", "second", "address"),
    [
        ("sites/白鹭", "sites/白路", "/sites/bai-lu/"),
        ("sites/2025/bailu", "sites/2026/bailu", "/sites/bailu/"),
        ("sites/白鹭（一）", "sites/白鹭（1）/白鹭（一）", "/sites/bai-lu-yi/"),
    ],
)
def test_address_wanted_twice_names_both_files(
    project: Project, first: str, second: str, address: str
) -> None:
    project.record(first, 名称="甲")
    project.record(second, 名称="乙")
    files = sorted(f"content/{path}/index.md" for path in (first, second))
    problems = project.problems()
    assert sorted((found.file, found.code) for found in problems) == [
        (file, "same-address") for file in files
    ]
    for found in problems:
        assert found.what.startswith(f"网址 {address} 被这些文件同时占用：")
        assert all(file in found.what for file in files)


@pytest.mark.parametrize(
    ("folder", "permalink"),
    [
        ("a#b", "sites/a-b/"),
        ("百分100%", "sites/bai-fen-100/"),
        ("空 格", "sites/kong-ge/"),
        ("bai lu", "sites/bai-lu/"),
        ("🎉庆祝", "sites/qing-zhu/"),
    ],
)
def test_odd_folder_name_becomes_an_address(project: Project, folder: str, permalink: str) -> None:
    project.record(f"sites/{folder}")
    assert permalinks(project.catalog().entries) == [permalink]


def test_folders_that_differ_by_case_collide(project: Project) -> None:
    project.record("sites/Bailu", 名称="甲")
    project.record("sites/bailu", 名称="乙")
    assert codes(project) == [
        ("content/sites", "name-collision"),
        ("content/sites/Bailu/index.md", "bad-slug"),
        ("content/sites/Bailu/index.md", "same-address"),
        ("content/sites/bailu/index.md", "same-address"),
    ]


def test_former_slugs_redirect(project: Project) -> None:
    project.record("sites/new", "曾用网址名: [old, older]\n")
    assert project.catalog().redirects == {"sites/old/": "sites/new/", "sites/older/": "sites/new/"}


def test_redirect_of_a_draft_is_not_published(project: Project) -> None:
    project.record("sites/new", "曾用网址名: [old]\n", 草稿="是")
    assert project.catalog().redirects == {}


def test_former_slug_that_another_record_uses_is_told_for_both(project: Project) -> None:
    project.record("sites/new", "曾用网址名: [old]\n", 名称="甲")
    project.record("sites/old", 名称="乙")
    found = [(found.file, found.line, found.field) for found in project.problems()]
    assert found == [
        ("content/sites/new/index.md", 7, "曾用网址名[1]"),
        ("content/sites/old/index.md", 2, ""),
    ]


@pytest.mark.parametrize("slug", ["page", "type", "region", "year"])
def test_addresses_of_lists_are_reserved(project: Project, slug: str) -> None:
    project.record("activities/x", 网址名=slug)
    found = only(project)
    assert (found.line, found.field, found.code) == (5, "网址名", "reserved-address")
    assert found.mend == f"换一个文件夹名，或加一行：网址名: {slug}-1"


def test_year_is_free_where_no_list_goes_by_year(project: Project) -> None:
    project.record("sites/year")
    assert project.problems() == ()


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("index.md", "/"),
        ("README.md", "/"),
        ("sites.md", "/sites/"),
        ("sites/index.md", "/sites/"),
        ("sites/bailu.md", "/sites/bailu/"),
        ("sites/bailu/index.md", "/sites/bailu/"),
    ],
)
def test_hand_written_page_cannot_take_an_address_of_ours(
    project: Project, page: str, address: str
) -> None:
    project.record("sites/bailu")
    project.write(f"pages/{page}", "# 页\n")
    found = [found for found in project.problems() if found.file == f"content/pages/{page}"]
    assert [(one.code, one.what.split(" ")[1]) for one in found] == [("same-address", address)]


def test_other_hand_written_pages_are_fine(project: Project) -> None:
    project.write("pages/about.md", "# 关于\n")
    project.write("pages/sites-map.md", "# 图\n")
    assert project.problems() == ()


# ---------------------------------------------------------------- loops


def test_loop_of_superiors_is_told_for_everyone_in_it(project: Project) -> None:
    project.record("organizations/a", 名称="甲", 上级="乙")
    project.record("organizations/b", 名称="乙", 上级="丙")
    project.record("organizations/c", 名称="丙", 上级="甲")
    project.record("organizations/d", 名称="丁", 上级="甲")
    found = [(found.file.split("/")[2], found.field, found.what) for found in project.problems()]
    before = "顺着“上级”往上找，又回到了自己："
    assert found == [
        ("a", "上级", f"{before}甲 → 乙 → 丙 → 甲。"),
        ("b", "上级", f"{before}乙 → 丙 → 甲 → 乙。"),
        ("c", "上级", f"{before}丙 → 甲 → 乙 → 丙。"),
    ]


def test_organization_above_itself_is_a_loop(project: Project) -> None:
    project.record("organizations/a", 名称="甲", 上级="甲")
    assert only(project).what == "顺着“上级”往上找，又回到了自己：甲 → 甲。"


# ---------------------------------------------------------------- order and groups


def test_newest_come_first_then_the_undated_by_pinyin(project: Project) -> None:
    for slug, name, date in [
        ("a", "甲", "2020-01-01"),
        ("b", "乙", "2021"),
        ("c", "丙", "2021-05"),
        ("d", "“张”会", None),
        ("e", "白会", None),
        ("f", "己", "--05-19"),
        ("g", "北会", "2020-01-01"),
    ]:
        project.record(f"activities/{slug}", 名称=name, 日期=date)
    found = [entry.record.name for entry in project.catalog().of_kind("activity")]
    assert found == ["丙", "乙", "北会", "甲", "己", "白会", "“张”会"]


def test_kinds_come_in_menu_order(project: Project) -> None:
    for path in ("agreements/a", "brands/b", "sites/c", "organizations/d", "members/e"):
        project.record(path)
    kinds = [entry.record.kind for entry in project.catalog().entries]
    assert kinds == ["site", "member", "brand", "organization", "agreement"]


def groups(catalog: Catalog, kind: str, facet: str) -> list[tuple[str, str, list[str]]]:
    return [
        (group.label, group.slug, [entry.slug for entry in group.entries])
        for group in catalog.groups(kind, facet)
    ]


def test_groups_by_type_and_region_are_largest_first(project: Project) -> None:
    project.record("sites/a", 名称="甲", 类型="心愿墙", 地区="山东 济南")
    project.record("sites/b", 名称="乙", 地区="山东 济南 历城区")
    project.record("sites/c", 名称="丙", 地区="山东 青岛")
    catalog = project.catalog()
    assert groups(catalog, "site", "type") == [
        ("党群服务中心", "service-centre", ["c", "b"]),
        ("心愿墙", "wish-wall", ["a"]),
    ]
    assert groups(catalog, "site", "region") == [
        ("山东·济南", "shan-dong-ji-nan", ["a", "b"]),
        ("山东·青岛", "shan-dong-qing-dao", ["c"]),
    ]


def test_regions_that_sound_alike_have_addresses_of_their_own(project: Project) -> None:
    project.record("sites/a", 名称="甲", 地区="陕西")
    project.record("sites/b", 名称="乙", 地区="山西")
    found = groups(project.catalog(), "site", "region")
    assert sorted(found) == [("山西", "shan-xi", ["b"]), ("陕西", "shan-xi-2", ["a"])]


def test_activity_of_two_years_is_in_both_newest_year_first(project: Project) -> None:
    project.record("activities/a", 名称="甲", 日期="2017-10", 结束日期="2018-03")
    project.record("activities/b", 名称="乙", 日期="2018")
    project.record("activities/c", 名称="丙", 日期="--05-19")
    project.record("activities/d", 名称="丁")
    assert groups(project.catalog(), "activity", "year") == [
        ("2018年", "2018", ["b", "a"]),
        ("2017年", "2017", ["a"]),
    ]


# ---------------------------------------------------------------- home page and bodies


def test_unknown_figure_on_the_home_page_is_told(project: Project) -> None:
    project.record("sites/bailu", "数字:\n  - 名称: 辖区面积\n    数值: 3\n")
    figures = "  数字:\n    - 记录: 白鹭驿站\n      名称: {}\n"
    project.write("website.yml", WEBSITE + figures.format("辖区面积"))
    assert project.problems() == ()
    project.write("website.yml", WEBSITE + figures.format("区面积"))
    assert only(project) == Problem(
        "content/website.yml",
        9,
        "首页.数字[1].名称",
        "unknown-figure",
        "“白鹭驿站”里没有名为“区面积”的数字。是不是“辖区面积”？",
        "那条记录里的数字有：辖区面积。",
    )


def test_unknown_record_on_the_home_page_is_told(project: Project) -> None:
    project.write("website.yml", WEBSITE + "  封面: 某某\n")
    found = only(project)
    assert (found.file, found.line, found.field) == ("content/website.yml", 7, "首页.封面")


def test_links_and_photos_in_a_body_are_checked_at_their_line(project: Project) -> None:
    project.write("website.yml", WEBSITE + "许可链接: [www.gov.cn]\n")
    body = (
        "见[白鹭](白鹭驿站)、[政府](https://www.gov.cn/a)、[信](mailto:a@b.cn)。\n"
        "[没有](某某)\n[坏](https://evil.example/)\n[坏](http://[)\n![图](a.jpg)\n"
        "[坏](javascript:alert(1))\n"
    )
    project.record("sites/bailu", body=body)
    found = [(found.line, found.field, found.code) for found in project.problems()]
    assert found == [
        (9, "正文", "unknown-reference"),
        (10, "正文", "foreign-link"),
        (11, "正文", "bad-link"),
        (12, "正文", "body-photo"),
        (13, "正文", "bad-link"),
    ]


def holds(annotation: Any, kind: type, around: tuple[Any, ...] = ()) -> bool:
    """Whether a value of an annotation can be, or have somewhere in it, one of a kind."""
    if isinstance(annotation, type) and issubclass(annotation, Component):
        fields = fields_of(annotation).values() if annotation not in around else ()
        return any(holds(field.annotation, kind, (*around, annotation)) for field in fields)
    return annotation is kind or any(holds(inner, kind, around) for inner in get_args(annotation))


@pytest.mark.parametrize("model", [*KINDS.values(), Website])
def test_references_are_looked_for_wherever_they_can_be(model: type[Component]) -> None:
    waiting, seen = [model], set()
    while waiting:
        current = waiting.pop()
        seen.add(current)
        for name, field in fields_of(current).items():
            assert (name in dict(_referring(current))) == holds(field.annotation, Reference)
            waiting += [each for each in components_of(field.annotation) if each not in seen]


def components_of(annotation: Any) -> list[type[Component]]:
    if isinstance(annotation, type) and issubclass(annotation, Component):
        return [annotation]
    return [found for inner in get_args(annotation) for found in components_of(inner)]
