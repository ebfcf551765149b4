"""Precompressed copies of text files, which nginx and Caddy hand out as they are."""

import gzip
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

# What is compressed already (photos, fonts, Office files) would not get smaller.
TEXT = frozenset(
    {".css", ".csv", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}
)
LEAST_BYTES = 256


def compressed(
    website: Mapping[str, tuple[Path, str]], cache: Path, jobs: int
) -> Iterator[tuple[str, Path]]:
    """(address with .gz or .br, file) of each text file; each content is compressed once.

    website: address → (file, its digest). cache: holds what was made, by digest and suffix; a run
    that was cut short leaves nothing half in it, and what this website does not use goes.
    """
    cache.mkdir(parents=True, exist_ok=True)
    texts = {
        uri: found
        for uri, found in website.items()
        if Path(uri).suffix in TEXT and found[0].stat().st_size >= LEAST_BYTES
    }
    made = {
        uri: (cache / f"{digest}.gz", cache / f"{digest}.br") for uri, (_, digest) in texts.items()
    }
    used = {path.name for pair in made.values() for path in pair}
    for path in cache.iterdir():
        if path.name not in used:
            path.unlink()
    with ThreadPoolExecutor(jobs) as pool:
        # Both libraries let go of the interpreter while they work.
        list(pool.map(lambda uri: _make(texts[uri][0], *made[uri]), texts))
    for uri, (zipped, brotlied) in made.items():
        yield f"{uri}.gz", zipped
        yield f"{uri}.br", brotlied


def _make(source: Path, zipped: Path, brotlied: Path) -> None:
    content = source.read_bytes()
    if not zipped.exists():
        # Without a time of its own, the same content gives the same bytes.
        _write(zipped, gzip.compress(content, 9, mtime=0))
    if not brotlied.exists():
        _write(brotlied, brotli.compress(content, mode=brotli.MODE_TEXT, quality=11))


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all. Two equal files may be made at once, hence a name of its own each."""
    half = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    half.write_bytes(content)
    half.replace(path)
