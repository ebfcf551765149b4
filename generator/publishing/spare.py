"""The spare: the folder of a former website that becomes the next one (`releases.py`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from generator.publishing.ledger import Ledger
from generator.publishing.manifest import MANIFEST, digests_in, uris_in
from generator.publishing.releases import spare_of
from generator.publishing.trees import Tree, digest_of, folders_of, names_in


@dataclass
class Spare:
    """A former website whose folder is used again.

    manifest: of the files that it has. names: signs of the names in its folders.
    """

    folder: Path
    manifest: bytes
    names: Mapping[str, bytes]
    tree: Tree

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """SHA-256 of its files, by address."""
        return digests_in(self.manifest.decode())

    def move(self, to: Path) -> None:
        self.folder.rename(to)
        self.folder = to
        self.tree.folder = str(to)


def names_now(
    website: Path, uris: Iterable[str], spare: Spare | None, touched: Iterable[str]
) -> dict[str, bytes]:
    """Signs of the names in all folders; of a folder used again, only around what was touched.

    uris: of all its files. touched: of those that came or went.
    """
    known = dict(spare.names) if spare else {}
    for folder in folders_of(touched):
        known.pop(folder, None)
    return names_in(str(website), folders_of(uris), known)


def usable_spare(target: Path, ledger: Ledger) -> Spare | None:
    """The spare of a website, if nothing came to it or went from it. ledger: of that website."""
    folder = spare_of(target)
    found = ledger.trees.get(folder.stat().st_ino) if folder else None
    if folder is None or found is None:
        return None
    manifest = (folder / MANIFEST).read_bytes()
    if sha256(manifest).digest() != found[1]:
        return None
    names = names_in(str(folder), folders_of(uris_in(manifest.decode())), {})
    if digest_of(names) != found[0]:
        return None
    return Spare(folder, manifest, names, Tree(str(folder), ledger.rows))
