"""How far a central town reaches the people of its district (gravity)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod

CGCS2000 = Geod(a=6378137.0, rf=298.257222101)
NEAREST = 0.001  # km; centroids closer than this count as this far apart


def radiation(strength: NDArray, distance: NDArray, population: NDArray) -> float:
    """The mean over people outside the centres of the strongest pull, strength / distance².

    strength    (centres,) score of each centre, 0..1
    distance    (centres, units) km from each centre to the district's other units
    population  (units,) people of those; each unit counts 1 where all are 0

    Infinite where there is no other unit: nobody is out of reach.
    """
    if distance.shape[1] == 0:
        return float("inf")
    pull = (strength[:, None] / np.maximum(distance, NEAREST) ** 2).max(axis=0)
    weight = population if population.sum() > 0 else np.ones(len(population))
    return float((weight * pull).sum() / weight.sum())


def distances_km(geometry: gpd.GeoSeries, origins: NDArray) -> NDArray:
    """(origins, n) km between centroids, from the rows `origins` to all; geodesic where the CRS is geographic."""
    points = shapely.centroid(geometry.to_numpy())
    x, y = shapely.get_x(points), shapely.get_y(points)
    from_x, from_y = np.meshgrid(x[origins], x, indexing="ij"), np.meshgrid(y[origins], y, indexing="ij")
    crs = CRS.from_user_input(geometry.crs)
    if crs.is_geographic:
        metres = np.asarray(CGCS2000.inv(from_x[0], from_y[0], from_x[1], from_y[1])[2])
    else:
        metres = np.hypot(from_x[1] - from_x[0], from_y[1] - from_y[0]) * crs.axis_info[0].unit_conversion_factor
    return metres / 1000
