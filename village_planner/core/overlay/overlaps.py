"""Ground that several units claim."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import shapely
from numpy.typing import NDArray

from ..task import SILENT, Task
from .cover import Cover
from .ellipsoid import square_metres
from .parallel import slices
from .repair import measured_polygons

CHUNK = 40  # units between two looks at the cancel button: they may have thousands of corners each


@dataclass(frozen=True)
class Overlaps:
    """first, second  (k,) positions of two units, first < second      geometry  (k,) what both claim"""

    first: NDArray
    second: NDArray
    geometry: NDArray

    def area(self, crs: object = None) -> float:
        """m² of ground claimed more than once, each spot counted once; `crs` is that of the units."""
        if len(self.geometry) == 0:
            return 0.0
        ground = np.array([shapely.union_all(self.geometry)])
        return float(square_metres(shapely.area(ground), ground, crs)[0])


def overlaps_of(units: Cover, least: float = 0.0, task: Task = SILENT) -> Overlaps:
    """Pairs of units whose common ground is larger than `least` m²."""
    # Neighbours that share a border to rounding: what two doubles cannot tell apart is no overlap.
    step = np.spacing(np.abs(shapely.bounds(units.polygons)).max(axis=1, initial=0.0))
    noise = np.maximum(least, step * shapely.length(units.polygons))
    found = [Overlaps(np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0, dtype=object))]
    for rows in slices(len(units), CHUNK):
        task.report(rows.start / len(units))
        pairs = units.candidates(units.polygons[rows])
        first, second = pairs.polygon + rows.start, pairs.part
        later = first < second
        first, second = first[later], second[later]
        common, area = measured_polygons(shapely.intersection(units.polygons[first], units.polygons[second]))
        kept = area > noise[first]
        found.append(Overlaps(first[kept], second[kept], common[kept]))
    first, second, common = (np.concatenate([getattr(part, f.name) for part in found]) for f in fields(Overlaps))
    return Overlaps(first, second, common)
