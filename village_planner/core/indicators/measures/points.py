"""Measures that count points: hazards and facilities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...messages import Message, message
from .survey import LackingError, Measured, Survey


def hazard_density(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Hazard points by area, per km²."""
    hazards = survey.layer("hazards")
    count, said = _counted(survey, level, hazards, np.ones(len(hazards)), "hazard")
    basis = message("{count} hazard points by the unit's area", count=len(hazards))
    return Measured(count / survey.county.area_km2(level), basis, tuple(said))


def facility_count(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Facilities in the unit: of the kinds `facilities`, or all."""
    found, basis = _facilities(survey, arguments)
    count, said = _counted(survey, level, found, np.ones(len(found)), "facility")
    return Measured(count, basis, tuple(said))


def facilities_per_thousand(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Facilities by 1,000 people; with `capacity` true what they offer (beds, places) in their field capacity."""
    found, basis = _facilities(survey, arguments)
    amount, said = np.ones(len(found)), []
    if arguments.get("capacity"):
        if "capacity" not in found or found["capacity"].isna().all():
            raise LackingError(message("layer facility has no field of capacities (beds, places) with numbers"))
        given = pd.to_numeric(found["capacity"], errors="coerce").to_numpy(dtype=float)
        if np.isnan(given).any():
            said.append(
                message(
                    "Layer facility: {count} facilities have no capacity and count 0.", count=int(np.isnan(given).sum())
                )
            )
        amount = np.nan_to_num(given)
    people, by = survey.population(level, arguments.get("population", ""))
    count, outside = _counted(survey, level, found, amount, "facility")
    values, empty = survey.per(level, 1000 * count, people, message("population"))
    return Measured(
        values,
        message("{facilities}, by 1,000 people; {people}", facilities=basis, people=by),
        (*said, *outside, *empty),
    )


def villages_with_facility_share(survey: Survey, level: str, arguments: Mapping[str, Any]) -> Measured:
    """Share of a township's villages that have a facility of the kinds `facilities`, %."""
    found, basis = _facilities(survey, arguments)
    count, said = _counted(survey, "village", found, np.ones(len(found)), "facility")
    own = survey.county.township_of_village
    inside = own >= 0
    townships = len(survey.county.townships)
    have = np.bincount(own[inside], (count[inside] > 0).astype(float), townships)
    values, empty = survey.per(level, 100 * have, np.bincount(own[inside], minlength=townships), message("village"))
    return Measured(values, message("villages with one of {facilities}", facilities=basis), (*said, *empty))


def _facilities(survey: Survey, arguments: Mapping[str, Any]) -> tuple[gpd.GeoDataFrame, Message]:
    kinds = arguments.get("facilities")
    if not kinds:
        found = survey.layer("facilities")
        return found, message("{count} facilities", count=len(found))
    found = survey.facilities_of(kinds)
    if found.empty:
        raise LackingError(message("layer facility has none of the kinds {kinds}", kinds=", ".join(kinds)))
    return found, message("{count} facilities of the kinds {kinds}", count=len(found), kinds=", ".join(kinds))


def _counted(
    survey: Survey, level: str, points: gpd.GeoDataFrame, amount: NDArray, layer: str
) -> tuple[NDArray, list[Message]]:
    """(n,) the amounts of points by unit; those that lie in none are said."""
    unit = survey.county.place_in_unit(points, level)
    inside = unit >= 0
    count = np.bincount(unit[inside], amount[inside], len(survey.county.units(level)))
    if inside.all():
        return count, []
    return count, [
        message(
            "Layer {layer}: {count} features lie in no unit and are not counted.",
            layer=layer,
            count=int((~inside).sum()),
        )
    ]
