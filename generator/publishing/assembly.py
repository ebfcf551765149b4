"""Pages and files → a finished website in the place of the former, of which it shares what it can.

    rendered ──► what is wanted: address → key ──┬─ known, and still there as it was ──► taken over
                                                 └─ else ──► made, looked at, written
                                                                        │
    present website ──► exchanged with the new one ◄── checked ◄────────┘

What a file holds is known by its key: the page with the theme's mark, or what else it was made of.
The folder of the former website that went last is used again (`releases.py`: the spare): only what
differs is touched. Where there is none yet, a new folder is filled with links.
"""

import shutil
from collections.abc import Mapping, Set
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from generator.keeping.store import Store
from generator.publishing import publish, releases
from generator.publishing.final_check import FinalCheck, Rules, expected_of, rules_of
from generator.publishing.ledger import Before, Ledger, Row, Sign, recalled, remember, short
from generator.publishing.listing import digest_of_names
from generator.publishing.manifest import MANIFEST, unreleased
from generator.publishing.press import Press, Pressed
from generator.publishing.replace import flushing
from generator.publishing.spare import Spare, names_now, usable_spare
from generator.publishing.spool import Spool
from generator.publishing.stamps import Stamp, stamp_of
from generator.publishing.trees import Tree, Writer
from generator.publishing.wanted import Wanted
from generator.rendering.hashed import is_immutable
from generator.rendering.layout import Engine, Layout
from generator.rendering.outputs import Copied, Made, Page, Rendered, key_of
from generator.settings import Settings

WEBSITE, _SCRATCH, _ASKED = "website", "laid", "asked"
_AT_A_TIME = 50  # pages of which is kept together what they ask for
_FLUSHED_TOGETHER = 8_000  # files
# Files that need nothing of the theme; so many are made while it is prepared. Of fewer, a copy of
# the process would cost more than it saves.
_WORTH_A_COPY = 8_000
_SAME = bytes(16)  # key of a file that never changes


@dataclass(frozen=True)
class Place:
    """Where one build works.

    workplace: a folder of its own, beside `target`. keep: how many former websites stay.
    """

    workplace: Path
    target: Path
    keep: int


@dataclass
class Counts:
    """What a build did.

    laid_out: pages, by the engine. written: new files. hashed: present files that this process had
    to read to know what they hold. is_new: whether another website took the place, or a mended one.
    """

    laid_out: int = 0
    written: int = 0
    hashed: int = 0
    is_new: bool = False


@dataclass(frozen=True)
class Published:
    """rules: that its files were looked at by. is_framed: whether frames did for its pages."""

    counts: Counts
    rules: Rules
    is_framed: bool


def publish_website(
    rendered: Rendered,
    settings: Settings,
    engine: Engine,
    store: Store,
    place: Place,
) -> Published:
    """Make the website of `rendered` and put it in its place.

    Raises:
        EngineError: the engine refused. Unfit: the last check found something.
        In both cases nothing has changed.
    """
    with Spool(place.workplace / _ASKED) as asked:
        work = _Work(rendered, settings, engine, store, place, asked)
        return Published(work.run(), work.rules, is_framed=not work.layout.is_plain)


class _Work:
    """One build's second half; `run` once. asked: gets what the pages that are made ask for."""

    def __init__(
        self,
        rendered: Rendered,
        settings: Settings,
        engine: Engine,
        store: Store,
        place: Place,
        asked: Spool,
    ) -> None:
        self.counts = Counts()
        self._rendered = rendered
        self._settings = settings
        self._store = store
        self._place = place
        self._asked = asked
        self._website = place.workplace / WEBSITE
        scratch = place.workplace / _SCRATCH
        scratch.mkdir()
        self.layout = Layout(settings, rendered, engine, store, scratch)
        self._former = recalled(store, place.target)
        self._shelf = store.shelf("asked")
        self._wanted = Wanted.of(rendered)
        # The same key, the same content.
        self._keys = {uri: short(page.key) for uri, page in self._wanted.pages.items()}
        self._keys |= {uri: short(file.key) for uri, file in self._wanted.made.items()}
        self._keys |= {uri: _key_of_copied(each) for uri, each in self._wanted.copied.items()}
        self._live = Tree(str(place.target), self._former.rows)
        self._spare: Spare | None = None
        # The files of the new website; and which of them the present one has, to be linked.
        self._rows: dict[str, Row] = {}
        self._linked: set[str] = set()
        self._there: set[int] = set()
        self._writer = Writer(str(self._website))
        self._check = FinalCheck(
            expected_of(self._wanted, rendered, settings),
            asked,
            Before(self._former, self._shelf),
        )
        self._flushing = ExitStack()

    @cached_property
    def rules(self) -> Rules:
        return self._rules_with(self.layout.files)

    def _rules_with(self, theme: Mapping[str, bytes]) -> Rules:
        return rules_of(self._rendered, self._settings, theme, self._place.workplace)

    def run(self) -> Counts:
        known = self._known()
        if self._is_published(known):
            return self._counted()
        self._there = releases.websites(self._place.target)
        self._spare = usable_spare(self._place.target, self._former)
        if self._spare:
            self._spare.move(self._website)
        missing = self._take_over(known)
        mark = self.layout.mark
        with self._flushing:
            early = self._prepare_layout(missing)
            if self.layout.mark != mark:  # so all pages are others
                missing |= self._wanted.pages.keys()
                self.layout.prepare(self._pages_of(missing))
            self._add_theme(self.layout.files)
            missing |= self.layout.files.keys() - self._rows.keys()
            dropped = self._drop_unwanted()
            self._make(missing - early, self.rules)
            self._look_at_all(missing)
        for uri in self._linked:
            self._note(uri, self._rows[uri].digest, self._writer.take(uri, self._live.path(uri)))
        manifest = self._write_manifest()
        touched = chain(missing, dropped, self._linked)
        ledger = self._ledger()
        names = names_now(self._website, ledger.listing, self._spare, touched)
        target, keep = self._place.target, self._place.keep
        self.counts.is_new = publish.put_in_place(
            self._website, target, keep=keep, spare=True, has_modes=True
        )
        if not self.counts.is_new:  # all is there as it should be, but in other files
            shutil.rmtree(self._website)  # at once: it changes the stamps of what it shares
            names = digest_of_names(target, ledger.listing.folders)
            for uri, row in self._rows.items():
                self._note(uri, row.digest, stamp_of(self._live.path(uri)))
            ledger = self._ledger()
        self._keep_asked()
        sign = Sign(names, manifest, ledger.listing.digest)
        remember(self._store, target, ledger, sign, self._there)
        return self._counted()

    # ---------------------------------------------------------------- what is there already

    def _known(self) -> dict[str, Row]:
        """Every wanted file of which it is known what it holds."""
        if (theme := self.layout.kept_files) is not None:
            self._add_theme(theme)
        rows = self._former.rows
        is_same_theme = self._former.mark == self.layout.mark
        return {
            uri: row
            for uri, key in self._keys.items()
            if (row := rows.get(uri))
            and row.key == key
            and (is_same_theme or uri not in self._wanted.pages)
        }

    def _add_theme(self, files: Mapping[str, bytes]) -> None:
        """Have the theme's own files as well."""
        self._wanted.theme.update({uri: Made(uri, content) for uri, content in files.items()})
        self._keys |= {uri: key_of(content) for uri, content in files.items()}

    def _is_published(self, known: Mapping[str, Row]) -> bool:
        """Whether the website that is wanted is there already, untouched."""
        target, former = self._place.target, self._former
        if not (self.layout.kept_files is not None and known.keys() == self._keys.keys()):
            return False
        try:
            manifest = (target / MANIFEST).read_bytes()
            inode = target.stat().st_ino
        except (FileNotFoundError, NotADirectoryError):
            return False
        sign = former.signs.get(inode)
        return (
            manifest == _manifest(known)
            and sign is not None
            and digest_of_names(target, former.listing.folders) == sign.names
            and all(self._live.holds(uri, row.digest) for uri, row in known.items())
        )

    def _take_over(self, known: Mapping[str, Row]) -> set[str]:
        """Note what need not be made; gives all that must be."""
        taken = {uri for uri, row in known.items() if self._takes(uri, row.digest)}
        return self._keys.keys() - taken

    def _takes(self, uri: str, digest: bytes) -> bool:
        """Whether a file with this content is there already; then it is noted."""
        spare = self._spare
        if spare and spare.digests.get(uri) == digest and (stamp := spare.tree.holds(uri, digest)):
            self._note(uri, digest, stamp)
        elif stamp := self._live.holds(uri, digest):
            self._note(uri, digest, stamp)
            self._linked.add(uri)
        else:
            return False
        return True

    def _note(self, uri: str, digest: bytes, stamp: Stamp) -> None:
        """Have a file in the new website."""
        self._rows[uri] = self._former.row(uri, self._keys[uri], digest, stamp)

    def _pages_of(self, uris: Set[str]) -> list[Page]:
        pages = self._wanted.pages
        return [pages[uri] for uri in sorted(uris & pages.keys())]

    # ---------------------------------------------------------------- what is new

    def _drop_unwanted(self) -> set[str]:
        """Take out of the spare what nobody wants; gives its addresses."""
        unwanted = set(self._spare.listing.uris).difference(self._keys) if self._spare else set()
        for uri in unwanted:
            self._writer.drop(uri)
        return unwanted

    def _prepare_layout(self, missing: Set[str]) -> set[str]:
        """Have the theme ready for all missing pages; gives what was made meanwhile."""
        pages = self._wanted.pages
        free: set[str] = set()
        # What is in the way in a spare depends on the theme's files, so that goes first there.
        if self.layout.kept_files is None and not self._spare:
            # The theme has no part in these, nor is there any rule about what it has for them.
            free = {uri for uri in missing if uri not in pages and not uri.endswith(".html")}
        if len(free) < _WORTH_A_COPY:
            self.layout.prepare(self._pages_of(missing))
            return set()
        with self.layout.preparing(self._pages_of(missing)):
            self._make(free, self._rules_with({}))
        return free

    def _make(self, uris: Set[str], rules: Rules) -> None:
        """Write files, and look at each of them."""
        for uri in uris & self._rows.keys():
            del self._rows[uri]
            self._linked.discard(uri)
        press = Press(self._wanted, self.layout, rules, self._writer, self._takes)
        self._store.commit()  # forked copies read what was committed
        asked: dict[str, tuple[bytes, bytes]] = {}
        for pressed in press.press(uris, self._settings.jobs):
            self._check.note(pressed.uri, pressed.size, pressed.seen)
            if self._is_new_page(pressed.uri):
                asked[pressed.uri] = pressed.digest, pressed.seen.asked
            if len(asked) == _AT_A_TIME:
                self._shelf.put(asked)
                asked = {}
            self._note_pressed(pressed)
            if pressed.stamp and not self.counts.written % _FLUSHED_TOGETHER:
                self._flushing.close()
                self._flushing.enter_context(flushing(self._website))
        self._shelf.put(asked)

    def _look_at_all(self, made: Set[str]) -> None:
        """See that the website is as it should be. made: files that are new or others."""
        unchanged = {uri: row.digest for uri, row in self._rows.items() if uri not in made}
        there = self._rows.keys()
        self._check.finish(self.rules, there, unchanged, self._content_of, self._source_of)

    def _note_pressed(self, pressed: Pressed) -> None:
        uri, digest = pressed.uri, pressed.digest
        if pressed.stamp:
            self._note(uri, digest, pressed.stamp)
            self.counts.written += 1
        elif uri not in self._rows:  # a forked process found it there, and could not note it
            self._takes(uri, digest)

    def _content_of(self, uri: str) -> bytes:
        place = self._live.path(uri) if uri in self._linked else f"{self._website}/{uri}"
        return Path(place).read_bytes()

    def _source_of(self, uri: str) -> str:
        page = self._wanted.pages.get(uri)
        return page.source if page else ""

    def _write_manifest(self) -> bytes:
        """Gives its SHA-256."""
        content = _manifest(self._rows)
        self._writer.write(MANIFEST, content)
        return sha256(content).digest()

    # ---------------------------------------------------------------- from build to build

    def _keep_asked(self) -> None:
        """What is on the shelf belongs to the website in place, so not before it is another one.

        Nothing is committed in between, either: the next build must find this and the ledger both.
        Of a page that was not there nobody asks before; that is put while others are made.
        """
        pages = (each for each in self._asked if not self._is_new_page(each[0]))
        while some := {
            uri: (self._rows[uri].digest, data) for uri, data in islice(pages, _AT_A_TIME)
        }:
            self._shelf.put(some)
        self._shelf.drop(self._former.rows.keys() - self._rows.keys())

    def _is_new_page(self, uri: str) -> bool:
        return uri.endswith(".html") and uri not in self._former.rows

    def _ledger(self) -> Ledger:
        return Ledger.of(self.layout.mark, self._rows, self._former.signs)

    def _counted(self) -> Counts:
        self.counts.laid_out = self.layout.laid_out
        self.counts.hashed = self._live.hashed + (self._spare.tree.hashed if self._spare else 0)
        return self.counts


def _manifest(rows: Mapping[str, Row]) -> bytes:
    return unreleased(rows, lambda uri: rows[uri].digest)


def _key_of_copied(copied: Copied) -> bytes:
    if is_immutable(copied.uri):
        return _SAME
    seen = copied.path.stat()
    return key_of(f"{seen.st_size} {seen.st_mtime_ns}".encode())
