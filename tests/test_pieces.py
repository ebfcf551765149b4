"""Large things on a shelf: whole or not at all, and only what differs is written."""

from pathlib import Path

import pytest

from generator.keeping.pieces import Pieces
from generator.keeping.store import Shelf, Store

LONG = bytes(range(256)) * 5000  # five pieces


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Store(tmp_path, "code").shelf("large")


@pytest.mark.parametrize("data", [b"", b"short", LONG], ids=["none", "short", "long"])
def test_what_was_put_comes_back(shelf: Shelf, data: bytes) -> None:
    digest = Pieces(shelf).put("thing", data)
    assert Pieces(shelf).get("thing", digest) == data
    assert Pieces(shelf).get("thing", bytes(16)) is None
    assert Pieces(shelf).get("other", digest) is None


def test_only_pieces_that_differ_are_written(shelf: Shelf) -> None:
    first = Pieces(shelf).put("thing", LONG)
    before = shelf.marks()
    digest = Pieces(shelf).put("thing", LONG[:-1] + b"x")
    after = shelf.marks()
    assert [name for name, mark in after.items() if before[name] != mark] == ["thing 4"]
    assert Pieces(shelf).get("thing", digest) == LONG[:-1] + b"x"
    assert Pieces(shelf).get("thing", first) is None


def test_pieces_that_are_no_more_go(shelf: Shelf) -> None:
    Pieces(shelf).put("thing", LONG)
    digest = Pieces(shelf).put("thing", b"short")
    assert shelf.marks().keys() == {"thing", "thing 0"} == set(Pieces(shelf).names("thing"))
    assert Pieces(shelf).get("thing", digest) == b"short"


def test_a_piece_of_another_time_is_noticed(shelf: Shelf) -> None:
    digest = Pieces(shelf).put("thing", LONG)
    shelf.put({"thing 2": (b"x", b"of another time")})
    assert Pieces(shelf).get("thing", digest) is None
    shelf.drop(["thing 2"])
    assert Pieces(shelf).get("thing", digest) is None
