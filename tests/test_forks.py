"""Work in forked processes comes out as if one had done it."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import pytest
from conftest import Project
from editing import Editor, differences, kept_outcome, outcome

from generator import content, forks
from generator.downloads.calendars import calendars
from generator.downloads.rows import Rows
from generator.forks import beside, can_fork, in_copy, in_forks
from generator.keeping import pages
from generator.keeping.store import Shelf, Store
from generator.pipeline import Checked, check, check_published, open_store, prepare
from generator.relating import addresses
from generator.search.index import SHELF
from generator.text import pinyin


def test_results_keep_their_order_and_what_is_known_here_is_known_there() -> None:
    here = {n: n * n for n in range(40)}
    first_is_slow = [lambda n=n: time.sleep(0.2 if n == 0 else 0) or here[n] for n in range(40)]
    assert list(in_forks(lambda make: make(), first_is_slow, jobs=3)) == list(here.values())


def test_a_fault_comes_out() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_forks(lambda n: 1 // n, [2, 1, 0], jobs=2))
    assert list(in_forks(lambda n: 1 // n, [1, 1], jobs=2)) == [1, 1]


def test_work_is_done_elsewhere_where_that_can_be() -> None:
    def where(**how: bool) -> list[bool]:
        """Of each piece, whether it was done here."""
        return [pid == os.getpid() for pid in in_forks(lambda _: os.getpid(), range(20), 2, **how)]

    assert where() == [True, *[not can_fork()] * 19]
    assert where(by_copy=True) == where(are_heavy=True) == [not can_fork()] * 20
    assert set(in_forks(lambda _: os.getpid(), range(20), jobs=1)) == {os.getpid()}


@pytest.mark.skipif(not can_fork(), reason="all is done here")
def test_a_copy_that_is_tired_is_relieved_and_one_that_is_ended_is_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forks, "_MOST_OWN", 0)
    monkeypatch.setattr(forks, "_SHARE", 1 << 40)
    for by_copy in (False, True):
        where = list(in_forks(lambda _: os.getpid(), range(21), jobs=2, by_copy=by_copy))
        # Where others take the line of one that is tired, they do what waits there. Else it does,
        # and the other one has its turn only then.
        assert max(where.count(each) for each in where) <= (1 if by_copy else 4)
        with pytest.raises(ChildProcessError):
            list(
                in_forks(
                    lambda n: os.kill(os.getpid(), 9) if n == 7 else n,
                    range(40),
                    jobs=2,
                    by_copy=by_copy,
                )
            )
    where = list(in_forks(lambda _: os.getpid(), range(9), jobs=2, are_heavy=True))
    assert len(set(where)) == 9


@pytest.mark.skipif(not can_fork(), reason="all is done here")
def test_this_process_takes_part_where_it_is_asked_to() -> None:
    def work(number: int) -> tuple[int, int]:
        time.sleep(0.01)
        return number, os.getpid()

    found = list(in_forks(work, range(40), jobs=2, takes_part=True))
    assert [number for number, _ in found] == list(range(40))
    where = [pid for _, pid in found]
    assert len(set(where)) == 2
    assert 10 < where.count(os.getpid()) < 30
    with pytest.raises(ZeroDivisionError):
        list(in_forks(lambda n: 1 // (n - 7), range(40), jobs=2, takes_part=True))
    assert gc.get_freeze_count() == 0


@pytest.mark.skipif(not can_fork(), reason="all is done here")
def test_of_copies_that_together_have_too_much_the_one_with_most_is_relieved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forks, "_MOST_OWN", 10_000)
    monkeypatch.setattr(forks, "_SHARE", 1 << 40)
    held = []

    def work(number: int) -> int:
        if number in (5, 25):  # alone that is more than a share, but not more than two
            held.append(b"x" * (13_000 * 4096))
        time.sleep(0.01)
        return os.getpid()

    where = list(in_forks(work, range(60), jobs=2))
    large, last = where[5], where[-10:]
    assert large in where[15:25]
    if where[25] == large:
        assert large not in last
    else:
        assert len({large, where[25]} & set(last)) == 1
    assert len(set(where)) == 4  # this process, two copies, and one in the place of another


@pytest.mark.skipif(not can_fork(), reason="all is done here")
@pytest.mark.parametrize("by_copy", [False, True])
def test_a_copy_that_is_ended_while_it_sends_is_missed(by_copy: bool) -> None:
    def work(number: int) -> bytes:
        if number == 2:
            signal.setitimer(signal.ITIMER_REAL, 0.8)  # which ends the process
            time.sleep(0.4)
        return bytes(10_000_000 if number == 2 else 1)

    found = in_forks(work, range(8), jobs=2, by_copy=by_copy)
    next(found)
    next(found)
    time.sleep(1.2)  # what is sent meanwhile is not read
    with pytest.raises(ChildProcessError):
        list(found)


@pytest.mark.skipif(not can_fork(), reason="all is done here")
@pytest.mark.parametrize("by_copy", [False, True])
def test_a_copy_that_cannot_send_what_it_made_is_missed(by_copy: bool) -> None:
    with pytest.raises(ChildProcessError):
        list(
            in_forks(lambda number: (lambda: 1) if number == 3 else 1, range(9), 2, by_copy=by_copy)
        )


def test_one_piece_of_work_is_done_in_a_copy() -> None:
    assert (in_copy(os.getpid) == os.getpid()) is not can_fork()
    with pytest.raises(ZeroDivisionError):
        in_copy(lambda: 1 // 0)


def test_a_copy_works_while_others_do(tmp_path: Path) -> None:
    """Those that were started later hold an end of its line: it must end all the same."""
    with beside(lambda: [os.getpid(), *range(50_000)]) as result:
        assert list(in_forks(str, range(40), jobs=2)) == list(map(str, range(40)))
        here, *found = result()
        assert found == list(range(50_000))
        assert (here == os.getpid()) is not can_fork()
    assert not can_fork() or not _runs(here)

    with beside(lambda: 1 // 0) as result, pytest.raises(ZeroDivisionError):
        result()


@pytest.mark.skipif(not can_fork(), reason="all is done here")
@pytest.mark.parametrize("by_copy", [False, True])
def test_nobody_waits_for_a_later_copy_that_has_ends_of_all_lines(
    tmp_path: Path, by_copy: bool
) -> None:
    def work() -> None:
        place.write_text(str(os.getpid()))
        time.sleep(30)

    place = tmp_path / "copy"
    found = in_forks(str, range(40), jobs=2, by_copy=by_copy)
    assert next(found) == "0"
    assert next(found) == "1"  # so they are at work
    with beside(work):
        while not (place.is_file() and place.read_text()):
            time.sleep(0.01)
        assert list(found) == list(map(str, range(2, 40)))
        assert _runs(int(place.read_text()))


@pytest.mark.skipif(not can_fork(), reason="all is done here")
def test_a_copy_is_ended_where_nobody_asks_what_it_found(tmp_path: Path) -> None:
    def work() -> None:
        place.write_text(str(os.getpid()))
        time.sleep(60)

    def fail() -> None:
        with beside(work):
            while not (place.is_file() and place.read_text()):
                time.sleep(0.01)
            list(in_forks(lambda number: 1 // number, range(3), jobs=2))

    place = tmp_path / "copy"
    with pytest.raises(ZeroDivisionError):
        fail()
    assert not _runs(int(place.read_text()))


@pytest.mark.skipif(not can_fork(), reason="all is done here")
def test_what_a_copy_took_of_memory_is_given_back() -> None:
    def pages_in_memory() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1])

    before = pages_in_memory()
    assert in_copy(lambda: len([bytes(100) for _ in range(300_000)])) == 300_000
    assert pages_in_memory() < before + 2_000


@pytest.mark.skipif(not can_fork(), reason="all is done here")
@pytest.mark.parametrize(
    "work", ["in_copy(partial(tell, 0))", "list(in_forks(tell, range(9), 2, by_copy=True))"]
)
def test_copies_end_with_the_process_that_started_them(work: str) -> None:
    code = f"""
import os, time
from functools import partial
from generator.forks import in_copy, in_forks

def tell(number):
    os.write(1, f"{{os.getpid()}}\\n".encode())
    time.sleep(60)

{work}
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    copy = int(process.stdout.readline())
    assert copy != process.pid
    process.kill()
    process.wait()
    until = time.monotonic() + 20
    while _runs(copy) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(copy)
    process.stdout.close()


@pytest.mark.skipif(not can_fork(), reason="all is done here")
def test_nobody_waits_for_a_copy_whose_work_is_not_wanted_any_more(tmp_path: Path) -> None:
    def work() -> None:
        place.write_text(str(os.getpid()))
        time.sleep(60)

    def stop(*_: object) -> NoReturn:
        raise TimeoutError

    place = tmp_path / "copy"
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(TimeoutError):
            in_copy(work)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not _runs(int(place.read_text()))


def _runs(process: int) -> bool:
    """Whether it is there and has not ended; nobody may have asked for how it did."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_how_copies_spelled_names_is_known_here() -> None:
    pinyin.learned()
    names = [f"叉路{number}号驿站" for number in range(9)]
    assert list(in_forks(pinyin.sort_key, names, jobs=2)) == list(map(pinyin.sort_key, names))
    assert pinyin.learned().keys() == {("sort_key", name) for name in names}


def test_a_store_is_read_in_forks(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        shelf.put({str(n): (b"1", bytes([n])) for n in range(30)})
        store.commit()
        found = list(in_forks(lambda n: shelf.get(str(n), b"1"), range(30), jobs=2))
        assert found == [bytes([n]) for n in range(30)]
        shelf.put({"home": (b"1", b"text")})
        assert shelf.get("home", b"1") == b"text"


def test_a_store_is_read_in_forks_while_much_is_put(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        shelf.put({str(n): (b"1", bytes([n])) for n in range(30)})
        store.commit()
        reading = in_forks(lambda n: shelf.get(str(n), b"1"), range(30), jobs=2)
        found = []
        for n, data in enumerate(reading):
            found.append(data)
            # More than the cache of SQLite holds: it goes to the disk before it is committed.
            shelf.put({f"large{n}": (b"1", bytes(1 << 20))})
        assert found == [bytes([n]) for n in range(30)]


def test_what_a_fork_puts_it_lays_aside_for_its_parent(tmp_path: Path) -> None:
    with Store(tmp_path, "a") as store:
        shelf = store.shelf("pages")
        shelf.put({"home": (b"1", b"text"), "old": (b"1", b"old")})
        store.commit()

        def put(n: int) -> tuple[object, ...]:
            new = store.shelf("other")  # which is not there yet
            shelf.put({"home": (b"2", b"other")})
            shelf.drop(["old"])
            new.put({f"new{n}": (b"1", b"new")})
            return shelf.get("home", b"1"), new.get("new", b"1"), store.changes()

        jobs = 2 if can_fork() else 1
        for before, new, changes in in_forks(put, range(6), jobs, by_copy=True):
            if can_fork():
                assert (before, new) == (b"text", None)
            store.change(changes)
        assert shelf.get("home", b"2") == b"other"
        assert shelf.marks() == {"home": b"2"}
        assert len(store.shelf("other").marks()) == 6


@pytest.mark.parametrize("makes_pages", [1_000, 0])
def test_pages_made_in_forks_are_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch, makes_pages: int
) -> None:
    monkeypatch.setattr(pages, "_MAKES_PAGES", makes_pages)
    monkeypatch.setattr(pages, "_WORTH_FORKS", 2)
    monkeypatch.setattr(pages, "_SIDE_BY_SIDE", range(2, 1000))
    monkeypatch.setattr(pages, "_BUNCH", 3)
    editor = Editor(project, 11)
    for _ in range(3):
        assert differences(kept_outcome(project), outcome(project)) == []
        editor.change_title()
        editor.change_website()


@pytest.mark.skipif(not can_fork(), reason="all is done here")
def test_what_asks_about_most_records_is_made_here(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def made(self: pages.KeptPages, bunch: list[Any]) -> list[Any]:
        with where.open("a") as file:  # several processes write to it
            file.write("".join(f"{os.getpid()} {a.permalink}\n" for a in bunch))
        return as_it_was(self, bunch)

    where = tmp_path / "where"
    where.touch()
    as_it_was = pages.KeptPages._made_of
    monkeypatch.setattr(pages.KeptPages, "_made_of", made)
    monkeypatch.setattr(pages, "_WORTH_FORKS", 2)
    for number in range(30):
        project.record(f"sites/s{number}", 名称=f"{number}号站")
    with open_store(project.settings()) as store:
        prepare(project.settings(), store=store)
    lines = [line.partition(" ") for line in where.read_text().splitlines()]
    here = {permalink for pid, _, permalink in lines if pid == str(os.getpid())}
    assert {addresses.TREE, addresses.DIRECTORY} <= here
    sites = {permalink for _, _, permalink in lines if permalink.startswith("sites/s")}
    assert len(sites) == 30
    assert sites & here < sites  # one, so that templates are loaded, and some beside the copies


def test_records_read_in_forks_are_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "_MANY", 2)
    monkeypatch.setattr(content, "_BUNCH", 3)
    editor = Editor(project, 12)
    for edit in (editor.change_photo, editor.toggle_draft, editor.touch):
        assert differences(kept_outcome(project), outcome(project)) == []
        shutil.rmtree(project.settings().cache / "store")
        edit()


def test_records_that_the_store_lost_meanwhile_are_read_again(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def put(self: Shelf, things: Mapping[str, tuple[bytes, bytes]]) -> None:
        as_it_was(self, {name: things[name] for name in list(things)[1:]})

    plain = check(project.settings())
    monkeypatch.setattr(content, "_MANY", 2)
    monkeypatch.setattr(content, "_BUNCH", 2)
    as_it_was = Shelf.put
    monkeypatch.setattr(Shelf, "put", put)
    with Store(tmp_path / "store", "a") as store:
        found = check(project.settings(), store=store)
    assert found.catalog.shape == plain.catalog.shape
    assert (found.problems, found.notices) == (plain.problems, plain.notices)


def test_faulty_records_are_told_the_same_when_they_are_read_in_forks(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project.record("sites/bailu", 名称="白鹭驿站", 撤下日期="2099-01-01")
    project.record("sites/hetao", 名称="河套", 日期="2024-02-31")
    project.record("sites/yunhe", 名称="云和", body="[没有](../meiyou/index.md)\n\n<div>\n")
    project.record("sites/xinyang", 名称="新阳", 地区="不知哪里")
    project.write("sites/shiqiao/index.md", "---\n名称: 石桥\n")
    project.write("sites/qingshan/多余.docx", "x")
    project.record("sites/qingshan", 名称="青山")
    plain = check(project.settings())
    assert len(plain.problems) >= 3
    monkeypatch.setattr(content, "_MANY", 2)
    monkeypatch.setattr(content, "_BUNCH", 2)
    with Store(tmp_path / "store", "a") as store:
        for _ in range(2):  # read in forks, then kept
            found = check(project.settings(), store=store)
            assert (found.problems, found.notices) == (plain.problems, plain.notices)
            names = [each.permalink for each in found.catalog.entries]
            assert names == [each.permalink for each in plain.catalog.entries]


@pytest.mark.parametrize("way", [check, check_published])
def test_what_is_made_along_with_a_record_need_not_be_made_again(
    way: Callable[..., Checked],
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(content, "_MANY", 2)
    for number in range(4):
        project.record(f"sites/a{number}", 名称=f"白鹭{number}")
    with Store(tmp_path / "store", "a") as store:
        catalog = way(project.settings(), store=store).catalog
        entries, rows = catalog.entries, Rows(catalog.website, store)
        assert [rows.of(each)["name"] for each in entries] == [f"白鹭{n}" for n in range(4)]
        assert rows.made == 0
        kept = store.shelf(SHELF).marks()
        assert kept == {f"search/text/{e.permalink[:-1]}.txt": e.marks.written for e in entries}


def test_a_calendar_is_put_together_of_what_was_made_along_with_its_records(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number in range(4):
        project.record(
            f"activities/a{number}", 名称=f"读书会{number}", 日期=f"2024-05-0{number + 1}"
        )
    plain = calendars(check_published(project.settings()).catalog)
    assert plain
    monkeypatch.setattr(content, "_MANY", 2)
    with Store(tmp_path / "store", "a") as store:
        catalog = check_published(project.settings(), store=store).catalog
        shelf = store.shelf("eventsactivity")
        before = shelf.marks()
        assert before.keys() == {"", *(entry.permalink for entry in catalog.entries)}
        store.empty()
        found = calendars(catalog, store)
        assert found == plain
        assert shelf.marks() == before  # so it is what would have been made here
