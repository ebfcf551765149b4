"""Values that a field can hold, each parsed once from the text that staff wrote.

Front matter is read as text throughout; these types give it its meaning. Each refuses what it
cannot honestly represent by raising `Refusal` with a code of `messages.MESSAGES`.

A field is annotated with a `Parsed` class, or with `Annotated[type, rule, …]`: each rule is called
with what the one before gave, the first with the text. `reader_of` gives all of them as one.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Self, Union, get_args, get_origin

from generator.errors import shown
from generator.text.suggest import did_you_mean


class Refusal(ValueError):
    """A fault of one value; `validate` turns it into a `Problem` with a place.

    at: the field to blame, where the fault lies between several.
    """

    def __init__(self, code: str, *, at: str = "", **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.at = at
        self.facts = facts


_AT_HAND = 2048


class Parsed:
    """Base of a value that is made by calling its `parse` with the written text; never changed."""

    @classmethod
    def parse(cls, written: str) -> Self:
        raise NotImplementedError(cls.__name__)


# ---------------------------------------------------------------- text


def _plain(text: str) -> str:
    """Fields are text: markup in them is a slip or an attack, never meant for the visitor."""
    if "<" in text and re.search(r"<\s*/?\s*[A-Za-z!]", text):
        raise Refusal("markup", written=text if len(text) <= 40 else text[:40] + "…")
    return text


def _at_most(limit: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if len(text) > limit:
            raise Refusal("too-long", length=len(text), limit=limit)
        return text

    return check


Name = Annotated[str, _plain, _at_most(60)]
Line = Annotated[str, _plain, _at_most(160)]
Paragraph = Annotated[str, _plain, _at_most(1000)]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _slug(written: str) -> str:
    if not SLUG.fullmatch(written):
        capitals = written != written.lower()
        reason = "不能有大写字母。" if capitals else "只能用小写字母、数字和减号。"
        example = re.sub(r"[^a-z0-9]+", "-", written.lower()).strip("-") or "bailu-shequ"
        raise Refusal("bad-slug", written=written, reason=reason, example=example)
    return written


Slug = Annotated[str, _slug]


def _file_name(written: str) -> str:
    if re.match(r"[A-Za-z]:|\\\\", written):
        reason = "是自己电脑里的路径，别人打不开"
    elif "://" in written:
        reason = "是网上的地址；照片要存进来，不能外链"
    elif "/" in written or "\\" in written or written in {".", ".."}:
        reason = "带有文件夹路径"
    else:
        return written
    raise Refusal("bad-file-name", written=written, reason=reason)


FileName = Annotated[str, _file_name]


def _address(written: str) -> str:
    if not re.fullmatch(r"https?://[^\s/<>\"']+(?:/[^\s<>\"']*)?", written):
        raise Refusal("bad-address", written=written)
    return written


def _reply_address(written: str) -> str:
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", written, re.ASCII):
        try:
            return _address(written)
        except Refusal as error:
            raise Refusal("bad-reply-address", written=written) from error
    return written


def _host(written: str) -> str:
    """A host name, also when the whole address was pasted."""
    return re.sub(r"^[a-z]+://", "", written.strip().lower()).split("/")[0]


Host = Annotated[str, _host]
WebAddress = Annotated[str, _address]
# Where a reader can write to: a page, or a mailbox.
ReplyAddress = Annotated[str, _reply_address]


class YesNo(Parsed, Enum):
    """是 or 否; truth value as expected."""

    YES = "是"
    NO = "否"

    @classmethod
    def parse(cls, written: str) -> Self:
        table = {"是": cls.YES, "yes": cls.YES, "true": cls.YES}
        table |= {"否": cls.NO, "no": cls.NO, "false": cls.NO}
        if written.lower() not in table:
            raise Refusal("bad-yes-no", written=written)
        return table[written.lower()]

    def __bool__(self) -> bool:
        return self is YesNo.YES


# ---------------------------------------------------------------- choices


class Choice(Parsed, StrEnum):
    """One of a fixed set, written in Chinese (`联合党支部`) or English (`joint-branch`).

    Members are `NAME = "english", "中文"`; the value is the English word, `label` the Chinese.
    """

    label: str

    def __new__(cls, english: str, label: str) -> Self:
        member = str.__new__(cls, english)
        member._value_ = english
        member.label = label
        return member

    @classmethod
    def parse(cls, written: str) -> Self:
        member: Self | None = _members(cls).get(written)
        if member is not None:
            return member
        labels = [member.label for member in cls]
        raise Refusal(
            "unknown-choice",
            written=written,
            near=did_you_mean(written, labels, 0.5),
            known=shown(labels, 40),
        )

    def __str__(self) -> str:
        return self.label


@cache
def _members(choice: type[Choice]) -> Mapping[str, Any]:
    """The members by either of their spellings."""
    found: dict[str, Choice] = {}
    for member in choice:
        found.setdefault(member.label, member)
        found.setdefault(member.value, member)
    return found


# ---------------------------------------------------------------- numbers

_BEFORE = ("超过", "不到", "大约", "约", "近", "超", "逾", "共")
_AFTER = ("余", "多", "以下", "以上", "左右")
_NUMBER = re.compile(
    rf"(?P<before>{'|'.join(_BEFORE)})?\s*(?P<digits>\d{{1,12}}(?:,\d{{3}})*(?:\.\d+)?)"
    rf"(?P<scale>[万亿])?(?P<after>{'|'.join(_AFTER)})?(?P<late>[万亿])?"
)


@dataclass(frozen=True)
class FuzzyNumber(Parsed):
    """A number as its source gives it: `1800余`, `近400`, `超过10万`, `35以下`, `0.4`.

    amount: the bare number, for sorting and for comparison with what is listed; never printed.
    before, digits, after: what is printed, in order; the unit stands behind or before `after`.
    """

    amount: float
    before: str
    digits: str
    after: str

    @classmethod
    def parse(cls, written: str) -> Self:
        found = _NUMBER.fullmatch(written.strip())
        if not found or (found["scale"] and found["late"]):
            raise Refusal("bad-number", written=written)
        scale = found["scale"] or ""
        late = found["late"] or ""
        amount = float(found["digits"].replace(",", ""))
        amount *= {"": 1, "万": 10_000, "亿": 100_000_000}[scale or late]
        return cls(
            amount=amount,
            before=found["before"] or "",
            digits=found["digits"].replace(",", "") + scale,
            after=(found["after"] or "") + late,
        )

    @property
    def is_exact(self) -> bool:
        """Whether the source gave the number without 余, 近 and the like."""
        return not self.before and not self.after

    @property
    def is_unit_first(self) -> bool:
        """Whether the unit stands before the last word: 35岁以下, but 1800余人."""
        return self.after in ("以下", "以上", "左右")

    def with_unit(self, unit: str = "") -> str:
        """As Chinese writes it: 1800余人, 近400家, 35岁以下."""
        tail = f"{unit}{self.after}" if self.is_unit_first else f"{self.after}{unit}"
        return f"{self.before}{self.digits}{tail}"

    def __str__(self) -> str:
        return self.with_unit()


# ---------------------------------------------------------------- dates

_WHEN = ("前后", "年初", "年底", "初", "底", "前", "后", "起")
_ISO = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?(?P<about>~)?"
)
_YEARLESS = re.compile(r"--(?P<month>\d{1,2})-(?P<day>\d{1,2})(?P<about>~)?")
_CHINESE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
    rf"(?P<when>{'|'.join(_WHEN)})?"
)


@dataclass(frozen=True)
class PartialDate(Parsed):
    """A date as precise as its source: `2018-06-27`, `2018-06`, `2018`, `--05-19`, `2017-12~`.

    Spelling follows ISO 8601 and EDTF level 1 (loc.gov/standards/datetime); the Chinese
    spellings 2018年6月27日, 5月19日 and 2017年底 are understood as well.

    when: the vague word behind it (底, 前, 前后 …), printed as it stands.
    """

    year: int | None
    month: int | None
    day: int | None
    when: str = ""

    @classmethod
    def parse(cls, written: str) -> Self:
        text = written.strip()
        found = _ISO.fullmatch(text) or _YEARLESS.fullmatch(text) or _CHINESE.fullmatch(text)
        parts = found.groupdict() if found else {}
        year, month, day = (
            int(parts[name]) if parts.get(name) else None for name in ("year", "month", "day")
        )
        if year is None and month is None:
            raise Refusal("bad-date", written=written, reason="看不出是哪一天")
        _check_calendar(written, year, month, day)
        when = parts.get("when") or ("前后" if parts.get("about") else "")
        return cls(year, month, day, when.removeprefix("年"))

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """For newest-first order; a date without its year sorts as the oldest."""
        return (self.year or 0, self.month or 0, self.day or 0)

    def is_before(self, other: "PartialDate") -> bool:
        """Whether it surely comes first: what one of the two leaves open decides nothing."""
        for mine, its in (
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
        ):
            if mine != its:
                return mine is not None and its is not None and mine < its
        return False

    @property
    def machine(self) -> str:
        """For the `datetime` attribute of HTML: 2018-06-27, 2018-06, 2018 or 05-19.

        Empty for a month alone, which HTML has no way to write.
        """
        if self.year is None:
            return f"{self.month:02d}-{self.day:02d}" if self.day else ""
        month = f"-{self.month:02d}" if self.month else ""
        day = f"-{self.day:02d}" if self.day else ""
        return f"{self.year:04d}{month}{day}"

    def __str__(self) -> str:
        year = f"{self.year}年" if self.year is not None else ""
        month = f"{self.month}月" if self.month else ""
        day = f"{self.day}日" if self.day else ""
        return f"{year}{month}{day}{self.when}"


class FullDate(PartialDate):
    """A date of which year, month and day are known."""

    @classmethod
    def parse(cls, written: str) -> Self:
        found = super().parse(written)
        if found.year is None or found.month is None or found.day is None or found.when:
            raise Refusal("bad-date", written=written, reason="这里要写明年、月、日")
        return found

    @property
    def as_date(self) -> date:
        return date.fromisoformat(self.machine)


def _check_calendar(written: str, year: int | None, month: int | None, day: int | None) -> None:
    # Year 0 does not exist, and a typing error such as 0218 or 9999 is no date of ours.
    if year is not None and not 1000 <= year <= 2999:
        raise Refusal("bad-date", written=written, reason=f"没有公元 {year} 年的事")
    if month is not None and not 1 <= month <= 12:
        raise Refusal("bad-date", written=written, reason=f"没有第 {month} 个月")
    if day is None or month is None:
        return
    # 2000 was a leap year, so a date without its year may be 29 February.
    last = _last_day(year or 2000, month)
    if not 1 <= day <= last:
        named = f"{year}年{month}月" if year else f"{month}月"
        raise Refusal("bad-date", written=written, reason=f"{named}没有 {day} 日")


@cache
def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]


# ---------------------------------------------------------------- regions

_BETWEEN = re.compile(r"[\s　/·>]+")
_IN_NO_PLACE = re.compile(r"[<>\"\\]")


@dataclass(frozen=True)
class Region(Parsed):
    """A place from large to small: `山东 济南 历城区 唐冶街道`."""

    levels: tuple[str, ...]

    @classmethod
    def parse(cls, written: str) -> Self:
        levels = tuple(filter(None, _BETWEEN.split(written)))
        if not levels or _IN_NO_PLACE.search("".join(levels)):
            raise Refusal("bad-region", written=written, reason="看不出是哪里")
        if len(levels) > 5:
            raise Refusal("bad-region", written=written, reason="超过了五级")
        return cls(levels)

    @property
    def term(self) -> str:
        """The level that lists go by: province and city, as 山东·济南."""
        return "·".join(self.levels[:2])

    def __str__(self) -> str:
        return " ".join(self.levels)


# ---------------------------------------------------------------- references

OUTSIDE = "外部:"


@dataclass(frozen=True)
class To:
    """What a reference may point at; stands in the `Annotated` of a field.

    kinds: record kinds, or none for any kind.
    inverse: how the target's page names this relation; empty for no backlink.
    is_open: a plain name is taken as text when no record's name is near it.
    is_mention: any text is taken; it becomes a link when it is exactly a record's name.
    """

    kinds: tuple[str, ...] = ()
    inverse: str = ""
    is_open: bool = False
    is_mention: bool = False

    def __call__(self, written: str) -> "Reference":
        text = _plain(written.strip())
        outside = text.replace("：", ":").startswith(OUTSIDE)
        return Reference(text[len(OUTSIDE) :].strip() if outside else text, self, outside)


@dataclass(frozen=True)
class Reference:
    """Another record, by the name that staff wrote; `relate` finds the record.

    is_outside: written as `外部:某单位`: surely not one of our records, however near its name.
    """

    text: str
    to: To
    is_outside: bool = False

    def __str__(self) -> str:
        return self.text


Mention = Annotated[Reference, To(is_mention=True)]


# ---------------------------------------------------------------- annotations


def bare(annotation: Any) -> Any:
    """What an annotation says of one value: without `| None` and `tuple[…, ...]`."""
    if get_origin(annotation) in (Union, UnionType):
        return bare(next(each for each in get_args(annotation) if each is not NoneType))
    return bare(get_args(annotation)[0]) if get_origin(annotation) is tuple else annotation


def reader_of(annotation: Any) -> Callable[[str], Any]:
    """Makes one value of a written text; raises Refusal. TypeError for what no text can be."""
    one = bare(annotation)
    made, *found = get_args(one) if get_origin(one) is Annotated else (one,)
    rules: list[Callable[[Any], Any]] = found
    if isinstance(made, type) and issubclass(made, Parsed):
        rules.insert(0, _remembering(made.parse))
    elif made is not str and not rules:
        raise TypeError(f"no text can become {annotation}")
    if len(rules) == 1:
        return rules[0]

    def read(written: str) -> Any:
        value: Any = written
        for rule in rules:
            value = rule(value)
        return value

    return read


@cache
def _remembering(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """The same; but what many records say alike, such as dates and places, is made once."""
    return lru_cache(_AT_HAND)(parse)


def choices_of(annotation: Any) -> tuple[str, ...]:
    """Chinese labels of the `Choice` that an annotation holds; none if it holds no choice."""
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return tuple(member.label for member in annotation)
    if annotation is YesNo:
        return ("是", "否")
    return next((found for inner in get_args(annotation) if (found := choices_of(inner))), ())


def is_text(annotation: Any) -> bool:
    """Whether an annotation holds `Name`, `Line` or `Paragraph`: words of a person."""
    held = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return any(item is _plain or is_text(item) for item in held)
