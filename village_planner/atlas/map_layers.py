"""The layers a sheet can show. Each is made for the page, so that it holds, and its legend lists, what is seen there.

`make_layers` gives them by the ids of the catalogue; a layer without anything to show is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

import numpy as np
from qgis.core import QgsSingleSymbolRenderer, QgsSymbol, QgsVectorLayer, QgsWkbTypes

from ..layers import features_of, fields_of, qgis_crs, wkb_type_of
from . import styles
from .data import AtlasData, dissolve, union
from .hatch import hatch_lines, without_hatch

if TYPE_CHECKING:
    import geopandas as gpd

FINENESS = 0.1  # mm on the page: bends smaller than this are not drawn
WATER = ("1101", "1102", "1103", "1104")


@dataclass(frozen=True)
class PageLayer:
    """A layer of a page.

    in_legend  False for what speaks for itself
    symbols    what the legend shows instead of the layer's own symbols, by category
    """

    layer: QgsVectorLayer
    in_legend: bool = True
    symbols: Sequence[QgsSymbol] = ()


@dataclass(frozen=True)
class View:
    """What a page is about: the whole county, or one township.

    denominator  of the scale on the template's page
    """

    data: AtlasData
    township: Optional[str] = None
    denominator: float = 100_000.0

    def millimetres(self, length: float) -> float:
        """A length on the page in metres on the ground."""
        return length / 1000 * self.denominator

    def drawn(self, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
        """Shapes without the bends too small to see on this page; what would vanish stays as it is."""
        import shapely

        whole = shapes.to_numpy()
        simple = shapely.simplify(whole, self.millimetres(FINENESS), preserve_topology=False)
        kept = np.where(shapely.is_empty(simple) | shapely.is_missing(simple), whole, simple)
        return gpd_series(kept, shapes)

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
        key = (name, self.township)
        if key not in self.data.cache:
            self.data.cache[key] = cut_to(frame, union(self.ground().geometry))
        cut = self.data.cache[key]
        return None if cut.empty else cut

    def village_districts(self) -> gpd.GeoDataFrame:
        """The districts of the villages on the page; a township's part of those it shares."""
        if self.township is None:
            return self.data.dissolved("village")
        key = ("village_districts", self.township)
        if key not in self.data.cache:
            self.data.cache[key] = dissolve(self.villages(), self.data.county.village_districts)
        return self.data.cache[key]


def make_layers(view: View, names: Sequence[str]) -> list[PageLayer]:
    """The named layers that have something to show, top to bottom."""
    result: list[PageLayer] = []
    for name in names:
        made = LAYERS[name](view)
        if isinstance(made, QgsVectorLayer):
            result.append(PageLayer(made))
        elif isinstance(made, PageLayer):
            result.append(made)
        else:
            result += made or []
    return result


def gpd_series(shapes: Any, like: gpd.GeoSeries) -> gpd.GeoSeries:
    import geopandas as gpd

    return gpd.GeoSeries(shapes, index=like.index, crs=like.crs)


def memory_layer(frame: gpd.GeoDataFrame, name: str, style: str = "", view: Optional[View] = None) -> QgsVectorLayer:
    """A frame as a layer of the page; `name` is what the legend calls it. With a view, only as fine as it shows."""
    if view is not None:
        frame = frame.set_geometry(view.drawn(frame.geometry))
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


def border_layer(view: View, frame: gpd.GeoDataFrame, name: str, style: str) -> QgsVectorLayer:
    """The outlines of polygons as lines."""
    return memory_layer(frame[["geometry"]].set_geometry(view.drawn(frame.geometry).boundary), name, style)


def border_layer_of(frame: gpd.GeoDataFrame, name: str, style: str) -> QgsVectorLayer:
    """As `border_layer`, every bend drawn."""
    return memory_layer(frame[["geometry"]].set_geometry(frame.geometry.boundary), name, style)


def points_of(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A point well inside each polygon: the centre of the largest circle that fits in."""
    import shapely

    shapes = shapely.make_valid(frame.geometry.to_numpy())
    bounds = shapely.bounds(shapes)
    tolerance = (bounds[:, 2:] - bounds[:, :2]).max(axis=1) / 100
    circles = shapely.maximum_inscribed_circle(shapes, tolerance)
    return frame.set_geometry(shapely.get_point(circles, 0), crs=frame.crs)


Maker = Callable[[View], Union[None, QgsVectorLayer, PageLayer, list[PageLayer]]]


# ---- borders
def _county_border(view: View) -> QgsVectorLayer:
    return border_layer(view, view.data.outline(), "县界", "county")


def _township_borders(view: View) -> QgsVectorLayer:
    return border_layer(view, view.townships(), "乡镇界", "township")


def _village_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.villages()
    return None if frame.empty else border_layer(view, frame, "村界", "village")


def _neighbours(view: View) -> Optional[PageLayer]:
    frame = view.data.townships
    frame = frame[frame["code"] != view.township][["name", "geometry"]]
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
    _keep_categories(layer, set(frame["role"]), {"": "乡镇"} if not marked else {})
    return PageLayer(layer, in_legend=marked)


def _township_centres(view: View) -> PageLayer:
    return _township_points(view, marked=True)


def _township_names(view: View) -> PageLayer:
    return _township_points(view, marked=False)


def _township_ranks(view: View) -> PageLayer:
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
    """Drop the categories of a style that do not occur, so that the legend lists what is seen.

    The category without a value stands for all others.
    """
    renderer = layer.renderer().clone()
    values = [category.value() or "" for category in renderer.categories()]
    others = bool(present - {value for value in values if value})
    for index in reversed(range(len(values))):
        value = values[index]
        if value not in present and not (value == "" and others):
            renderer.deleteCategory(index)
        elif names and value in names:
            renderer.updateCategoryLabel(index, names[value])
    layer.setRenderer(renderer)


# ---- districts
def _township_districts(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.dissolved("township")
    if frame.empty:
        return None
    layer = memory_layer(frame, "镇级片区", "township_district_name", view)
    layer.setRenderer(styles.district_renderer("code", list(zip(frame["code"], frame["name"], frame["colour"]))))
    return layer


def _township_district_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.data.dissolved("township")
    return None if frame.empty else border_layer(view, frame, "镇级片区界", "township_district")


def _village_districts(view: View) -> Optional[PageLayer]:
    """On the county's map colours only tell neighbours apart; on a township's each district is listed."""
    frame = view.village_districts()
    if frame.empty:
        return None
    layer = memory_layer(frame, "村级片区", "village_district_name", view)
    rows = list(zip(frame["code"], frame["name"], frame["colour"]))
    opacity = styles.DISTRICT_OPACITY if view.township is None else styles.PALE_OPACITY
    layer.setRenderer(styles.district_renderer("code", rows, opacity))
    return PageLayer(layer, in_legend=view.township is not None)


def _village_district_borders(view: View) -> Optional[QgsVectorLayer]:
    frame = view.village_districts()
    return None if frame.empty else border_layer(view, frame, "村级片区界", "village_district")


def _scores(view: View) -> Optional[QgsVectorLayer]:
    frame = view.townships()
    frame = frame[frame["score"].notna()][["code", "score", "geometry"]]
    if frame.empty:
        return None
    layer = memory_layer(frame, "综合得分", view=view)
    layer.setRenderer(styles.score_renderer("score", frame["score"].tolist()))
    return layer


# ---- layers of the county
def _land_use(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = frame[["class_code", "geometry"]].assign(class_code=frame["class_code"].fillna(""))
    layer = memory_layer(frame, "土地利用现状", view=view)
    layer.setRenderer(styles.land_use_renderer("class_code", frame["class_code"]))
    return layer


def _water(view: View) -> Optional[QgsVectorLayer]:
    frame = view.inside("parcel")
    if frame is None:
        return None
    frame = frame[frame["class_code"].fillna("").str[:4].isin(WATER)]
    if frame.empty:
        return None
    layer = memory_layer(frame[["class_code", "geometry"]], "水域", view=view)
    colour = styles.class_style("1101").colour
    layer.setRenderer(QgsSingleSymbolRenderer(styles.fill(colour, colour, 0.05)))
    return layer


def _control_lines(view: View) -> list[PageLayer]:
    frame = view.inside("control_line")
    if frame is None:
        return []
    return control_line_layers(frame[["kind", "geometry"]].set_geometry(view.drawn(frame.geometry)), view.millimetres)


def control_line_layers(frame: gpd.GeoDataFrame, millimetres: Callable[[float], float]) -> list[PageLayer]:
    """The areas of control lines (kind, geometry) with their borders, above them their hatches as lines.

    millimetres  a length on the page in metres on the ground
    """
    areas = memory_layer(frame, "管控线", "control_line")
    _keep_categories(areas, set(frame["kind"]))
    symbols, hatches = [], []
    renderer = areas.renderer().clone()
    for index, category in enumerate(areas.renderer().categories()):
        symbols.append(category.symbol().clone())
        plain, patterns = without_hatch(category.symbol())
        renderer.updateCategorySymbol(index, plain)
        of_kind = frame[frame["kind"] == category.value()]
        for pattern in patterns:
            lines = hatch_lines(of_kind.geometry, pattern.lineAngle(), millimetres(pattern.distance()))
            made = memory_layer(of_kind.iloc[:1][["kind", "geometry"]].set_geometry([lines], crs=frame.crs), "hatch")
            made.setRenderer(QgsSingleSymbolRenderer(pattern.subSymbol().clone()))
            hatches.append(PageLayer(made, in_legend=False))
    areas.setRenderer(renderer)
    return [*hatches, PageLayer(areas, symbols=symbols)] if symbols else []


def _plain(name: str, title: str) -> Maker:
    def make(view: View) -> Optional[QgsVectorLayer]:
        frame = view.inside(name)
        if frame is None:
            return None
        layer = memory_layer(frame, title, name, view)
        if layer.renderer().type() == "categorizedSymbol":
            _keep_categories(layer, set(frame[layer.renderer().classAttribute()].fillna("")))
        return layer

    return make


LAYERS: dict[str, Maker] = {
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


def cut_to(frame: gpd.GeoDataFrame, shape: Any) -> gpd.GeoDataFrame:
    """What of a layer lies in a polygon. Only features across its edge are cut, and only into their own kind."""
    import shapely

    shapely.prepare(shape)
    hit = frame.iloc[np.sort(frame.sindex.query(shape, predicate="intersects"))].reset_index(drop=True)
    shapes = hit.geometry.to_numpy().copy()
    across = ~shapely.covers(shape, shapes)
    shapes[across] = _same_kind(shapely.intersection(shapely.make_valid(shapes[across]), shape), shapes)
    hit = hit.set_geometry(gpd_series(shapes, hit.geometry))
    return hit[~hit.geometry.is_empty].reset_index(drop=True)


def _same_kind(shapes: Any, like: Any) -> Any:
    """Without the points and lines that remain where a polygon only touches the edge it is cut by."""
    import shapely

    made = np.full(len(shapes), shapely.GeometryCollection(), dtype=object)
    if len(shapes) == 0:
        return made
    wanted = int(shapely.get_dimensions(like).max())
    parts, owner = shapely.get_parts(shapes, return_index=True)
    parts, nested = shapely.get_parts(parts, return_index=True)  # a collection may hold multi geometries
    owner = owner[nested]
    keep = shapely.get_dimensions(parts) == wanted
    whole = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}[wanted]
    if keep.any():
        whole(parts[keep], indices=owner[keep], out=made)
    return made
