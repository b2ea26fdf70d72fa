"""High-standard farmland: the better fields of each township, as much as its figures say."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from ..overlay.ellipsoid import ellipsoid_areas
from .administration import serials
from .ground import CRS, Ground
from .landsurvey import CULTIVATED
from .names import SampleData
from .noise import smooth_noise, stream
from .settlements import TOWNSHIPS
from .terrain import grid_shape
from .zones import patches, without_small

SMALLEST = 3_000.0  # m²
YEARS = np.arange(2015, 2024)


def high_standard_farmland(
    ground: Ground, townships: gpd.GeoDataFrame, share: pd.Series, data: SampleData, seed: int
) -> gpd.GeoDataFrame:
    """Layer GBZNT. share: township code -> % of its cultivated land"""
    rng = stream(seed, "high-standard farmland")
    code = np.array([c.code for c in data.classes])[ground.face_class]
    field = (ground.village >= 0) & np.isin(code, CULTIVATED)
    slope = ground.terrain.at(ground.terrain.slope, ground.face_xy)
    quality = (
        0.8 * (code == "0101")
        - slope / 8
        + 0.7 * ground.terrain.at(smooth_noise(rng, grid_shape(), 9, 3), ground.face_xy)
    )
    township = ground.township_of_village[np.maximum(ground.village, 0)]
    chosen = np.zeros(len(field), dtype=bool)
    for k in range(TOWNSHIPS):
        rows = np.flatnonzero(field & (township == k))
        rows = rows[np.argsort(-quality[rows], kind="stable")]
        area = np.cumsum(ground.face_area[rows])
        wanted = share[townships["code"].iat[k]] / 100 * (area[-1] if len(area) else 0.0)
        chosen[rows[: int(np.searchsorted(area, wanted))]] = True
    label = without_small(patches(ground.arcs, chosen, ground.village), ground.face_area, SMALLEST)
    shapes, _ = ground.tracer.trace(label)
    series = gpd.GeoSeries(ground.on_map(shapes), crs=CRS)
    first = np.unique(label, return_index=True)[1][1:]
    town = townships.iloc[ground.township_of_village[ground.village[first]]]
    year = rng.choice(YEARS, TOWNSHIPS)[ground.township_of_village[ground.village[first]]]
    return gpd.GeoDataFrame(
        {
            "BSM": serials(data.county_code, "3030", len(shapes)),
            "XZQDM": town["code"].to_numpy(),
            "XZQMC": town["name"].to_numpy(),
            "XMMC": [f"{name}{when}年高标准农田建设项目" for name, when in zip(town["name"], year.tolist())],
            "JSNF": year,
            "MJ": np.round(ellipsoid_areas(series), 2),
        },
        geometry=series,
        crs=CRS,
    )
