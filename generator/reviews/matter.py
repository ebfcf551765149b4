"""What is reviewed of a record: every field, the body, and the bytes of every file that it names.

Each part has a hash, so that a later difference can be named; the digest is the hash of all of
them with the record's own place. 备注 is left out: it is never published, so a note to a colleague
voids nothing. Comments, the order of fields and line ends do not reach a page and do not count.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.models.fields import fields_of, names_by_key
from generator.reading.files import (
    MAX_ATTACHMENT_BYTES,
    MAX_PHOTO_BYTES,
    TooLarge,
    Unreadable,
    read,
)
from generator.reading.frontmatter import Raw, RawList, RawText
from generator.reading.raw import Page, RawRecord
from generator.settings import Settings

_VERSION = "zhanting-review-1"
_NOT_REVIEWED = {"staff_note"}
_BODY = "正文"
# As many characters of a part's hash as a review keeps: enough to see a difference by.
_KEPT = 16


@dataclass(frozen=True)
class Matter:
    """key: the record's place below content/. parts: (name as staff read it, SHA-256), sorted."""

    key: str
    parts: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        return _hash(json.dumps([_VERSION, self.key, self.parts], ensure_ascii=False).encode())

    @property
    def kept(self) -> tuple[str, ...]:
        """The parts as a review keeps them: name and the head of its hash."""
        return tuple(f"{name} {digest[:_KEPT]}" for name, digest in self.parts)


def record_key(raw: RawRecord, settings: Settings) -> str:
    """`activities/qiyi-2026`: the place of a record below content/."""
    return raw.bundle.relative_to(settings.content).as_posix()


def matter_of(raw: RawRecord, key: str, settings: Settings) -> Matter:
    """What is reviewed of a record; a file that cannot be read counts as missing."""
    parts = dict(_fields(raw))
    if raw.body.strip():
        parts[_BODY] = _hash(raw.body.strip("\n").encode())
    for name in used_files(raw):
        try:
            limit = max(MAX_PHOTO_BYTES, MAX_ATTACHMENT_BYTES)
            parts[f"文件 {name}"] = _hash(read(settings.content, raw.bundle / name, limit))
        except (Unreadable, TooLarge):
            continue
    return Matter(key, tuple(sorted(parts.items())))


def page_matter(page: Page, key: str) -> Matter:
    """What is reviewed of a hand-written page: its text and its address."""
    parts = (("网址", _hash(page.uri.encode())), (_BODY, _hash(page.text.strip("\n").encode())))
    return Matter(key, tuple(sorted(parts)))


def used_files(raw: RawRecord) -> tuple[str, ...]:
    """The files of the bundle that the record names anywhere: photos and attachments."""
    return tuple(sorted(set(_texts(raw.data)) & set(raw.files)))


def differences(kept: tuple[str, ...], matter: Matter) -> tuple[str, ...]:
    """The names of parts that are not as a review saw them: changed, new or gone."""
    former = dict(_split(line) for line in kept)
    present = {name: digest[:_KEPT] for name, digest in matter.parts}
    names = sorted(former.keys() | present.keys())
    return tuple(
        f"{name}{_how(name, former, present)}"
        for name in names
        if former.get(name) != present.get(name)
    )


def _how(name: str, former: Mapping[str, str], present: Mapping[str, str]) -> str:
    if name not in former:
        return "（新加）"
    return "（去掉了）" if name not in present else ""


def _split(line: str) -> tuple[str, str]:
    name, _, digest = line.rpartition(" ")
    return name, digest


def _fields(raw: RawRecord) -> Iterator[tuple[str, str]]:
    names, specs = names_by_key(raw.model), fields_of(raw.model)
    for key, value in raw.data.entries:
        name = names.get(key.text)
        if name in _NOT_REVIEWED:
            continue
        label = specs[name].key if name else key.text
        yield f"字段 {label}", _hash(json.dumps(_plain(value), ensure_ascii=False).encode())


def _plain(value: Raw) -> object:
    """A value as JSON; the kinds are told apart, so that no text looks like a list."""
    if isinstance(value, RawText):
        return value.text
    if isinstance(value, RawList):
        return ["list", *map(_plain, value.items)]
    return {"map": [[key.text, _plain(inner)] for key, inner in value.entries]}


def _texts(value: Raw) -> Iterator[str]:
    if isinstance(value, RawText):
        yield value.text
    elif isinstance(value, RawList):
        for item in value.items:
            yield from _texts(item)
    else:
        for _, inner in value.entries:
            yield from _texts(inner)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
