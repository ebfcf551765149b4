"""What is written on a share picture, and its size; only what the font can draw."""

from dataclasses import dataclass

from generator.models.website import Website
from generator.pictures.glyphs import missing_glyphs
from generator.relating.entry import Face

SIZE = (1200, 630)


@dataclass(frozen=True)
class Words:
    """What is written on a picture.

    labels: the smaller line above the name, from long to short; the first that fits is taken.
    name: in large letters. foot: on the red foot, beside the mark; may be empty.
    """

    labels: tuple[str, ...]
    name: str
    foot: str


def shown_of(face: Face, website: Website) -> tuple[Words, str]:
    """(what is written on a record's picture, the characters that the font lacks)."""
    lacking = missing_glyphs(face.name + str(face.region or ""))
    return _words_of(face, website), lacking


def shown_of_website(website: Website) -> tuple[Words, str]:
    """The same of the website's own picture."""
    lacking = missing_glyphs(f"{website.name}{website.tagline or ''}{website.publisher}")
    return _words_of_website(website), lacking


def _words_of(record: Face, website: Website) -> Words:
    """Type, region, name. A name that the font cannot draw is left out: never a box instead."""
    region = record.region
    places = tuple(
        place
        for place in ((" ".join(region.levels), region.term) if region else ())
        if not missing_glyphs(place)
    )
    foot = _drawable(website.name)
    if name := _drawable(record.name):
        labels = (*(f"{record.type_label} · {place}" for place in places), record.type_label)
        return Words(labels, name, foot)
    return Words(places, record.type_label, foot)


def _words_of_website(website: Website) -> Words:
    tagline, name = _drawable(website.tagline or ""), _drawable(website.name)
    if not name:
        return Words((), tagline, _drawable(website.publisher))
    return Words((tagline,) if tagline else (), name, _drawable(website.publisher))


def _drawable(text: str) -> str:
    """The text, or nothing if the font lacks one of its characters."""
    return "" if missing_glyphs(text) else " ".join(text.split())
