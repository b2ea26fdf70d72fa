"""The tools that draw: what the hand touches between press and release is one stroke."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Optional

from qgis.core import QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsMapMouseEvent
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen
from qgis.PyQt.QtWidgets import QRubberBand

from ..unit_layer import UnitLayer
from .canvas_tool import DrawingTool

SIZES = (0, 8, 16, 28, 44, 64, 90)  # px, radius of the brush; 0 takes only what lies under its middle


class BrushTool(DrawingTool):
    """Paints all units that its circle goes over."""

    def __init__(self, canvas: QgsMapCanvas, units: Callable[[], Optional[UnitLayer]]) -> None:
        super().__init__(canvas, units)
        self.size = 1
        self._circle = BrushCircle(canvas)
        self.setCursor(Qt.CursorShape.BlankCursor)

    @property
    def radius(self) -> int:
        """Pixels."""
        return SIZES[self.size]

    def resize(self, step: int) -> None:
        """One size larger (1) or smaller (-1), as far as there are any."""
        self.size = min(max(self.size + step, 0), len(SIZES) - 1)
        self._circle.show_at(self._circle.middle, self.radius)

    def touch(self, start: QPoint, end: QPoint) -> None:
        units = self._units()
        if units is not None:
            middle = self.place(end, units)
            reach = middle.distance(self.place(end + QPoint(self.radius, 0), units))
            self.touched.emit(units.units_along(self.place(start, units), middle, reach), False)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        self._circle.show_at(QPointF(event.pos()), self.radius)
        super().canvasMoveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas().viewport():
            if event.type() == QEvent.Leave:
                self._circle.hide()
            return False
        return super().eventFilter(watched, event)

    def activate(self) -> None:
        super().activate()
        self.canvas().viewport().installEventFilter(self)

    def deactivate(self) -> None:
        self.canvas().viewport().removeEventFilter(self)
        self._circle.hide()
        super().deactivate()

    def remove(self) -> None:
        self.canvas().scene().removeItem(self._circle)
        super().remove()


class BrushCircle(QgsMapCanvasItem):
    """The brush's edge, light and dark so that it shows on every ground."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.middle = QPointF()
        self.radius = 0
        self.setZValue(90)
        self.hide()

    def show_at(self, middle: QPointF, radius: int) -> None:
        self.prepareGeometryChange()
        self.middle, self.radius = middle, radius
        self.setVisible(not middle.isNull())
        self.update()

    def updatePosition(self) -> None:
        self.setPos(0, 0)

    def boundingRect(self) -> QRectF:
        reach = max(self.radius, 6) + 3.0
        return QRectF(self.middle.x() - reach, self.middle.y() - reach, 2 * reach, 2 * reach)

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.Antialiasing)
        for colour, width in (("#ffffff", 3.0), ("#26323a", 1.2)):
            painter.setPen(QPen(QColor(colour), width))
            if self.radius:
                painter.drawEllipse(self.middle, self.radius, self.radius)
            x, y = self.middle.x(), self.middle.y()
            painter.drawLine(QPointF(x - 4, y), QPointF(x + 4, y))
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))


class RectangleTool(DrawingTool):
    """Draws all units that a dragged box touches, a click the one under it."""

    def __init__(self, canvas: QgsMapCanvas, units: Callable[[], Optional[UnitLayer]]) -> None:
        super().__init__(canvas, units)
        self._start = QPoint()
        self._box = QRubberBand(QRubberBand.Rectangle, canvas)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if not self.drawing():
            self._start = event.pos()
        super().canvasPressEvent(event)

    def touch(self, start: QPoint, end: QPoint) -> None:
        units = self._units()
        if units is None:
            return
        self._box.setGeometry(QRect(self._start, end).normalized())
        self._box.setVisible(self._start != end)
        corners = QgsRectangle(self.place(self._start, units), self.place(end, units))
        self.touched.emit(units.units_in(corners), True)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        super().canvasReleaseEvent(event)
        if not self.drawing():
            self._box.hide()

    def abandon(self) -> None:
        self._box.hide()
        super().abandon()

    def remove(self) -> None:
        self._box.deleteLater()
        super().remove()


class WayTool(DrawingTool):
    """Touches what lies right under the hand: to push a boundary, or to take whole townships."""

    def touch(self, start: QPoint, end: QPoint) -> None:
        units = self._units()
        if units is not None:
            self.touched.emit(units.units_along(self.place(start, units), self.place(end, units), 0.0), False)


class ClickTool(DrawingTool):
    """Touches the unit that was pressed, wherever the hand goes then."""

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        before = self.drawing()
        super().canvasPressEvent(event)
        if self.drawing() and not before and (code := self.unit_at(event.pos())):
            self.touched.emit([code], False)

    def touch(self, start: QPoint, end: QPoint) -> None:
        pass
