"""Numbers that should agree with one another, in a sentence and in what a record lists."""

import re
from collections.abc import Iterator
from datetime import date

from generator.errors import Problem
from generator.models import Record
from generator.models.components import Listing, Part
from generator.models.values import FuzzyNumber, YesNo
from generator.reading.validate import Loc
from generator.relating.references import Place
from generator.wording.passage import HAN, MASK, Finding, Passage, sentences

_SUM = "数目应当相符"
_ONES = "零一二三四五六七八九"
_NUMERAL = r"(?:\d+|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_UNIT = "[个家名人支项位条户件场次所类种份张间亩棵本台辆套]"


def find_sums(passage: Passage) -> Iterator[Finding]:
    for sentence in sentences(passage.own):
        text = sentence.group()
        if "其中" in text:
            yield from _parts_of_a_whole(sentence)
        if text.count("%") > 1:
            yield from _shares(sentence)
        if "天" in text and "月" in text:
            yield from _days(sentence, passage.on)
        if "、" in text:
            yield from _enumeration(sentence)


def number(text: str) -> int:
    """十六 → 16, 两 → 2, 31 → 31."""
    if text.isdecimal():
        return int(text)
    text = text.replace("两", "二")
    tens, has_ten, ones = text.partition("十")
    if not has_ten:
        return _ONES.index(text)
    return 10 * (_ONES.index(tens) if tens else 1) + (_ONES.index(ones) if ones else 0)


def _found(sentence: re.Match[str], start: int, end: int, better: str, why: str) -> Finding:
    at = sentence.start()
    return Finding("wording-count", at + start, at + end, better, why, _SUM)


# ---------------------------------------------------------------- in a sentence


_AMONG = re.compile(
    rf"(?:共|总|合计|总计|一共)[{HAN}]{{0,6}}?(\d+)({_UNIT})[^，。；]{{0,8}}[，（(]其中(.*)"
)
_PIECE = re.compile(rf"([{HAN}“”{MASK}]+?)(\d+)({_UNIT})")
_VAGUE = re.compile("[余多近约超等其他别兼同时既主要还有含]")


def _parts_of_a_whole(sentence: re.Match[str]) -> Iterator[Finding]:
    """基金共31支，其中社区15支、企业17支: parts that exclude one another must fit."""
    found = _AMONG.search(sentence.group())
    if not found or _VAGUE.search(found[3]):
        return
    pieces = [int(piece[2]) for piece in _PIECE.finditer(found[3]) if piece[3] == found[2]]
    whole, total = int(found[1]), sum(pieces)
    # Two or three parts that come near the whole are meant to make it up.
    if len(pieces) >= 2 and total != whole and (total > whole or total >= 0.9 * whole):
        better = "核对总数和各部分的数"
        why = f"各部分相加是 {total}，不是 {whole}"
        yield _found(sentence, found.start(), found.end(), better, why)


_SHARE = re.compile(rf"([{HAN}]{{1,6}}?)(?:的)?(?:占|为)(?:比)?(\d+(?:\.\d+)?)%")
_SIDES = ("满意", "同意", "支持", "合格", "男", "女", "优秀", "赞成")


def _shares(sentence: re.Match[str]) -> Iterator[Finding]:
    """Shares of answers that exclude one another cannot be more than the whole."""
    shares = list(_SHARE.finditer(sentence.group()))
    sides = [side for side in _SIDES if sum(side in each[1] for each in shares) >= 2]
    both = sum("男" in each[1] for each in shares) and sum("女" in each[1] for each in shares)
    if len(shares) >= 2 and (sides or both):
        total = sum(float(each[2]) for each in shares)
        if total > 100.5:
            why = f"几项相加是 {total:g}%，超过了 100%"
            start, end = shares[0].start(), shares[-1].end()
            yield _found(sentence, start, end, "核对各项的百分比", why)


_FROM_TO = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:起)?(?:到|至|—|－|-|～)(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
)
_LASTING = re.compile(rf"(?:历时|为期|持续|共计?)({_NUMERAL})天")


def _days(sentence: re.Match[str], on: date | None) -> Iterator[Finding]:
    """从6月1日到6月5日，历时三天."""
    span, lasting = _FROM_TO.search(sentence.group()), _LASTING.search(sentence.group())
    if not span or not lasting:
        return
    year = int(span[1] or (on.year if on else 2001))
    try:
        first = date(year, int(span[2]), int(span[3]))
        last = date(int(span[4] or year), int(span[5] or span[2]), int(span[6]))
    except ValueError:
        return
    days = (last - first).days
    if days >= 0 and number(lasting[1]) not in (days, days + 1):
        why = f"从起到止是 {days + 1} 天"
        start = min(span.start(), lasting.start())
        end = max(span.end(), lasting.end())
        yield _found(sentence, start, end, "核对起止日期和天数", why)


_LISTED = re.compile(
    rf"(?<![第\d.百千万十同每另])({_NUMERAL})({_UNIT}|[大方]|方面|部分|点)"
    rf"[{HAN}]{{0,8}}?(?:分别(?:来自|是|为|在)?|包括|即|：)([^：；。，]+?)(?=[，。；]|$)"
)
_ITEM_GAP = re.compile(f"、|(?<=[{HAN}{MASK}”》])(?:和|与|及|以及)(?=[{HAN}{MASK}“《])")


def _enumeration(sentence: re.Match[str]) -> Iterator[Finding]:
    """四位书记分别来自江苏、安徽、湖北: as many as were announced."""
    for found in _LISTED.finditer(sentence.group()):
        listed = found[3]
        if "、" not in listed or re.search("[等及其他余多]|[”》][“《]", listed):
            continue
        least = listed.count("、") + 1
        most = len(_ITEM_GAP.findall(listed)) + 1
        said = number(found[1])
        if said > 1 and not least <= said <= most:
            why = f"说是 {found[1]}{found[2]}，列出来的是 {least} 个"
            yield _found(
                sentence, found.start(), found.end(), "核对是漏列、多列，还是数写错了", why
            )


# ---------------------------------------------------------------- in what a record lists


_NAMED = re.compile(
    rf"[“《]?(?P<count>{_NUMERAL})(?:同步?|个|项|大|张|类|化|微|清单|位一体|步法|联|融|进|者|主|送|统一|亮)"
)
_SEVERAL = re.compile(r"[\d一二两三四五六七八九十]")


def count_problems(record: Record, place: Place) -> Iterator[Problem]:
    """Where a name or 项数 says another number than what is listed completely."""
    yield from _named(record, place)
    for index, listing in enumerate(record.lists):
        yield from _listing(listing, ("lists", index), place)
    for index, part in enumerate(record.parts):
        yield from _part(part, ("parts", index), place)
    yield from _between(record, place)


def figure_findings(record: Record, passage: Passage) -> Iterator[Finding]:
    """八个功能孵化区 where the record's own figure says 7."""
    for figure in record.figures:
        if not figure.value.is_exact or not figure.unit or len(figure.name) < 3:
            continue
        wanted = rf"(?<![第\d.])({_NUMERAL}){re.escape(figure.unit)}{re.escape(figure.name)}"
        for found in re.finditer(wanted, passage.own):
            if number(found[1]) != figure.value.amount:
                why = f"“数字”里写的是 {figure.value}"
                better = f"{figure.value}{figure.unit}{figure.name}"
                yield Finding("wording-count", *found.span(), better, why, _SUM)


def _named(record: Record, place: Place) -> Iterator[Problem]:
    """A brand such as “三同”工作法 lists as many parts as its name says."""
    said = _count_in(record.name)
    if said and record.parts and len(record.parts) != said and len(record.parts) > 1:
        yield _told(place, ("parts",), record.name, said, len(record.parts))


def _listing(listing: Listing, loc: Loc, place: Place) -> Iterator[Problem]:
    listed = len(listing.entries) + sum(len(group.entries) for group in listing.groups)
    declared = _exact(listing.declared_count)
    in_name = _count_in(listing.name)
    in_groups = [_exact(group.declared_count) for group in listing.groups]
    is_complete = listing.complete is YesNo.YES
    if declared is not None and is_complete and listed != declared:
        yield _told(place, (*loc, "declared_count"), listing.name, declared, listed)
    if declared is not None and in_name is not None and in_name != declared:
        yield _told(place, (*loc, "declared_count"), listing.name, in_name, declared)
    if declared is None and in_name is not None and is_complete and listed != in_name:
        yield _told(place, (*loc, "entries"), listing.name, in_name, listed)
    if declared is not None and in_groups and None not in in_groups:
        total = sum(count for count in in_groups if count is not None)
        if total != declared:
            yield _told(place, (*loc, "declared_count"), listing.name, declared, total)


def _exact(count: FuzzyNumber | None) -> int | None:
    return int(count.amount) if count is not None and count.is_exact else None


def _part(part: Part, loc: Loc, place: Place) -> Iterator[Problem]:
    declared = _exact(part.declared_count)
    if declared is not None and part.complete is YesNo.YES and len(part.parts) != declared:
        yield _told(place, (*loc, "declared_count"), part.name, declared, len(part.parts))
    for index, inner in enumerate(part.parts):
        yield from _part(inner, (*loc, "parts", index), place)


def _between(record: Record, place: Place) -> Iterator[Problem]:
    """A record's figures that its own facts contradict."""
    area = getattr(record, "area", None)
    for index, figure in enumerate(record.figures):
        if area and figure.name == "面积" and str(figure.value) != str(area):
            facts = {"said": f"{area}", "found": f"{figure.value}"}
            yield _problem(place, ("figures", index, "value"), "面积", **facts)


def _count_in(name: str) -> int | None:
    """The number that a name begins with, when it is the only one in it."""
    found = _NAMED.match(name)
    if not found or _SEVERAL.search(name, found.end("count")):
        return None
    return number(found["count"])


def _told(place: Place, loc: Loc, name: str, said: int, found: int) -> Problem:
    return _problem(place, loc, name, said=str(said), found=str(found))


def _problem(place: Place, loc: Loc, name: str, *, said: str, found: str) -> Problem:
    return place.origin.problem("wording-listed", loc, name=name, said=said, found=found)
