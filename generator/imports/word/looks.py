"""How a paragraph or a run looks once its styles are counted in: level, place, number, font."""

import re
from xml.etree.ElementTree import Element

from generator.imports.word.blocks import Run
from generator.imports.word.docx import first, value
from generator.imports.word.numbering import Number, Numbering
from generator.imports.word.styles import Styles


class Looks:
    """Of the paragraphs of one document; ask for the number of each once, in order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering

    def style_names(self, paragraph: Element) -> tuple[str, ...]:
        """The names of its style and of those that it is based on, nearest first."""
        return self.styles.names(style_id(paragraph) or self.styles.normal)

    def outline(self, paragraph: Element) -> int | None:
        own = value(paragraph, "w:pPr", "w:outlineLvl")
        for name in () if own else self.style_names(paragraph):
            if found := re.fullmatch(r"(?:heading|标题) ?([1-9])", name):
                return int(found[1]) - 1
        level = own or value(self.styles.paragraph(style_id(paragraph), "w:outlineLvl"))
        return int(level) if level.isdigit() and int(level) < 9 else None

    def align(self, paragraph: Element) -> str:
        own = value(paragraph, "w:pPr", "w:jc")
        return own or value(self.styles.paragraph(style_id(paragraph), "w:jc"))

    def number(self, paragraph: Element) -> Number | None:
        style = style_id(paragraph)
        own = first(paragraph, "w:pPr", "w:numPr")
        inherited = self.styles.paragraph(style, "w:numPr")
        listed = value(own, "w:numId") or value(inherited, "w:numId")
        if not listed or listed == "0":
            return None
        level = value(own, "w:ilvl")
        if not level:
            for each in self.styles.chain(style or self.styles.normal):
                found = self.numbering.level_of_style(listed, each.id)
                if found is not None:
                    level = str(found)
                    break
        level = level or value(inherited, "w:ilvl") or "0"
        return self.numbering.next(listed, int(level))

    def run(self, element: Element, style: str) -> tuple[Run, bool]:
        """(a run without its text, whether it is hidden). style: id of its paragraph's."""
        direct = first(element, "w:rPr")
        run_style = value(direct, "w:rStyle")
        fonts = self.styles.run(direct, run_style, style, "w:rFonts")
        points = value(self.styles.run(direct, run_style, style, "w:sz"))
        look = Run(
            "",
            float(points) / 2 if points.replace(".", "", 1).isdigit() else 10.5,
            self.styles.is_on(direct, run_style, style, "w:b"),
            fonts.get("w:eastAsia", "") if fonts is not None else "",
        )
        return look, self.styles.is_on(direct, run_style, style, "w:vanish")


def style_id(paragraph: Element) -> str:
    return value(paragraph, "w:pPr", "w:pStyle")
