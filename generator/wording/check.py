"""Runs all rules over the whole content and words what they find as notices."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from generator.errors import Problem, problem, quoted
from generator.messages import MESSAGES, WORDING
from generator.models.values import PartialDate
from generator.models.wording import Wording
from generator.reading.load import Page, RawRecord
from generator.reading.texts import paragraphs, texts_of
from generator.relating.entry import Entry
from generator.wording import dates, names, numbers, punctuation, sums, words
from generator.wording.passage import Finding, Passage, passage_of

# More notices than these are told as one, so that `check` stays readable.
MOST_SHOWN = 8

_RULES = (
    words.find_misspellings,
    words.find_repeated,
    punctuation.find_marks,
    punctuation.find_spaces,
    punctuation.find_ranges,
    punctuation.find_unpaired,
    numbers.find_numbers,
    dates.find_dates,
    sums.find_sums,
)


def check_wording(
    entries: Sequence[Entry],
    website: RawRecord | None,
    pages: Iterable[Page],
    wording: Wording | None,
) -> list[Problem]:
    """All notices about the wording of sound records, the website's settings and its own pages."""
    office = words.OfficeWords.of(wording)
    name_check = names.NameCheck(entry.record for entry in entries)
    passages = [(entry, _passage(entry)) for entry in entries]
    in_full = names.offices_written_short(passage for _, passage in passages)
    notices: list[Problem] = []
    for entry, passage in passages:
        found = [
            *_found(passage, office),
            *name_check.find(passage),
            *names.find_short_offices(passage, in_full),
            *sums.figure_findings(entry.record, passage),
        ]
        notices += _told(passage, found)
        notices += sums.count_problems(entry.record, entry)
    others = [passage_of(paragraphs(page.file, page.text, 1)) for page in pages]
    if website is not None:
        others.append(passage_of(texts_of(website)))
    for passage in others:
        notices += _told(passage, [*_found(passage, office), *name_check.find(passage)])
    return notices


def about_wording(notices: Iterable[Problem]) -> list[Problem]:
    """Those that the wording check gave, and its waivers that fit nothing any more."""
    return [notice for notice in notices if notice.code.startswith((WORDING, "waiver-"))]


def condensed(notices: Sequence[Problem]) -> list[Problem]:
    """The notices, with those about wording told as one when there are many."""
    wording = [notice for notice in notices if notice.code.startswith(WORDING)]
    if len(wording) <= MOST_SHOWN:
        return list(notices)
    kinds = Counter(MESSAGES[notice.code].title for notice in wording).most_common()
    told = "、".join(f"{title} {count}" for title, count in kinds)
    first = min(wording)
    one = problem("wording-many", first.file, first.line, count=len(wording), kinds=told)
    return [*(notice for notice in notices if not notice.code.startswith(WORDING)), one]


def _passage(entry: Entry) -> Passage:
    return passage_of(texts_of(entry.raw), _day(entry.record.dated))


def _day(when: PartialDate | None) -> date | None:
    if when is None or when.year is None:
        return None
    return date(when.year, when.month or 1, when.day or 1)


def _found(passage: Passage, office: words.OfficeWords) -> Iterator[Finding]:
    for rule in _RULES:
        yield from rule(passage)
    yield from office.find(passage)


def _told(passage: Passage, findings: Iterable[Finding]) -> Iterator[Problem]:
    """One notice a place: of findings that overlap the first and longest is told."""
    end = 0
    for finding in sorted(findings, key=lambda each: (each.start, -each.end, each.code)):
        if finding.start < end:
            continue
        end = finding.end
        text = passage.at(finding.start)
        yield problem(
            finding.code,
            text.file,
            passage.line(finding.start),
            text.field,
            context=passage.around(finding),
            found=passage.written[finding.start : finding.end],
            advice=_advice(finding.better),
            why=finding.why,
            source=finding.source,
        )


def _advice(better: str) -> str:
    if not better:
        return "看一看是不是该删去"
    return better if better.startswith("核对") else f"看一看是不是该写成{quoted(better)}"
