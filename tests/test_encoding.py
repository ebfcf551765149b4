"""Text of uncommon characters is read, or refused, like any other."""

import unicodedata

import pytest

from generator.errors import Refused
from generator.reading import file_names
from generator.reading.encoding import decode


@pytest.mark.parametrize("text", ["①号楼 25℃ ㎡", "é", "e\u0301", "𠮷野", "👨\u200d👩\u200d👧 去"])
def test_uncommon_text_is_read_as_before(text: str) -> None:
    assert decode(text.encode(), "f.md", []) == unicodedata.normalize("NFC", text)


def test_uncommon_text_is_refused_as_before() -> None:
    with pytest.raises(Refused):
        decode("甲\u202e乙".encode(), "f.md", [])


@pytest.mark.parametrize("name", ["index.md", "con.md", "a" * 101, "nul", "a-b.c.d", "com1.txt"])
def test_plain_names_are_judged_like_others(name: str) -> None:
    """An upper-case letter takes the long way; what it says must be the same."""
    assert file_names.fault(name) == file_names.fault(name[:-1] + name[-1].upper())
