"""Waivers: what content says about notices that were looked at and need no mending."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.errors import Problem
from generator.models.components import Waiver
from generator.models.website import Website
from generator.reading.validate import Origin
from generator.relating.entry import Entry

# Problems that a reason can answer as well: only people know whether a number may be published.
_WAIVABLE = frozenset({"personal-data", "personal-data-name", "personal-data-attachment"})


@dataclass(frozen=True)
class _Given:
    """The waivers of one file, and for which other files they are."""

    origin: Origin
    waivers: tuple[Waiver, ...]
    is_for: Callable[[str], bool]


def without_waived(
    entries: Iterable[Entry],
    website: tuple[Website, Origin],
    told: Iterable[Problem],
    unasked: tuple[str, ...] = (),
) -> list[Problem]:
    """What no waiver takes back, and the waivers that took none.

    A waiver fits a notice of its code that quotes its text: those of a record in its own file,
    those of the website in what is no record.

    unasked: how the codes begin that this run did not look for, so that nothing is told of theirs.
    """
    left = list(told)
    for given in _given(tuple(entries), *website):
        for index, waiver in enumerate(given.waivers):
            fitting = {
                found
                for found in left
                if (found.is_notice or found.code in _WAIVABLE)
                and found.code == waiver.code
                and waiver.text in found.what
                and given.is_for(found.file)
            }
            left = [found for found in left if found not in fitting]
            if not fitting and not waiver.code.startswith(unasked):
                at = ("waivers", index, "text")
                left.append(given.origin.problem("waiver-unused", at, text=waiver.text))
    return left


def _given(entries: tuple[Entry, ...], website: Website, origin: Origin) -> Iterator[_Given]:
    for entry in entries:
        if entry.face.has_waivers:
            yield _Given(entry.origin, entry.record.waivers, entry.file.__eq__)
    if website.waivers:
        of_records = {entry.file for entry in entries}
        yield _Given(origin, website.waivers, lambda file: file not in of_records)
