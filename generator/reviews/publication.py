"""The stage between reading and validating: what was read → what may be published of it.

Without reviews only records past their 撤下日期 fall away. With them a record goes on as it is
when three people approved just that, else as the version that they approved, else not at all.
Taking away needs no review: a draft, a date of withdrawal, a withdrawn photo or a deleted folder
holds at once, whatever was approved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from generator.errors import Problem, Refused, problem
from generator.models import FOLDERS
from generator.models.components import Photo
from generator.models.fields import Component, names_by_key
from generator.models.values import FullDate, YesNo
from generator.models.website import Website
from generator.reading.folders import relative
from generator.reading.frontmatter import Raw, RawList, RawMap, RawText
from generator.reading.load import REVIEWS_FOLDER, read_bundle
from generator.reading.raw import Broken, Loaded, Page, RawRecord
from generator.reading.text_file import read_page
from generator.reading.validate import Origin
from generator.reviews.git import repository_of
from generator.reviews.log import no_log, read_logs, snapshot_path
from generator.reviews.matter import Matter, differences, matter_of, page_matter, record_key
from generator.reviews.signatures import Signatures, check_keys
from generator.reviews.standing import Standing, judge
from generator.settings import Settings

# From how many days before its withdrawal a record is named.
REMIND_DAYS = 30


@dataclass(frozen=True)
class Selection:
    """What may be published.

    loaded: as read, without the rest. hidden: the records among the rest. problems: with notices.
    states: where each record or page stands, in words for the preview, by its file.
    waiting: how many wait for a review.
    """

    loaded: Loaded
    hidden: tuple[RawRecord | Broken, ...] = ()
    problems: tuple[Problem, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0


def select(loaded: Loaded, website: Website, origin: Origin, settings: Settings) -> Selection:
    """Choose what goes on; the preview gets everything, with the states."""
    notices = [each for raw in loaded.records for each in _withdrawal(raw, settings.today)]
    if website.review.enabled:
        chosen = _Choosing(loaded, website, origin, settings).selection()
    else:
        due = tuple(raw for raw in loaded.records if is_due(raw, settings.today))
        kept = tuple(raw for raw in loaded.records if raw not in due)
        chosen = Selection(replace(loaded, records=kept) if due else loaded, due)
    if settings.drafts:
        chosen = replace(chosen, loaded=loaded, hidden=())
    return replace(chosen, problems=(*chosen.problems, *notices))


def read_standings(
    website: Website, origin: Origin, settings: Settings, problems: list[Problem]
) -> Mapping[str, Standing]:
    """Where every reviewed record stands; a problem for each review that does not count."""
    policy = website.review
    logs = read_logs(settings, problems)
    repository = repository_of(settings.content)
    reviews = settings.content / REVIEWS_FOLDER
    if repository:
        for name in sorted(repository.changed([reviews])) if reviews.is_dir() else ():
            file = relative(settings, repository.top / name)
            problems.append(problem("review-uncommitted", file, 1))
    elif policy.signed:
        problems.append(origin.problem("review-needs-git", ("review", "signed")))
    elif logs:
        problems.append(origin.problem("review-no-git", ("review",)))
    signatures = None
    if policy.signed and repository:
        problems += check_keys(policy, origin)
        signatures = Signatures(repository, policy)
    standings = {}
    for key, log in logs.items():
        standings[key], found = judge(log, policy, settings.today)
        problems += found
        if signatures:
            problems += signatures.faults(standings[key])
    return standings


def is_draft(raw: RawRecord) -> bool:
    return _is_yes(written(raw.data, raw.model, "draft"))


def is_due(raw: RawRecord, today: date) -> bool:
    """Whether the day has come on which a record goes off the website."""
    day = withdrawn_on(raw)
    return day is not None and day <= today


def withdrawn_on(raw: RawRecord) -> date | None:
    try:
        return FullDate.parse(written(raw.data, raw.model, "withdraw_on")).as_date
    except ValueError:  # nothing written, or no date: told when the record is validated
        return None


def written(data: RawMap, model: type[Component], name: str) -> str:
    """The text of a field, by its English name; empty if there is none."""
    found = _value(data, model, name)
    return found.text if isinstance(found, RawText) else ""


# ---------------------------------------------------------------- choosing


class _Choosing:
    def __init__(
        self, loaded: Loaded, website: Website, origin: Origin, settings: Settings
    ) -> None:
        self.loaded = loaded
        self.settings = settings
        self.problems: list[Problem] = []
        self.standings = read_standings(website, origin, settings, self.problems)
        self.hidden: list[RawRecord | Broken] = []
        self.states: dict[str, str] = {}
        self.waiting = 0
        self.seen: set[str] = set()

    def selection(self) -> Selection:
        records = [*self._records(), *self._unreadable()]
        pages = tuple(self._pages())
        problems = [*self.problems, *self._orphans()]
        loaded = replace(
            self.loaded,
            # Relating puts records into their order; a fixed one here keeps builds the same.
            records=tuple(sorted(records, key=lambda raw: record_key_of(raw, self.settings))),
            pages=pages,
            problems=tuple(each for each in self.loaded.problems if not self._is_of_content(each)),
            broken=(),
        )
        return Selection(loaded, tuple(self.hidden), tuple(problems), self.states, self.waiting)

    def _records(self) -> Iterator[RawRecord]:
        for raw in self.loaded.records:
            key = record_key(raw, self.settings)
            standing = self._standing(key)
            if is_draft(raw) or is_due(raw, self.settings.today):
                self.hidden.append(raw)
                continue
            matter = matter_of(raw, key, self.settings)
            self._tell(raw.file, standing, matter)
            if standing.approved_content == matter.digest:
                yield raw
            elif approved := self._approved(key, raw.model, standing):
                yield without_photos(approved, withheld_photos(raw))
            else:
                self.hidden.append(raw)

    def _unreadable(self) -> Iterator[RawRecord]:
        """Of records whose present file cannot be read, the approved version."""
        for broken in self.loaded.broken:
            place = broken.path.parent.relative_to(self.settings.content)
            standing = self._standing(place.as_posix())
            if approved := self._approved(standing.log.key, FOLDERS[place.parts[0]], standing):
                yield approved
            else:
                self.hidden.append(broken)

    def _approved(self, key: str, model: type[Component], standing: Standing) -> RawRecord | None:
        """The version that three people approved; a problem if it is not what they saw."""
        if not standing.approved:
            return None
        folder = snapshot_path(self.settings, key)
        try:
            raw = read_bundle(self.settings, folder, model, [])
        except Refused:
            self._tell_snapshot(standing, "它不见了，或读不了")
            return None
        matter = matter_of(raw, key, self.settings)
        if matter.digest != standing.approved_content:
            self._tell_snapshot(standing, _listed(standing.approved[0].parts, matter))
            return None
        return None if is_due(raw, self.settings.today) else raw

    def _pages(self) -> Iterator[Page]:
        for page in self.loaded.pages:
            key = page_key(page, self.settings)
            standing, matter = self._standing(key), page_matter(page, key)
            self._tell(page.file, standing, matter)
            if standing.approved_content == matter.digest:
                yield page
            elif standing.approved and (approved := self._approved_page(page, key, standing)):
                yield approved

    def _approved_page(self, page: Page, key: str, standing: Standing) -> Page | None:
        try:
            approved = read_page(self.settings, snapshot_path(self.settings, key), page, [])
        except Refused:
            self._tell_snapshot(standing, "它不见了，或读不了")
            return None
        matter = page_matter(approved, key)
        if matter.digest != standing.approved_content:
            self._tell_snapshot(standing, _listed(standing.approved[0].parts, matter))
            return None
        return approved

    def _standing(self, key: str) -> Standing:
        self.seen.add(key)
        return self.standings.get(key) or Standing(no_log(self.settings, key))

    def _orphans(self) -> Iterator[Problem]:
        for key, standing in self.standings.items():
            if key not in self.seen:
                yield standing.log.origin.problem("review-orphan", ("record",), key=key)

    def _tell(self, file: str, standing: Standing, matter: Matter) -> None:
        """Say where a record stands: a notice while it waits, and words for the preview."""
        stage = standing.next_stage(matter)
        if stage is None:
            self.states[file] = f"三审已经通过（{_signed(standing)}）"
            return
        self.waiting += 1
        state = "网站上还没有它"
        if standing.approved:
            state = f"网站上还是 {standing.approved[-1].day.machine} 通过的版本"
        if changed := standing.changed(matter):
            facts = {"changed": "、".join(changed), "state": state, "key": matter.key}
            told = problem("review-void", file, 1, **facts)
        elif returned := standing.returned:
            facts = {"name": returned.name, "reason": returned.note or "", "state": state}
            told = problem("review-returned", file, 1, **facts)
        else:
            facts = {"stage": stage.label, "state": state, "key": matter.key}
            told = problem("review-waiting", file, 1, **facts)
        self.problems.append(told)
        self.states[file] = told.what

    def _tell_snapshot(self, standing: Standing, changed: str) -> None:
        folder = relative(self.settings, snapshot_path(self.settings, standing.log.key))
        facts = {"key": standing.log.key, "changed": changed, "folder": folder}
        self.problems.append(standing.log.origin.problem("review-snapshot", ("record",), **facts))

    def _is_of_content(self, found: Problem) -> bool:
        """Whether a problem is of a record or page as written, which need not be the published."""
        base = relative(self.settings, self.settings.content)
        return found.file.startswith(tuple(f"{base}/{folder}/" for folder in (*FOLDERS, "pages")))


def page_key(page: Page, settings: Settings) -> str:
    """`pages/about.md`: the place of a hand-written page below content/."""
    return page.file.removeprefix(relative(settings, settings.content) + "/")


def record_key_of(raw: RawRecord, settings: Settings) -> str:
    """The key of a record, also of one that was read from its approved version."""
    approved = snapshot_path(settings, "")
    base = approved if raw.bundle.is_relative_to(approved) else settings.content
    return raw.bundle.relative_to(base).as_posix()


def _signed(standing: Standing) -> str:
    return "，".join(f"{each.stage.label} {each.name}" for each in standing.approved)


def _listed(parts: tuple[str, ...], matter: Matter) -> str:
    return "、".join(differences(parts, matter)) or "记录的位置"


def _withdrawal(raw: RawRecord, today: date) -> Iterator[Problem]:
    day = withdrawn_on(raw)
    if day is None or is_draft(raw):
        return
    left = (day - today).days
    line = next(key.line for key, _ in raw.data.entries if _name(raw.model, key) == "withdraw_on")
    if left <= 0:
        yield problem("withdrawn", raw.file, line, "撤下日期", written=day.isoformat())
    elif left <= REMIND_DAYS:
        facts = {"written": day.isoformat(), "days": left}
        yield problem("withdraw-soon", raw.file, line, "撤下日期", **facts)


# ---------------------------------------------------------------- photos taken off at once


def withheld_photos(raw: RawRecord) -> frozenset[str]:
    """Files of photos that a record says must not be shown (any more)."""
    return frozenset(
        written(photo, Photo, "file")
        for photo in _photos(raw)
        if _is_yes(written(photo, Photo, "withdrawn")) or _is_no(written(photo, Photo, "consent"))
    )


def without_photos(raw: RawRecord, names: frozenset[str]) -> RawRecord:
    """The record with those of its photos marked as withdrawn."""
    if not names:
        return raw

    def marked(item: Raw) -> Raw:
        if not isinstance(item, RawMap) or written(item, Photo, "file") not in names:
            return item
        kept = tuple(each for each in item.entries if _name(Photo, each[0]) != "withdrawn")
        mark = (RawText("撤下", item.line), RawText("是", item.line))
        return item._replace(entries=(*kept, mark))

    def changed(key: RawText, value: Raw) -> tuple[RawText, Raw]:
        if _name(raw.model, key) == "photos" and isinstance(value, RawList):
            return key, value._replace(items=tuple(map(marked, value.items)))
        return key, marked(value) if _name(raw.model, key) == "photos" else value

    entries = tuple(changed(key, value) for key, value in raw.data.entries)
    return replace(raw, data=raw.data._replace(entries=entries))


def _photos(raw: RawRecord) -> Iterator[RawMap]:
    found = _value(raw.data, raw.model, "photos")
    items = found.items if isinstance(found, RawList) else (found,)
    yield from (item for item in items if isinstance(item, RawMap))


def _value(data: RawMap, model: type[Component], name: str) -> Raw | None:
    return next((value for key, value in data.entries if _name(model, key) == name), None)


def _name(model: type[Component], key: RawText) -> str | None:
    return names_by_key(model).get(key.text)


def _is_yes(text: str) -> bool:
    return _yes_no(text) is YesNo.YES


def _is_no(text: str) -> bool:
    return _yes_no(text) is YesNo.NO


def _yes_no(text: str) -> YesNo | None:
    try:
        return YesNo.parse(text)
    except ValueError:  # told when the record is validated
        return None
