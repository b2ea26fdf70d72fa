"""Ground in the frame of a map: at the largest round scale at which it fits, in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import QgsLayoutItemMap, QgsProject, QgsRectangle

from ..layers import qgis_crs
from .scale import round_scale
from .template import box

if TYPE_CHECKING:
    from .data import AtlasData
    from .map_layers import PageLayer

MARGIN = 0.025  # of the ground's size, left free between it and the map's frame


def fitting_scale(item: QgsLayoutItemMap, bounds: Any, paper: float, margin: float = MARGIN) -> float:
    """The round denominator, as printed, at which ground of these bounds (west, south, east, north in m) fits.

    paper   size of the printed page relative to the template's
    margin  share of the ground's size left free on each side of it
    """
    west, south, east, north = bounds
    _, _, width, height = box(item)
    needed = max((east - west) / width, (north - south) / height) * 1000 * (1 + 2 * margin)
    return round_scale(max(needed / paper, 100.0))


def show_layers(
    project: QgsProject,
    item: QgsLayoutItemMap,
    layers: Sequence[PageLayer],
    data: AtlasData,
    bounds: Any,
    denominator: float,
) -> None:
    """Show the layers with the ground in the middle. denominator: of the scale on the template's page"""
    project.addMapLayers([shown.layer for shown in layers], False)
    item.setCrs(qgis_crs(data.townships))
    item.setLayers([shown.layer for shown in layers])
    item.setKeepLayerSet(True)
    west, south, east, north = bounds
    _, _, width, height = box(item)
    half_width, half_height = (side / 2000 * denominator for side in (width, height))
    x, y = (west + east) / 2, (south + north) / 2
    # exactly the item's own shape, so that the extent keeps it
    item.setExtent(QgsRectangle(x - half_width, y - half_height, x + half_width, y + half_height))
