"""Records → `Catalog`: addresses, references in both directions, and what must not be."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from sys import intern
from typing import Any

from generator.errors import Problem, problem, shown
from generator.models import KINDS, Record
from generator.models.values import SLUG
from generator.models.website import Website
from generator.reading.files import steps
from generator.reading.raw import Page, RawRecord
from generator.reading.validate import Loc, Origin
from generator.relating import addresses
from generator.relating.addresses import LIST_PAGE
from generator.relating.catalog import Catalog, Link, Links, Names, fold
from generator.relating.entry import Entry, entry_from, mentions_in
from generator.relating.references import Resolver, Written, check_body, check_page
from generator.text.pinyin import slug_from
from generator.text.suggest import did_you_mean

# How a collision names a page of ours; it is no file that staff could change.
_OUR_HOME = "（本站的首页）"
_OUR_LISTS = "（本站的列表页）"


@dataclass(frozen=True)
class Around:
    """All that decides how records hang together, beside themselves.

    drafts: whether drafts are shown. unsure: names of records that have problems of their own;
    a reference to one of them is not reported a second time. hidden: names of records that may not
    be published; a reference to one of them is a plain text. is_reviewed: so is any reference of a
    record that leads nowhere, since nobody may mend a reviewed text in passing.
    """

    website: tuple[Website, Origin]
    pages: tuple[Page, ...]
    drafts: bool
    unsure: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    is_reviewed: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        return self.website[0].allowed_hosts


@dataclass(frozen=True, slots=True)
class Read:
    """One record's references that lead to another one, and all that is wrong in its text."""

    entry: Entry
    links: tuple[Link, ...]
    told: tuple[Problem, ...]

    def among(self, now: Mapping[Entry, Entry]) -> "Read":
        """The same with the records that are there now."""
        links = tuple(
            Link(now[link.source], now[link.target], link.label, link.inverse)
            for link in self.links
        )
        return Read(self.entry, links, self.told)


@dataclass(frozen=True)
class Related:
    """Records that were brought together. aside: what is sound of faulty ones.

    every: sound records in their order, with drafts that are not shown. read: what was read of each
    of all these, by file; nothing where no other time follows. besides: problems beside those told
    there.
    """

    catalog: Catalog
    around: Around
    every: tuple[Entry, ...]
    aside: tuple[Entry, ...]
    read: Mapping[str, Read]
    besides: tuple[Problem, ...]

    @property
    def problems(self) -> list[Problem]:
        return [*chain.from_iterable(each.told for each in self.read.values()), *self.besides]


def relate(
    entries: Iterable[Entry],
    around: Around,
    aside: Iterable[Entry] = (),
    before: Related | None = None,
    *,
    is_last: bool = False,
) -> Related:
    """Bring the records together.

    aside: what is sound of faulty records: their references are looked up, but nothing leads to
    them. before: what came of it the last time; what would be the same is taken from there.
    is_last: whether no other time follows; then what was read of each record is not held.
    """
    entries, aside = tuple(entries), tuple(aside)
    if before and (again := _only_texts_differ(before, entries, around, aside)):
        return again
    every = tuple(_in_order(entries))
    names = Names(every)
    besides = _collisions([*every, *aside], around.pages)
    lookup = _Lookup(names, around)
    links = Links()
    known = before.read if before and _are_called_alike(before, every, around) else {}
    now = {entry: entry for entry in every} if known else {}
    read: dict[str, Read] = {}

    def keep(entry: Entry, found: Read) -> None:
        if is_last:
            besides.extend(found.told)
        else:
            read[entry.file] = found

    for entry in every:
        was = known.get(entry.file)
        is_same = was and was.entry.marks.written == entry.marks.written
        found = was.among(now) if was and is_same else lookup.read(entry)
        keep(entry, found)
        if around.drafts or not entry.face.draft:
            links.add(found.links)
    for entry in aside:
        keep(entry, lookup.read(entry))
    shown_entries = tuple(entry for entry in every if around.drafts or not entry.face.draft)
    catalog = Catalog(
        website=around.website[0],
        entries=shown_entries,
        links=links,
        redirects=_redirects(shown_entries),
        pages=around.pages,
        names=names if len(shown_entries) == len(every) else None,
    )
    besides += lookup.problems_of_others(catalog.is_there)
    besides += _loops(catalog) + _same_names(shown_entries) + _home(catalog, around.website[1])
    fold.cache_clear()  # few of all these names are asked for again
    return Related(catalog, around, every, aside, read, tuple(besides))


class _Lookup:
    """Looks up the references of records, of the website and of its pages."""

    def __init__(self, names: Names, around: Around) -> None:
        unsure = frozenset(map(fold, around.unsure))
        hidden = frozenset(map(fold, around.hidden))
        self._around = around
        self._resolver = Resolver(
            names, unsure, around.drafts, hidden, is_lenient=around.is_reviewed
        )
        self._among_drafts = Resolver(names, unsure, drafts=True)
        self._of_website = Resolver(names, unsure, around.drafts, hidden)

    def read(self, entry: Entry) -> Read:
        # A draft may name another draft: neither is on the website.
        resolver = self._among_drafts if entry.face.draft else self._resolver
        naming = entry.naming
        links = tuple(
            Link(entry, target, intern(each.label), intern(each.inverse))
            for each in naming.mentions
            if (target := resolver.resolve(entry, each.loc, each.reference)) and target != entry
        )
        told = check_body(entry.file, naming, resolver, self._around.hosts)
        return Read(entry, links, (*told, *resolver.taken()))

    def problems_of_others(self, is_there: Callable[[str], bool]) -> list[Problem]:
        """What is wrong with references of the website and its hand-written pages.

        is_there: whether there will be a page of some permalink.
        """
        website, origin = self._around.website
        for each in mentions_in(website):
            self._of_website.resolve(Written(origin), each.loc, each.reference)
        problems = self._of_website.taken()
        for page in self._around.pages:
            found = check_page(page, self._resolver, self._around.hosts, is_there)
            # A page that waits for its reviews is no fault of the one that links to it.
            problems += [
                each
                for each in found
                if not (self._around.is_reviewed and each.code == "page-not-found")
            ]
        return problems + self._resolver.taken()


def _only_texts_differ(
    before: Related, entries: tuple[Entry, ...], around: Around, aside: tuple[Entry, ...]
) -> Related | None:
    """What relating gives where records say the same of themselves and of others as before.

    None where they do not; then everything may hang together in another way.
    """
    counts = len(before.every), len(before.aside)
    if around != before.around or (len(entries), len(aside)) != counts:
        return None
    known = {entry.file: entry for entry in before.every}
    known_aside = {entry.file: entry for entry in before.aside}
    others: dict[Entry, Entry] = {}
    for entry, was in (
        *((entry, known.get(entry.file)) for entry in entries),
        *((entry, known_aside.get(entry.file)) for entry in aside),
    ):
        if was is entry:
            continue
        if was is None or not _hangs_as(entry, was):
            return None
        others[was] = entry
    moved = {entry.file for was, entry in others.items() if entry.marks.own != was.marks.own}
    for each in before.besides:
        # Lines may be others now; and two records of one address cannot be told apart.
        if each.file in moved or each.code == "same-address":
            return None
    catalog = before.catalog.with_others(others)
    lookup = _Lookup(catalog.names, around)
    read = {entry.file: lookup.read(entry) for entry in others.values()}
    return Related(
        catalog,
        around,
        tuple(others.get(entry, entry) for entry in before.every),
        tuple(others.get(entry, entry) for entry in before.aside),
        {**before.read, **read},
        before.besides,
    )


def _are_called_alike(before: Related, every: tuple[Entry, ...], around: Around) -> bool:
    """Whether every name leads to the same records in the same order as before."""
    return (
        around == before.around
        and len(every) == len(before.every)
        and all(
            entry is was or _called(entry) == _called(was)
            for entry, was in zip(every, before.every, strict=True)
        )
        and not any(each.code == "same-address" for each in before.besides)
    )


def _called(entry: Entry) -> tuple[object, ...]:
    face = entry.face
    return entry.file, face.permalink, face.names, face.former_slugs, face.place, face.draft


def _hangs_as(entry: Entry, was: Entry) -> bool:
    return (
        entry.marks.face == was.marks.face
        and entry.ties.terms == was.ties.terms
        and entry.marks.mentions == was.marks.mentions
    )


def entry_of(record: Record, raw: RawRecord, content: Path) -> tuple[Entry, list[Problem]]:
    """Give a record its address; a folder name that cannot be one is a problem."""
    slug, problems = record.slug or raw.folder_name, []
    if not SLUG.fullmatch(slug):
        proposal = slug_from(slug, record.kind)
        # A name such as “a#b” is a title, and gets an address like one in Chinese; letters with a
        # capital or an underscore among them were meant as the address.
        if re.fullmatch(r"[\w.-]+", slug, re.ASCII):
            reason = "不能有大写字母。" if slug != slug.lower() else "只能用小写字母、数字和减号。"
            problems.append(
                problem(
                    "bad-slug",
                    raw.file,
                    1,
                    "文件夹名",
                    written=slug,
                    reason=reason,
                    example=proposal,
                )
            )
        slug = proposal
    place = "/".join(steps(content, raw.bundle))
    return entry_from(record, raw, slug, place), problems


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By kind; within a kind newest first, the undated ones after them by pinyin."""
    kinds = list(KINDS)

    def key(entry: Entry) -> tuple[Any, ...]:
        dated = entry.face.dated
        newest_first = tuple(-part for part in dated.sort_key) if dated else (1, 0, 0)
        return (kinds.index(entry.kind), newest_first, entry.face.order, entry.permalink)

    return sorted(entries, key=key)


# ---------------------------------------------------------------- what must not be


def _collisions(entries: list[Entry], pages: tuple[Page, ...]) -> list[Problem]:
    """Every file of every address that is wanted twice, and addresses that lists need."""
    owners: dict[str, list[tuple[Entry | str, Loc]]] = defaultdict(list)
    problems = []
    for entry in entries:
        model = entry.face.model
        owners[entry.permalink].append((entry, ("slug",)))
        for index, slug in enumerate(entry.face.former_slugs):
            owners[f"{model.folder}/{slug}/"].append((entry, ("former_slugs", index)))
        if entry.slug in (LIST_PAGE, *model.facets):
            facts = {"written": entry.slug, "example": f"{entry.slug}-1"}
            problems.append(entry.origin.problem("reserved-address", ("slug",), **facts))
    owners[""].append((_OUR_HOME, ()))
    for kind in KINDS.values():
        owners[f"{kind.folder}/"].append((_OUR_LISTS, ()))
    for address in addresses.PAGES:
        owners[address].append((_OUR_LISTS, ()))
    for page in pages:
        owners[page.permalink].append((page.file, ()))
    for address, wanting in sorted(owners.items()):
        if len(wanting) > 1:
            listed = shown(_file_of(owner) for owner, _ in wanting)
            example = address.strip("/").split("/")[-1] + "-2"
            facts = {"address": address, "files": listed, "example": example}
            for owner, loc in wanting:
                if isinstance(owner, Entry):
                    problems.append(owner.origin.problem("same-address", loc, **facts))
                elif owner not in (_OUR_HOME, _OUR_LISTS):
                    problems.append(problem("same-address", owner, 1, **facts))
    return problems


def _file_of(owner: Entry | str) -> str:
    return owner.file if isinstance(owner, Entry) else owner


def _redirects(entries: Iterable[Entry]) -> dict[str, str]:
    return {
        f"{entry.face.model.folder}/{slug}/": entry.permalink
        for entry in entries
        for slug in entry.face.former_slugs
    }


def _loops(catalog: Catalog) -> list[Problem]:
    problems = []
    for entry in catalog.entries:
        for name in entry.face.ups:
            path = [entry]
            while (up := path[-1].face.ups.get(name)) and (above := catalog.target(up)):
                path.append(above)
                if above == entry or above in path[1:-1]:
                    break
            if len(path) > 1 and path[-1] == entry:
                told = " → ".join(step.face.name for step in path)
                problems.append(entry.origin.problem("loop", (name,), path=told))
    return problems


def _same_names(entries: Iterable[Entry]) -> list[Problem]:
    """Notices of records of one kind with one name: most often a folder that was copied."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.kind, fold(entry.face.name)].append(entry)
    problems = []
    for same in found.values():
        if len(same) < 2:
            continue
        files = shown(entry.file for entry in same)
        problems += [
            entry.origin.problem(
                "same-name",
                ("name",),
                written=entry.face.name,
                kind=entry.face.label,
                files=files,
            )
            for entry in same
        ]
    return problems


def _home(catalog: Catalog, origin: Origin) -> list[Problem]:
    """Settings of the website that lead to nothing to show."""
    problems = []
    if not catalog.website.address:
        problems.append(origin.problem("no-address", ("address",)))
    cover = catalog.website.home.cover
    chosen_cover = catalog.target(cover) if cover else None
    if chosen_cover and not chosen_cover.face.cover:
        name = chosen_cover.face.name
        problems.append(origin.problem("no-cover", ("home", "cover"), written=name))
    for index, chosen in enumerate(catalog.website.home.figures):
        entry = catalog.target(chosen.record)
        known = entry.face.figures if entry else ()
        if entry and chosen.name not in known:
            problems.append(
                origin.problem(
                    "unknown-figure",
                    ("home", "figures", index, "name"),
                    record=entry.face.name,
                    written=chosen.name,
                    near=did_you_mean(chosen.name, known),
                    known=shown(known) or "（没有）",
                )
            )
    return problems
