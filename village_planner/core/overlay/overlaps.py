"""Ground that several units claim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from .cover import Cover
from .repair import sound_polygons


@dataclass(frozen=True)
class Overlaps:
    """first, second  (k,) positions of two units, first < second      geometry  (k,) what both claim"""

    first: NDArray
    second: NDArray
    geometry: NDArray

    @property
    def area(self) -> float:
        """m² of ground claimed more than once, each spot counted once."""
        if len(self.geometry) == 0:
            return 0.0
        return float(shapely.area(shapely.union_all(self.geometry)))


def overlaps_of(units: Cover, least: float = 0.0) -> Overlaps:
    """Pairs of units whose common ground is larger than `least` m²."""
    pairs = units.candidates(units.polygons)
    first, second = pairs.polygon, pairs.part
    later = first < second
    first, second = first[later], second[later]
    common = sound_polygons(shapely.intersection(units.polygons[first], units.polygons[second]))
    area = np.nan_to_num(shapely.area(common))
    # Neighbours that share a border to rounding: what two doubles cannot tell apart is no overlap.
    step = np.spacing(np.abs(shapely.bounds(units.polygons)).max(axis=1, initial=0.0))
    noise = (step * shapely.length(units.polygons))[first]
    kept = area > np.maximum(least, noise)
    return Overlaps(first[kept], second[kept], common[kept])
