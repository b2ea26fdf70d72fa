"""How far a district's centres reach the people of the district: by gravity or by floating catchments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..network.accessibility import floating_catchment
from .centre_rules import RadiationRules
from .travel import MINUTES

NEAREST = 1.0  # minutes; what is nearer counts as this far away, so that no pull is infinite
NEAREST_KM = 0.001  # centroids closer than this count as this far apart


def gravity_reach(strength: NDArray, travel: NDArray, people: NDArray, exponent: float, unit: str) -> float:
    """The mean over people outside the centres of the strongest pull, strength / travel^exponent.

    strength  (m,) score of each centre, 0..1      travel  (n, m) from the district's other units, in `unit`
    people    (n,) of those; each unit counts 1 where all are 0

    With one centre this is its mean pull (Hansen 1959). Infinite where there is no other unit: nobody is out of reach.
    """
    if travel.shape[0] == 0:
        return float("inf")
    nearest = NEAREST if unit == MINUTES else NEAREST_KM
    pull = (strength[None, :] / np.maximum(travel, nearest) ** exponent).max(axis=1)
    return float(np.average(pull, weights=_weight(people)))


def catchment_reach(
    strength: NDArray, own: NDArray, minutes: NDArray, people: NDArray, inside: NDArray, rules: RadiationRules
) -> float:
    """Supply per 1,000 people that a district's own centres offer its people, by two-step floating catchments.

    strength  (m,) of all centres of the county      own  (m,) True for those of the district
    minutes   (n, m) from all units of the county    people  (n,) of those     inside  (n,) True in the district

    Step 1 counts everybody within a centre's catchment, of whatever district; step 2 only the district's own centres.
    """
    demand = _weight(people)
    offered = floating_catchment(np.where(own, strength, 0.0), demand, minutes, rules.catchment_minutes)
    return float(1000 * np.average(offered[inside], weights=_weight(people[inside])))


def _weight(people: NDArray) -> NDArray:
    return people if people.sum() > 0 else np.ones(len(people))
