"""The index: the same bytes for the same catalog, and few of them changed by one record."""

import json
import random
from pathlib import Path

import pytest
from conftest import ROOT, Project

from generator import pipeline
from generator.relating.catalog import Catalog, Entry
from generator.search.index import (
    _number,
    packed,
    search_files,
    shard_of,
    slots,
    table_size,
)
from generator.settings import settings_for


def files(catalog: Catalog, cache: Path | None = None) -> dict[str, bytes]:
    return {made.uri: made.content for made in search_files(catalog, cache)}


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
    """Property: whatever the cache holds from before, the result is the one from scratch."""
    rng = random.Random(5)
    entries = list(own.entries)[:60]
    aside = list(own.entries)[60:80]
    for step in range(25):
        kind = rng.choice(("add", "remove", "edit", "spoil"))
        if kind == "add" and aside:
            entries.insert(rng.randrange(len(entries)), aside.pop())
        elif kind == "remove":
            aside.append(entries.pop(rng.randrange(len(entries))))
        elif kind == "edit":
            at = rng.randrange(len(entries))
            body = "".join(rng.sample("党建社区服务中心联盟创业先锋", 8)) + f"。{step}"
            entries[at] = entries[at].with_body(body)
        elif (cache := tmp_path / "search-terms.txt").exists():
            data = bytearray(cache.read_bytes())
            for _ in range(50):
                data[rng.randrange(len(data))] = rng.randrange(256)
            cache.write_bytes(bytes(data[: rng.randrange(len(data))]))
        catalog = with_entries(own, entries)
        assert files(catalog, tmp_path) == files(catalog)


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
    assert _number(46) == "O"
    assert _number(47) == "Q!"


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
