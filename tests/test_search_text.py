"""What of a record can be searched: what its page prints, and nothing else."""

import re

from bs4 import BeautifulSoup
from conftest import ROOT, Project

from generator import pipeline
from generator.models import KINDS
from generator.models.components import (
    Attachment,
    Award,
    Figure,
    Listing,
    Milestone,
    Part,
    Photo,
    Quote,
    ScheduleItem,
    Source,
    Space,
    Topic,
    Wish,
)
from generator.models.fields import Component, fields_of
from generator.search.text import HIDDEN, facts_of, forms_of, plain_lines, text_of
from generator.settings import settings_for
from generator.text.normalize import flat


def lines(project: Project, permalink: str) -> tuple[str, ...]:
    entry = project.entry(permalink)
    return text_of(entry.record, entry.raw.body)


def test_every_component_is_found(project: Project) -> None:
    project.record(
        "sites/a",
        """\
        分项:
          - {名称: 组织同建, 内容: 条件成熟就单独建支部。, 分项: [联合建]}
        数字:
          - {名称: 在孵企业, 数值: 1800余, 单位: 家, 时点: 2019-07}
        清单:
          - {名称: 十项制度, 条目: [工作年报制度], 分组: [{名称: 小区, 条目: [明湖郡]}], 说明: 略}
        空间: [{名称: 活动室, 面积: 120, 用途: 党课}]
        安排: [{时间: 每季度, 内容: 对接会, 地点: 二楼}]
        历程: [{日期: 2017-12, 内容: 支部成立。}]
        心愿: [{内容: 想要书房, 许愿人: 创业者}]
        言论: [{内容: 支部建在楼里。, 人物: 外部:李某, 场合: 签约}]
        对话: [{话题: 从哪里入手？, 发言: [{人物: 外部:赵某, 内容: 先建组织。}]}]
        荣誉: [{名称: 示范点, 授予单位: 组织部, 日期: 2019}]
        编者注: 年份为推算。
        """,
        body="正文**一段**。\n\n- 第一项\n- [第二项](白鹭驿站)\n",
        面积="约7830",
    )
    assert lines(project, "sites/a/") == (
        "一句话。",
        "正文一段。",
        "第一项",
        "第二项",
        "组织同建：条件成熟就单独建支部。",
        "联合建",
        "在孵企业：1800余家，2019年7月",
        "十项制度：略",
        "工作年报制度",
        "小区",
        "明湖郡",
        "活动室：120平方米，党课",
        "每季度：对接会，二楼",
        "2017年12月：支部成立。",
        "想要书房：创业者",
        "支部建在楼里。李某，签约",
        "从哪里入手？",
        "赵某：先建组织。",
        "示范点：2019年，组织部",
        "某报",
        "年份为推算。",
        "约7830平方米",
    )


def test_what_is_not_printed_is_not_searched(project: Project) -> None:
    project.record("sites/a", "备注: 待向老王核实\n曾用网址名: [jiudizhi]\n")
    assert lines(project, "sites/a/") == ("一句话。", "正文。", "某报")


def test_fields_that_say_they_are_not_published_are_hidden() -> None:
    every = (
        *KINDS.values(), Attachment, Award, Figure, Listing, Milestone, Part, Photo, Quote,
        ScheduleItem, Source, Space, Topic, Wish,
    )  # fmt: skip
    private = {
        name
        for model in every
        for name, spec in fields_of(model).items()
        if re.search("不会发布|自己人|只在预览", spec.help)
    }
    assert {"staff_note", "consent", "draft"} <= private <= HIDDEN


def test_each_line_stands_on_the_records_page(pages: dict[str, BeautifulSoup]) -> None:
    """The proof that nothing leaks: all that is indexed can be read on the built page."""
    missing = []
    for entry in pipeline.check(settings_for(ROOT), decode=False).catalog.entries:
        printed = flat(pages[entry.permalink].get_text(" "))
        for line in text_of(entry.record, entry.raw.body):
            pieces = [flat(piece) for piece in re.split("[。！？；：，]", line)]
            missing += [(entry.permalink, piece) for piece in pieces if piece not in printed]
    assert missing == []


def test_facts_say_kind_type_region_and_year(project: Project) -> None:
    project.record("brands/a", "主题: [为民]\n", 地区="山东 青岛 胶南街道", 起始="2018-05")
    facts = facts_of(project.entry("brands/a/").record)
    assert (facts.kind, facts.type, facts.region) == ("品牌", "党建品牌", "山东 青岛 胶南街道")
    assert (facts.years, facts.topics) == (("2018",), ("为民",))


def test_an_activity_over_the_new_year_has_both_years(project: Project) -> None:
    project.record("activities/a", 日期="2017-12-01", 结束日期="2018-01-05")
    assert facts_of(project.entry("activities/a/").record).years == ("2017", "2018")


def test_polyphonic_names_are_read_right(project: Project) -> None:
    project.record("organizations/a", 名称="重庆银行")
    project.record("members/b", 名称="单雄")
    project.record("members/c", 名称="曾小满")
    read = {
        entry.record.name: forms_of(entry.record)[0].readings for entry in project.catalog().entries
    }
    assert read == {
        "重庆银行": ((0, "chong"), (3, "hang")),
        "单雄": ((0, "shan"),),
        "曾小满": ((0, "zeng"),),
    }


def test_a_record_may_say_how_it_is_read() -> None:
    class Read:
        name = "乐行"
        names = ("乐行", "乐行社")
        pinyin = "Yue Xing"
        schema_type = "Organization"

    forms = forms_of(Read())  # type: ignore[arg-type]
    assert forms[0].readings == ((0, "yue"),)
    assert forms[1].name == "乐行社"


def test_a_name_in_traditional_characters_has_a_simplified_form(project: Project) -> None:
    project.record("brands/a", 名称="臺灣書屋")
    assert [form.name for form in forms_of(project.entry("brands/a/").record)] == [
        "臺灣書屋",
        "台湾书屋",
    ]


def test_markdown_leaves_its_words() -> None:
    body = (
        "# 标题\n\n正文 **粗** [甲](乙) ![图](x.jpg)\n续行\n\n- 一\n* 二\n\n"
        "| 名 | 数 |\n|--|--|\n| 甲 | 3 |\n\n> 引文\n\n---\n"
    )
    assert list(plain_lines(body)) == [
        "标题", "正文 粗 甲续行", "一", "二", "名；数", "甲；3", "引文",
    ]  # fmt: skip


def test_every_field_of_a_component_is_printed_or_hidden() -> None:
    """A component is walked whole, so that a new field needs a decision only when it is private."""
    assert issubclass(Photo, Component)
    assert set(fields_of(Photo)) - HIDDEN == {"caption", "credit", "taken"}


def test_no_default_says_anything() -> None:
    """Text is looked for among what was written; so are references (`mentions_in`)."""
    waiting: list[type[Component]] = list(KINDS.values())
    seen: set[type[Component]] = set()
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            waiting += [spec.component for spec in fields_of(model).values() if spec.component]
    assert len(seen) > 25
    for model in seen:
        assert not any(declared.default for declared in model.declared.values()), model
