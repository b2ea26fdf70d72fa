"""Going to a place on the map."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCoordinateTransform, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas


def zoom_to_extent(canvas: QgsMapCanvas, layer: QgsVectorLayer, extent: QgsRectangle, scale: float) -> None:
    """Show an extent given in the layer's coordinates, `scale` times as large."""
    destination = canvas.mapSettings().destinationCrs()
    shown = QgsCoordinateTransform(layer.crs(), destination, QgsProject.instance()).transformBoundingBox(extent)
    shown.scale(scale)
    canvas.setExtent(shown)
    canvas.refresh()


def zoom_and_flash(canvas: QgsMapCanvas, layer: QgsVectorLayer, geometries: Sequence[QgsGeometry]) -> None:
    """Show geometries of a layer with some ground round them, and flash them."""
    extent = QgsRectangle()
    extent.setMinimal()
    for geometry in geometries:
        extent.combineExtentWith(geometry.boundingBox())
    if not geometries or extent.isNull():
        return
    zoom_to_extent(canvas, layer, extent, 1.6)
    canvas.flashGeometries(list(geometries), layer.crs())
