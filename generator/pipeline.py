"""The order of the stages. No other file knows it."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.errors import ContentError, Problem, did_you_mean, problem
from generator.frontmatter import RawText
from generator.load import Loaded, RawRecord, load
from generator.markdown import images_in, links_in
from generator.models import Record
from generator.models.website import Website
from generator.photos import check_photos
from generator.relate import Catalog, Entry, entry_of, relate
from generator.settings import Settings
from generator.validate import Origin, validate

Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Checked:
    """What `check` found: the catalog of all sound records, and every problem, sorted.

    catalog: None when the website's own settings cannot be read.
    faulty: records that have problems of their own and are not in the catalog.
    """

    catalog: Catalog | None
    problems: tuple[Problem, ...]
    faulty: tuple[RawRecord, ...] = ()


def check(settings: Settings) -> Checked:
    """Read, validate and relate everything; list all faults at once."""
    loaded = load(settings)
    problems = list(loaded.problems)
    entries, faulty = _validated(loaded, problems)
    website = _website(loaded, problems)
    if website is None:
        return Checked(None, tuple(sorted(problems)), faulty)
    catalog, found = relate(
        entries,
        website,
        loaded.pages,
        drafts=settings.drafts,
        unsure=frozenset(name for raw in faulty for name in _names_of(raw))
        | {path.parent.name for path in loaded.broken},
    )
    problems += found
    problems += check_bodies(catalog)
    problems += check_photos(catalog, settings)
    return Checked(catalog, tuple(sorted(set(problems))), faulty)


def sound_catalog(settings: Settings) -> Catalog:
    """The catalog, or ContentError with every problem of the content."""
    checked = check(settings)
    if checked.problems or checked.catalog is None:
        raise ContentError(checked.problems)
    return checked.catalog


def _validated(
    loaded: Loaded, problems: list[Problem]
) -> tuple[list[Entry], tuple[RawRecord, ...]]:
    entries, faulty = [], []
    for raw in loaded.records:
        record, origin, found = validate(raw)
        problems += found
        if isinstance(record, Record):
            entry, found = entry_of(record, origin, raw)
            problems += found
            entries.append(entry)
        else:
            faulty.append(raw)
    return entries, tuple(faulty)


def _website(loaded: Loaded, problems: list[Problem]) -> tuple[Website, Origin] | None:
    if loaded.website is None:
        return None
    website, origin, found = validate(loaded.website)
    problems += found
    return (website, origin) if isinstance(website, Website) else None


def _names_of(raw: RawRecord) -> list[str]:
    """Names by which others may refer to a record that is itself faulty."""
    written = [
        value.text
        for key, value in raw.data.entries
        if key.text in {"名称", "name", "简称", "short_name", "网址名", "slug"}
        and isinstance(value, RawText)
    ]
    return [*written, raw.folder_name]


def check_bodies(catalog: Catalog) -> list[Problem]:
    """Links in bodies that lead nowhere or outside, and photos put into bodies."""
    problems = []
    allowed = {host.lower() for host in catalog.website.allowed_hosts}
    for entry in catalog.entries:
        raw = entry.raw
        for image in images_in(raw.body, raw.body_line):
            found = problem("body-photo", raw.file, image.line, "正文", written=image.target)
            problems.append(found)
        for link in links_in(raw.body, raw.body_line):
            if link.host:
                if link.host not in allowed:
                    problems.append(
                        problem(
                            "foreign-link", raw.file, link.line, "正文",
                            written=link.target, host=link.host,
                        )
                    )
            elif not link.target.startswith(("mailto:", "tel:")) and not catalog.named(link.target):
                near = did_you_mean(link.target, catalog.names())
                problems.append(
                    problem("dead-link", raw.file, link.line, "正文", written=link.target, near=near)
                )
    return problems
