"""品牌：任何有名字、有分项的做法：品牌、工作法、模式、机制、计划、制度、理念等。"""

from typing import Annotated, ClassVar

from generator.models.fields import field
from generator.models.record import Record
from generator.models.values import Choice, Line, PartialDate, Reference, To


class BrandType(Choice):
    BRAND = "brand", "党建品牌"
    METHOD = "method", "工作法"
    MODEL = "model", "工作模式"
    MECHANISM = "mechanism", "工作机制"
    SYSTEM = "system", "工作体系"
    PROGRAMME = "programme", "计划行动"
    RULES = "rules", "制度规范"
    DUTIES = "duties", "责任清单"
    STANDARD = "standard", "标准"
    EDUCATION = "education", "学习教育"
    PLATFORM = "platform", "服务平台"
    TEAM = "team", "队伍岗位"
    GOAL = "goal", "目标思路"
    CHARITY = "charity", "公益项目"
    IDEA = "idea", "理念口号"


class Brand(Record):
    """品牌：一个有名字、有分项的做法。"""

    kind: ClassVar = "brand"
    folder: ClassVar = "brands"
    label: ClassVar = "品牌"
    counter: ClassVar = "个"
    menu_order: ClassVar = 40
    has_network: ClassVar = True
    facets: ClassVar = ("type", "region", "owners", "topics")

    type: BrandType = field("类型", help="是哪一类做法", example="工作法", is_required=True)
    owners: tuple[
        Annotated[Reference, To(("organization",), inverse="品牌与工作法", is_open=True)], ...
    ] = field(
        "所属",
        help="由谁提出或实施",
        example="胶南街道",
        default=(),
        is_fact=True,
        in_new=True,
        schema="creator",
    )
    participants: tuple[
        Annotated[Reference, To(("organization",), inverse="参与的品牌", is_open=True)], ...
    ] = field("参与单位", help="一起实施的单位", example="白鹭社区", default=(), is_fact=True)
    slogan: Line | None = field("口号", help="一句话", example="人人向善、人人行善")
    aim: Line | None = field("目标", help="要达到什么", example="让党员有归属", is_fact=True)
    started: PartialDate | None = field("起始", help="什么时候开始", example="2018", is_fact=True)
    frequency: Line | None = field("频次", help="多久一次", example="每季度", is_fact=True)
    scope: Line | None = field("范围", help="在多大范围实施", example="全街道", is_fact=True)
    part_of: tuple[Annotated[Reference, To(("brand",), inverse="组成")], ...] = field(
        "上级品牌",
        help="是哪个品牌、体系的一部分",
        example="“1+3”非公企业党建工作矩阵",
        default=(),
        is_fact=True,
        schema="isPartOf",
    )
