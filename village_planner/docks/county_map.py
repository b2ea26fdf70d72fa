"""The county on the map: its themed layers, its units, and results beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProject, QgsVectorLayer

from ..translation import tr
from .desk import UnitEntry
from .zoom import zoom_and_flash, zoom_to_extent

if TYPE_CHECKING:
    from .workspace import Workspace


class CountyMap:
    """What is asked of the map canvas and the project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.iface = workspace.iface
        self.desk = workspace.desk

    def show(self) -> None:
        """Add the county's themed layers to the project and go there."""
        if self.desk.path is None:
            return
        path, plan = self.desk.path, self.desk.plan

        def add() -> None:
            from ..atlas.layer_tree import add_layer_tree

            add_layer_tree(QgsProject.instance(), str(path), plan)

        if self._workspace.attempt(add):
            self._workspace.attempt(lambda: self.zoom_to_layer("township"))

    def go_to_unit(self, unit: UnitEntry) -> None:
        self._workspace.attempt(lambda: self.zoom_to(unit.level, [unit.code]))

    def miss(self, text: str) -> None:
        self._workspace.tell(tr("No township or village has “{text}” in its code or name.", text=text), bad=True)

    def zoom_to(self, level: str, codes: list[str]) -> None:
        """Zoom to units and flash them."""
        if not codes:
            return
        layer = self._layer(level)
        quoted = ", ".join("'{}'".format(code.replace("'", "''")) for code in codes)
        geometries = [feature.geometry() for feature in layer.getFeatures(f'"code" IN ({quoted})')]
        zoom_and_flash(self.iface.mapCanvas(), layer, geometries)

    def zoom_to_layer(self, level: str) -> None:
        layer = self._layer(level)
        if layer.featureCount() == 0:
            layer = self._layer("village")
        zoom_to_extent(self.iface.mapCanvas(), layer, layer.extent(), 1.05)

    def _layer(self, level: str) -> QgsVectorLayer:
        return QgsVectorLayer(f"{self.desk.path}|layername={level}", level, "ogr")

    def redraw(self) -> None:
        """The themed layers read the database themselves: let them read again."""
        self.iface.mapCanvas().refreshAllLayers()

    def show_result(self, path: str, title: str) -> None:
        """A result on the map, in place of the one of last time."""
        project = QgsProject.instance()
        for old in [layer for layer in project.mapLayers().values() if layer.source().split("|")[0] == path]:
            project.removeMapLayer(old.id())
        layer = QgsVectorLayer(path, title, "ogr")
        if layer.isValid():
            project.addMapLayer(layer)
