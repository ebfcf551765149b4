"""Names become addresses, and an order that readers of Chinese expect."""

import pytest

from generator.models.values import SLUG
from generator.pinyin import MAX_SLUG, slug_from, sort_key


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("白鹭社区", "bai-lu-she-qu"),
        ("白鹭社区 2024", "bai-lu-she-qu-2024"),
        ("“1+3”非公企业", "1-3-fei-gong-qi-ye"),
        ("UP咖啡", "up-ka-fei"),
        ("ＵＰ①", "up1"),
        ("绿城", "lv-cheng"),
        ("Bai_Lu", "bai-lu"),
        ("  ", "thing"),
        ("🎉《》", "thing"),
        ("", "thing"),
    ],
)
def test_slug_of_a_name(name: str, slug: str) -> None:
    assert slug_from(name, "thing") == slug


@pytest.mark.parametrize("name", ["字" * 200, "字a" * 40, "a" * 200, "行" * 60])
def test_slug_of_a_long_name_ends_at_a_syllable(name: str) -> None:
    slug = slug_from(name, "thing")
    assert SLUG.fullmatch(slug)
    assert len(slug) <= MAX_SLUG


def test_slug_of_a_slug_is_itself() -> None:
    assert slug_from("bai-lu-2024", "thing") == "bai-lu-2024"


def test_names_sort_by_pinyin_and_marks_do_not_count() -> None:
    names = ["张三", "“白鹭”", "阿乙", "白露", "《北》", "Alpha", "2024"]
    assert sorted(names, key=sort_key) == [
        "2024",
        "阿乙",
        "Alpha",
        "“白鹭”",
        "白露",
        "《北》",
        "张三",
    ]


def test_names_that_sound_alike_still_have_an_order() -> None:
    assert sort_key("白鹭") != sort_key("白露")
