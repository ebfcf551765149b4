"""组织：党组织、联盟、园区、企业、社区、街道、高校、志愿服务队、基金等。"""

from typing import Annotated, ClassVar

from generator.models.fields import field
from generator.models.record import Record
from generator.models.values import Choice, Line, PartialDate, Reference, To


class OrganizationType(Choice):
    PARTY_COMMITTEE = "party-committee", "党委"
    GENERAL_BRANCH = "general-branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint-branch", "联合党支部"
    JOINT_COMMITTEE = "joint-committee", "联合党委"
    STREET_WORKING_COMMITTEE = "street-working-committee", "街道党工委"
    ZONE_WORKING_COMMITTEE = "zone-working-committee", "开发区党工委"
    PARTY_DEPARTMENT = "party-department", "党委部门"
    ALLIANCE = "alliance", "联盟"
    COUNCIL = "council", "理事会"
    CO_GOVERNANCE = "co-governance", "共治组织"
    WORKSTATION = "workstation", "工作站"
    INCUBATOR = "incubator", "孵化器"
    PARK = "park", "园区"
    BUILDING = "building", "楼宇"
    BUSINESS_DISTRICT = "business-district", "商圈"
    ENTERPRISE = "enterprise", "企业"
    UNIVERSITY = "university", "高校"
    COMMUNITY = "community", "社区"
    STREET = "street", "街道"
    NEW_AREA = "new-area", "新区"
    DEVELOPMENT_ZONE = "development-zone", "开发区"
    GOVERNMENT = "government", "政府部门"
    CHARITY = "charity", "慈善组织"
    MASS_ORGANIZATION = "mass-organization", "群团组织"
    VOLUNTEER_TEAM = "volunteer-team", "志愿服务队"
    FUND = "fund", "基金"


_Organization = ("organization",)


class Organization(Record):
    """组织：一个党组织、单位、联盟、队伍或基金。"""

    kind: ClassVar = "organization"
    folder: ClassVar = "organizations"
    label: ClassVar = "组织"
    counter: ClassVar = "个"
    menu_order: ClassVar = 50
    has_network: ClassVar = True
    facets: ClassVar = ("type", "region", "parent", "topics")
    schema_type: ClassVar = "Organization"

    type: OrganizationType = field("类型", help="是哪一类组织", example="党支部", is_required=True)
    nature: Line | None = field("性质", help="民营、国企等", example="民营", is_fact=True)
    parent: Annotated[Reference, To(_Organization, inverse="下级组织")] | None = field(
        "上级",
        help="直接领导它的组织",
        example="胶南街道",
        is_fact=True,
        in_new=True,
        schema="parentOrganization",
    )
    belongs_to: Annotated[Reference, To(_Organization, inverse="所建组织")] | None = field(
        "所属单位", help="党组织、队伍建在哪个单位里", example="白鹭社区", is_fact=True
    )
    located_in: Annotated[Reference, To(_Organization, inverse="区内单位")] | None = field(
        "所在", help="位于哪个街道、园区的辖区（不是隶属）", example="胶南街道", is_fact=True
    )
    incubated_by: Annotated[Reference, To(_Organization, inverse="培育企业")] | None = field(
        "培育单位", help="由哪个园区、基地培育", example="合肥高新创业园", is_fact=True
    )
    founded: PartialDate | None = field(
        "成立", help="成立时间", example="2017-05", is_fact=True, schema="foundingDate"
    )
    business: tuple[Line, ...] = field(
        "业务", help="做什么，一行一项", example="立体绿化", default=(), is_fact=True
    )
    address: Line | None = field(
        "地址", help="办公地点", example="万达广场写字楼", is_fact=True, schema="address"
    )
