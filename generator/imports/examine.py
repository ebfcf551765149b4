"""Drafts → what would become of each: written, known already, or refused with the reasons.

Each draft becomes the text of its record, and that text is read and checked as `zhanting check`
would; so what is accepted here passes there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.checks.attachments import file_fault
from generator.checks.personal_data import findings
from generator.errors import Problem, UsageError, shown
from generator.imports.drafts import (
    Draft,
    FileDraft,
    Finding,
    Node,
    Place,
    Value,
    as_draft,
    is_blank,
    is_placeholder,
    values_of,
)
from generator.imports.record_text import RecordText, fingerprint, plain, record_text
from generator.models import Record
from generator.models.fields import fields_of, names_by_key
from generator.models.values import SLUG
from generator.models.website import Home, Website
from generator.new import taken_slugs
from generator.pictures.cuts import PhotoRefused
from generator.pictures.pixels import clean
from generator.reading.encoding import bad_character
from generator.reading.file_names import fit_name
from generator.reading.folders import RECORD_FILE, relative
from generator.reading.frontmatter import FrontMatter
from generator.reading.load import load
from generator.reading.raw import RawRecord
from generator.reading.validate import Origin, plain_data, sample, validate
from generator.records import names_of, validated
from generator.relating.catalog import fold
from generator.relating.entry import Entry, entry_from
from generator.relating.relate import Around, entry_of, relate
from generator.settings import Settings
from generator.text.pinyin import slug_from

Progress = Callable[[str, int, int], None]


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


def examine(
    drafts: Iterable[Draft], settings: Settings, progress: Progress
) -> tuple[Examined, ...]:
    """What becomes of each draft, in their order. Reads content/, writes nothing."""
    if not settings.content.is_dir():
        raise UsageError(f"找不到内容文件夹：{settings.content}")
    library = _Library(settings)
    waiting = list(drafts)
    found = []
    for done, draft in enumerate(waiting, 1):
        found.append(_Trial(as_draft(draft), library))
        progress("检查", done, len(waiting))
    _settle_twins(found)
    _relate(found, library)
    return tuple(trial.examined() for trial in found)


# ---------------------------------------------------------------- what is there already


class _Library:
    """The records of content/, and the addresses that are taken."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.loaded = load(settings)
        self.entries, self.aside, self.faulty = validated(settings, self.loaded.records, [])
        self.by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            self.by_name[entry.record.kind, fold(entry.record.name)].append(entry)
        self._taken: dict[str, set[str]] = {}

    def free_slug(self, model: type[Record], wanted: str) -> str | None:
        """The address itself, or None if it is taken; what is given is taken from then on."""
        if model.kind not in self._taken:
            self._taken[model.kind] = taken_slugs(self.settings, self.loaded, model)
        if wanted in self._taken[model.kind]:
            return None
        self._taken[model.kind].add(wanted)
        return wanted

    def next_slug(self, model: type[Record], name: str) -> str:
        base = slug_from(name, model.kind)
        number, slug = 1, self.free_slug(model, base)
        while slug is None:
            number += 1
            slug = self.free_slug(model, f"{base}-{number}")
        return slug

    @cached_property
    def unreadable(self) -> dict[str, str]:
        """Names of records that have problems of their own, folded → file."""
        found = {fold(name): raw.file for raw in self.faulty for name in names_of(raw)}
        return found | {
            fold(each.name): relative(self.settings, each.path) for each in self.loaded.broken
        }


# ---------------------------------------------------------------- one draft


class _Trial:
    """A draft on its way: what was found so far."""

    def __init__(self, draft: Draft, library: _Library) -> None:
        self.draft = draft
        self.library = library
        self.findings = list(draft.findings)
        self.state = State.NEW
        self.files: dict[str, bytes] = {}
        self.record: Record | None = None
        self.raw: RawRecord | None = None
        self.entry: Entry | None = None
        self.bundle = library.settings.content / draft.model.folder
        nodes = {
            "photos": self._named(draft.photos, self._photo),
            "attachments": self._named(draft.attachments, self._attachment),
        }
        self.written: RecordText = record_text(draft, nodes)
        self._refuse_odd_characters()
        self._refuse_personal_data()
        self._tell_inferred()
        if not self.is_refused:
            self._read(nodes)
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

    # ---- its files

    def _named(
        self,
        files: tuple[FileDraft, ...],
        kept: Callable[[FileDraft], tuple[str, bytes] | None],
    ) -> Node:
        """The files as nodes under the names that they get; unfit ones are told."""
        nodes: list[Node] = []
        for file in files:
            if found := kept(file):
                name = self._free_name(*found)
                self.files[name] = found[1]
                nodes.append({"file": Value(name, file.place), **file.fields})
        return tuple(nodes)

    def _photo(self, file: FileDraft) -> tuple[str, bytes] | None:
        try:
            suffix, data = clean(file.data)
        except PhotoRefused as refused:
            facts: dict[str, object] = {"written": file.name, "folder": "", **refused.facts}
            self.findings.append(file.place.told(refused.code, "照片", **facts))
            return None
        path = Path(file.name)
        same = {".jpeg": ".jpg"}.get(path.suffix.lower(), path.suffix.lower()) == suffix
        return file.name if same else f"{path.stem}{suffix}", data

    def _attachment(self, file: FileDraft) -> tuple[str, bytes] | None:
        if fault := file_fault(file.name, file.data):
            code, facts = fault
            self.findings.append(file.place.told(code, "附件", written=file.name, **facts))
            return None
        return file.name, file.data

    def _free_name(self, wanted: str, data: bytes) -> str:
        """A name that no other file of the record has, on systems that ignore case as well."""
        path = Path(fit_name(wanted))
        number, name = 1, path.name
        taken = {each.casefold() for each in self.files} | {RECORD_FILE}
        while name.casefold() in taken:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        return name

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
        captions = [tuple(file.fields.values()) for file in self._given_files]
        for value in [*values_of((*self.draft.fields.values(), *captions)), *body]:
            for found in findings(value.text):
                facts = {"kind": found.kind, "written": found.masked}
                self.findings.append(value.place.told("import-personal", "", **facts))

    @property
    def _given_files(self) -> tuple[FileDraft, ...]:
        return (*self.draft.photos, *self.draft.attachments)

    def _tell_inferred(self) -> None:
        specs = fields_of(self.draft.model)
        for name, node in self.draft.fields.items():
            for value in values_of(node):
                if value.inferred:
                    facts = {"key": specs[name].key, "written": value.text}
                    self.findings.append(
                        value.place.told("import-inferred", "", **facts, reason=value.inferred)
                    )

    def _read(self, nodes: dict[str, Node]) -> None:
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
            self.entry = entry_from(record, self.raw, "", "")

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
        same = [twin for twin in twins if _same_date(twin.record, record)]
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
        differences = list(self._differences(twin, record))
        self.state = State.CHANGED if differences else State.SAME
        if differences:
            facts = {"known": twin.file, "differences": "；".join(differences)}
            self.findings.append(at.told("import-changed", written=record.name, **facts))

    def _differences(self, twin: Entry, record: Record) -> Iterator[str]:
        known = plain_data(twin.raw)
        for name, spec in fields_of(self.draft.model).items():
            node = self.draft.fields.get(name)
            if node is None or is_blank(node) or is_placeholder(node) or name == "draft":
                continue
            if getattr(twin.record, name) != getattr(record, name):
                before = _short(known.get(name))
                yield f"{spec.key}原来是「{before}」，这里是「{_short(plain(node))}」"
        if self.draft.body and self.draft.body.text.strip() not in ("", twin.raw.body.strip()):
            yield "正文"
        if self.files and self._files_of(twin) != sorted(self.files.values()):
            yield "照片或附件"

    def _files_of(self, twin: Entry) -> list[bytes]:
        photos, attachments = twin.record.photos, twin.record.attachments
        names = [photo.file for photo in photos] + [each.file for each in attachments]
        found = [twin.bundle / name for name in names]
        return sorted(path.read_bytes() for path in found if path.is_file())


def _same_date(one: Record, other: Record) -> bool:
    return one.dated is None or other.dated is None or one.dated == other.dated


def _short(value: Any) -> str:
    if isinstance(value, list):
        return shown((_short(item) for item in value), 3)
    if isinstance(value, dict):
        return "，".join(_short(item) for item in value.values())
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


# ---------------------------------------------------------------- all drafts together


def _settle_twins(trials: list[_Trial]) -> None:
    """Two drafts of one name in one import: the same twice is refused, another date is told."""
    first: dict[tuple[str, str], list[_Trial]] = defaultdict(list)
    for trial in trials:
        name = trial.draft.name
        if not name:
            continue
        same_name = first[trial.draft.model.kind, fold(name)]
        at = trial.draft.place_of("name")
        for other in same_name:
            facts = {"written": name, "other": str(other.draft.place)}
            if not trial.record or not other.record:
                trial.findings.append(at.told("import-maybe-twice", **facts))
            elif _same_date(trial.record, other.record):
                trial.refuse(at.told("import-twice", **facts))
            else:
                trial.findings.append(at.told("import-maybe-twice", **facts))
        same_name.append(trial)


def _relate(trials: list[_Trial], library: _Library) -> None:
    """Look up all references as `check` would; repeated while refusals take targets away."""
    website = _website(library)
    unsure = frozenset(library.unreadable)
    while True:
        new = {}
        for trial in trials:
            if trial.wants_writing and trial.raw and trial.record:
                file = relative(library.settings, trial.bundle / RECORD_FILE)
                raw = replace(trial.raw, file=file, bundle=trial.bundle)
                content = library.settings.content
                entry, problems = entry_of(trial.record, raw, content)
                new[file] = trial, entry
                trial.refuse(*map(trial.told, problems))
        if not new:
            return
        entries = [*library.entries, *(entry for _, entry in new.values())]
        pages = library.loaded.pages
        found = relate(entries, Around(website, pages, drafts=False, unsure=unsure)).problems
        refused = False
        for each in dict.fromkeys(found):
            if each.file in new and each.code != "same-name":
                trial = new[each.file][0]
                trial.refuse(trial.told(each))
                refused = refused or trial.is_refused
        if not refused:
            return


def _website(library: _Library) -> tuple[Website, Origin]:
    if library.loaded.website is not None:
        website, origin, _ = validate(library.loaded.website)
        if isinstance(website, Website):
            return website, origin
    home = Home(motto="网站设置有误", lead="")
    return Website(name="网站设置有误", description="", publisher="", home=home), Origin("", {})
