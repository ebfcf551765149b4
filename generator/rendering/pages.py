"""`Catalog` + files → pages.

A page is a Markdown file whose body is one block of HTML: every Markdown engine passes it
through untouched, so all of them give the same page. Sorting, grouping and addresses are
computed here and in the modules below; templates only lay out.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, filterfalse, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup

from generator.downloads.calendars import calendar_links, calendars
from generator.downloads.discovery import discovery
from generator.downloads.feeds import feed_links, feeds
from generator.downloads.tables import tables_of
from generator.keeping.store import Store
from generator.models import KINDS, Record
from generator.models.components import Figure
from generator.pictures.share_words import SIZE
from generator.reading.raw import Page as HandWritten
from generator.relating import addresses, directory, timeline
from generator.relating.catalog import Catalog, fold
from generator.relating.entry import Entry
from generator.relating.lists import ListPage, list_pages
from generator.relating.network import network_of
from generator.relating.trees import forest, has_trees, outline
from generator.rendering import structured
from generator.rendering.fragments import Fragments
from generator.rendering.network_svg import draw
from generator.rendering.outputs import (
    Copied,
    File,
    Made,
    Of,
    OfMany,
    OfMost,
    Output,
    Page,
    Plan,
    Rendered,
    Slot,
    Sort,
    uri_of,
)
from generator.rendering.qr import qr_svg
from generator.rendering.relative import laid_flat, relative, relative_address
from generator.rendering.statistics import Chart, charts
from generator.rendering.theme import built, linked_hosts, website_config
from generator.rendering.view import Assets, View, counted, date, facts_of, href, period
from generator.search.index import SHELF, search_files

if TYPE_CHECKING:
    import jinja2

# Where a record's text will stand in its page. No text has it, as with `relative.ROOT`.
_TEXT = "\ufdd1"
LATEST_ON_HOME = 6
# Above this many records a list is no longer combined in place: its cards weigh too much.
COMBINED = 2000
# So many others name a record whose page takes much memory to make.
MANY = 50


_Events = tuple[timeline.Event, ...]
_Links = tuple[tuple[str, str], ...]  # (title, uri)


class Maker(Protocol):
    """Has pages and files made; one that keeps them makes only what would differ."""

    def pages(self, plan: Callable[[], Plan]) -> Iterable[Page]: ...

    def files(self, sorts: Iterable[Sort]) -> Iterable[File]: ...


class MakeAll:
    """Makes everything."""

    def pages(self, plan: Callable[[], Plan]) -> Iterable[Page]:
        return [make() for _, make in plan()]

    def files(self, sorts: Iterable[Sort]) -> Iterable[File]:
        return chain.from_iterable(sort.make() for sort in sorts)


def render(
    catalog: Catalog,
    assets: Assets,
    today: datetime.date,
    store: Store | None = None,
    maker: Maker | None = None,
    jobs: int = 1,
) -> Rendered:
    """All pages of the website and the files beside them.

    store: for parts of files that the next run need not make again. jobs: processes that work.
    """
    renderer = Renderer(catalog, assets)
    maker = maker or MakeAll()
    shelf = store.shelf(SHELF) if store else None
    pages = sorted(maker.pages(renderer.plan), key=lambda page: page.uri)
    fold.cache_clear()  # what comes asks for few of all these names
    permalinks = [
        page.uri.removesuffix("index.md")
        for page in pages
        if page.uri.removesuffix("index.md") not in catalog.redirects
    ]
    kinds = sorted(KINDS.values(), key=lambda kind: catalog.count(kind.kind))
    *tables, largest = (
        Sort(f"{kind.kind}-tables", partial(tables_of, catalog, kind, store), kind.kind)
        for kind in kinds
    )
    cards = (Sort(f"{kind.kind}-cards", partial(renderer.cards, kind), kind.kind) for kind in kinds)
    sorts = (
        # To make a large table takes much memory, so beside it is made what takes little.
        largest,
        *cards,
        Sort("feeds", partial(feeds, catalog, store)),
        Sort("calendars", partial(calendars, catalog, store)),
        Sort("discovery", partial(discovery, catalog, permalinks), permalinks),
        *tables,
    )
    made = (
        *maker.files(sorts),
        *search_files(catalog, shelf, catalog.website.synonym_table(), jobs),
        built(today),
    )
    return Rendered(
        pages=tuple(pages),
        copied=_copied(assets),
        made=tuple(sorted(made, key=lambda file: file.uri)),
        config=renderer.config(),
        hosts=linked_hosts(catalog),
    )


def _copied(assets: Assets) -> tuple[Copied, ...]:
    """Each file once: two records may show the same photo."""
    files: dict[str, Copied] = {file.uri: file for file in assets.pictures.files}
    files |= {file.uri: file for file in assets.attachments.values()}
    files |= {file.uri: file for file in assets.shares.values()}
    files |= {file.uri: file for file in assets.mark.files} if assets.mark else {}
    return tuple(files[uri] for uri in sorted(files))


@dataclass(frozen=True)
class Head:
    """What a page says of itself to the theme, and the theme to browsers and search engines.

    label: of the part of the website that it belongs to; section: that part's permalink.
    data: schema.org description. image: record whose picture stands for the page.
    links: downloads of the page's own, as (type, title, uri). scripts: modules that it uses.
    """

    title: str
    description: str
    section: str = ""
    label: str = ""
    type: str = "website"
    data: dict[str, Any] | None = None
    image: Entry | None = None
    links: tuple[tuple[str, str, str], ...] = ()
    scripts: tuple[str, ...] = ()


class Renderer:
    """Makes every page of a catalog, each by itself."""

    def __init__(self, catalog: Catalog, assets: Assets) -> None:
        self.catalog = catalog
        self.assets = assets
        self.website = catalog.website
        self.view = View(catalog, assets)

    def pages(self) -> Iterator[Output]:
        for _, make in self.plan():
            yield make()

    def plan(self) -> Plan:
        """(permalink, what makes the page) of every page; none is laid out yet."""
        catalog, make = self.catalog, self.record
        # First those for which nothing has to be worked out; as they lie in memory, where what
        # stands together mostly shows each other: a copy of this process then copies less of it.
        for entry in sorted(catalog.entries, key=attrgetter("permalink")):
            is_named_by_many = sum(map(len, catalog.backlinks(entry).values())) >= MANY
            yield entry.permalink, (OfMany if is_named_by_many else Of)(make, entry)
        events = timeline.events(catalog)
        yield "", partial(self.home, *_latest(events))
        for listed in list_pages(catalog):
            yield listed.permalink, partial(self.list, listed)
        years = {year: len(each) for year, each in timeline.years(events).items()}
        for of_year in timeline.timeline_pages(events):
            yield of_year.permalink, partial(self.timeline, of_year, years)
        yield from self.directory()
        if has_trees():
            yield addresses.TREE, OfMost(self.tree)
        yield addresses.STATISTICS, partial(self.statistics, charts(catalog))
        yield addresses.DATA, partial(self.data, feed_links(catalog), calendar_links(catalog))
        yield addresses.SEARCH, self.search
        for page in catalog.pages:
            yield page.permalink, partial(self.hand_written, page)
        for old, to in catalog.redirects.items():
            yield old, partial(self.redirect, old, to)

    def config(self) -> dict[str, Any]:
        """Settings for MkDocs: what stands on every page."""
        return website_config(
            self.catalog, feed_links(self.catalog), self.assets.mark, self.image(None)
        )

    @cached_property
    def templates(self) -> "jinja2.Environment":
        from generator.rendering.environment import page_templates  # only if a page is made

        return page_templates(
            href=href,
            date=date,
            period=period,
            counted=counted,
            link=self.view.link,
            shown=self.view.shown,
            cards=lambda *given: self.fragments.cards(*given),
            row=lambda entry: self.fragments.row(entry),
            facets=lambda page: self.fragments.facets(page),
        )

    @cached_property
    def fragments(self) -> Fragments:
        return Fragments(self.templates, self.view)

    def _page(self, template: str, permalink: str, source: str, head: Head, **facts: Any) -> Output:
        body = self.templates.get_template(template).render(view=self.view, **facts)
        return _output(permalink, self._meta(head), body, source)

    def _meta(self, head: Head) -> dict[str, Any]:
        meta: dict[str, Any] = {
            "title": head.title,
            "description": head.description,
            "section": head.section,
            "type": head.type,
        }
        if head.label:
            meta["label"] = head.label
        if head.data:
            meta["data"] = structured.script_text(head.data)
        if image := self.image(head.image):
            meta["image"] = image
        if head.scripts:
            meta["scripts"] = list(head.scripts)
        if head.links:
            meta["links"] = [
                {"type": t, "title": title, "uri": uri} for t, title, uri in head.links
            ]
        return meta

    def image(self, entry: Entry | None) -> dict[str, Any]:
        """The picture that stands for a page: the record's photo, else a drawn one."""
        if entry and (photo := entry.face.cover):
            found = self.assets.pictures.by_shape[entry.bundle / photo.file, "full"]
            file = found.fallback(960)
            size = {"width": file.width, "height": file.height}
            return {"uri": file.uri, "alt": photo.alt or photo.caption, **size}
        drawn = self.assets.shares.get(entry.permalink if entry else "")
        if not drawn:
            return {}
        alt = entry.face.name if entry else self.website.name
        return {"uri": drawn.uri, "alt": alt, "width": SIZE[0], "height": SIZE[1]}

    # ---------------------------------------------------------------- one record

    def record(self, entry: Entry) -> Output:
        record = entry.record
        network = network_of(self.catalog, entry) if record.has_network else None
        address = self.website.address_of(entry.permalink)
        text = self.view.body(entry)
        page = self._page(
            f"{record.kind}.md.j2",
            entry.permalink,
            entry.file,
            Head(
                title=record.name,
                description=record.summary,
                section=f"{record.folder}/",
                label=record.label,
                type="article",
                data=structured.record_data(self.catalog, entry, self._image_address(entry)),
                image=entry,
                scripts=("lightbox",) if record.photos else (),
            ),
            entry=entry,
            record=record,
            groups=self.catalog.groups_of(entry),
            facts=facts_of(record),
            backlinks=self.catalog.backlinks(entry),
            outline=outline(self.catalog, entry),
            network=network,
            drawing=draw(network, "network") if network else "",
            address=address,
            qr=qr_svg(address) if address else "",
            prose=Markup(_TEXT) if text else "",
        )
        return self._told(page, entry, laid_flat(text, entry.permalink)) if text else page

    def _told(self, page: Output, entry: Entry, text: str) -> Output:
        """A record's page with its text in the place that was left for it."""
        start = page.body.index(_TEXT)
        addresses = self.view.addresses_in(entry)
        slot = Slot(start, start + len(_TEXT), entry.marks.record, addresses)
        return page.retold(slot, text)

    def _image_address(self, entry: Entry) -> str:
        image = self.image(entry)
        return self.website.address_of(image["uri"]) if image else ""

    # ---------------------------------------------------------------- home

    def home(self, happened: _Events, reached: _Events) -> Output:
        home = self.website.home
        return self._page(
            "home.md.j2",
            "",
            "content/website.yml",
            Head(
                title=self.website.name,
                description=self.website.description,
                data=structured.home_data(self.website),
            ),
            website=self.website,
            home=home,
            cover=self.catalog.target(home.cover) if home.cover else None,
            method=self.catalog.target(home.method) if home.method else None,
            figures=tuple(self._chosen_figures()),
            sections=[
                (section.title, [e for r in section.records if (e := self.catalog.target(r))])
                for section in home.sections
            ],
            wishes=self.catalog.target(home.wishes) if home.wishes else None,
            latest=happened,
            milestones=reached,
        )

    def _chosen_figures(self) -> Iterator[tuple[str, Figure, Entry]]:
        """(label, figure, the record that it stands in) for the home page."""
        for chosen in self.website.home.figures:
            entry = self.catalog.target(chosen.record)
            for figure in entry.record.figures if entry else ():
                if entry and figure.name == chosen.name:
                    yield chosen.label or figure.name, figure, entry

    # ---------------------------------------------------------------- ways to the records

    def list(self, page: ListPage) -> Output:
        kind = page.kind
        links = [
            ("text/csv", f"{kind.label}：表格", f"{kind.folder}/list.csv"),
            ("application/json", f"{kind.label}：数据", f"{kind.folder}/list.json"),
        ]
        combines = page.number is None and self._combines(kind)
        data = structured.list_data(self.website, page.title, page.permalink, page.entries)
        return self._page(
            "list.md.j2",
            page.permalink,
            f"content/{kind.folder}",
            Head(
                title=page.title,
                description=f"{self.website.name}：{page.title}",
                section=f"{kind.folder}/",
                data=data,
                links=tuple(links) if page.entries else (),
                scripts=("facets",) if combines else (),
            ),
            page=page,
            kind=kind,
            combines=combines,
        )

    def _combines(self, kind: type[Record]) -> bool:
        return 1 < self.catalog.count(kind.kind) <= COMBINED

    def cards(self, kind: type[Record]) -> Iterator[Made]:
        """Every card of a kind with its terms, for facets that are combined in place.

        [[HTML of a card, ["type:forum", …]], …], addresses relative to the kind's own list.
        """
        if not self._combines(kind):
            return
        cards = []
        for entry in self.catalog.of_kind(kind.kind):
            terms = [f"{g.facet}:{g.slug}" for g in self.catalog.groups_of(entry)]
            card = relative(str(self.fragments.card(entry, 2)), f"{kind.folder}/")
            cards.append([card, terms])
        text = json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
        yield Made(f"{kind.folder}/cards.json", text.encode())

    def timeline(self, page: timeline.TimelinePage, years: dict[int, int]) -> Output:
        title = "时间线" if page.year is None else f"{page.year}年"
        if page.number > 1:
            title = f"{title}（第{page.number}页）"
        return self._page(
            "timeline.md.j2",
            page.permalink,
            "content",
            Head(title, f"{self.website.name}：{title}", addresses.TIMELINE, "时间线"),
            page=page,
            title=title,
            years=years,
            address_of=timeline.address_of,
        )

    def directory(self) -> Iterator[tuple[str, Callable[[], Output]]]:
        """The directory on one page; beyond a certain size, a page a letter."""
        every = directory.letters(self.catalog)
        letters = tuple((each.letter, each.slug, len(each.names)) for each in every)
        is_whole = sum(len(letter.names) for letter in every) <= directory.WHOLE
        base, title = addresses.DIRECTORY, "名录"
        description = f"{self.website.name}：全部名称，按拼音排列"
        shown = every if is_whole else ()
        pages = [(base, title, shown)]
        if not is_whole:
            pages += [(f"{base}{e.slug}/", f"{title}：{e.letter}", (e,)) for e in every]
        for permalink, heading, here in pages:
            make = partial(
                self._page,
                "directory.md.j2",
                permalink,
                "content",
                Head(heading, description, base, title),
                title=heading,
                letters=letters,
                here=here,
                is_whole=is_whole,
                base=base,
            )
            yield permalink, OfMost(make)

    def tree(self) -> Output:
        trees, alone = forest(self.catalog)
        about = ("组织树", "谁在谁之下")
        return self._chapter("tree.md.j2", addresses.TREE, *about, trees=trees, alone=alone)

    def statistics(self, drawn: tuple[Chart, ...]) -> Output:
        about = ("统计", "各类记录有多少")
        return self._chapter("statistics.md.j2", addresses.STATISTICS, *about, charts=drawn)

    def data(self, feeds: _Links, calendars: _Links) -> Output:
        about = ("订阅与下载", "订阅、日历和表格")
        return self._chapter("data.md.j2", addresses.DATA, *about, feeds=feeds, calendars=calendars)

    def _chapter(
        self, template: str, permalink: str, title: str, about: str, **facts: Any
    ) -> Output:
        """A page that is a part of the website by itself."""
        head = Head(title, f"{self.website.name}：{about}", permalink)
        return self._page(template, permalink, "content", head, title=title, **facts)

    def search(self) -> Output:
        title, description = "查找", f"{self.website.name}：全站查找"
        return self._page(
            "search.md.j2",
            addresses.SEARCH,
            "content",
            Head(title, description, addresses.SEARCH, scripts=("search-page",)),
            title=title,
            directory=addresses.DIRECTORY,
        )

    def hand_written(self, page: HandWritten) -> Output:
        body = f"<div>\n{self.view.page(page)}\n</div>"
        return _output(page.permalink, {"title": page.title, "by_hand": True}, body, page.file)

    def redirect(self, old: str, new: str) -> Output:
        to = relative_address(new, old)
        meta = {"title": "网址已更改", "template": "redirect.html", "to": to}
        body = self.templates.get_template("redirect.md.j2").render(to=new)
        return _output(old, meta, body, "content")


def _latest(events: _Events) -> tuple[_Events, _Events]:
    """(what happened last, what was reached last) for the home page."""

    def has_happened(event: timeline.Event) -> bool:
        return KINDS[event.entry.kind].schema_type == "Event"

    happened = islice(filter(has_happened, events), LATEST_ON_HOME)
    reached = islice(filterfalse(has_happened, events), LATEST_ON_HOME)
    return tuple(happened), tuple(reached)


def _output(permalink: str, meta: dict[str, Any], body: str, source: str) -> Output:
    return Output(uri_of(permalink), meta, laid_flat(body, permalink), source)
