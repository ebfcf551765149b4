"""Numbers of people (telephones, identity cards …) leave a draft before anything else sees it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from generator.checks.personal_data import findings
from generator.imports.drafts import Draft, FileDraft, Finding, Node, Value

# An identity number by its date of birth: a typing error in its last digit makes it no less one.
_LIKE_ID = re.compile(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_ID = "身份证号"


def cleared(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text with （手机号略） where a number stood, the kinds that were found)."""
    kinds = []
    for found in reversed(findings(text)):
        text = f"{text[: found.start]}（{found.kind}略）{text[found.end :]}"
        kinds.append(found.kind)
    text, more = _LIKE_ID.subn(f"（{_ID}略）", text)
    return text, tuple(dict.fromkeys([*kinds, *[_ID] * more]))


def without_numbers(draft: Draft) -> Draft:
    """The draft without any such number, also not in what is told of it, and a word on each."""
    told: dict[tuple[str, str], Finding] = {}

    def value(given: Value) -> Value:
        text, kinds = cleared(given.text)
        for kind in kinds:
            finding = given.place.told("word-number", kind=kind)
            told.setdefault((str(given.place), kind), finding)
        return replace(given, text=text, inferred=cleared(given.inferred)[0])

    def node(given: Node) -> Node:
        if isinstance(given, Value):
            return value(given)
        if isinstance(given, tuple):
            return tuple(map(node, given))
        return _each(given)

    def _each(given: Mapping[str, Node]) -> dict[str, Node]:
        return {name: node(inner) for name, inner in given.items()}

    def file(given: FileDraft) -> FileDraft:
        return replace(given, fields=_each(given.fields))

    clear = replace(
        draft,
        fields=_each(draft.fields),
        body=value(draft.body) if draft.body else None,
        photos=tuple(map(file, draft.photos)),
    )
    spoken = [
        replace(each, problem=replace(each.problem, what=cleared(each.problem.what)[0]))
        for each in draft.findings
    ]
    return replace(clear, findings=(*spoken, *told.values()))
