"""Facilities as marks with a sign in them, and the living circles of public services.

Facilities of one place are one mark per group, side by side. A page of the county or of a district shows the county's
and the townships' facilities; those of villages only where they are few, as dots.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Callable, Optional

import numpy as np
from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory, QgsSingleSymbolRenderer

from ...core.facility_groups import FacilityGroup
from .. import themes
from ..marks import clusters, side_by_side
from ..symbols import area, keep_clear, ring, sign_mark
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer, points_of

if TYPE_CHECKING:
    import geopandas as gpd
    from qgis.core import QgsVectorLayer

MARK = 2.9  # mm
DOT = 1.2  # mm
NEAR = 2.2  # marks nearer than this many widths stand side by side
MOST_DOTS = 1_000  # dots on one page


def facilities_on(view: View, names: Sequence[str]) -> Optional[gpd.GeoDataFrame]:
    """The facilities of some themes on the page, by group as the catalogue orders them; None where there are none."""
    frame = themes.facilities(view.data)
    if frame is None:
        return None
    order = {group.id: place for place, group in enumerate(themes.facility_groups(view.data).of_theme(*names))}
    frame = frame[frame["group"].isin(list(order))]
    if not view.whole:
        ground = view.ground().geometry.iloc[0]
        frame = frame.iloc[np.sort(frame.sindex.query(ground, predicate="intersects"))]
    if frame.empty:
        return None
    return frame.sort_values("group", key=lambda groups: groups.map(order), kind="stable").reset_index(drop=True)


def mark_layers(view: View, frame: gpd.GeoDataFrame) -> list[PageLayer]:
    """Marks of facilities: group, tier, geometry."""
    small = (frame["tier"] == "village").to_numpy() & (view.township is None)
    result = []
    if not small.all():
        result.append(PageLayer(_marks(view, frame[~small])))
    if small.any() and small.sum() <= MOST_DOTS:
        result.append(PageLayer(_dots(view, frame[small], again=set(frame["group"][~small]))))
    return result


def _marks(view: View, frame: gpd.GeoDataFrame) -> QgsVectorLayer:
    size = view.millimetres(MARK)
    xy = np.stack([frame.geometry.x, frame.geometry.y], axis=1)
    cluster = clusters(xy, NEAR * size)
    one = ~frame[["group"]].assign(cluster=cluster).duplicated().to_numpy()
    shown = frame.loc[one, ["group", "geometry"]]
    layer = memory_layer(_moved(shown, side_by_side(xy[one], cluster[one], size)), "设施")
    layer.setRenderer(_by_group(view, shown, lambda g: sign_mark(g.shape, g.colour, g.mark, MARK)))
    keep_clear(layer)
    return layer


def _dots(view: View, frame: gpd.GeoDataFrame, again: set[str]) -> QgsVectorLayer:
    """again  groups that the legend has already, for larger facilities"""
    layer = memory_layer(frame[["group", "geometry"]], "村级设施")
    layer.setRenderer(
        _by_group(view, frame, lambda g: sign_mark(g.shape, g.colour, "", DOT), lambda g: f"{g.zh}（村级）")
    )
    return layer


def _by_group(
    view: View,
    frame: gpd.GeoDataFrame,
    symbol: Callable[[FacilityGroup], QgsMarkerSymbol],
    label: Callable[[FacilityGroup], str] = lambda group: group.zh,
) -> QgsCategorizedSymbolRenderer:
    present = set(frame["group"])
    return QgsCategorizedSymbolRenderer(
        "group",
        [
            QgsRendererCategory(group.id, symbol(group), label(group))
            for group in themes.facility_groups(view.data).groups
            if group.id in present
        ],
    )


def _moved(frame: gpd.GeoDataFrame, xy: np.ndarray) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return frame.set_geometry(gpd.points_from_xy(*xy.T, crs=frame.crs))


def _of_themes(*names: str) -> Callable[[View], list[PageLayer]]:
    def make(view: View) -> list[PageLayer]:
        frame = facilities_on(view, names)
        return [] if frame is None else mark_layers(view, frame)

    return make


def safety_facilities(view: View) -> Optional[gpd.GeoDataFrame]:
    """Facilities of safety, and the hospitals and health centres that treat the hurt."""
    frame = facilities_on(view, ("safety", "services"))
    if frame is None:
        return None
    safety = [group.id for group in themes.facility_groups(view.data).of_theme("safety")]
    frame = frame[frame["group"].isin(safety) | ((frame["group"] == "health") & (frame["tier"] != "village"))]
    return None if frame.empty else frame


def _safety(view: View) -> list[PageLayer]:
    frame = safety_facilities(view)
    return [] if frame is None else mark_layers(view, frame)


# ---- living circles
def _living_circles(view: View) -> list[PageLayer]:
    """The ground of each circle, the smaller above the larger."""
    import geopandas as gpd
    import shapely

    result = []
    for found in themes.circles(view.data):
        shape = found.area
        if not view.whole:
            shape = shapely.intersection(shape, view.ground().geometry.iloc[0])
        if shape.is_empty:
            continue
        limit = f"{found.circle.minutes:g} 分钟" if found.by_roads else f"{found.circle.radius / 1000:g} km"
        frame = gpd.GeoDataFrame(
            {"name": [found.circle.zh]}, geometry=gpd.GeoSeries([shape], crs=themes.survey(view.data).county.villages.crs)
        ).to_crs(view.data.crs)
        layer = memory_layer(frame, f"{found.circle.zh}（{limit}）", view=view)
        layer.setRenderer(QgsSingleSymbolRenderer(area(found.circle.colour, found.circle.colour, "dash", 0.35, 0.14)))
        result.append(PageLayer(layer))
    return result[::-1]


def _villages_outside(view: View) -> list[PageLayer]:
    """Villages whose seat is outside a circle; one outside several carries a ring for each."""
    villages, size = view.villages(), 2.0
    result = []
    for found in themes.circles(view.data):
        outside = villages[~villages["code"].map(found.inside).fillna(False).astype(bool)]
        if not outside.empty:
            points = view.kept("village points", "", lambda: points_of(villages[["code", "geometry"]]))
            frame = points[points["code"].isin(outside["code"])]
            layer = memory_layer(frame, f"{found.circle.zh}外的村（{len(outside)} 个）")
            layer.setRenderer(QgsSingleSymbolRenderer(ring(found.circle.colour, size)))
            result.append(PageLayer(layer))
        size -= 0.7
    return result[::-1]


WAYS = ("facility", "road")
LAYERS = {
    "service_marks": MapLayer(_of_themes("services"), ("facility",)),
    "infrastructure_marks": MapLayer(_of_themes("infrastructure"), ("facility",)),
    "station_marks": MapLayer(_of_themes("transport"), ("facility",)),
    "safety_marks": MapLayer(_safety, ("facility",)),
    "heritage_marks": MapLayer(_of_themes("heritage"), ("facility",)),
    "living_circles": MapLayer(_living_circles, WAYS),
    "villages_outside": MapLayer(_villages_outside, WAYS),
}
