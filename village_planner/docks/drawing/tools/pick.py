"""The tool that selects units; they are moved by a key, the button of the bar or the right button's menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.core import QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent
from qgis.PyQt.QtCore import QPoint, QRect, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QRubberBand

from ..unit_layer import UnitLayer
from .canvas_tool import DRAG, DrawingTool


class PickTool(DrawingTool):
    """Click one unit, Ctrl or Shift adds, a dragged box takes all in it."""

    menu_asked = pyqtSignal(QPoint)

    def __init__(self, canvas: QgsMapCanvas, units: Callable[[], Optional[UnitLayer]]) -> None:
        super().__init__(canvas, units)
        self._start = QPoint()
        self._box = QRubberBand(QRubberBand.Rectangle, canvas)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._units() is not None:
            self.canvas().setFocus()
            self._start = self._last = event.pos()

    def touch(self, start: QPoint, end: QPoint) -> None:
        self._box.setGeometry(QRect(self._start, end).normalized())
        self._box.setVisible(self._dragged(end))

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        units = self._units()
        if units is None:
            self.abandon()
        elif event.button() == Qt.MouseButton.RightButton and not self.drawing():
            code = self.unit_at(event.pos())
            if code and code not in units.selected():
                units.select([code])
            self.menu_asked.emit(self.canvas().mapToGlobal(event.pos()))
        elif event.button() == Qt.MouseButton.LeftButton and self.drawing():
            self._last = None
            self._box.hide()
            self._select(units, event)

    def _select(self, units: UnitLayer, event: QgsMapMouseEvent) -> None:
        if self._dragged(event.pos()):
            picked = units.units_in(QgsRectangle(self.place(self._start, units), self.place(event.pos(), units)))
        else:
            picked = [code for code in [self.unit_at(event.pos())] if code]
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            before = set(units.selected())
            # A click on a selected unit takes it out again; a box only adds.
            picked = sorted(before ^ set(picked)) if len(picked) == 1 else sorted(before | set(picked))
        units.select(picked)

    def abandon(self) -> None:
        self._last = None
        self._box.hide()

    def remove(self) -> None:
        self._box.deleteLater()
        super().remove()

    def _dragged(self, point: QPoint) -> bool:
        return (point - self._start).manhattanLength() > DRAG
