"""Sheets of parts: photos, figures, lists and all else of which a record may have many.

Each row says which record it belongs to and at which place in it: 清单[2].条目[1].
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.imports.drafts import Draft, FileDraft, Finding, Node, Place, Value
from generator.imports.tables.cells import Unclear, entries, holds_names, plain_text, said
from generator.imports.tables.headings import own_headings, plain_heading
from generator.imports.tables.neighbours import Neighbours
from generator.imports.tables.sheets import Cell, Sheet, cell_name
from generator.models import KINDS, Record
from generator.models.fields import Component, fields_of, names_by_key
from generator.relating.catalog import fold

KIND, SLUG, RECORD, POSITION = "类别", "网址名", "记录", "位置"
OWNERS = (KIND, SLUG, RECORD, POSITION)

Loc = tuple[str | int, ...]


def label_of(component: type[Component]) -> str:
    """What a component is called: the word before ： of its docstring."""
    return (component.__doc__ or component.__name__).split("：")[0]


def components_of(kinds: tuple[type[Record], ...]) -> dict[str, type[Component]]:
    """Every component within the kinds by its label, in the order of first use."""
    found: dict[str, type[Component]] = {}
    waiting: list[type[Component]] = list(kinds)
    while waiting:
        for spec in fields_of(waiting.pop(0)).values():
            if spec.component and spec.component not in found.values():
                found[_free_label(spec.component, found)] = spec.component
                waiting.append(spec.component)
    return found


def _free_label(component: type[Component], taken: dict[str, type[Component]]) -> str:
    label = label_of(component)
    return label if label not in taken else f"{label}（{component.__name__}）"


def is_details(sheet: Sheet) -> bool:
    """Whether the first row of a sheet has the headings of such a sheet."""
    first = {cell.text.strip() for (row, _), cell in sheet.cells.items() if row == 1}
    return {RECORD, POSITION} <= first and sheet.name in components_of(tuple(KINDS.values()))


@dataclass(frozen=True)
class _Row:
    """One row: whose it is, where in it, and its fields."""

    place: Place
    kind: str
    slug: str
    record: str
    loc: Loc
    fields: dict[str, Node]
    findings: tuple[Finding, ...]

    def belongs_to(self, draft: Draft) -> bool:
        if self.kind and self.kind not in (draft.model.label, draft.model.kind):
            return False
        if self.slug and draft.slug and draft.slug.text:
            return self.slug == draft.slug.text
        return bool(self.record) and fold(self.record) == fold(draft.name)


class Details:
    """Collects the rows of all such sheets, then gives each record its own."""

    def __init__(self, file: str, neighbours: Neighbours) -> None:
        self.file = file
        self.neighbours = neighbours
        self.rows: list[_Row] = []
        self.used: set[int] = set()
        self.findings: list[Finding] = []

    def read(self, sheet: Sheet) -> None:
        component = components_of(tuple(KINDS.values()))[sheet.name]
        heads = {
            column: cell.text.strip() for (row, column), cell in sheet.cells.items() if row == 1
        }
        names = own_headings(component)
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sheet.cells.items():
            if row > 1:
                rows.setdefault(row, {})[column] = cell
        for number, cells in sorted(rows.items()):
            owners = {heads.get(c, ""): cell.text.strip() for c, cell in cells.items()}
            at = Place(self.file, sheet.name, f"第 {number} 行")
            fields: dict[str, Node] = {}
            findings: list[Finding] = []
            for column, cell in sorted(cells.items()):
                spot = Place(self.file, sheet.name, cell_name(number, column))
                heading = heads.get(column, "")
                if heading in OWNERS:
                    continue
                name = names.get(plain_heading(heading), "")
                if not name:
                    facts = {"heading": heading or "没有标题的一列", "near": ""}
                    findings.append(spot.told("import-column-unused", cells=spot.spot, **facts))
                    continue
                try:
                    fields[name] = _node(component, name, cell, spot)
                except Unclear as unclear:
                    findings.append(spot.told(unclear.code, "", **unclear.facts))
            try:
                loc = _loc(owners.get(POSITION, ""), owners.get(KIND, ""), component)
            except Unclear as unclear:
                self.findings.append(at.told(unclear.code, "", **unclear.facts))
                continue
            whose = owners.get(KIND, ""), owners.get(SLUG, ""), owners.get(RECORD, "")
            self.rows.append(_Row(at, *whose, loc, fields, tuple(findings)))

    def added(self, draft: Draft) -> Draft:
        """The draft with the rows that belong to it."""
        rows = [row for row in self.rows if id(row) not in self.used and row.belongs_to(draft)]
        self.used.update(map(id, rows))
        if not rows:
            return draft
        tree: dict[str, dict[int, _Branch]] = {}
        for row in rows:
            _grow(tree, row.loc, row.fields, row.place)
        fields = dict(draft.fields)
        files: dict[str, tuple[FileDraft, ...]] = {"photos": draft.photos, "attachments": ()}
        findings = [*draft.findings, *(found for row in rows for found in row.findings)]
        for name, branches in tree.items():
            ordered = [branches[index] for index in sorted(branches)]
            if name in files:
                for branch in ordered:
                    try:
                        files[name] = (*files[name], self._file(draft, branch))
                    except Unclear as unclear:
                        findings.append(branch.place.told(unclear.code, "", **unclear.facts))
                continue
            nodes = tuple(branch.node() for branch in ordered)
            before = fields.get(name, ())
            fields[name] = (*(before if isinstance(before, tuple) else ()), *nodes)
        return replace(
            draft,
            fields={name: _single(draft.model, name, node) for name, node in fields.items()},
            photos=files["photos"],
            attachments=(*draft.attachments, *files["attachments"]),
            findings=tuple(findings),
        )

    def _file(self, draft: Draft, branch: "_Branch") -> FileDraft:
        fields = dict(branch.fields)
        named = fields.pop("file", None)
        name = named.text if isinstance(named, Value) else ""
        within = f"{draft.model.folder}/{draft.slug.text}" if draft.slug else ""
        data = self.neighbours.read(name, within)
        return FileDraft(data, name, branch.place, fields)

    def unused(self) -> Iterator[Finding]:
        """What belongs to no record of the workbook."""
        yield from self.findings
        for row in self.rows:
            if id(row) not in self.used:
                yield row.place.told("import-row-of-none", written=row.record or row.slug)


class _Branch:
    """One component on its way, with those inside it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.fields: dict[str, Node] = {}
        self.inner: dict[str, dict[int, _Branch]] = {}

    def node(self) -> Node:
        lists = {
            name: tuple(branches[index].node() for index in sorted(branches))
            for name, branches in self.inner.items()
        }
        return {**self.fields, **lists}


def _grow(
    tree: dict[str, dict[int, _Branch]], loc: Loc, fields: dict[str, Node], place: Place
) -> None:
    name, index, rest = str(loc[0]), loc[1], loc[2:]
    branches = tree.setdefault(name, {})
    number = index if isinstance(index, int) and index else max(branches, default=0) + 1
    branch = branches.setdefault(number, _Branch(place))
    if rest:
        _grow(branch.inner, rest, fields, place)
        return
    if branch.fields:
        # The same place written twice: none of the two is lost.
        branch = branches[max(branches) + 1] = _Branch(place)
    branch.fields = fields
    branch.place = place


def _single(model: type[Component], name: str, node: Node) -> Node:
    """A component that a record has only one of is no list."""
    spec = fields_of(model)[name]
    return node[0] if spec.component and not spec.is_many and isinstance(node, tuple) else node


def _node(component: type[Component], name: str, cell: Cell, at: Place) -> Node:
    spec = fields_of(component)[name]
    if spec.is_many:
        plain_text(cell)
        found = entries(cell.text, are_names=holds_names(component, name))
        return tuple(Value(text, at) for text in found)
    one = said(component, spec, cell)
    return Value(one.text, at, one.inferred)


def _loc(position: str, kind: str, component: type[Component]) -> Loc:
    """清单[2].条目[1] → ("lists", 2, "entries", 1); without a number the next free one is meant."""
    kinds = [model for model in KINDS.values() if kind in (model.label, model.kind, "")]
    for model in kinds:
        if not position:
            names = [n for n, spec in fields_of(model).items() if spec.component is component]
            if len(names) == 1:
                return names[0], 0
            continue
        if found := _followed(model, position, component):
            return found
    raise Unclear("import-position", written=position)


def _followed(model: type[Component], position: str, wanted: type[Component]) -> Loc:
    loc: list[str | int] = []
    current = model
    for step in position.split("."):
        found = re.fullmatch(r"\s*([^\[\]]+?)\s*(?:\[(\d+)\])?\s*", step)
        name = names_by_key(current).get(found[1]) if found else None
        inner = fields_of(current)[name].component if name else None
        if found is None or name is None or inner is None:
            return ()
        loc += [name, int(found[2] or 0)]
        current = inner
    return tuple(loc) if current is wanted else ()
