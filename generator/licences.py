"""The licence of everything that a build runs with or carries: `docs/licences.md`.

Run `python -m generator.licences` in the development environment after `make lock`. Names and
versions come from the lock files, licences from what the packages say of themselves; a package
that says it unclearly, or whose wheels carry more than its own code, is judged by hand here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from itertools import chain
from pathlib import Path

LIST = Path("docs") / "licences.md"
# Each lock of an extra holds what everybody needs as well.
EXTRAS = {
    "s3": "requirements-s3.txt",
    "dask": "requirements-dask.txt",
    "engines": "requirements-engines.txt",
}
LOCKS = ("requirements.txt", *EXTRAS.values())

# Whoever passes the project on need not publish what they add to it.
PERMISSIVE = frozenset({"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-CMU", "PSF-2.0"})
# Changes to the package itself stay under its licence; what uses it is free.
WEAK_COPYLEFT = frozenset({"LGPL-3.0-or-later", "MPL-2.0"})
_SPELLINGS = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "osi approved :: apache software license": "Apache-2.0",
    "osi approved :: mit license": "MIT",
    "osi approved :: mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
# Read in the packages themselves: what their metadata leaves open, or says of their own code only.
_READ = {
    "cobble": "BSD-2-Clause",  # says BSD only; its author's mammoth says which
    "colorama": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "partd": "BSD-3-Clause",
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-or-later",  # libheif and libde265 in its wheels
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "s3fs": "BSD-3-Clause",
    "zict": "BSD-3-Clause",
}


# Packages whose wheels carry libraries of others, with licences that were looked at: pillow's are
# permissive (FreeType under its own licence, not the GPL).
WITH_LIBRARIES = frozenset({"pi-heif", "pillow"})


@dataclass(frozen=True)
class Bundled:
    """What lies in the project itself and was made by others, or from their work."""

    files: str
    licence: str
    what: str
    source: str


BUNDLED = (
    Bundled(
        "generator/pictures/fonts/NotoSerifSC-Bold-subset.otf",
        "OFL-1.1",
        "font of the share pictures, a subset of Noto Serif CJK SC",
        "https://github.com/notofonts/noto-cjk; the licence stands beside it, in OFL.txt",
    ),
    Bundled(
        "generator/text/traditional.json",
        "Apache-2.0",
        "Traditional characters with their Simplified ones",
        "TSCharacters.txt of https://github.com/BYVoid/OpenCC",
    ),
)
# Data of our own, under the project's licence; a new file of data must be put here or above.
OWN_DATA = frozenset(
    {
        "generator/preview/live.js",
        "generator/preview/preview.css",
        "generator/pictures/fonts/characters.txt",
        "generator/imports/tables/headings.json",
        "generator/text/search_rules.json",
        "generator/search/synonyms.json",
        "generator/wording/misspellings.tsv",
        "generator/wording/phrases.txt",
    }
)


@dataclass(frozen=True)
class Pinned:
    """One package of the lock files.

    via: the packages that ask for it; empty if only we do. extras: those that it comes with; empty
    if everybody needs it.
    """

    name: str
    versions: tuple[str, ...]
    licence: str
    summary: str
    via: tuple[str, ...]
    extras: tuple[str, ...]


def licence_list(root: Path) -> str:
    """The text of docs/licences.md."""
    rows = [
        "# Licences",
        "",
        "<!-- Written by `python -m generator.licences`; do not edit. -->",
        "",
        "The project is under the MIT licence (`LICENSE`). It runs with these packages, at the",
        "versions and hashes of `requirements.txt`; those of `requirements-s3.txt`,",
        "`requirements-dask.txt` and `requirements-engines.txt` come only with the extras `s3`,",
        "`dask` and `engines`. What only tests use is not passed on and not listed.",
        "",
        "| package | version | licence | what it is | asked for by |",
        "| --- | --- | --- | --- | --- |",
    ]
    for pinned in packages(root):
        via = ", ".join(pinned.via or ("the project",))
        if pinned.extras:
            via += f" ({', '.join(f'`{extra}`' for extra in pinned.extras)})"
        cells = (pinned.name, " / ".join(pinned.versions), pinned.licence, pinned.summary, via)
        rows.append("| " + " | ".join(cells) + " |")
    rows += ["", "## In the project itself", "", "| file | licence | what | from |"]
    rows.append("| --- | --- | --- | --- |")
    rows += [f"| `{b.files}` | {b.licence} | {b.what} | {b.source} |" for b in BUNDLED]
    return "\n".join(rows) + "\n"


def packages(root: Path) -> Iterator[Pinned]:
    """What the lock files pin, by name."""
    required = dict(_pins((root / LOCKS[0]).read_text(encoding="utf-8")))
    extra = {
        name: dict(_pins((root / lock).read_text(encoding="utf-8")))
        for name, lock in EXTRAS.items()
    }
    for name in sorted({*required, *chain.from_iterable(extra.values())}):
        extras = () if name in required else tuple(x for x, pins in extra.items() if name in pins)
        found = [extra[each][name] for each in extras] or [required[name]]
        versions = tuple(dict.fromkeys(chain.from_iterable(each for each, _ in found)))
        via = tuple(dict.fromkeys(chain.from_iterable(each for _, each in found)))
        summary = _field(metadata(name), "Summary").replace("|", "\\|")
        yield Pinned(name, versions, licence_of(name), summary, via, extras)


def unknown_licences(licence: str) -> frozenset[str]:
    """The parts of a licence expression that are neither permissive nor weak copyleft."""
    if " OR " in licence:
        choices = [unknown_licences(part) for part in licence.split(" OR ")]
        return min(choices, key=len)
    return frozenset(licence.split(" AND ")) - PERMISSIVE - WEAK_COPYLEFT


def licence_of(name: str) -> str:
    """An SPDX expression; what is unclear is given as the package says it."""
    return _READ.get(name) or _told(metadata(name))


def _told(package: PackageMetadata) -> str:
    if expression := _field(package, "License-Expression"):
        return expression
    classifiers = [
        each.removeprefix("License :: ")
        for each in package.get_all("Classifier") or ()
        if each.startswith("License :: ")
    ]
    said = [_field(package, "License"), *classifiers]
    spdx = [_SPELLINGS.get(each.lower(), each) for each in said]
    known = (each for each in spdx if each in PERMISSIVE | WEAK_COPYLEFT)
    return next(known, " / ".join(filter(None, said)) or "not stated")


def _field(package: PackageMetadata, name: str) -> str:
    return str(next(iter(package.get_all(name) or ()), ""))


def _pins(lock: str) -> Iterator[tuple[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """(name, (versions, packages that ask for it)) of each package of a lock file."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    name = ""
    for line in lock.splitlines():
        if pin := re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", line):
            name = pin[1]
            found.setdefault(name, ({}, {}))[0][pin[2]] = None
        elif asked := re.match(r"\s+#\s+(?:via )?(?!via\b|zhanting )([a-z0-9][a-z0-9._-]*)", line):
            found[name][1][asked[1]] = None
    for each, (versions, via) in found.items():
        yield each, (tuple(versions), tuple(via))


if __name__ == "__main__":
    (Path.cwd() / LIST).write_text(licence_list(Path.cwd()), encoding="utf-8")
