"""What the font of drawn pictures can write. Needs no Pillow."""

from functools import cache, lru_cache
from pathlib import Path

from generator.errors import Problem
from generator.relating.catalog import Catalog

FONT = Path(__file__).with_name("fonts") / "NotoSerifSC-Bold-subset.otf"
CHARACTERS = FONT.with_name("characters.txt")


def check_glyphs(catalog: Catalog) -> list[Problem]:
    """A notice of every name that cannot be written on its picture."""
    return [
        entry.origin.problem("share-without-name", ("name",), missing=missing)
        for entry in catalog.entries
        if not entry.face.cover and (missing := missing_glyphs(entry.face.name))
    ]


@lru_cache(1 << 12)  # of regions, and of the website's own name
def missing_glyphs(text: str) -> str:
    """The characters of a text that the font cannot draw, each once, in order of appearance."""
    if _characters().issuperset(text):
        return ""
    missing = dict.fromkeys(c for c in text if c not in _characters() and not c.isspace())
    return "".join(missing)


@cache
def _characters() -> frozenset[str]:
    return frozenset(CHARACTERS.read_text(encoding="utf-8")) - {"\n"}
