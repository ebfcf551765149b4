"""Chinese names → pinyin, for addresses and for alphabetical order. The only door to pypinyin."""

import re
import unicodedata
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.seg import mmseg

MAX_SLUG = 60
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")  # combining: grave, acute, macron, caron


def slug_from(name: str, fallback: str) -> str:
    """An address for a name: `白鹭社区 2024` → `bai-lu-she-qu-2024`; never empty.

    fallback: what to use for a name without any letter, digit or Chinese character.
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    # What is not Chinese comes back as it was, so letters and digits survive.
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(plain, style=Style.NORMAL)))
    slug = ""
    for word in words:
        if len(slug) + len(word) >= MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or fallback


@lru_cache(maxsize=65536)
def sort_key(name: str) -> tuple[str, ...]:
    """For the alphabetical order of Chinese names; quotation marks and the like do not count."""
    plain = re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", name).lower())
    return (*lazy_pinyin(plain, style=Style.TONE3, neutral_tone_with_five=True), name)


@lru_cache(maxsize=65536)
def syllables(name: str) -> str:
    """How a name sounds, without tones: 地区 and 地取 are both `di qu`."""
    return " ".join(lazy_pinyin(name, style=Style.NORMAL))


@lru_cache(maxsize=65536)
def initials(name: str) -> str:
    """First letters of a name's syllables: 白鹭社区 → blsq; signs and marks do not count."""
    plain = re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", name).lower())
    return "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))


def sounds(run: str) -> list[str]:
    """How each character of a name sounds in it, without tones; empty for what is not Chinese.

    What `lazy_pinyin` gives, by the same phrases and characters, at a tenth of its cost: the search
    index asks this of every name on the website.
    """
    found: list[str] = []
    for word in mmseg.seg.cut(run):
        # An entry of the dictionary holds all readings of each character, the usual one first.
        phrase = PHRASES_DICT.get(word)
        found += [_toneless(each[0]) for each in phrase] if phrase else map(sound, word)
    return found


@cache
def sound(char: str) -> str:
    """How a character sounds alone, without its tone; empty for what is not Chinese."""
    readings = PINYIN_DICT.get(ord(char), "")
    return _toneless(readings.split(",")[0]) if readings else ""


@cache
def readings(char: str) -> frozenset[str]:
    """All ways that a character may sound, without tones."""
    written = PINYIN_DICT.get(ord(char), "")
    return frozenset(_toneless(each) for each in written.split(",")) - {""}


@cache
def _toneless(syllable: str) -> str:
    """lǜ → lv; empty for the few that no plain letters spell (ê, ń)."""
    bare = _TONES.sub("", unicodedata.normalize("NFD", syllable))
    spelled = unicodedata.normalize("NFC", bare).replace("ü", "v")
    return spelled if re.fullmatch("[a-z]+", spelled) else ""
