"""先锋人物：先锋党员、党组织书记、受访嘉宾、创业者等。"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from generator.models.fields import Component, field
from generator.models.record import Record
from generator.models.values import Choice, Line, Paragraph, Reference, To


class MemberType(Choice):
    SECRETARY = "secretary", "党组织书记"
    PIONEER = "pioneer", "先锋党员"
    ACTIVIST = "activist", "入党积极分子"
    ENTREPRENEUR = "entrepreneur", "创业者"
    MANAGER = "manager", "园区负责人"
    VOLUNTEER = "volunteer", "志愿者"
    GUEST = "guest", "受访嘉宾"


class PoliticalStatus(Choice):
    MEMBER = "member", "中共党员"
    PROBATIONARY = "probationary", "中共预备党员"
    ACTIVIST = "activist", "入党积极分子"
    LEAGUE_MEMBER = "league-member", "共青团员"
    OTHER_PARTY = "other-party", "民主党派"
    NON_PARTY = "non-party", "群众"


class Post(Component):
    """任职：在哪个单位担任什么。"""

    organization: Annotated[Reference, To(("organization",), inverse="相关人物", is_open=True)] = (
        field("单位", help="哪个单位", example="白鹭社区", is_required=True)
    )
    title: Line | None = field("职务", help="担任什么", example="党支部书记")


class Member(Record):
    """先锋人物：一位可以公开介绍的人。"""

    kind: ClassVar = "member"
    folder: ClassVar = "members"
    label: ClassVar = "先锋人物"
    counter: ClassVar = "位"
    menu_order: ClassVar = 20
    cover_shape: ClassVar = "portrait"
    facets: ClassVar = ("type", "region", "posts", "topics")
    schema_type: ClassVar = "Person"

    type: MemberType = field("类型", help="以什么身份介绍", example="先锋党员", is_required=True)
    political_status: PoliticalStatus | None = field(
        "政治面貌", help="核实过才写；不清楚就不写", example="中共党员", is_fact=True
    )
    position: Line = field(
        "身份",
        help="一句话说明是谁",
        example="某社区党支部书记、居委会主任",
        is_required=True,
        schema="jobTitle",
    )
    posts: tuple[Post, ...] = field(
        "任职", help="单位和职务", example="单位: 白鹭社区", default=(), in_new=True
    )
    deeds: tuple[Paragraph, ...] = field(
        "事迹", help="做过的事，一行一件", example="带队打开海外市场。", default=(), in_new=True
    )
    views: tuple[Paragraph, ...] = field(
        "观点", help="主张和看法的转述，一行一条", example="把支部建在楼里。", default=()
    )

    def terms(self, facet: str) -> Iterator[tuple[str, str] | Reference]:
        if facet == "posts":
            yield from (post.organization for post in self.posts)
        else:
            yield from super().terms(facet)
