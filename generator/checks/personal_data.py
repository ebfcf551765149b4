"""Personal data in a text: numbers of people, their mailboxes and homes, found by rule.

One pre-filter decides for most texts that nothing can be in them. Digits are looked at as groups
(`138 0013 8000` is three), so a number is never found inside a longer one. What has a checksum is
found however it is written; what has none must be grouped as people write it, and must not stand
where serial numbers do. Nothing here knows content; `privacy.py` looks through it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

ID_NUMBER = "身份证号"
MOBILE = "手机号"
BANK_CARD = "银行卡号"
EMAIL = "个人邮箱"
TRAVEL_PERMIT = "护照或通行证号"
CHAT_ACCOUNT = "微信号或QQ号"
HOME = "家庭住址"
BIRTHDAY = "出生日期"
PLATE = "车牌号"


@dataclass(frozen=True, order=True)
class Finding:
    """One piece of personal data: `text[start:end]` of what was searched, as it was written.

    kind: what it is, as staff read it.
    """

    start: int
    end: int
    kind: str
    text: str

    @property
    def key(self) -> str:
        """The same for two spellings of one number; what declarations and waivers go by."""
        return key_of(self.text)

    @property
    def masked(self) -> str:
        """Enough to recognise it by, too little to use it: messages end up in public logs."""
        name, at, host = self.key.partition("@")
        if at:
            return f"{name[0]}****@{host}"
        if self.kind in (ID_NUMBER, MOBILE, BANK_CARD):
            return f"{name[:3]}****{name[-4:]}".upper()
        shown = 2 if len(name) > 6 else 1
        return f"{name[:shown]}****{name[-shown:]}".upper()


# Full-width and special forms of what numbers and addresses are written with; one character each,
# so that places stay the same.
_WIDE = "＠．＋（）：＃＿\u3000\u00a0＊"
_NARROW = {code: chr(code - 0xFEE0) for code in range(ord("０"), ord("ｚ") + 1)}
_NARROW |= {ord(wide): to for wide, to in zip(_WIDE, "@.+():#_  *", strict=True)}
_NARROW |= dict.fromkeys(map(ord, "－‐‑‒–—―−﹣"), "-")
# Joined to nothing and seen by nobody, yet enough to hide a number from a search.
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_GAP = rf"[\s\-.·•_*(){_UNSEEN}]"

# What must be in a text that holds any of it. Digits: eleven with at most three other signs between
# two (`\d` knows full-width ones). Words: each begins with a plain letter,
# which Python's engine looks for ten times as fast as for a choice that begins with a class.
# They are looked for from the first digit of each run only.
_DIGITS = re.compile(r"\d(?<!\d\d)(?:[^\d\u4e00-\u9fff]{0,3}+\d){10}")
# \d{3}\s?[室户] and \d\s?单元, looked for from their rare end.
_ROOMS = (
    re.compile(r"室(?:(?<=\d{3}.)|(?<=\d{3}\s.))", re.DOTALL),
    re.compile(r"户(?:(?<=\d{3}.)|(?<=\d{3}\s.))", re.DOTALL),
    re.compile(r"单元(?:(?<=\d..)|(?<=\d\s..))", re.DOTALL),
)
_WORDS = re.compile(
    r"@|＠|\(at\)|\[at\]|（at）|微信|W[eE][cCiI]|w[eE][cCiI]|VX|vx|wx|WX|QQ|qq|Qq|护照|通行证|台胞证"
    r"|回乡证|车牌|单元|住址|家住|现住|居住|家庭地址|户籍|组\s?[\d一二三四五六七八九十]|出生日期|出生年月|生日"
)


# Put between texts that are looked at as one; no number reaches across a Chinese character.
APART = "\u9fff"


def may_hold_any(text: str) -> bool:
    """Whether there may be any finding in a text; whatever stands around it, the answer is the same
    or yes, so one look decides for many texts at once.
    """
    return bool(_DIGITS.search(text)) or _may_hold_words(text)


def _may_hold_words(text: str) -> bool:
    return bool(_WORDS.search(text)) or any(room.search(text) for room in _ROOMS)


def findings(text: str) -> tuple[Finding, ...]:
    """All personal data in a text, in order, none overlapping another."""
    may_hold_numbers = _DIGITS.search(text)
    may_hold_words = _may_hold_words(text)
    if not may_hold_numbers and not may_hold_words:
        return ()
    plain = text.translate(_NARROW)
    spans = list(_numbers(plain)) if may_hold_numbers else []
    if may_hold_words:
        spans += [(*span, kind) for kind, rule in _RULES for span in rule(plain)]
    # A mailbox may be named by a number; it is one piece then.
    spans.sort(key=lambda span: span[2] != EMAIL)
    found: list[Finding] = []
    taken = bytearray(len(plain))
    for start, end, kind in spans:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(Finding(start, end, kind, text[start:end]))
    return tuple(sorted(found))


def key_of(written: str) -> str:
    """A number or address without what may be written differently: widths, gaps, case, +86."""
    plain = re.sub(r"[(\[]at[)\]]", "@", written.translate(_NARROW).lower())
    plain = re.sub(rf"[\s{_UNSEEN}]" if "@" in plain else _GAP, "", plain)
    return re.sub(r"^(?:\+|00)?86(?=1[3-9]\d{9}$)", "", plain)


def without_personal_data(text: str) -> str:
    """The text with every finding masked."""
    for found in reversed(findings(text)):
        text = text[: found.start] + found.masked + text[found.end :]
    return text


# ---------------------------------------------------------------- numbers

_FEWEST_DIGITS, _MOST_DIGITS = 11, 19  # of a mobile number, of a bank card
_RUN = re.compile(rf"\d(?:{_GAP}{{0,3}}\d)*(?:{_GAP}{{0,3}}[Xx](?![0-9A-Za-z]))?")
_URL = re.compile(r"(?:https?:)?//[!-~]+")
_SERIAL = re.compile(
    r"(?:(?:订单|运单|快递|单|流水|序列|编|证书|许可证|档案|合同|发票|备案|文件?|批准|项目|书|刊)"
    r"号码?|编码|代码|条形?码|ISBN|ISSN|No\.?|№|网安备)[\s:为是]*$",
    re.IGNORECASE,
)
_CREDIT_CODE = re.compile(r"信用代码[\s:为是]*$")
_AMOUNT = re.compile(r"\s?(?:元|万|亿|人次|吨|股|度|千瓦|平方|[公千]克|毫|%|％)|\.\d")


def _numbers(plain: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of ID numbers, bank cards and mobile numbers."""
    addresses = [found.span() for found in _URL.finditer(plain)]
    for run in _RUN.finditer(plain):
        spans = _groups(run)
        is_address = any(start <= run.start() < end for start, end in addresses)
        first = 0
        while first < len(spans):
            last, kind = _longest_from(plain, spans, first, is_address=is_address)
            if kind:
                start, end = spans[first][0], spans[last][1]
                yield (_with_country(plain, start) if kind == MOBILE else start), end, kind
            first = last + 1


def _longest_from(
    plain: str, spans: list[tuple[int, int]], first: int, *, is_address: bool
) -> tuple[int, str | None]:
    """(last group, kind) of the longest number that begins with the group `first`."""
    found: tuple[int, str | None] = (first, None)
    groups: list[str] = []
    length = 0
    for last in range(first, len(spans)):
        start, end = spans[last]
        length += end - start
        if length > _MOST_DIGITS:
            break
        groups.append(plain[start:end])
        if length >= _FEWEST_DIGITS and (
            kind := _kind(plain, spans[first][0], end, groups, is_address=is_address)
        ):
            found = (last, kind)
    return found


def _groups(run: re.Match[str]) -> list[tuple[int, int]]:
    """Where the groups of digits of a run stand; a last X counts as one of them."""
    return [
        (run.start() + found.start(), run.start() + found.end())
        for found in re.finditer(r"\d+[Xx]?|[Xx]", run.group())
    ]


def _kind(plain: str, start: int, end: int, groups: list[str], *, is_address: bool) -> str | None:
    digits = "".join(groups).upper()
    if _is_id_number(digits):
        is_code = _CREDIT_CODE.search(_before(plain, start))
        return None if is_code and _is_credit_code(digits) else ID_NUMBER
    sizes = tuple(map(len, groups))
    kind = _unchecked_kind(digits, sizes)
    if kind is None or is_address or "\n" in plain[start:end] or _is_joined(plain, start, end):
        return None
    if _SERIAL.search(_before(plain, start)) or _AMOUNT.match(plain, end):
        return None
    return kind


def _unchecked_kind(digits: str, sizes: tuple[int, ...]) -> str | None:
    """What digits are, grouped so, where neither says it for sure."""
    if not digits.isdigit():
        return None
    if sizes in ((15,), (6, 6, 3)) and _is_old_id_number(digits):
        return ID_NUMBER
    if _is_bank_card(digits) and _is_card_grouping(sizes):
        return BANK_CARD
    if found := re.fullmatch(r"(?:00)?86(1\d{10})", digits) if len(sizes) == 1 else None:
        digits, sizes = found[1], (11,)
    return MOBILE if sizes in _MOBILE_GROUPINGS and _MOBILE.fullmatch(digits) else None


def _before(plain: str, start: int) -> str:
    return plain[max(0, start - 12) : start]


def _is_joined(plain: str, start: int, end: int) -> bool:
    """Whether letters, or further digits behind a hyphen or point, make it part of a longer one."""
    before = _before(plain, start)
    before = re.sub(r"(?:^|[^0-9A-Za-z])\(?\+?(?:00)?86\)?[\s-]*$", "", before)
    before = re.sub(r"(?i)(?:tel|phone|mobile|mob|vx|t|m)$", "", before)
    return bool(
        re.search(r"[0-9A-Za-z]$|[0-9A-Za-z][-_./=]$|0\.$", before)
        or re.match(r"[0-9A-Za-z]|[-_][0-9A-Za-z]", plain[end : end + 2])
    )


_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_GROUPINGS = ((11,), (3, 4, 4), (3, 8), (7, 4), (1,) * 11)


def _with_country(plain: str, start: int) -> int:
    """Where the number starts when the +86 before it is counted in."""
    country = re.search(r"(?<![0-9A-Za-z])\(?(?:\+86|0086|86)\)?[\s-]*$", _before(plain, start))
    return start - len(country.group()) if country else start


# ---------------------------------------------------------------- what numbers must satisfy

# First two digits of GB/T 2260; 81 to 83 are residence permits of Hong Kong, Macau and Taiwan.
_PROVINCES = frozenset({*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47)}) | {
    *(*range(50, 55), *range(61, 66), 71, 81, 82, 83),
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _is_id_number(digits: str) -> bool:
    """GB 11643-1999: region, day of birth, and a check digit by ISO 7064 MOD 11-2."""
    if not re.fullmatch(r"\d{17}[\dX]", digits) or int(digits[:2]) not in _PROVINCES:
        return False
    if not _is_day(digits[6:10], digits[10:12], digits[12:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17]


def _is_old_id_number(digits: str) -> bool:
    """The form until 1999, without a check digit: its parts must be likely instead."""
    return (
        int(digits[:2]) in _PROVINCES
        and digits[2:4] <= "90"
        and _is_day("19" + digits[6:8], digits[8:10], digits[10:12])
    )


def _is_day(year: str, month: str, day: str) -> bool:
    if not "1900" <= year <= "2099":
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_credit_code(code: str) -> bool:
    """GB 32100-2015: the code of an organisation, with its own check sign."""
    if any(sign not in _CREDIT_SIGNS for sign in code):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * 3**place % 31 for place, sign in enumerate(code[:17]))
    return _CREDIT_SIGNS[-total % 31] == code[17]


# UnionPay with its older numbers, and the cards of other nets, with their lengths.
_CARD = re.compile(
    r"(?:62|60|68|69|9558|9559)\d{12,17}|4\d{15}|5[1-5]\d{14}|35\d{14}|3[47]\d{13}"
    r"|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
)


def _is_bank_card(digits: str) -> bool:
    """A known beginning and length, and the check digit of ISO/IEC 7812-1 (Luhn)."""
    if not 15 <= len(digits) <= 19 or not _CARD.fullmatch(digits):
        return False
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(n - 9 if n > 9 else n for n in doubled)) % 10 == 0


def _is_card_grouping(sizes: tuple[int, ...]) -> bool:
    return (
        len(sizes) == 1
        or (set(sizes[:-1]) == {4} and sizes[-1] <= 4)
        or (len(sizes) == 2 and sizes[0] == 6)
        or sizes == (4, 6, 5)
        or set(sizes) == {1}
    )


# ---------------------------------------------------------------- words

_SAID = r"(?:号码?|证号|编号|账号|帐号|ID|id)?\s{0,3}(?:[:为是]\s{0,3})?"
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4}|[甲乙丙丁])"
# Within one clause.
_REST = r"[^，。；、！？,;\n]"
_PROVIDERS = (
    r"qq|foxmail|163|126|188|139|189|yeah|sina|sohu|tom|21cn|263|aliyun|wo|gmail|googlemail"
    r"|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|proton|protonmail|gmx|aol|mail"
)


def _spans(pattern: str, flags: int = 0) -> Callable[[str], Iterator[tuple[int, int]]]:
    """A rule: where the group `it`, or the whole pattern if it has none, stands in a text."""

    def rule(plain: str) -> Iterator[tuple[int, int]]:
        compiled = re.compile(pattern, flags)  # once, and not before a text may hold any
        group = "it" if "it" in compiled.groupindex else 0
        return (found.span(group) for found in compiled.finditer(plain))

    return rule


_RULES: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (
        EMAIL,
        _spans(
            r"(?<![\w.+%-])[a-z0-9][\w.+%-]{0,63}\s{0,2}(?:@|\(at\)|\[at\])\s{0,2}"
            rf"(?:vip\.|[a-z]{{2}}\.)?(?:{_PROVIDERS})\.(?:com|net|cn|com\.cn|co\.jp|com\.hk|"
            r"com\.tw|me|fr|de|co\.uk)(?![a-z0-9-]|\.[a-z])",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    (
        TRAVEL_PERMIT,
        _spans(
            rf"(?:护照|通行证|台胞证|回乡证){_SAID}(?P<it>[A-Za-z]{{0,2}}\d{{7,10}})(?![0-9A-Za-z])"
        ),
    ),
    (
        CHAT_ACCOUNT,
        _spans(
            r"(?<!公众)(?<!官方)(?<!政务)(?:微信|wechat|weixin|(?<![a-z])(?:vx|wx))"
            r"(?:\s?(?:号码?|账号|帐号|id)\s{0,3}[:为是]?|\s{0,3}:)\s{0,3}"
            r"(?P<it>[a-z][a-z0-9_-]{5,19})(?![a-z0-9_./@-])",
            re.IGNORECASE,
        ),
    ),
    (
        CHAT_ACCOUNT,
        _spans(
            r"(?<![a-z])qq(?:号码?)?\s{0,3}[:为是]?\s{0,3}(?P<it>[1-9]\d{4,10})(?![\d.]|@)",
            re.IGNORECASE,
        ),
    ),
    (
        HOME,
        _spans(
            rf"(?:[\u4e00-\u9fff]{{2,12}}\s?)?{_NUMBER}\s?(?:号楼|栋|幢|座|号|#)\s?"
            rf"{_NUMBER}\s?单元\s?{_NUMBER}(?:室|户|号)?(?!\d|[层楼])"
        ),
    ),
    (
        HOME,
        _spans(
            rf"[\u4e00-\u9fff]{{1,10}}(?:小区|花园|家园|新村|宿舍|公寓|苑){_REST}{{0,8}}?"
            rf"{_NUMBER}\s?(?:号楼|栋|幢|座|#){_REST}{{0,6}}?\d{{3,4}}\s?[室户]"
        ),
    ),
    (
        HOME,
        _spans(
            r"(?:家住|现住|居住在|居住于|住址|家庭地址|户籍地址?|户籍所在地|居住地址?)[\s:为是在]{0,4}"
            rf"(?P<it>{_REST}{{2,40}}?{_NUMBER}(?:号(?![楼院线])|[室户](?!籍|型)|单元))"
        ),
    ),
    (HOME, _spans(rf"[\u4e00-\u9fff]{{1,8}}村{_REST}{{0,4}}?{_NUMBER}组\s?{_NUMBER}号")),
    (
        BIRTHDAY,
        _spans(
            r"(?:出生日期|出生年月日?|生日)\s{0,3}[:为是]\s{0,3}"
            r"(?P<it>(?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}日?)"
        ),
    ),
    (
        PLATE,
        _spans(
            r"车牌(?:号码?|照)?\s{0,3}[:为是]?\s{0,3}(?P<it>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉"
            r"闽贵粤青藏川宁琼]\s?[A-Za-z]\s?[·.-]?\s?[0-9A-HJ-NP-Za-hj-np-z]{5,6})"
        ),
    ),
)
