"""The directory: every name of every record from A to Z, by the sound of its first character."""

from dataclasses import dataclass

from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.text.pinyin import initials, sort_key

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
    found: dict[str, list[Named]] = {}
    for entry in catalog.entries:
        for name in entry.face.names:
            found.setdefault(_letter(name), []).append(Named(name, entry))
    ordered = sorted(found, key=lambda letter: (letter == OTHER, letter))
    return tuple(Letter(letter, tuple(sorted(found[letter], key=_order))) for letter in ordered)


def _letter(name: str) -> str:
    first = (initials(name) or OTHER)[0].upper()
    return first if "A" <= first <= "Z" else OTHER


def _order(named: Named) -> tuple[object, ...]:
    return (sort_key(named.name), named.entry.permalink)
