"""Derivatives kept between builds, named by all that decides their bytes.

Nothing here depends on time, path or machine, so the folder can be shared between CI runs and
deleted at any moment. A set of derivatives appears whole, by one rename of its folder: several
processes may fill the cache at once, and a killed one leaves no half set.

Behind the folder there may be a storage that machines share. There a set is one object, which
appears whole as well, and beside the sets lie the originals that other machines are to work on.
"""

import hashlib
import io
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

from generator.machines.storage import Storage
from generator.pictures.cuts import Cut
from generator.settings import Recipe

_PART = ".part-"
_KEY_LENGTH = 20
# What zipfile has been seen to raise for bytes that are no zip, or no longer.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
_SETS, _ORIGINALS = "photos", "originals"


@dataclass(frozen=True)
class PhotoCache:
    """folder: where the sets lie, as `ab/abcdef…/640x427.webp`; made when first needed.

    storage: where they lie for other machines too, as `photos/ab/abcdef….zip`.
    """

    folder: Path
    recipe: Recipe
    storage: Storage | None = None

    def key(self, original: bytes, cut: Cut) -> str:
        """Fingerprint of an original in one cut.

        original: sha256 of its bytes. The recipe counts with every save parameter, and so do the
        versions of Pillow and of the codecs.
        """
        asked = repr((astuple(cut), self._asked)).encode()
        return hashlib.sha256(original + asked).hexdigest()[:_KEY_LENGTH]

    @cached_property
    def _asked(self) -> tuple[object, ...]:
        from generator.pictures.pixels import codecs

        return (astuple(self.recipe), codecs())

    def find(self, key: str) -> tuple[Path, ...]:
        """The files of a set, sorted; none if it was not made yet or a power cut emptied one.

        What only the storage has is brought into the folder.
        """
        found = self._found(key)
        if found or self.storage is None:
            return found
        files = _unpacked(self.storage.get(_object(key)) or b"")
        return self._keep(key, files) if files else ()

    def add(self, key: str, files: Mapping[str, bytes]) -> tuple[Path, ...]:
        """Keep a set; when another process was faster, its set (the same bytes) stays."""
        if self.storage is not None:
            self.storage.put(_object(key), _packed(files))
        return self._keep(key, files)

    def forget(self, fingerprints: Iterable[str]) -> None:
        """Drop sets, and originals from the storage, such as those of a withdrawn photo."""
        for fingerprint in fingerprints:
            shutil.rmtree(self.place(fingerprint), ignore_errors=True)
            if self.storage is not None:
                self.storage.remove(_object(fingerprint))

    def prune(self, used: Iterable[str]) -> tuple[int, int]:
        """Drop every set and original that is not among `used`, and what killed runs left.

        Returns how many sets went, and how many stayed.
        """
        keep = set(used)
        sets: set[str] = set()
        for place in sorted(self.folder.glob("??/*")) if self.folder.is_dir() else ():
            if not place.name.startswith(_PART):
                sets.add(place.name)
            if place.name not in keep:
                shutil.rmtree(place)
        if self.storage is not None:
            for name in (*self.storage.names(_SETS), *self.storage.names(_ORIGINALS)):
                fingerprint = name.rpartition("/")[2].removesuffix(".zip")
                if len(fingerprint) == _KEY_LENGTH:
                    sets.add(fingerprint)
                if fingerprint not in keep:
                    self.storage.remove(name)
        return len(sets - keep), len(sets & keep)

    def _found(self, key: str) -> tuple[Path, ...]:
        try:
            files = tuple(sorted(self.place(key).iterdir()))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        if all(file.stat().st_size for file in files):
            return files
        shutil.rmtree(self.place(key), ignore_errors=True)
        return ()

    def _keep(self, key: str, files: Mapping[str, bytes]) -> tuple[Path, ...]:
        place = self.place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=_PART, dir=place.parent))
        try:
            for name, data in files.items():
                (part / name).write_bytes(data)
            part.rename(place)
        except OSError:
            shutil.rmtree(part, ignore_errors=True)
            if not self._found(key):
                raise
        return self._found(key)

    def place(self, key: str) -> Path:
        """The folder of a set, whether it was made yet or not."""
        return self.folder / key[:2] / key


# ---------------------------------------------------------------- in the storage


def put_original(storage: Storage, data: bytes) -> str:
    """Lay an original there for other machines, unless it is there; its fingerprint."""
    fingerprint = hashlib.sha256(data).hexdigest()
    if not storage.has(_object(fingerprint)):
        storage.put(_object(fingerprint), data)
    return fingerprint


def get_original(storage: Storage, fingerprint: str) -> bytes | None:
    """The original of that fingerprint; None if it is not there. A damaged one is dropped."""
    data = storage.get(_object(fingerprint))
    if data is not None and hashlib.sha256(data).hexdigest() != fingerprint:
        storage.remove(_object(fingerprint))
        return None
    return data


def _object(fingerprint: str) -> str:
    """A set has a shorter fingerprint than an original, which has no more to it than its bytes."""
    if len(fingerprint) == _KEY_LENGTH:
        return f"{_SETS}/{fingerprint[:2]}/{fingerprint}.zip"
    return f"{_ORIGINALS}/{fingerprint[:2]}/{fingerprint}"


def _packed(files: Mapping[str, bytes]) -> bytes:
    """One file of a set, with a checksum for each of its pictures."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, data in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The set that was packed; nothing if it is damaged, so that it is made anew."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = {name: packed.read(name) for name in packed.namelist()}
    except _DAMAGED:
        return {}
    # The names become those of files here.
    sound = all(re.fullmatch(r"\d+x\d+\.(webp|jpg|avif)", name) for name in files)
    return files if sound and all(files.values()) else {}
