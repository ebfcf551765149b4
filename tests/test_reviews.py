"""Three reviews: what is refused, what voids them, and that nothing unreviewed is published."""

import random
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ADDRESS, WEBSITE, Project, make_photo

from generator import mkdocs_run, pipeline
from generator.cli import main
from generator.errors import UsageError
from generator.models.values import FullDate
from generator.models.website import ReviewPolicy
from generator.reviews.desk import Desk
from generator.reviews.log import Review, Stage, log_path, snapshot_path, text_of
from generator.reviews.matter import matter_of
from generator.reviews.signing import Statement, sign

TODAY = date(2026, 1, 2)
NOON = "2026-01-02T12:00:00+08:00"
ON = "审核:\n  开启: 是\n"
PEOPLE = {Stage.FIRST: "张三", Stage.SECOND: "李四", Stage.FINAL: "王五"}
BAILU = "sites/bailu"


@pytest.fixture(autouse=True)
def git_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A git that knows nothing of this machine, at noon of the day that the tests play on."""
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\n  name = 编辑\n  email = bianji@example.org\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, NOON)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767326400")  # that noon


def git(project: Project, *arguments: str) -> str:
    command = ["git", "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, cwd=project.root, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(project: Project, message: str = "改内容") -> None:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--allow-empty", "--message", message)


@pytest.fixture
def office(project: Project) -> Project:
    """A project under git, with reviews on and one record with a photo."""
    project.write("website.yml", ADDRESS + WEBSITE + ON)
    project.record(BAILU, "照片:\n  - 文件: 合影.jpg\n    图注: 签约现场\n", 备注="电话找小李")
    make_photo(project.content / BAILU / "合影.jpg")
    (project.root / ".gitignore").write_text(".cache/\n", encoding="utf-8")
    git(project, "init", "--quiet")
    commit(project)
    return project


def signed(project: Project, stage: Stage, record: str = BAILU, **more: str) -> None:
    statement = Statement(stage, more.pop("name", PEOPLE.get(stage, "张三")), **more)
    sign(project.settings(), record, statement)


def approve(project: Project, record: str = BAILU) -> None:
    for stage in PEOPLE:
        signed(project, stage, record)


def refusal(project: Project, stage: Stage, record: str = BAILU, **more: str) -> str:
    """What is said when a review is refused; nothing may have changed by then."""
    before = git(project, "log", "--format=%H"), git(project, "status", "--porcelain")
    with pytest.raises(UsageError) as refused:
        signed(project, stage, record, **more)
    assert (git(project, "log", "--format=%H"), git(project, "status", "--porcelain")) == before
    return str(refused.value)


def edit(project: Project, old: str, new: str, path: str = f"{BAILU}/index.md") -> None:
    file = project.content / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    commit(project)


def published(project: Project) -> list[str]:
    return [
        entry.permalink for entry in pipeline.check_published(project.settings()).catalog.entries
    ]


def codes(project: Project) -> list[str]:
    checked = project.check()
    return [found.code for found in (*checked.problems, *checked.notices)]


def told(project: Project, code: str) -> str:
    checked = project.check()
    return next(f.what for f in (*checked.problems, *checked.notices) if f.code == code)


def page_of(project: Project, uri: str = f"{BAILU}/index.md") -> str:
    rendered = pipeline.prepare(project.settings())
    return next(page.content for page in rendered.pages if page.uri == uri)


# ---------------------------------------------------------------- signing


def test_three_reviews_publish_a_record_and_each_is_one_commit(office: Project) -> None:
    assert published(office) == []
    for stage in PEOPLE:
        assert published(office) == []
        signed(office, stage)
    assert published(office) == ["sites/bailu/"]
    assert codes(office) == []
    log, snapshot = "content/reviews/sites/bailu.yml", "content/reviews/approved/sites/bailu"
    shown = git(office, "log", "--reverse", "--name-only", "--format=%s", "-3").split("\n")
    assert [line for line in shown if line] == [
        *("审核: 初审 sites/bailu", log),
        *("审核: 复审 sites/bailu", log),
        *("审核: 终审 sites/bailu", f"{snapshot}/index.md", f"{snapshot}/合影.jpg", log),
    ]
    assert git(office, "status", "--porcelain") == ""


def test_wrong_order_is_refused(office: Project) -> None:
    assert "这次复审不能算数：还没有初审" in refusal(office, Stage.SECOND)
    assert "这次终审不能算数：还没有初审" in refusal(office, Stage.FINAL)
    signed(office, Stage.FIRST)
    assert "这次终审不能算数：还没有复审" in refusal(office, Stage.FINAL)
    again = refusal(office, Stage.FIRST, name="赵六")
    assert "这份内容已经初审过，现在等复审" in again
    signed(office, Stage.SECOND)
    signed(office, Stage.FINAL)
    assert "三审已经做完" in refusal(office, Stage.FIRST, name="赵六")
    assert "三审已经做完，不能再退回" in refusal(office, Stage.RETURNED, note="再看看")


@pytest.mark.parametrize("name", ["张三", " 张三", "张　三", "张 三", "张\u200b三"])
def test_one_person_in_two_stages_is_refused_however_the_name_is_spaced(
    office: Project, name: str
) -> None:
    signed(office, Stage.FIRST)
    assert "已经做过初审，三次审核要三个人" in refusal(office, Stage.SECOND, name=name)
    signed(office, Stage.SECOND)
    assert "已经做过初审" in refusal(office, Stage.FINAL, name=name)
    assert "已经做过复审" in refusal(office, Stage.FINAL, name="ＬＩ四".replace("ＬＩ", "李"))


def test_only_today_can_be_signed(office: Project) -> None:
    for day in ("2026-01-01", "2026-01-03", "昨天"):
        assert "只能签在当天，不能补签、提前签" in refusal(office, Stage.FIRST, day=day)
    signed(office, Stage.FIRST, day="2026-01-02")


def test_what_the_log_could_not_hold_is_refused(office: Project) -> None:
    assert "姓名里有尖括号" in refusal(office, Stage.FIRST, name="<b>张三</b>")
    assert "意见里有尖括号" in refusal(office, Stage.FIRST, note="<i>同意</i>")
    assert "不超过 160 个字" in refusal(office, Stage.FIRST, note="好" * 161)


def test_a_clock_behind_the_content_is_refused(office: Project) -> None:
    slow = replace(office.settings(), today=date(2026, 1, 1))
    with pytest.raises(UsageError, match="审核不能早于内容"):
        sign(slow, BAILU, Statement(Stage.FIRST, "张三"))


def test_what_is_not_committed_cannot_be_signed(office: Project) -> None:
    (office.content / BAILU / "合影.jpg").write_bytes(b"other")
    assert "要审的内容还没有提交" in refusal(office, Stage.FIRST)
    git(office, "checkout", "--quiet", ".")
    (office.root / "别的.txt").write_text("x", encoding="utf-8")
    git(office, "add", "别的.txt")
    assert "还有别的改动已经暂存、没有提交：别的.txt" in refusal(office, Stage.FIRST)


def test_a_photo_that_git_ignores_cannot_be_signed(office: Project) -> None:
    git(office, "rm", "--quiet", "--cached", f"content/{BAILU}/合影.jpg")
    (office.root / ".gitignore").write_text("*.jpg\n.cache/\n", encoding="utf-8")
    commit(office)
    assert "要审的内容还没有提交：合影.jpg" in refusal(office, Stage.FIRST)


def test_drafts_faults_and_unknown_records_are_refused(office: Project) -> None:
    office.record("sites/caogao", 名称="草稿站", 草稿="是")
    office.record("sites/cuowu", 名称="错误站", 面积="很多")
    commit(office)
    assert "还是草稿" in refusal(office, Stage.FIRST, "sites/caogao")
    assert "还有 1 个问题" in refusal(office, Stage.FIRST, "sites/cuowu")
    assert "找不到“白露驿站”。是不是“白鹭驿站”？" in refusal(office, Stage.FIRST, "白露驿站")
    assert "姓名要写" in refusal(office, Stage.FIRST, name="　 ")


def test_without_git_nothing_can_be_signed(project: Project) -> None:
    project.write("website.yml", WEBSITE + ON)
    project.record(BAILU)
    with pytest.raises(UsageError, match="不在 git 仓库里"):
        signed(project, Stage.FIRST)


def test_a_folder_without_git_is_built_from_its_files_unless_signatures_are_asked_for(
    office: Project,
) -> None:
    approve(office)
    shutil.rmtree(office.root / ".git")
    assert published(office) == ["sites/bailu/"]
    assert codes(office) == ["review-no-git"]
    office.write("website.yml", ADDRESS + WEBSITE + ON + "  签名提交: 是\n")
    assert codes(office) == ["review-needs-git"]


def test_only_listed_people_sign_and_those_who_left_still_count(office: Project) -> None:
    listed = "  初审: [张三]\n  复审: [李四]\n  终审: [王五]\n"
    office.write("website.yml", WEBSITE + ON + listed)
    commit(office)
    assert "“赵六”不在可以初审的人里（张三）" in refusal(office, Stage.FIRST, name="赵六")
    approve(office)
    office.write("website.yml", WEBSITE + ON + listed.replace("张三", "赵六"))
    commit(office)
    assert "review-not-listed" in codes(office)
    office.write("website.yml", WEBSITE + ON + listed.replace("张三", "赵六") + "  离任: [张三]\n")
    commit(office)
    assert published(office) == ["sites/bailu/"]
    assert "不在可以初审的人里" in refusal(office, Stage.FIRST)


def test_a_return_starts_again_from_the_first_review(office: Project) -> None:
    signed(office, Stage.FIRST)
    assert "退回要写原因" in refusal(office, Stage.RETURNED)
    signed(office, Stage.RETURNED, name="李四", note="人数请核对")
    assert told(office, "review-returned") == "李四退回：人数请核对。网站上还没有它。"
    assert "还没有初审" in refusal(office, Stage.SECOND)
    edit(office, "正文。", "正文，已核对。")
    approve(office)
    assert published(office) == ["sites/bailu/"]


def test_a_commit_that_fails_leaves_nothing_behind(office: Project) -> None:
    hook = office.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    signed(office, Stage.FIRST)
    hook.write_text("#!/bin/sh\necho 不许提交 >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert "不许提交" in refusal(office, Stage.SECOND)
    hook.unlink()
    signed(office, Stage.SECOND)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    refusal(office, Stage.FINAL)
    assert not (office.content / "reviews" / "approved" / BAILU).exists()


# ---------------------------------------------------------------- what voids reviews


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("一句话。", "另一句话。", "字段 摘要"),
        ("正文。", "正文！", "正文"),
        ("图注: 签约现场", "图注: 揭牌现场", "字段 照片"),
        ("类型: 党群服务中心", "类型: 党群服务中心\n地区: 山东 青岛", "字段 地区（新加）"),
    ],
)
def test_a_changed_text_voids_the_reviews_and_is_named(
    office: Project, old: str, new: str, named: str
) -> None:
    signed(office, Stage.FIRST)
    signed(office, Stage.SECOND)
    edit(office, old, new)
    state = "原来的审核作废，等初审；网站上还没有它。"
    assert told(office, "review-void") == f"审核以后改动了：{named}。{state}"
    assert "内容有改动，前面的审核已经作废，要从初审重新开始" in refusal(office, Stage.FINAL)
    assert published(office) == []


def test_a_changed_photo_voids_the_reviews_and_is_named(office: Project) -> None:
    signed(office, Stage.FIRST)
    make_photo(office.content / BAILU / "合影.jpg", (80, 60))
    commit(office)
    assert "审核以后改动了：文件 合影.jpg。" in told(office, "review-void")
    assert "内容有改动" in refusal(office, Stage.SECOND)


def test_notes_for_colleagues_comments_and_line_ends_void_nothing(office: Project) -> None:
    approve(office)
    edit(office, "备注: 电话找小李", "# 看过\n备注: 电话找小王")
    file = office.content / BAILU / "index.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    commit(office)
    assert published(office) == ["sites/bailu/"]
    assert codes(office) == []


def test_the_approved_page_stays_as_it_was_while_a_new_version_is_reviewed(
    office: Project,
) -> None:
    approve(office)
    before = pipeline.prepare(office.settings())
    edit(office, "正文。", "改过的正文。")
    edit(office, "名称: 白鹭驿站", "名称: 新白鹭驿站")
    make_photo(office.content / BAILU / "合影.jpg", (80, 60))
    commit(office)
    for stage in (Stage.FIRST, Stage.SECOND):
        after = pipeline.prepare(office.settings())
        assert [(p.uri, p.content) for p in after.pages] == [
            (p.uri, p.content) for p in before.pages
        ]
        assert [(f.uri, f.content) for f in after.made] == [(f.uri, f.content) for f in before.made]
        assert [file.uri for file in after.copied] == [file.uri for file in before.copied]
        assert after.waiting == 1
        signed(office, stage)
    signed(office, Stage.FINAL)
    assert "新白鹭驿站" in page_of(office)
    assert "改过的正文" in page_of(office)


def test_an_unreadable_new_version_leaves_the_approved_one_online(office: Project) -> None:
    approve(office)
    before = page_of(office)
    (office.content / BAILU / "index.md").write_text("没有开头", encoding="utf-8")
    assert page_of(office) == before
    assert "no-front-matter" in codes(office)


def test_taking_away_needs_no_review(office: Project) -> None:
    approve(office)
    edit(office, "图注: 签约现场", "图注: 签约现场\n    撤下: 是")
    assert published(office) == ["sites/bailu/"]
    assert "合影" not in page_of(office)
    assert "签约现场" not in page_of(office)
    assert [f.uri for f in pipeline.prepare(office.settings()).copied if "photos" in f.uri] == []
    edit(office, "备注", "草稿: 是\n备注")
    assert published(office) == []
    edit(office, "草稿: 是\n", "")
    assert published(office) == ["sites/bailu/"]
    shutil.rmtree(office.content / BAILU)
    commit(office)
    assert published(office) == []
    assert codes(office) == ["review-orphan"]


# ---------------------------------------------------------------- what was forged


def reviews_of(project: Project) -> list[Review]:
    return list(Desk(project.settings()).find(BAILU).log.reviews)


def forge(project: Project, reviews: list[Review], *, seal: bool) -> None:
    """Write a log by hand; with `seal` every hash and link in it is computed as ours are."""
    settings = project.settings()
    previous = "无"
    made = []
    for review in reviews:
        if seal:
            review = review.with_values(previous=previous).sealed(BAILU)
        made.append(review)
        previous = review.check
    log = replace(Desk(settings).find(BAILU).log, reviews=tuple(made))
    path = log_path(settings, BAILU)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(log), encoding="utf-8")
    commit(project)


def blocked(project: Project, code: str) -> str:
    """What is said of a forged review; the website is not built and nothing can be signed."""
    with pytest.raises(pipeline.ContentError) as stopped:
        pipeline.prepare(project.settings())
    assert code in {found.code for found in stopped.value.problems}
    assert "审核记录有问题" in refusal(project, Stage.FIRST, name="赵六")
    return told(project, code)


def test_a_forged_hash_is_found(office: Project) -> None:
    approve(office)
    reviews = reviews_of(office)
    edit(office, "正文。", "夹带的正文。")
    subject = Desk(office.settings()).find(BAILU)
    forged = [each.with_values(content=subject.matter.digest) for each in reviews]
    forge(office, forged, seal=False)
    found = blocked(office, "review-tampered")
    assert "第 1 条（初审，张三，2026-01-02）的内容和它的校验对不上" in found


def test_an_edit_that_is_not_committed_is_found(office: Project) -> None:
    approve(office)
    path = log_path(office.settings(), BAILU)
    path.write_text(path.read_text(encoding="utf-8") + "\n# 看看\n", encoding="utf-8")
    assert "review-uncommitted" in codes(office)
    with pytest.raises(pipeline.ContentError):
        pipeline.prepare(office.settings())


def test_a_review_taken_out_put_in_or_copied_is_found(office: Project) -> None:
    approve(office)
    reviews = reviews_of(office)
    forge(office, [reviews[0], reviews[2]], seal=False)
    assert "第 2 条（终审，王五，2026-01-02）接不上前一条" in blocked(office, "review-tampered")
    forge(office, reviews, seal=False)
    assert published(office) == ["sites/bailu/"]
    office.record("sites/other", 名称="别处")
    text = log_path(office.settings(), BAILU).read_text(encoding="utf-8")
    other = log_path(office.settings(), "sites/other")
    other.write_text(text, encoding="utf-8")
    commit(office)
    assert "它写的是“sites/bailu”的审核" in told(office, "review-tampered")
    other.write_text(text.replace("记录: sites/bailu", "记录: sites/other"), encoding="utf-8")
    commit(office)
    assert "和它的校验对不上" in told(office, "review-tampered")


def test_a_log_sealed_by_hand_still_keeps_the_rules(office: Project) -> None:
    """Whoever recomputes every hash is held to order, people, dates and content."""
    approve(office)
    first, second, final = reviews_of(office)

    def dated(review: Review, day: str) -> Review:
        return review.with_values(day=type(review.day).parse(day))

    forge(office, [first, dated(second, "2026-01-01"), final], seal=True)
    assert "前一条审核是 2026-01-02，后一条不能更早" in blocked(office, "review-date")
    forge(office, [first, second, dated(final, "2026-02-01")], seal=True)
    assert "今天才 2026-01-02" in blocked(office, "review-date")
    forge(office, [first, second, final.with_values(name="张　三")], seal=True)
    assert "已经做过初审" in blocked(office, "review-same-person")
    forge(office, [first, final], seal=True)
    assert "这次终审不能算数：还没有复审" in blocked(office, "review-order")
    forge(office, [first, second, final.with_values(content="0" * 64)], seal=True)
    assert "内容有改动" in blocked(office, "review-order")


def test_a_forged_approved_version_is_found(office: Project) -> None:
    approve(office)
    edit(office, "正文。", "新的正文。")
    edit(office, "正文。", "夹带的正文。", "reviews/approved/sites/bailu/index.md")
    assert "三审通过的版本和签的时候不一样：正文" in told(office, "review-snapshot")
    with pytest.raises(pipeline.ContentError):
        pipeline.prepare(office.settings())
    git(office, "revert", "--no-edit", "HEAD")
    make_photo(office.content / "reviews/approved/sites/bailu/合影.jpg", (80, 60))
    commit(office)
    assert "不一样：文件 合影.jpg" in told(office, "review-snapshot")


def test_any_edited_byte_of_a_log_is_found_or_changes_nothing(office: Project) -> None:
    approve(office)
    path = log_path(office.settings(), BAILU)
    sound, reviews = path.read_bytes(), reviews_of(office)
    chance = random.Random(7)
    found = 0
    for _ in range(150):
        place = chance.randrange(len(sound))
        byte = bytes([chance.randrange(256)])
        path.write_bytes(sound[:place] + byte + sound[place + 1 :])
        desk = Desk(office.settings())
        faults = [each for each in desk.problems if each.code != "review-uncommitted"]
        found += bool(faults)
        # Some bytes are comments or repeat what stood there.
        assert faults or list(desk.find(BAILU).log.reviews) == reviews
    assert found > 100


def test_any_edited_byte_of_a_reviewed_file_voids_the_reviews_or_reaches_no_page(
    office: Project,
) -> None:
    approve(office)
    settings = office.settings()
    before = Desk(settings).find(BAILU)
    chance = random.Random(11)
    for name in ("index.md", "合影.jpg"):
        path = office.content / BAILU / name
        sound = path.read_bytes()
        voided = 0
        for _ in range(60):
            place = chance.randrange(len(sound))
            byte = bytes([(sound[place] + chance.randrange(1, 256)) % 256])
            path.write_bytes(sound[:place] + byte + sound[place + 1 :])
            records = {raw.file: raw for raw in Desk(settings).loaded.records}
            raw = records.get(before.written.file)
            if raw is None or matter_of(raw, BAILU, settings).digest != before.matter.digest:
                voided += 1
                continue
            # Only a comment, or the note that is never published.
            kept = [(k.text, v) for k, v in raw.data.entries if k.text != "备注"]
            assert [k for k, _ in kept] == ["名称", "类型", "摘要", "来源", "照片"]
        path.write_bytes(sound)
        assert voided == 60 if name != "index.md" else voided > 40


# ---------------------------------------------------------------- nothing leaks


SECRET = """\
    别名: [秘密别名]
    地区: 秘密省 秘密市
    主题: [秘密主题]
    日期: 2019-09-09
    照片:
      - {文件: 秘密.jpg, 图注: 秘密图注}
    附件:
      - {文件: 秘密.pdf, 名称: 秘密附件}
    数字:
      - {名称: 秘密数字, 数值: 4711}
    历程:
      - {日期: 2019-09-10, 内容: 秘密历程}
    曾用网址名: mimi-jiu
    主办: 白鹭社区
    """
WORDS = ("秘密", "mimi", "2019-09", "4711", "secret-attachment", "秘密".encode("unicode_escape"))


def add_secret(project: Project) -> None:
    """A record with a mark in everything that it says, and one that it names."""
    project.record(
        "activities/mimi", SECRET, body="秘密正文。\n", 名称="秘密活动", 摘要="秘密摘要。"
    )
    make_photo(project.content / "activities/mimi/秘密.jpg", (640, 480))
    (project.content / "activities/mimi/秘密.pdf").write_bytes(b"%PDF-1.4 secret-attachment")
    project.record("organizations/shequ", 名称="白鹭社区")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def holds(files: dict[str, bytes], word: str | bytes) -> bool:
    sought = word.encode() if isinstance(word, str) else word
    return any(sought in data or sought in uri.encode() for uri, data in files.items())


def test_nothing_of_an_unreviewed_record_reaches_the_website(office: Project) -> None:
    office.with_theme()
    add_secret(office)
    commit(office)
    out = office.root / "site"
    office.write("website.yml", ADDRESS + WEBSITE)
    pipeline.build(office.settings(), out)
    leaky = files_of(out)
    assert [word for word in WORDS if not holds(leaky, word)] == [WORDS[-1]]
    pictures = {hash(data) for uri, data in leaky.items() if "秘密" in uri or "photos/" in uri}
    assert len(pictures) > 2

    office.write("website.yml", ADDRESS + WEBSITE + ON)
    commit(office)
    approve(office, "organizations/shequ")
    pipeline.build(office.settings(), out, keep=0)
    sound = files_of(out)
    made = {"SHA256SUMS", "sitemap.xml", "organizations/list.json", "organizations/list.csv"}
    assert made | {"organizations/shequ/index.html"} <= sound.keys()
    assert [word for word in WORDS if holds(sound, word)] == []
    assert [word for word in ("白鹭驿站", "签约现场", "sites/bailu") if holds(sound, word)] == []
    assert pictures & set(map(hash, sound.values())) == set()
    assert [u for u in sound if u.startswith(("assets/photos", "assets/files"))] == []


def test_an_approved_text_that_names_an_unpublished_record_says_only_its_name(
    office: Project,
) -> None:
    """Three people approved the name as part of that text; a link or a fact they did not."""
    add_secret(office)
    office.record(
        "brands/hongfan",
        "关系:\n  - {类型: 相关, 对象: 秘密活动}\n",
        body="见[那次活动](秘密活动)。\n",
    )
    commit(office)
    approve(office, "brands/hongfan")
    page = page_of(office, "brands/hongfan/index.md")
    assert "秘密活动" in page
    assert "那次活动" in page
    assert "mimi" not in page
    for word in ("秘密摘要", "秘密图注", "秘密正文"):
        assert word not in page
    notice = told(office, "unpublished-reference")
    assert notice.startswith("“秘密活动”那条记录还没有审核通过")
    approve(office, "activities/mimi")
    assert page_of(office, "brands/hongfan/index.md").count("activities/mimi/") == 2


def test_references_to_a_renamed_record_do_not_stop_the_website(office: Project) -> None:
    """The approved text still says the former name, and nobody may mend it in passing."""
    office.record("brands/hongfan", "关系:\n  - {类型: 相关, 对象: 白鹭驿站}\n")
    commit(office)
    approve(office)
    approve(office, "brands/hongfan")
    edit(office, "名称: 白鹭驿站", "名称: 青山驿站")
    approve(office)
    assert "unknown-reference" in codes(office)
    assert published(office) == ["sites/bailu/", "brands/hongfan/"]
    assert "白鹭驿站" in page_of(office, "brands/hongfan/index.md")


# ---------------------------------------------------------------- dates of withdrawal


def test_a_record_goes_off_on_its_day_also_without_reviews(project: Project) -> None:
    project.record("sites/a", 名称="甲站", 撤下日期="2026-01-02")
    project.record("sites/b", 名称="乙站", 撤下日期="2026-01-03")
    project.record("sites/c", 名称="丙站", 撤下日期="2026-03-01")
    project.record("brands/d", "关系:\n  - {类型: 相关, 对象: 甲站}\n")
    assert published(project) == ["sites/c/", "sites/b/", "brands/d/"]
    assert codes(project) == ["unpublished-reference", "withdrawn", "withdraw-soon"]
    assert told(project, "withdrawn") == "2026-01-02 起这条记录不再发布。"
    assert "还有 1 天" in told(project, "withdraw-soon")
    assert "甲站" not in str(pipeline.prepare(project.settings()).made)


def test_the_day_must_be_written_whole(project: Project) -> None:
    project.record("sites/a", 撤下日期="2026-03")
    assert [found.code for found in project.problems()] == ["bad-date"]


def test_a_date_added_to_an_approved_record_holds_without_a_review(office: Project) -> None:
    approve(office)
    edit(office, "类型:", "撤下日期: 2026-01-02\n类型:")
    assert published(office) == []


# ---------------------------------------------------------------- hand-written pages


def test_hand_written_pages_are_reviewed_too(office: Project) -> None:
    office.with_theme()
    office.write("pages/about.md", "# 关于\n\n第一版。\n")
    commit(office)
    out = office.root / "site"

    def about() -> str:
        pipeline.build(office.settings(), out, keep=0)
        page = out / "about" / "index.html"
        return page.read_text(encoding="utf-8") if page.exists() else ""

    assert about() == ""
    approve(office, "pages/about.md")
    first = about()
    assert "第一版" in first
    edit(office, "第一版", "第二版", "pages/about.md")
    assert about() == first
    assert "审核以后改动了：正文" in told(office, "review-void")


# ---------------------------------------------------------------- what staff see


def run(project: Project, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments, "--root", str(project.root)])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_the_whole_way_by_commands(office: Project, capsys: pytest.CaptureFixture[str]) -> None:
    def review(*arguments: str) -> str:
        code, said = run(office, capsys, "review", *arguments)
        assert code == 0, said
        return said

    title = "sites/bailu（白鹭驿站）"
    assert f"等初审（1）\n  {title}\n等复审（0）" in review("list")
    said = review("sign", "白鹭驿站", "--stage", "初审", "--name", "张三", "--note", "可以")
    assert said.startswith(f"已签：{title}　初审 张三 2026-01-02\n接下来等复审")
    assert review("list", "--role", "复审") == f"等复审（1）\n  {title}：初审 张三 2026-01-02\n"
    code, said = run(
        office, capsys, *("review", "sign", "bailu", "--stage", "终审", "--name", "王五")
    )
    assert (code, "还没有复审" in said) == (2, True)
    review("sign", "bailu", "--stage", "复审", "--name", "李四")
    review("sign", "content/sites/bailu", "--stage", "终审", "--name", "王五")
    assert "三审已经通过" in review("show", "bailu")
    edit(office, "正文。", "改过的正文。")
    shown = review("show", "bailu")
    assert "上次审核（终审 王五 2026-01-02）以后改动了：正文" in shown
    assert "网站上还是 2026-01-02 通过的版本" in shown
    assert "\n-正文。\n+改过的正文。\n" in shown
    assert f"{title}：审核作废，改动了 正文" in review("list")
    said = review("return", "bailu", "--name", "张三", "--note", "不必改")
    assert f"已退回：{title}　退回 张三 2026-01-02：不必改" in said
    assert review("history", "bailu").splitlines() == [
        "2026-01-02　初审　张三　sites/bailu　可以",
        "2026-01-02　复审　李四　sites/bailu",
        "2026-01-02　终审　王五　sites/bailu",
        "2026-01-02　退回　张三　sites/bailu　不必改",
    ]
    assert review("history") == review("history", "bailu")
    code, said = run(office, capsys, "check")
    assert (code, "没有问题，另有 1 条等审核" in said) == (0, True)


def test_the_form_holds_text_photos_and_three_rows(
    office: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    office.record("sites/x", "照片:\n  - {文件: a.jpg, 图注: '门口 & 院子'}\n", 名称="甲 & 乙")
    make_photo(office.content / "sites/x/a.jpg", (640, 480), exif=b"Exif\0\0secret")
    commit(office)
    signed(office, Stage.FIRST, "sites/x", note="人数已核对")
    to = tmp_path / "审核表.html"
    code, _ = run(office, capsys, "review", "form", "sites/x", "--to", str(to))
    html = to.read_text(encoding="utf-8")
    assert code == 0
    for text in (
        "甲 &amp; 乙",
        "正文。",
        "门口 &amp; 院子",
        "人数已核对",
        "已签：张三，2026-01-02",
    ):
        assert text in html
    assert html.count("签名</th>") == 3
    assert html.count("data:image/jpeg;base64,") == 1
    assert "size: A4" in html
    assert "http" not in html
    assert "备注" not in html


def test_the_preview_shows_the_new_version_and_where_it_stands(office: Project) -> None:
    office.with_theme()
    approve(office)
    edit(office, "正文。", "改过的正文。")
    settings = office.settings(drafts=True)
    rendered, _ = pipeline.preview(settings)
    folder = office.root / "preview"
    mkdocs_run.lay_out(settings, rendered, folder)
    page = (folder / BAILU / "index.html").read_text(encoding="utf-8")
    assert "改过的正文" in page
    assert "审核：审核以后改动了：正文" in page
    home = (folder / "index.html").read_text(encoding="utf-8")
    assert "审核以后改动了" not in home


def test_without_the_policy_nothing_is_asked(office: Project) -> None:
    office.write("website.yml", ADDRESS + WEBSITE)
    assert published(office) == ["sites/bailu/"]
    assert codes(office) == []
    assert ReviewPolicy().who_counts("初审") == ()


# ---------------------------------------------------------------- signed commits


def make_key(folder: Path, name: str) -> tuple[Path, str]:
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)]
    subprocess.run(command, check=True)
    return path, path.with_suffix(".pub").read_text(encoding="utf-8").strip()


@pytest.fixture
def keys(office: Project, tmp_path: Path) -> dict[str, Path]:
    """Signed commits are asked for; each reviewer's private key by name."""
    made = {name: make_key(tmp_path, f"key{i}") for i, name in enumerate(PEOPLE.values())}
    listed = "".join(f"    - {{姓名: {name}, 公钥: {key}}}\n" for name, (_, key) in made.items())
    office.write("website.yml", ADDRESS + WEBSITE + ON + "  签名提交: 是\n  公钥:\n" + listed)
    commit(office)
    return {name: path for name, (path, _) in made.items()}


def use_key(project: Project, key: Path) -> None:
    git(project, "config", "gpg.format", "ssh")
    git(project, "config", "user.signingkey", str(key))


def test_signed_commits_count_when_each_has_its_persons_key(
    office: Project, keys: dict[str, Path]
) -> None:
    for stage, name in PEOPLE.items():
        use_key(office, keys[name])
        signed(office, stage)
    assert codes(office) == []
    assert published(office) == ["sites/bailu/"]


def test_a_review_signed_with_anothers_key_is_refused_and_leaves_nothing(
    office: Project, keys: dict[str, Path]
) -> None:
    use_key(office, keys["李四"])
    assert "签名不能算数：那次提交没有用这个人的密钥签名" in refusal(office, Stage.FIRST)
    assert "没有这个人的公钥" in refusal(office, Stage.FIRST, name="赵六")
    git(office, "config", "user.signingkey", str(keys["李四"]) + "-missing")
    assert "git commit 没有成功" in refusal(office, Stage.FIRST)


def test_a_whole_log_sealed_by_hand_fails_without_the_signatures(
    office: Project, keys: dict[str, Path]
) -> None:
    subject = Desk(office.settings()).find(BAILU)
    reviews = [
        Review(
            stage=stage,
            name=name,
            day=FullDate.parse("2026-01-02"),
            content=subject.matter.digest,
            previous="",
            check="",
        )
        for stage, name in PEOPLE.items()
    ]
    forge(office, reviews, seal=True)
    shutil.copytree(
        office.content / BAILU, snapshot_path(office.settings(), BAILU), dirs_exist_ok=True
    )
    commit(office)
    assert "没有哪一次提交写着这条审核" in blocked(office, "review-unsigned")
    # A commit that says so, but is signed by somebody else.
    use_key(office, keys["张三"])
    checks = "\n".join(f"审核校验: {each.check}" for each in reviews_of(office))
    git(office, "commit", "--quiet", "--allow-empty", "--gpg-sign", "--message", f"x\n\n{checks}")
    faults = [f.what for f in office.problems() if f.code == "review-unsigned"]
    assert faults == [
        f"第 {number} 条（{stage.label}，{name}）没有算数的签名：那次提交没有用这个人的密钥签名。"
        for number, (stage, name) in enumerate(PEOPLE.items(), 1)
        if name != "张三"
    ]


def test_a_commit_of_another_day_does_not_prove_a_review(
    office: Project, keys: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_key(office, keys["张三"])
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-05T12:00:00+08:00")
    assert "签名的那次提交是 2026-01-05，和审核的日期不一样" in refusal(office, Stage.FIRST)


def test_two_people_cannot_share_a_key(office: Project, tmp_path: Path) -> None:
    _, key = make_key(tmp_path, "shared")
    listed = f"    - {{姓名: 张三, 公钥: {key}}}\n    - {{姓名: 李四, 公钥: {key}}}\n"
    policy = ON + "  初审: [张三, 赵六]\n  签名提交: 是\n  公钥:\n" + listed
    office.write("website.yml", ADDRESS + WEBSITE + policy)
    commit(office)
    faults = [found.what for found in office.problems() if found.code == "review-key"]
    assert faults == ["“赵六”的公钥没有写。", "“李四”的公钥和另一位审核人的一样。"]


def test_signatures_need_the_whole_history(
    office: Project, keys: dict[str, Path], tmp_path: Path
) -> None:
    use_key(office, keys["张三"])
    signed(office, Stage.FIRST)
    commit(office, "别的")
    clone = tmp_path / "clone"
    source = f"file://{office.root}"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", source, str(clone)], check=True)
    faults = [found.what for found in Project(clone).problems()]
    assert len(faults) == 1
    assert "取全部历史（fetch-depth: 0）" in faults[0]
