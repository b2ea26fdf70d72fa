"""Ellipsoid areas against GeographicLib's geodesic areas (pyproj), an independent method."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from village_planner.core.overlay.ellipsoid import ellipsoid_areas

GEOD = Geod(a=6378137, rf=298.257222101)


def geodesic_area(polygon: shapely.Polygon) -> float:
    # The survey's edges are straight in longitude and latitude; short pieces make geodesics follow them.
    polygon = shapely.segmentize(polygon, 1e-5)
    return abs(GEOD.geometry_area_perimeter(polygon)[0])


def test_one_degree_block_agrees_with_the_geodesic_area_along_its_parallels() -> None:
    # Parallels are not geodesics, so the oracle gets them as many short pieces.
    n = 20000
    west_to_east = np.linspace(105, 106, n)
    ring = np.vstack(
        [
            np.column_stack([west_to_east, np.full(n, 31.0)]),
            np.column_stack([west_to_east[::-1], np.full(n, 32.0)]),
        ]
    )
    block = gpd.GeoSeries([shapely.box(105, 31, 106, 32)], crs=4490)
    assert ellipsoid_areas(block)[0] == pytest.approx(geodesic_area(shapely.Polygon(ring)), rel=1e-9)


@pytest.mark.parametrize("crs", [4523, 4544, 4490])
def test_parcels_agree_with_geodesic_areas(crs: int) -> None:
    rng = np.random.default_rng(7)
    centres = np.column_stack([rng.uniform(104.6, 105.4, 200), rng.uniform(30.9, 31.3, 200)])
    angle = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    parcels = [
        shapely.Polygon(c + np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(0.9, 1.1, (30, 1)) * size)
        for c, size in zip(centres, rng.uniform(1e-4, 1e-3, 200))
    ]
    series = gpd.GeoSeries(parcels, crs=4490)
    expected = [geodesic_area(p) for p in parcels]
    assert ellipsoid_areas(series.to_crs(crs)) == pytest.approx(expected, rel=2e-7)


def test_holes_parts_and_empty_shapes() -> None:
    outer, hole, far = (
        shapely.box(105, 31, 105.1, 31.1),
        shapely.box(105.02, 31.02, 105.05, 31.05),
        shapely.box(106, 31, 106.1, 31.1),
    )
    series = gpd.GeoSeries(
        [
            outer,
            hole,
            outer.difference(hole),
            shapely.MultiPolygon([outer, far]),
            far,
            shapely.Polygon(),
            None,
            shapely.Point(1, 1),
        ],
        crs=4490,
    )
    whole, inner, ring, both, other, *nothing = ellipsoid_areas(series)
    assert ring == pytest.approx(whole - inner, abs=1e-3)
    assert both == pytest.approx(whole + other, abs=1e-3)
    assert nothing == [0, 0, 0]
