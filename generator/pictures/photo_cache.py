"""Derivatives kept between builds, named by all that decides their bytes.

Nothing here depends on time, path or machine, so the folder can be shared between CI runs and
deleted at any moment. A set of derivatives appears whole, by one rename of its folder: several
processes may fill the cache at once, and a killed one leaves no half set.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

from generator.pictures.pixels import Cut, codecs
from generator.settings import Recipe

_PART = ".part-"


@dataclass(frozen=True)
class PhotoCache:
    """folder: where the sets lie, as `ab/abcdef…/640x427.webp`; made when first needed."""

    folder: Path
    recipe: Recipe

    def key(self, original: bytes, cut: Cut) -> str:
        """Fingerprint of an original in one cut.

        original: sha256 of its bytes. The recipe counts with every save parameter, and so do the
        versions of Pillow and of the codecs.
        """
        asked = repr((astuple(cut), self._asked)).encode()
        return hashlib.sha256(original + asked).hexdigest()[:20]

    @cached_property
    def _asked(self) -> tuple[object, ...]:
        return (astuple(self.recipe), codecs())

    def find(self, key: str) -> tuple[Path, ...]:
        """The files of a set, sorted; none if it was not made yet or a power cut emptied one."""
        try:
            files = tuple(sorted(self.place(key).iterdir()))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        if all(file.stat().st_size for file in files):
            return files
        shutil.rmtree(self.place(key), ignore_errors=True)
        return ()

    def add(self, key: str, files: Mapping[str, bytes]) -> tuple[Path, ...]:
        """Keep a set; when another process was faster, its set (the same bytes) stays."""
        place = self.place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=_PART, dir=place.parent))
        try:
            for name, data in files.items():
                (part / name).write_bytes(data)
            part.rename(place)
        except OSError:
            shutil.rmtree(part, ignore_errors=True)
            if not self.find(key):
                raise
        return self.find(key)

    def forget(self, keys: Iterable[str]) -> None:
        """Drop sets, such as those of a photo that was withdrawn."""
        for key in keys:
            shutil.rmtree(self.place(key), ignore_errors=True)

    def prune(self, used: Iterable[str]) -> int:
        """Drop every set that is not among `used`, and what killed runs left; how many went."""
        keep = set(used)
        gone = 0
        for place in sorted(self.folder.glob("??/*")) if self.folder.is_dir() else ():
            if place.name not in keep:
                shutil.rmtree(place)
                gone += not place.name.startswith(_PART)
        return gone

    def place(self, key: str) -> Path:
        """The folder of a set, whether it was made yet or not."""
        return self.folder / key[:2] / key
