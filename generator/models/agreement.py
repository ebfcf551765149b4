"""共建协议：两方或多方之间的协议、共识。"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from generator.models.fields import Component, field
from generator.models.record import Record
from generator.models.values import Choice, Line, PartialDate, Reference, To


class AgreementType(Choice):
    CO_BUILDING = "co-building", "共建协议"
    COOPERATION = "cooperation", "合作协议"
    CONSENSUS = "consensus", "共识"
    ENTRUSTMENT = "entrustment", "委托协议"


class Party(Component):
    """签约方：协议的一方。"""

    shorthand: ClassVar[str] = "organization"

    organization: Annotated[
        Reference, To(("organization",), inverse="参加的协议", is_open=True)
    ] = field("单位", help="哪个单位", example="白鹭社区", is_required=True)
    representative: (
        Annotated[Reference, To(("member",), inverse="代表出席的协议", is_open=True)] | None
    ) = field("代表", help="代表这一方的人", example="封敏")
    role: Line | None = field("角色", help="在协议中的角色", example="组织方")


class Agreement(Record):
    """共建协议：谁与谁、在哪天、约定了什么。"""

    kind: ClassVar = "agreement"
    folder: ClassVar = "agreements"
    label: ClassVar = "共建协议"
    counter: ClassVar = "份"
    menu_order: ClassVar = 60
    has_network: ClassVar = True
    facets: ClassVar = ("type", "region", "parties", "year", "topics")

    type: AgreementType = field("类型", help="是哪一类协议", example="共建协议", is_required=True)
    date: PartialDate | None = field(
        "日期",
        help="签署日期；不清楚就不写",
        example="2018-06-27",
        in_new=True,
        schema="dateCreated",
    )
    date_note: Line | None = field(
        "日期说明", help="日期从何而来", example="年份由上文推得", is_fact=True
    )
    parties: tuple[Party, ...] = field(
        "各方", help="一行一方", example="单位: 白鹭社区", default=(), in_new=True
    )
    form: Line | None = field("形式", help="以什么形式", example="契约化、项目化", is_fact=True)
    documents: tuple[Line, ...] = field(
        "文件", help="签了哪些文件", example="党建共建协议", default=(), is_fact=True
    )
    goal: Line | None = field("目标", help="要达到什么", example="文明祥和的和谐社区", is_fact=True)
    commitments: tuple[Line, ...] = field(
        "约定", help="约定的事项，一行一条", example="开放活动场所", default=(), in_new=True
    )
    results: tuple[Line, ...] = field(
        "成效", help="一行一条", example="建成实验室20余个", default=()
    )

    @property
    def dated(self) -> PartialDate | None:
        return self.date

    def terms(self, facet: str) -> Iterator[tuple[str, str] | Reference]:
        if facet == "parties":
            yield from (party.organization for party in self.parties)
        else:
            yield from super().terms(facet)
