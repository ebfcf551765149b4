"""Attendance and hours: what records state, as they state it. Only exact numbers are added."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from generator.models.activity import Activity
from generator.models.fields import fields_of
from generator.models.values import FuzzyNumber
from generator.yearly.activities import Chosen, Held
from generator.yearly.pages import NOT_SAID, Cell, Page, Row, Table, number, summed, year_label

_HOURS = "小时"


@dataclass(frozen=True)
class Measure:
    """One field of activities that holds a number. page: its sheet. unit: of a sum."""

    name: str
    page: str
    unit: str
    note: str

    @property
    def key(self) -> str:
        return fields_of(Activity)[self.name].key

    def of(self, held: Held) -> FuzzyNumber | None:
        value = getattr(held.record, self.name)
        return value if isinstance(value, FuzzyNumber) else None


ATTENDANCE = Measure(
    "attendance", "参加人数", "人次", "同一个人参加几场就算几次，所以相加得到的是人次。"
)
HOURS = Measure(
    "service_hours", "服务时长", _HOURS, "“服务时长”指一场活动里所有人服务的小时数之和。"
)


@dataclass(frozen=True)
class Sum:
    """What some activities state: how many say nothing, a fuzzy number, an exact one; its sum."""

    silent: int
    fuzzy: int
    exact: int
    total: int | float

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Where nothing exact is stated there is no sum, which is not the same as nought."""
        return self.silent, self.fuzzy, self.exact, self.total if self.exact else None


def sum_headings(measure: Measure) -> tuple[str, ...]:
    """The headings over `Sum.cells`."""
    told = ("没有写（场）", "带余、约等（场）", "确数（场）", f"确数相加（{measure.unit}）")
    return tuple(f"{measure.key}\n{each}" for each in told)


def sum_of(measure: Measure, helds: Sequence[Held]) -> Sum:
    values = [value for held in helds if (value := measure.of(held)) is not None]
    exact = [value.amount for value in values if value.is_exact]
    silent, fuzzy = len(helds) - len(values), len(values) - len(exact)
    return Sum(silent, fuzzy, len(exact), number(fsum(exact)))


def stated(chosen: Chosen, measure: Measure) -> Page:
    """Every activity that states the number, one a row."""
    summary = sum_of(measure, chosen.counted)
    rows = tuple(_rows(chosen, measure))
    notes = [
        f"共 {len(chosen.counted)} 场活动：没有写明的 {summary.silent} 场，不估计；"
        f"带“余”“近”“约”“多”“超过”等字的 {summary.fuzzy} 场，照原文列出，不相加；"
        f"确数 {summary.exact} 场"
        + (f"，相加 {summary.total} {measure.unit}。" if summary.exact else "。"),
        measure.note,
    ]
    if measure is HOURS:
        notes.append("写在“数字”里、单位是小时的也列出来；口径各不相同，不相加。")
    headings: tuple[str, ...] = (
        "日期",
        "年份",
        "活动",
        "类型",
        "主办、承办",
        f"{measure.key}（照原文）",
        "确数",
    )
    if measure is HOURS:
        headings += ("写在哪一项",)
    total: Row = ("合计（只加确数）", *(None,) * 5, *summary.cells[3:])
    blank = (None,) * (len(headings) - len(total))
    table = summed(headings, rows, (*total, *blank)) if rows else Table(headings, ())
    return Page(measure.page, measure.page, tuple(notes), (table,))


def _rows(chosen: Chosen, measure: Measure) -> Iterator[Row]:
    unit = fields_of(Activity)[measure.name].unit
    for held in chosen.counted:
        label = held.record.type_label
        who = held.date or NOT_SAID, year_label(held.year), held.record.name, label, held.led_by
        if (value := measure.of(held)) is not None:
            exact = number(value.amount) if value.is_exact else None
            told = value.with_unit(unit)
            yield (*who, told, exact, measure.key) if measure is HOURS else (*who, told, exact)
        if measure is HOURS:
            for figure in held.record.figures:
                if (figure.unit or "").endswith(_HOURS):
                    told = figure.value.with_unit(figure.unit or "")
                    yield *who, told, None, f"数字“{figure.name}”"
