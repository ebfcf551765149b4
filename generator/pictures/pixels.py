"""One original → its derivatives' bytes: decoded once, then made narrower step by step."""

from collections.abc import Iterator

import pi_heif
import PIL
from PIL import Image, features

from generator.pictures.cuts import Cut, Original
from generator.pictures.originals import inspect, opened
from generator.pictures.upright import saved, upright
from generator.settings import Recipe


def codecs() -> tuple[str, ...]:
    """Versions of all that decides the derivatives' bytes."""
    named = ("jpg", "webp", "avif", "littlecms2", "libtiff")
    found = (str(features.version(name)) for name in named)
    # "jpg" is the version of an interface that several libraries have.
    turbo = str(features.version_feature("libjpeg_turbo"))
    return (PIL.__version__, pi_heif.__version__, pi_heif.libheif_version(), *found, turbo)


def encode(data: bytes, cuts: tuple[Cut, ...], recipe: Recipe) -> Iterator[tuple[Cut, str, bytes]]:
    """(cut, `<width>x<height>.<suffix>`, bytes) of every derivative; decodes once.

    Never enlarges: a photo narrower than a width gets its own width instead.
    """
    original = inspect(data)
    with opened(data) as image:
        top = upright(image, original, max(width for cut in cuts for width in cut.widths))
    for cut in cuts:
        whole = top if cut.ratio is None else top.crop(_window(top.size, cut))
        for small in _narrower(whole, cut.widths):
            name = f"{small.width}x{small.height}"
            for suffix, encoded in _formats(small, recipe):
                yield cut, f"{name}.{suffix}", encoded


def sizes_of(original: Original, cuts: tuple[Cut, ...]) -> dict[Cut, tuple[tuple[int, int], ...]]:
    """(width, height) of every derivative that `encode` would make, narrowest first."""
    width, height = original.at_most(max(width for cut in cuts for width in cut.widths))
    found = {}
    for cut in cuts:
        box = (0, 0, width, height) if cut.ratio is None else _window((width, height), cut)
        found[cut] = tuple(reversed(_sizes(box[2] - box[0], box[3] - box[1], cut.widths)))
    return found


def _window(size: tuple[int, int], cut: Cut) -> tuple[int, int, int, int]:
    """The largest part of that ratio that holds the focus as near its centre as it can."""
    assert cut.ratio is not None
    across, down = cut.ratio
    width = min(size[0], size[1] * across // down)
    height = min(size[1], size[0] * down // across)
    left = round(min(max(cut.focus[0] * size[0] - width / 2, 0), size[0] - width))
    above = round(min(max(cut.focus[1] * size[1] - height / 2, 0), size[1] - height))
    return left, above, left + max(width, 1), above + max(height, 1)


def _narrower(image: Image.Image, widths: tuple[int, ...]) -> Iterator[Image.Image]:
    """From wide to narrow, each made from the one before: a third of the cost, the same look."""
    for size in _sizes(*image.size, widths):
        if size[0] != image.width:
            image = image.resize(size, Image.Resampling.LANCZOS)
        yield image


def _sizes(width: int, height: int, widths: tuple[int, ...]) -> list[tuple[int, int]]:
    """The sizes of a picture at these widths, from wide to narrow."""
    fitting = {each for each in widths if each <= width}
    own = min(width, widths[-1])
    # Its own width only where the next one down would lose something that can be seen.
    if not fitting or own > max(fitting) * 1.15:
        fitting.add(own)
    ratio = height / width
    return [
        (each, height if each == width else max(1, round(each * ratio)))
        for each in sorted(fitting, reverse=True)
    ]


def _formats(image: Image.Image, recipe: Recipe) -> Iterator[tuple[str, bytes]]:
    yield "webp", saved(image, "WEBP", quality=recipe.webp_quality, method=recipe.webp_method)
    if recipe.avif:
        # One thread: with more, the bytes would depend on the number of cores.
        quality, speed = recipe.avif_quality, recipe.avif_speed
        yield "avif", saved(image, "AVIF", quality=quality, speed=speed, max_threads=1)
    flat = _on_white(image)
    yield "jpg", saved(flat, "JPEG", quality=recipe.jpeg_quality, progressive=True, optimize=True)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
