"""What else decides what we make, beside the content: our own code and the libraries under it."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

_OURS = Path(__file__).resolve().parents[1]
_KEPT = Path(__file__).with_name("__pycache__") / f"code.{sys.implementation.cache_tag}.key"
_SUFFIXES = (".py", ".j2", ".json", ".tsv", ".txt")
_INSTALLED = ".dist-info"
_LIBRARIES = (
    *("pyyaml", "markdown", "nh3", "jinja2", "markupsafe", "pypinyin", "pillow", "zxing-cpp"),
    *("icalendar", "openpyxl", "lxml", "selectolax", "mkdocs", "mkdocs-material"),
)


@cache
def code_key() -> str:
    """A fingerprint of all code that a build runs; whatever was kept by other code is not used."""
    return fingerprint(_OURS, _KEPT)


def fingerprint(folder: Path, kept: Path) -> str:
    """Of the code in a folder and what it runs on.

    kept: where it stands for the next time, as Python keeps its modules; good for as long as every
        file has its size and its times.
    """
    runs_on = repr((sys.version_info[:3], _versions()))
    files = sorted(_files(str(folder)))
    stamps = blake2b(repr((runs_on, files)).encode(), digest_size=16).hexdigest()
    with suppress(OSError, ValueError):  # there is none yet, or it was cut short
        known, key = kept.read_text(encoding="ascii").split()
        if known == stamps and len(key) == len(stamps):
            return key
    found = blake2b(runs_on.encode(), digest_size=16)
    for path, *_ in files:
        found.update(path.removeprefix(str(folder)).encode() + b"\0")
        found.update(Path(path).read_bytes() + b"\0")
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # an installation in which nobody may write does without
            kept.parent.mkdir(exist_ok=True)
            part = kept.with_suffix(f".{os.getpid()}")
            part.write_text(f"{stamps} {found.hexdigest()}", encoding="ascii")
            part.replace(kept)
    return found.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int, int]]:
    """(path, size, times of the last change of its bytes and of anything) of each file of code."""
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                yield from _files(each.path)
            elif each.name.endswith(_SUFFIXES):
                seen = each.stat()
                yield each.path, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


def _versions() -> dict[str, str]:
    """The version of each library, by the name of the folder that its installation left.

    That is its version by rule (packaging.python.org/specifications/recording-installed-packages);
    `importlib.metadata` takes as long as all our code to read.
    """
    found: dict[str, str] = {}
    for place in reversed(sys.path):  # the first one counts
        with suppress(OSError):  # a zip archive, or a folder that is not there
            for each in Path(place).iterdir():
                if each.name.endswith(_INSTALLED):
                    project, _, version = each.name.removesuffix(_INSTALLED).partition("-")
                    found[project.replace("_", "-").lower()] = version
    return {name: found.get(name) or _told_version(name) for name in _LIBRARIES}


def _told_version(name: str) -> str:
    """Of a library that was installed in another way."""
    from importlib.metadata import version

    return version(name)
