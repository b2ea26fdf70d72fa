"""The settlement hierarchy: settlements by their tier, and what belongs to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.core import QgsVectorLayer

from .. import styles
from ..data import HIERARCHY, AtlasData
from ..labels import Label, set_labels
from ..view import View
from .layer import MapLayer, PageLayer, keep_categories, memory_layer, points_of

if TYPE_CHECKING:
    import geopandas as gpd

TOWNS = "role IN ('central_town', 'sub_central_town')"
LABELS = (
    Label(11, "#8f1d16", True, 10, "role = 'county_seat'", always=True),
    Label(9.5, bold=True, priority=10, rule=TOWNS, always=True),
    Label(7.2, "#2d5a8c", priority=7, rule="role = 'central_village'"),
)


def places(data: AtlasData) -> gpd.GeoDataFrame:
    """A point for each settlement of the tree that has ground: code, name, role, parent."""
    if ("settlements",) not in data.cache:
        import geopandas as gpd
        import pandas as pd

        nodes = data.county.hierarchy
        assert nodes is not None
        units = pd.concat([data.villages[["code", "geometry"]], data.townships[["code", "geometry"]]])
        spots = points_of(gpd.GeoDataFrame(units, crs=data.crs)).drop_duplicates("code").set_index("code").geometry
        seat = data.seat()
        known = nodes[["name", "role", "parent"]].fillna("").rename_axis("code").reset_index()
        found = [seat if role == "county_seat" else spots.get(code) for code, role in zip(known["code"], known["role"])]
        data.cache["settlements",] = gpd.GeoDataFrame(known, geometry=found, crs=data.crs).dropna(subset=["geometry"])
    made: gpd.GeoDataFrame = data.cache["settlements",]
    return made


def _nodes(view: View) -> Optional[QgsVectorLayer]:
    if view.data.county.hierarchy is None:
        return None
    frame = _here(view, places(view.data))
    layer = memory_layer(frame[["name", "role", "geometry"]], "镇村等级", "hierarchy_node")
    keep_categories(layer, set(frame["role"]))
    set_labels(layer, LABELS)
    return layer


def _lines(view: View) -> Optional[QgsVectorLayer]:
    import shapely

    if view.data.county.hierarchy is None:
        return None
    nodes = places(view.data)
    spots = nodes.set_index("code").geometry
    frame = _here(view, nodes)
    frame = frame[frame["parent"].isin(spots.index)]
    if frame.empty:
        return None
    ends = [spots[code] for code in frame["parent"]]
    lines = [shapely.linestrings([(a.x, a.y), (b.x, b.y)]) for a, b in zip(frame.geometry, ends)]
    layer = memory_layer(
        frame[["role"]].assign(geometry=lines).set_geometry("geometry", crs=frame.crs), "隶属关系", "hierarchy_line"
    )
    keep_categories(layer, set(frame["role"]))
    return layer


def _here(view: View, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if view.whole:
        return frame
    codes = {*view.townships()["code"], *view.villages()["code"]}
    return frame[frame["code"].isin(codes)]


def _pale_districts(view: View) -> Optional[PageLayer]:
    """Township districts below the tree, told apart and no more."""
    frame = view.data.dissolved("township")
    if frame.empty:
        return None
    layer = memory_layer(frame, "镇级片区", view=view)
    rows = list(zip(frame["code"], frame["name"], frame["colour"]))
    layer.setRenderer(styles.district_renderer("code", rows, styles.FAINT_OPACITY))
    return PageLayer(layer)


LAYERS = {
    "hierarchy_nodes": MapLayer(_nodes, ("facility", HIERARCHY)),
    "hierarchy_lines": MapLayer(_lines, ("facility", HIERARCHY)),
    "township_districts_pale": MapLayer(_pale_districts),
}
