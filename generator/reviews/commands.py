"""`zhanting review …`: what reviewers and editors see of the reviews, as plain text."""

import argparse
import difflib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from generator.errors import UsageError
from generator.reading.raw import RawRecord
from generator.reviews.desk import Desk, Subject
from generator.reviews.form import write_form
from generator.reviews.log import ORDER, Review, Stage, snapshot_path
from generator.reviews.publication import REMIND_DAYS, is_due, withdrawn_on
from generator.reviews.signing import Statement, sign
from generator.settings import Settings

Run = Callable[[argparse.Namespace, Settings], Iterator[str]]


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Print what the chosen command tells."""
    for line in _RUNS[options.action](options, settings):
        print(line)


# ---------------------------------------------------------------- looking


def _list(options: argparse.Namespace, settings: Settings) -> Iterator[str]:
    desk = Desk(settings)
    subjects = [each for each in desk.subjects() if not each.is_draft]
    on_website = [each for each in subjects if not _is_withdrawn(each, settings)]
    if not desk.website.review.enabled:
        yield "（审核还没有开启：在 content/website.yml 里写“审核: {开启: 是}”。）"
    for stage in ORDER:
        if options.role in (None, stage.label):
            waiting = [s for s in on_website if s.standing.next_stage(s.matter) is stage]
            yield from _queue(f"等{stage.label}", map(_waiting_line, waiting))
    if options.role is None:
        yield from _queue("快到撤下日期", _leaving(subjects, settings))
        gone = (f"{s.title}" for s in subjects if _is_withdrawn(s, settings))
        yield from _queue("已经撤下", gone)
    faults = [each for each in desk.problems if not each.is_notice]
    if faults:
        yield f"审核记录有 {len(faults)} 个问题，运行 zhanting check 看详情。"


def _queue(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    yield f"{title}（{len(listed)}）"
    yield from (f"  {line}" for line in listed)


def _waiting_line(subject: Subject) -> str:
    standing = subject.standing
    if changed := standing.changed(subject.matter):
        return f"{subject.title}：审核作废，改动了 {'、'.join(changed)}"
    if standing.returned:
        return f"{subject.title}：{standing.returned.name}退回，{standing.returned.note}"
    done = "，".join(_said(each) for each in standing.valid(subject.matter))
    return f"{subject.title}：{done}" if done else subject.title


def _leaving(subjects: Iterable[Subject], settings: Settings) -> Iterator[str]:
    for subject in subjects:
        day = _withdrawn_on(subject)
        if day and 0 < (day - settings.today).days <= REMIND_DAYS:
            yield f"{subject.title}：{day.isoformat()}"


def _is_withdrawn(subject: Subject, settings: Settings) -> bool:
    return isinstance(subject.written, RawRecord) and is_due(subject.written, settings.today)


def _withdrawn_on(subject: Subject) -> date | None:
    return withdrawn_on(subject.written) if isinstance(subject.written, RawRecord) else None


def _show(options: argparse.Namespace, settings: Settings) -> Iterator[str]:
    desk = Desk(settings)
    subject = desk.find(options.record)
    standing, matter = subject.standing, subject.matter
    yield subject.title
    yield f"内容指纹：{matter.digest[:16]}"
    for review in standing.valid(matter):
        yield f"  {_said(review)}" + (f"，意见：{review.note}" if review.note else "")
    stage = standing.next_stage(matter)
    yield f"等{stage.label}。" if stage else "三审已经通过。"
    if changed := standing.changed(matter):
        yield f"上次审核（{_said(standing.round[-1])}）以后改动了：{'、'.join(changed)}"
    if returned := standing.returned:
        yield f"{_said(returned)}：{returned.note}"
    if standing.approved and stage:
        yield f"网站上还是 {standing.approved[-1].day.machine} 通过的版本，和它相比："
        yield from _difference(subject, settings)
    elif stage:
        yield "网站上还没有它。"
    yield from map(str, desk.faults_of(subject))


def _difference(subject: Subject, settings: Settings) -> Iterator[str]:
    """The lines of the text that differ from the approved version's."""
    approved = snapshot_path(settings, subject.key)
    former = approved / "index.md" if isinstance(subject.written, RawRecord) else approved
    now = _lines(subject.paths[0])
    yield from difflib.unified_diff(_lines(former), now, "已审", "现在", lineterm="", n=1)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []


def _history(options: argparse.Namespace, settings: Settings) -> Iterator[str]:
    desk = Desk(settings)
    if options.record:
        subject = desk.find(options.record)
        reviews = [(subject.key, each) for each in subject.log.reviews]
    else:
        reviews = [(key, each) for key, s in desk.standings.items() for each in s.log.reviews]
        reviews.sort(key=lambda pair: pair[1].day.machine)
    for key, review in reviews:
        note = f"　{review.note}" if review.note else ""
        yield f"{review.day.machine}　{review.stage.label}　{review.name}　{key}{note}"
    if not reviews:
        yield "还没有审核记录。"


# ---------------------------------------------------------------- acting


def _sign(options: argparse.Namespace, settings: Settings) -> Iterator[str]:
    statement = Statement(
        Stage.parse(options.stage), options.name, options.note or "", options.date or ""
    )
    subject, review = sign(settings, options.record, statement)
    yield f"已签：{subject.title}　{_said(review)}"
    stage = subject.standing.next_stage(subject.matter)
    if stage:
        yield f"接下来等{stage.label}。记得推送（git push），下一位才看得到。"
    else:
        yield "三审通过。推送（git push）以后，网站下次更新就是这一版。"


def _return(options: argparse.Namespace, settings: Settings) -> Iterator[str]:
    statement = Statement(Stage.RETURNED, options.name, options.note or "")
    subject, review = sign(settings, options.record, statement)
    yield f"已退回：{subject.title}　{_said(review)}：{review.note}"
    yield "作者改好、提交以后，从初审重新开始。"


def _form(options: argparse.Namespace, settings: Settings) -> Iterator[str]:
    subject = Desk(settings).find(options.record)
    to = options.to or Path(f"审核表-{subject.key.replace('/', '-')}.html")
    if to.exists() and not to.is_file():
        raise UsageError(f"{to} 不是文件，换一个名字。")
    write_form(subject, settings, to)
    yield f"已写出：{to}，用浏览器打开，打印成 A4。"


def _said(review: Review) -> str:
    return f"{review.stage.label} {review.name} {review.day.machine}"


_RUNS: dict[str, Run] = {
    "list": _list,
    "show": _show,
    "sign": _sign,
    "return": _return,
    "form": _form,
    "history": _history,
}
