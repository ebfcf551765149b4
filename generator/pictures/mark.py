"""The office's own mark for the header: a picture beside website.yml, instead of our sunrise."""

import hashlib

from generator.errors import Problem
from generator.models.website import Website
from generator.pictures.cuts import Cut, PhotoRefused
from generator.pictures.derivatives import Picture, derive
from generator.pictures.photos import photo_bytes, photo_cache, read_photo
from generator.reading.files import listing
from generator.reading.validate import Origin
from generator.settings import Settings

# 12 rem wide at most, on screens with two dots a pixel.
CUT = Cut("full", None, (384,))


def check_mark(website: Website, origin: Origin, settings: Settings) -> list[Problem]:
    """A problem if the mark is not there or is no picture that can be shown."""
    if not website.mark:
        return []

    from generator.pictures.originals import check_whole, inspect

    try:
        present = [found.name for found in listing(settings.content, settings.content)]
        data = read_photo(settings, settings.content, present, website.mark)
        inspect(data).at_most(CUT.widths[-1])
        check_whole(data)
    except PhotoRefused as refused:
        facts = {"written": website.mark, "folder": "content", **refused.facts}
        return [origin.problem(refused.code, ("mark",), **facts)]
    return []


def derive_mark(website: Website, settings: Settings) -> Picture | None:
    """The mark's derivatives, made anew like every photo's; None without one."""
    if not website.mark:
        return None
    data = photo_bytes(settings, settings.content / website.mark)
    found, _ = derive(data, (CUT,), photo_cache(settings))
    return found[CUT]


def mark_keys(website: Website, settings: Settings) -> set[str]:
    """Cache keys that the mark needs."""
    if not website.mark:
        return set()
    digest = hashlib.sha256(photo_bytes(settings, settings.content / website.mark)).digest()
    return {photo_cache(settings).key(digest, CUT)}
