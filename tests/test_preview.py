"""`zhanting preview`: a page as it will be published, what is wrong with it, every save."""

import html
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Project, make_photo
from editing import Editor, differences
from playwright.sync_api import Browser, Page, expect

from generator import pipeline
from generator.errors import UsageError
from generator.pipeline import Checked
from generator.preview.choice import choose
from generator.preview.command import _address
from generator.preview.hall import Hall
from generator.preview.loop import Loop
from generator.preview.server import Server
from generator.preview.watching import watch

PHOTO = "照片:\n  - 文件: a.jpg\n    图注: 合影\n"


@pytest.fixture
def office(project: Project) -> Project:
    """Records of several kinds that name each other, one with photos, and a page by hand."""
    project.with_theme()
    project.record("organizations/bailu", 名称="白鹭社区")
    project.record("organizations/bailu-zhibu", 名称="白鹭社区党支部", 类型="党支部")
    project.record("activities/du-shu", PHOTO, 名称="读书会", 主办="白鹭社区", 日期="2025-03-01")
    make_photo(project.content / "activities/du-shu/a.jpg", (900, 600))
    project.record("sites/yi-zhan", 名称="驿站", 摘要="“引号”和 3 < 5")
    project.write("pages/about.md", "# 关于\n\n说明。\n")
    return project


@contextmanager
def opened(project: Project) -> Iterator[Hall]:
    hall = Hall(project.settings())
    try:
        hall.refresh()
        yield hall
    finally:
        hall.close()


def text_of(hall: Hall, permalink: str) -> str:
    return hall.page(permalink).html.decode()


def without_our_own(page: str) -> str:
    """A page without what only the preview puts there."""
    page = re.sub(r'\n    <aside class="zp" .*?</aside>', "", page, flags=re.DOTALL)
    return re.sub(r'\n    <link rel="stylesheet" href="/-/preview.css">\n.*?</script>', "", page)


def test_pages_are_those_that_are_published(office: Project, tmp_path: Path) -> None:
    out = tmp_path / "site"
    pipeline.build(office.settings(), out)
    asked = ("", "about/", "activities/", "activities/du-shu/", "sites/yi-zhan/")
    published = {each: (out / each / "index.html").read_text("utf-8") for each in asked}
    with opened(office) as hall:
        shown = {permalink: without_our_own(text_of(hall, permalink)) for permalink in published}
        photos = sorted(out.glob("assets/photos/*"))
        for path in photos:
            file = hall.gallery.file(path.relative_to(out).as_posix())
            assert file, path
            assert file.read_bytes() == path.read_bytes()
        for path in (*out.glob("assets/[ji]*/*"), *out.glob("assets/*.css")):
            assert hall.file(path.relative_to(out).as_posix()) == path.read_bytes()
    assert len(photos) > 4
    assert shown == published
    assert "live.js" not in "".join(published.values())
    assert not list(out.rglob("*live*"))


def test_a_photo_is_made_when_it_is_shown_and_not_before(office: Project) -> None:
    with opened(office) as hall:
        page = text_of(hall, "activities/du-shu/")
        assert not list(office.settings().cache.rglob("*.webp"))
        (uri, *_) = re.findall(r"assets/photos/[0-9a-f]+-640\.webp", page)
        made = hall.gallery.file(uri)
        assert made
        assert made.read_bytes()[8:12] == b"WEBP"
        assert hall.gallery.file(uri.replace("-640", "-641")) is None
        make_photo(office.content / "activities/du-shu/a.jpg", (800, 640))
        hall.refresh()
        assert uri not in text_of(hall, "activities/du-shu/")


def test_problems_of_the_record_stand_on_its_page_and_others_are_counted(office: Project) -> None:
    office.record("sites/yi-zhan", 名称="驿站", 类型="党群中新", 面积="很多", body="还在的正文。\n")
    office.record("members/x", "地取: 甲\n")
    told = [found for found in office.problems() if "yi-zhan" in found.file]
    assert len(told) == 2
    with opened(office) as hall:
        page = text_of(hall, "sites/yi-zhan/")
        assert "这条记录有 2 个问题，改好前不能发布" in page
        for found in told:
            assert str(found).split("\n")[0] in page
            assert f"问题：{found.what}<br>改法：{found.mend}</li>" in page
        assert "地取" not in page
        assert "别处还有 1 个问题" in page
        assert "<h1>驿站</h1>" in page  # what is sound of it
        assert "还在的正文。" in page
        assert "别处还有 3 个问题" in text_of(hall, "activities/du-shu/")
        office.record("sites/yi-zhan", 名称="驿站")
        hall.refresh()
        assert "这条记录有" not in text_of(hall, "sites/yi-zhan/")


def test_a_file_that_cannot_be_read_at_all_shows_why(office: Project) -> None:
    office.write("sites/yi-zhan/index.md", '---\n名称: "驿站\n---\n')
    (found,) = office.problems()
    with opened(office) as hall:
        page = text_of(hall, "sites/yi-zhan/")
        assert found.what in html.unescape(page)
        assert "这一页有问题" in page
        assert [each.state for each in hall.candidates() if each.name == "驿站"] == ["有问题"]


def test_a_photo_that_is_cut_short_is_told_after_a_closer_look(office: Project) -> None:
    photo = office.content / "activities/du-shu/a.jpg"
    with opened(office) as hall:
        hall.page("activities/du-shu/")
        assert not hall.look_closely()
        photo.write_bytes(photo.read_bytes()[:-900])
        (told,) = office.problems()
        hall.refresh([photo])
        before = hall.page("activities/du-shu/")
        assert hall.look_closely()
        after = hall.page("activities/du-shu/")
        assert told.what not in before.html.decode()
        assert told.what in after.html.decode()
        assert before.version != after.version
        assert "assets/photos/" not in after.html.decode()
        assert not hall.look_closely()


def test_notices_and_drafts_are_shown(office: Project) -> None:
    office.record("sites/yi-zhan", 名称="驿站", 草稿="是")
    make_photo(office.content / "sites/yi-zhan/多的.jpg")
    with opened(office) as hall:
        page = text_of(hall, "sites/yi-zhan/")
        assert "<span>草稿</span>" in page
        assert "“多的.jpg”没有写在“照片”或“附件”里" in page
        assert "1 个提醒" in page


def test_frames_are_kept_and_a_changed_theme_gives_others(office: Project) -> None:
    with opened(office) as hall:
        first = text_of(hall, "sites/yi-zhan/")
    loaded = "import sys; from generator.preview.hall import Hall; from pathlib import Path\n"
    loaded += "from datetime import date; from generator.settings import Settings\n"
    loaded += (
        "root = Path(sys.argv[1]); hall = Hall(Settings(root, root / 'content', root / '.cache',"
    )
    loaded += " date(2026, 1, 2))); hall.refresh()\n"
    loaded += "print(hall.page('sites/yi-zhan/').version, 'mkdocs' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded, str(office.root)], capture_output=True, text=True, check=True
    )
    with opened(office) as hall:
        version = hall.page("sites/yi-zhan/").version
        assert done.stdout.split() == [version, "False"]
        header = office.root / "theme_overrides/partials/header.html"
        header.write_text(header.read_text("utf-8").replace("长辈版", "大字版"), "utf-8")
        hall.refresh()
        assert text_of(hall, "sites/yi-zhan/").replace("大字版", "长辈版") != first
        assert "大字版" in text_of(hall, "sites/yi-zhan/")


def told(checked: Checked) -> tuple[object, ...]:
    """All that a look at the content gave."""
    catalog = checked.catalog
    return (
        *(checked.problems, checked.notices, checked.faulty, checked.drafts),
        [(each.permalink, each.record, each.converted) for each in catalog.entries],
        [(each.permalink, each.record) for each in checked.aside],
        [(link.source, link.target, link.label, link.inverse) for link in catalog.links],
        catalog.website,
    )


def test_a_long_preview_sees_what_a_new_one_would(office: Project) -> None:
    website = (office.content / "website.yml").read_text("utf-8")
    edits: list[Callable[[], object]] = [
        lambda: office.record("sites/yi-zhan", 名称="驿站", 面积="很多"),
        lambda: office.record("sites/yi-zhan", 名称="新驿站", body="见[读书会](读书会)。\n"),
        lambda: office.record("organizations/bailu", 名称="白鹭街道"),  # what another one names
        lambda: make_photo(office.content / "activities/du-shu/a.jpg", (500, 400)),
        lambda: make_photo(office.content / "activities/du-shu/b.jpg"),
        lambda: office.write("sites/yi-zhan/index.md", "没有开头"),
        lambda: shutil.rmtree(office.content / "organizations/bailu-zhibu"),
        lambda: office.record("sites/yi-zhan", 名称="驿站", 简介="电话 13800000000"),
        lambda: office.write("website.yml", f"{website}办公电话: [13800000000]\n"),
        lambda: office.record("sites/yi-zhan", 名称="驿站", 撤下日期="2026-01-01"),
    ]
    with opened(office) as hall:
        settings = hall.settings
        seen = told(pipeline.check(settings, store=hall.store))
        du_shu = hall.store.memory["faces"]["activities/du-shu"][1]
        for edit in edits[:3]:
            edit()
            before, seen = seen, told(pipeline.check(settings, store=hall.store))
            assert seen == told(pipeline.check(settings))
            assert seen != before
        assert hall.store.memory["faces"]["activities/du-shu"][1] is du_shu
        for edit in edits[3:]:
            edit()
            assert told(pipeline.check(settings, store=hall.store)) == told(
                pipeline.check(settings)
            )


class Saves:
    """Edits of a project, with the paths that the system would name."""

    def __init__(self, project: Project, seed: int) -> None:
        self.project = project
        self.editor = Editor(project, seed)
        self.seen = self._signs()

    def some(self) -> tuple[list[str], set[Path]]:
        """(the names of the edits, what changed by them)."""
        rng = self.editor.rng
        steps = (self.editor.step, self.editor.step, self._body, self._spoil, self._mend)
        done = [rng.choice(steps)() for _ in range(rng.randint(1, 2))]
        before, self.seen = self.seen, self._signs()
        changed = dict(before.items() ^ self.seen.items())
        return done, set(changed)

    def _body(self) -> str:
        self.editor.change_body()
        return "change_body"

    def _spoil(self) -> str:
        file = self.editor.rng.choice(self._files())
        wrong = self.editor.rng.choice(("面积: 很多\n", '名称: "缺一半\n', "上级: 没有的\n"))
        file.write_text(file.read_text("utf-8").replace("---\n", f"---\n{wrong}", 1), "utf-8")
        return f"spoil {file.parent.name}"

    def _mend(self) -> str:
        for file in self._files():
            lines = file.read_text("utf-8").splitlines(keepends=True)
            kept = [x for x in lines if not x.startswith(("面积: 很多", '名称: "缺', "上级: 没有"))]
            if kept != lines:
                file.write_text("".join(kept), "utf-8")
        return "mend"

    def _files(self) -> list[Path]:
        return sorted(self.project.content.glob("*/*/index.md"))

    def _signs(self) -> dict[Path, tuple[int, ...]]:
        found = ((path, path.stat()) for path in self.project.content.rglob("*"))
        return {
            path: (s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns)
            for path, s in found
            if path.is_file()
        }


def everything(hall: Hall) -> dict[str, object]:
    """All that a hall can show: every page, and what is told of it."""
    now = hall._now
    pages = {*now._plan, *now.entries, *now.checked.faulty}
    made: dict[str, object] = {
        permalink: (now.output(permalink), now.problems(permalink), now.state(permalink))
        for permalink in pages
    }
    return made | {"config": now.config, "all": told(now.checked)}


@pytest.mark.parametrize("seed", range(2))
def test_what_was_saved_is_all_that_has_to_be_looked_at(project: Project, seed: int) -> None:
    saves = Saves(project.with_theme(), seed)
    settings = project.settings()
    with opened(project) as hall:
        for step in range(8):
            done, paths = saves.some()
            hall.refresh(paths)
            other = Hall(replace(settings, cache=project.root / f".other-{step}"))
            other.refresh()
            assert differences(everything(hall), everything(other)) == [], (step, done)
            other.close()


# ---------------------------------------------------------------- which record


@pytest.mark.parametrize(
    ("wanted", "permalink"),
    [
        ("读书会", "activities/du-shu/"),
        ("读书", "activities/du-shu/"),
        ("du-shu", "activities/du-shu/"),
        ("白鹭社区", "organizations/bailu/"),  # the whole name of one, a part of another
        ("党支部", "organizations/bailu-zhibu/"),
        ("{content}/activities/du-shu", "activities/du-shu/"),
        ("{content}/activities/du-shu/index.md", "activities/du-shu/"),
        ("{content}/activities/du-shu/a.jpg", "activities/du-shu/"),
        ("sites/yi-zhan", "sites/yi-zhan/"),
        ("https://zhanting.example/sites/yi-zhan/", "sites/yi-zhan/"),
    ],
)
def test_a_record_is_found_by(office: Project, wanted: str, permalink: str) -> None:
    with opened(office) as hall:
        wanted = wanted.format(content=office.content)
        assert choose(wanted, hall.candidates()).permalink == permalink


def test_several_or_none_are_told_with_what_to_do(office: Project) -> None:
    with opened(office) as hall:
        with pytest.raises(UsageError) as several:
            choose("社区", hall.candidates())
        with pytest.raises(UsageError, match="是不是“读书会”？"):
            choose("读书回", hall.candidates())
        with pytest.raises(UsageError, match="不是一条记录"):
            choose(str(office.root), hall.candidates())
    assert str(several.value) == (
        "名称里有“社区”的记录有 2 条：\n"
        "  白鹭社区党支部（组织）　content/organizations/bailu-zhibu\n"
        "  白鹭社区（组织）　content/organizations/bailu\n"
        "请把名称写全，或者写后面的文件夹。"
    )


# ---------------------------------------------------------------- the server


class Serving:
    """A server whose loop runs in a thread of its own, since a test needs the main one."""

    def __init__(self, project: Project) -> None:
        self.ready = threading.Event()
        self.project = project
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.ready.wait(60)

    def _run(self) -> None:
        hall = Hall(self.project.settings())  # the store belongs to this thread
        hall.refresh()
        self.loop = Loop(hall)
        self.server = Server(("127.0.0.1", 0), self.loop)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.ready.set()
        with suppress(KeyboardInterrupt):
            self.loop.run()
        hall.close()

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        with suppress(KeyboardInterrupt):
            self.loop.ask(_interrupted)
        self.thread.join(60)
        assert not self.thread.is_alive()

    def ask(
        self, path: str, method: str = "GET", host: str | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.server.server_port}")
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, answer.read(), dict(answer.headers)
        connection.close()
        return found


def _interrupted(hall: Hall) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def serving(office: Project) -> Iterator[Serving]:
    made = Serving(office)
    yield made
    made.end()


def test_the_server_gives_only_what_there_is_and_only_to_this_machine(serving: Serving) -> None:
    (serving.project.root / "secret.txt").write_text("秘密", encoding="utf-8")
    status, _, headers = serving.ask("/sites/yi-zhan/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert serving.ask("/sites/yi-zhan/", "HEAD")[:2] == (200, b"")
    assert serving.ask("/sites/yi-zhan/", "POST")[0] == 501
    assert serving.ask("/assets/images/mark.svg")[0] == 200
    assert serving.ask("/-/live.js")[0] == 200
    for path in (
        *("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "//etc/passwd"),
        *("/assets/images/..%2f..%2f..%2fsecret.txt", "/content/sites/yi-zhan/index.md"),
        *("/secret.txt", "/activities/du-shu/a.jpg", "/-/../secret.txt", "/sites/nowhere/"),
    ):
        status, content, _ = serving.ask(path)
        assert (status, "秘密".encode() in content) == (404, False), path
    for host in ("evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1"):
        assert serving.ask("/sites/yi-zhan/", host=host)[:2] == (421, b"")
    port = serving.server.server_port
    assert serving.ask("/sites/yi-zhan/", host=f"localhost:{port}")[0] == 200


def test_the_page_to_choose_from_lists_the_latest_and_finds_by_name(serving: Serving) -> None:
    later = time.time() + 60
    file = serving.project.content / "sites/yi-zhan/index.md"
    os.utime(file, (later, later))
    names = re.compile(r'<li><a href="[^"]*">(.*?)</a>')
    assert names.findall(serving.ask("/-/")[1].decode())[0] == "驿站"
    asked = "/-/?q=%E7%A4%BE%E5%8C%BA"  # 社区
    assert names.findall(serving.ask(asked)[1].decode()) == ["白鹭社区党支部", "白鹭社区"]
    assert "没有名称里带“&lt;b&gt;”的记录" in serving.ask("/-/?q=%3Cb%3E")[1].decode()


def test_a_page_is_told_of_its_own_changes_only(serving: Serving) -> None:
    version = serving.loop.ask(lambda hall: hall.page("sites/yi-zhan/").version)
    live = f"/-/live?page=sites/yi-zhan/&version={version}"
    answers: list[bytes] = []
    thread = threading.Thread(target=lambda: answers.append(serving.ask(live)[1]))
    thread.start()
    serving.project.record("members/neu", 名称="王五")
    seen = serving.loop.version
    serving.loop.saved(None)
    serving.loop.wait_for_other(seen, 30)
    serving.loop.ask(lambda hall: hall.page("members/neu/"))
    assert thread.is_alive()
    serving.project.record("sites/yi-zhan", 名称="新驿站")
    serving.loop.saved(None)
    thread.join(30)
    assert answers == [serving.ask("/sites/yi-zhan/")[1]]


def test_what_the_system_did_not_name_is_seen_soon_after(serving: Serving) -> None:
    before = serving.ask("/sites/yi-zhan/")[1]
    version = serving.loop.ask(lambda hall: hall.page("sites/yi-zhan/").version)
    serving.project.record("sites/yi-zhan", 名称="新驿站")
    named = serving.project.record("organizations/bailu", 名称="白鹭社区", body="新的。\n")
    seen = serving.loop.version
    serving.loop.saved(named)
    serving.loop.wait_for_other(seen, 30)
    assert "新的。" in serving.ask("/organizations/bailu/")[1].decode()
    assert serving.ask("/sites/yi-zhan/")[1] == before
    page = serving.ask(f"/-/live?page=sites/yi-zhan/&version={version}")[1].decode()
    assert "<h1>新驿站</h1>" in page


@pytest.mark.parametrize(
    "address", ["0.0.0.0:8000", "192.168.1.2:0", "8000", "127.0.0.1:x", "127.0.0.1:70000", "a:1"]
)
def test_addresses_that_others_could_reach_are_refused(address: str) -> None:
    with pytest.raises(UsageError, match="预览只在本机看"):
        _address(address)
    assert _address("localhost:8100") == ("127.0.0.1", 8100)


@pytest.mark.parametrize("polling", [False, True])
def test_every_way_of_saving_is_heard(tmp_path: Path, polling: bool) -> None:
    heard = threading.Event()
    (tmp_path / "sites/a").mkdir(parents=True)
    file = tmp_path / "sites/a/index.md"
    file.write_text("一")
    observer = watch([tmp_path], lambda _: heard.set(), polling=polling)

    def replace() -> None:
        (tmp_path / "part").write_text("三三三")
        (tmp_path / "part").replace(file)

    def in_new_folder() -> None:
        (tmp_path / "sites/b").mkdir()
        (tmp_path / "sites/b/index.md").write_text("四")

    try:
        for save in (lambda: file.write_text("二二"), replace, in_new_folder, file.unlink):
            heard.clear()
            save()
            assert heard.wait(20), save
        time.sleep(1)  # what is still on its way
        heard.clear()
        (tmp_path / "sites/b/index.md").read_text()
        list((tmp_path / "sites").iterdir())
        assert not heard.wait(0.7)
    finally:
        observer.stop()
        observer.join()


# ---------------------------------------------------------------- the whole command


def _heeds_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def command(project: Project, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """(process, the address that it gives)."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "preview", *arguments, "--no-browser"],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={"PYTHONUTF8": "1", "PATH": "", "SOURCE_DATE_EPOCH": "1767326400"},
        # A shell that runs the tests in the background has them, and all below, ignore Ctrl+C.
        preexec_fn=_heeds_interrupts if os.name == "posix" else None,
    )
    assert process.stdout
    try:
        said = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/\S*", said)
        assert found, said + process.stdout.read()
        yield process, found[0]
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


def test_the_open_page_follows_each_save_at_its_place(office: Project, browser: Browser) -> None:
    long = "".join(f"第{number}段。\n\n" for number in range(200))
    office.record("sites/yi-zhan", 名称="驿站", body=f"{long}第一稿。\n")
    with command(office, "驿站") as (process, address), command(office) as (_, other):
        page = browser.new_page()
        try:
            page.goto(address)
            expect(page.locator("h1")).to_have_text("驿站")
            expect(page.locator("form[data-zt-root] input")).to_be_disabled()
            page.evaluate("scrollTo(0, 2400)")
            time.sleep(1)  # the watch begins after the first page
            page.evaluate("window.first = true")
            office.record("sites/yi-zhan", 名称="驿站", body=f"{long}第二稿。\n")
            expect(page.get_by_text("第二稿。")).to_be_visible(timeout=20_000)
            assert page.evaluate("scrollY") == 2400

            office.record("sites/yi-zhan", 名称="驿站", 类型="党群中新", body="第三稿。\n")
            expect(page.get_by_role("alert")).to_contain_text("“党群中新”不在可选的范围里。")
            office.record("sites/yi-zhan", 名称="新驿站", body="第四稿。\n")
            expect(page.get_by_text("第四稿。")).to_be_visible(timeout=20_000)
            expect(page).to_have_title(re.compile("^新驿站"))
            assert page.get_by_role("alert").count() == 0
            assert page.evaluate("window.first"), "it was loaded as a whole"

            page.goto(other)
            page.get_by_role("link", name="读书会").click()
            expect(page.locator("h1")).to_have_text("读书会")
            process.send_signal(2)
            assert process.wait(60) == 0
            assert process.stdout
            assert process.stdout.read().endswith("预览已结束。\n")
        finally:
            page.close()


def html_now(page: Page) -> str:
    """What is shown but for what scripts add at its end, without the version of the page."""
    parts = "['head', '.zp', 'header', 'main', 'footer']"
    html = page.evaluate(f"{parts}.map((name) => document.querySelector(name).outerHTML).join('')")
    return re.sub(r' data-version="\w+"', "", html)


def test_what_is_exchanged_in_place_works_as_after_a_reload(
    office: Project, browser: Browser
) -> None:
    photos = PHOTO.replace("合影", "{}") + "  - 文件: b.jpg\n    图注: 授旗\n"
    make_photo(office.content / "activities/du-shu/b.jpg", (900, 600))

    def save(caption: str, body: str, more: str = "") -> None:
        fields = {"名称": "读书会", "主办": "白鹭社区", "日期": "2025-03-01"}
        office.record("activities/du-shu", photos.format(caption) + more, body=body, **fields)

    save("合影", "第一稿。\n")
    with command(office, "读书会") as (_, address):
        page = browser.new_page()
        large = page.get_by_label("大图")
        dark = page.get_by_role("button", name="深色")
        try:
            page.goto(address)
            dark.click()
            time.sleep(1)  # the watch begins after the first page
            for number, (caption, body, more, is_in_place) in enumerate(
                (
                    ("集体合影", "第二稿。\n\n- 一\n- 二\n", "", True),
                    ("合影", "第三稿。\n\n> 引文。\n", "免提醒: []\n", True),
                    ("合影", "第四稿。\n", "  - 文件: a.jpg\n    图注: 又一张\n", False),
                )
            ):
                page.evaluate(f"window.before = {number}")
                save(caption, body, more)
                expect(page.get_by_text(body[:4])).to_be_visible(timeout=20_000)
                assert (page.evaluate("window.before") == number) == is_in_place, body
                # The theme's scripts still hold what is theirs.
                expect(dark).to_have_attribute("aria-pressed", "true")
                page.locator("a[data-zt-large]").first.click()
                expect(large.locator("p")).to_have_text(caption)
                page.keyboard.press("ArrowRight")
                expect(large.locator("p")).to_have_text("授旗")
                page.keyboard.press("Escape")
                shown = html_now(page)
                page.reload()
                page.locator("h1").wait_for()
                assert html_now(page) == shown
            page.goto(address + "../")
            page.evaluate("window.before = true")
            office.record("activities/xin", 名称="新活动", 日期="2025-04-01")
            expect(page.get_by_text("新活动")).to_be_visible(timeout=20_000)
            assert not page.evaluate("window.before")  # lists are held by what combines them
        finally:
            page.close()
