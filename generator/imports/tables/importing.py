"""`zhanting import 表.xlsx`: read, examine, write, and hand back what needs another look."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UsageError
from generator.imports.drafts import Finding
from generator.imports.examine import examine
from generator.imports.tables.annotate import annotated_copy
from generator.imports.tables.delimited import SUFFIXES, read_delimited
from generator.imports.tables.neighbours import Neighbours
from generator.imports.tables.read import Options, Read, read_tables
from generator.imports.tables.sheets import Workbook
from generator.imports.tables.workbook import SAVE_AS, read_workbook
from generator.imports.trial import Examined, State
from generator.imports.write import write
from generator.models import Record
from generator.models.fields import names_by_key
from generator.settings import Settings

Progress = Callable[[str, int, int], None]
_OLD = {".xls", ".et", ".ett", ".xlsm", ".xlsb", ".ods", ".numbers", ".wps", ".doc"}


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    examined: every record of it. written: files, relative to the project.
    findings: all that was found, in the order of the file. annotated: the copy handed back, if any.
    """

    examined: tuple[Examined, ...]
    written: tuple[str, ...]
    findings: tuple[Finding, ...]
    annotated: Path | None

    def count(self, state: State) -> int:
        return Counter(each.state for each in self.examined)[state]

    @property
    def drafts(self) -> int:
        """How many of those written wait for somebody to complete them."""
        new = [each for each in self.examined if each.state is State.NEW and self.written]
        return sum("\n草稿: 是\n" in each.text for each in new)

    @property
    def is_clean(self) -> bool:
        return all(found.is_notice for found in self.findings)


def is_table(path: Path) -> bool:
    return path.suffix.lower() in {".xlsx", *SUFFIXES, *_OLD} - {".wps", ".doc"}


def import_table(
    settings: Settings,
    path: Path,
    progress: Progress,
    *,
    kind: type[Record] | None = None,
    fills: Mapping[str, str] | None = None,
    is_trial: bool = False,
) -> Outcome:
    """Import one table. Good rows are written as drafts, the others told; see Outcome.

    fills: texts by field, in either language, for fields without a column. is_trial: write nothing.
    """
    workbook = _workbook(path)
    read = read_tables(workbook, Neighbours(path), Options(kind, _fields(kind, fills or {})))
    examined = examine(read.drafts, settings, progress)
    findings = _in_order(workbook, read, examined)
    annotated = None
    if any(not found.is_notice for found in findings) and not is_trial:
        annotated = annotated_copy(workbook, path, findings)
    written = () if is_trial else write(examined, settings)
    return Outcome(examined, written, findings, annotated)


def _workbook(path: Path) -> Workbook:
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return read_delimited(path)
    if suffix in _OLD and path.is_file():
        raise UsageError(f"{path.name} 是 {suffix} 格式，读不了。{SAVE_AS}")
    return read_workbook(path)


def _fields(kind: type[Record] | None, fills: Mapping[str, str]) -> dict[str, str]:
    """The fills under English names."""
    names = names_by_key(kind or Record)
    found = {}
    for key, text in fills.items():
        name = names.get(key) or {"类型": "type", "type": "type"}.get(key)
        if name is None:
            raise UsageError(f"--fill 里没有“{key}”这一项。写法：--fill 类型=志愿服务")
        found[name] = text
    return found


def _in_order(
    workbook: Workbook, read: Read, examined: tuple[Examined, ...]
) -> tuple[Finding, ...]:
    """All findings by sheet, those of the sheet first, then row by row."""
    order = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
    every = [*read.findings, *(found for each in examined for found in each.findings)]
    unique = dict.fromkeys(every)
    return tuple(sorted(unique, key=lambda found: order.get(found.place.sheet, 0)))
