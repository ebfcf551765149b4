"""Pages and files kept between runs: made again only when what they were made from changed.

    made     name → what it was told; the facts that it was made from; the key of what came out
    bodies   permalink → the key; the page
    files    name of a sort and address → the file, in pieces
    plan     the shape of the catalog; a fingerprint of all pages and of what they are told

While a page is made, every question to the catalog is noted (relating/trace.py). As long as all
answers are as they were (facts.py), the page would be too. Which pages there are and what they are
told depends on the shape of the catalog: with the same one it need not be worked out again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from sys import intern
from typing import Any, NamedTuple

from generator.forks import bunches_of, in_forks
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.facts import Facts, Signed
from generator.keeping.pieces import Pieces
from generator.keeping.store import Change, Lost, Shelf, Store
from generator.keeping.told import Told
from generator.relating.catalog import Catalog
from generator.relating.trace import noting
from generator.rendering.frames import shape_name
from generator.rendering.outputs import (
    File,
    Kept,
    KeptPage,
    Made,
    OfMany,
    OfMost,
    Output,
    Page,
    Parts,
    Plan,
    Slot,
    Sort,
)

# Pages that are put into the store at a time; from which number on it is worth making them in
# several processes.
_AT_A_TIME = 50
_WORTH_FORKS = 400
# Pages that one process makes at a time. Whether it has copied much by then is asked only after
# all of them; so of those that copy much it makes one at a time, and before all others.
_BUNCH = 8
# Pages of a website whose files are made side by side: of a smaller one that is not worth a copy of
# the process; the tables of a larger one weigh more than all else that a build holds.
_SIDE_BY_SIDE = range(4_000, 30_001)
# Above so many the first process makes no pages: what it holds of them afterwards is too much then.
_MAKES_PAGES = 30_000


class _Asked(NamedTuple):
    """A page that has to be made. mark: of what it is told."""

    permalink: str
    mark: bytes
    make: Callable[[], Output]


class _MadePage(NamedTuple):
    """What came out. shape: its name. parts: what `packed_parts` gives.

    signs: of the facts that it was made from. new: those of them that nobody asked for before.
    """

    key: bytes
    shape: str
    parts: bytes
    signs: bytes
    new: list[Signed]


class _MadeFiles(NamedTuple):
    """Files of one sort. signs, new: as of a page. changes: of the store, while they were made."""

    files: tuple[Made, ...]
    signs: bytes
    new: list[Signed]
    changes: list[Change]


class _Makers:
    """What makes each page, by permalink.

    plan: works out all of them; it is asked anew, as far as need be, by those who want single ones.
    """

    def __init__(self, plan: Callable[[], Plan]) -> None:
        self._plan = plan
        self._rest: Plan | None = None
        self._known: dict[str, Callable[[], Output]] = {}

    def __iter__(self) -> Plan:
        return self._plan()

    def of(self, permalink: str) -> Callable[[], Output]:
        if self._rest is None:
            self._rest = self._plan()
        while permalink not in self._known:
            found, make = next(self._rest)
            self._known[found] = make
        return self._known[permalink]


class KeptPages:
    """context: all that decides every page, beside the catalog and our code.

    jobs: processes that make pages. laid_out: permalinks of the pages that were made.
    """

    def __init__(self, store: Store, catalog: Catalog, context: bytes, jobs: int = 1) -> None:
        self._store = store
        self._jobs = jobs
        self._site_name = catalog.website.name
        self._context = blake2b(context, digest_size=16)
        self._shape = blake2b(context + catalog.shape, digest_size=16).digest()
        self._facts = Facts(catalog, store.shelf("facts"))
        self._made = store.shelf("made")
        self._bodies = store.shelf("bodies")
        self._files = store.shelf("files")
        self._plan = store.shelf("plan")
        # name → what it was told, of all that was known before; and what is known of it, if it
        # would be as it was for all that is asked.
        self._told_before: dict[str, bytes] = {}
        self._standing: dict[str, Any] = {}
        for name, mark, signs, known in self._all_known():
            self._told_before[name] = mark
            if self._facts.stand(signs):
                self._standing[name] = known
        self._is_planned = self._plan.get("", self._shape) == _fingerprint(self._told_before)
        self._new_made: dict[str, tuple[bytes, bytes]] = {}
        self._new_bodies: dict[str, tuple[bytes, bytes]] = {}
        self._asked: dict[str, bytes] = {}
        self._told = Told()
        self.laid_out: set[str] = set()

    def pages(self, plan: Callable[[], Plan]) -> Iterator[Page]:
        """Every page of a plan: first those that are kept, then those that have to be made."""
        missing: list[_Asked] = []
        makers = _Makers(plan)
        load = partial(_parts, self._bodies)
        for permalink, mark, make in self._planned(makers):
            if (known := self._unchanged(permalink, mark)) is not None:
                key, shape = known
                yield KeptPage(permalink, key, intern(shape), load)
            else:
                missing.append(_Asked(permalink, mark, make or makers.of(permalink)))
        self._told = Told()  # holds much that only the plan asks for
        self.laid_out.update(asked.permalink for asked in missing)
        for asked, made in self._all_made(missing):
            self._put(asked, made)
            yield KeptPage(asked.permalink, made.key, intern(made.shape), load)
        self._flush()
        self._facts.forget()

    def files(self, sorts: Iterable[Sort]) -> Iterator[File]:
        """The files of all sorts, made or kept."""
        missing: list[tuple[Sort, bytes]] = []
        for sort in sorts:
            mark = self._mark(sort.inputs)
            if (known := self._unchanged(sort.name, mark)) is not None:
                yield from self._kept_files(sort, known)
            else:
                missing.append((sort, mark))
        self._store.commit()  # forked copies read what was committed
        jobs = self._jobs if len(self.laid_out) in _SIDE_BY_SIDE else 1
        made_of_all = in_forks(self._files_of, [s for s, _ in missing], jobs, are_heavy=True)
        waiting = iter(missing)
        for made in made_of_all:
            sort, mark = next(waiting)
            self._store.change(made.changes)
            put = Pieces(self._files).put  # a table may weigh much
            known = [(f.uri, f.key, put(_file_name(sort, f.uri), f.content)) for f in made.files]
            self._keep(sort.name, mark, made.signs, made.new, known)
            del made  # the tables of a kind weigh much
            yield from self._kept_files(sort, known)
        self._flush()

    def finish(self) -> None:
        """Drop what nobody asked for in this run; nothing is to be made afterwards."""
        self._flush()
        if not self._is_planned:
            for shelf in (self._made, self._bodies, self._files):
                shelf.keep_if(lambda name: name.partition("\t")[0] in self._asked)
            self._plan.put({"": (self._shape, _fingerprint(self._asked))})
        self._facts.finish(lambda: (signs for _, _, signs, _ in self._all_known()))

    # ---------------------------------------------------------------- what is made

    def _all_made(self, missing: list[_Asked]) -> Iterator[tuple[_Asked, _MadePage]]:
        """missing: is emptied, so that what was made is let go of, bunch by bunch."""
        self._store.commit()  # forked copies read what was committed
        jobs = self._jobs if len(missing) >= _WORTH_FORKS else 1
        if jobs > 1:
            # The engine of a first build needs Jinja too: so it is loaded once, and not in a copy.
            import generator.rendering.environment  # noqa: F401
        # This process makes the first bunch: what asks about most records, and one page of each
        # sort, so that copies have what is loaded and worked out for it.
        first: list[_Asked] = []
        heavy: list[_Asked] = []
        rest: list[_Asked] = []
        sorts: set[tuple[type, str]] = set()
        for asked in missing:
            sort = type(asked.make), asked.permalink.partition("/")[0]
            if isinstance(asked.make, OfMost) or sort not in sorts:
                sorts.add(sort)
                first.append(asked)
            else:
                (heavy if isinstance(asked.make, OfMany) else rest).append(asked)
        bunches = [first, *bunches_of(heavy, 1), *bunches_of(rest, _BUNCH)]
        count = len(missing)
        missing.clear()
        made_of_all = in_forks(self._made_of, bunches, jobs, takes_part=count <= _MAKES_PAGES)
        for number, made in enumerate(made_of_all):
            yield from zip(bunches[number], made, strict=True)
            bunches[number] = []

    def _made_of(self, bunch: Sequence[_Asked]) -> list[_MadePage]:
        found = []
        for asked in bunch:
            with noting() as facts:
                page = asked.make()
            parts = packed_parts(page)
            signs, new = self._facts.noted(facts)
            shape = shape_name(page, self._site_name)
            found.append(_MadePage(page.key, shape, parts, signs, new))
        return found

    def _files_of(self, sort: Sort) -> _MadeFiles:
        with noting() as facts:
            made = tuple(sort.make())
        return _MadeFiles(made, *self._facts.noted(facts), self._store.changes())

    def _kept_files(self, sort: Sort, known: Iterable[tuple[str, bytes, bytes]]) -> Iterator[File]:
        pieces = Pieces(self._files)
        for uri, key, digest in known:
            yield Kept(uri, key, partial(_file, pieces, _file_name(sort, uri), digest))

    def _put(self, asked: _Asked, made: _MadePage) -> None:
        self._new_bodies[asked.permalink] = made.key, made.parts
        self._keep(asked.permalink, asked.mark, made.signs, made.new, (made.key, made.shape))
        if len(self._new_bodies) >= _AT_A_TIME:
            self._flush()

    # ---------------------------------------------------------------- what decided it

    def _planned(self, makers: _Makers) -> Iterator[tuple[str, bytes, Callable[[], Output] | None]]:
        """(permalink, mark of what it is told, what makes it if that is known) of every page."""
        if self._is_planned:
            pages = filter(_is_page, self._told_before)
            yield from ((name, self._told_before[name], None) for name in pages)
        else:
            yield from ((permalink, self._mark(make), make) for permalink, make in makers)

    def _all_known(self) -> Iterator[tuple[str, bytes, bytes, Any]]:
        """(name, mark, signs, what is known of it) of everything."""
        for name, mark, data in self._made.items():
            with suppress(CodecError):
                yield name, mark, *unpacked(data)

    def _unchanged(self, name: str, mark: bytes) -> Any:
        """What is known of a thing if all that decided it is as it was; else None."""
        self._asked[name] = mark
        return self._standing.get(name) if mark == self._told_before.get(name) else None

    def _keep(
        self, name: str, mark: bytes, signs: bytes, new: Iterable[Signed], known: object
    ) -> None:
        self._facts.learn(new)
        self._new_made[name] = mark, packed((signs, known))

    def _mark(self, told: object) -> bytes:
        found = self._context.copy()
        found.update(self._told.text(told).encode("utf-8", "surrogatepass"))
        return found.digest()

    def _flush(self) -> None:
        self._bodies.put(self._new_bodies)
        self._made.put(self._new_made)
        self._new_bodies, self._new_made = {}, {}


def packed_parts(page: Output) -> bytes:
    """A page, as it lies on the shelf."""
    return packed((dict(page.meta), page.body, page.source, page.slot and tuple(page.slot)))


def _parts(bodies: Shelf, permalink: str, key: bytes) -> Parts:
    """What a page says. Raises Lost."""
    try:
        meta, body, source, _ = unpacked(bodies.take(permalink, key))
    except CodecError as error:
        raise Lost(permalink) from error
    return meta, body, source


def _file_name(sort: Sort, uri: str) -> str:
    return f"{sort.name}\t{uri}"


def _file(pieces: Pieces, name: str, digest: bytes) -> bytes:
    """A file. Raises Lost."""
    found = pieces.get(name, digest)
    if found is None:
        raise Lost(name)
    return found


def kept_page(store: Store, permalink: str, key: bytes) -> Output | None:
    """A page of that key, if it is still known."""
    data = store.shelf("bodies").get(permalink, key)
    try:
        meta, body, source, slot = unpacked(data or b"")
    except CodecError:
        return None
    return Output(f"{permalink}index.md", meta, body, source, slot and Slot(*slot))


def keep_page(store: Store, permalink: str, page: Output) -> None:
    """Have a page that was made beside all that decided it; `KeptPages` makes it once more."""
    store.shelf("bodies").put({permalink: (page.key, packed_parts(page))})


def _is_page(name: str) -> bool:
    """Whether it is a permalink, and no sort of files."""
    return name == "" or name.endswith("/")


def _fingerprint(told: Mapping[str, bytes]) -> bytes:
    """Fingerprint of all pages and of what they are told."""
    pages = sorted(name.encode() + mark for name, mark in told.items() if _is_page(name))
    return blake2b(b"\0".join(pages), digest_size=16).digest()
