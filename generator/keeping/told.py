"""What a page is told when it is made, as a text: alike for alike values."""

from dataclasses import fields, is_dataclass
from functools import cache, partial
from hashlib import blake2b
from types import NoneType
from typing import Any

from generator.relating.catalog import Group
from generator.relating.entry import Entry

_LARGE = 8
_PLAIN = (str, int, NoneType)


class Told:
    """Puts values into words.

    A record stands for itself only by its address: what is asked of it is noted. Large things that
    many pages are told of, such as all terms of a kind, are put into words once, and stand for
    themselves by a fingerprint.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def text(self, value: Any) -> str:
        sort = type(value)
        if sort is Entry:
            return f"<{value.permalink}>"
        if sort in _PLAIN:
            return repr(value)
        if sort is Group:
            told: str = value.told
            return told
        if sort is not dict and not (sort in (tuple, list) and len(value) >= _LARGE):
            return self._text(value)
        known = self._known.get(id(value))
        if known is None:
            # Held together with its text, so that nothing else gets its id.
            data = self._text(value).encode("utf-8", "surrogatepass")
            known = self._known[id(value)] = (value, blake2b(data, digest_size=16).hexdigest())
        return known[1]

    def _text(self, value: Any) -> str:
        if isinstance(value, partial):
            given = "".join(map(self._text, (value.args, value.keywords)))
            return f"{self._text(value.func)}{given}"
        if isinstance(value, tuple | list):
            return f"({','.join(map(self.text, value))})"
        if isinstance(value, dict):
            items = [f"{self.text(key)}:{self.text(item)}" for key, item in value.items()]
            return f"{{{','.join(items)}}}"
        if names := _fields(value.__class__):
            parts = [self.text(getattr(value, name)) for name in names]
            return f"{type(value).__name__}({','.join(parts)})"
        return str(getattr(value, "__qualname__", None) or repr(value))


@cache
def _fields(sort: type[Any]) -> tuple[str, ...]:
    """The names of the fields of a data class; none for any other."""
    return tuple(field.name for field in fields(sort)) if is_dataclass(sort) else ()
