"""What else decides what we make, beside the content: our own code and the libraries under it."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

_OURS = Path(__file__).resolve().parents[1]
_SUFFIXES = (".py", ".j2", ".json", ".tsv", ".txt")
_INSTALLED = ".dist-info"
_LIBRARIES = (
    *("pyyaml", "markdown", "nh3", "jinja2", "markupsafe", "pypinyin", "pillow", "zxing-cpp"),
    *("icalendar", "openpyxl", "lxml", "selectolax", "mkdocs", "mkdocs-material"),
)


@cache
def code_key() -> str:
    """A fingerprint of all code that a build runs; whatever was kept by other code is not used."""
    found = blake2b(digest_size=16)
    found.update(repr((sys.version_info[:3], _versions())).encode())
    for path in sorted(_files()):
        found.update(path.removeprefix(str(_OURS)).encode() + b"\0")
        found.update(Path(path).read_bytes() + b"\0")
    return found.hexdigest()


def _files() -> Iterator[str]:
    for folder, _, names in os.walk(_OURS):
        yield from (f"{folder}/{name}" for name in names if name.endswith(_SUFFIXES))


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
