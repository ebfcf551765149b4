"""The index: the same bytes for the same catalog, and few of them changed by one record."""

import json
import os
import random
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Project

from generator import pipeline
from generator.forks import can_fork
from generator.keeping.store import Lost, Store
from generator.models.values import YesNo
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry, entry_from
from generator.search import making
from generator.search.grams import packed, shard_of, with_place
from generator.search.index import index_files, search_files
from generator.search.indexed import Indexed, indexed
from generator.search.making import Places, Source, text_uri
from generator.search.names import Row, name_shard, rows_in
from generator.search.slots import slots, table_size
from generator.search.stock import Stock
from generator.settings import settings_for

Synonyms = dict[str, tuple[str, ...]]


def files(
    catalog: Catalog, folder: Path | None = None, synonyms: Synonyms | None = None
) -> dict[str, bytes]:
    """The contents of all files. folder: of a store in which a former index may be kept."""
    if folder is None:
        return {file.uri: file.content for file in search_files(catalog, None, synonyms)}
    with Store(folder, "code") as store:
        found = search_files(catalog, store.shelf("search"), synonyms)
        return {file.uri: file.content for file in found}


class Asked:
    """Sources of the index that count which records had to be read."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.names: list[str] = []
        self.sources = [
            Source(e.permalink, e.marks.written, partial(self.data, e)) for e in entries
        ]

    def data(self, entry: Entry) -> bytes:
        self.names.append(entry.permalink)
        return indexed(entry)


@pytest.fixture(scope="module")
def own() -> Catalog:
    """The project's own records."""
    return pipeline.check(settings_for(ROOT), decode=False).catalog


def with_entries(catalog: Catalog, entries: list[Entry]) -> Catalog:
    return catalog.with_entries(entries)


def test_addresses_are_lower_case_ascii_and_sorted(own: Catalog) -> None:
    uris = [made.uri for made in search_files(own)]
    assert uris == sorted(set(uris))
    assert all(uri.isascii() and uri == uri.lower() and uri.startswith("search/") for uri in uris)


def test_the_order_of_records_does_not_matter(own: Catalog) -> None:
    entries = list(own.entries)
    random.Random(3).shuffle(entries)
    assert files(with_entries(own, entries)) == files(own)


def test_nothing_hidden_is_in_any_file(project: Project) -> None:
    project.record("sites/a", "备注: 待向老王核实饕餮\n", 名称="白鹭驿站")
    project.record("sites/b", 名称="魑魅书屋", 草稿="是")
    for drafts in (False, True):
        catalog = project.check(drafts=drafts).catalog
        everything = b"\n".join(files(catalog).values()).decode()
        assert "白鹭" in everything
        for hidden in ("老王", "饕餮", "魑魅", "书屋"):
            assert hidden not in everything


def test_edits_one_after_another_give_what_a_fresh_build_gives(
    own: Catalog, tmp_path: Path
) -> None:
    """Property: whatever the store holds from before, the result is the one from scratch."""
    rng = random.Random(5)
    entries, aside = list(own.entries)[:60], list(own.entries)[60:100]
    synonyms: Synonyms = {}
    for step in range(40):
        for _ in range(rng.choice((0, 1, 1, 2, 5))):
            entries, aside = edited(entries, aside, rng, step)
        if rng.random() < 0.1:
            synonyms = {"驿站": (f"歇脚点{step}",)}
        if rng.random() < 0.2:
            spoil(tmp_path / "store.sqlite", rng)
        catalog = with_entries(own, entries)
        try:
            found = files(catalog, tmp_path, synonyms)
        except Lost:
            with Store(tmp_path, "code") as store:
                store.empty()
            found = files(catalog, tmp_path, synonyms)
        assert found == files(catalog, None, synonyms)


def edited(
    entries: list[Entry], aside: list[Entry], rng: random.Random, step: int
) -> tuple[list[Entry], list[Entry]]:
    """After one random change: (the entries, those that are not among them now)."""
    at = rng.randrange(len(entries))
    entry, others = entries[at], entries[:at] + entries[at + 1 :]
    text = "".join(rng.sample("党建社区服务中心联盟创业先锋薴國", 8)) + f"。{step}"
    match rng.choice(("add", "remove", "body", "name", "type", "slug", "draft", "grow", "shrink")):
        case "add" if aside:
            return [*entries, aside[0]], aside[1:]
        case "remove" if len(entries) > 40:
            return others, [*aside, entry]
        case "grow":  # past 44 and 89 records, the table doubles
            return [*entries, *aside], []
        case "shrink":
            return entries[:43], [*aside, *entries[43:]]
        case "body":
            return [*others, entry.with_body(text)], aside
        case "name":
            return [*others, entry.with_record(name=text[:6], aliases=(text[1:5],))], aside
        case "type":
            return [*others, entry.with_record(topics=(text[:2], "a,b"))], aside
        case "slug":
            raw, place = entry.raw, entry.face.place
            slug = f"{entry.slug}-{step}"
            return [*others, entry_from(entry.record, raw, slug, place)], aside
        case "draft":
            draft = YesNo.NO if entry.face.draft else YesNo.YES
            return [*others, entry.with_record(draft=draft)], aside
    return entries, aside


def spoil(file: Path, rng: random.Random) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(rng.choice((1, 50))):
        at = rng.randrange(len(data))
        data[at : at + 16] = rng.randbytes(16)
    file.write_bytes(bytes(data[: rng.choice((len(data), rng.randrange(len(data))))]))


def test_only_a_changed_record_is_read_and_only_its_shards_are_made(
    own: Catalog, tmp_path: Path
) -> None:
    entries = list(own.entries)
    with Store(tmp_path, "code") as store:
        shelf = store.shelf("search")
        asked = Asked(entries)
        before = {file.uri: file.key for file in index_files(asked.sources, shelf, {})}
        assert sorted(asked.names) == sorted(entry.permalink for entry in entries)
        marks = shelf.marks()

        asked = Asked(entries)
        assert {file.uri: file.key for file in index_files(asked.sources, shelf, {})} == before
        assert asked.names == []
        assert shelf.marks() == marks

        entries[7] = entries[7].with_body(f"{entries[7].raw.body}\n新增一句。")
        asked = Asked(entries)
        after = {file.uri: file.key for file in index_files(asked.sources, shelf, {})}
        assert asked.names == [entries[7].permalink]
        text = f"search/text/{entries[7].permalink.rstrip('/')}.txt"
        changed = {uri for uri, key in after.items() if before.get(uri) != key}
        made = {name for name, mark in shelf.marks().items() if marks.get(name) != mark}
        assert text in changed
        assert changed - {"search/index.json"} == made - {"columns 0"}  # what the index is
        assert len(changed) <= 6


def test_what_the_shelf_lost_is_made_again(own: Catalog, tmp_path: Path) -> None:
    entries = own.entries[:50]
    whole = files(with_entries(own, list(entries)))
    with Store(tmp_path, "code") as store:
        shelf = store.shelf("search")
        index_files(Asked(entries).sources, shelf, {})
        shelf.drop(name for name in shelf.marks() if name != "index")
        found = index_files(Asked(entries).sources, shelf, {})
        assert {file.uri: file.content for file in found} == whole


def test_what_an_index_is_made_of_comes_back(own: Catalog, tmp_path: Path) -> None:
    for catalog in (own, with_entries(own, [])):
        with Store(tmp_path, "code") as store:
            shelf = store.shelf("search")
            search_files(catalog, shelf)
            index = Stock(shelf).index()
            assert index is not None
            assert len(index.texts) == len(catalog.entries)
            assert type(index).unpacked(index.packed()) == index


def test_a_large_website_is_changed_segment_by_segment(tmp_path: Path) -> None:
    rng = random.Random(3)

    def source(number: int, version: int = 0) -> Source:
        text = "".join(rng.choices("党建社区服务中心联盟", k=6))
        row = Row("site", "阵地", text[:3], "", (), "", (text[:5], ""))
        data = Indexed(row, text[:4], (text,)).packed()
        return Source(f"sites/p{number}/", b"%d" % version, lambda: data)

    sources = [source(number) for number in range(3000)]
    with Store(tmp_path, "code") as store:
        shelf = store.shelf("search")
        found = {file.uri: file for file in index_files(sources, shelf, {})}
        assert json.loads(found["search/index.json"].content)["segments"] == 2
        for step in range(1, 4):
            del sources[rng.randrange(len(sources))]
            for number in rng.sample(range(len(sources)), 5):
                sources[number] = source(number, step)
            found = {file.uri: file for file in index_files(sources, shelf, {})}
    fresh = {file.uri: file.key for file in index_files(sources, None, {})}
    assert {uri: file.key for uri, file in found.items()} == fresh


def test_an_index_made_in_forks_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def source(number: int) -> Source:
        row = Row("site", "阵地", "", "", (), "", (f"阵地{number}", ""))
        data = Indexed(row, f"阵地{number}", (f"第{number}条",)).packed()
        return Source(f"sites/p{number}/", b"1", lambda: data)

    sources = [source(number) for number in range(3000)]
    here = {file.uri: file.content for file in index_files(sources, None, {})}
    assert json.loads(here["search/index.json"])["segments"] == 2
    monkeypatch.setattr(making, "_part", in_a_copy(making._part))
    with Store(tmp_path, "code") as store:
        shelf = store.shelf("search")
        for _ in range(2):
            found = index_files(sources, shelf, {}, jobs=2)
            assert {file.uri: file.content for file in found} == here
            made = here.keys() - {"search/index.json", "search/traditional.txt"}
            assert made <= {name for name, _, _ in shelf.items()}
            # What is damaged is made again, and put there.
            shelf.drop(["index"])
            store.attempt(
                lambda db: db.execute(
                    "UPDATE search SET data = x'00' WHERE name LIKE 'search/text/sites/p1%'"
                )
            )


def in_a_copy(work: Callable[..., Any]) -> Callable[..., Any]:
    """The same, which no piece of an index may be made without."""
    here = os.getpid()

    def checked(places: Places, noted: Mapping[range, Any], stock: Stock, segment: range) -> Any:
        assert not segment or os.getpid() != here or not can_fork()
        held = {slot: text_uri(places[slot].permalink) for slot in places if slot in segment}
        assert {slot: uri for slot, (uri, _) in noted[segment].items()} == held
        return work(places, noted, stock, segment)

    return checked


def test_another_sentence_changes_few_files(own: Catalog) -> None:
    before = files(own)
    entries = list(own.entries)
    entry = entries[7]
    body = f"{entry.raw.body}\n新增一句。"
    entries[7] = entry.with_body(body)
    after = files(with_entries(own, entries))
    changed = {uri for uri in after if before.get(uri) != after[uri]}
    assert f"search/text/{entry.permalink.rstrip('/')}.txt" in changed
    assert len(changed) <= 6
    assert after.keys() == before.keys()


def test_a_new_record_leaves_nearly_all_others_where_they_were() -> None:
    links = [f"sites/place-{number}/" for number in range(1000)]
    before = slots(links)
    moved = [
        sum(
            before[link] != place
            for link, place in slots([*links, extra]).items()
            if link in before
        )
        for extra in (f"brands/new-{number}/" for number in range(30))
    ]
    assert sum(moved) / len(moved) < 2


def test_slots_are_unique_and_do_not_depend_on_order() -> None:
    links = [f"sites/place-{number}/" for number in range(700)]
    found = slots(links)
    assert slots(reversed(links)) == found
    assert len(set(found.values())) == 700
    assert max(found.values()) < table_size(700) == 1024


@pytest.mark.parametrize("first", [0, 4096])
def test_postings_change_as_if_they_were_packed_anew(first: int) -> None:
    rng = random.Random(1)
    for _ in range(300):
        span = rng.choice((10, 200, 4000))
        held = {first + rng.randrange(span): rng.randrange(2) for _ in range(rng.randrange(9))}
        place, strength = first + rng.randrange(span), rng.choice((0, 1, None))
        text = with_place(packing(held, first), place, strength, first)
        changed = {**held, place: strength} if strength is not None else held
        if strength is None:
            changed.pop(place, None)
        assert text == packing(changed, first)


def packing(strengths: Mapping[int, int], first: int) -> str:
    return packed([2 * place + strength for place, strength in sorted(strengths.items())], first)


def test_names_are_read_back() -> None:
    rows = {
        1024: Row(
            "site", "阵地", "山东 青岛", "2019,2020", ("a,b", "共建"), "", ("重庆路", "0chong")
        ),
        1030: Row("member", "党员", "", "", (), "shan", ("单雄", "0shan", "老单", "")),
    }
    places = range(1024, 2048)
    assert rows_in(name_shard(rows, places), places) == rows
    assert rows_in(name_shard({}, places), places) == {}


def test_postings_are_read_back() -> None:
    values = [2 * slot + slot % 3 % 2 for slot in (4100, 4101, 4150, 5000, 8191)]
    text = packed(values, 4096)
    read, number, before = [], 0, 2 * (4096 - 1)
    for char in text:
        digit = ord(char) - 33
        number = number * 47 + digit % 47
        if digit < 47:
            before += number
            read.append(before)
            before, number = before & ~1, 0
    assert read == values
    assert packed([46 - 2]) == "O"
    assert packed([47 - 2]) == "Q!"


def test_words_with_one_beginning_share_a_shard() -> None:
    assert shard_of("2018", 64) == shard_of("20", 64)
    assert shard_of("党建", 4096) == 1946


def test_the_manifest_says_what_the_browser_needs(own: Catalog) -> None:
    made = files(own)
    manifest = json.loads(made["search/index.json"])
    assert manifest["records"] == len(own.entries)
    assert manifest["grams"] * manifest["segments"] == sum("/grams/" in uri for uri in made)
    assert len(manifest["names"]) == sum("/names/" in uri for uri in made)
    assert ["sites", "site", "示范点"] in manifest["kinds"]
    assert "surnames" not in manifest["rules"]


def test_staff_may_add_synonyms(project: Project) -> None:
    project.record("sites/a")
    made = search_files(project.catalog(), synonyms={"驿站": ("歇脚点", "“小站”")})
    manifest = json.loads(next(file.content for file in made if file.uri == "search/index.json"))
    assert manifest["synonyms"][-1] == ["驿站", "歇脚点", "小站"]


def test_an_empty_website_has_an_index(project: Project) -> None:
    manifest = json.loads(files(project.catalog())["search/index.json"])
    assert manifest["records"] == 0
