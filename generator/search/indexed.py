"""A record → all that the index takes from it, as bytes that can be kept or sent."""

from dataclasses import dataclass
from functools import cache

from generator.keeping.codec import packed, unpacked
from generator.relating.entry import Entry
from generator.search.names import Row, row_of
from generator.search.text import facts_of, forms_of, text_of
from generator.text.normalize import Code, coded_grams, has_traditional, simplified


@dataclass(frozen=True)
class Indexed:
    """row: for the names tier. strong: names, facts and summary, whose terms count more than the
    others. lines: its text as it is quoted.
    """

    row: Row
    strong: str
    lines: tuple[str, ...]

    def packed(self) -> bytes:
        return packed((tuple(self.row), self.strong, self.lines))

    def terms(self) -> tuple[set[Code], set[Code]]:
        """The codes of (strong terms, the others)."""
        strong = coded_grams(self.strong)
        return strong, coded_grams("\n".join(self.lines)) - strong

    def text(self) -> bytes:
        """A line of text a line. One with traditional characters is followed by its simplified
        form, behind a tab, so that it can be looked through without the table.
        """
        quoted = [" ".join(line.split()) for line in self.lines]
        if not has_traditional("".join(quoted)):
            return "\n".join(quoted).encode()
        both = []
        for line in quoted:
            plain = line.translate(_simplifying())
            both += [line] if plain == line else [line, f"\t{plain}"]
        return "\n".join(both).encode()


@cache
def _simplifying() -> dict[int, str]:
    return str.maketrans(simplified())


def indexed(entry: Entry) -> bytes:
    """Depends on what is written of the entry alone, not on what its files hold."""
    record = entry.record
    facts, forms = facts_of(record), forms_of(record)
    row = row_of(record, entry.slug, facts, forms)
    strong = "\n".join((*record.names, facts.words(), record.summary))
    return Indexed(row, strong, text_of(record, entry.raw.body)).packed()


def opened(data: bytes) -> Indexed:
    """What was packed."""
    row, strong, lines = unpacked(data)
    return Indexed(Row(*row), strong, lines)
