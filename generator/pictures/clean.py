"""A picture that somebody hands over → the one that is kept: upright, and without any metadata."""

import re
from dataclasses import dataclass, replace

from PIL import Image

from generator.pictures.cuts import Original
from generator.pictures.originals import FORMATS, check_whole, opened, orientation_of
from generator.pictures.upright import saved, upright

# What is kept of a picture that is encoded anew, in px across; twice the widest derivative.
MAX_KEPT = 4000

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
    with opened(data, (*FORMATS, "BMP")) as image:
        return orientation_of(image)


def _whole(data: bytes, orientation: int) -> Image.Image:
    """The picture at its own size up to MAX_KEPT across, turned as `orientation` says."""
    with opened(data, (*FORMATS, "BMP")) as image:
        original = Original(str(image.format), *image.size, orientation, False, None)
        if orientation >= 5:
            original = replace(original, width=image.height, height=image.width)
        return upright(image, original, min(original.width, MAX_KEPT))


def _kept(image: Image.Image, data: bytes) -> tuple[str, bytes]:
    """(suffix, bytes): drawn pictures without loss, photos as JPEG."""
    is_drawn = data.startswith((b"\x89PNG", b"GIF8", b"BM"))
    if is_drawn or image.mode == "RGBA":
        return ".png", saved(image, "PNG", optimize=True)
    return ".jpg", saved(image, "JPEG", quality=90, progressive=True, optimize=True)


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
