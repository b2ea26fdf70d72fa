"""Projects: numbered as the report table lists them, and by industry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Optional

import numpy as np
from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory, QgsSingleSymbolRenderer

from ...core.network.speeds import plain
from .. import themes
from ..marks import apart, clusters, side_by_side
from ..symbols import area, keep_clear, label_points, line, sign_mark
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer

if TYPE_CHECKING:
    import geopandas as gpd

    from ..data import AtlasData

MARK = 2.9  # mm
NUMBER = 4.2  # mm, width of a numbered mark
NUMBER_TEXT = 7.0  # points
MOVED = 0.6  # widths: a mark moved farther than this is tied to its place by a line
PROJECT = "#b2182b"


def numbered_projects(view: View) -> Optional[gpd.GeoDataFrame]:
    """The page's projects with the number that they have in the report table, in its order."""
    frame = view.data.layers.get("project")
    if frame is None:
        return None
    frame = frame.assign(number=np.arange(1, len(frame) + 1))
    if not view.whole:
        frame = frame[frame.intersects(view.ground().geometry.iloc[0])]
    return None if frame.empty else frame


def of_kinds(frame: gpd.GeoDataFrame, names: list[str]) -> gpd.GeoDataFrame:
    """Projects whose kind is one of the names."""
    return frame[frame["kind"].map(plain).isin([plain(name) for name in names])]


def number_layers(
    view: View, frame: gpd.GeoDataFrame, name: str, colour: str = PROJECT, listed: bool = True
) -> list[PageLayer]:
    """Numbers (field number) in round marks over the places of features, moved apart where they would cover each
    other, with a line to the place where moved."""
    import geopandas as gpd
    import shapely

    size = view.millimetres(NUMBER)
    place = shapely.get_coordinates(shapely.point_on_surface(frame.geometry.to_numpy()))
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
            "size": str(NUMBER),
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


def _near_term(view: View) -> list[PageLayer]:
    frame = numbered_projects(view)
    if frame is None:
        return []
    return [*number_layers(view, frame, "项目编号（见表）"), _footprints(view, frame)]


def _footprints(view: View, frame: gpd.GeoDataFrame) -> PageLayer:
    layer = memory_layer(frame[["geometry"]].assign(kind=1), "项目用地范围", view=view)
    layer.setRenderer(QgsSingleSymbolRenderer(area(PROJECT, PROJECT, "solid", 0.3, 0.45)))
    return PageLayer(layer)


def industry_kinds(data: AtlasData) -> list[dict]:
    kinds: list[dict] = themes.themes(data)["industry"]["kinds"]
    return kinds


def industry_projects(view: View) -> Optional[gpd.GeoDataFrame]:
    """The page's projects of industry with the kind of the catalogue; None where there are none."""
    frame = numbered_projects(view)
    if frame is None:
        return None
    known = {plain(name): e["zh"] for e in industry_kinds(view.data) for name in (e["zh"], *e["names"])}
    frame = frame.assign(industry=frame["kind"].map(lambda kind: known.get(plain(kind), "")))
    frame = frame[frame["industry"] != ""]
    return None if frame.empty else frame


def _industry(view: View) -> Optional[PageLayer]:
    frame = industry_projects(view)
    if frame is None:
        return None
    import geopandas as gpd
    import shapely

    size = view.millimetres(MARK)
    xy = shapely.get_coordinates(shapely.point_on_surface(frame.geometry.to_numpy()))
    placed = side_by_side(xy, clusters(xy, size), size)
    layer = memory_layer(
        gpd.GeoDataFrame(
            {"industry": frame["industry"].to_numpy()}, geometry=gpd.points_from_xy(*placed.T), crs=frame.crs
        ),
        "产业项目",
    )
    present = set(frame["industry"])
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "industry",
            [
                QgsRendererCategory(e["zh"], sign_mark("square", e["colour"], e["mark"], MARK), e["zh"])
                for e in industry_kinds(view.data)
                if e["zh"] in present
            ],
        )
    )
    keep_clear(layer)
    return PageLayer(layer)


def restoration_projects(view: View) -> Optional[gpd.GeoDataFrame]:
    frame = numbered_projects(view)
    if frame is None:
        return None
    frame = of_kinds(frame, themes.themes(view.data)["restoration"]["kinds"])
    return None if frame.empty else frame


def _of(choose: Callable[[View], Optional[gpd.GeoDataFrame]], name: str, colour: str) -> Callable[[View], list[PageLayer]]:
    def make(view: View) -> list[PageLayer]:
        frame = choose(view)
        return [] if frame is None else number_layers(view, frame, name, colour)

    return make


LAYERS = {
    "near_term_projects": MapLayer(_near_term, ("project",)),
    "industry_projects": MapLayer(_industry, ("project",)),
    "restoration_projects": MapLayer(_of(restoration_projects, "整治修复项目（见表）", "#5b3a91"), ("project",)),
}
