"""A caption goes to its picture or to none: decided once for a document, never by guess."""

import pytest
from word_files import (
    Docx,
    blip,
    box,
    caption,
    cell,
    floating,
    image,
    p,
    picture,
    run,
    table,
    title,
    vml,
)

from generator.imports.word.article import understand
from generator.imports.word.captions import Matched
from generator.imports.word.docx import open_package
from generator.imports.word.walk import walk

TEXT = p("实践队一行十二人抵达赫章县，开展为期七天的推普调研，走访了三个村。")
A, B, C = (p(picture(id), align="center") for id in ("rA", "rB", "rC"))


def matched(*body: str) -> Matched:
    media = {f"r{letter}": (f"{letter}.jpg", image()) for letter in "ABC"}
    package = open_package(Docx(body, media).data(), "稿.docx")
    return understand(walk(package, "稿.docx").blocks).matched


def captions(*body: str) -> list[str]:
    """The captions by picture, with ? for a picture that has none."""
    found = matched(*body)
    known = {n: f"{c.text}/{c.credit}".rstrip("/") for n, c in found.by_picture.items()}
    asked = {question.picture for question in found.questions}
    assert not asked & known.keys()
    count = "".join(body).count("a:blip ") + "".join(body).count("v:imagedata ")
    return [known.get(number, "?") for number in range(1, count + 1)]


def body_text(*body: str) -> str:
    media = {f"r{letter}": (f"{letter}.jpg", image()) for letter in "ABC"}
    package = open_package(Docx(body, media).data(), "稿.docx")
    return "\n".join(item.text for item in understand(walk(package, "稿.docx").blocks).body)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("图1 入户访谈（李四 摄）", "入户访谈/李四"),
        ("图1：入户访谈（李四摄）", "入户访谈/李四"),
        ("图 １　入户访谈 （摄影：李四）", "入户访谈/李四"),
        ("图一：入户访谈", "入户访谈"),
        ("图1-1 入户访谈", "入户访谈"),
        ("图：入户访谈", "入户访谈"),
        ("▲入户访谈", "入户访谈"),
        ("△ 入户访谈 李四 摄", "入户访谈/李四"),
        ("图为队员入户访谈。", "图为队员入户访谈。"),
        ("入户访谈（图/李四）", "入户访谈/李四"),
        ("入户访谈（文学院供图）", "入户访谈/文学院"),
        ("入户访谈现场", "入户访谈现场"),
    ],
)
def test_one_caption_below(written: str, shown: str) -> None:
    assert captions(TEXT, A, caption(written), TEXT) == [shown]
    assert shown.split("/")[0] not in body_text(TEXT, A, caption(written), TEXT)


def test_captions_above_their_pictures() -> None:
    above = (TEXT, caption("图1 访谈"), A, TEXT, caption("图2 课堂"), B, TEXT)
    assert captions(*above) == ["访谈", "课堂"]
    # Directly one after the other, only the ends tell which side they are on.
    assert captions(TEXT, caption("图1 访谈"), A, caption("图2 课堂"), B, TEXT) == ["访谈", "课堂"]
    assert captions(TEXT, A, caption("图1 访谈"), B, caption("图2 课堂"), TEXT) == ["访谈", "课堂"]
    assert captions(TEXT, caption("访谈"), A, caption("课堂"), B, TEXT) == ["访谈", "课堂"]


def test_a_caption_between_two_pictures_and_nothing_else_is_asked_about() -> None:
    assert captions(TEXT, A, caption("访谈现场"), B, TEXT) == ["?", "?"]
    (first, second) = matched(TEXT, A, caption("访谈现场"), B, TEXT).questions
    assert (first.picture, second.picture) == (1, 2)
    assert "访谈现场" in first.text
    assert "访谈现场" in body_text(TEXT, A, caption("访谈现场"), B, TEXT)


def test_two_captions_around_one_picture_are_asked_about() -> None:
    around = (TEXT, caption("访谈现场"), A, caption("课堂现场"), TEXT)
    assert captions(*around) == ["?"]
    assert body_text(*around).count("现场") == 2


def test_arrows_say_where_the_picture_is() -> None:
    assert captions(TEXT, A, caption("▼课堂"), B, TEXT) == ["?", "课堂"]
    assert captions(TEXT, A, caption("▲访谈"), B, TEXT) == ["访谈", "?"]


def test_a_picture_without_a_caption_gets_none_of_another() -> None:
    assert captions(TEXT, A, TEXT, B, caption("图1 课堂"), TEXT) == ["?", "课堂"]
    assert captions(TEXT, A, TEXT) == ["?"]
    assert captions(A, TEXT, B, TEXT, C) == ["?", "?", "?"]


def test_two_pictures_side_by_side() -> None:
    pair = p(picture("rA"), " ", picture("rB"), align="center")
    assert captions(pair, caption("左图：领读  右图：展示")) == ["领读", "展示"]
    assert captions(pair, caption("（左）领读 （右）展示")) == ["领读", "展示"]
    assert captions(pair, caption("右图：展示；左图：领读")) == ["领读", "展示"]
    assert captions(pair, caption("图1 领读    图2 展示")) == ["领读", "展示"]
    assert captions(pair, caption("上图：领读  下图：展示")) == ["?", "?"]
    assert captions(pair, caption("活动现场")) == ["?", "?"]
    assert "活动现场" in body_text(TEXT, pair, caption("活动现场"))


def test_two_pictures_one_above_the_other() -> None:
    assert captions(TEXT, A, B, caption("上图：领读  下图：展示"), TEXT) == ["领读", "展示"]
    assert captions(TEXT, A, B, caption("左图：领读  右图：展示"), TEXT) == ["?", "?"]
    assert captions(TEXT, A, B, caption("图1 领读"), caption("图2 展示"), TEXT) == ["领读", "展示"]


def test_floating_pictures_are_ordered_by_where_they_stand() -> None:
    pair = p(floating("rA", 3000000), floating("rB", 0), align="center")
    assert captions(pair, caption("左图：领读  右图：展示")) == ["展示", "领读"]
    same = p(floating("rA", 0), floating("rB", 0), align="center")
    assert captions(same, caption("左图：领读  右图：展示")) == ["?", "?"]


def test_numbers_out_of_order_are_asked_about() -> None:
    assert captions(TEXT, A, caption("图2 课堂"), TEXT, B, caption("图1 访谈")) == ["?", "?"]
    wrong = matched(TEXT, A, caption("图2 课堂"), TEXT, B, caption("图1 访谈"))
    assert all("编号" in question.text for question in wrong.questions)
    assert captions(TEXT, A, caption("图1 课堂"), TEXT, B, caption("图1 访谈")) == ["?", "?"]


def test_captions_gathered_at_the_end_go_by_their_numbers() -> None:
    listed = (A, TEXT, B, TEXT, p("图2：课堂"), p("图1：访谈"))
    assert captions(*listed) == ["访谈", "课堂"]
    # Also right below the last picture, of which only one can be.
    assert captions(A, TEXT, B, p("图1：访谈"), p("图2：课堂")) == ["访谈", "课堂"]
    assert captions(A, TEXT, B, TEXT, p("图1：访谈"), p("图3：课堂")) == ["?", "?"]
    assert "图3：课堂" in body_text(A, TEXT, B, TEXT, p("图1：访谈"), p("图3：课堂"))


def test_caption_in_the_same_paragraph() -> None:
    assert captions(p(picture("rA"), "\n图1 访谈", align="center"), TEXT) == ["访谈"]
    both = p(picture("rA"), "\n图1 访谈\n", picture("rB"), "\n图2 课堂", align="center")
    assert captions(both, TEXT) == ["访谈", "课堂"]
    inline = p("实践队走访了三个村，", picture("rA"), "完成问卷二百一十四份，收获很大。")
    assert captions(inline, TEXT) == ["?"]
    assert "完成问卷" in body_text(inline, TEXT)


def test_style_says_that_a_line_is_a_caption() -> None:
    assert captions(TEXT, A, p("访谈现场很热闹。", style="cap"), TEXT) == ["访谈现场很热闹。"]


def test_ordinary_lines_are_no_captions() -> None:
    assert captions(TEXT, A, TEXT, B, TEXT) == ["?", "?"]
    assert captions(TEXT, A, p("图1中可以看到，老人们学得很认真。"), TEXT) == ["?"]
    assert captions(TEXT, A, p("二、活动成效", bold=True), TEXT) == ["?"]
    assert captions(TEXT, A, p("活动现场"), TEXT) == ["?"]
    assert captions(TEXT, A, caption("表1 普通话使用情况"), table(["甲", "乙"], ["1", "2"])) == [
        "?"
    ]


def test_one_unmarked_line_above_one_picture_is_asked_about() -> None:
    assert captions(TEXT, caption("访谈现场"), A, TEXT) == ["?"]


def test_tables_that_lay_out_pictures() -> None:
    pa, pb = cell(p(picture("rA"))), cell(p(picture("rB")))
    assert captions(table([pa, pb], ["访谈", "课堂"])) == ["访谈", "课堂"]
    assert captions(table(["访谈", "课堂"], [pa, pb])) == ["访谈", "课堂"]
    assert captions(table([pa], ["访谈"], [pb], ["课堂"])) == ["访谈", "课堂"]
    within = table([cell(p(picture("rA")), p("访谈")), cell(p(picture("rB")), p("课堂"))])
    assert captions(within) == ["访谈", "课堂"]
    assert captions(table([pa, pb]), caption("图1 访谈  图2 课堂")) == ["访谈", "课堂"]
    shared = table([pa, pb], [cell("活动现场", span=2)])
    assert captions(shared) == ["?", "?"]
    assert "活动现场" in body_text(shared)
    assert captions(table(["访谈"], [pa], ["课堂"])) == ["?"]
    assert captions(table(["姓名", "照片"], ["张三", pa], ["李四", pb])) == ["?", "?"]


def test_pictures_in_boxes_and_groups() -> None:
    frame = p(box(p(picture("rA")), p("图1 访谈")))
    assert captions(frame, TEXT).count("访谈") == 1
    group = (
        "<w:r><w:drawing><wp:inline><wp:docPr/><a:graphic><a:graphicData><wpg:wgp>"
        f"{blip('rA')}<wpg:grpSp>{blip('rB')}</wpg:grpSp></wpg:wgp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )
    assert captions(p(group), caption("图1 访谈  图2 课堂")) == ["访谈", "课堂"]


def test_vml_pictures() -> None:
    assert captions(TEXT, p(vml("rA")), caption("图1 访谈"), TEXT) == ["访谈"]


def test_title_subtitle_date_and_sign_off_are_no_captions() -> None:
    head = (title("活动报告"), A, caption("2026年8月3日"), TEXT)
    assert captions(*head) == ["?"]
    end = (
        title("活动报告"),
        TEXT,
        A,
        p("文学院团委", align="right"),
        p("2026年8月3日", align="right"),
    )
    assert captions(*end) == ["?"]


def test_bold_runs_and_split_runs_do_not_matter() -> None:
    split = p(run("图", size=24), run("1", size=24), run(" 访", size=24), run("谈", size=24))
    assert captions(TEXT, A, split, TEXT) == ["访谈"]
