"""Texts are converted in processes of their own; one that overruns is told and hurts no other."""

import os

import pytest
from conftest import Project

from generator.text import conversion
from generator.text.conversion import convert_all
from generator.text.converter import convert
from generator.text.markdown import MAX_NESTING, Fault

# Within the budget, and still work for seconds: emphasis that never closes, in many paragraphs.
SLOW = "\n\n".join(["**a *b __c _d " * 14] * 3000)


def test_same_as_in_this_process() -> None:
    texts = ["一", "", "[甲](乙) **重**", "<b>", "# 一\n\n- 二\n- 三", "  \n\n 党 "] * 30
    assert convert_all([(text, False) for text in texts], jobs=2) == [convert(t) for t in texts]
    assert convert_all([("# 一", True)], jobs=1) == [convert("# 一", is_page=True)]


def test_overrun_is_told_at_its_first_line_and_the_others_go_on() -> None:
    made = convert_all([("一", False), (f"\n{SLOW}", False), ("二", False)], jobs=1, deadline=0.3)
    assert made[1].faults == (Fault(1, "too-slow", {"limit": "5"}),)
    assert (made[0], made[2]) == (convert("一"), convert("二"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on memory for one process")
def test_a_text_that_eats_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    conversion.end_all()
    monkeypatch.setattr(
        conversion,
        "_START",
        conversion._START.replace(
            "from generator.text.conversion import serve",
            "from generator.text import conversion; conversion.MAX_MEMORY = 36 * 2**20; "
            "from generator.text.conversion import serve",
        ),
    )
    made = convert_all(
        [("一", False), ("- [甲](乙)\n" * 12_000, False), ("二", False)], jobs=1, deadline=60
    )
    conversion.end_all()
    assert [bool(each.faults) for each in made] == [False, True, False]


def test_a_process_that_died_is_replaced() -> None:
    convert_all([("一", False)], jobs=1)
    for worker in conversion._IDLE:
        worker._process.kill()
        worker._process.wait()
    assert convert_all([("一", False)], jobs=1) == [convert("一")]


def test_problem_of_one_record_hides_no_other(project: Project) -> None:
    project.record("sites/a", body="> " * (MAX_NESTING + 1) + "一\n", 名称="甲")
    project.record("sites/b", body="[一](javascript:x)\n", 名称="乙")
    found = {(each.file, each.code) for each in project.problems()}
    assert found == {
        ("content/sites/a/index.md", "too-complex"),
        ("content/sites/b/index.md", "bad-link"),
    }
