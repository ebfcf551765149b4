"""What the files to take away say of each record: its row."""

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from typing import Any

from generator.keeping.codec import packed
from generator.keeping.memo import Memo, Thing
from generator.keeping.store import Store
from generator.models import KINDS, Record
from generator.models.fields import FieldSpec, fields_of
from generator.models.values import FuzzyNumber
from generator.models.website import Website
from generator.relating.entry import Entry
from generator.relating.trace import note

# English name of a column → text, or texts if there may be several.
Row = dict[str, str | tuple[str, ...]]


class Rows:
    """The rows of records. With a store they come from there as long as the record is the same."""

    def __init__(self, website: Website, store: Store | None = None) -> None:
        self._website = website
        self._memos = {kind: Memo(store, _shelf(kind)) for kind in KINDS}
        self._address = (website.address or "").encode()

    @property
    def made(self) -> int:
        """How many were made in this run."""
        return sum(memo.made for memo in self._memos.values())

    def of(self, entry: Entry) -> Row:
        note("record", entry.permalink)  # each time, so that whoever takes notes hears of it
        cells = self._memos[entry.kind].get(
            entry.permalink, self.mark(entry), lambda: _cells(self._website, entry)
        )
        return dict(zip(columns_of(KINDS[entry.kind]), cells, strict=True))

    def mark(self, entry: Entry) -> bytes:
        """All that decides a record's row."""
        return blake2b(entry.marks.own + self._address, digest_size=12).digest()

    def derived(self, entry: Entry) -> Iterator[Thing]:
        """A record's row, to be kept."""
        cells = packed(_cells(self._website, entry))
        yield Thing(_shelf(entry.kind), entry.permalink, self.mark(entry), cells)

    def finish(self, kind: type[Record], entries: Iterable[Entry]) -> None:
        """Drop the rows of all records of a kind but these."""
        self._memos[kind.kind].finish(entry.permalink for entry in entries)


def _shelf(kind: str) -> str:
    return f"rows{kind}"


@cache
def columns_of(kind: type[Record]) -> dict[str, str]:
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


def _cells(website: Website, entry: Entry) -> tuple[str | tuple[str, ...], ...]:
    """The values of a record's row."""
    record = entry.record
    columns = columns_of(type(record))
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
    return tuple(row[name] for name in columns)


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
