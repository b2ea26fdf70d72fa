"""Projects: numbered as the report table lists them, and by industry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsMarkerSymbol,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ...core.network.speeds import plain
from .. import themes
from ..marks import apart, clusters, side_by_side
from ..symbols import area, keep_clear, label_points, line, sign_mark
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ..data import AtlasData

MARK = 2.9  # mm
NUMBER = (4.2, 4.2, 5.2, 6.4, 7.6)  # mm, width of a numbered mark by the digits of the longest number
NUMBER_TEXT = 7.0  # points
MOVED = 0.6  # widths: a mark moved farther than this is tied to its place by a line
PROJECT = "#b2182b"
RESTORATION = "#5b3a91"


def projects_on(view: View, names: Optional[Sequence[str]] = None) -> Optional[gpd.GeoDataFrame]:
    """The page's projects, of some kinds where `names` are given; None where there are none.

    Their number is the one that the county's report table gives them.
    """
    frame = view.data.layers.get("project")
    if frame is None:
        return None
    if names is not None:
        frame = frame[_are(frame, names)]
    if not view.whole:
        frame = frame[frame.intersects(view.ground().geometry.iloc[0])]
    return None if frame.empty else frame


def _are(frame: gpd.GeoDataFrame, names: Sequence[str]) -> pd.Series:
    known = {plain(name) for name in names}
    return frame["kind"].map(lambda kind: plain(kind) in known)


def has_kinds(data: AtlasData, names: Sequence[str]) -> bool:
    """Whether the county has a project of one of these kinds."""
    frame = data.layers.get("project")
    return frame is not None and bool(_are(frame, names).any())


def industry_names(data: AtlasData) -> list[str]:
    """What the kind of a project of industry may say."""
    return [name for entry in themes.themes(data)["industry"]["kinds"] for name in (entry["zh"], *entry["names"])]


def restoration_names(data: AtlasData) -> list[str]:
    """What the kind of a project of consolidation or restoration may say."""
    names: list[str] = themes.themes(data)["restoration"]["kinds"]
    return names


def places(frame: gpd.GeoDataFrame) -> np.ndarray:
    """(n, 2) a point in each feature."""
    import shapely

    found: np.ndarray = shapely.get_coordinates(shapely.point_on_surface(frame.geometry.to_numpy()))
    return found


def number_layers(
    view: View, frame: gpd.GeoDataFrame, name: str, colour: str = PROJECT, listed: bool = True
) -> list[PageLayer]:
    """Numbers (field number) in round marks over the places of features, moved apart where they would cover each
    other, with a line to the place where moved."""
    import geopandas as gpd
    import shapely

    digits = int(frame["number"].astype(str).str.len().max())
    width = NUMBER[min(digits, len(NUMBER)) - 1]
    size = view.millimetres(width)
    place = places(frame)
    moved = apart(place, size)
    layer = memory_layer(
        gpd.GeoDataFrame(
            {"number": frame["number"].astype(str).to_numpy()}, geometry=gpd.points_from_xy(*moved.T), crs=frame.crs
        ),
        name,
    )
    mark = QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": "#ffffff",
            "outline_color": colour,
            "outline_width": "0.35",
            "size": str(width),
            "size_unit": "MM",
        }
    )
    layer.setRenderer(QgsSingleSymbolRenderer(mark))
    label_points(layer, "number", NUMBER_TEXT, colour, bold=True)
    result = [PageLayer(layer, in_legend=listed)]
    far = np.hypot(*(moved - place).T) > MOVED * size
    if far.any():
        ties = gpd.GeoDataFrame(
            {"tie": 1},
            index=range(int(far.sum())),
            geometry=shapely.linestrings(np.stack([place[far], moved[far]], axis=1)),
            crs=frame.crs,
        )
        tie = memory_layer(ties, "tie")
        tie.renderer().setSymbol(line(colour, 0.2))
        result.append(PageLayer(tie, in_legend=False))
    return result


def _numbers(view: View) -> list[PageLayer]:
    frame = projects_on(view)
    return [] if frame is None else number_layers(view, frame, "项目编号（见表）")


def _footprints(view: View) -> Optional[QgsVectorLayer]:
    frame = projects_on(view)
    if frame is None:
        return None
    layer = memory_layer(frame[["number", "geometry"]], "项目用地范围", view=view)
    layer.setRenderer(QgsSingleSymbolRenderer(area(PROJECT, PROJECT, "solid", 0.3, 0.45)))
    return layer


def _restoration(view: View) -> list[PageLayer]:
    frame = projects_on(view, restoration_names(view.data))
    return [] if frame is None else number_layers(view, frame, "整治修复项目（见表）", RESTORATION)


def _industry(view: View) -> Optional[QgsVectorLayer]:
    """A sign per project by its kind."""
    import geopandas as gpd

    frame = projects_on(view, industry_names(view.data))
    if frame is None:
        return None
    kinds = themes.themes(view.data)["industry"]["kinds"]
    known = {plain(name): entry["zh"] for entry in kinds for name in (entry["zh"], *entry["names"])}
    size = view.millimetres(MARK)
    xy = places(frame)
    placed = side_by_side(xy, clusters(xy, size), size)
    shown = gpd.GeoDataFrame(
        {"industry": [known[plain(kind)] for kind in frame["kind"]]},
        geometry=gpd.points_from_xy(*placed.T),
        crs=frame.crs,
    )
    layer = memory_layer(shown, "产业项目")
    present = set(shown["industry"])
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "industry",
            [
                QgsRendererCategory(entry["zh"], sign_mark("square", entry["colour"], entry["mark"], MARK), entry["zh"])
                for entry in kinds
                if entry["zh"] in present
            ],
        )
    )
    keep_clear(layer)
    return layer


LAYERS = {
    "project_numbers": MapLayer(_numbers, ("project",)),
    "project_footprints": MapLayer(_footprints, ("project",)),
    "industry_projects": MapLayer(_industry, ("project",)),
    "restoration_projects": MapLayer(_restoration, ("project",)),
}
