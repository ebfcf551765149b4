"""What lies in the folders of `content/`: what can be read, and what is told of the rest.

Rubbish of editors and systems is left alone. Nothing that is only told can reach the website.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from generator.errors import Problem, problem, shown
from generator.models import FOLDERS
from generator.reading import file_names
from generator.reading.files import NO_FILE, Folder, Found, Unreadable, open_folder, steps
from generator.settings import Settings
from generator.text.suggest import did_you_mean

RECORD_FILE = "index.md"
WEBSITE_FILE = "website.yml"
WORDING_FILE = "wording.yml"
_SETTINGS = {WEBSITE_FILE, WORDING_FILE}
# Windows cannot open what lies very deep; so deep, nobody means it.
MAX_FOLDERS = 10
# Only for a notice: what a photo is, its bytes decide.
PHOTO_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".tif", ".tiff"}
)
MARKDOWN = (".md", ".markdown")
# What a browser or Windows would run; one that lies in the content was often put there by others.
_ACTIVE = frozenset(
    {
        *(".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".svg", ".svgz", ".xml", ".xsl"),
        *(".js", ".mjs", ".css", ".swf", ".wasm", ".php", ".phtml", ".asp", ".aspx", ".jsp"),
        *(".cgi", ".hta", ".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".msi", ".jar"),
        *(".sh", ".reg"),
    }
)


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
        for inside, present in walk(settings, folder, problems):
            yield from (inside / found.name for found in present if found.is_file)


def walk(
    settings: Settings,
    folder: Path,
    problems: list[Problem],
    passes: Callable[[Path], bool] = lambda folder: True,
    above: Folder | None = None,
) -> Iterator[tuple[Path, list[Found]]]:
    """(folder, what it holds) of a folder and all below it that `passes`.

    above: the folder around it, if that is open.
    """
    if len(steps(settings.content, folder)) > MAX_FOLDERS:
        file = relative(settings, folder)
        problems.append(problem("too-many-folders", file, 1, limit=MAX_FOLDERS))
        return
    try:
        opened = above.inner(folder.name) if above else open_folder(settings.content, folder)
    except Unreadable as error:
        problems.append(_unreadable(settings, folder, error.reason))
        yield folder, []
        return
    with opened:
        found = _usable_in(settings, folder, opened, problems)
        yield folder, found
        for each in found:
            if each.is_folder and passes(inner := folder / each.name):
                yield from walk(settings, inner, problems, passes, opened)


def usable_in(settings: Settings, folder: Path, problems: list[Problem]) -> list[Found]:
    """What a folder holds under names that can be used; whatever cannot be used is told.

    Rubbish of editors and systems is passed over; links, pipes and devices are named, not followed.
    """
    try:
        with open_folder(settings.content, folder) as opened:
            return _usable_in(settings, folder, opened, problems)
    except Unreadable as error:
        problems.append(_unreadable(settings, folder, error.reason))
        return []


def _usable_in(
    settings: Settings, folder: Path, opened: Folder, problems: list[Problem]
) -> list[Found]:
    usable: list[Found] = []
    try:
        present = opened.listing()
    except Unreadable as error:
        problems.append(_unreadable(settings, folder, error.reason))
        return usable
    for found in present:
        if file_names.is_leftover(found.name):
            continue
        if reason := file_names.fault(found.name):
            file = relative(settings, folder / found.name)
            facts = {"written": file_names.printable(found.name), "reason": reason}
            problems.append(problem("bad-name", file, 1, **facts))
            continue
        usable.append(found)
        if not (found.is_file or found.is_folder):
            is_told_when_read = folder == settings.content and found.name in _SETTINGS
            if not is_told_when_read:
                problems.append(_unreadable(settings, folder / found.name, NO_FILE))
    for group in file_names.alike(found.name for found in usable):
        names = shown(f"“{name}”" for name in group)
        problems.append(problem("name-collision", relative(settings, folder), 1, names=names))
    return usable


def _unreadable(settings: Settings, path: Path, reason: str) -> Problem:
    return problem("unreadable", relative(settings, path), 1, reason=reason)


def tell_root_file(settings: Settings, path: Path, problems: list[Problem]) -> None:
    if path.suffix.lower() in MARKDOWN:
        bundle = settings.content / next(iter(FOLDERS)) / "记录名"
        problems.append(stray_record(settings, path, bundle))
    elif path.name not in _SETTINGS:
        problems += unused_file(settings, path)


def unused_file(settings: Settings, path: Path) -> Iterator[Problem]:
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


def stray_record(settings: Settings, path: Path, bundle: Path) -> Problem:
    example = relative(settings, bundle / RECORD_FILE)
    return problem("stray-file", relative(settings, path), 1, example=example)


def unknown_folder(settings: Settings, folder: Path) -> Problem:
    labels = {kind.label: name for name, kind in FOLDERS.items()}
    near = did_you_mean(folder.name, FOLDERS)
    if folder.name in labels:
        near = f"{folder.name}的文件夹叫“{labels[folder.name]}”。"
    known = shown(f"{name}（{kind.label}）" for name, kind in FOLDERS.items())
    facts = {"written": folder.name, "near": near, "known": known}
    return problem("unknown-folder", relative(settings, folder), 1, **facts)


def unused_page_file(settings: Settings, path: Path) -> Iterator[Problem]:
    """What is told of a file beside the hand-written pages: none is published."""
    file, suffix = relative(settings, path), path.suffix.lower()
    if is_active(path.name):
        yield problem("forbidden-file", file, 1, written=path.name, suffix=suffix)
    else:
        yield problem("page-file", file, 1, written=path.name)
