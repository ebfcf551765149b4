"""Problems are told in one form; the table of messages is whole, in Chinese and in use."""

import re
import string
from pathlib import Path

import pytest

import generator
from generator.errors import ContentError, Problem, problem, shown
from generator.messages import MESSAGES, ROOMS, Message

# Written as variables in the source, because one line makes several of them.
# Named where the fault is seen, made into problems in one place (slips.py, attachments.py,
# wording/check.py).
CHOSEN_AT_RUN_TIME = {
    # privacy.py: whether a page shows the field
    "personal-data",
    "personal-data-note",
    # markdown.py and links.py → references.py
    "bad-entity",
    "bad-link",
    "body-photo",
    "foreign-link",
    "hidden-text",
    "page-photo",
    "raw-html",
    "too-complex",
    "too-slow",
    "attachment-damaged",
    "attachment-missing",
    "attachment-too-large",
    "attachment-type",
    "full-width-colon",
    "hash-in-text",
    "no-space-after-colon",
    "no-space-after-dash",
    "tab-indent",
} | {code for code in MESSAGES if code.startswith("wording-")} - {"wording-listed", "wording-many"}
SOURCE = "".join(
    file.read_text(encoding="utf-8")
    for file in sorted(Path(generator.__file__).parent.rglob("*.py"))
)


def made(file: str = "a.md", line: int = 1, field: str = "") -> Problem:
    return Problem(file, line, field, "bad-yes-no", "写的是“甲”。", "只写数字。")


# ---------------------------------------------------------------- one problem


def test_problem_names_its_place_what_and_mend() -> None:
    assert str(made("content/sites/a/index.md", 3, "照片[2].图注")) == (
        "content/sites/a/index.md:3 〔照片[2].图注〕\n"
        "    问题：写的是“甲”。\n"
        "    改法：只写数字。  (bad-yes-no)"
    )


def test_problem_of_a_whole_file_names_no_field() -> None:
    assert str(made()).split("\n")[0] == "a.md:1"


def test_problems_sort_by_file_then_line_as_a_number() -> None:
    mixed = [made("b.md"), made("a.md", 10), made("a.md", 9), made("a.md", 9, "甲")]
    assert ContentError(mixed).problems == (
        made("a.md", 9),
        made("a.md", 9, "甲"),
        made("a.md", 10),
        made("b.md"),
    )


def test_content_error_shows_all_problems() -> None:
    assert str(ContentError([made("b.md"), made("a.md")])) == f"{made('a.md')}\n{made('b.md')}"


def test_problem_is_filled_with_its_facts() -> None:
    found = problem("duplicate-key", "a.md", 4, "名称", key="名称", first=2)
    assert found == Problem(
        "a.md",
        4,
        "名称",
        "duplicate-key",
        "“名称”在第 2 行已经写过，这里又写了一次。",
        "只留一个，删掉另一个。",
    )


def test_quoted_names_get_corner_quotes_and_others_do_not() -> None:
    found = problem("unknown-figure", "a.md", 1, record="“三同”", written="面积", near="", known="")
    assert found.what == "「“三同”」里没有名为“面积”的数字。"


def test_braces_in_a_fact_are_text() -> None:
    found = problem("bad-yes-no", "a.md", 1, written="{key}{0}%s")
    assert found.what == "写的是“{key}{0}%s”。"


def test_corner_quotes_stand_around_one_fact_only() -> None:
    message = Message("甲", "“{a}”和“{b}”", "“{a}”")
    assert message.with_corner_quotes("a") == Message("甲", "「{a}」和“{b}”", "「{a}」")


@pytest.mark.parametrize(
    ("count", "expected"), [(0, ""), (1, "0"), (3, "0、1、2"), (4, "0、1、2 等")]
)
def test_long_enumerations_are_cut(count: int, expected: str) -> None:
    assert shown(map(str, range(count)), most=3) == expected


# ---------------------------------------------------------------- the table


@pytest.mark.parametrize("code", MESSAGES)
def test_message_has_title_what_and_mend_in_chinese(code: str) -> None:
    message = MESSAGES[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert re.search(r"[一-鿿]", message.title)
    assert not message.title.endswith("。")
    for text in (message.what, message.mend):
        # `reason` and `mend` are whole sentences in Chinese, made where the fault is seen.
        assert re.search(r"[一-鿿]|\{reason\}|\{mend\}", text)
        assert re.search(r"[。}]$", text)


@pytest.mark.parametrize("code", MESSAGES)
def test_message_uses_only_plain_names_as_facts(code: str) -> None:
    for text in (MESSAGES[code].what, MESSAGES[code].mend):
        for _, name, form, conversion in string.Formatter().parse(text):
            assert name is None or (name.isidentifier() and not form and conversion is None)


@pytest.mark.parametrize("code", MESSAGES)
def test_message_is_plain_and_asks_nobody_to_call_a_developer(code: str) -> None:
    told = "".join((MESSAGES[code].title, MESSAGES[code].what, MESSAGES[code].mend))
    for word in ("开发", "异常", "None", "null", "str", "int", "YAML", "pydantic", "!", "！"):
        assert word not in told


def test_no_code_stands_in_two_modules() -> None:
    codes = [code for room in ROOMS for code in room.ROWS]
    assert sorted(codes) == sorted(MESSAGES)


def test_titles_are_all_different() -> None:
    titles = [message.title for message in MESSAGES.values()]
    assert len(set(titles)) == len(titles)


def test_every_code_in_the_table_is_raised_somewhere() -> None:
    used = {code for code in MESSAGES if SOURCE.count(f'"{code}"') > 1}
    assert used == set(MESSAGES)


def test_every_code_that_is_raised_is_in_the_table() -> None:
    makers = "problem|Refusal|PhotoRefused|_?tell|_tell_key|told"
    calls = rf"(?:{makers})\(\s*(?:[\w.]+, [\w.]+, )?\"([a-z0-9-]+)\""
    raised = set(re.findall(calls, SOURCE))
    # Readers of tables tell them in several ways, always by these names.
    raised |= set(re.findall(r"\"(import-[a-z-]+)\"(?!: Message)", SOURCE))
    assert len(raised) > 30
    assert raised | CHOSEN_AT_RUN_TIME == set(MESSAGES)
