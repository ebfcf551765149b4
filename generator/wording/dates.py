"""Dates that no calendar has, weekdays, hours and anniversaries that do not fit."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from generator.wording.passage import Finding, Passage, sentences

_CALENDAR = "日历"
_DATE = re.compile(r"(?:(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
_WEEKDAY = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})[日号][（(，]?\s*(?:星期|周)([一二三四五六日天])(?!年)"
)
_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_HOUR = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:：](\d{2})(?!\d)|[时点](?:(\d{1,2})分)?)(?![\d:：.]|[名个])"
)
_TWICE_A_DAY = re.compile(r"(?:下午|晚上|傍晚|午后|夜里)(1[3-9]|2[0-3])(?:[点时]|[:：]\d\d)")
_MORNING = re.compile(r"(?:上午|早上|早晨|清晨)(1[3-9]|2[0-4])(?:[点时]|[:：]\d\d)")
_QUARTER = re.compile(r"第([五六七八九十5-9])季度|(?<!\d)(1[3-9]|[2-9]\d)月份")

_FOUNDED = {
    "建党": 1921,
    "中国共产党成立": 1921,
    "中国共产党建党": 1921,
    "党成立": 1921,
    "建军": 1927,
    "中国人民解放军建军": 1927,
    "建团": 1922,
    "共青团成立": 1922,
    "中国共产主义青年团成立": 1922,
    "新中国成立": 1949,
    "中华人民共和国成立": 1949,
    "建国": 1949,
    "改革开放": 1978,
    "五四运动": 1919,
    "红军长征胜利": 1936,
    "长征胜利": 1936,
    "抗战胜利": 1945,
    "抗日战争胜利": 1945,
    "中国人民抗日战争胜利": 1945,
    "辛亥革命": 1911,
}
_ANNIVERSARY = re.compile(rf"({'|'.join(sorted(_FOUNDED, key=len, reverse=True))})(\d{{1,3}})周年")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


def find_dates(passage: Passage) -> Iterator[Finding]:
    yield from _impossible(passage)
    yield from _weekdays(passage)
    yield from _hours(passage)
    yield from _anniversaries(passage)


def _impossible(passage: Passage) -> Iterator[Finding]:
    for found in _DATE.finditer(passage.own):
        year, month, day = (int(part) if part else None for part in found.groups())
        if not month or not day or month > 12:
            why = f"没有第 {month} 个月" if month else "没有第 0 个月"
        elif day > (last := monthrange(year or 2000, month)[1]):
            why = f"{f'{year}年' if year else ''}{month}月只有 {last} 天"
        else:
            continue
        yield Finding("wording-date", *found.span(), "核对是哪一天", why, _CALENDAR)


def _weekdays(passage: Passage) -> Iterator[Finding]:
    for found in _WEEKDAY.finditer(passage.own):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
        if day.weekday() != _DAYS[found[4]]:
            right = "一二三四五六日"[day.weekday()]
            why = f"{day.year}年{day.month}月{day.day}日是星期{right}"
            better = found.group()[:-1] + right
            yield Finding("wording-date", *found.span(), better, why, _CALENDAR)


def _hours(passage: Passage) -> Iterator[Finding]:
    for found in _HOUR.finditer(passage.own):
        minute = int(found[2] or found[3] or 0)
        if int(found[1]) > 24 and found[2] is None and found[3] is None:
            continue  # 一天 30 时 may be a measure of hours
        if int(found[1]) > 24 or minute > 59:
            why = "没有这个时刻"
            yield Finding("wording-date", *found.span(), "核对是几点", why, _CALENDAR)
    for found in _TWICE_A_DAY.finditer(passage.own):
        why = "写了“下午”“晚上”，就用十二小时制"
        better = found.group().replace(found[1], str(int(found[1]) - 12))
        yield Finding("wording-date", *found.span(), better, why, "常见错误")
    for found in _MORNING.finditer(passage.own):
        why = "上午没有这个时刻"
        yield Finding("wording-date", *found.span(), "核对是几点", why, _CALENDAR)
    for found in _QUARTER.finditer(passage.own):
        why = "一年只有四个季度、十二个月"
        yield Finding("wording-date", *found.span(), "核对是几月、第几季度", why, _CALENDAR)


def _anniversaries(passage: Passage) -> Iterator[Finding]:
    """An anniversary beside the only year that its sentence names, or on the record's own day."""
    for sentence in sentences(passage.own) if "周年" in passage.own else ():
        for found in _ANNIVERSARY.finditer(sentence.group()):
            years = {int(year) for year in _YEAR.findall(sentence.group())}
            if not years and passage.on:
                years = {passage.on.year}
            founded = _FOUNDED[found[1]]
            if len(years) == 1 and (year := years.pop()) != founded + int(found[2]):
                why = f"{found[1]}是 {founded} 年的事，到 {year} 年是 {year - founded} 周年"
                start = sentence.start() + found.start()
                end = sentence.start() + found.end()
                better = f"{found[1]}{year - founded}周年"
                yield Finding("wording-date", start, end, better, why, _CALENDAR)
