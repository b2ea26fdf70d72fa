"""What layers say of villages beside their indicators: facilities in them, and the share inside control lines."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..task import SILENT, Task
from .measures.county import CountyLayers
from .measures.survey import of_kinds


def facility_count(villages: gpd.GeoSeries, facilities: gpd.GeoDataFrame, kinds: Sequence[str]) -> NDArray:
    """(n,) facilities whose `kind` is one of `kinds` in each village, by their unit_code, else by their place.

    villages, facilities  in one CRS; villages by code
    """
    units = gpd.GeoDataFrame({"code": villages.index.astype(str)}, geometry=villages.to_numpy(), crs=villages.crs)
    owner = CountyLayers(units, units).place_in_village(of_kinds(facilities, kinds))
    return np.bincount(owner[owner >= 0], minlength=len(villages)).astype(float)


def share_inside(villages: gpd.GeoSeries, lines: gpd.GeoSeries, task: Task = SILENT) -> NDArray:
    """(n,) % of each village's area inside the polygons `lines`, which may overlap; in the plane of their one CRS."""
    shapes, outlines = villages.to_numpy(), lines[lines.notna()].to_numpy()
    whole = shapely.area(shapes)
    village, line = shapely.STRtree(outlines).query(shapes, predicate="intersects")
    result = np.zeros(len(shapes))
    groups = pd.Series(line).groupby(village)
    for done, (row, near) in enumerate(groups):
        task.report(done / len(groups))
        pieces = shapely.intersection(outlines[near.to_numpy()], shapes[row])
        covered = shapely.area(pieces[0] if len(pieces) == 1 else shapely.union_all(pieces))
        result[row] = 100 * covered / whole[row] if whole[row] > 0 else 0.0
    return result
