"""The quick way makes of plain Markdown exactly what the full way makes, and knows its limits."""

from collections.abc import Iterable

import pytest
from fuzzing import bodies
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.rendering.view import href
from generator.text.converter import convert
from generator.text.markdown import Link, cleaned, convert_quickly, finish, too_complex
from generator.text.plain_markdown import is_harmless

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


# ---------------------------------------------------------------- the last cleaning

_WORDS = st.sampled_from(["", "甲", "甲\n", ' "a"', "1 'b'"])
_ADDRESSES = st.sampled_from(
    [
        *(
            "https://a.example/b?c=d#e",
            "../sites/bailu/",
            "mailto:a@b.cn",
            "tel:12345",
            "",
            "//a.b",
        ),
        *(
            "javascript:a()",
            "\ufdd0sites/a/",
            "\ufdd0javascript:a()",
            "JAVASCRIPT:a",
            " javascript:a",
            "data:,",
            "https:a:b",
            "a&amp;b",
            "x:y",
        ),
    ]
)
_PARTS = st.builds(
    lambda to, text: f'<a href="{to}">{text}</a>', _ADDRESSES, _WORDS
) | st.sampled_from(
    [
        "<br>",
        "<br>\n",
        "<a>甲</a>",
        "<strong>甲</strong>",
        "<strong>",
        "</strong>",
        "<a>",
        "<em>甲</em>",
    ]
)
_BLOCKS = st.sampled_from(
    [
        *("<p>{}</p>", "<p>{}</p>\n", "<h3>{}</h3>", "<h3>{}</h5>", "<ul>\n<li>{}</li>\n</ul>"),
        *('<ol start="3">\n<li>{}</li>\n</ol>', "<ol>\n<li>{}</li>\n</ul>", "<li>{}</li>", "{}"),
        *("<blockquote>\n<p>{}</p>\n</blockquote>", "<hr>\n{}", "<p onclick=a>{}</p>", "<p>{}"),
        "<table>\n<thead>\n<tr>\n<th>{}</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>甲</td>\n</tr>\n"
        "</tbody>\n</table>",
        *("<table>\n<tr>\n<td>{}</td>\n</tr>\n</table>", "<script>{}</script>", "<!--{}-->"),
    ]
)
_HTML = st.lists(
    st.builds(
        lambda block, parts: block.replace("{}", "".join(parts)),
        _BLOCKS,
        st.lists(_PARTS | _WORDS, max_size=4),
    ),
    max_size=4,
).map("\n".join)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(_HTML)
def test_what_is_harmless_by_its_form_passes_the_cleaning_unchanged(html: str) -> None:
    if is_harmless(html):
        assert cleaned(html) == html


def test_plain_text_is_harmless_by_its_form_and_nothing_else_is() -> None:
    made = convert(PLAIN)
    assert is_harmless(str(finish(made, lambda target: "../a/")))
    within = str(finish(made, lambda target: href("sites/a/")))
    assert is_harmless(within)
    assert cleaned(within) == within
    assert is_harmless(str(finish(made, lambda target: "")))
    for address in ("javascript:alert(1)", "data:text/html,a", 'x" onclick="a'):
        html = made.html.replace("zt-link:1", address)
        assert not is_harmless(html)
        assert address not in cleaned(html)
