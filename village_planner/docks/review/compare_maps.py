"""Two maps beside each other that show the same ground: the districts of two states, moved units hatched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsFeature,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsPointXY,
    QgsRectangle,
    QgsSimpleLineSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ...translation import tr
from ..drawing.marks import DistrictLabel, DistrictLabels, label_units
from ..drawing.unit_layer import UnitLayer
from ..zoom import zoom_and_flash

if TYPE_CHECKING:
    from ...core.drawing.edits import Scheme
    from .compare_session import Beside

MOVED_COLOUR = "#1a1a1a"


class TwinMaps(QWidget):
    """`pointed` says which unit the mouse is over, "" for none."""

    pointed = pyqtSignal(str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._busy = False
        self._layers: list[list[Any]] = [[], []]  # the canvases do not own their layers
        self._units: list[UnitLayer] = []
        self.titles = [QLabel(self), QLabel(self)]
        self.canvases: list[QgsMapCanvas] = []
        self._labels: list[DistrictLabels] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for side, title in enumerate(self.titles):
            canvas = QgsMapCanvas(self)
            canvas.setObjectName(("first_map", "second_map")[side])
            canvas.setCanvasColor(QColor("white"))
            canvas.enableAntiAliasing(True)
            canvas.setMinimumSize(160, 120)
            tool = QgsMapToolPan(canvas)
            canvas.setMapTool(tool)
            canvas.extentsChanged.connect(lambda side=side: self._follow(side))
            canvas.xyCoordinates.connect(self._point)
            self.canvases.append(canvas)
            self._labels.append(DistrictLabels(canvas))
            self._layers[side].append(tool)
            column = QVBoxLayout()
            column.setSpacing(2)
            title.setObjectName(("first_title", "second_title")[side])
            column.addWidget(title)
            column.addWidget(canvas, 1)
            row.addLayout(column, 1)

    # ---- what is shown
    def show_plans(self, beside: Beside) -> None:
        """The districts of both, and where a unit lies elsewhere; the extent stays where the county stays."""
        before = self._units[0].layer.extent() if self._units else None
        schemes = (beside.first, beside.second)
        self._units = [
            UnitLayer(title, beside.units, scheme.assignment) for title, scheme in zip(beside.titles, schemes)
        ]
        hatch = _hatched(self._units[0], [unit.code for unit in beside.found.moved])
        for side, units in enumerate(self._units):
            units.colour(beside.colours[side])
            canvas = self.canvases[side]
            self._layers[side][1:] = [units.layer, hatch]
            canvas.setDestinationCrs(units.layer.crs())
            canvas.setLayers([hatch, units.layer])
            self._label(side, schemes[side], {code: unit.population for code, unit in beside.sheet.units.items()})
        for mark, title, label in zip((tr("A"), tr("B")), beside.titles, self.titles):
            label.setText(f"<b>{mark}</b>  {title}")
            label.setToolTip(title)
        if before is None or before != self._units[0].layer.extent():
            self.zoom_to_all()
        self.refresh()

    def clear(self) -> None:
        self._units = []
        for side, canvas in enumerate(self.canvases):
            canvas.setLayers([])
            self._labels[side].show_labels([])
            self._layers[side][1:] = []
            self.titles[side].setText("")

    def remove(self) -> None:
        """The last thing before the maps go: nothing is drawn any more."""
        for canvas, labels in zip(self.canvases, self._labels):
            canvas.stopRendering()
            labels.remove()
        self.clear()

    def refresh(self) -> None:
        for canvas in self.canvases:
            canvas.refresh()

    def _label(self, side: int, scheme: Scheme, people: Mapping[str, int]) -> None:
        """The number of each district."""
        units = self._units[side]
        places = {code: units.point(code) for code in scheme.assignment}
        totals: dict[str, int] = {}
        for code, district in scheme.assignment.items():
            totals[district] = totals.get(district, 0) + people.get(code, 0)
        self._labels[side].show_labels(
            DistrictLabel(places[spot], (district,), totals[district], False)
            for district, spot in label_units(scheme.assignment, places).items()
        )

    # ---- going there
    def zoom_to_all(self) -> None:
        if self._units:
            extent = QgsRectangle(self._units[0].layer.extent())
            extent.scale(1.15)  # room for the labels at the edge
            self.canvases[0].setExtent(extent)
            self.canvases[0].refresh()

    def go_to(self, codes: Iterable[str]) -> None:
        """Both maps show these units and flash them."""
        wanted = list(codes)
        for canvas, units in zip(self.canvases, self._units):
            zoom_and_flash(canvas, units.layer, units.geometries(wanted))

    def _follow(self, side: int) -> None:
        """The other map shows the same ground."""
        if self._busy:
            return
        self._busy = True
        other = self.canvases[1 - side]
        other.setExtent(self.canvases[side].extent())
        other.refresh()
        self._busy = False

    def _point(self, place: QgsPointXY) -> None:
        self.pointed.emit(self._units[0].unit_at(place) if self._units else "")


def _hatched(units: UnitLayer, codes: Iterable[str]) -> QgsVectorLayer:
    """A layer of the units that lie elsewhere."""
    layer = QgsVectorLayer(f"MultiPolygon?crs={units.layer.crs().authid()}", tr("Moved units"), "memory")
    layer.setCrs(units.layer.crs())
    layer.setCustomProperty("skipMemoryLayersCheck", 1)
    features = []
    for geometry in units.geometries(codes):
        feature = QgsFeature()
        feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    symbol = QgsFillSymbol()
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45)
    lines.setDistance(1.8)
    lines.setColor(QColor(MOVED_COLOUR))
    lines.setLineWidth(0.3)
    symbol.changeSymbolLayer(0, lines)
    edge = QgsSimpleLineSymbolLayer(QColor(MOVED_COLOUR), 0.5)
    symbol.appendSymbolLayer(edge)
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer
