"""The lists as tables to take away: for Excel and WPS, and as CSV and JSON for programs."""

import csv
import io
import json
from typing import Any

from generator.downloads.formulas import FORMULA
from generator.models import Record
from generator.models.fields import FieldSpec, fields_of
from generator.models.values import FuzzyNumber
from generator.models.website import Website
from generator.relating.catalog import Catalog
from generator.relating.entry import Entry
from generator.rendering.outputs import Made

UNLICENSED = "未声明许可，使用前请联系主办单位"

Row = dict[str, str | tuple[str, ...]]


def tables_of(catalog: Catalog, kind: type[Record]) -> tuple[Made, ...]:
    """`sites/list.xlsx`, `.csv` and `.json` of a kind, in the order of its list; none if empty."""
    entries = catalog.of_kind(kind.kind)
    if not entries:
        return ()
    from generator.downloads.table_xlsx import xlsx  # its library takes its time to load

    columns = _columns(kind)
    rows = [_row(catalog.website, entry, columns) for entry in entries]
    cells = [list(map(_joined, row.values())) for row in rows]
    return (
        Made(f"{kind.folder}/list.xlsx", xlsx(kind.label, columns.values(), cells)),
        Made(f"{kind.folder}/list.csv", _csv(columns, cells)),
        Made(f"{kind.folder}/list.json", _json(catalog.website, kind, columns, rows)),
    )


# ---------------------------------------------------------------- rows


def _columns(kind: type[Record]) -> dict[str, str]:
    """English name → Chinese name of each column, in order."""
    columns = {
        "name": "名称",
        "other_names": "简称与别名",
        "type": "类型",
        "region": "地区",
        "topics": "主题",
    }
    if kind.dated is not Record.dated:
        columns["date"] = "日期"
    facts = {name: spec.key for name, spec in fields_of(kind).items() if _is_fact(spec)}
    tail = {"summary": "摘要", "sources": "来源", "url": "网址"}
    return {**columns, **{n: key for n, key in facts.items() if n not in columns}, **tail}


def _is_fact(spec: FieldSpec) -> bool:
    # What has fields of its own is no text; printed whole it would show its unpublished fields too.
    return spec.is_fact and spec.component is None


def _row(website: Website, entry: Entry, columns: dict[str, str]) -> Row:
    """One record: English column name → text, or texts if there may be several."""
    record = entry.record
    row: Row = {
        name: _value(getattr(record, name), spec)
        for name, spec in fields_of(type(record)).items()
        if name in columns
    }
    row |= {
        "other_names": record.names[1:],
        "type": record.type_label,
        "date": _period(record),
        "sources": tuple(source.title for source in record.sources),
        "url": website.address_of(entry.permalink) or entry.permalink,
    }
    return {name: row[name] for name in columns}


def _value(value: Any, spec: FieldSpec) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(_text(item, spec) for item in value)
    return _text(value, spec) if value is not None else ""


def _text(value: Any, spec: FieldSpec) -> str:
    """One value as its page prints it."""
    return value.with_unit(spec.unit) if isinstance(value, FuzzyNumber) else str(value)


def _period(record: Record) -> str:
    """2019年7月30日, or from when to when; as its page prints it."""
    days = (record.dated, getattr(record, "end_date", None))
    return "—".join(str(day) for day in days if day)


# ---------------------------------------------------------------- files


def _joined(value: str | tuple[str, ...]) -> str:
    return "；".join(value) if isinstance(value, tuple) else value


def _csv(columns: dict[str, str], rows: list[list[str]]) -> bytes:
    """RFC 4180 in plain UTF-8, for programs; Excel would want a byte order mark, and has list.xlsx.

    What a licence would say stands on the page: readers of CSV take every line for a record.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns.values())
    writer.writerows(map(_unformulated, rows))
    return text.getvalue().encode()


def _unformulated(row: list[str]) -> list[str]:
    return [f"'{text}" if text.startswith(FORMULA) else text for text in row]


def _json(website: Website, kind: type[Record], columns: dict[str, str], rows: list[Row]) -> bytes:
    """The same rows, under English names, with whose they are and how they may be used."""
    data = {
        "title": f"{website.name}：{kind.label}",
        "publisher": website.publisher,
        "notice": website.notice or "",
        "licence": website.licence or UNLICENSED,
        "licence_url": website.licence_url or "",
        "source": website.address_of(f"{kind.folder}/"),
        "count": len(rows),
        "columns": columns,
        "records": rows,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
