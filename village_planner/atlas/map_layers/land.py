"""Land use and waters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np
import pandas as pd
from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer

from .. import styles
from ..view import View
from .layer import MapLayer, memory_layer

if TYPE_CHECKING:
    import geopandas as gpd

WATER = ("1101", "1102", "1103", "1104")


def _land_use(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = collected(view, frame.assign(class_code=frame["class_code"].fillna("")))
    layer = memory_layer(frame, "土地利用现状")
    layer.setRenderer(styles.land_use_renderer("class_code", frame["class_code"]))
    return layer


def _planned_land_use(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("sector_plan")
    if frame is None:
        return None
    frame = frame[frame["plan"].fillna("") == view.data.planned]
    if frame.empty:
        return None
    frame = frame.assign(class_code=frame["class_code"].fillna(""))
    layer = memory_layer(collected(view, frame), "规划土地利用")
    layer.setRenderer(styles.land_use_renderer("class_code", frame["class_code"], "plan", class_names(frame)))
    return layer


def class_names(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Class code -> the name it has in the layer."""
    named = frame[frame["class_name"].fillna("") != ""]
    return {str(code): str(name) for code, name in zip(named["class_code"], named["class_name"])}


def collected(view: View, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """As fine as the page shows, with one feature per class: QGIS draws few features faster than many."""
    import geopandas as gpd
    import shapely

    code, classes = pd.factorize(frame["class_code"], sort=True)
    parts, owner = shapely.get_parts(view.drawn(frame.geometry).to_numpy(), return_index=True)
    order = np.argsort(code[owner], kind="stable")
    whole = shapely.multipolygons(parts[order], indices=code[owner][order])
    return gpd.GeoDataFrame({"class_code": classes}, geometry=whole, crs=frame.crs)


def _water(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = frame[frame["class_code"].fillna("").str[:4].isin(WATER)]
    if frame.empty:
        return None
    layer = memory_layer(collected(view, frame), "水域")
    colour = styles.class_style("1101").colour
    layer.setRenderer(QgsSingleSymbolRenderer(styles.fill(colour, colour, 0.05)))
    return layer


LAYERS = {
    "land_use": MapLayer(_land_use, ("parcel",)),
    "planned_land_use": MapLayer(_planned_land_use, ("sector_plan",)),
    "water": MapLayer(_water, ("parcel",)),
}
