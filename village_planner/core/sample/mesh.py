"""The micro cells that everything is made of, and the seamless graph of their borders.

Points are scattered densely where parcels are small and sparsely where they are large; a Delaunay triangulation
joins them. Each point owns a cell whose corners are inner points of the triangles round it, so every border between
two cells p and q lies within the kite p-t1-q-t2 of the two triangles t1, t2 that share the edge pq. The kites tile
the plane: whatever a border does inside its own kite, it never crosses another. That is why borders may be as crooked
as real ones, and roads may be widened out of them, with no gap and no overlap, by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

LOOSENESS = 1.22  # sides of squares over the spacing of the points jittered in them
ORDINARY, RIVER = 0, 1  # tags of points; the rows along line k are 2 + 2k (left) and 3 + 2k (right)


@dataclass(frozen=True)
class Mesh:
    """Cells and the edges between neighbours.

    points   (n, 2) the points of the cells           tags      (n,) see above
    corners  (t, 3) the three cells at each triangle  nodes     (t, 2) the inner point of each triangle
    edges    (e, 2) cells p < q on both sides         ends      (e, 2) triangles; p lies left of ends[0] -> ends[1]
    sides    (t, 3) the edge opposite each corner, -1 at the rim
    """

    points: NDArray
    tags: NDArray
    corners: NDArray
    nodes: NDArray
    edges: NDArray
    ends: NDArray
    sides: NDArray

    def facing(self) -> NDArray:
        """(e,) bool: edges between the left and the right row of one line."""
        tag = self.tags[self.edges]
        return (tag[:, 0] >= 2) & (tag[:, 0] // 2 == tag[:, 1] // 2) & (tag[:, 0] != tag[:, 1])


def with_blocks(mesh: Mesh, block: NDArray) -> Mesh:
    """The mesh with calm borders between town blocks.

    block  (n,) number of the block each cell lies in, -1 outside towns
    """
    part = block[mesh.corners]
    tag = mesh.tags[mesh.corners]
    nodes = mesh.nodes.copy()
    among = (part >= 0).all(axis=1) & (tag != RIVER).all(axis=1)
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        same_row = (tag[:, k] >= 2) & ((tag[:, k] // 2 == tag[:, i] // 2) | (tag[:, k] // 2 == tag[:, j] // 2))
        rows = among & (part[:, i] == part[:, j]) & (part[:, i] != part[:, k]) & ~same_row
        corner = mesh.points[mesh.corners[rows]]
        nodes[rows] = corner[:, k] / 2 + (corner[:, i] + corner[:, j]) / 4
    return replace(mesh, nodes=nodes)


def scatter(
    rng: np.random.Generator,
    half_size: float,
    coarse: float,
    spacing: Callable[[NDArray], NDArray],
    jitter: Callable[[NDArray], NDArray],
    finest: float,
) -> NDArray:
    """One point in each of many squares, which are quartered while they are larger than `spacing(xy)` in m.

    jitter  how far a point may lie from the middle of its square, in sides of it
    """
    count = int(np.ceil(2 * half_size / coarse))
    side = 2 * half_size / count
    axis = (np.arange(count) + 0.5) * side - half_size
    squares = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    done = []
    while len(squares):
        # Half of the squares between two sizes are quartered, at random, so that sizes have no steps.
        wanted = spacing(squares) * LOOSENESS
        chance = np.log2(side / wanted) + 0.5
        split = (rng.random(len(squares)) < chance) & (side / 2 >= finest)
        keep = squares[~split]
        done.append(keep + jitter(keep)[:, None] * rng.uniform(-1, 1, keep.shape) * side)
        quarter = side / 4
        squares = np.concatenate([squares[split] + np.array([dx, dy]) * quarter for dx in (-1, 1) for dy in (-1, 1)])
        side /= 2
    return np.concatenate(done)


def triangulate(points: NDArray, tags: NDArray) -> Mesh:
    triangulation = Delaunay(points)
    corners = triangulation.simplices.astype(np.int64)
    a, b, c = (points[corners[:, k]] for k in range(3))
    clockwise = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0]) < 0
    neighbours = triangulation.neighbors.astype(np.int64)
    corners[clockwise] = corners[clockwise][:, [0, 2, 1]]
    neighbours[clockwise] = neighbours[clockwise][:, [0, 2, 1]]
    nodes = _inner_points(points, tags, corners)

    # Edge opposite corner k runs from corner k+1 to k+2 (anticlockwise: the triangle lies to its left).
    first, second, own, other = [], [], [], []
    for k in range(3):
        u, v = corners[:, (k + 1) % 3], corners[:, (k + 2) % 3]
        beyond = neighbours[:, k]
        take = (u < v) & (beyond >= 0)
        first.append(u[take])
        second.append(v[take])
        own.append(np.flatnonzero(take))
        other.append(beyond[take])
    p, q = np.concatenate(first), np.concatenate(second)
    left, right = np.concatenate(own), np.concatenate(other)
    # `left` lies left of p -> q, so on the way from `right` to `left` p is on the left hand.
    edges, ends = np.stack([p, q], axis=1), np.stack([right, left], axis=1)
    sides = np.full(corners.shape, -1)
    for triangle in (left, right):
        for k in range(3):
            opposite = (corners[triangle, k] != p) & (corners[triangle, k] != q)
            sides[triangle[opposite], k] = np.flatnonzero(opposite)
    return Mesh(points, tags, corners, nodes, edges, ends, sides)


def _inner_points(points: NDArray, tags: NDArray, corners: NDArray) -> NDArray:
    """Inner point of each triangle; midway between the two sides where one is river, or left and right of a road."""
    weights = np.full(corners.shape, 1 / 3)
    tag = tags[corners]
    wet = tag == RIVER
    share = wet.sum(axis=1)
    for count in (1, 2):
        rows = share == count
        weights[rows] = np.where(wet[rows], 0.5 / count, 0.5 / (3 - count))
    dry = np.flatnonzero(share == 0)
    line = np.where(tag[dry] >= 2, tag[dry] // 2, 0)
    side = tag[dry] % 2
    for k in range(3):
        # Corner k against the two others, all three on one line.
        i, j = (k + 1) % 3, (k + 2) % 3
        same = (line[:, k] > 0) & (line[:, k] == line[:, i]) & (line[:, k] == line[:, j])
        alone = same & (side[:, i] == side[:, j]) & (side[:, k] != side[:, i])
        weights[dry[alone], k] = 0.5
        weights[dry[alone], i] = weights[dry[alone], j] = 0.25
        # Left and right of one line, and a stranger k.
        pair = (line[:, i] > 0) & (line[:, i] == line[:, j]) & (side[:, i] != side[:, j]) & (line[:, k] != line[:, i])
        weights[dry[pair], k] = 0.12
        weights[dry[pair], i] = weights[dry[pair], j] = 0.44
    return np.einsum("tk,tkd->td", weights, points[corners])


def rows_along(line: NDArray, gap: float, spacing: float) -> tuple[NDArray, NDArray]:
    """Two rows of points at `gap` left and right of a line."""
    step = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0], np.cumsum(step)])
    count = max(2, round(along[-1] / spacing) + 1)
    at = np.linspace(0, along[-1], count)
    middle = np.stack([np.interp(at, along, line[:, k]) for k in (0, 1)], axis=1)
    tangent = np.gradient(middle, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    return middle + gap * normal, middle - gap * normal
