"""A real main window with a real canvas, and the part of QgisInterface that the plugin uses, working on them."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtWidgets import QAction, QMainWindow, QToolBar


class Iface:
    """Stands in for QgisInterface."""

    def __init__(self, window: QMainWindow, canvas: QgsMapCanvas, bar: QToolBar) -> None:
        self._window, self._canvas, self._bar = window, canvas, bar
        self.active: Any = None
        self.save_project, self.layout_manager = QAction(window), QAction(window)

    def mainWindow(self) -> QMainWindow:
        return self._window

    def mapCanvas(self) -> QgsMapCanvas:
        return self._canvas

    def addToolBarIcon(self, action: Any) -> None:
        self._bar.addAction(action)

    def removeToolBarIcon(self, action: Any) -> None:
        self._bar.removeAction(action)

    def addDockWidget(self, area: Any, dock: Any) -> None:
        self._window.addDockWidget(area, dock)

    def removeDockWidget(self, dock: Any) -> None:
        self._window.removeDockWidget(dock)

    def statusBarIface(self) -> Any:
        return self._window.statusBar()

    def actionSaveProject(self) -> QAction:
        return self.save_project

    def actionShowLayoutManager(self) -> QAction:
        return self.layout_manager

    def setActiveLayer(self, layer: Any) -> None:
        self.active = layer


def make_window() -> tuple[QMainWindow, Iface]:
    window = QMainWindow()
    window.statusBar()  # QGIS's window has one from the start
    window.resize(1366, 768)
    canvas = QgsMapCanvas(window)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4523"))
    canvas.setExtent(QgsRectangle(35499500, 3399500, 35506500, 3404500))
    window.setCentralWidget(canvas)
    bar = QToolBar(window)
    window.addToolBar(bar)
    window.menuBar().addMenu("Help")
    window.show()
    return window, Iface(window, canvas, bar)
