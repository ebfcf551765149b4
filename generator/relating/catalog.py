"""The `Catalog`: all related records with their addresses, names, backlinks and groups."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from generator.models import KINDS
from generator.models.values import Reference
from generator.models.website import Website
from generator.reading.raw import Page
from generator.relating import addresses
from generator.relating.entry import Entry, Marks
from generator.relating.trace import note, unnoted
from generator.text.pinyin import slug_from, sort_key


class Link(NamedTuple):
    """One resolved reference: `source` names `target` in a field.

    label: how source calls it; inverse: how target calls it (empty: no backlink).
    """

    source: Entry
    target: Entry
    label: str
    inverse: str


class Links:
    """Links as one list of their parts, since there are several a record."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._parts: list[Any] = []
        self.add(links)

    def add(self, links: Iterable[Link]) -> None:
        self._parts += chain.from_iterable(links)

    def __iter__(self) -> Iterator[Link]:
        parts = iter(self._parts)
        return map(Link, parts, parts, parts, parts)


@dataclass(frozen=True)
class Group:
    """The records of one kind that share a term of a facet.

    facet: name of the field, or `year`; key, label: the term for machines and people.
    """

    facet: str
    key: str
    label: str
    slug: str
    entries: tuple[Entry, ...]
    folder: str

    @cached_property
    def permalink(self) -> str:
        return f"{self.folder}/{self.facet}/{self.slug}/"

    @cached_property
    def told(self) -> str:
        """What a page shows of it, as a text."""
        return repr((self.facet, self.key, self.label, self.permalink, len(self.entries)))


class Catalog:
    """All related records. Nothing in it changes.

    entries: by kind in menu order, each in the order of its list.
    redirects: former permalink → permalink. What is asked for is noted (`trace.py`).
    """

    def __init__(
        self,
        website: Website,
        entries: Iterable[Entry],
        links: Iterable[Link] = (),
        redirects: Mapping[str, str] | None = None,
        pages: Iterable[Page] = (),
        names: "Names | None" = None,
    ) -> None:
        self.website = website
        self._entries = tuple(entries)
        self._links = links if isinstance(links, Links) else Links(links)
        self._redirects = redirects or {}
        self._pages = tuple(pages)
        self.names = names or Names(self._entries)
        # By kind and facet; made when somebody asks for them.
        self._groups: dict[tuple[str, str], tuple[Group, ...]] = {}
        # The places of groups by their keys; made likewise.
        self._places: dict[tuple[str, str], dict[str, int]] = {}

    def with_entries(self, entries: Iterable[Entry]) -> "Catalog":
        """The same with other records, related as before."""
        return Catalog(self.website, entries, self._links, self._redirects, self._pages)

    def with_others(self, others: Mapping[Entry, Entry]) -> "Catalog":
        """The same with others in place of some records that hang together with all as they do.

        What was worked out already is taken over.
        """

        def now(entry: Entry) -> Entry:
            return others.get(entry, entry)

        made = Catalog(
            self.website,
            map(now, self._entries),
            [
                Link(now(link.source), now(link.target), link.label, link.inverse)
                if link.source in others or link.target in others
                else link
                for link in self._links
            ],
            self._redirects,
            self._pages,
            self.names.with_others(others),
        )
        made._groups = {
            facet: tuple(replace(g, entries=tuple(map(now, g.entries))) for g in each)
            for facet, each in self._groups.items()
        }
        if backlinks := vars(self).get("_backlinks"):
            made._backlinks = {
                target: {label: tuple(map(now, each)) for label, each in labels.items()}
                for target, labels in backlinks.items()
            }
        return made

    @property
    def entries(self) -> tuple[Entry, ...]:
        note("entries", "")
        return self._entries

    @property
    def links(self) -> tuple[Link, ...]:
        note("links", "")
        return tuple(self._links)

    @property
    def redirects(self) -> Mapping[str, str]:
        note("redirects", "")
        return self._redirects

    @property
    def pages(self) -> tuple[Page, ...]:
        note("pages", "")
        return self._pages

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        note("of_kind", kind)
        return self._of_kind.get(kind, ())

    def count(self, kind: str) -> int:
        note("count", kind)
        return len(self._of_kind.get(kind, ()))

    @cached_property
    def _of_kind(self) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            found[entry.kind].append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    def target(self, reference: Reference) -> Entry | None:
        """The record that a reference names; None for a plain name."""
        if reference.is_outside:
            return None
        return self._find(reference.text, reference.to.kinds)

    def named(self, name: str) -> Entry | None:
        """The one record of that name, of any kind."""
        return self._find(name, ())

    def _find(self, name: str, kinds: tuple[str, ...]) -> Entry | None:
        note("find", f"{','.join(kinds)}|{name}")
        found = self.names.find(name, kinds)
        return found[0] if len(found) == 1 else None

    def has(self, permalink: str) -> bool:
        """Whether a record, a page or a chief list has this address."""
        note("has", permalink)
        return self.is_there(permalink)

    def is_there(self, permalink: str) -> bool:
        """The same, to be noted by whoever asks."""
        return permalink in self.by_permalink or permalink in self._besides

    @cached_property
    def _besides(self) -> frozenset[str]:
        """The addresses of all pages and chief lists."""
        kinds = (f"{kind.folder}/" for kind in KINDS.values())
        pages = (page.permalink for page in self._pages)
        return frozenset({"", *addresses.PAGES, *kinds, *pages})

    @cached_property
    def by_permalink(self) -> Mapping[str, Entry]:
        return {entry.permalink: entry for entry in self._entries}

    def backlinks(self, entry: Entry) -> dict[str, tuple[Entry, ...]]:
        """Who names this record, by what it calls them: {"主办的活动": (…)}."""
        note("backlinks", entry.permalink)
        return self._backlinks.get(entry.permalink, {})

    @cached_property
    def _backlinks(self) -> dict[str, dict[str, tuple[Entry, ...]]]:
        found: dict[str, dict[str, dict[Entry, None]]] = defaultdict(lambda: defaultdict(dict))
        for link in self._links:
            if link.inverse:
                found[link.target.permalink][link.inverse][link.source] = None
        order = {entry: place for place, entry in enumerate(self._entries)}
        return {
            target: {
                label: tuple(sorted(sources, key=order.__getitem__))
                for label, sources in sorted(labels.items())
            }
            for target, labels in found.items()
        }

    def groups(self, kind: str, facet: str) -> tuple[Group, ...]:
        """The terms of one facet of a kind; years newest first, others largest first."""
        note("groups", f"{kind}/{facet}")
        return self._groups_by(kind, facet)

    def groups_of(self, entry: Entry) -> tuple[Group, ...]:
        """The terms under which a record is listed, in the order of its kind's facets."""
        note("groups_of", entry.permalink)
        return self._groups_of(entry)

    @cached_property
    def shape(self) -> bytes:
        """Fingerprint of all that decides its answers but for the bodies of records."""
        found = blake2b(digest_size=16)
        for entry in self._entries:
            found.update(f"{entry.permalink}\0".encode() + entry.marks.face + entry.marks.record)
        for link in self._links:
            link_of = f"{link.source.permalink}\0{link.target.permalink}\0"
            found.update(f"{link_of}{link.label}\0{link.inverse}\n".encode())
        pages = [(page.uri, page.source, page.text) for page in self._pages]
        others = repr((sorted(self._redirects.items()), pages))
        found.update(others.encode("utf-8", "surrogatepass"))
        return found.digest()

    def answers(self, question: str) -> Callable[[str], object]:
        """What the catalog says to a question that was noted, by what it is about.

        The same answer prints the same.
        """
        match question:
            case "face" | "record" | "body":
                return partial(self._told_mark, attrgetter(question))
            case "find":
                return self._told_find
            case "backlinks":
                return self._told_backlinks
            case "groups_of":
                return self._told_groups_of
            case "groups":
                return self._told_groups
            case "of_kind":
                return lambda kind: [entry.permalink for entry in self._of_kind.get(kind, ())]
            case "count":
                return lambda kind: len(self._of_kind.get(kind, ()))
            case "has":
                return self.is_there
            case "entries":
                return lambda _: [entry.permalink for entry in self._entries]
            case "links":
                return lambda _: [(e.source, e.target, e.label, e.inverse) for e in self._links]
            case "redirects":
                return lambda _: sorted(self._redirects.items())
            case "pages":
                return lambda _: [(page.uri, page.source, page.text) for page in self._pages]
        raise KeyError(question)

    def _told_find(self, about: str) -> str:
        kinds, _, name = about.partition("|")
        found = self.names.find(name, tuple(filter(None, kinds.split(","))))
        return found[0].permalink if len(found) == 1 else ""

    def _told_backlinks(self, permalink: str) -> str:
        links = self._backlinks.get(permalink, {})
        return repr([(label, [e.permalink for e in each]) for label, each in links.items()])

    def _told_mark(self, mark: Callable[[Marks], bytes], permalink: str) -> str:
        entry = self.by_permalink.get(permalink)
        return mark(entry.marks).hex() if entry else ""

    def _told_groups_of(self, permalink: str) -> str:
        entry = self.by_permalink.get(permalink)
        return told_of(self._groups_of(entry)) if entry else ""

    def _told_groups(self, about: str) -> str:
        kind, _, facet = about.partition("/")
        return told_of(self._groups_by(kind, facet))

    def _groups_by(self, kind: str, facet: str) -> tuple[Group, ...]:
        if (kind, facet) not in self._groups:
            with unnoted():  # whoever asks first is told no more than the others
                self._groups[kind, facet] = self._grouped(kind, facet)
        return self._groups[kind, facet]

    def _groups_of(self, entry: Entry) -> tuple[Group, ...]:
        """Worked out each time: held for every record, they would weigh more than all links."""
        found: list[Group] = []
        with unnoted():  # what is asked is whether the groups are the same
            for facet, terms in zip(entry.face.model.facets, entry.ties.terms, strict=True):
                groups = self._groups_by(entry.kind, facet)
                places = self._places_by(entry.kind, facet)
                keys = {self._term(term)[0] for term in terms}
                found += [groups[at] for at in sorted(places[k] for k in keys if k in places)]
        return tuple(found)

    def _places_by(self, kind: str, facet: str) -> dict[str, int]:
        if (kind, facet) not in self._places:
            groups = self._groups_by(kind, facet)
            self._places[kind, facet] = {group.key: at for at, group in enumerate(groups)}
        return self._places[kind, facet]

    def _grouped(self, kind: str, facet: str) -> tuple[Group, ...]:
        """An organisation becomes a group when two records share it: by then a list says something
        that the organisation's own page does not.
        """
        members: dict[str, tuple[str, dict[Entry, None]]] = {}
        place = KINDS[kind].facets.index(facet)
        for entry in self._of_kind.get(kind, ()):
            for term in entry.ties.terms[place]:
                key, label = self._term(term)
                members.setdefault(key, (label, {}))[1][entry] = None
        if KINDS[kind].groups_by_reference(facet):
            members = {key: found for key, found in members.items() if len(found[1]) > 1}
        slugs = _term_slugs(members)
        groups = [
            Group(facet, key, label, slugs[key], tuple(entries), KINDS[kind].folder)
            for key, (label, entries) in members.items()
        ]
        if facet == "year":
            return tuple(sorted(groups, key=lambda group: group.key, reverse=True))
        return tuple(sorted(groups, key=lambda g: (-len(g.entries), sort_key(g.label))))

    def _term(self, term: tuple[str, str] | Reference) -> tuple[str, str]:
        if not isinstance(term, Reference):
            return term
        # Two spellings of one organisation are one group; its slug is its address everywhere.
        entry = self.target(term)
        return (entry.slug, entry.face.name) if entry else (term.text, term.text)


def told_of(groups: Iterable[Group]) -> str:
    """What a page shows of groups, as a text."""
    return "".join([group.told for group in groups])


def _term_slugs(keys: Iterable[str]) -> dict[str, str]:
    """The address of each term; those that sound alike (山西, 陕西) are told apart by a number."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        slug = base = slug_from(key, "term")
        number = 2
        while slug in taken:
            slug = f"{base}-{number}"
            number += 1
        taken.add(slug)
        slugs[key] = slug
    return slugs


# ---------------------------------------------------------------- names


_NOT_COUNTED = re.compile(r"[\s“”‘’\"'《》〈〉「」『』]")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """What counts when names are compared: no spaces, quotation or title marks, one width."""
    return _NOT_COUNTED.sub("", unicodedata.normalize("NFKC", name).lower())


# Name → the record, or all of them where several have it.
_Named = dict[str, Entry | tuple[Entry, ...]]


def _add(table: _Named, name: str, entry: Entry) -> None:
    folded = fold(name)
    # Mostly it is the name, which is there already.
    folded = name if folded == name else folded
    others = _among(table, folded)
    table[folded] = (*others, entry) if others else entry


def _among(table: _Named, folded: str) -> tuple[Entry, ...]:
    found = table.get(folded, ())
    return found if isinstance(found, tuple) else (found,)


class Names:
    """Finds records by any of their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._full: _Named = {}
        self._other: _Named = {}
        self._former: _Named = {}
        self._written: dict[tuple[str, ...], list[str]] = {}
        for entry in entries:
            _add(self._full, entry.face.name, entry)
            for name in {*entry.face.names[1:], entry.slug, entry.face.folder_name}:
                if entry not in _among(self._other, fold(name)):
                    _add(self._other, name, entry)
            for slug in entry.face.former_slugs:
                _add(self._former, slug, entry)

    def find(self, name: str, kinds: tuple[str, ...] = ()) -> tuple[Entry, ...]:
        """Records of that full name; if there is none, those with it as another or former name."""
        folded = fold(name)
        for table in (self._full, self._other, self._former):
            named = _among(table, folded)
            if kinds:
                named = tuple(entry for entry in named if entry.kind in kinds)
            if named:
                return named
        return ()

    def with_others(self, others: Mapping[Entry, Entry]) -> "Names":
        """The same with others in place of some records of the same names."""
        made = Names(())
        for table, mine in (
            (made._full, self._full),
            (made._other, self._other),
            (made._former, self._former),
        ):
            for name, found in mine.items():
                if isinstance(found, tuple):
                    table[name] = tuple([others.get(entry, entry) for entry in found])
                else:
                    table[name] = others.get(found, found)
        made._written = self._written
        return made

    def written(self, kinds: tuple[str, ...] = ()) -> list[str]:
        """All names and short names, for suggestions; gathered once, for each plain name asks."""
        if kinds not in self._written:
            self._written[kinds] = [
                name
                for folded in self._full
                for entry in _among(self._full, folded)
                if not kinds or entry.kind in kinds
                for name in entry.face.names
            ]
        return self._written[kinds]
