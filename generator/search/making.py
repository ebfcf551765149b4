"""The contents of the index: all made anew, or only what differs from the one before."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple, Protocol

from generator.forks import bunches_of, in_forks
from generator.keeping.store import Lost
from generator.rendering.outputs import key_of
from generator.search.grams import GRAM_SLOTS, Segment, patched, segment_places, shard_of
from generator.search.indexed import Indexed, opened
from generator.search.names import (
    Row,
    characters_in,
    name_places,
    name_shard,
    rows_in,
    sound_table,
)
from generator.search.stock import Index, Stock
from generator.text.normalize import term_of

FOLDER = "search/"
SOUNDS = f"{FOLDER}sounds.txt"
# Records that one process looks through at a time; from which number on it is worth starting it.
_BUNCH, _WORTH_FORKS = 50, 400
# Slots of a segment that is still made beside another one: the postings of larger ones weigh more
# than all else that a build holds.
_MOST_SIDE_BY_SIDE = 8192


class Findable(Protocol):
    """One record as the index sees it.

    digest: of all that decides `data`; data: gives what `indexed` makes of the record, and is
    asked only where that is not known.
    """

    @property
    def permalink(self) -> str: ...

    @property
    def digest(self) -> bytes: ...

    @property
    def data(self) -> Callable[[], bytes]: ...


class Source(NamedTuple):
    """The same, of what is given."""

    permalink: str
    digest: bytes
    data: Callable[[], bytes]


Places = Mapping[int, Findable]  # slot → what stands there, ascending
_Noted = Mapping[int, tuple[str, bytes]]  # slot → name and mark of what the stock holds of it


def text_uri(permalink: str) -> str:
    return f"{FOLDER}text/{permalink.rstrip('/')}.txt"


def names_uri(number: int) -> str:
    return f"{FOLDER}names/{number}.txt"


def grams_uri(number: int) -> str:
    return f"{FOLDER}grams/{number}.txt"


def _put(stock: Stock, uri: str, content: str) -> bytes:
    """Its key."""
    data = content.encode()
    key = key_of(data)
    stock.put(uri, key, data)
    return key


# ---------------------------------------------------------------- anew


def take_in(sources: Iterable[Findable], stock: Stock, jobs: int = 1) -> None:
    """Put the data of each record into the stock, but where it is there.

    In the order in which they were read: that is how they lie in memory.
    """
    known = stock.marks()
    missing = [each for each in sources if known.get(text_uri(each.permalink)) != each.digest]
    bunches = bunches_of(missing, _BUNCH)
    made = in_forks(_data_of_all, bunches, jobs if len(missing) >= _WORTH_FORKS else 1)
    for bunch, data in zip(bunches, made, strict=True):
        for source, each in zip(bunch, data, strict=True):
            stock.put(text_uri(source.permalink), source.digest, each)


def _data_of_all(sources: Iterable[Findable]) -> list[bytes]:
    return [source.data() for source in sources]


def fresh(places: Places, size: int, stock: Stock, jobs: int = 1) -> Index:
    """The index of these records, segment by segment, so that few are in memory.

    size: how many slots there are. jobs: processes that make it.
    """
    segments = segment_places(size)
    is_worth_forks = len(segments) > 1 and len(segments[0]) <= _MOST_SIDE_BY_SIDE
    stock.share()
    # A copy of this process has its own of whatever it looks at: so not the records, which lie far
    # from each other, but what was just noted of them.
    noted = {each: _noted(places, each) for each in segments} if is_worth_forks else {}
    parts: list[_Part] = []
    work = partial(_part, places, noted, stock)
    for part in in_forks(work, segments, jobs if is_worth_forks else 1, are_heavy=True):
        for uri, thing in part.things.items():
            stock.put(uri, *thing)
        parts.append(part._replace(things={}))
    texts, names, written, plain, grams = (
        list(chain.from_iterable(each)) for each in list(zip(*parts, strict=True))[:5]
    )
    held = sum((part.held for part in parts), Counter[str]())
    sounds = _put(stock, SOUNDS, sound_table("".join(plain)))
    return Index(size, *_records(places), texts, names, written, plain, grams, dict(held), sounds)


class _Part(NamedTuple):
    """What `Index` says of one segment. things: what it is made of, for the stock."""

    texts: list[bytes]
    names: list[bytes]
    written: list[str]
    plain: list[str]
    grams: list[bytes]
    held: Counter[str]
    things: dict[str, tuple[bytes, bytes]]

    def put(self, uri: str, content: str) -> bytes:
        """Its key."""
        data = content.encode()
        self.things[uri] = key_of(data), data
        return self.things[uri][0]


def _noted(places: Places, segment: range) -> _Noted:
    return {
        place: (text_uri(places[place].permalink), places[place].digest)
        for place in filter(places.__contains__, segment)
    }


def _part(places: Places, noted: Mapping[range, _Noted], stock: Stock, segment: range) -> _Part:
    """Puts nothing into the stock, so that another process may do this."""
    part = _Part([], [], [], [], [], Counter(), {})
    postings = Segment(segment)
    known = noted.get(segment) or _noted(places, segment)
    for shard in name_places(segment):
        rows: dict[int, Row] = {}
        for place in filter(known.__contains__, shard):
            try:
                data = stock.get(*known[place])
            except Lost:
                data = places[place].data()
                uri, digest = known[place]
                part.things[uri] = digest, data
            found = opened(data)
            postings.add(place, *found.terms())
            part.texts.append(key_of(found.text()))
            rows[place] = found.row
        number = shard.start // len(shard)
        part.names.append(part.put(names_uri(number), name_shard(rows, shard)))
        written, plain = characters_in(rows.values())
        part.written.append(written)
        part.plain.append(plain)
    shards, held = postings.shards()
    part.held.update(held)
    first = segment.start // len(segment) * len(shards)
    for number, content in enumerate(shards, first):
        part.grams.append(part.put(grams_uri(number), content))
    return part


def _records(places: Places) -> tuple[list[int], list[str], list[bytes]]:
    """(slots, permalinks, digests)."""
    sources = places.values()
    return list(places), [each.permalink for each in sources], [each.digest for each in sources]


def _data_of(source: Findable, stock: Stock) -> bytes:
    uri = text_uri(source.permalink)
    try:
        return stock.get(uri, source.digest)
    except Lost:
        data = source.data()
    stock.put(uri, source.digest, data)
    return data


# ---------------------------------------------------------------- what differs


def touched(places: Places, before: Index) -> dict[int, Findable | None]:
    """The slots in which another record stands than before, or none, or the first one."""
    slots, links, digests = _records(places)
    if slots == before.slots and links == before.links:
        pairs = zip(slots, before.digests, digests, strict=True)
        return {place: places[place] for place, was, now in pairs if was != now}
    old = dict(zip(before.slots, zip(before.links, before.digests, strict=True), strict=True))
    new = dict(zip(slots, zip(links, digests, strict=True), strict=True))
    others = (
        place for place in sorted(old.keys() | new.keys()) if old.get(place) != new.get(place)
    )
    return {place: places.get(place) for place in others}


def update(changed: Mapping[int, Findable | None], before: Index, stock: Stock) -> Index:
    """The index made from one of the same size, of which a few slots became others.

    changed: what stands in them; None: nothing any more.

    Raises:
        Lost: the stock does not hold what it should.
    """
    # All is taken before anything is put, since a record's old and new data have one name.
    old = {
        place: opened(stock.get(text_uri(before.links[at]), before.digests[at]))
        for place in changed
        if (at := place_in(before.slots, place)) is not None
    }
    new = {place: opened(_data_of(source, stock)) for place, source in changed.items() if source}
    names, written, plain = _names(before, old, new, stock)
    grams, held = _grams(before, old, new, stock)
    sounds = before.sounds
    if set().union(*plain) != set().union(*before.plain):
        sounds = _put(stock, SOUNDS, sound_table("".join(plain)))
    slots, links = before.slots[:], before.links[:]
    digests, texts = before.digests[:], before.texts[:]
    for place, source in changed.items():
        at = bisect_left(slots, place)
        there = slice(at, at + 1 if place in old else at)
        slots[there] = [place] if source else []
        links[there] = [source.permalink] if source else []
        digests[there] = [source.digest] if source else []
        texts[there] = [key_of(new[place].text())] if source else []
    records = slots, links, digests, texts
    return Index(before.size, *records, names, written, plain, grams, held, sounds)


def place_in(ascending: Sequence[int], wanted: int) -> int | None:
    """Where a slot stands among those that are taken."""
    at = bisect_left(ascending, wanted)
    return at if at < len(ascending) and ascending[at] == wanted else None


def _names(
    before: Index, old: Mapping[int, Indexed], new: Mapping[int, Indexed], stock: Stock
) -> tuple[list[bytes], list[str], list[str]]:
    names, written, plain = before.names[:], before.written[:], before.plain[:]
    shards = name_places(range(before.size))
    changed: defaultdict[int, dict[int, Row | None]] = defaultdict(dict)
    for place in old.keys() | new.keys():
        if _row(old, place) != (row := _row(new, place)):
            changed[place // len(shards[0])][place] = row
    for number, changes in changed.items():
        places = shards[number]
        rows = rows_in(stock.get(names_uri(number), names[number]).decode(), places)
        for place, row in changes.items():
            rows.pop(place, None)
            if row:
                rows[place] = row
        names[number] = _put(stock, names_uri(number), name_shard(rows, places))
        written[number], plain[number] = characters_in(rows.values())
    return names, written, plain


def _row(found: Mapping[int, Indexed], place: int) -> Row | None:
    return found[place].row if place in found else None


def _grams(
    before: Index, old: Mapping[int, Indexed], new: Mapping[int, Indexed], stock: Stock
) -> tuple[list[bytes], dict[str, int]]:
    grams, held = before.grams[:], Counter(before.held)
    for number, segment in enumerate(segment_places(before.size)):
        count = len(segment) // GRAM_SLOTS
        for shard, changes in _changes(old, new, segment, count).items():
            at = number * count + shard
            content = stock.get(grams_uri(at), grams[at]).decode()
            after = patched(content, changes, segment)
            grams[at] = _put(stock, grams_uri(at), after.shard)
            held.update("".join(after.new))
            held.subtract("".join(after.gone))
    return grams, dict(+held)


Changes = dict[str, dict[int, int | None]]  # term → slot → its strength there; None: it went


def _changes(
    old: Mapping[int, Indexed], new: Mapping[int, Indexed], segment: range, count: int
) -> dict[int, Changes]:
    """Shard → what changes in it."""
    found: defaultdict[int, Changes] = defaultdict(dict)
    for place in sorted(old.keys() | new.keys()):
        if place not in segment:
            continue
        was, now = _strengths(old, place), _strengths(new, place)
        for term, _ in was.items() ^ now.items():
            found[shard_of(term, count)].setdefault(term, {})[place] = now.get(term)
    return found


def _strengths(found: Mapping[int, Indexed], place: int) -> dict[str, int]:
    if place not in found:
        return {}
    strong, weak = found[place].terms()
    strengths = dict.fromkeys(map(term_of, strong), 1) | dict.fromkeys(map(term_of, weak), 0)
    strengths.pop("", None)
    return strengths
