"""Copied text becomes clean paragraphs; no Chinese character and no digit is lost or added."""

import random
import re
import unicodedata
from pathlib import Path

import pytest

from generator.cli import main
from generator.text.paste import clean, difference, is_traditional, to_simplified

NEWSPAPER = """\
　　８月４日上午，“语润”实践团的志愿者走
进香粉乡中心小学，为４５名学生上了第一堂
普通话课。孩子们跟读拼音，课堂气氛热烈。
　　下午，队员们分组走访了３个村，记录苗语
地名１３２条，拍摄短视频３部。
"""


def test_lines_of_a_column_become_paragraphs() -> None:
    assert clean(NEWSPAPER).text == (
        "8月4日上午，“语润”实践团的志愿者走进香粉乡中心小学，为45名学生上了第一堂普通话课。"
        "孩子们跟读拼音，课堂气氛热烈。\n\n"
        "下午，队员们分组走访了3个村，记录苗语地名132条，拍摄短视频3部。\n"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("共８６户，占３１．２％。", "共86户，占31.2％。"),
        ("ＡＢＣ１２３", "ABC123"),
        ('他说:"很好",大家都笑了.', "他说：“很好”，大家都笑了。"),
        ("时间:8月3日", "时间：8月3日"),
        ("上午８：３０集合", "上午8:30集合"),
        ("队员(李四)在场", "队员（李四）在场"),
        ("见 https://example.org/a,b 和 a.b", "见 https://example.org/a,b 和 a.b"),
        ("推 广 普 通 话 活 动", "推广普通话活动"),
        ("推广 普通话的活动", "推广普通话的活动"),
        ("张 三、李 四", "张三、李四"),
        ("张三 李四 王小明", "张三 李四 王小明"),
        ("use  Word 2016 here", "use Word 2016 here"),
        ("走访，  收获很大 。", "走访，收获很大。"),
        ("主办：文学院  承办：校团委", "主办：文学院　承办：校团委"),
        ("网\u200b站\ufeff建\u00ad设", "网站建设"),
        ("1,800人，3.5公里", "1,800人，3.5公里"),
        ('一对"引号少一半', '一对"引号少一半'),
        ("比分 3:2", "比分 3:2"),
    ],
)
def test_one_line(written: str, expected: str) -> None:
    assert clean(written).text.rstrip("\n") == expected


def test_lists_headings_and_verses_keep_their_lines() -> None:
    text = (
        "一、活动背景\n为贯彻落实有关要求，实践队十二人抵达县城，\n开展了为期七天的调研工作，走访三个村。\n"
        "（一）入户调研\n1.走访\n2.座谈\n床前明月光，\n疑是地上霜。\n"
    )
    assert clean(text).text.split("\n\n") == [
        "一、活动背景",
        "为贯彻落实有关要求，实践队十二人抵达县城，开展了为期七天的调研工作，走访三个村。",
        "（一）入户调研",
        "1.走访",
        "2.座谈",
        "床前明月光，",
        "疑是地上霜。\n",
    ]


def test_page_numbers_and_running_heads_go_and_are_told() -> None:
    text = (
        "赫章日报 第2版\n实践队一行十二人抵达赫章县，开展为期\n- 3 -\n赫章日报 第2版\n"
        "七天的推普调研，走访了三个村的老人和\n第 4 页\n赫章日报 第2版\n孩子，完成问卷。\n"
    )
    found = clean(text)
    assert found.text == (
        "实践队一行十二人抵达赫章县，开展为期七天的推普调研，走访了三个村的老人和孩子，完成问卷。\n"
    )
    assert found.dropped == (
        "赫章日报 第2版",
        "- 3 -",
        "赫章日报 第2版",
        "第 4 页",
        "赫章日报 第2版",
    )


def test_words_of_latin_letters_are_joined_as_words() -> None:
    text = "The team visited three villages and inter-\nviewed the old people, who learned"
    assert "interviewed" in clean(text).text
    assert "people, who" in clean(text).text


def test_traditional_text_is_simplified_by_phrases() -> None:
    text = (
        "實踐隊於昨日抵達，隊員們將房間打掃得很乾淨，之後與皇后鎮的幹部座談，氣氛熱烈，乾坤朗朗。"
    )
    found = clean(text)
    assert found.was_traditional
    assert found.text == (
        "实践队于昨日抵达，队员们将房间打扫得很干净，之后与皇后镇的干部座谈，气氛热烈，乾坤朗朗。\n"
    )
    assert to_simplified("「頭髮」與『發展』") == "“头发”与‘发展’"


def test_a_few_traditional_characters_in_simplified_text_stay() -> None:
    text = "实践队走访了書法家陳老师，参观了他的作品“龍飛鳳舞”，大家收获很大，纷纷表示要认真学习。"
    assert not is_traditional(text)
    assert clean(text).text == text + "\n"


def test_difference_shows_every_change() -> None:
    shown = difference(NEWSPAPER, clean(NEWSPAPER))
    assert shown[0].startswith("〔８→8〕月〔４→4〕日上午，“语润”实践团的志愿者走〔⏎〕进香粉乡")
    assert len(shown) == 2
    assert difference("没有改动。\n", clean("没有改动。\n")) == []


# ---------------------------------------------------------------- what must hold for any text

PIECES = (
    *(
        "实践队",
        "推广普通话",
        "张三",
        "李 四",
        "王 小 明",
        "８月４日",
        "31.2％",
        "（一）",
        "一、",
        "1.",
    ),
    *("，", "。", ",", ".", ":", "：", "；", "“", "”", '"', "(", ")", "（", "）", "——", "…", "、"),
    *("\n", "\n\n", "\r\n", "　　", " ", "  ", "\t", "\u200b", "\u00a0", "—", "-", "- 3 -\n"),
    *(
        "Word",
        "WPS ",
        "inter-\nnational",
        "https://a.cn/b,c",
        "後",
        "乾",
        "發展",
        "實踐隊員們",
        "龜",
    ),
    *("㑇䶮", "𠮷", "〇", "图1", "３", "２０２６", "《静夜思》", "等", "8：30", "１．５"),
)


def bones(text: str) -> str:
    """Chinese characters and digits in their order, in the plainest form of each."""
    plain = to_simplified(unicodedata.normalize("NFKC", text))
    return "".join(re.findall(r"[\u3400-\u9fff\U00020000-\U0003ffff〇]|[0-9]", plain))


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_lost_and_cleaning_twice_changes_nothing(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 60)))
        found = clean(text)
        again = clean(found.text)
        assert again.text == found.text, text
        lines = [
            line
            for line in text.replace("\u200b", "").splitlines()
            if line.strip() not in found.dropped
        ]
        rest = "\n".join(lines)
        # By character, because a conversion by phrases may see other neighbours.
        assert len(bones(found.text)) == len(bones(rest)), text
        if not found.was_traditional:
            assert bones(found.text) == bones(rest), text


def test_wrapped_chinese_comes_back_whole_at_any_width() -> None:
    whole = "为深入贯彻落实推广国家通用语言文字的要求，实践队抵达赫章县，开展为期七天的调研。"
    other = "队员们走访了三个村、八十六户家庭，完成问卷二百一十四份，也看到了不足，将继续努力。"
    for width in range(12, 30):
        lines = []
        for paragraph in (whole, other):
            text = "　　" + paragraph
            lines += [text[at : at + width] for at in range(0, len(text), width)]
        assert clean("\n".join(lines)).text == f"{whole}\n\n{other}\n", width


# ---------------------------------------------------------------- the command


def test_command_shows_the_difference_and_keeps_the_original(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(NEWSPAPER, "gb18030")
    assert main(["clean", str(file)]) == 1
    shown = capsys.readouterr()
    assert "〔８→8〕月" in shown.err
    assert "什么也没有写" in shown.out
    assert [each.name for each in tmp_path.iterdir()] == ["稿.txt"]
    assert main(["clean", str(file), "--yes"]) == 0
    assert (tmp_path / "稿-整理后.txt").read_text("utf-8") == clean(NEWSPAPER).text
    assert file.read_text("gb18030") == NEWSPAPER
    assert main(["clean", str(file), "--yes"]) == 2


def test_command_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEWSPAPER.encode())))
    assert main(["clean", "-"]) == 0
    assert capsys.readouterr().out == clean(NEWSPAPER).text


def test_command_refuses_what_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "稿.docx"
    file.write_bytes(b"PK\x03\x04" + bytes(100))
    assert main(["clean", str(file)]) == 2
