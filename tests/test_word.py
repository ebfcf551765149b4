"""A Word document becomes drafts that say what it says, with every line accounted for."""

import io
import re
from pathlib import Path

import pytest
from conftest import Project
from PIL import Image
from word_files import (
    CHINESE_LIST,
    DELETED_END,
    SMALL,
    Docx,
    box,
    caption,
    cell,
    deleted,
    field,
    floating,
    halves,
    image,
    inserted,
    level,
    numbering,
    p,
    picture,
    run,
    table,
    title,
    vml,
    with_gps,
)

from generator.cli import main
from generator.errors import UsageError
from generator.imports.drafts import Draft, Value
from generator.imports.examine import examine
from generator.imports.trial import Examined, State
from generator.imports.word.read import Reading, read_word
from generator.imports.write import write
from generator.models import KINDS
from generator.pipeline import silent

TEXT = p("实践队一行十二人抵达赫章县，开展为期七天的推普调研，走访了三个村。")


def reading(*body: str, kind: str = "", **parts: object) -> Reading:
    data = Docx(body, **parts).data()  # type: ignore[arg-type]
    return read_word(data, "稿件.docx", KINDS[kind] if kind else None)


def draft(*body: str, **parts: object) -> Draft:
    (found,) = reading(*body, **parts).drafts  # type: ignore[arg-type]
    return found


def plain(found: Draft) -> dict[str, object]:
    """The single values of a draft by field."""
    return {name: each.text for name, each in found.fields.items() if isinstance(each, Value)}


def body(*blocks: str, **parts: object) -> str:
    found = draft(title("活动"), *blocks, **parts).body
    return found.text if found else ""


def told(found: Draft) -> list[tuple[str, str]]:
    """(code, what) of everything that was said."""
    return [(each.problem.code, each.problem.what) for each in found.findings]


def brought(project: Project, data: bytes, name: str = "稿件.docx") -> list[Examined]:
    found = examine(read_word(data, name).drafts, project.settings(), silent)
    write(found, project.settings())
    return list(found)


def people(found: Draft) -> list[tuple[str, str]]:
    nodes = found.fields["people"]
    return [
        (each["person"].text, each["role"].text if "role" in each else "")  # type: ignore
        for each in nodes
    ]


# ---------------------------------------------------------------- the four known documents


def standard() -> Docx:
    """Title style, automatic 一、（一）, bold labels, captions below, a table with its caption."""

    def label(key: str, value: str) -> str:
        return p(run(key, bold=True, font="黑体"), run(value))

    return Docx(
        [
            p("“乡音筑梦”实践队赴贵州省赫章县开展推普调研", style="Title", align="center"),
            label("时间：", "2026年7月15日至7月21日"),
            label("地点：", "贵州省毕节市赫章县六曲河镇"),
            label("参加人员：", "张三、李四、欧阳娜娜、王小明（指导教师）"),
            label("主办单位：", "文学院团委"),
            p("活动背景", style="1", num=(1, 0)),
            TEXT,
            p("活动过程", style="1", num=(1, 0)),
            p("入户调研", style="2", num=(1, 1)),
            p(picture("rA"), align="center"),
            caption("图1 队员在六曲河镇入户访谈（李四 摄）"),
            p("普通话小课堂", style="2", num=(1, 1)),
            p("小课堂的安排如下："),
            p("声母韵母基础练习", num=(2, 0)),
            p("经典诗文诵读《静夜思》", num=(2, 0)),
            p("情景对话：去医院、去赶场", num=(2, 0)),
            p(picture("rB"), align="center"),
            caption("图2 “普通话小课堂”现场"),
            p("数据统计", style="1", num=(1, 0)),
            p("表1 普通话使用情况", align="center", size=SMALL),
            table(
                ["年龄段", "人数", "能交流", "占比"],
                ["18—35岁", "62", "60", "96.8%"],
                ["36—59岁", "88", "61", "69.3%"],
                ["60岁以上", "64", "20", "31.2%"],
            ),
            p(picture("rC"), align="center"),
            caption("图3：实践队与村委会合影"),
            p("活动成效", style="1", num=(1, 0)),
            p(run("活动获"), run("县融媒体中心", bold=True), run("报道。")),
            p("（供稿：文学院  张三   审核：王小明）"),
        ],
        media={
            "rA": ("a.jpg", with_gps()),
            "rB": ("b.jpg", with_gps()),
            "rC": ("c.png", image("PNG")),
        },
        numbering=numbering({1: CHINESE_LIST, 2: level(0, "decimal", "%1.")}),
    )


def test_standard_document(project: Project) -> None:
    (found,) = brought(project, standard().data())
    assert found.state is State.NEW
    record = project.check(drafts=True)
    assert record.problems == ()
    (entry,) = record.catalog.entries
    made = entry.record
    assert made.name == "“乡音筑梦”实践队赴贵州省赫章县开展推普调研"
    assert (str(made.date), str(made.end_date)) == ("2026年7月15日", "2026年7月21日")
    assert str(made.place) == "贵州省毕节市赫章县六曲河镇"
    assert [(str(each.person), each.role) for each in made.people] == [
        ("张三", None),
        ("李四", None),
        ("欧阳娜娜", None),
        ("王小明", "指导教师"),
    ]
    assert [str(host) for host in made.hosts] == ["文学院团委"]
    assert [(photo.file, photo.caption, photo.credit) for photo in made.photos] == [
        ("图1.jpg", "队员在六曲河镇入户访谈", "李四"),
        ("图2.jpg", "“普通话小课堂”现场", None),
        ("图3.png", "实践队与村委会合影", None),
    ]
    text = found.draft.body.text if found.draft.body else ""
    assert re.findall(r"(?m)^#+ .*", text) == [
        "## 一、活动背景",
        "## 二、活动过程",
        "### （一）入户调研",
        "### （二）普通话小课堂",
        "## 三、数据统计",
        "## 四、活动成效",
    ]
    listed = "1. 声母韵母基础练习\n2. 经典诗文诵读《静夜思》\n3. 情景对话：去医院、去赶场"
    assert listed in text
    assert (
        "表1 普通话使用情况\n\n| 年龄段 | 人数 | 能交流 | 占比 |\n| --- | --- | --- | --- |\n"
        "| 18—35岁 | 62 | 60 | 96.8% |\n| 36—59岁 | 88 | 61 | 69.3% |\n"
        "| 60岁以上 | 64 | 20 | 31.2% |" in text
    )
    assert not re.search(r"时间：|地点：|参加人员：|主办单位：|供稿", text)
    for photo in found.bundle.glob("图*"):
        assert not Image.open(photo).getexif()
        assert b"Exif" not in photo.read_bytes()


def test_second_import_of_the_same_document_writes_nothing(project: Project) -> None:
    brought(project, standard().data())
    before = sorted((path, path.stat().st_mtime_ns) for path in project.content.rglob("*"))
    (again,) = brought(project, standard().data())
    assert again.state is State.SAME
    assert sorted((path, path.stat().st_mtime_ns) for path in project.content.rglob("*")) == before


def no_styles() -> Docx:
    """What WPS users do by hand: fonts for headings, typed numbers, a box stored twice."""
    heading = {"font": "黑体", "size": 32}
    body = {"font": "仿宋_GB2312", "size": 32}
    mark = '<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/>'
    return Docx(
        [
            title("师生同心  语润童年"),
            p("——“语润”实践团走进广西融水苗族自治县", align="center", font="楷体_GB2312"),
            p("2026-8-3", align="center", size=28),
            p("一、基本情况", **heading),
            p(run("活", bold=True), mark, run("动时间", bold=True), run("：8月3日—8月9日")),
            p(run("活动地点:", bold=True), run(" 广西柳州市融水苗族自治县香粉乡")),
            p(run("参与人员：", bold=True), run("陈  晨 、刘洋，阿依古丽·买买提 等15人")),
            p("二、开展情况", **heading),
            p("（一）推普进课堂", font="楷体_GB2312", size=32),
            p('８月４日上午，志愿者为４５名学生上课。孩子们跟读"b、p、m、f"，气氛热烈。', **body),
            p(picture("rA"), " ", picture("rB"), align="center"),
            p("左图：志愿者领读拼音  右图：学生上台展示", align="center", size=24),
            p("（二）走访“非遗”传承人", font="楷体_GB2312", size=32),
            p("1.拜访芦笙制作技艺传承人;2.记录苗语地名132条;3.拍摄短视频3部。", **body),
            p(floating("rC"), align="center"),
            p("传承人向队员讲解芦笙结构", align="center", size=21),
            p("三、下一步计划", **heading),
            p("实践团将继续通过线上“语伴”结对，每周开展一次交流。", **body),
            p("语润实践团", align="right"),
            p("2026年8月12日", align="right"),
            p(box(p("编者按：本文为学生来稿，已核实。"))),
        ],
        media={f"r{c}": (f"{c}.jpg", image(color=n)) for c, n in (("A", "red"), ("B", "blue"))}
        | {"rC": ("c.jpg", with_gps())},
    )


def test_document_without_styles(project: Project) -> None:
    (found,) = brought(project, no_styles().data())
    assert found.state is State.NEW
    made = found.draft
    values = plain(made)
    assert values["name"] == "师生同心 语润童年"
    assert values["summary"] == "“语润”实践团走进广西融水苗族自治县"
    assert (values["date"], values["end_date"]) == ("2026-08-03", "2026-08-09")
    assert values["place"] == "广西柳州市融水苗族自治县香粉乡"
    assert people(made) == [("陈晨", ""), ("刘洋", ""), ("阿依古丽·买买提", "")]
    assert [photo.fields["caption"].text for photo in made.photos] == [  # type: ignore[union-attr]
        "志愿者领读拼音",
        "学生上台展示",
        "传承人向队员讲解芦笙结构",
    ]
    inferred = [each.problem.what for each in found.findings if "没有写年份" in each.problem.what]
    assert "2026-08-03" in inferred[0]
    assert any("等15人" in what for code, what in told(made) if code == "word-names")
    boxes = [what for code, what in told(made) if "编者按" in what]
    assert boxes == ["文本框没有导入：“编者按：本文为学生来稿，已核实。”。"]
    text = made.body.text if made.body else ""
    assert text == (
        "## 一、基本情况\n\n## 二、开展情况\n\n### （一）推普进课堂\n\n"
        "8月4日上午，志愿者为45名学生上课。孩子们跟读“b、p、m、f”，气氛热烈。\n\n"
        "### （二）走访“非遗”传承人\n\n"
        "1.拜访芦笙制作技艺传承人；2.记录苗语地名132条；3.拍摄短视频3部。\n\n"
        "## 三、下一步计划\n\n实践团将继续通过线上“语伴”结对，每周开展一次交流。"
    )
    (source,) = made.fields["sources"]  # type: ignore[misc]
    assert source["publisher"].text == "语润实践团"
    assert source["date"].text == "2026-08-12"
    assert project.problems() == ()


def form() -> Docx:
    return Docx(
        [
            p("社团成员简介征集表", style="1"),
            table(
                ["姓名", "欧阳娜娜", "性别", "女"],
                ["学院", "文学院", "年级", "2024级"],
                ["出生年月", "2005.03", "籍贯", "云南大理"],
                ["联系电话", "13800000000", "身份证号", "530102200503070000"],
                ["个人简介", cell(p("热爱方言研究，曾获二等奖。\n负责“乡音地图”项目。"), span=3)],
                ["照片", cell(p(picture("rA")), span=3)],
            ),
        ],
        media={"rA": ("a.jpg", with_gps())},
    )


def test_form_becomes_a_member_without_private_numbers(project: Project) -> None:
    (found,) = brought(project, form().data())
    assert found.state is State.NEW
    made = found.draft
    assert made.model.kind == "member"
    assert plain(made)["name"] == "欧阳娜娜"
    assert plain(made)["position"] == "文学院2024级"
    (post,) = made.fields["posts"]  # type: ignore[misc]
    assert post["organization"].text == "文学院"
    assert made.body is not None
    assert made.body.text == "热爱方言研究，曾获二等奖。\n负责“乡音地图”项目。"
    assert len(made.photos) == 1
    (private,) = [what for code, what in told(made) if code == "word-personal"]
    assert "联系电话、身份证号" in private
    for path in project.content.rglob("*"):
        if path.is_file():
            assert not re.search(rb"13800000000|530102|2005", path.read_bytes())
    assert "13800000000" not in str(found)
    assert project.problems() == ()


def test_bad_date_and_no_title(project: Project) -> None:
    data = Docx(
        [
            p("时间：2026年2月30日"),
            p("地点："),
            p("我们去了很多地方，收获满满！"),
            p(picture("rA"), align="center"),
        ],
        media={"rA": ("a.bmp", image("BMP"))},
    ).data()
    (found,) = brought(project, data, "没有标题.docx")
    codes = {each.problem.code: each.problem.what for each in found.findings}
    assert "没有标题" in codes["word-no-title"]
    assert "日期不存在" in codes["word-date"]
    assert "2026年2月30日" in codes["word-date"]
    assert codes["word-empty-label"] == "“地点”为空，后面没有内容。"
    assert "第 1 张图没有图注" in codes["word-no-caption"]
    assert "BMP，转成了 PNG" in codes["word-picture-changed"]
    assert found.state is State.NEW
    assert plain(found.draft)["name"] == "待补充（没有标题）"
    assert "date" not in found.draft.fields
    assert "place" not in found.draft.fields
    assert Image.open(found.bundle / "图1.png").format == "PNG"
    assert "2026年2月30日" in (found.bundle / "index.md").read_text("utf-8")
    assert project.problems() == ()
    # Nobody can publish it as it is.
    file = found.bundle / "index.md"
    file.write_text(file.read_text("utf-8").replace("草稿: 是\n", ""), "utf-8")
    assert {each.code for each in project.problems()} == {"missing-field", "placeholder"}


# ---------------------------------------------------------------- tracked changes


def test_insertions_count_and_deletions_do_not() -> None:
    text = body(p(run("走访"), inserted("三个"), deleted("四个"), run("村。")))
    assert text == "走访三个村。"


def test_a_deleted_paragraph_end_joins_the_next() -> None:
    assert body(p("前半句，", extra=DELETED_END), p("后半句。")) == "前半句，后半句。"
    assert body(p(deleted("整段删掉"), extra=DELETED_END), p("留下的。")) == "留下的。"


def test_moved_text_stands_where_it_went() -> None:
    moved = "<w:moveFrom>" + run("原来在这里。") + "</w:moveFrom>"
    to = "<w:moveTo>" + run("移到了这里。") + "</w:moveTo>"
    found = draft(title("活动"), p(moved), p("中间。"), p(to))
    assert found.body is not None
    assert found.body.text == "中间。\n\n移到了这里。"
    assert any(code == "word-revisions" for code, _ in told(found))


def test_deleted_numbered_paragraphs_do_not_count() -> None:
    numbers = numbering({1: level(0, "decimal", "（%1）")})
    text = body(
        p("甲。", num=(1, 0)),
        p(deleted("乙。"), num=(1, 0), extra=DELETED_END),
        p("丙。", num=(1, 0)),
        numbering=numbers,
    )
    assert text == "（1）甲。\n\n（2）丙。"


def test_deleted_rows_are_left_out() -> None:
    rows = table(["甲", "乙"], ["1", "2"], ["3", "4"])
    row = rows.rindex("<w:tr>")
    rows = rows[: row + 6] + '<w:trPr><w:del w:id="1"/></w:trPr>' + rows[row + 6 :]
    assert body(rows) == "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("format", "shown"),
    [
        ("chineseCounting", "一 二 十 十一 二十 二十一"),
        ("chineseCountingThousand", "一 二 十 十一 二十 二十一"),
        ("japaneseCounting", "一 二 十 十一 二十 二十一"),
        ("ideographDigital", "一 二 一〇 一一 二〇 二一"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹"),
        ("ideographTraditional", "甲 乙 癸 11 20 21"),
        ("decimalEnclosedCircleChinese", "① ② ⑩ ⑪ ⑳ 21"),
        ("upperRoman", "I II X XI XX XXI"),
        ("lowerLetter", "a b j k t u"),
        ("decimalZero", "01 02 10 11 20 21"),
    ],
)
def test_formats_of_numbers(format: str, shown: str) -> None:
    numbers = numbering({1: level(0, format, "[%1]")})
    lines = body(*(p(f"第{n}条。", num=(1, 0)) for n in range(1, 22)), numbering=numbers)
    found = re.findall(r"(?m)^\[(.+?)\]第(\d+)条", lines)
    assert [mark for mark, n in found if int(n) in (1, 2, 10, 11, 20, 21)] == shown.split()


def test_multi_level_numbers_restart_and_run_on() -> None:
    levels = level(0, "chineseCounting", "第%1章")
    levels += level(1, "decimal", "%1.%2", extra="<w:isLgl/>")
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = numbering({1: levels, 2: level(0, "decimal", "%1)")}, {3: (2, restart), 4: (2, "")})
    text = body(
        p("总则。", num=(1, 0)),
        p("目的。", num=(1, 1)),
        p("依据。", num=(1, 1)),
        p("附则。", num=(1, 0)),
        p("解释。", num=(1, 1)),
        p("甲。", num=(2, 0)),
        p("乙。", num=(4, 0)),
        p("丙。", num=(3, 0)),
        numbering=numbers,
    )
    assert text.split("\n") == [
        *(
            "第一章总则。",
            "",
            "1.1 目的。",
            "",
            "1.2 依据。",
            "",
            "第二章附则。",
            "",
            "2.1 解释。",
            "",
        ),
        *("1. 甲。", "2. 乙。", "1. 丙。"),
    ]


def test_numbers_of_a_style() -> None:
    styles = Docx([]).styles.replace(
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>',
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>',
    )
    levels = level(0, "chineseCounting", "%1、", extra='<w:pStyle w:val="1"/>')
    levels += level(1, "chineseCounting", "（%2）", extra='<w:pStyle w:val="2"/>')
    text = body(
        p("背景", style="1"),
        p("现状", style="2"),
        p("过程", style="1"),
        styles=styles,
        numbering=numbering({1: levels}),
    )
    assert text == "## 一、背景\n\n### （一）现状\n\n## 二、过程"


def test_unknown_format_is_told() -> None:
    numbers = numbering({1: level(0, "hebrew1", "%1.")})
    found = draft(title("活动"), p("甲。", num=(1, 0)), numbering=numbers)
    assert any(code == "word-number-format" for code, _ in told(found))


# ---------------------------------------------------------------- what is not text


def lost(*blocks: str, **parts: object) -> list[str]:
    found = draft(title("活动"), TEXT, *blocks, **parts)
    return [what for code, what in told(found) if code == "word-left-out"]


def test_everything_left_out_is_told() -> None:
    assert lost(p(run("机密", extra="<w:vanish/>"))) == ["隐藏文字没有导入：“机密”。"]
    style = '<w:rStyle w:val="gone"/>'
    assert lost(p(run("机密", extra=style))) == ["隐藏文字没有导入：“机密”。"]
    assert lost(p("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>")) == ["公式没有导入：“a+b”。"]
    chart = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData>{}</a:graphicData></a:graphic>"
    chart += "</wp:inline></w:drawing></w:r>"
    assert lost(p(chart.format("<c:chart/>"))) == ["图表没有导入。"]
    assert lost(p(chart.format("<dgm:relIds/>"))) == ["SmartArt 图形没有导入。"]
    ole = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    assert lost(p(ole)) == ["嵌入的文件或表格没有导入：“Excel.Sheet.12”。"]
    art = '<w:r><w:pict><v:shape><v:textpath string="喜迎"/></v:shape></w:pict></w:r>'
    assert lost(p(art)) == ["艺术字没有导入：“喜迎”。"]
    strange = f'<x:new xmlns:x="urn:new">{run("新东西")}</x:new>'
    assert lost(p(strange))[0].endswith("“新东西”。")
    assert lost(strange)[0].endswith("“新东西”。")


def test_comments_headers_and_footers_are_told() -> None:
    space = f'xmlns:w="{Docx([]).styles.split(chr(34))[1]}"'
    parts = {
        "comments": f'<w:comments {space}><w:comment w:id="1" w:author="王">{p("这里要改")}'
        "</w:comment></w:comments>",
        "header1": f"<w:hdr {space}>{p('文学院简报')}</w:hdr>",
        "footer1": f"<w:ftr {space}>{p('第 1 页 共 3 页')}</w:ftr>",
    }
    assert lost(parts=parts) == [
        "批注（王）没有导入：“这里要改”。",
        "页眉没有导入：“文学院简报”。",
    ]


def test_footnotes_follow_the_text() -> None:
    space = f'xmlns:w="{Docx([]).styles.split(chr(34))[1]}"'
    notes = f'<w:footnotes {space}><w:footnote w:id="2">{p("据县志。")}</w:footnote></w:footnotes>'
    text = body(
        p("始建于一九五八年", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。"),
        parts={"footnotes": notes},
    )
    assert text == "始建于一九五八年〔注1〕。\n\n〔注1〕据县志。"


def test_contents_and_page_numbers_are_no_text() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    start = mark.format("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>"
    contents = [
        p(start, mark.format("separate"), run("一、背景\t1"), style="toc1"),
        p(run("二、过程\t2"), style="toc1"),
        p(mark.format("end")),
    ]
    assert body(*contents, TEXT).startswith("实践队")
    assert "目录没有导入。" in lost(*contents)
    assert body(p("见第", field("PAGEREF x", "12"), "页。")) == "见第页。"


def test_fields_and_links_keep_what_they_show() -> None:
    assert (
        body(p(field('HYPERLINK "https://example.org/a"', "县融媒体中心"), "报道。"))
        == "县融媒体中心报道。"
    )
    found = draft(
        title("活动"),
        p(f'<w:hyperlink r:id="rL">{run("公众号")}</w:hyperlink>', "报道。"),
        links={"rL": "https://example.org/b"},
    )
    assert found.body is not None
    assert found.body.text == "公众号报道。"
    assert ("word-link", "“公众号”带着链接 https://example.org/b，只保留了文字。") in told(found)
    simple = f'<w:fldSimple w:instr="SEQ 图">{run("1")}</w:fldSimple>'
    assert body(p("共", simple, "项。")) == "共1项。"


def test_signs_within_a_run() -> None:
    inner = "<w:r><w:t>甲</w:t><w:softHyphen/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t>"
    inner += '<w:sym w:font="Wingdings" w:char="F0FC"/><w:t>丁。</w:t></w:r>'
    assert body(p(inner)) == "甲乙-丙✓丁。"
    odd = draft(title("活动"), p('<w:r><w:sym w:font="某字体" w:char="F0FC"/></w:r>', "甲。"))
    assert odd.body is not None
    assert odd.body.text == "□甲。"
    assert any(code == "word-symbol" for code, _ in told(odd))


def test_content_controls_are_looked_into() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>"
    assert body(p(control, "乙。")) == "甲乙。"
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('整段。')}</w:sdtContent></w:sdt>"
    assert body(block) == "整段。"
    empty = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    empty += f"{run('单击输入')}</w:sdtContent></w:sdt>"
    assert body(p(empty, "甲。")) == "甲。"


def test_signs_of_markdown_and_code_stay_text(project: Project) -> None:
    data = Docx(
        [title("活动"), p("用<b>和*号*、[甲](乙)、&nbsp;、# 号"), p("# 号"), p("- 号")]
    ).data()
    (found,) = brought(project, data)
    assert found.draft.body is not None
    assert found.draft.body.text == (
        "用＜b>和\\*号\\*、[甲]（乙）、＆nbsp;、# 号\n\n\\# 号\n\n\\- 号"
    )
    assert project.problems() == ()


# ---------------------------------------------------------------- headings, labels, sign-off


def test_headings_made_by_hand() -> None:
    text = body(
        p("活动背景", bold=True),
        TEXT,
        p("一、活动过程"),
        TEXT,
        p("1.入户调研", bold=True),
        TEXT,
        p("（一）推进学习。队员们分组学习了有关文件，并交流了体会。"),
        p("他说：", bold=True),
    )
    assert re.findall(r"(?m)^#+ .*", text) == [
        "### 活动背景",
        "## 一、活动过程",
        "#### 1.入户调研",
    ]


def test_outline_level_makes_a_heading() -> None:
    assert body(p("背景", extra='<w:outlineLvl w:val="1"/>'), TEXT).startswith("## 背景\n")


def test_labels_in_one_line_and_across_lines() -> None:
    found = draft(
        title("活动"),
        p("时 间：2026年7月1日上午9:00   地 点：白鹭社区"),
        p("主办单位：文学院、校团委\n承办单位：白鹭社区"),
        TEXT,
    )
    values = plain(found)
    assert (values["date"], values["place"]) == ("2026-07-01", "白鹭社区")
    assert [each.text for each in found.fields["hosts"]] == ["文学院", "校团委"]  # type: ignore
    assert [each.text for each in found.fields["organizers"]] == ["白鹭社区"]  # type: ignore
    assert any("上午9:00" in what for code, what in told(found) if code == "word-unused")
    assert found.body is not None
    assert "：" not in found.body.text


def test_the_same_label_again_stays_in_the_body() -> None:
    found = draft(title("活动"), p("时间：2026年7月1日"), TEXT, p("时间：7月2日上午"))
    assert plain(found)["date"] == "2026-07-01"
    assert found.body is not None
    assert "时间：7月2日上午" in found.body.text
    assert any(code == "word-label-again" for code, _ in told(found))


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2026年7月15日至7月21日", "2026-07-15", "2026-07-21"),
        ("2026年7月15日—21日", "2026-07-15", "2026-07-21"),
        ("2026.7.15-7.21", "2026-07-15", "2026-07-21"),
        ("2026-07-15~2026-07-21", "2026-07-15", "2026-07-21"),
        ("2026年7月15日（星期三）上午9:00—11:00", "2026-07-15", None),
        ("2026年12月30日至2027年1月2日", "2026-12-30", "2027-01-02"),
        ("２０２６年７月１５日", "2026-07-15", None),
        ("二〇二六年七月十五日", "2026-07-15", None),
        ("2026年7月", "2026-07", None),
        ("7月15日至21日", "--07-15", "--07-21"),
    ],
)
def test_dates(written: str, start: str, end: str | None) -> None:
    values = plain(draft(title("活动"), p(f"时间：{written}"), TEXT))
    assert (values.get("date"), values.get("end_date")) == (start, end)


@pytest.mark.parametrize(
    "written", ["2026年2月30日", "2026年13月1日", "每周三", "2026年7月21日至7月15日"]
)
def test_dates_that_cannot_be(written: str) -> None:
    found = draft(title("活动"), p(f"时间：{written}"), TEXT)
    assert "date" not in found.fields
    assert any(code == "word-date" and written in what for code, what in told(found))
    assert written in plain(found)["staff_note"]  # type: ignore[operator]


def test_a_year_is_taken_only_from_a_date_that_comes_after() -> None:
    signed = [p("文学院", align="right"), p("2026年1月5日", align="right")]
    found = draft(title("活动"), p("时间：12月30日"), TEXT, *signed)
    assert plain(found)["date"] == "--12-30"
    assert any(code == "word-year" for code, _ in told(found))


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三 李四 王五", ["张三", "李四", "王五"]),
        ("陈  晨、张 三", ["陈晨", "张三"]),
        ("张三，李四等", ["张三", "李四"]),
        ("阿依古丽·买买提、欧阳 娜娜", ["阿依古丽·买买提", "欧阳", "娜娜"]),
    ],
)
def test_names(written: str, names: list[str]) -> None:
    found = draft(title("活动"), p(f"参加人员：{written}"), TEXT)
    assert [name for name, _ in people(found)] == names


@pytest.mark.parametrize(
    ("written", "hours"),
    [("约360小时。", "约360"), ("36.5 小时", "36.5"), ("每人3小时", None), ("3小时30分", None)],
)
def test_hours_are_taken_only_when_they_are_a_plain_total(written: str, hours: str | None) -> None:
    found = draft(title("活动"), p(f"服务时长：{written}"), TEXT)
    assert plain(found).get("service_hours") == hours
    assert any("看不出服务时长" in what for _, what in told(found)) == (hours is None)


def test_sign_off_is_not_body_and_a_date_line_in_the_text_is() -> None:
    found = draft(
        title("活动"),
        TEXT,
        p("2026年8月1日", align="left"),
        TEXT,
        p("文学院团委"),
        p("2026年8月12日"),
    )
    assert found.body is not None
    assert "团委" not in found.body.text
    assert "8月12日" not in found.body.text


def test_title_in_two_lines_is_told() -> None:
    found = draft(title("“乡音筑梦”实践队赴贵州省"), title("赫章县开展推普调研"), TEXT)
    assert plain(found)["name"] == "“乡音筑梦”实践队赴贵州省赫章县开展推普调研"
    assert any(code == "word-title-lines" for code, _ in told(found))


# ---------------------------------------------------------------- tables and forms


def test_merged_and_nested_cells() -> None:
    inner = table(["丙", "丁"], ["3", "4"])
    found = draft(
        title("活动"),
        table(
            [cell("类别", merge="restart"), cell("人数", span=2)],
            [cell(merge="continue"), "男", "女"],
            ["学生", "3", cell(inner, p(""))],
        ),
    )
    assert found.body is not None
    assert found.body.text == (
        "| 类别 | 人数 |  |\n| --- | --- | --- |\n| 类别 | 男 | 女 |\n"
        "| 学生 | 3 | （见下面的表格 2） |\n\n| 丙 | 丁 |\n| --- | --- |\n| 3 | 4 |"
    )
    assert any(code == "word-merged" for code, _ in told(found))


def test_a_frame_of_one_cell_is_text() -> None:
    assert body(table([cell(p("第一段。"), p("第二段。"))])) == "第一段。\n\n第二段。"


def test_form_in_two_columns_with_odd_labels() -> None:
    found = draft(
        table(
            ["姓  名：", "张三", "政治面貌", "中共党员"],
            ["单位", "白鹭社区", "职务", "党支部书记"],
            [cell("主要事迹：带队修路。", span=4)],
            ["爱好", cell("钓鱼", span=3)],
        )
    )
    values = plain(found)
    assert values["name"] == "张三"
    assert values["political_status"] == "中共党员"
    assert values["position"] == "党支部书记"
    assert found.body is not None
    assert found.body.text == "带队修路。"
    assert any("爱好：钓鱼" in what for code, what in told(found) if code == "word-unused")


def test_several_forms_are_several_members() -> None:
    def one(name: str) -> str:
        return table(["姓名", name, "学院", "文学院"], ["简介", cell(f"{name}的简介。", span=3)])

    found = reading(p("成员表", style="1"), one("张三"), p(""), one("李四")).drafts
    assert [plain(each)["name"] for each in found] == ["张三", "李四"]
    assert [each.body.text for each in found if each.body] == ["张三的简介。", "李四的简介。"]


def test_a_list_of_people_stays_a_table() -> None:
    found = draft(
        title("活动名单"),
        p("时间：2026年7月1日"),
        table(["姓名", "学院", "联系电话"], ["张三", "文学院", "13812345678"]),
    )
    assert found.model.kind == "activity"
    assert found.body is not None
    assert found.body.text.endswith("| 张三 | 文学院 | （手机号略） |")
    assert ("word-number", "这里有手机号，写成了“（手机号略）”。") in told(found)


# ---------------------------------------------------------------- pictures


def photos(*blocks: str, **parts: object) -> Draft:
    return draft(title("活动"), TEXT, *blocks, **parts)


def pixels(found: Draft) -> Image.Image:
    (photo,) = found.photos
    return Image.open(io.BytesIO(photo.data)).convert("RGB")


def test_what_is_cropped_away_is_not_kept() -> None:
    crop = '<a:srcRect l="60000"/>'
    shown = pixels(photos(p(picture("rA", crop=crop)), media={"rA": ("a.png", halves())}))
    assert shown.size == (24, 40)
    assert shown.getcolors() == [(24 * 40, (0, 0, 255))]
    old = pixels(photos(p(vml("rA", 'cropleft="39322f"')), media={"rA": ("a.png", halves())}))
    assert old.getcolors() == [(24 * 40, (0, 0, 255))]


def test_turned_pictures() -> None:
    shown = pixels(photos(p(picture("rA", turn=90)), media={"rA": ("a.png", halves())}))
    assert shown.size == (40, 60)
    assert shown.getpixel((20, 5)) == (255, 0, 0)
    slanted = photos(p(picture("rA", turn=13)), media={"rA": ("a.png", halves())})
    assert pixels(slanted).size == (60, 40)
    assert any("13 度" in what for code, what in told(slanted))


def test_pictures_that_cannot_be_taken_are_told() -> None:
    emf = b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(60)
    found = photos(p(picture("rA")), media={"rA": ("a.emf", emf)})
    assert found.photos == ()
    (what,) = [what for code, what in told(found) if code == "word-picture"]
    assert "WMF 或 EMF" in what
    linked = photos(p(picture("rA", link=True)), links={"rA": "https://example.org/a.jpg"})
    assert linked.photos == ()
    assert any("只链接到别处" in what for code, what in told(linked) if code == "word-picture")
    missing = photos(p(picture("rX")))
    assert any("找不到" in what for code, what in told(missing) if code == "word-picture")


def test_pictures_in_text_boxes_are_taken_once() -> None:
    framed = p(box(p(picture("rA")), p("图1 访谈现场")))
    found = photos(framed, media={"rA": ("a.jpg", image())})
    assert [photo.fields["caption"].text for photo in found.photos] == ["访谈现场"]  # type: ignore


# ---------------------------------------------------------------- the file itself


def test_strict_documents_read_the_same() -> None:
    loose, strict = standard(), standard()
    strict.is_strict = True
    one = read_word(loose.data(), "a.docx").drafts[0]
    other = read_word(strict.data(), "a.docx").drafts[0]
    assert plain(one) == plain(other)
    assert one.body == other.body
    assert [photo.data for photo in one.photos] == [photo.data for photo in other.photos]


@pytest.mark.parametrize(
    ("data", "told_as"),
    [
        (b"", "是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式（.doc 或 .wps）"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "设了打开密码",
        ),
        (b"{\\rtf1 text}", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><body>", "网页"),
        ("纯文本".encode(), "不是 Word 文档"),
        (standard().data()[:3000], "可能没有传完整"),
    ],
)
def test_other_files_are_refused_in_plain_words(data: bytes, told_as: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told_as)):
        read_word(data, "稿件.docx")


def test_bombs_are_refused() -> None:
    entity = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    bomb = Docx([TEXT], styles=f"{entity}<w:styles xmlns:w='x'>&b;</w:styles>")
    with pytest.raises(UsageError, match="不该有的代码"):
        read_word(bomb.data(), "稿件.docx")
    deep = Docx(["<w:sdt><w:sdtContent>" * 300 + TEXT + "</w:sdtContent></w:sdt>" * 300])
    with pytest.raises(UsageError, match="损坏了"):
        read_word(deep.data(), "稿件.docx")
    big = Docx([TEXT], styles=" " * (20 * 1024 * 1024))
    with pytest.raises(UsageError, match="大得不正常"):
        read_word(big.data(), "稿件.docx")


# ---------------------------------------------------------------- the command


def run_import(project: Project, file: Path, *options: str) -> int:
    return main(["import", str(file), "--root", str(project.root), *options])


def test_nothing_is_written_before_it_is_confirmed(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "稿件.docx"
    file.write_bytes(standard().data())
    assert run_import(project, file) == 1
    shown = capsys.readouterr().out
    assert "← 第 2 段 时间：2026年7月15日至7月21日" in shown
    assert "什么也没有写" in shown
    assert not (project.content / "activities").exists()
    assert run_import(project, file, "--yes") == 0
    assert "已写入：content/activities/" in capsys.readouterr().out
    assert run_import(project, file, "--yes") == 0
    assert "已经导入过" in capsys.readouterr().out
    assert len(list((project.content / "activities").iterdir())) == 1


def test_kind_can_be_chosen(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "品牌.docx"
    file.write_bytes(Docx([title("红帆工作法"), p("口号：人人向善"), TEXT]).data())
    assert run_import(project, file, "--kind", "品牌", "--yes") == 0
    text = next((project.content / "brands").rglob("index.md")).read_text("utf-8")
    assert "名称: 红帆工作法" in text
    assert project.problems() == ()


# ---------------------------------------------------------------- odd, but seen


def test_a_label_whose_value_stands_on_the_next_line_loses_nothing() -> None:
    found = draft(
        title("活动"), p("活动时间："), p("2026年7月1日"), p("活动地点："), p("社区"), TEXT
    )
    assert found.body is not None
    assert found.body.text.startswith("2026年7月1日\n\n社区\n\n")
    assert [what for code, what in told(found) if code == "word-empty-label"] == [
        "“活动时间”为空，后面没有内容。",
        "“活动地点”为空，后面没有内容。",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("【活动时间】2026年7月1日", "【活动地点】白鹭社区"),
        ("一、活动时间：2026年7月1日", "二、活动地点：白鹭社区"),
        ("1.时间：2026年7月1日", "2.地点: 白鹭社区"),
        ("●时间：2026年7月1日", "●地点：白鹭社区"),
    ],
)
def test_labels_in_brackets_and_with_numbers(lines: tuple[str, ...]) -> None:
    values = plain(draft(title("活动"), *map(p, lines), TEXT))
    assert (values["date"], values["place"]) == ("2026-07-01", "白鹭社区")


def test_a_second_line_that_looks_like_the_title_is_told() -> None:
    found = draft(p("文学院简报", align="center", size=52), title("走进车间"), TEXT)
    assert ("word-title-rival", "“走进车间”也像标题，留在了正文里。") in told(found)


def test_form_of_an_activity() -> None:
    found = draft(
        p("活动申报表", align="center", size=44),
        table(
            ["活动名称", "走进车间", "活动类型", "走访"],
            ["活动时间", "2026年7月1日", "活动地点", "白鹭社区"],
            ["活动内容", cell(p("第一段。"), p("第二段。"), span=3)],
            ["活动照片", cell(p(picture("rA")), p("图1 现场"), span=3)],
        ),
        media={"rA": ("a.jpg", image())},
    )
    values = plain(found)
    assert (values["name"], values["type"], values["date"]) == ("走进车间", "走访", "2026-07-01")
    assert found.body is not None
    assert found.body.text == "第一段。\n第二段。"
    assert [photo.fields["caption"].text for photo in found.photos] == ["现场"]  # type: ignore
