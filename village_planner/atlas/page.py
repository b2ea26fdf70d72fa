"""Filling the templates: cover, contents, map pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import (
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsProject,
    QgsScaleBarSettings,
    QgsSingleSymbolRenderer,
    QgsUnitTypes,
)

from ..core.tables.build import Scope
from ..paths import resource
from . import styles
from .catalogue import Sheet
from .fit import fitting_scale, show_layers
from .legend import fill_legend
from .map_layers import PageLayer, make_layers
from .map_layers.layer import memory_layer
from .scale import bar_segment, scale_text
from .table_item import fill_table
from .tables import Column, SmallTable, make_table
from .template import Page, box, move
from .view import COUNTY, View

if TYPE_CHECKING:
    from .data import AtlasData

GAP = 3.0  # mm between legend, table and what is below
CONTENTS_ROOM = (172.0, 236.0)  # mm, width and height of one column of the contents page
CONTENTS_ROWS = 34  # rows of one column of the contents page
SEGMENTS = 4
COUNTY_ARROW = 17.0  # mm, height of the north arrow on a page without locator map
COUNTY_LEGEND_TOP = 48.0  # mm, where such a page has its legend
TABLE_SHARE = 0.6  # of the room that legend and table share
COVER_LAYERS = ("county_border", "township_district_borders", "township_borders", "township_districts", "water")


@dataclass(frozen=True)
class Imprint:
    """What every page says of the whole: who made it, when, from which plan."""

    county: str
    plan: str
    organisation: str
    date: str
    crs: str


@dataclass(frozen=True)
class Entry:
    """One page of the atlas before it is drawn.

    number  图号 (map pages only)   page  1 … pages   rows  of a contents page: entries it lists
    """

    sheet: Sheet
    title: str
    page: int = 0
    number: str = ""
    scope: Scope = COUNTY
    part: int = 0


def contents_pages(count: int) -> int:
    """Pages that the contents of `count` entries need."""
    return max(1, -(-count // (2 * CONTENTS_ROWS)))


def cover_page(project: QgsProject, data: AtlasData, imprint: Imprint, paper: float) -> Page:
    page = Page(project, "cover", "cover")
    page.write(
        county=imprint.county,
        plan=imprint.plan,
        organisation=imprint.organisation or "编制单位：",
        date=imprint.date,
    )
    item = page.item("map")
    if isinstance(item, QgsLayoutItemMap):
        _, view = _view(item, data, COUNTY, paper)
        layers = make_layers(view, COVER_LAYERS)
        for shown in layers:
            shown.layer.setLabelsEnabled(False)
        _show(project, item, layers, view)
    return page


def contents_page(project: QgsProject, entries: Sequence[Entry], entry: Entry, pages: int) -> Page:
    """The part of the contents that this entry is to show."""
    page = Page(project, "contents", "contents")
    page.write(page_number=f"第 {entry.page} 页  共 {pages} 页")
    for half, identifier in enumerate(("table_left", "table_right")):
        start = (2 * entry.part + half) * CONTENTS_ROWS
        rows = tuple((e.number, e.title, str(e.page)) for e in entries[start : start + CONTENTS_ROWS])
        place = page.table(identifier)
        if place is None:
            continue
        if not rows:
            page.remove(identifier)
            continue
        columns = (Column("图号", width=0.5), Column("图名", width=3), Column("页码", width=0.5))
        fill_table(*place, SmallTable("", columns, rows), *CONTENTS_ROOM)
    return page


def map_page(project: QgsProject, data: AtlasData, imprint: Imprint, entry: Entry, pages: int, paper: float) -> Page:
    """A map page, or a page of a review.

    paper  size of the printed page relative to the template (A4: 0.71); the printed scale is the round one
    """
    from .review.entries import own_template

    if own_template(entry):
        from .review.pages import review_page

        return review_page(project, data, imprint, entry, pages, paper)
    page = Page(project, "map", entry.title)
    page.write(
        title=entry.title,
        organisation=imprint.organisation,
        plan=imprint.plan,
        crs=imprint.crs,
        date=imprint.date,
        sheet_number=entry.number,
        page_number=f"{entry.page} / {pages}",
    )
    item = page.item("map")
    if not isinstance(item, QgsLayoutItemMap):
        return page
    printed, view = _view(item, data, entry.scope, paper, entry.sheet.scale)
    layers = make_layers(view, entry.sheet.layers)
    _show(project, item, layers, view)
    page.write(scale_text=scale_text(printed))
    fill_scale_bar(page, item, view.denominator)
    north = page.item("north_arrow")
    if isinstance(north, QgsLayoutItemPicture):
        north.setPicturePath(str(resource("layouts", "north_arrow.svg")))
    _locator(project, page, view, paper)
    _legend_and_table(page, view, entry, layers)
    return page


def _view(
    item: QgsLayoutItemMap, data: AtlasData, scope: Scope, paper: float, scale: float = 0.0
) -> tuple[float, View]:
    """The round scale as printed at which the ground fits the map, and the view at the template's scale."""
    printed = scale or fitting_scale(item, View(data, scope).ground().total_bounds, paper)
    return printed, View(data, scope, printed * paper)


def _show(project: QgsProject, item: QgsLayoutItemMap, layers: Sequence[PageLayer], view: View) -> None:
    """Show the layers in the middle of the map, at the view's scale."""
    show_layers(project, item, layers, view.data, view.ground().total_bounds, view.denominator)


def fill_scale_bar(page: Page, item: QgsLayoutItemMap, denominator: float) -> None:
    """denominator  of the template's page, which the printed one enlarges or reduces"""
    bar = page.item("scale_bar")
    if not isinstance(bar, QgsLayoutItemScaleBar):
        return
    left, width = _panel(page)
    bar.setLinkedMap(item)
    segment = bar_segment(denominator, 0.65 * width, SEGMENTS)
    metres = segment < 1000
    bar.setUnits(QgsUnitTypes.DistanceMeters if metres else QgsUnitTypes.DistanceKilometers)
    bar.setUnitLabel("m" if metres else "km")
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeFixed)
    bar.setNumberOfSegments(SEGMENTS)
    bar.setNumberOfSegmentsLeft(0)
    bar.setMapUnitsPerScaleBarUnit(1)
    bar.setUnitsPerSegment(segment if metres else segment / 1000)
    bar.update()
    own = bar.minimumSize()
    move(bar, (left + max(0.0, (width - own.width()) / 2), box(bar)[1], own.width(), own.height()))


def _panel(page: Page) -> tuple[float, float]:
    """Left edge and width of the column beside the map. Labels keep their size; empty legends and bars do not."""
    label = page.item("scale_text") or page.item("legend_title")
    x, _, width, _ = box(label) if label is not None else (315.0, 0.0, 94.0, 0.0)
    return x, width


def _locator(project: QgsProject, page: Page, view: View, paper: float) -> None:
    """Where in the county the township lies; a county's page has none."""
    item = page.item("locator")
    if not isinstance(item, QgsLayoutItemMap):
        return
    if view.whole:
        page.remove("locator", "locator_title")
        north = page.item("north_arrow")
        if north is not None:
            left, panel = _panel(page)
            _, y, width, height = box(north)
            height, width = COUNTY_ARROW, width * COUNTY_ARROW / height
            move(north, (left + (panel - width) / 2, y, width, height))
        return
    _, county = _view(item, view.data, COUNTY, paper)
    here = memory_layer(view.townships()[["code", "geometry"]], "here", view=county)
    here.setRenderer(QgsSingleSymbolRenderer(styles.fill("#c8382f", "#c8382f", 0.1)))
    others = memory_layer(view.data.townships[["code", "geometry"]], "others", view=county)
    others.setRenderer(QgsSingleSymbolRenderer(styles.fill("#e8f1e4", "#9aa8a1", 0.1)))
    _show(project, item, [PageLayer(here), PageLayer(others)], county)


def _legend_and_table(page: Page, view: View, entry: Entry, layers: Sequence[PageLayer]) -> None:
    """Legend on top, the table right above the scale; both share the room between."""
    left, width = _panel(page)
    heading, legend, title, place = (
        page.item("legend_title"),
        page.item("legend"),
        page.item("table_title"),
        page.table("table"),
    )
    scale = page.item("scale_text")
    if not isinstance(legend, QgsLayoutItemLegend) or heading is None or scale is None:
        return
    if view.whole:  # no locator: the legend moves up
        _, _, _, height = box(heading)
        move(heading, (left, COUNTY_LEGEND_TOP, width, height))
    top = box(heading)[1] + box(heading)[3] + 1
    room = box(scale)[1] - GAP - top
    move(legend, (left, top, width, 10))

    content = make_table(view, entry.sheet.table)
    if content is None or place is None or title is None:
        page.remove("table", "table_title")
        table_room = caption = 0.0
    else:
        caption = box(title)[3]
        height = fill_table(*place, content, width, TABLE_SHARE * room - caption)
        table_room = height + caption + GAP
        start = box(scale)[1] - GAP - height
        page.write(table_title=content.title)
        move(title, (left, start - caption, width, caption))
        move(place[1], (left, start, width, height))
    used = fill_legend(legend, layers, width, room - table_room)
    if not used:
        page.remove("legend", "legend_title")
    elif content is not None and place is not None and used + table_room > room:
        # a legend cannot be shortened; the table is folded into what is left
        height = fill_table(*place, content, width, room - used - caption - GAP)
        start = box(scale)[1] - GAP - height
        move(title, (left, start - caption, width, caption))
        move(place[1], (left, start, width, height))
