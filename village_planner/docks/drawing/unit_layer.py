"""The units of a level on the map, coloured by district: a view of what is drawn, nothing is edited in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsLayerTreeLayer,
    QgsLinePatternFillSymbolLayer,
    QgsMapLayerLegendUtils,
    QgsPointXY,
    QgsProject,
    QgsProperty,
    QgsRectangle,
    QgsRendererCategory,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ...compat import make_field

if TYPE_CHECKING:
    import geopandas as gpd

NO_DISTRICT = "#f4f4f2"
OUTLINE = "#ffffff"
SPARE_COLOUR = "#c8ccc4"  # of a district that has no colour yet
HATCH = "#33302c"


class UnitLayer:
    """A memory layer of the units, kept in step with what is drawn."""

    def __init__(
        self,
        title: str,
        units: gpd.GeoDataFrame,
        assignment: Mapping[str, str],
        hatched: Collection[str] = (),
        points: Optional[Mapping[str, tuple[float, float]]] = None,
    ) -> None:
        """units: columns code, name and geometry; hatched: codes of units that are marked so; points: places inside
        units, as far as they are known"""
        import shapely

        from ...layers import qgis_crs

        crs = qgis_crs(units)
        self.layer = QgsVectorLayer(f"MultiPolygon?crs={crs.authid()}", title, "memory")
        self.layer.setCrs(crs)
        # The plan is in the database: QGIS need not ask on exit whether this copy should be saved.
        self.layer.setCustomProperty("skipMemoryLayersCheck", 1)
        provider = self.layer.dataProvider()
        provider.addAttributes([make_field(name, "text") for name in ("code", "name", "district", "hatched")])
        self.layer.updateFields()
        self._all = [str(code) for code in units["code"]]
        self._shapes = units.geometry.to_numpy()
        self._tree = shapely.STRtree(self._shapes)
        features = []
        self._geometry: dict[str, QgsGeometry] = {}
        for code, name, wkb in zip(self._all, units["name"], shapely.to_wkb(self._shapes)):
            feature = QgsFeature(self.layer.fields())
            feature.setAttributes([code, name, assignment.get(code, ""), "1" if code in hatched else ""])
            geometry = QgsGeometry()
            if wkb is not None:
                geometry.fromWkb(wkb)
            feature.setGeometry(geometry)
            self._geometry[code] = geometry
            features.append(feature)
        _, added = provider.addFeatures(features)
        self._ids = {feature["code"]: feature.id() for feature in added}
        self._codes = {number: code for code, number in self._ids.items()}
        self._shown = {code: assignment.get(code, "") for code in self._all}
        self._colours: dict[str, str] = {}
        self._hatched = bool(hatched)
        self._points = {code: QgsPointXY(*point) for code, point in (points or {}).items()}
        provider.createSpatialIndex()
        self.layer.updateExtents()
        self.layer.setReadOnly(True)

    # ---- what is shown
    def colour(self, colours: Mapping[str, str]) -> None:
        """Paint each district in its colour, units without one pale."""
        if dict(colours) == self._colours:
            return
        self._colours = dict(colours)
        outline = {"outline_color": OUTLINE, "outline_width": "0.2"}

        def symbol(colour: str) -> QgsFillSymbol:
            made = QgsFillSymbol.createSimple({"color": colour, **outline})
            if self._hatched:
                made.appendSymbolLayer(_hatching())
            return made

        categories = [
            QgsRendererCategory(code, symbol(colour or SPARE_COLOUR), code) for code, colour in colours.items()
        ]
        categories.append(QgsRendererCategory("", symbol(NO_DISTRICT), "–"))
        self.layer.setRenderer(QgsCategorizedSymbolRenderer("district", categories))
        self.layer.setOpacity(0.85)
        self.layer.triggerRepaint()

    def hatch(self, on: bool) -> None:
        """Show the hatching or hide it."""
        if on != self._hatched:
            self._hatched = on
            colours, self._colours = self._colours, {}
            self.colour(colours)

    def update(self, codes: Iterable[str], assignment: Mapping[str, str]) -> None:
        """Show the present district of these units."""
        wanted = {code: assignment.get(code, "") for code in codes if code in self._ids}
        wanted = {code: district for code, district in wanted.items() if self._shown[code] != district}
        if not wanted:
            return
        self._shown.update(wanted)
        field = self.layer.fields().lookupField("district")
        self.layer.dataProvider().changeAttributeValues(
            {self._ids[code]: {field: district} for code, district in wanted.items()}
        )
        self.layer.triggerRepaint()

    # ---- what is selected
    def selected(self) -> list[str]:
        """Codes of the selected units, sorted."""
        return sorted(self._codes[number] for number in self.layer.selectedFeatureIds() if number in self._codes)

    def select(self, codes: Iterable[str]) -> None:
        self.layer.selectByIds([self._ids[code] for code in codes if code in self._ids])

    # ---- where units are
    def geometries(self, codes: Iterable[str]) -> list[QgsGeometry]:
        return [self._geometry[code] for code in codes if code in self._geometry]

    def point(self, code: str) -> QgsPointXY:
        """A place inside a unit, in the layer's coordinates; empty for a unit without a shape."""
        if code not in self._points:
            geometry = self._geometry.get(code, QgsGeometry())
            empty = geometry.isEmpty()
            self._points[code] = QgsPointXY() if empty else geometry.pointOnSurface().asPoint()
        return self._points[code]

    def unit_at(self, point: QgsPointXY) -> str:
        """Code of the unit at a point in the layer's coordinates, "" for none."""
        import shapely

        found = self._tree.query(shapely.Point(point.x(), point.y()), predicate="intersects")
        return self._all[min(found)] if len(found) else ""

    def units_in(self, rectangle: QgsRectangle) -> list[str]:
        """Codes of the units that touch a rectangle in the layer's coordinates."""
        import shapely

        box = shapely.box(rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
        return self._touching(box)

    def units_along(self, start: QgsPointXY, end: QgsPointXY, reach: float) -> list[str]:
        """Codes of the units within `reach` of a straight way, all in the layer's coordinates."""
        import shapely

        way = shapely.LineString([(start.x(), start.y()), (end.x(), end.y())])
        if way.length == 0:
            way = shapely.Point(start.x(), start.y())
        return self._touching(way.buffer(reach) if reach > 0 else way)

    def _touching(self, shape: Any) -> list[str]:
        return sorted(self._all[i] for i in self._tree.query(shape, predicate="intersects"))


def _hatching() -> QgsLinePatternFillSymbolLayer:
    """Thin slanting lines, drawn only where a unit is marked."""
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45)
    lines.setDistance(1.6)
    lines.subSymbol().setColor(QColor(HATCH))
    lines.subSymbol().setWidth(0.25)
    lines.setDataDefinedProperty(QgsSymbolLayer.PropertyLayerEnabled, QgsProperty.fromExpression("\"hatched\" = '1'"))
    return lines


def add_to_project(layer: QgsVectorLayer) -> None:
    """On top of the project's layers."""
    project = QgsProject.instance()
    project.addMapLayer(layer, False)
    node = QgsLayerTreeLayer(layer)
    # The table shows the colours; 99 districts in the legend would push all other layers out of sight.
    QgsMapLayerLegendUtils.setLegendNodeOrder(node, [])
    project.layerTreeRoot().insertChildNode(0, node)


def remove_from_project(layer: QgsVectorLayer) -> None:
    """Take a layer away, unless the user has done so."""
    if still_there(layer) and QgsProject.instance().mapLayer(layer.id()) is not None:
        QgsProject.instance().removeMapLayer(layer.id())


def still_there(layer: Any) -> bool:
    """Whether the user has not removed the layer from the project meanwhile."""
    from qgis.PyQt import sip

    return not sip.isdeleted(layer)
