"""Land use and waters."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer

from .. import styles
from ..view import View
from .layer import MapLayer, memory_layer

WATER = ("1101", "1102", "1103", "1104")


def _land_use(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = frame[["class_code", "geometry"]].assign(class_code=frame["class_code"].fillna(""))
    layer = memory_layer(frame, "土地利用现状", view=view)
    layer.setRenderer(styles.land_use_renderer("class_code", frame["class_code"]))
    return layer


def _water(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = frame[frame["class_code"].fillna("").str[:4].isin(WATER)]
    if frame.empty:
        return None
    layer = memory_layer(frame[["class_code", "geometry"]], "水域", view=view)
    colour = styles.class_style("1101").colour
    layer.setRenderer(QgsSingleSymbolRenderer(styles.fill(colour, colour, 0.05)))
    return layer


LAYERS = {
    "land_use": MapLayer(_land_use, ("parcel",)),
    "water": MapLayer(_water, ("parcel",)),
}
