"""Making a layer of a page: from a frame, in a style, only as fine as the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Optional, Union

from qgis.core import QgsPalLayerSettings, QgsRuleBasedLabeling, QgsSymbol, QgsVectorLayer, QgsWkbTypes

from ...layers import features_of, fields_of, qgis_crs, wkb_type_of
from .. import styles
from ..view import View

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class PageLayer:
    """A layer of a page.

    in_legend  False for what speaks for itself
    symbols    what the legend shows instead of the layer's own symbols, by category
    """

    layer: QgsVectorLayer
    in_legend: bool = True
    symbols: Sequence[QgsSymbol] = ()


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


Made = Union[None, QgsVectorLayer, PageLayer, list[PageLayer]]


@dataclass(frozen=True)
class MapLayer:
    """An entry of the registry.

    make   the page's layer or layers; None or an empty list where the page has nothing to show
    reads  layers of the planning database (`data.LAYERS`) it is made of
    """

    make: Callable[[View], Made]
    reads: tuple[str, ...] = ()


def always_label(layer: QgsVectorLayer, role: str) -> None:
    """Never leave out the names of features of a role, even where that is only possible across another label."""
    root = layer.labeling().rootRule().clone()
    for rule in root.descendants():
        if rule.settings() is not None and f"= '{role}'" in rule.filterExpression():
            settings = QgsPalLayerSettings(rule.settings())
            settings.displayAll = True
            rule.setSettings(settings)
    layer.setLabeling(QgsRuleBasedLabeling(root))


def keep_categories(layer: QgsVectorLayer, present: set[str], names: Optional[dict[str, str]] = None) -> None:
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
