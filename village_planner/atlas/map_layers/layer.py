"""Making a layer of a page: from a frame, in a style, only as fine as the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

import numpy as np
import pandas as pd
import shapely
from qgis.core import (
    QgsFields,
    QgsMemoryProviderUtils,
    QgsPalLayerSettings,
    QgsRuleBasedLabeling,
    QgsSymbol,
    QgsVectorLayer,
)

from ...layers import attribute_columns, features_with, fields_of, qgis_crs_of, wkb_type_of_shapes
from .. import styles
from ..data import mended
from ..view import View

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray


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
    shapes = frame.geometry.to_numpy()
    return layer_of(frame, frame.crs, shapes if view is None else view.drawn_shapes(shapes), name, style)


def layer_of(frame: pd.DataFrame, crs: Any, shapes: NDArray, name: str, style: str = "") -> QgsVectorLayer:
    """A layer of a frame's attributes with these shapes, which are in a CRS of pyproj's.

    QGIS makes it itself: one that Python makes asks for Python whenever something is connected to it.
    """
    kind, known = wkb_type_of_shapes(shapes), qgis_crs_of(crs)
    layer = QgsMemoryProviderUtils.createMemoryLayer(name, QgsFields(), kind, known)
    provider, names = layer.dataProvider(), attribute_columns(frame)
    if names:
        provider.addAttributes(list(fields_of(frame)))
        layer.updateFields()
    provider.addFeatures(list(features_with(frame, names, shapes)))
    layer.updateExtents()
    if style:
        styles.load_style(layer, style)
    return layer


def border_layer(view: View, frame: gpd.GeoDataFrame, name: str, style: str) -> QgsVectorLayer:
    """The outlines of polygons as lines."""
    return shapes_layer(frame.crs, shapely.boundary(view.drawn_shapes(frame.geometry.to_numpy())), name, style)


def border_layer_of(frame: gpd.GeoDataFrame, name: str, style: str) -> QgsVectorLayer:
    """As `border_layer`, every bend drawn."""
    return shapes_layer(frame.crs, shapely.boundary(frame.geometry.to_numpy()), name, style)


def shapes_layer(crs: Any, shapes: Sequence[Any], name: str, style: str = "") -> QgsVectorLayer:
    """A layer of shapes without attributes."""
    return layer_of(pd.DataFrame(index=range(len(shapes))), crs, np.asarray(shapes, dtype=object), name, style)


def points_of(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A point well inside each polygon: the centre of the largest circle that fits in."""
    shapes = mended(frame.geometry.to_numpy())
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
