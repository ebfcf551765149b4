"""Where the table stands on a sheet: its row of headings, what each column means, where it ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.imports.tables.headings import (
    IGNORED,
    WORDS,
    Target,
    count_known,
    plain_heading,
    target_of,
)
from generator.imports.tables.sheets import Cell, Kind, Sheet
from generator.models import Record

# Titles, dates and notes may stand above the headings.
_MOST_ABOVE = 30


@dataclass(frozen=True)
class Column:
    """One column of a table. target: None for a heading that means nothing to us."""

    number: int
    heading: str
    target: Target | None


@dataclass(frozen=True)
class Table:
    """A table on a sheet: rows `first` to the last of the sheet, under the headings of row `head`.

    above: cells over the headings, such as a title.
    """

    kind: type[Record]
    head: int
    first: int
    columns: tuple[Column, ...]


def find_table(sheet: Sheet, kinds: Iterable[type[Record]]) -> tuple[Table | None, list[str]]:
    """(the table, labels of the kinds that fit equally well when it is not clear which).

    kinds: those that may be meant. The row that knows most headings holds them; a name must be
    among them.
    """
    best: list[tuple[int, Table]] = []
    for row in range(1, min(sheet.last_row, _MOST_ABOVE) + 1):
        texts = _headings(sheet, row)
        if len(texts) < 1:
            continue
        for kind in kinds:
            columns, first = _columns(sheet, row, kind)
            known = count_known(kind, (column.heading for column in columns))
            has_name = any(c.target and c.target.name == "name" for c in columns)
            if has_name and (known > 1 or len(texts) == 1):
                best.append((known, Table(kind, row, first, columns)))
    if not best:
        return None, []
    top = max(known for known, _ in best)
    fitting = [table for known, table in best if known == top]
    highest = fitting[0]
    labels = list(dict.fromkeys(t.kind.label for t in fitting if t.head == highest.head))
    return (highest, []) if len(labels) == 1 else (None, labels)


def _headings(sheet: Sheet, row: int) -> dict[int, str]:
    found = {}
    for column in range(1, sheet.last_column + 1):
        cell = sheet.cells.get((row, column))
        if cell is not None and cell.kind is Kind.TEXT and len(cell.text) <= 40:
            found[column] = cell.text.strip()
    return found


def _columns(sheet: Sheet, row: int, kind: type[Record]) -> tuple[tuple[Column, ...], int]:
    """(the columns, the first row below them); headings may take two rows when cells are merged."""
    upper = _headings(sheet, row)
    below: dict[int, str] = {}
    groups: dict[int, str] = {}
    for merge in sheet.merges:
        if merge.top == merge.bottom == row and merge.right > merge.left:
            under = _headings(sheet, row + 1)
            names = [under.get(column, "") for column in range(merge.left, merge.right + 1)]
            if any(names) and merge.left in upper:
                groups |= dict.fromkeys(range(merge.left, merge.right + 1), upper[merge.left])
                below |= {c: under[c] for c in range(merge.left, merge.right + 1) if c in under}
    last = row + 1 if below else row
    last = max([last, *(m.bottom for m in sheet.merges if m.top == row and m.bottom - row <= 3)])
    columns = []
    for number in sorted(upper.keys() | below.keys()):
        candidates = _candidates(number, upper, below, groups)
        chosen = next(((h, t) for h in candidates if (t := target_of(kind, h))), None)
        heading, target = chosen or (candidates[0], None)
        columns.append(Column(number, heading, target))
    return tuple(columns), last + 1


def _candidates(
    number: int, upper: Mapping[int, str], below: Mapping[int, str], groups: Mapping[int, str]
) -> list[str]:
    if number in below:
        group = groups.get(number, "")
        return [f"{group}{below[number]}", f"{below[number]}{group}", below[number]]
    return [upper[number]]


# ---------------------------------------------------------------- rows that are no record


def what_row(table: Table, row: Mapping[int, Cell], *, is_wide: bool) -> str:
    """What a row seems to be that is no record, in Chinese; empty for a record.

    is_wide: its first cell is merged with others beside it.
    """
    texts = [cell.text.strip() for _, cell in sorted(row.items()) if cell.text.strip()]
    if not texts:
        return ""
    headings = {column.number: plain_heading(column.heading) for column in table.columns}
    same = sum(plain_heading(cell.text) == headings.get(number) for number, cell in row.items())
    if same == len(texts) and same > 1:
        return "重复的标题行"
    first = plain_heading(texts[0])
    if any(_starts(first, word) for word in WORDS["summary_rows"]):
        return "合计行"
    if any(_starts(first, word) for word in WORDS["example_rows"]):
        return "示例行"
    if any(_starts(first, word, ":") for word in WORDS["note_rows"]):
        return "表格下面的说明"
    if row.keys() <= {column.number for column in table.columns if _is(column, IGNORED)}:
        return "只有序号的行"
    if is_wide and len(texts) == 1:
        return "小标题或说明"
    return ""


def _starts(text: str, word: str, signs: str = ":(0123456789、.") -> bool:
    """合计, 合计:12, 合计(人) but not 合计制度研讨会."""
    rest = text.removeprefix(plain_heading(word))
    return rest != text and (not rest or rest[0] in signs)


def _is(column: Column, name: str) -> bool:
    return column.target is not None and column.target.name == name
