"""The column beside the map: north arrow, locator, legend, chart, table, scale. All share its height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsLayoutItemLegend, QgsLayoutItemPicture

from ..core.charts.data import ChartData
from ..core.charts.draw import height_of
from ..paths import resource
from .chart_item import POINT, place_chart
from .legend import fill_legend
from .table_item import fit_table
from .tables import SmallTable
from .template import SMALLEST, Page, box, move

if TYPE_CHECKING:
    from .content import MapContent

GAP = 3.0  # mm between legend, chart, table and what is below
COUNTY_ARROW = 17.0  # mm, height of the north arrow on a page without locator map
COUNTY_LEGEND_TOP = 48.0  # mm, where such a page has its legend
LEGEND_SHARES = (0.4, 0.6, 1.0)  # of the room that a legend may take beside chart and table, beside one, alone
CHART_TEXT = 7.2  # points
CHART_LEAST, CHART_MOST = 0.75, 1.25  # of the height that a chart wants


@dataclass(frozen=True)
class Column:
    """Left edge and width of the panel, mm."""

    left: float
    width: float


def panel_of(page: Page) -> Column:
    """Labels keep their size; empty legends and bars do not."""
    label = page.item("scale_text") or page.item("legend_title")
    x, _, width, _ = box(label) if label is not None else (315.0, 0.0, 94.0, 0.0)
    return Column(x, width)


def fill_north_arrow(page: Page, centred: bool) -> None:
    """centred  above the legend, where the page has no locator map"""
    north = page.item("north_arrow")
    if not isinstance(north, QgsLayoutItemPicture):
        return
    north.setPicturePath(str(resource("layouts", "north_arrow.svg")))
    if centred:
        column = panel_of(page)
        _, y, width, height = box(north)
        height, width = COUNTY_ARROW, width * COUNTY_ARROW / height
        move(north, (column.left + (column.width - width) / 2, y, width, height))


def fill_panel(page: Page, content: MapContent, paper: float) -> None:
    """Legend on top, the table right above the scale, the chart between; where room is short the chart gives way.

    paper  printed size relative to the template's
    """
    column = panel_of(page)
    heading, legend, scale = (page.item(name) for name in ("legend_title", "legend", "scale_text"))
    if not isinstance(legend, QgsLayoutItemLegend) or heading is None or scale is None:
        return
    if content.view.whole:  # no locator: the legend moves up
        move(heading, (column.left, COUNTY_LEGEND_TOP, column.width, box(heading)[3]))
    top, bottom = box(heading)[1] + box(heading)[3], box(scale)[1] - GAP
    chart = None if page.item("chart") is None else content.chart
    beside = (chart is not None) + (content.table is not None)
    move(legend, (column.left, top, column.width, 10))
    height = LEGEND_SHARES[2 - beside] * (bottom - top)
    used = fill_legend(legend, content.shown.layers, column.width, height)
    if used:
        top += used + GAP
    else:
        page.remove("legend", "legend_title")
        top = box(heading)[1]
    least = SMALLEST / paper
    wanted = 0.0 if chart is None else height_of(chart, column.width, max(CHART_TEXT, least) * POINT)
    kept = CHART_LEAST * wanted + GAP if chart is not None else 0.0
    cut = _fill_table(page, content.table, column, top + kept, bottom, least)
    if chart is not None and used and (cut.cut or cut.top - GAP - top < CHART_LEAST * wanted):
        # Perhaps for want of some lines: a chart is worth more than a legend whose layers stay in one column.
        lower = fill_legend(legend, content.shown.layers, column.width, height, whole=False)
        top, used = top + lower - used, lower
        cut = _fill_table(page, content.table, column, top + kept, bottom, least)
    if chart is not None and (cut.cut or cut.top - GAP - top < CHART_LEAST * wanted):
        page.charts_left_out.append(chart.title)
        chart = None
        cut = _fill_table(page, content.table, column, top, bottom, least)
    if cut.cut and used:  # the legend in as many columns as there are
        top -= used - fill_legend(legend, content.shown.layers, column.width, 0.0)
        cut = _fill_table(page, content.table, column, top, bottom, least)
    _fill_chart(page, chart, column, top, cut.top - GAP, wanted, max(CHART_TEXT, least))


@dataclass(frozen=True)
class _Placed:
    """top  upper edge of what was placed, mm   cut  whether rows are missing"""

    top: float
    cut: bool


def _fill_table(
    page: Page, content: Optional[SmallTable], column: Column, top: float, bottom: float, least: float
) -> _Placed:
    """The table with its title at the lower end of the room."""
    title, place = page.item("table_title"), page.table("table")
    if content is None or place is None or title is None:
        page.remove("table", "table_title")
        return _Placed(bottom + GAP, False)
    caption = box(title)[3]
    fitted = fit_table(*place, content, column.width, bottom - top - caption, least)
    start = bottom - fitted.height
    page.write(table_title=content.title)
    move(title, (column.left, start - caption, column.width, caption))
    move(place[1], (column.left, start, column.width, fitted.height))
    return _Placed(start - caption, fitted.cut)


def _fill_chart(
    page: Page, chart: Optional[ChartData], column: Column, top: float, bottom: float, wanted: float, size: float
) -> None:
    """The chart in the middle of its room; kept in the layout itself, not as a file."""
    item: Any = page.item("chart")
    if not isinstance(item, QgsLayoutItemPicture):
        return
    if chart is None:
        page.remove("chart")
        return
    height = min(bottom - top, CHART_MOST * wanted)
    place_chart(page, item, chart, (column.left, top + (bottom - top - height) / 2, column.width, height), size)
