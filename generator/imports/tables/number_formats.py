"""How a sheet shows a number: as a date where its format says so, as precise as that one is.

openpyxl's tables of formats are used; the Chinese ones, which it takes for numbers, stand here.
"""

import re
from datetime import date, datetime, time

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import from_excel

from generator.imports.package import Element
from generator.imports.tables.sheets import Cell, Kind

# Formats that Chinese editions of Excel know by number alone (ECMA-376, 18.8.30).
_EAST_ASIAN = {
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_FORMATS = BUILTIN_FORMATS | _EAST_ASIAN


def formats_in(root: Element) -> list[str]:
    """The number format of each cell style; root: of the part with the styles."""
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    formats = []
    for each in root.iterfind("{*}cellXfs/{*}xf"):
        number = each.get("numFmtId", "0")
        builtin = _FORMATS.get(int(number), "General") if number.isdigit() else "General"
        formats.append(own.get(number, builtin))
    return formats


def number_cell(value: str, code: str, epoch: datetime, is_formula: bool) -> Cell:
    """The cell that shows a number in a format. epoch: the day from which dates are counted."""
    try:
        number = float(value)
    except ValueError:
        return Cell(value, Kind.TEXT, is_formula)
    if is_date_format(code) and (shown := _shown_date(number, code, epoch)):
        return Cell(shown[0], Kind.DATE, is_formula, year_is_hidden=shown[1])
    if "%" in re.sub(r'"[^"]*"', "", code):
        return Cell(f"{number * 100:.12g}%", Kind.NUMBER, is_formula)
    text = f"{number:.15g}" if abs(number) < 1e15 else f"{number:.0f}"
    return Cell(text, Kind.NUMBER, is_formula)


def _shown_date(number: float, code: str, epoch: datetime) -> tuple[str, bool] | None:
    """(the date as precise as the format shows it, whether its year is not shown)."""
    try:
        found = from_excel(number, epoch)
    except (ValueError, OverflowError, TypeError):
        return None
    if isinstance(found, time):
        return found.strftime("%H:%M"), False
    if not isinstance(found, date):
        return None
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|;.*', "", code).lower()
    # m stands for months or, beside hours and seconds, for minutes.
    clock = f" {found:%H:%M}" if "h" in bare and isinstance(found, datetime) else ""
    day = f"{found:%Y-%m-%d}"
    if "y" in bare and "d" not in bare:
        return (day[:7] if "m" in bare else day[:4]), False
    if "h" in bare and "d" not in bare and "y" not in bare:
        return clock.strip(), False
    return day + (clock if clock != " 00:00" else ""), "y" not in bare
