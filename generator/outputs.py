"""What a build makes: pages for MkDocs, files beside them, and settings for its configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Output:
    """One page to be published.

    uri: Markdown file below the docs folder, such as sites/bailu/index.md.
    content: front matter and body. source: the file that it was made from.
    """

    uri: str
    content: str
    source: str


class Copied(Protocol):
    """A file to be published as it lies on the disk: a derivative of a photo, an attachment."""

    @property
    def uri(self) -> str: ...

    @property
    def path(self) -> Path: ...


@dataclass(frozen=True)
class Made:
    """A file to be published that a build writes itself: a feed, a calendar, a table."""

    uri: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    """All that MkDocs is handed; each part sorted by uri."""

    pages: tuple[Output, ...]
    copied: tuple[Copied, ...]
    made: tuple[Made, ...]
    config: Mapping[str, Any]
