"""What a build makes: pages for MkDocs, files beside them, and settings for its configuration."""

import json
import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

from generator.errors import Hindered

# The C emitter is ten times as fast; PyYAML has it on every platform that ships wheels.
_Fast: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Fast):  # type: ignore[misc]
    """Writes a text so that it is one for YAML 1.2 as well, where 1e3 and 0o17 are numbers."""


_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$", re.A),
    list("-+.0123456789"),
)
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


class Slot(NamedTuple):
    """The part of a record's page that its text decides; the text decides nothing else of the page.

    start, end: where it stands in the body, in characters. record: mark of what the record says
    besides (`Marks.record`). addresses: of the links that its text may have, by what is written.
    """

    start: int
    end: int
    record: bytes
    addresses: Mapping[str, str]


@dataclass(frozen=True)
class Output:
    """One page to be published.

    uri: Markdown file below the docs folder, such as sites/bailu/index.md.
    meta: what the page says of itself to the theme. body: one block of HTML without blank lines.
    source: the file that it was made from. slot: where a text stands in the body, if one does.
    """

    uri: str
    meta: Mapping[str, Any]
    body: str
    source: str
    slot: Slot | None = None

    @cached_property
    def key(self) -> bytes:
        """Two pages of one key and one uri are the same."""
        return key_of(f"{_JSON.encode(self.meta)}\0{self.body}".encode())

    def made(self) -> "Output":
        return self

    def retold(self, slot: Slot, text: str) -> "Output":
        """The same page with another text in its slot: HTML as `laid_flat` gives it."""
        body = f"{self.body[: slot.start]}{text}{self.body[slot.end :]}"
        slot = slot._replace(end=slot.start + len(text))
        return replace(self, body=body, slot=slot)

    @property
    def content(self) -> str:
        """The Markdown file: front matter and body."""
        front = yaml.dump(
            dict(self.meta), Dumper=_Dumper, allow_unicode=True, sort_keys=True, width=10_000
        )
        return f"---\n{front}---\n\n{self.body}\n"


class Page(Protocol):
    """A page that was made in this run, or one that would be the same as before."""

    @property
    def uri(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def key(self) -> bytes: ...

    @property
    def meta(self) -> Mapping[str, Any]: ...

    @property
    def body(self) -> str: ...

    @property
    def content(self) -> str: ...

    def made(self) -> Output:
        """All of it, fetched at once."""


# Of a page: meta, body, source.
Parts = tuple[Mapping[str, Any], str, str]


class KeptPage:
    """A page that would be made the same as before; what it says is fetched when asked for.

    There are as many as pages, so they are light. shape: its name (`frames.py`). load: gives what a
    page of that permalink and key says, or raises Lost; it holds nothing of what it was made from.
    """

    __slots__ = ("_load", "_permalink", "key", "shape")

    def __init__(
        self, permalink: str, key: bytes, shape: str, load: Callable[[str, bytes], Parts]
    ) -> None:
        self._permalink = permalink
        self.key = key
        self.shape = shape
        self._load = load

    def __reduce__(self) -> tuple[Any, ...]:
        return KeptPage, (self._permalink, self.key, self.shape, self._load)

    @property
    def uri(self) -> str:
        return uri_of(self._permalink)

    def made(self) -> Output:
        return Output(self.uri, *self._parts)

    @property
    def meta(self) -> Mapping[str, Any]:
        return self._parts[0]

    @property
    def body(self) -> str:
        return self._parts[1]

    @property
    def source(self) -> str:
        return self._parts[2]

    @property
    def content(self) -> str:
        return self.made().content

    @property
    def _parts(self) -> Parts:
        return self._load(self._permalink, self.key)


@dataclass(frozen=True, slots=True)
class Of:
    """Makes a page of one thing; lighter than a `partial`, since there is one for each record."""

    make: Callable[[Any], Output]
    about: Any

    def __call__(self) -> Output:
        return self.make(self.about)


@dataclass(frozen=True, slots=True)
class OfMany(Of):
    """The same of a thing that many others name, each of which its page asks about."""


@dataclass(frozen=True, slots=True)
class OfMost:
    """Makes a page that asks about most records: a copy of the process that does has them twice."""

    make: Callable[[], Output]

    def __call__(self) -> Output:
        return self.make()


# (permalink, what makes the page) of every page.
Plan = Iterator[tuple[str, Callable[[], Output]]]


class Copied(Protocol):
    """A file to be published as it lies on the disk: a derivative of a photo, an attachment."""

    @property
    def uri(self) -> str: ...

    @property
    def path(self) -> Path: ...


class File(Protocol):
    """A file to be published that a build writes itself.

    key: of its content; two files of one key hold the same bytes.
    """

    @property
    def uri(self) -> str: ...

    @property
    def key(self) -> bytes: ...

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True)
class Made:
    """A file that was made in this run: a feed, a calendar, a table."""

    uri: str
    content: bytes

    @cached_property
    def key(self) -> bytes:
        return key_of(self.content)


@dataclass(frozen=True)
class Sort:
    """Files that are made together. inputs: what they are made from beside the catalog."""

    name: str
    make: Callable[[], Iterable[Made]]
    inputs: object = None


@dataclass(frozen=True)
class Kept:
    """A file that would be made the same as before; its content is asked for only where needed.

    load: gives it, or raises Lost; it holds nothing of what it was made from.
    """

    uri: str
    key: bytes
    load: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        return self.load()


def uri_of(permalink: str) -> str:
    """The Markdown file of a page of ours."""
    return f"{permalink}index.md"


def html_uri(uri: str) -> str:
    """The file that becomes of a Markdown page, as MkDocs names it."""
    if uri.endswith("/index.md"):  # nearly all
        return f"{uri[:-3]}.html"
    bare = uri.removesuffix(".md")
    is_index = posixpath.basename(bare) in {"index", "README"}
    return f"{posixpath.dirname(bare)}/index.html".lstrip("/") if is_index else f"{bare}/index.html"


def call_up(copied: Copied) -> None:
    """Have the system fetch such a file from the disk while this process does something else."""
    with suppress(OSError, AttributeError):  # Windows and macOS lack it; it only spares time
        handle = os.open(copied.path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_WILLNEED)
        finally:
            os.close(handle)


def read_copied(copied: Copied) -> bytes:
    """The content of a file to be published as it lies on the disk."""
    try:
        return copied.path.read_bytes()
    except FileNotFoundError as error:
        raise Hindered(
            f"缓存里的 {copied.uri} 刚刚被另一次生成清理掉了（照片撤下时会这样）。\n"
            "请再生成一次；原来的网站没有改动。"
        ) from error


def key_of(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


@dataclass(frozen=True)
class Rendered:
    """All that MkDocs is handed; each part sorted by uri.

    hosts: other websites to which the pages may link.
    waiting: how many records and pages are not published as written, since they wait for a review.
    laid_out: permalinks of the pages that were made in this run; None if all were.
    """

    pages: tuple[Page, ...]
    copied: tuple[Copied, ...]
    made: tuple[File, ...]
    config: Mapping[str, Any]
    hosts: frozenset[str] = frozenset()
    waiting: int = 0
    laid_out: Set[str] | None = None

    def write_files(self, folder: Path) -> None:
        """Write all but the pages below a folder."""
        for copied in self.copied:
            path = folder / copied.uri
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(read_copied(copied))
        for made in self.made:
            path = folder / made.uri
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.content)
