"""One original → its derivatives' bytes. The only door to Pillow and pi-heif.

They take a while to load, and most runs open no picture: this module is imported where one is.

An original is decoded once, as small as its largest derivative allows, turned upright, brought to
sRGB, and then made narrower step by step; what is saved carries no metadata at all.
"""

import io
import re
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pi_heif
import PIL
from PIL import Image, ImageCms, UnidentifiedImageError, features

from generator.pictures.cuts import Cut, Original, PhotoRefused
from generator.reading.files import MAX_PHOTO_BYTES
from generator.settings import Recipe

# MPO, two pictures in one JPEG, is opened by the JPEG reader and then gives its own name.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF")
MAX_PIXELS = 120_000_000
# Only JPEG can be decoded small; everything else stands in memory at its full size.
MAX_PIXELS_WHOLE = 64_000_000
# What is kept of a picture that is encoded anew, in px across; twice the widest derivative.
MAX_KEPT = 4000

_ORIENTATION, _DATE_TAKEN, _EXIF_IFD = 0x0112, 0x9003, 0x8769
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MANY_FRAMES = ("GIF", "WEBP", "PNG", "TIFF")
# What a broken EXIF block has been seen to raise, in Pillow's readers of it.
_BROKEN_EXIF = (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error)

pi_heif.register_heif_opener(thumbnails=False)
# Our own limits are stricter than Pillow's and told in Chinese; broken EXIF is no concern of ours.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


def codecs() -> tuple[str, ...]:
    """Versions of all that decides the derivatives' bytes."""
    named = ("jpg", "webp", "avif", "littlecms2", "libtiff")
    found = (str(features.version(name)) for name in named)
    # "jpg" is the version of an interface that several libraries have.
    turbo = str(features.version_feature("libjpeg_turbo"))
    return (PIL.__version__, pi_heif.__version__, pi_heif.libheif_version(), *found, turbo)


# ---------------------------------------------------------------- reading


def inspect(data: bytes) -> Original:
    """Look at a photo without decoding it; raises PhotoRefused for what is none."""
    with _opened(data) as image:
        orientation = _orientation(image)
        width, height = image.size
        if orientation >= 5:
            width, height = height, width
        return Original(
            format=str(image.format),
            width=width,
            height=height,
            orientation=orientation,
            is_moving=image.format in _MANY_FRAMES and getattr(image, "n_frames", 1) > 1,
            taken=_taken(image),
        )


def check_whole(data: bytes) -> None:
    """Decode a photo, as small as possible, to see that none of it is missing."""
    with _opened(data) as image:
        image.draft("RGB", (64, 64))
        _load(image)


def _opened(data: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    if not data:
        raise PhotoRefused("photo-type", reason="文件是空的")
    if len(data) > MAX_PHOTO_BYTES:
        size = f" {len(data) / 1048576:.0f} MB"
        raise PhotoRefused("photo-too-large", size=size, limit=f"{MAX_PHOTO_BYTES >> 20} MB")
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels("过多像素", MAX_PIXELS) from error
    except UnidentifiedImageError as error:
        raise PhotoRefused("photo-type", reason=_looks_like(data)) from error
    except (OSError, SyntaxError, ValueError) as error:
        # Cut short within its head; a PNG with a text chunk that unpacks to a flood.
        raise PhotoRefused("photo-damaged") from error
    pixels = image.width * image.height
    limit = MAX_PIXELS if image.format in ("JPEG", "MPO") else MAX_PIXELS_WHOLE
    if pixels > limit:
        raise _too_many_pixels(f" {image.width}×{image.height} 像素", limit)
    return image


def _too_many_pixels(size: str, limit: int) -> PhotoRefused:
    return PhotoRefused("photo-too-large", size=size, limit=f"{limit // 10_000} 万像素")


def _looks_like(data: bytes) -> str:
    """What a file that is no photo seems to be, by its first bytes."""
    head = data[:512].lstrip().lower()
    if data.startswith(b"%PDF"):
        return "这是 PDF 文件；文件请写到“附件”里"
    if data[4:8] == b"ftyp":
        return "这是视频，或手机的特殊格式"
    if data.startswith(b"\x1aE\xdf\xa3") or data[8:11] == b"AVI":
        return "这是视频"
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "这是 Word、Excel 之类的文件；文件请写到“附件”里"
    if data[40:44] == b" EMF" or data.startswith((b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")):
        return "这是 WMF 或 EMF 图形，网页上显示不了"
    if b"<svg" in head:
        return "这是 SVG 图形，可能夹带代码"
    if head.startswith((b"<!doctype", b"<html")):
        return "这是网页，不是照片"
    if data.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF")):
        return "文件头已损坏，没有传完整"
    return "打不开，可能只是改过后缀"


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN_EXIF:
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _taken(image: Image.Image) -> date | None:
    try:
        written = str(image.getexif().get_ifd(_EXIF_IFD).get(_DATE_TAKEN, ""))
        return date(*map(int, written[:10].split(":")))
    except (*_BROKEN_EXIF, RecursionError):
        return None


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError) as error:
        raise PhotoRefused("photo-damaged") from error


# ---------------------------------------------------------------- cleaning

# What a JPEG needs to be shown; all else (EXIF, XMP, IPTC, comments) tells more than the picture.
_JPEG_PARTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE}
_PNG_PARTS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"pHYs"}


def clean(data: bytes) -> tuple[str, bytes]:
    """(suffix, bytes) of a picture as it may be kept: upright, and without any metadata.

    A JPEG or PNG that holds nothing but its picture stays as it is, byte for byte; everything else,
    BMP included, is encoded anew at its own size. Raises PhotoRefused for what is no picture.
    """
    if _is_bare_jpeg(data):
        check_whole(data)
        return ".jpg", data
    if _is_bare_png(data):
        check_whole(data)
        return ".png", data
    return _kept(_whole(data, _orientation_of(data)), data)


@dataclass(frozen=True)
class Pose:
    """How a document shows a picture that it holds.

    window: the part that is shown, as fractions (left, top, right, bottom) of the stored pixels.
    quarters: turns of 90 degrees clockwise, after mirroring.
    """

    window: tuple[float, float, float, float] = (0, 0, 1, 1)
    quarters: int = 0
    is_mirrored: bool = False
    is_flipped: bool = False


def clean_as_shown(data: bytes, pose: Pose) -> tuple[str, bytes]:
    """`clean`, cut and turned as a document shows it: what was cut off there is not kept.

    A document that turns a picture means its stored pixels, so EXIF's orientation counts only
    where nothing is done to it.
    """
    if pose == Pose():
        return clean(data)
    image = _whole(data, 1)
    left, top, right, bottom = pose.window
    width, height = image.size
    box = (round(left * width), round(top * height), round(right * width), round(bottom * height))
    image = image.crop((box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1)))
    if pose.is_mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if pose.is_flipped:
        image = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if pose.quarters % 4:
        turns = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        image = image.transpose(turns[pose.quarters % 4 - 1])
    return _kept(image, data)


def _orientation_of(data: bytes) -> int:
    with _opened(data, (*FORMATS, "BMP")) as image:
        return _orientation(image)


def _whole(data: bytes, orientation: int) -> Image.Image:
    """The picture at its own size up to MAX_KEPT across, turned as `orientation` says."""
    with _opened(data, (*FORMATS, "BMP")) as image:
        original = Original(str(image.format), *image.size, orientation, False, None)
        if orientation >= 5:
            original = replace(original, width=image.height, height=image.width)
        return _upright_top(image, original, min(original.width, MAX_KEPT))


def _kept(image: Image.Image, data: bytes) -> tuple[str, bytes]:
    """(suffix, bytes): drawn pictures without loss, photos as JPEG."""
    is_drawn = data.startswith((b"\x89PNG", b"GIF8", b"BM"))
    if is_drawn or image.mode == "RGBA":
        return ".png", _save(image, "PNG", optimize=True)
    return ".jpg", _save(image, "JPEG", quality=90, progressive=True, optimize=True)


def _is_bare_jpeg(data: bytes) -> bool:
    at = 2
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == 0xDA:
            # After the picture nothing may follow (phones append whole videos there), and no
            # note may stand between the passes of a progressive one.
            is_last = data.endswith(b"\xff\xd9") and data.find(b"\xff\xd9", at) == len(data) - 2
            return is_last and not re.search(rb"\xff[\xe1-\xef\xfe]", data[at:])
        if kind not in _JPEG_PARTS or (kind == 0xE0 and data[at + 4 : at + 9] != b"JFIF\0"):
            return False
        at += 2 + size
    return False


def _is_bare_png(data: bytes) -> bool:
    at = 8
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + size
        if kind not in _PNG_PARTS:
            return False
        if kind == b"IEND":
            return at == len(data)
    return False


# ---------------------------------------------------------------- making


def encode(data: bytes, cuts: tuple[Cut, ...], recipe: Recipe) -> Iterator[tuple[Cut, str, bytes]]:
    """(cut, `<width>x<height>.<suffix>`, bytes) of every derivative; decodes once.

    Never enlarges: a photo narrower than a width gets its own width instead.
    """
    original = inspect(data)
    with _opened(data) as image:
        top = _upright_top(image, original, max(width for cut in cuts for width in cut.widths))
    for cut in cuts:
        whole = top if cut.ratio is None else top.crop(_window(top.size, cut))
        for small in _narrower(whole, cut.widths):
            name = f"{small.width}x{small.height}"
            for suffix, encoded in _saved(small, recipe):
                yield cut, f"{name}.{suffix}", encoded


def sizes_of(original: Original, cuts: tuple[Cut, ...]) -> dict[Cut, tuple[tuple[int, int], ...]]:
    """(width, height) of every derivative that `encode` would make, narrowest first."""
    width, height = original.at_most(max(width for cut in cuts for width in cut.widths))
    found = {}
    for cut in cuts:
        box = (0, 0, width, height) if cut.ratio is None else _window((width, height), cut)
        found[cut] = tuple(reversed(_sizes(box[2] - box[0], box[3] - box[1], cut.widths)))
    return found


def _upright_top(image: Image.Image, original: Original, widest: int) -> Image.Image:
    """The photo at its largest needed size, upright and in sRGB."""
    width, height = original.at_most(widest)
    # Both draft and resize work on the stored axes; the turn comes after them, on few pixels.
    stored = (height, width) if original.orientation >= 5 else (width, height)
    profile = image.info.get("icc_profile")
    image.draft(None, stored)
    _load(image)
    image = _resizable(image)
    if image.size != stored:
        image = image.resize(stored, Image.Resampling.LANCZOS)
    if original.orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[original.orientation])
    return _in_srgb(image, profile)


def _resizable(image: Image.Image) -> Image.Image:
    """A mode in which neighbouring pixels may be mixed."""
    if image.mode in {"RGB", "L", "CMYK", "RGBA"}:
        # Colour-keyed transparency (tRNS of PNG) becomes alpha before anything is mixed.
        return image.convert("RGBA") if "transparency" in image.info else image
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):
        # 16-bit grey: a plain convert would clip everything above 255 to white.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB, RGBA or L, in sRGB. A profile that is broken or of another mode is passed over."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    converted = None
    if profile:
        try:
            embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(colours, embedded, _srgb(), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
    if converted is None:
        converted = colours if colours.mode in {"RGB", "L"} else colours.convert("RGB")
    if alpha:
        converted = converted.convert("RGB")
        converted.putalpha(alpha)
    # Whatever is left in `info` (comment, profile, EXIF, XMP) would be written by save().
    converted.info = {}
    return converted


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


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


def _saved(image: Image.Image, recipe: Recipe) -> Iterator[tuple[str, bytes]]:
    yield "webp", _save(image, "WEBP", quality=recipe.webp_quality, method=recipe.webp_method)
    if recipe.avif:
        # One thread: with more, the bytes would depend on the number of cores.
        quality, speed = recipe.avif_quality, recipe.avif_speed
        yield "avif", _save(image, "AVIF", quality=quality, speed=speed, max_threads=1)
    flat = _on_white(image)
    yield "jpg", _save(flat, "JPEG", quality=recipe.jpeg_quality, progressive=True, optimize=True)


def _save(image: Image.Image, name: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, name, **options)
    return target.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
