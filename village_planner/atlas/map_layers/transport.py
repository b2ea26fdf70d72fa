"""Roads by class, and the time that villages take to the county seat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np
import shapely
from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsVectorLayer

from .. import themes
from ..symbols import NEAR, classes, line, spread
from ..view import View
from .layer import MapLayer, memory_layer

if TYPE_CHECKING:
    import geopandas as gpd


def classed_roads(view: View) -> Optional[gpd.GeoDataFrame]:
    """The page's roads with the number of their class on the map; None without roads."""
    frame = view.inside("road")
    if frame is None:
        return None
    shown = themes.themes(view.data)["roads"]
    number = {name: place for place, entry in enumerate(shown) for name in entry["classes"]}
    others = next((place for place, entry in enumerate(shown) if not entry["classes"]), len(shown) - 1)
    return frame[["geometry"]].assign(
        number=themes.road_class(view.data, frame["kind"]).map(lambda name: number.get(name, others))
    )


def _roads_by_class(view: View) -> Optional[QgsVectorLayer]:
    """The legend tells the length of each class on the page."""
    frame = classed_roads(view)
    if frame is None:
        return None
    km = np.asarray(frame.geometry.length) / 1000
    categories = []
    for place, entry in enumerate(themes.themes(view.data)["roads"]):
        own = (frame["number"] == place).to_numpy()
        if own.any():
            symbol = line(entry["colour"], entry["width"], entry["cased"])
            categories.append(QgsRendererCategory(place, symbol, f"{entry['zh']}（{km[own].sum():,.0f} km）"))
    layer = memory_layer(_joined(frame), "公路", view=view)
    renderer = QgsCategorizedSymbolRenderer("number", categories)
    renderer.setUsingSymbolLevels(False)
    layer.setRenderer(renderer)
    return layer


def _joined(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Roads of a class as few long lines, the widest drawn last: junctions are whole, and drawing is fast."""
    import geopandas as gpd

    rows = []
    for number in sorted(frame["number"].unique(), reverse=True):
        parts = shapely.get_parts(frame.geometry[frame["number"] == number].to_numpy())
        merged = shapely.line_merge(shapely.multilinestrings(parts))
        rows += [(int(number), part) for part in shapely.get_parts(merged)]
    return gpd.GeoDataFrame({"number": [row[0] for row in rows]}, geometry=[row[1] for row in rows], crs=frame.crs)


def _main_roads(view: View) -> Optional[QgsVectorLayer]:
    """Roads for orientation: thin and grey."""
    return _thin(view, "#9a9a9a", "主要公路", 0.3)


def _escape_roads(view: View) -> Optional[QgsVectorLayer]:
    return _thin(view, "#b3622d", "疏散救援通道", 0.6)


def _thin(view: View, colour: str, name: str, width: float) -> Optional[QgsVectorLayer]:
    frame = view.inside("road")
    if frame is None:
        return None
    frame = themes.main_roads(view.data, frame)
    if frame.empty:
        return None
    layer = memory_layer(_joined(frame[["geometry"]].assign(number=0)), name, view=view)
    layer.renderer().setSymbol(line(colour, width))
    return layer


def time_classes(view: View) -> Optional[gpd.GeoDataFrame]:
    """The page's villages with the number of their class of minutes to the county seat, by the catalogue's limits;
    the class behind the last is for those that no road joins. None where times cannot be told."""
    minutes = themes.minutes_to_seat(view.data)
    villages = view.villages()
    if minutes is None or villages.empty:
        return None
    own = villages["code"].map(minutes).to_numpy(dtype=float)
    limits = themes.themes(view.data)["travel_minutes"]
    number = np.where(np.isfinite(own), np.searchsorted(limits, own, side="left"), len(limits) + 1)
    return villages[["code", "population", "geometry"]].assign(number=number)


def time_labels(view: View) -> list[str]:
    limits = themes.themes(view.data)["travel_minutes"]
    between = [f"{low:g} – {high:g} 分钟" for low, high in zip(limits, limits[1:])]
    return [f"≤ {limits[0]:g} 分钟", *between, f"> {limits[-1]:g} 分钟", "路网未通达"]


def _travel_time(view: View) -> Optional[QgsVectorLayer]:
    frame = time_classes(view)
    if frame is None:
        return None
    labels = time_labels(view)
    colours = [*spread(NEAR, len(labels) - 1), "#d9d9d9"]
    layer = memory_layer(frame[["number", "geometry"]], "到县城行车时间", view=view)
    layer.setRenderer(classes("number", labels, colours, frame["number"].tolist()))
    return layer


LAYERS = {
    "roads_by_class": MapLayer(_roads_by_class, ("road",)),
    "main_roads": MapLayer(_main_roads, ("road",)),
    "escape_roads": MapLayer(_escape_roads, ("road",)),
    "travel_time": MapLayer(_travel_time, ("road", "facility")),
}
