"""Edges of a layer of polygons, and those of them that have no counterpart.

In a clean tessellation every edge inside it occurs exactly twice, in opposite directions: once for the polygon on each
side. How many polygons cover a place (its depth) changes only across edges that have no such counterpart. So all
overlaps and gaps are faces of the few unmatched edges, and clean neighbours need no geometry engine at all.
"""

from __future__ import annotations

from collections.abc import Sequence
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
DRAWER_BITS = 5  # edges are sorted in 32 drawers
NEAR = 100_000  # vertices looked up between two looks
_X, _Y, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xFF51AFD7ED558CCD)


@dataclass(frozen=True)
class Edges:
    """start, end  (k, 2) of edges that have the polygon on their left"""

    start: NDArray
    end: NDArray

    def __len__(self) -> int:
        return len(self.start)


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


def take_apart(polygons: NDArray, tolerance: float, task: Task = SILENT) -> Taken:
    """Match the edges of valid polygons (n,), None among them; points within `tolerance` (m) of a grid are one."""
    there = np.flatnonzero(~shapely.is_missing(polygons))
    repeated, digest = np.zeros(len(polygons), dtype=np.int64), np.zeros(len(polygons), dtype=np.uint64)
    room = int(shapely.get_num_coordinates(polygons[there]).sum())
    # A county has tens of millions of edges: each array is made once, and filled.
    xy, point, key = np.empty((room, 2)), np.empty(room, dtype=np.uint64), np.empty(room, dtype=np.uint64)
    start, end = np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.uint32)
    points = edges = 0
    for begin in range(0, len(there), CHUNK):
        task.report(0.5 * begin / len(there))
        rows = there[begin : begin + CHUNK]
        piece = _directed(polygons[rows], tolerance)
        repeated[rows] = np.bincount(piece.repeated, minlength=len(rows))
        digest[rows] = _sums(piece.key, piece.owner, len(rows))
        more_points, more_edges = points + len(piece.xy), edges + len(piece.key)
        xy[points:more_points], point[points:more_points] = piece.xy, piece.point
        key[edges:more_edges] = piece.key
        start[edges:more_edges], end[edges:more_edges] = points + piece.start, points + piece.end
        points, edges = more_points, more_edges
    single = _without_counterpart(key[:edges], point, start, end, task.part(0.5, 1.0))
    return Taken(Edges(xy[start[single]], xy[end[single]]), repeated, digest)


@dataclass(frozen=True)
class _Piece:
    """Edges of some polygons, their polygon on the left.

    xy (p, 2), point (p,)  the points and their hashes
    key, owner (k,)        hash and polygon of each edge
    start, end (k,)        places in xy
    repeated (t,)          the polygon of each point that repeats the one before it
    """

    xy: NDArray
    point: NDArray
    key: NDArray
    owner: NDArray
    start: NDArray
    end: NDArray
    repeated: NDArray


def _directed(polygons: NDArray, tolerance: float) -> _Piece:
    """A polygon's first ring is its shell; which way rings were drawn does not matter."""
    parts, polygon = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    along = np.flatnonzero(ring[1:] == ring[:-1])
    of = ring[along]
    x, y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    begins = np.searchsorted(ring, np.arange(len(rings)))
    px, py = x - x[begins][ring], y - y[begins][ring]  # near numbers: the products keep their digits
    turning = np.bincount(of, px[along] * py[along + 1] - py[along] * px[along + 1], len(rings))
    shell = np.zeros(len(rings), dtype=bool)
    shell[np.unique(part, return_index=True)[1]] = True
    back = ((turning > 0) != shell)[of]
    column, row = _cells(x, tolerance), _cells(y, tolerance)
    point = _hash(column, row)
    same = (column[along] == column[along + 1]) & (row[along] == row[along + 1])
    near = (np.abs(x[along + 1] - x[along]) <= tolerance) & (np.abs(y[along + 1] - y[along]) <= tolerance)
    near[near] = np.hypot((x[along + 1] - x[along])[near], (y[along + 1] - y[along])[near]) <= tolerance
    twice = same | near
    owner = polygon[part[of]]
    along, back = along[~twice], back[~twice]
    key = _both_ways(point[along], point[along + 1])
    return _Piece(xy, point, key, owner[~twice], along + back, along + 1 - back, owner[twice])


def _cells(values: NDArray, tolerance: float) -> NDArray:
    return np.rint(values / tolerance).astype(np.int64)


@np.errstate(over="ignore")  # hashes wrap round
def _hash(column: NDArray, row: NDArray) -> NDArray:
    """(k,) 64-bit hashes of cells of the tolerance's grid."""
    key = column.view(np.uint64) * _X
    key ^= key >> np.uint64(29)
    key = (key ^ row.view(np.uint64)) * _Y
    key ^= key >> np.uint64(32)
    key *= _MIX
    key ^= key >> np.uint64(29)
    return key


@np.errstate(over="ignore")
def _both_ways(one: NDArray, other: NDArray) -> NDArray:
    """(k,) Hashes of edges, the same in either direction."""
    key = one + other
    return (key ^ (key >> np.uint64(31))) * _MIX


def _sums(key: NDArray, owner: NDArray, count: int) -> NDArray:
    """(count,) The sum of each owner's keys; `owner` comes ascending."""
    sums = np.zeros(count, dtype=np.uint64)
    if len(key):
        first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        sums[owner[first]] = np.add.reduceat(key, first)
    return sums


def _without_counterpart(key: NDArray, point: NDArray, start: NDArray, end: NDArray, task: Task) -> NDArray:
    """Edges (k,) that do not have exactly one counterpart: the same two points, the other way."""
    single = np.ones(len(key), dtype=bool)
    drawer = (key >> np.uint64(64 - DRAWER_BITS)).astype(np.uint8)
    for number in range(1 << DRAWER_BITS):  # by the first bits of their hashes: small arrays sort faster
        task.report(number / (1 << DRAWER_BITS))
        mine = np.flatnonzero(drawer == number)
        mine = mine[np.argsort(key[mine])]
        ordered = key[mine]
        new = np.r_[True, ordered[1:] != ordered[:-1], True]
        first = np.flatnonzero(new[:-1] & ~new[1:])  # begins a run of two or more
        first = first[new[first + 2]]  # of exactly two
        one, two = mine[first], mine[first + 1]
        # Two edges' hashes can be the same by chance; then those of their points are not.
        same = (point[start[one]] == point[end[two]]) & (point[end[one]] == point[start[two]])
        single[one[same]] = False
        single[two[same]] = False
    task.report(1.0)
    return np.flatnonzero(single)


def cancel_out(layers: Sequence[Edges], tolerance: float, task: Task = SILENT) -> NDArray:
    """Segments (k, 2, 2) that remain of the layers' edges when, in each layer, opposite edges are taken away.

    Points within `tolerance` are one; a vertex on another polygon's edge splits that edge first, so that neighbours
    need not share their vertices.
    """
    starts, ends = (np.vstack([getattr(edges, name) for edges in layers]) for name in ("start", "end"))
    if len(starts) == 0:
        return np.empty((0, 2, 2))
    points, number = _points(np.vstack([starts, ends]), tolerance)
    of = np.repeat(np.arange(len(layers)), [len(edges) for edges in layers])
    found = _net(number[: len(starts)], number[len(starts) :], of)
    task.report(0.2)
    a, b, _ = _net(*_split(points, *found, tolerance, task.part(0.2, 0.9)))
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


def _net(a: NDArray, b: NDArray, of: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """What remains of directed edges when opposite ones of a layer cancel, as often as it remains; of: their layer."""
    moved = a != b
    a, b, of = a[moved], b[moved], of[moved]
    if len(a) == 0:
        return a, b, of
    low, high = np.minimum(a, b), np.maximum(a, b)
    edges, which = np.unique(np.column_stack([of, low, high]), axis=0, return_inverse=True)
    net = np.bincount(which.ravel(), np.where(a < b, 1, -1), len(edges)).astype(int)
    kept = net != 0
    count = np.abs(net[kept])
    of, low, high = edges[kept].T
    forward = net[kept] > 0
    return (
        np.repeat(np.where(forward, low, high), count),
        np.repeat(np.where(forward, high, low), count),
        np.repeat(of, count),
    )


def _split(
    points: NDArray, a: NDArray, b: NDArray, of: NDArray, tolerance: float, task: Task
) -> tuple[NDArray, NDArray, NDArray]:
    """Edges split at the vertices that lie on them within the tolerance."""
    if len(a) == 0:
        return a, b, of
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
        return a, b, of
    # Each edge as the chain start, vertices on it in order, end.
    count = len(a)
    chain = np.concatenate([np.arange(count), edge, np.arange(count)])
    where = np.concatenate([np.full(count, -1.0), at, np.full(count, 2.0)])
    vertices = np.concatenate([a, vertex, b])
    order = np.lexsort((where, chain))
    chain, vertices = chain[order], vertices[order]
    within = chain[1:] == chain[:-1]
    return vertices[:-1][within], vertices[1:][within], of[chain[:-1][within]]


def _tree(boxes: NDArray) -> shapely.STRtree:
    tree = shapely.STRtree(boxes)
    tree.query(boxes[0])  # GEOS builds the tree at the first question
    return tree
