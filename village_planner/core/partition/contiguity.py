"""Which units are neighbours: those that share more than 1 m of border once gaps and overlaps up to SNAP are closed.

Clean borders are found exactly: the common line of two outlines. What is left of an outline after all common lines
are taken away (the *free* outline) is the county's edge, the rim of a hole, or a border that two surveys drew slightly
differently. Only there SNAP plays a part: a free stretch within SNAP of another unit counts as shared with the unit
that is nearest, less SNAP at both ends, so that units meeting in a point do not become neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from ..errors import InputError
from ..task import SILENT, Task

MIN_BORDER = 1.0  # m; interface.md: neighbours share more than this
SAMPLES = 200  # points at most on a free stretch when asking which unit is nearest


@dataclass(frozen=True)
class Contiguity:
    """The neighbour graph of n units.

    pairs   (m, 2) int, each row i < j, sorted
    border  (m,) shared border in m; 0 for a link that was added by hand
    n       number of units
    """

    n: int
    pairs: NDArray
    border: NDArray

    def adjacency(self) -> list[list[int]]:
        """Neighbours of each unit, ascending."""
        lists: list[list[int]] = [[] for _ in range(self.n)]
        for i, j in self.pairs.tolist():
            lists[i].append(j)
            lists[j].append(i)
        return [sorted(neighbours) for neighbours in lists]

    def matrix(self) -> csr_matrix:
        """Symmetric 0/1 matrix (n, n)."""
        i, j = self.pairs[:, 0], self.pairs[:, 1]
        ones = np.ones(2 * len(i))
        return csr_matrix((ones, (np.concatenate([i, j]), np.concatenate([j, i]))), shape=(self.n, self.n))

    def islands(self) -> NDArray:
        """Units without any neighbour."""
        return np.setdiff1d(np.arange(self.n), self.pairs)

    def components(self, group: NDArray | None = None) -> NDArray:
        """(n,) number of the connected part each unit lies in; with `group`, borders between groups do not connect."""
        pairs = self.pairs
        if group is not None:
            pairs = pairs[group[pairs[:, 0]] == group[pairs[:, 1]]]
        graph = csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(self.n, self.n))
        return connected_components(graph, directed=False)[1]

    def linked(self, links: Sequence[tuple[int, int]]) -> Contiguity:
        """The same graph with further pairs counted as neighbours."""
        known = {(int(i), int(j)) for i, j in self.pairs}
        new = sorted({(min(p), max(p)) for p in links if p[0] != p[1]} - known)
        if not new:
            return self
        pairs = np.concatenate([self.pairs, np.array(new, dtype=int)])
        border = np.concatenate([self.border, np.zeros(len(new))])
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        return Contiguity(self.n, pairs[order], border[order])


def metric(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """The same shapes in metres: as they are where the CRS is projected, else on a transverse Mercator of their own.

    InputError: missing_crs.
    """
    if geometry.crs is None:
        raise InputError("missing_crs", "The units have no coordinate reference system. Set it, then run again.")
    crs = CRS.from_user_input(geometry.crs)
    if crs.is_geographic:
        west, _, east, _ = geometry.total_bounds
        local = f"+proj=tmerc +lat_0=0 +lon_0={(west + east) / 2:.6f} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m"
        return geometry.to_crs(local)
    factor = crs.axis_info[0].unit_conversion_factor if crs.axis_info else 1.0
    if factor and abs(factor - 1) > 1e-12:
        return geometry.scale(factor, factor, origin=(0, 0))
    return geometry


def find_neighbours(shapes: NDArray, snap: float, task: Task = SILENT) -> Contiguity:
    """The neighbour graph of polygons given in metres.

    shapes  (n,) polygons or multipolygons, coordinates in m; invalid ones are repaired for this purpose
    snap    m, gaps and overlaps up to it are closed; 0 takes borders as they are drawn
    """
    n = len(shapes)
    shapes = np.asarray(shapes, dtype=object)
    invalid = ~shapely.is_valid(shapes)
    if invalid.any():
        shapes = shapes.copy()
        shapes[invalid] = shapely.make_valid(shapes[invalid])
    outlines = shapely.boundary(shapes)
    bounds = shapely.bounds(shapes)
    reach = bounds + snap * np.array([-1, -1, 1, 1])
    pairs = shapely.STRtree(shapes).query(shapely.box(*reach.T)).T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    # Only where the two bounding boxes meet can outlines meet; clipping to it makes long outlines cheap. (A tree query
    # by distance would be shorter to write and is 20 times slower on outlines of thousands of vertices.)
    low = np.maximum(bounds[pairs[:, 0], :2], bounds[pairs[:, 1], :2]) - 2 * snap - 1
    high = np.minimum(bounds[pairs[:, 0], 2:], bounds[pairs[:, 1], 2:]) + 2 * snap + 1
    first, second = (_clipped(outlines[pairs[:, side]], low, high) for side in (0, 1))
    meet = shapely.distance(first, second) <= max(snap, 1e-9)  # NaN where one is empty: False
    pairs, first, second = pairs[meet], first[meet], second[meet]
    task.report(0.2)
    if len(pairs) == 0:
        return Contiguity(n, pairs.reshape(0, 2), np.zeros(0))
    with np.errstate(invalid="ignore"):  # GEOS 3.11 raises the flag on some vertical lines; the result is right
        common = _lines(shapely.intersection(first, second))
    length = shapely.length(common)
    task.report(0.5)
    if snap > 0:
        length = length + _snapped(shapes, outlines, pairs, common, length, snap, task.part(0.5, 1.0))
    keep = length > MIN_BORDER
    return Contiguity(n, pairs[keep], length[keep])


def _clipped(lines: NDArray, low: NDArray, high: NDArray) -> NDArray:
    return np.array([shapely.clip_by_rect(s, *a, *b) for s, a, b in zip(lines, low, high)], dtype=object)


def _lines(shapes: NDArray) -> NDArray:
    """The line part of each geometry (an intersection of outlines may hold points as well)."""
    kinds = shapely.get_type_id(shapes)
    out = shapes.copy()
    out[(kinds == 0) | (kinds == 4)] = shapely.MultiLineString()
    for index in np.flatnonzero(kinds == 7):
        parts = shapely.get_parts(shapes[index])
        out[index] = shapely.multilinestrings(parts[shapely.get_type_id(parts) == 1])
    return out


def _snapped(
    shapes: NDArray, outlines: NDArray, pairs: NDArray, common: NDArray, length: NDArray, snap: float, task: Task
) -> NDArray:
    """(m,) border in m that pairs with next to no exact one share across gaps and overlaps up to `snap`."""
    extra = np.zeros(len(pairs))
    doubtful = np.flatnonzero(length <= MIN_BORDER + 4 * snap)
    if len(doubtful) == 0:
        return extra
    by_unit: list[list[int]] = [[] for _ in range(len(shapes))]
    near: list[list[int]] = [[] for _ in range(len(shapes))]
    for number, (i, j) in enumerate(pairs.tolist()):
        by_unit[i].append(number)
        by_unit[j].append(number)
        near[i].append(j)
        near[j].append(i)
    free: dict[int, shapely.Geometry] = {}
    for step, number in enumerate(doubtful.tolist()):
        if step % 50 == 0:
            task.report(step / len(doubtful))
        i, j = pairs[number].tolist()
        best = 0.0
        for own, other in ((i, j), (j, i)):
            if own not in free:
                taken = common[by_unit[own]]
                taken = taken[~shapely.is_empty(taken)]
                free[own] = shapely.difference(outlines[own], shapely.union_all(taken)) if len(taken) else outlines[own]
            best = max(best, _near_length(free[own], other, near[own], shapes, snap))
        extra[number] = best
    return extra


def _near_length(free: shapely.Geometry, other: int, rivals: list[int], shapes: NDArray, snap: float) -> float:
    """Length of the free outline within `snap` of `other` and not nearer to another unit, less `snap` at both ends."""
    minx, miny, maxx, maxy = shapely.bounds(shapes[other])
    window = shapely.clip_by_rect(free, minx - 2 * snap, miny - 2 * snap, maxx + 2 * snap, maxy + 2 * snap)
    if shapely.is_empty(window):
        return 0.0
    stretch = shapely.line_merge(_lines(np.array([window], dtype=object))[0])
    nearby = shapely.intersection(stretch, _near_area(shapes[other], window, snap))
    pieces = shapely.get_parts(shapely.line_merge(_lines(np.array([nearby], dtype=object))[0]))
    total = 0.0
    for piece in pieces:
        size = shapely.length(piece)
        if size <= 2 * snap:
            continue
        count = int(np.clip(np.ceil(4 * size / snap), 8, SAMPLES))
        points = shapely.line_interpolate_point(piece, (np.arange(count) + 0.5) * size / count)
        own_distance = shapely.distance(points, shapes[other])
        nearest = np.ones(count, dtype=bool)
        for rival in rivals:
            if rival != other:
                nearest &= own_distance <= shapely.distance(points, shapes[rival]) + 1e-9
        total += max(0.0, nearest.mean() * size - 2 * snap)
    return total


def _near_area(shape: shapely.Geometry, window: shapely.Geometry, snap: float) -> shapely.Geometry:
    """The ground within `snap` of a shape, only where the window lies: buffering a long outline whole is slow."""
    minx, miny, maxx, maxy = shapely.bounds(window)
    part = shapely.clip_by_rect(shape, minx - 2 * snap, miny - 2 * snap, maxx + 2 * snap, maxy + 2 * snap)
    return shapely.buffer(shapely.make_valid(part), snap)
