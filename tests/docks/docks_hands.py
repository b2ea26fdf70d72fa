"""What a user does at a dock: find a part by its name, click it, read a column, wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QWidget

if TYPE_CHECKING:
    from village_planner.docks.list_dock import ListDock
    from village_planner.docks.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


def wait(workspace: Workspace) -> None:
    for _ in range(600):
        if not workspace.runner.busy() and not workspace.desk.checking():
            return
        QTest.qWait(50)
    raise AssertionError("still running")


def part(owner: QWidget, name: str) -> Any:
    found = owner.findChild(QWidget, name)
    assert found is not None, name
    return found


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT)


def click_row(dock: ListDock, row: int, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    rect = dock.table.visualRect(dock.model.index(row, 1))
    QTest.mouseClick(dock.table.viewport(), LEFT, keys, rect.center())


def column(dock: ListDock, number: int) -> list[str]:
    return [str(dock.model.data(dock.model.index(row, number))) for row in range(dock.model.rowCount())]
