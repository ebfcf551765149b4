"""One original as it comes: what it is, whether it is whole, why it is refused.

The door to Pillow and pi-heif, with `upright`, `pixels` and `clean` that stand on it. They take a
while to load and most runs open no picture: these modules are imported where one is.
"""

import io
import struct
import warnings
from datetime import date

import pi_heif
from PIL import Image, UnidentifiedImageError

from generator.pictures.cuts import Original, PhotoRefused
from generator.reading.files import MAX_PHOTO_BYTES

# MPO, two pictures in one JPEG, is opened by the JPEG reader and then gives its own name.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF")
MAX_PIXELS = 120_000_000
# Only JPEG can be decoded small; everything else stands in memory at its full size.
MAX_PIXELS_WHOLE = 64_000_000

_ORIENTATION, _DATE_TAKEN, _EXIF_IFD = 0x0112, 0x9003, 0x8769
_MANY_FRAMES = ("GIF", "WEBP", "PNG", "TIFF")
# What a broken EXIF block has been seen to raise, in Pillow's readers of it.
_BROKEN_EXIF = (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error)

pi_heif.register_heif_opener(thumbnails=False)
# Our own limits are stricter than Pillow's and told in Chinese; broken EXIF is no concern of ours.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


def inspect(data: bytes) -> Original:
    """Look at a photo without decoding it; raises PhotoRefused for what is none."""
    with opened(data) as image:
        orientation = orientation_of(image)
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
    with opened(data) as image:
        image.draft("RGB", (64, 64))
        load(image)


def opened(data: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    """The picture in `data`, not decoded yet; raises PhotoRefused."""
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


def orientation_of(image: Image.Image) -> int:
    """How it must be turned to stand upright, as EXIF counts: 1 for not at all."""
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


def load(image: Image.Image) -> None:
    """Decode an opened picture; raises PhotoRefused where some of it is missing."""
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError) as error:
        raise PhotoRefused("photo-damaged") from error
