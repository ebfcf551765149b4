"""The same name written two ways: a record's name, nearly but not quite, in another's text."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator

from generator.errors import quoted
from generator.relating.entry import Face
from generator.wording.near import NearWords, are_taken_for_each_other
from generator.wording.passage import HAN, Finding, Passage

_SHORTEST = 4  # shorter names are ordinary words as often as slips
_SAME = "同一个名称写法一致"
_OFFICE = re.compile(rf"([{HAN}]{{2}}街道)办(事处)?")
_NO_NAME = re.compile(r"[的在和与及、，]")


class NameCheck:
    """Looks for slips of the names of all records.

    Declared short names and aliases are names as well, so they pass.
    """

    def __init__(self, faces: Iterable[Face]) -> None:
        listed = list(faces)
        self._names = frozenset(name for face in listed for name in face.names)
        self._near = NearWords(name for name in self._names if len(name) >= _SHORTEST)
        self._people = _by_surname(
            name
            for face in listed
            if face.kind == "member"
            for name in face.names
            if len(name) == 3
        )
        surnames = "".join(map(re.escape, sorted(self._people)))
        self._surnames = re.compile(f"[{surnames}]" if surnames else "(?!)")

    def find(self, passage: Passage) -> Iterator[Finding]:
        for start, end, name in self._near.find(passage.shown):
            if not self._is_part_of_a_name(passage.shown, start, end):
                yield _finding(start, end, name)
        yield from self._people_in(passage.shown)

    def _people_in(self, text: str) -> Iterator[Finding]:
        """Three characters, the surname right and one of the others only alike."""
        for found in self._surnames.finditer(text):
            at = found.start()
            for name in self._people[found.group()]:
                written = text[at : at + len(name)]
                wrong = [i for i in range(len(written)) if written[i] != name[i]]
                if len(written) != 3 or len(wrong) != 1 or written in self._names:
                    continue
                if are_taken_for_each_other(written[wrong[0]], name[wrong[0]]):
                    yield _finding(at, at + 3, name)

    def _is_part_of_a_name(self, text: str, start: int, end: int) -> bool:
        """Whether a longer name stands there, or words that only happen to look alike."""
        written = text[start:end]
        if _NO_NAME.search(written):
            return True
        around = text[max(0, start - 20) : end + 20]
        return any(written in name and name in around for name in self._names if written in name)


def _by_surname(names: Iterable[str]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for name in sorted(set(names)):
        found[name[0]].append(name)
    return dict(found)


def _finding(start: int, end: int, name: str) -> Finding:
    why = f"和记录的名称{quoted(name)}差了一点"
    return Finding("wording-name", start, end, name, why, _SAME)


# The 街道 whose 办事处 a text writes (short, in full).
Offices = tuple[tuple[str, ...], tuple[str, ...]]


def offices(passage: Passage) -> Offices:
    found = [(each[1], bool(each[2])) for each in _OFFICE.finditer(passage.own)]
    short = {street for street, is_full in found if not is_full}
    in_full = {street for street, is_full in found if is_full}
    return tuple(sorted(short)), tuple(sorted(in_full))


def find_short_offices(passage: Passage, in_full: Container[str]) -> Iterator[Finding]:
    """某某街道办, where the website writes 某某街道办事处 elsewhere."""
    for found in _OFFICE.finditer(passage.own):
        if not found[2] and found[1] in in_full:
            full = f"{found[1]}办事处"
            why = f"别处写的是“{full}”"
            yield Finding("wording-name", *found.span(), full, why, _SAME)
