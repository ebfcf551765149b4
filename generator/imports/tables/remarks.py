"""What is found of a table → what its annotated copy says: colours, comments, a list."""

import re
from collections import defaultdict
from collections.abc import Iterable

from generator.imports.drafts import Finding
from generator.imports.tables.sheets import column_number

AUTHOR = "展厅检查"
LIST_SHEET = "问题清单"
_HEADINGS = ("位置", "性质", "是什么", "怎么改", "代号")
_RED, _YELLOW = "FFFFC7CE", "FFFFEB9C"

ByCell = dict[tuple[int, int], list[Finding]]


def by_cell(findings: Iterable[Finding]) -> ByCell:
    """(row, column) → what is found of that cell, row by row."""
    cells: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        if spot := _spot(finding):
            cells[spot].append(finding)
    return dict(sorted(cells.items()))


def _spot(finding: Finding) -> tuple[int, int] | None:
    """(row, column) of the cell that is marked; the first of a row; None for a whole sheet."""
    spot = finding.place.spot
    if found := re.fullmatch(r"([A-Z]+)(\d+)", spot):
        return int(found[2]), column_number(found[1])
    if found := re.fullmatch(r"第 (\d+) 行", spot):
        return int(found[1]), 1
    return None


def colour_of(findings: Iterable[Finding]) -> str:
    """The ground of a cell: red for problems, yellow for notices alone."""
    return _YELLOW if all(found.is_notice for found in findings) else _RED


def note(findings: Iterable[Finding]) -> str:
    """The comment of a cell."""
    return "\n".join(
        f"{'提醒' if found.is_notice else '问题'}：{found.problem.what}\n改法：{found.problem.mend}"
        for found in findings
    )


def list_rows(findings: Iterable[Finding]) -> list[tuple[str, ...]]:
    """The list of all, with its headings."""
    return [
        _HEADINGS,
        *(
            (
                str(found.place).removeprefix(found.place.file).strip() or found.place.file,
                "提醒" if found.is_notice else "问题",
                found.problem.what,
                found.problem.mend,
                found.problem.code,
            )
            for found in findings
        ),
    ]
