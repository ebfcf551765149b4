"""The picture that chat apps and social sites show for a page (Open Graph, 1200×630 px).

Drawn for every record that has no photo of its own, and one for the website: its name in large
letters on paper, above the red foot with the mark and the website's name. Text never sits on a
photo. Each is kept by the fingerprint of all that decides its bytes, so that a second build draws
nothing.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.keeping.beside import keep, kept
from generator.keeping.code import code_key
from generator.keeping.codec import CodecError, packed, unpacked
from generator.models.website import Website
from generator.pictures.glyphs import FONT
from generator.pictures.share_words import Words, shown_of, shown_of_website
from generator.relating.catalog import Catalog
from generator.relating.entry import Face

PUBLISHED = "assets/share"
BESIDE = Path(__file__).with_name("__pycache__")
# Counted up whenever share_layout.py changes, so that kept pictures are drawn anew.
DRAWING_VERSION = 1


@dataclass(frozen=True, slots=True)
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


class SharePictures(Mapping[str, SharePicture]):
    """Pictures by permalink. Of each little is held: there is one for most records."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, str] = {}
        self._missing: dict[str, str] = {}

    def add(self, permalink: str, file: str, missing: str) -> None:
        self._files[permalink] = file
        if missing:
            self._missing[permalink] = missing

    def __getitem__(self, permalink: str) -> SharePicture:
        missing = self._missing.get(permalink, "")
        return SharePicture(self._files[permalink], self._folder, missing)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def share_pictures(catalog: Catalog, cache_folder: Path, jobs: int = 2) -> SharePictures:
    """A picture for the website and for every record without photos, by permalink.

    Args:
        catalog: the records; "" is the permalink of the website itself.
        cache_folder: where pictures are kept between builds; may be deleted at any time.
        jobs: pictures that are drawn at a time; the bytes do not depend on it.
    """
    versions = versions_kept()
    cache_folder.mkdir(parents=True, exist_ok=True)
    with os.scandir(cache_folder) as found:
        drawn = {each.name for each in found}
    pictures = SharePictures(cache_folder)
    to_draw: dict[str, Words] = {}

    def add(permalink: str, words: Words, lacking: str) -> None:
        file = _file_of(words, versions)
        if file not in drawn:
            to_draw[file] = words
        pictures.add(permalink, file, lacking)

    add("", *shown_of_website(catalog.website))
    for entry in catalog.entries:
        if not entry.face.cover:
            add(entry.permalink, *shown_of(entry.face, catalog.website))
    _draw(to_draw, cache_folder, jobs)
    return pictures


def planned_share(face: Face | None, website: Website, cache_folder: Path) -> SharePicture | None:
    """What `share_pictures` gives for a record, or for the website; it may not be drawn yet."""
    if face and face.cover:
        return None
    words, lacking = shown_of(face, website) if face else shown_of_website(website)
    return SharePicture(_file_of(words, versions_kept()), cache_folder, lacking)


def _file_of(words: Words, versions: tuple[str, ...]) -> str:
    """Named by all that decides the picture's bytes."""
    asked = repr((words.labels, words.name, words.foot, DRAWING_VERSION, versions))
    return f"{hashlib.sha256(asked.encode()).hexdigest()[:20]}.png"


@cache
def versions_kept(beside: Path = BESIDE) -> tuple[str, ...]:
    """`drawing.versions`; that takes Pillow, so what it gave is kept in a folder `beside` our code.

    Our code and the libraries under it decide it, since Pillow brings its own; and the font.
    """
    font = FONT.stat()
    path = beside / "drawing.versions"
    head = f"{code_key()} {font.st_size} {font.st_mtime_ns}\n".encode()
    with suppress(CodecError):  # there is none yet, or it was cut short
        found: tuple[str, ...] = unpacked(kept(path, head) or b"")
        return found

    from generator.pictures.drawing import versions

    keep(path, head, packed(versions()))
    return versions()


def _draw(words_of: Mapping[str, Words], folder: Path, jobs: int) -> None:
    """words_of: what is to be written on each file."""
    if not words_of:
        return

    from concurrent.futures import ThreadPoolExecutor

    from generator.pictures.drawing import png
    from generator.pictures.share_layout import ground, shapes

    grounds = {foot: ground(foot) for foot in {words.foot for words in words_of.values()}}

    def make(words: Words, path: Path) -> None:
        # Another process may draw the same picture at the same time.
        part = path.with_suffix(f".part-{os.getpid()}")
        part.write_bytes(png(grounds[words.foot], shapes(words)))
        part.replace(path)

    with ThreadPoolExecutor(jobs) as pool:
        # The results are asked for so that an error comes out.
        for job in [pool.submit(make, words, folder / name) for name, words in words_of.items()]:
            job.result()
