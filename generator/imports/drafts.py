"""A record that somebody hands over, before it is one: values, pictures, and where each stood."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Union

from generator.errors import Problem, problem
from generator.models import Record
from generator.models.fields import FieldSpec, fields_of
from generator.reading.validate import PLACEHOLDER
from generator.text.characters import ZERO_WIDTH


@dataclass(frozen=True, order=True)
class Place:
    """Where in somebody's file a thing stands: 表.xlsx「活动」D7, or 稿件.docx 第 3 段.

    file: its name. sheet: empty where there are none. spot: a cell, a row or a paragraph.
    """

    file: str
    sheet: str = ""
    spot: str = ""

    def __str__(self) -> str:
        sheet = f"「{self.sheet}」" if self.sheet else " " if self.spot else ""
        return f"{self.file}{sheet}{self.spot}"

    def told(self, code: str, field: str = "", /, **facts: object) -> "Finding":
        """The problem or notice `code` about what stands here."""
        return Finding(self, problem(code, str(self), 0, field, **facts))


@dataclass(frozen=True, order=True)
class Finding:
    """A problem or a notice about one place of somebody's file."""

    place: Place
    problem: Problem

    @property
    def is_notice(self) -> bool:
        return self.problem.is_notice


@dataclass(frozen=True)
class Value:
    """The text of one field. An empty one tells only where the field would have stood.

    inferred: why the text is what it is when it does not stand there itself; empty when it does.
    """

    text: str
    place: Place
    inferred: str = ""


# A plain | cannot join a class with the names in quotes that the recursion needs.
Node = Union[Value, tuple["Node", ...], Mapping[str, "Node"]]  # noqa: UP007


@dataclass(frozen=True)
class FileDraft:
    """A photo or an attachment: its bytes, the name that it should get, and its other fields.

    name: with or without a suffix; the bytes decide the suffix of a photo.
    fields: of `Photo` or `Attachment` by English name, without `file`.
    """

    data: bytes
    name: str
    place: Place
    fields: Mapping[str, Node] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """One record to be.

    fields: by English name; photos and attachments apart. body: Markdown.
    slug: the wanted address; pinyin of the name if there is none.
    notices: what its reader has to say about it; a problem among them refuses it.
    may_lack_choices: a required choice, such as 类型, may still be made in the record; where people
    fill in forms, they are asked to choose there.
    """

    model: type[Record]
    place: Place
    fields: Mapping[str, Node]
    body: Value | None = None
    photos: tuple[FileDraft, ...] = ()
    attachments: tuple[FileDraft, ...] = ()
    slug: Value | None = None
    findings: tuple[Finding, ...] = ()
    may_lack_choices: bool = False

    @property
    def name(self) -> str:
        found = self.fields.get("name")
        return found.text if isinstance(found, Value) else ""

    def place_of(self, name: str) -> Place:
        """Where a field stands or would stand."""
        found = self.fields.get(name)
        return next((value.place for value in values_of(found)), self.place)


def values_of(node: Node | None) -> Iterator[Value]:
    """All values within a node, in order."""
    if isinstance(node, Value):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from values_of(item)
    elif node is not None:
        for inner in node.values():
            yield from values_of(inner)


def is_blank(node: Node | None) -> bool:
    """Whether nothing is written anywhere in a node."""
    return not any(value.text for value in values_of(node))


# ---------------------------------------------------------------- what a draft may lack


def as_draft(draft: Draft) -> Draft:
    """The draft marked 草稿 unless it says otherwise, with placeholders for required texts.

    Placeholders are what `zhanting new` writes; `check` refuses to publish them. Its texts get the
    form that reading a file gives: composed characters, nothing of width zero.
    """
    draft = replace(
        draft,
        fields={name: _in_form(node) for name, node in draft.fields.items()},
        body=draft.body and replace(draft.body, text=_form(draft.body.text)),
        photos=tuple(map(_file_in_form, draft.photos)),
        attachments=tuple(map(_file_in_form, draft.attachments)),
    )
    said = draft.fields.get("draft")
    if isinstance(said, Value) and said.text:
        return draft if said.text == "否" else _filled(draft)
    marked = {**draft.fields, "draft": Value("是", draft.place)}
    return _filled(replace(draft, fields=marked))


def _in_form(node: Node) -> Node:
    if isinstance(node, Value):
        return replace(node, text=_form(node.text).strip())
    if isinstance(node, tuple):
        return tuple(_in_form(item) for item in node)
    return {name: _in_form(inner) for name, inner in node.items()}


def _file_in_form(file: FileDraft) -> FileDraft:
    return replace(file, fields={name: _in_form(node) for name, node in file.fields.items()})


def _form(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", ZERO_WIDTH.sub("", text))


def _filled(draft: Draft) -> Draft:
    fields = dict(draft.fields)
    for name, spec in fields_of(draft.model).items():
        if spec.is_required and name != "name" and is_blank(fields.get(name)) and not spec.choices:
            fields[name] = _placeholder(spec, draft.place)
    return replace(draft, fields=fields, photos=tuple(map(_with_caption, draft.photos)))


def _placeholder(spec: FieldSpec, place: Place) -> Node:
    if spec.component is None:
        return Value(f"{PLACEHOLDER}（{spec.help}）", place)
    text = f"{PLACEHOLDER}（导入自 {place}）"
    one = {
        name: Value(text, place)
        for name, inner in fields_of(spec.component).items()
        if inner.is_required
    }
    return (one,) if spec.is_many else one


def _with_caption(photo: FileDraft) -> FileDraft:
    if not is_blank(photo.fields.get("caption")):
        return photo
    caption = Value(f"{PLACEHOLDER}（图注：谁在哪里做什么）", photo.place)
    return replace(photo, fields={**photo.fields, "caption": caption})


def is_placeholder(node: Node | None) -> bool:
    return any(value.text.startswith(PLACEHOLDER) for value in values_of(node))
