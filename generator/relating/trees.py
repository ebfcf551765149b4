"""Organisations as trees: the one that a record hangs in, and all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator.models import KINDS, Record
from generator.models.fields import fields_of
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry, tree_fields


@dataclass(frozen=True)
class Node:
    """One record in a tree: how it hangs on the one above, and what hangs on it."""

    entry: Entry
    label: str
    children: tuple["Node", ...]

    @property
    def size(self) -> int:
        """How many records the branch holds, itself counted."""
        return 1 + sum(child.size for child in self.children)


def outline(catalog: Catalog, entry: Entry) -> Node | None:
    """The tree that a record hangs in, from the topmost down; None if it stands alone.

    Upwards the whole line, downwards from the record two levels: its neighbours stay out.
    """
    ways = _ways(KINDS[entry.kind])
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


def forest(catalog: Catalog) -> tuple[tuple[Node, ...], tuple[Entry, ...]]:
    """(every tree from its top, largest first; the records that stand alone, by pinyin)."""
    trees, alone = [], []
    for kind in KINDS.values():
        ways = _ways(kind)
        for entry in catalog.of_kind(kind.kind) if ways else ():
            if _above(catalog, entry, ways):
                continue
            node = _below(catalog, entry, ways, "", depth=None)
            if node.children:
                trees.append(node)
            else:
                alone.append(entry)
    trees.sort(key=lambda node: (-node.size, node.entry.face.order))
    alone.sort(key=lambda entry: entry.face.order)
    return tuple(trees), tuple(alone)


def has_trees() -> bool:
    """Whether any kind of record hangs on others of its kind."""
    return any(tree_fields(kind) for kind in KINDS.values())


@cache
def _ways(kind: type[Record]) -> Mapping[str, str]:
    """By what the upper record calls it: the field that leads upwards."""
    specs = fields_of(kind)
    names = tree_fields(kind)
    return {spec.to.inverse: name for name in names if (spec := specs[name]).to}


def _above(catalog: Catalog, entry: Entry, ways: Mapping[str, str]) -> tuple[str, Entry] | None:
    for inverse, name in ways.items():
        reference = entry.face.ups.get(name)
        if reference and (found := catalog.target(reference)):
            return inverse, found
    return None


def _below(
    catalog: Catalog, entry: Entry, ways: Mapping[str, str], label: str, depth: int | None
) -> Node:
    """The branch below a record.

    depth: how many levels; None for all, and then a record with two ways up (上级, 所在) hangs on
    the first of them only, so that it stands in the forest once.
    """
    children = []
    for inverse, entries in catalog.backlinks(entry).items() if depth != 0 else ():
        for each in entries if inverse in ways else ():
            if depth is not None:
                children.append(_below(catalog, each, ways, inverse, depth - 1))
            elif _above(catalog, each, ways) == (inverse, entry):
                children.append(_below(catalog, each, ways, inverse, None))
    return Node(entry, label, tuple(children))
