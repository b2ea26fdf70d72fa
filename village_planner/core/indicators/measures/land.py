"""Measures of land, from the overlay of parcels with control lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from ...messages import Message, message
from .survey import LackingError, Measured, Survey, of_classes


def class_share(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Area of parcels of the classes `classes` by the unit's area, %."""
    rows = survey.land[of_classes(survey.land["class_code"], arguments["classes"])]
    area = survey.area_of(level, rows) / 1e6
    basis = message("parcels of the classes {classes} by the unit's area", classes=", ".join(arguments["classes"]))
    return Measured(100 * area / survey.county.area_km2(level), basis)


def high_standard_farmland_share(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Share of the land of the classes `classes` that lies in the control line `line`, %."""
    line = arguments["line"]
    if not survey.has_line(line):
        raise LackingError(message("there is no control line of the kind {kind}", kind=line))
    rows = survey.land[of_classes(survey.land["class_code"], arguments["classes"])]
    inside = rows[[line in lines for lines in rows["lines"]]]
    values, said = survey.per(
        level, 100 * survey.area_of(level, inside), survey.area_of(level, rows), message("cultivated land")
    )
    basis = message(
        "parcels of the classes {classes} inside the line {line}", classes=", ".join(arguments["classes"]), line=line
    )
    return Measured(values, basis, tuple(said))


def buildable_land(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Land of the classes `classes` outside the lines, ha; see `_buildable`."""
    area, basis, said = _buildable(survey, level, arguments)
    return Measured(area / 1e4, basis, tuple(said))


def buildable_per_person(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Land of the classes `classes` outside the lines by people, m² per person."""
    area, basis, said = _buildable(survey, level, arguments)
    people, by = survey.population(level, arguments.get("population", ""))
    values, empty = survey.per(level, area, people, message("population"))
    return Measured(values, message("{land}; {people}", land=basis, people=by), (*said, *empty))


def _buildable(survey: Survey, level: str, arguments: Mapping[str, Any]) -> tuple[NDArray, Message, list[Message]]:
    """(n,) m² outside the lines `outside`, which must be there, and `outside_where_known`, which need not."""
    missing = [line for line in arguments["outside"] if not survey.has_line(line)]
    if missing:
        raise LackingError(message("there is no control line of the kinds {kinds}", kinds=", ".join(missing)))
    more = arguments.get("outside_where_known", [])
    unknown = [line for line in more if not survey.has_line(line)]
    taken = {*arguments["outside"], *(line for line in more if line not in unknown)}
    rows = survey.land[of_classes(survey.land["class_code"], arguments["classes"])]
    free = rows[[taken.isdisjoint(lines) for lines in rows["lines"]]]
    basis = message(
        "parcels of the classes {classes} outside the lines {lines}",
        classes=", ".join(arguments["classes"]),
        lines=", ".join(sorted(taken)),
    )
    said = []
    if unknown:
        said.append(
            message(
                "Buildable land: the county has no control line of the kinds {kinds}; such ground is not taken off.",
                kinds=", ".join(unknown),
            )
        )
    return survey.area_of(level, free), basis, said


def land_needs(arguments: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Land classes and kinds of control lines that a measure of land asks about."""
    lines = {*arguments.get("outside", ()), *arguments.get("outside_where_known", ())}
    if "line" in arguments:
        lines.add(arguments["line"])
    return set(arguments.get("classes", ())), lines
