"""Personal data in content: every text that staff wrote, names of files, and attachments.

What the office declares as its own (办公电话, 办公邮箱, 纠错) passes; what a record may keep, its
waivers say (waivers.py).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.checks.personal_data import (
    APART,
    HOME,
    findings,
    key_of,
    may_hold_any,
    without_personal_data,
)
from generator.errors import Problem, problem
from generator.models.website import Website
from generator.reading.files import MAX_ATTACHMENT_BYTES, read
from generator.reading.raw import Page, RawRecord
from generator.reading.texts import Text, paragraphs, texts_of, values_of
from generator.relating.entry import Entry
from generator.settings import Settings

# Fields that no page shows. They stay in the repository, which may be public: a notice.
_FOR_STAFF = frozenset({"staff_note", "about"})
# Where a declaration or a waiver names what passes.
_DECLARING = frozenset({"waivers", "office_phones", "office_emails", "correction"})
# Places that visitors come to; an address there is no home.
_VENUES = frozenset({"address", "place", "where"})


def declared_by(website: Website) -> frozenset[str]:
    """What the office says is its own, in normal form."""
    own = [*website.office_phones, *website.office_emails, website.correction or ""]
    return frozenset(map(key_of, own))


def check_record_privacy(raw: RawRecord, declared: frozenset[str]) -> list[Problem]:
    """A problem for each piece of personal data in a record and in the names of its files."""
    if not may_hold_any(APART.join((*values_of(raw.data), raw.body, raw.folder_name, *raw.names))):
        return []
    return [*_in_texts(texts_of(raw), declared), *_in_names(raw, declared)]


def check_attachment_privacy(
    entry: Entry, declared: frozenset[str], settings: Settings
) -> Iterator[Problem]:
    """The same for each of a record's attachments."""
    if not entry.ties.attached:
        return
    from generator.checks.attachment_search import is_declared, search

    folder = settings.cache / "searched"
    for attached in entry.ties.attached:
        data = read(settings.content, entry.bundle / attached.file, MAX_ATTACHMENT_BYTES)
        searched = search(attached.file, data, folder)
        place = ("attachments", attached.index, "file")
        for held in searched.held:
            if not is_declared(held, data, declared):
                where = f"（{held.where}）" if held.where else ""
                facts = {"kind": held.kind, "masked": held.masked, "where": where}
                yield entry.origin.problem(
                    "personal-data-attachment", place, written=attached.file, **facts
                )
        if searched.unsearched:
            facts = {"written": attached.file, "reason": searched.unsearched}
            yield entry.origin.problem("attachment-not-searched", place, **facts)


def check_privacy(
    website: RawRecord | None, pages: Iterable[Page], declared: frozenset[str]
) -> list[Problem]:
    """The same for the website's settings and its hand-written pages."""
    problems = list(_in_texts(texts_of(website), declared)) if website else []
    for page in pages:
        problems += _in_page(page, declared)
    return problems


def without_numbers(told: Problem) -> Problem:
    """The same problem, quoting no personal data: messages end up in public logs."""
    return replace(
        told,
        file=without_personal_data(told.file),
        field=without_personal_data(told.field),
        what=without_personal_data(told.what),
        mend=without_personal_data(told.mend),
    )


def _in_texts(texts: Iterable[Text], declared: frozenset[str]) -> Iterator[Problem]:
    for text in texts:
        if not _DECLARING.isdisjoint(text.path):
            continue
        code = "personal-data-note" if text.path[0] in _FOR_STAFF else "personal-data"
        for found in findings(text.text):
            if found.key in declared or (found.kind == HOME and text.path[-1] in _VENUES):
                continue
            facts = {"kind": found.kind, "masked": found.masked}
            yield problem(code, text.file, text.line_at(found.start), text.field, **facts)


def _in_page(page: Page, declared: frozenset[str]) -> Iterator[Problem]:
    yield from _in_texts(paragraphs(page.file, page.text, 1), declared)
    yield from _in_name(page.file, page.uri, declared)


def _in_names(raw: RawRecord, declared: frozenset[str]) -> Iterator[Problem]:
    """In the name of a record's folder and of the files in it."""
    for name in (raw.folder_name, *raw.names):
        yield from _in_name(raw.file, name, declared)


def _in_name(file: str, name: str, declared: frozenset[str]) -> Iterator[Problem]:
    for found in findings(name):
        if found.key not in declared:
            facts = {"kind": found.kind, "masked": found.masked, "name": name}
            yield problem("personal-data-name", file, 1, "", **facts)
