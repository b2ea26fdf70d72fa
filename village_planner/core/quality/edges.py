"""Edges of a layer of polygons, and those of them that have no counterpart.

In a clean tessellation every edge inside it occurs exactly twice, in opposite directions: once for the polygon on each
side. How many polygons cover a place (its depth) changes only across edges that have no such counterpart. So all
overlaps and gaps are faces of the few unmatched edges, and clean neighbours need no geometry engine at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ..task import SILENT, Task
from .measure import patiently

CHUNK = 20_000  # polygons taken apart between two looks at the cancel button
NEAR = 100_000  # vertices looked up between two looks
_X, _Y, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xFF51AFD7ED558CCD)


@dataclass(frozen=True)
class Edges:
    """start, end  (k, 2) of edges that have the polygon on their left"""

    start: NDArray
    end: NDArray

    def __len__(self) -> int:
        return len(self.start)

    def reversed(self) -> Edges:
        return Edges(self.end, self.start)


@dataclass(frozen=True)
class Taken:
    """A layer taken apart.

    unmatched  edges without a counterpart in the layer
    repeated   (n,) number of points that repeat the one before them
    digest     (n,) the same for polygons of the same edges, wherever their rings begin
    """

    unmatched: Edges
    repeated: NDArray
    digest: NDArray


@np.errstate(over="ignore")  # hashes wrap round
def take_apart(polygons: NDArray, tolerance: float, task: Task = SILENT) -> Taken:
    """Match the edges of valid polygons (n,), None among them; points within `tolerance` (m) of a grid are one."""
    there = np.flatnonzero(~shapely.is_missing(polygons))
    repeated, digest = np.zeros(len(polygons), dtype=np.int64), np.zeros(len(polygons), dtype=np.uint64)
    starts, ends, keys = [], [], []
    for begin in range(0, len(there), CHUNK):
        task.report(0.5 * begin / max(len(there), 1))
        rows = there[begin : begin + CHUNK]
        start, end, owner, twice = _directed(polygons[rows], tolerance)
        key = _hash(start, tolerance) + _hash(end, tolerance)  # the same both ways
        key = (key ^ (key >> np.uint64(31))) * _MIX
        np.add.at(repeated, rows[owner[twice]], 1)
        once = ~twice
        digest[rows] = _sums(key[once], owner[once], len(rows))
        starts.append(start[once])
        ends.append(end[once])
        keys.append(key[once])
    if not starts:
        return Taken(Edges(np.empty((0, 2)), np.empty((0, 2))), repeated, digest)
    start, end, key = (np.concatenate(parts) for parts in (starts, ends, keys))
    del starts, ends, keys
    order = patiently(lambda: np.argsort(key), task)
    task.report(0.8)
    matched = _pairs(key, order, start, end, tolerance)
    task.report(1.0)
    return Taken(Edges(start[~matched], end[~matched]), repeated, digest)


def _directed(polygons: NDArray, tolerance: float) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Edges with their polygon on the left: start (k, 2), end (k, 2), owner (k,), True (k,) where both are one point.

    A polygon's first ring is its shell; which way rings were drawn does not matter.
    """
    parts, polygon = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    along = np.flatnonzero(ring[1:] == ring[:-1])
    a, b, of = xy[along], xy[along + 1], ring[along]
    origin = xy[np.searchsorted(ring, np.arange(len(rings)))][of]  # near numbers: the products keep their digits
    p, q = a - origin, b - origin
    turning = np.bincount(of, p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0], len(rings))
    shell = np.zeros(len(rings), dtype=bool)
    shell[np.unique(part, return_index=True)[1]] = True
    back = ((turning > 0) != shell)[of]
    start, end = np.where(back[:, None], b, a), np.where(back[:, None], a, b)
    step = b - a
    twice = (np.abs(step) <= tolerance).all(axis=1)
    twice[twice] = np.hypot(step[twice, 0], step[twice, 1]) <= tolerance
    twice |= (_cell(start, tolerance) == _cell(end, tolerance)).all(axis=1)
    return start, end, polygon[part[of]], twice


def _cell(points: NDArray, tolerance: float) -> NDArray:
    return np.rint(points / tolerance).astype(np.int64)


@np.errstate(over="ignore")
def _hash(points: NDArray, tolerance: float) -> NDArray:
    """(k,) 64-bit hashes of the grid's cells that points (k, 2) fall into."""
    cell = _cell(points, tolerance).view(np.uint64)
    key = cell[:, 0] * _X
    key ^= key >> np.uint64(29)
    key = (key ^ cell[:, 1]) * _Y
    key ^= key >> np.uint64(32)
    key *= _MIX
    key ^= key >> np.uint64(29)
    return key


def _sums(key: NDArray, owner: NDArray, count: int) -> NDArray:
    """(count,) The sum of each owner's keys; `owner` comes ascending."""
    sums = np.zeros(count, dtype=np.uint64)
    if len(key):
        first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        sums[owner[first]] = np.add.reduceat(key, first)
    return sums


def _pairs(key: NDArray, order: NDArray, start: NDArray, end: NDArray, tolerance: float) -> NDArray:
    """(k,) True where an edge has exactly one counterpart: the same two points, the other way."""
    ordered = key[order]
    new = np.r_[True, ordered[1:] != ordered[:-1], True]
    first = np.flatnonzero(new[:-1] & ~new[1:])  # begins a run of two or more
    first = first[new[first + 2]] if len(first) else first  # of exactly two
    one, two = order[first], order[first + 1]
    # Hashes can be the same by chance; what counts are the points.
    reach = 1.5 * tolerance
    same = (np.abs(start[one] - end[two]) < reach).all(axis=1) & (np.abs(end[one] - start[two]) < reach).all(axis=1)
    matched = np.zeros(len(key), dtype=bool)
    matched[one[same]] = True
    matched[two[same]] = True
    return matched


def cancel_out(edges: Edges, tolerance: float, task: Task = SILENT) -> NDArray:
    """Segments (k, 2, 2) that remain when all edges that lie on each other in opposite directions are taken away.

    Points within `tolerance` are one; a vertex on another polygon's edge splits that edge first, so that neighbours
    need not share their vertices.
    """
    if len(edges) == 0:
        return np.empty((0, 2, 2))
    points, number = _points(np.vstack([edges.start, edges.end]), tolerance)
    a, b = number[: len(edges)], number[len(edges) :]
    a, b = _net(a, b)
    task.report(0.2)
    a, b = _split(points, a, b, tolerance, task.part(0.2, 0.9))
    a, b = _net(a, b)
    lines = np.unique(np.sort(np.column_stack([a, b]), axis=1), axis=0)
    task.report(1.0)
    return points[lines] if len(lines) else np.empty((0, 2, 2))


def _points(xy: NDArray, tolerance: float) -> tuple[NDArray, NDArray]:
    """Distinct points (p, 2), and for each of `xy` (k, 2) which of them it is; those within the tolerance are one."""
    distinct, number = np.unique(xy, axis=0, return_inverse=True)
    number = number.ravel()
    near = cKDTree(distinct).query_pairs(tolerance, output_type="ndarray")
    if len(near) == 0:
        return distinct, number
    graph = coo_matrix((np.ones(len(near)), (near[:, 0], near[:, 1])), shape=(len(distinct), len(distinct)))
    group = connected_components(graph, directed=False)[1]
    first = np.unique(group, return_index=True)[1]
    return distinct[first], group[number]


def _net(a: NDArray, b: NDArray) -> tuple[NDArray, NDArray]:
    """What remains of directed edges when opposite ones cancel; once each, however often it remains."""
    moved = a != b
    a, b = a[moved], b[moved]
    if len(a) == 0:
        return a, b
    low, high = np.minimum(a, b), np.maximum(a, b)
    edges, which = np.unique(np.column_stack([low, high]), axis=0, return_inverse=True)
    net = np.bincount(which.ravel(), np.where(a < b, 1, -1), len(edges)).astype(int)
    forward = net > 0
    kept = net != 0
    count = np.abs(net[kept])
    low, high, forward = edges[kept, 0], edges[kept, 1], forward[kept]
    return (
        np.repeat(np.where(forward, low, high), count),
        np.repeat(np.where(forward, high, low), count),
    )


def _split(points: NDArray, a: NDArray, b: NDArray, tolerance: float, task: Task) -> tuple[NDArray, NDArray]:
    """Edges split at the vertices that lie on them within the tolerance."""
    if len(a) == 0:
        return a, b
    start, end = points[a], points[b]
    low, high = np.minimum(start, end) - tolerance, np.maximum(start, end) + tolerance
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    tree = patiently(lambda: _tree(boxes), task)
    used = np.unique(np.concatenate([a, b]))
    found_edge, found_point, found_at = [], [], []
    for begin in range(0, len(used), NEAR):
        task.report(begin / len(used))
        some = used[begin : begin + NEAR]
        place, edge = tree.query(shapely.points(points[some]))
        vertex = some[place]
        inner = (vertex != a[edge]) & (vertex != b[edge])
        vertex, edge = vertex[inner], edge[inner]
        along = end[edge] - start[edge]
        offset = points[vertex] - start[edge]
        length2 = (along**2).sum(axis=1)
        at = (along * offset).sum(axis=1) / length2
        aside = np.abs(along[:, 0] * offset[:, 1] - along[:, 1] * offset[:, 0]) / np.sqrt(length2)
        on = (at > 0) & (at < 1) & (aside <= tolerance)
        found_edge.append(edge[on])
        found_point.append(vertex[on])
        found_at.append(at[on])
    edge, vertex, at = (np.concatenate(parts) for parts in (found_edge, found_point, found_at))
    if len(edge) == 0:
        return a, b
    # Each edge as the chain start, vertices on it in order, end.
    count = len(a)
    chain = np.concatenate([np.arange(count), edge, np.arange(count)])
    where = np.concatenate([np.full(count, -1.0), at, np.full(count, 2.0)])
    vertices = np.concatenate([a, vertex, b])
    order = np.lexsort((where, chain))
    chain, vertices = chain[order], vertices[order]
    within = chain[1:] == chain[:-1]
    return vertices[:-1][within], vertices[1:][within]


def _tree(boxes: NDArray) -> shapely.STRtree:
    tree = shapely.STRtree(boxes)
    tree.query(boxes[0])  # GEOS builds the tree at the first question
    return tree
