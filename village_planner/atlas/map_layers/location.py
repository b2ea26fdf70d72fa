"""Where the county lies: its ground, its seat, its neighbours where the county has a layer of them."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer

from .. import styles
from ..labels import Label, set_labels
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer

MAIN_ROADS = ("国道", "省道", "高速公路", "铁路")


def _ground(view: View) -> PageLayer:
    layer = memory_layer(view.ground(), "本县", view=view)
    layer.setRenderer(QgsSingleSymbolRenderer(styles.fill("#dcebd5", "#dcebd5", 0.05)))
    return PageLayer(layer, in_legend=False)


def _seat(view: View) -> QgsVectorLayer:
    import geopandas as gpd

    frame = gpd.GeoDataFrame({"role": ["county_seat"], "name": [view.data.county.county_name]},
                             geometry=[view.data.seat()], crs=view.data.crs)
    layer = memory_layer(frame, "县城", "hierarchy_node")
    from .layer import keep_categories

    keep_categories(layer, {"county_seat"})
    set_labels(layer, (Label(16, "#8f1d16", True, 10),))
    return layer


def _main_roads(view: View) -> Optional[QgsVectorLayer]:
    from .layer import keep_categories

    frame = view.inside("road")
    if frame is None:
        return None
    frame = frame[frame["kind"].fillna("").isin(MAIN_ROADS)]
    if frame.empty:
        return None
    layer = memory_layer(frame, "主要道路", "road", view)
    keep_categories(layer, set(frame["kind"]))
    return layer


LAYERS = {
    "location_ground": MapLayer(_ground),
    "location_seat": MapLayer(_seat, ("facility",)),
    "main_roads": MapLayer(_main_roads, ("road",)),
}
