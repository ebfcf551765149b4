"""Attachments of records: files to download, published under a name made of their content.

The bytes are published as they are, so only formats that visitors can open safely are allowed, and
what a file is, its first bytes decide.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem
from generator.reading.files import MAX_ATTACHMENT_BYTES, TooLarge, Unreadable, read
from generator.relating.catalog import Catalog
from generator.relating.entry import Attached, Entry
from generator.settings import Settings
from generator.text.suggest import did_you_mean

PUBLISHED = "assets/files"
# Suffix → (what visitors read, how such a file begins).
TYPES = {
    ".pdf": ("PDF", (b"%PDF-",)),
    ".docx": ("Word", (b"PK\x03\x04",)),
    ".xlsx": ("Excel", (b"PK\x03\x04",)),
    ".pptx": ("PPT", (b"PK\x03\x04",)),
    ".zip": ("ZIP", (b"PK\x03\x04", b"PK\x05\x06")),
}


@dataclass(frozen=True)
class PublishedFile:
    """An attachment on the website: where it lies, what it is, and its size in bytes."""

    uri: str
    path: Path
    type: str
    size: int

    @property
    def shown_size(self) -> str:
        if self.size < 1024 * 1024:
            return f"{max(1, round(self.size / 1024))} KB"
        return f"{self.size / 1024 / 1024:.1f} MB"


Attachments = dict[Path, PublishedFile]


def check_attachments(
    entries: Iterable[Entry], settings: Settings
) -> tuple[list[Entry], list[Problem]]:
    """(entries with only their usable attachments, a problem for every other one)."""
    sound, problems = [], []
    for entry in entries:
        if not entry.face.has_attachments:
            sound.append(entry)
            continue
        usable, found = [], []
        for index, attachment in enumerate(entry.record.attachments):
            one = _looked_at(entry, index, attachment.file, settings)
            if isinstance(one, Attached):
                usable.append(attachment)
                found.append(one)
            else:
                code, facts = one
                place = ("attachments", index, "file")
                problems.append(entry.origin.problem(code, place, written=attachment.file, **facts))
        if len(usable) < len(entry.record.attachments):
            entry = entry.with_record(attachments=tuple(usable))
        sound.append(entry.with_attached(found))
    return sound, problems


_Wrong = tuple[str, dict[str, str]]  # a code and its facts


def _looked_at(entry: Entry, index: int, file: str, settings: Settings) -> Attached | _Wrong:
    """One attachment as it was found, or what is wrong with it."""
    present = entry.present
    if file not in present:
        others = [name for name in present if not name.endswith(".md")]
        return "attachment-missing", {"near": did_you_mean(file, others)}
    path = entry.bundle / file
    if path.suffix.lower() not in TYPES:
        return _wrong_type()
    try:
        data = read(settings.content, path, MAX_ATTACHMENT_BYTES)
    except TooLarge as error:
        return _too_large(error.size)
    except Unreadable:
        return _wrong_type()
    return file_fault(file, data) or Attached(index, file, hashlib.sha256(data).digest(), len(data))


def file_fault(name: str, data: bytes) -> tuple[str, dict[str, str]] | None:
    """The code and facts of what keeps a file from being an attachment."""
    known = TYPES.get(Path(name).suffix.lower())
    if known is None:
        return _wrong_type()
    if len(data) > MAX_ATTACHMENT_BYTES:
        return _too_large(len(data))
    if not data.startswith(known[1]):
        return "attachment-damaged", {"type": known[0]}
    return None


def _wrong_type() -> tuple[str, dict[str, str]]:
    return "attachment-type", {"known": "、".join(sorted(TYPES))}


def _too_large(size: int) -> tuple[str, dict[str, str]]:
    limit = f"{MAX_ATTACHMENT_BYTES >> 20} MB"
    return "attachment-too-large", {"size": f"{size / 1024 / 1024:.0f} MB", "limit": limit}


def published_files(catalog: Catalog, settings: Settings) -> Attachments:
    """Every attachment of the catalog, by its original, under a name made of its content.

    What is published is the copy in the cache: the bytes that were read and checked, whatever
    becomes of the original meanwhile.
    """
    published: Attachments = {}
    for entry in (each for each in catalog.entries if each.face.has_attachments):
        for attached in entry.ties.attached:
            path = entry.bundle / attached.file
            published[path] = published_file(path, attached, settings)
    return published


def published_file(path: Path, found: Attached, settings: Settings) -> PublishedFile:
    """What becomes of one attachment; its original is read only if there is no copy of it."""
    suffix = path.suffix.lower()
    folder = settings.cache / "files"
    place = folder / f"{found.digest.hex()[:20]}{suffix}"
    size = found.size
    if not place.is_file() or place.stat().st_size != size:
        # Should it have changed since it was looked at, this version of it is published.
        data = read(settings.content, path, MAX_ATTACHMENT_BYTES)
        place = _kept(folder / f"{hashlib.sha256(data).hexdigest()[:20]}{suffix}", data)
        size = len(data)
    return PublishedFile(f"{PUBLISHED}/{place.name}", place, TYPES[suffix][0], size)


def _kept(place: Path, data: bytes) -> Path:
    """`place` with exactly these bytes; appears whole, for builds that run at once."""
    if not place.is_file() or place.read_bytes() != data:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).replace(place)
    return place
