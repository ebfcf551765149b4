"""What one look at the disk gives: its records, the page of each, and what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from generator import pipeline
from generator.downloads.discovery import web_manifest
from generator.errors import Problem
from generator.pictures.mark import derive_mark
from generator.pictures.photos import check_whole_photos
from generator.pipeline import Checked
from generator.preview.gallery import Gallery
from generator.reading.folders import RECORD_FILE
from generator.relating.entry import Entry
from generator.rendering.hashed import hashed_assets, with_assets
from generator.rendering.outputs import Output
from generator.rendering.pages import Renderer
from generator.rendering.theme import built
from generator.settings import THEME, Settings


@dataclass(frozen=True)
class Candidate:
    """A record that may be looked at, sound or not. file: its index.md. state: what it waits for.

    names: all by which it may be called, its full name first.
    """

    permalink: str
    names: tuple[str, ...]
    label: str
    file: Path
    state: str = ""

    @property
    def name(self) -> str:
        return self.names[0]

    @cached_property
    def saved(self) -> float:
        """When it was saved last, in seconds; 0 for what is gone since."""
        try:
            return self.file.stat().st_mtime
        except OSError:
            return 0

    @property
    def saved_on(self) -> str:
        return datetime.fromtimestamp(self.saved).astimezone().strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class Shown:
    """A page ready for the browser. version: two of one version are the same."""

    html: bytes
    version: str
    is_there: bool = True


class Moment:
    """All that one look at the disk gives.

    whole: digests of photos that a closer look found to be whole; added to.
    """

    def __init__(
        self, checked: Checked, settings: Settings, gallery: Gallery, whole: set[bytes]
    ) -> None:
        self._whole = whole
        self.settings = settings
        self.checked = checked
        self.shown: dict[str, Shown] = {}
        catalog = self.checked.catalog
        # A sound record may have the address of a faulty one; that is a problem of both.
        self.entries = {each.permalink: each for each in (*self.checked.aside, *catalog.entries)}
        self._aside = {each.file: each for each in self.checked.aside}
        mark = derive_mark(catalog.website, settings)
        assets = gallery.assets(self.entries.values(), catalog.website, mark)
        self._renderer = Renderer(catalog, assets)
        scripts, names = hashed_assets(settings.root / THEME)
        self.config = with_assets(self._renderer.config(), names)
        made = (*scripts, built(settings.today), web_manifest(catalog.website))
        self.files = {file.uri: file.content for file in made} | _theme_files(settings)
        self._closely: dict[str, tuple[Entry, tuple[Problem, ...]]] = {}
        self._unseen: list[str] = []

    @cached_property
    def _plan(self) -> dict[str, Callable[[], Output]]:
        return dict(self._renderer.plan())

    def output(self, permalink: str) -> Output | None:
        """The page of that address; what is sound of a record, if not all of it is."""
        if entry := self._entry(permalink):
            if permalink not in self._closely:
                self._unseen.append(permalink)
            return self._renderer.record(entry)
        if permalink in self.checked.faulty:
            return pipeline.problem_page(permalink, self.checked.faulty[permalink].file)
        make = self._plan.get(permalink)
        return make() if make else None

    def _entry(self, permalink: str) -> Entry | None:
        if permalink in self._closely:
            return self._closely[permalink][0]
        if permalink in self.entries:
            return self.entries[permalink]
        faulty = self.checked.faulty.get(permalink)
        return self._aside.get(faulty.file) if faulty else None

    def problems(self, permalink: str) -> list[Problem]:
        """What `check` says of the record with that page: of its file and all beside it."""
        entry = self._entry(permalink)
        faulty = self.checked.faulty.get(permalink)
        file = entry.file if entry else faulty.file if faulty else ""
        if not file:
            return []
        bundle = file.removesuffix(RECORD_FILE)
        found = [
            each
            for each in (*self.checked.problems, *self.checked.notices)
            if each.file.startswith(bundle) or each.file == bundle.rstrip("/")
        ]
        if permalink in self._closely:
            found += self._closely[permalink][1]
        return sorted(set(found))

    def state(self, permalink: str) -> str:
        """What a record waits for before it is published."""
        entry = self._entry(permalink)
        states = [self.checked.states.get(permalink, "")]
        states += ["草稿"] if entry and entry.face.draft else []
        return "，".join(filter(None, states))

    def look_closely(self) -> bool:
        is_other = False
        for permalink in self._unseen:
            entry = self._entry(permalink)
            photos = {shot.digest for shot in entry.ties.shown} if entry else set()
            if entry and permalink not in self._closely and not photos <= self._whole:
                (sound,), found = check_whole_photos([entry], self.settings)
                self._closely[permalink] = sound, tuple(found)
                if len(sound.record.photos) < len(entry.record.photos):
                    del self.shown[permalink]
                    is_other = True
                else:
                    self._whole |= photos
        self._unseen = []
        return is_other

    def bundles_of(self, paths: Iterable[Path]) -> frozenset[Path] | None:
        """The records' folders in which these lie; None if one lies in none of them."""
        found = set()
        for path in paths:
            bundle = next((each for each in (path, *path.parents) if each in self._bundles), None)
            if bundle is None:
                return None
            found.add(bundle)
        return frozenset(found)

    @cached_property
    def _bundles(self) -> frozenset[Path]:
        return frozenset(
            entry.bundle for entry in (*self.checked.catalog.entries, *self.checked.aside)
        )

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        return tuple(self._candidates())

    def _candidates(self) -> Iterator[Candidate]:
        for entry in self.checked.catalog.entries:
            face, file = entry.face, entry.bundle / RECORD_FILE
            names = (*face.names, face.slug, face.folder_name)
            yield Candidate(entry.permalink, names, face.label, file, self.state(entry.permalink))
        for permalink, faulty in self.checked.faulty.items():
            base = self.settings.root
            if not self.settings.content.is_relative_to(base):
                base = self.settings.content.parent
            yield Candidate(permalink, faulty.names, "", base / faulty.file, "有问题")


def _theme_files(settings: Settings) -> dict[str, bytes]:
    """What the theme publishes as it is: pictures, and styles and scripts under plain names."""
    theme = settings.root / THEME
    files = (path for path in (theme / "assets").rglob("*") if path.is_file())
    return {path.relative_to(theme).as_posix(): path.read_bytes() for path in files}
