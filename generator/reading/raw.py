"""What was read of `content/` and is not yet understood."""

from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import Problem
from generator.models.fields import Component
from generator.reading.files import Seen
from generator.reading.frontmatter import RawMap
from generator.text.links import permalink_of
from generator.text.markdown import EMPTY, Converted


@dataclass(frozen=True)
class RawRecord:
    """One file of content, read but not yet understood.

    model: what it should become. file: relative to the project root, forward slashes.
    bundle: the folder that holds the file and its photos. folder_name: names the record.
    body, body_line: the Markdown below the front matter and the line it starts on.
    converted: HTML of the body, once that was made. head: the front matter as text.
    names: all that lies in the bundle, sorted; files: the regular files among it.
    seen: how the bundle was when it was read.
    """

    model: type[Component]
    file: str
    bundle: Path
    data: RawMap
    body: str = ""
    body_line: int = 1
    converted: Converted = EMPTY
    head: str = ""
    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    seen: Seen | None = None

    @property
    def folder_name(self) -> str:
        return self.bundle.name


@dataclass(frozen=True)
class Page:
    """One hand-written page.

    uri: of the page that it becomes; source: its file below the pages folder; forward slashes both.
    converted: its HTML, once that was made.
    """

    uri: str
    source: str
    file: str
    text: str
    converted: Converted = EMPTY

    @property
    def permalink(self) -> str:
        return permalink_of(self.uri)

    @property
    def title(self) -> str:
        """Its first heading."""
        lines = (line for line in self.text.split("\n") if line.startswith("# "))
        return next(lines, "# 关于").removeprefix("# ").strip()


@dataclass(frozen=True)
class Broken:
    """A record's file that could not be read; `name` is what its 名称 seems to be."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder with a record that was not read yet. names, files: as of `RawRecord`."""

    folder: Path
    model: type[Component]
    names: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Survey:
    """What lies in `content/`; all but the records is read. known: folders passed over."""

    bundles: tuple[Bundle, ...]
    known: tuple[Path, ...]
    website: RawRecord | None
    wording: RawRecord | None
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Loaded:
    """Records as they were read. `broken` are files of records that could not be read at all."""

    records: tuple[RawRecord, ...]
    website: RawRecord | None
    wording: RawRecord | None
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    broken: tuple[Broken, ...] = field(default=())
