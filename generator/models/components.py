"""The parts that any record may carry: numbered parts, figures, lists, photos, wishes …"""

from typing import Annotated, ClassVar, Self

from generator.messages import MESSAGES
from generator.models.fields import Component, field
from generator.models.values import (
    Choice,
    FileName,
    FuzzyNumber,
    Line,
    Mention,
    Name,
    Paragraph,
    PartialDate,
    Reference,
    Refusal,
    To,
    WebAddress,
    YesNo,
)
from generator.text.suggest import did_you_mean


def listed_is_partial(declared: FuzzyNumber | None, listed: int, complete: YesNo | None) -> bool:
    """Whether 等 must follow what is listed: the source says that there are more."""
    if not listed:
        return False
    if complete is YesNo.NO:
        return True
    return declared is not None and (declared.amount > listed or not declared.is_exact)


def _check_count(declared: FuzzyNumber | None, listed: int) -> None:
    if declared is not None and listed > declared.amount:
        raise Refusal("count-too-small", at="declared_count", declared=str(declared), listed=listed)


class Part(Component):
    """分项：品牌、工作法的一个组成部分，可以再分。"""

    shorthand: ClassVar[str] = "name"

    name: Name = field("名称", help="这一部分叫什么", example="组织同建", is_required=True)
    mark: Annotated[str, *Name.__metadata__] | None = field(
        "标记", help="突出显示的一个字或数", example="一"
    )
    text: Paragraph | None = field("内容", help="一两句话说明", example="条件成熟就单独建支部。")
    declared_count: FuzzyNumber | None = field(
        "项数", help="原文说共有几项；下面没有列全时会显示“等”", example="10"
    )
    unit: Name | None = field("单位", help="项数的单位", example="项")
    complete: YesNo | None = field("完整", help="下面是否已列全", example="是")
    parts: tuple["Part", ...] = field("分项", help="下一级分项", example="工作年报制度", default=())

    @property
    def is_partial(self) -> bool:
        return listed_is_partial(self.declared_count, len(self.parts), self.complete)

    def refuse_contradictions(self) -> None:
        _check_count(self.declared_count, len(self.parts))


class Figure(Component):
    """数字：一个有出处、有时点的数。"""

    name: Name = field("名称", help="这个数字说的是什么", example="在孵企业", is_required=True)
    value: FuzzyNumber = field(
        "数值", help="只写数字，可带余、近、约、多、超过", example="1800余", is_required=True
    )
    unit: Name | None = field("单位", help="数字的单位", example="家")
    as_of: PartialDate | None = field("时点", help="截至什么时候", example="2019-07")
    source: Line | None = field("来源", help="与本条来源不同时才写", example="街道党建办统计")
    note: Line | None = field("说明", help="口径、是否为目标等", example="为目标，尚未全部实现")


class ListEntry(Component):
    """条目：清单里的一项；名称与某条记录相同时自动成为链接。"""

    shorthand: ClassVar[str] = "name"

    name: Mention = field("名称", help="这一项叫什么", example="工作年报制度", is_required=True)
    text: Paragraph | None = field("内容", help="一两句话说明", example="每年十二月报送。")


class ListGroup(Component):
    """分组：清单里的一组。"""

    shorthand: ClassVar[str] = "name"

    name: Name = field("名称", help="这一组叫什么", example="住宅小区", is_required=True)
    declared_count: FuzzyNumber | None = field("项数", help="原文说这一组有几项", example="3")
    unit: Name | None = field("单位", help="项数的单位", example="个")
    entries: tuple[ListEntry, ...] = field(
        "条目", help="一行一项", example="明湖白鹭郡", default=()
    )

    @property
    def is_partial(self) -> bool:
        return listed_is_partial(self.declared_count, len(self.entries), None)

    def refuse_contradictions(self) -> None:
        _check_count(self.declared_count, len(self.entries))


class ListType(Choice):
    RESOURCES = "resources", "资源"
    NEEDS = "needs", "需求"
    PROJECTS = "projects", "项目"
    SERVICES = "services", "服务"
    DUTIES = "duties", "职责"
    RULES = "rules", "制度"
    STANDARDS = "standards", "标准"
    NAMES = "names", "名单"


class Listing(Component):
    """清单：资源、需求、项目、服务、制度、名单等，数目与条目都如实写。"""

    name: Name = field("名称", help="清单叫什么", example="十项制度", is_required=True)
    type: ListType | None = field("类型", help="属于哪一类清单", example="制度")
    declared_count: FuzzyNumber | None = field(
        "项数", help="原文说共有几项；下面没有列全时会显示“等”", example="10"
    )
    unit: Name | None = field("单位", help="项数的单位", example="项")
    complete: YesNo | None = field("完整", help="条目是否已列全；没列全写“否”", example="否")
    entries: tuple[ListEntry, ...] = field(
        "条目", help="一行一项", example="工作年报制度", default=()
    )
    groups: tuple[ListGroup, ...] = field("分组", help="分几组时用", example="住宅小区", default=())
    note: Paragraph | None = field("说明", help="需要向读者交代的话", example="各类项数原文未印。")

    @property
    def is_partial(self) -> bool:
        return listed_is_partial(self.declared_count, len(self.entries), self.complete)

    @property
    def is_unlisted(self) -> bool:
        """Only the number is known; its entries were never printed."""
        return self.declared_count is not None and not self.entries and not self.groups

    def refuse_contradictions(self) -> None:
        listed = len(self.entries) + sum(len(group.entries) for group in self.groups)
        _check_count(self.declared_count, listed)


class Space(Component):
    """空间：场所里的房间和区域。"""

    shorthand: ClassVar[str] = "name"

    name: Name = field("名称", help="房间或区域的名字", example="党员活动室", is_required=True)
    area: FuzzyNumber | None = field("面积", help="平方米", example="120")
    use: Line | None = field("用途", help="用来做什么", example="组织生活、党课")


class ScheduleItem(Component):
    """安排：什么时候做什么。"""

    when: Line = field("时间", help="日期、时刻或频次", example="每季度一次", is_required=True)
    what: Line = field("内容", help="做什么", example="产业链对接会", is_required=True)
    where: Line | None = field("地点", help="在哪里", example="二楼会议室")


class Milestone(Component):
    """历程：一个时间点上的一件事。"""

    date: PartialDate = field("日期", help="可以只到年或月", example="2017-12~", is_required=True)
    text: Line = field("内容", help="发生了什么", example="党支部成立。", is_required=True)


class WishState(Choice):
    OPEN = "open", "待认领"
    CLAIMED = "claimed", "办理中"
    DONE = "done", "已实现"


class Wish(Component):
    """心愿：心愿墙上的一张卡片。"""

    text: Line = field("内容", help="心愿的内容", example="想要一间公共书房。", is_required=True)
    state: WishState | None = field("状态", help="办到哪一步；不清楚就不写", example="待认领")
    by: Name | None = field("许愿人", help="可用化名或身份", example="一位创业者")
    claimed_by: Mention | None = field("认领", help="谁来办", example="白鹭社区")
    date: PartialDate | None = field("日期", help="许愿的日期", example="2018")


class Focus(Choice):
    """Where the important thing is, for crops; `point` is (across, down) from 0 to 1."""

    point: tuple[float, float]

    def __new__(cls, english: str, label: str, across: float = 0.5, down: float = 0.5) -> Self:
        member = str.__new__(cls, english)
        member._value_ = english
        member.label = label
        member.point = (across, down)
        return member

    CENTRE = "centre", "中间"
    TOP = "top", "上方", 0.5, 0.0
    BOTTOM = "bottom", "下方", 0.5, 1.0
    LEFT = "left", "左边", 0.0, 0.5
    RIGHT = "right", "右边", 1.0, 0.5
    TOP_LEFT = "top-left", "左上", 0.0, 0.0
    TOP_RIGHT = "top-right", "右上", 1.0, 0.0
    BOTTOM_LEFT = "bottom-left", "左下", 0.0, 1.0
    BOTTOM_RIGHT = "bottom-right", "右下", 1.0, 1.0


class Photo(Component):
    """照片：放在这条记录的文件夹里，这里写文件名和图注。"""

    file: FileName = field(
        "文件", help="照片的文件名，带后缀", example="合影.jpg", is_required=True
    )
    caption: Line = field("图注", help="谁在哪里做什么", example="签约现场", is_required=True)
    alt: Line | None = field("替代文字", help="读屏软件念的话，不写就用图注", example="两人握手")
    credit: Name | None = field("作者", help="摄影或绘图者", example="街道宣传办")
    taken: PartialDate | None = field("日期", help="拍摄日期", example="2024-05-13")
    focus: Focus | None = field("重点", help="裁剪时不能裁掉的地方；不写就取中间", example="上方")
    consent: YesNo | None = field(
        "同意公开", help="照片里的人是否同意；只作记录，不会发布；写“否”就不能用", example="是"
    )
    withdrawn: YesNo = field(
        "撤下", help="写“是”就从网站上撤下，记录仍保留", example="是", default=YesNo.NO
    )


class Attachment(Component):
    """附件：放在这条记录的文件夹里、给读者下载的文件。"""

    file: FileName = field(
        "文件",
        help="文件名，带后缀；PDF、Word、Excel、PPT、ZIP",
        example="方案.pdf",
        is_required=True,
    )
    name: Name = field("名称", help="读者看到的名字", example="活动方案", is_required=True)
    note: Line | None = field("说明", help="一句话说明", example="2024 年修订")


class Quote(Component):
    """言论：一句话和说话的人；转述的要注明。"""

    text: Line = field("内容", help="说了什么", example="把支部建在楼里。", is_required=True)
    by: Annotated[Reference, To(("member",), inverse="言论", is_open=True)] | None = field(
        "人物", help="谁说的", example="封敏"
    )
    paraphrase: YesNo | None = field("转述", help="不是原话就写“是”", example="是")
    occasion: Line | None = field("场合", help="在什么场合说的", example="签约仪式")


class Speech(Component):
    """发言：对话里一个人的一段话。"""

    by: Annotated[Reference, To(("member",), inverse="参加的对话", is_open=True)] = field(
        "人物", help="谁说的", example="李伟", is_required=True
    )
    text: Paragraph = field("内容", help="说了什么", example="先把组织建起来。", is_required=True)


class Topic(Component):
    """话题：对话里的一个问题和各人的回答。"""

    title: Line = field("话题", help="讨论的问题", example="从哪里入手？", is_required=True)
    speeches: tuple[Speech, ...] = field("发言", help="一人一段", example="人物: 李伟", default=())


class Award(Component):
    """荣誉：得到的称号或奖项。"""

    shorthand: ClassVar[str] = "name"

    name: Name = field("名称", help="荣誉名称", example="市级示范点", is_required=True)
    date: PartialDate | None = field("日期", help="授予日期", example="2019")
    by: Mention | None = field("授予单位", help="谁授予的", example="市委组织部")


class Source(Component):
    """来源：这条记录的依据。"""

    shorthand: ClassVar[str] = "title"

    title: Line = field(
        "标题", help="文章或文件的标题", example="党建共建，共促发展", is_required=True
    )
    publisher: Line | None = field("媒体", help="报纸、网站或发文单位", example="某某日报")
    date: PartialDate | None = field("日期", help="发表日期", example="2018-07-12")
    authors: tuple[Name, ...] = field("作者", help="署名", example="修从涛", default=())
    url: WebAddress | None = field("网址", help="原文网址", example="https://example.org/a")
    note: Line | None = field("说明", help="日期、报名没印等情况", example="报名、日期未印")


class Waiver(Component):
    """免提醒：看过一条提醒或个人信息问题，确认不必改，写明理由；这以后不再提。"""

    code: Name = field("代号", help="提醒末尾括号里的英文", example="plain-name", is_required=True)
    text: Line = field("文字", help="提醒里引出来的那几个字", example="某某公司", is_required=True)
    reason: Line = field(
        "理由", help="为什么不必改", example="这家单位没有自己的页面", is_required=True
    )

    def refuse_contradictions(self) -> None:
        if self.code not in MESSAGES:
            near = did_you_mean(self.code, MESSAGES)
            known = "提醒末尾括号里的英文"
            raise Refusal("unknown-choice", at="code", written=self.code, near=near, known=known)


class RelationType(Choice):
    """A typed relation; `inverse` is how the other side calls it."""

    inverse: str

    def __new__(cls, english: str, label: str, inverse: str = "") -> Self:
        member = str.__new__(cls, english)
        member._value_ = english
        member.label = label
        member.inverse = inverse or label
        return member

    PART_OF = "part-of", "属于", "包括"
    SERVES = "serves", "服务于", "得到服务"
    BUILDS_ON = "builds-on", "依托", "支撑"
    LEARNED_FROM = "learned-from", "借鉴", "被借鉴"
    LED_TO = "led-to", "促成", "由此促成"
    RELATED = "related", "相关"
    DISTINCT_FROM = "distinct-from", "注意区分"


class Relation(Component):
    """关系：与另一条记录的关系；只写一边，另一边自动出现。"""

    type: RelationType = field("类型", help="是什么关系", example="相关", is_required=True)
    target: Annotated[Reference, To()] = field(
        "对象", help="另一条记录的名称", example="白鹭社区", is_required=True
    )

    @property
    def inverse(self) -> str:
        return self.type.inverse
