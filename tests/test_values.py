"""Each value is read once from the text that staff wrote, and printed as the source gave it."""

import pytest

from generator.models.activity import ActivityType
from generator.models.values import (
    Choice,
    FileName,
    FuzzyNumber,
    Line,
    Name,
    Paragraph,
    PartialDate,
    Refusal,
    Region,
    Slug,
    WebAddress,
    YesNo,
    choices_of,
    reader_of,
)


class Colour(Choice):
    RED = "red", "红色"
    DARK_RED = "dark-red", "深红色"
    BLUE = "blue", "蓝色"


def made(kind: object, written: str) -> object:
    return reader_of(kind)(written)


def refused(kind: object, written: str) -> tuple[str, dict[str, object]]:
    """Code and facts of the one fault that `written` has."""
    with pytest.raises(Refusal) as caught:
        made(kind, written)
    return caught.value.code, caught.value.facts


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("written", "amount", "printed", "with_unit"),
    [
        ("1800余", 1800, "1800余", "1800余人"),
        ("近400", 400, "近400", "近400人"),
        ("约7830", 7830, "约7830", "约7830人"),
        ("40多", 40, "40多", "40多人"),
        ("超过10万", 100_000, "超过10万", "超过10万人"),
        ("10万余", 100_000, "10万余", "10万余人"),
        ("10余万", 100_000, "10余万", "10余万人"),
        ("3亿", 300_000_000, "3亿", "3亿人"),
        ("35以下", 35, "35以下", "35人以下"),
        ("60以上", 60, "60以上", "60人以上"),
        ("50左右", 50, "50左右", "50人左右"),
        ("不到20", 20, "不到20", "不到20人"),
        ("0.4", 0.4, "0.4", "0.4人"),
        ("3,245", 3245, "3245", "3245人"),
        ("1,234,567.5", 1_234_567.5, "1234567.5", "1234567.5人"),
        (" 12 ", 12, "12", "12人"),
        ("约 12", 12, "约12", "约12人"),
    ],
)
def test_number_keeps_its_qualifier(
    written: str, amount: float, printed: str, with_unit: str
) -> None:
    number = FuzzyNumber.parse(written)
    assert (number.amount, str(number), number.with_unit("人")) == (amount, printed, with_unit)


@pytest.mark.parametrize(
    ("written", "exact"),
    [("10", True), ("3,245", True), ("10万", True), ("10余", False), ("近10", False)],
)
def test_number_is_exact_only_without_a_qualifier(written: str, exact: bool) -> None:
    assert FuzzyNumber.parse(written).is_exact is exact


@pytest.mark.parametrize(
    "written",
    ["很多", "12-3", "", " ", "10万亿万", "10万亿", "1.", ".5", "-3", "12人", "1,23", "余"],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(Refusal) as caught:
        FuzzyNumber.parse(written)
    assert (caught.value.code, caught.value.facts) == ("bad-number", {"written": written})


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("written", "printed", "machine", "sort_key"),
    [
        ("2018-06-27", "2018年6月27日", "2018-06-27", (2018, 6, 27)),
        ("2024-5-3", "2024年5月3日", "2024-05-03", (2024, 5, 3)),
        ("2024/05/03", "2024年5月3日", "2024-05-03", (2024, 5, 3)),
        ("2024.5.3", "2024年5月3日", "2024-05-03", (2024, 5, 3)),
        ("2018-06", "2018年6月", "2018-06", (2018, 6, 0)),
        ("2018", "2018年", "2018", (2018, 0, 0)),
        ("2017-12~", "2017年12月前后", "2017-12", (2017, 12, 0)),
        ("2017~", "2017年前后", "2017", (2017, 0, 0)),
        ("--05-19", "5月19日", "05-19", (0, 5, 19)),
        ("--05-19~", "5月19日前后", "05-19", (0, 5, 19)),
        ("2018年6月27日", "2018年6月27日", "2018-06-27", (2018, 6, 27)),
        ("2018年6月", "2018年6月", "2018-06", (2018, 6, 0)),
        ("2018年", "2018年", "2018", (2018, 0, 0)),
        ("5月19日", "5月19日", "05-19", (0, 5, 19)),
        ("2017年底", "2017年底", "2017", (2017, 0, 0)),
        ("2017年年底", "2017年底", "2017", (2017, 0, 0)),
        ("2017年初", "2017年初", "2017", (2017, 0, 0)),
        ("2017年5月前", "2017年5月前", "2017-05", (2017, 5, 0)),
        ("2017年12月前后", "2017年12月前后", "2017-12", (2017, 12, 0)),
        ("2017年5月1日起", "2017年5月1日起", "2017-05-01", (2017, 5, 1)),
        (" 2018 ", "2018年", "2018", (2018, 0, 0)),
        ("2024-02-29", "2024年2月29日", "2024-02-29", (2024, 2, 29)),
        ("--02-29", "2月29日", "02-29", (0, 2, 29)),
    ],
)
def test_date_is_as_precise_as_written(
    written: str, printed: str, machine: str, sort_key: tuple[int, int, int]
) -> None:
    date = PartialDate.parse(written)
    assert (str(date), date.machine, date.sort_key) == (printed, machine, sort_key)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2024-13-45", "没有第 13 个月"),
        ("0218-05", "没有公元 218 年的事"),
        ("9999-12-31", "没有公元 9999 年的事"),
        ("2024-00", "没有第 0 个月"),
        ("2024-02-30", "2024年2月没有 30 日"),
        ("2023-02-29", "2023年2月没有 29 日"),
        ("--02-30", "2月没有 30 日"),
        ("2024年4月31日", "2024年4月没有 31 日"),
        ("2024-05-00", "2024年5月没有 0 日"),
        ("20240513", "看不出是哪一天"),
        ("24-5-3", "看不出是哪一天"),
        ("去年", "看不出是哪一天"),
        ("底", "看不出是哪一天"),
        ("19日", "看不出是哪一天"),
        ("2018-06-27 10:00", "看不出是哪一天"),
        ("", "看不出是哪一天"),
    ],
)
def test_date_that_is_not_in_the_calendar_is_refused(written: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        PartialDate.parse(written)
    expected = ("bad-date", {"written": written, "reason": reason})
    assert (caught.value.code, caught.value.facts) == expected


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2024-05-12", "2024-05-13", True),
        ("2024-05-13", "2024-05-13", False),
        ("2024-05-14", "2024-05-13", False),
        ("2023", "2024-05-13", True),
        ("2024", "2024-05-13", False),
        ("2024-05", "2024-05-13", False),
        ("--05-12", "--05-13", True),
        ("--05-12", "2024-05-13", False),
    ],
)
def test_date_is_before_another_only_when_that_is_sure(one: str, other: str, before: bool) -> None:
    assert PartialDate.parse(one).is_before(PartialDate.parse(other)) is before


# ---------------------------------------------------------------- regions, yes and no, choices


@pytest.mark.parametrize(
    ("written", "levels", "term"),
    [
        ("山东 济南 历城区", ("山东", "济南", "历城区"), "山东·济南"),
        ("山东　济南", ("山东", "济南"), "山东·济南"),
        ("山东·济南", ("山东", "济南"), "山东·济南"),
        ("山东/济南/历城区", ("山东", "济南", "历城区"), "山东·济南"),
        ("山东 > 济南", ("山东", "济南"), "山东·济南"),
        ("山东", ("山东",), "山东"),
    ],
)
def test_region_goes_from_large_to_small(written: str, levels: tuple[str, ...], term: str) -> None:
    region = Region.parse(written)
    assert (region.levels, region.term, str(region)) == (levels, term, " ".join(levels))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "看不出是哪里"),
        (" · ", "看不出是哪里"),
        ("<b>", "看不出是哪里"),
        ("一 二 三 四 五 六", "超过了五级"),
    ],
)
def test_region_without_a_place_is_refused(written: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        Region.parse(written)
    expected = ("bad-region", {"written": written, "reason": reason})
    assert (caught.value.code, caught.value.facts) == expected


@pytest.mark.parametrize("written", ["是", "yes", "Yes", "true"])
def test_yes_is_true(written: str) -> None:
    assert YesNo.parse(written) is YesNo.YES
    assert bool(YesNo.parse(written)) is True


@pytest.mark.parametrize("written", ["否", "no", "NO", "false"])
def test_no_is_false(written: str) -> None:
    assert YesNo.parse(written) is YesNo.NO
    assert bool(YesNo.parse(written)) is False


@pytest.mark.parametrize("written", ["1", "对", "", "on"])
def test_neither_yes_nor_no_is_refused(written: str) -> None:
    assert refused(YesNo, written) == ("bad-yes-no", {"written": written})


@pytest.mark.parametrize("written", ["深红色", "dark-red"])
def test_choice_is_written_in_chinese_or_english(written: str) -> None:
    colour = Colour.parse(written)
    assert (colour, colour.value, str(colour)) == (Colour.DARK_RED, "dark-red", "深红色")


def test_unknown_choice_suggests_the_nearest_and_lists_all() -> None:
    assert refused(Colour, "深红") == (
        "unknown-choice",
        {"written": "深红", "near": "是不是“深红色”？", "known": "红色、深红色、蓝色"},
    )


def test_choice_that_is_like_nothing_gets_no_suggestion() -> None:
    assert refused(Colour, "xyz")[1]["near"] == ""


def test_choices_are_found_inside_an_annotation() -> None:
    assert choices_of(Colour | None) == ("红色", "深红色", "蓝色")
    assert choices_of(tuple[YesNo, ...]) == ("是", "否")
    assert choices_of(str) == ()
    assert "主题党日" in choices_of(ActivityType)


# ---------------------------------------------------------------- text


@pytest.mark.parametrize("written", ["bailu", "a", "2024-05-guanniao", "1-n"])
def test_slug_is_small_letters_digits_and_hyphens(written: str) -> None:
    assert made(Slug, written) == written


@pytest.mark.parametrize(
    ("written", "reason", "example"),
    [
        ("Bailu", "不能有大写字母。", "bailu"),
        ("Bailu Shequ", "不能有大写字母。", "bailu-shequ"),
        ("bailu_shequ", "只能用小写字母、数字和减号。", "bailu-shequ"),
        ("-bailu", "只能用小写字母、数字和减号。", "bailu"),
        ("a--b", "只能用小写字母、数字和减号。", "a-b"),
        ("../x", "只能用小写字母、数字和减号。", "x"),
        ("白鹭", "只能用小写字母、数字和减号。", "bailu-shequ"),
        ("a\n", "只能用小写字母、数字和减号。", "a"),
    ],
)
def test_other_slugs_are_refused_with_one_that_passes(
    written: str, reason: str, example: str
) -> None:
    facts = {"written": written, "reason": reason, "example": example}
    assert refused(Slug, written) == ("bad-slug", facts)
    assert made(Slug, example) == example


@pytest.mark.parametrize("written", ["合影.jpg", "IMG 0001 (2).JPG", "a..b.png", ".jpg"])
def test_file_name_is_a_bare_name(written: str) -> None:
    assert made(FileName, written) == written


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("C:\\Users\\a.jpg", "是自己电脑里的路径，别人打不开"),
        ("d:a.jpg", "是自己电脑里的路径，别人打不开"),
        ("\\\\server\\a.jpg", "是自己电脑里的路径，别人打不开"),
        ("https://example.org/a.jpg", "是网上的地址；照片要存进来，不能外链"),
        ("photos/a.jpg", "带有文件夹路径"),
        ("..\\a.jpg", "带有文件夹路径"),
        ("../../etc/passwd", "带有文件夹路径"),
        ("..", "带有文件夹路径"),
        (".", "带有文件夹路径"),
    ],
)
def test_file_name_with_a_path_is_refused(written: str, reason: str) -> None:
    assert refused(FileName, written) == ("bad-file-name", {"written": written, "reason": reason})


@pytest.mark.parametrize(
    "written",
    ["https://example.org", "http://example.org/a?b=1&c=2", "https://例子.中国/文?x#y"],
)
def test_web_address_is_whole(written: str) -> None:
    assert made(WebAddress, written) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.org",
        "www.example.org/a",
        "ftp://example.org",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        'https://a/"><script>',
    ],
)
def test_web_address_that_a_browser_would_not_open_is_refused(written: str) -> None:
    assert refused(WebAddress, written) == ("bad-address", {"written": written})


@pytest.mark.parametrize(("kind", "limit"), [(Name, 60), (Line, 160), (Paragraph, 1000)])
def test_text_has_a_limit(kind: object, limit: int) -> None:
    assert made(kind, "字" * limit) == "字" * limit
    facts = {"length": limit + 1, "limit": limit}
    assert refused(kind, "字" * (limit + 1)) == ("too-long", facts)


@pytest.mark.parametrize(
    "written", ["<b>粗</b>", "</p>", "a<img src=x onerror=alert(1)>", "< script >", "<!-- 注 -->"]
)
@pytest.mark.parametrize("kind", [Name, Line, Paragraph])
def test_markup_in_text_is_refused(kind: object, written: str) -> None:
    assert refused(kind, written) == ("markup", {"written": written})


def test_long_markup_is_shown_cut() -> None:
    assert refused(Line, "<b>" + "字" * 60) == ("markup", {"written": "<b>" + "字" * 37 + "…"})


@pytest.mark.parametrize("written", ["3 < 5", "a <= b", "《书名》", "“三同”", "1<2", "it's & co"])
def test_signs_that_are_no_markup_stay(written: str) -> None:
    assert made(Line, written) == written
