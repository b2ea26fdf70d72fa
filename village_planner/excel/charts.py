"""Charts of a table as Excel's own: they draw the table's cells, and follow when somebody changes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, PieChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..core.charts.colours import palette
from ..core.charts.data import BAR, LINE, PIE, STACKED
from ..core.tables.chart import Chart, series_name
from ..core.tables.table import Table
from .cells import Cells
from .names import cell_text
from .style import SONG, Look, Stylist, number_format, set_page

if TYPE_CHECKING:
    from .sheet import SheetWriter

LINES, LINE_POINTS = 14, 16.0  # sheet rows that a chart below a table covers, and their height
GAP = 8.0  # points between table and charts
SMALLER = 1.3  # a page is shrunk by no more than this to hold table and charts
SIDE_BY_SIDE = 2
EMU = 66_675  # of a character of the standard font: 7 pixels
CROWDED = 20  # names on an axis beyond which they are set smaller
WHOLE = 100  # figures from which on an axis needs no digits after the point
LEAST_SHARE = 0.02  # of a pie, below which a slice has no room for its percentage
LONG = 12  # bars beyond which a chart gets a page of its own
PAGE_LINES = 27  # sheet rows of a page of charts below its title
WIDE, CHART_COLUMNS = 100.0, 10  # characters and columns of a page of charts
HEADING = Look(size=14, bold=True, horizontal="center", grid=False)
UNDER = Look(grid=False)


def below(table: Table, height: float, page: float) -> bool:
    """Whether the charts go on the page of their table, `height` points of `page`."""
    long = any(map(_long, table.charts))
    room = page * SMALLER - height - GAP - LINES * LINE_POINTS
    return table.pages_wide == 1 and not long and len(table.charts) <= SIDE_BY_SIDE and room >= 0


def place_charts(writer: SheetWriter, widths: Sequence[float], row: int) -> int:
    """Put the table's charts side by side below it, from sheet row `row` on; returns the last row they cover."""
    writer.cells.heights[row] = GAP
    for line in range(row + 1, row + 1 + LINES):
        writer.cells.heights[line] = LINE_POINTS
    each = sum(widths) / len(writer.table.charts)
    for number, chart in enumerate(writer.table.charts):
        start, end = (_marker(widths, each * place, row + shift) for place, shift in ((number, 0), (number + 1, LINES)))
        _add(writer.sheet, native(writer, chart), start, end)
    return row + LINES


def charts_sheet(book: Workbook, name: str, writer: SheetWriter, stylist: Stylist) -> Cells:
    """A sheet for charts that found no room below their table: two a page, long ones alone."""
    sheet = book.create_sheet(name)
    cells = Cells(sheet, stylist)
    widths = [WIDE / CHART_COLUMNS] * CHART_COLUMNS
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    cells.text(1, 1, f"{writer.table.title}（图）", HEADING)
    cells.merge(1, 1, 1, CHART_COLUMNS)
    cells.text(2, 1, f"行政区：{writer.table.subject}", UNDER)
    cells.merge(2, 1, 2, CHART_COLUMNS)
    cells.heights.update({1: 28.0, 2: 18.0})
    row = 2  # rows above the next chart
    for page in _pages(writer.charts_left):
        if row > 2:
            sheet.row_breaks.append(Break(id=row))
        lines = PAGE_LINES // len(page)
        for chart in page:
            for line in range(row + 1, row + 1 + lines):
                cells.heights[line] = LINE_POINTS
            _add(sheet, native(writer, chart), _marker(widths, 0, row), _marker(widths, WIDE, row + lines))
            row += lines
    sheet.print_area = f"A1:{get_column_letter(CHART_COLUMNS)}{row}"
    set_page(sheet, "A4", 1, (1, 2), 1)
    sheet.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]  # else breaks are not heeded
    return cells


def _pages(charts: Sequence[Chart]) -> list[list[Chart]]:
    """Two charts a page, long ones alone."""
    pages: list[list[Chart]] = []
    for chart in charts:
        if pages and len(pages[-1]) < SIDE_BY_SIDE and not _long(chart) and not _long(pages[-1][-1]):
            pages[-1].append(chart)
        else:
            pages.append([chart])
    return pages


def _long(chart: Chart) -> bool:
    return chart.kind == BAR and len(chart.rows) > LONG


def native(writer: SheetWriter, chart: Chart) -> Any:
    """The chart in openpyxl's terms."""
    kinds: dict[str, Any] = {PIE: PieChart, LINE: LineChart}
    made = kinds.get(chart.kind, BarChart)()
    made.title = _title(chart.title, 1200, True)
    made.legend = Legend()
    made.legend.overlay = False
    made.legend.txPr = _words(900)
    made.series = [_series(writer, chart, number, key) for number, key in enumerate(chart.series)]
    if chart.kind == PIE:
        made.legend.position = "r"
        made.series[0].dPt = _points(chart, LineProperties(solidFill="FFFFFF", w=6350))
        made.series[0].dLbls = _percentages(_figures(writer.table, chart, chart.series[0]))
        return made
    if len(chart.series) == 1:
        made.legend = None
    else:
        made.legend.position = "b"
    if chart.kind != LINE:
        made.type = "bar" if chart.kind == BAR else "col"
        made.grouping = "stacked" if chart.kind == STACKED else "clustered"
        made.overlap = 100 if chart.kind == STACKED else 0
        if chart.by_row:
            made.series[0].dPt = _points(chart)
        made.gapWidth = 60
    _axes(made, writer.table, chart)
    return made


def _axes(made: Any, table: Table, chart: Chart) -> None:
    figures = [value for key in chart.series for value in _figures(table, chart, key) if value is not None]
    for axis in (made.x_axis, made.y_axis):
        axis.delete = False  # newer readers hide an axis that does not say it is there
        axis.txPr = _words(900)
    if len(chart.rows) > CROWDED:
        made.x_axis.txPr = _words(700)
    if chart.kind != LINE and min(figures) >= 0:
        made.y_axis.scaling.min = 0  # the length of a bar is its figure
    made.x_axis.tickLblSkip = 1  # every name
    if chart.kind == BAR:
        made.x_axis.scaling.orientation = "maxMin"  # the first row on top
        made.y_axis.crosses = "max"  # and the figures below
    decimals = max(table.column(key).decimals for key in chart.series)
    made.y_axis.number_format = number_format(0 if max(figures) >= WHOLE else min(decimals, 2))
    made.y_axis.numFmt.sourceLinked = False
    if chart.unit:
        made.y_axis.title = _title(chart.unit, 900, False)
    made.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))


def _series(writer: SheetWriter, chart: Chart, number: int, key: str) -> Series:
    figures = _figures(writer.table, chart, key)
    names = [str(writer.table.rows[i].values.get(chart.categories) or "") for i in chart.rows]
    numbers = [NumVal(idx=i, v=value) for i, value in enumerate(figures) if value is not None]
    texts = [StrVal(idx=i, v=cell_text(name)) for i, name in enumerate(names)]
    # What the cells hold is kept beside the reference, for readers that do not calculate.
    values = NumRef(f=_reference(writer, chart, key), numCache=NumData(ptCount=len(figures), pt=numbers))
    labels = StrRef(f=_reference(writer, chart, chart.categories), strCache=StrData(ptCount=len(names), pt=texts))
    series = Series(
        idx=number,
        order=number,
        tx=SeriesLabel(v=cell_text(series_name(writer.table, chart, key))),
        cat=AxDataSource(strRef=labels),
        val=NumDataSource(numRef=values),
    )
    colour = rgb(chart.colours[number] if chart.colours else palette(number))
    if chart.kind == LINE:
        series.spPr = GraphicalProperties(ln=LineProperties(solidFill=colour, w=22_225))
        series.smooth = False
    elif chart.kind != PIE:
        series.spPr = GraphicalProperties(solidFill=colour)
    return series


def _figures(table: Table, chart: Chart, key: str) -> list[Optional[float]]:
    values = (table.rows[i].values.get(key) for i in chart.rows)
    return [value if isinstance(value, (int, float)) else None for value in values]


def _percentages(figures: Sequence[Optional[float]]) -> DataLabelList:
    """A share on each slice that has room for one."""
    whole = sum(value or 0 for value in figures)
    off: Any = {"showVal": False, "showCatName": False, "showSerName": False, "showLegendKey": False}
    small = [i for i, value in enumerate(figures) if (value or 0) < LEAST_SHARE * whole]
    none = [DataLabel(idx=i, showPercent=False, **off) for i in small]
    return DataLabelList(dLbl=none, showPercent=True, dLblPos="bestFit", numFmt="0.0%", txPr=_words(800), **off)


def _reference(writer: SheetWriter, chart: Chart, key: str) -> str:
    """The cells of a column in the chart's rows; neighbours as one area."""
    sheet = "'{}'".format(str(writer.sheet.title).replace("'", "''"))
    letter = writer.letters[key]
    areas, start = [], None
    for place, row in enumerate(chart.rows):
        start = row if start is None else start
        if place + 1 == len(chart.rows) or chart.rows[place + 1] != row + 1:
            first, last = writer.first_row + start, writer.first_row + row
            areas.append(f"{sheet}!${letter}${first}" + (f":${letter}${last}" if last > first else ""))
            start = None
    return areas[0] if len(areas) == 1 else f"({','.join(areas)})"


def _points(chart: Chart, edge: Optional[LineProperties] = None) -> list[DataPoint]:
    """A colour for each row of a chart of one series."""
    colours = chart.colours if chart.by_row else tuple(map(palette, range(len(chart.rows))))
    return [
        DataPoint(idx=number, invertIfNegative=False, spPr=GraphicalProperties(solidFill=rgb(colour), ln=edge))
        for number, colour in enumerate(colours)
    ]


def rgb(colour: str) -> str:
    """A colour as workbooks write it."""
    return colour.lstrip("#").upper()


def _title(text: str, size: int, bold: bool) -> Title:
    properties = _character(size, bold)
    run = RegularTextRun(rPr=properties, t=cell_text(text))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=properties), r=[run])
    rich = RichText(bodyPr=RichTextProperties(), p=[paragraph])
    return Title(tx=Text(rich=rich), overlay=False)


def _words(size: int) -> RichText:
    """Text of axes, legends and labels."""
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_character(size, False)), endParaRPr=CharacterProperties())
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _character(size: int, bold: bool) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, latin=Font(typeface=SONG), ea=Font(typeface=SONG))


def _marker(widths: Sequence[float], characters: float, row: int) -> AnchorMarker:
    """A point so many characters from the left edge, at the top of a row (from 0)."""
    column, left = 0, characters
    while column < len(widths) and left >= widths[column] - 1e-6:
        left -= widths[column]
        column += 1
    return AnchorMarker(col=column, colOff=round(left * EMU), row=row, rowOff=0)


def _add(sheet: Worksheet, chart: Any, start: AnchorMarker, end: Optional[AnchorMarker]) -> None:
    chart.anchor = TwoCellAnchor(editAs="twoCell", _from=start, to=end)
    sheet.add_chart(chart)
