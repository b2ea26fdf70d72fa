"""Made-up ground to measure the overlay on: a mesh of parcels with curved, shared borders, and blobs to cut it by."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

CRS = "EPSG:4523"
ORIGIN = (35_400_000.0, 3_400_000.0)  # m: eastings with zone number, as counties have them
SIDE = 45.0  # m, of a parcel
CLASSES = ("0101", "0103", "0301", "0404", "0702", "1006", "1104", "0201")
VERTICES_OF_BLOB = 48


def parcels(count: int, vertices: int = 46, seed: int = 1) -> gpd.GeoDataFrame:
    """About `count` parcels (a square number) of `vertices` on average; neighbours share their very vertices."""
    random = np.random.default_rng(seed)
    n = round(np.sqrt(count))
    corner = np.stack(np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij"), axis=-1) * SIDE
    corner = corner + random.uniform(-0.15 * SIDE, 0.15 * SIDE, corner.shape) + ORIGIN
    # Every edge of the mesh once, first those that run east, then those that run north.
    start = np.concatenate([corner[:-1, :].reshape(-1, 2), corner[:, :-1].reshape(-1, 2)])
    end = np.concatenate([corner[1:, :].reshape(-1, 2), corner[:, 1:].reshape(-1, 2)])
    points, first, steps = _curves(start, end, vertices / 4, random)
    cell = np.stack(np.meshgrid(np.arange(n), np.arange(n), indexing="ij"), axis=-1).reshape(-1, 2)
    i, j = cell[:, 0], cell[:, 1]
    east, north = i * (n + 1) + j, n * (n + 1) + i * n + j
    edges = np.stack([east, north + n, east + 1, north], axis=1).ravel()  # south, east, north, west
    back = np.tile([False, False, True, True], len(cell))
    # Each edge without its last point, which is the next one's first.
    length = steps[edges]
    place = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    at = np.repeat(first[edges] + np.where(back, length, 0), length) + np.where(np.repeat(back, length), -place, place)
    owner = np.repeat(np.repeat(np.arange(len(cell)), 4), length)
    shapes = shapely.polygons(shapely.linearrings(points[at], indices=owner))
    number = np.arange(len(cell))
    return gpd.GeoDataFrame(
        {
            "BSM": pd.Series(number).map("5107220001{:08d}".format),
            "DLBM": random.choice(CLASSES, len(cell)),
            "ZLDWDM": pd.Series(number // 600).map("5107{:08d}0000000".format),
            "TBMJ": np.round(shapely.area(shapes), 2),
        },
        geometry=gpd.GeoSeries(shapes, crs=CRS),
    )


def _curves(
    start: NDArray, end: NDArray, steps: float, random: np.random.Generator
) -> tuple[NDArray, NDArray, NDArray]:
    """Points of all curves one after the other, where each begins, and how many steps it has (`steps` on average)."""
    count = random.integers(round(0.5 * steps), round(1.5 * steps) + 1, len(start))
    first = np.concatenate([[0], np.cumsum(count + 1)[:-1]])
    owner = np.repeat(np.arange(len(start)), count + 1)
    t = ((np.arange(len(owner)) - first[owner]) / count[owner])[:, None]
    bow = np.sin(np.pi * t) * random.uniform(-3, 3, (len(start), 1))[owner]
    bow += np.where((t > 0) & (t < 1), random.uniform(-0.4, 0.4, t.shape), 0)
    along = end - start
    normal = along[:, ::-1] * [-1, 1] / np.hypot(along[:, 0], along[:, 1])[:, None]
    return np.round(start[owner] + t * along[owner] + bow * normal[owner], 4), first, count


def blobs(count: int, extent: tuple[float, float, float, float], overlapping: bool, seed: int = 2) -> gpd.GeoDataFrame:
    """`count` wavy polygons of about 3.7 ha each in an extent that they fill by a third; apart, or as chance has it."""
    random = np.random.default_rng(seed)
    west, south, east, north = extent
    step = np.sqrt((east - west) * (north - south) / count)
    if overlapping:
        centres = random.uniform((west, south), (east, north), (count, 2))
    else:
        side = int(np.ceil(np.sqrt(count)))
        cells = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
        cells = cells[random.permutation(len(cells))[:count]]
        step = min(east - west, north - south) / side
        centres = (cells + 0.5) * step + (west, south) + random.uniform(-0.05 * step, 0.05 * step, (count, 2))
    angle = np.linspace(0, 2 * np.pi, VERTICES_OF_BLOB, endpoint=False)
    radius = step * random.uniform(0.24, 0.36, (count, 1)) * np.ones_like(angle)
    for wave in (2, 3, 5):
        radius = radius * (
            1 + random.uniform(0, 0.1, (count, 1)) * np.sin(wave * angle + random.uniform(0, 6.3, (count, 1)))
        )
    xy = centres[:, None, :] + radius[..., None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    shapes = shapely.polygons(np.round(xy, 4))
    return gpd.GeoDataFrame({"number": np.arange(count)}, geometry=gpd.GeoSeries(shapes, crs=CRS))


def write(folder: Path, count: int, constraints: int) -> tuple[Path, Path, Path]:
    """GeoPackages of parcels, of constraints apart and of overlapping ones; made once."""
    files = tuple(folder / f"{name}_{count}.gpkg" for name in ("parcel", "apart", "overlapping"))
    if not all(file.exists() for file in files):
        folder.mkdir(parents=True, exist_ok=True)
        ground = parcels(count)
        extent = tuple(ground.total_bounds)
        for file, frame in zip(files, (ground, blobs(constraints, extent, False), blobs(constraints, extent, True))):
            frame.to_file(file, layer=file.stem, engine="pyogrio")
    return files
