"""A notice that staff looked at is told no more; a waiver that is of no use any longer is."""

from conftest import Project

NEAR = "参与单位: [白鹭社区卫生站某某]\n"
WAIVER = "免提醒:\n  - 代号: plain-name\n    文字: {text}\n    理由: 没有自己的页面\n"


def notices(project: Project) -> list[tuple[str, int]]:
    found = project.check()
    assert found.problems == ()
    return [(n.code, n.line) for n in found.notices if n.file.endswith("a/index.md")]


def test_a_waiver_takes_back_the_notice_that_quotes_its_text(project: Project) -> None:
    project.record("organizations/bailu")
    project.record("activities/a", extra=NEAR)
    assert notices(project) == [("plain-name", 7)]
    project.record("activities/a", extra=NEAR + WAIVER.format(text="白鹭社区卫生站某某"))
    assert notices(project) == []


def test_a_waiver_without_its_notice_is_told(project: Project) -> None:
    project.record("activities/a", extra=WAIVER.format(text="早就改好的名称"))
    assert notices(project) == [("waiver-unused", 9)]


def test_a_waiver_is_for_its_own_record_only(project: Project) -> None:
    project.record("organizations/bailu")
    project.record("activities/a", extra=NEAR)
    project.record("activities/b", 名称="另一场", extra=WAIVER.format(text="白鹭社区卫生站某某"))
    assert notices(project) == [("plain-name", 7)]


def test_an_unknown_code_is_refused_with_the_nearest(project: Project) -> None:
    project.record(
        "activities/a", extra=WAIVER.replace("plain-name", "plain-nam").format(text="甲")
    )
    (found,) = project.problems()
    assert (found.code, found.line) == ("unknown-choice", 8)
    assert "plain-name" in found.what
