"""Drafts → what would become of each: written, known already, or refused with the reasons.

Each is tried by itself (`trial`), then all of them together: twins, and references among them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from generator.errors import UsageError
from generator.imports.drafts import Draft, as_draft
from generator.imports.library import Library, same_date
from generator.imports.trial import Examined, Trial
from generator.models.website import Home, Website
from generator.reading.folders import RECORD_FILE, relative
from generator.reading.validate import Origin, validate
from generator.relating.catalog import fold
from generator.relating.relate import Around, entry_of, relate
from generator.settings import Settings

Progress = Callable[[str, int, int], None]


def examine(
    drafts: Iterable[Draft], settings: Settings, progress: Progress
) -> tuple[Examined, ...]:
    """What becomes of each draft, in their order. Reads content/, writes nothing."""
    if not settings.content.is_dir():
        raise UsageError(f"找不到内容文件夹：{settings.content}")
    library = Library(settings)
    waiting = list(drafts)
    found = []
    for done, draft in enumerate(waiting, 1):
        found.append(Trial(as_draft(draft), library))
        progress("检查", done, len(waiting))
    _settle_twins(found)
    _relate(found, library)
    return tuple(trial.examined() for trial in found)


def _settle_twins(trials: list[Trial]) -> None:
    """Two drafts of one name in one import: the same twice is refused, another date is told."""
    first: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for trial in trials:
        name = trial.draft.name
        if not name:
            continue
        same_name = first[trial.draft.model.kind, fold(name)]
        at = trial.draft.place_of("name")
        for other in same_name:
            facts = {"written": name, "other": str(other.draft.place)}
            if not trial.record or not other.record:
                trial.findings.append(at.told("import-maybe-twice", **facts))
            elif same_date(trial.record, other.record):
                trial.refuse(at.told("import-twice", **facts))
            else:
                trial.findings.append(at.told("import-maybe-twice", **facts))
        same_name.append(trial)


def _relate(trials: list[Trial], library: Library) -> None:
    """Look up all references as `check` would; repeated while refusals take targets away."""
    website = _website(library)
    unsure = frozenset(library.unreadable)
    while True:
        new = {}
        for trial in trials:
            if trial.wants_writing and trial.raw and trial.record:
                file = relative(library.settings, trial.bundle / RECORD_FILE)
                raw = replace(trial.raw, file=file, bundle=trial.bundle)
                content = library.settings.content
                entry, problems = entry_of(trial.record, raw, content)
                new[file] = trial, entry
                trial.refuse(*map(trial.told, problems))
        if not new:
            return
        entries = [*library.entries, *(entry for _, entry in new.values())]
        pages = library.loaded.pages
        found = relate(entries, Around(website, pages, drafts=False, unsure=unsure)).problems
        refused = False
        for each in dict.fromkeys(found):
            if each.file in new and each.code != "same-name":
                trial = new[each.file][0]
                trial.refuse(trial.told(each))
                refused = refused or trial.is_refused
        if not refused:
            return


def _website(library: Library) -> tuple[Website, Origin]:
    if library.loaded.website is not None:
        website, origin, _ = validate(library.loaded.website)
        if isinstance(website, Website):
            return website, origin
    home = Home(motto="网站设置有误", lead="")
    return Website(name="网站设置有误", description="", publisher="", home=home), Origin("", {})
