"""A draft → the text of its record, with the place that each line came from."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.imports.drafts import Draft, Node, Place, Value, is_blank, values_of
from generator.models.fields import Component, fields_of
from generator.reading.yaml_text import as_item, as_scalar

# Longer lists get a line an entry.
_MOST_IN_A_LINE = 60


@dataclass(frozen=True)
class RecordText:
    """The whole text of index.md. places: of each line, the first being line 1."""

    text: str
    places: tuple[Place, ...]

    def place(self, line: int) -> Place:
        return self.places[min(line, len(self.places)) - 1]


def record_text(draft: Draft, files: Mapping[str, Node]) -> RecordText:
    """The text that is written for a draft.

    files: its photos and attachments as nodes, under the names that they will have.
    """
    lines = [("---", draft.place)]
    lines += _fields(draft.model, {**draft.fields, **files}, "", draft.place)
    lines.append(("---", draft.place))
    if draft.body is not None and draft.body.text.strip():
        body = draft.body.text.strip("\n")
        lines += [(line, draft.body.place) for line in body.split("\n")]
    return RecordText("".join(f"{line}\n" for line, _ in lines), tuple(place for _, place in lines))


Lines = Iterator[tuple[str, Place]]


def _fields(model: type[Component], fields: Mapping[str, Node], indent: str, at: Place) -> Lines:
    """The fields that hold something, in the order of the model."""
    specs = fields_of(model)
    if unknown := fields.keys() - specs.keys():
        raise KeyError(f"{model.__name__} has no {sorted(unknown)}")
    for name, spec in specs.items():
        node = fields.get(name)
        if node is None or is_blank(node):
            continue
        if isinstance(node, Value):
            yield f"{indent}{spec.key}: {as_scalar(node.text)}", node.place
        elif isinstance(node, Mapping):
            assert spec.component, f"{name} has no fields"
            yield f"{indent}{spec.key}:", at
            yield from _fields(spec.component, node, f"{indent}  ", at)
        else:
            yield from _list(spec.key, spec.component, node, indent, at)


def _list(
    key: str, component: type[Component] | None, items: tuple[Node, ...], indent: str, at: Place
) -> Lines:
    kept = [item for item in items if not is_blank(item)]
    texts = [item.text for item in kept if isinstance(item, Value)]
    places = {value.place for value in values_of(tuple(kept))}
    if len(texts) == len(kept) and len(places) == 1 and len("".join(texts)) <= _MOST_IN_A_LINE:
        yield f"{indent}{key}: [{', '.join(map(as_item, texts))}]", places.pop()
        return
    yield f"{indent}{key}:", next((value.place for value in values_of(tuple(kept))), at)
    for item in kept:
        if isinstance(item, Value):
            yield f"{indent}  - {as_item(item.text)}", item.place
            continue
        assert isinstance(item, Mapping), "no list stands directly in a list"
        assert component, f"{key} has no fields"
        within = next((value.place for value in values_of(item)), at)
        inner = list(_fields(component, item, f"{indent}    ", within))
        first, place = inner[0]
        yield f"{indent}  - {first.strip()}", place
        yield from inner[1:]


def plain(node: Node) -> object:
    """What reading the text must give back: texts, lists and mappings, without what is blank."""
    if isinstance(node, Value):
        return node.text
    if isinstance(node, tuple):
        return [plain(item) for item in node if not is_blank(item)]
    return {name: plain(inner) for name, inner in node.items() if not is_blank(inner)}


def fingerprint(value: object) -> str:
    """A comparable form of what `plain` gives."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
