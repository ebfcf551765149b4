"""Catalog → the search index: small static files that search-engine.js asks for as it needs them.

    search/index.json     read first: sizes, rules, labels, synonyms, hashes of the other files
    search/names/0.txt …  the names tier: each record's names, sounds and facts; all are loaded
    search/sounds.txt     character → syllable, for pinyin, homophones and addresses
    search/traditional.txt  traditional → simplified, when a query holds an unknown character
    search/grams/0.txt …  the text tier: term → records, in shards by a hash of the term
    search/text/sites/bailu.txt  the lines of one record's page, for excerpts

Each record has a slot, a number that it keeps while others come and go (`slots`), so that one
changed record touches only the shards of its own words. Nothing here depends on what was built
before; the cache only saves work. How the figures were chosen stands in docs/decisions.md.
"""

import json
import os
import re
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache as memo
from hashlib import blake2b
from pathlib import Path

from generator.models import KINDS
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import Made
from generator.search.text import Facts, NameForm, facts_of, forms_of, text_of
from generator.text.normalize import flat, grams, rules, simplified
from generator.text.pinyin import MAX_SLUG, sound

VERSION = 1  # of the files' layout and of what is kept in the cache; goes up with either
FOLDER = "search/"

# Above .7, a new record would push too many others from their slots; below .35, postings grow.
MAX_LOAD = 0.7
SMALLEST = 64
# About 700 names and 50 KB: what one changed name rewrites. All are loaded, compressed to a third.
NAME_SLOTS = 1024
# Four slots a shard: some 600 postings, 2 KB, whatever the size of the website.
GRAM_SLOTS = 4
SEGMENTS, SEGMENT_SLOTS = 4, 4096

# 47 characters that end a number and 47 that go on; none needs an escape anywhere.
_FIRST, _BASE = 33, 47


@dataclass(frozen=True)
class Indexed:
    """All that the index takes from one record.

    strong: terms of its names, facts and summary; they count more than the others, weak. Neither
        has an order.
    lines: its text as it is quoted.
    """

    forms: tuple[NameForm, ...]
    facts: Facts
    lines: tuple[str, ...]
    strong: Collection[str]
    weak: Collection[str]


def search_files(
    catalog: Catalog,
    cache: Path | None = None,
    synonyms: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Made, ...]:
    """The files of the index, sorted by uri; the same bytes for the same catalog.

    Args:
        catalog: drafts in it are left out, in a preview as well.
        cache: folder for the terms of each record by its content; may be deleted or damaged at
            any time. None: everything is worked out anew.
        synonyms: word → words that mean the same, beside those of the generator's own table.
    """
    entries = [entry for entry in catalog.entries if not entry.record.draft]
    indexed = _indexed(entries, cache)
    places = slots([entry.permalink for entry in entries])
    size = table_size(len(entries))
    names = _name_files(entries, indexed, places, size)
    terms = _gram_files(entries, indexed, places, size)
    texts = [
        Made(f"{FOLDER}text/{entry.permalink.rstrip('/')}.txt", _text_file(found.lines))
        for entry, found in zip(entries, indexed, strict=True)
    ]
    tables = [_sounds(indexed), _traditional(indexed)]
    manifest = {
        "version": VERSION,
        "records": len(entries),
        "slots": size,
        "nameSlots": NAME_SLOTS,
        "names": [_short_hash(file.content) for file in names],
        "grams": len(terms) // segments(size),
        "segments": segments(size),
        "gramsHash": _short_hash(*(file.content for file in terms)),
        "sounds": _short_hash(tables[0].content),
        "traditional": _short_hash(tables[1].content),
        "kinds": [[kind.folder, kind.kind, kind.label] for kind in KINDS.values()],
        "synonyms": _groups(_own_synonyms(), synonyms or {}),
        "rules": {key: value for key, value in rules().items() if key not in ("_", "surnames")},
    }
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    made = [Made(f"{FOLDER}index.json", text.encode()), *tables, *names, *terms, *texts]
    return tuple(sorted(made, key=lambda file: file.uri))


# ---------------------------------------------------------------- slots


def table_size(count: int) -> int:
    """How many slots there are for so many records: a power of two, so that it rarely changes."""
    size = SMALLEST
    while count > size * MAX_LOAD:
        size *= 2
    return size


def slots(permalinks: Iterable[str]) -> dict[str, int]:
    """A number for each record, below `table_size`, that hardly depends on the other records.

    A hash table whose outcome does not depend on the order of insertion: each record proposes to
    its places one after another, and a place keeps the record with the smaller hash (the stable
    matching of Gale and Shapley, which is unique). A new record pushes about one other aside.

    Source: Blelloch, Golovin: Strongly history-independent hashing (FOCS 2007).
    """
    waiting = sorted(permalinks)
    size = table_size(len(waiting))
    hashes = {link: _hashes(link) for link in waiting}
    tried = dict.fromkeys(waiting, 0)
    table: dict[int, str] = {}
    while waiting:
        link = waiting.pop()
        rank, start, step = hashes[link]
        place = (start + tried[link] * step) % size
        tried[link] += 1
        held = table.get(place)
        if held is None or rank < hashes[held][0]:
            table[place] = link
            if held is not None:
                waiting.append(held)
        else:
            waiting.append(link)
    return {link: place for place, link in table.items()}


def _hashes(link: str) -> tuple[int, int, int]:
    """(rank, first place, step); an odd step visits every slot of a power of two."""
    digest = blake2b(link.encode(), digest_size=24).digest()
    rank, start, step = (int.from_bytes(digest[at : at + 8], "big") for at in (0, 8, 16))
    return rank, start, step | 1


# ---------------------------------------------------------------- names


def _name_files(
    entries: Sequence[Entry], indexed: Sequence[Indexed], places: Mapping[str, int], size: int
) -> list[Made]:
    """Shards of the names tier by slot. A shard's own lists of types, regions and topics head it.

    Its first line is JSON: {"types": […], "regions": […], "topics": […]}. Each other line is one
    record, fields by tabs: slots since the one before; kind, type and region as numbers in their
    lists (a region may be empty); years; topics; slug, empty where it is the full name's pinyin
    (`slug_of`); then each name and its readings.
    """
    shards: list[dict[int, tuple[Entry, Indexed]]] = [{} for _ in range(max(1, size // NAME_SLOTS))]
    for entry, found in zip(entries, indexed, strict=True):
        place = places[entry.permalink]
        shards[place // NAME_SLOTS][place] = entry, found
    return [
        Made(f"{FOLDER}names/{number}.txt", _name_file(shard, number * NAME_SLOTS))
        for number, shard in enumerate(shards)
    ]


def _name_file(shard: Mapping[int, tuple[Entry, Indexed]], first: int) -> bytes:
    every = [found.facts for _, found in shard.values()]
    types = sorted({facts.type for facts in every})
    regions = sorted({facts.region for facts in every if facts.region})
    topics = sorted({topic for facts in every for topic in facts.topics})
    kinds = list(KINDS)
    lists = {"types": types, "regions": regions, "topics": topics}
    lines = [json.dumps(lists, ensure_ascii=False, separators=(",", ":"))]
    before = first - 1
    for place, (entry, found) in sorted(shard.items()):
        facts = found.facts
        fields = [
            str(place - before),
            str(kinds.index(entry.record.kind)),
            str(types.index(facts.type)),
            str(regions.index(facts.region)) if facts.region else "",
            ",".join(facts.years),
            ",".join(str(topics.index(topic)) for topic in facts.topics),
            "" if entry.slug == slug_of(found.forms[0]) else entry.slug,
        ]
        for form in found.forms:
            readings = " ".join(f"{at}{syllable}" for at, syllable in form.readings)
            fields += [form.name, readings]
        lines.append("\t".join(fields))
        before = place
    return "\n".join(lines).encode()


def slug_of(form: NameForm) -> str:
    """The slug that the browser makes of a name: 白鹭社区 2024 → bai-lu-she-qu-2024.

    As pinyin.slug_from does, but from the sounds that the index holds, so that it can be repeated.
    """
    readings = dict(form.readings)
    spelled = "".join(
        f" {readings.get(at) or sound(char)} " if char >= "\x80" else char
        for at, char in enumerate(flat(form.name))
    )
    slug = ""
    for word in re.findall("[a-z0-9]+", spelled):
        if len(slug) + len(word) >= MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug


@memo
def _common() -> str:
    """The 3,755 characters of GB 2312 level 1: what a query is mostly written with."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return b"".join(rows).decode("gb2312", "ignore")


def _sounds(indexed: Iterable[Indexed]) -> Made:
    """`bai 白百柏…` a line: common characters, and all those of names."""
    named = {char for found in indexed for form in found.forms for char in flat(form.name)}
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char in sorted({*_common(), *named}):
        if spoken := sound(char):
            by_sound[spoken].append(char)
    lines = [f"{spoken} {''.join(by_sound[spoken])}" for spoken in sorted(by_sound)]
    return Made(f"{FOLDER}sounds.txt", "\n".join(lines).encode())


def _traditional(indexed: Iterable[Indexed]) -> Made:
    """Two lines, traditional characters and their simplified forms: those that the index holds."""
    held: set[str] = set()
    for found in indexed:
        held.update("".join(found.strong), "".join(found.weak), *(f.name for f in found.forms))
    pairs = [(old, new) for old, new in simplified().items() if new in held]
    lines = ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]
    return Made(f"{FOLDER}traditional.txt", "\n".join(lines).encode())


# ---------------------------------------------------------------- text


def segments(size: int) -> int:
    """Into how many ranges of slots the text tier is cut.

    A common term stands in most records; cut, only a part of its postings is rewritten. More parts
    would be more requests for each term of a query.
    """
    return max(1, min(SEGMENTS, size // SEGMENT_SLOTS))


def _gram_files(
    entries: Sequence[Entry], indexed: Sequence[Indexed], places: Mapping[str, int], size: int
) -> list[Made]:
    """Shards of the text tier, segment after segment: a line is a term, a tab and its postings."""
    by_slot = {
        places[entry.permalink]: found for entry, found in zip(entries, indexed, strict=True)
    }
    each = size // segments(size)
    contents = [
        text
        for first in range(0, size, each)
        for text in _segment(by_slot, range(first, first + each))
    ]
    return [
        Made(f"{FOLDER}grams/{number}.txt", text.encode()) for number, text in enumerate(contents)
    ]


def _segment(by_slot: Mapping[int, Indexed], places: range) -> list[str]:
    postings: dict[str, list[int]] = defaultdict(list)
    for place in filter(by_slot.__contains__, places):
        for term in by_slot[place].strong:
            postings[term].append(2 * place + 1)
        for term in by_slot[place].weak:
            postings[term].append(2 * place)
    shards: list[list[str]] = [[] for _ in range(len(places) // GRAM_SLOTS)]
    for term in sorted(postings):
        line = f"{term}\t{packed(postings[term], places.start)}"
        shards[shard_of(term, len(shards))].append(line)
    return ["\n".join(lines) for lines in shards]


def shard_of(term: str, count: int) -> int:
    """FNV-1a over the term's first two characters, so that words with one beginning share a shard.

    Source: www.isthe.com/chongo/tech/comp/fnv
    """
    value = 2166136261
    for char in term[:2]:
        value = ((value ^ ord(char)) * 16777619) & 0xFFFFFFFF
    return (value ^ (value >> 15)) % count


def packed(values: Iterable[int], first: int = 0) -> str:
    """Postings as text: twice the slots since the one before, plus one where the term is strong.

    values: 2 × slot + strong, ascending. first: the first slot there could be; it counts as 1.
    """
    parts = []
    before = 2 * (first - 1)
    for value in values:
        parts.append(_number(value - before))
        before = value & ~1
    return "".join(parts)


@memo
def _number(value: int) -> str:
    """In base 47, the lowest digit last; only that one is from the first 47 characters."""
    text = chr(_FIRST + value % _BASE)
    while value := value // _BASE:
        text = chr(_FIRST + _BASE + value % _BASE) + text
    return text


def _text_file(lines: Iterable[str]) -> bytes:
    """A line of text a line. One with traditional characters is followed by its simplified form,
    behind a tab, so that it can be looked through without the table.
    """
    both = []
    for line in lines:
        quoted = " ".join(line.split())
        plain = quoted.translate(_simplifying())
        both += [quoted] if plain == quoted else [quoted, f"\t{plain}"]
    return "\n".join(both).encode()


@memo
def _simplifying() -> dict[int, str]:
    return str.maketrans(simplified())


# ---------------------------------------------------------------- synonyms


@memo
def _own_synonyms() -> Mapping[str, tuple[str, ...]]:
    text = (Path(__file__).parent / "synonyms.json").read_text(encoding="utf-8")
    groups: list[list[str]] = json.loads(text)["groups"]
    return {group[0]: tuple(group[1:]) for group in groups}


def _groups(*tables: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Groups of words that mean the same, in normal form; words of one meaning in one group."""
    groups = [
        list(dict.fromkeys(filter(None, map(flat, (word, *others)))))
        for table in tables
        for word, others in sorted(table.items())
    ]
    return [group for group in groups if len(group) > 1]


# ---------------------------------------------------------------- per record, cached


def _indexed(entries: Sequence[Entry], cache: Path | None) -> list[Indexed]:
    file = cache / "search-terms.txt" if cache else None
    kept = _read_cache(file) if file else {}
    used: dict[str, str] = {}
    found = []
    strong: Collection[str]
    weak: Collection[str]
    for entry in entries:
        record = entry.record
        facts, lines = facts_of(record), text_of(record, entry.raw.body)
        key = _key(record.kind, record.names, getattr(record, "pinyin", None), facts, lines)
        if key in kept:
            forms, strong, weak = _thawed(kept[key])
            used[key] = kept[key]
        else:
            forms, (strong, weak) = forms_of(record), _terms(entry, facts, lines)
            if file:
                used[key] = _frozen(forms, strong, weak)
        found.append(Indexed(forms, facts, lines, strong, weak))
    if file and used != kept:
        _write_cache(file, used)
    return found


def _terms(
    entry: Entry, facts: Facts, lines: tuple[str, ...]
) -> tuple[Collection[str], Collection[str]]:
    """(strong terms, the others)."""
    strong = grams("\n".join((*entry.record.names, facts.words(), entry.record.summary)))
    return strong, grams("\n".join(lines)) - strong


@memo
def _rules_hash() -> str:
    """What the terms of a record depend on beside the record itself."""
    here = Path(__file__).parents[1]
    names = ("search_rules.json", "traditional.json", "normalize.py", "pinyin.py")
    files = [here / "search" / "text.py", *(here / "text" / name for name in names)]
    return _short_hash(str(VERSION).encode(), *(file.read_bytes() for file in files))


def _key(*parts: object) -> str:
    return blake2b(repr((_rules_hash(), parts)).encode(), digest_size=16).hexdigest()


def _frozen(forms: tuple[NameForm, ...], strong: Iterable[str], weak: Iterable[str]) -> str:
    names = [[form.name, form.readings] for form in forms]
    return json.dumps([names, " ".join(sorted(strong)), " ".join(sorted(weak))], ensure_ascii=False)


def _thawed(text: str) -> tuple[tuple[NameForm, ...], tuple[str, ...], tuple[str, ...]]:
    names, strong, weak = json.loads(text)
    forms = tuple(NameForm(name, tuple((at, sound) for at, sound in told)) for name, told in names)
    return forms, tuple(strong.split(" ")), tuple(weak.split(" ")) if weak else ()


def _read_cache(file: Path) -> dict[str, str]:
    """Key → what was kept. A line whose checksum does not fit is left out, as is a lost file."""
    try:
        lines = file.read_bytes().split(b"\n")
    except OSError:
        return {}
    kept = {}
    for line in lines:
        checksum, _, rest = line.partition(b"\t")
        if checksum == b"%08x" % zlib.crc32(rest):
            key, _, value = rest.partition(b"\t")
            kept[key.decode()] = value.decode()
    return kept


def _write_cache(file: Path, kept: Mapping[str, str]) -> None:
    """In one step, so that a killed build leaves the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [f"{key}\t{value}".encode() for key, value in sorted(kept.items())]
    lines = [b"%08x\t%s" % (zlib.crc32(row), row) for row in rows]
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(b"\n".join(lines))
    Path(name).replace(file)


def _short_hash(*parts: bytes) -> str:
    digest = blake2b(digest_size=5)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
