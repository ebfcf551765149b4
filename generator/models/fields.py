"""How a field is declared, and how its declaration is read.

One declaration is the only source of a field's Chinese key, help, example, choices and rules:

    area: FuzzyNumber | None = field("面积", help="平方米", example="约7830", is_fact=True)

`validate`, `zhanting new` and the handbook all read it back with `fields_of`.
"""

import os
import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticUndefined

from generator.models.values import To, choices_of, is_text

# Else pydantic looks through all that is installed for plugins, of which we want none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Component(BaseModel):
    """Base of everything that has fields: records and the parts that they are made of.

    shorthand: the field that a plain text stands for, so that `分项: [甲, 乙]` works.
    """

    # A run whose records are all known validates none: so the validators wait until one is asked.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    shorthand: ClassVar[str] = ""


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
    return Field(
        default=PydanticUndefined if is_required else default,
        title=key,
        description=help,
        examples=[example],
        json_schema_extra={
            "unit": unit,
            "is_fact": is_fact,
            "in_new": in_new,
            "schema": schema,
        },
    )


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


@cache
def fields_of(model: type[Component]) -> Mapping[str, FieldSpec]:
    """The fields of a model by English name, in order of declaration."""
    specs = {}
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        # Pydantic strips the outermost Annotated into `metadata`; put it back to look inside.
        whole = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        specs[name] = FieldSpec(
            name=name,
            key=info.title or name,
            help=info.description or "",
            example=str((info.examples or [""])[0]),
            unit=str(extra.get("unit", "")),
            is_required=info.is_required(),
            is_fact=bool(extra.get("is_fact")),
            in_new=bool(extra.get("in_new")),
            schema=str(extra.get("schema", "")),
            is_many=_is_many(info.annotation),
            component=_component(info.annotation),
            choices=choices_of(info.annotation),
            to=_to(whole),
            is_text=_component(info.annotation) is None and is_text(whole),
        )
    return specs


@cache
def names_by_key(model: type[Component]) -> Mapping[str, str]:
    """English name by either spelling of a key."""
    specs = fields_of(model).values()
    return {spec.name: spec.name for spec in specs} | {spec.key: spec.name for spec in specs}


def _is_many(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_is_many(inner) for inner in get_args(annotation))
    return get_origin(annotation) is tuple


def _component(annotation: Any) -> type[Component] | None:
    if isinstance(annotation, type) and issubclass(annotation, Component):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _component(inner))), None)


def _to(annotation: Any) -> To | None:
    if isinstance(annotation, To):
        return annotation
    if isinstance(annotation, type) and issubclass(annotation, Component):
        return None
    inner = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    return next((found for item in inner if (found := _to(item))), None)
