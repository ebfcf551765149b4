"""The search box of each page and the search page, in a real Chromium under a strict policy."""

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


class Visitor:
    """A visitor's page, what its console complained of, and which files it asked for."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def go(self, path: str = "") -> Page:
        self.page.goto(self.address + path)
        return self.page

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("combobox", name="全站查找")

    @property
    def options(self) -> Locator:
        return self.page.get_by_role("option")

    def type(self, query: str) -> None:
        self.box.fill(query)
        expect(self.page.locator(".zt-options")).to_be_visible()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def visitor(request: pytest.FixtureRequest, browser: Browser, strict: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport=request.param, locale="zh-CN")
    made = Visitor(context, strict)
    yield made
    context.close()
    assert made.errors == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("济宁市太白楼路商圈党建联盟", "济宁市太白楼路商圈党建联盟"),
        ("能电商园联", "海能电商园联合党委"),
        ("黨建聯盟", "太白楼路商圈党建联盟成立"),
        ("tktd", "山东同科天地科技企业孵化器"),
        ("郑小斐", "郑晓斐"),
        ("UP咖啡", "UP咖啡"),
        ("1+5+X", "1+5+X"),
    ],
)
def test_names_are_found_while_one_types(visitor: Visitor, query: str, name: str) -> None:
    visitor.go()
    visitor.type(query)
    found = visitor.options.filter(has=visitor.page.locator("b", has_text=name)).first
    expect(found).to_be_visible()
    said = visitor.page.locator(".zt-unseen[role=status]")
    expect(said).to_contain_text("用上下键选择")
    found.click()
    expect(visitor.page.locator("h1")).to_have_text(name)


def test_nothing_of_the_search_is_fetched_before_it_is_used(visitor: Visitor) -> None:
    visitor.go().wait_for_load_state("networkidle")
    assert [url for url in visitor.asked if "search-engine" in url or "/search/" in url] == []
    visitor.box.focus()
    visitor.page.wait_for_load_state("networkidle")
    assert any("search-engine" in url for url in visitor.asked)


def test_keys_lead_through_the_answers(visitor: Visitor) -> None:
    page = visitor.go("sites/")
    page.keyboard.press("/")
    expect(visitor.box).to_be_focused()
    visitor.type("同科天地")
    expect(visitor.options.last).to_contain_text("查看全部")
    page.keyboard.press("ArrowDown")
    first = visitor.options.first
    expect(first).to_have_attribute("aria-selected", "true")
    assert visitor.box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    expect(visitor.options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(visitor.box).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".zt-options")).to_be_hidden()
    assert visitor.box.input_value() == "同科天地"
    page.keyboard.press("ArrowDown")
    expect(visitor.options.first).to_be_visible()
    name = visitor.options.first.locator("b").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


def test_control_k_opens_the_box_and_tab_leaves_it(visitor: Visitor) -> None:
    page = visitor.go()
    page.keyboard.press("Control+k")
    expect(visitor.box).to_be_focused()
    expect(visitor.options.first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".zt-options")).to_be_hidden()


def test_slash_is_a_letter_inside_a_field(visitor: Visitor) -> None:
    visitor.go()
    visitor.box.press_sequentially("1/2")
    assert visitor.box.input_value() == "1/2"


def test_unfinished_pinyin_is_not_searched(visitor: Visitor) -> None:
    page = visitor.go()
    visitor.box.focus()
    session = page.context.new_cdp_session(page)
    before = visitor.options.all_inner_texts()
    session.send(
        "Input.imeSetComposition", {"text": "qing", "selectionStart": 4, "selectionEnd": 4}
    )
    page.wait_for_timeout(400)
    assert visitor.options.all_inner_texts() == before
    session.send("Input.insertText", {"text": "青年创客"})
    expect(visitor.options.filter(has_text="青年创客“信仰空间”").first).to_be_visible()


def test_empty_box_offers_what_was_asked_before_and_what_is_suggested(visitor: Visitor) -> None:
    page = visitor.go()
    visitor.box.focus()
    expect(page.locator(".zt-options__title")).to_have_text("推荐查找")
    suggested = visitor.options.all_inner_texts()
    assert "党群服务中心" in suggested
    visitor.type("红帆")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    visitor.go("about/")
    visitor.box.focus()
    expect(visitor.options.first).to_have_text("红帆")
    assert visitor.options.all_inner_texts() == ["红帆", *suggested]


def test_nothing_found_says_so_and_offers_the_directory(visitor: Visitor) -> None:
    page = visitor.go()
    visitor.type("绝无此名甲乙丙丁")
    expect(page.locator(".zt-options__title")).to_contain_text("没有找到“绝无此名甲乙丙丁”")
    assert urlsplit(visitor.options.last.get_attribute("href") or "").path.endswith("/names/")


def test_screen_readers_hear_a_combobox_with_a_list(visitor: Visitor) -> None:
    visitor.go()
    visitor.type("同科天地党支部")
    expect(visitor.options.first).to_be_visible()
    box = visitor.box
    assert box.get_attribute("aria-controls") == "zt-options"
    assert box.get_attribute("aria-expanded") == "true"
    assert visitor.page.get_by_role("listbox", name="查找结果").is_visible()
    assert visitor.page.get_by_role("search").count() == 1


def test_search_page_quotes_the_sentence_and_groups_by_kind(visitor: Visitor) -> None:
    page = visitor.go(f"search/?q={quote('慈善')}")
    status = page.locator("[data-zt-status]")
    expect(status).to_contain_text("“慈善”：找到")
    assert visitor.box.input_value() == "慈善"
    headings = page.locator("[data-zt-results] h2").all_inner_texts()
    assert len(headings) == len(set(headings)) > 1
    quoted = page.locator(".zt-hit__text mark").first
    expect(quoted).to_have_text("慈善")
    hit = page.locator(".zt-hit a").first
    name = hit.inner_text()
    hit.click()
    expect(page.locator("h1")).to_have_text(name)


def test_filters_have_addresses_and_counts_that_come_true(visitor: Visitor) -> None:
    page = visitor.go(f"search/?q={quote('党建')}")
    expect(page.locator(".zt-hit").first).to_be_visible()
    filters = page.locator("[data-zt-filters]")
    if not filters.evaluate("each => each.open"):
        filters.locator("summary").click()
    chip = page.locator("[data-zt-filter^='kind:']").first
    count = int(chip.locator(".zt-count").inner_text())
    kind = (chip.get_attribute("data-zt-filter") or "").removeprefix("kind:")
    chip.click()
    expect(page.locator("[data-zt-status]")).to_have_text(f"“党建”：找到{count}条。")
    assert parse_qs(urlsplit(page.url).query) == {"q": ["党建"], "kind": [kind]}
    expect(page.locator("[data-zt-results] h2")).to_have_count(1)
    expect(page.locator(f"[data-zt-filter='kind:{kind}']")).to_be_focused()
    page.reload()
    expect(page.locator("[data-zt-status]")).to_have_text(f"“党建”：找到{count}条。")
    page.go_back()
    expect(page.locator("[data-zt-status]")).not_to_have_text(f"“党建”：找到{count}条。")


def test_search_page_shows_all_that_was_found(visitor: Visitor) -> None:
    page = visitor.go(f"search/?q={quote('党')}")
    expect(page.locator(".zt-hit").first).to_be_visible()
    shown = page.locator(".zt-hit").count()
    page.get_by_role("button", name="显示更多").click()
    expect(page.locator(".zt-hit").nth(shown)).to_be_visible()


def test_search_page_says_when_nothing_is_found(visitor: Visitor) -> None:
    page = visitor.go(f"search/?q={quote('绝无此名甲乙丙丁')}")
    expect(page.locator("[data-zt-status]")).to_have_text("没有找到“绝无此名甲乙丙丁”。")
    assert page.locator("[data-zt-results]").get_by_role("link", name="名录").is_visible()


def test_markup_in_a_query_is_shown_as_text(visitor: Visitor) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    page = visitor.go(f"search/?q={quote(hostile)}")
    expect(page.locator("[data-zt-status]")).to_contain_text(hostile)
    assert page.locator("[data-zt-results] img, [data-zt-status] img").count() == 0


def test_lost_network_is_told(browser: Browser, strict: str) -> None:
    page = browser.new_page()
    page.route("**/search/index.json*", lambda route: route.abort())
    page.goto(strict)
    box = page.get_by_role("combobox", name="全站查找")
    box.fill("同科")
    expect(page.locator(".zt-options__title")).to_contain_text("请检查网络")
    page.unroute_all()
    box.fill("同科天地")
    expect(page.get_by_role("option").first).to_contain_text("同科天地")
    page.close()


def test_an_option_that_is_pressed_is_not_replaced(visitor: Visitor) -> None:
    """The names answer first; when the text follows, a press on one of them must still count."""
    page = visitor.go()
    held: list[Route] = []
    page.route("**/search/grams/*", lambda route: held.append(route))
    visitor.type("党建联盟")
    first = visitor.options.first
    expect(first).to_be_visible()
    page.wait_for_timeout(200)
    name = first.locator("b").inner_text()
    page.evaluate("document.querySelector('[role=option]').dataset.pressed = 'yes'")
    box = first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    assert held, "the text was not asked for"
    for route in held:
        route.continue_()
    page.unroute("**/search/grams/*")
    page.wait_for_timeout(400)
    assert page.locator("[data-pressed]").count() == 1
    page.mouse.up()
    expect(page.locator("h1")).to_have_text(name)
