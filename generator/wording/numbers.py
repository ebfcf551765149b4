"""How numbers are written, by GB/T 15835—2011《出版物上数字用法》, and what contradicts itself."""

import re
from collections.abc import Callable, Iterator

from generator.wording.passage import HAN, Finding, Passage

_RULES = "《出版物上数字用法》GB/T 15835—2011"
_UNITS = "《中华人民共和国法定计量单位》"
_COMMON = "常见错误"
_DIGITS = "〇一二三四五六七八九"
_TEN = "一二三四五六七八九十"
# What may stand between a number and a word that belongs to it: 近50多家, 100名左右.
_MEASURE = rf"[{HAN}%％]{{0,3}}?"
_NUMBER = r"(?:\d[\d,.]*[万亿]?|[一二三四五六七八九十百千万亿两]+)"

Make = Callable[[re.Match[str]], str]


def find_numbers(passage: Passage) -> Iterator[Finding]:
    """Numbers against the rules; the words of others are left as they are."""
    for pattern, make, why, source in _PATTERNS:
        for found in pattern.finditer(passage.own):
            yield Finding("wording-number", *found.span(), make(found), why, source)


def _chinese_zero(found: re.Match[str]) -> str:
    return re.sub("[零○ＯO0o]", "〇", found.group())


def _to_digits(text: str) -> str:
    """三 → 3, 十二 → 12, 三十一 → 31."""
    tens, has_ten, ones = text.partition("十")
    if not has_ten:
        return "".join(str(_DIGITS.find(char)) for char in text)
    return str(10 * (_TEN.find(tens) + 1 if tens else 1) + (_TEN.find(ones) + 1 if ones else 0))


def _mixed_date(found: re.Match[str]) -> str:
    return re.sub(f"[{_TEN}]+", lambda part: _to_digits(part.group()), found.group())


def _approximate(found: re.Match[str]) -> str:
    return _DIGITS[int(found[1])] + _DIGITS[int(found[2])] + found[3]


def _first_half(found: re.Match[str]) -> str:
    """Leave out what the last group holds."""
    start = found.start(found.re.groups) - found.start()
    end = found.end(found.re.groups) - found.start()
    return found.group()[:start] + found.group()[end:]


_PATTERNS: tuple[tuple[re.Pattern[str], Make, str, str], ...] = (
    (
        re.compile(
            r"[一二][一二三四五六七八九十〇零○ＯO0o][一二三四五六七八九〇零○ＯO0o]{2}(?=年)"
        ),
        _chinese_zero,
        "年份写成汉字时，“零”用“〇”",
        _RULES,
    ),
    (
        re.compile(
            rf"\d{{4}}年[{_TEN}]{{1,2}}月(?:[{_TEN}]{{1,3}}日)?|\d{{1,2}}月[{_TEN}]{{1,3}}日"
        ),
        _mixed_date,
        "同一个日期里，汉字和阿拉伯数字不混用",
        _RULES,
    ),
    (
        re.compile(
            r"(?<![\d.’'〇一二三四五六七八九十第近约每满龄])([012]\d)年(?=[底初末](?!心)|\d{1,2}月|[上下]半年|度)"
        ),
        lambda found: f"20{found[1]}年",
        "年份不简写",
        _RULES,
    ),
    (
        re.compile(
            r"(?<![第\d.、—～])([1-8])、([2-9])(个|家|名|人|次|天|项|位|岁|里|条|户|支|件|千|百|万|十|种|场|年(?!级)|遍)"
        ),
        _approximate,
        "相邻两个数字连用表示大概的数目，用汉字，中间不加顿号",
        _RULES,
    ),
    (
        re.compile(r"百分之\d+(?:\.\d+)?"),
        lambda found: found.group().removeprefix("百分之") + "%",
        "汉字和阿拉伯数字不混用",
        _RULES,
    ),
    (
        re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)[-—～~–](\d+(?:\.\d+)?)([%万亿])"),
        lambda found: f"{found[1]}{found[3]}～{found[2]}{found[3]}",
        "前一个数也要带上“%”“万”“亿”，中间用浪纹线",
        _RULES,
    ),
    (
        re.compile(rf"(?:将近|接近|近){_NUMBER}[余多几](?=[{HAN}])"),
        lambda found: found.group()[:-1],
        "“近”是不到，“余”“多”是超过，不能一起用",
        _COMMON,
    ),
    (
        re.compile(rf"(?:大约|约|大概|将近|接近|近){_NUMBER}{_MEASURE}(左右|上下)"),
        _first_half,
        "“约”“近”和“左右”“上下”只用一个",
        _COMMON,
    ),
    (
        re.compile(rf"(?:大约|约|大概){_NUMBER}([余多几])(?=[{HAN}])"),
        _first_half,
        "“约”和“余”“多”只用一个",
        _COMMON,
    ),
    (
        re.compile(rf"(?:超过|多于|高于|超|逾){_NUMBER}{_MEASURE}(以上|左右|之多)"),
        _first_half,
        "“超过”和“以上”“左右”只用一个",
        _COMMON,
    ),
    (
        re.compile(rf"(?:超过|超|逾|突破){_NUMBER}([余多])(?=[{HAN}])"),
        _first_half,
        "“超过”和“余”“多”只用一个",
        _COMMON,
    ),
    (
        re.compile(
            rf"(?:最多|至多|不超过|最高|少于|不足|不到){_NUMBER}{_MEASURE}(以上|以下|以内|左右)"
        ),
        _first_half,
        "前后两个限定说的是一回事，或者互相矛盾",
        _COMMON,
    ),
    (
        re.compile(rf"(?:最少|至少|不少于|不低于|最低){_NUMBER}{_MEASURE}(以上|以下|左右)"),
        _first_half,
        "前后两个限定说的是一回事，或者互相矛盾",
        _COMMON,
    ),
    (
        re.compile(rf"(?:数|几|好几)[十百千万]+([余多])(?=[{HAN}])"),
        _first_half,
        "“数”“几”已经是概数，不再加“余”“多”",
        _COMMON,
    ),
    (
        re.compile(r"\d+(多余|余多|几余|多余)(?=[个家名人次天项位条户支件场])"),
        lambda found: found.group()[:-1],
        "“多”和“余”只用一个",
        _COMMON,
    ),
    (
        re.compile(rf"(?:减少|下降|降低|缩短|缩小|减轻|压缩|削减)了?{_NUMBER}倍"),
        lambda found: "核对原数，写减少百分之几或减少到几分之一",
        "减少不能用倍数来说",
        _COMMON,
    ),
    (
        re.compile(r"(?<=[\d万余多〇一二三四五六七八九十百千])平米"),
        lambda found: "平方米",
        "法定的面积单位是平方米",
        _UNITS,
    ),
    (re.compile(r"(?<=\d)公分"), lambda found: "厘米", "法定的长度单位是厘米", _UNITS),
    (re.compile(r"(?<=\d)(?:KM|Km)(?![A-Za-z])"), lambda found: "km", "千米的符号是 km", _UNITS),
    (re.compile(r"(?<=\d)(?:KG|Kg)(?![A-Za-z])"), lambda found: "kg", "千克的符号是 kg", _UNITS),
    (re.compile(r"(?<=\d)(?:M2|m2|M²)"), lambda found: "平方米", "平方米写作 m² 或汉字", _UNITS),
)
