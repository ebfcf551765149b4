"""Records → `Catalog`: addresses, references in both directions, groups, collisions."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.errors import Problem, problem, shown
from generator.load import Page, RawRecord
from generator.markdown import images_in, links_in
from generator.models import KINDS, Record
from generator.models.fields import Component, fields_of
from generator.models.values import SLUG, Reference, To
from generator.models.website import Website
from generator.pinyin import slug_from, sort_key
from generator.suggest import did_you_mean
from generator.validate import Loc, Origin

LIST_PAGE = "page"
_OUR_HOME, _OUR_LISTS = "（本站的首页）", "（本站的列表页）"


@dataclass(frozen=True)
class Entry:
    """A valid record with its address and where it was written.

    slug: last part of its address; permalink: `sites/bailu/`, relative to the website.
    """

    record: Record
    origin: Origin
    raw: RawRecord
    slug: str

    @property
    def permalink(self) -> str:
        return f"{self.record.folder}/{self.slug}/"

    def __hash__(self) -> int:
        return hash(self.permalink)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self.permalink == other.permalink


@dataclass(frozen=True)
class Link:
    """One resolved reference: `source` names `target` in a field.

    label: how source calls it; inverse: how target calls it (empty: no backlink).
    """

    source: Entry
    target: Entry
    label: str
    inverse: str


@dataclass(frozen=True)
class Group:
    """The records of one kind that share a term of a facet.

    facet: `type`, `region` or `year`; key, label: the term for machines and people.
    """

    facet: str
    key: str
    label: str
    slug: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Catalog:
    """All related records. Nothing in it changes.

    entries: by kind in menu order, each in the order of its list.
    redirects: former permalink → permalink.
    """

    website: Website
    entries: tuple[Entry, ...]
    links: tuple[Link, ...]
    redirects: Mapping[str, str]
    pages: tuple[Page, ...] = ()
    _names: "Names" = field(default_factory=lambda: Names(()))

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.record.kind == kind)

    def target(self, reference: Reference) -> Entry | None:
        """The record that a reference names; None for a plain name."""
        if reference.is_outside:
            return None
        found = self._names.find(reference.text, reference.to.kinds)
        return found[0] if len(found) == 1 else None

    def named(self, name: str) -> Entry | None:
        """The one record of that name, of any kind."""
        found = self._names.find(name)
        return found[0] if len(found) == 1 else None

    def names(self) -> Iterable[str]:
        return self._names.written()

    def backlinks(self, entry: Entry) -> dict[str, tuple[Entry, ...]]:
        """Who names this record, by what it calls them: {"主办的活动": (…)}."""
        return self._backlinks.get(entry.permalink, {})

    @cached_property
    def _backlinks(self) -> dict[str, dict[str, tuple[Entry, ...]]]:
        found: dict[str, dict[str, dict[Entry, None]]] = defaultdict(lambda: defaultdict(dict))
        for link in self.links:
            if link.inverse:
                found[link.target.permalink][link.inverse][link.source] = None
        order = {entry: place for place, entry in enumerate(self.entries)}
        return {
            target: {
                label: tuple(sorted(sources, key=order.__getitem__))
                for label, sources in sorted(labels.items())
            }
            for target, labels in found.items()
        }

    def groups(self, kind: str, facet: str) -> tuple[Group, ...]:
        """The terms of one facet of a kind; years newest first, others largest first."""
        members: dict[str, tuple[str, list[Entry]]] = {}
        for entry in self.of_kind(kind):
            for key, label in entry.record.terms(facet):
                members.setdefault(key, (label, []))[1].append(entry)
        slugs = _term_slugs(members)
        groups = [
            Group(facet, key, label, slugs[key], tuple(entries))
            for key, (label, entries) in members.items()
        ]
        if facet == "year":
            return tuple(sorted(groups, key=lambda group: group.key, reverse=True))
        return tuple(sorted(groups, key=lambda g: (-len(g.entries), sort_key(g.label))))


def _term_slugs(keys: Iterable[str]) -> dict[str, str]:
    """The address of each term; those that sound alike (山西, 陕西) are told apart by a number."""
    slugs: dict[str, str] = {}
    for key in sorted(keys):
        slug = base = slug_from(key, "term")
        number = 2
        while slug in slugs.values():
            slug = f"{base}-{number}"
            number += 1
        slugs[key] = slug
    return slugs


# ---------------------------------------------------------------- names


def fold(name: str) -> str:
    """What counts when names are compared: no spaces, quotation or title marks, one width."""
    plain = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\s“”‘’\"'《》〈〉「」『』]", "", plain)


class Names:
    """Finds records by any of their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._full: dict[str, list[Entry]] = defaultdict(list)
        self._other: dict[str, list[Entry]] = defaultdict(list)
        self._former: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._full[fold(entry.record.name)].append(entry)
            others = {*entry.record.names[1:], entry.slug, entry.raw.folder_name}
            for name in others:
                if entry not in self._other[fold(name)]:
                    self._other[fold(name)].append(entry)
            for slug in entry.record.former_slugs:
                self._former[fold(slug)].append(entry)

    def find(self, name: str, kinds: tuple[str, ...] = ()) -> list[Entry]:
        """Records of that full name; if there is none, those with it as another or former name."""
        for table in (self._full, self._other, self._former):
            found = [
                entry
                for entry in table.get(fold(name), ())
                if not kinds or entry.record.kind in kinds
            ]
            if found:
                return found
        return []

    def written(self, kinds: tuple[str, ...] = ()) -> list[str]:
        """All names and short names, for suggestions."""
        return [
            name
            for entries in self._full.values()
            for entry in entries
            if not kinds or entry.record.kind in kinds
            for name in entry.record.names
        ]


# ---------------------------------------------------------------- relate


def relate(
    entries: Iterable[Entry],
    website: tuple[Website, Origin],
    pages: tuple[Page, ...],
    *,
    drafts: bool,
    unsure: frozenset[str] = frozenset(),
) -> tuple[Catalog, list[Problem]]:
    """Bring the records together.

    drafts: whether drafts are shown. unsure: names of records that have problems of their own;
    a reference to one of them is not reported a second time.
    """
    every = _in_order(entries)
    names = Names(every)
    resolver = _Resolver(names, frozenset(map(fold, unsure)), drafts)
    problems = _collisions(every, pages)
    links: list[Link] = []
    for entry in every:
        for loc, reference, label, inverse in references_in(entry.record):
            target = resolver.resolve(entry.origin, loc, reference)
            if target and (drafts or not entry.record.draft) and target != entry:
                links.append(Link(entry, target, label, inverse))
        problems += _check_body(entry, resolver, website[0].allowed_hosts)
    for loc, reference, _, _ in references_in(website[0]):
        resolver.resolve(website[1], loc, reference)
    shown_entries = tuple(entry for entry in every if drafts or not entry.record.draft)
    catalog = Catalog(
        website=website[0],
        entries=shown_entries,
        links=tuple(links),
        redirects=_redirects(shown_entries),
        pages=pages,
        _names=Names(shown_entries),
    )
    problems += resolver.problems + _loops(catalog) + _chosen_figures(catalog, website[1])
    return catalog, problems


def entry_of(record: Record, origin: Origin, raw: RawRecord) -> tuple[Entry, list[Problem]]:
    """Give a record its address; a folder name that cannot be one is a problem."""
    slug, problems = record.slug or raw.folder_name, []
    if not SLUG.fullmatch(slug):
        proposal = slug_from(slug, record.kind)
        if slug.isascii():
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
    return Entry(record, origin, raw, slug), problems


def references_in(component: Component, loc: Loc = ()) -> Iterator[tuple[Loc, Reference, str, str]]:
    """(path, reference, label, inverse) of every reference below a component."""
    for name, spec in fields_of(type(component)).items():
        value = getattr(component, name)
        for at, item in _items(value, (*loc, name)):
            if isinstance(item, Reference):
                label = getattr(getattr(component, "type", None), "label", spec.key)
                inverse = getattr(component, "inverse", item.to.inverse)
                is_typed = hasattr(component, "inverse")
                yield at, item, label if is_typed else spec.key, inverse
            elif isinstance(item, Component):
                yield from references_in(item, at)


def _items(value: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    if isinstance(value, tuple):
        yield from (((*loc, index), item) for index, item in enumerate(value))
    else:
        yield loc, value


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """By kind; within a kind newest first, the undated ones after them by pinyin."""
    kinds = list(KINDS)

    def key(entry: Entry) -> tuple[Any, ...]:
        dated = entry.record.dated
        newest_first = tuple(-part for part in dated.sort_key) if dated else (1, 0, 0)
        by_name = sort_key(entry.record.name)
        return (kinds.index(entry.record.kind), newest_first, by_name, entry.permalink)

    return sorted(entries, key=key)


class _Resolver:
    """Looks up references and tells those that lead nowhere."""

    def __init__(self, names: Names, unsure: frozenset[str], drafts: bool) -> None:
        self.names = names
        self.unsure = unsure
        self.drafts = drafts
        self.problems: list[Problem] = []

    def resolve(self, origin: Origin, loc: Loc, reference: Reference) -> Entry | None:
        to = reference.to
        if reference.is_outside:
            return None
        found = self.names.find(reference.text, to.kinds)
        if to.is_mention:
            sure = len(found) == 1 and (self.drafts or not found[0].record.draft)
            return found[0] if sure else None
        if len(found) == 1:
            if found[0].record.draft and not self.drafts:
                self._tell(origin, loc, "draft-reference", reference, target=found[0].raw.file)
                return None
            return found[0]
        if found:
            listed = shown(f"{entry.record.label}“{entry.slug}”" for entry in found)
            self._tell(
                origin, loc, "ambiguous-reference", reference, found=listed, example=found[0].slug
            )
        elif fold(reference.text) not in self.unsure:
            self._not_found(origin, loc, reference)
        return None

    def _not_found(self, origin: Origin, loc: Loc, reference: Reference) -> None:
        to = reference.to
        near = did_you_mean(
            reference.text, self.names.written(to.kinds), 0.85 if to.is_open else 0.55
        )
        if to.is_open and not near:
            return
        if other := self.names.find(reference.text):
            near = f"“{reference.text}”是一条{other[0].record.label}，不能写在这里。"
        mend = "核对名称；还没有这条记录时，先用 zhanting new 建一条，或去掉这里的引用。"
        if to.is_open:
            mend = f"写成准确的名称；确实是另一个单位或人，就写成“外部:{reference.text}”。"
        kinds = "或".join(KINDS[kind].label for kind in to.kinds) or "记录"
        self._tell(origin, loc, "unknown-reference", reference, kinds=kinds, near=near, mend=mend)

    def _tell(
        self, origin: Origin, loc: Loc, code: str, reference: Reference, **facts: object
    ) -> None:
        self.problems.append(origin.problem(code, loc, written=reference.text, **facts))


def _check_body(entry: Entry, resolver: _Resolver, hosts: Iterable[str]) -> list[Problem]:
    """Links in a body that lead nowhere or outside, and photos put into it."""
    raw = entry.raw
    problems = [
        problem("body-photo", raw.file, image.line, "正文", written=image.target)
        for image in images_in(raw.body, raw.body_line)
    ]
    allowed = {host.lower() for host in hosts}
    for link in links_in(raw.body, raw.body_line):
        if link.host and link.host not in allowed:
            facts = {"written": link.target, "host": link.host}
            problems.append(problem("foreign-link", raw.file, link.line, "正文", **facts))
        elif not link.is_elsewhere:
            place = Origin(raw.file, {(): (link.line, "正文")})
            resolver.resolve(place, (), Reference(link.target, To()))
    return problems


# ---------------------------------------------------------------- what must not be


def _collisions(entries: list[Entry], pages: tuple[Page, ...]) -> list[Problem]:
    """Every file of every address that is wanted twice, and addresses that lists need."""
    owners: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    problems = []
    for entry in entries:
        record = entry.record
        line, path = entry.origin.at(("slug",))
        owners[entry.permalink].append((entry.raw.file, line, path))
        for index, slug in enumerate(record.former_slugs):
            line, path = entry.origin.at(("former_slugs", index))
            owners[f"{record.folder}/{slug}/"].append((entry.raw.file, line, path))
        if entry.slug in (LIST_PAGE, *record.facets):
            line, path = entry.origin.at(("slug",))
            problems.append(
                problem(
                    "reserved-address",
                    entry.raw.file,
                    line,
                    path,
                    written=entry.slug,
                    example=f"{entry.slug}-1",
                )
            )
    owners[""].append((_OUR_HOME, 1, ""))
    for kind in KINDS.values():
        owners[f"{kind.folder}/"].append((_OUR_LISTS, 1, ""))
    for page in pages:
        address = re.sub(r"(?:(?<=/)|^)(?:index|README)\.md$|\.md$", "", page.uri)
        owners[f"{address.strip('/')}/".lstrip("/")].append((page.file, 1, ""))
    for address, files in sorted(owners.items()):
        if len(files) > 1:
            listed = shown(file for file, _, _ in files)
            problems += [
                problem("same-address", file, line, path, address=address, files=listed)
                for file, line, path in files
                if file not in (_OUR_HOME, _OUR_LISTS)
            ]
    return problems


def _redirects(entries: Iterable[Entry]) -> dict[str, str]:
    return {
        f"{entry.record.folder}/{slug}/": entry.permalink
        for entry in entries
        for slug in entry.record.former_slugs
    }


def tree_fields(model: type[Record]) -> tuple[str, ...]:
    """Single references of a kind to its own kind: its ways up, such as 上级."""
    return tuple(
        name
        for name, spec in fields_of(model).items()
        if spec.to
        and not spec.is_many
        and spec.component is None
        and spec.to.kinds == (model.kind,)
    )


def _loops(catalog: Catalog) -> list[Problem]:
    problems = []
    for entry in catalog.entries:
        for name in tree_fields(type(entry.record)):
            path = [entry]
            while (up := getattr(path[-1].record, name)) and (above := catalog.target(up)):
                path.append(above)
                if above == entry or above in path[1:-1]:
                    break
            if len(path) > 1 and path[-1] == entry:
                told = " → ".join(step.record.name for step in path)
                problems.append(entry.origin.problem("loop", (name,), path=told))
    return problems


def _chosen_figures(catalog: Catalog, origin: Origin) -> list[Problem]:
    problems = []
    for index, chosen in enumerate(catalog.website.home.figures):
        entry = catalog.target(chosen.record)
        known = [figure.name for figure in entry.record.figures] if entry else []
        if entry and chosen.name not in known:
            problems.append(
                origin.problem(
                    "unknown-figure",
                    ("home", "figures", index, "name"),
                    record=entry.record.name,
                    written=chosen.name,
                    near=did_you_mean(chosen.name, known),
                    known=shown(known) or "（没有）",
                )
            )
    return problems
