"""Numbers as people write them: without their unit, and whether our files would take them."""

import unicodedata

from generator.models.values import FuzzyNumber, Refusal


def number_text(text: str, unit: str) -> str:
    """A number without its unit: 36 小时 → 36."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    return plain.replace(unit, "") if unit and plain.count(unit) == 1 else plain


def is_number(text: str) -> bool:
    """Whether our files would take the text for a number, such as 120余."""
    try:
        FuzzyNumber.parse(text)
    except Refusal:
        return False
    return True
