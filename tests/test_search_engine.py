"""The browser module in a real Chromium, under the strictest policy, on the project's records."""

import csv
import http.server
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import esprima
import pytest
from conftest import POLICY, ROOT, Project
from playwright.sync_api import Browser, Page

from generator import pipeline
from generator.relating.catalog import Catalog
from generator.search.index import search_files
from generator.settings import settings_for

SCRIPT = ROOT / "theme_overrides/assets/javascripts/search-engine.js"
GOLDEN = Path(__file__).parent / "search_golden.tsv"

ASK = """async ([text, options]) => {
    const found = await window.zhanting.search.query(text, options);
    const excerpts = await Promise.all(found.results.map((result) => result.excerpt()));
    found.results.forEach((result, at) => { result.excerpt = excerpts[at]; });
    return found;
}"""


class _Handler(http.server.SimpleHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path.split("?")[0])
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Engine:
    """A page that holds nothing but the engine. asked: paths fetched so far."""

    def __init__(self, page: Page, asked: list[str]) -> None:
        self.page = page
        self.asked = asked

    def find(self, text: str, **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(ASK, [text, options])
        return found

    def permalinks(self, text: str, **options: Any) -> list[str]:
        return [result["permalink"] for result in self.find(text, **options)["results"]]


def serve(catalog: Catalog, folder: Path, browser: Browser) -> Iterator[Engine]:
    for made in search_files(catalog):
        file = folder / "site" / made.uri
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made.content)
    shutil.copy(SCRIPT, folder / "site")
    page = '<!doctype html><meta charset="utf-8"><title>t</title><script src="search-engine.js">'
    (folder / "site/index.html").write_text(f"{page}</script>", encoding="utf-8")
    handler = type("Handler", (_Handler,), {"asked": []})
    bound = partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), bound) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tab = browser.new_page()
        errors: list[str] = []
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(f"http://127.0.0.1:{server.server_port}/site/")
        yield Engine(tab, handler.asked)  # type: ignore[attr-defined]
        assert errors == []
        tab.close()
        server.shutdown()


@pytest.fixture(scope="module")
def engine(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """On the project's own records."""
    catalog = pipeline.check(settings_for(ROOT), decode=False).catalog
    yield from serve(catalog, tmp_path_factory.mktemp("search"), browser)


@pytest.fixture
def small(project: Project, browser: Browser, tmp_path: Path) -> Iterator[Engine]:
    """Four records, made to be told apart."""
    project.record(
        "sites/luzhan", "别名: [鹭站]\n", 名称="白鹭“同心”驿站", 地区="山东 青岛 胶南街道"
    )
    project.record("members/shan", 名称="单雄", 地区="山东 济南")
    project.record(
        "organizations/zhibu", 名称="重庆路社区党支部", 类型="党支部",
        body="每月办读书会。居民自带板凳，围坐一圈。\n",
    )  # fmt: skip
    project.record("activities/du", 名称="世界读书日", 日期="2024-04-23")
    yield from serve(project.catalog(), tmp_path, browser)


def test_the_script_is_es2017() -> None:
    esprima.parseScript(SCRIPT.read_text(encoding="utf-8"))


def test_nothing_is_fetched_before_the_first_query(small: Engine) -> None:
    assert not [path for path in small.asked if "/search/" in path]
    small.find("白鹭")
    fetched = [path for path in small.asked if "/search/" in path]
    assert fetched[0] == "/site/search/index.json"
    assert "/site/search/traditional.txt" not in fetched


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("白鹭同心驿站", "exact"),
        ("鹭站", "exact"),
        ("白鹭", "prefix"),
        ("心驿", "substring"),
        ("白鷺", "prefix"),
        ("bailu", "soundedPrefix"),
        ("bailutongxinyizhan", "sounded"),
        ("bltxyz", "sounded"),
        ("tongxin", "soundedPart"),
        ("白路同心", "sound"),
        ("白鹭童心", "sound"),
        ("白鹭驿站", "abbreviation"),
        ("白鹭同人驿站", "wrong"),
        ("白鹭心同驿站", "wrong"),
        ("青岛 驿站", "words"),
        ("驿站 胶南街道", "words"),
        ("请问白鹭同心驿站在哪里", "exact"),
    ],
)
def test_each_kind_of_match(small: Engine, text: str, how: str) -> None:
    result = small.find(text)["results"][0]
    assert (result["permalink"], result["how"]) == ("sites/luzhan/", how)


def test_polyphonic_names_are_found_by_either_sound(small: Engine) -> None:
    for text in ("shanxiong", "danxiong", "sx", "单"):
        assert small.permalinks(text)[0] == "members/shan/"
    for text in ("chongqinglu", "cqlsq"):
        assert small.permalinks(text) == ["organizations/zhibu/"]


def test_a_name_is_marked_where_it_matched(small: Engine) -> None:
    result = small.find("鹭同心")["results"][0]
    assert (result["name"], result["ranges"]) == ("白鹭“同心”驿站", [[1, 5]])
    result = small.find("鹭站")["results"][0]
    assert (result["also"], result["alsoRanges"]) == ("鹭站", [[0, 2]])


def test_an_excerpt_quotes_the_sentence(small: Engine) -> None:
    found = small.find("自带板凳")
    assert [result["permalink"] for result in found["results"]] == ["organizations/zhibu/"]
    excerpt = found["results"][0]["excerpt"]
    assert excerpt["text"].startswith("居民自带板凳，围坐一圈。")
    assert excerpt["ranges"] == [[2, 6]]


def test_words_apart_in_the_text_are_no_phrase(small: Engine) -> None:
    assert small.permalinks("自带 围坐") == ["organizations/zhibu/"]
    assert small.permalinks("带围") == []


def test_a_text_and_a_name_answer_together(small: Engine) -> None:
    assert small.permalinks("读书") == ["activities/du/", "organizations/zhibu/"]


def test_filters_and_their_counts(small: Engine) -> None:
    found = small.find("山东")
    assert {each["value"]: each["count"] for each in found["counts"]["kind"]} == {
        "member": 1, "site": 1,
    }  # fmt: skip
    assert {each["value"] for each in found["counts"]["region"]} == {"山东·青岛", "山东·济南"}
    assert small.permalinks("山东", region="山东·济南") == ["members/shan/"]
    assert small.permalinks("读书", kind="activity") == ["activities/du/"]
    assert small.permalinks("读书", year="2024") == ["activities/du/"]
    assert small.permalinks("读书", year="2023") == []


def test_results_are_grouped_by_kind(small: Engine) -> None:
    groups = small.find("读书")["groups"]
    assert [(group["label"], group["total"], len(group["results"])) for group in groups] == [
        ("活动", 1, 1),
        ("组织", 1, 1),
    ]


def test_what_is_nowhere_lists_nothing_but_the_nearest_names(small: Engine) -> None:
    found = small.find("白鸽驿馆")
    assert (found["total"], found["results"]) == (0, [])
    assert [near["permalink"] for near in found["nearest"]] == ["sites/luzhan/"]
    assert small.find("量子纠缠")["nearest"] == []


def test_an_empty_query_finds_nothing(small: Engine) -> None:
    for text in ("", "  ", "“”", "、。"):
        found = small.find(text)
        assert (found["total"], found["nearest"]) == (0, [])


def test_hostile_queries_are_text(small: Engine) -> None:
    for text in (
        "<img src=x onerror=alert(1)>",
        "\\",
        ".*",
        "__proto__",
        "constructor",
        "a" * 5000,
    ):
        assert small.find(text)["total"] >= 0
    assert small.permalinks("白鹭" * 300) == []


def test_a_stale_query_gives_nothing(small: Engine) -> None:
    small.find("白鹭")
    assert (
        small.page.evaluate("() => window.zhanting.search.query('读书', { stale: () => true })")
        is None
    )


def test_names_answer_before_the_text(small: Engine) -> None:
    early = small.page.evaluate(
        """async () => {
            let early = null;
            await window.zhanting.search.query("读书", { early: (found) => { early = found; } });
            return [early.results.map((result) => result.permalink), early.complete];
        }"""
    )
    assert early == [["activities/du/"], False]


def test_a_broken_line_is_told_and_tried_again(small: Engine) -> None:
    small.page.route("**/search/index.json", lambda route: route.abort())
    failed = small.page.evaluate(
        "() => window.zhanting.search.query('白鹭').then(() => '', (error) => error.message)"
    )
    assert failed
    small.page.unroute("**/search/index.json")
    assert small.permalinks("白鹭") == ["sites/luzhan/"]


def test_names_answer_when_the_text_cannot_be_had(small: Engine) -> None:
    small.page.route("**/search/grams/**", lambda route: route.abort())
    found = small.find("读书")
    assert ([result["permalink"] for result in found["results"]], found["complete"]) == (
        ["activities/du/"],
        False,
    )


def test_golden_queries_of_the_projects_own_records(engine: Engine) -> None:
    """Recall@5 of each kind of query; a drop fails."""
    shares = defaultdict(list)
    missed = []
    with GOLDEN.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            wanted = (row["expected"] or "").split(",") if row["expected"] else []
            found = engine.permalinks(row["query"])[:5]
            share = sum(link in found for link in wanted) / len(wanted) if wanted else not found
            shares[row["kind"]].append(float(share))
            if share < 1:
                missed.append((row["query"], found))
    every = [share for kind in shares.values() for share in kind]
    assert len(every) >= 60
    assert sum(every) / len(every) >= 0.95, missed
    for kind, each in shares.items():
        assert sum(each) / len(each) >= 0.9, (kind, missed)
