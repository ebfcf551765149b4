"""`new` writes a record that passes the check; `rename` keeps every old address alive."""

from pathlib import Path

import pytest
from conftest import Project, make_photo

from generator import pipeline
from generator.errors import UsageError
from generator.models import KINDS
from generator.models.fields import fields_of
from generator.new import new_record, rename_record
from generator.pictures.photos import check_photos


def new(project: Project, name: str, kind: str = "活动") -> str:
    return new_record(project.settings(), kind, name)


def rename(project: Project, wanted: str, slug: str) -> str:
    return rename_record(project.settings(), wanted, slug)


def refused(project: Project, name: str, kind: str = "活动") -> str:
    with pytest.raises(UsageError) as caught:
        new(project, name, kind)
    return str(caught.value)


def publish(project: Project, file: str) -> None:
    """Do what its writer does: fill in the examples, then delete the line that makes it a draft."""
    path = project.root / file
    text = path.read_text(encoding="utf-8").replace("待补充", "某")
    for example in ("把服务送到家门口的社区阵地。", "某社区党支部书记、居委会主任"):
        text = text.replace(f": {example}", ": 写好的内容。")
    lines = text.split("\n")
    kept = [line for line in lines if not line.startswith("草稿:")]
    path.write_text("\n".join(kept), encoding="utf-8")


# ---------------------------------------------------------------- new


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("spelling", ["label", "kind", "folder"])
def test_new_record_of_every_kind_passes_as_draft_and_published(
    project: Project, kind: type, spelling: str
) -> None:
    file = new(project, "白鹭 示范", getattr(kind, spelling))
    assert file == f"content/{kind.folder}/bai-lu-shi-fan/index.md"
    assert project.catalog().entries == ()
    (draft,) = project.check(drafts=True).catalog.entries
    assert (draft.record.kind, draft.record.name) == (kind.kind, "白鹭 示范")
    # What nobody filled in must not be published.
    path = project.root / file
    path.write_text(path.read_text(encoding="utf-8").replace("草稿: 是", ""), encoding="utf-8")
    assert {found.code for found in project.problems()} == {"placeholder"}
    publish(project, file)
    (entry,) = project.catalog().entries
    assert entry.permalink == f"{kind.folder}/bai-lu-shi-fan/"


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_new_record_explains_every_field_that_it_shows(project: Project, kind: type) -> None:
    text = (project.root / new(project, "甲", kind.kind)).read_text(encoding="utf-8")
    for spec in fields_of(kind).values():
        if spec.is_required or spec.in_new:
            assert f"\n{spec.key}:" in text
            assert f"# {spec.help}" in text


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("“三同”工作法", "san-tong-gong-zuo-fa"),
        ("a \"b\" 'c' \\", "a-b-c"),
        ("主题: 学习", "zhu-ti-xue-xi"),
        ("主题：学习", "zhu-ti-xue-xi"),
        ("名称：学习", "ming-cheng-xue-xi"),
        ("学习:", "xue-xi"),
        ("🎉", "activity"),
        ("👨‍👩‍👧 家", "jia"),
        ("@大家", "da-jia"),
        ("# 学习", "xue-xi"),
        ("学习 # 一", "xue-xi-yi"),
        ("- 学习", "xue-xi"),
        ("[学习", "xue-xi"),
        ("{学习}", "xue-xi"),
        ("!学习 &一 *二 %三 |四 >五", "xue-xi-yi-er-san-si-wu"),
        ("---", "activity"),
        ("~", "activity"),
        ("null", "null"),
        ("010", "010"),
        ("是", "shi"),
        ("外部:甲", "wai-bu-jia"),
        ("字" * 60, "-".join(["zi"] * 20)),
        ("a" * 60, "activity"),
        ("page", "page-2"),
        ("Type", "type-2"),
        ("YEAR", "year-2"),
    ],
)
def test_name_is_kept_to_the_letter(project: Project, name: str, slug: str) -> None:
    file = new(project, name)
    assert file == f"content/activities/{slug}/index.md"
    publish(project, file)
    (entry,) = project.catalog().entries
    assert entry.record.name == name


def test_spaces_around_and_line_ends_in_a_name_are_tidied(project: Project) -> None:
    publish(project, new(project, "  学习\n\t一　"))
    (entry,) = project.catalog().entries
    assert entry.record.name == "学习 一"


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_empty_name_is_refused(project: Project, name: str) -> None:
    assert refused(project, name) == "名称不能是空的。用法：zhanting new 类别 名称"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("字" * 61, "“名称”有 61 个字，最多 60 个字。"),
        ("<b>学习</b>", "里有尖括号写的网页代码。"),
        ("学\u202e习", "控制字符（U+202E）"),
        ("学\x00习", "控制字符（U+0000）"),
    ],
)
def test_name_that_the_check_would_refuse_is_not_written(
    project: Project, name: str, told: str
) -> None:
    assert told in refused(project, name)
    assert sorted(path.name for path in project.content.iterdir()) == ["website.yml"]


def test_slug_never_collides(project: Project) -> None:
    project.record("activities/白鹭", 名称="一")
    project.record("activities/2026/bai-lu-2", 名称="二")
    project.record("activities/x", 名称="三", 网址名="bai-lu-3")
    project.record("activities/y", "曾用网址名: [bai-lu-4]\n", 名称="四")
    project.write("activities/2026/白鹭-5/index.md", "坏了")
    (project.content / "activities/bai-lu-6").mkdir()
    assert new(project, "白鹭") == "content/activities/bai-lu-7/index.md"
    assert new(project, "白鹭") == "content/activities/bai-lu-8/index.md"
    assert new(project, "白鹭", "示范点") == "content/sites/bai-lu/index.md"
    assert {found.code for found in project.problems()} == {"no-front-matter"}


def test_unknown_kind_suggests_the_nearest(project: Project) -> None:
    labels = "可用的类别：示范点、先锋人物、活动、品牌、组织、共建协议。"
    assert refused(project, "甲", "示范") == f"没有“示范”这个类别。是不是“示范点”？{labels}"
    assert refused(project, "甲", "xyz") == f"没有“xyz”这个类别。{labels}"


def test_new_needs_a_content_folder(tmp_path: Path) -> None:
    empty = Project(tmp_path / "empty")
    assert refused(empty, "甲") == f"找不到内容文件夹：{empty.content}"
    assert not empty.root.exists()


# ---------------------------------------------------------------- rename


def test_rename_moves_the_folder_with_its_photos_and_redirects(project: Project) -> None:
    project.record("sites/bailu", "照片:\n  - 文件: a.jpg\n    图注: 一\n")
    make_photo(project.content / "sites/bailu/a.jpg")
    assert rename(project, "白鹭驿站", "yizhan") == "content/sites/yizhan/index.md"
    assert not (project.content / "sites/bailu").exists()
    catalog = project.catalog()
    assert catalog.redirects == {"sites/bailu/": "sites/yizhan/"}
    assert check_photos(catalog.entries, project.settings())[1] == []


def test_rename_changes_one_line_only(project: Project) -> None:
    file = project.record("sites/bailu", body="正文。\n\n曾用网址名: x\nslug: y\n\n---\n")
    before = file.read_text(encoding="utf-8").split("\n")
    rename(project, "bailu", "yizhan")
    after = (project.content / "sites/yizhan/index.md").read_text(encoding="utf-8").split("\n")
    assert after == [before[0], "曾用网址名: [bailu]", *before[1:]]


@pytest.mark.parametrize(
    "former",
    [
        "曾用网址名: a\n",
        "曾用网址名: a  # 注\n",
        "曾用网址名: [a]\n",
        "曾用网址名: [a]  # 注\n",
        "曾用网址名:\n  - a\n",
        "曾用网址名:\n- a\n",
        "曾用网址名: [\n  a\n  ]\n",
        "former_slugs: [a]\n",
        "曾用网址名：a\n",
    ],
)
def test_former_addresses_stay_however_they_are_written(project: Project, former: str) -> None:
    project.record("sites/bailu", former + "# 注释\n备注: 乙\n")
    rename(project, "bailu", "yizhan")
    catalog = project.catalog()
    (entry,) = catalog.entries
    assert entry.record.former_slugs == ("a", "bailu")
    assert entry.record.staff_note == "乙"
    assert catalog.redirects == {"sites/a/": "sites/yizhan/", "sites/bailu/": "sites/yizhan/"}
    assert "# 注释\n" in (project.content / "sites/yizhan/index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("former", ["曾用网址名:\n", "曾用网址名: []\n"])
def test_empty_list_of_former_addresses_is_filled(project: Project, former: str) -> None:
    project.record("sites/bailu", former)
    rename(project, "bailu", "yizhan")
    assert project.catalog().redirects == {"sites/bailu/": "sites/yizhan/"}


def test_second_rename_keeps_both_old_addresses(project: Project) -> None:
    project.record("sites/one")
    rename(project, "one", "two")
    rename(project, "two", "three")
    assert project.catalog().redirects == {
        "sites/one/": "sites/three/",
        "sites/two/": "sites/three/",
    }


@pytest.mark.parametrize("line", ["网址名: egret", "slug: egret", "网址名: 'egret'  # 注"])
def test_address_name_of_its_own_becomes_a_former_one(project: Project, line: str) -> None:
    project.record("sites/bailu", line + "\n")
    rename(project, "bailu", "yizhan")
    assert project.catalog().redirects == {"sites/egret/": "sites/yizhan/"}
    assert project.entry("sites/yizhan/").record.slug is None


def test_chinese_folder_leaves_its_pinyin_address(project: Project) -> None:
    project.record("sites/2026/白鹭")
    assert rename(project, "白鹭", "yizhan") == "content/sites/2026/yizhan/index.md"
    assert project.catalog().redirects == {"sites/bai-lu/": "sites/yizhan/"}


def test_references_by_the_old_address_still_find_the_record(project: Project) -> None:
    project.record("sites/bailu")
    project.record("brands/x", "关系:\n  - 类型: 相关\n    对象: bailu\n", body="[它](bailu)\n")
    rename(project, "bailu", "yizhan")
    (link,) = project.catalog().links
    assert link.target.permalink == "sites/yizhan/"


@pytest.mark.parametrize("text", ["\ufeff---\n名称: 甲\n---\n", "---  \n名称: 甲\n---\n"])
def test_rename_writes_inside_the_front_matter(project: Project, text: str) -> None:
    project.write("sites/bailu/index.md", text)
    rename(project, "甲", "yizhan")
    file = project.content / "sites/yizhan/index.md"
    lines = file.read_text(encoding="utf-8").split("\n")
    assert [line.rstrip() for line in lines] == [
        "---",
        "曾用网址名: [bailu]",
        "名称: 甲",
        "---",
        "",
    ]


@pytest.mark.parametrize(
    "slug", ["other", "old-other", "page", "type", "chinese-zhong-wen", "bailu"]
)
def test_address_in_use_is_refused_and_nothing_changes(project: Project, slug: str) -> None:
    file = project.record("sites/bailu")
    project.record("sites/other", "曾用网址名: [old-other]\n", 名称="乙")
    project.record("sites/chinese 中文", 名称="丙")
    before = file.read_bytes()
    with pytest.raises(UsageError, match=f"网址名“{slug}”已经被占用或是保留的"):
        rename(project, "bailu", slug)
    assert file.read_bytes() == before


def test_folder_without_a_record_is_not_overwritten(project: Project) -> None:
    project.record("sites/2026/bailu")
    make_photo(project.content / "sites/2026/yizhan/a.jpg")
    with pytest.raises(UsageError, match="已经被占用"):
        rename(project, "bailu", "yizhan")
    assert project.problems() == ()


@pytest.mark.parametrize("slug", ["Yizhan", "驿站", "a b", "../x", "", "-a"])
def test_slug_that_is_no_address_is_refused(project: Project, slug: str) -> None:
    project.record("sites/bailu")
    with pytest.raises(UsageError) as caught:
        rename(project, "bailu", slug)
    assert str(caught.value) == f"“{slug}”不能作网址名，只能用小写字母、数字和减号。"


def test_record_must_be_the_only_one_of_its_name(project: Project) -> None:
    project.record("sites/a", 名称="甲")
    project.record("sites/b", 名称="甲")
    with pytest.raises(UsageError) as caught:
        rename(project, "甲", "c")
    assert str(caught.value) == "名称或网址名是“甲”的记录不止一条，请核对后再试。"
    with pytest.raises(UsageError) as caught:
        rename(project, "丙", "c")
    assert str(caught.value) == "名称或网址名是“丙”的记录没有，请核对后再试。"


def test_renamed_record_is_rendered_with_its_redirect(project: Project) -> None:
    project.record("sites/bailu")
    rename(project, "bailu", "yizhan")
    uris = {page.uri for page in pipeline.prepare(project.settings()).pages}
    assert {"sites/yizhan/index.md", "sites/bailu/index.md"} <= uris
