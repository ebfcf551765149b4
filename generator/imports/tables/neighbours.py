"""The files that a table names: photos and attachments that lie beside it."""

import os
from functools import cached_property
from pathlib import Path

from generator.imports.tables.cells import Unclear
from generator.reading.files import MAX_PHOTO_BYTES

FILES_SUFFIX = "（附件）"
ANNOTATED = "（已标注）"
_FOLDERS = ("照片", "图片", "附件", "photos", "images")
_MOST_FILES = 20_000


class Neighbours:
    """Finds files by name in the folder of a table and in those that belong to it."""

    def __init__(self, table: Path) -> None:
        self.base = table.parent
        self.stem = table.stem.split(ANNOTATED)[0]

    def read(self, name: str, within: str = "") -> bytes:
        """The bytes of a file; Unclear when there is none, or more than one.

        within: the folder below the table's own files where an export put those of a record.
        """
        own = self.base / f"{self.stem}{FILES_SUFFIX}" / within / name
        if within and self._is_usable(own):
            return self._bytes(own)
        found = self._by_name.get(name, [])
        if not found:
            raise Unclear("import-file-missing", written=name)
        if len(found) > 1:
            listed = "、".join(path.relative_to(self.base).as_posix() for path in found)
            raise Unclear("import-file-twice", written=name, found=listed)
        return self._bytes(found[0])

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        """All files beside the table and in its folders of pictures, by their bare names."""
        found: dict[str, list[Path]] = {}
        names = (*_FOLDERS, self.stem, f"{self.stem}{FILES_SUFFIX}")
        folders = [folder for name in names if (folder := self.base / name).is_dir()]
        beside = [path for path in sorted(self.base.iterdir()) if path.is_file()]
        below = [
            Path(parent) / name
            for folder in folders
            for parent, _, files in os.walk(folder)
            for name in sorted(files)
        ]
        for path in [*beside, *below][:_MOST_FILES]:
            found.setdefault(path.name, []).append(path)
        return found

    def _is_usable(self, path: Path) -> bool:
        return path.is_relative_to(self.base) and path.is_file() and ".." not in path.parts

    def _bytes(self, path: Path) -> bytes:
        if path.is_symlink() or path.stat().st_size > MAX_PHOTO_BYTES:
            limit = f"{MAX_PHOTO_BYTES >> 20} MB"
            size = f" {path.stat().st_size >> 20} MB"
            raise Unclear("photo-too-large", written=path.name, size=size, limit=limit)
        return path.read_bytes()
