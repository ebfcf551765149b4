"""Problems reach the hosts of CI in their own forms, whatever stands in them."""

import json

from generator.errors import Problem
from generator.reports import github, gitlab

PROBLEM = Problem("content/a,b/index.md", 3, "名称", "bad", "100% 不对：\n第二行", "改掉。")


def test_github_reads_one_command_for_each() -> None:
    assert github([PROBLEM]) == (
        "::error file=content/a%2Cb/index.md,line=3,title=名称::"
        "100%25 不对：%0A第二行改掉。（bad）\n"
    )


def test_gitlab_tells_one_problem_from_another() -> None:
    other = Problem("content/a,b/index.md", 9, "简介", "bad", "不对", "改掉。", is_notice=True)
    report = json.loads(gitlab([PROBLEM, other]))
    assert [each["severity"] for each in report] == ["blocker", "info"]
    assert len({each["fingerprint"] for each in report}) == 2
    assert report[0]["location"] == {"path": "content/a,b/index.md", "lines": {"begin": 3}}
