"""The headings of somebody's table → fields of a kind. What offices call things is data.

`headings.json` holds the other names of fields, of choices and of kinds; a name of our own (both
spellings of each field) needs no entry there.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from generator.models import KINDS, Record
from generator.models.fields import Component, fields_of

WORDS: Mapping[str, Any] = json.loads(
    (Path(__file__).parent / "headings.json").read_text(encoding="utf-8")
)
BODY, SLUG, PHOTO, CAPTION, IGNORED, PERSONAL = (
    "body",
    "slug",
    "photo",
    "caption",
    "ignored",
    "personal",
)


@dataclass(frozen=True)
class Target:
    """Where the cells of a column go.

    name: the field's English name, or one of the words above.
    number: of 照片2 and 图注2; 0 without one. part: the field inside a component that is meant,
    with the `constants` that belong to it. pattern, example: how each value must look.
    """

    name: str
    number: int = 0
    part: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    example: str = ""
    is_province: bool = False


def plain_heading(text: str) -> str:
    """A heading as headings are compared: one width, no spaces, no marks for required ones."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"\s|[*★]|\((?:必填|选填|可不填|必选|可选)\)", "", text)
    return text.strip(":")


def target_of(kind: type[Record], heading: str) -> Target | None:
    """The field that a heading names; None for an unknown one."""
    whole = plain_heading(heading)
    for text in dict.fromkeys((whole, re.sub(r"\(.*?\)", "", whole))):
        if text and (found := _target(kind, text)):
            return found
    return None


def _target(kind: type[Record], text: str) -> Target | None:
    for words, name in ((WORDS["photos"], PHOTO), (WORDS["captions"], CAPTION)):
        if found := re.fullmatch(rf"(?:{'|'.join(words)})(\d*)", text):
            return Target(name, int(found[1] or 0))
    if found := re.fullmatch(rf"(?:{'|'.join(WORDS['body'])})(?:\(?续(\d+)\)?)?", text):
        return Target(BODY, int(found[1] or 0))
    if text in WORDS["numbering"]:
        return Target(IGNORED)
    if text in WORDS["personal"]:
        return Target(PERSONAL)
    field_name = _names(kind).get(text)
    if field_name is None:
        return None
    shape = WORDS["patterns"].get(text, {})
    part = WORDS["parts_of"].get(text, {})
    return Target(
        field_name,
        part=part.get("field", ""),
        constants=part.get("with", {}),
        pattern=shape.get("pattern", ""),
        example=shape.get("example", ""),
        is_province=field_name == "region" and text.startswith("省"),
    )


@cache
def _names(kind: type[Record]) -> Mapping[str, str]:
    """Field by compared heading."""
    words = WORDS["fields"]["*"] | WORDS["fields"].get(kind.kind, {})
    found = {plain_heading(word): name for word, name in words.items()}
    return {**found, **own_headings(kind)}


@cache
def own_headings(model: type[Component]) -> dict[str, str]:
    """Field by compared heading, for the model's own names of it in both languages."""
    specs = fields_of(model).values()
    found = {plain_heading(spec.name): spec.name for spec in specs}
    return found | {plain_heading(spec.key): spec.name for spec in specs}


def known_headings(kind: type[Record]) -> list[str]:
    """What may stand above a column, for suggestions."""
    own = [spec.key for spec in fields_of(kind).values()]
    words = WORDS["fields"]["*"] | WORDS["fields"].get(kind.kind, {})
    return [*own, *words, *WORDS["photos"], *WORDS["captions"], *WORDS["body"]]


def kind_in(text: str) -> type[Record] | None:
    """The kind that a sheet's or a file's name speaks of, if it is one only."""
    plain = plain_heading(text)
    found = {
        name
        for name, words in WORDS["kinds"].items()
        if name in KINDS and any(word in plain for word in words)
    }
    labels = {kind.kind for kind in KINDS.values() if kind.label in plain}
    named = labels or found
    return KINDS[named.pop()] if len(named) == 1 else None


def count_known(kind: type[Record], headings: Iterable[str]) -> int:
    """How many headings the kind knows, each field once."""
    targets = (target_of(kind, heading) for heading in headings if heading)
    return len({(target.name, target.number) for target in targets if target})
