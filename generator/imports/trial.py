"""One draft on its way: written as the text of a record, checked, held against what is known.

That text is read and checked as `zhanting check` would; so what is accepted here passes there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from generator.checks.personal_data import findings
from generator.errors import Problem
from generator.imports.drafts import Draft, Finding, Node, Place, is_blank, values_of
from generator.imports.kept_files import KeptFiles
from generator.imports.library import Library, differences, same_date
from generator.imports.record_text import RecordText, fingerprint, plain, record_text
from generator.models import Record
from generator.models.fields import fields_of, names_by_key
from generator.models.values import SLUG
from generator.reading.frontmatter import FrontMatter
from generator.reading.raw import RawRecord
from generator.reading.validate import plain_data, sample, validate
from generator.relating.catalog import fold
from generator.relating.entry import Entry
from generator.text.characters import bad_character
from generator.text.pinyin import slug_from


class State(Enum):
    """What becomes of a draft."""

    NEW = "新写"
    SAME = "已有，没有变化"
    CHANGED = "已有，内容不同"
    REFUSED = "没有写入"


@dataclass(frozen=True)
class Examined:
    """One draft and what becomes of it.

    bundle: the folder that will hold it, or that holds what is known already.
    text: of its index.md. files: what lies beside it, by name; pictures are clean.
    findings: problems and notices, each with its place.
    """

    draft: Draft
    state: State
    findings: tuple[Finding, ...]
    bundle: Path
    text: str
    files: dict[str, bytes]


class Trial:
    """A draft on its way: what was found so far."""

    def __init__(self, draft: Draft, library: Library) -> None:
        self.draft = draft
        self.library = library
        self.findings = list(draft.findings)
        self.state = State.NEW
        self.record: Record | None = None
        self.raw: RawRecord | None = None
        self.bundle = library.settings.content / draft.model.folder
        kept = KeptFiles(draft)
        self.findings += kept.findings
        self.files = kept.files
        self.written: RecordText = record_text(draft, kept.nodes)
        self._refuse_odd_characters()
        self._refuse_personal_data()
        self._tell_inferred()
        if not self.is_refused:
            self._read(kept.nodes)
        if self.record is not None and not self.is_refused:
            self._compare(self.record)
        self.refuse()

    @property
    def is_refused(self) -> bool:
        return any(not found.is_notice for found in self.findings)

    @property
    def wants_writing(self) -> bool:
        return self.state is State.NEW and self.record is not None

    def refuse(self, *findings: Finding) -> None:
        """Add what was found; what was to be written is not, if there is a problem in it."""
        self.findings += findings
        if self.is_refused and self.state is State.NEW:
            self.state = State.REFUSED

    def examined(self) -> Examined:
        findings = tuple(dict.fromkeys(self.findings))
        return Examined(
            self.draft, self.state, findings, self.bundle, self.written.text, self.files
        )

    # ---- its text

    def _refuse_odd_characters(self) -> None:
        body = [self.draft.body] if self.draft.body else []
        for value in [*values_of(tuple(self.draft.fields.values())), *body]:
            if bad := bad_character(value.text):
                column, character = bad.start() + 1, f"U+{ord(bad.group()):04X}"
                told = value.place.told("bad-character", column=column, character=character)
                self.findings.append(told)

    def _refuse_personal_data(self) -> None:
        """Numbers of persons are never written, wherever they stand."""
        body = [self.draft.body] if self.draft.body else []
        given = (*self.draft.photos, *self.draft.attachments)
        captions = [tuple(file.fields.values()) for file in given]
        for value in [*values_of((*self.draft.fields.values(), *captions)), *body]:
            for found in findings(value.text):
                facts = {"kind": found.kind, "written": found.masked}
                self.findings.append(value.place.told("import-personal", "", **facts))

    def _tell_inferred(self) -> None:
        specs = fields_of(self.draft.model)
        for name, node in self.draft.fields.items():
            for value in values_of(node):
                if value.inferred:
                    facts = {"key": specs[name].key, "written": value.text}
                    self.findings.append(
                        value.place.told("import-inferred", "", **facts, reason=value.inferred)
                    )

    def _read(self, nodes: Mapping[str, Node]) -> None:
        """Read the text as `check` would, and see that it says what the draft says."""
        problems: list[Problem] = []
        model = self.draft.model
        head = self.written.text.split("\n---\n", 1)[0].removeprefix("---\n")
        file = f"{self.draft.place}"
        data = FrontMatter(file, 2, frozenset(names_by_key(model))).parse(head, problems)
        body = self.written.text.split("\n---\n", 1)[1]
        self.raw = RawRecord(model, file, self.bundle, data, body, head.count("\n") + 4)
        meant = {name: plain(node) for name, node in {**self.draft.fields, **nodes}.items()}
        meant = {name: value for name, value in meant.items() if value not in ("", [], {})}
        if problems or fingerprint(plain_data(self.raw)) != fingerprint(meant):
            raise ValueError(f"the text of {file} does not read back as it was meant: {problems}")
        record, _, problems = validate(self.raw)
        self.findings += map(self.told, problems)
        if any(each.code == "draft-lacks" for each in problems) and not self.draft.may_lack_choices:
            self._refuse_unchosen()
        if isinstance(record, Record):
            self.record = record

    def _refuse_unchosen(self) -> None:
        """Ask for required choices where they should have been made."""
        self.findings = [each for each in self.findings if each.problem.code != "draft-lacks"]
        for name, spec in fields_of(self.draft.model).items():
            if spec.is_required and spec.choices and is_blank(self.draft.fields.get(name)):
                facts = {"key": spec.key, "help": spec.help, "example": sample(spec)}
                at = self.draft.place_of(name)
                self.findings.append(at.told("missing-field", spec.key, **facts))

    def told(self, found: Problem) -> Finding:
        """A problem of the text, with the place in somebody's file."""
        place = self.written.place(found.line)
        name = names_by_key(self.draft.model).get(found.field.split("[")[0].split(".")[0])
        if name and found.code == "missing-field" and "." not in found.field:
            place = self.draft.place_of(name)
        return Finding(place, replace(found, file=str(place), line=0))

    # ---- what is there already

    def _compare(self, record: Record) -> None:
        twins = self.library.by_name.get((record.kind, fold(record.name)), [])
        same = [twin for twin in twins if same_date(twin.record, record)]
        at = self.draft.place_of("name")
        if same:
            self.bundle = same[0].bundle
            self._against(same[0], record, at)
            return
        if file := self.library.unreadable.get(fold(record.name)):
            self.refuse(at.told("import-unreadable-twin", written=record.name, known=file))
            return
        for twin in twins:
            facts = {"written": record.name, "other": twin.file}
            self.findings.append(at.told("import-maybe-twice", **facts))
        self._find_address(record)

    def _find_address(self, record: Record) -> None:
        model, wanted = self.draft.model, self.draft.slug
        if wanted is None or not wanted.text:
            slug: str | None = self.library.next_slug(model, record.name)
        elif not SLUG.fullmatch(wanted.text):
            facts = {"reason": "只能用小写字母、数字和减号。"}
            example = slug_from(wanted.text, model.kind)
            told = wanted.place.told("bad-slug", written=wanted.text, **facts, example=example)
            self.refuse(told)
            return
        else:
            slug = self.library.free_slug(model, wanted.text)
        if slug is None:
            assert wanted
            self.refuse(wanted.place.told("import-address-taken", written=wanted.text))
            return
        self.bundle = self.bundle / slug

    def _against(self, twin: Entry, record: Record, at: Place) -> None:
        """Same as a known record, or different from it: told, and never written over it."""
        found = list(differences(twin, record, self.draft, self.files))
        self.state = State.CHANGED if found else State.SAME
        if found:
            facts = {"known": twin.file, "differences": "；".join(found)}
            self.findings.append(at.told("import-changed", written=record.name, **facts))
