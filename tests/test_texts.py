"""Every text of a record, with its line."""

from conftest import Project

from generator.reading.load import load
from generator.reading.texts import texts_of


def test_each_text_knows_its_line_and_field(project: Project) -> None:
    project.record(
        "sites/bailu",
        extra="""\
        照片:
          - 文件: 门.jpg
            图注: 大门
        分项: [甲, {名称: 乙, 内容: 说明}]
        """,
        body="第一段\n续行\n\n第二段\n",
    )
    raw = load(project.settings()).records[0]
    found = [(text.line, text.field, text.path[-1], text.text) for text in texts_of(raw)]
    assert found == [
        (2, "名称", "name", "白鹭驿站"),
        (3, "类型", "type", "党群服务中心"),
        (4, "摘要", "summary", "一句话。"),
        (6, "来源[1].标题", "title", "某报"),
        (8, "照片[1].文件", "file", "门.jpg"),
        (9, "照片[1].图注", "caption", "大门"),
        (10, "分项[1]", "name", "甲"),
        (10, "分项[2].名称", "name", "乙"),
        (10, "分项[2].内容", "text", "说明"),
        (12, "正文", "body", "第一段\n续行"),
        (15, "正文", "body", "第二段"),
    ]


def test_only_words_of_a_person_are_text(project: Project) -> None:
    project.record("activities/a", extra="日期: 2024-05-13\n主办: [外部:某单位]\n人数: 120\n")
    texts = list(texts_of(load(project.settings()).records[0]))
    assert [text.field for text in texts if text.spec and text.spec.is_text] == [
        "名称",
        "摘要",
        "来源[1].标题",
    ]


def test_a_line_inside_a_paragraph_is_counted(project: Project) -> None:
    project.record("sites/bailu", body="\n一\n二\n三\n")
    body = list(texts_of(load(project.settings()).records[0]))[-1]
    assert (body.line, body.line_at(body.text.index("三"))) == (9, 11)
