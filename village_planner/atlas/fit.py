"""Ground in the frame of a map: at the largest round scale at which it fits, in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsLayoutItemMap, QgsProject, QgsRectangle, QgsVectorLayer

from .scale import round_scale
from .template import Box, box

if TYPE_CHECKING:
    from .content import Shown

MARGIN = 0.025  # of the ground's size, left free between it and the map's frame


def fitting_scale(place: Box, bounds: Any, paper: float, margin: float = MARGIN) -> float:
    """The round denominator, as printed, at which ground of these bounds (west, south, east, north in m) fits.

    place   of the map on the template's page
    paper   size of the printed page relative to the template's
    margin  share of the ground's size left free on each side of it
    """
    west, south, east, north = bounds
    _, _, width, height = place
    needed = max((east - west) / width, (north - south) / height) * 1000 * (1 + 2 * margin)
    return round_scale(max(needed / paper, 100.0))


def show_layers(project: QgsProject, item: QgsLayoutItemMap, shown: Shown) -> None:
    """Show layers, in the project's CRS, with the ground in the middle."""
    layers = [one.layer for one in shown.layers]
    add_layers(project, layers)
    item.setCrs(project.crs())
    item.setLayers(layers)
    item.setKeepLayerSet(True)
    # exactly the item's own shape, so that the extent keeps it
    item.setExtent(extent_around(shown.bounds, box(item), shown.denominator))


def add_layers(project: QgsProject, layers: Sequence[QgsVectorLayer]) -> None:
    """Hand over layers that are in the project's CRS. They get it from this thread: another's may be gone, and QGIS
    3.22's CRS with it."""
    for layer in layers:
        layer.setCrs(project.crs())
    project.addMapLayers(layers, False)


def extent_around(bounds: Any, place: Box, denominator: float) -> QgsRectangle:
    """What a map shows that has the middle of the bounds in its own. denominator: on the template's page"""
    west, south, east, north = bounds
    _, _, width, height = place
    half_width, half_height = (side / 2000 * denominator for side in (width, height))
    x, y = (west + east) / 2, (south + north) / 2
    return QgsRectangle(x - half_width, y - half_height, x + half_width, y + half_height)
