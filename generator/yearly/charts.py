"""Native charts: they follow their tables in Excel and WPS, and can be copied into a document.

What openpyxl leaves to the reader is said: axes that are not deleted, titles beside the drawing,
whole numbers on the axis. The numbers are stored in the chart as well, for previews on phones that
draw charts without reading cells.
"""

from collections.abc import Sequence

from openpyxl.chart import BarChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.title import Title, title_maker
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from generator.yearly.pages import Chart, Table

_RED = "B02020"
_GREY = "D9D9D9"
_WIDTH_CM, _HEIGHT_CM, _BAR_CM = 20, 9.5, 0.75
_ROW_CM = 0.53  # 15 points


def add_chart(sheet: Worksheet, chart: Chart, table: Table, top: int, column: int) -> int:
    """Draw one table, whose headings stand in row `top`, with the chart's corner in `column`.

    Gives the first row below the chart.
    """
    rows = [row for number, row in enumerate(table.rows) if number not in table.sums]
    drawn = BarChart()
    drawn.type = "bar" if chart.is_lying else "col"
    drawn.gapWidth = 60
    drawn.roundedCorners = False
    drawn.width = _WIDTH_CM
    drawn.height = max(_HEIGHT_CM, 4 + _BAR_CM * len(rows)) if chart.is_lying else _HEIGHT_CM
    _name(drawn, chart)
    labels = _texts(sheet, 1, top + 1, [str(row[0]) for row in rows])
    highest = 0
    for number in chart.columns:
        values = [value for row in rows if isinstance(value := row[number], int)]
        series = Series(idx=number - 1, order=number - 1)
        series.tx = SeriesLabel(strRef=_texts(sheet, number + 1, top, [table.headings[number]]))
        series.cat = AxDataSource(strRef=labels)
        series.val = NumDataSource(numRef=_numbers(sheet, number + 1, top + 1, values))
        drawn.append(series)
        highest += max(values)
    drawn.y_axis.majorUnit = max(1, -(-highest // 5))
    drawn.y_axis.scaling.min = 0
    drawn.y_axis.number_format = "0"
    grey = GraphicalProperties(ln=LineProperties(solidFill=_GREY))
    drawn.y_axis.majorGridlines = ChartLines(spPr=grey)
    drawn.x_axis.tickLblSkip = 1
    if len(chart.columns) > 1:
        drawn.grouping = "stacked"
        drawn.overlap = 100
        drawn.legend.position = "b"
        drawn.legend.overlay = False
    else:
        drawn.legend = None
        drawn.series[0].graphicalProperties.solidFill = _RED
        drawn.dataLabels = DataLabelList(showVal=True)
        for other in (
            "showSerName",
            "showCatName",
            "showLegendKey",
            "showPercent",
            "showBubbleSize",
        ):
            setattr(drawn.dataLabels, other, False)
    sheet.add_chart(drawn, f"{get_column_letter(column)}{top}")
    return top + int(drawn.height / _ROW_CM) + 2


def _name(drawn: BarChart, chart: Chart) -> None:
    """Titles of the chart and its axes, and the axes themselves."""
    drawn.title = _title(chart.title)
    for axis, name in zip((drawn.x_axis, drawn.y_axis), chart.axes, strict=True):
        axis.title = _title(name)
        axis.delete = False
    if chart.is_lying:
        # The first row on top, as in the table; the numbers stay at the bottom.
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.crosses = "max"


def _title(text: str) -> Title:
    made: Title = title_maker(text)
    made.overlay = False
    return made


def _texts(sheet: Worksheet, column: int, top: int, texts: Sequence[str]) -> StrRef:
    kept = [StrVal(idx=index, v=text) for index, text in enumerate(texts)]
    return StrRef(_range(sheet, column, top, len(texts)), StrData(ptCount=len(texts), pt=kept))


def _numbers(sheet: Worksheet, column: int, top: int, values: Sequence[int]) -> NumRef:
    kept = [NumVal(idx=index, v=value) for index, value in enumerate(values)]
    data = NumData(formatCode="General", ptCount=len(values), pt=kept)
    return NumRef(_range(sheet, column, top, len(values)), data)


def _range(sheet: Worksheet, column: int, top: int, count: int) -> str:
    letter = get_column_letter(column)
    end = f":${letter}${top + count - 1}" if count > 1 else ""
    return f"{quote_sheetname(sheet.title)}!${letter}${top}{end}"
