"""The names tier: each record's names, their sounds and its facts, in shards by slot.

A shard's first line is JSON: {"types": […], "regions": […], "topics": […]}. Each other line is one
record, fields by tabs: slots since the one before; kind, type and region as numbers in their lists
(a region may be empty); years; topics; slug, empty where it is the full name's pinyin (`slug_of`);
then each name and its readings.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from generator.models import KINDS, Record
from generator.search.text import Facts, NameForm
from generator.text.normalize import flat
from generator.text.pinyin import MAX_SLUG, common_characters, sound

# About 700 names and 50 KB: what one changed name rewrites. All are loaded, compressed to a third.
NAME_SLOTS = 1024

_WORDS = re.compile("[a-z0-9][a-z0-9]*")
_BREAKS = re.compile(r"[\t\n]+")


class Row(NamedTuple):
    """A record's line, before kinds, types, regions and topics become numbers.

    forms: each name, followed by its readings: `0chong 1qing`.
    """

    kind: str
    type: str
    region: str
    years: str
    topics: tuple[str, ...]
    slug: str
    forms: tuple[str, ...]


def row_of(record: Record, slug: str, facts: Facts, forms: tuple[NameForm, ...]) -> Row:
    written: list[str] = []
    for form in forms:
        readings = [f"{at}{syllable}" for at, syllable in form.readings]
        written += (_BREAKS.sub(" ", form.name), " ".join(readings))
    return Row(
        record.kind,
        facts.type,
        facts.region,
        ",".join(facts.years),
        facts.topics,
        "" if slug == slug_of(forms[0]) else slug,
        tuple(written),
    )


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
    for word in _WORDS.findall(spelled):
        if len(slug) + len(word) >= MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug


# ---------------------------------------------------------------- shards


def name_places(places: range) -> list[range]:
    """The slots of each shard among these."""
    each = min(len(places), NAME_SLOTS)
    return [range(first, first + each) for first in range(places.start, places.stop, each)]


def name_shard(rows: Mapping[int, Row], places: range) -> str:
    """rows: slot → row."""
    types = sorted({row.type for row in rows.values()})
    regions = sorted({row.region for row in rows.values() if row.region})
    topics = sorted({topic for row in rows.values() for topic in row.topics})
    numbers = _numbers(types), _numbers(["", *regions], -1), _numbers(topics)
    lists = {"types": types, "regions": regions, "topics": topics}
    lines = [json.dumps(lists, ensure_ascii=False, separators=(",", ":"))]
    before = places.start - 1
    for place, row in sorted(rows.items()):
        fields = (
            str(place - before),
            _kind_numbers()[row.kind],
            numbers[0][row.type],
            numbers[1][row.region] if row.region else "",
            row.years,
            ",".join([numbers[2][topic] for topic in row.topics]),
            row.slug,
            *row.forms,
        )
        lines.append("\t".join(fields))
        before = place
    return "\n".join(lines)


def rows_in(shard: str, places: range) -> dict[int, Row]:
    """Slot → row: what `name_shard` wrote, read again."""
    head, *lines = shard.split("\n")
    lists = json.loads(head)
    kinds = list(KINDS)
    rows = {}
    place = places.start - 1
    for line in lines:
        gap, kind, type_, region, years, topics, slug, *forms = line.split("\t")
        place += int(gap)
        rows[place] = Row(
            kinds[int(kind)],
            lists["types"][int(type_)],
            lists["regions"][int(region)] if region else "",
            years,
            tuple(lists["topics"][int(topic)] for topic in topics.split(",") if topic),
            slug,
            tuple(forms),
        )
    return rows


@cache
def _kind_numbers() -> dict[str, str]:
    return _numbers(list(KINDS))


def _numbers(items: Iterable[str], first: int = 0) -> dict[str, str]:
    return {item: str(number) for number, item in enumerate(items, first)}


# ---------------------------------------------------------------- characters and sounds


def characters_in(rows: Collection[Row]) -> tuple[str, str]:
    """(characters of the names as written, the same of their normal forms), each once, sorted."""
    names = [name for row in rows for name in row.forms[::2]]
    written = set().union(*names)
    return "".join(sorted(written)), "".join(sorted(set().union(*map(flat, names))))


def sound_table(named: Iterable[str]) -> str:
    """`bai 白百柏…` a line: common characters, and those given, which stand in names."""
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char in sorted({*common_characters(), *named}):
        if spoken := sound(char):
            by_sound[spoken].append(char)
    return "\n".join(f"{spoken} {''.join(by_sound[spoken])}" for spoken in sorted(by_sound))
