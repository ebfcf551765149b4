"""What a preview shows: the content as it is on the disk now, page by page."""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import jinja2

from generator import pipeline
from generator.engines import MKDOCS
from generator.keeping.sounds import keep_sounds
from generator.preview.gallery import Gallery
from generator.preview.moment import Candidate, Moment, Shown
from generator.rendering.layout import Layout
from generator.rendering.outputs import Rendered
from generator.settings import Settings

# Where the preview's own files are asked for; no permalink begins so.
OWN = "-/"
LIVE = f"{OWN}live"
_LATEST = 30
_HERE = Path(__file__).parent


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
        self._now: Moment
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
        self._now = Moment(checked, self.settings, self.gallery, self._whole)
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
            html = next(self._layout.lay_out([output])).content.decode()
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
