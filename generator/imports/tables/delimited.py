"""A table as text (.csv, .txt, .tsv), in the encodings and with the signs that offices use."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

from generator.errors import UsageError
from generator.imports.tables.sheets import Cell, Kind, Sheet, Workbook
from generator.imports.tables.workbook import MAX_ROWS

SUFFIXES = (".csv", ".tsv", ".txt")
MAX_BYTES = 50 * 1024 * 1024
_SIGNS = ",;\t"
_SAMPLE_LINES = 30


def read_delimited(path: Path) -> Workbook:
    """The one sheet of a text table; UsageError for what cannot be read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UsageError(f"{path.name} 有 {size >> 20} MB，太大了。请拆成几个文件。")
        text = _decoded(path.read_bytes(), path.name)
    except FileNotFoundError as error:
        raise UsageError(f"找不到文件：{path}") from error
    except OSError as error:
        raise UsageError(f"{path.name} 打不开：系统不让读。请先关闭正在用它的程序。") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = _sign(text)
    if declared := re.match(r"sep=(.)\n", text):
        sign, text = declared[1], text[declared.end() :]
    csv.field_size_limit(1024 * 1024)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except csv.Error as error:
        raise UsageError(
            f"{path.name} 里的英文引号没有成对，分不清各格。请用 Excel 或 WPS 打开，"
            "另存为 Excel 工作簿（*.xlsx），再导入。"
        ) from error
    if len(rows) > MAX_ROWS:
        raise UsageError(f"{path.name} 有 {len(rows)} 行，最多 {MAX_ROWS} 行。请拆成几个文件。")
    cells = {
        (row, column): cell
        for row, texts in enumerate(rows, 1)
        for column, written in enumerate(texts, 1)
        if (cell := _cell(written))
    }
    return Workbook(path.name, (Sheet("", cells),))


def _decoded(raw: bytes, name: str) -> str:
    """Text in UTF-8 or UTF-16, with or without a mark, or in GB18030; refused if in none."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif raw[:400:2].count(0) > 4 or raw[1:400:2].count(0) > 4:
        encodings = ["utf-16-be" if raw[:400:2].count(0) > raw[1:400:2].count(0) else "utf-16-le"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError(
        f"{name} 的文字编码认不出来，或文件没有传完整。"
        "请用 Excel 或 WPS 打开，另存为 Excel 工作簿（*.xlsx），再导入。"
    )


def _sign(text: str) -> str:
    """What separates the cells: the sign that most lines have equally often."""
    lines = re.sub(r'"[^"]*"', "", text).split("\n")[:_SAMPLE_LINES]
    best, score = ",", 0
    for sign in _SIGNS:
        counts = Counter(line.count(sign) for line in lines if line.strip())
        counts.pop(0, None)
        if counts and (most := max(counts.values())) > score:
            best, score = sign, most
    return best


def _cell(written: str) -> Cell | None:
    """One cell. Spreadsheets write ="0123" so that it stays a text."""
    formula = re.fullmatch(r'="(.*)"', written, flags=re.DOTALL)
    text = formula[1] if formula else written
    if not text.strip():
        return None
    is_number = not formula and re.fullmatch(r"\d+(?:\.\d+)?", text.strip())
    return Cell(text, Kind.NUMBER if is_number else Kind.TEXT)
