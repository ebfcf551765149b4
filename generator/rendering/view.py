"""What a template may ask while it lays out a page, whichever page that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from generator.checks.attachments import PublishedFile
from generator.models import KINDS, Record
from generator.models.components import Attachment, Photo
from generator.models.fields import fields_of
from generator.models.values import Choice, FuzzyNumber, PartialDate, Reference
from generator.pictures.derivatives import Picture
from generator.pictures.photos import Pictures
from generator.reading.raw import Page
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import Copied
from generator.rendering.relative import ROOT
from generator.text.links import is_outward, page_permalink, refusal
from generator.text.markdown import finish


@dataclass(frozen=True)
class Assets:
    """The files that pages show.

    shares: by permalink, the drawn picture that stands for a page elsewhere; "" for the website.
    mark: the office's own mark for the header, if it gave one.
    """

    pictures: Pictures
    attachments: Mapping[Path, PublishedFile]
    shares: Mapping[str, Copied] = field(default_factory=dict)
    mark: Picture | None = None


@dataclass(frozen=True)
class Fact:
    """One row of a record's table of facts."""

    key: str
    values: tuple[Any, ...]
    unit: str


@dataclass(frozen=True)
class View:
    """The records and files of the website as templates see them."""

    catalog: Catalog
    assets: Assets

    def link(self, reference: Reference) -> Markup:
        """What a reference says, as a link where it names a record."""
        words = escape(str(reference))
        found = self.catalog.target(reference)
        return Markup(f'<a href="{escape(href(found))}">{words}</a>') if found else words

    def shown(self, values: Iterable[Any], unit: str) -> Markup:
        """The values of a fact, in a row."""
        shown = [self._shown(value, unit) for value in values]
        return shown[0] if len(shown) == 1 else Markup("、").join(shown)

    def _shown(self, value: Any, unit: str) -> Markup:
        if isinstance(value, PartialDate):
            return date(value)
        if isinstance(value, FuzzyNumber):
            return escape(value.with_unit(unit))
        return self.link(value) if isinstance(value, Reference) else escape(value)

    def picture(self, entry: Entry, photo: Photo, shape: str = "full") -> Picture:
        return self.assets.pictures.by_shape[entry.bundle / photo.file, shape]

    def attachment(self, entry: Entry, attachment: Attachment) -> PublishedFile:
        return self.assets.attachments[entry.bundle / attachment.file]

    def body(self, entry: Entry) -> str:
        """HTML of the record's body, links resolved."""
        return finish(entry.converted, self._address)

    def addresses_in(self, entry: Entry) -> dict[str, str]:
        """Where the links of a record's body lead, by what is written."""
        return {link.target: self._address(link.target) for link in entry.converted.links}

    def page(self, page: Page) -> str:
        """HTML of a hand-written page, links resolved."""

        def resolve(target: str) -> str:
            permalink = page_permalink(page.source, target) if target.endswith(".md") else None
            if permalink is None:
                return self._address(target)
            return href(permalink) if self.catalog.has(permalink) else ""

        return finish(page.converted, resolve)

    def _address(self, target: str) -> str:
        """Where a link leads that was found to be sound; empty for one that was not."""
        if named := self.catalog.named(target):
            return href(named)
        hosts = self.catalog.website.allowed_hosts
        return target if is_outward(target) and not refusal(target, hosts) else ""

    def count(self, kind: str) -> int:
        return self.catalog.count(kind)

    def kind_counts(self) -> tuple[tuple[type[Record], int], ...]:
        """Every kind in menu order, with how many records it has."""
        return tuple((kind, self.count(name)) for name, kind in KINDS.items())

    @property
    def licence(self) -> str:
        """How others may use what this website says, in one sentence."""
        stated = self.catalog.website.licence
        return f"使用许可：{stated}。" if stated else "没有声明使用许可，使用前请联系主办单位。"


# ---------------------------------------------------------------- filters


def href(target: Entry | str) -> str:
    """Address of a record, or of a permalink or file of the website."""
    return ROOT + (target if isinstance(target, str) else target.permalink)


def date(value: PartialDate) -> Markup:
    """A date as visitors read it, and as machines do where they can."""
    words = escape(str(value))
    machine = value.machine
    return Markup(f'<time datetime="{machine}">{words}</time>') if machine else words


def counted(number: FuzzyNumber | None, unit: str | None) -> Markup:
    """What is said of a list's length: 共10项; nothing if nobody counted."""
    if number is None:
        return Markup()
    return Markup(f'<span class="zt-count">共{escape(number.with_unit(unit or ""))}</span>')


def period(record: Record) -> Markup:
    """The day of a record, or from when to when."""
    days = (record.dated, getattr(record, "end_date", None))
    shown = [date(day) for day in days if day]
    return shown[0] if len(shown) == 1 else Markup("—").join(shown)


# ---------------------------------------------------------------- facts


def facts_of(record: Record) -> tuple[Fact, ...]:
    """The rows of the table of facts: declared fields that were filled in."""
    facts = []
    for name, key, unit in _fact_fields(type(record)):
        value = getattr(record, name)
        values = value if isinstance(value, tuple) else (value,) if value is not None else ()
        if values:
            facts.append(Fact(key, tuple(map(_printable, values)), unit))
    return tuple(facts)


@cache
def _fact_fields(model: type[Record]) -> tuple[tuple[str, str, str], ...]:
    """(name, key, unit) of the fields that are facts."""
    specs = fields_of(model).items()
    return tuple((name, spec.key, spec.unit) for name, spec in specs if spec.is_fact)


def _printable(value: Any) -> Any:
    """References, dates and numbers keep their type for the template; the rest becomes text."""
    if isinstance(value, Reference | PartialDate | FuzzyNumber):
        return value
    return value.label if isinstance(value, Choice) else str(value)
