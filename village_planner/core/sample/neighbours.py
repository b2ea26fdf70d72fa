"""The counties around: sectors of the ground outside the border, with wavy borders between them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from .ground import CRS
from .names import SampleData, pick_names
from .noise import stream

COUNT = 6
REACH = 75_000.0  # m, how far beyond the border they are drawn
STEPS = 60  # points of a border between two
SUFFIXES = ("县", "县", "县", "区", "市")


def neighbouring_counties(townships: gpd.GeoDataFrame, data: SampleData, seed: int) -> gpd.GeoDataFrame:
    """Layer LJX."""
    rng = stream(seed, "neighbouring counties")
    county = townships.union_all()
    around = shapely.difference(shapely.buffer(shapely.convex_hull(county), REACH), county)
    middle = np.array([county.centroid.x, county.centroid.y])
    width = np.hypot(*(np.array(county.bounds[2:]) - county.bounds[:2])) + 2 * REACH
    angles = 2 * np.pi * (np.arange(COUNT) + rng.uniform(-0.25, 0.25, COUNT)) / COUNT
    away = np.linspace(0, width, STEPS)
    rays = [_ray(rng, angle) for angle in angles]
    sectors = []
    for one, other in zip(rays, [*rays[1:], rays[0] + 2 * np.pi]):
        angle = np.concatenate([one, np.linspace(one[-1], other[-1], STEPS), other[:0:-1]])
        reach = np.concatenate([away, np.full(STEPS, width), away[:0:-1]])
        sectors.append(shapely.Polygon(middle + reach[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)))
    with np.errstate(invalid="ignore"):  # GEOS raises the flag where shapes touch
        shapes = shapely.intersection(np.array(sectors), around)
    taken = {name[:-1] for name in (data.county_name, *townships["name"])}
    names = pick_names(rng, data.names["township_first"], data.names["township_second"], COUNT, taken)
    return gpd.GeoDataFrame(
        {
            "XJXZQDM": [str(int(data.county_code) - number) for number in range(1, COUNT + 1)],
            "XJXZQMC": [name + str(rng.choice(SUFFIXES)) for name in names],
        },
        geometry=gpd.GeoSeries(shapes, crs=CRS),
        crs=CRS,
    )


def _ray(rng: np.random.Generator, angle: float) -> NDArray:
    """(STEPS,) directions on the way outwards; it turns by less than would make two rays meet."""
    turn = 0.02 * np.cumsum(rng.normal(0, 1, STEPS))
    return angle + np.clip(turn - turn[0], -0.2, 0.2)
