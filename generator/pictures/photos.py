"""The photos that records ask for → derivatives, cached by fingerprint.

Originals are read and never published (their EXIF holds GPS positions). What is a photo and what
is none is `originals.py`'s; how one becomes its derivatives, `derivatives.py`'s and `pixels.py`'s;
where they are kept between builds, `photo_cache.py`'s; how other machines make them,
`photo_workers.py`'s.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Asked, ContentError, Problem, everything
from generator.pictures.cuts import Cut, PhotoRefused
from generator.pictures.derivatives import Derivative, Made, Picture, derive, made_before
from generator.pictures.gate import PIXELS_IN_FLIGHT, Gate
from generator.pictures.photo_cache import PhotoCache
from generator.reading.files import MAX_PHOTO_BYTES, TooLarge, Unreadable, read
from generator.reading.folders import PHOTO_SUFFIXES, RECORD_FILE, is_active, relative
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry, Shot
from generator.settings import Recipe, Settings
from generator.text.suggest import did_you_mean

if TYPE_CHECKING:
    from concurrent.futures import Future


@dataclass(frozen=True)
class Pictures:
    """What a build's photos became.

    by_shape: (original, shape) → picture. decoded: originals that were not in the cache.
    """

    by_shape: Mapping[tuple[Path, str], Picture]
    decoded: int = 0

    @property
    def files(self) -> Iterator[Derivative]:
        for picture in self.by_shape.values():
            yield from picture.files


def cuts_of(entry: Entry, recipe: Recipe) -> Iterator[tuple[Shot, tuple[Cut, ...]]]:
    """Each photo of a record's page, with the shapes in which it is shown."""
    for place, shot in enumerate(entry.ties.shown):
        yield shot, _cuts(shot, entry.face.cover_shape if place == 0 else "", recipe)


def _cuts(shot: Shot, cover_shape: str, recipe: Recipe) -> tuple[Cut, ...]:
    """All of a photo, and a cover if it is one."""
    whole = Cut("full", None, recipe.widths)
    if not cover_shape:
        return (whole,)
    if cover_shape == "portrait":
        return (whole, Cut("portrait", (4, 5), recipe.portrait_widths, shot.focus))
    return (whole, Cut("card", (3, 2), recipe.card_widths, shot.focus))


# ---------------------------------------------------------------- checking


def check_photos(entries: Iterable[Entry], settings: Settings) -> tuple[list[Entry], list[Problem]]:
    """(entries with only the photos that can be shown, a problem or notice for every fault).

    Only headers are looked at; whether photos are whole, `check_whole_photos` finds.
    """
    sound, problems = [], []
    for entry in entries:
        if not entry.face.cover:
            sound.append(entry)
            continue
        usable, shots = [], []
        for index, photo in enumerate(entry.record.photos):
            try:
                shot, is_moving = _found(entry, index, settings)
            except PhotoRefused as refused:
                if not photo.withdrawn:
                    problems.append(_told(entry, index, photo.file, refused, settings))
                continue
            shots.append(shot)
            if not shot.is_withdrawn:
                usable.append(photo)
            if is_moving:
                moving = PhotoRefused("photo-moving")
                problems.append(_told(entry, index, photo.file, moving, settings))
        if len(usable) < len(entry.record.photos):
            entry = entry.with_record(photos=tuple(usable))
        sound.append(entry.with_shots(shots))
    return sound, problems


def check_whole_photos(
    entries: Iterable[Entry], settings: Settings, only: Asked = everything
) -> tuple[list[Entry], list[Problem]]:
    """The same for photos that are cut short; those that the cache knows were whole.

    only: whether a record's file is asked about; photos of others pass.
    """
    cache = photo_cache(settings)
    sound, problems = [], []
    for entry in entries:
        damaged = set()
        cuts = cuts_of(entry, settings.recipe) if only(entry.file) else ()
        for shot, (whole, *_) in cuts:
            from generator.pictures.originals import check_whole  # with Pillow, which few runs need

            if cache.find(cache.key(shot.digest, whole)):
                continue
            try:
                check_whole(photo_bytes(settings, entry.bundle / shot.file))
            except PhotoRefused as refused:
                damaged.add(shot)
                problems.append(_told(entry, shot.index, shot.file, refused, settings))
        if damaged:
            usable = [
                photo
                for photo, shot in zip(entry.record.photos, entry.ties.shown, strict=True)
                if shot not in damaged
            ]
            left = [shot for shot in entry.ties.shots if shot not in damaged]
            entry = entry.with_record(photos=tuple(usable)).with_shots(left)
        sound.append(entry)
    return sound, problems


def unlisted(entries: Iterable[Entry]) -> list[Problem]:
    """Notices of what lies in the records' folders and is not named in them."""
    problems = []
    for entry in entries:
        named = {RECORD_FILE, *(photo.file for photo in entry.record.photos)}
        named |= {attachment.file for attachment in entry.record.attachments}
        problems += [
            entry.origin.problem(
                "photo-unlisted" if Path(name).suffix.lower() in PHOTO_SUFFIXES else "file-unused",
                ("photos",),
                written=name,
            )
            for name in entry.files
            if name not in named and not is_active(name)
        ]
    return problems


def _found(entry: Entry, index: int, settings: Settings) -> tuple[Shot, bool]:
    """(a photo that can be shown, or was withdrawn; whether it moves); else PhotoRefused."""
    photo = entry.record.photos[index]
    focus = photo.focus.point if photo.focus else (0.5, 0.5)
    is_withdrawn = bool(photo.withdrawn)
    if photo.consent is not None and not photo.consent and not is_withdrawn:
        raise PhotoRefused("photo-no-consent")

    from generator.pictures.originals import inspect

    data = read_photo(settings, entry.bundle, entry.present, photo.file)
    shot = Shot(index, photo.file, hashlib.sha256(data).digest(), focus, is_withdrawn)
    if is_withdrawn:
        return shot, False
    original = inspect(data)
    original.at_most(settings.recipe.widths[-1])
    return shot, original.is_moving


def read_photo(settings: Settings, folder: Path, present: Iterable[str], file: str) -> bytes:
    """The bytes of a photo; PhotoRefused with the nearest name if it is not there.

    present: the names in the folder as listed: Hetao.JPG is not hetao.jpg, even on Windows.
    """
    present = tuple(present)
    if file not in present:
        photos = [name for name in present if not name.endswith((".md", ".yml"))]
        alike = [name for name in photos if name.casefold() == file.casefold()]
        near = did_you_mean(file, alike or photos, 0 if alike else 0.6)
        raise PhotoRefused("photo-missing", near=near)
    return photo_bytes(settings, folder / file)


def photo_bytes(settings: Settings, path: Path) -> bytes:
    """The bytes of a file that a record or the website names as a picture."""
    try:
        return read(settings.content, path, MAX_PHOTO_BYTES)
    except TooLarge as error:
        facts = {"size": f" {error.size / 1048576:.0f} MB", "limit": f"{MAX_PHOTO_BYTES >> 20} MB"}
        raise PhotoRefused("photo-too-large", **facts) from error
    except Unreadable as error:
        raise PhotoRefused("photo-type", reason=error.reason) from error


def _told(
    entry: Entry, index: int, file: str, refused: PhotoRefused, settings: Settings
) -> Problem:
    return entry.origin.problem(
        refused.code,
        ("photos", index, "file"),
        written=file,
        folder=relative(settings, entry.bundle),
        **refused.facts,
    )


# ---------------------------------------------------------------- deriving


def photo_cache(settings: Settings) -> PhotoCache:
    return PhotoCache(settings.cache / "photos", settings.recipe, settings.storage)


def derive_all(
    catalog: Catalog, settings: Settings, progress: Callable[[int, int], None]
) -> Pictures:
    """Derivatives of every photo of the catalog.

    progress: called with (done, of) after each photo.
    Raises ContentError with all photos that turn out to be damaged.
    """
    cache = photo_cache(settings)
    wanted: dict[Path, _Wanted] = {}
    for entry in (each for each in catalog.entries if each.face.cover):
        for shot, cuts in cuts_of(entry, settings.recipe):
            path = entry.bundle / shot.file
            wanted.setdefault(path, _Wanted(entry, shot)).cuts.update(dict.fromkeys(cuts))
    if not wanted:
        return Pictures({}, 0)
    pictures: dict[tuple[Path, str], Picture] = {}
    decoded, problems = 0, []
    with _makers(settings) as make:
        jobs = {
            path: made_before(asked.shot.digest, tuple(asked.cuts), cache)
            or make(path, tuple(asked.cuts))
            for path, asked in wanted.items()
        }
        for done, (path, job) in enumerate(jobs.items(), 1):
            try:
                made, was_decoded = job if isinstance(job, tuple) else job.result()
                decoded += was_decoded
                pictures.update({(path, cut.shape): picture for cut, picture in made.items()})
            except PhotoRefused as refused:
                entry, shot = wanted[path].entry, wanted[path].shot
                problems.append(_told(entry, shot.index, shot.file, refused, settings))
            progress(done, len(jobs))
    if problems:
        raise ContentError(problems)
    return Pictures(pictures, decoded)


@dataclass(frozen=True)
class _Wanted:
    """A photo and the cuts that anybody wants of it."""

    entry: Entry
    shot: Shot
    cuts: dict[Cut, None] = field(default_factory=dict)


@contextmanager
def _makers(settings: Settings) -> Iterator["Callable[[Path, tuple[Cut, ...]], Future[Made]]"]:
    """What starts the work on a photo: by threads here, or by the workers of a cluster."""
    from generator.machines.executors import executor
    from generator.pictures.photo_workers import MOST_AT_ONCE, Elsewhere, made_with

    cache = photo_cache(settings)
    with executor(settings, made_with) as workers:
        if settings.cluster is None:
            gate = Gate(PIXELS_IN_FLIGHT)
            yield lambda path, cuts: workers.submit(
                lambda: derive(photo_bytes(settings, path), cuts, cache, gate)
            )
            return
        from concurrent.futures import ThreadPoolExecutor

        elsewhere = Elsewhere(workers, cache, settings.jobs)
        waiting = ThreadPoolExecutor(MOST_AT_ONCE)
        try:
            yield lambda path, cuts: waiting.submit(
                elsewhere.derive,
                relative(settings, path),
                lambda: photo_bytes(settings, path),
                cuts,
            )
        finally:
            # When one photo ended it all, nobody waits for the others.
            waiting.shutdown(wait=False, cancel_futures=True)


def withdrawn_keys(entries: Iterable[Entry], settings: Settings) -> set[str]:
    """Of photos marked 撤下: cache keys of all that they became, and their originals' hashes."""
    cache = photo_cache(settings)
    keys: set[str] = set()
    for entry in entries:
        for shot in (each for each in entry.ties.shots if each.is_withdrawn):
            keys.add(shot.digest.hex())
            # It may have been the first photo or a later one, so every cut is looked for.
            cuts = _cuts(shot, entry.face.cover_shape, cache.recipe)
            keys.update(cache.key(shot.digest, cut) for cut in cuts)
    return keys


def keys_in_use(catalog: Catalog, settings: Settings) -> set[str]:
    """Cache keys of all that the catalog's photos need, and their originals' hashes."""
    cache = photo_cache(settings)
    keys: set[str] = set()
    for entry in catalog.entries:
        for shot, cuts in cuts_of(entry, cache.recipe):
            keys.add(shot.digest.hex())
            keys.update(cache.key(shot.digest, cut) for cut in cuts)
    return keys
