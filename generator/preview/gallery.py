"""Photos and other files of the preview: named at once, made when a browser shows them."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from generator.checks.attachments import PublishedFile, published_file
from generator.models.website import Website
from generator.pictures.cuts import Cut, PhotoRefused
from generator.pictures.derivatives import Picture, derive, planned
from generator.pictures.gate import PIXELS_IN_FLIGHT, Gate
from generator.pictures.photos import Pictures, cuts_of, photo_bytes, photo_cache
from generator.pictures.share import SharePicture, planned_share
from generator.relating.entry import Entry
from generator.rendering.outputs import Copied
from generator.rendering.view import Assets
from generator.settings import Settings

K = TypeVar("K")
V = TypeVar("V")
_Stamp = tuple[int, int]


class Gallery:
    """Files that pages show, for one preview.

    Pages are told of them in one thread; `file` may be called from others at the same time.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cache = photo_cache(settings)
        self._gate = Gate(PIXELS_IN_FLIGHT)
        self._planned: dict[tuple[Path, tuple[Cut, ...]], tuple[_Stamp, dict[Cut, Picture]]] = {}
        self._files: dict[str, Path] = {}
        self._originals: dict[str, tuple[Path, tuple[Cut, ...]]] = {}
        self._locks: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)

    def assets(self, entries: Iterable[Entry], website: Website, mark: Picture | None) -> Assets:
        """What pages of these entries may show; each thing is planned when one asks for it."""
        by_bundle = {entry.bundle: entry for entry in entries}
        by_permalink = {entry.permalink: entry for entry in by_bundle.values()}
        for file in mark.files if mark else ():
            self._files[file.uri] = file.path

        def picture(key: tuple[Path, str]) -> Picture:
            path, shape = key
            return self._picture(by_bundle[path.parent], path, shape)

        def attachment(path: Path) -> PublishedFile:
            attached = by_bundle[path.parent].ties.attached
            (one,) = (each for each in attached if each.file == path.name)
            found = published_file(path, one, self._settings)
            self._files[found.uri] = found.path
            return found

        def share(permalink: str) -> SharePicture:
            entry = by_permalink.get(permalink)
            if (permalink and not entry) or not website.address:
                raise KeyError(permalink)
            folder = self._settings.cache / "share"
            found = planned_share(entry.face if entry else None, website, folder)
            if found is None:
                raise KeyError(permalink)
            return found

        shares: Mapping[str, Copied] = _OnDemand(share)
        return Assets(Pictures(_OnDemand(picture)), _OnDemand(attachment), shares, mark)

    def file(self, uri: str) -> Path | None:
        """Where a file lies that a page was told of; a photo's derivatives are made now."""
        path = self._files.get(uri)
        if path and not path.exists() and uri in self._originals:
            original, cuts = self._originals[uri]
            with self._locks[original]:
                if not path.exists():
                    try:
                        data = photo_bytes(self._settings, original)
                        derive(data, cuts, self._cache, self._gate)
                    except PhotoRefused:  # saved anew meanwhile, or cut short; its problem says so
                        return None
        return path if path and path.exists() else None

    def _picture(self, entry: Entry, path: Path, shape: str) -> Picture:
        asked: dict[Cut, None] = {}
        for shot, shapes in cuts_of(entry, self._settings.recipe):
            if shot.file == path.name:
                asked.update(dict.fromkeys(shapes))
        cuts = tuple(asked)
        found = path.stat()
        stamp = (found.st_size, found.st_mtime_ns)
        known = self._planned.get((path, cuts))
        if not known or known[0] != stamp:
            known = stamp, planned(photo_bytes(self._settings, path), cuts, self._cache)
            self._planned[path, cuts] = known
            for picture in known[1].values():
                for file in picture.files:
                    self._originals[file.uri] = (path, cuts)
                    self._files[file.uri] = file.path
        return next(picture for cut, picture in known[1].items() if cut.shape == shape)


class _OnDemand(Mapping[K, V]):
    """A mapping whose values are found when they are asked for; it cannot be listed."""

    def __init__(self, find: Callable[[K], V]) -> None:
        self._find = find

    def __getitem__(self, key: K) -> V:
        return self._find(key)

    def __iter__(self) -> Iterator[K]:
        raise TypeError("found on demand")

    def __len__(self) -> int:
        raise TypeError("found on demand")
