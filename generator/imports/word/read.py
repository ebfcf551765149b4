"""A Word document → drafts: each value with the line that it came from, and what was not used."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.errors import UsageError
from generator.imports.drafts import Draft, FileDraft, Finding, Node, Place, Value, values_of
from generator.imports.numbers import is_number, number_text
from generator.imports.word.article import Article, Shown, understand
from generator.imports.word.blocks import paragraphs_in
from generator.imports.word.body import Item
from generator.imports.word.body_text import has_code, markdown
from generator.imports.word.caption_answers import Question
from generator.imports.word.compare import bones, missed
from generator.imports.word.dates import Span, read_days, read_span
from generator.imports.word.edges import Found
from generator.imports.word.label_lines import Label
from generator.imports.word.labels import PERSONAL, fields_by_label
from generator.imports.word.names import Person, read_people
from generator.imports.word.package import DocxRefused, Package, open_package
from generator.imports.word.private import cleared, without_numbers
from generator.imports.word.walk import Walked, walk
from generator.messages import MESSAGES
from generator.models import KINDS, Record
from generator.models.fields import FieldSpec, fields_of
from generator.models.values import Refusal
from generator.pictures.cuts import PhotoRefused
from generator.pictures.pixels import Pose, clean_as_shown
from generator.reading.validate import PLACEHOLDER
from generator.text.paste import tidy

MAX_NOTE = 950
# What the draft itself goes on saying until somebody has seen to it.
_TO_DO = {"word-left-out", "word-no-caption", "word-stray-caption", "word-differs", "word-lost"}
_AUTOMATIC_ALT = re.compile(
    r"自动生成|automatically|^(?:图片|图像|图|Picture|Image|Grafik)\s*\d*$|\.(?:jpe?g|png|bmp|gif)$"
    r"|^(?:IMG|DSC|微信图片|mmexport|QQ图片|截图|upload)",
    re.I,
)


@dataclass(frozen=True)
class Origin:
    """One line of what is shown before anything is written: 日期 2026-08-03 ← 第 5 段 …"""

    key: str
    text: str
    where: str
    source: str = ""
    is_inferred: bool = False


@dataclass(frozen=True)
class Reading:
    """What became of a document: its drafts, and for each where its values came from."""

    drafts: tuple[Draft, ...]
    origins: tuple[tuple[Origin, ...], ...]


def read_word(data: bytes, name: str, kind: type[Record] | None = None) -> Reading:
    """The records in a document; UsageError for what cannot be read.

    name: of the file. kind: what it is; found out from its labels when it is not given.
    """
    package = open_package(data, name)
    try:
        walked = walk(package, name)
        return _Word(package, walked, name, kind).reading()
    except DocxRefused as refused:
        raise UsageError(
            f"“{name}”{refused}请用 Word 或 WPS 打开看看，另存一份再导入。"
        ) from refused


@dataclass
class _Record:
    """One record while it is put together."""

    fields: dict[str, Node] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)


class _Word:
    def __init__(
        self, package: Package, walked: Walked, name: str, kind: type[Record] | None
    ) -> None:
        self.package = package
        self.walked = walked
        self.name = name
        self.article: Article = understand(walked.blocks)
        self.findings = list(walked.told)
        self.model = kind or self._kind()
        self.specs = fields_of(self.model)
        self.by_label = fields_by_label(self.model.kind)

    def reading(self) -> Reading:
        self._compare()
        self._tell_article()
        forms = sorted({label.form for label in self.article.labels if label.form})
        is_several = self.model.kind == "member" and len(forms) > 1
        records = [
            self._record(form if is_several else None) for form in (forms if is_several else [0])
        ]
        drafts = []
        for place, each in enumerate(records):
            form = forms[place] if is_several else None
            drafts.append(self._draft(each, tuple(self._photos(each, form))))
        self._account(drafts, records)
        first = replace(drafts[0], findings=(*self.findings, *drafts[0].findings))
        drafts = [
            self._noted(each, of) for each, of in zip([first, *drafts[1:]], records, strict=True)
        ]
        origins = [[replace(each, **_cleared(each)) for each in of.origins] for of in records]
        return Reading(tuple(map(without_numbers, drafts)), tuple(map(tuple, origins)))

    def _account(self, drafts: Sequence[Draft], records: Sequence[_Record]) -> None:
        """Tell of every line that has come to stand nowhere: a net below all rules."""
        parts = [each.problem.what for each in self.findings]
        for draft, record in zip(drafts, records, strict=True):
            nodes = [draft.fields, *(photo.fields for photo in draft.photos)]
            parts += [value.text for node in nodes for value in values_of(node)]
            parts += [draft.body.text if draft.body else ""]
            parts += [each.problem.what for each in draft.findings]
            parts += [f"{each.text}\n{each.source}" for each in record.origins]
        # These are left out on purpose, and told by their labels only.
        parts += [
            f"{each.source}\n{each.value}"
            for each in self.article.labels
            if each.key in PERSONAL or self.by_label.get(each.key) == "photo" or not each.value
        ]
        known = bones("\n".join(parts))
        for each in paragraphs_in(self.walked.blocks):
            for line in each.text.split("\n"):
                if bones(line) not in known:
                    self._tell("word-lost", each.where, written=_short(line, 200))

    # ------------------------------------------------------------ the whole document

    def _kind(self) -> type[Record]:
        keys = {label.key for label in self.article.labels}
        if "姓名" in keys:
            found, reason = "member", "里面有“姓名”一项"
        elif keys & {"活动时间", "活动地点", "时间", "地点", "主办单位", "活动名称", "参加人员"}:
            return KINDS["activity"]
        else:
            found, reason = "activity", "里面没有“姓名”之类的项目"
        model = KINDS[found]
        self._tell("word-kind", "", kind=model.label, reason=reason)
        return model

    def _tell(self, code: str, where: str, **facts: object) -> None:
        self.findings.append(self._at(where).told(code, "", **facts))

    def _at(self, where: str) -> Place:
        return Place(self.name, "", where)

    def _compare(self) -> None:
        try:
            more = missed(self.package, self.walked)
        except Exception as error:  # mammoth's own faults are of every kind, and none is ours
            self._tell("word-not-compared", "", reason=type(error).__name__)
            return
        for text in more:
            self._tell("word-differs", "", text=text)

    def _tell_article(self) -> None:
        article = self.article
        if article.title and article.title_lines > 1:
            facts = {"count": article.title_lines, "title": article.title.text}
            self._tell("word-title-lines", article.title.where, **facts)
        for each in article.rivals:
            self._tell("word-title-rival", each.where, written=each.text)
        for number in article.merged:
            self._tell("word-merged", f"表格 {number}", number=number)
        for item in article.body:
            if has_code(item.text):
                self._tell("word-characters", item.where, written=_short(item.text))
        for question in article.matched.questions:
            if not question.picture:
                self._tell("word-stray-caption", question.where, question=question.text)

    # ------------------------------------------------------------ one record

    def _record(self, form: int | None) -> _Record:
        """form: number of the form that is the record; None or 0 when it is the document."""
        record = _Record()
        labels = [each for each in self.article.labels if not form or each.form in (0, form)]
        self._name(record, labels)
        self._labels(record, labels)
        self._sources(record)
        if not form:
            record.body += self.article.body
        else:
            for item in self.article.body:
                self._unused(record, item.text, item.where, "稿件里有几张表，分不清是哪一张的")
        return record

    def _set(self, record: _Record, name: str, node: Node, origin: Origin) -> None:
        record.fields[name] = node
        inferred = any(value.inferred for value in values_of(node))
        record.origins.append(replace(origin, is_inferred=inferred))

    def _unused(self, record: _Record, text: str, where: str, reason: str) -> None:
        record.findings.append(
            self._at(where).told("word-unused", text=_short(text, 200), reason=reason)
        )
        record.notes.append(f"{where} {' '.join(text.split())}")

    def _name(self, record: _Record, labels: Sequence[Label]) -> None:
        title = self.article.title
        named = next((e for e in labels if self.by_label.get(e.key) == "name" and e.value), None)
        if named:
            text = tidy(named.value)
            if self.model.kind == "member":
                text = re.sub(r"[\s\u3000]", "", text)
            origin = Origin("名称", text, named.where, named.source)
            self._set(record, "name", Value(text, self._at(named.where)), origin)
            if title and title.text != text and self.model.kind != "member":
                self._unused(record, title.text, title.where, f"名称用了“{named.key}”一项")
        elif title and self.model.kind != "member":
            origin = Origin("名称", title.text, title.where, "标题")
            self._set(record, "name", Value(title.text, self._at(title.where)), origin)
        else:
            text = f"{PLACEHOLDER}（{self.name.rpartition('.')[0]}）"
            self._tell("word-no-title", "第 1 段", name=text)
            record.fields["name"] = Value(text, self._at("第 1 段"))
        subtitle = self.article.subtitle
        if subtitle:
            inferred = "取自副标题"
            value = Value(subtitle.text, self._at(subtitle.where), inferred)
            self._set(
                record,
                "summary",
                value,
                Origin("摘要", subtitle.text, subtitle.where, f"副标题 {subtitle.source}"),
            )

    def _labels(self, record: _Record, labels: Sequence[Label]) -> None:
        personal = [each.key for each in labels if each.key in PERSONAL and each.value]
        if personal:
            where = next(each.where for each in labels if each.key in PERSONAL)
            told = self._at(where).told("word-personal", labels="、".join(dict.fromkeys(personal)))
            record.findings.append(told)
        for each in labels:
            name = self.by_label.get(each.key, "")
            if each.key in PERSONAL or name in {"name", "photo"}:
                continue
            if not each.key:
                record.body.append(Item("text", tidy(each.value), each.where))
            elif not each.value.strip():
                told = self._at(each.where).told("word-empty-label", label=each.key)
                record.findings.append(told)
            elif not name:
                reason = f"{self.model.label}没有“{each.key}”这一项"
                self._unused(record, f"{each.key}：{each.value}", each.where, reason)
            elif name in record.fields and name != "summary":
                self._unused(record, each.source, each.where, "这一项前面已经写过")
            else:
                self._label(record, name, each)
        for each in self.article.again:
            told = self._at(each.where).told(
                "word-label-again", label=each.key, written=_short(each.source)
            )
            record.findings.append(told)
        self._position(record, labels)

    def _label(self, record: _Record, name: str, label: Label) -> None:
        if name == "date" and "end_date" in self.specs:
            self._dates(record, label)
        elif name == "people":
            self._people(record, label)
        elif name == "body":
            text = "\n".join(tidy(line) for line in label.value.split("\n"))
            record.body.append(Item("text", text, label.where))
            record.origins.append(Origin("正文", _short(text), label.where, label.key))
        elif name in {"college", "grade"}:
            pass  # `_position` puts them together.
        else:
            self._plain(record, self.specs[name], label)

    def _plain(self, record: _Record, spec: FieldSpec, label: Label) -> None:
        at = self._at(label.where)
        text = " ".join(tidy(line) for line in label.value.split("\n")).strip()
        if spec.is_many:
            parts = re.split(r"[、；;\n]|，(?=\S)|,(?=\S)", label.value)
            names = [tidy(part).strip("。") for part in parts if part.strip()]
            node: Node = tuple(Value(each, at) for each in names)
            text = "、".join(names)
        elif spec.name == "attendance":
            found = re.search(r"(?:约|近|超过|共)?\s*\d+\s*(?:余|多)?", text)
            if not found:
                self._unused(record, label.source, label.where, "看不出人数")
                return
            text = re.sub(r"\s", "", found[0]).removeprefix("共")
            node = Value(text, at)
        elif spec.unit:
            text = number_text(text.rstrip("。"), spec.unit)
            if not is_number(text):
                self._unused(record, label.source, label.where, f"看不出{spec.key}")
                return
            node = Value(text, at)
        elif spec.choices and text not in spec.choices:
            self._unused(record, label.source, label.where, f"不在“{spec.key}”可选的范围里")
            return
        else:
            text = text.rstrip("。") if spec.key in {"地点", "主旨"} else text
            node = Value(text, at)
        self._set(record, spec.name, node, Origin(spec.key, text, label.where, label.source))

    def _position(self, record: _Record, labels: Sequence[Label]) -> None:
        """A person's 学院 and 年级: the post, and, where nothing else says it, who it is."""
        parts = {
            self.by_label.get(each.key): each
            for each in reversed(labels)
            if self.by_label.get(each.key) in {"college", "grade"} and each.value.strip()
        }
        if not parts or "posts" not in self.specs:
            return
        college, grade = parts.get("college"), parts.get("grade")
        if college:
            text = tidy(college.value)
            post: Node = {"organization": Value(text, self._at(college.where))}
            origin = Origin("任职", text, college.where, college.source)
            self._set(record, "posts", (post,), origin)
        written = "".join(tidy(each.value) for each in (college, grade) if each)
        source = "；".join(each.source for each in (college, grade) if each)
        where = (grade or college or labels[0]).where
        if "position" in record.fields:
            if grade:
                self._unused(record, grade.source, grade.where, "“身份”一项已经写了别的")
            return
        inferred = "由“学院”“年级”连成" if college and grade else "取自“学院”或“年级”一项"
        value = Value(written, self._at(where), inferred)
        self._set(record, "position", value, Origin("身份", written, where, source))

    # ------------------------------------------------------------ people and dates

    def _people(self, record: _Record, label: Label) -> None:
        found = read_people(label.value)
        at = self._at(label.where)
        people = [_person(each, at) for each in found.people]
        shown = "、".join(
            f"{each.name}（{each.role}）" if each.role else each.name for each in found.people
        )
        if people:
            self._set(
                record, "people", tuple(people), Origin("人物", shown, label.where, label.source)
            )
        if found.total and "attendance" not in record.fields:
            inferred = f"取自“{found.total_source}”"
            value = Value(found.total, at, inferred)
            self._set(
                record, "attendance", value, Origin("人数", found.total, label.where, label.source)
            )
        for question in found.questions:
            record.findings.append(
                at.told("word-names", written=_short(label.source), reason=question)
            )

    def _dates(self, record: _Record, label: Label) -> None:
        at = self._at(label.where)
        try:
            span, note, inferred = self._with_year(record, label, read_days(label.value))
        except Refusal as error:
            reason = str(error.facts.get("reason", ""))
            record.findings.append(at.told("word-date", written=label.source, reason=reason))
            record.notes.append(f"{label.where} {label.source}（{reason}）")
            return
        start = _iso(span.start)
        self._set(
            record,
            "date",
            Value(start, at, inferred),
            Origin("日期", start, label.where, label.source),
        )
        if span.end:
            end = _iso(span.end)
            self._set(
                record,
                "end_date",
                Value(end, at, inferred),
                Origin("结束日期", end, label.where, label.source),
            )
        if note:
            record.fields["date_note"] = Value(note, at)
        if span.rest:
            self._unused(record, f"{label.key}：{span.rest}", label.where, "“日期”只写到日")

    def _with_year(self, record: _Record, label: Label, span: Span) -> tuple[Span, str, str]:
        """(the span with its year, 日期说明, why it is inferred), by the date of the document."""
        if not span.lacks_year:
            return span, "", ""
        at = self._at(label.where)
        lines = [*self.article.dates, *self.article.closing]
        dated = []
        for line in lines:
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
        told = at.told("word-year", written=label.source)
        record.findings.append(told)
        return span, "", ""

    # ------------------------------------------------------------ source, rest, photos

    def _sources(self, record: _Record) -> None:
        """The document itself is what the record rests on."""
        article = self.article
        title = article.title
        where = title.where if title else "第 1 段"
        text = title.text if title else self.name.rpartition(".")[0]
        source: dict[str, Node] = {"title": Value(text, self._at(where))}
        dates: list[Found] = []
        bodies: list[Found] = []
        for each in article.closing:
            (dates if _is_date(each.text) else bodies).append(each)
        if bodies:
            source["publisher"] = Value("".join(e.text for e in bodies), self._at(bodies[0].where))
        dated = [*dates, *article.dates]
        for each in dated[:1]:
            try:
                found = read_span(each.text)
            except Refusal as error:
                reason = str(error.facts.get("reason", ""))
                told = self._at(each.where).told("word-date", written=each.source, reason=reason)
                record.findings.append(told)
                continue
            if found:
                text_of_date = _iso(found.start)
                source["date"] = Value(text_of_date, self._at(each.where))
                origin = Origin("来源日期", text_of_date, each.where, each.source)
                record.origins.append(origin)
        source["note"] = Value(f"Word 稿件“{self.name}”", self._at(where))
        record.fields["sources"] = (source,)
        signed = "，".join(each.text for each in article.closing)
        shown = f"{text}（{signed}）" if signed else text
        spot = article.closing[0].where if article.closing else where
        record.origins.append(Origin("来源", shown, spot, "落款" if signed else "稿件本身"))
        for each in dated[1:]:
            self._unused(record, each.source, each.where, "稿件的日期已经取自别处")
        for each in article.bylines:
            self._unused(record, each.text, each.where, "署名、审核的一行，没有放进正文")

    def _photos(self, record: _Record, form: int | None) -> Iterator[FileDraft]:
        questions = {each.picture: each for each in self.article.matched.questions if each.picture}
        for shown in self.article.pictures:
            if form and shown.form != form:
                continue
            found = self._photo(record, shown, questions.get(shown.picture.number))
            if found:
                yield found

    def _photo(self, record: _Record, shown: Shown, question: Question | None) -> FileDraft | None:
        number, at = shown.picture.number, self._at(shown.where)
        cleaned = self._pixels(record, shown)
        if cleaned is None:
            return None
        suffix, data = cleaned
        file = f"图{number}{suffix}"
        fields: dict[str, Node] = {}
        caption = shown.caption
        if caption and caption.text:
            place = self._at(caption.where)
            fields["caption"] = Value(caption.text, place)
            if caption.credit:
                fields["credit"] = Value(caption.credit, place)
            record.origins.append(
                Origin(f"照片 {number}", caption.text, caption.where, caption.source)
            )
        elif shown.form and self.model.kind == "member" and "name" in record.fields:
            name = record.fields["name"]
            assert isinstance(name, Value)
            fields["caption"] = Value(name.text, at, "表里“照片”一格，是本人")
            origin = Origin(f"照片 {number}", name.text, shown.where, "照片", is_inferred=True)
            record.origins.append(origin)
        else:
            asked = f"：{question.text}" if question else ""
            facts = {"number": number, "question": asked, "photo": file}
            record.findings.append(at.told("word-no-caption", "", **facts))
            record.origins.append(Origin(f"照片 {number}", "（没有图注）", shown.where))
        if shown.picture.alt and not _AUTOMATIC_ALT.search(shown.picture.alt):
            fields["alt"] = Value(_short(tidy(shown.picture.alt), 150), at)
        return FileDraft(data, file, at, fields)

    def _pixels(self, record: _Record, shown: Shown) -> tuple[str, bytes] | None:
        picture, at = shown.picture, self._at(shown.where)

        def lost(reason: str) -> None:
            told = at.told("word-picture", number=picture.number, reason=reason.rstrip("。"))
            record.findings.append(told)
            record.notes.append(f"{shown.where} 第 {picture.number} 张图没有导入")

        if picture.address or not picture.part:
            lost("它没有存在稿件里，只链接到别处" if picture.address else "稿件里找不到它的文件")
            return None
        try:
            data = self.package.data(picture.part)
        except DocxRefused as refused:
            lost(f"稿件{refused}")
            return None
        if data is None:
            lost("稿件里找不到它的文件")
            return None
        quarters = round(picture.turn / 90)
        is_slanted = abs(picture.turn - quarters * 90) > 1
        pose = Pose(
            picture.window,
            0 if is_slanted else quarters % 4,
            picture.is_mirrored,
            picture.is_flipped,
        )
        try:
            suffix, cleaned = clean_as_shown(data, pose)
        except PhotoRefused as refused:
            facts = {"written": picture.part.rpartition("/")[2], **refused.facts}
            lost(MESSAGES[refused.code].what.format(**facts))
            return None
        changes = []
        if is_slanted:
            changes.append(f"在稿件里斜着放了 {picture.turn:.0f} 度，导入的是没有斜的")
        if data.startswith(b"BM") or data[:4] in (b"II*\0", b"MM\0*"):
            changes.append(
                f"是 {'BMP' if data.startswith(b'BM') else 'TIFF'}，转成了 {suffix[1:].upper()}"
            )
        if picture.window != (0, 0, 1, 1):
            changes.append("在稿件里裁剪过，只导入了看得见的部分")
        if changes:
            told = at.told("word-picture-changed", number=picture.number, change="，".join(changes))
            record.findings.append(told)
        return suffix, cleaned

    def _draft(self, record: _Record, photos: tuple[FileDraft, ...]) -> Draft:
        body = markdown(record.body, self.walked.notes)
        first = record.body[0].where if record.body else "第 1 段"
        return Draft(
            model=self.model,
            place=self._at(""),
            fields=record.fields,
            body=Value(body, self._at(first)) if body else None,
            photos=photos,
            findings=tuple(record.findings),
            may_lack_choices=True,
        )

    def _noted(self, draft: Draft, record: _Record) -> Draft:
        note = Value(self._note(record, draft.findings), self._at(""))
        return replace(draft, fields={**draft.fields, "staff_note": note})

    def _note(self, record: _Record, findings: Sequence[Finding]) -> str:
        """What the draft itself says of its making, so that it is known later too."""
        left = [
            f"{each.place.spot} {each.problem.what}"
            for each in findings
            if each.problem.code in _TO_DO
        ]
        note = f"由 Word 稿件“{self.name}”导入。"
        for text in dict.fromkeys([*record.notes, *left]):
            line = f" 待处理：{text.rstrip('。')}。"
            if len(note) + len(line) > MAX_NOTE:
                return f"{note} 其余见导入时的说明。"
            note += line
        return note


# ---------------------------------------------------------------- small writers


def _cleared(origin: Origin) -> dict[str, Any]:
    return {"text": cleared(origin.text)[0], "source": cleared(origin.source)[0]}


def _person(person: Person, at: Place) -> Node:
    fields: dict[str, Node] = {"person": Value(person.name, at)}
    if person.role:
        fields["role"] = Value(person.role, at)
    return fields


def _iso(date: object) -> str:
    """A date as staff write it: 2026-08-03, 2026-08, --08-03."""
    year, month, day = (getattr(date, name) for name in ("year", "month", "day"))
    if year is None:
        return f"--{month:02d}-{day:02d}"
    return "-".join([f"{year}", *(f"{part:02d}" for part in (month, day) if part)])


def _is_date(text: str) -> bool:
    return bool(re.match(r"[（(]?\d{4}|[二〇○零一]{4}", text))


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"
