"""Where the county lies: its ground, its seat, its neighbours where the county has a layer of them."""

from __future__ import annotations

from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer

from .. import styles
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


LAYERS = {
    "location_ground": MapLayer(_ground),
    "location_seat": MapLayer(_seat, ("facility",)),
}
