"""Another text in a few records → the files that become others, put into the website."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from generator.amending import standing
from generator.amending.snapshot import Snapshot
from generator.amending.standing import Standing
from generator.amending.texts import Retold, retold
from generator.checks.privacy import declared_by
from generator.content import website_of
from generator.keeping.pages import keep_page
from generator.keeping.store import Store
from generator.models.website import Website
from generator.publishing.assembly import Counts, Place, Published
from generator.publishing.final_check import Reader, Rules, Seen, look, secret_paths
from generator.publishing.glance import Asked
from generator.publishing.ledger import Ledger, recalled
from generator.publishing.patch import New, Patch
from generator.rendering.frames import shape_name
from generator.rendering.layout import Engine, Frames, kept_frames
from generator.rendering.outputs import Rendered
from generator.search.index import INDEX, SHELF, renewed_files
from generator.search.indexed import indexed
from generator.search.making import Source
from generator.settings import Settings

# With more texts at once the long way, which uses all cores, is not much longer.
_MOST = 200


@dataclass(frozen=True)
class _NewPage:
    """A record's page with its new text, as it is published."""

    retold: Retold
    content: bytes
    seen: Seen


class Amending:
    """One build that may take the short way. Whoever makes it has the lock of the place.

    files: how many it reads, once that was looked at.
    """

    def __init__(self, settings: Settings, engine: Engine, store: Store, place: Place) -> None:
        self._settings = settings
        self._engine = engine
        self._store = store
        self._place = place
        self._mark = standing.mark_of(settings, engine, place.target)
        self._before = standing.taken(store, self._mark)
        self._inputs: standing.Inputs | None = None
        self.files = 0

    def attempt(self) -> tuple[Standing, Counts] | None:
        """The website with new texts; None, and nothing done, where the long way is to be taken."""
        changed = self._changed()
        if self._before is None or self._inputs is None or changed is None:
            return None
        if len(changed) > _MOST:
            return None
        website = website_of(self._settings)
        ledger = recalled(self._store, self._place.target)
        secret = secret_paths(self._settings, self._place.workplace)
        rules = replace(self._before.rules, secret=secret)
        pages = self._pages(changed, website, ledger, Reader(rules))
        if pages is None or (files := self._files(pages, website, ledger, rules)) is None:
            return None
        counts = Patch(self._place, self._store, ledger).apply(files)
        if counts is None:
            return None
        self._keep(pages)
        now = replace(self._before, inputs=self._inputs)
        standing.put(self._store, self._mark, now)
        return now, counts

    def _changed(self) -> list[str] | None:
        """Files that hold something else than before; None if that is not all. Keeps the inputs."""
        known = self._before.inputs if self._before else None
        before = standing.recalled(self._store, known) if known else None
        if before and (found := before.compared()):
            inputs, changed = found
            self.files = len(inputs.files)
            self._inputs = standing.keep(self._store, inputs, known)
            return changed
        try:
            inputs = Snapshot.of(standing.inputs_of(self._settings), self._settings.jobs)
        except (FileNotFoundError, NotADirectoryError):  # whoever reads it will tell
            return None
        self.files = len(inputs.files)
        self._inputs = standing.keep(self._store, inputs)
        return None

    def remember(self, rendered: Rendered, published: Published) -> None:
        """Have the next build go by this one, which took the long way."""
        # What is published of reviewed content is decided by more than single records.
        is_reviewed = website_of(self._settings).review.enabled
        if self._inputs and published.is_framed and not is_reviewed:
            counts = len(rendered.pages), len(rendered.copied)
            now = Standing(self._inputs, published.rules, *counts)
            standing.put(self._store, self._mark, now)

    # ---------------------------------------------------------------- what becomes another one

    def _pages(
        self, changed: Iterable[str], website: Website, ledger: Ledger, reader: Reader
    ) -> list[_NewPage] | None:
        """The pages of records whose files changed; None if not only texts did."""
        declared = declared_by(website)
        found = []
        for path in changed:
            told = retold(path, self._settings, declared, self._store, ledger)
            page = self._page(told, website, ledger, reader) if told else None
            if page is None:
                return None
            found.append(page)
        return found

    def _page(
        self, told: Retold, website: Website, ledger: Ledger, reader: Reader
    ) -> _NewPage | None:
        """None if it has to be looked at together with others."""
        shape = shape_name(told.page, website.name)
        frames = kept_frames(self._store, ledger.mark, [shape])
        laid = Frames(website.name, frames, self._engine.escape).fill(told.page)
        if laid is None:
            return None
        seen = reader.page(told.uri, laid)
        row = ledger.get(told.uri)
        former = self._store.shelf("asked").get(told.uri, row.digest) if row else None
        if seen.faults or former is None:
            return None
        is_sure = _is_answered(Asked.unpacked(seen.asked), Asked.unpacked(former), ledger)
        return _NewPage(told, laid.content, seen) if is_sure else None

    def _files(
        self, pages: Iterable[_NewPage], website: Website, ledger: Ledger, rules: Rules
    ) -> dict[str, New] | None:
        """All that may be other files now, by address; None if one of them is not fit."""
        entries = [page.retold.entry for page in pages]
        sources = (
            Source(each.permalink, each.marks.written, partial(indexed, each)) for each in entries
        )
        shelf = self._store.shelf(SHELF)
        row = ledger.get(INDEX)
        published = row.key if row else b""
        table = website.synonym_table()
        renewed = renewed_files(sources, published, shelf, table) if entries else ()
        if renewed is None:
            return None
        files = {page.retold.uri: New(page.retold.page.key, page.content) for page in pages}
        for file in renewed:
            if look(rules, file.uri, file.content).faults:
                return None
            files[file.uri] = New(file.key, file.content)
        return files

    def _keep(self, pages: Iterable[_NewPage]) -> None:
        """Let later builds know the pages."""
        asked = self._store.shelf("asked")
        for page in pages:
            told = page.retold
            keep_page(self._store, told.entry.permalink, told.page)
            asked.put({told.uri: (sha256(page.content).digest(), page.seen.asked)})


def _is_answered(now: Asked, former: Asked, ledger: Ledger) -> bool:
    """Whether all is there that a page asks for, and all that others may ask of it.

    former: when all of it was there.
    """
    more = now.files - former.files
    are_there = not more or more <= ledger.numbers
    return are_there and now.places <= former.places and former.anchors <= now.anchors
