"""The order of the stages. No other file knows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.checks.attachments import check_attachments, published_files
from generator.checks.privacy import check_privacy, without_numbers
from generator.checks.waivers import without_waived
from generator.errors import ContentError, Problem, UsageError
from generator.models import FOLDERS, Record
from generator.models.website import Home, Website
from generator.models.wording import Wording
from generator.pictures.mark import check_mark, derive_mark
from generator.pictures.photos import (
    check_photos,
    derive_all,
    photo_cache,
    unlisted,
    withdrawn_keys,
)
from generator.pictures.share import SharePicture, check_glyphs, share_pictures
from generator.publishing import publish
from generator.publishing.final_check import final_check
from generator.reading.frontmatter import RawList, RawText
from generator.reading.load import RECORD_FILE, Broken, Loaded, RawRecord, load, relative
from generator.reading.validate import Origin, salvage, validate
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.relating.relate import entry_of, relate
from generator.rendering.hashed import hashed_assets, with_assets
from generator.rendering.outputs import Rendered
from generator.rendering.view import Assets
from generator.reviews.publication import Selection, select
from generator.settings import KEPT, THEME, Settings
from generator.text.conversion import convert_all
from generator.text.pinyin import slug_from
from generator.wording.check import PREFIX, check_wording

Progress = Callable[[str, int, int], None]
Engine = Callable[[Settings, Rendered, Path], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Faulty:
    """A record that has problems of its own. names: what others may call it."""

    file: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """What `check` found: the catalog of all sound records, and every problem, sorted.

    notices: what is worth knowing but keeps nothing from being published.
    withdrawn: cache keys of photos that were taken off the website. drafts: how many records wait.
    faulty: by permalink, each record that has problems of its own, so is not in the catalog.
    aside: what is sound of those that could be read.
    waiting: how many records and pages wait for a review. states: permalink → where it stands.
    """

    catalog: Catalog
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    withdrawn: frozenset[str]
    drafts: int
    faulty: dict[str, Faulty]
    aside: tuple[Entry, ...]
    waiting: int
    states: dict[str, str]


# ---------------------------------------------------------------- the ways through


def check(settings: Settings, *, decode: bool = True, wording: bool = False) -> Checked:
    """Read, validate and relate everything as it is written; list all faults at once.

    What would be published instead of it, while reviews are on, is checked as well.
    decode: also decode photos that the cache does not know, to see that they are whole.
    wording: also give notices about the wording of what is sound.
    """
    read = _read(settings)
    written = _checked(settings, read, read.loaded, decode=decode, wording=wording)
    if read.selection.loaded is read.loaded:
        return written
    published = _published(settings, read)
    # All else that is worth knowing was said of the version as written.
    told = (found for found in published.notices if found.code == "unpublished-reference")
    return replace(
        written,
        problems=tuple(sorted({*written.problems, *published.problems})),
        notices=tuple(sorted({*written.notices, *told})),
    )


def check_published(settings: Settings) -> Checked:
    """The same of what may be published. Photos are not decoded: making derivatives does that."""
    return _published(settings, _read(settings))


def _published(settings: Settings, read: "_Read") -> Checked:
    return _checked(settings, read, read.selection.loaded, decode=False)


@dataclass(frozen=True)
class _Read:
    """What was read of a folder, and what of it may be published."""

    loaded: Loaded
    website: tuple[Website, Origin]
    problems: tuple[Problem, ...]
    selection: Selection


def _read(settings: Settings) -> _Read:
    if not settings.content.is_dir():
        raise UsageError(f"找不到内容文件夹：{settings.content}")
    loaded = load(settings)
    problems: list[Problem] = []
    website = _website(loaded, problems)
    problems += check_mark(*website, settings)
    return _Read(loaded, website, tuple(problems), select(loaded, *website, settings))


def _checked(
    settings: Settings, read: _Read, loaded: Loaded, *, decode: bool, wording: bool = False
) -> Checked:
    """`loaded`, which is all that was read or what may be published of it, as a catalog."""
    is_selected = loaded is not read.loaded
    loaded = _converted(loaded, settings.jobs)
    problems = [*loaded.problems, *read.problems, *read.selection.problems]
    entries, aside, faulty = validated(loaded, settings.content, problems)
    problems += unlisted([*entries, *aside])
    withdrawn = withdrawn_keys(entries, settings)
    entries, found = check_photos(entries, settings, decode=decode)
    aside, more = check_photos(aside, settings, decode=decode)
    problems += found + more
    entries, found = check_attachments(entries, settings)
    aside, more = check_attachments(aside, settings)
    problems += found + more
    problems += check_privacy(loaded, [*entries, *aside], read.website[0], settings)
    catalog, found = relate(
        entries,
        read.website,
        loaded.pages,
        drafts=settings.drafts,
        unsure=_names((*faulty, *loaded.broken)),
        aside=aside,
        hidden=_names(read.selection.hidden) if is_selected else frozenset(),
        is_reviewed=is_selected and bool(read.website[0].review.enabled),
    )
    problems += found + check_glyphs(catalog)
    word_list = _word_list(loaded, problems)
    if wording:
        problems += check_wording(entries, loaded.website, loaded.pages, word_list)
    unasked = () if wording else (PREFIX,)
    left = without_waived([*entries, *aside], read.website, problems, unasked)
    told = {without_numbers(found) for found in left}
    states = read.selection.states
    return Checked(
        catalog,
        problems=tuple(sorted(found for found in told if not found.is_notice)),
        notices=tuple(sorted(found for found in told if found.is_notice)),
        withdrawn=frozenset(withdrawn),
        drafts=sum(entry.face.draft for entry in entries),
        faulty={} if is_selected else _faulty_pages((*faulty, *loaded.broken), settings),
        aside=tuple(aside),
        waiting=read.selection.waiting,
        states={
            entry.permalink: states[entry.file] for entry in catalog.entries if entry.file in states
        },
    )


def prepare(settings: Settings, progress: Progress = silent) -> Rendered:
    """All pages and pictures; ContentError with every problem if there is one."""
    checked = check_published(settings)
    if checked.problems:
        raise ContentError(checked.problems)
    photo_cache(settings).forget(checked.withdrawn)
    return replace(_rendered(checked.catalog, settings, progress), waiting=checked.waiting)


def preview(settings: Settings) -> tuple[Rendered, tuple[Problem, ...]]:
    """All pages of what is sound, with every problem shown on the page that it concerns."""
    checked = check(settings)
    rendered = _rendered(checked.catalog, settings, silent)
    return render_problems(render_states(rendered, checked), checked), checked.problems


@dataclass(frozen=True)
class Built:
    """What `build` made. is_new: False if the same website was there already."""

    rendered: Rendered
    is_new: bool


def build(
    settings: Settings,
    out: Path,
    engine: Engine,
    progress: Progress = silent,
    *,
    wait: float = 0,
    keep: int = KEPT,
) -> Built:
    """Build the website beside `out`, then put it in its place; on any fault `out` stays as it was.

    engine: makes the website of the rendered pages in a folder (MkDocs). wait: seconds to wait for
    somebody else who writes `out`. keep: how many former websites stay beside it.
    """
    with publish.workplace(out, is_ours=out == settings.root / "site", wait=wait) as folder:
        rendered = prepare(settings, progress)
        progress("生成网页", 0, len(rendered.pages))
        engine(settings, rendered, folder)
        progress("检查网页", 0, len(rendered.pages))
        final_check(folder, rendered, settings)
        publish.write_manifest(folder)
        is_new = publish.put_in_place(folder, out, keep=keep)
    progress("生成网页", len(rendered.pages), len(rendered.pages))
    return Built(rendered, is_new)


def render_to(settings: Settings, to: Path, progress: Progress = silent) -> Rendered:
    """Write the plain Markdown tree, its pictures and an mkdocs.yml that needs no generator."""
    with publish.workplace(to) as folder:
        rendered = prepare(settings, progress)
        publish.write_tree(rendered, settings, folder)
        publish.write_manifest(folder)
        publish.put_in_place(folder, to)
    return rendered


# ---------------------------------------------------------------- their parts


def _converted(loaded: Loaded, jobs: int) -> Loaded:
    """The same with the HTML of all bodies and hand-written pages."""
    bodies = [(raw.body, False) for raw in loaded.records]
    made = convert_all([*bodies, *((page.text, True) for page in loaded.pages)], jobs)
    records = zip(loaded.records, made[: len(bodies)], strict=True)
    pages = zip(loaded.pages, made[len(bodies) :], strict=True)
    return replace(
        loaded,
        records=tuple(replace(raw, converted=each) for raw, each in records),
        pages=tuple(replace(page, converted=each) for page, each in pages),
    )


def _rendered(catalog: Catalog, settings: Settings, progress: Progress) -> Rendered:
    from generator.rendering.pages import (
        render,  # with all that makes pages, which `check` need not load
    )

    def photos(done: int, total: int) -> None:
        progress("处理照片", done, total)

    assets = Assets(
        pictures=derive_all(catalog, settings, photos),
        attachments=published_files(catalog, settings),
        mark=derive_mark(catalog.website, settings),
        shares=_shares(catalog, settings),
    )
    rendered = render(catalog, assets, settings.today, settings.cache / "search")
    scripts, names = hashed_assets(settings.root / THEME)
    made = tuple(sorted((*rendered.made, *scripts), key=lambda file: file.uri))
    return replace(rendered, made=made, config=with_assets(rendered.config, names))


def _shares(catalog: Catalog, settings: Settings) -> dict[str, SharePicture]:
    """None without an address: who passes a page on could not say where its picture is."""
    if not catalog.website.address:
        return {}
    return share_pictures(catalog, settings.cache / "share", settings.jobs)


def validated(
    loaded: Loaded, content: Path, problems: list[Problem]
) -> tuple[list[Entry], list[Entry], tuple[RawRecord, ...]]:
    """(sound records, what is sound of the faulty ones, the faulty ones)."""
    entries, aside, faulty = [], [], []
    for raw in loaded.records:
        record, origin, found = validate(raw)
        problems += found
        if isinstance(record, Record):
            entry, found = entry_of(record, origin, raw, content)
            problems += found
            entries.append(entry)
        else:
            faulty.append(raw)
            if isinstance(part := salvage(raw), Record):
                entry, found = entry_of(part, origin, raw, content)
                problems += found
                aside.append(entry)
    return entries, aside, tuple(faulty)


def _website(loaded: Loaded, problems: list[Problem]) -> tuple[Website, Origin]:
    """The website's settings; bare ones, with the problems told, when they cannot be read."""
    if loaded.website is not None:
        website, origin, found = validate(loaded.website)
        problems += found
        if isinstance(website, Website):
            return website, origin
    bare = Website(
        name="网站设置有误", description="", publisher="", home=Home(motto="网站设置有误", lead="")
    )
    return bare, Origin("", {})


def _word_list(loaded: Loaded, problems: list[Problem]) -> Wording | None:
    if loaded.wording is None:
        return None
    wording, _, found = validate(loaded.wording)
    problems += found
    return wording if isinstance(wording, Wording) else None


def names_of(raw: RawRecord) -> list[str]:
    """Names by which others may refer to a record that is itself faulty."""
    keys = {"名称", "name", "简称", "short_name", "别名", "aliases", "网址名", "slug"}
    written = [
        item.text
        for key, value in raw.data.entries
        if key.text in keys
        for item in (value.items if isinstance(value, RawList) else (value,))
        if isinstance(item, RawText)
    ]
    return [*written, raw.folder_name]


def _names(records: Iterable[RawRecord | Broken]) -> frozenset[str]:
    """Every name that may lead to one of these records, which are not in the catalog."""
    return frozenset(name for each in records for name in _names_of(each))


def _names_of(each: RawRecord | Broken) -> list[str]:
    return [each.name, each.path.parent.name] if isinstance(each, Broken) else names_of(each)


def _faulty_pages(records: Iterable[RawRecord | Broken], settings: Settings) -> dict[str, Faulty]:
    """Where the pages of faulty records would be."""
    found = {}
    for each in records:
        bundle = each.path.parent if isinstance(each, Broken) else each.bundle
        folder = bundle.relative_to(settings.content).parts[0]
        slug = slug_from(bundle.name, FOLDERS[folder].kind)
        file = relative(settings, bundle / RECORD_FILE)
        found[f"{folder}/{slug}/"] = Faulty(file, tuple(_names_of(each)))
    return found


def render_states(rendered: Rendered, checked: Checked) -> Rendered:
    """The rendered pages; each record's tells how far its reviews are."""
    pages = tuple(
        replace(page, meta={**page.meta, "review": checked.states[permalink]})
        if (permalink := page.uri.removesuffix("index.md")) in checked.states
        else page
        for page in rendered.pages
    )
    return replace(rendered, pages=pages)


def shown_problem(found: Problem) -> dict[str, str]:
    """A problem as templates show it, in the words of `check`."""
    return {"where": str(found).split("\n")[0], "what": found.what, "mend": found.mend}


def render_problems(rendered: Rendered, checked: Checked) -> Rendered:
    """The rendered pages, with a list of the problems on all of them and on faulty records' own."""
    if not checked.problems:
        return rendered
    told = [shown_problem(found) for found in checked.problems]
    pages = {page.uri: page for page in rendered.pages}
    for permalink, faulty in checked.faulty.items():
        page = publish.problem_page(permalink, faulty.file)
        pages.setdefault(page.uri, page)
    config = dict(rendered.config, extra=dict(rendered.config["extra"], problems=told))
    ordered = tuple(pages[uri] for uri in sorted(pages))
    return replace(rendered, pages=ordered, config=config)
