"""The spare: the folder of a former website that becomes the next one (`releases.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from generator.publishing.ledger import Ledger
from generator.publishing.manifest import MANIFEST, digests_in
from generator.publishing.releases import spare_of
from generator.publishing.trees import Tree, digest_of, folders_of, names_in


@dataclass
class Spare:
    """A former website whose folder is used again.

    digests: SHA-256 of the files that it had, by address. names: signs of the names in its folders.
    """

    folder: Path
    digests: Mapping[str, bytes]
    names: Mapping[str, str]
    tree: Tree

    def move(self, to: Path) -> None:
        self.folder.rename(to)
        self.folder = to
        self.tree.folder = str(to)


def usable_spare(target: Path, ledger: Ledger) -> Spare | None:
    """The spare of a website, if nothing came to it or went from it. ledger: of that website."""
    folder = spare_of(target)
    found = ledger.trees.get(folder.stat().st_ino) if folder else None
    if folder is None or found is None:
        return None
    text = (folder / MANIFEST).read_bytes()
    if sha256(text).digest() != found[1]:
        return None
    digests = digests_in(text.decode())
    names = names_in(str(folder), folders_of(digests), {})
    if digest_of(names) != found[0]:
        return None
    return Spare(folder, digests, names, Tree(str(folder), ledger.rows))
