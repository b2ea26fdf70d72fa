"""Lines of longitude and latitude on a map, with degrees at its frame."""

from __future__ import annotations

import math

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLineSymbol,
)

from .labels import text_format

GEOGRAPHIC = "EPSG:4490"
STEPS = (1 / 60, 2 / 60, 5 / 60, 10 / 60, 15 / 60, 0.5, 1.0, 2.0, 5.0)  # degrees
LINES = 6  # across the map at most
EDGE = 0.02  # of the map: nearer to its edge the text of a line is cut
COLOUR = "#8a9a93"
DISTANCE = 0.5  # mm from the map's frame to the degrees


def add_graticule(item: QgsLayoutItemMap, size: float) -> None:
    """size  of the degrees, in points"""
    geographic = QgsCoordinateReferenceSystem(GEOGRAPHIC)
    step = _step(QgsCoordinateTransform(item.crs(), geographic, item.layout().project()), item)
    grid = QgsLayoutItemMapGrid("graticule", item)
    grid.setCrs(geographic)
    grid.setIntervalX(step)
    grid.setIntervalY(step)
    grid.setStyle(QgsLayoutItemMapGrid.Solid)
    grid.setLineSymbol(
        QgsLineSymbol.createSimple({"line_color": COLOUR, "line_width": "0.12", "line_width_unit": "MM"})
    )
    grid.setAnnotationEnabled(True)
    grid.setAnnotationFormat(QgsLayoutItemMapGrid.DegreeMinute)
    grid.setAnnotationPrecision(0)
    grid.setAnnotationFrameDistance(DISTANCE)
    grid.setAnnotationTextFormat(text_format(size, "#5f6f68", buffer=None))
    sides = {
        QgsLayoutItemMapGrid.Left: QgsLayoutItemMapGrid.LatitudeOnly,
        QgsLayoutItemMapGrid.Right: QgsLayoutItemMapGrid.LatitudeOnly,
        QgsLayoutItemMapGrid.Top: QgsLayoutItemMapGrid.LongitudeOnly,
        QgsLayoutItemMapGrid.Bottom: QgsLayoutItemMapGrid.LongitudeOnly,
    }
    for side, shown in sides.items():
        # Beside the map, where no line runs through them; upright where the page has little room there.
        grid.setAnnotationPosition(QgsLayoutItemMapGrid.OutsideMapFrame, side)
        upright = shown == QgsLayoutItemMapGrid.LatitudeOnly
        grid.setAnnotationDirection(QgsLayoutItemMapGrid.Vertical if upright else QgsLayoutItemMapGrid.Horizontal, side)
        grid.setAnnotationDisplay(shown, side)
    item.grids().addGrid(grid)


def _step(to_degrees: QgsCoordinateTransform, item: QgsLayoutItemMap) -> float:
    """A round step with a few lines, none of them so near an edge that its degrees do not fit."""
    ground = to_degrees.transformBoundingBox(item.extent())
    sides = ((ground.xMinimum(), ground.xMaximum()), (ground.yMinimum(), ground.yMaximum()))
    widest = max(high - low for low, high in sides)
    steps = [step for step in STEPS if 1 <= widest / step <= LINES] or [STEPS[-1]]
    for step in steps:
        places = [(line * step - low) / (high - low) for low, high in sides for line in _inside(low, high, step)]
        if places and all(EDGE < place < 1 - EDGE for place in places):
            return step
    return steps[0]


def _inside(low: float, high: float, step: float) -> range:
    return range(math.ceil(low / step), math.floor(high / step) + 1)
