"""`RawRecord` → record, or the problems that keep it from being one.

One pass along the fields of the model: keys in either language become its names, texts become
values, and what is refused is told with the place where it was written.
"""

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from generator.errors import Problem, problem, shown
from generator.models import Record
from generator.models.fields import Component, FieldSpec, fields_of, names_by_key
from generator.models.values import Refusal, reader_of
from generator.reading.frontmatter import Raw, RawList, RawMap, RawText
from generator.reading.raw import RawRecord
from generator.text.suggest import did_you_mean

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
        return _Outline(self.model, self.data).places

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
    reading = _Reading(raw)
    problems, record = reading.problems, reading.made
    if isinstance(record, Record) and not (record.draft or "draft" in reading.refused):
        problems += _placeholders(record, reading.origin, reading.refused)
    return (None if problems else record), reading.origin, [*problems, *reading.notices]


def salvage(raw: RawRecord) -> Component | None:
    """What is sound of a faulty record, so that its other faults can be told in the same run.

    Fields that were refused are left out; required ones hold their example. Never published.
    """
    return _Reading(raw).made


def plain_data(raw: RawRecord) -> dict[str, Any]:
    """What was written, under English names: texts, lists and mappings; nothing is checked."""
    return _Outline(raw.model, raw.data).plain


def _placeholders(
    part: Component, origin: Origin, refused: Set[str] = frozenset(), around: Loc = ()
) -> list[Problem]:
    """Required texts that still say what `zhanting new` or an import put there.

    refused: fields that hold nothing that was written.
    """
    problems = []
    for name, spec in _looked_at(type(part)):
        if name in refused:
            continue
        value = getattr(part, name)
        if spec.component is not None:
            for index, item in enumerate(value):
                problems += _placeholders(item, origin, around=(*around, name, index))
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
    is_example = not is_inner and spec.name != "name" and value == spec.example
    return is_example or str(value).startswith(PLACEHOLDER)


# (field, what makes a value of a text; None for a field whose values have fields themselves)
_Reader = tuple[FieldSpec, Callable[[str], Any] | None]


@cache
def _readers(model: type[Component]) -> Mapping[str, _Reader]:
    """How each key of a component is read, by either spelling."""
    readers: dict[str, _Reader] = {
        name: (spec, None if spec.component else reader_of(spec.annotation))
        for name, spec in fields_of(model).items()
    }
    return {key: readers[name] for key, name in names_by_key(model).items()}


class _Told(Exception):
    """A part was refused; why, was told."""


class _Reading:
    """One pass over a file.

    refused: fields that are missing, or not sound. made: the record; where something was refused,
    what is sound of it, with examples for what is required; None if that does not go together.
    """

    def __init__(self, raw: RawRecord) -> None:
        self.origin = origin_of(raw)
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        specs = fields_of(raw.model)
        values, self.refused = self._values(raw.model, raw.data, ())
        if issubclass(raw.model, Record) and values.get("draft"):
            self._choose(raw.model, values)
        self.refused |= self._missing(raw.model, values, self.refused, ())
        needed = (specs[name] for name in self.refused if specs[name].is_required)
        self.made = self._together(
            raw.model, {spec.name: _example(spec) for spec in needed} | values, ()
        )

    def _values(
        self, model: type[Component], raw: RawMap, loc: Loc
    ) -> tuple[dict[str, Any], set[str]]:
        """(the value of each sound field, the fields that were refused)."""
        readers = _readers(model)
        values: dict[str, Any] = {}
        refused: set[str] = set()
        keys: dict[str, RawText] = {}
        for key, written in raw.entries:
            reader = readers.get(key.text)
            if reader is None:
                self._tell_unknown(model, key, loc)
                continue
            spec, read = reader
            name = spec.name
            if name in keys:
                self._tell_both(spec, key, keys[name], loc)
                continue
            keys[name] = key
            items = written.items if spec.is_many and type(written) is RawList else (written,)
            found: list[Any] = []
            for item in items:
                if type(item) is RawText and not item.text:
                    continue  # nothing was written there
                try:
                    if read and type(item) is RawText:
                        value = read(item.text)
                    else:
                        value = self._part(spec, item, _at(loc, spec, len(found)))
                except Refusal as refusal:
                    self._tell(refusal, spec.key, _at(loc, spec, len(found)))
                    value = None
                    refused.add(name)
                except _Told:
                    value = None
                    refused.add(name)
                found.append(value)
            if found and name not in refused:
                values[name] = tuple(found) if spec.is_many else found[0]
        return values, refused

    def _part(self, spec: FieldSpec, raw: Raw, loc: Loc) -> Component:
        """One value that has fields itself; raises _Told, or Refusal if its shape is none."""
        model = spec.component
        if model and type(raw) is RawText and model.shorthand:
            raw = RawMap(((RawText(model.shorthand, raw.line), raw),), raw.line)
        if model is None or type(raw) is not RawMap:
            raise _wrong_shape(spec, raw)
        values, refused = self._values(model, raw, loc)
        refused |= self._missing(model, values, refused, loc)
        made = None if refused else self._together(model, values, loc)
        if made is None:
            raise _Told
        return made

    def _together(
        self, model: type[Component], values: dict[str, Any], loc: Loc
    ) -> Component | None:
        """The component of sound values; None if they contradict each other."""
        made = model(**values)
        try:
            made.refuse_contradictions()
        except Refusal as refusal:
            self._tell(refusal, fields_of(model)[refusal.at].key, (*loc, refusal.at))
            return None
        return made

    def _choose(self, model: type[Component], values: dict[str, Any]) -> None:
        """Put the first choice where a draft still lacks a required one, with a notice.

        A text can say that it is yet to be written; a choice cannot, and none may be made up.
        """
        for name, spec in fields_of(model).items():
            if spec.is_required and spec.choices and name not in values.keys() | self.refused:
                values[name] = reader_of(spec.annotation)(spec.choices[0])
                facts = {"shown": spec.choices[0], "known": shown(spec.choices, 40)}
                self.notices.append(self.origin.problem("draft-lacks", (), key=spec.key, **facts))

    # ---------------------------------------------------------------- what is told

    def _tell(self, refusal: Refusal, key: str, loc: Loc) -> None:
        facts = {"key": key, **refusal.facts}
        self.problems.append(self.origin.problem(refusal.code, loc, **facts))

    def _missing(
        self, model: type[Component], values: dict[str, Any], refused: set[str], loc: Loc
    ) -> set[str]:
        """The required fields that were not written; each is told."""
        missing = [name for name in _required(model) if name not in values and name not in refused]
        specs = fields_of(model)
        for name in missing:
            line, around = self.origin.at(loc)
            facts = {"key": specs[name].key, "help": specs[name].help}
            facts["example"] = sample(specs[name])
            field = _path(around, specs[name].key)
            self.problems.append(problem("missing-field", self.origin.file, line, field, **facts))
        return set(missing)

    def _tell_unknown(self, model: type[Component], key: RawText, loc: Loc) -> None:
        known = [spec.key for spec in fields_of(model).values()]
        near = did_you_mean(key.text, [*known, *fields_of(model)], 0.5)
        facts = {"written": key.text, "near": near, "known": shown(known, 60)}
        self._tell_key("unknown-key", key, loc, facts)

    def _tell_both(self, spec: FieldSpec, key: RawText, former: RawText, loc: Loc) -> None:
        facts = {"written": key.text, "first": former.line, "other": former.text, "key": spec.key}
        self._tell_key("both-languages", key, loc, facts)

    def _tell_key(self, code: str, key: RawText, loc: Loc, facts: dict[str, Any]) -> None:
        path = _path(self.origin.at(loc)[1], key.text)
        self.problems.append(problem(code, self.origin.file, key.line, path, **facts))


@cache
def _required(model: type[Component]) -> tuple[str, ...]:
    return tuple(name for name, spec in fields_of(model).items() if spec.is_required)


def _example(spec: FieldSpec) -> Any:
    """The value that a field's example stands for."""
    if spec.component:
        specs = fields_of(spec.component)
        one = spec.component(**{name: _example(specs[name]) for name in _required(spec.component)})
    else:
        one = reader_of(spec.annotation)(spec.example)
    return (one,) if spec.is_many else one


def _at(loc: Loc, spec: FieldSpec, index: int) -> Loc:
    return (*loc, spec.name, index) if spec.is_many else (*loc, spec.name)


def _path(around: str, key: str) -> str:
    return f"{around}.{key}" if around else key


def _wrong_shape(spec: FieldSpec, raw: Raw) -> Refusal:
    found = {RawText: "一段文字", RawList: "几行带减号的列表", RawMap: "几个“项目: 内容”"}
    return Refusal(
        "wrong-shape",
        expected="几个“项目: 内容”" if spec.component else "一段文字",
        found=found[type(raw)],
        example=sample(spec),
    )


class _Outline:
    """What was written in a file, along the fields of its model.

    places: of each field, as in `Origin`. plain: under English names.
    """

    def __init__(self, model: type[Component], raw: RawMap) -> None:
        self.places: dict[Loc, tuple[int, str]] = {(): (raw.line, "")}
        self.plain = self._component(model, raw, ())

    def _component(self, model: type[Component], raw: RawMap, loc: Loc) -> dict[str, Any]:
        names = names_by_key(model)
        data: dict[str, Any] = {}
        for key, value in raw.entries:
            at = (*loc, names.get(key.text, ""))
            if key.text not in names or at in self.places:
                continue  # unknown, or written before in the other language
            self.places[at] = (key.line, _path(self.places[loc][1], key.text))
            found = self._field(fields_of(model)[names[key.text]], value, at)
            if found is not None:
                data[names[key.text]] = found
        return data

    def _field(self, spec: FieldSpec, raw: Raw, loc: Loc) -> Any:
        """None when nothing was written there."""
        if type(raw) is RawText and not raw.text:
            return None
        if not spec.is_many:
            return self._item(spec, raw, loc)
        items = raw.items if type(raw) is RawList else (raw,)
        found: list[Any] = []
        for item in items:
            if type(item) is RawText and not item.text:
                continue
            at = (*loc, len(found))
            self.places[at] = (item.line, f"{self.places[loc][1]}[{len(found) + 1}]")
            found.append(self._item(spec, item, at))
        return found or None

    def _item(self, spec: FieldSpec, raw: Raw, loc: Loc) -> Any:
        """None for what has another shape than the field."""
        if type(raw) is RawText:
            if spec.component is None:
                return raw.text
            return {spec.component.shorthand: raw.text} if spec.component.shorthand else None
        if type(raw) is RawMap and spec.component:
            return self._component(spec.component, raw, loc)
        return None


def sample(spec: FieldSpec) -> str:
    """A line of front matter that passes for this field."""
    if spec.component is None:
        return f"{spec.key}: {spec.example}"
    required = [inner for inner in fields_of(spec.component).values() if inner.is_required]
    inside = "，".join(f"{inner.key}: {inner.example}" for inner in required)
    return f"{spec.key} 下面{'每条以减号开头' if spec.is_many else '缩进两格'}写 {inside}"
