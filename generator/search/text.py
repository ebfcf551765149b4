"""A record → what of it can be searched: its public text, its names with their sounds, its terms.

The text is what the record's page prints, found by walking the declared fields, so that a new
field is searched without a change here. What no page prints stands in `HIDDEN`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.models import Record
from generator.models.components import Listing, Photo, Space
from generator.models.fields import Component, fields_of
from generator.models.values import Choice, FuzzyNumber, PartialDate, Reference, Region, YesNo
from generator.text.normalize import flat, normalize, rules
from generator.text.pinyin import sound, sounds

# Fields that no page prints as text, by name: for staff, for the build, or addresses and files.
HIDDEN = frozenset(
    {
        *("staff_note", "waivers", "draft", "consent", "withdrawn", "complete"),
        *("slug", "former_slugs", "file", "focus", "alt", "url", "pinyin"),
    }
)
# Fields that the names tier holds; they are searched as names and facts, not quoted as text.
_NAMED = frozenset({"name", "short_name", "aliases", "type", "region", "topics"})

_UNSAID = frozenset({(Listing, "type")})  # sorts a list, but no page says it


@dataclass(frozen=True)
class NameForm:
    """One name of a record.

    readings: ((place, syllable), …) where it sounds other than its characters do alone, such as
        重庆 (0, "chong"); places count in the flat normal form.
    """

    name: str
    readings: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Facts:
    """What else a visitor may type of a record; empty where the record does not say.

    region: all its levels, with spaces; years: as digits, in ascending order.
    """

    kind: str
    type: str
    region: str
    years: tuple[str, ...]
    topics: tuple[str, ...]

    def words(self) -> str:
        """For the text tier: everything, as one text."""
        return "\n".join((self.kind, self.type, self.region, *self.years, *self.topics))


# ---------------------------------------------------------------- text


def text_of(record: Record, body: str) -> tuple[str, ...]:
    """The lines of a record's page in order, the summary first; names and facts left out.

    body: its Markdown, as staff wrote it.
    """
    lines = [record.summary, *plain_lines(body)]
    written = vars(record)  # a default says nothing
    for name, unit in _printed_fields(type(record)):
        if value := written.get(name):
            _add_lines(lines, value, unit)
    return tuple(dict.fromkeys(filter(None, lines)))


@cache
def _printed_fields(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """(name, unit) of the fields that hold text to be quoted."""
    aside = _NAMED | HIDDEN | {"summary"}
    return tuple((name, spec.unit) for name, spec in fields_of(kind).items() if name not in aside)


def _add_lines(lines: list[str], value: object, unit: str) -> None:
    for item in value if isinstance(value, tuple) else (value,):
        if not isinstance(item, Component):
            lines.append(_printed(item, unit))
        elif not (isinstance(item, Photo) and item.withdrawn):
            _add_component(lines, item)


def _add_component(lines: list[str], component: Component) -> None:
    """One line for what it says itself, then the lines of what it holds."""
    own: list[str] = []
    held: list[str] = []
    written = vars(component)
    unit = "平方米" if isinstance(component, Space) else str(written.get("unit") or "")
    for name, own_unit, holds in _said_fields(type(component)):
        if value := written.get(name):
            _add_lines(held if holds and isinstance(value, tuple) else own, value, own_unit or unit)
    lines.append(_joined(own))
    lines += held


@cache
def _said_fields(kind: type[Component]) -> tuple[tuple[str, str, bool], ...]:
    """(name, unit, whether it holds components) of the fields whose text stands on the page."""
    return tuple(
        (name, spec.unit, spec.component is not None)
        for name, spec in fields_of(kind).items()
        if name not in HIDDEN and name != "unit" and (kind, name) not in _UNSAID
    )


def _joined(texts: list[str]) -> str:
    """在孵企业：150余家，2019年; a text that ends a sentence needs no further mark."""
    line = ""
    for place, text in enumerate(filter(None, texts)):
        mark = "" if not line or line[-1] in "。！？；" else "：" if place == 1 else "，"
        line += mark + text
    return line


def _printed(value: Any, unit: str) -> str:
    kind: Any = type(value)
    return value if kind is str else _printer(kind)(value, unit)


@cache
def _printer(kind: Any) -> Callable[[Any, str], str]:
    """How values of a class are printed, with the unit of their field."""
    if issubclass(kind, FuzzyNumber):
        return lambda value, unit: str(value.with_unit(unit))
    if issubclass(kind, Choice):
        return lambda value, unit: str(value.label)
    if not issubclass(kind, YesNo) and issubclass(kind, str | PartialDate | Reference | Region):
        return lambda value, unit: str(value)
    return lambda value, unit: ""


_BLOCKS = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+>#|]|\d+[.)])\s?)")
_MARKS = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)|(?m:^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+)|\*\*|__|~~|`|(?<!\w)[*_]|[*_](?!\w)"
)
_LINKED = re.compile(r"(?<!!)\[([^\]\n]+)\]\([^)\n]*\)")
_MAY_BE_MARKS = re.compile(r"[!#>*+.)_`~-]")  # one of them is in whatever `_MARKS` finds
_ROW_SIGN = re.compile(r"\s*\|\s*")
_BREAK = re.compile(r"\s*\n\s*")


def plain_lines(body: str) -> Iterator[str]:
    """A body's paragraphs, headings, items and cells of tables, without the signs of Markdown.

    Much faster than markdown.py and enough for words; the page itself is made there.
    """
    for block in _BLOCKS.split(body):
        text = _LINKED.sub(r"\1", block) if "[" in block else block
        text = (_MARKS.sub("", text) if _MAY_BE_MARKS.search(text) else text).strip()
        if "|" in text:
            text = _ROW_SIGN.sub("；", text.strip("| "))
        if text.strip("-:=；* \n"):
            yield _BREAK.sub("", text) if "\n" in text else text


# ---------------------------------------------------------------- names


def facts_of(record: Record) -> Facts:
    return Facts(
        kind=record.label,
        type=record.type_label,
        region=str(record.region or ""),
        years=_years(record),
        topics=tuple(map(str, record.topics)),
    )


def _years(record: Record) -> tuple[str, ...]:
    """The years of its list; for kinds without such a list, the year of its first dated fact."""
    if "year" in record.facets:
        return tuple(
            key for term in record.terms("year") if isinstance(term, tuple) for key in term[:1]
        )
    specs = fields_of(type(record)).items()
    values = (getattr(record, name) for name, spec in specs if spec.is_fact)
    year = next((value.year for value in values if isinstance(value, PartialDate)), None)
    return (str(year),) if year else ()


def forms_of(record: Record) -> tuple[NameForm, ...]:
    """All names, the full one first.

    A record may say how its full name is read (`pinyin`: `shan xiong` or `shan xiong xin`), for
    names that no dictionary gets right.
    """
    told = getattr(record, "pinyin", None)
    is_person = record.schema_type == "Person"
    names = [(name, flat(name)) for name in record.names]
    forms = [
        NameForm(
            name, _unusual(plain, str(told) if told and name == record.name else "", is_person)
        )
        for name, plain in names
    ]
    # A name in traditional characters is found by those who type simplified ones at once.
    for name, plain in names:
        if plain != flat(name, simplify=False):
            forms.append(NameForm(plain, _unusual(plain, "", is_person)))
    return tuple(forms)


def _unusual(characters: str, told: str, is_person: bool) -> tuple[tuple[int, str], ...]:
    """characters: a name in flat normal form."""
    read = (_told(characters, told) if told else []) or _read(characters, is_person)
    return tuple(
        (place, syllable)
        for place, (char, syllable) in enumerate(zip(characters, read, strict=True))
        if syllable and syllable != sound(char)
    )


def _told(characters: str, told: str) -> list[str]:
    """The syllables that staff gave, one a character; empty when their number does not fit."""
    given = re.findall(r"[a-z]+", normalize(told))
    return given if len(given) == len(characters) else []


_RUNS = re.compile("[0-9a-z+]+|[^0-9a-z+]+")


def _read(characters: str, is_person: bool) -> list[str]:
    """A syllable for each character; empty for letters, digits and what has no known sound."""
    read: list[str] = []
    for run in _RUNS.findall(characters):
        read += sounds(run) if run[0] >= "\x80" else [""] * len(run)
    if is_person and len(characters) <= 4:
        for length in (1, 2):  # two characters of a surname decide before one: they overwrite
            if spoken := rules()["surnames"].get(characters[:length]):
                read[:length] = spoken.split(" ")
    return read
