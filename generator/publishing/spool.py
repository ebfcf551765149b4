"""Bytes that are laid down one after the other, and read again in the same order.

They lie in a file; in memory stays only how long each is, and by which name it goes.
"""

from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType


class Spool:
    """path: of the file, which is made; it goes with the folder that it is in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._names: list[str] = []
        self._sizes = array("Q")

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def append(self, name: str, data: bytes) -> None:
        self._names.append(name)
        self._sizes.append(len(data))
        self._file.write(data)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of all that was laid down until now."""
        self._file.flush()
        with self._path.open("rb") as file:
            for name, size in zip(self._names, self._sizes, strict=True):
                yield name, file.read(size)
