"""One normal form for build and browser: both are held to tests/normalize_table.json."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from generator.text.normalize import flat, grams, has_traditional, normalize, rules, simplified

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = json.loads(
    (HERE / "normalize_table.json").read_text(encoding="utf-8")
)
ENGINE = HERE.parent / "theme_overrides/assets/javascripts/search-engine.js"


@pytest.mark.parametrize("row", TABLE, ids=[row["text"] for row in TABLE])
def test_the_build_follows_the_table(row: dict[str, Any]) -> None:
    assert normalize(row["text"]) == row["normal"]
    assert sorted(grams(row["text"])) == row["grams"]


def test_the_browser_follows_the_table(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(content=ENGINE.read_text(encoding="utf-8"))
    pairs = simplified()
    found = page.evaluate(
        """([rules, pairs, texts]) => {
            const parts = window.zhanting.search.parts;
            parts.set_rules(rules, pairs);
            return texts.map((text) => [parts.normalize(text), parts.grams(parts.normalize(text))]);
        }""",
        [rules(), ["".join(pairs), "".join(pairs.values())], [row["text"] for row in TABLE]],
    )
    page.close()
    read = [(normal, sorted(terms)) for normal, terms in found]
    assert read == [(row["normal"], row["grams"]) for row in TABLE]


def test_a_normal_form_is_its_own_normal_form() -> None:
    assert [normalize(row["normal"]) for row in TABLE] == [row["normal"] for row in TABLE]


def test_names_that_differ_in_marks_alone_are_one() -> None:
    assert flat("青年创客“信仰空间”") == flat("青年創客「信仰空間」") == flat("青年创客 信仰空间")
    assert flat("1＋5＋Ｘ") == flat("1 + 5 + x") == "1+5+x"


def test_nothing_is_found_across_a_sentence() -> None:
    assert "建党" not in grams("组织共建。党员共管")
    assert "建党" in grams("组织共建、党员共管")


def test_simplified_text_stays_as_it_is() -> None:
    assert normalize("著名的乾隆") == "著名的乾隆"
    assert normalize("黨建聯盟") == "党建联盟"
    assert normalize("黨建聯盟", simplify=False) == "黨建聯盟"


def test_every_traditional_character_is_seen_in_any_text() -> None:
    for char in simplified():
        assert has_traditional(f"甲—{char}·乙")
    others = set(map(chr, range(0x3000, 0xA000))) - simplified().keys()
    assert not has_traditional("".join(others))
    assert not has_traditional("著名的乾隆—·")


def test_what_simplified_text_is_written_with_is_never_converted() -> None:
    level_1 = b"".join(bytes([r, c]) for r in range(0xB0, 0xD8) for c in range(0xA1, 0xFF))
    assert set(simplified()).isdisjoint(level_1.decode("gb2312", "ignore"))


def test_common_characters_stand_for_themselves() -> None:
    """What `normalize` does not look up need not be looked up."""
    plain = "".join(map(chr, range(0x4E00, 0x9FA6)))
    kept = "".join(char for char in plain if char not in simplified())
    assert normalize(plain, simplify=False) == plain
    assert normalize(kept + "，") == kept
    assert normalize("，" + "".join(simplified())) == "".join(simplified().values())
