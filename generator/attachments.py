"""Attachments of records: files to download, published under a name made of their content.

The bytes are published as they are, so only formats that visitors can open safely are allowed, and
what a file is, its first bytes decide.
"""

import hashlib
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.catalog import Catalog, Entry
from generator.errors import Problem
from generator.suggest import did_you_mean

PUBLISHED = "assets/files"
MAX_BYTES = 20 * 1024 * 1024
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


def check_attachments(entries: Iterable[Entry]) -> tuple[list[Entry], list[Problem]]:
    """(entries with only their usable attachments, a problem for every other one)."""
    sound, problems = [], []
    for entry in entries:
        usable = []
        for index, attachment in enumerate(entry.record.attachments):
            if fault := _fault(entry, attachment.file):
                code, facts = fault
                place = ("attachments", index, "file")
                problems.append(entry.origin.problem(code, place, written=attachment.file, **facts))
            else:
                usable.append(attachment)
        if len(usable) < len(entry.record.attachments):
            record = entry.record.model_copy(update={"attachments": tuple(usable)})
            entry = replace(entry, record=record)
        sound.append(entry)
    return sound, problems


def _fault(entry: Entry, file: str) -> tuple[str, dict[str, str]] | None:
    """The code and facts of what is wrong with one attachment."""
    present = sorted(path.name for path in entry.raw.bundle.iterdir())
    if file not in present:
        others = [name for name in present if not name.endswith(".md")]
        return "attachment-missing", {"near": did_you_mean(file, others)}
    path = entry.raw.bundle / file
    known = TYPES.get(path.suffix.lower())
    found = path.lstat()
    if known is None or not stat.S_ISREG(found.st_mode):
        return "attachment-type", {"known": "、".join(sorted(TYPES))}
    if found.st_size > MAX_BYTES:
        size = f"{found.st_size / 1024 / 1024:.0f} MB"
        return "attachment-too-large", {"size": size, "limit": f"{MAX_BYTES >> 20} MB"}
    with path.open("rb") as opened:
        if not opened.read(8).startswith(known[1]):
            return "attachment-damaged", {"type": known[0]}
    return None


def published_files(catalog: Catalog) -> Attachments:
    """Every attachment of the catalog, by its original, under a name made of its content."""
    published: Attachments = {}
    for entry in catalog.entries:
        for attachment in entry.record.attachments:
            path = entry.raw.bundle / attachment.file
            data = path.read_bytes()
            suffix = path.suffix.lower()
            uri = f"{PUBLISHED}/{hashlib.sha256(data).hexdigest()[:20]}{suffix}"
            published[path] = PublishedFile(uri, path, TYPES[suffix][0], len(data))
    return published
