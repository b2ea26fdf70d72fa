"""Hands at the drawing table: the mouse on its map, and what is then in the database and in the table."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from village_planner.database import open_database

if TYPE_CHECKING:
    from village_planner.core.drawing.edits import Scheme
    from village_planner.docks.drawing.dock import DrawingDock

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def until(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Let Qt work until something holds; False if it does not in time."""
    end = monotonic() + seconds
    while not holds() and monotonic() < end:
        QTest.qWait(10)
    return holds()


def canvas(dock: DrawingDock) -> Any:
    return dock.hand.pick.canvas()


def pixel(dock: DrawingDock, column: float, row: float) -> QPoint:
    """Where the middle of a village of `docks_county` lies on the canvas."""
    point = QgsPointXY(35500000 + (column + 0.5) * 1000, 3400000 + (row + 0.5) * 1000)
    return canvas(dock).getCoordinateTransform().transform(point).toQPointF().toPoint()


def click(dock: DrawingDock, column: float, row: float, button: Any = LEFT, keys: Any = NONE) -> None:
    QTest.mouseClick(canvas(dock).viewport(), button, keys, pixel(dock, column, row))


def press(dock: DrawingDock, column: float, row: float) -> None:
    QTest.mousePress(canvas(dock).viewport(), LEFT, NONE, pixel(dock, column, row))


def drag_to(dock: DrawingDock, column: float, row: float) -> None:
    """The mouse goes on with the left button down; QTest.mouseMove knows of no pressed button."""
    place = pixel(dock, column, row)
    move = QMouseEvent(QEvent.MouseMove, place, Qt.MouseButton.NoButton, LEFT, NONE)
    QApplication.sendEvent(canvas(dock).viewport(), move)


def release(dock: DrawingDock, column: float, row: float) -> None:
    QTest.mouseRelease(canvas(dock).viewport(), LEFT, NONE, pixel(dock, column, row))


def stroke(dock: DrawingDock, *way: tuple[float, float]) -> None:
    """Press, go along a way, let go."""
    press(dock, *way[0])
    for place in way[1:]:
        drag_to(dock, *place)
    release(dock, *way[-1])


def key(dock: DrawingDock, letter: Any, keys: Any = NONE) -> None:
    QTest.keyClick(canvas(dock), letter, keys)


def stored(dock: DrawingDock, level: str = "village") -> dict[str, str]:
    return dict(scheme(dock, level).assignment)


def scheme(dock: DrawingDock, level: str = "village") -> Scheme:
    assert dock.desk.path is not None
    with open_database(dock.desk.path) as db:
        return db.scheme(db.plan().id, level)


def shown(dock: DrawingDock) -> dict[str, str]:
    """What the layer on the map shows."""
    assert dock.units is not None
    found = {str(feature["code"]): str(feature["district"]) for feature in dock.units.layer.getFeatures()}
    return {code: district for code, district in found.items() if district}


def cell(dock: DrawingDock, district: str, column: int) -> str:
    return str(dock.model.data(dock.model.index(dock.model.row_of(district), column)))


def said(dock: DrawingDock) -> str:
    return str(dock.message.text())
