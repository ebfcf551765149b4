"""The theme's scripts and styles under names made of their content, with their hashes for pages.

A page names the hash of each script that it loads (SRI), so that a changed one does not run; and a
name that changes with the content may be kept by browsers for ever.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.rendering.outputs import Made

_FOLDERS = ("assets/javascripts", "assets/stylesheets")
_SUFFIXES = {".js", ".css"}
_IMMUTABLE = re.compile(
    # Derivatives, drawn pictures and attachments are named by their content where they are made.
    r"assets/(?:photos|share|files)/[0-9a-f]{20}(?:-[\w-]+)?\.\w+"
    r"|assets/(?:javascripts|stylesheets)/[\w-]+\.[0-9a-f]{16}\.(?:js|css)"
)


def is_immutable(uri: str) -> bool:
    """Whether what lies at this address never changes, because the address is made of it."""
    return bool(_IMMUTABLE.fullmatch(uri))


def hashed_assets(theme: Path) -> tuple[tuple[Made, ...], dict[str, dict[str, str]]]:
    """The files under their new names, and for each old name: `uri` and `integrity`.

    theme: the folder of the theme; nothing comes of one without scripts and styles.
    """
    made, names = [], {}
    for folder in _FOLDERS:
        for path in sorted((theme / folder).glob("*")):
            if path.suffix in _SUFFIXES:
                content = path.read_bytes()
                file = Made(f"{folder}/{path.stem}.{_digest(content)[:16]}{path.suffix}", content)
                made.append(file)
                names[f"{folder}/{path.name}"] = {
                    "uri": file.uri,
                    "integrity": integrity_of(content),
                }
    return tuple(made), names


def with_assets(
    config: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """Settings for MkDocs that also tell the theme the new names."""
    return dict(config, extra=dict(config["extra"], assets=names))


def integrity_of(content: bytes) -> str:
    """The value of an `integrity` attribute."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
