"""Pages and files → a finished website in the place of the former, of which it shares what it can.

    rendered ──► what is wanted: address → key ──┬─ known, and still there as it was ──► taken over
                                                 └─ else ──► made, looked at, written
                                                                        │
    present website ──► exchanged with the new one ◄── checked ◄────────┘

What a file holds is known by its key: the page with the theme's mark, or what else it was made of.
The folder of the former website that went last is used again (`releases.py`: the spare): only what
differs is touched. Where there is none yet, a new folder is filled with links.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.keeping.codec import packed, unpacked
from generator.keeping.store import Shelf, Store
from generator.publishing import publish, releases
from generator.publishing.final_check import (
    FinalCheck,
    Reader,
    Rules,
    Seen,
    expected_of,
    is_read,
    look,
    rules_of,
)
from generator.publishing.glance import Asked, number_of
from generator.publishing.manifest import MANIFEST, Manifest, digests_in
from generator.publishing.trees import (
    Stamp,
    Tree,
    Writer,
    digest_of,
    folders_of,
    names_in,
    stamp_of,
)
from generator.rendering.hashed import is_immutable
from generator.rendering.layout import Engine, Frames, Laid, Layout
from generator.rendering.outputs import (
    Copied,
    File,
    Made,
    Page,
    Rendered,
    html_uri,
    key_of,
    read_copied,
)
from generator.settings import Settings

_WEBSITE, _SCRATCH = "website", "laid"
_MARK = b"1"  # of the form in which this is kept


@dataclass(frozen=True)
class Sheet:
    """A file ready to be written. seen: what a look at it gave."""

    uri: str
    content: bytes
    digest: bytes
    seen: Seen


class Press:
    """Makes sheets of pages whose frames are known; may be handed to other processes."""

    def __init__(self, frames: Frames, rules: Rules) -> None:
        self._frames = frames
        self._reader = Reader(rules)

    def fill(self, page: Page) -> Sheet | None:
        """None for a page that the engine must lay out."""
        laid = self._frames.fill(page)
        return self.sheet(laid) if laid else None

    def sheet(self, laid: Laid) -> Sheet:
        uri, content = html_uri(laid.page.uri), laid.html.encode()
        return Sheet(uri, content, sha256(content).digest(), self._reader.page(uri, laid, content))


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

    laid_out: pages, by the engine. written: new files. hashed: present files that had to be read to
    know what they hold. is_new: whether another website, or a mended one, took the place.
    """

    laid_out: int = 0
    written: int = 0
    hashed: int = 0
    is_new: bool = False


@dataclass(frozen=True)
class _Former:
    """What is known of the website that was made last for a place.

    mark: of the theme. keys, files, numbers: by address, its key, its stamp and SHA-256, and what
    stands for it among what pages ask for. trees: inode of a website's folder → digest of the names
    in it, SHA-256 of its manifest.
    """

    mark: bytes = b""
    keys: Mapping[str, bytes] = field(default_factory=dict)
    files: Mapping[str, tuple[Stamp, bytes]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    trees: Mapping[int, tuple[bytes, bytes]] = field(default_factory=dict)


def publish_website(
    rendered: Rendered,
    settings: Settings,
    engine: Engine,
    store: Store,
    place: Place,
) -> Counts:
    """Make the website of `rendered` and put it in its place.

    Raises:
        EngineError: the engine refused. Unfit: the last check found something.
        In both cases nothing has changed.
    """
    return _Work(rendered, settings, engine, store, place).run()


class _Work:
    """One build's second half; `run` once."""

    def __init__(
        self,
        rendered: Rendered,
        settings: Settings,
        engine: Engine,
        store: Store,
        place: Place,
    ) -> None:
        self.counts = Counts()
        self._rendered = rendered
        self._settings = settings
        self._store = store
        self._place = place
        self._website = place.workplace / _WEBSITE
        scratch = place.workplace / _SCRATCH
        scratch.mkdir()
        self._layout = Layout(settings, rendered, engine, store, scratch)
        self._former = self._recalled()
        # What the website is made of, by address; and keys: the same key, the same content.
        self._pages = {html_uri(page.uri): page for page in rendered.pages}
        self._files: dict[str, File] = {file.uri: file for file in rendered.made}
        self._copied = {copied.uri: copied for copied in rendered.copied}
        self._keys = {uri: page.key for uri, page in self._pages.items()}
        self._keys |= {uri: file.key for uri, file in self._files.items()}
        self._keys |= {uri: _key_of_copied(copied) for uri, copied in self._copied.items()}
        self._live = Tree(str(place.target), self._former.files)
        self._spare: _Spare | None = None
        # Where each file of the new website comes from: address → SHA-256, and its stamp there.
        self._stays: dict[str, bytes] = {}
        self._linked: dict[str, bytes] = {}
        self._written: dict[str, bytes] = {}
        self._stamps: dict[str, Stamp] = {}
        self._writer = Writer(str(self._website))

    def run(self) -> Counts:
        known = self._known()
        if self._is_published(known):
            return self._counted()
        self._spare = self._usable_spare()
        missing = self._take_over(known)
        mark = self._layout.mark
        self._layout.prepare(self._pages_of(missing))
        if self._layout.mark != mark:  # so all of them are others
            missing |= self._pages.keys()
            self._forget(self._pages)
            self._layout.prepare(self._pages_of(missing))
        self._add_theme(self._layout.files)
        missing |= self._layout.files.keys() - self._stays.keys() - self._linked.keys()
        self._check_and_make(missing)
        digests = self._assemble()
        manifest = _manifest(digests)
        self._writer.write(MANIFEST, manifest)
        names = self._names(digests)
        target, keep = self._place.target, self._place.keep
        self.counts.is_new = publish.put_in_place(
            self._website, target, keep=keep, spare=True, has_modes=True
        )
        if not self.counts.is_new:  # all is there as it should be, but in other files
            names = names_in(str(target), folders_of(digests), {})
            self._stamps = {uri: stamp_of(f"{target}/{uri}") for uri in digests}
        self._remember(digests, digest_of(names), sha256(manifest).digest())
        return self._counted()

    # ---------------------------------------------------------------- what is there already

    def _known(self) -> dict[str, bytes]:
        """SHA-256 of every wanted file of which it is known."""
        former = self._former
        is_same_theme = former.mark == self._layout.mark
        if (theme := self._layout.kept_files) is not None:
            self._add_theme(theme)
        known = {}
        for uri, key in self._keys.items():
            is_same = former.keys.get(uri) == key
            if is_same and (is_same_theme or uri not in self._pages):
                known[uri] = former.files[uri][1]
        return known

    def _add_theme(self, files: Mapping[str, bytes]) -> None:
        """Have the theme's own files as well."""
        self._files |= {uri: Made(uri, content) for uri, content in files.items()}
        self._keys |= {uri: key_of(content) for uri, content in files.items()}

    def _is_published(self, known: Mapping[str, bytes]) -> bool:
        """Whether the website that is wanted is there already, untouched."""
        target, former = self._place.target, self._former
        if not (self._layout.kept_files is not None and known.keys() == self._keys.keys()):
            return False
        try:
            manifest = (target / MANIFEST).read_bytes()
            inode = target.stat().st_ino
        except (FileNotFoundError, NotADirectoryError):
            return False
        names = digest_of(names_in(str(target), folders_of(known), {}))
        return (
            manifest == _manifest(known)
            and former.trees.get(inode, (b"", b""))[0] == names
            and all(self._live.holds(uri, digest) for uri, digest in known.items())
        )

    def _usable_spare(self) -> "_Spare | None":
        """The spare, if it is exactly as it was: what becomes the new website."""
        folder = releases.spare_of(self._place.target)
        found = self._former.trees.get(folder.stat().st_ino) if folder else None
        if folder is None or found is None:
            return None
        text = (folder / MANIFEST).read_bytes()
        if sha256(text).digest() != found[1]:
            return None
        digests = digests_in(text.decode())
        names = names_in(str(folder), folders_of(digests), {})
        if digest_of(names) != found[0]:
            return None
        folder.rename(self._website)
        return _Spare(digests, names, Tree(str(self._website), self._former.files))

    def _take_over(self, known: Mapping[str, bytes]) -> set[str]:
        """Note what need not be made; gives all that must be."""
        taken = {uri for uri, digest in known.items() if self._takes(uri, digest)}
        return set(self._keys.keys() - taken)

    def _takes(self, uri: str, digest: bytes) -> bool:
        spare = self._spare
        if spare and spare.digests.get(uri) == digest and (stamp := spare.tree.holds(uri, digest)):
            self._stays[uri] = digest
            self._stamps[uri] = stamp
        elif self._live.holds(uri, digest):
            self._linked[uri] = digest
        else:
            return False
        return True

    def _forget(self, uris: Iterable[str]) -> None:
        for uri in uris:
            self._stays.pop(uri, None)
            self._linked.pop(uri, None)

    def _pages_of(self, uris: Set[str]) -> list[Page]:
        return [self._pages[uri] for uri in sorted(uris & self._pages.keys())]

    # ---------------------------------------------------------------- what is new

    def _check_and_make(self, missing: Set[str]) -> None:
        layout, rendered = self._layout, self._rendered
        rules = rules_of(rendered, self._settings, layout.files, self._place.workplace)
        before = _Before(self._former, self._store.shelf("asked"))
        check = FinalCheck(rules, expected_of(rendered, self._settings), before)
        unchanged = self._stays | self._linked
        if self._spare:
            for uri in self._spare.digests.keys() - self._keys.keys():
                self._writer.drop(uri)
        for sheet in self._sheets(missing, rules):
            check.note(sheet.uri, len(sheet.content), sheet.seen)
            if not self._takes(sheet.uri, sheet.digest):
                self._written[sheet.uri] = sheet.digest
                self._stamps[sheet.uri] = self._writer.write(sheet.uri, sheet.content)
        self.counts.written = len(self._written)
        check.finish(unchanged, self._content_of, self._source_of)
        self._keep_asked(check.asked)

    def _sheets(self, uris: Set[str], rules: Rules) -> Iterator[Sheet]:
        press = Press(self._layout.frames, rules)
        for laid in self._layout.lay_out(self._pages_of(uris)):
            yield press.sheet(laid)
        for uri in sorted(uris - self._pages.keys()):
            copied = self._copied.get(uri)
            content = read_copied(copied) if copied else self._files[uri].content
            seen = look(rules, uri, content) if is_read(uri) else Seen()
            yield Sheet(uri, content, sha256(content).digest(), seen)

    def _content_of(self, uri: str) -> bytes:
        folder = self._live.folder if uri in self._linked else self._website
        return Path(f"{folder}/{uri}").read_bytes()

    def _source_of(self, uri: str) -> str:
        return self._pages[uri].source if uri in self._pages else ""

    def _keep_asked(self, asked: Mapping[str, Asked]) -> None:
        shelf = self._store.shelf("asked")
        digests = self._stays | self._linked | self._written
        pages = (uri for uri in asked if uri.endswith(".html"))
        shelf.put({uri: (digests[uri], asked[uri].packed()) for uri in pages})
        shelf.drop(self._former.files.keys() - digests.keys())

    # ---------------------------------------------------------------- the folder

    def _assemble(self) -> dict[str, bytes]:
        """Link what the present website has; SHA-256 of all files that the new one has."""
        for uri in self._linked:
            self._stamps[uri] = self._writer.take(uri, f"{self._live.folder}/{uri}")
        return self._stays | self._linked | self._written

    def _names(self, uris: Mapping[str, object]) -> dict[str, str]:
        """Signs of the names in all folders; of a folder used again, only what was touched."""
        touched = self._writer.touched
        before = self._spare.names if self._spare else {}
        known = {folder: sign for folder, sign in before.items() if folder not in touched}
        return names_in(str(self._website), folders_of(uris), known)

    # ---------------------------------------------------------------- from build to build

    def _recalled(self) -> _Former:
        kept = self._store.shelf("website").get(str(self._place.target), _MARK)
        return _Former(*unpacked(kept)) if kept else _Former()

    def _remember(self, digests: Mapping[str, bytes], names: bytes, manifest: bytes) -> None:
        target = self._place.target
        numbers = {uri: self._former.numbers.get(uri) or number_of(uri) for uri in digests}
        keys = {uri: self._keys[uri] for uri in digests}
        beside = [each.folder for each in releases.releases_of(target)]
        beside += [spare] if (spare := releases.spare_of(target)) else []
        there = {folder.stat().st_ino for folder in (target, *beside)}
        trees = {inode: tree for inode, tree in self._former.trees.items() if inode in there}
        trees[target.stat().st_ino] = names, manifest
        stamps = self._stamps
        if self._former.trees.keys() - there:
            # Files that a folder shared which is gone have another time of change now.
            stamps = dict(_again(target, stamps))
        files = {uri: (stamp, digests[uri]) for uri, stamp in stamps.items()}
        kept = packed((self._layout.mark, keys, files, numbers, trees))
        self._store.shelf("website").put({str(target): (_MARK, kept)})

    def _counted(self) -> Counts:
        self.counts.laid_out = self._layout.laid_out
        self.counts.hashed = self._live.hashed + (self._spare.tree.hashed if self._spare else 0)
        return self.counts


@dataclass(frozen=True)
class _Spare:
    """A former website whose folder is used again.

    digests: SHA-256 of the files that it had, by address. names: signs of the names in its folders.
    """

    digests: Mapping[str, bytes]
    names: Mapping[str, str]
    tree: Tree


class _Before:
    """What earlier builds knew, for the check."""

    def __init__(self, former: _Former, shelf: Shelf) -> None:
        self.numbers = former.numbers
        self._former = former
        self._shelf = shelf

    def former(self, uri: str) -> Asked | None:
        found = self._former.files.get(uri)
        data = self._shelf.get(uri, found[1]) if found else None
        return Asked.unpacked(data) if data else None

    def all_asked(self) -> Iterator[tuple[str, bytes, Asked]]:
        for uri, digest, data in self._shelf.items():
            yield uri, digest, Asked.unpacked(data)


def _manifest(digests: Mapping[str, bytes]) -> bytes:
    return Manifest({uri: digest.hex() for uri, digest in digests.items()}).text().encode()


def _key_of_copied(copied: Copied) -> bytes:
    if is_immutable(copied.uri):
        return b""
    seen = copied.path.stat()
    return f"{seen.st_size} {seen.st_mtime_ns}".encode()


def _again(folder: Path, stamps: Mapping[str, Stamp]) -> Iterator[tuple[str, Stamp]]:
    """The stamps that files have now, if they are the same but for the last time."""
    for uri, before in stamps.items():
        stamp = stamp_of(f"{folder}/{uri}")
        yield uri, stamp if stamp[:3] == before[:3] else before
