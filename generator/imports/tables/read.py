"""The sheets of a workbook → drafts. Every cell that holds something is used, or told."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.downloads.tables_out import REPORT_MARK
from generator.errors import shown
from generator.imports.drafts import Draft, Finding, Place, Value
from generator.imports.tables.details import Details, is_details
from generator.imports.tables.headings import PERSONAL, WORDS, kind_in, known_headings
from generator.imports.tables.layout import Column, Table, find_table, what_row
from generator.imports.tables.neighbours import Neighbours
from generator.imports.tables.pictures import Found, Pictures
from generator.imports.tables.rows import RowReader
from generator.imports.tables.sheets import Cell, Kind, Sheet, Workbook, cell_name, column_letter
from generator.models import KINDS, Record
from generator.models.fields import fields_of
from generator.text.suggest import did_you_mean

# More cells than these are counted rather than named.
_MOST_NAMED = 6


@dataclass(frozen=True)
class Options:
    """What the caller says about a table.

    kind: of all sheets, if the caller knows it. fills: texts for fields that have no column.
    """

    kind: type[Record] | None = None
    fills: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Read:
    """What a workbook holds: drafts in the order of their rows, and what concerns no single one."""

    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...]


def read_tables(workbook: Workbook, neighbours: Neighbours, options: Options) -> Read:
    """All drafts of a workbook."""
    details = Details(workbook.name, neighbours)
    reader = _Reader(workbook, neighbours, options)
    reports = [sheet for sheet in workbook.sheets if _is_report(sheet)]
    for sheet in workbook.sheets:
        if (
            sheet in reports
            or sheet.name in WORDS["skipped_sheets"]
            or sheet.name.startswith("问题清单")
        ):
            continue
        if is_details(sheet):
            details.read(sheet)
        else:
            reader.read(sheet)
    drafts = [details.added(draft) for draft in reader.drafts]
    findings = [*reader.findings, *details.unused()]
    if reports:
        names = shown(sheet.name for sheet in reports)
        findings.append(reader.place(reports[0]).told("import-report", sheets=names))
    return Read(tuple(drafts), tuple(findings))


def _is_report(sheet: Sheet) -> bool:
    """Whether an export computed the sheet; renaming it does not make it records."""
    mark = sheet.cells.get((2, 1))
    return mark is not None and mark.text == REPORT_MARK


class _Reader:
    """Reads one sheet after another."""

    def __init__(self, workbook: Workbook, neighbours: Neighbours, options: Options) -> None:
        self.workbook = workbook
        self.neighbours = neighbours
        self.options = options
        self.pictures = Pictures(workbook.package) if workbook.package else None
        self.drafts: list[Draft] = []
        self.findings: list[Finding] = []

    def place(self, sheet: Sheet, spot: str = "") -> Place:
        return Place(self.workbook.name, sheet.name, spot)

    def read(self, sheet: Sheet) -> None:
        named = self.options.kind or kind_in(sheet.name)
        if named is None and sum(not s.is_hidden for s in self.workbook.sheets) == 1:
            named = kind_in(self.workbook.name)
        kinds = (named,) if named else tuple(KINDS.values())
        table, unclear = find_table(sheet, kinds)
        if table is None and named and not self.options.kind:
            table, unclear = find_table(sheet, tuple(KINDS.values()))
        if sheet.is_hidden or (table is None and not unclear):
            reason = "它是隐藏的" if sheet.is_hidden else "找不到标题行（至少要有“名称”一栏）"
            if sheet.cells:
                facts = {"reason": reason, "count": len(sheet.cells)}
                self.findings.append(self.place(sheet).told("import-sheet-unused", **facts))
            self._tell_unplaced(sheet, set())
            return
        if table is None:
            told = self.place(sheet).told("import-kind-unclear", kinds="，也可能是".join(unclear))
            self.findings.append(told)
            return
        _TableReader(self, sheet, table).read()

    def _tell_unplaced(self, sheet: Sheet, used: set[Found]) -> None:
        if self.pictures is None:
            return
        found, lost = self.pictures.of(sheet)
        for picture in found:
            if picture not in used:
                at = self.place(sheet, cell_name(picture.row, picture.column))
                self.findings.append(at.told("import-picture-nowhere", written=picture.name))
        for each in lost:
            if not each.row:
                at = self.place(sheet)
                self.findings.append(at.told("import-picture-nowhere", written="浮动的图片"))


class _TableReader:
    """Reads the rows of one table."""

    def __init__(self, reader: _Reader, sheet: Sheet, table: Table) -> None:
        self.reader = reader
        self.sheet = sheet
        self.table = table
        self.rows: dict[int, dict[int, Cell]] = defaultdict(dict)
        for (row, column), cell in sheet.cells.items():
            self.rows[row][column] = cell
        self.spread: dict[tuple[int, int], Cell] = {}
        self.by_row: dict[int, list[Found]] = defaultdict(list)
        self.lost: dict[int, list[int]] = defaultdict(list)
        if reader.pictures:
            found, lost = reader.pictures.of(sheet)
            for picture in found:
                self.by_row[picture.row].append(picture)
            for each in lost:
                self.lost[each.row].append(each.column)

    def place(self, spot: str) -> Place:
        return self.reader.place(self.sheet, spot)

    def tell(self, spot: str, code: str, **facts: object) -> None:
        self.reader.findings.append(self.place(spot).told(code, "", **facts))

    def read(self) -> None:
        self._spread_merges()
        used: set[Found] = set()
        read_rows = []
        last = max([self.sheet.last_row, *self.by_row])
        for row in range(self.table.first, last + 1):
            cells, pictures = self.rows.get(row, {}), self.by_row.get(row, [])
            if not cells and not pictures:
                continue
            if what := what_row(self.table, cells, is_wide=self._is_wide(row, cells)):
                texts = (cell.text for _, cell in sorted(cells.items()) if cell.text.strip())
                spot = cell_name(row, min(cells))
                self.tell(spot, "import-row-skipped", what=what, written=shown(texts, 4)[:60])
                continue
            if not any(cell.text.strip() or cell.kind is not Kind.TEXT for cell in cells.values()):
                continue  # pictures alone are told below
            spread = {c: cell for (r, c), cell in self.spread.items() if r == row}
            row_reader = RowReader(
                self.place(f"第 {row} 行"), self.table, row, cells, spread, pictures
            )
            draft = row_reader.draft(self.reader.neighbours, self.reader.options.fills or {})
            lost = [
                self.place(cell_name(row, column)).told("import-picture-lost")
                for column in self.lost.get(row, [])
            ]
            self.reader.drafts.append(replace(draft, findings=(*draft.findings, *lost)))
            used.update(pictures)
            read_rows.append(row)
        self._tell_merges(read_rows)
        self._tell_columns(read_rows)
        self._tell_hidden(read_rows)
        self._assume_choices(read_rows)
        self.reader._tell_unplaced(self.sheet, used)

    # ---- merged cells

    def _spread_merges(self) -> None:
        """A value that is merged over several rows is the value of each of them."""
        for merge in self.sheet.merges:
            cell = self.sheet.cells.get((merge.top, merge.left))
            if cell is None or merge.top < self.table.first or cell.kind is Kind.PICTURE:
                continue
            for row in range(merge.top + 1, merge.bottom + 1):
                self.spread[row, merge.left] = cell

    def _tell_merges(self, read_rows: list[int]) -> None:
        for merge in self.sheet.merges:
            rows = [r for r in range(merge.top + 1, merge.bottom + 1) if r in read_rows]
            if rows and (merge.top + 1, merge.left) in self.spread:
                corners = cell_name(merge.top, merge.left), cell_name(merge.bottom, merge.right)
                self.tell(
                    corners[0],
                    "import-merged",
                    range=":".join(corners),
                    rows=shown(map(str, rows), 8),
                    written=self.spread[rows[0], merge.left].text[:40],
                )

    def _is_wide(self, row: int, cells: Mapping[int, Cell]) -> bool:
        return any(
            merge.top <= row <= merge.bottom and merge.left in cells and merge.right > merge.left
            for merge in self.sheet.merges
        )

    # ---- what was not used

    def _tell_columns(self, read_rows: list[int]) -> None:
        columns = {column.number: column for column in self.table.columns}
        filled: dict[int, list[int]] = defaultdict(list)
        for row in read_rows:
            for number in self.rows[row]:
                if self.rows[row][number].kind is not Kind.PICTURE:
                    filled[number].append(row)
        for number, rows in sorted(filled.items()):
            column = columns.get(number)
            if column and column.target and column.target.name == PERSONAL:
                spot, facts = cell_name(self.table.head, number), {"heading": column.heading}
                self.tell(spot, "import-personal-column", **facts, count=len(rows))
            elif column is None or column.target is None:
                self._tell_unused(number, column, rows)

    def _tell_unused(self, number: int, column: Column | None, rows: list[int]) -> None:
        heading = column.heading if column else f"{column_letter(number)} 列（没有标题）"
        near = did_you_mean(heading, known_headings(self.table.kind)) if column else ""
        cells = shown((cell_name(row, number) for row in rows), _MOST_NAMED)
        spot = cell_name(self.table.head, number)
        self.tell(spot, "import-column-unused", heading=heading, cells=cells, near=near)

    def _tell_hidden(self, read_rows: list[int]) -> None:
        rows = [row for row in read_rows if row in self.sheet.hidden_rows]
        if rows:
            which = "第 " + shown(map(str, rows), 10) + " 行"
            self.tell("", "import-hidden", what="行", which=which)
        columns = [
            column
            for column in self.table.columns
            if column.number in self.sheet.hidden_columns and column.target
        ]
        used = [c.heading for c in columns if any(c.number in self.rows[r] for r in read_rows)]
        if used:
            self.tell("", "import-hidden", what="列", which=shown(used, 10))

    # ---- choices that every record needs and no column gives

    def _assume_choices(self, read_rows: list[int]) -> None:
        kind = self.table.kind
        given = {column.target.name for column in self.table.columns if column.target}
        given |= set(self.reader.options.fills or {})
        for name, spec in fields_of(kind).items():
            if not (spec.is_required and spec.choices) or name in given:
                continue
            assumed = WORDS["assumed"].get(f"{kind.kind}.{name}")
            head = cell_name(self.table.head, self.table.columns[0].number)
            # Only what waits for its summary anyway: nobody publishes that without reading it.
            if not assumed or "summary" in given:
                facts = {"key": spec.key, "example": spec.example}
                self.tell(head, "import-field-missing", **facts)
                continue
            count = len(read_rows)
            self.tell(head, "import-assumed", key=spec.key, written=assumed, count=count)
            first = len(self.reader.drafts) - count
            self.reader.drafts[first:] = [
                replace(draft, fields={**draft.fields, name: Value(assumed, draft.place)})
                for draft in self.reader.drafts[first:]
            ]
