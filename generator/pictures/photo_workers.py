"""Photos made by other machines: what is sent to them, and what they do.

    here                               storage                      a worker
    original ────────────────────────► originals/ab/abcdef…  ─────► decoded, resized
    Order (keys and numbers) ─────────── the scheduler ───────────► taken up
    the cache's folder ◄────────────── photos/cd/cdef….zip  ◄────── all sets of the order

No picture passes the scheduler. A worker needs this program at the same version, the scheduler's
address and a way to the storage. It keeps nothing, and doing an order twice does no harm; so one
that is lost costs the time in which another does its orders again.
"""

import hashlib
import platform
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.errors import Hindered
from generator.machines.executors import MadeWith, explained, unlike
from generator.machines.storage import Storage
from generator.pictures import cuts, originals, pixels, upright
from generator.pictures.cuts import Cut
from generator.pictures.derivatives import Made, derive, picture_of
from generator.pictures.gate import PIXELS_IN_FLIGHT, Gate
from generator.pictures.photo_cache import PhotoCache, get_original, put_original
from generator.settings import Recipe

# Photos that are under way at once, on however many workers; further ones wait here.
MOST_AT_ONCE = 256
# A network folder may not show for a minute what another machine wrote, when it was looked for in
# vain before: NFS remembers that (acdirmax in nfs(5)).
_PAUSES = (0.05, 0.2, 1, 5, 15, 45)

_gate = Gate(PIXELS_IN_FLIGHT)


@dataclass(frozen=True)
class Order:
    """What a worker is to make of one original.

    original: its fingerprint. made_with: of this machine, see `made_with`.
    """

    storage: Storage
    original: str
    cuts: tuple[Cut, ...]
    recipe: Recipe
    made_with: MadeWith


# ---------------------------------------------------------------- here


class Elsewhere:
    """Has photos made by the workers of a cluster."""

    def __init__(self, workers: Executor, cache: PhotoCache, jobs: int) -> None:
        assert cache.storage is not None, "the command line sees to that"
        self._workers = workers
        self._cache = cache
        self._storage = cache.storage
        # However many photos are under way, few are read and sent, or fetched, at a time.
        self._turn = threading.Semaphore(jobs)

    def derive(self, file: str, read: Callable[[], bytes], cuts: tuple[Cut, ...]) -> Made:
        """As `photos.derive`. file: what to call the photo when its worker fails."""
        with self._turn:
            data = read()
            digest = hashlib.sha256(data).digest()
            keys = {cut: self._cache.key(digest, cut) for cut in cuts}
            missing = tuple(cut for cut, key in keys.items() if not self._cache.find(key))
            if missing:
                put_original(self._storage, data)
            del data
        if missing:
            recipe = self._cache.recipe
            order = Order(self._storage, digest.hex(), missing, recipe, made_with())
            with explained(file):
                self._workers.submit(fulfil, order).result()
        made = {cut: picture_of(key, self._fetched(key)) for cut, key in keys.items()}
        return made, bool(missing)

    def _fetched(self, key: str) -> tuple[Path, ...]:
        for pause in _PAUSES:
            with self._turn:
                files = self._cache.find(key)
            if files:
                return files
            time.sleep(pause)
        raise Hindered(
            f"工作机说照片做好了，但共享存储 {self._storage.address} 里没有 {key}。\n"
            "请检查每台机器上挂的是不是同一个存储。"
        )


# ---------------------------------------------------------------- on a worker


def fulfil(order: Order) -> None:
    """Make the sets of an order and put them into the storage.

    Raises:
        PhotoRefused: not a picture, too large, or cut short.
        Hindered: this worker cannot do it, or must not.
    """
    name = platform.node()
    if order.made_with != made_with():
        raise unlike(name, order.made_with, made_with())
    data = get_original(order.storage, order.original)
    if data is None:
        raise Hindered(
            f"工作机 {name} 在共享存储 {order.storage.address} 里找不到原图，或原图已经损坏。\n"
            "请检查那台机器上挂的是不是同一个存储，再生成一次。"
        )
    with TemporaryDirectory(prefix="zhanting-") as folder:
        derive(data, order.cuts, PhotoCache(Path(folder), order.recipe, order.storage), _gate)


@cache
def made_with() -> MadeWith:
    """All that decides the bytes of a derivative, beside original, cut and recipe.

    The versions of the codecs are part of a set's key; our own code is not, since here whoever
    changes it sees what changes.
    """
    files = (cuts.__file__, originals.__file__, upright.__file__, pixels.__file__)
    source = "".join(Path(file).read_text(encoding="utf-8") for file in files)
    return (*pixels.codecs(), hashlib.sha256(source.encode()).hexdigest()[:12])
