"""The handbook says what the models and messages say; every example in it passes."""

from pathlib import Path

import pytest
from conftest import ROOT

from generator.errors import Problem
from generator.handbook import FIELDS_FILE, PROBLEMS_FILE, field_tables, problem_list, write_tables
from generator.messages import MESSAGES
from generator.models import KINDS, Record
from generator.models.fields import Component, FieldSpec, fields_of, names_by_key
from generator.models.website import Website
from generator.reading.frontmatter import FrontMatter
from generator.reading.raw import RawRecord
from generator.reading.validate import validate

REMEDY = "运行 python -m generator handbook"


def models() -> list[type[Component]]:
    """Every model and every component below one, once."""
    found: list[type[Component]] = []
    waiting: list[type[Component]] = [*KINDS.values(), Website]
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found.append(model)
            waiting += [spec.component for spec in fields_of(model).values() if spec.component]
    return found


# What all kinds share is looked at once, on `Record`.
FIELDS = [
    (model, spec)
    for model in (Record, *models())
    for name, spec in fields_of(model).items()
    if model is Record or not issubclass(model, Record) or name not in fields_of(Record)
]
NAMES = [f"{model.__name__}.{spec.name}" for model, spec in FIELDS]
each_field = pytest.mark.parametrize(("model", "spec"), FIELDS, ids=NAMES)


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize(
    ("name", "text"), [(FIELDS_FILE, field_tables()), (PROBLEMS_FILE, problem_list())]
)
def test_handbook_is_up_to_date(name: str, text: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text, REMEDY


def test_tables_are_written_where_asked(tmp_path: Path) -> None:
    fields, problems = write_tables(tmp_path / "new" / "docs")
    assert fields.read_text(encoding="utf-8") == field_tables()
    assert problems.read_text(encoding="utf-8") == problem_list()


def test_every_code_has_a_row() -> None:
    rows = [line.split("`")[1] for line in problem_list().split("\n") if line.startswith("| `")]
    assert rows == sorted(MESSAGES)


@each_field
def test_every_field_has_a_row(model: type[Component], spec: FieldSpec) -> None:
    assert f"| `{spec.name}` | {spec.help}" in field_tables()


def test_every_row_has_as_many_cells_as_its_head() -> None:
    for table in (field_tables(), problem_list()):
        rows = [line for line in table.split("\n") if line.startswith("| ")]
        assert {line.replace("\\|", "").count("|") for line in rows} == {5}


# ---------------------------------------------------------------- declarations


@each_field
def test_field_has_key_help_and_example(model: type[Component], spec: FieldSpec) -> None:
    assert spec.key
    assert not spec.key.isascii() or spec.key == "ICP备案号"
    assert spec.help
    assert not spec.help.endswith("。")
    assert spec.example


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_keys_of_a_model_are_all_different(model: type[Component]) -> None:
    assert len(names_by_key(model)) == 2 * len(fields_of(model))


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_model_says_in_chinese_what_it_is(model: type[Component]) -> None:
    first, _, rest = (model.__doc__ or "").partition("：")
    assert first
    assert rest
    assert not first.isascii()


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_shorthand_is_a_field_and_the_only_required_one(model: type[Component]) -> None:
    required = [spec.name for spec in fields_of(model).values() if spec.is_required]
    assert not model.shorthand or required == [model.shorthand]


# ---------------------------------------------------------------- examples


def faults_of(model: type[Component], lines: str) -> list[Problem]:
    """The problems of a file of this model, without those of what it lacks or took over."""
    problems: list[Problem] = []
    data = FrontMatter("f.md", 2, frozenset()).parse(lines, problems)
    _, _, found = validate(RawRecord(model, "f.md", Path(), data))
    return problems + [one for one in found if one.code not in {"missing-field", "placeholder"}]


@each_field
def test_example_passes_as_it_stands_in_the_handbook(
    model: type[Component], spec: FieldSpec
) -> None:
    indent = "\n  " if spec.component and ": " in spec.example else " "
    assert faults_of(model, f"{spec.key}:{indent}{spec.example}\n") == []


@each_field
def test_example_passes_in_a_list_where_a_list_is_meant(
    model: type[Component], spec: FieldSpec
) -> None:
    if spec.is_many:
        assert faults_of(model, f"{spec.key}:\n  - {spec.example}\n") == []


@each_field
def test_examples_of_required_fields_together_make_the_whole(
    model: type[Component], spec: FieldSpec
) -> None:
    if spec.component:
        lines = example_of(spec.component, 2)
        found = faults_of(model, f"{spec.key}:\n{lines}")
        assert found == []


def example_of(model: type[Component], indent: int) -> str:
    """YAML of all required fields of a component."""
    lines = ""
    for spec in fields_of(model).values():
        if spec.is_required:
            inside = f"\n{example_of(spec.component, indent + 2)}" if spec.component else ""
            # The bare example of a required text is a placeholder that a record must not keep.
            own = "（样本）" if spec.name in ("summary", "position") else ""
            lines += " " * indent + spec.key + ":" + (inside or f" {spec.example}{own}\n")
    return lines


@each_field
def test_example_of_a_choice_is_one_of_its_choices(model: type[Component], spec: FieldSpec) -> None:
    assert not spec.choices or spec.example in spec.choices


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_all_required_examples_make_a_sound_record(model: type[Component]) -> None:
    data = FrontMatter("f.md", 2, frozenset()).parse(example_of(model, 0) or "{}", [])
    record, _, problems = validate(RawRecord(model, "f.md", Path(), data))
    assert problems == []
    assert isinstance(record, model)
