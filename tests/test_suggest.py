"""The nearest word is the one that a look at every word finds."""

from difflib import SequenceMatcher
from random import Random

from generator.text.pinyin import syllables
from generator.text.suggest import nearest


def every_word(written: str, known: list[str], cutoff: float) -> str | None:
    """The same, with no short cut."""

    def ratio(one: str, other: str) -> float:
        return SequenceMatcher(None, one, other, autojunk=False).ratio()

    best, score = None, cutoff
    for word in known:
        found = (ratio(written, word) + ratio(syllables(written), syllables(word))) / 2
        if found > score:
            best, score = word, found
    return best


def test_short_cut_loses_no_near_word() -> None:
    chance = Random(8)
    signs = "白鹭露路社区服务站中心党支部总甲A1"
    names = ["".join(chance.choices(signs, k=chance.randint(1, 7))) for _ in range(150)]
    found = 0
    for _ in range(150):
        written = chance.choice(names)
        at = chance.randrange(len(written))
        written = written[:at] + chance.choice(["", *signs]) + written[at + chance.randint(0, 1) :]
        known = chance.sample(names, 20)
        for cutoff in (0.0, 0.5, 0.55, 0.85):
            expected = every_word(written, known, cutoff)
            assert nearest(written, known, cutoff) == expected
            found += expected is not None
    assert found > 200


def test_nothing_is_near_nothing() -> None:
    assert nearest("", ["", "甲"], 0.5) == every_word("", ["", "甲"], 0.5)
    assert nearest("甲", []) is None
