"""Records kept between runs: what a folder became, as long as it was not touched.

    stamps   folder → stat of its files; the content that they had
    faces    folder → content; what the whole website asks of the record, and what was told of it
    wholes   folder → content; the rest of it, fetched when somebody asks

A folder whose stat is as it was is not even opened. A new checkout has other stats: then what the
files hold decides. Only sound records are kept; a fault is told anew in every run.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from generator.errors import Problem
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store
from generator.models import FOLDERS, KINDS, Record
from generator.reading.files import (
    MAX_ATTACHMENT_BYTES,
    Stamp,
    TooLarge,
    Unreadable,
    read,
    stamp,
)
from generator.reading.load import Bundle, RawRecord, bundle_in, read_bundle
from generator.reading.validate import validate
from generator.records import Understood
from generator.relating.entry import Entry, Face, Marks, Ties, Whole
from generator.settings import Settings
from generator.text.conversion import convert_all

# A file that was written so shortly before it was looked at may be written again within the same
# tick of the clock; such a stat is not believed the next time ("racily clean", as git calls it).
_TICK_NS = 2_000_000_000
_WHOLES_AT_HAND = 512

_Told = tuple[Problem, ...]
_Kept = tuple[Face, Ties, Marks, _Told]
_NONE = (b"",)


@dataclass(frozen=True)
class _Seen:
    """A folder before it was read. signs: of its stat, which is not trusted `is_young`."""

    signs: bytes
    content: bytes
    is_young: bool


class KeptRecords:
    """declared: what else decides what a record's folder becomes, beside its files."""

    def __init__(self, settings: Settings, store: Store, declared: Iterable[str]) -> None:
        self._settings = settings
        self._base = f"{settings.content.as_posix()}/"
        self._at_hand: dict[str, tuple[bytes, Entry, _Told]] = store.memory.setdefault("faces", {})
        self._context = "\n".join(sorted(declared)).encode()
        self._stamps = store.shelf("stamps")
        self._faces = store.shelf("faces")
        self._wholes = store.shelf("wholes")
        self._known_stamps = {name: (mark, data) for name, mark, data in self._stamps.items()}
        self._marks = self._faces.marks()
        # place → what was seen of the folders that were looked at in this run
        self._seen: dict[str, _Seen] = {}
        self._fetch = lru_cache(_WHOLES_AT_HAND)(self._fetched)

    def is_known(self, folder: Path) -> bool:
        """Whether a folder's record can be taken from the store."""
        place = self._place(folder)
        try:
            found = stamp(self._settings.content, folder)
        except Unreadable:
            return False
        if not all(mtime for _, _, mtime, _, _ in found):  # a folder in it, or a special file
            return False
        signs = _signs(found)
        known_signs, content = self._known_stamps.get(place, (b"", b""))
        if signs != known_signs:
            content = self._content(folder, found)
            newest = max(max(mtime, ctime) for _, _, mtime, ctime, _ in found)
            self._seen[place] = _Seen(signs, content, newest > time.time_ns() - _TICK_NS)
        return bool(content) and self._marks.get(place) == self._mark(content)

    def entries(self, folders: Iterable[Path]) -> tuple[Understood, tuple[Bundle, ...]]:
        """(the records of folders that are known, the folders whose record is damaged here)."""
        places = {self._place(folder): folder for folder in folders}
        far = [each for each in places if self._at_hand.get(each, _NONE)[0] != self._marks[each]]
        kept = {name: data for name, _, data in self._faces.items()} if far else {}
        damaged = []
        for place in far:
            try:
                face, ties, marks, told = unpacked(kept.get(place, b""))
            except CodecError:
                damaged.append(bundle_in(self._settings, places.pop(place)))
                self._seen.setdefault(place, _Seen(*self._known_stamps[place], is_young=False))
                continue
            self._put_at_hand(place, self._entry(place, face, ties, marks), told)
        found = [self._at_hand[place] for place in places]
        entries = tuple(entry for _, entry, _ in found)
        problems = tuple(chain.from_iterable(told for _, _, told in found))
        return Understood(entries, problems=problems), tuple(damaged)

    def keep(self, found: Understood, told: Iterable[Problem]) -> Understood:
        """Keep what was just read; the same with lighter entries.

        told: what else was told of the folders.
        """
        by_folder: dict[str, list[Problem]] = defaultdict(list)
        for each in (*told, *found.problems):  # of a file in the folder, or of the folder itself
            by_folder[each.file.rpartition("/")[0]].append(each)
            by_folder[each.file].append(each)
        faces, wholes, light = {}, {}, []
        for entry in found.entries:
            place = entry.face.place
            seen = self._seen.get(place)
            problems = tuple(by_folder[entry.file.rpartition("/")[0]])
            is_sound = all(each.is_notice for each in problems) and not entry.record.withdraw_on
            if not seen or not seen.content or not is_sound or not self._is_as(seen, entry):
                light.append(entry)
                continue
            kept: _Kept = (entry.face, entry.ties, entry.marks, problems)
            self._marks[place] = mark = self._mark(seen.content)
            faces[place] = (mark, packed(kept))
            wholes[place] = (mark, packed(entry.whole()))
            light.append(self._entry(place, *kept[:3]))
            self._put_at_hand(place, light[-1], problems)
        self._faces.put(faces)
        self._wholes.put(wholes)
        return replace(found, entries=tuple(light))

    def finish(self, folders: Iterable[Path]) -> None:
        """Keep the stats of the folders that there are; drop all that there is no more."""
        places = {self._place(folder) for folder in folders}
        self._stamps.put(
            {
                place: (b"" if seen.is_young else seen.signs, seen.content)
                for place, seen in self._seen.items()
                if place in places
            }
        )
        for shelf in (self._stamps, self._faces, self._wholes):
            shelf.keep_only(places)

    # ---------------------------------------------------------------- one folder

    def _put_at_hand(self, place: str, entry: Entry, told: _Told) -> None:
        self._at_hand[place] = self._marks[place], entry, told

    def _place(self, folder: Path) -> str:
        return folder.as_posix().removeprefix(self._base)

    def _is_as(self, seen: "_Seen", entry: Entry) -> bool:
        """Whether a record's folder still is as it was seen before the record was read."""
        try:
            return _signs(stamp(self._settings.content, entry.bundle)) == seen.signs
        except Unreadable:
            return False

    def _content(self, folder: Path, found: Stamp) -> bytes:
        """Fingerprint of all that lies in a folder; empty if some of it cannot be read."""
        whole = blake2b(digest_size=16)
        for name, *_ in found:
            try:
                data = read(self._settings.content, folder / name, MAX_ATTACHMENT_BYTES)
            except (Unreadable, TooLarge):
                return b""
            whole.update(f"{len(data)} {name}\0".encode("utf-8", "surrogateescape"))
            whole.update(data)
        return whole.digest()

    def _mark(self, content: bytes) -> bytes:
        return blake2b(content + self._context, digest_size=16).digest()

    def _entry(self, place: str, face: Face, ties: Ties, marks: Marks) -> Entry:
        whole = partial(self._fetch, place)
        raw = partial(self._read_again, place, face.kind)
        return Entry(face, ties, marks, self._settings.content / place, whole, raw)

    def _fetched(self, place: str) -> Whole:
        data = self._wholes.get(place, self._marks[place])
        if data is not None:
            with suppress(CodecError):
                found: Whole = unpacked(data)
                return found
        kind = FOLDERS[place.partition("/")[0]]
        raw = read_bundle(self._settings, self._settings.content / place, kind, [])
        (converted,) = convert_all([(raw.body, False)], jobs=1)
        record, _, _ = validate(raw)
        assert isinstance(record, Record)  # it was kept, so it was sound
        return Whole(record, converted, raw.names, raw.files)

    def _read_again(self, place: str, kind: str) -> RawRecord:
        folder = self._settings.content / place
        raw = read_bundle(self._settings, folder, KINDS[kind], [])
        return replace(raw, converted=self._fetch(place).converted)


def _signs(found: Stamp) -> bytes:
    return blake2b(repr(found).encode("utf-8", "surrogateescape"), digest_size=16).digest()
