"""Labels as people write them (活动时间：, 姓 名) and the fields that they stand for."""

import re

from generator.models import KINDS
from generator.models.fields import fields_of

# By kind: field → labels. `date` may hold a range; `people` a list of names.
_NAMES = {
    "activity": {
        "name": "标题 题目 活动名称 活动题目 活动标题 项目名称 会议名称",
        "type": "类型 活动类型 活动类别 类别",
        "date": "时间 活动时间 日期 活动日期 举办时间 开展时间 起止时间 实践时间 会议时间 实施时间",
        "place": "地点 活动地点 举办地点 开展地点 实践地点 会议地点",
        "hosts": "主办 主办单位 主办方 主办部门 组织单位 举办单位",
        "organizers": "承办 承办单位 承办方 承办部门",
        "participants": "协办 协办单位 参与单位 参加单位 参会单位 共建单位",
        "people": "人物 参加人员 参与人员 参会人员 出席人员 参加人 参与人 与会人员 活动人员 队员"
        " 团队成员 实践队员 主要成员 成员",
        "moderators": "主持 主持人",
        "attendance": "人数 参加人数 参与人数 活动人数 参会人数",
        "service_hours": "服务时长 志愿服务时长 服务总时长",
        "theme": "主旨 主题 活动主题 会议主题 会议议题",
        "summary": "摘要 内容摘要 活动摘要",
        "photo": "照片 活动照片 现场照片",
        "body": "活动内容 活动简介 活动过程 内容 简介",
    },
    "member": {
        "name": "姓名 名字",
        "type": "类型 类别",
        "position": "身份 职务 现任职务 岗位 职务职称",
        "political_status": "政治面貌",
        "college": "学院 所在学院 院系 所在院系 单位 所在单位 工作单位 部门 所在部门",
        "grade": "年级 班级 年级班级 专业班级 所在班级",
        "summary": "摘要 一句话介绍",
        "body": "个人简介 简介 个人介绍 自我介绍 人物简介 个人简历 主要事迹 事迹 事迹简介 先进事迹",
        "photo": "照片 相片 个人照片 证件照 生活照 近照",
    },
}
_ANY = {"name": "标题 名称 题目", "summary": "摘要", "body": "简介 内容 介绍"}
# Of a person and never asked for by a page: told, and not written.
PERSONAL = frozenset(
    re.findall(
        r"\w+",
        "性别 民族 籍贯 出生年月 出生日期 生日 年龄 学号 工号 电话 手机 联系电话 联系方式 手机号"
        " 手机号码 电话号码 身份证 身份证号 身份证号码 身份证件号 邮箱 电子邮箱 QQ QQ号 微信 微信号"
        " 住址 家庭住址 通讯地址 宿舍 健康状况 婚姻状况 银行卡号 银行账号 开户行 联系人",
    )
)


def fields_by_label(kind: str) -> dict[str, str]:
    """Label → field of a kind; the Chinese keys of its model's fields count as labels too."""
    found = {
        spec.key: name
        for name, spec in fields_of(KINDS[kind]).items()
        if spec.component is None and name not in {"draft", "slug", "former_slugs", "staff_note"}
    }
    for field, labels in (_ANY | _NAMES.get(kind, {})).items():
        found |= dict.fromkeys(labels.split(), field)
    if kind not in _NAMES:
        return found
    # 类型 and the like of the table above win over the general ones.
    for field, labels in _NAMES[kind].items():
        found |= dict.fromkeys(labels.split(), field)
    return found


def label_key(text: str) -> str:
    """A label without the spaces, brackets and colon that people put around it."""
    return re.sub(r"[\s\u3000:：*＊【】\[\]]", "", text)


_LINE_LABELS = {
    label for kind in _NAMES for field in _NAMES[kind].values() for label in field.split()
}
_LINE_LABELS |= PERSONAL
# Every label that may stand in a form, where a cell of its own says that it is one.
KNOWN = frozenset(_LINE_LABELS | {label for kind in KINDS for label in fields_by_label(kind)})
# In running text fewer: 内容：, 单位： and the like begin ordinary sentences too.
_IN_TEXT = _LINE_LABELS - set(
    re.findall(r"\w+", "内容 简介 单位 部门 成员 类别 标题 题目 照片 相片 事迹 岗位 名字")
)
# 一、活动时间：… is a label with a number; 一、活动主题：… begins a section.
COUNTED = frozenset(
    label
    for field in ("date", "place", "hosts", "organizers", "people", "moderators", "attendance")
    for label in _NAMES["activity"][field].split()
)
_ONE_OF = "|".join(
    r"[ \u3000]*".join(map(re.escape, label)) for label in sorted(_IN_TEXT, key=len, reverse=True)
)
LABEL_LINE = re.compile(
    r"(?:^|(?<=[\s\u3000；;，,。、.)）①-⑩•·●◆■-]))"
    rf"(?:(?P<label>{_ONE_OF})[ \u3000\t]*[:：]|[【\[](?P<boxed>{_ONE_OF})[】\]][ \u3000\t]*[:：]?)"
)
