"""Single records: from a folder's text to a checked entry. What depends on others comes later."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from itertools import chain

from generator.checks.attachments import check_attachments
from generator.checks.privacy import check_attachment_privacy, check_record_privacy
from generator.errors import Problem
from generator.models import Record
from generator.pictures.photos import check_photos, unlisted
from generator.reading.frontmatter import RawList, RawText
from generator.reading.raw import Broken, RawRecord
from generator.reading.validate import salvage, validate
from generator.relating.entry import Entry
from generator.relating.relate import entry_of
from generator.settings import Settings
from generator.text.conversion import convert_all


@dataclass(frozen=True)
class Understood:
    """What some folders became.

    entries: sound records. aside: what is sound of the faulty ones. faulty: those as written.
    broken: files that could not be read at all. problems: all that is wrong with single records,
    and what else is worth knowing of them.
    """

    entries: tuple[Entry, ...] = ()
    aside: tuple[Entry, ...] = ()
    faulty: tuple[RawRecord, ...] = ()
    broken: tuple[Broken, ...] = ()
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, parts: Iterable["Understood"]) -> "Understood":
        """All of them together."""
        every = [
            (part.entries, part.aside, part.faulty, part.broken, part.problems) for part in parts
        ]
        return cls(*(tuple(chain.from_iterable(each)) for each in zip(*every, strict=True)))

    def without(self, files: Container[str]) -> "Understood":
        """The same without the records of some files; what was told of them stays."""
        return replace(
            self,
            entries=tuple(entry for entry in self.entries if entry.file not in files),
            aside=tuple(entry for entry in self.aside if entry.file not in files),
            faulty=tuple(raw for raw in self.faulty if raw.file not in files),
        )

    @property
    def unsure(self) -> frozenset[str]:
        """Every name that may lead to one of the faulty ones, which are not among the entries."""
        without: tuple[RawRecord | Broken, ...] = (*self.broken, *self.faulty)
        return frozenset(name for each in without for name in names_of(each))


def understand(
    settings: Settings, records: Iterable[RawRecord], declared: frozenset[str]
) -> Understood:
    """Validate records, convert their bodies, look at their files and for personal data in them."""
    problems: list[Problem] = []
    converted = _converted(tuple(records), settings.jobs)
    entries, aside, faulty = validated(settings, converted, problems)
    problems += unlisted([*entries, *aside])
    for raw in converted:
        problems += check_record_privacy(raw, declared)
    entries = _with_sound_files(entries, settings, problems)
    aside = _with_sound_files(aside, settings, problems)
    for entry in (*entries, *aside):
        problems += check_attachment_privacy(entry, declared, settings)
    return Understood(tuple(entries), tuple(aside), faulty, (), tuple(problems))


def _with_sound_files(
    entries: list[Entry], settings: Settings, problems: list[Problem]
) -> list[Entry]:
    entries, told = check_photos(entries, settings)
    entries, more = check_attachments(entries, settings)
    problems += told + more
    return entries


def validated(
    settings: Settings, records: Iterable[RawRecord], problems: list[Problem]
) -> tuple[list[Entry], list[Entry], tuple[RawRecord, ...]]:
    """(sound records, what is sound of the faulty ones, the faulty ones)."""
    entries, aside, faulty = [], [], []
    for raw in records:
        record, _, found = validate(raw)
        problems += found
        if isinstance(record, Record):
            entry, found = entry_of(record, raw, settings.content)
            problems += found
            entries.append(entry)
        else:
            faulty.append(raw)
            if isinstance(part := salvage(raw), Record):
                entry, found = entry_of(part, raw, settings.content)
                problems += found
                aside.append(entry)
    return entries, aside, tuple(faulty)


def names_of(raw: RawRecord | Broken) -> list[str]:
    """Names by which others may refer to a record that is itself faulty."""
    if isinstance(raw, Broken):
        return [raw.name, raw.path.parent.name]
    keys = {"名称", "name", "简称", "short_name", "别名", "aliases", "网址名", "slug"}
    written = [
        item.text
        for key, value in raw.data.entries
        if key.text in keys
        for item in (value.items if isinstance(value, RawList) else (value,))
        if isinstance(item, RawText)
    ]
    return [*written, raw.folder_name]


def _converted(records: tuple[RawRecord, ...], jobs: int) -> tuple[RawRecord, ...]:
    """The same with the HTML of all bodies."""
    made = convert_all([(raw.body, False) for raw in records], jobs)
    pairs = zip(records, made, strict=True)
    return tuple(replace(raw, converted=each) for raw, each in pairs)
