"""`content/` → `RawRecord`: the text of every field with the line it stands on.

Every scalar stays text (YAML 1.1 would turn `no`, `010` and `12:30` into something else);
`validate` gives it its meaning. What lies in the folder and is no content is told or, if it is
rubbish, left alone; nothing but what is loaded here can reach the website.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from generator.errors import Problem, Refused, problem, shown
from generator.models import FOLDERS
from generator.models.fields import Component, fields_of, names_by_key
from generator.models.website import Website
from generator.models.wording import Wording
from generator.reading import file_names
from generator.reading.encoding import decode
from generator.reading.files import (
    MAX_TEXT_BYTES,
    NO_FILE,
    Found,
    TooLarge,
    Unreadable,
    listing,
    read,
    steps,
)
from generator.reading.frontmatter import FrontMatter, RawMap
from generator.reading.suggest import did_you_mean
from generator.settings import Settings
from generator.text.links import permalink_of
from generator.text.markdown import EMPTY, Converted
from generator.text.pinyin import slug_from

RECORD_FILE = "index.md"
PAGES_FOLDER = "pages"
REVIEWS_FOLDER = "reviews"
WEBSITE_FILE = "website.yml"
WORDING_FILE = "wording.yml"
_SETTINGS = {WEBSITE_FILE, WORDING_FILE}
# Windows cannot open what lies very deep; so deep, nobody means it.
MAX_FOLDERS = 10
_PLAIN = re.compile("[A-Za-z0-9_-]+")
# Only for a notice: what a photo is, its bytes decide.
PHOTO_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".tif", ".tiff"}
)
_MARKDOWN = (".md", ".markdown")
# What a browser or Windows would run; one that lies in the content was often put there by others.
_ACTIVE = frozenset(
    {
        *(".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".svg", ".svgz", ".xml", ".xsl"),
        *(".js", ".mjs", ".css", ".swf", ".wasm", ".php", ".phtml", ".asp", ".aspx", ".jsp"),
        *(".cgi", ".hta", ".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".msi", ".jar"),
        *(".sh", ".reg"),
    }
)


@dataclass(frozen=True)
class RawRecord:
    """One file of content, read but not yet understood.

    model: what it should become. file: relative to the project root, forward slashes.
    bundle: the folder that holds the file and its photos. folder_name: names the record.
    body, body_line: the Markdown below the front matter and the line it starts on.
    converted: HTML of the body, once that was made. head: the front matter as text.
    names: all that lies in the bundle, sorted; files: the regular files among it.
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


@dataclass(frozen=True)
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


# ---------------------------------------------------------------- the folder


def load(settings: Settings) -> Loaded:
    """Read everything below `settings.content`, in a fixed order, with all problems."""
    return load_records(settings, survey(settings))


def load_records(settings: Settings, surveyed: Survey) -> Loaded:
    """Read the records that a survey found."""
    records, broken, problems = read_bundles(settings, surveyed.bundles)
    return Loaded(
        records,
        surveyed.website,
        surveyed.wording,
        surveyed.pages,
        (*surveyed.problems, *problems),
        broken,
    )


def survey(settings: Settings, is_known: Callable[[Path], bool] = lambda folder: False) -> Survey:
    """Look through everything below `settings.content`; the records are found, but not read.

    is_known: whether a folder holds a record that need not be read.
    """
    problems: list[Problem] = []
    bundles: list[Bundle] = []
    known: list[Path] = []
    pages: list[Page] = []
    present = _survey(settings, settings.content, problems)
    for found in present:
        place = settings.content / found.name
        if found.is_file:
            _tell_root_file(settings, place, problems)
        elif not found.is_folder or found.name == REVIEWS_FOLDER:
            continue
        elif found.name == PAGES_FOLDER:
            pages += _read_pages(settings, place, problems)
        elif found.name in FOLDERS:
            _survey_kind(settings, place, is_known, bundles, known, problems)
        else:
            problems.append(_unknown_folder(settings, place))
    has_words = any(found.name == WORDING_FILE for found in present)
    wording = _read_settings(settings, WORDING_FILE, Wording, problems) if has_words else None
    return Survey(
        bundles=tuple(bundles),
        known=tuple(known),
        website=read_website(settings, problems),
        wording=wording,
        pages=tuple(sorted(pages, key=lambda page: page.uri)),
        problems=tuple(problems),
    )


def read_website(settings: Settings, problems: list[Problem]) -> RawRecord | None:
    return _read_settings(settings, WEBSITE_FILE, Website, problems)


def read_bundles(
    settings: Settings, bundles: Iterable[Bundle]
) -> tuple[tuple[RawRecord, ...], tuple[Broken, ...], list[Problem]]:
    """(records, files that could not be read, all problems of both)."""
    records: list[RawRecord] = []
    broken: list[Broken] = []
    problems: list[Problem] = []
    for bundle in bundles:
        path = bundle.folder / RECORD_FILE
        try:
            record = _read_record(settings, path, bundle.model, problems)
        except Refused as refused:
            problems += refused.problems
            broken.append(Broken(path, _seeming_name(settings, path)))
        else:
            records.append(replace(record, names=bundle.names, files=bundle.files))
    return tuple(records), tuple(broken), problems


def relative(settings: Settings, path: Path) -> str:
    """A path as problems name it: below the project if it is there, with forward slashes."""
    try:
        parts = steps(settings.root, path)
    except ValueError:
        parts = steps(settings.content.parent, path)
    return file_names.printable("/".join(parts) or ".")


def files_below(settings: Settings, folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every regular file at any depth below a folder, which need not be there."""
    if folder.is_dir():
        for inside, present in _walk(settings, folder, problems):
            yield from (inside / found.name for found in present if found.is_file)


def _survey(settings: Settings, folder: Path, problems: list[Problem]) -> list[Found]:
    """What a folder holds under names that can be used; whatever cannot be used is told.

    Rubbish of editors and systems is passed over; links, pipes and devices are named, not followed.
    """
    try:
        present = listing(settings.content, folder)
    except Unreadable as error:
        file = relative(settings, folder)
        problems.append(problem("unreadable", file, 1, reason=error.reason))
        return []
    present = tuple(found for found in present if not file_names.is_leftover(found.name))
    usable = []
    for found in present:
        if reason := file_names.fault(found.name):
            file = relative(settings, folder / found.name)
            facts = {"written": file_names.printable(found.name), "reason": reason}
            problems.append(problem("bad-name", file, 1, **facts))
            continue
        usable.append(found)
        if not (found.is_file or found.is_folder):
            is_told_when_read = folder == settings.content and found.name in _SETTINGS
            if not is_told_when_read:
                file = relative(settings, folder / found.name)
                problems.append(problem("unreadable", file, 1, reason=NO_FILE))
    for group in file_names.alike(found.name for found in usable):
        names = shown(f"“{name}”" for name in group)
        problems.append(problem("name-collision", relative(settings, folder), 1, names=names))
    return usable


def _tell_root_file(settings: Settings, path: Path, problems: list[Problem]) -> None:
    if path.suffix.lower() in _MARKDOWN:
        bundle = settings.content / next(iter(FOLDERS)) / "记录名"
        problems.append(_stray(settings, path, bundle))
    elif path.name not in _SETTINGS:
        problems += _unused(settings, path)


def _unused(settings: Settings, path: Path) -> Iterator[Problem]:
    """What is told of a file that is no text of ours. Pictures may be photos or the mark."""
    suffix = path.suffix.lower()
    file = relative(settings, path)
    if is_active(path.name):
        yield problem("forbidden-file", file, 1, written=path.name, suffix=suffix)
    elif suffix not in PHOTO_SUFFIXES:
        yield problem("file-unused", file, 1, written=path.name)


def is_active(name: str) -> bool:
    """Whether a file is one that browsers or Windows would run."""
    return Path(name).suffix.lower() in _ACTIVE


def _stray(settings: Settings, path: Path, bundle: Path) -> Problem:
    example = relative(settings, bundle / RECORD_FILE)
    return problem("stray-file", relative(settings, path), 1, example=example)


def _unknown_folder(settings: Settings, folder: Path) -> Problem:
    labels = {kind.label: name for name, kind in FOLDERS.items()}
    near = did_you_mean(folder.name, FOLDERS)
    if folder.name in labels:
        near = f"{folder.name}的文件夹叫“{labels[folder.name]}”。"
    known = shown(f"{name}（{kind.label}）" for name, kind in FOLDERS.items())
    facts = {"written": folder.name, "near": near, "known": known}
    return problem("unknown-folder", relative(settings, folder), 1, **facts)


# ---------------------------------------------------------------- records


def _survey_kind(
    settings: Settings,
    top: Path,
    is_known: Callable[[Path], bool],
    bundles: list[Bundle],
    known: list[Path],
    problems: list[Problem],
) -> None:
    """All records below the folder of a kind, at any depth."""
    model = FOLDERS[top.name]

    def passes(folder: Path) -> bool:
        if not is_known(folder):
            return True
        known.append(folder)
        return False

    for folder, present in _walk(settings, top, problems, passes):
        names = tuple(found.name for found in present)
        files = tuple(found.name for found in present if found.is_file)
        is_bundle = RECORD_FILE in files and folder != top
        if is_bundle:
            bundles.append(Bundle(folder, model, names, files))
        for name in files:
            path = folder / name
            if name == RECORD_FILE and is_bundle:
                continue
            if path.suffix.lower() in _MARKDOWN:
                bundle = folder / "记录名" if name == RECORD_FILE else path.with_suffix("")
                if folder != top and not is_bundle:
                    bundle = folder  # 活动.md or Index.md in a folder of its own
                problems.append(_stray(settings, path, bundle))
            elif name.lower().endswith((".md.txt", "index.txt")):
                near = f"是不是“{name}”？"
                problems.append(problem("no-record-file", relative(settings, folder), 1, near=near))
            elif not is_bundle or is_active(name):
                # Whether a record uses what lies in its bundle is known when it is understood.
                problems += _unused(settings, path)


def _walk(
    settings: Settings,
    folder: Path,
    problems: list[Problem],
    passes: Callable[[Path], bool] = lambda folder: True,
) -> Iterator[tuple[Path, list[Found]]]:
    """(folder, what it holds) of a folder and all below it that `passes`."""
    if len(steps(settings.content, folder)) > MAX_FOLDERS:
        file = relative(settings, folder)
        problems.append(problem("too-many-folders", file, 1, limit=MAX_FOLDERS))
        return
    found = _survey(settings, folder, problems)
    yield folder, found
    for each in found:
        if each.is_folder and passes(folder / each.name):
            yield from _walk(settings, folder / each.name, problems, passes)


def bundle_in(settings: Settings, folder: Path) -> Bundle:
    """The bundle that a folder is; what lies in it was told already."""
    present = _survey(settings, folder, [])
    names = tuple(found.name for found in present)
    files = tuple(found.name for found in present if found.is_file)
    model = FOLDERS[steps(settings.content, folder)[0]]
    return Bundle(folder, model, names, files)


def read_bundle(
    settings: Settings, folder: Path, model: type[Component], problems: list[Problem]
) -> RawRecord:
    """The one record in a folder, wherever that lies below the content. Raises Refused."""
    present = _survey(settings, folder, problems)
    record = _read_record(settings, folder / RECORD_FILE, model, problems)
    files = tuple(found.name for found in present if found.is_file)
    return replace(record, names=tuple(found.name for found in present), files=files)


def _read_record(
    settings: Settings, path: Path, model: type[Component], problems: list[Problem]
) -> RawRecord:
    file = relative(settings, path)
    text = _read_text(settings, path, file, problems)
    head, body, body_line = _split(text, file)
    data = FrontMatter(file, 2, _known_keys(model)).parse(head, problems)
    return RawRecord(model, file, path.parent, data, body, body_line, head=head)


def _seeming_name(settings: Settings, path: Path) -> str:
    """The name in a file that cannot be read as a whole, so that others may still refer to it."""
    try:
        data = read(settings.content, path, MAX_TEXT_BYTES)
    except (Unreadable, TooLarge):
        data = b""
    text = data.decode("utf-8", errors="replace")
    found = re.search(r"^(?:名称|name)[ \t]*[:：][ \t]*(\S.{0,200})$", text, flags=re.M)
    return found[1].strip(" \t\"'") if found else path.parent.name


# ---------------------------------------------------------------- one file


def _read_settings(
    settings: Settings, name: str, model: type[Component], problems: list[Problem]
) -> RawRecord | None:
    path = settings.content / name
    try:
        data = read_data(settings, path, model, problems)
    except Refused as refused:
        problems += refused.problems
        return None
    return RawRecord(model, relative(settings, path), settings.content, data)


def read_data(
    settings: Settings, path: Path, model: type[Component], problems: list[Problem]
) -> RawMap:
    """The data of a file that is all front matter. Raises Refused."""
    file = relative(settings, path)
    text = _read_text(settings, path, file, problems)
    return FrontMatter(file, 1, _known_keys(model)).parse(text, problems)


def _read_pages(settings: Settings, base: Path, problems: list[Problem]) -> Iterator[Page]:
    for folder, present in _walk(settings, base, problems):
        for path in (folder / found.name for found in present if found.is_file):
            file = relative(settings, path)
            if path.suffix != ".md":
                problems += _page_file(settings, path)
                continue
            try:
                text = _read_text(settings, path, file, problems)
            except Refused as refused:
                problems += refused.problems
                continue
            source = path.relative_to(base)
            if text.startswith("---\n"):
                problems.append(problem("page-front-matter", file, 1))
            yield Page(_page_uri(source), source.as_posix(), file, text)


def _page_file(settings: Settings, path: Path) -> Iterator[Problem]:
    """What is told of a file beside the hand-written pages: none is published."""
    file, suffix = relative(settings, path), path.suffix.lower()
    if is_active(path.name):
        yield problem("forbidden-file", file, 1, written=path.name, suffix=suffix)
    else:
        yield problem("page-file", file, 1, written=path.name)


def _page_uri(path: Path) -> str:
    """Where a page goes: like records, a Chinese name becomes pinyin; README stands for index."""
    parts = [
        part if _PLAIN.fullmatch(part) else slug_from(part, "page") for part in path.parent.parts
    ]
    name = path.stem if _PLAIN.fullmatch(path.stem) else slug_from(path.stem, "page")
    return "/".join([*parts, f"{'index' if path.stem == 'README' else name}.md"])


def read_page(settings: Settings, path: Path, page: Page, problems: list[Problem]) -> Page:
    """Another version of a hand-written page, wherever that lies below the content.

    Raises Refused.
    """
    file = relative(settings, path)
    return replace(page, file=file, text=_read_text(settings, path, file, problems))


def _read_text(settings: Settings, path: Path, file: str, problems: list[Problem]) -> str:
    """The clean text of a file; raises `Refused` if it is no text."""
    try:
        raw = read(settings.content, path, MAX_TEXT_BYTES)
    except TooLarge as error:
        size = f"{error.size / 1048576:.1f} MB"
        raise Refused(problem("too-large", file, 1, size=size, limit="1 MB")) from error
    except Unreadable as error:
        raise Refused(problem("unreadable", file, 1, reason=error.reason)) from error
    return decode(raw, file, problems)


# Three hyphens, and what Word and some input methods make of them.
_FENCE = re.compile(r"^[^\S\n]*[-—–－─_=]{2,}[^\S\n]*$", re.MULTILINE)


def _split(text: str, file: str) -> tuple[str, str, int]:
    """(front matter, body, line of the body)."""
    opened = _FENCE.match(text)
    if opened is None:
        raise Refused(problem("no-front-matter", file, 1))
    _check_fence(opened, file)
    closed = _FENCE.search(text, opened.end())
    if closed is None:
        raise Refused(problem("front-matter-open", file, 1))
    _check_fence(closed, file)
    head = text[opened.end() + 1 : closed.start()].removesuffix("\n")
    return head, text[closed.end() + 1 :], text.count("\n", 0, closed.end()) + 2


def _check_fence(found: re.Match[str], file: str) -> None:
    if found[0].rstrip() != "---":
        number = found.string.count("\n", 0, found.start()) + 1
        raise Refused(problem("fence", file, number, written=found[0].strip()))


@cache
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
