"""What lies beside a record's text: its photos and attachments, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.checks.attachments import check_attachments
from generator.checks.privacy import check_attachment_privacy
from generator.errors import Problem
from generator.pictures.photos import check_photos, withdrawn_keys
from generator.relating.entry import Entry
from generator.settings import Settings


@dataclass(frozen=True)
class Beside:
    """entry: as it was read; sound: with only the photos and attachments that can be shown.

    withdrawn: cache keys of photos that were taken off the website.
    """

    entry: Entry
    sound: Entry
    problems: tuple[Problem, ...]
    withdrawn: frozenset[str]


def look_beside(
    entries: Iterable[Entry],
    declared: frozenset[str],
    settings: Settings,
    *,
    decode: bool,
    before: Mapping[str, Beside],
) -> dict[str, Beside]:
    """By file, what is found beside each of these records that has anything there.

    before: what was found the last time; an entry that is the same object has the same files.
    """
    found = {}
    for entry in entries:
        if entry.face.cover or entry.face.has_attachments:
            known = before.get(entry.file)
            if known is None or known.entry is not entry:
                known = _found(entry, declared, settings, decode=decode)
            found[entry.file] = known
    return found


def _found(entry: Entry, declared: frozenset[str], settings: Settings, *, decode: bool) -> Beside:
    (sound,), problems = check_photos([entry], settings, decode=decode)
    (sound,), told = check_attachments([sound], settings)
    problems += [*told, *check_attachment_privacy(sound, declared, settings)]
    withdrawn = frozenset(withdrawn_keys([entry], settings))
    return Beside(entry, sound, tuple(problems), withdrawn)
