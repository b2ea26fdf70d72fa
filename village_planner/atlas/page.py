"""Filling the templates: cover, contents, map pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import (
    QgsLabelingEngineSettings,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsProject,
    QgsScaleBarSettings,
    QgsSingleSymbolRenderer,
    QgsUnitTypes,
)

from ..core.tables.build import Scope
from . import styles
from .catalogue import Sheet
from .data import NEIGHBOURS
from .fit import MARGIN, fitting_scale, show_layers
from .graticule import add_graticule
from .inset import Window, add_inset, find_inset
from .map_layers import PageLayer, make_layers
from .map_layers.layer import memory_layer, points_of
from .panel import fill_north_arrow, fill_panel, panel_of
from .scale import bar_segment, scale_text
from .stamp import stamp_of, standing
from .table_item import fill_table
from .tables import Column, SmallTable
from .template import SMALLEST, Page, box, move
from .view import COUNTY, View

if TYPE_CHECKING:
    import geopandas as gpd

    from .data import AtlasData

CONTENTS_ROOM = (172.0, 236.0)  # mm, width and height of one column of the contents page
CONTENTS_ROWS = 34  # rows of one column of the contents page
CONTENTS_TABLES = ("table_left", "table_right")
SEGMENTS = (4, 2)  # of a scale bar: fewer where their labels would touch
SHORTEST = 9.0  # mm, of a segment with room for its label
GRATICULE_TEXT = INSET_TEXT = 7.5  # points
CROWDED = "central_villages"  # the layer whose names an inset makes room for
COVER_LAYERS = ("county_border", "township_district_borders", "township_borders", "township_districts", "water")


@dataclass(frozen=True)
class Imprint:
    """What every page says of the whole: who made it, when, from which plan.

    note  such as the degree of secrecy or the number of the map's approval
    """

    county: str
    plan: str
    organisation: str
    date: str
    crs: str
    note: str = ""


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

    @property
    def key(self) -> str:
        """What tells this page from others, however pages are numbered."""
        return "/".join((self.sheet.id, self.scope.code, str(self.part)))


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
    for half, identifier in enumerate(CONTENTS_TABLES):
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
    """A page of the map: the county's, a district's or a township's; or a page of a review.

    pages  of the whole atlas
    paper  printed size relative to the template's; scale bar and scale are of the printed one
    """
    from .review.entries import own_template

    if own_template(entry):
        from .review.pages import review_page

        return review_page(project, data, imprint, entry, pages, paper)
    least = SMALLEST / paper
    page = Page(project, "map", entry.title, least)
    fill_title_block(page, data, imprint, entry, pages)
    item = page.item("map")
    if not isinstance(item, QgsLayoutItemMap):
        return page
    printed, view = _view(item, data, entry.scope, paper, _margin(data, entry.sheet), entry.sheet.scale)
    _show(project, item, (), view)
    inset = _inset(item, view, entry.sheet, paper)
    if inset is not None:
        view = replace(view, enlarged=inset[0])
    layers = make_layers(view, entry.sheet.layers)
    for shown in layers:
        styles.size_labels(shown.layer, paper, least)
    whole_labels_only(project)
    _show(project, item, layers, view)
    if inset is not None:
        _show_inset(project, page, item, inset, layers, view, paper)
    if entry.sheet.graticule:
        add_graticule(item, max(GRATICULE_TEXT, least))
    page.write(scale_text=scale_text(printed))
    fill_scale_bar(page, item, view.denominator)
    fill_north_arrow(page, centred=view.whole)
    _locator(project, page, view, paper)
    fill_panel(page, view, entry.sheet, layers, paper)
    return page


def _margin(data: AtlasData, sheet: Sheet) -> float:
    """A sheet's wide margin is for the counties around; without them it would be empty."""
    return sheet.margin if NEIGHBOURS in data.layers else min(sheet.margin, MARGIN)


def _inset(item: QgsLayoutItemMap, view: View, sheet: Sheet, paper: float) -> Optional[tuple[Window, Window, float]]:
    """What a county's page enlarges, so that the central villages keep their names."""
    if not view.whole or CROWDED not in sheet.layers:
        return None
    villages = view.data.villages
    places = points_of(villages[villages["role"] == "central_village"][["code", "geometry"]]).geometry
    return find_inset(item, view, np.column_stack([places.x, places.y]), paper)


def _show_inset(
    project: QgsProject,
    page: Page,
    item: QgsLayoutItemMap,
    inset: tuple[Window, Window, float],
    layers: Sequence[PageLayer],
    view: View,
    paper: float,
) -> None:
    """The same layers once more, with the names that the map itself leaves to the inset."""
    least = SMALLEST / paper
    named = make_layers(replace(view, enlarged=None, denominator=inset[2]), (CROWDED,))
    for shown in named:
        styles.size_labels(shown.layer, paper, least)
    project.addMapLayers([shown.layer for shown in named], False)
    names = {shown.layer.name() for shown in named}
    made = add_inset(page, item, inset, inset[2] / paper, max(INSET_TEXT, least))
    made.setLayers([shown.layer for shown in (*named, *layers) if shown in named or shown.layer.name() not in names])
    made.setKeepLayerSet(True)


def fill_title_block(page: Page, data: AtlasData, imprint: Imprint, entry: Entry, pages: int) -> None:
    """Title, stamp, and who made what from which plan. pages: of the whole atlas"""
    page.write(
        title=entry.title,
        organisation=imprint.organisation,
        plan=imprint.plan,
        crs=imprint.crs,
        date=imprint.date,
        review=standing(data.county),
        note=imprint.note,
        sheet_number=entry.number,
        page_number=f"{entry.page} / {pages}",
    )
    _stamp(page, stamp_of(data.county, entry.sheet))


def whole_labels_only(project: QgsProject) -> None:
    """No label is cut by the map's frame."""
    settings = project.labelingEngineSettings()
    settings.setFlag(QgsLabelingEngineSettings.UsePartialCandidates, False)
    project.setLabelingEngineSettings(settings)


def _stamp(page: Page, text: str) -> None:
    """The stamp in the title's line, as wide as its text; none where there is nothing to say."""
    item = page.item("stamp")
    if not isinstance(item, QgsLayoutItemLabel):
        return
    if not text:
        page.remove("stamp")
        return
    page.write(stamp=text)
    x, y, width, height = box(item)
    move(item, (x, y, min(width, item.sizeForText().width() + 6), height))


def _view(
    item: QgsLayoutItemMap, data: AtlasData, scope: Scope, paper: float, margin: float = MARGIN, scale: float = 0.0
) -> tuple[float, View]:
    """The round scale as printed at which the ground fits the map, and the view at the template's scale."""
    printed = scale or fitting_scale(item, View(data, scope).ground().total_bounds, paper, margin)
    return printed, View(data, scope, printed * paper)


def _show(project: QgsProject, item: QgsLayoutItemMap, layers: Sequence[PageLayer], view: View) -> None:
    """Show the layers in the middle of the map, at the view's scale."""
    show_layers(project, item, layers, view.data, view.ground().total_bounds, view.denominator)


def fill_scale_bar(page: Page, item: QgsLayoutItemMap, denominator: float) -> None:
    """denominator  of the template's page, which the printed one enlarges or reduces"""
    bar = page.item("scale_bar")
    if not isinstance(bar, QgsLayoutItemScaleBar):
        return
    column = panel_of(page)
    bar.setLinkedMap(item)
    for count in SEGMENTS:
        segment = bar_segment(denominator, 0.65 * column.width, count)
        if 1000 * segment / denominator >= SHORTEST:
            break
    metres = count * segment < 1000  # so that no label is long
    bar.setUnits(QgsUnitTypes.DistanceMeters if metres else QgsUnitTypes.DistanceKilometers)
    bar.setUnitLabel("m" if metres else "km")
    bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeFixed)
    bar.setNumberOfSegments(count)
    bar.setNumberOfSegmentsLeft(0)
    bar.setMapUnitsPerScaleBarUnit(1)
    bar.setUnitsPerSegment(segment if metres else segment / 1000)
    bar.update()
    own = bar.minimumSize()
    move(bar, (column.left + max(0.0, (column.width - own.width()) / 2), box(bar)[1], own.width(), own.height()))


def _locator(project: QgsProject, page: Page, view: View, paper: float) -> None:
    """Where in the county the township lies; a county's page has none."""
    item = page.item("locator")
    if not isinstance(item, QgsLayoutItemMap):
        return
    if view.whole:
        page.remove("locator", "locator_title")
        return
    _, county = _view(item, view.data, COUNTY, paper)
    townships = county.kept("locator", "", lambda: _drawn_townships(county))
    here = memory_layer(townships[townships["code"].isin(view.townships()["code"])], "here")
    here.setRenderer(QgsSingleSymbolRenderer(styles.fill("#c8382f", "#c8382f", 0.1)))
    others = memory_layer(townships, "others")
    others.setRenderer(QgsSingleSymbolRenderer(styles.fill("#e8f1e4", "#9aa8a1", 0.1)))
    _show(project, item, [PageLayer(here), PageLayer(others)], county)


def _drawn_townships(view: View) -> gpd.GeoDataFrame:
    """As fine as the locator shows them."""
    frame = view.data.townships[["code", "geometry"]]
    return frame.set_geometry(view.drawn(frame.geometry))
