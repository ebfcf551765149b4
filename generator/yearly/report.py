"""All sheets of the report, the cover first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.relating.catalog import Catalog
from generator.settings import GAP_DAYS
from generator.yearly.activities import Chosen, Held, chosen
from generator.yearly.counts import by_organization, overview
from generator.yearly.gaps import gaps
from generator.yearly.pages import NOT_SAID, Page, Row, Table, summed, year_label
from generator.yearly.period import ALL_TIME, Period, is_to_come
from generator.yearly.stated import ATTENDANCE, HOURS, stated, sum_headings, sum_of

_UNCOUNTED = "没有计入的活动"


@dataclass(frozen=True)
class Asked:
    """What somebody asks of a report.

    gap_days: how long without an activity is told. is_alone: no sheets of records beside it.
    """

    period: Period = ALL_TIME
    gap_days: int = GAP_DAYS
    is_alone: bool = False


@dataclass(frozen=True)
class Aside:
    """What the report leaves out: drafts, records and pages that wait for a review, and problems
    that a reader of the figures should know of.
    """

    drafts: int = 0
    waiting: int = 0
    problems: int = 0


def report(catalog: Catalog, asked: Asked, today: date, aside: Aside) -> tuple[Page, ...]:
    """The sheets of the report, in their order; that of uncounted activities only if there are."""
    picked = chosen(catalog, asked.period)
    pages = [
        _cover(catalog, asked, today, picked, aside),
        overview(picked),
        by_organization(picked),
        stated(picked, ATTENDANCE),
        stated(picked, HOURS),
        gaps(catalog, today, asked.gap_days),
    ]
    if picked.unsure:
        pages.append(_uncounted(picked, asked.period))
    return tuple(pages)


def _cover(catalog: Catalog, asked: Asked, today: date, picked: Chosen, aside: Aside) -> Page:
    website, period = catalog.website, asked.period
    rows = [
        _sums(year_label(year), [held for held in picked.counted if held.year == year])
        for year in picked.years
    ]
    headings = ("年份", "活动（场）", *sum_headings(ATTENDANCE), *sum_headings(HOURS))
    table = summed(headings, rows, _sums("合计", picked.counted))
    notes = (
        f"主办单位：{website.publisher}。统计日期：{today}。统计范围：{period}。",
        *_left_out(aside),
        "一条活动记录算一场，按开始的那一天算在哪一年。"
        "没有写明的不估计，带“余”“约”等字的数不相加。",
        *_doubtful(picked, period, today),
    )
    return Page("年报", f"{website.name}：活动年报（{period}）", notes, (table,))


def _left_out(aside: Aside) -> Iterator[str]:
    told = ["只计可以发布的内容，和网站上的统计一致。"]
    if aside.drafts:
        told.append(f"草稿 {aside.drafts} 条不计。")
    if aside.waiting:
        told.append(f"等审核的 {aside.waiting} 条不计，或按以前通过的版本计。")
    yield "".join(told)
    if aside.problems:
        yield (
            f"注意：内容里还有 {aside.problems} 个问题没有改，数字可能不准。"
            "先运行 zhanting check 改好，再导出一次。"
        )


def _doubtful(picked: Chosen, period: Period, today: date) -> Iterator[str]:
    if coming := sum(is_to_come(held.record.date, today) for held in picked.counted):
        yield f"计入的活动里，有 {coming} 场的日期在统计日期以后。"
    if picked.unsure:
        told = f"另有 {len(picked.unsure)} 场的日期写得不全，说不准在不在{period}，没有计入"
        yield f"{told}，见“{_UNCOUNTED}”。"


def _sums(label: str, helds: Sequence[Held]) -> Row:
    return label, len(helds), *sum_of(ATTENDANCE, helds).cells, *sum_of(HOURS, helds).cells


def _uncounted(picked: Chosen, period: Period) -> Page:
    rows = tuple(
        (held.record.name, held.record.type_label, held.led_by, held.date or NOT_SAID)
        for held in picked.unsure
    )
    notes = (f"日期没有写，或写得不全，说不准在不在{period}。补上日期再导出，就会计入。",)
    table = Table(("活动", "类型", "主办、承办", "日期"), rows)
    return Page(_UNCOUNTED, _UNCOUNTED, notes, (table,))
