"""The reviews of one record: a file that git keeps, each review chained to the one before.

    content/reviews/activities/qiyi-2026.yml          the reviews
    content/reviews/approved/activities/qiyi-2026/    the version that 终审 signed

The folder of a kind can be called neither `reviews` nor `approved`, so nothing collides. The chain
finds edits by hand or by accident; whoever recomputes it all is found by signatures only.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import yaml

from generator.errors import Problem, Refused, problem
from generator.models.fields import Component, field
from generator.models.values import Choice, FullDate, Line, Name
from generator.reading.folders import files_below, relative
from generator.reading.load import REVIEWS_FOLDER
from generator.reading.raw import RawRecord
from generator.reading.text_file import read_data
from generator.reading.validate import Origin, validate
from generator.settings import Settings

APPROVED = "approved"
FIRST_LINK = "无"
_VERSION = "zhanting-review-log-1"
_HEAD = """\
# 三审记录，由 zhanting review 写。不要手改：改动任何一个字都会被查出来，网站就停止更新。
"""


class Stage(Choice):
    FIRST = "first", "初审"
    SECOND = "second", "复审"
    FINAL = "final", "终审"
    RETURNED = "returned", "退回"


ORDER = (Stage.FIRST, Stage.SECOND, Stage.FINAL)


class Review(Component):
    """一次审核：谁、哪天、审的是什么内容。"""

    stage: Stage = field("审次", help="初审、复审、终审或退回", example="初审", is_required=True)
    name: Name = field("姓名", help="谁审的", example="张明", is_required=True)
    day: FullDate = field("日期", help="哪天审的", example="2026-11-20", is_required=True)
    note: Line | None = field("意见", help="意见；退回的原因", example="同意")
    content: str = field("内容", help="所审内容的指纹", example="3f2a", is_required=True)
    parts: tuple[str, ...] = field(
        "部分", help="初审时各部分的指纹", example="正文 3f2a", default=()
    )
    previous: str = field("上一条", help="上一条的校验", example=FIRST_LINK, is_required=True)
    check: str = field("校验", help="本条的校验", example="9c41", is_required=True)

    def expected_check(self, key: str) -> str:
        """The hash of all that this review says, with the record that it says it of."""
        said = [self.stage.value, self.name, self.day.machine, self.note or "", self.content]
        told = [_VERSION, key, *said, list(self.parts), self.previous]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def sealed(self, key: str) -> "Review":
        return self.with_values(check=self.expected_check(key))


class Reviews(Component):
    """审核记录：一条记录的全部审核，按先后。"""

    label: ClassVar[str] = "审核记录"

    record: str = field("记录", help="审的是哪条记录", example="sites/bailu", is_required=True)
    reviews: tuple[Review, ...] = field("审核", help="按先后", example="初审", default=())


@dataclass(frozen=True)
class Log:
    """The reviews of one record, oldest first. file: as problems name it; origin: its lines."""

    key: str
    file: str
    reviews: tuple[Review, ...]
    origin: Origin

    @property
    def last_link(self) -> str:
        return self.reviews[-1].check if self.reviews else FIRST_LINK

    def problem(self, code: str, index: int, **facts: object) -> Problem:
        return self.origin.problem(code, ("reviews", index), **facts)


def log_path(settings: Settings, key: str) -> Path:
    return settings.content / REVIEWS_FOLDER / f"{key}.yml"


def snapshot_path(settings: Settings, key: str) -> Path:
    """Where the approved version lies: a folder for a record, a file for a hand-written page."""
    return settings.content / REVIEWS_FOLDER / APPROVED / key


def no_log(settings: Settings, key: str) -> Log:
    """The log of a record that nobody has reviewed."""
    return Log(key, relative(settings, log_path(settings, key)), (), Origin("", {}))


def read_logs(settings: Settings, problems: list[Problem]) -> Mapping[str, Log]:
    """Every log by the key of its record; one that was tampered with is a problem and left out."""
    base = settings.content / REVIEWS_FOLDER
    logs = {}
    for path in files_below(settings, base, problems):
        place = path.relative_to(base)
        if place.parts[0] == APPROVED:
            continue
        if path.suffix != ".yml":
            problems.append(problem("file-unused", relative(settings, path), 1, written=path.name))
            continue
        key = place.with_suffix("").as_posix()
        if log := _read_log(settings, path, key, problems):
            logs[key] = log
    return logs


def _read_log(settings: Settings, path: Path, key: str, problems: list[Problem]) -> Log | None:
    file = relative(settings, path)
    found: list[Problem] = []
    try:
        data = read_data(settings, path, Reviews, found)
    except Refused as refused:
        problems += refused.problems
        return None
    component, origin, faults = validate(RawRecord(Reviews, file, path.parent, data))
    problems += found + faults
    if found or not isinstance(component, Reviews):
        return None
    log = Log(key, file, component.reviews, origin)
    broken = _broken_links(log, component.record)
    problems += broken
    return None if broken else log


def _broken_links(log: Log, record: str) -> list[Problem]:
    """Reviews that do not say what was signed, or do not follow the one before."""
    problems = []
    if record != log.key:
        facts = {"reason": f"它写的是“{record}”的审核，不是“{log.key}”的"}
        problems.append(log.origin.problem("review-tampered", ("record",), **facts))
    former = FIRST_LINK
    for index, review in enumerate(log.reviews):
        named = f"第 {index + 1} 条（{review.stage.label}，{review.name}，{review.day.machine}）"
        if review.check != review.expected_check(record):
            reason = f"{named}的内容和它的校验对不上"
            problems.append(log.problem("review-tampered", index, reason=reason))
        elif review.previous != former:
            reason = f"{named}接不上前一条，中间被删过、加过或换过"
            problems.append(log.problem("review-tampered", index, reason=reason))
        former = review.check
    return problems


def text_of(log: Log) -> str:
    """The file of a log."""
    reviews = []
    for review in log.reviews:
        written: dict[str, object] = {"审次": review.stage.label, "姓名": review.name}
        written["日期"] = review.day.machine
        if review.note:
            written["意见"] = review.note
        written["内容"] = review.content
        if review.parts:
            written["部分"] = list(review.parts)
        written |= {"上一条": review.previous, "校验": review.check}
        reviews.append(written)
    told = {"记录": log.key, "审核": reviews}
    # Quoted where YAML would take a hash of digits for a number: our own reader never does.
    return _HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10_000)
