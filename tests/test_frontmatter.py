"""YAML becomes text with lines; slips of the keyboard are told, and read as they were meant."""

from collections.abc import Iterable
from textwrap import dedent

import pytest
import yaml

from generator.errors import Problem, Refused
from generator.reading import frontmatter
from generator.reading.frontmatter import MAX_DEPTH, FrontMatter, Raw, RawList, RawMap, RawText

KNOWN = frozenset({"名称", "摘要", "照片", "文件", "图注", "内容", "网址", "功能"})
OFFSET = 2


def parse(text: str) -> tuple[RawMap, list[Problem]]:
    problems: list[Problem] = []
    return FrontMatter("f.md", OFFSET, KNOWN).parse(dedent(text), problems), problems


def clean(text: str) -> object:
    """Plain data of a text that has no problems."""
    found, problems = parse(text)
    assert problems == []
    return plain(found)


def plain(raw: Raw) -> object:
    if isinstance(raw, RawText):
        return raw.text
    if isinstance(raw, RawList):
        return [plain(item) for item in raw.items]
    return {key.text: plain(value) for key, value in raw.entries}


def told(problems: Iterable[Problem]) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in problems]


def refused(text: str) -> Problem:
    with pytest.raises(Refused) as caught:
        parse(text)
    (found,) = caught.value.problems
    return found


# ---------------------------------------------------------------- what is read


def test_every_field_keeps_its_line() -> None:
    found, problems = parse("名称: 甲\n照片:\n  - 文件: a.jpg\n    图注: 一\n  - 文件: b.jpg\n")
    photo, other = (
        RawMap(
            ((RawText("文件", 4), RawText("a.jpg", 4)), (RawText("图注", 5), RawText("一", 5))), 4
        ),
        RawMap(((RawText("文件", 6), RawText("b.jpg", 6)),), 6),
    )
    entries = (
        (RawText("名称", 2), RawText("甲", 2)),
        (RawText("照片", 3), RawList((photo, other), 4)),
    )
    assert (found, problems) == (RawMap(entries, 2), [])


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "true", "010", "0x1F", "1_000", "12:30", "2018-01-01", "1e3", ".5", "=", "<<"],
)
def test_scalars_stay_text(written: str) -> None:
    assert clean(f"名称: {written}\n") == {"名称": written}


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", '""', "''", '"  "', "# 注"])
def test_nothing_written_is_empty_text(written: str) -> None:
    assert clean(f"名称: {written}\n") == {"名称": ""}


@pytest.mark.parametrize("written", ['"~"', "'null'"])
def test_quoted_null_is_text(written: str) -> None:
    assert clean(f"名称: {written}\n") == {"名称": written[1:-1]}


def test_quotes_blocks_and_flow_are_read() -> None:
    text = """\
        名称: "甲: \\"乙\\" # 丙"
        摘要: |
          一行
          两行
        内容: >-
          折
          行
        功能: [一, "二, 三"]
        照片: [{文件: a.jpg, 图注: 一}]
        """
    assert clean(text) == {
        "名称": '甲: "乙" # 丙',
        "摘要": "一行\n两行",
        "内容": "折 行",
        "功能": ["一", "二, 三"],
        "照片": [{"文件": "a.jpg", "图注": "一"}],
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "---\n"])
def test_empty_text_is_an_empty_mapping(text: str) -> None:
    assert parse(text) == (RawMap((), OFFSET), [])


def test_leading_document_mark_is_allowed() -> None:
    assert clean("---\n名称: 甲\n") == {"名称": "甲"}


def test_the_slower_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "名称: ~\n摘要: null\n功能: [no, 010]\n内容: |\n  一\n照片:\n  - 文件: 'a'\n"
    found = parse(text)
    monkeypatch.setattr(frontmatter, "_Loader", yaml.SafeLoader)
    assert parse(text) == found


# ---------------------------------------------------------------- slips that are forgiven


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("名称：甲\n摘要: 乙\n", {"名称": "甲", "摘要": "乙"}),
        ("名称： 甲\n摘要: 乙\n", {"名称": "甲", "摘要": "乙"}),
        ("名称 ：甲\n摘要: 乙\n", {"名称": "甲", "摘要": "乙"}),
        ("照片:\n  - 文件：a.jpg\n", {"照片": [{"文件": "a.jpg"}]}),
        ("照片：\n  - 文件: a.jpg\n", {"照片": [{"文件": "a.jpg"}]}),
        ("摘要：|\n  名称：甲\n", {"摘要": "名称：甲"}),
    ],
)
def test_full_width_colon_is_reported_and_read_as_meant(text: str, data: object) -> None:
    found, problems = parse(text)
    assert (plain(found), [p.code for p in problems]) == (data, ["full-width-colon"])


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("名称:甲\n", {"名称": "甲"}),
        ("照片:\n  - 文件:a.jpg\n    图注: 一\n", {"照片": [{"文件": "a.jpg", "图注": "一"}]}),
        ("网址:https://example.org/\n", {"网址": "https://example.org/"}),
    ],
)
def test_missing_space_is_reported_and_read_as_meant(text: str, data: object) -> None:
    found, problems = parse(text)
    assert (plain(found), [p.code for p in problems]) == (data, ["no-space-after-colon"])


def test_slip_is_told_with_the_line_as_it_should_be() -> None:
    _, problems = parse("名称: 甲\n摘要：乙\n")
    assert problems == [
        Problem(
            "f.md",
            3,
            "摘要",
            "full-width-colon",
            "“摘要”后面的冒号是中文全角的“：”。",
            "改成英文冒号加一个空格，写作“摘要: 乙”。",
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "摘要: |\n  名称：甲\n  名称:乙\n",
        "摘要: >-\n  名称：甲\n\n  摘要：乙\n",
        "摘要: |2-\n  名称：甲\n",
        "摘要: | # 注\n  名称：甲\n",
        "功能:\n  - |\n    名称：甲\n",
        "照片:\n  - 图注: |\n      名称：甲\n    文件: a.jpg\n",
    ],
)
def test_colons_inside_a_block_of_text_are_text(text: str) -> None:
    assert told(parse(text)[1]) == []


def test_slip_after_a_block_of_text_is_found() -> None:
    found, problems = parse("照片:\n  - 图注: |\n      名称：甲\n    文件：a.jpg\n")
    assert plain(found) == {"照片": [{"图注": "名称：甲", "文件": "a.jpg"}]}
    assert told(problems) == [(5, "full-width-colon")]


@pytest.mark.parametrize(
    "text",
    [
        "名称: 摘要：乙\n",
        "名称: '内容：丙'\n",
        "名称: 甲:乙\n",
        "# 名称：甲\n",
    ],
)
def test_colons_inside_a_value_are_text(text: str) -> None:
    assert told(parse(text)[1]) == []


def test_tab_is_reported_and_read_as_two_spaces() -> None:
    found, problems = parse("照片:\n\t- 文件: a.jpg\n")
    assert (plain(found), told(problems)) == ({"照片": [{"文件": "a.jpg"}]}, [(3, "tab-indent")])


def test_duplicate_key_names_the_first_line_and_keeps_the_first() -> None:
    found, problems = parse("名称: 甲\n摘要: 乙\n名称: 丙\n")
    assert plain(found) == {"名称": "甲", "摘要": "乙"}
    (problem,) = problems
    assert (problem.line, problem.field, problem.what) == (
        4,
        "名称",
        "“名称”在第 2 行已经写过，这里又写了一次。",
    )


def test_duplicate_key_is_found_in_a_nested_mapping() -> None:
    assert told(parse("照片:\n  - 文件: a\n    文件: b\n")[1]) == [(4, "duplicate-key")]


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "line", "written"),
    [
        ("名称: &a 甲\n", 2, "&a"),
        ("名称: 甲\n摘要: *a\n", 3, "*a"),
        ("名称: !!str 甲\n", 2, "tag:yaml.org,2002:str"),
        ("名称: !x 甲\n", 2, "!x"),
        ("照片: &a [甲]\n", 2, "&a"),
        ("? [甲]\n: 乙\n", 2, "? 或 [ ] 作项目名"),
        ("名称: 甲\n---\n摘要: 乙\n", 3, "--- 或 ..."),
        ("名称: 甲\n...\n---\n摘要: 乙\n", 4, "--- 或 ..."),
    ],
)
def test_special_yaml_is_refused(text: str, line: int, written: str) -> None:
    found = refused(text)
    what = f"这里用了特殊写法“{written}”，本站不支持。"
    assert (found.line, found.code, found.what) == (line, "yaml-feature", what)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('名称: "甲\n摘要: 乙\n', 2, "英文引号只有一半。"),
        ("名称: 'a\n", 2, "英文引号只有一半。"),
        ("名称: [甲, 乙\n摘要: 乙\n", 2, "方括号或花括号没有成对。"),
        ("名称: {甲\n摘要: 乙\n", 2, "方括号或花括号没有成对。"),
        ("名称: 甲\n摘要: @乙\n", 3, "内容不能以“@”开头。"),
        ("名称: `甲`\n", 2, "内容不能以“`”开头。"),
        ("名称: %甲\n", 2, "内容不能以“%”开头。"),
        ("名称: 甲: 乙\n", 2, "内容里又有一个英文冒号加空格。"),
        ("名称: 甲\n摘要\n内容: 乙\n", 3, "没有“项目: 内容”里的冒号。"),
        ("名称: 甲\n地方：乙\n内容: 丙\n", 3, "冒号是全角的。"),
        ("名称: 甲\n   摘要: 乙\n", 3, "它和上下行的缩进或写法接不上。"),
        ("- 甲\n- 乙\n", 2, "它和上下行的缩进或写法接不上。"),
    ],
)
def test_broken_yaml_is_explained_at_its_line(text: str, line: int, reason: str) -> None:
    found = refused(text)
    written = text.split("\n")[line - OFFSET].strip()
    what = f"这一行读不懂：“{written}”。{reason}"
    assert (found.line, found.code, found.what) == (line, "yaml-syntax", what)


@pytest.mark.parametrize(
    "text", ["{", "[", "a: [}", "\x85: ]", "'", '"\\q"', "a:\n  - b\n c: d", "!!", "%"]
)
def test_no_broken_yaml_escapes_as_an_exception(text: str) -> None:
    assert refused(text).code in {"yaml-syntax", "yaml-feature"}


def test_depth_has_a_limit() -> None:
    inside = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert told(parse(f"名称: {inside}\n")[1]) == []
    found = refused(f"摘要: 甲\n名称: [{inside}]\n")
    assert (found.line, found.code) == (3, "too-deep")


def test_thousands_of_brackets_are_refused_quickly() -> None:
    assert refused("名称: " + "[" * 5_000).code == "too-deep"
    assert refused("名称: " + "[" * 50_000).code == "line-too-long"
