"""Measures of roads and travel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...messages import Message, message
from ...task import Task
from .survey import UNITS, LackingError, Measured, Survey

CHUNK = 5_000  # pairs of a road and a unit between two looks at the cancel button


def road_density(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Length of roads inside the unit by its area, km/km². A road along a border counts half to either side."""
    roads = survey.layer("roads").to_crs(survey.county.villages.crs)
    shapes = np.asarray(roads.geometry.values)
    metres = lengths_inside(shapes, np.asarray(survey.county.units(level).geometry.values), survey.task)
    basis = message("length of {count} roads inside the unit by its area", count=len(roads))
    return Measured(metres / 1000 / survey.county.area_km2(level), basis)


@np.errstate(invalid="ignore")  # GEOS leaves floating-point flags that numpy would report
def lengths_inside(lines: NDArray, polygons: NDArray, task: Task) -> NDArray:
    """(polygons,) length of the lines in each; what lies in two (their border) counts half to either."""
    lines = lines[~(shapely.is_missing(lines) | shapely.is_empty(lines))]
    line, polygon = shapely.STRtree(polygons).query(lines, predicate="intersects")
    pieces = np.empty(len(line), dtype=object)
    for start in range(0, len(line), CHUNK):
        task.report(start / len(line))
        rows = slice(start, start + CHUNK)
        pieces[rows] = shapely.intersection(lines[line[rows]], polygons[polygon[rows]])
    metres = shapely.length(pieces)
    # Pieces of one line beside each other: what two of them have in common is counted twice so far.
    order = np.argsort(line, kind="stable")
    line, polygon, pieces = line[order], polygon[order], pieces[order]
    result = np.bincount(polygon, metres[order], len(polygons))
    ahead = 1
    while True:
        a = np.flatnonzero(line[:-ahead] == line[ahead:])
        if not len(a):
            return result
        half = shapely.length(shapely.intersection(pieces[a], pieces[a + ahead])) / 2
        result -= np.bincount(polygon[a], half, len(polygons)) + np.bincount(polygon[a + ahead], half, len(polygons))
        ahead += 1
        task.check()


def travel_time(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Minutes from the unit's seat to the nearest place of the kind `destination`."""
    place = arguments["destination"]
    minutes = survey.to_place(level, place)
    return Measured(*_finite(survey, level, minutes), warnings=tuple(_unreached(survey, level, minutes, place)))


def mean_travel_time(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Minutes from the villages of a township to the nearest place of a kind, mean by population."""
    place = arguments["destination"]
    minutes = survey.to_place("village", place)
    try:
        people, by = survey.population("village", arguments.get("population", ""))
    except LackingError:
        people, by = np.ones(len(minutes)), message("every village counts the same")
    unknown = np.isnan(people)
    weight = np.where(np.isfinite(minutes), np.nan_to_num(people), 0.0)
    total = _by_township(survey, np.where(weight > 0, minutes * weight, 0.0))
    values, said = survey.per(level, total, _by_township(survey, weight), message("village with people on the roads"))
    basis = message(
        "minutes by road of the villages, mean by people; {roads}; {people}", roads=survey.by_roads(), people=by
    )
    lost = _by_township(survey, unknown.astype(float)) > 0
    if lost.any():  # the mean of the others would pass for that of all
        values = np.where(lost, np.nan, values)
        said.append(
            message(
                "{count} villages are of unknown population ({names}); their townships ({townships}) get no value.",
                count=int(unknown.sum()),
                names=survey.names("village", unknown),
                townships=survey.names(level, lost),
            )
        )
    return Measured(values, basis, (*_unreached(survey, "village", minutes, place), *said))


def served_share(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Share of a township's villages within `minutes` of a facility of the kinds `facilities`, %."""
    limit = float(arguments["minutes"])
    minutes = _to_facilities(survey, "village", arguments["facilities"])
    served = _by_township(survey, (minutes <= limit).astype(float))
    values, said = survey.per(level, 100 * served, _villages(survey), message("village"))
    basis = message(
        "villages within {minutes} minutes by road of a facility of the kinds {kinds}; {roads}",
        minutes=f"{limit:g}",
        kinds=", ".join(arguments["facilities"]),
        roads=survey.by_roads(),
    )
    return Measured(values, basis, tuple(said))


def services_within(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """How many of the kinds `facilities` are reached within `minutes` by road from the unit's seat."""
    limit = float(arguments["minutes"])
    kinds = arguments["facilities"]
    there = [kind for kind in kinds if len(survey.facilities_of([kind]))]
    missing = [kind for kind in kinds if kind not in there]
    if not there:
        raise LackingError(_no_facility(kinds))
    count = sum((_to_facilities(survey, level, [kind]) <= limit).astype(float) for kind in there)
    basis = message(
        "kinds of facility within {minutes} minutes by road, of {kinds}; {roads}",
        minutes=f"{limit:g}",
        kinds=", ".join(there),
        roads=survey.by_roads(),
    )
    said = (message("Layer facility has none of the kinds {kinds}; they are not counted.", kinds=", ".join(missing)),)
    return Measured(np.asarray(count), basis, said if missing else ())


def distance(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Straight distance from the unit's seat to the nearest place of a kind, km; villages: to their own township's."""
    place = arguments["destination"]
    seats = survey.seats(level)
    if place == "township_seat" and level == "village":
        own = survey.county.township_of_village
        goal = np.full(seats.shape, np.nan)
        goal[own >= 0] = survey.seats("township")[own[own >= 0]]
        km = np.hypot(*(seats - goal).T) / 1000
    else:
        from scipy.spatial import cKDTree

        there = np.isfinite(seats).all(axis=1)
        km = np.full(len(seats), np.nan)
        km[there] = cKDTree(survey.destination(place)).query(seats[there])[0] / 1000
    return Measured(km, message("straight distance between the seats"))


def _to_facilities(survey: Survey, level: str, kinds: list[str]) -> NDArray:
    found = survey.facilities_of(kinds)
    if found.empty:
        raise LackingError(_no_facility(kinds))
    return survey.nearest(level, tuple(kinds), shapely.get_coordinates(shapely.point_on_surface(found.geometry.values)))


def _no_facility(kinds: list[str]) -> Message:
    return message("layer facility has none of the kinds {kinds}", kinds=", ".join(kinds))


def _by_township(survey: Survey, value: NDArray) -> NDArray:
    own = survey.county.township_of_village
    return np.bincount(own[own >= 0], value[own >= 0], len(survey.county.townships))


def _villages(survey: Survey) -> NDArray:
    return _by_township(survey, np.ones(len(survey.county.villages)))


def _finite(survey: Survey, level: str, minutes: NDArray) -> tuple[NDArray, Message]:
    basis = message("minutes by road between the seats; {roads}", roads=survey.by_roads())
    return np.where(np.isfinite(minutes), minutes, np.nan), basis


def _unreached(survey: Survey, level: str, minutes: NDArray, place: str) -> list[Message]:
    lost = ~np.isfinite(minutes)
    if not lost.any():
        return []
    return [
        message(
            "{count} {units} have no way by road to “{place}” and get no value ({names}). See what is said of "
            "unconnected roads.",
            count=int(lost.sum()),
            units=UNITS[level],
            place=survey.settings.places.places[place].name(survey.settings.language),
            names=survey.names(level, lost),
        )
    ]
