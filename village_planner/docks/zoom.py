"""Going to a place on the map."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas

from ..core.errors import InputError


def zoom_to_extent(canvas: QgsMapCanvas, layer: QgsVectorLayer, extent: QgsRectangle, scale: float) -> None:
    """Show an extent given in the layer's coordinates, `scale` times as large. InputError wrong_crs."""
    destination = canvas.mapSettings().destinationCrs()
    transform = QgsCoordinateTransform(layer.crs(), destination, QgsProject.instance())
    try:
        shown = transform.transformBoundingBox(extent)
    except QgsCsException:
        raise InputError(
            "wrong_crs",
            "Layer {layer}: its coordinates do not fit its reference system {crs}. Check the data, and import again "
            "with the right system.",
            layer=layer.name(),
            crs=layer.crs().authid(),
        ) from None
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
