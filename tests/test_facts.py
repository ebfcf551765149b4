"""What was asked of the catalog stands as long as the catalog answers the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Project

from generator.keeping import facts
from generator.keeping.codec import unpacked
from generator.keeping.facts import Facts
from generator.keeping.store import Shelf, Store
from generator.relating.trace import Fact

FACE, COUNT = ("face", "sites/bailu/"), ("count", "site")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Store(tmp_path / "store", "a") as store:
        yield store.shelf("facts")


def noted(project: Project, shelf: Shelf, *facts: Fact) -> bytes:
    """The signs of facts in a run that keeps nothing else."""
    run = Facts(project.catalog(), shelf)
    signs, new = run.noted(facts)
    run.learn(new)
    run.finish(lambda: [signs])
    return signs


def asked(shelf: Shelf) -> set[Fact]:
    rows = [(name.partition("\t")[0], data) for name, _, data in shelf.items()]
    return {(question, of) for question, data in rows for of in unpacked(data)[0]}


def test_signs_stand_until_the_answer_is_another(project: Project, shelf: Shelf) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    signs = noted(project, shelf, FACE, COUNT)
    assert Facts(project.catalog(), shelf).stand(signs)
    project.record("sites/qingshan", 名称="青山驿站")
    run = Facts(project.catalog(), shelf)
    assert not run.stand(signs)
    assert run.stand(run.noted([FACE])[0])


def test_signs_of_another_answer_stand_again_when_it_comes_back(
    project: Project, shelf: Shelf
) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    signs = noted(project, shelf, FACE)
    project.record("sites/bailu", 名称="青山驿站")
    assert not Facts(project.catalog(), shelf).stand(signs)
    project.record("sites/bailu", 名称="白鹭驿站")
    assert Facts(project.catalog(), shelf).stand(signs)


def test_nothing_stands_of_which_the_question_was_lost(project: Project, shelf: Shelf) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    signs = noted(project, shelf, FACE)
    shelf.keep_only(())
    assert not Facts(project.catalog(), shelf).stand(signs)


def test_only_what_is_new_is_to_be_learned_and_once(project: Project, shelf: Shelf) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    noted(project, shelf, FACE)
    run = Facts(project.catalog(), shelf)
    assert [fact for *fact, _ in run.noted([FACE, COUNT])[1]] == [[*COUNT]]
    assert run.noted([FACE, COUNT])[1] == []


def test_what_nobody_asks_any_more_is_forgotten(project: Project, shelf: Shelf) -> None:
    project.record("sites/bailu", 名称="白鹭驿站")
    noted(project, shelf, FACE)
    noted(project, shelf, COUNT)
    assert asked(shelf) == {COUNT}


def test_many_facts_are_kept_in_pieces(
    project: Project, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "_AT_A_TIME", 2)
    monkeypatch.setattr(facts, "_MOST_NOTED", 2)
    for n in range(5):
        project.record(f"sites/s{n}", 名称=f"{n}号站")
    all_facts = [("face", f"sites/s{n}/") for n in range(5)]
    signs = noted(project, shelf, *all_facts, COUNT)
    assert len(shelf.marks()) == 4
    assert asked(shelf) == {*all_facts, COUNT}
    assert Facts(project.catalog(), shelf).stand(signs)
    of_others = ("count", "member")
    noted(project, shelf, *all_facts[1:4], of_others)
    assert len(shelf.marks()) == 3
    assert asked(shelf) == {*all_facts[1:4], of_others}
