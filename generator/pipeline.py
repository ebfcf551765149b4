"""The order of the stages. No other file knows it."""

import gc
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.checks.attachments import published_files
from generator.checks.privacy import check_privacy, declared_by, without_numbers
from generator.checks.waivers import without_waived
from generator.content import Content, Part, read_content
from generator.engines import MKDOCS
from generator.errors import Asked, ContentError, Problem, UsageError, everything
from generator.forks import can_fork, in_copy
from generator.keeping.code import code_key
from generator.keeping.records import Derive
from generator.keeping.sounds import keep_sounds, recall_sounds
from generator.keeping.store import Lost, Store
from generator.messages import WORDING
from generator.models import FOLDERS
from generator.models.website import Website
from generator.models.wording import Wording
from generator.pictures.glyphs import check_glyphs
from generator.pictures.mark import derive_mark
from generator.pictures.photos import check_whole_photos, derive_all, photo_cache, withdrawn_keys
from generator.reading.folders import RECORD_FILE, relative
from generator.reading.raw import Broken, RawRecord
from generator.reading.validate import validate
from generator.records import names_of
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.relating.relate import Around, Related, relate
from generator.rendering.layout import Engine
from generator.rendering.outputs import Output, Page, Rendered
from generator.settings import CONFIG, KEPT, THEME, Settings
from generator.text.pinyin import slug_from

# `check` is here as a whole; what only a build or another command needs is imported where it is
# used, so that none waits for all.
if TYPE_CHECKING:
    from generator.pictures.share import SharePicture
    from generator.publishing.assembly import Counts

Progress = Callable[[str, int, int], None]
_HANDED = "rendered"  # file in the workplace
# To be read, from which on it is worth it to render in a copy of the process.
_MANY_FILES = 4_000


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Faulty:
    """A record that has problems of its own. names: what others may call it."""

    file: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """What `check` found: all sound records, and every problem, sorted.

    notices: what is worth knowing but keeps nothing from being published. drafts: how many records
    wait.
    faulty: by permalink, each record that has problems of its own, so is not in the catalog.
    waiting: how many records and pages wait for a review. states: permalink → where it stands.
    """

    related: Related
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    drafts: int
    faulty: dict[str, Faulty]
    waiting: int
    states: dict[str, str]

    @property
    def catalog(self) -> Catalog:
        return self.related.catalog

    @property
    def aside(self) -> tuple[Entry, ...]:
        """What is sound of the faulty ones that could be read."""
        return self.related.aside


# ---------------------------------------------------------------- the ways through


def check(
    settings: Settings,
    *,
    decode: bool = True,
    wording: bool = False,
    store: Store | None = None,
    touched: Container[Path] | None = None,
    before: Checked | None = None,
    only: Asked = everything,
) -> Checked:
    """Read, validate and relate everything as it is written; list all faults at once.

    What would be published instead of it, while reviews are on, is checked as well.
    decode: also decode photos that the cache does not know, to see that they are whole.
    wording: also give notices about the wording of what is sound.
    only: whether a record's file is asked about; of others nothing is told, and their photos are
    not decoded, nor their wording looked at.
    store: what is kept of earlier runs. touched: where somebody watches, the folders of all records
    that changed since the last time. before: what was found then, decoded or not as now.
    """
    # A build mostly follows. Many new records are read on all cores, where it is made along.
    read = read_content(settings, store, _deriving, touched)
    written = _checked(
        *(settings, read, read.written),
        decode=decode,
        wording=wording,
        store=store,
        before=before,
        only=only,
    )
    if not read.is_selected:
        return written
    published = _checked(settings, read, read.published, decode=False, only=only)
    # All else that is worth knowing was said of the version as written.
    told = (found for found in published.notices if found.code == "unpublished-reference")
    return replace(
        written,
        problems=tuple(sorted({*written.problems, *published.problems})),
        notices=tuple(sorted({*written.notices, *told})),
    )


def check_published(settings: Settings, store: Store | None = None) -> Checked:
    """The same of what may be published. Photos are not decoded: making derivatives does that."""
    read = read_content(settings, store, _deriving)
    if store:
        keep_sounds(store)
    return _checked(settings, read, read.published, decode=False, is_last=True)


def _deriving(website: Website) -> tuple[Derive, ...]:
    """What building asks of each record by itself."""
    from generator.downloads.calendars import Events
    from generator.downloads.rows import Rows
    from generator.relating.spelled import spell
    from generator.search.index import searched

    rows = Rows(website)
    return rows.derived, Events(website, rows).derived, searched, spell


def _checked(
    settings: Settings,
    read: Content,
    part: Part,
    *,
    decode: bool,
    wording: bool = False,
    store: Store | None = None,
    before: Checked | None = None,
    is_last: bool = False,
    only: Asked = everything,
) -> Checked:
    """One part of what was read (as written, or what may be published of it) as a catalog."""
    is_selected = part is not read.written
    found = part.understood
    problems = [*read.problems, *part.problems, *found.problems]
    entries, aside = list(found.entries), list(found.aside)
    if decode:
        entries, told = check_whole_photos(entries, settings, only)
        aside, more = check_whole_photos(aside, settings, only)
        problems += told + more
    website = read.website[0]
    problems += check_privacy(read.raw_website, part.pages, declared_by(website))
    around = Around(
        read.website,
        part.pages,
        drafts=settings.drafts,
        unsure=found.unsure,
        hidden=read.hidden if is_selected else frozenset(),
        is_reviewed=is_selected and bool(website.review.enabled),
    )
    known = before.related if before else None
    related = relate(entries, around, aside, known, is_last=is_last)
    problems += related.problems + check_glyphs(related.catalog)
    word_list = _word_list(read.wording, problems)
    if wording:
        from generator.wording.check import check_wording

        others = (read.raw_website, part.pages)
        problems += check_wording(entries, *others, word_list, store, only)
    unasked = () if wording else (WORDING,)
    given = [entry for entry in (*entries, *aside) if only(entry.file)]
    left = without_waived(given, read.website, problems, unasked)
    said = {without_numbers(each) for each in left if only(each.file)}
    return Checked(
        related,
        problems=tuple(sorted(each for each in said if not each.is_notice)),
        notices=tuple(sorted(each for each in said if each.is_notice)),
        drafts=sum(entry.face.draft for entry in entries),
        faulty={} if is_selected else _faulty_pages((*found.faulty, *found.broken), settings),
        waiting=read.waiting,
        states={
            entry.permalink: read.states[entry.file]
            for entry in related.catalog.entries
            if entry.file in read.states
        },
    )


def open_store(settings: Settings) -> Store:
    """What is kept of earlier runs; to be closed."""
    store = Store(settings.cache / "store", code_key())
    recall_sounds(store)
    return store


@contextmanager
def store_if_any(settings: Settings) -> Iterator[Store | None]:
    """The same; None where nothing can be kept, such as on a disk that cannot be written."""
    store = None
    with suppress(OSError, sqlite3.Error):
        store = open_store(settings)
    with store or nullcontext():
        yield store
        if store:
            keep_sounds(store)


def prepare(
    settings: Settings,
    progress: Progress = silent,
    store: Store | None = None,
    *,
    is_apart: bool = False,
) -> Rendered:
    """All pages and pictures; ContentError with every problem if there is one.

    is_apart: whether this process does nothing else, and ends with it.
    """
    with _uncollected() if is_apart else nullcontext():
        checked = check_published(settings, store)
    if checked.problems:
        raise ContentError(checked.problems)
    photo_cache(settings).forget(withdrawn_keys(checked.related.every, settings))
    catalog, waiting = checked.catalog, checked.waiting
    del checked  # what was read of each record is needed no more
    if store:
        store.forget()  # nobody reads a second time
    rendered = _rendered(catalog, settings, progress, store)
    return replace(rendered, waiting=waiting)


def preview(settings: Settings) -> tuple[Rendered, tuple[Problem, ...]]:
    """All pages of what is sound, with every problem shown on the page that it concerns."""
    checked = check(settings)
    rendered = _rendered(checked.catalog, settings, silent)
    return render_problems(render_states(rendered, checked), checked), checked.problems


@dataclass(frozen=True)
class Built:
    """What `build` made, and what it had to do for it.

    pages, pictures: of the website. waiting: as of `Rendered`. is_amended: whether only the texts
    of some records became others (`amending/`).
    """

    pages: int
    pictures: int
    waiting: int
    is_amended: bool
    counts: "Counts"


def build(
    settings: Settings,
    out: Path,
    progress: Progress = silent,
    *,
    engine: Engine = MKDOCS,
    wait: float = 0,
    keep: int = KEPT,
) -> Built:
    """Build the website beside `out`, then put it in its place; on any fault `out` stays as it was.

    engine: what lays out pages. wait: seconds to wait for somebody else who writes `out`.
    keep: how many former websites stay beside it.
    """
    try:
        return _built(settings, out, progress, engine, wait, keep)
    except Lost:  # what was kept is damaged, or the disk takes nothing
        return _built(settings, out, progress, engine, wait, keep, does_keep=False)


def _built(
    settings: Settings,
    out: Path,
    progress: Progress,
    engine: Engine,
    wait: float,
    keep: int,
    *,
    does_keep: bool = True,
) -> Built:
    """does_keep: whether what is made is kept between builds, and not all held in memory.

    Raises:
        Lost: what was kept is there no more, and what it was made from was let go of.
    """
    from generator.amending.amend import Amending
    from generator.publishing import publish
    from generator.publishing.assembly import Place, publish_website

    workplace = publish.workplace(out, is_ours=out == settings.root / "site", wait=wait)
    with workplace as folder, open_store(settings) as store:
        if not does_keep:
            store.empty()
        place = Place(folder, out.resolve(), keep)
        amending = Amending(settings, engine, store, place)
        if amended := amending.attempt():
            standing, counts = amended
            return Built(standing.pages, standing.pictures, 0, True, counts)
        if does_keep and can_fork() and amending.files >= _MANY_FILES:
            rendered = _prepared_apart(settings, progress, store, folder)
        else:
            rendered = prepare(settings, progress, store if does_keep else None)
            gc.collect()  # the catalog and all records, which know of each other
        if not (settings.root / CONFIG).is_file():
            raise UsageError(f"{settings.root} 里没有 {CONFIG}，不是完整的项目文件夹。请找回它。")
        pages = len(rendered.pages)
        progress("生成网页", 0, pages)
        published = publish_website(rendered, settings, engine, store, place)
        amending.remember(rendered, published)
    progress("生成网页", pages, pages)
    pictures, waiting = len(rendered.copied), rendered.waiting
    return Built(pages, pictures, waiting, False, published.counts)


def _prepared_apart(
    settings: Settings, progress: Progress, store: Store, workplace: Path
) -> Rendered:
    """What `prepare` gives. The memory that it takes is given back before the rest is made."""
    from generator.downloads.tables import prepare_tables
    from generator.keeping.handed import hand_on, taken_up

    file = workplace / _HANDED
    prepare_tables(store)  # while little else is in memory

    def make() -> None:
        with open_store(settings) as own:
            hand_on(prepare(settings, progress, own, is_apart=True), own, file)

    store.close()  # the copy has its file alone
    try:
        in_copy(make)
    finally:
        store.reopen()
    return taken_up(store, file)


@contextmanager
def _uncollected() -> Iterator[None]:
    """All that is read stays, so looking for circles in it finds nothing, then or later; and it
    takes a sixth of the time in which all other cores wait for this one.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def render_to(settings: Settings, to: Path, progress: Progress = silent) -> Rendered:
    """Write the plain Markdown tree, its pictures and an mkdocs.yml that needs no generator."""
    from generator.publishing import publish
    from generator.publishing.plain_tree import write_tree

    with publish.workplace(to) as folder:
        rendered = prepare(settings, progress)
        write_tree(rendered, settings, folder)
        publish.write_manifest(folder)
        publish.put_in_place(folder, to)
    return rendered


# ---------------------------------------------------------------- their parts


def _rendered(
    catalog: Catalog, settings: Settings, progress: Progress, store: Store | None = None
) -> Rendered:
    from generator.keeping.pages import KeptPages
    from generator.rendering.hashed import hashed_assets, with_assets
    from generator.rendering.pages import render
    from generator.rendering.view import Assets

    def photos(done: int, total: int) -> None:
        progress("处理照片", done, total)

    assets = Assets(
        pictures=derive_all(catalog, settings, photos),
        attachments=published_files(catalog, settings),
        mark=derive_mark(catalog.website, settings),
        shares=_shares(catalog, settings),
    )
    context = _context(catalog, settings)
    kept = KeptPages(store, catalog, context, settings.jobs) if store else None
    rendered = render(catalog, assets, settings.today, store, kept, settings.jobs)
    if store and kept:
        kept.finish()
        keep_sounds(store)
        rendered = replace(rendered, laid_out=kept.laid_out)
    scripts, names = hashed_assets(settings.root / THEME)
    made = tuple(sorted((*rendered.made, *scripts), key=lambda file: file.uri))
    return replace(rendered, made=made, config=with_assets(rendered.config, names))


def _context(catalog: Catalog, settings: Settings) -> bytes:
    """All that decides every page, beside the records."""
    return repr((catalog.website, settings.recipe, settings.drafts)).encode("utf-8", "replace")


def _shares(catalog: Catalog, settings: Settings) -> "Mapping[str, SharePicture]":
    """None without an address: who passes a page on could not say where its picture is."""
    if not catalog.website.address:
        return {}

    from generator.pictures.share import share_pictures

    return share_pictures(catalog, settings.cache / "share", settings.jobs)


def _word_list(raw: RawRecord | None, problems: list[Problem]) -> Wording | None:
    if raw is None:
        return None
    wording, _, found = validate(raw)
    problems += found
    return wording if isinstance(wording, Wording) else None


def _faulty_pages(records: Iterable[RawRecord | Broken], settings: Settings) -> dict[str, Faulty]:
    """Where the pages of faulty records would be."""
    found = {}
    for each in records:
        bundle = each.path.parent if isinstance(each, Broken) else each.bundle
        folder = bundle.relative_to(settings.content).parts[0]
        slug = slug_from(bundle.name, FOLDERS[folder].kind)
        file = relative(settings, bundle / RECORD_FILE)
        found[f"{folder}/{slug}/"] = Faulty(file, tuple(names_of(each)))
    return found


def render_states(rendered: Rendered, checked: Checked) -> Rendered:
    """The rendered pages; each record's tells how far its reviews are."""
    pages: list[Page] = []
    for page in rendered.pages:
        if state := checked.states.get(page.uri.removesuffix("index.md")):
            page = Output(page.uri, {**page.meta, "review": state}, page.body, page.source)
        pages.append(page)
    return replace(rendered, pages=tuple(pages))


def shown_problem(found: Problem) -> dict[str, str]:
    """A problem as templates show it, in the words of `check`."""
    return {"where": str(found).split("\n")[0], "what": found.what, "mend": found.mend}


def problem_page(permalink: str, file: str) -> Output:
    """What stands in the preview where a faulty record's page would be."""
    body = (
        f'<div class="zt"><h1>这一页有问题</h1><p>{file} 改好并保存后，这里会自动刷新。</p></div>'
    )
    return Output(f"{permalink}index.md", {"title": "这一页有问题", "section": ""}, body, file)


def render_problems(rendered: Rendered, checked: Checked) -> Rendered:
    """The rendered pages, with a list of the problems on all of them and on faulty records' own."""
    if not checked.problems:
        return rendered
    told = [shown_problem(found) for found in checked.problems]
    pages = {page.uri: page for page in rendered.pages}
    for permalink, faulty in checked.faulty.items():
        page = problem_page(permalink, faulty.file)
        pages.setdefault(page.uri, page)
    config = dict(rendered.config, extra=dict(rendered.config["extra"], problems=told))
    ordered = tuple(pages[uri] for uri in sorted(pages))
    return replace(rendered, pages=ordered, config=config)
