"""Facilities as marks with a sign in them, and the living circles of public services.

Facilities of one place are one mark per group, side by side. A page of the county or of a district shows the county's
and the townships' facilities; those of villages as well where they are few, as dots where they are more, and not where
they would cover the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy as np
from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory, QgsSingleSymbolRenderer

from ...core.facilities.groups import FacilityGroup
from .. import themes
from ..marks import clusters, side_by_side
from ..symbols import area, keep_clear, sign_mark, spot
from ..view import View
from .layer import MapLayer, PageLayer, memory_layer, points_of

if TYPE_CHECKING:
    import geopandas as gpd
    from qgis.core import QgsVectorLayer

MARK = 2.9  # mm
DOT = 1.1  # mm
NEAR = 2.2  # marks nearer than this many widths stand side by side
MOST_DOTS = 1_000  # dots on one page
MOST_MARKS = 120  # facilities of villages of one group that carry its sign
SMOOTH = 3.0  # mm, gaps of a living circle narrower than this are closed on the map
OUTSIDE = "#a63603"  # villages outside


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


def mark_layers(view: View, frame: gpd.GeoDataFrame, title: str) -> list[PageLayer]:
    """Marks of facilities: group, tier, geometry. Those of villages are dots where a group has many."""
    village = (frame["tier"] == "village") & (view.township is None)
    many = village.groupby(frame["group"]).transform("sum") > MOST_MARKS
    small = (village & many).to_numpy()
    result = []
    if not small.all():
        result.append(PageLayer(_marks(view, frame[~small], title)))
    if small.any() and small.sum() <= MOST_DOTS:
        result.append(PageLayer(_dots(view, frame[small], title)))
    return result


def _marks(view: View, frame: gpd.GeoDataFrame, title: str) -> QgsVectorLayer:
    size = view.millimetres(MARK)
    xy = np.stack([frame.geometry.x, frame.geometry.y], axis=1)
    cluster = clusters(xy, NEAR * size)
    one = ~frame[["group"]].assign(cluster=cluster).duplicated().to_numpy()
    shown = frame.loc[one, ["group", "geometry"]]
    layer = memory_layer(_moved(shown, side_by_side(xy[one], cluster[one], size)), title)
    layer.setRenderer(_by_group(view, shown, lambda g: sign_mark(g.shape, g.colour, g.mark, MARK)))
    keep_clear(layer)
    return layer


def _dots(view: View, frame: gpd.GeoDataFrame, title: str) -> QgsVectorLayer:
    layer = memory_layer(frame[["group", "geometry"]], f"村级{title}")
    renderer = _by_group(view, frame, lambda g: sign_mark("circle", g.colour, "", DOT))
    if len(renderer.categories()) == 1:  # whose title the legend leaves out
        renderer.updateCategoryLabel(0, f"{renderer.categories()[0].label()}（村级）")
    layer.setRenderer(renderer)
    return layer


def _by_group(
    view: View, frame: gpd.GeoDataFrame, symbol: Callable[[FacilityGroup], QgsMarkerSymbol]
) -> QgsCategorizedSymbolRenderer:
    present = set(frame["group"])
    return QgsCategorizedSymbolRenderer(
        "group",
        [
            QgsRendererCategory(group.id, symbol(group), group.zh)
            for group in themes.facility_groups(view.data).groups
            if group.id in present
        ],
    )


def _moved(frame: gpd.GeoDataFrame, xy: np.ndarray) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return frame.set_geometry(gpd.points_from_xy(*xy.T, crs=frame.crs))


def _of_theme(name: str, title: str) -> Callable[[View], list[PageLayer]]:
    def make(view: View) -> list[PageLayer]:
        frame = facilities_on(view, [name])
        return [] if frame is None else mark_layers(view, frame, title)

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
    return [] if frame is None else mark_layers(view, frame, "应急设施")


# ---- living circles
def _living_circles(view: View) -> list[PageLayer]:
    """The ground of each circle as it shows at the page's scale, the smaller above the larger."""
    import geopandas as gpd
    import shapely

    result = []
    for found in themes.circles(view.data):
        crs = themes.survey(view.data).county.villages.crs
        whole = gpd.GeoSeries([found.area], crs=crs).to_crs(view.data.crs).iloc[0]
        shape = shapely.intersection(smooth(whole, view.millimetres(SMOOTH)), view.ground().geometry.iloc[0])
        if shape.is_empty:
            continue
        limit = f"{found.circle.minutes:g} 分钟" if found.by_roads else f"{found.circle.radius / 1000:g} km"
        frame = gpd.GeoDataFrame({"name": [found.circle.zh]}, geometry=[shape], crs=view.data.crs)
        layer = memory_layer(frame, f"{found.circle.zh}（{limit}）", view=view)
        layer.setRenderer(QgsSingleSymbolRenderer(area(found.circle.colour, found.circle.colour, "solid", 0.2, 0.16)))
        result.append(PageLayer(layer))
    return result[::-1]


def smooth(shape: Any, size: float) -> Any:
    """An area without the gaps, bays and holes narrower than `size`: as a hand would draw it at that scale."""
    import shapely

    coarse = shapely.simplify(shape, size / 20)
    closed = shapely.buffer(shapely.buffer(coarse, size / 2, quad_segs=3), -size / 2, quad_segs=3)
    parts = shapely.get_parts(closed)
    rings = [[hole for hole in part.interiors if shapely.polygons(hole).area > size**2] for part in parts]
    return shapely.union_all([shapely.polygons(part.exterior, holes or None) for part, holes in zip(parts, rings)])


def _villages_outside(view: View) -> Optional[QgsVectorLayer]:
    """Villages whose seat is outside a circle, by which; the legend counts them."""
    circles = themes.circles(view.data)
    villages = view.villages()[["code", "geometry"]]
    inside = [villages["code"].map(found.inside).fillna(False).to_numpy(dtype=bool) for found in circles]
    names = [found.circle.zh for found in circles]
    lacking = [tuple(name for name, own in zip(names, inside) if not own[i]) for i in range(len(villages))]
    out = np.array([bool(which) for which in lacking], dtype=bool)
    if not out.any():
        return None
    texts = np.array(["、".join(which) for which in lacking], dtype=object)
    frame = points_of(villages[out]).assign(outside=texts[out])
    order = sorted(set(lacking) - {()}, key=lambda which: (-len(which), which))
    looks = [("diamond", OUTSIDE), ("triangle", "#ffffff"), ("circle", "#ffffff")]
    layer = memory_layer(frame[["outside", "geometry"]], "生活圈外的村（社区）")
    layer.setRenderer(
        QgsCategorizedSymbolRenderer(
            "outside",
            [
                QgsRendererCategory(
                    "、".join(which),
                    spot(*looks[min(place, len(looks) - 1)], OUTSIDE, 1.8),
                    f"{'、'.join(which)}外（{lacking.count(which):,} 个）",
                )
                for place, which in enumerate(order)
            ],
        )
    )
    return layer


WAYS = ("facility", "road")
LAYERS = {
    "service_marks": MapLayer(_of_theme("services", "公共服务设施"), ("facility",)),
    "infrastructure_marks": MapLayer(_of_theme("infrastructure", "基础设施"), ("facility",)),
    "station_marks": MapLayer(_of_theme("transport", "交通设施"), ("facility",)),
    "safety_marks": MapLayer(_safety, ("facility",)),
    "heritage_marks": MapLayer(_of_theme("heritage", "历史文化资源"), ("facility",)),
    "living_circles": MapLayer(_living_circles, WAYS),
    "villages_outside": MapLayer(_villages_outside, WAYS),
}
