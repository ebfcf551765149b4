"""The columns in which a kind is written: the same for the template, the export and the import."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.imports.tables.cells import holds_names, single_field
from generator.models import Record
from generator.models.fields import Component, FieldSpec, fields_of

BODY_HEADING = "正文"
# Separate sheets hold all of these; a row has room for the usual ones.
_FILES = ("photos", "attachments")


@dataclass(frozen=True)
class Column:
    """One column. name: of the field; `body` for the text below the fields."""

    name: str
    heading: str
    spec: FieldSpec | None
    help: str
    is_required: bool = False


def plain_columns(model: type[Component]) -> Iterator[Column]:
    """The fields of a model that one cell can hold: texts, and lists of texts."""
    for name, spec in fields_of(model).items():
        if spec.component is None:
            yield Column(name, spec.key, spec, column_help(model, spec), spec.is_required)


def short_columns(model: type[Record]) -> Iterator[Column]:
    """Lists of parts of which a name alone is enough, so that one cell can hold them too."""
    for name, spec in fields_of(model).items():
        if spec.component is not None and name not in _FILES and single_field(spec.component):
            help = column_help(model, spec)
            yield Column(name, spec.key, spec, help, spec.is_required)


def column_help(model: type[Component], spec: FieldSpec) -> str:
    """What to write into a column, in Chinese, with an example."""
    lines = [f"{'必填。' if spec.is_required else ''}{spec.help}"]
    if spec.is_many:
        are_names = holds_names(model, spec.name) if _has_single(spec) else False
        lines.append("几个之间用顿号“、”隔开" if are_names else "几条之间按 Alt+Enter 换行")
    if spec.choices:
        lines.append("从下拉里选")
    if spec.example:
        lines.append(f"例如：{example_of(spec)}")
    return "。\n".join(line.rstrip("。") for line in lines)


def example_of(spec: FieldSpec) -> str:
    if spec.component is None:
        return spec.example
    single = single_field(spec.component)
    return fields_of(spec.component)[single].example if single else spec.example


def _has_single(spec: FieldSpec) -> bool:
    return spec.component is None or bool(single_field(spec.component))
