"""A website of which a few files become others, and all else stays as the last build left it.

    spare ──► brought up to the present website ──► a few files written ──► switched in

Nothing has to be known of the other files but that nobody touched them. Where somebody did, or
where files come or go, the long way (`assembly.py`) is the one to take.
"""

from collections.abc import Iterator, Mapping, Set
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator.keeping.store import Store
from generator.publishing import publish, releases
from generator.publishing.assembly import WEBSITE, Counts, Place
from generator.publishing.ledger import Ledger, Row, remember
from generator.publishing.manifest import MANIFEST, uris_in
from generator.publishing.spare import Spare, names_now, usable_spare
from generator.publishing.trees import (
    Tree,
    Writer,
    digest_of,
    folders_of,
    names_in,
    others_among,
    stamps_of,
)


class New(NamedTuple):
    """What a file becomes. key: of what it was made of."""

    key: bytes
    content: bytes


class Patch:
    """ledger: of the website at `place`, as it was remembered."""

    def __init__(self, place: Place, store: Store, ledger: Ledger) -> None:
        self._place = place
        self._store = store
        self._ledger = ledger
        self._rows: dict[str, Row] = dict(ledger.rows)
        self._live = Tree(str(place.target), ledger.rows)
        self._website = place.workplace / WEBSITE
        self._writer = Writer(str(self._website))

    def apply(self, files: Mapping[str, New]) -> Counts | None:
        """Have the website with these files; None if it is not as it was left, and not changed."""
        rows = self._ledger.rows
        manifest = self._manifest()
        if manifest is None or not files.keys() <= rows.keys():
            return None
        digests = {uri: sha256(new.content).digest() for uri, new in files.items()}
        changed = {uri for uri, digest in digests.items() if digest != rows[uri].digest}
        if not changed:
            return Counts() if self._is_as_left() else None
        there = releases.websites(self._place.target)
        spare = usable_spare(self._place.target, self._ledger)
        linked = self._linked(spare, manifest)
        if linked is None:
            return None
        if spare:
            spare.move(self._website)
        there_before = uris_in(spare.manifest.decode()) if spare else ()
        dropped = set(there_before) - rows.keys()
        for uri in dropped:
            self._writer.drop(uri)
        for uri in linked - changed:
            stamp = self._writer.take(uri, self._live.path(uri))
            self._rows[uri] = Row.of(rows[uri].key, rows[uri].digest, rows[uri].number, stamp)
        for uri, (key, content) in files.items():
            stamp = self._writer.write(uri, content) if uri in changed else self._rows[uri].stamp
            self._rows[uri] = Row.of(key, digests[uri], rows[uri].number, stamp)
        for uri in changed:
            manifest = manifest.replace(_line(uri, rows[uri].digest), _line(uri, digests[uri]))
        self._writer.write(MANIFEST, manifest)
        names = names_now(self._website, rows, spare, changed | linked | dropped)
        self._switch(there, names, manifest)
        return Counts(written=len(changed), is_new=True)

    # ---------------------------------------------------------------- what is there

    def _manifest(self) -> bytes | None:
        """The manifest of the present website, if that is the one that is remembered."""
        target = self._place.target
        try:
            manifest = (target / MANIFEST).read_bytes()
            known = self._ledger.trees.get(target.stat().st_ino)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return manifest if known and sha256(manifest).digest() == known[1] else None

    def _is_as_left(self) -> bool:
        """Whether nobody touched the present website."""
        target, rows = self._place.target, self._ledger.rows
        names = names_in(str(target), folders_of(rows), {})
        is_same = self._ledger.trees[target.stat().st_ino][0] == digest_of(names)
        others = self._others(target) if is_same else ()
        return is_same and all(self._live.holds(uri, rows[uri].digest) for uri in others)

    def _linked(self, spare: Spare | None, manifest: bytes) -> set[str] | None:
        """Files that only the present website has; None if one of them is not as it was.

        manifest: of the present website.
        """
        rows = self._ledger.rows
        if spare:
            lines = manifest.splitlines()
            own = set(lines).difference(spare.manifest.splitlines())
            linked = {line[66:].decode() for line in own if not line.startswith(b"#")}
            linked.update(self._others(spare.folder, but=linked))
        else:
            linked = set(rows)
        is_sound = all(self._live.holds(uri, rows[uri].digest) for uri in linked)
        return linked if is_sound else None

    def _others(self, folder: Path, but: Set[str] = frozenset()) -> Iterator[str]:
        """Files, but for some, that a folder does not have as the present website was left."""
        rows = self._ledger.rows
        uris = [uri for uri in rows if uri not in but]
        known = b"".join([rows[uri].stamp for uri in uris])
        try:
            now = stamps_of([f"{folder}/{uri}" for uri in uris])
        except (FileNotFoundError, NotADirectoryError):
            yield from uris
            return
        for number in others_among(now, known):
            yield uris[number]

    # ---------------------------------------------------------------- what becomes of it

    def _switch(self, before: Set[int], names: Mapping[str, bytes], manifest: bytes) -> None:
        """Put the website in its place, and remember it. before: the websites that there were."""
        target = self._place.target
        publish.put_in_place(
            self._website, target, keep=self._place.keep, spare=True, has_modes=True
        )
        ledger = Ledger(self._ledger.mark, self._rows, self._ledger.trees)
        tree = digest_of(names), sha256(manifest).digest()
        remember(self._store, target, ledger, tree, before)


def _line(uri: str, digest: bytes) -> bytes:
    return f"{digest.hex()}  {uri}\n".encode()
