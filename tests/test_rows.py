"""Files to take away are the same whether their rows are kept or made; only changed ones are."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import WEBSITE, Project

from generator.downloads.calendars import calendars
from generator.downloads.feeds import feeds
from generator.downloads.rows import Rows
from generator.downloads.tables import tables_of
from generator.keeping.memo import Memo
from generator.keeping.store import Store
from generator.models import KINDS
from generator.pipeline import check_published
from generator.relating.catalog import Catalog

ADDRESS = "网址: https://zhanting.example/\n"


def files(catalog: Catalog, store: Store | None = None) -> dict[str, bytes]:
    made = [table for kind in KINDS.values() for table in tables_of(catalog, kind, store)]
    made += [*calendars(catalog, store), *feeds(catalog, store)]
    return {file.uri: file.content for file in made}


def filled(project: Project) -> None:
    project.write("website.yml", WEBSITE + ADDRESS)
    project.record("sites/bailu", 主题="[甲, 乙]")
    project.record("sites/hetao", 名称="河套", 别名='["=1+1", "a&b"]')
    project.record("activities/dushuhui", 日期="2024-05-13", 地点="外部:万达广场", 人数="120余")
    project.record("activities/jiangzuo", 名称="讲座", 日期="2024-05", 主办="[外部:甲, 外部:乙]")


def catalog(project: Project, store: Store | None) -> Catalog:
    checked = check_published(project.settings(), store)
    assert not checked.problems
    return checked.catalog


def edit(project: Project, edited: str) -> None:
    if edited == "summary":
        project.record("sites/hetao", 名称="河套", 摘要="另一句话。")
    elif edited == "day":
        project.record("activities/jiangzuo", 名称="讲座", 日期="2024-06-01")
    elif edited == "no day":
        project.record("activities/dushuhui", 日期="2024")
    elif edited == "body":
        project.record("sites/hetao", body="另一段话。\n", 名称="河套")
    elif edited == "new":
        project.record("sites/a", 名称="啊")
    elif edited == "address":
        project.write("website.yml", WEBSITE + ADDRESS.replace("zhanting", "other"))
    elif edited == "name":
        project.write("website.yml", WEBSITE.replace("测试网站", "另一网站") + ADDRESS)
    elif edited == "deleted":
        for file in sorted((project.settings().content / "sites/hetao").iterdir()):
            file.unlink()
        (project.settings().content / "sites/hetao").rmdir()


EDITS = ("none", "summary", "day", "no day", "body", "new", "address", "name", "deleted")


@pytest.mark.parametrize("edited", EDITS)
def test_kept_files_are_as_those_made_anew(project: Project, tmp_path: Path, edited: str) -> None:
    filled(project)
    with Store(tmp_path / "store", "a") as store:
        files(catalog(project, store), store)
    edit(project, edited)
    expected = files(catalog(project, None))
    with Store(tmp_path / "store", "a") as store:
        assert files(catalog(project, store), store) == expected
        assert files(catalog(project, store), store) == expected


def test_only_what_changed_is_made(project: Project, tmp_path: Path) -> None:
    filled(project)

    def made_rows(store: Store) -> int:
        found = catalog(project, store)
        rows = Rows(found.website, store)
        for entry in found.entries:
            rows.of(entry)
        for kind in KINDS.values():
            rows.finish(kind, found.of_kind(kind.kind))
        return rows.made

    with Store(tmp_path / "store", "a") as store:
        assert made_rows(store) == 4
        before = {kind: store.shelf(f"rows{kind}").marks() for kind in KINDS}
        project.record("sites/hetao", 名称="河套", 摘要="另一句话。")
        assert made_rows(store) == 1
        after = {kind: store.shelf(f"rows{kind}").marks() for kind in KINDS}
    changed = {name for kind in KINDS for name, _ in after[kind].items() ^ before[kind].items()}
    assert changed == {"sites/hetao/"}


def test_no_record_is_fetched_for_kept_rows(project: Project, tmp_path: Path) -> None:
    filled(project)
    with Store(tmp_path / "store", "a") as store:
        expected = files(catalog(project, store), store)
    with Store(tmp_path / "store", "a") as store:
        found = catalog(project, store)
        store.shelf("wholes").keep_only(())
        for record in project.settings().content.glob("*/*/index.md"):
            record.unlink()
        assert files(found, store) == expected


@pytest.mark.parametrize("damage", [b"", b"\x80", b"cos\nsystem\n."])
def test_damaged_rows_are_made_again(project: Project, tmp_path: Path, damage: bytes) -> None:
    filled(project)
    with Store(tmp_path / "store", "a") as store:
        expected = files(catalog(project, store), store)
        for shelf in map(store.shelf, shelves()):
            shelf.put({name: (mark, damage) for name, mark in shelf.marks().items()})
        assert files(catalog(project, store), store) == expected


def test_rows_of_what_is_gone_are_dropped(project: Project, tmp_path: Path) -> None:
    filled(project)
    with Store(tmp_path / "store", "a") as store:
        files(catalog(project, store), store)
        edit(project, "deleted")
        files(catalog(project, store), store)
        assert set(store.shelf("rowssite").marks()) == {"sites/bailu/"}


def shelves() -> Iterable[str]:
    return (*(f"rows{kind}" for kind in KINDS), "eventsactivity", "books")


def test_a_thing_is_made_once_for_a_mark(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        memo = Memo(store, "things")
        assert [memo.get("a", mark, lambda: ("x",)) for mark in (b"1", b"1", b"2")] == [("x",)] * 3
        assert memo.made == 2
        memo.finish(["a"])
        assert Memo(store, "things").get("a", b"2", lambda: ("y",)) == ("x",)
    alone = Memo(None, "things")
    assert alone.get("a", b"1", lambda: 1) == 1
    assert alone.get("a", b"1", lambda: 2) == 2
    assert alone.made == 2
