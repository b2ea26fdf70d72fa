"""Hazards: how dense their points are, and the ground that an evaluation calls suitable or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsVectorLayer

from ...core.charts.colours import OTHER as UNKNOWN
from ...core.network.speeds import plain
from .. import styles, themes
from ..symbols import WARM, classes, spread
from ..view import View
from .layer import MapLayer, memory_layer

if TYPE_CHECKING:
    import geopandas as gpd

    from ..data import AtlasData

OTHER = "其他"


def suitability(data: AtlasData) -> Optional[gpd.GeoDataFrame]:
    """The polygons of the county's suitability evaluation with the class they are in; None where it has none.

    It is the sector plan that the catalogue atlas_themes names.
    """
    frame = data.layers.get("sector_plan")
    if frame is None:
        return None
    wanted = themes.themes(data)["suitability"]
    frame = frame[frame["plan"].map(plain).isin([plain(name) for name in wanted["plans"]])]
    if frame.empty:
        return None
    known = {plain(name): entry["zh"] for entry in wanted["classes"] for name in (entry["zh"], *entry["names"])}
    named = [
        known.get(plain(name)) or known.get(plain(code)) or OTHER
        for name, code in zip(frame["class_name"], frame["class_code"])
    ]
    return frame[["geometry"]].assign(suitability=named)


def _suitability(view: View) -> Optional[QgsVectorLayer]:
    frame = suitability(view.data)
    if frame is None:
        return None
    if not view.whole:
        from ..data import cut_to

        frame = cut_to(frame, view.ground().geometry.iloc[0])
    if frame.empty:
        return None
    colours = {entry["zh"]: entry["colour"] for entry in themes.themes(view.data)["suitability"]["classes"]}
    layer = memory_layer(frame, "开发适宜性", view=view)
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "suitability",
            [
                QgsRendererCategory(name, styles.fill(colour, colour, 0.05), name)
                for name, colour in {**colours, OTHER: UNKNOWN}.items()
                if name in set(frame["suitability"])
            ],
        )
    )
    return layer


def _density(view: View) -> Optional[QgsVectorLayer]:
    """Points per km² of townships (villages on a township's page), by the catalogue's limits; not where the county has
    an evaluation, which would lie below."""
    hazards = view.data.layers.get("hazard")
    if hazards is None or suitability(view.data) is not None:
        return None
    units = (view.villages() if view.township else view.townships())[["code", "area_m2", "geometry"]]
    count = themes.count_inside(hazards, units)
    area = units["area_m2"].to_numpy(dtype=float) / 1e6
    density = np.divide(count, area, out=np.zeros(len(units)), where=area > 0)
    limits = themes.themes(view.data)["hazard_density"]
    number = np.where(count == 0, 0, 1 + np.searchsorted(limits, density, side="left"))
    between = [f"{low:g} – {high:g}" for low, high in zip(limits, limits[1:])]
    labels = ["无隐患点", f"≤ {limits[0]:g}", *between, f"> {limits[-1]:g}"]
    layer = memory_layer(units[["geometry"]].assign(number=number), "隐患点密度（处/km²）", view=view)
    layer.setRenderer(classes("number", labels, ["#ffffff", *spread(WARM, len(labels) - 1)], number.tolist()))
    return layer


LAYERS = {
    "suitability": MapLayer(_suitability, ("sector_plan",)),
    "hazard_density": MapLayer(_density, ("hazard", "sector_plan")),
}
