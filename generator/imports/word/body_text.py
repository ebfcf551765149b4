"""Pieces of a document → the Markdown of a body that says the same and nothing more."""

import re
from collections.abc import Iterable

from generator.imports.word.body import Item

# A tag or an entity would be taken for code of a web page.
_CODE = re.compile(r"<(?=\s*[/!?A-Za-z])")
_ENTITY = re.compile(r"&(?=#?\w{1,20};)")


def markdown(items: Iterable[Item], notes: Iterable[str]) -> str:
    """The body: headings from ##, lists, tables, and the footnotes at its end."""
    text = ""
    last = None
    for item in items:
        close = last is not None and last.kind == item.kind == "item"
        text += ("\n" if close else "\n\n") if text else ""
        text += _written(item)
        last = item
    for number, note in enumerate(notes, 1):
        text += f"\n\n〔注{number}〕{escaped(note)}"
    return text


def _written(item: Item) -> str:
    if item.kind == "heading":
        return f"{'#' * min(item.level + 1, 4)} {escaped(item.text)}"
    if item.kind == "item":
        mark, _, text = item.text.partition(" ")
        inner = escaped(text).replace("\n", "\n    ")
        return f"{'    ' * item.level}{mark} {inner}"
    if item.kind == "table":
        head, rule, *rows = item.text.split("\n")
        return "\n".join([escaped(head), rule, *map(escaped, rows)])
    return "\n".join(_line(line) for line in escaped(item.text).split("\n"))


def escaped(text: str) -> str:
    """Text whose signs Markdown leaves alone."""
    text = _ENTITY.sub("＆", _CODE.sub("＜", text))
    text = re.sub(r"([\\*`])", r"\\\1", text)
    text = text.replace("_", r"\_") if text.count("_") > 1 else text
    return text.replace("](", "] (").replace("![", "! [")


def _line(line: str) -> str:
    """A line that Markdown would take for a heading, a quotation or a rule."""
    return re.sub(r"^(\s*)([#>+-]|={2,}|~{3,})", r"\1\\\2", line) if _is_sign(line) else line


def _is_sign(line: str) -> bool:
    return bool(re.match(r"\s*(?:#{1,6}\s|>|[+-]\s|-{2,}\s*$|={2,}\s*$|~{3})", line))


def has_code(text: str) -> bool:
    """Whether `escaped` changes a sign that a reader would see."""
    return bool(_CODE.search(text) or _ENTITY.search(text))
