"""What each piece's area is in the tables: the parcel's statutory area shared over its pieces, so that it closes."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from .balance import round_groups_to_totals

DIGIT = 0.01  # m²


def shared_areas(geometry: NDArray, parcel: NDArray, totals: NDArray) -> NDArray:
    """Areas in m², multiples of 0.01, that sum to the parcels' totals rounded to 0.01.

    geometry  (k,) pieces     parcel  (k,) position of each piece's parcel
    totals    (n,) m² of each parcel, ellipsoid or plane, unrounded
    """
    return round_groups_to_totals(shapely.area(geometry), parcel, rounded(totals), DIGIT)


def rounded(areas: NDArray) -> NDArray:
    """Areas to 0.01 m²."""
    return np.round(np.asarray(areas, dtype=float), 2)
