"""How names are spelled, kept between runs (text/pinyin.py)."""

from contextlib import suppress

from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store
from generator.text import pinyin

_NAME = "all"


def recall_sounds(store: Store) -> None:
    """Let this run know what earlier ones worked out."""
    data = store.shelf("sounds").get(_NAME, b"")
    if data is not None:
        with suppress(CodecError):
            pinyin.recall(unpacked(data))


def keep_sounds(store: Store) -> None:
    """Let later runs know what this one worked out."""
    if found := pinyin.remembered():
        store.shelf("sounds").put({_NAME: (b"", packed(found))})
