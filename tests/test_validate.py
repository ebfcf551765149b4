"""Raw values become records; every fault is told where it was written, in Chinese."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from conftest import WEBSITE, Project

import generator
from generator.errors import Problem
from generator.messages import MESSAGES
from generator.models import KINDS, Record
from generator.models.activity import Activity
from generator.models.agreement import Agreement
from generator.models.fields import Component, fields_of
from generator.models.site import Site
from generator.models.values import YesNo
from generator.models.website import Website
from generator.reading.frontmatter import FrontMatter, Raw, RawList, RawMap, RawText
from generator.reading.raw import RawRecord
from generator.reading.validate import plain_data, sample, validate

SITE = "名称: 白鹭驿站\n类型: 党群服务中心\n摘要: 一句话。\n来源: [某报]\n"
MODELS: tuple[type[Component], ...] = (*KINDS.values(), Website)


def validated(text: str, model: type[Component] = Site) -> tuple[Component | None, list[Problem]]:
    data = FrontMatter("f.md", 2, frozenset()).parse(text, problems := [])
    assert problems == []
    record, _, problems = validate(RawRecord(model, "f.md", Path(), data))
    return record, problems


def sound(text: str, model: type[Component] = Site) -> Component:
    record, problems = validated(text, model)
    assert problems == []
    assert record is not None
    return record


def told(text: str, model: type[Component] = Site) -> list[tuple[int, str, str]]:
    """(line, field, code) of every problem; there must be at least one, and no record."""
    record, problems = validated(text, model)
    assert record is None
    return [(found.line, found.field, found.code) for found in problems]


def activity(extra: str) -> str:
    return SITE.replace("党群服务中心", "主题党日") + extra


# ---------------------------------------------------------------- keys


def test_chinese_and_english_keys_give_the_same_record() -> None:
    english = "name: 白鹭驿站\ntype: service-centre\nsummary: 一句话。\nsources: [title: 某报]\n"
    assert sound(english) == sound(SITE)


def test_key_in_both_languages_is_told_at_the_second() -> None:
    _, problems = validated(SITE + "name: 别名\n")
    assert problems == [
        Problem(
            "f.md",
            6,
            "name",
            "both-languages",
            "“name”和第 2 行的“名称”是同一项，写了两次。",
            "只留“名称”，删掉另一个。",
        )
    ]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("地取", "是不是“地区”？"),
        ("sumary", "是不是“summary”？"),
        ("面 积", "是不是“面积”？"),
        ("QQ", ""),
    ],
)
def test_unknown_key_suggests_the_nearest(written: str, near: str) -> None:
    _, (found,) = validated(SITE + f"{written}: 甲\n")
    assert (found.line, found.field, found.code) == (6, written, "unknown-key")
    assert found.what == f"没有“{written}”这一项。{near}"
    assert all(spec.key in found.mend for spec in fields_of(Site).values())


def test_unknown_key_in_a_part_names_the_whole_place() -> None:
    text = SITE + "照片:\n  - 文件: a.jpg\n    图注: 一\n    图住: 二\n"
    assert told(text) == [(9, "照片[1].图住", "unknown-key")]


# ---------------------------------------------------------------- what is missing


def test_missing_fields_are_told_at_the_head() -> None:
    _, problems = validated("名称: 甲\n")
    assert [(found.line, found.field) for found in problems] == [
        (2, "摘要"),
        (2, "来源"),
        (2, "类型"),
    ]
    assert problems[0].what == "缺少“摘要”（一两句话，出现在卡片和搜索结果里，160 字以内）。"
    assert problems[0].mend == "加上：摘要: 把服务送到家门口的社区阵地。"


def test_missing_field_of_a_part_is_told_at_that_part() -> None:
    text = SITE + "照片:\n  - 文件: a.jpg\n    图注: 一\n  - 作者: 甲\n    文件: b.jpg\n"
    assert told(text) == [(9, "照片[2].图注", "missing-field")]


@pytest.mark.parametrize("nothing", ["", "''", "~", "[]", "\n  -", "\n  -\n  - ''"])
def test_required_list_without_entries_is_missing(nothing: str) -> None:
    assert told(SITE.replace("[某报]", nothing)) == [(2, "来源", "missing-field")]


@pytest.mark.parametrize("nothing", ["", "''", "null", "[]", "\n  -"])
def test_optional_field_without_a_value_is_as_if_left_out(nothing: str) -> None:
    assert sound(SITE + f"功能: {nothing}\n") == sound(SITE)


def test_missing_field_of_the_website_is_told_with_its_path() -> None:
    website = "网站名称: 甲\n简介: 乙\n主办单位: 丙\n首页:\n  口号: 丁\n"
    assert told(website, Website) == [(5, "首页.导语", "missing-field")]


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("extra", "place", "expected", "found"),
    [
        ("面积:\n  - 甲\n", "面积", "一段文字", "几行带减号的列表"),
        ("面积:\n  甲: 乙\n", "面积", "一段文字", "几个“项目: 内容”"),
        ("功能:\n  - [甲]\n", "功能[1]", "一段文字", "几行带减号的列表"),
        ("功能:\n  - 甲: 乙\n", "功能[1]", "一段文字", "几个“项目: 内容”"),
        ("照片: a.jpg\n", "照片[1]", "几个“项目: 内容”", "一段文字"),
        ("分项:\n  - [甲]\n", "分项[1]", "几个“项目: 内容”", "几行带减号的列表"),
    ],
)
def test_wrong_shape_is_told_once(extra: str, place: str, expected: str, found: str) -> None:
    _, (problem,) = validated(SITE + extra)
    key = place.split("[")[0]
    assert (problem.field, problem.code) == (place, "wrong-shape")
    assert problem.what == f"“{key}”这里应当写{expected}，现在写的是{found}。"


def test_wrong_shape_of_a_required_field_is_not_told_as_missing_too() -> None:
    assert told(SITE.replace("白鹭驿站", "[甲]")) == [(2, "名称", "wrong-shape")]


def test_shorthand_text_stands_for_a_part() -> None:
    long = "分项:\n  - 名称: 一\n  - 名称: 二\n    分项:\n      - 名称: 三\n"
    short = "分项:\n  - 一\n  - 名称: 二\n    分项: [三]\n"
    assert sound(SITE + short) == sound(SITE + long)


@pytest.mark.parametrize("one", ["分项: 一\n", "分项:\n  名称: 一\n", "分项:\n  - 一\n"])
def test_single_part_needs_no_list(one: str) -> None:
    assert sound(SITE + one) == sound(SITE + "分项: [{名称: 一}]\n")


def test_single_text_makes_a_list_of_one() -> None:
    assert sound(SITE + "功能: 党员学习、会议\n").functions == ("党员学习、会议",)


def test_empty_entries_of_a_list_do_not_shift_the_others() -> None:
    text = SITE + "照片:\n  -\n  - 文件: a.jpg\n    图注: <b>\n"
    assert told(text) == [(9, "照片[1].图注", "markup")]


# ---------------------------------------------------------------- places


def test_nested_places_are_counted_from_one_as_written() -> None:
    text = (
        SITE
        + "对话:\n  - 话题: 一\n    发言:\n      - 人物: 甲\n        内容: 乙\n"
        + "      - by: 甲\n        text: <i>\n"
        + "照片:\n  - 文件: a.jpg\n    图注: 一\n  - 文件: b/c.jpg\n    图注: 二\n"
    )
    assert told(text) == [
        (12, "对话[1].发言[2].text", "markup"),
        (16, "照片[2].文件", "bad-file-name"),
    ]


def test_all_problems_of_a_file_are_told() -> None:
    text = SITE + "地取: 甲\n面积: 很多\n草稿: 也许\n启用: 2024-13\n"
    assert sorted(told(text)) == [
        (6, "地取", "unknown-key"),
        (7, "面积", "bad-number"),
        (8, "草稿", "bad-yes-no"),
        (9, "启用", "bad-date"),
    ]


# ---------------------------------------------------------------- rules between fields


@pytest.mark.parametrize(
    ("extra", "place", "declared", "listed"),
    [
        ("分项:\n  - 名称: 一\n    项数: 1\n    分项: [二, 三]\n", "分项[1].项数", "1", 2),
        ("清单:\n  - 名称: 一\n    项数: 近2\n    条目: [二, 三, 四]\n", "清单[1].项数", "近2", 3),
        (
            "清单:\n  - 名称: 一\n    项数: 1\n    分组: [{名称: 二, 条目: [三, 四]}]\n",
            "清单[1].项数",
            "1",
            2,
        ),
        (
            "清单:\n  - 名称: 一\n    分组: [{名称: 二, 项数: 0, 条目: [三]}]\n",
            "清单[1].分组[1].项数",
            "0",
            1,
        ),
    ],
)
def test_more_listed_than_declared(extra: str, place: str, declared: str, listed: int) -> None:
    _, (found,) = validated(SITE + extra)
    assert (found.field, found.code) == (place, "count-too-small")
    assert found.what == f"“项数”写了 {declared}，下面却列了 {listed} 个。"


def test_fewer_listed_than_declared_is_partial() -> None:
    record = sound(SITE + "分项:\n  - 名称: 一\n    项数: 10\n    分项: [二, 三]\n")
    assert record.parts[0].is_partial


@pytest.mark.parametrize(
    ("extra", "partial"),
    [
        ("条目: [一]\n", False),
        ("项数: 1\n    条目: [一]\n", False),
        ("项数: 2\n    条目: [一]\n", True),
        ("项数: 1余\n    条目: [一]\n", True),
        ("完整: 否\n    条目: [一]\n", True),
        ("项数: 2\n", False),
    ],
)
def test_list_is_partial_when_its_source_says_that_there_are_more(
    extra: str, partial: bool
) -> None:
    record = sound(SITE + f"清单:\n  - 名称: 甲\n    {extra}")
    assert record.lists[0].is_partial is partial


def test_list_of_which_only_the_number_is_known() -> None:
    record = sound(SITE + "清单:\n  - 名称: 甲\n    项数: 10\n")
    assert record.lists[0].is_unlisted


@pytest.mark.parametrize("end", ["2024-05-12", "2024-04", "2023", "2023年底"])
def test_activity_cannot_end_before_it_starts(end: str) -> None:
    text = activity(f"日期: 2024-05-13\n结束日期: {end}\n")
    assert told(text, Activity) == [(7, "结束日期", "end-before-start")]


@pytest.mark.parametrize("end", ["2024-05-13", "2024-06", "2025"])
def test_activity_may_end_when_it_starts_or_later(end: str) -> None:
    sound(activity(f"日期: 2024-05-13\n结束日期: {end}\n"), Activity)


@pytest.mark.parametrize(
    ("start", "end"), [("2024-05-13", "2024-05"), ("2024-05-13", "2024"), ("2024-05-13", "--01-02")]
)
def test_end_that_is_less_precise_than_the_start_is_not_before_it(start: str, end: str) -> None:
    sound(activity(f"日期: {start}\n结束日期: {end}\n"), Activity)


def test_draft_is_a_yes_or_no() -> None:
    assert sound(SITE + "草稿: 是\n").draft is YesNo.YES
    assert sound(SITE).draft is YesNo.NO


def test_draft_may_wait_for_its_type_and_nothing_else_may() -> None:
    untyped = SITE.replace("类型: 党群服务中心\n", "")
    record, (notice,) = validated(untyped + "草稿: 是\n")
    assert isinstance(record, Site)
    assert notice.is_notice
    assert "还没有写“类型”" in notice.what
    assert [code for _, _, code in told(untyped)] == ["missing-field"]


# ---------------------------------------------------------------- every code


# One front matter for every code that a value or a shape can raise.
FAULTS = {
    "unknown-key": SITE + "地取: 甲\n",
    "both-languages": SITE + "name: 甲\n",
    "missing-field": "名称: 甲\n",
    "placeholder": SITE.replace("一句话。", "把服务送到家门口的社区阵地。"),
    "wrong-shape": SITE + "照片: a.jpg\n",
    "unknown-choice": SITE.replace("党群服务中心", "服务中心"),
    "bad-date": SITE + "启用: 2024-13-45\n",
    "bad-number": SITE + "面积: 很多\n",
    "bad-yes-no": SITE + "草稿: 对\n",
    "bad-region": SITE + "地区: 一 二 三 四 五 六\n",
    "bad-slug": SITE + "网址名: Bailu\n",
    "bad-file-name": SITE + "照片: [{文件: 'C:\\a.jpg', 图注: 一}]\n",
    "bad-address": SITE.replace("[某报]", "[{标题: 某报, 网址: example.org}]"),
    "too-long": SITE + f"简称: {'字' * 61}\n",
    "markup": SITE + "简称: <b>甲</b>\n",
    "count-too-small": SITE + "分项: [{名称: 一, 项数: 1, 分项: [二, 三]}]\n",
    "end-before-start": activity("日期: 2024-05-13\n结束日期: 2024-05-12\n"),
    "bad-reply-address": WEBSITE + "纠错: 打电话\n",
}
OF_OTHERS: dict[str, type[Component]] = {
    "end-before-start": Activity,
    "bad-reply-address": Website,
}


@pytest.mark.parametrize("code", FAULTS)
def test_every_code_can_happen(code: str) -> None:
    found = told(FAULTS[code], OF_OTHERS.get(code, Site))
    assert {code for _, _, code in found} == {code}


def test_no_code_of_validation_is_left_out() -> None:
    folder = Path(generator.__file__).parent
    files = [*folder.glob("models/*.py"), folder / "reading/validate.py"]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    raised = set(re.findall(r"(?:Refusal|problem|_tell_key)\(\s*\"([a-z-]+)\"", source))
    # The one notice; it has a test of its own.
    assert raised == {*FAULTS, "draft-lacks"}


# ---------------------------------------------------------------- nonsense in every field


def paths(
    model: type[Component], seen: tuple[type[Component], ...] = ()
) -> Iterator[tuple[str, ...]]:
    """English names from a model down to every field below it, once around every circle."""
    for name, spec in fields_of(model).items():
        yield (name,)
        if spec.component and spec.component not in seen:
            yield from ((name, *rest) for rest in paths(spec.component, (*seen, spec.component)))


def nested(path: tuple[str, ...], value: object) -> RawMap:
    inner = value if len(path) == 1 else nested(path[1:], value)
    return RawMap(((RawText(path[0], 2), inner),), 2)


TEXT = RawText("<x>荒唐" * 400, 3)
NONSENSE = {
    "text": TEXT,
    "short text": RawText("\\ 2024-99 12-3 {0} %s", 3),
    "list": RawList((TEXT, RawList((), 3), RawMap((), 3), RawText("", 3)), 3),
    "map": RawMap(((RawText("荒唐", 3), TEXT),), 3),
    "empty map": RawMap((), 3),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nonsense_in_any_field_is_told_in_chinese(
    model: type[Component], nonsense: RawText | RawList | RawMap
) -> None:
    for path in paths(model):
        _, _, problems = validate(RawRecord(model, "f.md", Path(), nested(path, nonsense)))
        assert problems, path
        for found in problems:
            assert found.code in MESSAGES
            assert found.line in (2, 3)
            assert re.search(r"[一-鿿]", found.what), path
            assert re.search(r"[一-鿿]", found.mend), path
            assert not re.search(r"[Ii]nput|[Vv]alue|should", found.what + found.mend)


def test_facts_are_never_filled_into_a_message_twice(project: Project) -> None:
    _, (found,) = validated(SITE + "面积: '{written}{0}'\n")
    assert found.what == "写的是“{written}{0}”，不是数字。"


# ---------------------------------------------------------------- samples


@pytest.mark.parametrize("model", [*MODELS, Agreement, Record], ids=lambda model: model.__name__)
def test_sample_of_a_field_is_one_line_with_its_key(model: type[Component]) -> None:
    for spec in fields_of(model).values():
        line = sample(spec)
        assert line.startswith(spec.key)
        assert "\n" not in line


def test_a_refused_field_hides_no_other_fault_of_its_record(project: Project) -> None:
    project.record("organizations/bailu")
    project.record(
        "activities/Du-Shu",
        "照片:\n  - 文件: 没有.jpg\n    图注: 一\n附件:\n  - 文件: 没有.pdf\n    名称: 一\n",
        body="[去看](没有这一条)\n",
        类型="主题党曰",
        主办="白鹭社去",
        日期="2024-13-01",
    )
    assert sorted(found.code for found in project.problems()) == [
        "attachment-missing",
        "bad-date",
        "bad-slug",
        "photo-missing",
        "unknown-choice",
        "unknown-reference",
        "unknown-reference",
    ]


def test_a_missing_required_field_hides_no_other_fault_of_its_record(project: Project) -> None:
    project.record("activities/a", 摘要=None, 来源=None, 主办="外部:甲", 协议="没有的协议")
    project.write("activities/a/index.md", "---\n名称: 甲\n类型: 签约\n协议: 没有的协议\n---\n")
    assert sorted(found.code for found in project.problems()) == [
        "missing-field",
        "missing-field",
        "unknown-reference",
    ]


def test_a_faulty_record_takes_its_address_all_the_same(project: Project) -> None:
    project.record("sites/bailu")
    project.record("sites/2026/bailu", 类型="没有的类型", 名称="另一处")
    codes = [found.code for found in project.problems()]
    assert sorted(codes) == ["same-address", "same-address", "unknown-choice"]


# ---------------------------------------------------------------- any file


def some_map(model: type[Component], chance: Random, depth: int = 0) -> RawMap:
    """A mapping with keys of a model, in both languages; most have the shape that is asked for."""
    specs = list(fields_of(model).values())
    entries: dict[str, tuple[RawText, Raw]] = {}
    for spec in chance.choices(specs, k=chance.randint(0, 5)):
        key = chance.choices([spec.key, spec.name, "不认识"], [20, 4, 1])[0]
        entries[key] = (RawText(key, 3), some_value(spec.component, chance, depth))
    return RawMap(tuple(entries.values()), 2)


def some_value(component: type[Component] | None, chance: Random, depth: int) -> Raw:
    text = RawText(chance.choice(["", "甲", "2024", "是"]), 4)
    shape = chance.choices(["text", "map", "list", "odd"], [4, 3, 4, 1])[0]
    if shape == "list" and depth < 4:
        inner = (some_value(component, chance, depth + 2) for _ in range(chance.randint(0, 3)))
        return RawList(tuple(inner), 4)
    if shape == "map" and component and depth < 4:
        return some_map(component, chance, depth + 1)
    return RawMap((), 4) if shape == "odd" else text


def some_record(model: type[Component], chance: Random) -> RawMap:
    """What is required, and some of the rest."""
    needed = {
        spec.key: RawText(spec.example if spec.choices else "甲", 4)
        for spec in fields_of(model).values()
        if spec.is_required
    }
    whole: dict[str, tuple[RawText, Raw]] = {
        key: (RawText(key, 3), value) for key, value in needed.items()
    }
    whole |= {key.text: (key, value) for key, value in some_map(model, chance).entries}
    return RawMap(tuple(whole.values()), 2)


def test_a_record_holds_what_was_written_and_nothing_else() -> None:
    chance = Random(8)
    made = 0
    for _ in range(2000):
        model = chance.choice([*KINDS.values()])
        raw = RawRecord(model, "f.md", Path(), some_record(model, chance))
        record, origin, problems = validate(raw)
        assert (record is None) == any(not found.is_notice for found in problems)
        assert all(found.line in (2, 3, 4) for found in problems)
        if record:
            made += 1
            plain = plain_data(raw)
            for name, spec in fields_of(model).items():
                value = getattr(record, name)
                assert name in plain or value == model.declared[name].default
                assert name not in plain or (name,) in origin.places
                assert not spec.is_many or len(value) == len(plain.get(name, ()))
    assert 200 < made < 1800
