"""Whether the commit of each review was signed by the person who is named in it.

The message of such a commit holds the review's check, which covers all that the review says and,
through the chain, all before it; so a signature under the message is one under the review.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import Problem
from generator.models.website import ReviewPolicy
from generator.reading.validate import Origin
from generator.reviews.git import Commit, Repository
from generator.reviews.log import Review
from generator.reviews.standing import Standing, person

STATEMENT = "审核校验: "
_CHECK = re.compile(rf"^{STATEMENT}([0-9a-f]{{64}})$", re.MULTILINE)


def check_keys(policy: ReviewPolicy, origin: Origin) -> list[Problem]:
    """Keys that cannot prove who signed: unusable ones, and one of two people."""
    owners: dict[str, str] = {}
    problems = []
    for index, each in enumerate(policy.keys):
        parts = each.key.split()
        reason = ""
        if len(parts) < 2 or not re.fullmatch(r"(ssh|sk-ssh|ecdsa|sk-ecdsa)-\S+", parts[0]):
            reason = "不是一把 SSH 公钥（.pub 文件里以 ssh- 开头的那一行）"
        elif owners.setdefault(parts[1], person(each.name)) != person(each.name):
            reason = "和另一位审核人的一样"
        if reason:
            place = ("review", "keys", index)
            problems.append(origin.problem("review-key", place, name=each.name, reason=reason))
    owned = set(owners.values())
    named = dict.fromkeys((*policy.first, *policy.second, *policy.final))
    problems += [
        origin.problem("review-key", ("review", "keys"), name=name, reason="没有写")
        for name in named
        if person(name) not in owned
    ]
    return problems


class Signatures:
    """Looks up who signed which review; every commit is read once."""

    def __init__(self, repository: Repository, policy: ReviewPolicy) -> None:
        self._repository = repository
        self._keys: dict[str, list[str]] = defaultdict(list)
        for each in policy.keys:
            self._keys[person(each.name)].append(" ".join(each.key.split()[:2]))
        self._commits: dict[str, list[Commit]] = defaultdict(list)
        for commit in repository.commits_saying(STATEMENT):
            for check in _CHECK.findall(commit.message):
                self._commits[check].append(commit)

    def faults(self, standing: Standing) -> list[Problem]:
        """A problem for each review that something rests on, and that its person did not sign."""
        resting = {each.check for each in (*standing.round, *standing.approved)}
        if standing.returned:
            resting.add(standing.returned.check)
        log = standing.log
        return [
            log.problem(
                "review-unsigned",
                index,
                number=index + 1,
                stage=review.stage.label,
                name=review.name,
                reason=reason,
            )
            for index, review in enumerate(log.reviews)
            if review.check in resting and (reason := self.fault(review))
        ]

    def fault(self, review: Review) -> str:
        """Why a review is not proved; empty if it is."""
        keys = self._keys.get(person(review.name))
        if not keys:
            return "网站设置里没有这个人的公钥"
        commits = self._commits.get(review.check)
        if not commits:
            if self._repository.is_shallow():
                return "这里只有最近的提交，取全部历史（fetch-depth: 0）才能核对"
            return "没有哪一次提交写着这条审核"
        with _allowed(keys) as file:
            signed = [each for each in commits if self._repository.is_signed_by(each, file)]
        if not signed:
            return "那次提交没有用这个人的密钥签名"
        if all(each.day != review.day.as_date for each in signed):
            return f"签名的那次提交是 {signed[0].day.isoformat()}，和审核的日期不一样"
        return ""


@contextmanager
def _allowed(keys: Iterable[str]) -> Iterator[Path]:
    """A file of allowed signers with one person's keys."""
    with tempfile.TemporaryDirectory(prefix="zhanting-") as folder:
        file = Path(folder) / "allowed_signers"
        lines = [f'reviewer namespaces="git" {key}\n' for key in keys]
        file.write_text("".join(lines), encoding="utf-8")
        yield file
