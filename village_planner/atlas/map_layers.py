"""The layers a sheet can show. Each is made for the page, so that it holds, and its legend lists, what is seen there.

`make_layers` gives them by the ids of the catalogue; a layer without anything to show is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsSingleSymbolRenderer, QgsVectorLayer, QgsWkbTypes

from ..layers import features_of, fields_of, qgis_crs, wkb_type_of
from . import styles
from .data import AtlasData, code_order, dissolve

if TYPE_CHECKING:
    import geopandas as gpd

NO_LEGEND = "village_planner/no_legend"  # custom property of layers that speak for themselves
WATER = ("1101", "1102", "1103", "1104")


@dataclass(frozen=True)
class View:
    """What a page is about: the whole county, or one township."""

    data: AtlasData
    township: Optional[str] = None

    def townships(self) -> gpd.GeoDataFrame:
        frame = self.data.townships
        return frame if self.township is None else frame[frame["code"] == self.township]

    def villages(self) -> gpd.GeoDataFrame:
        return self.data.villages_of(self.township)

    def ground(self) -> gpd.GeoDataFrame:
        """The area the page shows, as one or more features."""
        return self.data.outline() if self.township is None else self.townships()

    def inside(self, name: str) -> Optional[gpd.GeoDataFrame]:
        """A layer of the database, cut to the township where the page shows one; None where nothing is left."""
        frame = self.data.layers.get(name)
        if frame is None or self.township is None:
            return frame
        shape = _valid_union(self.ground())
        hit = frame.iloc[sorted(frame.sindex.query(shape, predicate="intersects"))]
        cut = hit.set_geometry(hit.geometry.make_valid().intersection(shape))
        cut = cut[~cut.geometry.is_empty]
        return None if cut.empty else cut.reset_index(drop=True)


def make_layers(view: View, names: Sequence[str]) -> list[QgsVectorLayer]:
    """The named layers that have something to show, top to bottom."""
    made = (LAYERS[name](view) for name in names)
    return [layer for layer in made if layer is not None]


def memory_layer(frame: gpd.GeoDataFrame, name: str, style: str = "") -> QgsVectorLayer:
    """A frame as a layer of the page; `name` is what the legend calls it."""
    kind = QgsWkbTypes.displayString(wkb_type_of(frame))
    layer = QgsVectorLayer(f"{kind}?crs={qgis_crs(frame).authid()}", name, "memory")
    layer.setCrs(qgis_crs(frame))
    provider = layer.dataProvider()
    provider.addAttributes(list(fields_of(frame)))
    layer.updateFields()
    provider.addFeatures(list(features_of(frame)))
    layer.updateExtents()
    if style:
        styles.load_style(layer, style)
    return layer


def border_layer(frame: gpd.GeoDataFrame, name: str, style: str) -> QgsVectorLayer:
    """The outlines of polygons as lines."""
    return memory_layer(frame[["geometry"]].set_geometry(frame.boundary), name, style)


def without_legend(layer: QgsVectorLayer) -> QgsVectorLayer:
    layer.setCustomProperty(NO_LEGEND, True)
    return layer


def points_of(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A point well inside each polygon: the centre of the largest circle that fits in."""
    import shapely

    shapes = shapely.make_valid(frame.geometry.to_numpy())
    bounds = shapely.bounds(shapes)
    tolerance = (bounds[:, 2:] - bounds[:, :2]).max(axis=1) / 100
    circles = shapely.maximum_inscribed_circle(shapes, tolerance)
    return frame.set_geometry(shapely.get_point(circles, 0), crs=frame.crs)


# ---- borders
def _county_border(view: View) -> QgsVectorLayer:
    return border_layer(view.data.outline(), "县界", "county")


def _township_borders(view: View) -> QgsVectorLayer:
    return border_layer(view.townships(), "乡镇界", "township")


def _village_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.villages()
    return None if frame.empty else border_layer(frame, "村界", "village")


def _neighbours(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.townships
    frame = frame[frame["code"] != view.township][["name", "geometry"]]
    return None if frame.empty else without_legend(memory_layer(frame, "相邻乡镇", "neighbour"))


# ---- townships and their centres
def _township_points(view: View, marked: bool, ranked: bool = False) -> QgsVectorLayer:
    frame = points_of(view.townships()[["code", "name", "role", "rank", "geometry"]])
    if ranked:
        frame["name"] = [
            name if rank != rank or rank is None else f"{name}\n第 {int(rank)} 位"
            for name, rank in zip(frame["name"], frame["rank"].astype(object).where(frame["rank"].notna(), None))
        ]
    if not marked:
        frame["role"] = ""
    layer = memory_layer(frame[["name", "role", "geometry"]], "乡镇", "township_point")
    _keep_categories(layer, set(frame["role"]), {"": "乡镇"} if not marked else {})
    return layer if marked else without_legend(layer)


def _township_centres(view: View) -> QgsVectorLayer:
    return _township_points(view, marked=True)


def _township_names(view: View) -> QgsVectorLayer:
    return _township_points(view, marked=False)


def _township_ranks(view: View) -> QgsVectorLayer:
    return _township_points(view, marked=False, ranked=True)


# ---- villages
def _village_points(view: View) -> Optional[QgsVectorLayer]:
    return _points_of_villages(view.villages(), "村")


def _central_villages(view: View) -> Optional[QgsVectorLayer]:
    frame = view.villages()
    return _points_of_villages(frame[frame["role"] == "central_village"], "中心村")


def _points_of_villages(frame: gpd.GeoDataFrame, name: str) -> Optional[QgsVectorLayer]:
    if frame.empty:
        return None
    layer = memory_layer(points_of(frame[["name", "role", "geometry"]]), name, "village_point")
    _keep_categories(layer, set(frame["role"]))
    return layer


def _keep_categories(layer: QgsVectorLayer, present: set[str], names: Optional[dict[str, str]] = None) -> None:
    """Drop the categories of a style that do not occur, so that the legend lists what is seen."""
    renderer = layer.renderer().clone()
    for index in reversed(range(len(renderer.categories()))):
        value = renderer.categories()[index].value() or ""
        if value not in present:
            renderer.deleteCategory(index)
        elif names and value in names:
            renderer.updateCategoryLabel(index, names[value])
    layer.setRenderer(renderer)


# ---- districts
def _township_districts(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.dissolved("township")
    if frame.empty:
        return None
    layer = memory_layer(frame, "镇级片区", "township_district_name")
    layer.setRenderer(styles.district_renderer("code", list(zip(frame["code"], frame["name"], frame["colour"]))))
    return layer


def _township_district_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.dissolved("township")
    return None if frame.empty else border_layer(frame, "镇级片区界", "township_district")


def _village_districts(view: View) -> Optional[QgsVectorLayer]:
    """On the county's map colours only tell neighbours apart; on a township's each district is listed."""
    frame = view.data.dissolved("village")
    if view.township is not None:
        frame = _cut_to_villages(view, frame)
    if frame.empty:
        return None
    layer = memory_layer(frame, "村级片区", "village_district_name")
    layer.setRenderer(styles.district_renderer("code", list(zip(frame["code"], frame["name"], frame["colour"]))))
    return layer if view.township is not None else without_legend(layer)


def _cut_to_villages(view: View, districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The township's part of each village district."""
    frame = dissolve(view.villages(), view.data.county.village_districts)
    return frame.sort_values("code", key=lambda column: column.map(code_order)).reset_index(drop=True)


def _village_district_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.dissolved("village")
    if view.township is not None:
        frame = _cut_to_villages(view, frame)
    if frame.empty:
        return None
    return border_layer(frame, "村级片区界", "village_district")


def _scores(view: View) -> Optional[QgsVectorLayer]:
    frame = view.townships()
    frame = frame[frame["score"].notna()][["code", "score", "geometry"]]
    if frame.empty:
        return None
    layer = memory_layer(frame, "综合得分", "")
    layer.setRenderer(styles.score_renderer("score", frame["score"].tolist()))
    return layer


# ---- layers of the county
def _land_use(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = frame[["class_code", "geometry"]].assign(class_code=frame["class_code"].fillna(""))
    layer = memory_layer(frame, "土地利用现状", "")
    layer.setRenderer(styles.land_use_renderer("class_code", frame["class_code"]))
    return layer


def _water(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = frame[frame["class_code"].fillna("").str[:4].isin(WATER)]
    if frame.empty:
        return None
    layer = memory_layer(frame[["class_code", "geometry"]], "水域", "")
    colour = styles.class_style("1101").colour
    layer.setRenderer(QgsSingleSymbolRenderer(styles.fill(colour, colour, 0.05)))
    return layer


def _control_lines(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("control_line")
    if frame is None:
        return None
    layer = memory_layer(frame[["kind", "geometry"]], "管控线", "control_line")
    _keep_categories(layer, set(frame["kind"]))
    return layer if layer.renderer().categories() else None


def _plain(name: str, title: str) -> Callable[[View], Optional[QgsVectorLayer]]:
    def make(view: View) -> Optional[QgsVectorLayer]:
        frame = view.inside(name)
        return None if frame is None else memory_layer(frame, title, name)

    return make


LAYERS: dict[str, Callable[[View], Optional[QgsVectorLayer]]] = {
    "township_centres": _township_centres,
    "township_names": _township_names,
    "township_ranks": _township_ranks,
    "central_villages": _central_villages,
    "village_points": _village_points,
    "county_border": _county_border,
    "township_borders": _township_borders,
    "village_borders": _village_borders,
    "township_districts": _township_districts,
    "township_district_borders": _township_district_borders,
    "village_districts": _village_districts,
    "village_district_borders": _village_district_borders,
    "scores": _scores,
    "control_lines": _control_lines,
    "land_use": _land_use,
    "water": _water,
    "roads": _plain("road", "公路"),
    "hazards": _plain("hazard", "地质灾害隐患点"),
    "facilities": _plain("facility", "公共服务设施"),
    "projects": _plain("project", "项目红线"),
    "neighbours": _neighbours,
}


def _valid_union(frame: gpd.GeoDataFrame) -> Any:
    import shapely

    return shapely.union_all(shapely.make_valid(frame.geometry.to_numpy()))
