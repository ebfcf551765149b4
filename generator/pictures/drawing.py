"""Drawn pictures: shapes and Chinese text in a few colours, saved as a small PNG.

The second door to Pillow, beside originals.py: there photos are read, here pictures are made from
nothing. The font lies in fonts/, so that a machine without Chinese fonts draws
the same bytes.

A picture holds no colours while it is worked on but places in a palette, one byte a pixel: that
makes drawing and saving it four times faster than true colour. What never changes (`Base`) is
drawn once, smooth and large, then made small; each picture adds its text to a copy of it.
"""

import hashlib
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import PIL
from PIL import Image, ImageDraw, ImageFont, features

from generator.pictures.glyphs import FONT

# Shapes of a base are drawn this much larger, since Pillow draws them with hard edges.
_LARGER = 3
# Matching runs only (zlib's Z_RLE): for few flat colours smaller than level 6, and in a third of
# the time.
_COMPRESSION = {"compress_level": 6, "compress_type": 3}


Shade = tuple[int, int, int]
Palette = tuple[Shade, ...]


@dataclass(frozen=True)
class Ink:
    """A colour on a ground, with the steps between the two that make edges smooth.

    ground, colour: such as `#971a1d`. steps: how many shades, the ground not counted.
    """

    ground: str
    colour: str
    steps: int = 1

    @property
    def shades(self) -> Palette:
        """RGB of each shade, from the one nearest the ground to the colour itself."""
        one, other = _rgb(self.ground), _rgb(self.colour)
        return tuple(
            (
                one[0] + (other[0] - one[0]) * step // self.steps,
                one[1] + (other[1] - one[1]) * step // self.steps,
                one[2] + (other[2] - one[2]) * step // self.steps,
            )
            for step in range(1, self.steps + 1)
        )


@dataclass(frozen=True)
class Box:
    """A filled rectangle; left, top, right, bottom in px, the last two not included."""

    place: tuple[float, float, float, float]
    colour: str


@dataclass(frozen=True)
class Line:
    """A straight stroke with round ends, between two points in px."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str
    width: float


@dataclass(frozen=True)
class Arc:
    """Part of a circle as a stroke with its middle on the circle; degrees clockwise from three."""

    centre: tuple[float, float]
    radius: float
    degrees: tuple[float, float]
    colour: str
    width: float


@dataclass(frozen=True)
class Text:
    """One line of text, centred on `x` by what is seen of it, its baseline at `y`, in px."""

    text: str
    x: float
    y: float
    size_px: int
    ink: Ink


Shape = Box | Line | Arc


@dataclass(frozen=True)
class Base:
    """The part that many pictures share.

    pixels: places in the palette, row by row. palette: RGB of each place, at most 256.
    """

    size: tuple[int, int]
    pixels: bytes
    palette: Palette


@cache
def versions() -> tuple[str, ...]:
    """All that decides the bytes of a picture beside what is drawn."""
    libraries = (str(features.version(name)) for name in ("freetype2", "zlib", "zlib_ng"))
    return (PIL.__version__, *libraries, _font_digest())


@cache
def _font_digest() -> str:
    return hashlib.sha256(FONT.read_bytes()).hexdigest()


# ---------------------------------------------------------------- text


def width_of(text: str, size_px: int) -> float:
    """How far a line of text runs, in px; of two texts together it is their sum."""
    return sum(map(_em, text)) * size_px


@cache
def _em(char: str) -> float:
    return _font(1000).getlength(char) / 1000


@cache
def _font(size_px: int) -> ImageFont.FreeTypeFont:
    # The basic layout needs no other library, so that it is the same on every machine.
    return ImageFont.truetype(FONT, size_px, layout_engine=ImageFont.Layout.BASIC)


# ---------------------------------------------------------------- drawing


def base(
    size: tuple[int, int], ground: str, inks: Iterable[Ink], shapes: Iterable[Shape | Text]
) -> Base:
    """Draw what many pictures share.

    Args:
        size: width and height in px.
        ground: colour of the paper.
        inks: all that shapes and later text are drawn with; their shades make the palette.
        shapes: drawn one over the other, then the texts among them.
    """
    shapes = tuple(shapes)
    palette = tuple(dict.fromkeys([_rgb(ground), *(s for ink in inks for s in ink.shades)]))
    large = Image.new("RGB", (size[0] * _LARGER, size[1] * _LARGER), ground)
    pen = ImageDraw.Draw(large)
    for shape in shapes:
        if not isinstance(shape, Text):
            _draw(pen, shape)
    colours = Image.new("P", (1, 1))
    # Places that are left over repeat the ground, or Pillow would take them for black.
    flat = [part for shade in palette for part in shade]
    colours.putpalette(flat + list(palette[0]) * (256 - len(palette)))
    small = large.resize(size, Image.Resampling.BOX)
    placed = small.quantize(palette=colours, dither=Image.Dither.NONE)
    # Of equal colours any place may have been taken; all above the palette are the ground's.
    image = placed.point([place if place < len(palette) else 0 for place in range(256)], "L")
    for shape in shapes:
        if isinstance(shape, Text):
            _write(image, shape, palette)
    return Base(size, image.tobytes(), palette)


def png(base: Base, shapes: Iterable[Box | Text]) -> bytes:
    """A picture: the base with boxes and texts on it; the same arguments give the same bytes.

    Their colours must be among the inks of the base.
    """
    image = Image.frombytes("L", base.size, base.pixels)
    for shape in shapes:
        if isinstance(shape, Text):
            _write(image, shape, base.palette)
        else:
            left, top, right, bottom = map(round, shape.place)
            image.paste(base.palette.index(_rgb(shape.colour)), (left, top, right, bottom))
    # From here on the bytes are places in a palette.
    image.putpalette([part for shade in base.palette for part in shade])
    target = io.BytesIO()
    image.save(target, "PNG", **_COMPRESSION)
    return target.getvalue()


def _write(image: Image.Image, text: Text, palette: Palette) -> None:
    """Put a line of text on an image of places; the smoothed edges take the shades of its ink."""
    font, size = _font(text.size_px), text.size_px
    drawn = Image.new("L", (round(width_of(text.text, size)) + 2 * size, 2 * size))
    ImageDraw.Draw(drawn).text((size, size * 3 // 2), text.text, fill=255, font=font, anchor="ls")
    seen = drawn.getbbox()
    if seen is None:
        return
    drawn = drawn.crop(seen)
    places, opaque = _shading(text.ink, palette)
    at = (round(text.x - drawn.width / 2), round(text.y) - size * 3 // 2 + seen[1])
    image.paste(drawn.point(places), at, drawn.point(opaque, "1"))


@cache
def _shading(ink: Ink, palette: Palette) -> tuple[list[int], list[int]]:
    """For each amount of ink from 0 to 255: its place in the palette, and 255 if there is any."""
    places = [0, *map(palette.index, ink.shades)]
    steps = [(amount * ink.steps + 127) // 255 for amount in range(256)]
    return [places[step] for step in steps], [255 if step else 0 for step in steps]


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    """Draw a shape on the large picture."""
    by = _LARGER
    if isinstance(shape, Box):
        left, top, right, bottom = (round(edge * by) for edge in shape.place)
        # Pillow's rectangles hold their last row and column.
        pen.rectangle((left, top, right - 1, bottom - 1), fill=shape.colour)
        return
    if isinstance(shape, Arc):
        (x, y), outer = shape.centre, (shape.radius + shape.width / 2) * by
        around = (x * by - outer, y * by - outer, x * by + outer, y * by + outer)
        pen.arc(around, *shape.degrees, fill=shape.colour, width=round(shape.width * by))
        ends = [_on_circle(shape, degrees) for degrees in shape.degrees]
    else:
        ends = [shape.start, shape.end]
        points = [(x * by, y * by) for x, y in ends]
        pen.line(points, fill=shape.colour, width=round(shape.width * by))
    for x, y in ends:
        pen.circle((x * by, y * by), shape.width * by / 2, fill=shape.colour)


def _on_circle(arc: Arc, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return (
        arc.centre[0] + arc.radius * math.cos(turn),
        arc.centre[1] + arc.radius * math.sin(turn),
    )


def _rgb(colour: str) -> Shade:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
