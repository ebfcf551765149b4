"""Pages and files kept between runs: made again only when what they were made from changed.

    made     name → all that decided it; the facts that it was made from; the key of what came out
    bodies   name → the key; what came out

While a page is made, every question to the catalog is noted (relating/trace.py). The next time the
same questions are asked first; when all answers are as they were, the page would be too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

from generator.forks import in_forks
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store
from generator.relating.catalog import Catalog, Group, told_of
from generator.relating.entry import Entry
from generator.relating.trace import Fact, noting
from generator.rendering.outputs import File, Kept, KeptPage, Made, Output, Page

# Pages that are put into the store at a time; that one process makes at a time; from which number
# on it is worth starting several.
_AT_A_TIME = 200
_BUNCH = 40
_WORTH_FORKS = 400
_LARGE = 8


@dataclass(frozen=True)
class _Asked:
    """A page that has to be made. inputs: what it is told, in words."""

    name: str
    inputs: str
    make: Callable[[], Output]


@dataclass(frozen=True)
class _MadePage:
    """What came out. parts: meta and body, packed. facts: what it was made from."""

    uri: str
    source: str
    key: bytes
    parts: bytes
    facts: set[Fact]


def _made(bunch: list[_Asked]) -> list[_MadePage]:
    found = []
    for asked in bunch:
        with noting() as facts:
            page = asked.make()
        parts = packed((dict(page.meta), page.body))
        found.append(_MadePage(page.uri, page.source, page.key, parts, facts))
    return found


class KeptPages:
    """context: all that decides every page, beside the catalog and our code.

    jobs: processes that make pages. laid_out: permalinks of the pages that were made.
    """

    def __init__(self, store: Store, catalog: Catalog, context: bytes, jobs: int = 1) -> None:
        self._store = store
        self._jobs = jobs
        self._catalog = catalog
        self._context = context
        self._made = store.shelf("made")
        self._bodies = store.shelf("bodies")
        self._before = {name: (mark, data) for name, mark, data in self._made.items()}
        self._answers: dict[str, bytes] = {}
        self._new_made: dict[str, tuple[bytes, bytes]] = {}
        self._new_bodies: dict[str, tuple[bytes, bytes]] = {}
        self._names: set[str] = set()
        self._told = Told()
        self.laid_out: set[str] = set()

    def pages(self, plan: Iterable[tuple[str, Callable[[], Output]]]) -> Iterator[Page]:
        """Every page of a plan: first those that are kept, then those that have to be made."""
        missing: list[_Asked] = []
        for permalink, make in plan:
            asked = _Asked(f"/{permalink}", self._told.text(make), make)
            if (known := self._unchanged(asked.name, asked.inputs)) is not None:
                uri, source, key = known
                yield KeptPage(uri, source, key, partial(self._parts, asked.name, key, make))
            else:
                missing.append(asked)
        self.laid_out.update(asked.name.removeprefix("/") for asked in missing)
        for asked, made in zip(missing, self._all_made(missing), strict=True):
            yield self._kept(asked, made)
        self._flush()

    def _all_made(self, missing: list["_Asked"]) -> Iterator["_MadePage"]:
        self._store.commit()  # forked copies read what was committed
        starts = range(0, len(missing), _BUNCH)
        bunches = [missing[start : start + _BUNCH] for start in starts]
        jobs = self._jobs if len(missing) >= _WORTH_FORKS else 1
        for made in in_forks(_made, bunches, jobs):
            yield from made

    def files(
        self, name: str, make: Callable[[], Iterable[Made]], inputs: object = None
    ) -> tuple[File, ...]:
        """The files of one sort, made or kept.

        inputs: what they are made from that no note tells.
        """
        asked = self._told.text(inputs)
        if (known := self._unchanged(name, asked)) is not None:
            return tuple(
                Kept(uri, key, partial(self._content, f"{name}\t{uri}", key, make, uri))
                for uri, key in known
            )
        with noting() as facts:
            made = tuple(make())
        for file in made:
            self._new_bodies[f"{name}\t{file.uri}"] = (file.key, file.content)
        self._keep(name, asked, facts, tuple((file.uri, file.key) for file in made))
        return made

    def finish(self) -> None:
        """Drop what nobody asked for in this run."""
        self._flush()
        self._made.keep_only(self._names)
        names = self._bodies.marks()
        self._bodies.drop(n for n in names if n.partition("\t")[0] not in self._names)

    # ---------------------------------------------------------------- one page

    def _kept(self, asked: "_Asked", made: "_MadePage") -> Page:
        self._new_bodies[asked.name] = made.key, made.parts
        self._keep(asked.name, asked.inputs, made.facts, (made.uri, made.source, made.key))
        if len(self._new_bodies) >= _AT_A_TIME:
            self._flush()
        load = partial(self._parts, asked.name, made.key, asked.make)
        return KeptPage(made.uri, made.source, made.key, load)

    def _parts(
        self, name: str, key: bytes, make: Callable[[], Output]
    ) -> tuple[Mapping[str, Any], str]:
        """Meta and body of a page; made again if the store has lost it."""
        data = self._new_bodies[name][1] if name in self._new_bodies else None
        try:
            meta, body = unpacked(data or self._bodies.get(name, key) or b"")
        except CodecError:
            page = make()
            return page.meta, page.body
        return meta, body

    def _content(
        self, name: str, key: bytes, make: Callable[[], Iterable[Made]], uri: str
    ) -> bytes:
        found = self._bodies.get(name, key)
        if found is None:
            found = next(file.content for file in make() if file.uri == uri)
        return found

    # ---------------------------------------------------------------- what decided it

    def _unchanged(self, name: str, inputs: str) -> Any:
        """What is known of a thing if all that decided it is as it was; else None."""
        self._names.add(name)
        mark, data = self._before.get(name, (b"", b""))
        if not data:
            return None
        try:
            lines, known = unpacked(data)
        except CodecError:
            return None
        return known if self._mark(inputs, filter(None, lines.split("\n"))) == mark else None

    def _keep(self, name: str, inputs: str, facts: set[Fact], known: object) -> None:
        lines = sorted(f"{question}\t{about}" for question, about in facts)
        mark = self._mark(inputs, lines)
        self._new_made[name] = (mark, packed(("\n".join(lines), known)))

    def _mark(self, inputs: str, lines: Iterable[str]) -> bytes:
        found = blake2b(self._context, digest_size=16)
        found.update(inputs.encode("utf-8", "surrogatepass"))
        found.update(b"".join(map(self._answer, lines)))
        return found.digest()

    def _answer(self, line: str) -> bytes:
        known = self._answers.get(line)
        if known is None:
            question, _, about = line.partition("\t")
            answer = self._catalog.answer((question, about))
            data = answer.encode("utf-8", "surrogatepass")
            known = self._answers[line] = blake2b(data, digest_size=12).digest()
        return known

    def _flush(self) -> None:
        self._bodies.put(self._new_bodies)
        self._made.put(self._new_made)
        self._new_bodies, self._new_made = {}, {}


class Told:
    """What a page is told when it is made, as a text: alike for alike values.

    A record stands for itself only by its address: what is asked of it is noted. Large things that
    many pages are told of, such as all terms of a kind, are put into words once, and stand for
    themselves by a fingerprint.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def text(self, value: Any) -> str:
        if isinstance(value, str | int | None):
            return repr(value)
        if isinstance(value, Entry):
            return f"<{value.permalink}>"
        if not isinstance(value, Mapping | Group) and not (
            isinstance(value, tuple | list) and len(value) >= _LARGE
        ):
            return self._text(value)
        known = self._known.get(id(value))
        if known is None:
            # Held together with its text, so that nothing else gets its id.
            data = self._text(value).encode("utf-8", "surrogatepass")
            known = self._known[id(value)] = (value, blake2b(data, digest_size=16).hexdigest())
        return known[1]

    def _text(self, value: Any) -> str:
        if isinstance(value, partial):
            asked = (value.func, value.args, value.keywords)
            return "".join(map(self._text, asked))
        if isinstance(value, Group):
            return told_of((value,))
        if isinstance(value, tuple | list):
            return f"({','.join(map(self.text, value))})"
        if isinstance(value, Mapping):
            items = (f"{self.text(key)}:{self.text(item)}" for key, item in value.items())
            return f"{{{','.join(items)}}}"
        if is_dataclass(value) and not isinstance(value, type):
            parts = (self.text(getattr(value, field.name)) for field in fields(value))
            return f"{type(value).__name__}({','.join(parts)})"
        return str(getattr(value, "__qualname__", None) or repr(value))
