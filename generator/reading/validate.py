"""`RawRecord` → record, or the problems that keep it from being one.

The walk translates Chinese keys to the model's names and remembers where each stands; pydantic
then checks the values; what it refuses is told with the place where it was written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pydantic import ValidationError

from generator.errors import Problem, problem, shown
from generator.messages import MESSAGES
from generator.models import Record
from generator.models.fields import Component, FieldSpec, fields_of, names_by_key
from generator.reading.frontmatter import Raw, RawList, RawMap, RawText
from generator.reading.load import RawRecord
from generator.reading.suggest import did_you_mean

Loc = tuple[str | int, ...]
# What `zhanting new` writes where only its writer knows what belongs there.
PLACEHOLDER = "待补充"


@dataclass(frozen=True)
class Places(Mapping[Loc, tuple[int, str]]):
    """Where the fields of a file stand; found when somebody asks, since sound records need not."""

    model: type[Component]
    data: RawMap

    @cached_property
    def _found(self) -> dict[Loc, tuple[int, str]]:
        walk = _Walk("")
        walk.over(self.model, self.data)
        return walk.places

    def __getitem__(self, loc: Loc) -> tuple[int, str]:
        return self._found[loc]

    def __iter__(self) -> Iterator[Loc]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True)
class Origin:
    """Where the fields of one record were written.

    places: by the path of English names and 0-based indices: (line, path as written).
    """

    file: str
    places: Mapping[Loc, tuple[int, str]]

    def at(self, loc: Loc) -> tuple[int, str]:
        """Line and written path of a field, or of the nearest thing around it."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, (1, ""))

    def problem(self, code: str, loc: Loc, **facts: object) -> Problem:
        line, field = self.at(loc)
        return problem(code, self.file, line, field, **facts)


def origin_of(raw: RawRecord) -> Origin:
    return Origin(raw.file, Places(raw.model, raw.data))


def validate(raw: RawRecord) -> tuple[Component | None, Origin, list[Problem]]:
    """The record that `raw` holds; None when it has problems."""
    origin = origin_of(raw)
    walk = _Walk(raw.file)
    data = _sound(raw.model, raw.data)
    if data is None:
        data = walk.over(raw.model, raw.data)
    lacking = _unchosen(raw.model, data, origin)
    try:
        record = raw.model.model_validate(data)
    except ValidationError as error:
        record = None
        faults = error.errors(include_url=False, include_input=False)
        for fault in [*faults, *_between_fields(raw.model, data, faults)]:
            if not walk.is_reported(fault["loc"]):
                walk.problems.append(_told(raw.model, origin, fault))
    if isinstance(record, Record) and not record.draft:
        walk.problems += _placeholders(record, origin)
    return (None if walk.problems else record), origin, [*walk.problems, *lacking]


def _unchosen(model: type[Component], data: dict[str, Any], origin: Origin) -> list[Problem]:
    """Notices of required choices that a draft still lacks; the first one stands in for each.

    A text can say that it is yet to be written; a choice cannot, and none may be made up for it.
    """
    if not issubclass(model, Record) or data.get("draft") not in {"是", "yes", "true"}:
        return []
    notices = []
    for name, spec in fields_of(model).items():
        if spec.is_required and spec.choices and name not in data:
            data[name] = spec.choices[0]
            facts = {"key": spec.key, "shown": spec.choices[0], "known": shown(spec.choices, 40)}
            notices.append(origin.problem("draft-lacks", (), **facts))
    return notices


def _between_fields(model: type[Component], data: dict[str, Any], faults: list[Any]) -> list[Any]:
    """Faults between two sound fields, which pydantic looks for only when all fields are sound."""
    refused = {fault["loc"][0] for fault in faults if fault["loc"]}
    kept = {name: value for name, value in data.items() if name not in refused}
    try:
        model.model_validate({**_examples(model), **kept})
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return [fault for fault in found if fault not in faults]
    return []


def plain_data(raw: RawRecord) -> dict[str, Any]:
    """What was written, under English names: texts, lists and mappings; nothing is checked."""
    return _Walk(raw.file).over(raw.model, raw.data)


def salvage(raw: RawRecord) -> Component | None:
    """What is sound of a faulty record, so that its other faults can be told in the same run.

    Fields that were refused are left out; required ones hold their example. Never published.
    """
    data = _Walk(raw.file).over(raw.model, raw.data)
    try:
        return raw.model.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
    # A fault between two fields stands at no field at all: then nothing can be kept.
    refused = {fault["loc"][0] for fault in faults if fault["loc"]}
    kept = {name: value for name, value in data.items() if name not in refused}
    try:
        return raw.model.model_validate({**_examples(raw.model), **kept})
    except ValidationError:
        return None


def _examples(model: type[Component]) -> dict[str, Any]:
    """The required fields of a component, each with its example."""
    examples: dict[str, Any] = {}
    for name, spec in fields_of(model).items():
        if spec.is_required:
            one = _examples(spec.component) if spec.component else spec.example
            examples[name] = [one] if spec.is_many else one
    return examples


def _placeholders(part: Component, origin: Origin, around: Loc = ()) -> list[Problem]:
    """Required texts that still say what `zhanting new` or an import put there."""
    problems = []
    for name, spec in _looked_at(type(part)):
        value = getattr(part, name)
        if spec.component is not None:
            for index, item in enumerate(value):
                problems += _placeholders(item, origin, (*around, name, index))
        elif _is_placeholder(spec, value, is_inner=bool(around)):
            facts = {"key": spec.key, "written": str(value)}
            problems.append(origin.problem("placeholder", (*around, name), **facts))
    return problems


@cache
def _looked_at(model: type[Component]) -> tuple[tuple[str, FieldSpec], ...]:
    """The fields that may hold a placeholder, or parts that do."""
    specs = fields_of(model).items()
    return tuple(
        (name, spec)
        for name, spec in specs
        if (spec.is_many if spec.component else spec.is_required)
    )


def _is_placeholder(spec: FieldSpec, value: Any, *, is_inner: bool) -> bool:
    # A name, and what stands in a part, may well be the very word that serves as the example.
    is_example = value == spec.example and not is_inner and spec.name != "name"
    return is_example or str(value).startswith(PLACEHOLDER)


# (English name, whether it is a list, the class of what has fields itself, its shorthand)
_Reader = tuple[str, bool, type[Component] | None, str]


@cache
def _readers(model: type[Component]) -> Mapping[str, _Reader]:
    """How each key of a component is read, by either spelling."""
    return {
        key: (
            name,
            spec.is_many,
            spec.component,
            spec.component.shorthand if spec.component else "",
        )
        for key, name in names_by_key(model).items()
        for spec in (fields_of(model)[name],)
    }


def _sound(model: type[Component], raw: RawMap) -> dict[str, Any] | None:
    """What `_Walk` makes of a component with no fault in its keys and shapes; None of any other."""
    readers = _readers(model)
    data: dict[str, Any] = {}
    seen = set()
    for (key, _), value in raw.entries:
        reader = readers.get(key)
        if reader is None:
            return None
        name, is_many, component, shorthand = reader
        seen.add(name)
        found: Any
        if type(value) is RawText and component is None:
            if value.text:
                data[name] = [value.text] if is_many else value.text
            continue
        if type(value) is RawList:
            if not is_many:
                return None
            found = []
            for item in value.items:
                if type(item) is RawText and not item.text:
                    continue
                if type(item) is RawText and component is None:
                    found.append(item.text)
                elif (made := _sound_part(component, shorthand, item)) is not None:
                    found.append(made)
                else:
                    return None
            if found:
                data[name] = found
            continue
        if type(value) is RawText and not value.text:
            continue
        found = _sound_part(component, shorthand, value)
        if found is None:
            return None
        data[name] = [found] if is_many else found
    return data if len(seen) == len(raw.entries) else None


def _sound_part(
    component: type[Component] | None, shorthand: str, raw: Raw
) -> dict[str, Any] | None:
    if component is not None:
        if type(raw) is RawMap:
            return _sound(component, raw)
        if type(raw) is RawText and shorthand:
            return {shorthand: raw.text}
    return None


class _Walk:
    """One pass over the raw values of a file, along the fields of its model."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Loc, tuple[int, str]] = {}
        self.problems: list[Problem] = []
        self._reported: set[Loc] = set()

    def is_reported(self, loc: Loc) -> bool:
        """Whether a fault at or around `loc` has been told already."""
        return any(loc[:length] in self._reported for length in range(len(loc) + 1))

    def over(self, model: type[Component], raw: RawMap) -> dict[str, Any]:
        """Plain data of a whole file."""
        self.places[()] = (raw.line, "")
        return self.component(model, raw, ())

    def component(self, model: type[Component], raw: RawMap, loc: Loc) -> dict[str, Any]:
        specs = fields_of(model)
        names = names_by_key(model)
        data: dict[str, Any] = {}
        seen: dict[str, RawText] = {}
        for key, value in raw.entries:
            path = self._path(loc, key.text)
            name = names.get(key.text)
            if name is None:
                self._unknown_key(model, key, path)
                continue
            if name in seen:
                self.problems.append(
                    problem(
                        "both-languages",
                        self.file,
                        key.line,
                        path,
                        written=key.text,
                        first=seen[name].line,
                        other=seen[name].text,
                        key=specs[name].key,
                    )
                )
                continue
            seen[name] = key
            self.places[(*loc, name)] = (key.line, path)
            found = self._field(specs[name], value, (*loc, name))
            if found is not None:
                data[name] = found
        return data

    def _path(self, loc: Loc, key: str) -> str:
        around = self.places[loc][1]
        return f"{around}.{key}" if around else key

    def _unknown_key(self, model: type[Component], key: RawText, path: str) -> None:
        known = [spec.key for spec in fields_of(model).values()]
        near = did_you_mean(key.text, [*known, *fields_of(model)], 0.5)
        self.problems.append(
            problem(
                "unknown-key",
                self.file,
                key.line,
                path,
                written=key.text,
                near=near,
                known=shown(known, 60),
            )
        )

    def _field(self, spec: FieldSpec, raw: Raw, loc: Loc) -> Any:
        """Plain data for one field; None when nothing was written there."""
        if type(raw) is RawText and not raw.text:
            return None
        if not spec.is_many:
            return self._item(spec, raw, loc)
        items = raw.items if isinstance(raw, RawList) else (raw,)
        found: list[Any] = []
        for item in items:
            if type(item) is RawText and not item.text:
                continue
            at = (*loc, len(found))
            written = self.places[loc][1]
            self.places[at] = (item.line, f"{written}[{len(found) + 1}]")
            found.append(self._item(spec, item, at))
        return found or None

    def _item(self, spec: FieldSpec, raw: Raw, loc: Loc) -> Any:
        if spec.component is None:
            if isinstance(raw, RawText):
                return raw.text
            return self._wrong_shape(spec, raw, loc, "一段文字")
        if isinstance(raw, RawMap):
            return self.component(spec.component, raw, loc)
        if isinstance(raw, RawText) and spec.component.shorthand:
            return {spec.component.shorthand: raw.text}
        return self._wrong_shape(spec, raw, loc, "几个“项目: 内容”")

    def _wrong_shape(self, spec: FieldSpec, raw: Raw, loc: Loc, expected: str) -> None:
        found = {RawText: "一段文字", RawList: "几行带减号的列表", RawMap: "几个“项目: 内容”"}
        line, path = self.places[loc]
        self._reported.add(loc)
        self.problems.append(
            problem(
                "wrong-shape",
                self.file,
                line,
                path,
                key=spec.key,
                expected=expected,
                found=found[type(raw)],
                example=sample(spec),
            )
        )


def sample(spec: FieldSpec) -> str:
    """A line of front matter that passes for this field."""
    if spec.component is None:
        return f"{spec.key}: {spec.example}"
    required = [inner for inner in fields_of(spec.component).values() if inner.is_required]
    inside = "，".join(f"{inner.key}: {inner.example}" for inner in required)
    return f"{spec.key} 下面{'每条以减号开头' if spec.is_many else '缩进两格'}写 {inside}"


def _told(model: type[Component], origin: Origin, fault: Any) -> Problem:
    """A pydantic fault as a problem. A type without a message is a bug of ours: KeyError."""
    loc: Loc = tuple(fault["loc"])
    facts = dict(fault.get("ctx") or {})
    if fault["type"] == "missing":
        spec = _spec(model, loc)
        line, around = origin.at(loc[:-1])
        field = f"{around}.{spec.key}" if around else spec.key
        return problem(
            "missing-field",
            origin.file,
            line,
            field,
            key=spec.key,
            help=spec.help,
            example=sample(spec),
        )
    if fault["type"] not in MESSAGES:
        raise KeyError(f"no message for pydantic's {fault['type']!r} at {loc}")
    if "at" in facts:
        loc = (*loc, facts.pop("at"))
    facts.setdefault("key", _spec(model, loc).key)
    return origin.problem(fault["type"], loc, **facts)


def _spec(model: type[Component], loc: Loc) -> FieldSpec:
    """The declaration of the field that a path of names and indices leads to."""
    names = [step for step in loc if isinstance(step, str)]
    spec = fields_of(model)[names[0]]
    for name in names[1:]:
        assert spec.component is not None, f"{spec.name} has no fields, so no {name}"
        spec = fields_of(spec.component)[name]
    return spec
