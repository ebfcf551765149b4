"""Problems as CI hosts read them, who then show them beside the line of the commit."""

import hashlib
import json
from collections.abc import Iterable

from generator.errors import Problem


def github(problems: Iterable[Problem]) -> str:
    """Workflow commands, one a line; GitHub shows them as annotations, Gitea in its log.

    Source: docs.github.com/actions/reference/workflow-commands-for-github-actions.
    """
    lines = []
    for each in problems:
        kind = "notice" if each.is_notice else "error"
        place = f"file={_value(each.file)},line={each.line},title={_value(each.field or each.code)}"
        lines.append(f"::{kind} {place}::{_data(f'{each.what}{each.mend}（{each.code}）')}\n")
    return "".join(lines)


def gitlab(problems: Iterable[Problem]) -> str:
    """A code quality report.

    Source: docs.gitlab.com/ci/testing/code_quality (the Code Climate format).
    """
    told = [
        {
            "description": f"{each.what}{each.mend}",
            "check_name": each.code,
            "fingerprint": hashlib.sha256(
                "\0".join((each.file, each.field, each.code, each.what)).encode()
            ).hexdigest(),
            "severity": "info" if each.is_notice else "blocker",
            "location": {"path": each.file, "lines": {"begin": each.line}},
        }
        for each in problems
    ]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _data(text: str) -> str:
    """Line breaks would end the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
