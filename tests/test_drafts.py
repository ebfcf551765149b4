"""Drafts become records that pass the check: once, whole, every fault told at its place."""

import io
from pathlib import Path

import pytest
from conftest import Project, make_photo
from PIL import Image

from generator.imports import write as write_module
from generator.imports.drafts import Draft, FileDraft, Node, Place, Value
from generator.imports.examine import examine
from generator.imports.trial import Examined, State
from generator.imports.write import write
from generator.models import KINDS
from generator.pipeline import silent
from generator.reading.validate import plain_data

GPS = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"


def at(spot: str) -> Place:
    return Place("表.xlsx", "活动", spot)


def draft(name: str, row: int = 2, **fields: Node) -> Draft:
    given: dict[str, Node] = {"name": Value(name, at(f"A{row}"))}
    given["type"] = Value("走访", at(f"B{row}"))
    return Draft(KINDS["activity"], at(f"第 {row} 行"), {**given, **fields})


def brought(project: Project, *drafts: Draft) -> tuple[Examined, ...]:
    """Examine and write, as an import does."""
    found = examine(drafts, project.settings(), silent)
    write(found, project.settings())
    return found


def told(found: Examined) -> list[tuple[str, str]]:
    return [(each.problem.code, str(each.place)) for each in found.findings]


def picture(**options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, **options)
    return target.getvalue()


def test_a_draft_becomes_a_record_that_waits_for_what_it_lacks(project: Project) -> None:
    body = Value("第一段。\n\n第二段。", at("C2"))
    given = draft("走进车间", date=Value("2026-08-05", at("D2")))
    (found,) = brought(project, Draft(given.model, given.place, given.fields, body))
    assert (found.state, told(found)) == (State.NEW, [])
    assert (project.content / "activities/zou-jin-che-jian/index.md").read_text("utf-8") == (
        "---\n"
        "名称: 走进车间\n"
        "摘要: 待补充（一两句话，出现在卡片和搜索结果里，160 字以内）\n"
        "草稿: 是\n"
        "来源:\n"
        "  - 标题: 待补充（导入自 表.xlsx「活动」第 2 行）\n"
        "类型: 走访\n"
        "日期: 2026-08-05\n"
        "---\n"
        "第一段。\n\n第二段。\n"
    )
    assert project.problems() == ()
    # Nobody can publish it by taking away the one line that makes it a draft.
    file = project.content / "activities/zou-jin-che-jian/index.md"
    file.write_text(file.read_text("utf-8").replace("草稿: 是\n", ""), "utf-8")
    assert {problem.code for problem in project.problems()} == {"placeholder"}


@pytest.mark.parametrize(
    "text",
    [
        "名称：学习",
        "甲: 乙",
        "- 甲",
        "外部：甲公司",
        "甲, 乙",
        "[甲]",
        "# 甲",
        "#甲#",
        "甲 #1",
        '"甲" \\ 乙',
        "第一行\n第二行",
        "a\tb",
        "null",
        "~",
        "是",
        "010",
        "2026-08-05",
        "---",
        "｛甲｝",
        "'甲",
        "@甲",
        "甲:",
        "㑇䶮",
        "cafe\u0301 零\u200b宽",
    ],
)
def test_every_text_is_written_to_the_letter(project: Project, text: str) -> None:
    one = {"person": Value(text, at("C2")), "role": Value(text, at("C2"))}
    (found,) = brought(
        project,
        draft("甲", theme=Value(text, at("D2")), results=(Value(text, at("E2")),), people=(one,)),
    )
    assert told(found) == []
    written = plain_data(project.check(drafts=True).catalog.entries[0].raw)
    text = text.replace("e\u0301", "é").replace("\u200b", "")
    assert written["theme"] == text
    assert written["results"] == [text]
    assert written["people"] == [{"person": text, "role": text}]


def test_faults_are_told_at_the_cell_and_nothing_of_the_row_is_written(project: Project) -> None:
    bad = draft("乙", 3, type=Value("竞赛", at("B3")), end_date=Value("2026-02-30", at("E3")))
    empty = draft("丙", 4, type=Value("", at("B4")))
    odd = draft("丁\x07", 5)
    dead = draft("戊", 6, brands=(Value("没有的品牌", at("F6")),))
    good, *refused = brought(project, draft("甲"), bad, empty, odd, dead)
    assert good.state is State.NEW
    assert {found.state for found in refused} == {State.REFUSED}
    assert [told(found) for found in refused] == [
        [("unknown-choice", "表.xlsx「活动」B3"), ("bad-date", "表.xlsx「活动」E3")],
        [("missing-field", "表.xlsx「活动」B4")],
        [("bad-character", "表.xlsx「活动」A5")],
        [("unknown-reference", "表.xlsx「活动」F6")],
    ]
    assert [path.name for path in (project.content / "activities").iterdir()] == ["jia"]


def test_a_second_import_writes_nothing_and_tells_what_differs(project: Project) -> None:
    photo = FileDraft(picture(format="JPEG", exif=GPS), "合影.jpg", at("G2"))
    given = draft("甲", date=Value("2026-08-05", at("D2")), theme=Value("旧", at("E2")))
    whole = Draft(given.model, given.place, given.fields, None, (photo,))
    assert brought(project, whole)[0].state is State.NEW
    before = {path: path.read_bytes() for path in project.content.rglob("*") if path.is_file()}
    assert brought(project, whole)[0].state is State.SAME
    same_day = draft("甲", date=Value("2026年8月5日", at("D2")), theme=Value("新", at("E2")))
    (changed,) = brought(project, same_day)
    assert changed.state is State.CHANGED
    (finding,) = changed.findings
    assert "主旨原来是「旧」，这里是「新」" in finding.problem.what
    assert before == {p: p.read_bytes() for p in project.content.rglob("*") if p.is_file()}


def test_one_name_on_two_days_is_two_records_with_a_warning(project: Project) -> None:
    first = draft("读书会", 2, date=Value("2026-08-05", at("D2")))
    other = draft("读书会", 3, date=Value("2026-08-12", at("D3")))
    again = draft("读书会", 4, date=Value("2026-08-12", at("D4")))
    found = brought(project, first, other, again)
    assert [each.state for each in found] == [State.NEW, State.NEW, State.REFUSED]
    assert [told(each) for each in found] == [
        [],
        [("import-maybe-twice", "表.xlsx「活动」A3")],
        [("import-maybe-twice", "表.xlsx「活动」A4"), ("import-twice", "表.xlsx「活动」A4")],
    ]
    names = sorted(path.name for path in (project.content / "activities").iterdir())
    assert names == ["du-shu-hui", "du-shu-hui-2"]


def test_an_address_that_is_taken_is_refused_and_a_free_one_is_used(project: Project) -> None:
    project.record("activities/bailu", 名称="白鹭读书会")
    taken = Draft(*_parts(draft("甲")), slug=Value("bailu", at("H2")))
    unfit = Draft(*_parts(draft("乙", 3)), slug=Value("Bai_Lu", at("H3")))
    free = Draft(*_parts(draft("丙", 4)), slug=Value("bing-4", at("H4")))
    found = brought(project, taken, unfit, free)
    assert [told(each) for each in found] == [
        [("import-address-taken", "表.xlsx「活动」H2")],
        [("bad-slug", "表.xlsx「活动」H3")],
        [],
    ]
    assert found[2].bundle.name == "bing-4"


def _parts(given: Draft) -> tuple[type, Place, dict[str, Node]]:
    return given.model, given.place, dict(given.fields)


def test_pictures_lose_what_they_tell_about_place_and_camera(
    project: Project, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Canon", 6
    exif.get_ifd(0x8825)[2] = (36.0, 40.0, 0.0)
    taken = make_photo(tmp_path / "a.jpg", exif=exif).read_bytes()
    assert b"Canon" in taken
    bare = make_photo(tmp_path / "b.jpg").read_bytes()
    noted = make_photo(tmp_path / "c.jpg", comment=b"13800000000").read_bytes()
    trailing = bare + b"video of the people in it"
    bitmap = make_photo(tmp_path / "d.bmp").read_bytes()
    photos = [
        FileDraft(taken, "a.jpg", at("G2")),
        FileDraft(bare, "b.jpeg", at("H2")),
        FileDraft(noted, "C.JPG", at("I2")),
        FileDraft(trailing, "c.jpg", at("J2")),
        FileDraft(bitmap, "现场.bmp", at("K2")),
    ]
    (found,) = brought(project, Draft(*_parts(draft("甲")), photos=tuple(photos)))
    assert list(found.files) == ["a.jpg", "b.jpeg", "C.JPG", "c-2.jpg", "现场.png"]
    folder = project.content / "activities/jia"
    with Image.open(folder / "a.jpg") as image:
        assert (image.size, dict(image.getexif())) == ((48, 64), {})  # turned upright
    assert b"Canon" not in (folder / "a.jpg").read_bytes()
    assert (folder / "b.jpeg").read_bytes() == bare  # nothing to take away: not encoded again
    assert b"13800000000" not in (folder / "C.JPG").read_bytes()
    assert b"video" not in (folder / "c-2.jpg").read_bytes()
    assert project.problems() == ()


def test_a_broken_picture_refuses_its_record(project: Project) -> None:
    cut = picture(format="JPEG")[:-200]
    photos = (FileDraft(cut, "a.jpg", at("G2")), FileDraft(b"GIF", "b", at("H2")))
    (found,) = brought(project, Draft(*_parts(draft("甲")), photos=photos))
    assert told(found) == [
        ("photo-damaged", "表.xlsx「活动」G2"),
        ("photo-type", "表.xlsx「活动」H2"),
    ]
    assert not (project.content / "activities").exists()


def test_what_cannot_all_be_written_leaves_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examine([draft("甲"), draft("乙", 3)], project.settings(), silent)
    rename = Path.rename
    placed = []

    def full(self: Path, target: Path) -> Path:
        if placed:
            raise OSError("No space left on device")
        placed.append(target)
        return rename(self, target)

    monkeypatch.setattr(write_module.Path, "rename", full)
    with pytest.raises(OSError, match="No space"):
        write(found, project.settings())
    left = [path for path in project.content.rglob("*") if path.name != "website.yml"]
    assert left == [project.content / "activities"]
    monkeypatch.undo()
    assert len(write(found, project.settings())) == 2


def test_a_kept_no_makes_a_record_that_is_published_at_once(project: Project) -> None:
    source = ({"title": Value("某报", at("F2"))},)
    fields = {"summary": Value("一句话。", at("E2")), "sources": source}
    whole = draft("甲", draft=Value("否", at("D2")), **fields)
    lacking = draft("乙", 3, draft=Value("否", at("D3")))
    good, bad = brought(project, whole, lacking)
    assert good.state is State.NEW
    assert told(bad) == [
        ("missing-field", "表.xlsx「活动」第 3 行"),
        ("missing-field", "表.xlsx「活动」第 3 行"),
    ]
    assert [entry.record.name for entry in project.catalog().entries] == ["甲"]
