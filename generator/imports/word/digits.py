"""Digits as they are typed in a document: in full width, or as Chinese numerals."""

_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_DIGITS = "零一二三四五六七八九"


def half_width(text: str) -> str:
    """The text with its digits in plain width."""
    return text.translate(_FULL_WIDTH)


def counted(text: str) -> int:
    """三, 十一 and 二十 as numbers, up to 九十九; what is no such number counts as none."""
    tens, has_ten, ones = text.rpartition("十")
    return (_digit(tens or "一") * 10 if has_ten else 0) + (_digit(ones) if ones else 0)


def _digit(text: str) -> int:
    return max(_DIGITS.find(text), 0)
