"""An opened original → its picture: as small as asked for, upright, in sRGB, with no metadata."""

import io
from functools import cache

from PIL import Image, ImageCms

from generator.pictures.cuts import Original
from generator.pictures.originals import load

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(image: Image.Image, original: Original, widest: int) -> Image.Image:
    """The photo at its largest needed size, upright and in sRGB."""
    width, height = original.at_most(widest)
    # Both draft and resize work on the stored axes; the turn comes after them, on few pixels.
    stored = (height, width) if original.orientation >= 5 else (width, height)
    profile = image.info.get("icc_profile")
    image.draft(None, stored)
    load(image)
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


def saved(image: Image.Image, name: str, **options: object) -> bytes:
    """The bytes of a picture in a format, such as JPEG."""
    target = io.BytesIO()
    image.save(target, name, **options)
    return target.getvalue()
