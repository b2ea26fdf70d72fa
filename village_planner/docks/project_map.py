"""A project on the map: the tool that draws its outline, and the outline as it is shown."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..compat import POLYGON_GEOMETRY

INK = "#c8382f"
KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class OutlineBand:
    """An outline above the map, in the colour of projects; nothing is left of it after `remove`."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._band = QgsRubberBand(canvas, POLYGON_GEOMETRY)
        self._band.setStrokeColor(QColor(INK))
        self._band.setFillColor(QColor(200, 56, 47, 40))
        self._band.setWidth(2)

    def show_points(self, points: list[QgsPointXY]) -> None:
        """Points in map coordinates."""
        self.clear()
        for point in points:
            self._band.addPoint(point, False)
        self._band.updatePosition()
        self._band.update()

    def show_layer(self, layer: QgsVectorLayer) -> None:
        self.clear()
        for feature in layer.getFeatures():
            self._band.addGeometry(feature.geometry(), layer)

    def size(self) -> int:
        return self._band.numberOfVertices()

    def clear(self) -> None:
        self._band.reset(POLYGON_GEOMETRY)

    def remove(self) -> None:
        self.clear()
        self._canvas.scene().removeItem(self._band)


class OutlineTool(QgsMapTool):
    """Click corner after corner; the right button ends, Backspace takes the last one back, Esc gives up."""

    drawn = pyqtSignal(object, object)  # QgsGeometry, its QgsCoordinateReferenceSystem
    stepped = pyqtSignal(int)  # corners so far
    given_up = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, band: OutlineBand) -> None:
        super().__init__(canvas)
        self._band = band
        self.points: list[QgsPointXY] = []
        self.setCursor(Qt.CursorShape.CrossCursor)

    def activate(self) -> None:
        super().activate()
        self.points = []
        self.canvas().installEventFilter(self)

    def deactivate(self) -> None:
        self.canvas().removeEventFilter(self)
        if self.points:
            self._start_again()
            self.given_up.emit()
        super().deactivate()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.canvas().setFocus()
            self.points.append(self.toMapCoordinates(event.pos()))
            self._show(self.points)
            self.stepped.emit(len(self.points))
        elif event.button() == Qt.MouseButton.RightButton:
            self._end()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self.points:
            self._show([*self.points, self.toMapCoordinates(event.pos())])

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        """The second click of a double click is a corner like any other; its release has told it already."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys while drawing: a shortcut elsewhere (Esc leads back to all steps) must not take them."""
        if event.type() not in (QEvent.ShortcutOverride, QEvent.KeyPress) or event.key() not in KEYS or not self.points:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.KeyPress:
            self._key(event.key())
        event.accept()
        return True

    def _key(self, key: Any) -> None:
        if key == Qt.Key.Key_Escape:
            self._start_again()
            self.given_up.emit()
            return
        self.points.pop()
        self._show(self.points)
        self.stepped.emit(len(self.points))

    def _end(self) -> None:
        points, self.points = self.points, []
        if len(points) < 3:
            self._start_again()
            self.given_up.emit()
            return
        crs: QgsCoordinateReferenceSystem = self.canvas().mapSettings().destinationCrs()
        self.drawn.emit(QgsGeometry.fromPolygonXY([[*points, points[0]]]), crs)

    def _start_again(self) -> None:
        self.points = []
        self._band.clear()

    def _show(self, points: list[QgsPointXY]) -> None:
        self._band.show_points(points)
