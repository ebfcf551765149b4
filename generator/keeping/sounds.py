"""How names are spelled, kept between runs (text/pinyin.py).

sounds   number of a bundle → what was asked, a function and its arguments, and what it gave
"""

from collections import defaultdict
from contextlib import suppress
from typing import Any
from zlib import crc32

from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Shelf, Store
from generator.text import pinyin

_SHELF = "sounds"
# With 10,000 records, each holds forty things: to put them as one costs a tenth, and to get one of
# them hardly more.
_BUNDLES = 1024


def recall_sounds(store: Store) -> None:
    """Let this run know what earlier ones worked out."""
    shelf = store.shelf(_SHELF)

    def kept(asked: pinyin.Asked) -> Any:
        return _bundle(shelf, _number(asked)).get(asked)

    pinyin.recall_from(kept if shelf.is_filled() else None)


def keep_sounds(store: Store) -> None:
    """Let later runs know what this one worked out; and this one look there for it as well."""
    if found := pinyin.learned():
        shelf = store.shelf(_SHELF)
        is_filled = shelf.is_filled()
        bundles: dict[str, dict[pinyin.Asked, Any]] = defaultdict(dict)
        for asked, given in found.items():
            number = _number(asked)
            if is_filled and number not in bundles:
                bundles[number] = _bundle(shelf, number)
            bundles[number][asked] = given
        shelf.put({number: (b"", packed(bundle)) for number, bundle in bundles.items()})
        store.commit()  # forked copies read what was committed
        recall_sounds(store)
        pinyin.forget()


def _bundle(shelf: Shelf, number: str) -> dict[pinyin.Asked, Any]:
    with suppress(CodecError):
        found: dict[pinyin.Asked, Any] = unpacked(shelf.get(number, b"") or b"")
        return found
    return {}


def _number(asked: pinyin.Asked) -> str:
    text = "\t".join(map(str, asked))
    return str(crc32(text.encode("utf-8", "surrogatepass")) % _BUNDLES)
