"""The review on the map: a layer of units coloured by district, and the tool that picks and moves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapLayerLegendUtils,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsRendererCategory,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import QPoint, QRect, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent
from qgis.PyQt.QtWidgets import QRubberBand, QToolTip

from ..compat import POLYGON_GEOMETRY, make_field
from ..core.review.drawing import Problem

if TYPE_CHECKING:
    import geopandas as gpd

NO_DISTRICT = "#f4f4f2"
OUTLINE = "#ffffff"


class UnitLayer:
    """A memory layer of the units, kept in step with the session; it is a view, nothing is edited in it."""

    def __init__(self, title: str, units: gpd.GeoDataFrame, assignment: Mapping[str, str]) -> None:
        import shapely

        from ..layers import qgis_crs

        crs = qgis_crs(units)
        self.layer = QgsVectorLayer(f"MultiPolygon?crs={crs.authid()}", title, "memory")
        self.layer.setCrs(crs)
        # The plan is in the database: QGIS need not ask on exit whether this copy should be saved.
        self.layer.setCustomProperty("skipMemoryLayersCheck", 1)
        provider = self.layer.dataProvider()
        provider.addAttributes([make_field(name, "text") for name in ("code", "name", "district")])
        self.layer.updateFields()
        from qgis.core import QgsFeature

        features = []
        self._geometry: dict[str, QgsGeometry] = {}
        for code, name, wkb in zip(units["code"], units["name"], shapely.to_wkb(units.geometry.to_numpy())):
            feature = QgsFeature(self.layer.fields())
            feature.setAttributes([code, name, assignment.get(code, "")])
            geometry = QgsGeometry()
            if wkb is not None:
                geometry.fromWkb(wkb)
            feature.setGeometry(geometry)
            self._geometry[code] = geometry
            features.append(feature)
        _, added = provider.addFeatures(features)
        self._ids = {feature["code"]: feature.id() for feature in added}
        self._codes = {number: code for code, number in self._ids.items()}
        provider.createSpatialIndex()
        self.layer.updateExtents()
        self.layer.setReadOnly(True)

    def colour(self, colours: Mapping[str, str]) -> None:
        """Paint each district in its colour, units without one pale."""
        outline = {"outline_color": OUTLINE, "outline_width": "0.2"}

        def symbol(colour: str) -> QgsFillSymbol:
            return QgsFillSymbol.createSimple({"color": colour, **outline})

        categories = [QgsRendererCategory(code, symbol(colour), code) for code, colour in colours.items()]
        categories.append(QgsRendererCategory("", symbol(NO_DISTRICT), "–"))
        self.layer.setRenderer(QgsCategorizedSymbolRenderer("district", categories))
        self.layer.setOpacity(0.85)
        self.layer.triggerRepaint()

    def update(self, codes: Iterable[str], assignment: Mapping[str, str]) -> None:
        """Show the present district of these units."""
        field = self.layer.fields().lookupField("district")
        changes = {self._ids[code]: {field: assignment.get(code, "")} for code in codes if code in self._ids}
        self.layer.dataProvider().changeAttributeValues(changes)
        self.layer.triggerRepaint()

    def selected(self) -> list[str]:
        """Codes of the selected units, sorted."""
        return sorted(self._codes[number] for number in self.layer.selectedFeatureIds() if number in self._codes)

    def select(self, codes: Iterable[str]) -> None:
        self.layer.selectByIds([self._ids[code] for code in codes if code in self._ids])

    def geometries(self, codes: Iterable[str]) -> list[QgsGeometry]:
        return [self._geometry[code] for code in codes if code in self._geometry]

    def unit_at(self, point: QgsPointXY) -> str:
        """Code of the unit at a point in the layer's coordinates, "" for none."""
        spot = QgsGeometry.fromPointXY(point)
        rectangle = QgsRectangle(point.x(), point.y(), point.x(), point.y())
        for feature in self.layer.getFeatures(QgsFeatureRequest().setFilterRect(rectangle)):
            if feature.geometry().contains(spot):
                return str(feature["code"])
        return ""

    def units_in(self, rectangle: QgsRectangle) -> list[str]:
        """Codes of the units that touch a rectangle in the layer's coordinates."""
        request = QgsFeatureRequest().setFilterRect(rectangle).setFlags(QgsFeatureRequest.ExactIntersect)
        return sorted(str(feature["code"]) for feature in self.layer.getFeatures(request))


class ProblemMarks:
    """Broken pieces and units without district, outlined and dashed on the map."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._band = QgsRubberBand(canvas, POLYGON_GEOMETRY)
        self._band.setStrokeColor(QColor("#c8382f"))
        self._band.setFillColor(QColor(200, 56, 47, 30))
        self._band.setWidth(2)
        self._band.setLineStyle(Qt.PenStyle.DashLine)

    def show(self, problems: Sequence[Problem], units: UnitLayer) -> None:
        self.clear()
        for problem in problems:
            for geometry in units.geometries(problem.units):
                self._band.addGeometry(geometry, units.layer)

    def clear(self) -> None:
        self._band.reset(POLYGON_GEOMETRY)

    def remove(self, canvas: QgsMapCanvas) -> None:
        self.clear()
        canvas.scene().removeItem(self._band)


class UnitTool(QgsMapTool):
    """Picks units: click one, Ctrl or Shift adds, a dragged box takes all in it; keys and right button move them."""

    hovered = pyqtSignal(str)  # unit code, "" for none
    menu_asked = pyqtSignal(QPoint)
    key_pressed = pyqtSignal(int, int)  # key, modifiers

    def __init__(self, canvas: QgsMapCanvas, units: Callable[[], Optional[UnitLayer]]) -> None:
        super().__init__(canvas)
        self._units = units
        self._start: Optional[QPoint] = None
        self._box = QRubberBand(QRubberBand.Rectangle, canvas)
        self._hovered = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.pos()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._start is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._box.setGeometry(QRect(self._start, event.pos()).normalized())
            self._box.setVisible(self._dragged(event.pos()))
            return
        code = self._unit(event.pos())
        if code != self._hovered:
            self._hovered = code
            self.hovered.emit(code)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        units = self._units()
        if units is None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            code = self._unit(event.pos())
            if code and code not in units.selected():
                units.select([code])
            self.menu_asked.emit(self.canvas().mapToGlobal(event.pos()))
            return
        if event.button() != Qt.MouseButton.LeftButton or self._start is None:
            return
        start, self._start = self._start, None
        self._box.hide()
        if self._dragged(event.pos(), start):
            corners = [self.toLayerCoordinates(units.layer, point) for point in (start, event.pos())]
            picked = units.units_in(QgsRectangle(*corners))
        else:
            picked = [code for code in [self._unit(event.pos())] if code]
        adding = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if adding:
            before = set(units.selected())
            # A click on a selected unit takes it out again; a box only adds.
            picked = sorted(before ^ set(picked)) if len(picked) == 1 else sorted(before | set(picked))
        units.select(picked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event.key(), int(event.modifiers()))
        event.accept()

    def deactivate(self) -> None:
        self._start = None
        self._box.hide()
        QToolTip.hideText()
        super().deactivate()

    def remove(self) -> None:
        """Take the tool and its box off the canvas for good."""
        self._box.deleteLater()
        self.deleteLater()

    def _dragged(self, point: QPoint, start: Optional[QPoint] = None) -> bool:
        origin = start if start is not None else self._start
        return origin is not None and (point - origin).manhattanLength() > 6

    def _unit(self, point: QPoint) -> str:
        units = self._units()
        return "" if units is None else units.unit_at(self.toLayerCoordinates(units.layer, point))


def add_to_project(layer: QgsVectorLayer) -> None:
    """On top of the project's layers."""
    project = QgsProject.instance()
    project.addMapLayer(layer, False)
    node = project.layerTreeRoot().insertLayer(0, layer)
    # The table shows the colours; 99 districts in the legend would push all other layers out of sight.
    QgsMapLayerLegendUtils.setLegendNodeOrder(node, [])


def remove_from_project(layer: QgsVectorLayer) -> None:
    """Take a layer away, unless the user has done so."""
    if still_there(layer) and QgsProject.instance().mapLayer(layer.id()) is not None:
        QgsProject.instance().removeMapLayer(layer.id())


def still_there(layer: Any) -> bool:
    """Whether the user has not removed the layer from the project meanwhile."""
    from qgis.PyQt import sip

    return not sip.isdeleted(layer)
