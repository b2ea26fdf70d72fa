"""What pages show, made before there is a page: layers at their scale, chart, table. For any thread.

Layers belong to the thread that made them until they are handed to another (`HandedContent`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
from qgis.core import QgsSingleSymbolRenderer

from ..core.charts.data import ChartData
from ..handing_over import HandedOver
from . import styles
from .catalogue import Sheet
from .charts import make_chart
from .data import NEIGHBOURS
from .fit import MARGIN, fitting_scale
from .inset import Inset, find_inset
from .map_layers import PageLayer, make_layers
from .map_layers.layer import memory_layer, points_of
from .tables import SmallTable, make_table
from .template import SMALLEST, Box, boxes
from .view import COUNTY, View

if TYPE_CHECKING:
    import geopandas as gpd
    from qgis.PyQt.QtCore import QThread

    from .data import AtlasData
    from .page import Entry

CROWDED = "central_villages"  # the layer whose names an inset makes room for
COVER_LAYERS = ("county_border", "township_district_borders", "township_borders", "township_districts", "water")


@dataclass(frozen=True)
class Shown:
    """What one map shows.

    bounds       west, south, east, north of the ground in its middle, m
    denominator  of the scale on the template's page
    """

    layers: Sequence[PageLayer]
    bounds: Any
    denominator: float


@dataclass(frozen=True)
class MapContent:
    """Of a page of one map.

    printed  denominator of the scale as printed   inset  with the layers that only it shows   locator  None: no place
    """

    view: View
    printed: float
    shown: Shown
    inset: Optional[Inset] = None
    named: Sequence[PageLayer] = ()
    locator: Optional[Shown] = None
    chart: Optional[ChartData] = None
    table: Optional[SmallTable] = None

    def maps(self) -> Iterator[Sequence[PageLayer]]:
        yield self.shown.layers
        yield self.named
        if self.locator is not None:
            yield self.locator.layers


@dataclass(frozen=True)
class MapsContent:
    """Of a page of several maps at one scale: id of a map -> what it shows. printed: as of `MapContent`"""

    printed: float
    shown: dict[str, Shown]
    table: Optional[SmallTable] = None

    def maps(self) -> Iterator[Sequence[PageLayer]]:
        for one in self.shown.values():
            yield one.layers


Content = Union[MapContent, MapsContent]


class HandedContent:
    """Content on its way to another thread; made in the one that made the content."""

    def __init__(self, content: Optional[Content], thread: QThread) -> None:
        self._content = content
        maps = () if content is None else content.maps()
        self._layers = HandedOver((one.layer for layers in maps for one in layers), thread)

    def take(self) -> Optional[Content]:
        """Called in the other thread, once."""
        self._layers.take()
        return self._content


def cover_content(data: AtlasData, paper: float) -> MapContent:
    place = boxes("cover").get("map")
    printed, view = view_in(place, data, COUNTY, paper)
    layers = make_layers(view, COVER_LAYERS)
    for one in layers:
        one.layer.setLabelsEnabled(False)
    return MapContent(view, printed, _shown(view, layers))


def map_content(data: AtlasData, entry: Entry, paper: float) -> MapContent:
    """paper  printed size relative to the template's; scale bar and scale are of the printed one"""
    places, sheet, least = boxes("map"), entry.sheet, SMALLEST / paper
    printed, view = view_in(places.get("map"), data, entry.scope, paper, _margin(data, sheet), sheet.scale)
    inset = _inset(places.get("map"), view, sheet.layers, paper)
    named: Sequence[PageLayer] = ()
    if inset is not None:
        named = make_layers(replace(view, denominator=inset.denominator), (CROWDED,))
        view = replace(view, enlarged=inset.window)
    layers = make_layers(view, sheet.layers)
    size_labels((*layers, *named), paper, least)
    chart, table = make_chart(view, sheet.chart), make_table(view, sheet.table)
    locator = None if view.whole else _locator(places.get("locator"), view, paper)
    return MapContent(view, printed, _shown(view, layers), inset, named, locator, chart, table)


def _margin(data: AtlasData, sheet: Sheet) -> float:
    """A sheet's wide margin is for the counties around; without them it would be empty."""
    return sheet.margin if NEIGHBOURS in data.layers else min(sheet.margin, MARGIN)


def view_in(
    place: Optional[Box], data: AtlasData, scope: Any, paper: float, margin: float = MARGIN, scale: float = 0.0
) -> tuple[float, View]:
    """The round scale as printed at which the ground fits the map, and the view at the template's scale.

    place  of the map on the template's page; None where the county's template has none
    """
    if place is None:
        return 100_000.0, View(data, scope)
    printed = scale or fitting_scale(place, View(data, scope).ground().total_bounds, paper, margin)
    return printed, View(data, scope, printed * paper)


def size_labels(layers: Iterable[PageLayer], paper: float, least: float) -> None:
    for one in layers:
        styles.size_labels(one.layer, paper, least)


def _shown(view: View, layers: Sequence[PageLayer]) -> Shown:
    return Shown(layers, view.ground().total_bounds, view.denominator)


def _inset(place: Optional[Box], view: View, layers: Sequence[str], paper: float) -> Optional[Inset]:
    """What a county's page enlarges, so that the central villages keep their names."""
    if place is None or not view.whole or CROWDED not in layers:
        return None
    villages = view.data.villages
    points = points_of(villages[villages["role"] == "central_village"][["code", "geometry"]]).geometry
    return find_inset(place, view, np.column_stack([points.x, points.y]), paper)


def _locator(place: Optional[Box], view: View, paper: float) -> Optional[Shown]:
    """Where in the county the page's ground lies."""
    if place is None:
        return None
    _, county = view_in(place, view.data, COUNTY, paper)
    townships = county.kept("locator", "", lambda: _drawn_townships(county))
    here = memory_layer(townships[townships["code"].isin(view.townships()["code"])], "here")
    here.setRenderer(QgsSingleSymbolRenderer(styles.fill("#c8382f", "#c8382f", 0.1)))
    others = memory_layer(townships, "others")
    others.setRenderer(QgsSingleSymbolRenderer(styles.fill("#e8f1e4", "#9aa8a1", 0.1)))
    return _shown(county, [PageLayer(here), PageLayer(others)])


def _drawn_townships(view: View) -> gpd.GeoDataFrame:
    """As fine as the locator shows them."""
    frame = view.data.townships[["code", "geometry"]]
    return frame.set_geometry(view.drawn(frame.geometry))
