"""The pictures of a workbook, each with the cell that it belongs to.

Three ways: floating over the sheet, anchored at a cell; placed in a cell by Excel (rich values);
placed in a cell by WPS (DISPIMG and cellimages.xml).
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.imports.package import Element, Package, attribute
from generator.imports.tables.sheets import Kind, Sheet

_EMU_PER_POINT = 12700
# How far below the top of its row a picture may begin and still belong to it without a doubt.
_ALIGNED = 0.25


@dataclass(frozen=True)
class Found:
    """One picture of a sheet.

    row, column: the cell, from 1. name: of its file inside the workbook.
    is_floating: it lies over the sheet. is_between: it begins low in its row and lies mostly below.
    is_tall: it begins at the top of its row and covers more of those below.
    """

    data: bytes
    name: str
    row: int
    column: int
    is_floating: bool = False
    is_between: bool = False
    is_tall: bool = False


@dataclass(frozen=True)
class Lost:
    """A picture that is not there: `cell` leads to nothing, or the sheet only links to it."""

    row: int
    column: int


class Pictures:
    """Looks up the pictures of one workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def of(self, sheet: Sheet) -> tuple[tuple[Found, ...], tuple[Lost, ...]]:
        """(pictures of a sheet by row and column, those that are not there)."""
        found: list[Found] = []
        lost: list[Lost] = []
        for (row, column), cell in sheet.cells.items():
            if cell.kind is Kind.PICTURE:
                part = self._in_cell(cell.picture)
                if part in self.package:
                    name = posixpath.basename(part)
                    found.append(Found(self.package.read(part), name, row, column))
                else:
                    lost.append(Lost(row, column))
        for each in self._floating(sheet):
            (found if isinstance(each, Found) else lost).append(each)  # type: ignore[arg-type]
        return tuple(sorted(found, key=_position)), tuple(lost)

    def _in_cell(self, picture: str) -> str:
        if picture.isdigit():
            index = int(picture) - 1
            return self._excel[index] if 0 <= index < len(self._excel) else ""
        return self._wps.get(picture, "")

    # ---- WPS

    @cached_property
    def _wps(self) -> Mapping[str, str]:
        """Name in DISPIMG → part of the picture."""
        part = self._by_name("cellimages.xml")
        if not part:
            return {}
        relations = self.package.relations(part)
        found = {}
        for picture in self.package.xml(part).iter("{*}pic"):
            name = next((attribute(each, "name") for each in picture.iter("{*}cNvPr")), "")
            found[name] = _embedded(picture, relations)
        return found

    def _by_name(self, wanted: str) -> str:
        for part in self.package.parts:
            if posixpath.basename(part).lower() == wanted:
                return part
        return ""

    # ---- Excel

    @cached_property
    def _excel(self) -> list[str]:
        """Part of the picture for each number of value metadata, from 1."""
        metadata = self._by_name("metadata.xml")
        values = self._rich_values
        if not metadata or not values:
            return []
        root = self.package.xml(metadata)
        types = [attribute(each, "name") for each in root.iterfind("{*}metadataTypes/*")]
        if "XLRICHVALUE" not in types:
            return []
        kind = types.index("XLRICHVALUE") + 1
        blocks = [
            int(block.find(".//{*}rvb").get("i", -1)) if block.find(".//{*}rvb") is not None else -1
            for future in root.iterfind("{*}futureMetadata")
            if future.get("name") == "XLRICHVALUE"
            for block in future.iterfind("{*}bk")
        ]
        found = []
        for block in root.iterfind("{*}valueMetadata/{*}bk"):
            record = block.find("{*}rc")
            part = ""
            if record is not None and int(record.get("t", 0)) == kind:
                at = int(record.get("v", -1))
                if 0 <= at < len(blocks) and 0 <= blocks[at] < len(values):
                    part = values[blocks[at]]
            found.append(part)
        return found

    @cached_property
    def _rich_values(self) -> list[str]:
        """Part of the picture for each rich value, empty for values of other kinds."""
        values, structures = (
            self._by_name("rdrichvalue.xml"),
            self._by_name("rdrichvaluestructure.xml"),
        )
        relations_part = self._by_name("richvaluerel.xml")
        if not (values and structures and relations_part):
            return []
        relations = self.package.relations(relations_part)
        pictures = [
            relations.get(attribute(each, "id"), ("", ""))[1]
            for each in self.package.xml(relations_part)
        ]
        keys = [
            [key.get("n", "") for key in structure.iterfind("{*}k")]
            for structure in self.package.xml(structures).iterfind("{*}s")
        ]
        found = []
        for value in self.package.xml(values).iterfind("{*}rv"):
            names = keys[int(value.get("s", 0))]
            given = dict(zip(names, (each.text or "" for each in value), strict=False))
            index = given.get("_rvRel:LocalImageIdentifier", "")
            usable = index.isdigit() and int(index) < len(pictures)
            found.append(pictures[int(index)] if usable else "")
        return found

    # ---- floating

    def _floating(self, sheet: Sheet) -> Iterator[Found | Lost]:
        for kind, part in self.package.relations(sheet.part).values():
            if kind != "drawing" or part not in self.package:
                continue
            relations = self.package.relations(part)
            for anchor in self.package.xml(part):
                start = anchor.find("{*}from")
                for picture in anchor.iter("{*}pic"):
                    if start is None:
                        # Anchored by distances from the corner of the sheet, to no cell.
                        yield Lost(0, 0)
                        continue
                    row = int(start.findtext("{*}row") or 0) + 1
                    column = int(start.findtext("{*}col") or 0) + 1
                    media = _embedded(picture, relations)
                    if media not in self.package:
                        yield Lost(row, column)
                        continue
                    between, tall = _reach(anchor, start, row, sheet)
                    name = posixpath.basename(media)
                    data = self.package.read(media)
                    yield Found(data, name, row, column, True, between, tall)


def _embedded(picture: Element, relations: Mapping[str, tuple[str, str]]) -> str:
    blip = next(iter(picture.iter("{*}blip")), None)
    return relations.get(attribute(blip, "embed"), ("", ""))[1] if blip is not None else ""


def _reach(anchor: Element, start: Element, row: int, sheet: Sheet) -> tuple[bool, bool]:
    """(is_between, is_tall) of a floating picture."""
    height = sheet.heights.get(row, sheet.default_height) * _EMU_PER_POINT
    offset = int(float(start.findtext("{*}rowOff") or 0))
    is_mostly_below = _height(anchor, start, sheet) > 2 * (height - offset)
    is_low = offset > height * _ALIGNED
    return is_mostly_below and is_low, is_mostly_below and not is_low


def _height(anchor: Element, start: Element, sheet: Sheet) -> float:
    """Height of an anchored picture in EMU."""
    extent, end = anchor.find("{*}ext"), anchor.find("{*}to")
    if extent is not None:
        return float(extent.get("cy", 0))
    if end is None:
        return 0.0
    first, last = int(start.findtext("{*}row") or 0), int(end.findtext("{*}row") or 0)
    rows = (sheet.heights.get(row + 1, sheet.default_height) for row in range(first, last))
    between = sum(rows) * _EMU_PER_POINT
    return between - float(start.findtext("{*}rowOff") or 0) + float(end.findtext("{*}rowOff") or 0)


def _position(found: Found) -> tuple[int, int, bool]:
    return found.row, found.column, found.is_floating
