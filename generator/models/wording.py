"""`content/wording.yml`: the office's own list of words, dated and with sources."""

from typing import ClassVar

from generator.models.fields import Component, field
from generator.models.values import Line, Name, PartialDate, YesNo


class Term(Component):
    """用语：一个不该再写的词，和该写的词。"""

    wrong: tuple[Name, ...] = field(
        "错", help="不规范、过时或写错的词，可以写几个", example="残废人", is_required=True
    )
    better: Line = field("改为", help="该怎样写", example="残疾人", is_required=True)
    why: Line = field("理由", help="为什么", example="带有歧视意味", is_required=True)
    source: Line = field(
        "依据",
        help="文件的名称；没有文件就写“常见错误”",
        example="《中华人民共和国残疾人保障法》",
        is_required=True,
    )
    date: PartialDate = field(
        "日期", help="文件的日期，或收进词表的日期", example="2008-04-24", is_required=True
    )
    exceptions: tuple[Name, ...] = field(
        "例外", help="同一句里有这些字时不提醒", example="旧社会", default=()
    )
    outdated: YesNo = field(
        "旧称", help="写“是”：记录的日期早于“日期”时不提醒", example="是", default=YesNo.NO
    )
    in_quotes: YesNo = field(
        "引号里也查", help="写“是”：引号、书名号里也提醒", example="是", default=YesNo.NO
    )


class Formulation(Component):
    """固定表述：一个字也不能差的提法。"""

    text: Line = field("表述", help="完整、准确的提法", example="中国式现代化", is_required=True)
    source: Line = field("依据", help="文件的名称", example="《中国共产党章程》", is_required=True)
    date: PartialDate = field(
        "日期", help="文件的日期，或收进词表的日期", example="2022-10-22", is_required=True
    )


class Wording(Component):
    """词表：用语检查时对照的词。"""

    label: ClassVar[str] = "词表"

    terms: tuple[Term, ...] = field("用语", help="不该再写的词", example="错: 残废人", default=())
    formulations: tuple[Formulation, ...] = field(
        "固定表述", help="容易写错一两个字的提法", example="表述: 中国式现代化", default=()
    )
