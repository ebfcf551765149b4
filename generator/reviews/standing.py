"""The rules of three reviews, and where one record stands by them.

Signing and reading hold a review against the same rules, so what one refuses the other finds.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from generator.errors import Problem
from generator.models.website import ReviewPolicy
from generator.reviews.log import ORDER, Log, Review, Stage
from generator.reviews.matter import Matter, differences


@dataclass(frozen=True)
class Standing:
    """What the reviews of one record come to.

    round: the reviews of the content that was last reviewed, in order, three at most.
    approved: those of the content that was last approved; empty or three.
    returned: the return that nobody has answered by a new 初审 yet.
    """

    log: Log
    round: tuple[Review, ...] = ()
    approved: tuple[Review, ...] = ()
    returned: Review | None = None

    @property
    def approved_content(self) -> str:
        return self.approved[-1].content if self.approved else ""

    def valid(self, matter: Matter) -> tuple[Review, ...]:
        """The reviews of the present content."""
        return self.round if self.round and self.round[-1].content == matter.digest else ()

    def next_stage(self, matter: Matter) -> Stage | None:
        """The review that the present content waits for; None when all three are there."""
        done = len(self.valid(matter))
        return ORDER[done] if done < len(ORDER) else None

    def changed(self, matter: Matter) -> tuple[str, ...]:
        """What is no longer as the last review saw it; empty while that review is valid."""
        if not self.round or self.valid(matter):
            return ()
        return differences(self.round[0].parts, matter)


def person(name: str) -> str:
    """What counts when names are compared: no spaces or invisible characters, one width."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(
        each for each in plain if not each.isspace() and unicodedata.category(each) != "Cf"
    ).casefold()


def judge(log: Log, policy: ReviewPolicy, today: date) -> tuple[Standing, list[Problem]]:
    """Where the reviews of a log lead; a problem for each that breaks a rule and does not count."""
    standing, problems = Standing(log), []
    for index, review in enumerate(log.reviews):
        found = _faults(standing, index, review, policy, today)
        problems += found
        if not found:
            standing = _after(standing, review)
    return standing, problems


def _after(standing: Standing, review: Review) -> Standing:
    if review.stage is Stage.RETURNED:
        return replace(standing, round=(), returned=review)
    before = () if review.stage is Stage.FIRST else standing.round
    done = (*before, review)
    approved = done if len(done) == len(ORDER) else standing.approved
    return replace(standing, round=done, approved=approved, returned=None)


def _faults(
    standing: Standing, index: int, review: Review, policy: ReviewPolicy, today: date
) -> list[Problem]:
    log, stage = standing.log, review.stage.label
    problems = []
    if reason := _disorder(standing, review):
        problems.append(log.problem("review-order", index, stage=stage, reason=reason))
    earlier = () if review.stage in (Stage.FIRST, Stage.RETURNED) else standing.round
    for other in earlier:
        if person(other.name) == person(review.name):
            facts = {"stage": stage, "name": review.name, "other": other.stage.label}
            problems.append(log.problem("review-same-person", index, **facts))
    listed = policy.who_counts(review.stage.label)
    if listed and person(review.name) not in map(person, listed):
        facts = {"stage": stage, "name": review.name, "listed": "、".join(listed)}
        problems.append(log.problem("review-not-listed", index, **facts))
    if reason := _bad_day(log, index, review, today):
        facts = {"stage": stage, "written": review.day.machine, "reason": reason}
        problems.append(log.problem("review-date", index, **facts))
    return problems


def _disorder(standing: Standing, review: Review) -> str:
    """Why a review cannot come now; empty if it can."""
    done = standing.round
    is_same = bool(done) and done[-1].content == review.content
    if review.stage is Stage.RETURNED:
        return "这份内容三审已经做完，不能再退回" if is_same and len(done) == len(ORDER) else ""
    place = ORDER.index(review.stage)
    if is_same and len(done) == len(ORDER):
        return "这份内容三审已经做完"
    if is_same and len(done) > place:
        return f"这份内容已经{review.stage.label}过，现在等{ORDER[len(done)].label}"
    if place and not is_same and done:
        return f"{done[-1].stage.label}以后内容有改动，前面的审核已经作废，要从初审重新开始"
    if len(done) < place:
        return f"还没有{ORDER[len(done)].label}"
    return ""


def _bad_day(log: Log, index: int, review: Review, today: date) -> str:
    """Why the date of a review cannot be right; empty if it can."""
    if review.day.as_date > today:
        return f"今天才 {today.isoformat()}"
    former = max((each.day.as_date for each in log.reviews[:index]), default=date.min)
    if review.day.as_date < former:
        return f"前一条审核是 {former.isoformat()}，后一条不能更早"
    return ""
