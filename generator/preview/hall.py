"""What a preview shows: the content as it is on the disk now, page by page."""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import jinja2

from generator import pipeline
from generator.downloads.discovery import web_manifest
from generator.engines import MKDOCS
from generator.errors import Problem
from generator.keeping.sounds import keep_sounds
from generator.pictures.mark import derive_mark
from generator.pictures.photos import check_whole_photos
from generator.pipeline import Checked
from generator.preview.gallery import Gallery
from generator.reading.folders import RECORD_FILE
from generator.relating.entry import Entry
from generator.rendering.hashed import hashed_assets, with_assets
from generator.rendering.layout import Layout
from generator.rendering.outputs import Output, Rendered
from generator.rendering.pages import Renderer
from generator.rendering.theme import built
from generator.settings import THEME, Settings

# Where the preview's own files are asked for; no permalink begins so.
OWN = "-/"
LIVE = f"{OWN}live"
_LATEST = 30
_HERE = Path(__file__).parent


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


class Hall:
    """The content as it was at the last `refresh`; only one thread may ask.

    gallery: the files that its pages show; any thread may ask that.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = replace(settings, drafts=True)
        self.gallery = Gallery(self.settings)
        self.store = pipeline.open_store(settings)
        self._scratch = tempfile.TemporaryDirectory()
        loader = jinja2.FileSystemLoader(_HERE)
        self._templates = jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
        )
        self._whole: set[bytes] = set()
        self._now: _Moment
        self._layout: Layout

    def close(self) -> None:
        self.store.close()
        self._scratch.cleanup()

    def refresh(self, saved: Iterable[Path] | None = None) -> None:
        """See what is on the disk now.

        saved: all paths that changed since the last time; None: nobody knows. Where they lie in
        folders of records that were seen then, nothing else is looked at.
        """
        touched = self._now.bundles_of(saved) if saved is not None else None
        before = self._now.checked if touched is not None else None
        checked = pipeline.check(
            self.settings, decode=False, store=self.store, touched=touched, before=before
        )
        self._now = _Moment(checked, self.settings, self.gallery, self._whole)
        scratch = Path(tempfile.mkdtemp(dir=self._scratch.name))
        rendered = Rendered((), (), (), self._now.config)
        self._layout = Layout(self.settings, rendered, MKDOCS, self.store, scratch)
        keep_sounds(self.store)
        self.store.commit()

    def page(self, permalink: str) -> Shown:
        """A page of the website as it is now, with what is wrong with its record."""
        now = self._now
        if permalink not in now.shown:
            now.shown[permalink] = self._laid_out(permalink)
        return now.shown[permalink]

    def look_closely(self) -> bool:
        """Decode photos of the pages shown, which takes too long to be waited for.

        True: a page has changed by what was found.
        """
        return self._now.look_closely()

    def candidates(self) -> Sequence[Candidate]:
        """Every record, in the order of the website; faulty ones last."""
        return self._now.candidates

    def chooser(self, asked: str, found: Sequence[Candidate]) -> bytes:
        """The page to choose a record from. asked: what somebody looks for; empty: the latest."""
        listed = found or sorted(self.candidates(), key=lambda each: -each.saved)
        page = self._templates.get_template("chooser.html.j2")
        html = page.render(
            own=OWN,
            asked=asked,
            is_found=bool(found),
            listed=listed[:_LATEST],
            count=len(self.candidates()),
            quote=quote,
        )
        return html.encode()

    def file(self, uri: str) -> bytes | None:
        """A file of the theme, or of the website as a whole; photos are the gallery's."""
        return self._now.files.get(uri)

    def _laid_out(self, permalink: str) -> Shown:
        now = self._now
        output = now.output(permalink)
        problems = now.problems(permalink)
        if output is None:
            template = self._templates.get_template("missing.html.j2")
            html = template.render(own=OWN, permalink=permalink)
        else:
            self._layout.prepare([output])
            html = next(self._layout.lay_out([output])).html
            self.store.commit()  # or a build at the same time would wait for us
        told = [found for found in problems if not found.is_notice]
        announcement = self._templates.get_template("announcement.html.j2").render(
            own=OWN,
            state=now.state(permalink),
            problems=[pipeline.shown_problem(found) for found in told],
            notices=[pipeline.shown_problem(found) for found in problems if found.is_notice],
            others=len(now.checked.problems) - len(set(now.checked.problems) & set(told)),
        )
        html = _after(r"<body[^>]*>", html, announcement)
        version = hashlib.sha256(html.encode()).hexdigest()[:16]
        head = self._templates.get_template("head.html.j2")
        live = head.render(own=OWN, live=LIVE, permalink=permalink, version=version)
        # Before the theme's scripts: it keeps the page as it was sent.
        html = _after("</title>", html, live)
        return Shown(html.encode(), version, output is not None)


def _after(tag: str, html: str, more: str) -> str:
    return re.sub(tag, lambda found: f"{found[0]}\n{more}", html, count=1)


class _Moment:
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
