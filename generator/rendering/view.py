"""What a template may ask while it lays out one page."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.checks.attachments import PublishedFile
from generator.models import KINDS, Record
from generator.models.components import Attachment, Photo
from generator.models.fields import fields_of
from generator.models.values import Choice, FuzzyNumber, PartialDate, Reference
from generator.pictures.photos import Picture, Pictures
from generator.reading.load import Page
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import Copied
from generator.rendering.qr import qr_svg
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
    """permalink: address of the page; all addresses are given relative to it."""

    catalog: Catalog
    assets: Assets
    permalink: str

    def href(self, target: Entry | str) -> str:
        """Relative address of a record, or of a permalink or file of the website."""
        address = target.permalink if isinstance(target, Entry) else target
        relative = posixpath.relpath("/" + address, "/" + self.permalink)
        return relative + "/" if address.endswith("/") or not address else relative

    def target(self, reference: Reference) -> Entry | None:
        return self.catalog.target(reference)

    def picture(self, entry: Entry, photo: Photo, shape: str = "full") -> Picture:
        return self.assets.pictures.by_shape[entry.bundle / photo.file, shape]

    def attachment(self, entry: Entry, attachment: Attachment) -> PublishedFile:
        return self.assets.attachments[entry.bundle / attachment.file]

    def body(self, entry: Entry) -> str:
        """HTML of the record's body, links resolved."""
        return finish(entry.converted, self._address)

    def page(self, page: Page) -> str:
        """HTML of a hand-written page, links resolved."""

        def resolve(target: str) -> str:
            permalink = page_permalink(page.source, target) if target.endswith(".md") else None
            if permalink is None:
                return self._address(target)
            return self.href(permalink) if self.catalog.has(permalink) else ""

        return finish(page.converted, resolve)

    def _address(self, target: str) -> str:
        """Where a link leads that was found to be sound; empty for one that was not."""
        if named := self.catalog.named(target):
            return self.href(named)
        hosts = self.catalog.website.allowed_hosts
        return target if is_outward(target) and not refusal(target, hosts) else ""

    def count(self, kind: str) -> int:
        return self.catalog.count(kind)

    def kind_counts(self) -> tuple[tuple[type[Record], int], ...]:
        """Every kind in menu order, with how many records it has."""
        return tuple((kind, self.count(name)) for name, kind in KINDS.items())

    @property
    def address(self) -> str:
        """Full address of this page; empty as long as the website has none."""
        return self.catalog.website.address_of(self.permalink)

    @property
    def licence(self) -> str:
        """How others may use what this website says, in one sentence."""
        stated = self.catalog.website.licence
        return f"使用许可：{stated}。" if stated else "没有声明使用许可，使用前请联系主办单位。"

    def qr(self) -> str:
        """The page's QR code as SVG; empty without an address."""
        return qr_svg(self.address) if self.address else ""


def facts_of(record: Record) -> tuple[Fact, ...]:
    """The rows of the table of facts: declared fields that were filled in."""
    facts = []
    for name, spec in fields_of(type(record)).items():
        value = getattr(record, name)
        values = value if isinstance(value, tuple) else (value,) if value is not None else ()
        if spec.is_fact and values:
            facts.append(Fact(spec.key, tuple(map(_printable, values)), spec.unit))
    return tuple(facts)


def _printable(value: Any) -> Any:
    """References, dates and numbers keep their type for the template; the rest becomes text."""
    if isinstance(value, Reference | PartialDate | FuzzyNumber):
        return value
    return value.label if isinstance(value, Choice) else str(value)
