"""The settlement hierarchy over the map: lines from each settlement to its centre, a sign on each, and picking."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool
from qgis.PyQt.QtCore import QPoint, QPointF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ..core.indicators.hierarchy import (
    CENTRAL_TOWN,
    CENTRAL_VILLAGE,
    COUNTY_SEAT,
    ORDINARY_VILLAGE,
    SUB_CENTRAL_TOWN,
)
from .centre_map import star
from .map_item import MapItem

INK, PICKED, PAPER = "#26323a", "#c8382f", "#ffffff"
REACH = 10  # px round a sign in which a click means it
SIZES = {COUNTY_SEAT: 10.0, CENTRAL_TOWN: 9.0, SUB_CENTRAL_TOWN: 7.0, CENTRAL_VILLAGE: 3.2, ORDINARY_VILLAGE: 1.6}
# Role of the lower end -> width and colour of its line.
LINES = {
    CENTRAL_TOWN: (2.4, "#7a3b12"),
    SUB_CENTRAL_TOWN: (2.4, "#7a3b12"),
    CENTRAL_VILLAGE: (1.4, "#3f6d8a"),
    ORDINARY_VILLAGE: (0.8, "#8a949a"),
}
ORDER = (ORDINARY_VILLAGE, CENTRAL_VILLAGE, SUB_CENTRAL_TOWN, CENTRAL_TOWN, COUNTY_SEAT)  # later ones on top


class HierarchyMarks(MapItem):
    """The signs and lines; the settlement picked stands out."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 40)
        self._points: dict[str, QgsPointXY] = {}  # in map coordinates
        self._roles: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._picked = ""

    def show_tree(self, points: Mapping[str, QgsPointXY], roles: Mapping[str, str], parents: Mapping[str, str]) -> None:
        self._points, self._roles, self._parents, self._picked = dict(points), dict(roles), dict(parents), ""
        self.updatePosition()
        self.update()

    def pick(self, code: str) -> None:
        """Show a settlement, its own centre and what belongs to it."""
        self._picked = code
        self.update()

    def at(self, pixel: QPoint) -> str:
        """The settlement whose sign lies under a pixel, higher ones first; "" for none."""
        pixels = self.pixels()
        for role in reversed(ORDER):
            near = [
                (math.hypot(place.x() - pixel.x(), place.y() - pixel.y()), code)
                for code, place in pixels.items()
                if self._roles.get(code) == role
            ]
            distance, code = min(near, default=(math.inf, ""))
            if distance <= (REACH if role != ORDINARY_VILLAGE else 4):
                return code
        return ""

    def pixels(self) -> dict[str, QPointF]:
        return self.pixels_of(self._points)

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.Antialiasing)
        pixels = self.pixels()
        of_role: dict[str, list[str]] = {role: [] for role in ORDER}
        for code in pixels:
            of_role[self._roles.get(code, ORDINARY_VILLAGE)].append(code)
        for role in ORDER[:-1]:
            width, colour = LINES[role]
            for code in of_role[role]:
                parent = self._parents.get(code, "")
                if parent not in pixels:
                    continue
                mine = self._picked in (code, parent) and bool(self._picked)
                painter.setPen(QPen(QColor(PICKED if mine else colour), width + (1.0 if mine else 0.0)))
                painter.drawLine(pixels[code], pixels[parent])
        for role in ORDER:
            for code in of_role[role]:
                held = code == self._picked
                draw_sign(painter, pixels[code], role, SIZES[role] + (3.0 if held else 0.0), PICKED if held else INK)


def draw_sign(painter: QPainter, place: QPointF, role: str, size: float, colour: str) -> None:
    """A star for a central town, a triangle for a sub-central one, a dot for a village, a ringed dot for the seat."""
    painter.setPen(QPen(QColor(PAPER), 1.0) if role != ORDINARY_VILLAGE else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(colour)))
    if role == CENTRAL_TOWN:
        painter.drawPolygon(star(place, size))
    elif role == SUB_CENTRAL_TOWN:
        corners = [(0.0, -size), (0.87 * size, 0.6 * size), (-0.87 * size, 0.6 * size)]
        painter.drawPolygon(QPolygonF([QPointF(place.x() + x, place.y() + y) for x, y in corners]))
    elif role == COUNTY_SEAT:
        painter.drawEllipse(place, size, size)
        painter.setBrush(QBrush(QColor(PAPER)))
        painter.drawEllipse(place, 0.62 * size, 0.62 * size)
        painter.setBrush(QBrush(QColor(colour)))
        painter.drawEllipse(place, 0.36 * size, 0.36 * size)
    else:
        painter.drawEllipse(place, size, size)


class PickTool(QgsMapTool):
    """Click a sign or a village; `picked` carries its code."""

    picked = pyqtSignal(str)

    def __init__(
        self, canvas: QgsMapCanvas, marks: HierarchyMarks, unit_at: Callable[[QgsPointXY], Optional[str]]
    ) -> None:
        super().__init__(canvas)
        self._marks, self._unit_at = marks, unit_at
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        code = self._marks.at(event.pos()) or self._unit_at(self.toMapCoordinates(event.pos()))
        if code:
            self.picked.emit(code)
