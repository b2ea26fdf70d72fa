"""Roads: planned on the grid along gentle ground, then laid on borders of the mesh so that parcels end at them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from .mesh import RIVER, Mesh
from .settlements import Settlements
from .terrain import Terrain, bend, cell_centres, grid_graph, grid_position, grid_shape, smooth_line, trace_back

NATIONAL, PROVINCIAL, COUNTY, RURAL = 4, 3, 2, 1
NAMES = {NATIONAL: "国道", PROVINCIAL: "省道", COUNTY: "县道", RURAL: "乡村道"}
LONGEST_GAP = 900.0  # m
FINENESS = 2.0**20  # parts of a unit of cost
WIDTHS = {NATIONAL: 22.0, PROVINCIAL: 16.0, COUNTY: 11.0, RURAL: 6.0}  # m


@dataclass(frozen=True)
class RoadPlan:
    """Lines (n, 2) in m with their class, before they are laid on the mesh."""

    lines: tuple[NDArray, ...]
    classes: tuple[int, ...]


def plan_roads(terrain: Terrain, settlements: Settlements, inside: NDArray, villages: NDArray) -> RoadPlan:
    """villages  (v, 2) seats of the villages; roads lead to all of them and to the townships' seats"""
    shape = grid_shape()
    steep = (1 + (terrain.slope / 5) ** 2) * np.where(inside, 1, 4)
    wet = np.zeros(shape, dtype=bool)
    for river in terrain.rivers:
        row, column = np.rint(grid_position(river.line)).astype(int).clip(0, shape[0] - 1)
        steep[row, column] *= 2.2 if river.rank == 2 else 7
        wet[row, column] |= river.rank < 2
    steep = np.where(ndimage.binary_dilation(wet, iterations=2) & ~wet, 2.2 * steep, steep)  # banks stay free
    class_of: dict[tuple[int, int], int] = {}

    def add(path: NDArray, kind: int) -> None:
        for a, b in zip(path[:-1].tolist(), path[1:].tolist()):
            key = (min(a, b), max(a, b))
            class_of[key] = max(class_of.get(key, 0), kind)

    def cell(xy: NDArray) -> NDArray:
        row, column = np.rint(grid_position(np.atleast_2d(xy))).astype(int).clip(0, shape[0] - 1)
        return row * shape[1] + column

    seats = cell(settlements.hamlets[settlements.township_seats])
    county_seat = int(seats[settlements.county_seat])
    distance, back = dijkstra(grid_graph(steep), indices=county_seat, return_predecessors=True)
    rim = np.zeros(shape, dtype=bool)
    rim[[4, -5], :] = rim[:, [4, -5]] = True
    points = cell_centres().reshape(-1, 2)
    rim_cells = np.flatnonzero(rim)
    for kind, directions in ((NATIONAL, ((0, 1), (0, -1))), (PROVINCIAL, ((1, 0.3), (-1, -0.2)))):
        for direction in directions:
            ahead = rim_cells[points[rim_cells] @ np.array(direction) > 38_000]
            add(trace_back(back, int(ahead[np.argmin(distance[ahead])])), kind)
    for seat in seats:
        add(trace_back(back, int(seat)), COUNTY)
    graph = grid_graph(_cheaper_on_roads(steep, class_of))
    tree = cKDTree(points[seats])
    for k, seat in enumerate(seats):
        later = [other for other in tree.query(points[seat], k=4)[1][1:] if other > k]
        if not later:
            continue
        reach, back = dijkstra(graph, indices=int(seat), return_predecessors=True, limit=260.0)
        for other in later:
            if np.isfinite(reach[seats[other]]):
                add(trace_back(back, int(seats[other])), COUNTY)
    on_road = np.unique(np.array(list(class_of)).ravel())
    _, back, _ = dijkstra(graph, indices=on_road, return_predecessors=True, min_only=True)
    for target in cell(villages):
        add(trace_back(back, int(target)), RURAL)
    chains = _chains(class_of, points)
    return RoadPlan(tuple(bend(line, terrain.warp) for line in chains.lines), chains.classes)


def _cheaper_on_roads(cost: NDArray, class_of: dict[tuple[int, int], int]) -> NDArray:
    cheaper = cost.copy().ravel()
    cheaper[np.unique(np.array(list(class_of)).ravel())] *= 0.35
    return cheaper.reshape(cost.shape)


def _chains(class_of: dict[tuple[int, int], int], points: NDArray) -> RoadPlan:
    """Lines from junction to junction (or change of class), calmed."""
    neighbours: dict[int, list[tuple[int, int]]] = {}
    for (a, b), kind in sorted(class_of.items()):
        neighbours.setdefault(a, []).append((b, kind))
        neighbours.setdefault(b, []).append((a, kind))

    def is_end(node: int) -> bool:
        near = neighbours[node]
        return len(near) != 2 or near[0][1] != near[1][1]

    lines, classes, seen = [], [], set()
    for node in sorted(neighbours):
        if not is_end(node):
            continue
        for first, kind in neighbours[node]:
            if (node, first) in seen:
                continue
            path = [node, first]
            while not is_end(path[-1]):
                near = neighbours[path[-1]]
                path.append(near[0][0] if near[1][0] == path[-2] else near[1][0])
            seen.add((path[-1], path[-2]))
            seen.add((node, first))
            lines.append(smooth_line(points[np.array(path)], 230 if kind > RURAL else 170, 40))
            classes.append(kind)
    return RoadPlan(tuple(lines), tuple(classes))


@dataclass(frozen=True)
class Roads:
    """Roads on the mesh: class of each edge (e,), 0 where there is none; bridges have a class but no ground."""

    edge_class: NDArray
    bridge: NDArray


def lay_roads(mesh: Mesh, cell_inside: NDArray, line_class: NDArray, start: NDArray, targets: NDArray) -> Roads:
    """Join what lies between facing rows of points to one network that reaches all targets.

    line_class  class of each line of rows (0: a brook)   start, targets  cells to begin at and to reach
    """
    facing = mesh.facing()
    tag = mesh.tags[mesh.edges]
    kind = np.where(facing, line_class[np.maximum(tag[:, 0] // 2 - 1, 0)], 0)
    usable = cell_inside[mesh.edges].all(axis=1)
    kind = np.where(usable, kind, 0)
    wet = tag == RIVER
    bridge = wet.all(axis=1)
    length = np.hypot(*(mesh.nodes[mesh.ends[:, 0]] - mesh.nodes[mesh.ends[:, 1]]).T) + 1
    cost = length * np.where(kind > 0, 0.06, np.where(bridge, 1.6, np.where(wet.any(axis=1), 9, 1.4)))
    cost = np.where(facing & (kind == 0), cost * 3, cost)  # not along a brook
    # Many ways round a cell are equally long but for the last bit, which is not the same in every process. Multiples
    # of a power of two add up without rounding: such ways are equal, and the order of the nodes decides.
    cost = np.round(cost * FINENESS) / FINENESS
    rows = np.flatnonzero(usable)
    nodes = len(mesh.nodes)
    ends = mesh.ends[rows]
    graph = csr_matrix((cost[rows], (ends[:, 0], ends[:, 1])), shape=(nodes, nodes))
    node_of = np.full(len(mesh.points), -1)
    for k in range(3):
        node_of[mesh.corners[::-1, k]] = np.arange(nodes)[::-1]
    distance, back = dijkstra(graph, directed=False, indices=int(node_of[start]), return_predecessors=True)

    edge_of = csr_matrix((rows + 1, (ends.min(axis=1), ends.max(axis=1))), shape=(nodes, nodes))
    on = kind > 0
    goals = np.unique(np.concatenate([node_of[targets], mesh.ends[on].ravel()]))
    reached = np.zeros(nodes, dtype=bool)
    children: list[int] = []
    for goal in goals.tolist():
        node = goal
        while node >= 0 and not reached[node]:
            reached[node] = True
            if back[node] >= 0:
                children.append(node)
            node = int(back[node])
    child = np.array(children)
    parent = back[child]
    edge = np.asarray(edge_of[np.minimum(child, parent), np.maximum(child, parent)]).ravel().astype(int) - 1
    # A short gap takes the class of the road that goes on behind it; a long one is a way of its own.
    rank = kind.copy()
    best = np.full(nodes, RURAL)
    run = np.zeros(nodes)
    for i in np.argsort(-distance[child], kind="stable").tolist():
        c, p, e = child[i], parent[i], edge[i]
        if kind[e] > 0:
            best[p] = max(best[p], kind[e])
            continue
        gap = run[c] + length[e]
        rank[e] = max(rank[e], best[c] if gap < LONGEST_GAP else RURAL)
        if rank[e] > RURAL:
            best[p], run[p] = max(best[p], rank[e]), max(run[p], gap)
    return Roads(rank, bridge & (rank > 0))
