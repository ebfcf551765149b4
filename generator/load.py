"""`content/` → `RawRecord`: the text of every field with the line it stands on.

The only reader of records. Every scalar stays text (YAML 1.1 would turn `no`, `010` and `12:30`
into something else); `validate` gives it its meaning.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import Problem, problem, shown
from generator.frontmatter import FrontMatter, RawMap, Refused
from generator.models import FOLDERS, Record
from generator.models.fields import Component, fields_of, names_by_key
from generator.models.website import Website
from generator.settings import Settings
from generator.suggest import did_you_mean

MAX_TEXT_BYTES = 1024 * 1024
RECORD_FILE = "index.md"
PAGES_FOLDER = "pages"
WEBSITE_FILE = "website.yml"
# Control characters, those that turn the direction of writing, and those that YAML takes for line
# ends (U+2028, U+2029) or refuses (U+FFFE, U+FFFF).
BAD_CHARACTER = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]"
)
_NO_FILE = "它是快捷方式或特殊文件"


@dataclass(frozen=True)
class RawRecord:
    """One file of content, read but not yet understood.

    model: what it should become. file: relative to the project root, forward slashes.
    bundle: the folder that holds the file and its photos. folder_name: names the record.
    body, body_line: the Markdown below the front matter and the line it starts on.
    """

    model: type[Component]
    file: str
    bundle: Path
    data: RawMap
    body: str = ""
    body_line: int = 1

    @property
    def folder_name(self) -> str:
        return self.bundle.name


@dataclass(frozen=True)
class Page:
    """One hand-written page: `uri` below content/pages, with forward slashes."""

    uri: str
    file: str
    text: str


@dataclass(frozen=True)
class Broken:
    """A record's file that could not be read; `name` is what its 名称 seems to be."""

    path: Path
    name: str


@dataclass(frozen=True)
class Loaded:
    """All of `content/`. `broken` are files of records that could not be read at all."""

    records: tuple[RawRecord, ...]
    website: RawRecord | None
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    broken: tuple[Broken, ...] = field(default=())


# ---------------------------------------------------------------- the folder


def load(settings: Settings) -> Loaded:
    """Read everything below `settings.content`, in a fixed order, with all problems."""
    problems: list[Problem] = []
    records: list[RawRecord] = []
    broken: list[Broken] = []
    for path, model in _record_files(settings, problems):
        try:
            records.append(_read_record(settings, path, model, problems))
        except Refused as refused:
            problems += refused.problems
            broken.append(Broken(path, _seeming_name(path)))
    return Loaded(
        records=tuple(records),
        website=_read_website(settings, problems),
        pages=tuple(_read_pages(settings, problems)),
        problems=tuple(problems),
        broken=tuple(broken),
    )


def _seeming_name(path: Path) -> str:
    """The name in a file that cannot be read as a whole, so that others may still refer to it."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_TEXT_BYTES).decode("utf-8", errors="replace")
    except OSError:
        text = ""
    found = re.search(r"^(?:名称|name)\s*[:：]\s*[\"']?(.+?)[\"']?\s*$", text, flags=re.M)
    return found[1] if found else path.parent.name


def relative(settings: Settings, path: Path) -> str:
    """A path as problems name it: below the project if it is there, with forward slashes."""
    base = settings.root if path.is_relative_to(settings.root) else settings.content.parent
    return path.relative_to(base).as_posix()


def _record_files(
    settings: Settings, problems: list[Problem]
) -> Iterator[tuple[Path, type[Record]]]:
    for folder in _children(settings.content):
        if _is_leftover(folder.name):
            continue
        if folder.is_file() and folder.suffix.lower() in {".md", ".markdown"}:
            bundle = settings.content / next(iter(FOLDERS)) / "记录名"
            example = relative(settings, bundle / RECORD_FILE)
            problems.append(problem("stray-file", relative(settings, folder), 1, example=example))
        if not folder.is_dir():
            continue
        if folder.is_symlink():
            place = relative(settings, folder)
            problems.append(problem("unreadable", place, 1, reason=_NO_FILE))
            continue
        if folder.name == PAGES_FOLDER:
            continue
        model = FOLDERS.get(folder.name)
        if model is None:
            labels = {kind.label: name for name, kind in FOLDERS.items()}
            near = did_you_mean(folder.name, FOLDERS)
            if folder.name in labels:
                near = f"{folder.name}的文件夹叫“{labels[folder.name]}”。"
            place = relative(settings, folder)
            known = shown(f"{name}（{kind.label}）" for name, kind in FOLDERS.items())
            problems.append(
                problem("unknown-folder", place, 1, written=folder.name, near=near, known=known)
            )
            continue
        for path in _walk(settings, folder, problems):
            if path.name == RECORD_FILE and path.parent != folder:
                yield path, model
            elif path.suffix.lower() in {".md", ".markdown"}:
                bundle = path.parent if path.name == RECORD_FILE else path.with_suffix("")
                if bundle == folder:
                    bundle = folder / "记录名"
                elif path.parent != folder and not (path.parent / RECORD_FILE).exists():
                    bundle = path.parent  # 活动.md or Index.md in a folder of its own
                example = relative(settings, bundle / RECORD_FILE)
                problems.append(problem("stray-file", relative(settings, path), 1, example=example))
            elif path.name.lower().endswith((".md.txt", "index.txt")):
                near = f"是不是“{path.name}”？"
                place = relative(settings, path.parent)
                problems.append(problem("no-record-file", place, 1, near=near))


def _walk(settings: Settings, folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """All regular files below a folder, sorted; links are reported, never followed."""
    for path in _children(folder):
        if _is_leftover(path.name):
            continue
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            yield from _walk(settings, path, problems)
        elif stat.S_ISREG(mode):
            yield path
        else:
            problems.append(problem("unreadable", relative(settings, path), 1, reason=_NO_FILE))


def _children(folder: Path) -> list[Path]:
    try:
        return sorted((Path(entry.path) for entry in os.scandir(folder)), key=lambda p: p.name)
    except FileNotFoundError:
        return []


def _is_leftover(name: str) -> bool:
    """Files that editors and office programs leave behind; never read, never published."""
    return (
        name.startswith((".", "~$")) or name.endswith(("~", ".bak", ".tmp")) or name == "Thumbs.db"
    )


# ---------------------------------------------------------------- one file


def _read_record(
    settings: Settings, path: Path, model: type[Component], problems: list[Problem]
) -> RawRecord:
    file = relative(settings, path)
    text = _read_text(path, file, problems)
    head, body, body_line = _split(text, file)
    data = FrontMatter(file, 2, _known_keys(model)).parse(head, problems)
    return RawRecord(model, file, path.parent, data, body, body_line)


def _read_website(settings: Settings, problems: list[Problem]) -> RawRecord | None:
    path = settings.content / WEBSITE_FILE
    file = relative(settings, path)
    try:
        text = _read_text(path, file, problems)
        data = FrontMatter(file, 1, _known_keys(Website)).parse(text, problems)
    except Refused as refused:
        problems += refused.problems
        return None
    return RawRecord(Website, file, settings.content, data)


def _read_pages(settings: Settings, problems: list[Problem]) -> Iterator[Page]:
    base = settings.content / PAGES_FOLDER
    if base.is_symlink() or not base.is_dir():
        return
    for path in _walk(settings, base, problems):
        if path.suffix != ".md":
            continue
        file = relative(settings, path)
        try:
            yield Page(path.relative_to(base).as_posix(), file, _read_text(path, file, problems))
        except Refused as refused:
            problems += refused.problems


def _read_text(path: Path, file: str, problems: list[Problem]) -> str:
    """The text of a file with LF line ends and no BOM; raises `Refused` if it is no text."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise Refused(problem("unreadable", file, 1, reason=_NO_FILE))
        size = found.st_size
        if size > MAX_TEXT_BYTES:
            raise Refused(
                problem("too-large", file, 1, size=f"{size / 1048576:.1f} MB", limit="1 MB")
            )
        raw = path.read_bytes()
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "系统不让读"
        raise Refused(problem("unreadable", file, 1, reason=reason)) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(problem("not-utf8", file, line, encoding=_guess_encoding(raw))) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused(problem("empty-file", file, 1))
    if bad := BAD_CHARACTER.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        character = f"U+{ord(bad.group()):04X}"
        raise Refused(problem("bad-character", file, line, column=column, character=character))
    return text


def _guess_encoding(raw: bytes) -> str:
    """What the bytes look like, told as the reason why they are not UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "看起来是 UTF-16（记事本里的“Unicode”）"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "文件可能没有传完整，末尾或中间有断开的字"
    return "看起来是 GBK（记事本里的“ANSI”）"


def _split(text: str, file: str) -> tuple[str, str, int]:
    """(front matter, body, line of the body)."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        # Word and some input methods turn three hyphens into dashes.
        if line.rstrip() != "---" and re.fullmatch(r"[-—–－─_=]{2,}", line.strip()):
            raise Refused(problem("fence", file, number, written=line.strip()))
        if number == 1 and line.rstrip() != "---":
            raise Refused(problem("no-front-matter", file, 1))
        if number > 1 and line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    raise Refused(problem("front-matter-open", file, 1))


def _known_keys(model: type[Component]) -> frozenset[str]:
    """Every key that may stand anywhere in a file of this model, in both languages."""
    known: set[str] = set()
    waiting = [model]
    seen: set[type[Component]] = set()
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            known.update(names_by_key(current))
            waiting += [spec.component for spec in fields_of(current).values() if spec.component]
    return frozenset(known)
