"""The organisations around one record, collected from the catalog's relations."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.models.components import Relation, RelationType
from generator.models.fields import fields_of
from generator.models.organization import Organization
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry, mentions_in

FEWEST_MEMBERS = 3
_ORGANIZATION = (Organization.kind,)


@dataclass(frozen=True)
class Spoke:
    """One way in which organisations are tied to the hub.

    label: such as 上级 or 下级组织. members: records, or plain names that are no record's.
    """

    label: str
    members: tuple[Entry | str, ...]


@dataclass(frozen=True)
class Network:
    """A record and, around it, the organisations that it is tied to; spokes upwards come first."""

    entry: Entry
    spokes: tuple[Spoke, ...]


def network_of(catalog: Catalog, entry: Entry) -> Network | None:
    """The organisations that a record names or that name it.

    Spokes are the record's own fields in their order (上级, 各方), then its relations, then what
    others call it (下级组织). Mentions in lists tie nobody, and neither does 注意区分.

    Returns:
        None for fewer than three different organisations: then the text says it better.
    """
    spokes: dict[str, dict[Entry | str, None]] = defaultdict(dict)
    for label, member in (*_named(catalog, entry), *_naming(catalog, entry)):
        spokes[label][member] = None
    for label, member in _below_owner(catalog, entry, spokes):
        spokes[label][member] = None
    if len({member for members in spokes.values() for member in members}) < FEWEST_MEMBERS:
        return None
    return Network(entry, tuple(Spoke(label, tuple(found)) for label, found in spokes.items()))


def _named(catalog: Catalog, entry: Entry) -> list[tuple[str, Entry | str]]:
    """(label, organisation) of every organisation that the record itself names."""
    fields = fields_of(entry.face.model)
    own: list[tuple[str, Entry | str]] = []
    relations: list[tuple[str, Entry | str]] = []
    for each in mentions_in(entry.record):
        loc, reference, label = each.loc, each.reference, each.label
        if reference.to.is_mention or label == RelationType.DISTINCT_FROM.label:
            continue
        field = fields[str(loc[0])]
        target = catalog.target(reference)
        member: Entry | str | None = target
        if target is None and reference.to.is_open and reference.to.kinds == _ORGANIZATION:
            member = reference.text
        elif target and (target.kind not in _ORGANIZATION or target == entry):
            member = None
        # A relation says what it is; a party or a post is named by the field that holds it.
        if member and field.component is Relation:
            relations.append((label, member))
        elif member:
            own.append((field.key, member))
    return own + relations


def _naming(catalog: Catalog, entry: Entry) -> Iterator[tuple[str, Entry]]:
    """(what it calls the record, organisation) of every organisation that names the record."""
    for label, sources in catalog.backlinks(entry).items():
        if label != RelationType.DISTINCT_FROM.inverse:
            yield from ((label, each) for each in sources if each.kind in _ORGANIZATION)


def _below_owner(
    catalog: Catalog, entry: Entry, spokes: Mapping[str, Mapping[Entry | str, None]]
) -> Iterator[tuple[str, Entry]]:
    """What stands under the one organisation that owns a brand or a site, where it is the subject.

    A way of organising such as 1+5+X is about its owner's branches: its text links to one of
    them, and it names no organisation beside its owner. Most brands are about something else,
    and their owner may have dozens of branches.
    """
    tied = [member for members in spokes.values() for member in members]
    is_owned = any(name in ("owner", "owners") for name in fields_of(entry.face.model))
    if not is_owned or len(tied) != 1 or not isinstance(owner := tied[0], Entry):
        return
    parent = fields_of(Organization)["parent"].to
    assert parent
    below = catalog.backlinks(owner).get(parent.inverse, ())
    linked = {catalog.named(link.target) for link in entry.converted.links}
    if linked & set(below):
        name = owner.face.short_name or owner.face.name
        yield from ((f"{name}的{parent.inverse}", each) for each in below)
