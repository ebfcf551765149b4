"""One row of a table → one draft."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.imports.drafts import Draft, FileDraft, Finding, Node, Place, Value
from generator.imports.tables.cells import (
    Said,
    Unclear,
    bracketed,
    check_province,
    entries,
    holds_names,
    people,
    plain_text,
    said,
    single_field,
)
from generator.imports.tables.headings import (
    BODY,
    CAPTION,
    IGNORED,
    PERSONAL,
    PHOTO,
    SLUG,
    WORDS,
    Target,
)
from generator.imports.tables.layout import Column, Table
from generator.imports.tables.neighbours import Neighbours
from generator.imports.tables.pictures import Found
from generator.imports.tables.sheets import Cell, Kind, cell_name
from generator.models.fields import fields_of


class RowReader:
    """Reads the cells of one row, in the order of the columns."""

    def __init__(
        self,
        place: Place,
        table: Table,
        row: int,
        cells: Mapping[int, Cell],
        spread: Mapping[int, Cell],
        pictures: list[Found],
    ) -> None:
        self.place = place
        self.table = table
        self.model = table.kind
        self.row = row
        self.cells = {**spread, **cells}
        self.pictures = pictures
        self.fields: dict[str, Node] = {}
        self.columns_of: dict[str, list[Column]] = {}
        self.bodies: list[tuple[int, Value]] = []
        self.slug: Value | None = None
        self.findings: list[Finding] = []

    def at(self, number: int) -> Place:
        return Place(self.place.file, self.place.sheet, cell_name(self.row, number))

    def draft(self, neighbours: Neighbours, fills: Mapping[str, str]) -> Draft:
        for column in self.table.columns:
            if column.target:
                try:
                    self._read(column, column.target)
                except Unclear as unclear:
                    self._refuse(column.number, unclear)
        for name, text in fills.items():
            if name not in self.fields:
                self.fields[name] = Value(text, self.place)
        self._check_parts()
        return Draft(
            model=self.model,
            place=self.place,
            fields=self.fields,
            body=self._body(),
            photos=tuple(self._photos(neighbours)),
            slug=self.slug,
            findings=tuple(self.findings),
        )

    def _refuse(self, number: int, unclear: Unclear) -> None:
        self.findings.append(self.at(number).told(unclear.code, "", **unclear.facts))

    def _tell(self, number: int, code: str, **facts: object) -> None:
        self.findings.append(self.at(number).told(code, "", **facts))

    # ---- fields

    def _read(self, column: Column, target: Target) -> None:
        cell = self.cells.get(column.number)
        if target.name in (IGNORED, PERSONAL, PHOTO, CAPTION):
            return
        self.columns_of.setdefault(target.name, []).append(column)
        at = self.at(column.number)
        if cell is None or cell.kind is Kind.PICTURE:
            if target.name not in (BODY, SLUG):
                self.fields.setdefault(target.name, Value("", at))
            return
        if target.name == BODY:
            plain_text(cell)
            self.bodies.append((target.number, Value(cell.text, at)))
        elif target.name == SLUG:
            self.slug = Value(plain_text(cell), at)
        else:
            self._field(column, target, cell, at)

    def _field(self, column: Column, target: Target, cell: Cell, at: Place) -> None:
        spec = fields_of(self.model)[target.name]
        if target.is_province:
            check_province(plain_text(cell))
        text = plain_text(cell)
        if target.pattern and not re.fullmatch(target.pattern, text):
            facts = {"heading": column.heading, "written": text, "example": target.example}
            raise Unclear("import-pattern", **facts)
        if spec.is_many:
            before = self.fields.get(target.name, ())
            kept = before if isinstance(before, tuple) else ()
            self.fields[target.name] = (*kept, *self._entries(column, target, cell, at))
            return
        if spec.component is not None:
            return
        found = said(self.model, spec, cell)
        self._tell_left(column, spec.key, found)
        if found.end:
            self._end(column, found, at)
        known = self.fields.get(target.name)
        if isinstance(known, Value) and known.text:
            if target.name in WORDS["joined"]:
                found = Said(f"{known.text} {found.text}")
            elif known.text != found.text:
                other = self.columns_of[target.name][0].heading
                facts = {"heading": column.heading, "other": other, "key": spec.key}
                raise Unclear("import-two-columns", **facts)
        self.fields[target.name] = Value(found.text, at, found.inferred)

    def _tell_left(self, column: Column, key: str, found: Said) -> None:
        if found.left:
            self._tell(column.number, "import-left", left=found.left, key=key)

    def _end(self, column: Column, found: Said, at: Place) -> None:
        if "end_date" not in fields_of(self.model):
            raise Unclear("import-date-unclear", written=found.text, reason="这里只要一天")
        self.fields["end_date"] = Value(found.end, at, "起止日期写在一格里，拆成了两项")

    def _entries(self, column: Column, target: Target, cell: Cell, at: Place) -> Iterator[Node]:
        spec = fields_of(self.model)[target.name]
        text = plain_text(cell)
        if target.part and spec.component:
            inner = fields_of(spec.component)[target.part]
            found = said(spec.component, inner, cell)
            self._tell_left(column, spec.key, found)
            given = {name: Value(constant, at) for name, constant in target.constants.items()}
            yield {target.part: Value(found.text, at, found.inferred), **given}
            return
        are_names = holds_names(self.model, target.name)
        if target.name == "people":
            names, left = people(text)
            self._tell_left(column, spec.key, Said("", left=left))
        else:
            names = entries(cell.text, are_names=are_names)
        if spec.component is None:
            yield from (Value(name, at) for name in names)
            return
        single = single_field(spec.component)
        second = WORDS["bracketed"].get(target.name, "")
        for name in names:
            first, behind = bracketed(name) if second else (name, "")
            yield {single: Value(first, at), **({second: Value(behind, at)} if behind else {})}

    def _check_parts(self) -> None:
        """Fields that several columns make up: an empty one among them is told."""
        for name in WORDS["joined"]:
            columns = self.columns_of.get(name, [])
            empty = [c for c in columns if c.number not in self.cells]
            if len(columns) < 2 or not empty:
                continue
            spec = fields_of(self.model)[name]
            written = self.fields.get(name)
            text = written.text if isinstance(written, Value) else ""
            for column in empty:
                facts = {"heading": column.heading, "key": spec.key, "written": text}
                code = "import-part-missing" if spec.is_required else "import-part-empty"
                if text or spec.is_required:
                    self._tell(column.number, code, **facts)

    # ---- body

    def _body(self) -> Value | None:
        if not self.bodies:
            return None
        pieces = [self.bodies[0][1].text]
        for number, value in self.bodies[1:]:
            # What was too long for one cell goes on in the next, in the middle of a sentence.
            pieces.append(value.text if number > 1 else f"\n\n{value.text}")
        return Value(as_paragraphs("".join(pieces)), self.bodies[0][1].place)

    # ---- photos

    def _photos(self, neighbours: Neighbours) -> Iterator[FileDraft]:
        """The row's photos: those of 照片N with 图注N, then those that stand elsewhere in it."""
        columns = [c for c in self.table.columns if c.target and c.target.name == PHOTO]
        captions = {
            c.target.number: c for c in self.table.columns if c.target and c.target.name == CAPTION
        }
        left = list(self.pictures)
        groups: list[tuple[int, int, list[FileDraft]]] = []
        for column in columns:
            assert column.target
            here = [picture for picture in left if picture.column == column.number]
            left = [picture for picture in left if picture not in here]
            files = [self._picture(picture) for picture in here]
            files += self._named(column.number, neighbours)
            groups.append((column.target.number, column.number, files))
        if left:
            groups.append((0, left[0].column, [self._picture(picture) for picture in left]))
        for number, at, files in groups:
            several = [group for group in groups if group[0] == number and group[2]]
            shared = len(several) > 1
            yield from self._captioned(captions.pop(number, None), files, at, shared=shared)
        for column in captions.values():
            self._captioned_none(column)

    def _captioned(
        self, column: Column | None, files: list[FileDraft], at: int, *, shared: bool
    ) -> Iterator[FileDraft]:
        cell = self.cells.get(column.number) if column else None
        if column is None or cell is None:
            yield from files
            return
        try:
            text = plain_text(cell)
        except Unclear as unclear:
            self._refuse(column.number, unclear)
            return
        texts = [text] if len(files) == 1 else entries(text, are_names=False)
        if len(texts) != len(files) or shared:
            self._tell(column.number, "import-captions", photos=len(files), captions=len(texts))
            return
        for file, caption in zip(files, texts, strict=True):
            fields: dict[str, Node] = {"caption": Value(caption, self.at(column.number))}
            yield FileDraft(file.data, file.name, file.place, fields)

    def _captioned_none(self, column: Column) -> None:
        if column.number in self.cells:
            self._tell(column.number, "import-captions", photos=0, captions=1)

    def _picture(self, picture: Found) -> FileDraft:
        at = self.at(picture.column)
        if picture.is_between:
            self.findings.append(at.told("import-picture-between", row=self.row))
        elif picture.is_tall:
            self.findings.append(at.told("import-picture-tall", row=self.row))
        suffix = Path(picture.name).suffix
        digest = hashlib.sha256(picture.data).hexdigest()[:8]
        return FileDraft(picture.data, f"photo-{digest}{suffix}", at)

    def _named(self, number: int, neighbours: Neighbours) -> list[FileDraft]:
        """Photos that a cell names: files beside the table."""
        cell = self.cells.get(number)
        if cell is None or cell.kind is Kind.PICTURE:
            return []
        files = []
        try:
            for written in entries(plain_text(cell), are_names=True):
                name = re.split(r"[\\/]", written)[-1]
                files.append(FileDraft(neighbours.read(name), name, self.at(number)))
        except Unclear as unclear:
            self._refuse(number, unclear)
        return files


def as_paragraphs(text: str) -> str:
    """A cell's text as Markdown: its lines are paragraphs, unless blank lines stand in it already.

    Lists, tables, quotations and headings stay as they are.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in text.split("\n")]
    is_markdown = re.search(r"^\s*(?:[-*+>|#]|\d+[.)、]\s)", text, flags=re.M)
    if "\n\n" in text or is_markdown or text.endswith("\n"):
        return text
    return "\n\n".join(line.strip() for line in lines if line.strip())
