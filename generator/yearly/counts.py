"""How many activities: by organisation, month and type; and the three charts of that."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from generator.text.pinyin import sort_key
from generator.yearly.activities import Body, Chosen, Held
from generator.yearly.pages import NOT_SAID, Chart, Page, Row, Table, summed, year_label

_MONTHS: tuple[int | None, ...] = (*range(1, 13), None)
MONTH_LABELS = tuple(f"月份{NOT_SAID}" if m is None else f"{m}月" for m in _MONTHS)
_CHARTS = "年报图表"
# More lying bars than these cannot be read on a sheet of paper.
_MOST_BARS = 15
_NOBODY = Body("", f"主办、承办{NOT_SAID}")
_EVERYBODY = Body("", "全部活动（每场只计一次）")


def by_organization(chosen: Chosen) -> Page:
    """Activities per organisation, year and type, a column a month."""
    led, joined = _led(chosen), defaultdict[Body, list[Held]](list)
    for held in chosen.counted:
        for body in held.joined:
            joined[body].append(held)
    rows: list[Row] = []
    sums: list[int] = []
    for body in _most_first(led, {**joined, **led}):
        parts = [*_parts(body, led[body], joined[body])]
        rows += parts
        if len(parts) > 1:
            sums.append(len(rows))
            rows.append(_row(body.name, "", "小计", led[body], len(joined[body])))
    every = [held for helds in led.values() for held in helds]
    sums.append(len(rows))
    rows.append(_row("各组织相加", "", "合计", every, sum(map(len, joined.values()))))
    rows += _parts(_EVERYBODY, chosen.counted, ())
    sums.append(len(rows))
    rows.append(_row(_EVERYBODY.name, "", "合计", chosen.counted, None))
    shared = sum(len(held.led) > 1 for held in chosen.counted)
    headings = ("组织", "年份", "类型", *MONTH_LABELS, "合计", "另参与")
    return Page(
        "各组织活动",
        "各组织、各类型、各月的活动",
        (
            "主办、承办的活动各计一场；同一场既主办又承办，只计一场。"
            "只是参与的另列在最后一栏，不计入合计。",
            f"一场活动有几个主办、承办单位，每个单位都计一场（这样的活动有 {shared} 场），"
            f"所以各组织相加可能多于活动总数；总数看“{_EVERYBODY.name}”。",
            *_about_dates(chosen),
        ),
        (Table(headings, tuple(rows), frozenset(sums)),),
    )


def _led(chosen: Chosen) -> dict[Body, list[Held]]:
    """Who hosts or organises what; what names nobody has an entry of its own."""
    led: dict[Body, list[Held]] = defaultdict(list)
    for held in chosen.counted:
        for body in held.led or (_NOBODY,):
            led[body].append(held)
    return led


def _about_dates(chosen: Chosen) -> Iterator[str]:
    yield "按开始的那一天计月；一条记录算一场，定期活动、跨年的活动也只算一场。"
    if vague := sum(bool(held.record.date and held.record.date.when) for held in chosen.counted):
        yield (
            f"日期带“前后”“底”“起”等字的有 {vague} 场，按写出的年、月计；"
            f"写成某年、某月之“前”或“后”的，年月都算未写明。"
        )


def _parts(body: Body, led: Iterable[Held], joined: Iterable[Held]) -> Iterator[Row]:
    """A row for each year and type."""
    parts: dict[tuple[bool, int, str], tuple[list[Held], list[Held]]] = defaultdict(
        lambda: ([], [])
    )
    for place, helds in enumerate((led, joined)):
        for held in helds:
            key = held.year is None, held.year or 0, held.record.type_label
            parts[key][place].append(held)
    for (is_open, year, label), (mine, others) in sorted(parts.items()):
        told = year_label(None if is_open else year)
        yield _row(body.name, told, label, mine, len(others) or None, is_sum=False)


def _row(
    name: str,
    year: str,
    label: str,
    helds: Iterable[Held],
    joined: int | None,
    *,
    is_sum: bool = True,
) -> Row:
    """One row. Only sums show a nought; a month without activity stays empty."""
    months = Counter(held.month for held in helds)
    cells = (months[month] if months[month] or is_sum else None for month in _MONTHS)
    return name, year, label, *cells, months.total(), joined


def _most_first(led: dict[Body, list[Held]], bodies: Iterable[Body]) -> list[Body]:
    """Those with the most activities first; what names nobody comes last."""
    return sorted(bodies, key=lambda b: (b == _NOBODY, -len(led[b]), sort_key(b.name), b.key))


# ---------------------------------------------------------------- charts


def overview(chosen: Chosen) -> Page:
    """Months, types and organisations, each as a small table with its chart."""
    if not chosen.counted:
        return Page(_CHARTS, "图表", ("这段时间没有可以计入的活动，所以没有图。",), ())
    notes = ["图随旁边的表变化，可以复制到 Word、PPT 里。"]
    tables = [_months(chosen), _types(chosen)]
    led = {body: helds for body, helds in _led(chosen).items() if body != _NOBODY}
    if (left := len(led) - _MOST_BARS) > 0:
        notes.append(f"组织只画活动最多的 {_MOST_BARS} 个，另有 {left} 个见“各组织活动”。")
    if silent := sum(not held.led for held in chosen.counted):
        notes.append(f"{_NOBODY.name}的有 {silent} 场，不在“按组织”里。")
    if led:
        tables.append(_bodies(led))
    return Page(_CHARTS, "图表", tuple(notes), tuple(tables))


def _months(chosen: Chosen) -> Table:
    counts = Counter((held.year, held.month) for held in chosen.counted)
    rows: list[Row] = []
    for month, label in zip(_MONTHS, MONTH_LABELS, strict=True):
        rows.append((label, *(counts[year, month] for year in chosen.years)))
    sums = (sum(counts[year, month] for month in _MONTHS) for year in chosen.years)
    headings = ("月份", *(f"年份{NOT_SAID}" if y is None else f"{y}年" for y in chosen.years))
    chart = Chart("各月活动", tuple(range(1, len(headings))), ("月份", "活动（场）"))
    return summed(headings, rows, ("合计", *sums), "按月", chart)


def _types(chosen: Chosen) -> Table:
    counts = Counter(held.record.type_label for held in chosen.counted)
    rows = sorted(counts.items(), key=lambda item: (-item[1], sort_key(item[0])))
    chart = Chart("各类型活动", (1,), ("类型", "活动（场）"), is_lying=True)
    return summed(("类型", "活动"), rows, ("合计", counts.total()), "按类型", chart)


def _bodies(led: dict[Body, list[Held]]) -> Table:
    rows = tuple((body.name, len(led[body])) for body in _most_first(led, led)[:_MOST_BARS])
    chart = Chart("各组织主办、承办的活动", (1,), ("组织", "活动（场）"), is_lying=True)
    return Table(("组织", "主办、承办"), rows, caption="按组织", chart=chart)
