"""The wording check: what it finds, what it leaves alone, and how it is waived."""

import json
from pathlib import Path

import pytest
from conftest import ROOT, Project
from wording_seeds import Seed, Seeded

from generator.cli import main
from generator.errors import Problem
from generator.messages import WORDING
from generator.wording import words
from generator.wording.check import MOST_SHOWN
from generator.wording.near import NearWords
from generator.wording.words import distance

# (code that tells it, the mistake); each becomes the last paragraph of a real record.
SENTENCES = (
    ("term", "党员学习习近平新时代中国特设社会主义思想。"),
    ("term", "党员学习习近平新时代社会主义思想。"),
    ("term", "支部传达了党的第二十届全国代表大会精神。"),
    ("term", "支部传达了中国共产党第二十次代表大会精神。"),
    ("term", "大家做到“两个拥护”。"),
    ("term", "党委学习了党的二十大三中全会公报。"),
    ("term", "园区落实“三课一会”制度。"),
    ("term", "街道弘扬社会主义价值核心观。"),
    ("term", "志愿者照顾社区里的残废者。"),
    ("term", "服务队来自维族聚居的地方。"),
    ("term", "企业在中港两地设厂。"),
    ("term", "国家税务总局所属的地税局派人到场。"),
    ("term", "村长带头发言。"),
    ("term", "活动隆重召开。"),
    ("term", "八年抗战期间，这里建起支部。"),
    ("term", "全公司都是共产党党员。"),
    ("term", "这是落实“一带一路战略”的一步。"),
    ("spelling", "街道布署了下一步工作。"),
    ("spelling", "联盟再接再励，又办了三场。"),
    ("spelling", "展厅座落在园区北侧。"),
    ("spelling", "来往的人穿流不息。"),
    ("spelling", "起初大家一愁莫展。"),
    ("spelling", "街道一如继往地支持企业。"),
    ("spelling", "支部加强党风廉正建设。"),
    ("spelling", "企业开了公用的帐户。"),
    ("spelling", "大家迫不急待地报了名。"),
    ("spelling", "支部书计来自企业。"),
    ("spelling", "党员佩带党徽上岗。"),
    ("spelling", "党群服务中新已经启用。"),
    ("spelling", "基层党组只覆盖到楼宇。"),
    ("spelling", "截止目前，报名的人不少。"),
    ("spelling", "企业从贵洲迁来。"),
    ("repeated", "大厅的的后面是阅览室。"),
    ("repeated", "街道党工委街道党工委派来指导员。"),
    ("half-width", "大厅很宽敞,可以开会。"),
    ("half-width", "支部(含联合支部)都参加了。"),
    ("half-width", '他们称它为"红色驿站"。'),
    ("unpaired", "大家都说：“这样很好。"),
    ("unpaired", "材料收进《工作手册，人手一本。"),
    ("unpaired", "参加的有企业（含小微企业，也有社区。"),
    ("mark", "服务多种多样，，人人称便。"),
    ("mark", "答案很清楚--建支部。"),
    ("mark", "问题还有很多。。。"),
    ("mark", "这里有“读书角”、“议事厅”。"),
    ("mark", "这里有阅览室、会议室、等。"),
    ("mark", "项目在2019-2021年实施。"),
    ("space", "支部 书记上了第一课。"),
    ("space", "大厅有３层。"),
    ("number", "展厅于二零二六年启用。"),
    ("number", "展厅于2026年八月启用。"),
    ("number", "展厅自19年6月起开放。"),
    ("number", "每周有3、4个人值班。"),
    ("number", "面积近1800余平方米。"),
    ("number", "参加的人超过200人以上。"),
    ("number", "排队时间缩短了2倍。"),
    ("number", "展厅有500平米。"),
    ("number", "满意的有百分之95。"),
    ("date", "2月30日，活动开始。"),
    ("date", "2024年5月13日（星期三），活动开始。"),
    ("date", "2021年，大家庆祝建党99周年。"),
    ("date", "晚上19点，活动开始。"),
    ("count", "共20人，其中男12人、女9人。"),
    ("count", "三个区域分别是阅览室、会议室、展厅、茶座。"),
    ("count", "活动从9月1日至9月3日，为期五天。"),
    ("name", "同科天地支部也派人参加。"),
    ("name", "郑小斐讲了出海的经过。"),
    ("name", "太白楼商圈党建联盟派人参加。"),
)

# (code, record, what stands there, what is put in its place)
CHANGES = (
    ("listed", "brands/santong-gongzuofa", ", 管理同步]", "]"),
    ("listed", "sites/xinyang-kongjian", "      - 设计创新孵化中心\n", ""),
    ("count", "sites/xinyang-kongjian", "七个功能孵化区各", "六个功能孵化区各"),
    ("date", "activities/dikuang-bailu-qianyue", "建党97周年前夕，省", "建党98周年前夕，省"),
)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return Seeded(tmp_path_factory.mktemp("seeded"))


def test_seeded_mistakes_are_found(seeded: Seeded) -> None:
    wanted = {Seed(text): code for code, text in SENTENCES}
    wanted |= {Seed(after, before, place): code for code, place, before, after in CHANGES}
    told = seeded.told(list(wanted))
    missed = [
        seed.after
        for seed, notices in told.items()
        if f"{WORDING}{wanted[seed]}" not in {notice.code for notice in notices}
    ]
    assert len(wanted) >= 60
    assert len(wanted) - len(missed) >= 0.92 * len(wanted), missed
    # One mistake makes one notice, as far as the rules can tell.
    assert sum(len(notices) > 1 for notices in told.values()) <= 2


def test_untouched_content_is_left_alone(seeded: Seeded) -> None:
    assert len(seeded.untouched) <= 3, [str(notice) for notice in seeded.untouched]


# ---------------------------------------------------------------- small websites


def notices(project: Project) -> list[Problem]:
    from generator.pipeline import check

    found = check(project.settings(), wording=True)
    assert found.problems == ()
    return [n for n in found.notices if n.code.startswith((WORDING, "waiver"))]


def codes(project: Project, body: str) -> list[str]:
    project.record("sites/a", body=f"{body}\n")
    return [notice.code.removeprefix(WORDING) for notice in notices(project)]


def test_a_notice_names_line_field_words_and_rule(project: Project) -> None:
    project.record("sites/a", extra="备注: x\n", body="第一行。\n\n街道布署了工作。\n")
    (found,) = notices(project)
    assert (found.line, found.field, found.code) == (11, "正文", "wording-spelling")
    assert found.what == "“街道布署了工作。”里的“布署”：应为“部署”。"
    assert found.mend == "看一看是不是该写成“部署”。依据：常见错别字。"


@pytest.mark.parametrize(
    "right",
    [
        "他说：“街道布署了3、4个人。”",
        "见《布署工作的意见》。",
        "网址是 https://example.org/a,b，代码是 `a,b`。",
        "名单上有[张三](张三)、李四和王五。",
        "2017年底到2018年，约100人参加。",
        "从2024年5月13日（星期一）到5月15日，为期三天。",
        "有两点：第一，要建；第二，要用。",
        "每天有三四个人值班，最多10人。",
        "价格是1.5～2.5元，比例是30%～40%。",
        "济南—青岛的列车，2017—2018年的项目。",
        "这件事的的确确办成了。",
        "解决对策，公布署名文章，按排名发奖，现关键。",
        "基金共31支，其中15支在社区。",
        "四位书记来自江苏、安徽、湖北、浙江。",
        "1）签约；2）揭牌。",
        "时间是14:30，比分是3:2。",
        "建党100周年之际，2021年7月，大家到了南湖。",
        "省委召开了十一届六次全会。",
    ],
)
def test_right_wording_passes(project: Project, right: str) -> None:
    project.record("members/zhang", 名称="张三")
    assert codes(project, right) == []


def test_what_others_said_is_not_corrected_but_must_be_paired(project: Project) -> None:
    project.record("sites/a", extra="言论:\n  - 内容: 街道布署了“工作\n")
    assert [notice.code for notice in notices(project)] == ["wording-unpaired"]


def test_sources_and_references_are_left_as_they_are(project: Project) -> None:
    project.record("activities/a", 来源="[街道布署工作]", 参与单位="[外部:布署公司]")
    assert notices(project) == []


def test_a_quotation_may_run_over_several_paragraphs(project: Project) -> None:
    assert codes(project, "“第一段。\n\n“第二段。”") == []
    assert codes(project, "“第一段。\n\n第二段。”") == ["unpaired", "unpaired"]


def test_declared_short_names_pass(project: Project) -> None:
    project.record("organizations/t", 名称="同科天地党支部", 类型="党支部")
    assert codes(project, "同科天地支部派人参加。") == ["name"]
    project.record("organizations/t", 名称="同科天地党支部", 类型="党支部", 简称="同科天地支部")
    assert codes(project, "同科天地支部派人参加。") == []


def test_two_records_with_like_names_are_both_right(project: Project) -> None:
    for number in ("一", "二", "十"):
        project.record(f"organizations/a{ord(number)}", 名称=f"红石崖第{number}社区党支部")
    assert codes(project, "红石崖第一社区党支部和红石崖第二社区党支部都到了。") == []


def test_an_office_is_written_in_full_everywhere(project: Project) -> None:
    project.record("sites/b", 名称="乙驿站", body="由胶南街道办事处主管。\n")
    assert codes(project, "胶南街道办派人参加。") == ["name"]


def test_a_waiver_keeps_a_notice_back_until_it_is_of_no_use(project: Project) -> None:
    waiver = "免提醒:\n  - {代号: wording-spelling, 文字: 布署, 理由: 原文如此}\n"
    project.record("sites/a", extra=waiver, body="街道布署了工作。\n")
    assert notices(project) == []
    project.record("sites/a", extra=waiver, body="街道部署了工作。\n")
    assert [notice.code for notice in notices(project)] == ["waiver-unused"]
    assert project.check().notices == project.check().notices  # a build does not look for wording
    assert "waiver-unused" not in {notice.code for notice in project.check().notices}


def test_settings_and_hand_written_pages_are_read_too(project: Project) -> None:
    project.write("pages/about.md", "# 关于\n\n街道布署了工作。\n")
    website = project.content / "website.yml"
    website.write_text(website.read_text("utf-8").replace("一句话。", "街道布署了。"), "utf-8")
    project.record("sites/a")
    assert [(n.file, n.line) for n in notices(project)] == [
        ("content/pages/about.md", 3),
        ("content/website.yml", 7),
    ]


# ---------------------------------------------------------------- the office's list

TERM = "用语:\n  - 错: [工商局]\n    改为: 市场监督管理局\n    理由: 已改名\n"
SINCE = "    依据: 《方案》\n    日期: 2018-03\n"


def test_the_offices_terms_count_at_once(project: Project) -> None:
    project.write("wording.yml", TERM + SINCE)
    project.record("sites/a", body="由工商局办理。\n")
    (found,) = notices(project)
    assert found.code == "wording-term"
    assert found.mend == "看一看是不是该写成“市场监督管理局”。依据：《方案》。"


def test_an_outdated_term_was_right_before_its_day(project: Project) -> None:
    project.write("wording.yml", TERM + SINCE + "    旧称: 是\n")
    project.record("activities/a", 日期="2017-05-13", body="由工商局办理。\n")
    assert notices(project) == []
    project.record("activities/a", 日期="2019-05-13", body="由工商局办理。\n")
    assert len(notices(project)) == 1


def test_exceptions_and_quotations(project: Project) -> None:
    project.write("wording.yml", TERM + SINCE + "    例外: [原]\n")
    assert codes(project, "由原工商局办理。") == []
    assert codes(project, "由“工商局”办理。") == []
    project.write("wording.yml", TERM + SINCE + "    引号里也查: 是\n")
    assert codes(project, "由“工商局”办理。") == ["term"]


def test_a_formulation_must_be_exact(project: Project) -> None:
    formulation = "固定表述:\n  - {表述: 以人民为中心的发展思想, 依据: 某文件, 日期: 2022}\n"
    project.write("wording.yml", formulation)
    assert codes(project, "坚持以人民为中心的发展思想。") == []
    assert codes(project, "坚持以人民中心的发展思想。") == ["term"]


def test_faults_of_the_list_are_told_with_their_lines(project: Project) -> None:
    project.record("sites/a")
    project.write("wording.yml", TERM + "    依剧: 《方案》\n    日期: 2018-13\n")
    found = [(p.code, p.file, p.line, p.field) for p in project.problems()]
    assert found == [
        ("missing-field", "content/wording.yml", 2, "用语[1].依据"),
        ("unknown-key", "content/wording.yml", 5, "用语[1].依剧"),
        ("bad-date", "content/wording.yml", 6, "用语[1].日期"),
    ]


# ---------------------------------------------------------------- the command


def test_check_tells_many_as_one_and_wording_tells_each(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    count = MOST_SHOWN + 2
    project.record("sites/a", body="\n\n".join(f"第 {n} 次布署。" for n in range(count)) + "\n")
    root = ["--root", str(project.root)]
    assert main(["check", *root]) == 0
    told = capsys.readouterr().out
    assert told.count("wording-") == 1
    assert f"用语方面有 {count} 处提醒：错别字 {count}。" in told
    assert main(["check", "--wording", *root]) == 0
    told = capsys.readouterr().out
    assert told.count("(wording-spelling)") == count
    assert told.endswith(f"用语检查完毕：{count} 处提醒。\n")
    assert main(["check", "--wording", "--format", "json", *root]) == 0
    assert len(json.loads(capsys.readouterr().out)) == count


def test_records_with_problems_are_named_as_not_looked_at(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.record("sites/a", 类型="没有这种")
    assert main(["check", "--wording", "--root", str(project.root)]) == 0
    assert "内容另有 1 个问题" in capsys.readouterr().out


# ---------------------------------------------------------------- the word lists


def test_no_right_word_contains_a_wrong_one() -> None:
    table = list(words._table())
    wrong = {row[0] for row in table}
    assert len(wrong) == len(table) > 300
    assert [right for _, right, _ in table if words.misspellings().pattern.search(right)] == []


def test_the_phrases_do_not_accuse_one_another() -> None:
    near = words.phrases()
    accused = {word: list(near.find(word)) for word in sorted(near.words)}
    assert {word: found for word, found in accused.items() if found} == {}


def test_the_offices_example_list_is_sourced() -> None:
    text = (ROOT / "content" / "wording.yml").read_text(encoding="utf-8")
    assert text.count("\n    依据: ") == text.count("\n    日期: ") > 80


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("先峰模范作用", [(0, 6)]),
        ("发挥先锋模范用", [(2, 7)]),
        ("先锋范模作用", [(0, 6)]),
        ("先锋模范作用", []),
        ("先锋模式作用", []),
    ],
)
def test_one_slip_is_near(text: str, found: list[tuple[int, int]]) -> None:
    near = NearWords(["先锋模范作用"])
    assert sorted({(start, end) for start, end, _ in near.find(text)}) == found


def test_distance_counts_single_changes() -> None:
    assert [distance("甲乙丙", other) for other in ("甲乙丙", "甲丙", "甲丁丙", "丁")] == [
        0,
        1,
        1,
        3,
    ]


def test_data_files_are_plain_text() -> None:
    folder = Path(words.__file__).parent
    for name in ("misspellings.tsv", "phrases.txt"):
        assert (folder / name).read_text(encoding="utf-8").startswith("#")
