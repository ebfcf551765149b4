"""Waivers: what a record says about notices that were looked at and need no mending."""

from collections.abc import Iterable

from generator.catalog import Entry
from generator.errors import Problem


def without_waived(
    entries: Iterable[Entry], notices: Iterable[Problem], unasked: tuple[str, ...] = ()
) -> list[Problem]:
    """The notices that no waiver of their own record takes back, and the waivers that took none.

    A waiver fits a notice of its code that quotes its text.

    unasked: how the codes begin that this run did not look for, so that nothing is told of theirs.
    """
    left = list(notices)
    for entry in entries:
        for index, waiver in enumerate(entry.record.waivers):
            fitting = [
                found
                for found in left
                if found.file == entry.raw.file
                and found.code == waiver.code
                and waiver.text in found.what
            ]
            left = [found for found in left if found not in fitting]
            if not fitting and not waiver.code.startswith(unasked):
                at = ("waivers", index, "text")
                left.append(entry.origin.problem("waiver-unused", at, text=waiver.text))
    return left
