"""What holds for every record kind, present and future; nothing here names one."""

from collections.abc import Iterator
from textwrap import indent

import pytest
from conftest import REQUIRED, ROOT, Project, make_photo

from generator import pipeline
from generator.models import FOLDERS, KINDS, Record
from generator.models.fields import Component, fields_of
from generator.models.values import SLUG, Choice
from generator.new import new_record
from generator.rendering.environment import TEMPLATES

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
CONTENT = ROOT / "content"


# ---------------------------------------------------------------- declarations


@each_kind
def test_kind_introduces_itself(kind: type[Record]) -> None:
    assert SLUG.fullmatch(kind.kind)
    assert SLUG.fullmatch(kind.folder)
    assert not kind.label.isascii()
    assert not kind.counter.isascii()
    assert (KINDS[kind.kind], FOLDERS[kind.folder]) == (kind, kind)


@pytest.mark.parametrize("name", ["kind", "folder", "label", "menu_order"])
def test_no_two_kinds_share(name: str) -> None:
    values = [getattr(kind, name) for kind in KINDS.values()]
    assert len(set(values)) == len(values)


def test_kinds_stand_in_menu_order() -> None:
    orders = [kind.menu_order for kind in KINDS.values()]
    assert orders == sorted(orders)


@each_kind
def test_kind_has_a_file_and_a_template_of_its_name(kind: type[Record]) -> None:
    assert kind.__module__ == f"generator.models.{kind.kind}"
    assert (TEMPLATES / f"{kind.kind}.md.j2").is_file()


@each_kind
def test_facets_are_fields_or_the_year(kind: type[Record]) -> None:
    assert set(kind.facets) <= {*fields_of(kind), "year"}


@each_kind
def test_type_is_a_choice_in_both_languages(kind: type[Record]) -> None:
    choice = fields_of(kind)["type"].annotation
    assert issubclass(choice, Choice)
    assert len({member.label for member in choice}) == len(choice)
    for member in choice:
        assert SLUG.fullmatch(member.value)
        assert not member.label.isascii()
        assert (choice.parse(member.label), choice.parse(member.value)) == (member, member)


@each_kind
def test_references_point_at_kinds_that_exist(kind: type[Record]) -> None:
    for spec in fields_of(kind).values():
        assert not spec.to or set(spec.to.kinds) <= set(KINDS)


@each_kind
def test_tests_know_the_required_fields_of_the_kind(kind: type[Record]) -> None:
    assert kind.folder in REQUIRED


@each_kind
def test_kind_has_sample_content(kind: type[Record]) -> None:
    assert any((CONTENT / kind.folder).glob("**/index.md"))


# ---------------------------------------------------------------- pages


def rendered(project: Project) -> dict[str, str]:
    return {page.uri: page.content for page in pipeline.prepare(project.settings()).pages}


@each_kind
def test_smallest_record_gets_a_page_and_a_place_in_its_list(
    project: Project, kind: type[Record]
) -> None:
    project.record(f"{kind.folder}/sample", 名称="“小”样本")
    made = rendered(project)
    assert "“小”样本" in made[f"{kind.folder}/sample/index.md"]
    assert "“小”样本" in made[f"{kind.folder}/index.md"]


@each_kind
def test_new_record_gets_a_page_in_the_preview(project: Project, kind: type[Record]) -> None:
    new_record(project.settings(), kind.kind, "样本")
    made, problems = pipeline.preview(project.settings(drafts=True))
    assert problems == ()
    assert f"{kind.folder}/yang-ben/index.md" in {page.uri for page in made.pages}


PLACEHOLDERS = ("summary", "position")


def everything(model: type[Component], depth: int = 0) -> str:
    """Front matter that fills every field with its example."""
    return "".join(lines(model, depth))


def lines(model: type[Component], depth: int) -> Iterator[str]:
    for spec in fields_of(model).values():
        if spec.name in {"draft", "end_date"}:
            continue  # a draft has no page; the examples of both dates need not fit
        if spec.component is None:
            # The bare example of a required text is a placeholder that a record must not keep.
            yield f"{spec.key}: {spec.example}{'（样本）' if spec.name in PLACEHOLDERS else ''}\n"
        elif depth < 3:
            inner = everything(spec.component, depth + 1)
            yield f"{spec.key}:\n  - {indent(inner, '    ').lstrip()}"


def write_targets(project: Project, model: type[Component]) -> None:
    """The records that the examples of references name."""
    for number, (name, folder) in enumerate(sorted(named_targets(model))):
        project.record(f"{folder}/target-{number}", 名称=name)


def named_targets(model: type[Component]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    waiting, seen = [model], set()
    while waiting:
        current = waiting.pop()
        seen.add(current)
        for spec in fields_of(current).values():
            if spec.to and not spec.to.is_mention:
                kind = spec.to.kinds[0] if spec.to.kinds else "organization"
                found.add((spec.example, KINDS[kind].folder))
            if spec.component and spec.component not in seen:
                waiting.append(spec.component)
    return found


@each_kind
def test_record_with_every_field_gets_a_page_that_shows_them(
    project: Project, kind: type[Record]
) -> None:
    project.write(f"{kind.folder}/full/index.md", f"---\n{everything(kind)}---\n**正**文\n")
    make_photo(project.content / f"{kind.folder}/full/合影.jpg")
    (project.content / f"{kind.folder}/full/方案.pdf").write_bytes(b"%PDF-1.7")
    write_targets(project, kind)
    assert project.problems() == ()
    page = rendered(project)[f"{kind.folder}/bailu-shequ/index.md"]
    for spec in fields_of(kind).values():
        if spec.is_fact:
            assert spec.key in page, spec.key
    assert "<strong>正</strong>文" in page
    assert "待核实" not in page, "a note for staff must never be published"
