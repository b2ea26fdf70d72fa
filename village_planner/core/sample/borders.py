"""Borders drawn once and shared: crooked arcs between cells, ribbons for roads and brooks, polygons of any grouping.

Faces are the cells (numbered as in the mesh), then one ribbon for each widened edge, then the small triangles where
three widened edges meet. `trace` turns any grouping of faces into polygons; since groupings share the arcs, parcels
tile villages, villages townships and townships the county without gap or overlap, by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from .mesh import RIVER, Mesh

REACH = 0.4  # a border moves at most this part of the way to a cell's point: inside its kite, with room to spare


@dataclass(frozen=True)
class Arcs:
    """Directed arcs: points xy[offset[i]:offset[i + 1]], between nodes start and end, faces on the left and right.

    ribbon_edge  (r,) the mesh edge each ribbon was widened from; its face is cells + position
    triangle     (j,) the mesh triangle of each junction face; its face is cells + ribbons + position
    """

    xy: NDArray
    offset: NDArray
    start: NDArray
    end: NDArray
    left: NDArray
    right: NDArray
    cells: int
    ribbon_edge: NDArray
    triangle: NDArray

    @property
    def faces(self) -> int:
        return self.cells + len(self.ribbon_edge) + len(self.triangle)

    def lengths(self) -> NDArray:
        step = np.hypot(*np.diff(self.xy, axis=0).T)
        step[self.offset[1:-1] - 1] = 0
        return np.add.reduceat(np.append(step, 0.0), self.offset[:-1])

    def face_areas(self) -> NDArray:
        """Plane areas of the faces, by the trapezes under their arcs."""
        origin = self.xy.mean(axis=0)
        x, y = (self.xy - origin).T
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        cross[self.offset[1:-1] - 1] = 0
        arc = np.add.reduceat(np.append(cross, 0.0), self.offset[:-1]) / 2
        return np.bincount(self.left, arc, self.faces) - np.bincount(self.right, arc, self.faces)


def draw_arcs(mesh: Mesh, half_width: NDArray, rng: np.random.Generator, levels: int) -> Arcs:
    """Draw every border once.

    half_width  (e,) m; edges where it is above 0 become ribbons of twice that width
    levels      how often a border is broken: 2**levels pieces
    """
    points, corners = mesh.points, mesh.corners
    corner_node, node_xy, junctions = _split_nodes(mesh, half_width)
    p, q = mesh.edges.T
    first, second = mesh.ends.T
    node_p = [_corner_of(corners, corner_node, t, p) for t in (first, second)]
    node_q = [_corner_of(corners, corner_node, t, q) for t in (first, second)]
    wide = half_width > 0
    cells = len(points)
    ribbon_edge = np.flatnonzero(wide)
    ribbon_face = np.full(len(wide), -1)
    ribbon_face[ribbon_edge] = cells + np.arange(len(ribbon_edge))

    # Ordinary borders: broken at random inside their kite.
    plain = np.flatnonzero(~wide)
    a, b = node_xy[node_p[0][plain]], node_xy[node_p[1][plain]]
    P, Q = points[p[plain]], points[q[plain]]
    calm = (mesh.tags[p[plain]] == RIVER) != (mesh.tags[q[plain]] == RIVER)
    middle = _crossing(a, b, P, Q, np.where(calm, 0.03, 0.17), np.where(calm, 0.46, 0.2), rng)
    line = [a, middle, b]
    strength = np.where(calm, 0.04, 0.3)
    for _ in range(levels - 1):
        broken = [line[0]]
        for u, v in zip(line[:-1], line[1:]):
            half = (u + v) / 2
            towards = np.where((rng.random(len(half)) < 0.5)[:, None], P, Q)
            broken += [half + (strength * rng.random(len(half)))[:, None] * (towards - half), v]
        line = broken
        strength = strength / 2
    shapes = [np.stack(line, axis=1)]
    starts, stops = [node_p[0][plain]], [node_p[1][plain]]
    lefts, rights = [p[plain]], [q[plain]]

    # Ribbons: a line on each side.
    e = ribbon_edge
    middle = (points[p[e]] + points[q[e]]) / 2
    for own, node, is_left in ((p, node_p, True), (q, node_q, False)):
        to_point = points[own[e]] - middle
        part = np.minimum(half_width[e] / np.maximum(np.hypot(*to_point.T), 1e-9), REACH)
        side = middle + part[:, None] * to_point
        shapes.append(np.stack([node_xy[node[0][e]], side, node_xy[node[1][e]]], axis=1))
        starts.append(node[0][e])
        stops.append(node[1][e])
        lefts.append(own[e] if is_left else ribbon_face[e])
        rights.append(ribbon_face[e] if is_left else own[e])

    # Caps between ribbons, and round junctions.
    shapes_caps, cap_start, cap_stop, cap_left, cap_right = _caps(
        mesh, wide, corner_node, node_xy, ribbon_face, junctions, cells + len(ribbon_edge)
    )
    shapes.append(shapes_caps)
    starts.append(cap_start)
    stops.append(cap_stop)
    lefts.append(cap_left)
    rights.append(cap_right)
    counts = np.concatenate([np.full(len(s), s.shape[1]) for s in shapes])
    return Arcs(
        xy=np.concatenate([s.reshape(-1, 2) for s in shapes]),
        offset=np.concatenate([[0], np.cumsum(counts)]),
        start=np.concatenate(starts),
        end=np.concatenate(stops),
        left=np.concatenate(lefts),
        right=np.concatenate(rights),
        cells=cells,
        ribbon_edge=ribbon_edge,
        triangle=junctions,
    )


def _corner_of(corners: NDArray, corner_node: NDArray, triangle: NDArray, cell: NDArray) -> NDArray:
    place = np.argmax(corners[triangle] == cell[:, None], axis=1)
    return corner_node[triangle, place]


def _split_nodes(mesh: Mesh, half_width: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Where ribbons pass or meet, a node becomes one node for each side of them.

    Returns the node of each corner (t, 3), the nodes' places (n, 2), and the triangles where three ribbons meet.
    """
    width = np.where(mesh.sides >= 0, half_width[mesh.sides], 0)
    count = (width > 0).sum(axis=1)
    corner_node = np.repeat(np.arange(len(mesh.corners))[:, None], 3, axis=1)
    places = [mesh.nodes.copy()]
    total = len(mesh.corners)
    P = mesh.points[mesh.corners]

    passed = np.flatnonzero(count == 2)
    alone = np.argmin(width[passed] > 0, axis=1)
    pair1, pair2 = (alone + 1) % 3, (alone + 2) % 3
    row = np.arange(len(passed))
    T = P[passed]
    centre = mesh.nodes[passed]
    along = T[row, pair1] - T[row, pair2]
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    w = width[passed].max(axis=1)

    def moved(target: NDArray) -> NDArray:
        way = target - centre
        across = np.abs(way[:, 0] * along[:, 1] - way[:, 1] * along[:, 0])
        return centre + np.minimum(w / np.maximum(across, 1e-9), REACH)[:, None] * way

    places[0][passed] = moved((T[row, pair1] + T[row, pair2]) / 2)
    places.append(moved(T[row, alone]))
    corner_node[passed, alone] = total + row
    total += len(passed)

    junctions = np.flatnonzero(count == 3)
    centre = mesh.nodes[junctions]
    w = width[junctions].max(axis=1) * 1.3
    for k in range(3):
        way = P[junctions, k] - centre
        spot = centre + np.minimum(w / np.maximum(np.hypot(*way.T), 1e-9), REACH)[:, None] * way
        if k == 0:
            places[0][junctions] = spot
        else:
            places.append(spot)
            corner_node[junctions, k] = total + np.arange(len(junctions))
            total += len(junctions)
    return corner_node, np.concatenate(places), junctions


def _crossing(
    a: NDArray, b: NDArray, P: NDArray, Q: NDArray, play: NDArray, margin: NDArray, rng: np.random.Generator
) -> NDArray:
    """A point on PQ near where ab crosses it."""
    way, across = b - a, Q - P
    denominator = across[:, 0] * way[:, 1] - across[:, 1] * way[:, 0]
    gap = a - P
    s = (gap[:, 0] * way[:, 1] - gap[:, 1] * way[:, 0]) / np.where(np.abs(denominator) < 1e-9, 1e-9, denominator)
    s = np.clip(np.clip(s, 0.25, 0.75) + play * rng.uniform(-1, 1, len(s)), margin, 1 - margin)
    return P + s[:, None] * across


def _caps(
    mesh: Mesh,
    wide: NDArray,
    corner_node: NDArray,
    node_xy: NDArray,
    ribbon_face: NDArray,
    junctions: NDArray,
    first_junction: int,
) -> tuple[NDArray, NDArray, NDArray, NDArray, NDArray]:
    """Short arcs across the ribbons' ends; between two corners of a triangle lies the ribbon of the side they share."""
    sides = mesh.sides
    is_wide = (sides >= 0) & wide[sides]
    passed = np.flatnonzero(is_wide.sum(axis=1) == 2)
    alone = np.argmin(is_wide[passed], axis=1)
    j, k = (alone + 1) % 3, (alone + 2) % 3
    # Anticlockwise the corners are alone, j, k. On the way from the pair's node to the lone corner's, j is to the
    # left: there lies the ribbon between it and the lone corner, on the side opposite k.
    start, stop = corner_node[passed, j], corner_node[passed, alone]
    left = ribbon_face[sides[passed, k]]
    right = ribbon_face[sides[passed, j]]
    starts, stops, lefts, rights = [start], [stop], [left], [right]
    for i in range(3):
        j1, k1 = (i + 1) % 3, (i + 2) % 3
        # Anticlockwise round the junction from corner i to the next: the junction is on the left.
        starts.append(corner_node[junctions, i])
        stops.append(corner_node[junctions, j1])
        lefts.append(first_junction + np.arange(len(junctions)))
        rights.append(ribbon_face[sides[junctions, k1]])
    start, stop = np.concatenate(starts), np.concatenate(stops)
    return (
        np.stack([node_xy[start], node_xy[stop]], axis=1),
        start,
        stop,
        np.concatenate(lefts),
        np.concatenate(rights),
    )


class Tracer:
    """Turns groupings of faces into polygons; the turning order of arcs round nodes is found once."""

    def __init__(self, arcs: Arcs) -> None:
        self.arcs = arcs
        first, last = arcs.offset[:-1], arcs.offset[1:] - 1
        out = np.empty((2 * len(first), 2))
        out[0::2] = arcs.xy[first + 1] - arcs.xy[first]
        out[1::2] = arcs.xy[last - 1] - arcs.xy[last]
        self.tail = np.empty(2 * len(first), dtype=np.int64)
        self.tail[0::2], self.tail[1::2] = arcs.start, arcs.end
        self.face = np.empty(2 * len(first), dtype=np.int64)
        self.face[0::2], self.face[1::2] = arcs.left, arcs.right
        self.turning = np.lexsort((np.arctan2(out[:, 1], out[:, 0]), self.tail))

    def trace(self, label: NDArray) -> tuple[NDArray, NDArray]:
        """Polygons of each label, one row per connected part: (polygons, labels), sorted by label.

        label  (faces,) integers; negative ones are left out
        """
        half_label = label[self.face]
        kept = half_label[0::2] != half_label[1::2]
        kept = np.repeat(kept, 2)
        ring = self.turning[kept[self.turning]]
        tail = self.tail[ring]
        new = np.concatenate([[True], tail[1:] != tail[:-1]])
        begin = np.flatnonzero(new)
        stop = np.append(begin[1:], len(ring)) - 1
        before = np.arange(len(ring)) - 1
        before[begin] = stop
        place = np.full(len(kept), -1)
        place[ring] = np.arange(len(ring))
        halves = np.flatnonzero(kept & (half_label >= 0))
        follow = np.full(len(kept), -1)
        follow[halves] = ring[before[place[halves ^ 1]]]
        sequence, sizes = _cycles(follow, halves)
        sequence, sizes = _cut_at_touching_points(sequence, sizes, self.tail[sequence])
        return self._polygons(sequence, sizes, half_label)

    def _polygons(self, sequence: NDArray, sizes: NDArray, half_label: NDArray) -> tuple[NDArray, NDArray]:
        arcs = self.arcs
        arc, backward = sequence // 2, sequence % 2 == 1
        count = arcs.offset[arc + 1] - arcs.offset[arc] - 1
        total = np.cumsum(count)
        within = np.arange(total[-1]) - np.repeat(total - count, count)
        base = np.where(backward, arcs.offset[arc + 1] - 1, arcs.offset[arc])
        index = np.repeat(base, count) + np.where(np.repeat(backward, count), -within, within)
        xy = arcs.xy[index]
        ring_of_arc = np.repeat(np.arange(len(sizes)), sizes)
        ring_of_point = np.repeat(ring_of_arc, count)
        rings = shapely.linearrings(xy, indices=ring_of_point)
        label = half_label[sequence[np.concatenate([[0], np.cumsum(sizes)[:-1]])]]
        starts = np.flatnonzero(np.concatenate([[True], ring_of_point[1:] != ring_of_point[:-1]]))
        origin = np.repeat(xy[starts], np.diff(np.append(starts, len(xy))), axis=0)
        local = xy - origin
        following = np.roll(local, -1, axis=0)
        ends = np.append(starts[1:], len(xy)) - 1
        following[ends] = local[starts]
        area = np.add.reduceat(local[:, 0] * following[:, 1] - local[:, 1] * following[:, 0], starts) / 2
        shell = area > 0
        order = np.argsort(label[shell], kind="stable")
        shells, shell_label = rings[shell][order], label[shell][order]
        polygons = shapely.polygons(shells)
        if (~shell).any():
            _cut_holes(polygons, shells, shell_label, rings[~shell], label[~shell])
        return polygons, shell_label


def _cut_holes(polygons: NDArray, shells: NDArray, shell_label: NDArray, holes: NDArray, hole_label: NDArray) -> None:
    """Put each hole into the shell of its label that holds it."""
    first: NDArray = np.searchsorted(shell_label, hole_label, "left")
    last: NDArray = np.searchsorted(shell_label, hole_label, "right")
    owner: NDArray = first.copy()
    for i in np.flatnonzero(last - first > 1):
        spot = shapely.point_on_surface(shapely.polygons(holes[i]))
        owner[i] = first[i] + int(np.argmax(shapely.contains_properly(polygons[first[i] : last[i]], spot)))
    for shell in np.unique(owner):
        polygons[shell] = shapely.polygons(shells[shell], list(holes[owner == shell]))


def _cycles(follow: NDArray, members: NDArray) -> tuple[NDArray, NDArray]:
    """The cycles of a permutation one after the other, and their sizes."""
    next_one = follow.tolist()
    seen = bytearray(len(next_one))
    sequence: list[int] = []
    sizes = []
    for start in members.tolist():
        if seen[start]:
            continue
        before = len(sequence)
        one = start
        while not seen[one]:
            seen[one] = 1
            sequence.append(one)
            one = next_one[one]
        sizes.append(len(sequence) - before)
    return np.array(sequence), np.array(sizes)


def _cut_at_touching_points(sequence: NDArray, sizes: NDArray, tail: NDArray) -> tuple[NDArray, NDArray]:
    """Split rings that pass a node twice into rings that pass it once each: a shell and the hole that touches it."""
    ring = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((tail, ring))
    twice = (ring[order][1:] == ring[order][:-1]) & (tail[order][1:] == tail[order][:-1])
    touching = np.unique(ring[order][1:][twice])
    if len(touching) == 0:
        return sequence, sizes
    begin = np.concatenate([[0], np.cumsum(sizes)])
    untouched = np.ones(len(sizes), dtype=bool)
    untouched[touching] = False
    parts, part_sizes = [sequence[untouched[ring]]], sizes[untouched].tolist()
    for number in touching.tolist():
        way: list[tuple[int, int]] = []
        place: dict[int, int] = {}
        for half, node in zip(
            sequence[begin[number] : begin[number + 1]].tolist(), tail[begin[number] : begin[number + 1]].tolist()
        ):
            if node in place:
                loop = way[place[node] :]
                del way[place[node] :]
                for _, cut in loop:
                    del place[cut]
                parts.append(np.array([one for one, _ in loop]))
                part_sizes.append(len(loop))
            place[node] = len(way)
            way.append((half, node))
        parts.append(np.array([one for one, _ in way]))
        part_sizes.append(len(way))
    return np.concatenate(parts), np.array(part_sizes)
