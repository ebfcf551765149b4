"""How a field is declared, and how its declaration is read.

One declaration is the only source of a field's Chinese key, help, example, choices and rules:

    area: FuzzyNumber | None = field("面积", help="平方米", example="约7830", is_fact=True)

`validate`, `zhanting new` and the handbook all read it back with `fields_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Self,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from generator.models.values import To, bare, choices_of, is_text


@dataclass(frozen=True, slots=True)
class Declared:
    """What `field` was told."""

    key: str
    help: str
    example: str
    default: Any
    unit: str
    is_required: bool
    is_fact: bool
    in_new: bool
    schema: str


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _WithFields(type):
    """Takes the declarations out of a class. What need not be written, the class has a value of."""

    declared: Mapping[str, Declared]
    required: frozenset[str]

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]
    ) -> "_WithFields":
        own = {key: each for key, each in namespace.items() if isinstance(each, Declared)}
        left = {
            key: each.default if isinstance(each, Declared) else each
            for key, each in namespace.items()
            if key not in own or not own[key].is_required
        }
        made = super().__new__(cls, name, bases, left)
        made.declared = {**getattr(made, "declared", {}), **own}
        made.required = frozenset(key for key, each in made.declared.items() if each.is_required)
        return made


class Component(metaclass=_WithFields):
    """Base of everything that has fields: records and the parts that they are made of.

    Made of values, not of texts: what staff wrote, `validate` reads. Of a field only its
    declaration is kept; what follows from it is worked out when somebody asks, so most runs
    need not. One holds the values that are others than the default: of some fifty fields a record
    has a dozen, and it is packed and unpacked often.

    shorthand: the field that a plain text stands for, so that `分项: [甲, 乙]` works.
    """

    shorthand: ClassVar[str] = ""

    def __init__(self, **values: Any) -> None:
        model = type(self)
        if lacking := model.required - values.keys():
            raise TypeError(f"{model.__name__} lacks {', '.join(sorted(lacking))}")
        held, fields = self.__dict__, model.declared
        for name, value in values.items():
            declared = fields.get(name)
            if declared is None:
                raise TypeError(f"{model.__name__} has no {name}")
            default = declared.default
            # Most have the default None, and no value need be asked whether it equals that.
            is_other = value is not None if default is None else value != default
            if is_other or declared.is_required:
                held[name] = value

    def refuse_contradictions(self) -> None:
        """Raise Refusal when sound values do not go together; its `at` names a field."""

    def with_values(self, **changes: Any) -> Self:
        """The same with other values in some fields."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen, so {name} stays")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), frozenset(self.__dict__.items())))

    def __repr__(self) -> str:
        own = self.__dict__
        values = ", ".join(f"{name}={own[name]!r}" for name in type(self).declared if name in own)
        return f"{type(self).__name__}({values})"


def field(
    key: str,
    *,
    help: str,
    example: str = "",
    default: Any = None,
    unit: str = "",
    is_required: bool = False,
    is_fact: bool = False,
    in_new: bool = False,
    schema: str = "",
) -> Any:
    """Declare a field.

    key: its Chinese name in files. help: what to write, in Chinese. example: text that passes.
    unit: printed behind a number, such as 平方米.
    is_fact: shown in the table of facts of a record's page.
    in_new: `zhanting new` writes it, empty, although it is not required.
    schema: the schema.org property that says the same to machines, if there is one.
    """
    return Declared(key, help, example, default, unit, is_required, is_fact, in_new, schema)


@dataclass(frozen=True)
class FieldSpec:
    """One field as declared.

    name, key: English and Chinese name; both are accepted in files.
    is_many: a list; `component` is the class of what it holds when that has fields itself.
    to: where a reference may point, if the field holds references.
    is_text: holds words of a person, rather than a date, a file name, a choice or a reference.
    """

    name: str
    key: str
    help: str
    example: str
    unit: str
    is_required: bool
    is_fact: bool
    in_new: bool
    schema: str
    is_many: bool
    component: type[Component] | None
    choices: tuple[str, ...]
    to: To | None
    is_text: bool
    annotation: Any


@cache
def fields_of(model: type[Component]) -> Mapping[str, FieldSpec]:
    """The fields of a model by English name, in order of declaration."""
    annotations = get_type_hints(model, include_extras=True)
    return {name: _spec(name, each, annotations[name]) for name, each in model.declared.items()}


def _spec(name: str, declared: Declared, annotation: Any) -> FieldSpec:
    one = bare(annotation)
    component = one if isinstance(one, type) and issubclass(one, Component) else None
    rules = get_args(one) if get_origin(one) is Annotated else ()
    return FieldSpec(
        name=name,
        key=declared.key,
        help=declared.help,
        example=declared.example,
        unit=declared.unit,
        is_required=declared.is_required,
        is_fact=declared.is_fact,
        in_new=declared.in_new,
        schema=declared.schema,
        is_many=_is_many(annotation),
        component=component,
        choices=choices_of(annotation),
        to=next((rule for rule in rules if isinstance(rule, To)), None),
        is_text=component is None and is_text(annotation),
        annotation=annotation,
    )


@cache
def names_by_key(model: type[Component]) -> Mapping[str, str]:
    """English name by either spelling of a key."""
    specs = fields_of(model).values()
    return {spec.name: spec.name for spec in specs} | {spec.key: spec.name for spec in specs}


def _is_many(annotation: Any) -> bool:
    return get_origin(annotation) is tuple
