"""`content/website.yml`: who publishes the website, and what its home page shows."""

from typing import Annotated, ClassVar

from generator.models.components import Waiver
from generator.models.fields import Component, field
from generator.models.values import (
    FileName,
    Host,
    Line,
    Name,
    Paragraph,
    Reference,
    ReplyAddress,
    To,
    WebAddress,
    YesNo,
)


class ChosenFigure(Component):
    """首页数字：某条记录里的一个数字。"""

    record: Annotated[Reference, To()] = field(
        "记录", help="数字写在哪条记录里", example="白鹭社区", is_required=True
    )
    name: Name = field("名称", help="那条记录里数字的名称", example="辖区面积", is_required=True)
    label: Name | None = field("显示为", help="首页上的叫法，不写就用原名", example="社区面积")


class Section(Component):
    """首页栏目：一组选出来的记录。"""

    title: Name = field("标题", help="栏目的名字", example="示范点巡礼", is_required=True)
    records: tuple[Annotated[Reference, To()], ...] = field(
        "记录", help="记录的名称，一行一条", example="白鹭社区", is_required=True
    )


class Home(Component):
    """首页：口号、数字、工作法和选出来的记录。"""

    motto: Name = field("口号", help="一行大字，用空格分行", example="同心 同向", is_required=True)
    eyebrow: Line | None = field("眉题", help="口号上方的小字", example="党建品牌展示")
    lead: Line = field("导语", help="一两句话", example="把支部建在楼里。", is_required=True)
    method: Annotated[Reference, To(("brand",))] | None = field(
        "工作法", help="首页展示哪个品牌的分项", example="“三同”工作法"
    )
    figures: tuple[ChosenFigure, ...] = field(
        "数字", help="四个左右", example="记录: 白鹭社区", default=()
    )
    sections: tuple[Section, ...] = field(
        "栏目", help="选出的记录", example="标题: 示范点", default=()
    )
    cover: Annotated[Reference, To()] | None = field(
        "封面", help="用哪条记录的第一张照片", example="白鹭社区"
    )
    wishes: Annotated[Reference, To()] | None = field(
        "心愿墙", help="展示哪条记录里的心愿", example="微心愿墙"
    )


class Synonyms(Component):
    """同义词：访客查其中一个，也能找到写着别的几个的页面。"""

    words: tuple[Name, ...] = field(
        "词", help="意思相同的几个词", example="网格员", is_required=True
    )


class ReviewerKey(Component):
    """公钥：一位审核人签名用的公钥。"""

    name: Name = field("姓名", help="哪位审核人", example="张明", is_required=True)
    key: str = field(
        "公钥",
        help="他的 .pub 文件里的那一行",
        example="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA",
        is_required=True,
    )


class ReviewPolicy(Component):
    """审核：三审三校的规矩。"""

    enabled: YesNo = field(
        "开启", help="写“是”，没有三审通过的内容就不发布", example="是", default=YesNo.NO
    )
    first: tuple[Name, ...] = field(
        "初审", help="谁可以初审；不写就不限", example="张明", default=()
    )
    second: tuple[Name, ...] = field(
        "复审", help="谁可以复审；不写就不限", example="李华", default=()
    )
    final: tuple[Name, ...] = field(
        "终审", help="谁可以终审；不写就不限", example="王芳", default=()
    )
    former: tuple[Name, ...] = field(
        "离任", help="不再审核的人；他们以前的审核仍然算数", example="赵强", default=()
    )
    signed: YesNo = field(
        "签名提交", help="写“是”，每次审核的提交都要有本人的签名", example="是", default=YesNo.NO
    )
    keys: tuple[ReviewerKey, ...] = field(
        "公钥", help="每位审核人一把", example="姓名: 张明", default=()
    )

    def who_signs(self, stage: str) -> tuple[str, ...]:
        """Who may do 初审, 复审 or 终审, or return (退回); empty for anybody."""
        each = {"初审": self.first, "复审": self.second, "终审": self.final}
        if stage in each:
            return each[stage]
        return tuple(dict.fromkeys(sum(each.values(), ()))) if all(each.values()) else ()

    def who_counts(self, stage: str) -> tuple[str, ...]:
        """Whose reviews of that stage count: those who may sign, and those who once could."""
        may = self.who_signs(stage)
        return (*may, *self.former) if may else ()


class Website(Component):
    """网站：名称、主办单位、备案信息和首页。"""

    label: ClassVar[str] = "网站设置"

    name: Name = field("网站名称", help="显示在每页顶上", example="党建品牌展示", is_required=True)
    tagline: Line | None = field("副名", help="名称下面的小字", example="示范点与先锋")
    description: Line = field("简介", help="一句话，给搜索引擎", example="某街道", is_required=True)
    publisher: Line = field("主办单位", help="谁办的网站", example="某街道党工委", is_required=True)
    notice: Line | None = field("声明", help="每页底部都显示的话", example="内容为示例。")
    organizer: Line | None = field("承办单位", help="具体办网站的部门", example="街道党建办")
    contact: Line | None = field("联系", help="办公电话、地址等", example="0532-00000000")
    icp: Name | None = field("ICP备案号", help="没有就不写", example="鲁ICP备00000000号")
    police: Name | None = field("公安备案号", help="没有就不写", example="鲁公网安备00000000号")
    site_id: Name | None = field(
        "网站标识码", help="政府网站才有；没有就不写", example="0000000000"
    )
    correction: ReplyAddress | None = field(
        "纠错", help="收更正意见的邮箱或网页", example="dangjian@example.org"
    )
    office_phones: tuple[Name, ...] = field(
        "办公电话",
        help="可以公开的办公手机号，写在这里的不算个人信息",
        example="13800000000",
        default=(),
    )
    office_emails: tuple[Name, ...] = field(
        "办公邮箱",
        help="可以公开的办公邮箱，写在这里的不算个人信息",
        example="dangjian@example.org",
        default=(),
    )
    licence: Name | None = field(
        "许可", help="别人怎样使用本站的文字和数据", example="知识共享署名 4.0（CC BY 4.0）"
    )
    licence_url: WebAddress | None = field(
        "许可网址", help="许可的全文", example="https://creativecommons.org/licenses/by/4.0/"
    )
    mark: FileName | None = field(
        "标志", help="页面左上角的图，放在 website.yml 旁边；不写就用日出图案", example="标志.png"
    )
    address: WebAddress | None = field(
        "网址", help="网站的网址；写了才有二维码、订阅和网站地图", example="https://example.org/"
    )
    allowed_hosts: tuple[Host, ...] = field(
        "许可链接", help="正文可以链接到的网站", example="www.gov.cn", default=()
    )
    suggestions: tuple[Name, ...] = field(
        "推荐查找", help="查找框还空着时列出的几个词", example="党群服务中心", default=()
    )
    synonyms: tuple[Synonyms, ...] = field(
        "同义词", help="查一个词时也查的别的词", example="词: [网格员, 网格长]", default=()
    )
    review: ReviewPolicy = field(
        "审核", help="三审三校；不写就不用", example="开启: 是", default=ReviewPolicy()
    )
    about: Paragraph | None = field("说明", help="给自己人的说明，不显示", example="示例站")
    waivers: tuple[Waiver, ...] = field(
        "免提醒",
        help="本文件和手写网页里看过、确认不必改的提醒；不会发布",
        example="{代号: personal-data, 文字: 138****0000, 理由: 虚构的例子}",
        default=(),
    )
    home: Home = field("首页", help="首页的内容", example="口号: 同心 同向", is_required=True)

    def synonym_table(self) -> dict[str, tuple[str, ...]]:
        """Each word with the others that mean the same."""
        table: dict[str, tuple[str, ...]] = {}
        for group in self.synonyms:
            for word in group.words:
                others = tuple(other for other in group.words if other != word)
                table[word] = tuple(dict.fromkeys((*table.get(word, ()), *others)))
        return table

    def address_of(self, uri: str) -> str:
        """Full address of a page or file; empty as long as the website has none of its own."""
        return f"{self.address.rstrip('/')}/{uri}" if self.address else ""
