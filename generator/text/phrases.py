"""pypinyin, with those of its phrases that a text may hold.

All of its 47,000 phrases take a quarter of a second and 40 MB to load, and names are made of a few
hundred. Which of them stand in a text, only those can decide that begin with two characters which
stand in it side by side; so these are loaded, and pypinyin says the same as if it knew all.
"""

import json
import os
from bisect import bisect_left
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

# So that it does not load its phrases, nor copy its dictionaries for those who add to them.
_SETTINGS = ("PYPINYIN_NO_PHRASES", "PYPINYIN_NO_DICT_COPY")
# How phrases_dict.json is written: `"长城": [`, then the readings of each character.
_FIRST, _BETWEEN, _LAST = b"{\n", b"\n]\n],\n", b"\n]\n]\n}"

Phrases = Mapping[str, list[list[str]]]

_begun: set[str] = set()


@cache
def library() -> ModuleType:
    """The library itself, without phrases but for those that were asked for."""
    with ExitStack() as after:
        for setting in _SETTINGS:
            if setting not in os.environ:
                os.environ[setting] = "1"
                after.callback(os.environ.pop, setting, None)
        import pypinyin
    return pypinyin


def characters() -> Mapping[int, str]:
    """All readings of each character, by its code, the usual one first: `"xíng,háng"`."""
    library()
    from pypinyin.constants import PINYIN_DICT

    known: Mapping[int, str] = PINYIN_DICT
    return known


def phrases_in(text: str) -> Phrases:
    """The phrases that are loaded, all that may stand in a text among them."""
    library()
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.seg import mmseg

    for beginning in {*map("".join, pairwise(text))} - _begun:
        found = _beginning_with(beginning)
        PHRASES_DICT.update(found)
        mmseg.seg.train(iter(found))
        _begun.add(beginning)
    loaded: Phrases = PHRASES_DICT
    return loaded


def _beginning_with(beginning: str) -> Phrases:
    written = _written()
    wanted = f'"{beginning}'.encode()
    first = last = bisect_left(written, wanted)
    while last < len(written) and written[last].startswith(wanted):
        last += 1
    if first == last:
        return {}
    found: Phrases = json.loads(_FIRST + _BETWEEN.join(written[first:last]) + _LAST)
    return found


@cache
def _written() -> list[bytes]:
    """What the dictionary says of each phrase, as it is written there, in order."""
    file = Path(str(library().__file__)).with_name("phrases_dict.json")
    data = file.read_bytes().removeprefix(_FIRST).removesuffix(_LAST)
    return sorted(data.split(_BETWEEN))
