"""The document as a whole → the fields of a record: its name, its summary, and its source."""

import re

from generator.imports.drafts import Node, Value
from generator.imports.word.article import Article
from generator.imports.word.dates import as_written, read_span
from generator.imports.word.edges import Found
from generator.imports.word.label_lines import Label
from generator.imports.word.making import Making, Origin
from generator.models.values import Refusal
from generator.reading.validate import PLACEHOLDER
from generator.text.paste import tidy


def take_name(record: Making, article: Article, named: Label | None) -> str:
    """Name the record; returns the placeholder where nothing says its name.

    named: the label that does.
    """
    title = article.title
    if named:
        text = tidy(named.value)
        if record.model.kind == "member":
            text = re.sub(r"[\s\u3000]", "", text)
        origin = Origin("名称", text, named.where, named.source)
        record.set("name", Value(text, record.at(named.where)), origin)
        if title and title.text != text and record.model.kind != "member":
            record.unused(title.text, title.where, f"名称用了“{named.key}”一项")
        return ""
    if title and record.model.kind != "member":
        origin = Origin("名称", title.text, title.where, "标题")
        record.set("name", Value(title.text, record.at(title.where)), origin)
        return ""
    text = f"{PLACEHOLDER}（{record.file.rpartition('.')[0]}）"
    record.fields["name"] = Value(text, record.at("第 1 段"))
    return text


def take_summary(record: Making, article: Article) -> None:
    """The subtitle says in a line what it is about."""
    if subtitle := article.subtitle:
        value = Value(subtitle.text, record.at(subtitle.where), "取自副标题")
        origin = Origin("摘要", subtitle.text, subtitle.where, f"副标题 {subtitle.source}")
        record.set("summary", value, origin)


def take_source(record: Making, article: Article) -> None:
    """The document itself is what the record rests on."""
    title = article.title
    where = title.where if title else "第 1 段"
    text = title.text if title else record.file.rpartition(".")[0]
    source: dict[str, Node] = {"title": Value(text, record.at(where))}
    dates: list[Found] = []
    bodies: list[Found] = []
    for each in article.closing:
        (dates if _is_date(each.text) else bodies).append(each)
    if bodies:
        publisher = "".join(each.text for each in bodies)
        source["publisher"] = Value(publisher, record.at(bodies[0].where))
    dated = [*dates, *article.dates]
    if dated and (date := _date(record, dated[0])):
        source["date"] = date
    source["note"] = Value(f"Word 稿件“{record.file}”", record.at(where))
    record.fields["sources"] = (source,)
    signed = "，".join(each.text for each in article.closing)
    shown = f"{text}（{signed}）" if signed else text
    spot = article.closing[0].where if article.closing else where
    record.origins.append(Origin("来源", shown, spot, "落款" if signed else "稿件本身"))
    for each in dated[1:]:
        record.unused(each.source, each.where, "稿件的日期已经取自别处")
    for each in article.bylines:
        record.unused(each.text, each.where, "署名、审核的一行，没有放进正文")


def _date(record: Making, line: Found) -> Value | None:
    try:
        found = read_span(line.text)
    except Refusal as error:
        reason = str(error.facts.get("reason", ""))
        record.tell("word-date", line.where, written=line.source, reason=reason)
        return None
    if found is None:
        return None
    text = as_written(found.start)
    record.origins.append(Origin("来源日期", text, line.where, line.source))
    return Value(text, record.at(line.where))


def _is_date(text: str) -> bool:
    return bool(re.match(r"[（(]?\d{4}|[二〇○零一]{4}", text))
