"""Most texts are told to be clean by one look, and that look misses nothing."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.text.characters import BAD_CHARACTER, ZERO_WIDTH, bad_character, is_clean, uncommon

EVERY = "".join(map(chr, range(0x110000)))


def test_only_clean_characters_are_common() -> None:
    unusual = set(uncommon(EVERY))
    common = "".join(character for character in EVERY if character not in unusual)
    assert len(common) > 20_000
    assert not bad_character(common)
    assert not ZERO_WIDTH.search(common)
    assert unicodedata.normalize("NFC", common) == common


def test_every_refused_or_hidden_character_is_looked_for() -> None:
    """Joiners and selectors are hidden where no picture or letter stands before them."""
    spread = "".join(f"甲{character} {character}" for character in EVERY)
    found = {*BAD_CHARACTER.findall(EVERY), *ZERO_WIDTH.findall(spread)}
    assert len(found) > 2_500
    assert not any(map(is_clean, found))


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.text(
        st.characters(exclude_categories=())
        | st.sampled_from("\u200d\ufe0f\u200c🏴\U000e007f 甲👩"),
        max_size=8,
    )
)
def test_clean_text_holds_nothing_refused_or_hidden(text: str) -> None:
    if is_clean(text):
        assert not bad_character(text)
        assert not ZERO_WIDTH.search(text)
