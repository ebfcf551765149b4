"""活动：主题党日、签约、论坛、走访、志愿服务、圆桌会等。"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from generator.models.fields import Component, field
from generator.models.record import Record
from generator.models.values import (
    Choice,
    FuzzyNumber,
    Line,
    Name,
    PartialDate,
    Reference,
    Refusal,
    To,
)


class ActivityType(Choice):
    THEME_DAY = "theme-day", "主题党日"
    ORGANIZATION_LIFE = "organization-life", "组织生活"
    SIGNING = "signing", "签约"
    CEREMONY = "ceremony", "启动仪式"
    FOUNDING = "founding", "成立"
    FORUM = "forum", "论坛"
    ROUND_TABLE = "round-table", "圆桌会"
    LECTURE = "lecture", "讲座分享"
    MEETING = "meeting", "会议"
    TRAINING = "training", "培训"
    SURVEY = "survey", "摸排调研"
    VISIT = "visit", "走访"
    ENTERPRISE_SERVICE = "enterprise-service", "企业服务"
    VOLUNTEERING = "volunteering", "志愿服务"
    REVIEW = "review", "评议公示"
    CHARITY = "charity", "公益项目"
    CAMPAIGN = "campaign", "创先争优"


class Participant(Component):
    """人物：参加活动的人。"""

    shorthand: ClassVar[str] = "person"

    person: Annotated[Reference, To(("member",), inverse="参加的活动", is_open=True)] = field(
        "姓名", help="谁", example="封敏", is_required=True
    )
    role: Line | None = field("身份", help="以什么身份参加", example="嘉宾")


class Activity(Record):
    """活动：一次或定期的一件事。"""

    kind: ClassVar = "activity"
    folder: ClassVar = "activities"
    label: ClassVar = "活动"
    counter: ClassVar = "场"
    menu_order: ClassVar = 30
    facets: ClassVar = ("type", "region", "hosts", "year", "topics")
    schema_type: ClassVar = "Event"

    type: ActivityType = field("类型", help="是哪一类活动", example="主题党日", is_required=True)
    date: PartialDate | None = field(
        "日期", help="哪一天；不清楚就不写", example="2024-05-13", in_new=True, schema="startDate"
    )
    end_date: PartialDate | None = field(
        "结束日期", help="不止一天时写", example="2024-05-15", schema="endDate"
    )
    date_note: Line | None = field(
        "日期说明", help="日期从何而来", example="年份由上文推得", is_fact=True
    )
    frequency: Line | None = field("频次", help="定期活动多久一次", example="每季度", is_fact=True)
    place: (
        Annotated[Reference, To(("site", "organization"), inverse="在此举办的活动", is_open=True)]
        | None
    ) = field(
        "地点",
        help="示范点或单位的名称，或别的地点",
        example="信仰空间",
        is_fact=True,
        in_new=True,
        schema="location",
    )
    hosts: tuple[
        Annotated[Reference, To(("organization",), inverse="主办的活动", is_open=True)], ...
    ] = field(
        "主办",
        help="主办单位",
        example="胶南街道",
        default=(),
        is_fact=True,
        in_new=True,
        schema="organizer",
    )
    organizers: tuple[
        Annotated[Reference, To(("organization",), inverse="承办的活动", is_open=True)], ...
    ] = field("承办", help="承办单位", example="红石崖街道", default=(), is_fact=True)
    participants: tuple[
        Annotated[Reference, To(("organization",), inverse="参与的活动", is_open=True)], ...
    ] = field("参与单位", help="参加的单位", example="白鹭社区", default=(), is_fact=True)
    people: tuple[Participant, ...] = field("人物", help="参加的人", example="封敏", default=())
    moderators: tuple[Name, ...] = field(
        "主持", help="主持人", example="朱琼瑜", default=(), is_fact=True
    )
    attendance: FuzzyNumber | None = field(
        "人数", help="多少人参加", example="120余", unit="人", is_fact=True
    )
    # No schema.org property: `duration` is how long an event takes, not the hours that all gave.
    service_hours: FuzzyNumber | None = field(
        "服务时长",
        help="参加的人一共服务了多少小时，照原文写；没有写明就不写，不要自己推算",
        example="约360",
        unit="小时",
        is_fact=True,
    )
    theme: Line | None = field("主旨", help="活动的主题", example="抓党建促发展", is_fact=True)
    brands: tuple[Annotated[Reference, To(("brand",), inverse="相关活动")], ...] = field(
        "品牌", help="属于哪个品牌、行动", example="红帆支部", default=(), is_fact=True
    )
    agreements: tuple[Annotated[Reference, To(("agreement",), inverse="签署活动")], ...] = field(
        "协议", help="签了哪些协议", example="校地企党建共建协议", default=(), is_fact=True
    )
    results: tuple[Line, ...] = field("成效", help="一行一条", example="促成企业间合作", default=())

    @property
    def dated(self) -> PartialDate | None:
        return self.date

    def terms(self, facet: str) -> Iterator[tuple[str, str] | Reference]:
        if facet == "year" and self.date and self.date.year and self.end_date:
            last = self.end_date.year or self.date.year
            yield from ((str(year), f"{year}年") for year in range(self.date.year, last + 1))
        else:
            yield from super().terms(facet)

    def refuse_contradictions(self) -> None:
        if self.date and self.end_date and self.end_date.is_before(self.date):
            raise Refusal("end-before-start", at="end_date", start=self.date, end=self.end_date)
