"""`Entry`: one valid record on its way through the website; and its `Face`, what others show of it.

The website needs a little of every record all the time, and everything of one record at a time. So
the face of each is always there, and the whole is fetched when somebody asks for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from generator.keeping.codec import packed, unpacked
from generator.models import KINDS, Record
from generator.models.components import Photo, Relation
from generator.models.fields import Component, fields_of
from generator.models.values import PartialDate, Reference, Region, To
from generator.reading.raw import RawRecord
from generator.reading.validate import Loc, Origin, origin_of
from generator.relating.trace import note
from generator.text.markdown import Converted, Fault, Link
from generator.text.pinyin import sort_key

Term = tuple[str, str] | Reference


class Mentioned(NamedTuple):
    """One reference of a record. label: how it calls the target; inverse: how that calls it."""

    loc: Loc
    reference: Reference
    label: str
    inverse: str


class Face(NamedTuple):
    """What lists, other records and the website as a whole may show or ask of a record.

    permalink: `sites/bailu/`. place: its folder below the content. other_names: beside its name.
    ups: by field, the reference to what it belongs under. cover: its first photo.
    changed_on: when it last changed, as far as it tells. figures: their names.
    sound: of its name, the first part of its `order`.
    """

    kind: str
    permalink: str
    place: str
    name: str
    sound: str
    short_name: str | None
    other_names: tuple[str, ...]
    former_slugs: tuple[str, ...]
    draft: bool
    summary: str
    dated: PartialDate | None
    end_date: PartialDate | None
    checked: PartialDate | None
    changed_on: PartialDate | None
    type_label: str
    region: Region | None
    ups: Mapping[str, Reference]
    milestones: tuple[tuple[PartialDate, str], ...]
    figures: tuple[str, ...]
    cover: Photo | None
    has_attachments: bool
    has_waivers: bool

    @property
    def model(self) -> type[Record]:
        return KINDS[self.kind]

    @property
    def names(self) -> tuple[str, ...]:
        """All names that a reference may use, the full one first."""
        return (self.name, *self.other_names)

    @property
    def order(self) -> str:
        """Of its name among others, by pinyin."""
        return self.sound + self.name

    @property
    def folder_name(self) -> str:
        return self.place.rpartition("/")[2]

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.permalink[len(self.model.folder) + 1 : -1]

    @property
    def label(self) -> str:
        return self.model.label

    @property
    def cover_shape(self) -> str:
        return self.model.cover_shape


@dataclass(frozen=True)
class Shot:
    """A photo that a record names, as it was found in its folder.

    index: among those that it names. digest: SHA-256 of the file. focus: what to keep in view, as
    shares of width and height.
    """

    index: int
    file: str
    digest: bytes
    focus: tuple[float, float]
    is_withdrawn: bool


@dataclass(frozen=True)
class Attached:
    """An attachment that was found to be sound. index: among those that the record names.

    digest: SHA-256 of the file. size: in bytes.
    """

    index: int
    file: str
    digest: bytes
    size: int


class Ties(NamedTuple):
    """How a record hangs together with all of its kind, and with the files in its folder.

    terms: by facet, in the order of its kind's facets. hosts: the websites of its sources.
    shots: photos that can be shown, or that were withdrawn and are still there. attached: what can
    be downloaded.
    """

    terms: tuple[tuple[Term, ...], ...]
    hosts: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()
    attached: tuple[Attached, ...] = ()

    @property
    def shown(self) -> tuple[Shot, ...]:
        """The photos of its page; the first is its cover."""
        return tuple(shot for shot in self.shots if not shot.is_withdrawn)


class Naming(NamedTuple):
    """What a record names. mentions: every reference in it.

    links, faults: of its body, which begins on `body_line`.
    """

    mentions: tuple[Mentioned, ...]
    links: tuple[Link, ...]
    faults: tuple[Fault, ...]
    body_line: int

    def packed(self) -> bytes:
        """As bytes to be kept. Of plain values: objects are packed at a fifth of the speed."""
        links = [(link.line, link.target) for link in self.links]
        return packed((_plain(self.mentions), links, self.faults, self.body_line))

    @classmethod
    def unpacked(cls, data: bytes) -> "Naming":
        """Raises CodecError."""
        mentions, links, faults, body_line = unpacked(data)
        found = [
            Mentioned(loc, Reference(text, _to(*to), is_outside), label, inverse)
            for loc, text, to, is_outside, label, inverse in mentions
        ]
        return cls(tuple(found), tuple(Link(*each) for each in links), faults, body_line)


def _plain(mentions: Iterable[Mentioned]) -> list[tuple[object, ...]]:
    return [
        (loc, text, (to.kinds, to.inverse, to.is_open, to.is_mention), is_outside, label, inverse)
        for loc, reference, label, inverse in mentions
        for text, to, is_outside in [(reference.text, reference.to, reference.is_outside)]
    ]


@cache
def _to(*told: Any) -> To:
    """Each once: there are few."""
    return To(*told)


@dataclass(frozen=True)
class Whole:
    """All of one record. converted: its body. present, files: what lies in its folder."""

    record: Record
    converted: Converted
    present: tuple[str, ...]
    files: tuple[str, ...]


_MARK_BYTES = 12


class Marks(bytes):
    """Fingerprints of what a record says: two of one mark say the same, whenever they were made.

    own: of what stands in its front matter; record: of that and of what its files hold.
    written: of its front matter and its body. mentions: of its references.
    """

    __slots__ = ()

    @classmethod
    def of(cls, face: bytes, record: bytes, body: bytes, own: bytes, mentions: bytes) -> "Marks":
        return cls(face + record + body + own + mentions)

    def _part(self, number: int) -> bytes:
        return self[number * _MARK_BYTES : (number + 1) * _MARK_BYTES]

    @property
    def face(self) -> bytes:
        return self._part(0)

    @property
    def record(self) -> bytes:
        return self._part(1)

    @property
    def body(self) -> bytes:
        return self._part(2)

    @property
    def own(self) -> bytes:
        return self._part(3)

    @property
    def mentions(self) -> bytes:
        return self._part(4)

    @property
    def written(self) -> bytes:
        return self.own + self.body


class Source(Protocol):
    """Fetches the rest of records, by their place. file: as problems name it."""

    def file(self, place: str) -> str: ...

    def bundle(self, place: str) -> Path: ...

    def naming(self, place: str) -> Naming: ...

    def whole(self, place: str) -> Whole: ...

    def raw(self, place: str) -> RawRecord: ...


@dataclass(frozen=True)
class AtHand:
    """All of one record that was just read."""

    _whole: Whole
    _raw: RawRecord

    def file(self, place: str) -> str:
        return self._raw.file

    def bundle(self, place: str) -> Path:
        return self._raw.bundle

    def naming(self, place: str) -> Naming:
        return self._naming

    @cached_property
    def _naming(self) -> Naming:
        return naming_of(self._whole.record, self._raw)

    def whole(self, place: str) -> Whole:
        return self._whole

    def raw(self, place: str) -> RawRecord:
        return self._raw


class Entry:
    """A valid record with its address and where it was written.

    permalink: `sites/bailu/`, relative to the website. source: fetches the rest of it.
    What is asked of an entry is noted (`trace.py`).
    """

    __slots__ = ("_face", "_source", "_ties", "marks", "permalink")

    def __init__(self, face: Face, ties: Ties, marks: Marks, source: Source) -> None:
        self._face = face
        self._ties = ties
        self.marks = marks
        self._source = source
        self.permalink = face.permalink

    def __hash__(self) -> int:
        return hash(self.permalink)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self.permalink == other.permalink

    def __repr__(self) -> str:
        return f"Entry({self.permalink!r})"

    @property
    def slug(self) -> str:
        return self._face.slug

    @property
    def kind(self) -> str:
        return self._face.kind

    @property
    def file(self) -> str:
        return self._source.file(self._face.place)

    @property
    def bundle(self) -> Path:
        """The folder that holds it."""
        return self._source.bundle(self._face.place)

    @property
    def face(self) -> Face:
        note("face", self.permalink)
        return self._face

    @property
    def ties(self) -> Ties:
        note("record", self.permalink)
        note("body", self.permalink)
        return self._ties

    @property
    def naming(self) -> Naming:
        """Fetched each time."""
        note("record", self.permalink)
        note("body", self.permalink)
        return self._source.naming(self._face.place)

    @property
    def record(self) -> Record:
        note("record", self.permalink)
        return self.whole().record

    @property
    def origin(self) -> Origin:
        """Where its fields were written; read again for the few that something is said about."""
        return origin_of(self._raw)

    @property
    def present(self) -> tuple[str, ...]:
        """The names of all that lies in its folder."""
        return self.whole().present

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the regular files among it."""
        return self.whole().files

    @property
    def converted(self) -> Converted:
        note("body", self.permalink)
        return self.whole().converted

    @property
    def raw(self) -> RawRecord:
        note("record", self.permalink)
        note("body", self.permalink)
        return self._raw

    def whole(self) -> Whole:
        """All of it, to be kept; nothing is noted."""
        return self._source.whole(self._face.place)

    @property
    def _raw(self) -> RawRecord:
        return self._source.raw(self._face.place)

    def with_record(self, **changes: Any) -> "Entry":
        """The same with other values in some fields of its record."""
        whole = replace(self.whole(), record=self.whole().record.with_values(**changes))
        face = face_of(whole.record, self.slug, self._face.place)
        shown = repr(sorted((name, repr(value)) for name, value in changes.items()))
        marks = Marks.of(
            _mark(packed(tuple(face))),
            _mark(self.marks.record, shown),
            self.marks.body,
            _mark(self.marks.own, shown),
            _mark(self.marks.mentions, shown),
        )
        return Entry(face, self._ties, marks, AtHand(whole, self._raw))

    def with_shots(self, shots: Sequence[Shot]) -> "Entry":
        """The same, with photos as they were found."""
        ties = self._ties._replace(shots=tuple(shots))
        return self._with_files(ties, [shot.digest for shot in ties.shown])

    def with_attached(self, attached: Sequence[Attached]) -> "Entry":
        """The same, with attachments as they were found."""
        ties = self._ties._replace(attached=tuple(attached))
        return self._with_files(ties, [each.digest for each in attached])

    def _with_files(self, ties: Ties, digests: Sequence[bytes]) -> "Entry":
        """The same, marked by what its files hold. digests: the cover's first."""
        marks = Marks.of(
            _mark(self.marks.face, *digests[:1]),
            _mark(self.marks.record, *digests),
            self.marks.body,
            self.marks.own,
            self.marks.mentions,
        )
        return Entry(self._face, ties, marks, self._source)

    def with_body(self, body: str) -> "Entry":
        """The same with another text, which is not converted."""
        raw = replace(self._raw, body=body)
        return entry_from(self.whole().record, raw, self.slug, self._face.place)


def entry_from(record: Record, raw: RawRecord, slug: str, place: str) -> Entry:
    """The entry of a record that was just read; all of it is at hand."""
    source = AtHand(Whole(record, raw.converted, raw.names, raw.files), raw)
    face = face_of(record, slug, place)
    own = _mark(raw.head or repr(raw.data), record.kind, slug, place, raw.file)
    mentions = _mark(packed(_plain(source.naming(place).mentions)))
    marks = Marks.of(_mark(packed(tuple(face))), own, _mark(raw.body), own, mentions)
    return Entry(face, ties_of(record), marks, source)


def face_of(record: Record, slug: str, place: str) -> Face:
    printed = [source.date for source in record.sources if source.date and source.date.year]
    latest = max(printed, key=lambda date: date.sort_key, default=None)
    dates = (date for date in (record.checked, record.dated, latest) if date and date.year)
    return Face(
        kind=record.kind,
        permalink=f"{record.folder}/{slug}/",
        place=place,
        name=record.name,
        sound=sort_key(record.name).removesuffix(record.name),
        short_name=record.short_name,
        other_names=record.names[1:],
        former_slugs=record.former_slugs,
        draft=bool(record.draft),
        summary=record.summary,
        dated=record.dated,
        end_date=getattr(record, "end_date", None),
        checked=record.checked,
        changed_on=next(dates, None),
        type_label=record.type_label,
        region=record.region,
        ups={name: up for name in tree_fields(type(record)) if (up := getattr(record, name))},
        milestones=tuple((item.date, item.text) for item in record.milestones),
        figures=tuple(figure.name for figure in record.figures),
        cover=record.photos[0] if record.photos else None,
        has_attachments=bool(record.attachments),
        has_waivers=bool(record.waivers),
    )


def ties_of(record: Record) -> Ties:
    hosts = {urlsplit(source.url).hostname for source in record.sources if source.url}
    return Ties(
        tuple(tuple(record.terms(facet)) for facet in record.facets),
        tuple(sorted(filter(None, hosts))),
    )


def naming_of(record: Record, raw: RawRecord) -> Naming:
    mentions = tuple(mentions_in(record))
    return Naming(mentions, raw.converted.links, raw.converted.faults, raw.body_line)


@cache
def tree_fields(model: type[Record]) -> tuple[str, ...]:
    """Single references of a kind to its own kind: its ways up, such as 上级."""
    return tuple(
        name
        for name, spec in fields_of(model).items()
        if spec.to
        and not spec.is_many
        and spec.component is None
        and spec.to.kinds == (model.kind,)
    )


def mentions_in(component: Component, loc: Loc = ()) -> list[Mentioned]:
    """Every reference below a component."""
    found: list[Mentioned] = []
    written = vars(component)  # a default refers to nothing
    for name, key in _referring(type(component)):
        if not (value := written.get(name)):
            continue
        at = (*loc, name)
        is_many = type(value) is tuple
        for index, item in enumerate(value if is_many else (value,)):
            here = (*at, index) if is_many else at
            if type(item) is not Reference:
                found += mentions_in(item, here)
            elif isinstance(component, Relation):
                found.append(Mentioned(here, item, component.type.label, component.inverse))
            else:
                found.append(Mentioned(here, item, key, item.to.inverse))
    return found


@cache
def _referring(model: type[Component]) -> tuple[tuple[str, str], ...]:
    """(name, key) of each field that holds references, or parts that may hold some."""
    return tuple(
        (name, spec.key)
        for name, spec in fields_of(model).items()
        if spec.to or (spec.component and _may_refer(spec.component, frozenset()))
    )


def _may_refer(model: type[Component], around: frozenset[type[Component]]) -> bool:
    return model not in around and any(
        spec.to or (spec.component and _may_refer(spec.component, around | {model}))
        for spec in fields_of(model).values()
    )


def _mark(*parts: str | bytes) -> bytes:
    found: list[bytes] = []
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        found += (len(data).to_bytes(8, "big"), data)
    return blake2b(b"".join(found), digest_size=_MARK_BYTES).digest()
