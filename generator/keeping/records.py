"""Records kept between runs: what a folder became, as long as it was not touched.

    stamps   folder → stat of its files; the content that they had
    faces    folder → content; what the whole website asks of the record, and what was told of it
    namings  folder → content; what the record names, fetched when records are related
    wholes   folder → content; all of it, fetched when somebody asks

A folder whose stat is as it was is not even opened. A new checkout has other stats: then what the
files hold decides. Only sound records are kept; a fault is told anew in every run.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple, TypeVar

from generator.errors import Problem
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.memo import Thing
from generator.keeping.store import Store
from generator.models import FOLDERS
from generator.models.values import Reference
from generator.reading.file_names import is_leftover, printable
from generator.reading.files import (
    MAX_ATTACHMENT_BYTES,
    Folder,
    Stamp,
    TooLarge,
    Unreadable,
    digest_of,
    open_folder,
    stamp,
)
from generator.reading.folders import RECORD_FILE, relative
from generator.reading.load import bundle_in, read_bundle
from generator.reading.raw import Bundle, RawRecord
from generator.records import Understood, understand
from generator.relating.entry import Entry, Face, Marks, Naming, Ties, Whole
from generator.settings import Settings

# A file that was written so shortly before it was looked at may be written again within the same
# tick of the clock; such a stat is not believed the next time ("racily clean", as git calls it).
_TICK_NS = 2_000_000_000
# A page asks for its own record, again and again, and hardly for all of another one.
_WHOLES_AT_HAND = 16
# Of records that were just read, what they name is asked once more; so many are 8 MB.
_NAMINGS_AT_HAND = 16_384

_Told = tuple[Problem, ...]
# Of a face, of ties, and marks; and what was told of the record.
_Kept = tuple[tuple[Any, ...], tuple[Any, ...], bytes, _Told]
_NONE = (b"",)
_NO_UPS: dict[str, Reference] = {}
# Places in a face of what is alike in many.
_COMMON = tuple(
    map(
        Face._fields.index,
        ("dated", "end_date", "checked", "changed_on", "region", "figures", "former_slugs"),
    )
)
_FEW = tuple(map(Face._fields.index, ("kind", "type_label")))
_UPS = Face._fields.index("ups")
T = TypeVar("T")


class _Seen(NamedTuple):
    """A folder before it was read. signs: of its stat, which is not trusted `is_young`.

    content: fingerprint of its files; empty if it is none to be kept, None if nobody asked yet.
    """

    signs: bytes
    content: bytes | None
    is_young: bool


@dataclass(frozen=True)
class Sheaf:
    """A record in the form in which it is kept. seen: its folder.

    face, naming, whole: packed; derived: what was made of it besides.
    """

    place: str
    seen: _Seen
    face: bytes
    naming: bytes
    whole: bytes
    derived: tuple[Thing, ...]


# What is made of one record alone, to be kept: for some records nothing.
Derive = Callable[[Entry], Iterable[Thing]]


class KeptRecords:
    """Gives entries, of which it is the source.

    declared: what else decides what a record's folder becomes, beside its files.
    touched: if anybody knows, the only folders whose records may be others than those at hand.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        declared: Iterable[str],
        touched: Container[Path] | None = None,
    ) -> None:
        self._touched = touched
        self._settings = settings
        self._base = f"{settings.content.as_posix()}/"
        self._above = f"{relative(settings, settings.content)}/"
        self._store = store
        self._at_hand: dict[str, tuple[bytes, Entry, _Told]] = store.memory.setdefault("faces", {})
        self.declared = frozenset(declared)
        # Of the recipe, the widest derivative decides whether a photo is large enough.
        decided = (settings.recipe.widths[-1], *sorted(declared))
        self._context = "\n".join(map(str, decided)).encode()
        self._stamps = store.shelf("stamps")
        self._faces = store.shelf("faces")
        self._namings = store.shelf("namings")
        self._wholes = store.shelf("wholes")
        self._known_stamps = {name: (mark, data) for name, mark, data in self._stamps.items()}
        self._marks = self._faces.marks()
        # place → what was seen of the folders that were looked at in this run
        self._seen: dict[str, _Seen] = {}
        self._namings_at_hand: dict[str, bytes] = {}
        # Values that many records have, each once.
        self._shared: dict[Any, Any] = {}
        self.whole = lru_cache(_WHOLES_AT_HAND)(self._whole)

    def is_known(self, folder: Path) -> bool:
        """Whether a folder's record can be taken from the store."""
        place = self.place_of(folder)
        if self._touched is not None and folder not in self._touched and self._is_at_hand(place):
            return True
        is_known = self._is_as_kept(folder, place)
        if not is_known:
            self._at_hand.pop(place, None)
        return is_known

    def _is_as_kept(self, folder: Path, place: str) -> bool:
        mark = self._marks.get(place)
        if mark is None:
            return False
        try:
            found = stamp(self._settings.content, folder)
        except Unreadable:
            return False
        if not _is_plain(found):
            return False
        signs = _signs(found)
        known_signs, content = self._known_stamps.get(place, (b"", None))
        if signs == known_signs:
            seen = _Seen(signs, content, is_young=False)
        else:
            # It may be what was kept, on another disk.
            young = _is_young(found, time.time_ns())
            seen = _Seen(signs, self._content_in(folder, found), young)
        is_kept = bool(seen.content) and mark == self._mark(seen.content or b"")
        if not (is_kept and signs == known_signs):
            self._seen[place] = seen
        return is_kept

    def entries(self, folders: Iterable[Path]) -> tuple[Understood, tuple[Bundle, ...]]:
        """(the records of folders that are known, the folders whose record is damaged here)."""
        places = {self.place_of(folder): folder for folder in folders}
        far = [each for each in places if not self._is_at_hand(each)]
        if far:
            self._fetch(set(far))
        damaged = []
        for place in far:
            if self._is_at_hand(place):
                continue
            damaged.append(bundle_in(self._settings, places.pop(place)))
            if place not in self._seen:
                self._seen[place] = _Seen(*self._known_stamps[place], is_young=False)
        found = [self._at_hand[place] for place in places]
        entries = tuple(entry for _, entry, _ in found)
        problems = tuple(chain.from_iterable(told for _, _, told in found))
        return Understood(entries, problems=problems), tuple(damaged)

    def _fetch(self, places: Set[str]) -> None:
        """Have records at hand, as far as they are whole."""
        for place, _, data in self._faces.items():
            if place in places:
                with suppress(CodecError):
                    entry, told = self._unpacked(data)
                    same = entry.face.place  # one text for all that goes by it
                    self._marks[same] = self._marks.pop(place)
                    self._put_at_hand(same, entry, told)

    def keep(self, found: Understood, told: Iterable[Problem]) -> Understood:
        """Keep what was just read; the same with lighter entries.

        told: what else was told of the folders.
        """
        sheaves, others = self._bound(found, told, ())
        self.take(sheaves)
        entries = []
        for sheaf in sheaves:
            entry, problems = self._unpacked(sheaf.face)
            entries.append(entry)
            self._put_at_hand(sheaf.place, entry, problems)
        return replace(found, entries=(*entries, *others))

    def sheaves(
        self, found: Understood, told: Iterable[Problem], derive: Iterable[Derive]
    ) -> list["Sheaf"]:
        """What is to be kept of records that were just read; those that cannot be are left out.

        Changes nothing here, so it may be asked in another process. derive: what else is made of
        each record while all of it is at hand.
        """
        return self._bound(found, told, tuple(derive))[0]

    def take(self, sheaves: Iterable["Sheaf"]) -> None:
        """Keep records; `entries` gives them."""
        faces, namings, wholes = {}, {}, {}
        derived: dict[str, dict[str, tuple[bytes, bytes]]] = defaultdict(dict)
        for sheaf in sheaves:
            place = sheaf.place
            self._seen[place] = sheaf.seen
            self._marks[place] = mark = self._mark(sheaf.seen.content or b"")
            faces[place] = (mark, sheaf.face)
            namings[place] = (mark, sheaf.naming)
            if len(self._namings_at_hand) < _NAMINGS_AT_HAND:
                self._namings_at_hand[place] = sheaf.naming
            wholes[place] = (mark, sheaf.whole)
            for each in sheaf.derived:
                derived[each.shelf][each.name] = (each.mark, each.data)
        self._faces.put(faces)
        self._namings.put(namings)
        self._wholes.put(wholes)
        for shelf, things in derived.items():
            self._store.shelf(shelf).put(things)
        self._store.commit()  # in pieces: a log of all would be as large as the store

    def finish(self, folders: Iterable[Path]) -> None:
        """Keep the stats of the folders that there are; drop all that there is no more."""
        places = {self.place_of(folder) for folder in folders}
        self._stamps.put(
            {
                place: (b"" if seen.is_young else seen.signs, seen.content)
                for place, seen in self._seen.items()
                if place in places and seen.content is not None
            }
        )
        for shelf in (self._stamps, self._faces, self._namings, self._wholes):
            shelf.keep_only(places)
        for table in (self._known_stamps, self._seen, self._shared):
            table.clear()

    # ---------------------------------------------------------------- one folder

    def _bound(
        self, found: Understood, told: Iterable[Problem], derive: tuple[Derive, ...]
    ) -> tuple[list["Sheaf"], list[Entry]]:
        """(what is to be kept, the entries that cannot be kept)."""
        by_folder: dict[str, list[Problem]] = defaultdict(list)
        for each in (*told, *found.problems):  # of a file in the folder, or of the folder itself
            by_folder[each.file.rpartition("/")[0]].append(each)
            by_folder[each.file].append(each)
        sheaves, others = [], []
        for entry in found.entries:
            problems = tuple(by_folder[entry.file.rpartition("/")[0]])
            is_sound = all(each.is_notice for each in problems) and not entry.record.withdraw_on
            seen = self._seen_with(entry) if is_sound else None
            if not seen:
                others.append(entry)
                continue
            kept: _Kept = (tuple(entry.face), tuple(entry.ties), bytes(entry.marks), problems)
            derived = tuple(chain.from_iterable(make(entry) for make in derive))
            place = entry.face.place
            rest = entry.naming.packed(), packed(entry.whole())
            sheaves.append(Sheaf(place, seen, packed(kept), *rest, derived))
        return sheaves, others

    def _is_at_hand(self, place: str) -> bool:
        return self._at_hand.get(place, _NONE)[0] == self._marks.get(place)

    def _put_at_hand(self, place: str, entry: Entry, told: _Told) -> None:
        self._at_hand[place] = self._marks[place], entry, told

    def place_of(self, folder: Path) -> str:
        """Its name here, as in `Face.place`."""
        return folder.as_posix().removeprefix(self._base)

    def _seen_with(self, entry: Entry) -> _Seen | None:
        """A folder as it was when its record was read, with its content; None if it is none to be
        kept, or was not the same all the time.
        """
        raw, seen = entry.raw, entry.raw.seen
        if not seen or not _is_plain(seen.stamp) or raw.names != _names_in(seen.stamp):
            return None
        signs, known = _signs(seen.stamp), self._seen.get(entry.face.place)
        if not (known and known.content and known.signs == signs) or known.is_young:
            known = None
        digests = {RECORD_FILE: seen.digest}
        if others := [name for name in raw.files if name != RECORD_FILE]:
            try:
                with open_folder(self._settings.content, entry.bundle) as folder:
                    digests |= {} if known else _digests(folder, others)
                    if folder.stamp() != seen.stamp:
                        return None
            except (Unreadable, TooLarge):
                return None
        return known or _Seen(signs, _content(digests), _is_young(seen.stamp, seen.at))

    def _content_in(self, folder: Path, found: Stamp) -> bytes:
        names = [name for name, *_ in found]
        with suppress(Unreadable, TooLarge), open_folder(self._settings.content, folder) as opened:
            return _content(_digests(opened, names))
        return b""

    def _mark(self, content: bytes) -> bytes:
        return blake2b(content + self._context, digest_size=16).digest()

    def _unpacked(self, data: bytes) -> tuple[Entry, _Told]:
        """An entry, with what was told of it. Raises CodecError."""
        found: _Kept = unpacked(data)
        values, (terms, *ties) = list(found[0]), found[1]
        for place in _COMMON:
            values[place] = self._once(values[place])
        for place in _FEW:
            values[place] = intern(values[place])
        ups = values[_UPS]
        values[_UPS] = {intern(name): self._once(up) for name, up in ups.items()} or _NO_UPS
        face = Face(*values)
        terms = tuple(self._once(tuple(map(self._once, each))) for each in terms)
        return Entry(face, self._once(Ties(terms, *ties)), Marks(found[2]), self), found[3]

    def _once(self, value: T) -> T:
        """A value that is like this one, the same for all."""
        found: T = self._shared.setdefault(value, value)
        return found

    # ---------------------------------------------------------------- the rest of a record

    def file(self, place: str) -> str:
        return f"{self._above}{printable(place)}/{RECORD_FILE}"

    def bundle(self, place: str) -> Path:
        return self._settings.content / place

    def naming(self, place: str) -> Naming:
        data = self._namings_at_hand.pop(place, None)
        if data is None:
            data = self._namings.get(place, self._marks[place])
        if data is not None:
            with suppress(CodecError):
                return Naming.unpacked(data)
        return self._read_again(place).naming

    def _whole(self, place: str) -> Whole:
        data = self._wholes.get(place, self._marks[place])
        if data is not None:
            with suppress(CodecError):
                found: Whole = unpacked(data)
                return found
        return self._read_again(place).whole()

    def raw(self, place: str) -> RawRecord:
        return replace(self._raw(place), converted=self.whole(place).converted)

    def _read_again(self, place: str) -> Entry:
        (entry,) = understand(self._settings, [self._raw(place)], self.declared).entries
        return entry  # one, so it was once

    def _raw(self, place: str) -> RawRecord:
        kind = FOLDERS[place.partition("/")[0]]
        return read_bundle(self._settings, self.bundle(place), kind, [])


def _content(digests: Mapping[str, bytes]) -> bytes:
    """Fingerprint of the files in a folder. digests: by name."""
    whole = blake2b(digest_size=16)
    for name in sorted(digests):
        whole.update(name.encode("utf-8", "surrogateescape") + b"\0" + digests[name])
    return whole.digest()


def _digests(folder: Folder, names: Iterable[str]) -> dict[str, bytes]:
    """Of files in a folder, by name. Raises Unreadable, TooLarge."""
    return {name: digest_of(folder.read(name, MAX_ATTACHMENT_BYTES)) for name in names}


def _is_plain(found: Stamp) -> bool:
    """Whether a folder holds files only."""
    return all(mtime for _, _, mtime, _, _ in found)


def _is_young(found: Stamp, at: int) -> bool:
    """Whether anything in a folder was written shortly before it was looked at."""
    newest = max(max(mtime, ctime) for _, _, mtime, ctime, _ in found)
    return newest > at - _TICK_NS


def _names_in(found: Stamp) -> tuple[str, ...]:
    """What of it a record may use."""
    return tuple(name for name, *_ in found if not is_leftover(name))


def _signs(found: Stamp) -> bytes:
    return blake2b(repr(found).encode("utf-8", "surrogateescape"), digest_size=16).digest()
