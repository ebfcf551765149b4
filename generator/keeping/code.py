"""What else decides what we make, beside the content: our own code and the libraries under it."""

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

_OURS = Path(__file__).resolve().parents[1]
_SUFFIXES = frozenset({".py", ".j2", ".json", ".tsv", ".txt"})
_LIBRARIES = (
    *("PyYAML", "Markdown", "nh3", "Jinja2", "MarkupSafe", "pypinyin"),
    *(
        "Pillow",
        "zxing-cpp",
        "icalendar",
        "openpyxl",
        "lxml",
        "selectolax",
        "mkdocs",
        "mkdocs-material",
    ),
)


@cache
def code_key() -> str:
    """A fingerprint of all code that a build runs; whatever was kept by other code is not used."""
    found = blake2b(digest_size=16)
    found.update(repr((sys.version_info[:3], [version(name) for name in _LIBRARIES])).encode())
    for path in sorted(_OURS.rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file():
            found.update(path.relative_to(_OURS).as_posix().encode() + b"\0")
            found.update(path.read_bytes() + b"\0")
    return found.hexdigest()
