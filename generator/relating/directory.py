"""The directory: every name of every record from A to Z, by the sound of its first character."""

from dataclasses import dataclass

from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.text.pinyin import sort_key

OTHER = "#"
WHOLE = 1000  # names that still fit on one page; beyond that, each letter has its own


@dataclass(frozen=True, slots=True)
class Named:
    """One name in the directory."""

    name: str
    entry: Entry

    @property
    def is_full(self) -> bool:
        return self.name == self.entry.face.name

    @property
    def order(self) -> str:
        return self.entry.face.order if self.is_full else sort_key(self.name)


@dataclass(frozen=True)
class Letter:
    """A letter, or `#` for digits and signs, with the names that begin with it."""

    letter: str
    names: tuple[Named, ...]

    @property
    def slug(self) -> str:
        return "0-9" if self.letter == OTHER else self.letter.lower()


def letters(catalog: Catalog) -> tuple[Letter, ...]:
    """The whole directory; `#` stands last."""
    every = [Named(name, entry) for entry in catalog.entries for name in entry.face.names]
    found: dict[str, list[Named]] = {}
    for named in sorted(every, key=lambda each: (each.order, each.entry.permalink)):
        found.setdefault(_letter(named.order), []).append(named)
    ordered = sorted(found, key=lambda letter: (letter == OTHER, letter))
    return tuple(Letter(letter, tuple(found[letter])) for letter in ordered)


def _letter(order: str) -> str:
    """The first of how a name sounds."""
    first = order[:1].upper()
    return first if "A" <= first <= "Z" else OTHER
