"""Administrative units: borders, names, centres, neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import QgsNullSymbolRenderer, QgsVectorLayer

from ...core.drawing.colours import choose_colours
from .. import styles
from ..view import View
from .layer import MapLayer, PageLayer, always_label, border_layer, keep_categories, memory_layer, points_of

if TYPE_CHECKING:
    import geopandas as gpd

WIDEST = 420.0  # mm, the template's page: no map is wider


# ---- borders
def _county_border(view: View) -> QgsVectorLayer:
    return border_layer(view, view.data.outline(), "县界", "county")


def _township_borders(view: View) -> QgsVectorLayer:
    return border_layer(view, view.townships(), "乡镇界", "township")


def _township_tints(view: View) -> PageLayer:
    """Townships in pale colours that tell neighbours apart."""
    frame = view.townships()[["code", "name", "geometry"]].reset_index(drop=True)
    one, other = frame.sindex.query(frame.geometry, predicate="intersects")
    codes = frame["code"].tolist()
    beside = {code: [codes[j] for j in other[one == i] if j != i] for i, code in enumerate(codes)}
    colours = choose_colours(codes, {}, beside).values()
    layer = memory_layer(frame, "乡镇", view=view)
    rows = list(zip(frame["code"], frame["name"], colours))
    layer.setRenderer(styles.district_renderer("code", rows, styles.TINT_OPACITY))
    return PageLayer(layer, in_legend=False)


def _village_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.villages()
    return None if frame.empty else border_layer(view, frame, "村界", "village")


def _neighbours(view: View) -> Optional[PageLayer]:
    """Those that the page may reach."""
    from shapely import box

    frame = view.data.townships[["name", "geometry"]]
    west, south, east, north = view.ground().total_bounds
    x, y, reach = (west + east) / 2, (south + north) / 2, view.millimetres(WIDEST / 2)
    near = set(view.data.townships.sindex.query(box(x - reach, y - reach, x + reach, y + reach)))
    own = np.flatnonzero(view.data.townships["code"].isin(view.townships()["code"]))
    frame = frame.iloc[sorted(near.difference(own))]
    return None if frame.empty else PageLayer(memory_layer(frame, "相邻乡镇", "neighbour", view), in_legend=False)


# ---- townships and their centres
def _township_points(view: View, marked: bool, ranked: bool = False) -> PageLayer:
    frame = points_of(view.townships()[["code", "name", "role", "rank", "geometry"]])
    if ranked:
        frame["name"] = [
            name if rank != rank or rank is None else f"{name}\n第 {int(rank)} 位"
            for name, rank in zip(frame["name"], frame["rank"].astype(object).where(frame["rank"].notna(), None))
        ]
    if not marked:
        frame["role"] = ""
    layer = memory_layer(frame[["name", "role", "geometry"]], "乡镇", "township_point")
    keep_categories(layer, set(frame["role"]), {"": "乡镇"} if not marked else {})
    return PageLayer(layer, in_legend=marked)


def _township_centres(view: View) -> PageLayer:
    return _township_points(view, marked=True)


def _township_names(view: View) -> PageLayer:
    return _township_points(view, marked=False)


def _township_labels(view: View) -> PageLayer:
    """Names without a mark, wherever in the township they keep clear of other layers' marks."""
    layer = memory_layer(view.townships()[["name", "geometry"]], "乡镇", "township_name", view)
    layer.setRenderer(QgsNullSymbolRenderer())
    return PageLayer(layer, in_legend=False)


def _township_ranks(view: View) -> PageLayer:
    return _township_points(view, marked=False, ranked=True)


# ---- villages
def _village_points(view: View) -> Optional[QgsVectorLayer]:
    return _points_of_villages(view.villages(), "村", view)


def _central_villages(view: View) -> Optional[QgsVectorLayer]:
    frame = view.villages()
    return _points_of_villages(frame[frame["role"] == "central_village"], "中心村", view)


def _points_of_villages(frame: gpd.GeoDataFrame, name: str, view: View) -> Optional[QgsVectorLayer]:
    if frame.empty:
        return None
    points = points_of(frame[["name", "role", "geometry"]])
    if view.enlarged is not None:
        west, south, east, north = view.enlarged
        points.loc[points.geometry.x.between(west, east) & points.geometry.y.between(south, north), "name"] = ""
    layer = memory_layer(points, name, "village_point")
    keep_categories(layer, set(frame["role"]))
    if not view.whole:
        always_label(layer, "central_village")
    return layer


LAYERS = {
    "township_centres": MapLayer(_township_centres),
    "township_names": MapLayer(_township_names),
    "township_labels": MapLayer(_township_labels),
    "township_ranks": MapLayer(_township_ranks),
    "central_villages": MapLayer(_central_villages),
    "village_points": MapLayer(_village_points),
    "county_border": MapLayer(_county_border),
    "township_tints": MapLayer(_township_tints),
    "township_borders": MapLayer(_township_borders),
    "village_borders": MapLayer(_village_borders),
    "neighbours": MapLayer(_neighbours),
}
