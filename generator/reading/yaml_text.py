"""Text as a YAML scalar that reads back to the letter, quoted only where it must be."""

import re

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[^:#\r\n\t]|:(?!\s|$)|(?<!\s)#)*")
_NOTHING = {"~", "null", "Null", "NULL"}
# What a reader that forgives slips of the keyboard would write in its own way.
_OUTSIDE = re.compile(r"外部\s*[:：]")
_LIKE_A_KEY = re.compile(r"\S+\s*[:：]")


def as_scalar(text: str) -> str:
    """The text as it may stand behind `key: `."""
    is_plain = _PLAIN.fullmatch(text) and text not in _NOTHING and text == text.strip()
    return text if is_plain and not _OUTSIDE.match(text) else _quoted(text)


def as_item(text: str) -> str:
    """The text as it may stand in a list, behind a dash or between brackets."""
    if _LIKE_A_KEY.match(text) or re.search(r"[,\[\]{}]", text):
        return _quoted(text)
    return as_scalar(text)


def _quoted(text: str) -> str:
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(sign, escape)
    return f'"{text}"'
