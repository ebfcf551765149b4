"""A declaration says all of a field; what is made of it stays as it is."""

import pickle
from typing import Annotated

import pytest

from generator.models.activity import Activity
from generator.models.components import Part, Photo
from generator.models.fields import Component, field, fields_of
from generator.models.values import Line, Name, Refusal, reader_of


class Parent(Component):
    """父：有两项。"""

    name: Name = field("名称", help="名", example="甲", is_required=True)
    note: Line | None = field("说明", help="说明", example="乙")


class Child(Parent):
    """子：多一项，改一项。"""

    note: Line = field("说明", help="必须写", example="丙", is_required=True)
    parts: tuple[Part, ...] = field("分项", help="分项", example="丁", default=())


def test_fields_stand_in_the_order_in_which_they_were_declared_first() -> None:
    assert list(fields_of(Child)) == ["name", "note", "parts"]
    assert (fields_of(Parent)["note"].is_required, fields_of(Child)["note"].is_required) == (
        False,
        True,
    )
    assert (fields_of(Child)["parts"].is_many, fields_of(Child)["parts"].component) == (True, Part)


def test_what_was_left_out_has_its_default() -> None:
    made = Parent(name="甲")
    assert (made.name, made.note) == ("甲", None)


@pytest.mark.parametrize("values", [{}, {"note": "乙"}, {"name": "甲", "odd": "乙"}])
def test_nothing_is_made_without_what_is_required_or_with_what_is_unknown(
    values: dict[str, str],
) -> None:
    with pytest.raises(TypeError):
        Parent(**values)


def test_what_was_made_stays() -> None:
    made = Child(name="甲", note="乙")
    with pytest.raises(AttributeError):
        made.name = "丙"  # type: ignore[misc]
    assert made.with_values(name="丙") == Child(name="丙", note="乙")
    assert made.name == "甲"


def test_alike_is_what_has_one_class_and_the_same_values() -> None:
    assert Parent(name="甲", note="乙") != Child(name="甲", note="乙")
    assert len({Photo(file="a.jpg", caption="一"), Photo(file="a.jpg", caption="一")}) == 1
    assert repr(Parent(name="甲")) == "Parent(name='甲')"
    assert Parent(name="甲", note=None) == Parent(name="甲")
    assert Parent(name="甲", note="乙").with_values(note=None) == Parent(name="甲")


def test_it_comes_back_from_a_store_as_it_was() -> None:
    made = Child(name="甲", note="乙", parts=(Part(name="丙", parts=(Part(name="丁"),)),))
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize("annotation", [int, Annotated[object, ...], tuple[float, ...]])
def test_no_field_can_hold_what_no_text_can_become(annotation: object) -> None:
    with pytest.raises(TypeError):
        reader_of(annotation)("1")


def test_what_many_records_say_alike_is_made_once() -> None:
    day, place = fields_of(Activity)["date"], fields_of(Activity)["region"]
    assert reader_of(day.annotation)("2018-06") is reader_of(day.annotation)("2018-06")
    assert reader_of(place.annotation)("山东 济南") is reader_of(place.annotation)("山东 济南")
    for _ in range(2):
        with pytest.raises(Refusal):
            reader_of(day.annotation)("某日")
