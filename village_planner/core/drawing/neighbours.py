"""Who borders whom, as the drawing table wants it: by unit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..task import SILENT, Task

if TYPE_CHECKING:
    import geopandas as gpd

SNAP = 1.0  # m, as partitions are drawn by default


def neighbours_by_code(units: gpd.GeoDataFrame, snap: float = SNAP, task: Task = SILENT) -> dict[str, frozenset[str]]:
    """Unit code -> codes of the units that share more than 1 m of border with it, once gaps up to `snap` m are closed.

    units  columns code and geometry; InputError missing_crs
    """
    from ..partition.contiguity import find_neighbours, metric

    codes = units["code"].tolist()
    graph = find_neighbours(metric(units.geometry).to_numpy(), snap, task)
    return {code: frozenset(codes[i] for i in near) for code, near in zip(codes, graph.adjacency())}
