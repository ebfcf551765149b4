"""All that can be reviewed, each with where it stands: what every review command begins with."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, UsageError, shown
from generator.models.fields import names_by_key
from generator.models.website import Website
from generator.reading.frontmatter import RawText
from generator.reading.load import load
from generator.reading.raw import Loaded, Page, RawRecord
from generator.reading.validate import Origin, validate
from generator.reviews.log import Log, no_log
from generator.reviews.matter import Matter, matter_of, page_matter, record_key, used_files
from generator.reviews.publication import is_draft, page_key, read_standings
from generator.reviews.standing import Standing
from generator.settings import Settings
from generator.text.suggest import did_you_mean


@dataclass(frozen=True)
class Subject:
    """One record or hand-written page.

    key: its place below content/. name: its title. written: the record or page as read.
    paths: the files that are reviewed, the text first.
    """

    key: str
    name: str
    written: RawRecord | Page
    paths: tuple[Path, ...]
    matter: Matter
    standing: Standing

    @property
    def log(self) -> Log:
        return self.standing.log

    @property
    def is_draft(self) -> bool:
        return isinstance(self.written, RawRecord) and is_draft(self.written)

    @property
    def title(self) -> str:
        return f"{self.key}（{self.name}）" if self.name else self.key


class Desk:
    """problems: of the review files; a command that rests on one of them refuses."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.problems: list[Problem] = []
        self.loaded = load(settings)
        self._written: tuple[RawRecord | Page, ...] = (*self.loaded.records, *self.loaded.pages)
        self.website, self.origin = _website(self.loaded)
        self.standings = read_standings(self.website, self.origin, settings, self.problems)

    def find(self, written: str) -> Subject:
        """The one record or page of that name, folder or path; UsageError if there is not one."""
        text = written.strip().replace("\\", "/").strip("/").removeprefix("content/")
        text = text.removesuffix("/index.md")
        known: dict[str, None] = {}
        found: dict[str, RawRecord | Page] = {}
        for each in self._written:
            key = self._key(each)
            names = [key, key.rpartition("/")[2], *(_names(each))]
            known.update(dict.fromkeys(names))
            if text == key:
                return self.subject(each)
            if text in names:
                found[key] = each
        if len(found) > 1:
            raise UsageError(f"叫“{written}”的不止一条，请写：{shown(found)}。")
        if not found:
            near = did_you_mean(text, known)
            raise UsageError(f"找不到“{written}”。{near}写记录的名称，或它的文件夹。")
        return self.subject(next(iter(found.values())))

    def subjects(self) -> Iterator[Subject]:
        for each in self._written:
            yield self.subject(each)

    def subject(self, written: RawRecord | Page) -> Subject:
        key = self._key(written)
        standing = self.standings.get(key) or Standing(no_log(self.settings, key))
        if isinstance(written, Page):
            place = self.settings.content / key
            return Subject(key, written.uri, written, (place,), page_matter(written, key), standing)
        paths = tuple(written.bundle / name for name in ("index.md", *used_files(written)))
        name = next(iter(_names(written)), "")
        matter = matter_of(written, key, self.settings)
        return Subject(key, name, written, paths, matter, standing)

    def faults_of(self, subject: Subject) -> list[Problem]:
        """Problems of the reviews of one record, and of the policy itself."""
        files = {subject.log.file, self.origin.file}
        return [each for each in self.problems if each.file in files and not each.is_notice]

    def _key(self, written: RawRecord | Page) -> str:
        if isinstance(written, Page):
            return page_key(written, self.settings)
        return record_key(written, self.settings)


def _website(loaded: Loaded) -> tuple[Website, Origin]:
    if loaded.website is not None:
        website, origin, _ = validate(loaded.website)
        if isinstance(website, Website):
            return website, origin
    raise UsageError("网站设置 content/website.yml 有问题，请先运行 zhanting check 改好。")


def _names(written: RawRecord | Page) -> list[str]:
    if isinstance(written, Page):
        return []
    names = names_by_key(written.model)
    return [
        value.text
        for key, value in written.data.entries
        if names.get(key.text) == "name" and isinstance(value, RawText)
    ]
