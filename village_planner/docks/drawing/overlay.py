"""Everything the drawing table shows over its layer of units, kept in step with the session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject
from qgis.gui import QgsMapCanvas

from ...core.drawing.sheet import Problem
from ..look import signed, whole
from .marks import DistrictLabel, DistrictLabels, ProblemMarks, SettlementMarks, label_units
from .session import Session
from .unit_layer import UnitLayer

if TYPE_CHECKING:
    from ...core.drawing.figures import DistrictFigures


class Overlay:
    """Problems, centres, and the figures of the districts."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self.problems = ProblemMarks(canvas)
        self.centres = SettlementMarks(canvas)
        self.labels = DistrictLabels(canvas)
        self._places: dict[str, QgsPointXY] = {}  # unit -> a place inside it, in map coordinates
        self._drawn: Mapping[str, str] = {}  # as the labels stand
        self._spots: dict[str, str] = {}  # district -> unit where its label stands

    def begin(self, session: Session, units: UnitLayer) -> None:
        """Find where things stand; the map's reference system may have changed since."""
        settings = self._canvas.mapSettings()
        transform = QgsCoordinateTransform(units.layer.crs(), settings.destinationCrs(), QgsProject.instance())
        self._places = {}
        for code in session.sheet.units:
            point = units.point(code)
            try:
                if not point.isEmpty():
                    self._places[code] = point if transform.isShortCircuited() else transform.transform(point)
            except QgsCsException:  # a place outside what the map's system covers has no mark
                continue
        self._drawn = session.assignment
        self._spots = label_units(session.assignment, self._places)

    def follow(self, session: Session, units: Iterable[str]) -> None:
        """These units have changed their district."""
        wanted = {session.assignment.get(unit, "") for unit in units}
        wanted |= {self._drawn.get(unit, "") for unit in units}
        self._drawn = session.assignment
        inside = {unit: own for unit, own in session.assignment.items() if own in wanted}
        for district in wanted:
            self._spots.pop(district, None)
        self._spots.update(label_units(inside, self._places))

    def show(
        self, session: Session, rows: Sequence[DistrictFigures], problems: Sequence[Problem], units: UnitLayer
    ) -> None:
        self.problems.show([p for p in problems if p.kind in ("broken", "nesting")], units)
        roles = [(self._places[unit], row.role) for unit, row in session.scheme.centres.items() if unit in self._places]
        self.centres.show_roles(roles)
        self.labels.keep_clear(place for place, _ in roles)
        self.show_figures(rows)

    def show_figures(self, rows: Sequence[DistrictFigures]) -> None:
        """Only the figures of the districts, as they are or as a stroke in hand would make them."""
        self.labels.show_labels(
            DistrictLabel(
                self._places[self._spots[row.code]],
                (row.code, whole(row.population), "–" if row.deviation is None else f"{signed(row.deviation)} %"),
                row.population,
                row.pieces > 1,
            )
            for row in rows
            if row.code in self._spots
        )

    def clear(self) -> None:
        self.problems.clear()
        self.centres.show_roles([])
        self.labels.show_labels([])
        self._places, self._spots, self._drawn = {}, {}, {}

    def remove(self) -> None:
        """Nothing of it stays on the canvas."""
        self.problems.remove(self._canvas)
        self.centres.remove()
        self.labels.remove()
