"""The derivatives of one photo: found in the cache, or made.

Knows nothing of records, so that a worker on another machine starts fast.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.pictures.cuts import Cut
from generator.pictures.gate import PIXELS_IN_FLIGHT, Gate
from generator.pictures.photo_cache import PhotoCache

PUBLISHED = "assets/photos"


@dataclass(frozen=True)
class Derivative:
    """One resized copy: `uri` on the website, `path` in the cache, size in px."""

    uri: str
    path: Path
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """All derivatives of one photo in one cut, narrowest first, at the same widths.

    avif: empty unless the recipe asks for it.
    """

    webp: tuple[Derivative, ...]
    jpeg: tuple[Derivative, ...]
    avif: tuple[Derivative, ...] = ()

    @property
    def largest(self) -> Derivative:
        return self.jpeg[-1]

    def fallback(self, width: int = 640) -> Derivative:
        """The JPEG for browsers without srcset: the first that is at least `width` px wide."""
        return next((found for found in self.jpeg if found.width >= width), self.jpeg[-1])

    @property
    def files(self) -> tuple[Derivative, ...]:
        return self.avif + self.webp + self.jpeg


Made = tuple[dict[Cut, Picture], bool]  # a picture a cut; whether the original had to be decoded


def derive(data: bytes, cuts: tuple[Cut, ...], cache: PhotoCache, gate: Gate | None = None) -> Made:
    """Make what is missing of one photo: upright, sRGB, no metadata, never enlarged.

    Args:
        data: the original picture.
        cuts: the shapes and widths that are wanted.
        cache: where they are kept; may be deleted at any time.
        gate: bounds the pixels that all workers together hold.

    Returns:
        A picture a cut, and whether the original had to be decoded for it.

    Raises:
        PhotoRefused: not a picture, too large, or cut short.
    """
    digest = hashlib.sha256(data).digest()
    keys = {cut: cache.key(digest, cut) for cut in cuts}
    missing = tuple(cut for cut, key in keys.items() if not cache.find(key))
    if missing:
        from generator.pictures.originals import inspect
        from generator.pictures.pixels import encode

        made: dict[Cut, dict[str, bytes]] = defaultdict(dict)
        with (gate or Gate(PIXELS_IN_FLIGHT)).holding(inspect(data).decoded_pixels):
            for cut, name, encoded in encode(data, missing, cache.recipe):
                made[cut][name] = encoded
        for cut, files in made.items():
            cache.add(keys[cut], files)
    return {cut: picture_of(key, cache.find(key)) for cut, key in keys.items()}, bool(missing)


def made_before(digest: bytes, cuts: tuple[Cut, ...], cache: PhotoCache) -> Made | None:
    """What `derive` gives for the original with this SHA-256; None if anything must be made."""
    found = {cut: (key := cache.key(digest, cut), cache.find(key)) for cut in cuts}
    if not all(files for _, files in found.values()):
        return None
    return {cut: picture_of(key, files) for cut, (key, files) in found.items()}, False


def planned(data: bytes, cuts: tuple[Cut, ...], cache: PhotoCache) -> dict[Cut, Picture]:
    """The pictures that `derive` gives, without making them: they may not lie in the cache yet.

    Raises PhotoRefused for what is no picture; whether it is whole, only `derive` finds.
    """
    from generator.pictures.originals import inspect
    from generator.pictures.pixels import sizes_of

    digest = hashlib.sha256(data).digest()
    suffixes = ("webp", "jpg", *(("avif",) if cache.recipe.avif else ()))
    found = {}
    for cut, sizes in sizes_of(inspect(data), cuts).items():
        key = cache.key(digest, cut)
        place = cache.place(key)
        names = (f"{width}x{height}.{suffix}" for width, height in sizes for suffix in suffixes)
        found[cut] = picture_of(key, (place / name for name in names))
    return found


def picture_of(key: str, files: Iterable[Path]) -> Picture:
    """From names such as `640x427.webp` in the folder of a key."""
    found: dict[str, list[Derivative]] = defaultdict(list)
    for path in files:
        width, height = map(int, path.stem.split("x"))
        uri = f"{PUBLISHED}/{key}-{width}{path.suffix}"
        found[path.suffix].append(Derivative(uri, path, width, height))
    by_width = {suffix: tuple(sorted(each, key=_width)) for suffix, each in found.items()}
    return Picture(by_width[".webp"], by_width[".jpg"], by_width.get(".avif", ()))


def _width(derivative: Derivative) -> int:
    return derivative.width
