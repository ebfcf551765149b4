"""How names are spelled, kept between runs (text/pinyin.py).

sounds   the function and its arguments → what it gave
"""

from contextlib import suppress
from typing import Any

from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store
from generator.text import pinyin

_SHELF = "sounds"


def recall_sounds(store: Store) -> None:
    """Let this run know what earlier ones worked out."""
    shelf = store.shelf(_SHELF)

    def kept(asked: pinyin.Asked) -> Any:
        with suppress(CodecError):
            return unpacked(shelf.get(_name_of(asked), b"") or b"")
        return None

    pinyin.recall_from(kept if shelf.is_filled() else None)


def keep_sounds(store: Store) -> None:
    """Let later runs know what this one worked out; and this one look there for it as well."""
    if found := pinyin.learned():
        things = {_name_of(key): (b"", packed(each)) for key, each in found.items()}
        store.shelf(_SHELF).put(things)
        store.commit()  # forked copies read what was committed
        recall_sounds(store)
        pinyin.forget()


def _name_of(asked: pinyin.Asked) -> str:
    return "\t".join(map(str, asked))
