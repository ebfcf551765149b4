"""A few hundred made-up inputs of each class, the same in every run; bench/fuzz.py tries more."""

import pytest
from fuzzing import BATCH, bodies, fronts, names, pictures, try_names, try_picture, try_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

few = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
more = settings(few, max_examples=200)


@few
@given(st.lists(st.tuples(fronts, st.just("正文。")), min_size=BATCH, max_size=BATCH))
def test_any_front_matter_is_read_or_told(texts: list[tuple[str, str]]) -> None:
    try_texts(texts)


@few
@given(st.lists(st.tuples(st.just(""), bodies), min_size=BATCH, max_size=BATCH))
def test_any_body_is_harmless_or_told(texts: list[tuple[str, str]]) -> None:
    try_texts(texts)


@few
@given(st.lists(names, min_size=BATCH, max_size=BATCH))
def test_any_name_is_used_or_told(found: list[str]) -> None:
    try_names(found)


@pytest.mark.filterwarnings("ignore::UserWarning")
@more
@given(pictures())
def test_any_picture_is_made_or_told(data: bytes) -> None:
    try_picture(data)
