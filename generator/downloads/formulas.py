"""What a text must be like to stand in a cell: whole, and nothing that is calculated."""

import re

MAX_CELL = 32_767
# A cell that begins with one of these would be taken for a formula, which may call programs and
# send the table elsewhere; the full-width ones count in East Asian editions (owasp.org, CSV
# Injection).
FORMULA = tuple("=+-@＝＋－＠\t\r\n")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fit(text: str) -> str:
    """A text as a cell holds it, without what XML cannot say; ValueError if it is too long."""
    if len(text) > MAX_CELL:
        raise ValueError(f"{len(text)} characters do not fit into one cell")
    return _UNFIT.sub("", _ESCAPE.sub("_x005F_", text))
