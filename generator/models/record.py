"""`Record`: what every record kind has, and how a kind introduces itself."""

from collections.abc import Iterator
from typing import ClassVar

from generator.models.components import (
    Attachment,
    Award,
    Figure,
    Listing,
    Milestone,
    Part,
    Photo,
    Quote,
    Relation,
    ScheduleItem,
    Source,
    Space,
    Topic,
    Waiver,
    Wish,
)
from generator.models.fields import Component, field, fields_of
from generator.models.values import (
    Choice,
    FullDate,
    Line,
    Name,
    Paragraph,
    PartialDate,
    Reference,
    Region,
    Slug,
    YesNo,
)


class Record(Component):
    """One entry of content.

    A kind is a subclass in a file of its own beside this one; it says:

    kind, folder: English name; folder under content/ and in permalinks.
    label, counter: 活动 and its measure word 场.
    menu_order: place in the menu, ascending.
    facets: fields that lists are grouped by; `year` stands for the year of `dated`.
    schema_type: the schema.org type that its page describes.
    has_network: whether the organisations around it are drawn on its page.
    cover_shape: `card` (3:2) or `portrait` (4:5), the crop of its first photo.
    """

    kind: ClassVar[str] = ""
    folder: ClassVar[str] = ""
    label: ClassVar[str] = ""
    counter: ClassVar[str] = "条"
    menu_order: ClassVar[int] = 100
    facets: ClassVar[tuple[str, ...]] = ("type", "region", "topics")
    schema_type: ClassVar[str] = "CreativeWork"
    has_network: ClassVar[bool] = False
    cover_shape: ClassVar[str] = "card"

    name: Name = field(
        "名称",
        help="页面标题，也是别处引用它时写的名字",
        example="白鹭社区服务站",
        is_required=True,
        schema="name",
    )
    summary: Line = field(
        "摘要",
        help="一两句话，出现在卡片和搜索结果里，160 字以内",
        example="把服务送到家门口的社区阵地。",
        is_required=True,
        schema="description",
    )
    short_name: Name | None = field(
        "简称", help="常用的短名，引用时也可以写", example="同科天地", schema="alternateName"
    )
    aliases: tuple[Name, ...] = field(
        "别名", help="其他写法", example="山青院", default=(), schema="alternateName"
    )
    pinyin: Line | None = field(
        "读音", help="名称里有多音字、读错了才写，用空格隔开", example="shan xiong xin"
    )
    slug: Slug | None = field(
        "网址名", help="网址里用的名字，不写就用文件夹名", example="bailu-shequ"
    )
    former_slugs: tuple[Slug, ...] = field(
        "曾用网址名", help="改过名时写旧的，旧网址会自动跳转", example="bailu", default=()
    )
    draft: YesNo = field("草稿", help="写“是”就只在预览里看得到", example="是", default=YesNo.NO)
    withdraw_on: FullDate | None = field(
        "撤下日期", help="从这一天起不再发布；当天生成网站时撤下", example="2027-06-30"
    )
    region: Region | None = field(
        "地区", help="从大到小，用空格隔开", example="山东 济南 历城区", is_fact=True, in_new=True
    )
    topics: tuple[Name, ...] = field(
        "主题", help="几个关键词", example="两新组织", default=(), schema="keywords"
    )

    photos: tuple[Photo, ...] = field(
        "照片", help="第一张作封面", example="文件: 合影.jpg", default=()
    )
    parts: tuple[Part, ...] = field("分项", help="有编号的组成部分", example="组织同建", default=())
    figures: tuple[Figure, ...] = field(
        "数字", help="关键数字", example="名称: 在孵企业", default=()
    )
    lists: tuple[Listing, ...] = field(
        "清单", help="资源、制度、名单等", example="名称: 十项制度", default=()
    )
    spaces: tuple[Space, ...] = field("空间", help="房间和区域", example="党员活动室", default=())
    schedule: tuple[ScheduleItem, ...] = field(
        "安排", help="定期或按日程的安排", example="时间: 每季度", default=()
    )
    milestones: tuple[Milestone, ...] = field(
        "历程", help="大事记", example="日期: 2017-12~", default=()
    )
    wishes: tuple[Wish, ...] = field(
        "心愿", help="心愿卡", example="内容: 想要一间书房", default=()
    )
    quotes: tuple[Quote, ...] = field(
        "言论",
        help="说过的话；不是原话的要写“转述: 是”",
        example="内容: 把支部建在楼里",
        default=(),
    )
    dialogue: tuple[Topic, ...] = field(
        "对话", help="圆桌、访谈的问答", example="话题: 从哪里入手？", default=()
    )
    awards: tuple[Award, ...] = field("荣誉", help="称号和奖项", example="市级示范点", default=())
    attachments: tuple[Attachment, ...] = field(
        "附件", help="给读者下载的文件", example="{文件: 方案.pdf, 名称: 活动方案}", default=()
    )
    relations: tuple[Relation, ...] = field(
        "关系", help="与其他记录的关系，写一边即可", example="类型: 相关", default=()
    )
    sources: tuple[Source, ...] = field(
        "来源", help="依据的文章或文件", example="标题: 某某日报报道", is_required=True
    )
    checked: PartialDate | None = field(
        "核对日期", help="最近一次核对内容是哪天，会显示", example="2026-11-20"
    )
    checked_by: Name | None = field("核对人", help="谁核对的，会显示", example="街道党建办")
    caveat: Paragraph | None = field(
        "编者注", help="要向读者说明的疑点，会显示", example="年份为推算。"
    )
    staff_note: Paragraph | None = field("备注", help="只给自己人看，不会发布", example="待核实")

    waivers: tuple[Waiver, ...] = field(
        "免提醒",
        help="看过、确认不必改的提醒；不会发布",
        example="{代号: plain-name, 文字: 某某公司, 理由: 没有自己的页面}",
        default=(),
    )

    @property
    def dated(self) -> PartialDate | None:
        """The date that lists sort by, for kinds that have one."""
        return None

    @property
    def type_label(self) -> str:
        """Chinese label of the record's type; its kind's label if it has no type."""
        found = getattr(self, "type", None)
        return found.label if isinstance(found, Choice) else self.label

    @property
    def names(self) -> tuple[str, ...]:
        """All names that a reference may use, the full one first."""
        short = (self.short_name,) if self.short_name else ()
        return tuple(dict.fromkeys((self.name, *short, *self.aliases)))

    @classmethod
    def groups_by_reference(cls, facet: str) -> bool:
        """Whether a facet's terms are other records, such as the hosts of activities."""
        return bool(spec.to or spec.component) if (spec := fields_of(cls).get(facet)) else False

    @classmethod
    def facet_label(cls, facet: str) -> str:
        """What visitors read above the terms of a facet."""
        return "年份" if facet == "year" else fields_of(cls)[facet].key

    def terms(self, facet: str) -> Iterator[tuple[str, str] | Reference]:
        """The groups that the record belongs to under one of its facets.

        Each is (key, label), or a reference to the record that stands for the group.
        """
        if facet == "year":
            if self.dated and self.dated.year:
                yield str(self.dated.year), f"{self.dated.year}年"
            return
        value = getattr(self, facet)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Choice):
                yield item.value, item.label
            elif isinstance(item, Region):
                yield item.term, item.term
            elif isinstance(item, Reference):
                yield item
            elif item is not None:
                yield str(item), str(item)
