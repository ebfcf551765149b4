"""Every text of a record with the line it stands on: its fields as written, and its body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.models.fields import Component, FieldSpec, fields_of, names_by_key
from generator.reading.frontmatter import Raw, RawList, RawMap, RawText
from generator.reading.raw import RawRecord

BODY_FIELD = "正文"


@dataclass(frozen=True)
class Text:
    """One text: `text` begins on `line` of `file`.

    field: as staff wrote it, such as 照片[2].图注. path: the English names that lead to it.
    spec: how the field was declared; None for a paragraph of a body.
    """

    file: str
    line: int
    field: str
    path: tuple[str, ...]
    text: str
    spec: FieldSpec | None

    @property
    def is_body(self) -> bool:
        return self.spec is None

    def line_at(self, offset: int) -> int:
        """The line of the character at `offset`."""
        return self.line + self.text.count("\n", 0, offset)


def texts_of(raw: RawRecord) -> Iterator[Text]:
    """All values of known fields in the order written, then the paragraphs of the body."""
    yield from _fields(raw.file, raw.model, raw.data, "", ())
    yield from paragraphs(raw.file, raw.body, raw.body_line)


def values_of(data: RawMap) -> list[str]:
    """All values in the order written, of unknown fields as well."""
    found: list[str] = []
    _gather(data, found)
    return found


def _gather(value: Raw, found: list[str]) -> None:
    if type(value) is RawText:
        found.append(value.text)
    elif type(value) is RawMap:
        for _, inner in value.entries:
            _gather(inner, found)
    elif type(value) is RawList:
        for inner in value.items:
            _gather(inner, found)


def paragraphs(file: str, body: str, first_line: int) -> Iterator[Text]:
    """The paragraphs of a Markdown text."""
    for found in re.finditer(r"\S.*(?:\n.*\S.*)*", body):
        line = first_line + body.count("\n", 0, found.start())
        yield Text(file, line, BODY_FIELD, ("body",), found.group(), None)


def _fields(
    file: str, model: type[Component], data: RawMap, around: str, path: tuple[str, ...]
) -> Iterator[Text]:
    names = names_by_key(model)
    for key, value in data.entries:
        name = names.get(key.text)
        if name is not None:
            written = f"{around}.{key.text}" if around else key.text
            yield from _value(file, fields_of(model)[name], value, written, (*path, name))


def _value(
    file: str, spec: FieldSpec, value: Raw, written: str, path: tuple[str, ...]
) -> Iterator[Text]:
    if isinstance(value, RawList):
        for index, item in enumerate(value.items, 1):
            yield from _value(file, spec, item, f"{written}[{index}]", path)
    elif isinstance(value, RawMap):
        if spec.component is not None:
            yield from _fields(file, spec.component, value, written, path)
    elif value.text:
        if spec.component is not None and spec.component.shorthand:
            inner = fields_of(spec.component)[spec.component.shorthand]
            yield Text(file, value.line, written, (*path, inner.name), value.text, inner)
        else:
            yield Text(file, value.line, written, path, value.text, spec)
