"""A website of which a few files become others, and all else stays as the last build left it.

    spare ──► brought up to the present website ──► a few files written ──► switched in

Nothing has to be known of the other files but that nobody touched them. Where somebody did, or
where files come or go, the long way (`assembly.py`) is the one to take.
"""

from collections.abc import Mapping, Set
from hashlib import sha256
from typing import NamedTuple

from generator.keeping.store import Store
from generator.publishing import publish, releases
from generator.publishing.assembly import WEBSITE, Counts, Place
from generator.publishing.ledger import Ledger, Row, Sign, remember
from generator.publishing.listing import digest_of_names
from generator.publishing.manifest import MANIFEST, line_of
from generator.publishing.spare import Spare, names_now, usable_spare
from generator.publishing.stamps import others_among, stamps_if_there, stamps_of
from generator.publishing.trees import Tree, Writer


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
        self._live = Tree(str(place.target), ledger)
        self._website = place.workplace / WEBSITE
        self._writer = Writer(str(self._website))

    def apply(self, files: Mapping[str, New]) -> Counts | None:
        """Have the website with these files; None if it is not as it was left, and not changed."""
        manifest = self._manifest()
        before = {uri: row for uri in files if (row := self._ledger.get(uri))}
        if manifest is None or before.keys() != files.keys():
            return None
        digests = {uri: sha256(new.content).digest() for uri, new in files.items()}
        changed = {uri for uri, digest in digests.items() if digest != before[uri].digest}
        if not changed:
            return Counts() if self._is_as_left() else None
        there = releases.websites(self._place.target)
        spare = usable_spare(self._place.target, self._ledger)
        linked = self._other_than_live(spare)
        if not self._has(linked):
            return None
        dropped = self._unwanted(spare)
        if spare:
            spare.move(self._website)
        for uri in dropped:
            self._writer.drop(uri)
        rows = {uri: self._link(uri, row) for uri, row in linked.items() if uri not in changed}
        for uri, (key, content) in files.items():
            row = rows.get(uri, before[uri])
            stamp = self._writer.write(uri, content) if uri in changed else row.stamp
            rows[uri] = Row.of(key, digests[uri], row.number, stamp)
        for uri in changed:
            start = manifest.index(line_of(uri, before[uri].digest))
            line = line_of(uri, digests[uri])
            manifest[start : start + len(line)] = line
        self._writer.write(MANIFEST, bytes(manifest))
        ledger = self._ledger.with_rows(rows)
        names = names_now(self._website, ledger.listing, spare, {*changed, *linked, *dropped})
        self._switch(ledger, Sign(names, sha256(manifest).digest(), ledger.listing.digest), there)
        return Counts(written=len(changed), is_new=True)

    # ---------------------------------------------------------------- what is there

    def _manifest(self) -> bytearray | None:
        """The manifest of the present website, if that is the one that is remembered."""
        target = self._place.target
        try:
            manifest = (target / MANIFEST).read_bytes()
            known = self._ledger.signs.get(target.stat().st_ino)
        except (FileNotFoundError, NotADirectoryError):
            return None
        is_known = known is not None and sha256(manifest).digest() == known.manifest
        return bytearray(manifest) if is_known else None

    def _is_as_left(self) -> bool:
        """Whether nobody touched the present website."""
        target, ledger = self._place.target, self._ledger
        names = digest_of_names(target, ledger.listing.folders)
        if names != ledger.signs[target.stat().st_ino].names:
            return False
        now = stamps_of(ledger.listing.uris, f"{target}/")
        return self._has(self._others(now))

    def _has(self, rows: Mapping[str, Row]) -> bool:
        """Whether these files of the present website hold what they held."""
        return all(self._live.holds(uri, row.digest) for uri, row in rows.items())

    def _other_than_live(self, spare: Spare | None) -> dict[str, Row]:
        """Files of the present website that the spare does not share with it."""
        uris = self._ledger.listing.uris
        if spare is None:
            return {uri: self._ledger.at(place) for place, uri in enumerate(uris)}
        return self._others(stamps_if_there(uris, f"{spare.folder}/"))

    def _others(self, stamps: bytes) -> dict[str, Row]:
        """Files that do not have the stamp that they had. stamps: of all."""
        uris, ledger = self._ledger.listing.uris, self._ledger
        return {uris[place]: ledger.at(place) for place in others_among(stamps, ledger.stamps)}

    def _unwanted(self, spare: Spare | None) -> set[str]:
        """Files that only the spare has."""
        listing = self._ledger.listing
        if spare is None or spare.listing is listing:
            return set()
        return set(spare.listing.uris).difference(listing.uris)

    # ---------------------------------------------------------------- what becomes of it

    def _link(self, uri: str, row: Row) -> Row:
        """Have the file of the present website in the new one as well."""
        stamp = self._writer.take(uri, self._live.path(uri))
        return Row.of(row.key, row.digest, row.number, stamp)

    def _switch(self, ledger: Ledger, sign: Sign, before: Set[int]) -> None:
        """Put the website in its place, and remember it. before: the websites that there were."""
        target = self._place.target
        publish.put_in_place(
            self._website, target, keep=self._place.keep, spare=True, has_modes=True
        )
        remember(self._store, target, ledger, sign, before)
