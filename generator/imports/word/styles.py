"""Paragraph and character styles of one document: what a paragraph looks like after inheritance."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from generator.imports.word.docx import first, is_on, value


@dataclass(frozen=True)
class Style:
    """One style; `name` in lower case (heading 1, title, caption, 标题 1 …)."""

    id: str
    name: str
    kind: str
    based_on: str
    element: Element


@dataclass(frozen=True)
class Styles:
    """All styles by id, and the document's defaults."""

    by_id: dict[str, Style]
    defaults: Element | None = None
    normal: str = ""
    lists: dict[str, str] = field(default_factory=dict)

    def chain(self, id: str) -> Iterator[Style]:
        """A style and those it is based on, nearest first; a circle ends where it closes."""
        seen: set[str] = set()
        while id in self.by_id and id not in seen:
            seen.add(id)
            yield self.by_id[id]
            id = self.by_id[id].based_on

    def names(self, id: str) -> tuple[str, ...]:
        return tuple(style.name for style in self.chain(id))

    def paragraph(self, id: str, tag: str) -> Element | None:
        """A paragraph property from the nearest style that has it."""
        for style in self.chain(id or self.normal):
            if (found := first(style.element, "w:pPr", tag)) is not None:
                return found
        return first(self.defaults, "w:pPrDefault", "w:pPr", tag)

    def run(
        self, direct: Element | None, run_style: str, paragraph_style: str, tag: str
    ) -> Element | None:
        """A run's property: its own, or its style's, or its paragraph's style's, or the default."""
        if (found := first(direct, tag)) is not None:
            return found
        for id in (run_style, paragraph_style or self.normal):
            for style in self.chain(id):
                if (found := first(style.element, "w:rPr", tag)) is not None:
                    return found
        return first(self.defaults, "w:rPrDefault", "w:rPr", tag)

    def is_on(self, direct: Element | None, run_style: str, paragraph_style: str, tag: str) -> bool:
        return bool(is_on(self.run(direct, run_style, paragraph_style, tag)))


def read_styles(root: Element | None) -> Styles:
    """The styles of styles.xml; none at all for a document without it."""
    if root is None:
        return Styles({})
    styles, lists, normal = {}, {}, ""
    for each in root:
        if each.tag != "w:style":
            continue
        id, kind = each.get("w:styleId", ""), each.get("w:type", "")
        styles[id] = Style(id, value(each, "w:name").lower(), kind, value(each, "w:basedOn"), each)
        if kind == "paragraph" and each.get("w:default") in {"1", "true", "on"}:
            normal = id
        if kind == "numbering" and (listed := value(each, "w:pPr", "w:numPr", "w:numId")):
            lists[id] = listed
    return Styles(styles, first(root, "w:docDefaults"), normal, lists)
