"""Where the county lies: its ground, its seat, its neighbours where the county has a layer of them."""

from __future__ import annotations

from typing import Optional

import shapely
from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer

from .. import styles
from ..data import NEIGHBOURS
from ..labels import Label, set_labels
from ..view import View
from .layer import MapLayer, PageLayer, keep_categories, memory_layer


def _ground(view: View) -> PageLayer:
    layer = memory_layer(view.ground(), "本县", view=view)
    layer.setRenderer(QgsSingleSymbolRenderer(styles.fill("#dcebd5", "#dcebd5", 0.05)))
    return PageLayer(layer, in_legend=False)


def _seat(view: View) -> QgsVectorLayer:
    import geopandas as gpd

    frame = gpd.GeoDataFrame(
        {"role": ["county_seat"], "name": [view.data.county.county_name]},
        geometry=[view.data.seat()],
        crs=view.data.crs,
    )
    layer = memory_layer(frame, "县城", "hierarchy_node")
    keep_categories(layer, {"county_seat"})
    set_labels(layer, (Label(16, "#8f1d16", True, 10),))
    return layer


def _neighbour_counties(view: View) -> Optional[PageLayer]:
    """Neighbouring counties with their names, where the county has added them to its database."""
    frame = view.data.layers.get(NEIGHBOURS)
    if frame is None:
        return None
    frame = frame[shapely.get_dimensions(frame.geometry.to_numpy()) == 2]
    layer = memory_layer(frame[["name", "geometry"]], "相邻县（市、区）", "neighbour", view)
    return PageLayer(layer, in_legend=False)


LAYERS = {
    "location_ground": MapLayer(_ground),
    "neighbour_counties": MapLayer(_neighbour_counties, (NEIGHBOURS,)),
    "location_seat": MapLayer(_seat, ("facility",)),
}
