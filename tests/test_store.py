"""What is kept between builds comes back whole and in time, or not at all."""

import os
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.keeping import store as store_module
from generator.keeping.code import code_key, fingerprint
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.store import Store
from generator.models.site import Site
from generator.models.values import PartialDate, Reference, To
from generator.reading.frontmatter import RawMap, RawText
from generator.reading.validate import Origin, Places


def test_a_thing_comes_back_for_its_mark_only(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        store.shelf("pages").put({"home": (b"1", b"text"), "list": (b"2", b"")})
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        assert shelf.get("home", b"1") == b"text"
        assert shelf.get("list", b"2") == b""
        assert shelf.get("home", b"2") is None
        assert shelf.get("tree", b"1") is None
        assert shelf.marks() == {"home": b"1", "list": b"2"}
        assert sorted(shelf.items()) == [("home", b"1", b"text"), ("list", b"2", b"")]
        shelf.keep_only({"list"})
        assert shelf.marks() == {"list": b"2"}


def test_things_are_fetched_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_AT_A_TIME", 3)
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        shelf.put({str(n): (b"1", bytes([n])) for n in range(10)})
        shelf.drop(["3", "4", "5"])
        shelf.put({"0": (b"2", b"")})
        found = [("0", b"2", b""), *((str(n), b"1", bytes([n])) for n in (1, 2, 6, 7, 8, 9))]
        assert sorted(shelf.items()) == found


def test_after_it_was_closed_it_goes_on_with_what_others_put(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        shelf.put({"home": (b"1", b"text")})
        store.close()
        assert shelf.get("home", b"1") is None
        with Store(tmp_path, "a") as other:
            other.shelf("pages").put({"list": (b"2", b"new")})
        store.reopen()
        assert (shelf.get("home", b"1"), shelf.get("list", b"2")) == (b"text", b"new")
        store.close()
        for file in tmp_path.iterdir():
            file.unlink()
        store.reopen()
        assert shelf.marks() == {}
        shelf.put({"home": (b"1", b"text")})
        assert shelf.get("home", b"1") == b"text"


@pytest.mark.parametrize("pages", [4, 20])
def test_on_a_full_disk_it_goes_on_without_help(tmp_path: Path, pages: int) -> None:
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        shelf.put({"home": (b"1", b"text")})
        store.commit()
        assert store._db
        store._db.execute(f"PRAGMA max_page_count = {pages}")  # as if no more went onto the disk
        shelf.put({"large": (b"1", bytes(1_000_000))})
        assert shelf.get("home", b"1") is None
        store.shelf("others").put({"home": (b"1", b"text")})
        assert store.shelf("others").marks() == {}
    with Store(tmp_path, "a") as store:
        assert store.shelf("pages").marks() == {"home": b"1"}


def test_a_wrong_thread_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        shelf.put({"home": (b"1", b"text")})
        with ThreadPoolExecutor(1) as other:
            asked = other.submit(shelf.get, "home", b"1")
            assert isinstance(asked.exception(), sqlite3.ProgrammingError)
        assert shelf.get("home", b"1") == b"text"


@pytest.mark.parametrize("damage", ["name = x'35'", "mark = 5", "data = 5", "data = NULL"])
def test_a_thing_of_another_sort_is_damage(tmp_path: Path, damage: str) -> None:
    """A flipped bit before a row makes a number of what was text or bytes."""
    with Store(tmp_path, "a") as store:
        store.shelf("pages").put({"5": (b"1", b"text"), "home": (b"1", b"text")})
    with sqlite3.connect(tmp_path / "store.sqlite") as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '')")
    db.close()
    with sqlite3.connect(tmp_path / "store.sqlite") as db:
        db.execute(f"UPDATE pages SET {damage} WHERE name = '5'")
    db.close()
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        assert shelf.get("5", b"1") is None
        assert list(shelf.items()) == []
        assert shelf.marks() == {}
        shelf.put({"home": (b"1", b"text")})
        assert shelf.get("home", b"1") == b"text"


def test_other_code_begins_anew(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        store.shelf("pages").put({"home": (b"1", b"text")})
    with Store(tmp_path, "b") as store:
        assert store.shelf("pages").marks() == {}
    with Store(tmp_path, "a") as store:
        assert store.shelf("pages").marks() == {}


@pytest.mark.parametrize("cut", [0, 10, 100, 4096, 6000])
def test_a_cut_file_is_begun_anew(tmp_path: Path, cut: int) -> None:
    with Store(tmp_path, "a") as store:
        store.shelf("pages").put({str(n): (b"1", os.urandom(500)) for n in range(100)})
    file = tmp_path / "store.sqlite"
    file.write_bytes(file.read_bytes()[:cut])
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        for name in map(str, range(100)):
            found = shelf.get(name, b"1")
            assert found is None or len(found) == 500
        shelf.put({"home": (b"1", b"text")})
        assert shelf.get("home", b"1") == b"text"


def test_damage_anywhere_gives_no_wrong_thing(tmp_path: Path) -> None:
    things = {str(n): (b"1", bytes([n]) * 300) for n in range(60)}
    with Store(tmp_path, "a") as store:
        store.shelf("pages").put(things)
    whole = (tmp_path / "store.sqlite").read_bytes()
    for place in range(0, len(whole), 331):
        damaged = bytearray(whole)
        damaged[place : place + 40] = b"\xa5" * len(damaged[place : place + 40])
        (tmp_path / "store.sqlite").write_bytes(damaged)
        with Store(tmp_path, "a") as store:
            shelf = store.shelf("pages")
            for name, (mark, data) in things.items():
                assert shelf.get(name, mark) in (data, None)
            for name, mark, data in shelf.items():
                # A name may be damaged as well: then nobody asks for it.
                assert name not in things or mark != b"1" or data == things[name][1]
            shelf.put({"home": (b"1", b"text")})
            assert shelf.get("home", b"1") == b"text"


def test_damage_to_the_names_of_shelves_is_begun_anew(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        store.shelf("pages").put({"home": (b"1", b"text")})
    file = tmp_path / "store.sqlite"
    whole = file.read_bytes()
    for part in (b"pages", b"CREATE TABLE pages", b"CREATE TABLE code"):
        assert part in whole
        file.write_bytes(whole.replace(part, b"\xa5" * len(part)))
        with Store(tmp_path, "a") as store:
            assert store.shelf("pages").get("home", b"1") in (None, b"text")
            store.shelf("pages").put({"home": (b"1", b"new")})
            assert store.shelf("pages").get("home", b"1") == b"new"


def test_no_file_but_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    with Store(tmp_path, "a") as store:
        store.shelf("pages").put({"home": (b"1", b"text")})
        assert store.shelf("pages").get("home", b"1") == b"text"


def test_a_second_run_goes_on_while_the_first_writes(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as first:
        first.shelf("pages").put({"home": (b"1", b"first")})
        with Store(tmp_path, "a") as second:
            second.shelf("pages").put({"home": (b"1", b"second")})
            assert second.shelf("pages").get("home", b"1") in (None, b"second")
        assert first.shelf("pages").get("home", b"1") == b"first"


def test_data_comes_back_as_it_was() -> None:
    date = PartialDate.parse("2017-12~")
    value = {
        "a": [1, None, True],
        "b": (Reference("白鹭", To(("site",))), date),
        "c": frozenset("xy"),
        "d": RawMap(((RawText("名称", 2), RawText("甲", 2)),), 2),
        "e": Origin("f.md", Places(Site, RawMap(((RawText("名称", 2), RawText("甲", 2)),), 2))),
    }
    again = unpacked(packed(value))
    assert (again, type(again["d"])) == (value, RawMap)
    assert again["e"].at(("name",)) == (2, "名称")


@pytest.mark.parametrize(
    "evil",
    [
        b"cos\nsystem\n(S'true'\ntR.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"cgenerator.text.conversion\n_Worker\n(tR.",
        b"cgenerator.text.conversion\nsubprocess\n.",
        b"cgenerator.reading.text_file\nread\n.",
    ],
)
def test_nothing_but_data_is_ever_made(evil: bytes) -> None:
    with pytest.raises(CodecError):
        unpacked(evil)


def test_the_key_of_the_code_is_stable_in_a_run() -> None:
    assert code_key() == code_key()


def test_other_code_has_another_key_though_the_last_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder, kept = tmp_path / "code", tmp_path / "kept" / "code.key"
    (folder / "room").mkdir(parents=True)
    module = folder / "room" / "a.py"
    module.write_text("1", encoding="utf-8")
    first = fingerprint(folder, kept)
    assert fingerprint(folder, kept) == first == fingerprint(folder, tmp_path / "other.key")
    (folder / "notes.md").write_text("no code", encoding="utf-8")
    assert fingerprint(folder, kept) == first
    # So that one can see whence it comes.
    kept.write_text(kept.read_text("ascii").replace(first, "0" * 32), encoding="ascii")
    assert fingerprint(folder, kept) == "0" * 32
    module.write_text("2", encoding="utf-8")
    second = fingerprint(folder, kept)
    assert second not in (first, "0" * 32)
    kept.write_text(kept.read_text("ascii")[:40], encoding="ascii")
    assert fingerprint(folder, kept) == second
    (folder / "b.py").write_text("1", encoding="utf-8")
    assert fingerprint(folder, kept) not in (first, second)
