"""Objects as bytes and back, for the store: pickle that can only make what is named here.

A store may come from a shared cache, so what stands in it must not be able to run anything: only
plain values and data classes of our own are made, whatever the bytes ask for.
"""

import copyreg
import io
import pathlib
import pickle
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

from generator.models.fields import Component

# Rooms whose data classes, models and choices may be made: that has no effect but the value.
_ROOMS = ("generator.models.", "generator.relating.", "generator.reading.", "generator.text.")
_DATA = frozenset({"generator.errors.Problem"})
_PLAIN = {
    ("copyreg", "_reconstructor"): copyreg._reconstructor,  # type: ignore[attr-defined]
    ("builtins", "object"): object,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("pathlib", "PosixPath"): pathlib.Path,
    ("pathlib", "WindowsPath"): pathlib.Path,
}


class CodecError(Exception):
    """Bytes that are no value of ours."""


def packed(value: object) -> bytes:
    """The bytes of a value; the same for the same value in one run."""
    return pickle.dumps(value, protocol=5)


def unpacked(data: bytes) -> Any:
    """The value again.

    Raises:
        CodecError: they are damaged, or ask for something that is no data of ours.
    """
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # whatever a damaged pickle leads to
        raise CodecError from error


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        return _allowed(module, name)


@cache
def _allowed(module: str, name: str) -> Any:
    if found := _PLAIN.get((module, name)):
        return found
    if f"{module}.{name}" in _DATA or module.startswith(_ROOMS):
        made = getattr(import_module(module), name, None)
        if isinstance(made, type) and (
            is_dataclass(made) or issubclass(made, Component | Enum | tuple | bytes)
        ):
            return made
    raise pickle.UnpicklingError(f"{module}.{name} is no data")
