"""Who had no activity for long: organisations and sites by the last day that is sure."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from generator.models.activity import Activity
from generator.models.organization import Organization
from generator.models.site import Site
from generator.models.values import PartialDate
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.yearly.activities import activities
from generator.yearly.pages import Page, Row, Table
from generator.yearly.period import is_to_come, span


class _State(Enum):
    LONG = "很久没有"
    UNSURE = "说不准"
    NEVER = "从来没有"


@dataclass(frozen=True)
class _Gap:
    """One organisation or site that is told. days: without activity, at the least."""

    entry: Entry
    state: _State
    activities: int
    latest: PartialDate | None
    days: int | None
    why: str


def gaps(catalog: Catalog, today: date, days: int) -> Page:
    """All that had no activity within `days` days of `today`, or may have had none."""
    touching = _touching(catalog)
    found: list[_Gap] = []
    summary: list[str] = []
    for kind in (Organization, Site):
        entries = catalog.of_kind(kind.kind)
        here = [g for entry in entries if (g := _gap(entry, touching[entry], today, days))]
        counts = Counter(gap.state for gap in here)
        told = "，".join(f"{_named(state, days)}的 {counts[state]}" for state in _State)
        active = len(entries) - len(here)
        summary.append(
            f"{kind.label} {len(entries)} {kind.counter}：{days} 天内有活动的 {active}，{told}。"
        )
        found += sorted(here, key=_order)
    headings = ("类别", "名称", "类型", "情况", "活动（场）", "最近的日期", "至少多少天", "说明")
    rows = tuple(_row(gap, days) for gap in found)
    return Page(
        "多久没有活动",
        f"{days} 天没有活动的组织和示范点",
        (
            f"以 {today} 为准，往前数 {days} 天。看的是网站上全部的活动，不限年报的时间。",
            *summary,
            "主办、承办、参与的，或在那里举办的（地点），都算它的活动；下级组织的不算到上级头上；"
            "今天以后的还不算。",
            "“说不准”是活动没有写日期，日期只写到年或月，或是定期活动、没写最近一次是哪天；"
            "“至少多少天”从可能最晚的一天算起。没有记录不等于没有办过。",
        ),
        (Table(headings, rows),),
    )


def _named(state: _State, days: int) -> str:
    return f"{days} 天没有" if state is _State.LONG else state.value


def _row(gap: _Gap, days: int) -> Row:
    face = gap.entry.face
    latest = str(gap.latest) if gap.latest else None
    who = face.label, face.name, face.type_label
    state = _named(gap.state, days)
    return *who, state, gap.activities, latest, gap.days, gap.why or None


def _order(gap: _Gap) -> tuple[int, int, tuple[object, ...] | str]:
    return list(_State).index(gap.state), -(gap.days or 0), gap.entry.face.order


def _touching(catalog: Catalog) -> dict[Entry, list[Activity]]:
    """The activities of each organisation and site."""
    found: dict[Entry, list[Activity]] = defaultdict(list)
    for record in activities(catalog):
        places = (record.place,) if record.place else ()
        references = (*record.hosts, *record.organizers, *record.participants, *places)
        targets = (catalog.target(reference) for reference in references)
        for entry in dict.fromkeys(target for target in targets if target):
            found[entry].append(record)
    return found


def _gap(entry: Entry, records: list[Activity], today: date, days: int) -> _Gap | None:
    """What is to be told of one; None when an activity surely lies within the days."""
    past = [each for each in records if not is_to_come(each.date, today)]
    reasons: Counter[str] = Counter()
    since: list[int] = []
    for record in past:
        last = _last(record)
        possible = span(last)
        if last is None or possible is None:
            reasons["没有写年份" if record.date else "没有写日期"] += 1
            continue
        most, least = ((today - min(day, today)).days for day in possible)
        if most < days:
            return None
        since.append(least)
        if record.frequency or last.when == "起":
            reasons["定期、没写最近一次"] += 1
        elif least < days:
            reasons["日期只写到年或月"] += 1
    coming = len(records) - len(past)
    later = f"今天以后有 {coming} 场" if coming else ""
    latest = max((d for r in past if (d := _last(r))), key=lambda d: d.sort_key, default=None)
    if not past:
        return _Gap(entry, _State.NEVER, 0, None, None, later)
    if reasons:
        told = "；".join((*_told(reasons), *([later] if later else [])))
        return _Gap(entry, _State.UNSURE, len(past), latest, None, told)
    return _Gap(entry, _State.LONG, len(past), latest, min(since), later)


def _told(reasons: Counter[str]) -> Iterator[str]:
    for reason, count in reasons.items():
        yield f"{reason}的 {count} 场"


def _last(record: Activity) -> PartialDate | None:
    """The last day that is written, if its year is."""
    day = record.end_date if span(record.end_date) else record.date
    return day if span(day) else None
