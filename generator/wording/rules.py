"""All rules about wording, for one text at a time. They take long to load: many large patterns."""

from collections.abc import Container, Iterable, Iterator
from datetime import date

from generator.errors import Problem, problem, quoted
from generator.models.values import PartialDate
from generator.models.wording import Wording
from generator.reading.texts import Text, texts_of
from generator.relating.entry import Entry, Face
from generator.wording import dates, names, numbers, punctuation, sums, words
from generator.wording.passage import Finding, Passage, passage_of

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


class Rules:
    """The rules, with the office's own words and the names of all records."""

    def __init__(self, wording: Wording | None, faces: Iterable[Face]) -> None:
        self._office = words.OfficeWords.of(wording)
        self._names = names.NameCheck(faces)
        self._last: tuple[Entry, Passage] | None = None

    def of_record(self, entry: Entry, in_full: Container[str]) -> Iterator[Problem]:
        """The notices of a sound record. in_full: as in `names.find_short_offices`."""
        passage = self._passage(entry)
        found = [
            *self._found(passage),
            *names.find_short_offices(passage, in_full),
            *sums.figure_findings(entry.record, passage),
        ]
        yield from _told(passage, found)
        yield from sums.count_problems(entry.record, entry)

    def offices_of(self, entry: Entry) -> names.Offices:
        return names.offices(self._passage(entry))

    def of_texts(self, texts: Iterable[Text]) -> Iterator[Problem]:
        """The notices of what is no record."""
        passage = passage_of(texts)
        return _told(passage, self._found(passage))

    def _passage(self, entry: Entry) -> Passage:
        """Of a record; the last one is remembered, since it is asked for twice in turn."""
        if self._last is None or self._last[0] is not entry:
            self._last = entry, passage_of(texts_of(entry.raw), _day(entry.record.dated))
        return self._last[1]

    def _found(self, passage: Passage) -> Iterator[Finding]:
        for rule in _RULES:
            yield from rule(passage)
        yield from self._office.find(passage)
        yield from self._names.find(passage)


def _day(when: PartialDate | None) -> date | None:
    if when is None or when.year is None:
        return None
    return date(when.year, when.month or 1, when.day or 1)


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
