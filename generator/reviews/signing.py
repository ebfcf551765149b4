"""One review or one return, checked against every rule and kept as one commit."""

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import pipeline
from generator.errors import Problem, UsageError, shown
from generator.models.values import FullDate, Line, Refusal, reader_of
from generator.publishing.replace import write_whole
from generator.reading.folders import relative
from generator.reading.load import read_bundle
from generator.reading.raw import RawRecord
from generator.reading.text_file import read_page
from generator.reviews.desk import Desk, Subject
from generator.reviews.git import Repository, repository_of, undone_on_failure
from generator.reviews.log import ORDER, Review, Stage, log_path, snapshot_path, text_of
from generator.reviews.matter import matter_of, page_matter
from generator.reviews.signatures import STATEMENT, Signatures
from generator.reviews.standing import Standing, judge, person
from generator.settings import Settings

MAX_NAME, MAX_NOTE = 60, 160


@dataclass(frozen=True)
class Statement:
    """What somebody says of a record. day: empty for today, the only day that is taken."""

    stage: Stage
    name: str
    note: str = ""
    day: str = ""


def sign(settings: Settings, record: str, statement: Statement) -> tuple[Subject, Review]:
    """Add a review to a record's log, and commit it alone.

    Returns what was reviewed, as it stands now. Raises UsageError with the reason when it may not
    be signed; then nothing has changed.
    """
    desk = Desk(settings)
    subject = desk.find(record)
    _refuse_faults(subject, desk.faults_of(subject))
    _refuse_unfit(statement, settings.today)
    repository = _repository(settings, subject)
    if statement.stage is not Stage.RETURNED:
        _refuse_unready(subject, settings)
    review = _review(desk, subject, statement)
    subject = replace(subject, standing=_judged(desk, subject, review))
    _commit(desk, repository, subject, review)
    return subject, review


# ---------------------------------------------------------------- what may not be signed


def _refuse_faults(subject: Subject, faults: list[Problem]) -> None:
    if faults:
        told = "\n".join(map(str, sorted(faults)))
        raise UsageError(f"{subject.title}不能审，审核记录有问题：\n{told}")


def _refuse_unfit(statement: Statement, today: date) -> None:
    if not person(statement.name) or len(statement.name) > MAX_NAME or "\n" in statement.name:
        raise UsageError(f"姓名要写，不超过 {MAX_NAME} 个字。")
    if len(statement.note) > MAX_NOTE or "\n" in statement.note:
        raise UsageError(f"意见写成一段，不超过 {MAX_NOTE} 个字；长的意见写在审核表上。")
    for key, text in (("姓名", statement.name), ("意见", statement.note)):
        try:
            reader_of(Line)(text)  # as the log will be read
        except Refusal as refusal:
            raise UsageError(f"{key}里有尖括号写的网页代码，只写文字。") from refusal
    if statement.stage is Stage.RETURNED and not statement.note.strip():
        raise UsageError("退回要写原因：--note “人数请核对”。")
    if statement.day and statement.day != today.isoformat():
        reason = f"写的是 {statement.day}，今天是 {today.isoformat()}"
        raise UsageError(f"审核只能签在当天，不能补签、提前签：{reason}。")


def _repository(settings: Settings, subject: Subject) -> Repository:
    """The repository, when it keeps what is reviewed just as it lies there."""
    repository = repository_of(settings.content)
    if repository is None:
        raise UsageError(
            "项目不在 git 仓库里（或没有装 git），审核没有地方留底，不能签。\n"
            "请管理员装好 git，在项目文件夹里运行 git init，再把内容提交一次。"
        )
    if staged := repository.staged():
        raise UsageError(
            f"还有别的改动已经暂存、没有提交：{shown(staged, 5)}。\n"
            "先把它们提交，或取消暂存（git restore --staged .），再来审。"
        )
    kept = repository.untracked(subject.paths)
    if changed := [*kept, *repository.changed(subject.paths)]:
        raise UsageError(
            f"要审的内容还没有提交：{shown(dict.fromkeys(changed), 5)}。\n"
            "先提交，大家才知道审的是哪一版。"
        )
    days = repository.last_change([*subject.paths, log_path(settings, subject.key)])
    if days and days > settings.today:
        raise UsageError(
            f"内容最近一次提交是 {days.isoformat()}，电脑上的今天却是"
            f" {settings.today.isoformat()}：审核不能早于内容。\n请先校准电脑的日期。"
        )
    return repository


def _refuse_unready(subject: Subject, settings: Settings) -> None:
    """Nobody should put a name to what could not be published anyway."""
    if subject.is_draft:
        raise UsageError(f"{subject.title}还是草稿。写好后删掉“草稿: 是”，提交，再来审。")
    texts = {relative(settings, path) for path in subject.paths}
    faults = [each for each in pipeline.check(settings).problems if each.file in texts]
    if faults:
        told = "\n".join(map(str, faults))
        raise UsageError(f"{subject.title}还有 {len(faults)} 个问题，改好、提交以后再审：\n{told}")


def _review(desk: Desk, subject: Subject, statement: Statement) -> Review:
    review = Review(
        stage=statement.stage,
        name=statement.name.strip(),
        day=FullDate.parse(desk.settings.today.isoformat()),
        note=statement.note.strip() or None,
        content=subject.matter.digest,
        # The two after it are of the same content.
        parts=subject.matter.kept if statement.stage is Stage.FIRST else (),
        previous=subject.log.last_link,
        check="",
    )
    may = desk.website.review.who_signs(statement.stage.label)
    if may and person(review.name) not in map(person, may):
        raise UsageError(
            f"“{review.name}”不在可以{statement.stage.label}的人里（{shown(may)}）。\n"
            "名单在 content/website.yml 的“审核”里，由管理员改。"
        )
    return review.sealed(subject.key)


def _judged(desk: Desk, subject: Subject, review: Review) -> Standing:
    log = replace(subject.log, reviews=(*subject.log.reviews, review))
    standing, problems = judge(log, desk.website.review, desk.settings.today)
    if problems:
        told = "\n".join(f"{each.what}{each.mend}" for each in problems)
        raise UsageError(f"{subject.title}：{told}")
    return standing


# ---------------------------------------------------------------- keeping it


def _commit(desk: Desk, repository: Repository, subject: Subject, review: Review) -> None:
    settings, policy = desk.settings, desk.website.review
    log, snapshot = log_path(settings, subject.key), snapshot_path(settings, subject.key)
    files = [log, snapshot] if review.stage is ORDER[-1] else [log]
    with undone_on_failure(repository, files):
        log.parent.mkdir(parents=True, exist_ok=True)
        write_whole(log, text_of(subject.log))
        if snapshot in files:
            _keep_approved(settings, subject, snapshot)
        repository.commit_only(files, _message(subject, review), sign=bool(policy.signed))
        if policy.signed and (fault := Signatures(repository, policy).fault(review)):
            repository.undo_commit()
            raise UsageError(f"签名不能算数：{fault}。\n怎样设好签名，见手册“三审三校”。")


def _message(subject: Subject, review: Review) -> str:
    said = f"{review.stage.label}：{review.name}，{review.day.machine}"
    note = f"\n意见：{review.note}" if review.note else ""
    subject_line = f"审核: {review.stage.label} {subject.key}"
    return f"{subject_line}\n\n{said}{note}\n{STATEMENT}{review.check}\n"


def _keep_approved(settings: Settings, subject: Subject, snapshot: Path) -> None:
    """Put what was signed beside the log, so that it stays online while a new version waits."""
    written = subject.written
    if isinstance(written, RawRecord):
        snapshot.mkdir(parents=True, exist_ok=True)
        for former in snapshot.iterdir():
            # A record in a folder below this one has its own approved version there.
            if not former.is_dir():
                former.unlink()
        for path in subject.paths:
            shutil.copyfile(path, snapshot / path.name)
        kept = matter_of(read_bundle(settings, snapshot, written.model, []), subject.key, settings)
    else:
        snapshot.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(subject.paths[0], snapshot)
        kept = page_matter(read_page(settings, snapshot, written, []), subject.key)
    if kept.digest != subject.matter.digest:
        raise UsageError(f"{subject.title}在审核时被改动了，没有签。请再看一遍，重新来。")
