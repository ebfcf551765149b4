"""`Catalog` + pictures → pages. The only door to Jinja.

A page is a Markdown file whose body is one block of HTML: every Markdown engine passes it
through untouched, so all of them give the same page. Sorting, grouping and addresses are
computed here; templates only lay out.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
import yaml

from generator.attachments import Attachments, PublishedFile
from generator.catalog import Catalog, Entry, tree_fields
from generator.lists import ListPage, list_pages
from generator.markdown import to_html
from generator.models import KINDS, Record
from generator.models.components import Attachment, Figure, Photo
from generator.models.fields import fields_of
from generator.models.values import Choice, FuzzyNumber, PartialDate, Reference
from generator.outputs import Copied, Output, Rendered
from generator.photos import Picture, Pictures

TEMPLATES = Path(__file__).with_name("templates")
LATEST_ON_HOME = 6


@dataclass(frozen=True)
class Fact:
    """One row of a record's table of facts."""

    key: str
    values: tuple[Any, ...]
    unit: str


@dataclass(frozen=True)
class Node:
    """One organisation in an outline: how it hangs on the one above, and what hangs on it."""

    entry: Entry
    label: str
    children: tuple["Node", ...]


def render(catalog: Catalog, pictures: Pictures, attachments: Attachments) -> Rendered:
    """All pages of the website, sorted by uri."""
    renderer = _Renderer(catalog, pictures, attachments)
    pages = [
        renderer.home(),
        *map(renderer.record, catalog.entries),
        *map(renderer.list, list_pages(catalog)),
        *(renderer.redirect(old, new) for old, new in catalog.redirects.items()),
    ]
    copied: dict[str, Copied] = {file.uri: file for file in pictures.files}
    copied |= {file.uri: file for file in attachments.values()}
    return Rendered(
        pages=tuple(sorted(pages, key=lambda page: page.uri)),
        copied=tuple(copied[uri] for uri in sorted(copied)),
        made=(),
        config=website_config(catalog),
    )


def website_config(catalog: Catalog) -> dict[str, Any]:
    """What the theme shows on every page; goes into the MkDocs configuration."""
    website = catalog.website
    menu = [{"label": kind.label, "url": f"{kind.folder}/"} for kind in KINDS.values()]
    about = [
        {"label": _title(page.text), "url": page.uri.removesuffix(".md") + "/"}
        for page in catalog.pages
    ]
    nav: list[dict[str, str]] = [{"首页": "index.md"}]
    nav += [{kind.label: f"{kind.folder}/index.md"} for kind in KINDS.values()]
    return {
        "site_name": website.name,
        "site_description": website.description,
        "site_url": website.address or "",
        "nav": nav,
        "extra": {
            "generator": False,
            "website": {
                "name": website.name,
                "tagline": website.tagline or "",
                "publisher": website.publisher,
                "notice": website.notice or "",
                "contact": website.contact or "",
                "icp": website.icp or "",
                "police": website.police or "",
            },
            "menu": menu,
            "about": about,
        },
    }


def _title(markdown: str) -> str:
    """The first heading of a hand-written page."""
    lines = (line for line in markdown.split("\n") if line.startswith("# "))
    return next(lines, "# 关于").removeprefix("# ").strip()


class View:
    """What a template may ask while it lays out one page.

    permalink: address of the page; all addresses are given relative to it.
    """

    def __init__(
        self, catalog: Catalog, pictures: Pictures, attachments: Attachments, permalink: str
    ) -> None:
        self._catalog = catalog
        self._pictures = pictures
        self._attachments = attachments
        self._permalink = permalink

    def href(self, target: Entry | str) -> str:
        """Relative address of a record, or of a permalink or file of the website."""
        address = target.permalink if isinstance(target, Entry) else target
        relative = posixpath.relpath("/" + address, "/" + self._permalink)
        return relative + "/" if address.endswith("/") or not address else relative

    def target(self, reference: Reference) -> Entry | None:
        return self._catalog.target(reference)

    def picture(self, entry: Entry, photo: Photo, shape: str = "full") -> Picture:
        return self._pictures.by_shape[entry.raw.bundle / photo.file, shape]

    def attachment(self, entry: Entry, attachment: Attachment) -> PublishedFile:
        return self._attachments[entry.raw.bundle / attachment.file]

    def body(self, entry: Entry) -> str:
        """HTML of the record's body, links resolved."""

        def resolve(written: str) -> str:
            named = self._catalog.named(written)
            return self.href(named) if named else written

        return to_html(entry.raw.body, resolve) if entry.raw.body.strip() else ""

    def count(self, kind: str) -> int:
        return len(self._catalog.of_kind(kind))


class _Renderer:
    def __init__(self, catalog: Catalog, pictures: Pictures, attachments: Attachments) -> None:
        self.catalog = catalog
        self.pictures = pictures
        self.attachments = attachments

    @cached_property
    def templates(self) -> jinja2.Environment:
        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def _page(
        self, template: str, permalink: str, source: str, meta: dict[str, Any], **facts: Any
    ) -> Output:
        view = self._view(permalink)
        body = self.templates.get_template(template).render(view=view, kinds=KINDS, **facts)
        front = yaml.safe_dump(meta, allow_unicode=True, sort_keys=True, width=10_000)
        # Blank lines carry no meaning in HTML, and Markdown must not take one for a break.
        lines = "\n".join(line for line in body.split("\n") if line.strip())
        return Output(f"{permalink}index.md", f"---\n{front}---\n\n{lines}\n", source)

    def _view(self, permalink: str) -> View:
        return View(self.catalog, self.pictures, self.attachments, permalink)

    def home(self) -> Output:
        website = self.catalog.website
        home = website.home
        dated = [entry for entry in self.catalog.entries if _year(entry)]
        latest = sorted(dated, key=_day, reverse=True)
        return self._page(
            "home.md.j2",
            "",
            "content/website.yml",
            {"title": website.name, "description": website.description, "section": ""},
            website=website,
            home=home,
            cover=self.catalog.target(home.cover) if home.cover else None,
            method=self.catalog.target(home.method) if home.method else None,
            figures=tuple(self._chosen_figures()),
            sections=[
                (section.title, [e for r in section.records if (e := self.catalog.target(r))])
                for section in home.sections
            ],
            latest=latest[:LATEST_ON_HOME],
        )

    def _chosen_figures(self) -> Iterator[tuple[str, Figure, Entry]]:
        """(label, figure, the record that it stands in) for the home page."""
        for chosen in self.catalog.website.home.figures:
            entry = self.catalog.target(chosen.record)
            for figure in entry.record.figures if entry else ():
                if entry and figure.name == chosen.name:
                    yield chosen.label or figure.name, figure, entry

    def record(self, entry: Entry) -> Output:
        record = entry.record
        return self._page(
            f"{record.kind}.md.j2",
            entry.permalink,
            entry.raw.file,
            {
                "title": record.name,
                "description": record.summary,
                "section": f"{record.folder}/",
                "search": {"boost": 2},
            },
            entry=entry,
            record=record,
            facts=facts_of(record),
            backlinks=self.catalog.backlinks(entry),
            outline=outline(self.catalog, entry),
        )

    def list(self, page: ListPage) -> Output:
        kind = page.kind
        return self._page(
            "list.md.j2",
            page.permalink,
            f"content/{kind.folder}",
            {
                "title": page.title,
                "description": f"{self.catalog.website.name}：{page.title}",
                "section": f"{kind.folder}/",
                "search": {"exclude": True},
            },
            page=page,
            kind=kind,
        )

    def redirect(self, old: str, new: str) -> Output:
        view = self._view(old)
        meta = {"template": "redirect.html", "to": view.href(new), "search": {"exclude": True}}
        return self._page("redirect.md.j2", old, "content", {"title": "网址已更改", **meta}, to=new)


def facts_of(record: Record) -> tuple[Fact, ...]:
    """The rows of the table of facts: declared fields that were filled in."""
    facts = []
    for name, spec in fields_of(type(record)).items():
        value = getattr(record, name)
        values = value if isinstance(value, tuple) else (value,) if value is not None else ()
        if spec.is_fact and values:
            facts.append(Fact(spec.key, tuple(map(_printable, values)), spec.unit))
    return tuple(facts)


def _year(entry: Entry) -> int | None:
    return entry.record.dated.year if entry.record.dated else None


def _day(entry: Entry) -> tuple[int, int, int]:
    return entry.record.dated.sort_key if entry.record.dated else (0, 0, 0)


def _printable(value: Any) -> Any:
    """References, dates and numbers keep their type for the template; the rest becomes text."""
    if isinstance(value, Reference | PartialDate | FuzzyNumber):
        return value
    return value.label if isinstance(value, Choice) else str(value)


def outline(catalog: Catalog, entry: Entry) -> Node | None:
    """The tree that a record hangs in, from the topmost down; None if it stands alone.

    Upwards the whole line, downwards from the record two levels: its neighbours stay out.
    """
    ways = {
        spec.to.inverse: name
        for name in tree_fields(type(entry.record))
        if (spec := fields_of(type(entry.record))[name]).to
    }
    node = _below(catalog, entry, ways, "", depth=2)
    top = entry
    seen = {entry}
    while above := _above(catalog, top, ways):
        label, upper = above
        if upper in seen:
            break
        seen.add(upper)
        node = Node(upper, "", (Node(node.entry, label, node.children),))
        top = upper
    return node if node.children or top != entry else None


def _above(catalog: Catalog, entry: Entry, ways: dict[str, str]) -> tuple[str, Entry] | None:
    for inverse, name in ways.items():
        reference = getattr(entry.record, name)
        if reference and (found := catalog.target(reference)):
            return inverse, found
    return None


def _below(catalog: Catalog, entry: Entry, ways: dict[str, str], label: str, depth: int) -> Node:
    children = []
    if depth:
        for inverse, entries in catalog.backlinks(entry).items():
            if inverse in ways:
                children += [_below(catalog, e, ways, inverse, depth - 1) for e in entries]
    return Node(entry, label, tuple(children))
