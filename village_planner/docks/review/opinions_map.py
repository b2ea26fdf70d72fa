"""Opinions on the map: their points with numbers, and the tool that sets one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QEvent, QObject, QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QPainter, QPen

from ..map_item import MapItem

INK, PICKED, PAPER = "#7a3b12", "#c8382f", "#ffffff"
HEIGHT, PADDING, STALK = 16.0, 5.0, 7.0  # px


class OpinionMarks(MapItem):
    """A flag with its number on each point."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 60)
        self._points: dict[int, tuple[float, float]] = {}
        self._crs = QgsCoordinateReferenceSystem()
        self._picked = 0

    def show_points(self, points: Mapping[int, tuple[float, float]], crs: QgsCoordinateReferenceSystem) -> None:
        """points: number -> place in `crs`"""
        self._points, self._crs = dict(points), crs
        self.updatePosition()
        self.update()

    def pick(self, number: int) -> None:
        self._picked = number
        self.update()

    def pixels(self) -> dict[int, QPointF]:
        """Where the points are on the screen; none that has no place in the map's reference system."""
        transform = QgsCoordinateTransform(self._crs, self.canvas.mapSettings().destinationCrs(), QgsProject.instance())
        to_pixel = self.canvas.getCoordinateTransform()
        found = {}
        with suppress(QgsCsException):  # the points lie in one county: none or all have a place
            for number, (x, y) in self._points.items():
                found[number] = to_pixel.transform(transform.transform(QgsPointXY(x, y))).toQPointF()
        return found

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.Antialiasing)
        metrics = painter.fontMetrics()
        pixels = self.pixels()
        # The one in hand on top of the others.
        for number in sorted(pixels, key=lambda one: one == self._picked):
            place, text = pixels[number], str(number)
            colour = QColor(PICKED if number == self._picked else INK)
            width = metrics.horizontalAdvance(text) + 2 * PADDING
            flag = QRectF(place.x() - width / 2, place.y() - STALK - HEIGHT, width, HEIGHT)
            painter.setPen(QPen(colour, 2.0))
            painter.drawLine(place, QPointF(place.x(), place.y() - STALK))
            painter.setPen(QPen(QColor(PAPER), 1.0))
            painter.setBrush(QBrush(colour))
            painter.drawRoundedRect(flag, 4.0, 4.0)
            painter.drawEllipse(place, 2.5, 2.5)
            painter.drawText(flag, int(Qt.AlignmentFlag.AlignCenter), text)


class PointTool(QgsMapTool):
    """Click a place; `picked` carries it in map coordinates. `left` follows where it is put away: by Esc,
    a right click or another tool."""

    picked = pyqtSignal(object)  # QgsPointXY
    left = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(self.toMapCoordinates(event.pos()))
        elif event.button() == Qt.MouseButton.RightButton:
            self.left.emit()

    def activate(self) -> None:
        super().activate()
        self.canvas().installEventFilter(self)
        self.canvas().setFocus()

    def deactivate(self) -> None:
        self.canvas().removeEventFilter(self)
        super().deactivate()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc: a shortcut elsewhere (it leads back to all steps) must not take it."""
        if event.type() not in (QEvent.ShortcutOverride, QEvent.KeyPress) or event.key() != Qt.Key.Key_Escape:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.KeyPress:
            self.left.emit()
        event.accept()
        return True
