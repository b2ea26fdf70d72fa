"""What all tools of the drawing table have in common: the hand's strokes, the right button, the keys, Esc."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QToolTip

from ..unit_layer import UnitLayer

DRAG = 6  # px from which a press that moves is a drag
PLAIN_KEYS = (
    *range(Qt.Key.Key_1, Qt.Key.Key_9 + 1),
    *(Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_Escape, Qt.Key.Key_Space),
    *(Qt.Key.Key_S, Qt.Key.Key_P, Qt.Key.Key_R, Qt.Key.Key_E, Qt.Key.Key_T, Qt.Key.Key_F),
    *(Qt.Key.Key_L, Qt.Key.Key_N, Qt.Key.Key_B, Qt.Key.Key_X),
)


class DrawingTool(QgsMapTool):
    """A stroke runs from the press of the left button to its release: began, touched …, ended or reverted.

    Space pans and the wheel zooms, as with every tool of QGIS.
    """

    hovered = pyqtSignal(str)  # unit under the pointer, "" for none
    target_asked = pyqtSignal(str)  # the right button was pressed on this unit
    key_pressed = pyqtSignal(int, int)  # key, modifiers
    began = pyqtSignal(str)  # unit under the pointer, "" for none
    touched = pyqtSignal(object, bool)  # list of unit codes; True: these instead of those before
    ended = pyqtSignal()
    reverted = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, units: Callable[[], Optional[UnitLayer]]) -> None:
        super().__init__(canvas)
        self._units = units
        self._hovered = ""
        self._last: Optional[QPoint] = None  # where the hand was last, while a stroke goes
        self.setCursor(Qt.CursorShape.CrossCursor)

    # ---- for the tools
    def touch(self, start: QPoint, end: QPoint) -> None:
        """The hand went from one pixel to the other within a stroke; at the press both are the same."""
        raise NotImplementedError

    def place(self, pixel: QPoint, units: UnitLayer) -> QgsPointXY:
        return self.toLayerCoordinates(units.layer, pixel)

    def unit_at(self, pixel: QPoint) -> str:
        units = self._units()
        return "" if units is None else units.unit_at(self.place(pixel, units))

    def drawing(self) -> bool:
        """Whether a stroke is in the hand."""
        return self._last is not None

    # ---- events
    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.drawing() or self._units() is None:
            return
        self.canvas().setFocus()
        self._last = event.pos()
        self.began.emit(self.unit_at(event.pos()))
        if self.drawing():
            self.touch(event.pos(), event.pos())

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._last is not None:
            start, self._last = self._last, event.pos()
            self.touch(start, event.pos())
            return
        code = self.unit_at(event.pos())
        if code != self._hovered:
            self._hovered = code
            self.hovered.emit(code)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton and not self.drawing():
            if code := self.unit_at(event.pos()):
                self.target_asked.emit(code)
        elif event.button() == Qt.MouseButton.LeftButton and self._last is not None:
            self.touch(self._last, event.pos())
            self._last = None
            self._hovered = ""  # what the hover says of this unit has changed
            self.ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event.key(), int(event.modifiers()))
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the table are not for shortcuts elsewhere; Esc comes here even while a button is down, when the
        canvas gives its tool no keys."""
        if event.type() == QEvent.ShortcutOverride and wanted_key(event):
            event.accept()
            return True
        if event.type() == QEvent.KeyPress and event.key() == Qt.Key.Key_Escape and self.drawing():
            self.abandon()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def abandon(self) -> None:
        """Take the stroke in hand back."""
        if self.drawing():
            self._last = None
            self.reverted.emit()

    def activate(self) -> None:
        super().activate()
        self.canvas().installEventFilter(self)

    def deactivate(self) -> None:
        self.abandon()
        self.canvas().removeEventFilter(self)
        self._hovered = ""
        QToolTip.hideText()
        super().deactivate()

    def remove(self) -> None:
        """Take the tool and what belongs to it off the canvas for good."""
        self.deleteLater()


def wanted_key(event: QKeyEvent) -> bool:
    """Whether the drawing table has a use for a key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    if event.key() == Qt.Key.Key_Z:
        return modifiers in (control, control | shift)
    return modifiers == Qt.KeyboardModifier.NoModifier and event.key() in PLAIN_KEYS
