"""All of `content/` → raw records, settings and hand-written pages, with all faults of files."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.errors import Problem, Refused, problem
from generator.models import FOLDERS
from generator.models.fields import Component
from generator.models.website import Website
from generator.models.wording import Wording
from generator.reading.files import steps
from generator.reading.folders import (
    MARKDOWN,
    RECORD_FILE,
    WEBSITE_FILE,
    WORDING_FILE,
    is_active,
    relative,
    stray_record,
    tell_root_file,
    unknown_folder,
    unused_file,
    unused_page_file,
    usable_in,
    walk,
)
from generator.reading.raw import Broken, Bundle, Loaded, Page, RawRecord, Survey
from generator.reading.text_file import read_data, read_record, read_text, seeming_name
from generator.settings import Settings
from generator.text.pinyin import slug_from

PAGES_FOLDER = "pages"
REVIEWS_FOLDER = "reviews"
_PLAIN = re.compile("[A-Za-z0-9_-]+")


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
    present = usable_in(settings, settings.content, problems)
    for found in present:
        place = settings.content / found.name
        if found.is_file:
            tell_root_file(settings, place, problems)
        elif not found.is_folder or found.name == REVIEWS_FOLDER:
            continue
        elif found.name == PAGES_FOLDER:
            pages += _read_pages(settings, place, problems)
        elif found.name in FOLDERS:
            _survey_kind(settings, place, is_known, bundles, known, problems)
        else:
            problems.append(unknown_folder(settings, place))
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

    for folder, present in walk(settings, top, problems, passes):
        names = tuple(found.name for found in present)
        files = tuple(found.name for found in present if found.is_file)
        is_bundle = RECORD_FILE in files and folder != top
        if is_bundle:
            bundles.append(Bundle(folder, model, names, files))
        for name in files:
            if name == RECORD_FILE and is_bundle:
                continue
            path = folder / name
            if path.suffix.lower() in MARKDOWN:
                bundle = folder / "记录名" if name == RECORD_FILE else path.with_suffix("")
                if folder != top and not is_bundle:
                    bundle = folder  # 活动.md or Index.md in a folder of its own
                problems.append(stray_record(settings, path, bundle))
            elif name.lower().endswith((".md.txt", "index.txt")):
                near = f"是不是“{name}”？"
                problems.append(problem("no-record-file", relative(settings, folder), 1, near=near))
            elif not is_bundle or is_active(name):
                # Whether a record uses what lies in its bundle is known when it is understood.
                problems += unused_file(settings, path)


def _read_pages(settings: Settings, base: Path, problems: list[Problem]) -> Iterator[Page]:
    for folder, present in walk(settings, base, problems):
        for path in (folder / found.name for found in present if found.is_file):
            file = relative(settings, path)
            if path.suffix != ".md":
                problems += unused_page_file(settings, path)
                continue
            try:
                text = read_text(settings, path, file, problems)
            except Refused as refused:
                problems += refused.problems
                continue
            source = path.relative_to(base)
            if text.startswith("---\n"):
                problems.append(problem("page-front-matter", file, 1))
            yield Page(_page_uri(source), source.as_posix(), file, text)


def _page_uri(path: Path) -> str:
    """Where a page goes: like records, a Chinese name becomes pinyin; README stands for index."""
    parts = [
        part if _PLAIN.fullmatch(part) else slug_from(part, "page") for part in path.parent.parts
    ]
    name = path.stem if _PLAIN.fullmatch(path.stem) else slug_from(path.stem, "page")
    return "/".join([*parts, f"{'index' if path.stem == 'README' else name}.md"])


def read_bundles(
    settings: Settings, bundles: Iterable[Bundle]
) -> tuple[tuple[RawRecord, ...], tuple[Broken, ...], list[Problem]]:
    """(records, files that could not be read, all problems of both)."""
    records: list[RawRecord] = []
    broken: list[Broken] = []
    problems: list[Problem] = []
    for bundle in bundles:
        try:
            records.append(read_record(settings, bundle, problems))
        except Refused as refused:
            problems += refused.problems
            path = bundle.folder / RECORD_FILE
            broken.append(Broken(path, seeming_name(settings, path)))
    return tuple(records), tuple(broken), problems


def bundle_in(settings: Settings, folder: Path) -> Bundle:
    """The bundle that a folder is; what lies in it was told already."""
    return _bundle(settings, folder, FOLDERS[steps(settings.content, folder)[0]], [])


def read_bundle(
    settings: Settings, folder: Path, model: type[Component], problems: list[Problem]
) -> RawRecord:
    """The one record in a folder, wherever that lies below the content. Raises Refused."""
    return read_record(settings, _bundle(settings, folder, model, problems), problems)


def _bundle(
    settings: Settings, folder: Path, model: type[Component], problems: list[Problem]
) -> Bundle:
    present = usable_in(settings, folder, problems)
    names = tuple(found.name for found in present)
    files = tuple(found.name for found in present if found.is_file)
    return Bundle(folder, model, names, files)
