"""Centres on the map: their marks, and the tool that drags them from unit to unit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, QPointF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QToolTip

from .drawing.unit_layer import UnitLayer
from .map_item import MapItem

REACH = 14  # px round a mark in which a press takes hold of it
INK = "#26323a"
HELD = "#c8382f"


class CentreMarks(MapItem):
    """A star on each central town, a dot on each central village; the one in the hand is red."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 50)
        self._points: dict[str, QgsPointXY] = {}  # in map coordinates
        self._stars = True
        self._held = ""

    def show_centres(self, points: Mapping[str, QgsPointXY], stars: bool, held: str = "") -> None:
        self._points, self._stars, self._held = dict(points), stars, held
        self.updatePosition()
        self.update()

    def at(self, pixel: QPoint) -> str:
        """The unit whose mark lies under a pixel, "" for none."""
        near = [(math.hypot(p.x() - pixel.x(), p.y() - pixel.y()), code) for code, p in self.pixels().items()]
        distance, code = min(near, default=(math.inf, ""))
        return code if distance <= REACH else ""

    def pixels(self) -> dict[str, QPointF]:
        return self.pixels_of(self._points)

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.Antialiasing)
        for code, place in self.pixels().items():
            held = code == self._held
            size = (9.0 if self._stars else 5.0) + (3.0 if held else 0.0)
            painter.setPen(QPen(QColor("#ffffff"), 1.6))
            painter.setBrush(QBrush(QColor(HELD if held else INK)))
            if self._stars:
                painter.drawPolygon(star(place, size))
            else:
                painter.drawEllipse(place, size, size)


def star(middle: QPointF, size: float) -> QPolygonF:
    """A star of five points."""
    corners = []
    for corner in range(10):
        radius = size if corner % 2 == 0 else 0.45 * size
        angle = math.pi * (corner / 5 - 0.5)
        corners.append(QPointF(middle.x() + radius * math.cos(angle), middle.y() + radius * math.sin(angle)))
    return QPolygonF(corners)


class CentreTool(QgsMapTool):
    """Press on a centre, drag it from unit to unit, release to keep; Esc puts it back."""

    hovered = pyqtSignal(str)  # the centre under the pointer, "" for none
    taken = pyqtSignal(str)  # a centre is in the hand
    dragged = pyqtSignal(str, str)  # centre, unit under the pointer
    dropped = pyqtSignal()
    put_back = pyqtSignal()
    undo_asked = pyqtSignal(bool)  # True: redo

    def __init__(self, canvas: QgsMapCanvas, marks: CentreMarks, units: Callable[[], Optional[UnitLayer]]) -> None:
        super().__init__(canvas)
        self._marks, self._units = marks, units
        self._hovered = self._centre = self._unit = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (centre := self._marks.at(event.pos())):
            self._centre = self._unit = centre
            self.canvas().setFocus()
            self.canvas().installEventFilter(self)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.taken.emit(centre)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if not self._centre:
            centre = self._marks.at(event.pos())
            if centre != self._hovered:
                self._hovered = centre
                self.hovered.emit(centre)
            return
        units = self._units()
        unit = "" if units is None else units.unit_at(self.toLayerCoordinates(units.layer, event.pos()))
        if unit and unit != self._unit:  # outside the county the last unit stays
            self._unit = unit
            self.dragged.emit(self._centre, unit)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._centre:
            self._let_go()
            self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.undo_asked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc while a centre is in the hand: the canvas gives its tool no keys as long as a button is down, and a
        shortcut elsewhere must not take it."""
        if event.type() not in (QEvent.ShortcutOverride, QEvent.KeyPress) or event.key() != Qt.Key.Key_Escape:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.KeyPress:
            self.abandon()
        event.accept()
        return True

    def abandon(self) -> None:
        """Put the centre in the hand back where it was."""
        if self._centre:
            self._let_go()
            self.put_back.emit()

    def deactivate(self) -> None:
        self.abandon()
        QToolTip.hideText()
        super().deactivate()

    def _let_go(self) -> None:
        self._centre = self._unit = ""
        self.canvas().removeEventFilter(self)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
