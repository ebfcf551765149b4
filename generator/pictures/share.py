"""The picture that chat apps and social sites show for a page (Open Graph, 1200×630 px).

Drawn for every record that has no photo of its own, and one for the website: its name in large
letters on paper, above the red foot with the mark and the website's name. Text never sits on a
photo. Each is kept by the fingerprint of all that decides its bytes, so that a second build draws
nothing.
"""

import hashlib
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.models.website import Website
from generator.pictures.drawing import (
    Arc,
    Base,
    Box,
    Ink,
    Line,
    Text,
    base,
    png,
    versions,
    width_of,
)
from generator.pictures.glyphs import missing_glyphs
from generator.relating.catalog import Catalog
from generator.relating.entry import Face
from generator.text.lines import wrap

PUBLISHED = "assets/share"
SIZE = (1200, 630)
# Counted up whenever the layout or a colour below changes, so that kept pictures are drawn anew.
DRAWING_VERSION = 1

_PAPER, _RED, _GOLD, _SUN = "#faf7f2", "#971a1d", "#d9ae5b", "#f6eddb"
_NAME = Ink(_PAPER, "#211c18", 7)
_LABEL = Ink(_PAPER, _RED, 3)
_FOOT = Ink(_RED, "#f6e3bb", 3)
# With the paper sixteen shades: a pixel is then half a byte, and a picture drawn in half the time.
_INKS = (_NAME, _LABEL, _FOOT, Ink(_PAPER, _SUN), Ink(_PAPER, _GOLD))

_CENTRE = SIZE[0] / 2
_FOOT_TOP = 514
_TEXT_WIDTH = 1040
# What is above the foot, but for the bar at the top.
_MIDDLE = 268
# (size in px, most lines): the first that a name fits in. One line is liked better than two larger
# ones, which may part a word; a name of 60 characters, the longest, takes three lines of 48 px.
_NAME_SIZES = (
    *((160, 1), (136, 1), (116, 1), (100, 1), (88, 1), (78, 1), (69, 1)),
    *((88, 2), (80, 2), (72, 2), (66, 3), (60, 3), (54, 3), (48, 3), (40, 4), (32, 5)),
)
_LABEL_SIZE = 32


@dataclass(frozen=True)
class SharePicture:
    """A drawn picture: a file in a folder of the cache, and at `uri` on the website.

    missing: characters that the font lacks; what holds them was left out of the picture.
    """

    file: str
    folder: Path
    missing: str = ""

    @property
    def uri(self) -> str:
        return f"{PUBLISHED}/{self.file}"

    @property
    def path(self) -> Path:
        return self.folder / self.file


@dataclass(frozen=True)
class Words:
    """What is written on a picture.

    labels: the smaller line above the name, from long to short; the first that fits is taken.
    name: in large letters. foot: on the red foot, beside the mark; may be empty.
    """

    labels: tuple[str, ...]
    name: str
    foot: str

    @property
    def fingerprint(self) -> str:
        """Of all that decides the picture's bytes."""
        asked = repr((self.labels, self.name, self.foot, DRAWING_VERSION, versions()))
        return hashlib.sha256(asked.encode()).hexdigest()[:20]


def share_pictures(catalog: Catalog, cache_folder: Path, jobs: int = 2) -> dict[str, SharePicture]:
    """A picture for the website and for every record without photos, by permalink.

    Args:
        catalog: the records; "" is the permalink of the website itself.
        cache_folder: where pictures are kept between builds; may be deleted at any time.
        jobs: pictures that are drawn at a time; the bytes do not depend on it.
    """
    shown = {"": _shown_of_website(catalog.website)}
    for entry in catalog.entries:
        if not entry.face.cover:
            shown[entry.permalink] = _shown_of(entry.face, catalog.website)
    files = {words: f"{words.fingerprint}.png" for words, _ in shown.values()}
    _draw_missing(files, cache_folder, jobs)
    return {
        permalink: SharePicture(files[words], cache_folder, lacking)
        for permalink, (words, lacking) in shown.items()
    }


def planned_share(face: Face | None, website: Website, cache_folder: Path) -> SharePicture | None:
    """What `share_pictures` gives for a record, or for the website; it may not be drawn yet."""
    if face and face.cover:
        return None
    words, lacking = _shown_of(face, website) if face else _shown_of_website(website)
    return SharePicture(f"{words.fingerprint}.png", cache_folder, lacking)


def _draw_missing(files: Mapping[Words, str], folder: Path, jobs: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with os.scandir(folder) as found:
        kept = {each.name for each in found}
    missing = [(words, folder / file) for words, file in files.items() if file not in kept]
    if not missing:
        return

    from concurrent.futures import ThreadPoolExecutor

    bases = {foot: _base(foot) for foot in {words.foot for words, _ in missing}}

    def make(words: Words, path: Path) -> None:
        # Another process may draw the same picture at the same time.
        part = path.with_suffix(f".part-{os.getpid()}")
        part.write_bytes(png(bases[words.foot], _shapes(words)))
        part.replace(path)

    with ThreadPoolExecutor(jobs) as pool:
        # The results are asked for so that an error comes out.
        for job in [pool.submit(make, words, path) for words, path in missing]:
            job.result()


# ---------------------------------------------------------------- words


def _shown_of(face: Face, website: Website) -> tuple[Words, str]:
    """(what is written on a record's picture, the characters that the font lacks)."""
    lacking = missing_glyphs(face.name + str(face.region or ""))
    return _words_of(face, website), lacking


def _shown_of_website(website: Website) -> tuple[Words, str]:
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


# ---------------------------------------------------------------- layout


def _base(foot: str) -> Base:
    """Paper with a pale rising sun, a red bar at the top, and the foot under a gold line."""
    width, height = SIZE
    sun = (_CENTRE, _FOOT_TOP)
    # An arc as wide as its circle is a disc.
    shapes: list[Box | Line | Arc | Text] = [Arc(sun, 105, (180, 360), _SUN, 210)]
    for degrees in range(190, 360, 20):
        shapes.append(Line(_polar(sun, 250, degrees), _polar(sun, 335, degrees), _SUN, 11))
    shapes += [
        Box((0, _FOOT_TOP - 2, width, height), _RED),
        Box((0, _FOOT_TOP - 8, width, _FOOT_TOP - 2), _GOLD),
        Box((0, 0, width, 14), _RED),
        Box((0, 14, width, 18), _GOLD),
        *_foot(foot),
    ]
    return base(SIZE, _PAPER, _INKS, shapes)


def _polar(centre: tuple[float, float], radius: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn)


def _foot(text: str) -> Iterator[Line | Arc | Text]:
    """The mark and the line beside it, together in the middle of the foot."""
    size = next((s for s in range(40, 16, -2) if width_of(text, s) <= _TEXT_WIDTH), 16)
    wide, mark, gap = width_of(text, size), 60.0, 26
    left = _CENTRE - (mark + gap + wide if text else mark) / 2
    middle = (_FOOT_TOP + SIZE[1]) / 2
    yield from _mark(left, middle - 31, mark / 32)
    if text:
        yield Text(text, left + mark + gap + wide / 2, middle + size * 0.36, size, _FOOT)


def _mark(left: float, top: float, scale: float) -> Iterator[Line | Arc]:
    """The sunrise of theme_overrides/assets/images/mark.svg, without its square."""

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (x - 8) * scale, top + (y - 9.5) * scale

    cream, width = _FOOT.colour, 3 * scale
    yield Arc(at(24, 34), 11 * scale, (180, 360), cream, width)
    yield Line(at(8, 34), at(40, 34), cream, width)
    yield Line(at(24, 11), at(24, 17), cream, width)
    yield Line(at(11.5, 17), at(15.5, 21), cream, width)
    yield Line(at(36.5, 17), at(32.5, 21), cream, width)
    yield Line(at(16, 40), at(32, 40), _GOLD, width)


def _shapes(words: Words) -> Iterator[Box | Text]:
    """The label between two gold rules, and under it the name; together in the middle."""
    size, lines = _fitted(words.name)
    label = next((each for each in words.labels if width_of(each, _LABEL_SIZE) <= 900), "")
    leading = round(size * 1.3)
    above = _LABEL_SIZE + 44 if label else 0
    top = _MIDDLE - (above + leading * len(lines)) / 2
    if label:
        yield Text(label, _CENTRE, top + _LABEL_SIZE * 0.86, _LABEL_SIZE, _LABEL)
        reach, y = width_of(label, _LABEL_SIZE) / 2 + 28, top + _LABEL_SIZE * 0.5
        yield Box((_CENTRE - reach - 64, y - 1, _CENTRE - reach, y + 2), _GOLD)
        yield Box((_CENTRE + reach, y - 1, _CENTRE + reach + 64, y + 2), _GOLD)
    for number, line in enumerate(lines):
        # A Chinese character stands from .88 em above the baseline to .12 em below it.
        baseline = top + above + leading * number + (leading - size) / 2 + size * 0.88
        yield Text(line, _CENTRE, baseline, size, _NAME)


def _fitted(name: str) -> tuple[int, tuple[str, ...]]:
    """(size in px, lines): as large as the name can be."""
    for size, most in _NAME_SIZES:
        lines = wrap(name, _TEXT_WIDTH, partial(width_of, size_px=size))
        if len(lines) <= most:
            break
    return size, lines
