"""What is painted over the whole map canvas, as no layer of the project."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF


class MapItem(QgsMapCanvasItem):
    """Whoever inherits it only paints, in pixels of the canvas; `remove` takes it off.

    height  an item of a greater one lies on top
    """

    def __init__(self, canvas: QgsMapCanvas, height: float) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.setZValue(height)

    def pixel(self, point: QgsPointXY) -> QPointF:
        """Where a point in map coordinates is on the screen."""
        return self.canvas.getCoordinateTransform().transform(point).toQPointF()

    def pixels_of(self, points: Mapping[str, QgsPointXY]) -> dict[str, QPointF]:
        """The same of many, by their keys."""
        transform = self.canvas.getCoordinateTransform()
        return {key: transform.transform(point).toQPointF() for key, point in points.items()}

    def updatePosition(self) -> None:
        self.setPos(0, 0)
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.canvas.width(), self.canvas.height())

    def remove(self) -> None:
        self.canvas.scene().removeItem(self)
