"""What the theme makes of pages, with as few of them laid out by the theme's engine as will do.

    pages ── shape_name ─► shapes ──► one frame page each ──► engine ──► HTML cut at its slots
                             │                                              │
                             └──► samples, by the engine ──► the same? ◄────┤
                                                                            │
    every page: its own title, description, body … ──► fill ◄───────────────┘

The engine is the reference: a page of each shape, and another from other folders, is laid out by it
and compared with what its frame gives, one of each type in each part of the website with its real
body. Any difference, or a plugin that may look at single pages, has the engine lay out every page,
and says so. Frames are kept between builds, for as long as nothing changes by which the theme
decides (`Layout.mark`).
"""

import json
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from generator.forks import beside
from generator.keeping.code import code_key
from generator.keeping.codec import packed, unpacked
from generator.keeping.store import Change, Store
from generator.rendering.frames import Frame, cut, frame_page, shape_name, values_of
from generator.rendering.outputs import Output, Page, Rendered, html_uri
from generator.settings import THEME, Settings

_LOOKED_AT = 20
_EMPTY = "<div></div>"
_RECENT, _KEPT_THEMES = "recent", 4


class EngineError(Exception):
    """The engine refused to build; carries what it said."""


class FrameError(Exception):
    """The theme made something else of a page than its frame did; `uri` says which page."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        super().__init__(uri)


class Engine(Protocol):
    """What lays out pages by the theme, and the files that the theme has of its own."""

    @property
    def name(self) -> str:
        """With its version: another one may give other frames."""

    def strangers(self, settings: Settings) -> str:
        """Plugins of its configuration that may change single pages; empty if there are none."""

    def lay_out(self, settings: Settings, rendered: Rendered, folder: Path) -> None:
        """Make the HTML of every page of `rendered` in a folder; EngineError if it will not."""

    def escape(self, text: str) -> str:
        """Text as its templates print it through `e`."""


@dataclass(frozen=True)
class Laid:
    """A finished page. content: its HTML in UTF-8. own: what of it no frame gave; values one after
    the other. frame: that was filled, by the name of its shape; empty if none was.
    """

    page: Page
    content: bytes
    own: bytes
    frame: str = ""


@dataclass(frozen=True)
class Frames:
    """Fills pages; may be handed to other processes.

    of: name of a shape → its frame. escape: text as the engine prints it.
    """

    site_name: str
    of: Mapping[str, Frame]
    escape: Callable[[str], str]

    def fill(self, page: Page) -> Laid | None:
        """None for a page that the engine must lay out."""
        name = shape_name(page, self.site_name)
        frame = self.of.get(name)
        if frame is None or not frame.fits(page):
            return None
        page = page.made()
        values = values_of(page, self.escape)
        return Laid(page, frame.fill(values), b"\0".join(values.values()), name)


@dataclass
class _Found:
    """What was found out about a theme so far; may be handed to other processes.

    laid_out: pages, by the engine; runs: of it. frames: by shape. files: the theme's own, and
    strangers: plugins that may change single pages; None while nobody asked. special: a page of
    which the theme makes something else than its frame does. by_engine: where the HTML is of pages
    that no frame does for.
    """

    laid_out: int = 0
    runs: int = 0
    frames: dict[str, Frame] = field(default_factory=dict)
    files: Mapping[str, bytes] | None = None
    strangers: str | None = None
    special: str = ""
    by_engine: Path | None = None


class Layout:
    """The theme, for one build.

    scratch: an empty folder, for as long as this is in use.
    """

    def __init__(
        self,
        settings: Settings,
        rendered: Rendered,
        engine: Engine,
        store: Store,
        scratch: Path,
    ) -> None:
        self._settings = settings
        self._rendered = rendered
        self._engine = engine
        self._store = store
        self._scratch = scratch
        self._site_name = str(rendered.config["site_name"])
        self._decided = _fingerprint(settings, rendered, engine)
        self._own = self._decided.hex()
        self._chance = secrets.token_bytes(16)
        self._found = _Found()
        self._recall()

    @property
    def laid_out(self) -> int:
        """How many pages the engine made."""
        return self._found.laid_out

    @property
    def mark(self) -> bytes:
        """Of all that the theme makes HTML of beside the page: same mark, same page, same HTML."""
        # Nobody knows what a plugin goes by.
        return (
            self._chance if self._found.strangers else self._decided + self._found.special.encode()
        )

    @property
    def files(self) -> Mapping[str, bytes]:
        """The theme's own files: address → content."""
        if self._found.files is None:
            self._run(())
        return self._found.files or {}

    @property
    def kept_files(self) -> Mapping[str, bytes] | None:
        """The same; None while only the engine knows them."""
        return self._found.files

    @property
    def frames(self) -> Frames:
        """Those that are known; none where they do not do."""
        of = {} if self.is_plain else self._found.frames
        return Frames(self._site_name, of, self._engine.escape)

    def prepare(self, pages: Iterable[Page]) -> None:
        """Have all that is needed to lay out these pages: kept frames, or the engine's work.

        Where it turns out that frames do not do, `mark` is another one afterwards.
        """
        pages = list(pages)
        if self._found.strangers is None and pages:
            self._found.strangers = self._engine.strangers(self._settings)
        if pages and not self.is_plain:
            try:
                self._prepare_frames(pages)
            except FrameError as error:
                self._found.special = error.uri
        if pages and self.is_plain:
            self._tell()
            self._found.by_engine = self._run(pages)
        self._keep()

    @contextmanager
    def preparing(self, pages: Iterable[Page]) -> Iterator[None]:
        """The same, by a copy of this process while the block runs, which asks for nothing of it;
        in this process where that cannot be.
        """
        pages = list(pages)
        self._store.commit()  # forked copies read what was committed

        def prepared() -> tuple[_Found, list[Change]]:
            self.prepare(pages)
            return self._found, self._store.changes()

        with beside(prepared) as result:
            yield
            self._found, changes = result()
        self._store.change(changes)

    def lay_out(self, pages: Iterable[Page]) -> Iterator[Laid]:
        """The HTML of pages that were prepared."""
        frames = self.frames
        for page in pages:
            yield frames.fill(page) or self._by_itself(page)

    @property
    def is_plain(self) -> bool:
        """Whether the engine lays out every page, since frames do not do."""
        return bool(self._found.strangers or self._found.special)

    # ---------------------------------------------------------------- frames

    def _prepare_frames(self, pages: list[Page]) -> None:
        alike: dict[str, list[Page]] = {}
        alone: list[Page] = []
        for page in pages:
            name = shape_name(page, self._site_name)
            (alike.setdefault(name, []) if name else alone).append(page)
        self._found.frames |= kept_frames(self._store, self._decided, alike)
        new = {name: alike[name] for name in sorted(alike.keys() - self._found.frames.keys())}
        made = self._made_frames(new) if new else {}
        self._found.frames |= made
        fitting: dict[str, list[Page]] = {}
        for name, each in alike.items():
            for page in each:
                does_fit = self._found.frames[name].fits(page)
                (fitting.setdefault(name, []) if does_fit else alone).append(page)
        samples = list(_samples(fitting[name] for name in new if name in fitting))
        if samples or alone:
            self._found.by_engine = self._run((*alone, *samples))
        for sample in samples:
            filled = self.frames.fill(sample)
            if filled and filled.content != self._by_itself(sample).content:
                raise FrameError(sample.uri)
        kept = {_place_of(name, self._decided): packed(f.parts) for name, f in made.items()}
        shelf = self._store.shelf("frames")
        shelf.put({name: (self._decided, data) for name, data in kept.items()})

    def _made_frames(self, new: Mapping[str, list[Page]]) -> dict[str, Frame]:
        secret = secrets.token_hex(8)  # so that no text that anybody wrote can hold a mark
        marked = {name: f"zt{secret}x{number}" for number, name in enumerate(sorted(new))}
        pages = {
            name: frame_page(new[name][0].made(), mark, self._site_name)
            for name, mark in marked.items()
        }
        folder = self._run(pages.values())
        return {
            name: cut(_html_in(folder, pages[name]).decode(), pages[name], mark)
            for name, mark in marked.items()
        }

    # ---------------------------------------------------------------- the engine

    def _run(self, pages: Iterable[Page]) -> Path:
        """A new folder with what the engine makes of these pages."""
        self._found.runs += 1
        folder = self._scratch / str(self._found.runs)
        folder.mkdir()
        # The menu must lead somewhere, or the engine refuses.
        entries = (uri for entry in self._rendered.config["nav"] for uri in entry.values())
        handed: dict[str, Page] = {uri: Output(uri, {"title": "-"}, _EMPTY, "") for uri in entries}
        handed |= {page.uri: page for page in pages}
        self._found.laid_out += len(handed)
        # Files beside the pages are no business of the engine, which takes its time over each.
        ordered = tuple(handed[uri] for uri in sorted(handed))
        only_pages = replace(self._rendered, pages=ordered, copied=(), made=())
        self._engine.lay_out(self._settings, only_pages, folder)
        if self._found.files is None:
            self._note_files(folder, {html_uri(uri) for uri in handed})
        return folder

    def _by_itself(self, page: Page) -> Laid:
        if self._found.by_engine is None:
            raise ValueError(f"{page.uri} was not prepared")
        content = _html_in(self._found.by_engine, page)
        return Laid(page, content, own=content)

    def _note_files(self, folder: Path, pages: Set[str]) -> None:
        found = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        self._found.files = {
            uri: path.read_bytes() for uri, path in found.items() if uri not in pages
        }

    def _tell(self) -> None:
        why = f"模板对 {self._found.special} 有特别的写法"
        if self._found.strangers:
            why = f"mkdocs.yml 里另有 {self._found.strangers}"
        print(f"提示：{why}，逐页生成，会慢一些。", file=sys.stderr, flush=True)

    # ---------------------------------------------------------------- from build to build

    def _recall(self) -> None:
        kept = self._store.shelf("theme").get(self._own, self._decided)
        if kept:
            self._found.files, self._found.strangers, self._found.special = unpacked(kept)

    def _keep(self) -> None:
        """Keep what was found out, and drop the frames of themes that are long gone."""
        if self._found.files is None or self._found.strangers is None:
            return
        kept = packed((dict(self._found.files), self._found.strangers, self._found.special))
        shelf = self._store.shelf("theme")
        if shelf.get(self._own, self._decided) == kept:
            return
        # The preview may have another theme than the build, and they take turns.
        recent = unpacked(shelf.get(_RECENT, b"") or packed([]))
        recent = [self._own, *(own for own in recent if own != self._own)][:_KEPT_THEMES]
        shelf.put({self._own: (self._decided, kept), _RECENT: (b"", packed(recent))})
        shelf.keep_only([_RECENT, *recent])
        frames = self._store.shelf("frames")
        frames.keep_only(name for name in frames.marks() if name.endswith(tuple(recent)))


def kept_frames(store: Store, mark: bytes, names: Iterable[str]) -> dict[str, Frame]:
    """Those of these frames that are known for a theme of this mark."""
    shelf = store.shelf("frames")
    kept = {name: shelf.get(_place_of(name, mark), mark) for name in names}
    return {name: Frame(tuple(unpacked(data))) for name, data in kept.items() if data}


def _place_of(name: str, mark: bytes) -> str:
    return f"{name}-{mark.hex()}"


def _samples(alike: Iterable[list[Page]]) -> Iterator[Page]:
    """Of each shape a page, and another from other folders if there is one.

    The engine's work grows with the bodies that it is given, which it passes through. Pages of one
    type in one part of the website have theirs from one template of ours, so one of them is laid
    out whole, a short one; so is every page that somebody wrote by hand and that has no equal.
    Others are laid out without.
    """
    seen: set[tuple[object, ...]] = set()
    # Where there are many of a shape there is a short one.
    for pages in sorted(alike, key=lambda pages: len(pages) == 1):
        meta = pages[0].meta
        is_by_hand = bool(meta.get("by_hand"))
        made_by = meta.get("section"), meta.get("type"), is_by_hand
        if made_by not in seen or (is_by_hand and len(pages) == 1):
            first = min(pages[:_LOOKED_AT], key=lambda page: len(page.body))
            yield first
        else:
            first = pages[0]
            yield _without_body(first)
        seen.add(made_by)
        if other := next((page for page in pages if _parents(page) != _parents(first)), None):
            yield _without_body(other)


def _parents(page: Page) -> list[str]:
    return page.uri.split("/")[1:-2]


def _without_body(page: Page) -> Output:
    return replace(page.made(), body=_EMPTY)


def _html_in(folder: Path, page: Page) -> bytes:
    return (folder / html_uri(page.uri)).read_bytes()


def _fingerprint(settings: Settings, rendered: Rendered, engine: Engine) -> bytes:
    """Of all by which the theme decides, beside the pages themselves."""
    found = blake2b(digest_size=16)
    config = json.dumps(rendered.config, ensure_ascii=False, sort_keys=True, default=str)
    found.update(f"{code_key()}\0{engine.name}\0{config}\0".encode())
    theme = settings.root / THEME
    files = sorted(path for path in theme.rglob("*") if path.is_file())
    for path in (settings.root / "mkdocs.yml", *files):
        found.update(f"{path.relative_to(settings.root).as_posix()}\0".encode())
        found.update(blake2b(path.read_bytes()).digest())
    return found.digest()
