"""The quick way makes of plain Markdown exactly what the full way makes, and knows its limits."""

from collections.abc import Iterable

import pytest
from fuzzing import bodies
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.text.markdown import Link, convert, convert_quickly, too_complex

PLAIN = """\
　　与企业**结成对子**，互派骨干挂职；
共同申报“项目”7个（见[协议](某协议)）。

## 怎么做起来的

- 线上接单、线下办理
- [某协议](某协议)与**[官网](https://a.example/x?y=1#z)**

1. 2.5万人
2. 二

> 最重要的是把小事办好。

| 事项 | 今年 |
| --- | --- |
| **用餐** | 447件 |
| [附件](另一份) | -5 |

---

2024年以来，一切照旧。
"""

_STARTS = [
    "# ",
    "## ",
    "#",
    "- ",
    "-",
    "+ ",
    "* ",
    "1. ",
    "2. ",
    "12. ",
    "１. ",
    "> ",
    ">",
    "| ",
    "|",
]
_STARTS += ["  ", "    ", "\u3000\u3000", "", "", "", "", "=", ": ", "[甲]: "]
_INSIDE = [
    "党建",
    "甲",
    "2024",
    "5",
    ".",
    "**",
    "*",
    "***",
    "__",
    "_",
    "**甲**",
    "[甲](乙)",
    "[",
    "](",
    ")",
]
_INSIDE += [
    "(",
    "!",
    "![甲](乙)",
    "<",
    ">",
    "&amp;",
    "&",
    "`",
    "\\\\",
    "|",
    " | ",
    " |",
    "---",
    "-",
    "=",
    "#",
]
_INSIDE += [
    " ",
    "  ",
    "\u3000",
    "\u00a0",
    ":",
    "https://a.example/",
    '"',
    "'",
    "~",
    "{",
    "①",
    "\u200d",
    "\t",
]
_LINES = st.builds(
    lambda start, inside, end: start + "".join(inside) + end,
    st.sampled_from(_STARTS),
    st.lists(st.sampled_from(_INSIDE), max_size=4),
    st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n\n\n", " \n", "  \n", "\n  \n"]),
)
_SOUND = st.sampled_from(
    [
        *(
            "甲乙。\n",
            "2024年**甲**、**乙**\n",
            "丙 - 丁\n",
            "[甲](乙)[甲](乙)\n",
            "**甲\n",
            "乙**\n",
        ),
        *(
            "\n",
            "\n",
            "\n\n",
            "## 一\n",
            "- 甲\n",
            "- **乙**\n",
            "1. 甲\n",
            "2. 乙\n",
            "> 丙\n",
            "---\n",
        ),
        *("| 甲 | 乙 |\n", "| --- | --- |\n", "| 丙 |\n", "| 丙 | 丁 | 戊 |\n", "# 一 #\n"),
    ]
)


def is_same(text: str) -> bool:
    """Whether both ways agree on a text; that the quick one does not know it, is agreement."""
    return all(
        (made := convert_quickly(text, is_page=is_page)) is None
        or (made == convert(text, is_page=is_page) and too_complex(text) is None)
        for is_page in (False, True)
    )


def joined(lines: Iterable[str]) -> str:
    return "".join(lines)


@settings(max_examples=700, deadline=None, derandomize=True)
@given(st.lists(_LINES | _SOUND, max_size=8).map(joined))
@example("- 甲\n\n- 乙\n")
@example("> 甲\n\n> 乙\n")
@example("")
@example("**甲****乙**")
@example("甲\n- 乙\n")
def test_both_ways_agree(text: str) -> None:
    assert is_same(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(_SOUND, max_size=12).map(joined))
def test_both_ways_agree_on_what_is_nearly_plain(text: str) -> None:
    assert is_same(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(bodies)
def test_both_ways_agree_on_strange_bodies(text: str) -> None:
    assert is_same(text)


@pytest.mark.parametrize("is_page", [False, True])
def test_plain_text_takes_the_quick_way(*, is_page: bool) -> None:
    made = convert_quickly(PLAIN, is_page=is_page)
    assert made is not None
    assert made == convert(PLAIN, is_page=is_page)
    assert [link.line for link in made.links] == [1, 6, 6, 16]
    assert made.links[2] == Link(6, "https://a.example/x?y=1#z")


@pytest.mark.parametrize(
    "text", ["(" * 500, "甲" * 20_000, "| a " * 60 + "|\n" + "| --- " * 60 + "|\n"]
)
def test_too_much_is_not_plain(text: str) -> None:
    assert convert_quickly(text) is None
