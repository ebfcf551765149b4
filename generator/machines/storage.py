"""A place that several machines reach: a shared folder, or object storage. The door to fsspec.

An object has a name that is made of its content and appears whole or not at all, so that any number
of machines may put the same one at the same time.
"""

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.errors import Hindered, UsageError
from generator.machines.s3 import explained, open_storage

_PART = ".part-"


@dataclass(frozen=True)
class Storage:
    """Opened where it is first used, so it can be sent to another machine.

    address: a folder's absolute path, or `s3://bucket/prefix`. endpoint: of a storage that is not
    AWS's own; keys come from the environment.
    """

    address: str
    endpoint: str | None = None

    def get(self, name: str) -> bytes | None:
        """The bytes of an object; None if there is none of that name."""
        with self._explained():
            try:
                content: bytes = self._files.cat_file(self._path(name))
            except FileNotFoundError:
                return None
            return content

    def has(self, name: str) -> bool:
        with self._explained():
            return bool(self._files.exists(self._path(name)))

    def put(self, name: str, content: bytes) -> None:
        """Keep an object; in the place of one of the same name, if there is one."""
        with self._explained():
            if self._is_remote:
                self._files.pipe_file(self._path(name), content)
                return
            part = self._path(f"{name}{_PART}{os.urandom(8).hex()}")
            try:
                self._files.pipe_file(part, content)
                self._files.mv(part, self._path(name))
            except OSError:
                with suppress(OSError):
                    self._files.rm_file(part)
                raise

    def remove(self, name: str) -> None:
        """Drop an object, if it is there."""
        with self._explained(), suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))

    def names(self, folder: str) -> Iterator[str]:
        """All objects whose names begin with `folder/`, also what killed runs left half written."""
        with self._explained():
            found = self._files.find(self._path(folder))
        start = len(self._base) + 1
        yield from sorted(path[start:] for path in found)

    @property
    def _is_remote(self) -> bool:
        return self.address.startswith("s3://")

    @property
    def _files(self) -> Any:
        return _opened(self._is_remote, self.endpoint)

    @property
    def _base(self) -> str:
        return self.address.removeprefix("s3://").replace("\\", "/").rstrip("/")

    def _path(self, name: str) -> str:
        return f"{self._base}/{name}"

    def _explained(self) -> AbstractContextManager[None]:
        # Faults of a folder are those of any disk.
        return explained(self._base, "再生成一次，会接着做。") if self._is_remote else nullcontext()


def storage_at(address: str, endpoint: str | None = None) -> Storage:
    """The storage that somebody named; UsageError if it cannot be one.

    A folder must be there: one that is not mounted would be made anew, on this machine alone.
    """
    if re.match("s3://[^/]", address):
        return Storage(address.rstrip("/"), endpoint)
    if re.match(r"\w{2,}:", address):
        raise UsageError(f"不认识共享存储 “{address}”。可以写：文件夹的路径，或 s3://存储桶/前缀")
    folder = Path(address).absolute()
    if not folder.is_dir():
        raise UsageError(f"找不到共享存储的文件夹：{folder}\n先建好，或先把它挂上。")
    return Storage(str(folder))


@cache
def _opened(is_remote: bool, endpoint: str | None) -> Any:
    if is_remote:
        return open_storage(endpoint)
    try:
        from fsspec.implementations.local import LocalFileSystem
    except ImportError as error:
        raise Hindered("用共享存储还要装几个库。运行：make dask，或 make s3") from error
    return LocalFileSystem(auto_mkdir=True)
