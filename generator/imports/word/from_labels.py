"""Labels → the fields that they stand for; what does not fit is told."""

import re
from collections.abc import Iterable, Sequence

from generator.imports.drafts import Node, Place, Value
from generator.imports.numbers import is_number, number_text
from generator.imports.word.body import Item
from generator.imports.word.dates import Span, as_written, read_days, read_span
from generator.imports.word.edges import Found
from generator.imports.word.label_lines import Label
from generator.imports.word.labels import PERSONAL, fields_by_label
from generator.imports.word.making import Making, Origin
from generator.imports.word.names import Person, read_people
from generator.imports.word.told import shortened
from generator.models.fields import FieldSpec
from generator.models.values import Refusal
from generator.text.paste import tidy


class FromLabels:
    """Fills a record. date_lines: of the document, for dates that lack their year."""

    def __init__(self, record: Making, date_lines: Sequence[Found]) -> None:
        self.record = record
        self.date_lines = date_lines
        self.by_label = fields_by_label(record.model.kind)

    def take(self, labels: Sequence[Label], again: Iterable[Label]) -> None:
        """again: labels of which another stands before them."""
        personal = [each.key for each in labels if each.key in PERSONAL and each.value]
        if personal:
            where = next(each.where for each in labels if each.key in PERSONAL)
            self.record.tell("word-personal", where, labels="、".join(dict.fromkeys(personal)))
        for each in labels:
            name = self.by_label.get(each.key, "")
            if each.key in PERSONAL or name in {"name", "photo"}:
                continue
            if not each.key:
                self.record.body.append(Item("text", tidy(each.value), each.where))
            elif not each.value.strip():
                self.record.tell("word-empty-label", each.where, label=each.key)
            elif not name:
                reason = f"{self.record.model.label}没有“{each.key}”这一项"
                self.record.unused(f"{each.key}：{each.value}", each.where, reason)
            elif name in self.record.fields and name != "summary":
                self.record.unused(each.source, each.where, "这一项前面已经写过")
            else:
                self._label(name, each)
        for each in again:
            self.record.tell(
                "word-label-again", each.where, label=each.key, written=shortened(each.source, 60)
            )
        self._position(labels)

    def _label(self, name: str, label: Label) -> None:
        if name == "date" and "end_date" in self.record.specs:
            self._dates(label)
        elif name == "people":
            self._people(label)
        elif name == "body":
            text = "\n".join(tidy(line) for line in label.value.split("\n"))
            self.record.body.append(Item("text", text, label.where))
            self.record.origins.append(Origin("正文", shortened(text, 60), label.where, label.key))
        elif name in {"college", "grade"}:
            pass  # `_position` puts them together.
        else:
            self._plain(self.record.specs[name], label)

    def _plain(self, spec: FieldSpec, label: Label) -> None:
        at = self.record.at(label.where)
        text = " ".join(tidy(line) for line in label.value.split("\n")).strip()
        if spec.is_many:
            parts = re.split(r"[、；;\n]|，(?=\S)|,(?=\S)", label.value)
            names = [tidy(part).strip("。") for part in parts if part.strip()]
            node: Node = tuple(Value(each, at) for each in names)
            text = "、".join(names)
        elif spec.name == "attendance":
            found = re.search(r"(?:约|近|超过|共)?\s*\d+\s*(?:余|多)?", text)
            if not found:
                self.record.unused(label.source, label.where, "看不出人数")
                return
            text = re.sub(r"\s", "", found[0]).removeprefix("共")
            node = Value(text, at)
        elif spec.unit:
            text = number_text(text.rstrip("。"), spec.unit)
            if not is_number(text):
                self.record.unused(label.source, label.where, f"看不出{spec.key}")
                return
            node = Value(text, at)
        elif spec.choices and text not in spec.choices:
            self.record.unused(label.source, label.where, f"不在“{spec.key}”可选的范围里")
            return
        else:
            text = text.rstrip("。") if spec.key in {"地点", "主旨"} else text
            node = Value(text, at)
        self.record.set(spec.name, node, Origin(spec.key, text, label.where, label.source))

    def _position(self, labels: Sequence[Label]) -> None:
        """A person's 学院 and 年级: the post, and, where nothing else says it, who it is."""
        parts = {
            self.by_label.get(each.key): each
            for each in reversed(labels)
            if self.by_label.get(each.key) in {"college", "grade"} and each.value.strip()
        }
        if not parts or "posts" not in self.record.specs:
            return
        college, grade = parts.get("college"), parts.get("grade")
        if college:
            text = tidy(college.value)
            post: Node = {"organization": Value(text, self.record.at(college.where))}
            origin = Origin("任职", text, college.where, college.source)
            self.record.set("posts", (post,), origin)
        written = "".join(tidy(each.value) for each in (college, grade) if each)
        source = "；".join(each.source for each in (college, grade) if each)
        where = (grade or college or labels[0]).where
        if "position" in self.record.fields:
            if grade:
                self.record.unused(grade.source, grade.where, "“身份”一项已经写了别的")
            return
        inferred = "由“学院”“年级”连成" if college and grade else "取自“学院”或“年级”一项"
        value = Value(written, self.record.at(where), inferred)
        self.record.set("position", value, Origin("身份", written, where, source))

    def _people(self, label: Label) -> None:
        found = read_people(label.value)
        at = self.record.at(label.where)
        people = [_person(each, at) for each in found.people]
        shown = "、".join(
            f"{each.name}（{each.role}）" if each.role else each.name for each in found.people
        )
        if people:
            self.record.set(
                "people", tuple(people), Origin("人物", shown, label.where, label.source)
            )
        if found.total and "attendance" not in self.record.fields:
            inferred = f"取自“{found.total_source}”"
            value = Value(found.total, at, inferred)
            self.record.set(
                "attendance", value, Origin("人数", found.total, label.where, label.source)
            )
        for question in found.questions:
            written = shortened(label.source, 60)
            self.record.tell("word-names", label.where, written=written, reason=question)

    def _dates(self, label: Label) -> None:
        at = self.record.at(label.where)
        try:
            span, note, inferred = self._with_year(label, read_days(label.value))
        except Refusal as error:
            reason = str(error.facts.get("reason", ""))
            self.record.tell("word-date", label.where, written=label.source, reason=reason)
            self.record.notes.append(f"{label.where} {label.source}（{reason}）")
            return
        start = as_written(span.start)
        self.record.set(
            "date",
            Value(start, at, inferred),
            Origin("日期", start, label.where, label.source),
        )
        if span.end:
            end = as_written(span.end)
            self.record.set(
                "end_date",
                Value(end, at, inferred),
                Origin("结束日期", end, label.where, label.source),
            )
        if note:
            self.record.fields["date_note"] = Value(note, at)
        if span.rest:
            self.record.unused(f"{label.key}：{span.rest}", label.where, "“日期”只写到日")

    def _with_year(self, label: Label, span: Span) -> tuple[Span, str, str]:
        """(the span with its year, 日期说明, why it is inferred), by the date of the document."""
        if not span.lacks_year:
            return span, "", ""
        dated = []
        for line in self.date_lines:
            try:
                found = read_span(line.text)
            except Refusal:
                continue
            if found and not found.lacks_year:
                dated.append((found.start, line))
        years = {each.year for each, _ in dated}
        if len(years) == 1 and (year := years.pop()):
            whole = span.in_year(year)
            latest, line = max(dated, key=lambda each: each[0].sort_key)
            if not latest.is_before(whole.start):
                reason = f"“{label.value}”没有写年份，取自{line.where}“{line.text}”"
                return whole, f"年份由稿件所署日期（{line.text}）推得", reason
        self.record.tell("word-year", label.where, written=label.source)
        return span, "", ""


def _person(person: Person, at: Place) -> Node:
    fields: dict[str, Node] = {"person": Value(person.name, at)}
    if person.role:
        fields["role"] = Value(person.role, at)
    return fields
