"""Accessibility over a matrix of travel minutes: two-step floating catchments (Luo & Wang 2003)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def floating_catchment(supply: NDArray, demand: NDArray, minutes: NDArray, limit: float) -> NDArray:
    """(n,) supply per head that each unit has within reach, by the two-step floating catchment area method.

    supply  (m,) of each place, e.g. beds     demand  (n,) people of each unit     minutes  (n, m)
    limit   minutes that a catchment reaches, included

    Step 1: each place's supply by the people within its catchment; step 2: the sum of these ratios over the places
    within the unit's. A place with nobody in reach offers nothing to anyone. Over all units, Σ demand · result is the
    supply that is within anybody's reach. W. Luo, F. Wang: Measures of spatial accessibility to health care in a GIS
    environment. Environment and Planning B 30 (2003) 865-884.
    """
    within = (minutes <= limit).astype(float)
    reached = demand @ within
    ratio = np.divide(supply, reached, out=np.zeros(len(supply)), where=reached > 0)
    result: NDArray = within @ ratio
    return result
