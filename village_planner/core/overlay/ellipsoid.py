"""Ellipsoid areas on CGCS2000 by the formula of the national land survey (椭球面积).

The survey sums, edge by edge, the area between the edge and a reference meridian L0:

    S = Σ 2 b² ΔL [A sin(ΔB/2) cos Bm - B' sin(3ΔB/2) cos 3Bm + C sin(5ΔB/2) cos 5Bm
                   - D sin(7ΔB/2) cos 7Bm + E sin(9ΔB/2) cos 9Bm]

with ΔL = (L1+L2)/2 - L0, ΔB = B2 - B1, Bm = (B1+B2)/2 in radians and A..E series in e² of CGCS2000.
"""

from __future__ import annotations

from threading import local
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from ..task import SILENT, Task
from .parallel import in_chunks, slices

SEMI_MAJOR_AXIS = 6378137.0  # m, CGCS2000
FLATTENING = 1 / 298.257222101
SEMI_MINOR_AXIS = SEMI_MAJOR_AXIS * (1 - FLATTENING)
E2 = FLATTENING * (2 - FLATTENING)

_A = 1 + 3 / 6 * E2 + 30 / 80 * E2**2 + 35 / 112 * E2**3 + 630 / 2304 * E2**4
_B = 1 / 6 * E2 + 15 / 80 * E2**2 + 21 / 112 * E2**3 + 420 / 2304 * E2**4
_C = 3 / 80 * E2**2 + 7 / 112 * E2**3 + 180 / 2304 * E2**4
_D = 1 / 112 * E2**3 + 45 / 2304 * E2**4
_E = 5 / 2304 * E2**4

POLYGON = 3  # type id
CHUNK = 1000  # polygons at a time: what is made of their coordinates then fits the processor's cache

GEOGRAPHIC_CGCS2000 = CRS.from_epsg(4490)


def ring_areas(longitude: NDArray, latitude: NDArray, offsets: NDArray) -> NDArray:
    """Signed areas in m² of closed rings, anticlockwise negative or positive as the sign falls.

    longitude, latitude  radians, all rings one after the other, each closed by its first point
    offsets              (n + 1,) where each ring starts in them
    """
    starts = offsets[:-1]
    # A meridian of each ring's own: the sum telescopes, so any L0 gives the same area, a near one the least
    # cancellation.
    reference = np.repeat(longitude[starts], np.diff(offsets))
    dL = 0.5 * (longitude[:-1] + longitude[1:]) - reference[:-1]
    half = 0.5 * (latitude[1:] - latitude[:-1])
    Bm = 0.5 * (latitude[:-1] + latitude[1:])
    # sin and cos of the odd multiples from those of the angle itself: sin(n+2)x = 2 cos 2x sin nx - sin(n-2)x,
    # written so that a small angle's sine keeps its digits.
    sine, cosine = np.sin(half), np.cos(Bm)
    step, turn = -4 * sine**2, 4 * cosine**2 - 2  # 2 cos 2x - 2, and 2 cos 2Bm
    edges = _A * sine * cosine
    last_sine, last_cosine = -sine, cosine  # of -x and of -Bm
    for factor in (-_B, _C, -_D, _E):
        last_sine, sine = sine, sine + (sine - last_sine) + step * sine
        last_cosine, cosine = cosine, turn * cosine - last_cosine
        edges += factor * sine * cosine
    edges *= (2 * SEMI_MINOR_AXIS**2) * dL
    edges[offsets[1:-1] - 1] = 0.0  # the jump from one ring to the next is no edge
    return np.add.reduceat(edges, starts)


def ellipsoid_areas(geometry: gpd.GeoSeries, task: Task = SILENT) -> NDArray:
    """Ellipsoid areas in m² (unrounded) of polygons and multipolygons; others and empty ones count 0.

    geometry  (n,) with a CRS, geographic or projected; its geographic coordinates are taken as CGCS2000's
    """
    to_radians = _Unprojection(CRS.from_user_input(geometry.crs))
    values = np.asarray(geometry.values)
    made = in_chunks(lambda rows, _: _areas(values[rows], to_radians), slices(len(values), CHUNK), task)
    return np.concatenate(made or [np.zeros(0)])


def square_metres(areas: NDArray, geometry: NDArray, crs: Any) -> NDArray:
    """Plane areas that belong to polygons (n,), in m²: those of a layer in degrees are square degrees."""
    if crs is None or not CRS.from_user_input(crs).is_geographic:
        return areas
    plane = shapely.area(geometry)
    metres = ellipsoid_areas(gpd.GeoSeries(geometry, crs=crs))
    return areas * np.divide(metres, plane, out=np.zeros(len(areas)), where=plane > 0)


class _Unprojection(local):
    """Coordinates to longitude and latitude in radians; one transformer for each thread, as PROJ wants it."""

    def __init__(self, crs: CRS) -> None:
        self._to_degrees = None
        if not crs.is_geographic:
            self._to_degrees = Transformer.from_crs(crs, GEOGRAPHIC_CGCS2000, always_xy=True)

    def __call__(self, xy: NDArray) -> tuple[NDArray, NDArray]:
        x, y = np.ascontiguousarray(xy.T)
        if self._to_degrees is None:
            return np.radians(x), np.radians(y)
        longitude, latitude = self._to_degrees.transform(x, y, radians=True, inplace=True)
        return longitude, latitude


def _areas(values: NDArray, to_radians: _Unprojection) -> NDArray:
    areas = np.zeros(len(values))
    kind = shapely.get_type_id(values)
    plain = (kind == POLYGON) & (shapely.get_num_interior_rings(values) == 0) & ~shapely.is_empty(values)
    xy, owner = shapely.get_coordinates(values[plain], return_index=True)
    areas[plain] = np.abs(_rings(xy, owner, int(plain.sum()), to_radians))
    other = np.flatnonzero(~plain)
    parts, part_owner = shapely.get_parts(values[other], return_index=True)
    polygon = (shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)
    parts, part_owner = parts[polygon], other[part_owner[polygon]]
    rings, part = shapely.get_rings(parts, return_index=True)
    hole = np.ones(len(rings), dtype=bool)
    hole[np.unique(part, return_index=True)[1]] = False  # the first ring of a polygon is its shell
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    signed = np.abs(_rings(xy, ring, len(rings), to_radians))
    np.add.at(areas, part_owner[part], np.where(hole, -signed, signed))
    return areas


def _rings(xy: NDArray, ring: NDArray, count: int, to_radians: _Unprojection) -> NDArray:
    """(count,) signed areas of rings whose points are `xy` (k, 2); `ring` (k,) says whose each is, ascending."""
    if count == 0:
        return np.zeros(0)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(ring, minlength=count))])
    return ring_areas(*to_radians(xy), offsets)
