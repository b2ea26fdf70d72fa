"""What layers say of villages beside their indicators: facilities in them, and the share inside control lines."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..task import SILENT, Task


def facility_count(villages: gpd.GeoSeries, facilities: gpd.GeoDataFrame, kinds: Sequence[str]) -> NDArray:
    """(n,) facilities whose `kind` is one of `kinds` in each village; on a border between two: in the first.

    villages, facilities  in one CRS
    """
    wanted = {kind.strip().lower() for kind in kinds}
    kind = facilities["kind"].where(facilities["kind"].notna(), "").astype(str).str.strip().str.lower()
    points = shapely.centroid(facilities.geometry[kind.isin(wanted)].to_numpy())
    points = points[~shapely.is_missing(points)]
    tree = shapely.STRtree(villages.to_numpy())
    point, village = tree.query(points, predicate="intersects")
    first = pd.Series(village).groupby(point).min()
    return np.bincount(first.to_numpy(dtype=int), minlength=len(villages)).astype(float)


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
