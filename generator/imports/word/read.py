"""A Word document → drafts: each value with the line that it came from, and what was not used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.errors import UsageError
from generator.imports.drafts import Draft, FileDraft, Finding, Place, Value, values_of
from generator.imports.word.article import Article, understand
from generator.imports.word.blocks import paragraphs_in
from generator.imports.word.body_text import has_code, markdown
from generator.imports.word.compare import bones, missed
from generator.imports.word.docx import DocxRefused, Package, open_package
from generator.imports.word.from_document import take_name, take_source, take_summary
from generator.imports.word.from_labels import FromLabels
from generator.imports.word.labels import PERSONAL, fields_by_label
from generator.imports.word.making import Making, Origin
from generator.imports.word.photos import photos_of
from generator.imports.word.private import cleared, without_numbers
from generator.imports.word.told import shortened
from generator.imports.word.walk import Walked, walk
from generator.models import KINDS, Record

MAX_NOTE = 950
# What the draft itself goes on saying until somebody has seen to it.
_TO_DO = {"word-left-out", "word-no-caption", "word-stray-caption", "word-differs", "word-lost"}


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
            drafts.append(
                self._draft(each, tuple(photos_of(each, self.article, self.package, form)))
            )
        self._account(drafts, records)
        first = replace(drafts[0], findings=(*self.findings, *drafts[0].findings))
        drafts = [
            self._noted(each, of) for each, of in zip([first, *drafts[1:]], records, strict=True)
        ]
        origins = [[replace(each, **_cleared(each)) for each in of.origins] for of in records]
        return Reading(tuple(map(without_numbers, drafts)), tuple(map(tuple, origins)))

    def _account(self, drafts: Sequence[Draft], records: Sequence[Making]) -> None:
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
                    self._tell("word-lost", each.where, written=shortened(line, 200))

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
                self._tell("word-characters", item.where, written=shortened(item.text, 60))
        for question in article.matched.questions:
            if not question.picture:
                self._tell("word-stray-caption", question.where, question=question.text)

    def _record(self, form: int | None) -> Making:
        """form: number of the form that is the record; None or 0 when it is the document."""
        record = Making(self.name, self.model)
        labels = [each for each in self.article.labels if not form or each.form in (0, form)]
        named = (each for each in labels if self.by_label.get(each.key) == "name" and each.value)
        if lacking := take_name(record, self.article, next(named, None)):
            self._tell("word-no-title", "第 1 段", name=lacking)
        take_summary(record, self.article)
        dated = [*self.article.dates, *self.article.closing]
        FromLabels(record, dated).take(labels, self.article.again)
        take_source(record, self.article)
        if not form:
            record.body += self.article.body
        else:
            for item in self.article.body:
                record.unused(item.text, item.where, "稿件里有几张表，分不清是哪一张的")
        return record

    def _draft(self, record: Making, photos: tuple[FileDraft, ...]) -> Draft:
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

    def _noted(self, draft: Draft, record: Making) -> Draft:
        note = Value(self._note(record, draft.findings), self._at(""))
        return replace(draft, fields={**draft.fields, "staff_note": note})

    def _note(self, record: Making, findings: Sequence[Finding]) -> str:
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


def _cleared(origin: Origin) -> dict[str, Any]:
    return {"text": cleared(origin.text)[0], "source": cleared(origin.source)[0]}
