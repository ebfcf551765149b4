"""The real website in a real Chromium: a visitor's way through it, and what its scripts add.

It is served with the strict policy of conftest.py: a script or style that this refuses fails here.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, Request, expect

SIZES = {"phone": (390, 844), "desktop": (1440, 900)}


class Visit:
    """One visitor's page, with what the console said and which hosts were asked."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.foreign: list[str] = []
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)

    def go(self, path: str = "") -> Page:
        self.page.goto(self.address + path)
        return self.page

    def _failed(self, request: Request) -> None:
        # A visitor who goes on to the next page breaks off what was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.errors.append(f"{request.url}: {request.failure}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)


def visited(browser: Browser, address: str, size: str = "desktop") -> Iterator[Visit]:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    visit = Visit(page, address)
    yield visit
    page.close()
    assert visit.errors == []
    assert visit.foreign == []


@pytest.fixture(params=SIZES)
def visit(request: pytest.FixtureRequest, browser: Browser, strict: str) -> Iterator[Visit]:
    """A visitor with a phone, and one with a desktop."""
    yield from visited(browser, strict, request.param)


@pytest.fixture
def desktop(browser: Browser, strict: str) -> Iterator[Visit]:
    yield from visited(browser, strict)


@pytest.fixture
def plain(browser: Browser, strict: str) -> Iterator[Page]:
    """A visitor without JavaScript."""
    page = browser.new_page(java_script_enabled=False, base_url=strict)
    yield page
    page.close()


# ---------------------------------------------------------------- a visitor's way


def test_from_home_to_a_list_to_a_record_to_a_related_one(visit: Visit) -> None:
    page = visit.go()
    assert page.locator("h1").inner_text() == "同心聚力\n先锋在前"
    page.get_by_role("link", name="走进示范点").click()
    assert page.locator("h1").inner_text() == "示范点"
    page.get_by_role("link", name="青年创客“信仰空间”", exact=True).click()
    assert page.locator("h1").inner_text() == "青年创客“信仰空间”"
    page.locator(".zt-related").get_by_role("link", name="党旗下的青年创业论坛").click()
    assert page.locator("h1").inner_text() == "党旗下的青年创业论坛"
    assert page.url == f"{visit.address}activities/qingnian-chuangye-luntan/"


def test_every_picture_of_a_list_loads(visit: Visit) -> None:
    page = visit.go("sites/")
    images = page.locator(".zt-card img").filter(visible=True)
    assert images.count() >= 12
    for image in images.all():
        image.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
        )


def test_without_javascript_everything_is_there(plain: Page) -> None:
    plain.goto("sites/xinyang-kongjian/")
    assert plain.locator("h1").is_visible()
    assert plain.locator(".zt-menu").get_by_role("link", name="品牌").is_visible()
    assert not plain.locator(".zt-tools").is_visible()
    plain.locator(".zt-crumb").get_by_role("link", name="示范点").click()
    plain.locator(".zt-facets").get_by_role("link", name="山东·青岛").click()
    assert plain.locator("h1").inner_text() == "示范点：山东·青岛"


# ---------------------------------------------------------------- finding without scripts


def test_search_without_javascript_leads_to_the_whole_directory(plain: Page) -> None:
    plain.goto("")
    plain.get_by_role("searchbox").fill("郑晓斐")
    plain.get_by_role("searchbox").press("Enter")
    plain.wait_for_url("**/names/?q=*")
    assert plain.get_by_role("link", name="郑晓斐", exact=True).is_visible()


# ---------------------------------------------------------------- ways of reading


def letters(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize")
    return found


def is_dark(page: Page) -> bool:
    red: int = page.evaluate(
        "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/))"
    )
    return red < 128


def test_elder_mode_is_kept_until_it_is_turned_off(visit: Visit) -> None:
    page = visit.go("about/")
    button = page.get_by_role("button", name="长辈版")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = letters(page)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert letters(page) == "22px"
    page.goto(f"{visit.address}data/")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto(f"{visit.address}about/")
    assert letters(page) == "22px"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert letters(page) == before


def test_elder_mode_can_be_asked_for_by_address(visit: Visit) -> None:
    page = visit.go("about/?elder=1")
    assert letters(page) == "22px"
    page.locator(".zt-brand").click()
    expect(page.get_by_role("button", name="长辈版")).to_have_attribute("aria-pressed", "true")
    page = visit.go("about/?elder=0")
    assert letters(page) != "22px"


@pytest.mark.parametrize("device", ["light", "dark"])
def test_dark_colours_follow_the_device_until_the_visitor_chooses(
    desktop: Visit, device: str
) -> None:
    desktop.page.emulate_media(color_scheme=device)
    page = desktop.go()
    button = page.get_by_role("button", name="深色")
    was_dark = device == "dark"
    assert is_dark(page) == was_dark
    expect(button).to_have_attribute("aria-pressed", str(was_dark).lower())
    button.click()
    expect(button).to_have_attribute("aria-pressed", str(not was_dark).lower())
    assert is_dark(page) != was_dark
    desktop.go("about/")
    expect(button).to_have_attribute("aria-pressed", str(not was_dark).lower())
    assert is_dark(page) != was_dark


def test_ways_of_reading_hold_for_the_page_where_storage_is_refused(desktop: Visit) -> None:
    desktop.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"
    )
    page = desktop.go("about/")
    page.get_by_role("button", name="长辈版").click()
    assert letters(page) == "22px"


# The browser's voice, which no test machine has: writes down what it is given to say.
VOICE = """
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", {value: {
  speak(said) { window.spoken.push(said); },
  cancel() { window.spoken = []; },
}});
"""


def listening(visit: Visit, path: str) -> tuple[Page, Locator]:
    visit.page.add_init_script(VOICE)
    page = visit.go(path)
    return page, page.get_by_role("group", name="阅读方式").locator("[data-zt-read]")


def spoken(page: Page) -> str:
    return "".join(page.evaluate("window.spoken.map(said => said.text)"))


def test_page_is_read_aloud_and_stops_on_request(visit: Visit) -> None:
    page, button = listening(visit, "activities/fuhuaqi-dangjian-yuanzhuo/")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    said = spoken(page)
    assert "圆桌会：孵化器党建工作如何突破" in said
    assert said.count("先以党团活动打开局面") == 1
    assert "长辈版" not in said
    assert "跳到正文" not in said
    assert set(page.evaluate("window.spoken.map(said => said.lang)")) == {"zh-CN"}
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert spoken(page) == ""


def test_reading_aloud_ends_with_the_page(desktop: Visit) -> None:
    page, button = listening(desktop, "about/")
    button.click()
    page.evaluate("window.spoken[window.spoken.length - 1].onend()")
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("tree/", ".zt-tree a"),
        ("brands/siquan-sante-wuhua/", ".zt-part__name"),
        ("organizations/jiaonan-jiedao/", ".zt-network__words dt"),
        ("sites/", ".zt-card__title"),
    ],
)
def test_nothing_is_left_out_when_reading_aloud(desktop: Visit, path: str, names: str) -> None:
    page, button = listening(desktop, path)
    button.click()
    said = "".join(spoken(page).split())
    found = ["".join(text.split()) for text in page.locator(f"main {names}").all_text_contents()]
    assert len(found) >= 3
    assert [name for name in found if name not in said] == []


def test_no_button_for_reading_aloud_where_the_browser_has_no_voice(desktop: Visit) -> None:
    desktop.page.add_init_script("delete window.speechSynthesis;")
    page = desktop.go()
    assert page.evaluate("'speechSynthesis' in window") is False
    assert not page.locator("[data-zt-read]").is_visible()
    assert page.get_by_role("button", name="长辈版").is_visible()


# ---------------------------------------------------------------- the menu


def test_menu_opens_by_click_and_closes_by_a_click_elsewhere(visit: Visit) -> None:
    page = visit.go()
    timeline = page.locator(".zt-menu").get_by_role("link", name="时间线")
    assert not timeline.is_visible()
    page.locator(".zt-more summary").click()
    expect(timeline).to_be_in_viewport(ratio=1)
    page.locator("h1").click()
    expect(timeline).not_to_be_visible()
    page.locator(".zt-more summary").click()
    timeline.click()
    assert page.locator("h1").inner_text() == "时间线"


def test_menu_opens_and_closes_by_keyboard(desktop: Visit) -> None:
    page = desktop.go()
    summary = page.locator(".zt-more summary")
    timeline = page.locator(".zt-menu").get_by_role("link", name="时间线")
    summary.focus()
    page.keyboard.press("Enter")
    expect(timeline).to_be_visible()
    page.keyboard.press("Tab")
    expect(timeline).to_be_focused()
    page.keyboard.press("Escape")
    expect(timeline).not_to_be_visible()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(timeline).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(timeline).not_to_be_visible()


def test_menu_opens_without_javascript(plain: Page) -> None:
    plain.goto("")
    plain.locator(".zt-more summary").click()
    assert plain.locator(".zt-menu").get_by_role("link", name="时间线").is_visible()


# ---------------------------------------------------------------- facets


SERVICE, QINGDAO = "type:enterprise-service", "region:shan-dong-qing-dao"
BOTH = "?type=enterprise-service&region=shan-dong-qing-dao"


@pytest.fixture(scope="module")
def activities(site: Path) -> list[tuple[str, list[str]]]:
    """The name and the terms of every activity."""
    cards = json.loads((site / "activities" / "cards.json").read_text(encoding="utf-8"))
    return [
        (BeautifulSoup(card, "html.parser").find(class_="zt-card__title").get_text(), terms)
        for card, terms in cards
    ]


def names_with(activities: list[tuple[str, list[str]]], *terms: str) -> list[str]:
    return [name for name, its in activities if set(terms) <= set(its)]


def chip(page: Page, term: str) -> Locator:
    return page.locator(f"[data-zt-term='{term}']")


def open_filter(page: Page) -> None:
    """On a phone the facets are behind a button."""
    if not page.locator(".zt-facets").is_visible():
        page.locator(".zt-filter > summary").click()


def expect_cards(page: Page, names: list[str]) -> None:
    expect(page.locator(".zt-card__title")).to_have_text(names)


def test_sample_of_these_tests_combines(activities: list[tuple[str, list[str]]]) -> None:
    both = len(names_with(activities, SERVICE, QINGDAO))
    assert 0 < both < len(names_with(activities, SERVICE)) < 24
    assert both < len(names_with(activities, QINGDAO))


def test_two_facets_show_what_has_both(
    visit: Visit, activities: list[tuple[str, list[str]]]
) -> None:
    page = visit.go("activities/")
    status = page.locator("[data-zt-status]")
    open_filter(page)
    chip(page, SERVICE).click()
    services = names_with(activities, SERVICE)
    expect_cards(page, services)
    expect(status).to_have_text(f"企业服务：{len(services)}场。")
    assert page.url == f"{visit.address}activities/?type=enterprise-service"
    in_qingdao = names_with(activities, SERVICE, QINGDAO)
    expect(chip(page, QINGDAO).locator(".zt-count")).to_have_text(str(len(in_qingdao)))

    chip(page, QINGDAO).click()
    expect_cards(page, in_qingdao)
    expect(status).to_have_text(f"企业服务、山东·青岛：{len(in_qingdao)}场。")
    assert page.url == f"{visit.address}activities/{BOTH}"
    for term in (SERVICE, QINGDAO):
        expect(chip(page, term)).to_have_attribute("aria-current", "true")
    # Each chip counts what it would show; one that would show nothing is left out.
    shown = page.locator("[data-zt-term^='type:']").evaluate_all(
        """chips => chips.filter(chip => !chip.parentElement.hidden).map(chip =>
          [chip.dataset.ztTerm, Number(chip.querySelector(".zt-count").textContent)])"""
    )
    types = {term for _, terms in activities for term in terms if term.startswith("type:")}
    counts = {term: len(names_with(activities, QINGDAO, term)) for term in types}
    assert dict(shown) == {term: count for term, count in counts.items() if count}

    chip(page, SERVICE).click()
    expect_cards(page, names_with(activities, QINGDAO))
    assert page.url == f"{visit.address}activities/?region=shan-dong-qing-dao"


def test_back_leads_through_the_choices(
    visit: Visit, activities: list[tuple[str, list[str]]]
) -> None:
    page = visit.go("activities/")
    at_first = page.locator(".zt-card__title").all_inner_texts()
    open_filter(page)
    chip(page, SERVICE).click()
    expect_cards(page, names_with(activities, SERVICE))
    chip(page, QINGDAO).click()
    expect_cards(page, names_with(activities, SERVICE, QINGDAO))
    page.go_back()
    expect_cards(page, names_with(activities, SERVICE))
    expect(chip(page, QINGDAO)).not_to_have_attribute("aria-current", "true")
    page.go_back()
    expect_cards(page, at_first)
    assert page.url == f"{visit.address}activities/"
    page.go_forward()
    expect_cards(page, names_with(activities, SERVICE))


def test_address_of_a_combination_shows_it(
    visit: Visit, activities: list[tuple[str, list[str]]]
) -> None:
    page = visit.go(f"activities/{BOTH}")
    names = names_with(activities, SERVICE, QINGDAO)
    expect_cards(page, names)
    expect(page.locator("[data-zt-status]")).to_have_text(f"企业服务、山东·青岛：{len(names)}场。")


def test_address_of_an_unknown_term_shows_the_list(desktop: Visit) -> None:
    page = desktop.go("activities/?type=no-such-type&utm_source=wechat")
    assert page.locator(".zt-card").count() == 24


def test_page_of_a_term_leads_to_the_combination(
    visit: Visit, activities: list[tuple[str, list[str]]]
) -> None:
    page = visit.go("activities/type/enterprise-service/")
    open_filter(page)
    chip(page, QINGDAO).click()
    page.wait_for_url(f"{visit.address}activities/{BOTH}")
    expect_cards(page, names_with(activities, SERVICE, QINGDAO))


def test_choices_are_cleared_together(
    desktop: Visit, activities: list[tuple[str, list[str]]]
) -> None:
    page = desktop.go(f"activities/{BOTH}")
    clear = page.get_by_role("button", name="清除筛选")
    clear.click()
    expect_cards(page, names_with(activities)[:24])
    expect(page.locator("[data-zt-status]")).to_have_text(f"共{len(activities)}场。")
    expect(clear).not_to_be_visible()
    assert page.url == f"{desktop.address}activities/"
    page.get_by_role("button", name="显示更多").click()
    expect_cards(page, names_with(activities))
    expect(page.locator(".zt-card__title a").nth(24)).to_be_focused()
    expect(page.get_by_role("button", name="显示更多")).not_to_be_visible()


def test_rest_of_a_facet_says_how_many_it_holds(desktop: Visit) -> None:
    """The terms behind 其余7项, of which a choice leaves only some."""
    page = desktop.go("activities/?region=shan-dong-qing-dao")
    expect(chip(page, QINGDAO)).to_have_attribute("aria-current", "true")
    rests = page.locator(".zt-rest").filter(visible=True)
    said = rests.locator("summary").all_inner_texts()
    held = rests.evaluate_all(
        "all => all.map(each => each.querySelectorAll('li:not([hidden])').length)"
    )
    assert said == [f"其余{count}项" for count in held]
    assert 0 not in held


def test_keyboard_keeps_its_place_while_choosing(desktop: Visit) -> None:
    page = desktop.go("activities/")
    for term in (SERVICE, QINGDAO):
        chip(page, term).focus()
        page.keyboard.press("Enter")
        expect(chip(page, term)).to_have_attribute("aria-current", "true")
        expect(chip(page, term)).to_be_focused()


def test_keyboard_keeps_its_place_after_clearing(desktop: Visit) -> None:
    page = desktop.go(f"activities/{BOTH}")
    clear = page.get_by_role("button", name="清除筛选")
    clear.focus()
    page.keyboard.press("Enter")
    expect(clear).not_to_be_visible()
    assert page.evaluate("document.activeElement !== document.body")


def test_chips_lead_to_pages_without_javascript(plain: Page) -> None:
    plain.set_viewport_size({"width": 390, "height": 844})
    plain.goto("activities/")
    plain.locator(".zt-filter > summary").click()
    chip(plain, SERVICE).click()
    assert plain.locator("h1").inner_text() == "活动：企业服务"


def test_chips_lead_to_pages_where_the_cards_cannot_be_had(browser: Browser, strict: str) -> None:
    page = browser.new_page()
    page.route("**/cards.json", lambda route: route.abort())
    page.goto(f"{strict}activities/")
    chip(page, SERVICE).click()
    page.wait_for_url("**/activities/type/enterprise-service/")
    page.close()


def test_new_tab_of_a_chip_is_left_to_the_browser(desktop: Visit) -> None:
    page = desktop.go("activities/")
    with page.context.expect_page() as opened:
        chip(page, SERVICE).click(modifiers=["ControlOrMeta"])
    assert opened.value.url == f"{desktop.address}activities/type/enterprise-service/"
    assert page.url == f"{desktop.address}activities/"
    opened.value.close()


# ---------------------------------------------------------------- large photos


PHOTOS = "sites/fulai-bianmin-zhongxin/"


def test_photo_opens_large_and_closes_where_it_was(visit: Visit) -> None:
    page = visit.go(PHOTOS)
    small = page.locator("a[data-zt-large]").first
    small.click()
    large = page.get_by_role("dialog", name="大图")
    expect(large).to_be_visible()
    image = large.locator("img")
    assert image.get_attribute("alt") == small.locator("img").get_attribute("alt")
    page.wait_for_function("() => document.querySelector('dialog img').naturalWidth >= 960")
    page.keyboard.press("Escape")
    expect(large).not_to_be_visible()
    expect(small).to_be_focused()


def test_photos_follow_one_another(desktop: Visit) -> None:
    page = desktop.go(PHOTOS)
    links = [link.get_attribute("href") for link in page.locator("a[data-zt-large]").all()]
    assert len(links) == 2
    page.locator("a[data-zt-large]").first.click()
    image = page.locator("dialog img")
    base = f"{desktop.address}{PHOTOS}"

    def shown() -> str:
        found: str = image.evaluate("image => image.src")
        return found

    def url(index: int) -> str:
        found: str = page.evaluate("([a, b]) => new URL(a, b).href", [links[index], base])
        return found

    assert shown() == url(0)
    page.get_by_role("button", name="下一张").click()
    assert shown() == url(1)
    page.keyboard.press("ArrowRight")
    assert shown() == url(0)
    page.get_by_role("button", name="上一张").click()
    assert shown() == url(1)
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("a[data-zt-large]").nth(1)).to_be_focused()


def test_large_photo_is_a_link_without_javascript(plain: Page) -> None:
    plain.goto(PHOTOS)
    plain.locator("a[data-zt-large]").first.click()
    assert plain.url.endswith(".jpg")
