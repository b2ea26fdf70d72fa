"""Control lines: areas, borders, and hatches drawn as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from qgis.core import QgsSingleSymbolRenderer

from ..hatch import hatch_lines, without_hatch
from ..view import View
from .layer import MapLayer, PageLayer, keep_categories, memory_layer, shapes_layer

if TYPE_CHECKING:
    import geopandas as gpd


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
    keep_categories(areas, set(frame["kind"]))
    symbols, hatches = [], []
    kinds, shapes = frame["kind"].to_numpy(object), frame.geometry.to_numpy()
    renderer = areas.renderer().clone()
    for index, category in enumerate(areas.renderer().categories()):
        symbols.append(category.symbol().clone())
        plain, patterns = without_hatch(category.symbol())
        renderer.updateCategorySymbol(index, plain)
        of_kind = shapes[kinds == category.value()]
        for pattern in patterns:
            lines = hatch_lines(of_kind, pattern.lineAngle(), millimetres(pattern.distance()))
            made = shapes_layer(frame.crs, [lines], "hatch")
            made.setRenderer(QgsSingleSymbolRenderer(pattern.subSymbol().clone()))
            hatches.append(PageLayer(made, in_legend=False))
    areas.setRenderer(renderer)
    return [*hatches, PageLayer(areas, symbols=symbols)] if symbols else []


LAYERS = {"control_lines": MapLayer(_control_lines, ("control_line",))}
