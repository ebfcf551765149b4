"""示范点：任何可以走进去看的阵地：党群服务中心、信仰空间、心愿墙、先锋岗等。"""

from typing import Annotated, ClassVar

from generator.models.fields import field
from generator.models.record import Record
from generator.models.values import Choice, FuzzyNumber, Line, PartialDate, Reference, To


class SiteType(Choice):
    SERVICE_CENTRE = "service-centre", "党群服务中心"
    CONVENIENCE_CENTRE = "convenience-centre", "便民服务中心"
    ACTIVITY_SPACE = "activity-space", "党建活动阵地"
    BELIEF_SPACE = "belief-space", "信仰空间"
    DEMONSTRATION = "demonstration", "党建示范点"
    BUILDING_PILOT = "building-pilot", "楼宇党建试点"
    WISH_WALL = "wish-wall", "心愿墙"
    PIONEER_POST = "pioneer-post", "先锋岗位"
    MAKER_SPACE = "maker-space", "众创空间"
    SHARED_SPACE = "shared-space", "共享空间"
    PUBLIC_PLATFORM = "public-platform", "公共服务平台"
    LABORATORY = "laboratory", "校企平台"


class Site(Record):
    """示范点：一处有名字、有功能的场所。"""

    kind: ClassVar = "site"
    folder: ClassVar = "sites"
    label: ClassVar = "示范点"
    counter: ClassVar = "个"
    menu_order: ClassVar = 10
    facets: ClassVar = ("type", "region", "owner", "topics")
    schema_type: ClassVar = "Place"

    type: SiteType = field("类型", help="是哪一类场所", example="党群服务中心", is_required=True)
    owner: Annotated[Reference, To(("organization",), inverse="阵地与示范点")] | None = field(
        "所属", help="属于哪个组织或单位", example="白鹭社区", is_fact=True, in_new=True
    )
    builders: tuple[
        Annotated[Reference, To(("organization",), inverse="参与建设的阵地", is_open=True)], ...
    ] = field("建设单位", help="由谁建设", example="胶南街道", default=(), is_fact=True)
    area: FuzzyNumber | None = field(
        "面积", help="平方米，只写数字", example="约7830", unit="平方米", is_fact=True, in_new=True
    )
    opened: PartialDate | None = field("启用", help="启用时间", example="2019-07", is_fact=True)
    opening_hours: Line | None = field(
        "开放时间", help="什么时候可以去", example="每日8:30—20:30", is_fact=True
    )
    address: Line | None = field(
        "地址", help="在哪里", example="石榴路18号院内", is_fact=True, schema="address"
    )
    functions: tuple[Line, ...] = field(
        "功能", help="能做什么，一行一项", example="党员学习", default=(), is_fact=True
    )
    brands: tuple[Annotated[Reference, To(("brand",), inverse="落地阵地")], ...] = field(
        "品牌", help="在这里落地的品牌、行动", example="红领沙龙", default=(), is_fact=True
    )
