"""The spare: the folder of a former website that becomes the next one (`releases.py`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from generator.publishing.ledger import Ledger, Sign
from generator.publishing.listing import Listing, Names
from generator.publishing.manifest import MANIFEST, digests_in, uris_in
from generator.publishing.releases import spare_of
from generator.publishing.trees import Tree


@dataclass
class Spare:
    """A former website whose folder is used again.

    sign: by which it is known. names: those in its folders.
    """

    folder: Path
    sign: Sign
    listing: Listing
    names: Names
    tree: Tree

    @cached_property
    def digests(self) -> Mapping[str, bytes]:
        """SHA-256 of its files, by address; empty where nobody knows."""
        manifest = _manifest(self.folder, self.sign)
        return digests_in(manifest.decode()) if manifest else {}

    def move(self, to: Path) -> None:
        self.folder.rename(to)
        self.folder = to
        self.tree.folder = str(to)


def names_now(
    website: Path, listing: Listing, spare: Spare | None, touched: Iterable[str]
) -> bytes:
    """Digest of the names in all folders; in a folder used again, only what was touched is seen.

    listing: of all its files. touched: those that came or went.
    """
    if spare is None or spare.listing.folders != listing.folders:
        return Names(website, listing.folders).digest
    spare.names.look_again(website, touched)
    return spare.names.digest


def usable_spare(target: Path, ledger: Ledger) -> Spare | None:
    """The spare of a website, if nothing came to it or went from it. ledger: of that website."""
    folder = spare_of(target)
    sign = ledger.signs.get(folder.stat().st_ino) if folder else None
    if folder is None or sign is None:
        return None
    listing = ledger.listing
    if sign.listing != listing.digest:
        manifest = _manifest(folder, sign)
        if manifest is None:
            return None
        listing = Listing.of(uris_in(manifest.decode()))
    try:
        names = Names(folder, listing.folders)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if names.digest != sign.names:
        return None
    return Spare(folder, sign, listing, names, Tree(str(folder), ledger))


def _manifest(folder: Path, sign: Sign) -> bytes | None:
    """The manifest of a website, if that is as it was."""
    manifest = (folder / MANIFEST).read_bytes()
    return manifest if sha256(manifest).digest() == sign.manifest else None
