"""The workbook of a ranking: its tables, and charts that Excel itself draws from them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Optional

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.series_factory import SeriesFactory as Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..core.charts.colours import FALLS, RISES, STAYS, palette
from ..core.storage import in_place
from ..core.tables.file_names import unique
from ..core.tables.score_report import RANKS, SHIFT
from ..core.tables.table import Report
from .cells import Cells
from .charts import rgb
from .names import SHEET_LENGTH, cell_text, sheet_name
from .sheet import TITLE, SheetWriter, put
from .style import Stylist, set_page
from .workbook import rewrite

CHARTS = "图表"
MOST = 40  # units that a chart shows: the best
WIDTH, LINE = 26.0, 0.52  # cm: width of a chart, height per unit


def write_score_book(report: Report, path: Path) -> None:
    """Write the tables of `core.tables.score_report` and their charts; beside first, so that all is there or nothing.

    Raises `StorageError` file_open where the file is open elsewhere or cannot be written.
    """
    book = Workbook()
    stylist = Stylist()
    first = book.active
    assert isinstance(first, Worksheet)
    sheets = unique([CHARTS, *(sheet_name(table.sheet) for table in report.tables)], SHEET_LENGTH)
    first.title = sheets[0]
    cells: list[Optional[Cells]] = [None]
    writers: dict[str, SheetWriter] = {}
    for table, name in zip(report.tables, sheets[1:]):
        writer = SheetWriter(book.create_sheet(name), table, stylist)
        writer.write(report)
        writers[table.id] = writer
        cells.append(writer.cells)
    _charts(first, report, writers, stylist)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = "Village Planner"
    book.properties.title = cell_text(report.title)
    buffer = io.BytesIO()
    book.save(buffer)
    with in_place(path) as beside:
        rewrite(buffer, beside, cells=cells)


def _charts(sheet: Worksheet, report: Report, writers: dict[str, SheetWriter], stylist: Stylist) -> None:
    put(sheet["A1"], report.title, stylist, TITLE)
    sheet.merge_cells("A1:M1")
    sheet.row_dimensions[1].height = 30
    bars = _bars(writers[RANKS])
    sheet.add_chart(bars, "A2")
    lines = 4 + round(bars.height / 0.53)  # rows of the sheet that the first chart covers
    sheet.row_breaks.append(Break(id=lines - 1))
    sheet.add_chart(_slopes(writers[SHIFT]), f"A{lines}")
    set_page(sheet, "A4", 1, (1, 1), 1)
    sheet.page_setup.orientation = "portrait"


def _column(writer: SheetWriter, key: str) -> int:
    return [column.key for column in writer.table.columns].index(key) + 1


def _bars(writer: SheetWriter) -> Any:
    """Scores in pieces by group, the best on top."""
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    count = min(len(writer.table.rows), MOST)
    last = writer.first_row + count - 1
    chart.title = f"{writer.table.title}（前 {count} 位）" if count < len(writer.table.rows) else writer.table.title
    groups = [column for column in writer.table.columns if column.key.startswith("group:")]
    for place, column in enumerate(groups):
        number = _column(writer, column.key)
        values = Reference(writer.sheet, min_col=number, min_row=writer.first_row, max_row=last)
        series = Series(values, title=column.heads[-1])
        series.graphicalProperties = GraphicalProperties(solidFill=rgb(palette(place)))
        chart.series.append(series)
    name = _column(writer, "name")
    chart.set_categories(Reference(writer.sheet, min_col=name, min_row=writer.first_row, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.y_axis.number_format = "0.0"
    chart.x_axis.tickLblSkip = 1  # every name
    chart.gapWidth = 40
    chart.legend.position = "b"
    _show_axes(chart)
    chart.width, chart.height = WIDTH, 4 + LINE * count
    return chart


def _slopes(writer: SheetWriter) -> Any:
    """A line per unit from its rank under the first weighting to that under the second; rank 1 on top."""
    chart: Any = LineChart()
    rows = writer.table.rows[:MOST]
    chart.title = writer.table.title + (f"（前 {len(rows)} 位）" if len(rows) < len(writer.table.rows) else "")
    left, right = (_column(writer, key) for key in ("first", "second"))
    worst = 1
    for place, row in enumerate(rows):
        line = writer.first_row + place
        series = Series(
            Reference(writer.sheet, min_col=left, max_col=right, min_row=line),
            title_from_data=False,
            title=str(row.values["name"]),
        )
        change = row.values["change"]
        assert isinstance(change, int)
        colour = rgb(RISES if change > 0 else FALLS if change < 0 else STAYS)
        series.graphicalProperties = GraphicalProperties()
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.width = 19050  # EMU: 1.5 pt
        series.smooth = False
        series.marker.symbol = "circle"
        series.marker.size = 5
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.marker.graphicalProperties.line.solidFill = colour
        off = {"showVal": False, "showCatName": False, "showLegendKey": False, "showPercent": False}
        name = DataLabel(idx=1, dLblPos="r", showSerName=True, **off)
        series.dLbls = DataLabelList(dLbl=[name], showSerName=False, **off)
        chart.series.append(series)
        worst = max(worst, *(int(row.values[key] or 1) for key in ("first", "second")))  # type: ignore[arg-type]
    heads = Reference(writer.sheet, min_col=left, max_col=right, min_row=writer.first_row - 1)
    chart.set_categories(heads)
    chart.y_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 1, worst
    chart.y_axis.majorUnit = max(1, round(worst / 20))
    chart.y_axis.title = "位次"
    chart.x_axis.tickLblPos = "high"
    chart.legend = None  # the names stand at the ends of the lines
    _show_axes(chart)
    chart.width, chart.height = WIDTH, max(4 + LINE * len(rows), 10)
    return chart


def _show_axes(chart: Any) -> None:
    """Newer readers hide an axis that does not say it is there."""
    chart.x_axis.delete = False
    chart.y_axis.delete = False
