"""Chinese names → pinyin, for addresses and for alphabetical order.

What knows it (`phrases.py`) takes its time to load, and names hardly change: so what was worked out
is handed from one run to the next, and from one process to another (`recall_from`, `learned`;
`handed_on`, `adopt`), and a run without new names loads nothing.
"""

import marshal
import re
import threading
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from generator.text.phrases import characters, library, phrases_in

MAX_SLUG = 60
P = ParamSpec("P")
T = TypeVar("T")

# A function and its arguments.
Asked = tuple[object, ...]


class _Run(threading.local):
    """What is known in one run: of one thread, since its source may be no other's to ask.

    given: what was worked out. learned: what of that was not yet handed on. adopted: the same of
    other processes, packed, since it is seldom asked for here and takes five times the memory else.
    """

    def __init__(self) -> None:
        self.given: dict[Asked, Any] = {}
        self.learned: dict[Asked, Any] = {}
        self.adopted: list[bytes] = []
        self.source: Callable[[Asked], Any] | None = None


_run = _Run()


def recall_from(source: Callable[[Asked], Any] | None) -> None:
    """Look first whether another run of the same code worked it out. source: gives None if not."""
    _run.source = source


def learned() -> dict[Asked, Any]:
    """What was worked out since this was asked last."""
    _unpack()
    found, _run.learned = _run.learned, {}
    return found


def handed_on() -> bytes:
    """The same, for another process."""
    found = learned()
    return marshal.dumps(found) if found else b""


def forget() -> None:
    """Let go of what was handed on, when the source has it."""
    _run.given = {}


def adopt(found: bytes) -> None:
    """Take over what another process handed on."""
    if found:
        _run.adopted.append(found)


def _unpack() -> None:
    """Have at hand what was adopted."""
    while _run.adopted:
        found = marshal.loads(_run.adopted.pop())
        _run.given.update(found)
        _run.learned.update(found)


def _remembers(function: Callable[P, T]) -> Callable[P, T]:
    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (function.__name__, *args, *kwargs.values())
        given: T | None = _run.given.get(key)
        if given is None and _run.adopted:
            _unpack()
            given = _run.given.get(key)
        if given is None and _run.source:
            given = _run.source(key)
        if given is None:
            given = _run.given[key] = _run.learned[key] = function(*args, **kwargs)
        return given

    return asked


_TONES = re.compile("[\u0300\u0301\u0304\u030c]")  # combining: grave, acute, macron, caron


@_remembers
def slug_from(name: str, fallback: str) -> str:
    """An address for a name: `白鹭社区 2024` → `bai-lu-she-qu-2024`; never empty.

    fallback: what to use for a name without any letter, digit or Chinese character.
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    # What is not Chinese comes back as it was, so letters and digits survive.
    words = re.findall(r"[a-z0-9]+", " ".join(_spelled(plain, "NORMAL")))
    slug = ""
    for word in words:
        if len(slug) + len(word) >= MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or fallback


@_remembers
def sort_key(name: str) -> str:
    """For the alphabetical order of Chinese names; quotation marks and the like do not count."""
    plain = re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", name).lower())
    # Whatever follows a syllable comes after its end.
    return "\0".join((*_spelled(plain, "TONE3"), name))


@lru_cache(maxsize=65536)
def syllables(name: str) -> str:
    """How a name sounds, without tones: 地区 and 地取 are both `di qu`."""
    return " ".join(_spelled(name, "NORMAL"))


def _spelled(text: str, style: str) -> list[str]:
    """What `lazy_pinyin` gives, with 5 for the neutral tone; other signs stay as they are.

    It is asked for each word apart, since most names are made of the same few hundred words.
    """
    if text.isascii():
        return [text] if text else []
    return [syllable for word in _words(text) for syllable in _spelled_word(word, style)]


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    library()
    from pypinyin.constants import RE_HANS
    from pypinyin.seg.simpleseg import simple_seg

    runs = ((run, RE_HANS.match(run)) for run in simple_seg(text))
    return tuple(word for run, is_chinese in runs for word in (_cut(run) if is_chinese else [run]))


@lru_cache(maxsize=65536)
def _cut(run: str) -> tuple[str, ...]:
    """The words of a run of Chinese characters: asked for its order, and for its sounds."""
    phrases_in(run)
    from pypinyin.seg import mmseg

    return tuple(mmseg.seg.cut(run))


@lru_cache(maxsize=65536)
def _spelled_word(word: str, style: str) -> tuple[str, ...]:
    phrases_in(word)
    pypinyin: Any = library()
    style = pypinyin.Style[style]
    # What stands in a list is not cut into words again.
    return tuple(pypinyin.lazy_pinyin([word], style=style, neutral_tone_with_five=True))


@_remembers
def sounds(run: str) -> list[str]:
    """How each character of a name sounds in it, without tones; empty for what is not Chinese.

    What `lazy_pinyin` gives, by the same phrases and characters, at a tenth of its cost: the search
    index asks this of every name on the website.
    """
    return [syllable for word in _cut(run) for syllable in _spoken(word)]


@lru_cache(maxsize=65536)
def _spoken(word: str) -> tuple[str, ...]:
    # An entry of the dictionary holds all readings of each character, the usual one first.
    phrase = phrases_in(word).get(word)
    return tuple(_toneless(each[0]) for each in phrase) if phrase else tuple(map(sound, word))


@cache
def sound(char: str) -> str:
    """How a character sounds alone, without its tone; empty for what is not Chinese."""
    if char.isascii():
        return ""
    spoken = sounds_of_common().get(char)
    return _sound(char) if spoken is None else spoken


@cache
@_remembers
def sounds_of_common() -> dict[str, str]:
    """How those characters sound that every table of sounds has: as one, since they are many."""
    return {char: _usual(char) for char in common_characters()}


@cache
def common_characters() -> str:
    """The 3,755 characters of GB 2312 level 1: what a query is mostly written with."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return b"".join(rows).decode("gb2312", "ignore")


@_remembers
def _sound(char: str) -> str:
    return _usual(char)


def _usual(char: str) -> str:
    written: str = characters().get(ord(char), "")
    return _toneless(written.split(",")[0])


@cache
def readings(char: str) -> frozenset[str]:
    """All ways that a character may sound, without tones."""
    return frozenset(map(_toneless, characters().get(ord(char), "").split(","))) - {""}


@cache
def _toneless(syllable: str) -> str:
    """lǜ → lv; empty for the few that no plain letters spell (ê, ń)."""
    bare = _TONES.sub("", unicodedata.normalize("NFD", syllable))
    spelled = unicodedata.normalize("NFC", bare).replace("ü", "v")
    return spelled if re.fullmatch("[a-z]+", spelled) else ""
