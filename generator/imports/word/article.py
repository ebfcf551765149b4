"""Blocks → what they mean: title, labels, headings, body, sign-off, pictures with their captions.

Nothing is given a meaning that it does not show by its style, its place or its wording; what has
none stays in the body, in its order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.imports.word.blocks import (
    Block,
    Paragraph,
    Picture,
    Table,
    paragraphs_in,
    pictures_in,
)
from generator.imports.word.body import Body, Item
from generator.imports.word.caption_lines import Caption
from generator.imports.word.captions import Matched, match
from generator.imports.word.edges import Edges, Found
from generator.imports.word.headings import body_look, heading_levels
from generator.imports.word.label_lines import Label, Labels


@dataclass(frozen=True)
class Shown:
    """A picture with its caption. form: number of the form that it stands in, else 0."""

    picture: Picture
    where: str
    caption: Caption | None = None
    form: int = 0


@dataclass(frozen=True)
class Article:
    title: Found | None = None
    subtitle: Found | None = None
    dates: tuple[Found, ...] = ()
    labels: tuple[Label, ...] = ()
    again: tuple[Label, ...] = ()
    body: tuple[Item, ...] = ()
    closing: tuple[Found, ...] = ()
    bylines: tuple[Found, ...] = ()
    pictures: tuple[Shown, ...] = ()
    matched: Matched = field(default_factory=Matched)
    merged: tuple[int, ...] = ()
    title_lines: int = 1
    rivals: tuple[Found, ...] = ()


def understand(blocks: Sequence[Block]) -> Article:
    """Read the blocks of one document."""
    blocks = tuple(blocks)
    lines = [each for each in blocks if isinstance(each, Paragraph) and each.text.strip()]
    look = body_look(paragraphs_in(blocks))
    # Paragraphs whose meaning is clear; each step adds those that it understands.
    known: set[int] = set()
    edges, labels = Edges(lines, known, look), Labels()
    title, title_lines = edges.title()
    subtitle = edges.subtitle()
    dates = tuple(edges.date_lines())
    labels.read_forms(blocks)
    bylines = tuple(edges.bylines())
    closing = tuple(edges.closing())
    for each in lines:
        labels.read(each, known)
    levels = heading_levels(lines, known, look)
    matched = match(blocks, known | levels.keys(), look.size)
    known |= matched.used
    body = Body(known, levels, labels)
    return Article(
        title=title,
        subtitle=subtitle,
        dates=dates,
        labels=tuple(labels.found),
        again=tuple(labels.again),
        body=tuple(body.read(blocks)),
        closing=closing,
        bylines=bylines,
        pictures=tuple(_pictures(blocks, matched, labels.forms)),
        matched=matched,
        merged=tuple(dict.fromkeys(body.merged)),
        title_lines=title_lines,
        rivals=tuple(edges.rivals(levels)) if title else (),
    )


def _pictures(
    blocks: tuple[Block, ...], matched: Matched, form_numbers: Mapping[int, int]
) -> Iterator[Shown]:
    forms: dict[int, int] = {}
    for block in blocks:
        if isinstance(block, Table) and block.number in form_numbers:
            for picture in pictures_in((block,)):
                forms[picture.number] = form_numbers[block.number]
    for each in paragraphs_in(blocks):
        for picture in each.pictures:
            caption = matched.by_picture.get(picture.number)
            yield Shown(picture, each.where, caption, forms.get(picture.number, 0))
