"""What is there already: the records of content/, and the addresses that are taken."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from generator.errors import shown
from generator.imports.drafts import Draft, is_blank, is_placeholder
from generator.imports.record_text import plain
from generator.models import Record
from generator.models.fields import fields_of
from generator.new import taken_slugs
from generator.reading.folders import relative
from generator.reading.load import load
from generator.reading.validate import plain_data
from generator.records import names_of, validated
from generator.relating.catalog import fold
from generator.relating.entry import Entry
from generator.settings import Settings
from generator.text.pinyin import slug_from


class Library:
    """Read once for an import; addresses that it gives are taken from then on."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.loaded = load(settings)
        self.entries, _, self.faulty = validated(settings, self.loaded.records, [])
        self.by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self.by_name[entry.record.kind, fold(entry.record.name)].append(entry)
        self._taken: dict[str, set[str]] = {}

    def free_slug(self, model: type[Record], wanted: str) -> str | None:
        """The address itself, or None if it is taken; what is given is taken from then on."""
        if model.kind not in self._taken:
            self._taken[model.kind] = taken_slugs(self.settings, self.loaded, model)
        if wanted in self._taken[model.kind]:
            return None
        self._taken[model.kind].add(wanted)
        return wanted

    def next_slug(self, model: type[Record], name: str) -> str:
        base = slug_from(name, model.kind)
        number, slug = 1, self.free_slug(model, base)
        while slug is None:
            number += 1
            slug = self.free_slug(model, f"{base}-{number}")
        return slug

    @cached_property
    def unreadable(self) -> dict[str, str]:
        """Names of records that have problems of their own, folded → file."""
        found = {fold(name): raw.file for raw in self.faulty for name in names_of(raw)}
        return found | {
            fold(each.name): relative(self.settings, each.path) for each in self.loaded.broken
        }


def same_date(one: Record, other: Record) -> bool:
    """Whether two records of one name may be one; a date that is not written decides nothing."""
    return one.dated is None or other.dated is None or one.dated == other.dated


def differences(
    twin: Entry, record: Record, draft: Draft, files: Mapping[str, bytes]
) -> Iterator[str]:
    """What a draft says that a known record does not, in Chinese; what it leaves out is no word.

    record: what the draft becomes. files: that come with it.
    """
    known = plain_data(twin.raw)
    for name, spec in fields_of(draft.model).items():
        node = draft.fields.get(name)
        if node is None or is_blank(node) or is_placeholder(node) or name == "draft":
            continue
        if getattr(twin.record, name) != getattr(record, name):
            before = _short(known.get(name))
            yield f"{spec.key}原来是「{before}」，这里是「{_short(plain(node))}」"
    if draft.body and draft.body.text.strip() not in ("", twin.raw.body.strip()):
        yield "正文"
    if files and _files_of(twin) != sorted(files.values()):
        yield "照片或附件"


def _files_of(twin: Entry) -> list[bytes]:
    photos, attachments = twin.record.photos, twin.record.attachments
    names = [photo.file for photo in photos] + [each.file for each in attachments]
    found = [twin.bundle / name for name in names]
    return sorted(path.read_bytes() for path in found if path.is_file())


def _short(value: Any) -> str:
    if isinstance(value, list):
        return shown((_short(item) for item in value), 3)
    if isinstance(value, dict):
        return "，".join(_short(item) for item in value.values())
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
