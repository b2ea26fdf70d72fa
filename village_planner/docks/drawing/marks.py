"""What the drawing table lays over the map: the stroke in hand, what is broken, centres, figures of the districts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ...compat import POLYGON_GEOMETRY
from ...core.drawing.sheet import Problem
from ..centre_map import INK, star
from ..map_item import MapItem
from .unit_layer import NO_DISTRICT, UnitLayer

BAD = "#c8382f"
FEW = 20  # labels that are shown even where they lie on a centre's mark
MARK = 9.0  # px that a centre's mark reaches from its middle


class ProblemMarks:
    """Broken pieces and villages that cross a township district, outlined and dashed on the map."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._band = QgsRubberBand(canvas, POLYGON_GEOMETRY)
        self._band.setStrokeColor(QColor(BAD))
        self._band.setFillColor(QColor(200, 56, 47, 30))
        self._band.setWidth(2)
        self._band.setLineStyle(Qt.PenStyle.DashLine)
        self._shown: list[tuple[str, ...]] = []

    def show(self, problems: Sequence[Problem], units: UnitLayer) -> None:
        wanted = [problem.units for problem in problems]
        if wanted == self._shown:
            return
        self.clear()
        self._shown = wanted
        for codes in wanted:
            for geometry in units.geometries(codes):
                self._band.addGeometry(geometry, units.layer)

    def clear(self) -> None:
        self._shown = []
        self._band.reset(POLYGON_GEOMETRY)

    def remove(self, canvas: QgsMapCanvas) -> None:
        self.clear()
        canvas.scene().removeItem(self._band)


class StrokePreview:
    """The units of the stroke in hand, in the colour that they would have."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._band = QgsRubberBand(canvas, POLYGON_GEOMETRY)
        self._band.setWidth(2)
        self._shown: set[str] = set()

    def begin(self, colour: str) -> None:
        self.clear()
        fill = QColor(colour or NO_DISTRICT)
        self._band.setStrokeColor(fill.darker(160))
        fill.setAlpha(225)
        self._band.setFillColor(fill)

    def show(self, codes: Iterable[str], units: UnitLayer) -> None:
        """Only what is new is drawn anew, as long as nothing went."""
        wanted = set(codes)
        if self._shown - wanted:
            self.clear()
        for geometry in units.geometries(sorted(wanted - self._shown)):
            self._band.addGeometry(geometry, units.layer)
        self._shown = wanted

    def shown(self) -> set[str]:
        return set(self._shown)

    def clear(self) -> None:
        self._shown = set()
        self._band.reset(POLYGON_GEOMETRY)

    def remove(self) -> None:
        self.clear()
        self._canvas.scene().removeItem(self._band)


class SettlementMarks(MapItem):
    """A star on each central town, a triangle on each sub-central town, a dot on each central village."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 44)
        self._marks: list[tuple[QgsPointXY, str]] = []

    def show_roles(self, marks: Iterable[tuple[QgsPointXY, str]]) -> None:
        """Places in map coordinates, each with a role as `database` names it."""
        self._marks = list(marks)
        self.update()

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.Antialiasing)
        painter.setPen(QPen(QColor("#ffffff"), 1.4))
        painter.setBrush(QBrush(QColor(INK)))
        for point, role in self._marks:
            place = self.pixel(point)
            if role == "central_town":
                painter.drawPolygon(star(place, 9.0))
            elif role == "sub_central_town":
                painter.drawPolygon(triangle(place, 7.0))
            else:
                painter.drawEllipse(place, 3.6, 3.6)


def triangle(middle: QPointF, size: float) -> QPolygonF:
    x, y = middle.x(), middle.y()
    return QPolygonF([QPointF(x, y - size), QPointF(x + size, y + 0.8 * size), QPointF(x - size, y + 0.8 * size)])


@dataclass(frozen=True)
class DistrictLabel:
    """Where a district's figures stand, in map coordinates; the largest district gets its place first."""

    place: QgsPointXY
    lines: tuple[str, ...]
    weight: float
    bad: bool = False


class DistrictLabels(MapItem):
    """Code, people and deviation of each district; one that would cover another gives way until there is room."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, 45)
        self._labels: list[DistrictLabel] = []
        self._clear: list[QgsPointXY] = []

    def show_labels(self, labels: Iterable[DistrictLabel]) -> None:
        self._labels = sorted(labels, key=lambda label: -label.weight)
        self.update()

    def lines(self) -> list[tuple[str, ...]]:
        return [label.lines for label in self._labels]

    def keep_clear(self, points: Iterable[QgsPointXY]) -> None:
        """Places that labels step aside for, in map coordinates."""
        self._clear = list(points)

    def paint(self, painter: QPainter, option: Any = None, widget: Any = None) -> None:
        painter.setRenderHint(QPainter.Antialiasing)
        font = self.canvas.font()
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        window = self.boundingRect()
        marks = [QRectF(p.x() - MARK, p.y() - MARK, 2 * MARK, 2 * MARK) for p in map(self.pixel, self._clear)]
        there: list[QRectF] = []
        for label in self._labels:
            place = self.pixel(label.place)
            if not window.contains(place):
                continue
            width = max(metrics.width(line) for line in label.lines) + 6
            height = metrics.height() * len(label.lines) + 2
            middle = QRectF(place.x() - width / 2, place.y() - height / 2, width, height)
            steps = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))
            beside = (middle.translated(x * (width / 2 + MARK), y * (height / 2 + MARK)) for x, y in steps)
            free = [box for box in beside if not any(box.intersects(other) for other in there)]
            if not free:
                continue
            clear = [box for box in free if not any(box.intersects(mark) for mark in marks)]
            if not clear and len(self._labels) > FEW and not label.bad:
                continue
            box = (clear or free)[0]
            there.append(box)
            painter.setPen(QPen(QColor(BAD if label.bad else INK), 0.6))
            painter.setBrush(QBrush(QColor(255, 255, 255, 215)))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QColor(BAD if label.bad else INK))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "\n".join(label.lines))


def label_units(assignment: Mapping[str, str], places: Mapping[str, QgsPointXY]) -> dict[str, str]:
    """District -> the unit of it that lies nearest to the middle of them all: a label there lies in its district."""
    inside: dict[str, list[str]] = {}
    for unit, district in assignment.items():
        if unit in places:
            inside.setdefault(district, []).append(unit)
    found = {}
    for district, units in inside.items():
        x = sum(places[unit].x() for unit in units) / len(units)
        y = sum(places[unit].y() for unit in units) / len(units)
        found[district] = min(units, key=lambda unit: (places[unit].x() - x) ** 2 + (places[unit].y() - y) ** 2)
    return found
