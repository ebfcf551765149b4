"""The lists as tables to take away: for Excel and WPS, and as CSV and JSON for programs."""

import csv
import io
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from json.encoder import encode_basestring as quoted
from pathlib import Path

from generator.downloads.formulas import FORMULA
from generator.downloads.rows import Row, Rows, columns_of
from generator.downloads.sheet import Headed, Sheet
from generator.forks import in_copy
from generator.keeping.beside import keep, kept
from generator.keeping.code import code_key
from generator.keeping.codec import CodecError, packed, unpacked
from generator.keeping.memo import Memo
from generator.keeping.store import Change, Store
from generator.models import KINDS, Record
from generator.models.website import Website
from generator.relating.catalog import Catalog
from generator.rendering.outputs import Made

BESIDE = Path(__file__).with_name("__pycache__")
_BOOKS = "books"
UNLICENSED = "未声明许可，使用前请联系主办单位"


def tables_of(catalog: Catalog, kind: type[Record], store: Store | None = None) -> tuple[Made, ...]:
    """`sites/list.xlsx`, `.csv` and `.json` of a kind, in the order of its list; none if empty.

    store: the rows of records that are as they were come from there.
    """
    entries = catalog.of_kind(kind.kind)
    rows = Rows(catalog.website, store)
    made: tuple[Made, ...] = ()
    if entries:
        sheet = Sheet(_headed(kind, store))
        made = _filled(catalog.website, kind, sheet, map(rows.of, entries), len(entries))
    rows.finish(kind, entries)
    return made


def prepare_tables(store: Store) -> None:
    """Have every workbook before its first row in the store.

    What makes them is large: a copy of the process loads it, instead of each that makes tables.
    """
    if store.shelf(_BOOKS).is_filled():
        return

    def made() -> list[Change]:
        for kind in KINDS.values():
            _headed(kind, store)
        return store.changes()

    store.change(in_copy(made))


def _filled(
    website: Website, kind: type[Record], sheet: Sheet, rows: Iterable[Row], count: int
) -> tuple[Made, ...]:
    """The three files, filled side by side, so that not all rows are in memory at once.

    CSV is RFC 4180 in plain UTF-8, for programs; Excel would want a byte order mark, and has
    list.xlsx. What a licence would say stands on the page: readers of CSV take every line for a
    record. JSON has the same rows under English names, with whose they are and how they may be
    used.
    """
    lines, data = _Text(), _Text()
    table = csv.writer(lines, lineterminator="\r\n")
    table.writerow(columns_of(kind).values())
    data.write(_about(website, kind, count))
    for number, row in enumerate(rows):
        cells = [_joined(value) for value in row.values()]
        sheet.add(cells)
        table.writerow([_unformulated(text) for text in cells])
        data.write(f"{',' if number else ''}\n{_object(row)}")
    data.write("\n ]\n}\n")
    return (
        Made(f"{kind.folder}/list.xlsx", sheet.content()),
        Made(f"{kind.folder}/list.csv", lines.encoded()),
        Made(f"{kind.folder}/list.json", data.encoded()),
    )


class _Text(io.TextIOWrapper):
    """A text that is encoded while it is written, so that it is in memory once."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        super().__init__(self._bytes, "utf-8", newline="")

    def encoded(self) -> bytes:
        self.flush()
        return self._bytes.getvalue()


def _joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "；".join(value)


def _unformulated(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _headed(kind: type[Record], store: Store | None) -> Headed:
    """The workbook before its first row; it is the same for years."""
    books = Memo(store, _BOOKS)
    mark = blake2b("\n".join(columns_of(kind).values()).encode(), digest_size=12).digest()
    found: Headed = books.get(kind.label, mark, partial(headed, kind))
    books.flush()
    return found


def headed(kind: type[Record], beside: Path = BESIDE) -> Headed:
    """The same, made anew, or as another project had it made.

    Its library is large, and our code alone decides it; so it is kept in a folder `beside` that.
    """
    path, head = beside / f"{kind.kind}.workbook", f"{code_key()}\n".encode()
    with suppress(CodecError):  # there is none yet, or it was cut short
        found: Headed = unpacked(kept(path, head) or b"")
        return found

    from generator.downloads import table_xlsx

    made = table_xlsx.headed(kind.label, columns_of(kind).values())
    keep(path, head, packed(made))
    return made


# ---------------------------------------------------------------- JSON


def _about(website: Website, kind: type[Record], count: int) -> str:
    """The document up to its first record."""
    data = {
        "title": f"{website.name}：{kind.label}",
        "publisher": website.publisher,
        "notice": website.notice or "",
        "licence": website.licence or UNLICENSED,
        "licence_url": website.licence_url or "",
        "source": website.address_of(f"{kind.folder}/"),
        "count": count,
        "columns": columns_of(kind),
        "records": [],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).removesuffix("]\n}")


def _object(row: Row) -> str:
    """One record as `json.dumps` would indent it, which it does ten times as slowly."""
    fields = ",\n".join([f'   "{name}": {_json(value)}' for name, value in row.items()])
    return f"  {{\n{fields}\n  }}"


def _json(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return quoted(value)
    if not value:
        return "[]"
    texts = ",\n".join([f"    {quoted(text)}" for text in value])
    return f"[\n{texts}\n   ]"
