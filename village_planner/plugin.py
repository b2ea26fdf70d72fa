"""Puts the parts together. `unload` is the mirror image of `initGui`.

Only light modules are imported here: the docks (and with them the database and the geo packages) come with the first
click, so that QGIS starts as fast with the plugin as without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu

from .algorithms.provider import VillagePlannerProvider, register_provider
from .paths import resource, use_bundled_packages
from .translation import install_translator, remove_translator, tr

if TYPE_CHECKING:
    from .docks.workspace import Workspace


class VillagePlannerPlugin:
    """The plugin as QGIS holds it: translator, provider, one menu, one toolbar button, the docks behind them."""

    def __init__(self, iface: Optional[Any]) -> None:
        self.iface = iface
        self.translator: Optional[Any] = None
        self.provider: Optional[VillagePlannerProvider] = None
        self.menu: Optional[QMenu] = None
        self.desk_action: Optional[QAction] = None
        self.review_action: Optional[QAction] = None
        self.workspace: Optional[Workspace] = None

    # ---- loading
    def initProcessing(self) -> None:
        """Also called alone, by qgis_process, where there is no interface."""
        use_bundled_packages()
        self.translator = install_translator()
        self.provider = register_provider()

    def initGui(self) -> None:
        self.initProcessing()
        if self.iface is None:
            return
        window = self.iface.mainWindow()
        icon = QIcon(str(resource("icons", "village_planner.svg")))
        self.desk_action = QAction(icon, tr("Planner"), window)
        self.desk_action.setObjectName("villagePlannerDesk")
        self.desk_action.setToolTip(tr("Village Planner: the county's desk"))
        self.desk_action.triggered.connect(self.open_planner)
        self.review_action = QAction(QIcon(str(resource("icons", "review.svg"))), tr("Drawing table"), window)
        self.review_action.setObjectName("villagePlannerReview")
        self.review_action.triggered.connect(self.open_review)

        self.menu = QMenu(tr("Village Planner"), window.menuBar())
        self.menu.setObjectName("villagePlannerMenu")
        self.menu.addActions([self.desk_action, self.review_action])
        bar = window.menuBar()
        # Where QGIS has them: before the last menu, Help.
        bar.insertMenu(bar.actions()[-1] if bar.actions() else None, self.menu)
        self.iface.addToolBarIcon(self.desk_action)

    def unload(self) -> None:
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None
        if self.iface is not None and self.desk_action is not None:
            self.iface.removeToolBarIcon(self.desk_action)
        if self.iface is not None and self.menu is not None:
            self.iface.mainWindow().menuBar().removeAction(self.menu.menuAction())
            self.menu.deleteLater()
            self.menu = None
        for action in (self.desk_action, self.review_action):
            if action is not None:
                action.triggered.disconnect()
                action.deleteLater()
        self.desk_action = self.review_action = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        remove_translator(self.translator)
        self.translator = None

    # ---- the docks
    def open_planner(self) -> None:
        self._workspace().show_planner()

    def open_review(self) -> None:
        self._workspace().docks.show_review()

    def _workspace(self) -> Workspace:
        if self.workspace is None:
            from .docks.workspace import Workspace

            self.workspace = Workspace(self.iface)
        return self.workspace
