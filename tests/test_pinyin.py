"""Names become addresses, and an order that readers of Chinese expect."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ROOT
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from generator.keeping.sounds import keep_sounds, recall_sounds
from generator.keeping.store import Store
from generator.models.values import SLUG
from generator.text.pinyin import (
    MAX_SLUG,
    Asked,
    _spelled,
    adopt,
    handed_on,
    learned,
    slug_from,
    sort_key,
    sound,
    sounds,
)


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


def test_sounds_are_those_that_the_library_gives() -> None:
    for char in map(chr, sorted(PINYIN_DICT)[::5]):
        spelled = lazy_pinyin(char, style=Style.NORMAL)[0]
        assert sound(char) == (spelled if re.fullmatch("[a-z]+", spelled) else ""), char
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("index.md")]
    names = [run for text in texts for run in re.findall("[\u4e00-\u9fff]+", text)]
    names += [*sorted(PHRASES_DICT)[::20], "重庆银行长春分行", "单县单店", "音乐与快乐"]
    assert len(names) > 5_000
    for name in names:
        assert sounds(name) == lazy_pinyin(name, style=Style.NORMAL), name


@pytest.mark.parametrize("text", ["", "a1+", "、·", "é", "😀", "ー"])
def test_what_is_not_chinese_has_no_sound(text: str) -> None:
    assert sounds(text) == [""] * len(text)


@pytest.mark.parametrize("style", [Style.NORMAL, Style.TONE3, Style.FIRST_LETTER])
def test_words_spelled_apart_sound_as_in_their_name(style: Style) -> None:
    chance = Random(8)
    phrases = chance.sample(sorted(PHRASES_DICT), 2000)
    signs = [*"长行了重地得 aZ9-·“”〇①é々\n", "党支部", "2024年", "白鹭社区", ""]
    for _ in range(1500):
        name = "".join(chance.choices([*phrases, *signs * 60], k=chance.randint(0, 6)))
        expected = lazy_pinyin(name, style=style, neutral_tone_with_five=True)
        assert _spelled(name, style.name) == expected


def test_phrases_of_a_text_decide_as_all_of_them_do() -> None:
    """Phrases of the dictionary, alone and joined; both ways in processes of their own."""
    ours = """
from generator.text.phrases import library, phrases_in

library()
from pypinyin.seg import mmseg

def cut(text):
    known = phrases_in(text)
    return [(word, known.get(word)) for word in mmseg.seg.cut(text)]
"""
    all_loaded = """
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg import mmseg

def cut(text):
    return [(word, PHRASES_DICT.get(word)) for word in mmseg.seg.cut(text)]
"""
    rest = """
import hashlib, json, pathlib, pypinyin, random, sys
assert len(pypinyin.constants.PHRASES_DICT) EXPECTED
chance = random.Random(8)
file = pathlib.Path(pypinyin.__file__).with_name("phrases_dict.json")
phrases = list(json.loads(file.read_text("utf-8")))
phrases = chance.sample(phrases, 8000)
texts = [*phrases, *map("".join, zip(phrases, phrases[7:], phrases[99:]))]
texts += [left[:3] + right[1:] for left, right in zip(phrases, phrases[5:])]
print(len(texts), hashlib.sha256(repr([cut(text) for text in texts]).encode()).hexdigest())
"""
    lazily, wholly = (
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for script in (
            f"{ours}{rest.replace('EXPECTED', '== 0')}",
            f"{all_loaded}{rest.replace('EXPECTED', '> 47_000')}",
        )
    )
    assert int(lazily.split()[0]) > 20_000
    assert lazily == wholly


def test_what_was_spelled_in_another_run_needs_no_dictionary(tmp_path: Path) -> None:
    script = """
import sys
from generator.keeping.sounds import keep_sounds, recall_sounds
from generator.keeping.store import Store
from generator.text.pinyin import slug_from, sort_key, sounds

with Store(Path(sys.argv[1]), "a") as store:
    recall_sounds(store)
    print(sort_key("重庆路"), slug_from("重庆路", "a"), sounds("重庆路"))
    keep_sounds(store)
print("pypinyin" in sys.modules)
"""
    command = [sys.executable, "-c", f"from pathlib import Path{script}", str(tmp_path)]
    first, second = (
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert first.endswith("True\n")
    assert second == first.replace("True", "False")


def test_what_another_process_handed_on_is_not_worked_out_again() -> None:
    def elsewhere() -> tuple[str, bytes, bytes]:
        return sort_key("长安街"), handed_on(), handed_on()

    def here(found: bytes) -> tuple[str, dict[Asked, Any]]:
        adopt(found)
        adopt(b"")
        return sort_key("长安街"), learned()

    learned()
    with ThreadPoolExecutor(1) as other:
        spelled, found, nothing = other.submit(elsewhere).result()
    assert nothing == b""
    other_spelling = found.replace(b"chang2", b"zhang3")
    with ThreadPoolExecutor(1) as other:
        asked, taken_over = other.submit(here, other_spelling).result()
    assert asked == spelled.replace("chang2", "zhang3") != spelled
    assert taken_over == {("sort_key", "长安街"): asked}


def test_what_one_thread_recalls_is_its_own(tmp_path: Path) -> None:
    """A preview may run beside a build; each has a store that no other thread may ask."""
    with Store(tmp_path, "a") as store:
        recall_sounds(store)
        first = sort_key("重庆路")
        keep_sounds(store)
        with ThreadPoolExecutor(1) as other:
            assert other.submit(sort_key, "重庆路").result() == first
            assert other.submit(learned).result() == {("sort_key", "重庆路"): first}
        assert learned() == {}
        assert sort_key("重庆路") == first
        assert learned() == {}
