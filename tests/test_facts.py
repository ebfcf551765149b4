"""What was asked of the catalog stands as long as the catalog answers the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Project

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
    return {(question, of) for question, _, data in shelf.items() for of in unpacked(data)[0]}


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
