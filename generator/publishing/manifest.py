"""`SHA256SUMS` of a website: what it holds, and, once it is released, when and after which one.

`sha256sum -c SHA256SUMS` understands the file: what it does not know stands in comments.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

MANIFEST = "SHA256SUMS"

_LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<uri>[^\0\n]+)")
_COMMENT = re.compile(r"# (?P<name>[a-z]+): (?P<value>.+)")


class ManifestError(ValueError):
    """A text that is no manifest of ours; carries the line (1-based) that is wrong."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


@dataclass(frozen=True)
class Manifest:
    """All files of a website but the manifest itself and its signature.

    files: address → SHA-256 in hexadecimal. released: ISO 8601 with a time zone; empty for a build
    that was not released, so that the same content gives the same bytes. previous: SHA-256 of the
    manifest that was online before; empty for the first. committed: when the released content was
    committed (ISO 8601), so that an older state never takes a newer one's place; empty if unknown.
    kept: those of `files` that only pages of earlier releases ask for → since when (ISO 8601).
    """

    files: Mapping[str, str]
    released: str = ""
    previous: str = ""
    committed: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The file's content: comments, then one line a file, sorted by address."""
        head = [f"# files: {len(self.files)}"]
        head += [f"# released: {self.released}"] if self.released else []
        head += [f"# previous: {self.previous}"] if self.previous else []
        head += [f"# committed: {self.committed}"] if self.committed else []
        head += [f"# kept: {since} {uri}" for uri, since in sorted(self.kept.items())]
        lines = [f"{self.files[uri]}  {uri}" for uri in sorted(self.files)]
        return "\n".join([*head, *lines, ""])

    @property
    def digest(self) -> str:
        """What the next release calls `previous`."""
        return digest_of(self.text().encode())


def unreleased(uris: Iterable[str], digest_of_file: Callable[[str], bytes]) -> bytes:
    """`Manifest.text` of a website that was not released, written line by line.

    There are hundreds of thousands of files; as lists their lines would take four times as much.
    """
    content = BytesIO()
    ordered = sorted(uris)
    content.write(f"# files: {len(ordered)}\n".encode())
    for uri in ordered:
        content.write(line_of(uri, digest_of_file(uri)))
    return content.getvalue()


def line_of(uri: str, digest: bytes) -> bytes:
    """What a manifest says of a file. digest: its SHA-256."""
    return f"{digest.hex()}  {uri}\n".encode()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest_of(folder: Path, *, but: frozenset[str] = frozenset()) -> Manifest:
    """The manifest of every file below a folder but MANIFEST and those named in `but`."""
    files = {}
    for path in folder.rglob("*"):
        uri = path.relative_to(folder).as_posix()
        if path.is_file() and uri != MANIFEST and uri not in but:
            with path.open("rb") as file:
                files[uri] = hashlib.file_digest(file, "sha256").hexdigest()
    return Manifest(files)


def digests_in(text: str) -> dict[str, bytes]:
    """SHA-256 of every file by its address, of a text that is known to be a manifest of ours."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {line[66:]: bytes.fromhex(line[:64]) for line in lines}


def uris_in(text: str) -> list[str]:
    """The addresses in it."""
    return [line[66:] for line in text.splitlines() if not line.startswith("#")]


def parse(text: str) -> Manifest:
    """The inverse of `Manifest.text`; ManifestError for anything else, a wrong count included."""
    files: dict[str, str] = {}
    said: dict[str, str] = {}
    kept: dict[str, str] = {}
    number = 0
    for number, line in enumerate(text.splitlines(), 1):
        if entry := _LINE.fullmatch(line):
            uri = entry["uri"]
            # An address must not lead out of the folder that is checked with it.
            if uri in files or uri.startswith("/") or ".." in uri.split("/"):
                raise ManifestError(number)
            files[uri] = entry["digest"]
        elif comment := _COMMENT.fullmatch(line):
            since, _, uri = comment["value"].partition(" ")
            if comment["name"] == "kept" and uri:
                kept[uri] = since
            elif comment["name"] in {"files", "released", "previous", "committed"}:
                said[comment["name"]] = comment["value"]
            else:
                raise ManifestError(number)
        else:
            raise ManifestError(number)
    if said.get("files") != str(len(files)) or not kept.keys() <= files.keys():
        raise ManifestError(number)
    del said["files"]
    return Manifest(files, kept=kept, **said)
