"""Ellipsoid areas on CGCS2000 by the formula of the national land survey (椭球面积).

The survey sums, edge by edge, the area between the edge and a reference meridian L0:

    S = Σ 2 b² ΔL [A sin(ΔB/2) cos Bm - B' sin(3ΔB/2) cos 3Bm + C sin(5ΔB/2) cos 5Bm
                   - D sin(7ΔB/2) cos 7Bm + E sin(9ΔB/2) cos 9Bm]

with ΔL = (L1+L2)/2 - L0, ΔB = B2 - B1, Bm = (B1+B2)/2 in radians and A..E series in e² of CGCS2000.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

SEMI_MAJOR_AXIS = 6378137.0  # m, CGCS2000
FLATTENING = 1 / 298.257222101
SEMI_MINOR_AXIS = SEMI_MAJOR_AXIS * (1 - FLATTENING)
E2 = FLATTENING * (2 - FLATTENING)

_A = 1 + 3 / 6 * E2 + 30 / 80 * E2**2 + 35 / 112 * E2**3 + 630 / 2304 * E2**4
_B = 1 / 6 * E2 + 15 / 80 * E2**2 + 21 / 112 * E2**3 + 420 / 2304 * E2**4
_C = 3 / 80 * E2**2 + 7 / 112 * E2**3 + 180 / 2304 * E2**4
_D = 1 / 112 * E2**3 + 45 / 2304 * E2**4
_E = 5 / 2304 * E2**4

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
    dL = (longitude[:-1] + longitude[1:]) / 2 - reference[:-1]
    dB = np.diff(latitude)
    Bm = (latitude[:-1] + latitude[1:]) / 2
    edges = (
        2
        * SEMI_MINOR_AXIS**2
        * dL
        * (
            _A * np.sin(dB / 2) * np.cos(Bm)
            - _B * np.sin(3 * dB / 2) * np.cos(3 * Bm)
            + _C * np.sin(5 * dB / 2) * np.cos(5 * Bm)
            - _D * np.sin(7 * dB / 2) * np.cos(7 * Bm)
            + _E * np.sin(9 * dB / 2) * np.cos(9 * Bm)
        )
    )
    edges[offsets[1:-1] - 1] = 0.0  # the jump from one ring to the next is no edge
    return np.add.reduceat(edges, starts)


def ellipsoid_areas(geometry: gpd.GeoSeries) -> NDArray:
    """Ellipsoid areas in m² (unrounded) of polygons and multipolygons; others and empty ones count 0.

    geometry  (n,) with a CRS, geographic or projected; its geographic coordinates are taken as CGCS2000's
    """
    areas = np.zeros(len(geometry))
    values = np.asarray(geometry.values)
    parts, owner = shapely.get_parts(values, return_index=True)
    polygon = shapely.get_type_id(parts) == 3
    parts, owner = parts[polygon], owner[polygon]
    parts_kept = ~shapely.is_empty(parts)
    parts, owner = parts[parts_kept], owner[parts_kept]
    if len(parts) == 0:
        return areas
    rings, ring_owner = shapely.get_rings(parts, return_index=True)
    hole = np.ones(len(rings), dtype=bool)
    hole[np.unique(ring_owner, return_index=True)[1]] = False  # the first ring of a polygon is its shell
    xy, ring_of = shapely.get_coordinates(rings, return_index=True)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(ring_of, minlength=len(rings)))])
    crs = CRS.from_user_input(geometry.crs)
    if crs.is_geographic:
        longitude, latitude = xy[:, 0], xy[:, 1]
    else:
        to_degrees = Transformer.from_crs(crs, GEOGRAPHIC_CGCS2000, always_xy=True)
        longitude, latitude = to_degrees.transform(xy[:, 0], xy[:, 1])
    signed = np.abs(ring_areas(np.radians(longitude), np.radians(latitude), offsets))
    np.add.at(areas, owner[ring_owner], np.where(hole, -signed, signed))
    return areas
