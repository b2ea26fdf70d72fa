"""Living circles: the ground from which the places around which people live their days are reached in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ..indicators.measures.survey import LackingError, Survey
from ..network.reach import reached_area
from ..task import SILENT, Task
from .groups import LivingCircle

CENTRES = ("central_village", "central_town")


@dataclass(frozen=True)
class CircleReach:
    """A living circle over a county.

    places   number of places it is drawn around     by_roads  False: straight, for want of roads
    area     ground inside, in the plane of the survey's villages
    reach    village code -> minutes (km, straight) from its seat to the first of the places; inf: no way
    inside   village code -> whether that is within the circle's limit
    """

    circle: LivingCircle
    places: int
    by_roads: bool
    area: Any
    reach: pd.Series
    inside: pd.Series


def living_circles(
    survey: Survey, circles: Sequence[LivingCircle], centres: Mapping[str, Sequence[str]], task: Task = SILENT
) -> list[CircleReach]:
    """The circles that have a place to be drawn around.

    centres  role -> codes of the central villages or towns of the plan
    """
    found = []
    for number, circle in enumerate(circles):
        task.report(number / max(len(circles), 1))
        places = _places(survey, circle.around, centres)
        if len(places):
            found.append(_reach(survey, circle, places))
    return found


def _places(survey: Survey, around: str, centres: Mapping[str, Sequence[str]]) -> Any:
    """(m, 2) seats of the centres, or facilities of a kind of place; none where the county has none."""
    if around in CENTRES:
        level = "village" if around == "central_village" else "township"
        chosen = survey.county.units(level)["code"].isin(set(centres.get(around, ()))).to_numpy()
        seats = survey.seats(level)[chosen]
        return seats[np.isfinite(seats).all(axis=1)]
    if around == "township_seat":
        seats = survey.seats("township")
        return seats[np.isfinite(seats).all(axis=1)]
    try:
        return survey.destination(around)
    except LackingError:
        return np.zeros((0, 2))


def _reach(survey: Survey, circle: LivingCircle, places: Any) -> CircleReach:
    codes = survey.county.villages["code"].to_numpy(dtype=object)
    by_roads = survey.county.roads is not None
    if by_roads:
        reach = survey.nearest("village", ("living circle", circle.id), places)
        limit = circle.minutes
        area = _on_villages(survey, reached_area(survey.network, survey.on_roads(places), limit, circle.beside))
    else:
        from scipy.spatial import cKDTree

        seats = survey.seats("village")
        there = np.isfinite(seats).all(axis=1)
        reach = np.full(len(seats), np.inf)
        reach[there] = cKDTree(places).query(seats[there])[0] / 1000
        limit = circle.radius / 1000
        area = shapely.union_all(shapely.buffer(shapely.points(places), circle.radius, quad_segs=16))
    return CircleReach(
        circle, len(places), by_roads, area, pd.Series(reach, codes), pd.Series(reach <= limit, codes, dtype=bool)
    )


def _on_villages(survey: Survey, area: Any) -> Any:
    crs, roads = survey.county.villages.crs, survey.network.crs
    return area if crs == roads else gpd.GeoSeries([area], crs=roads).to_crs(crs).iloc[0]
