"""Townships and villages: grown from their seats over the ground, so that borders follow ridges and rivers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from .mesh import RIVER, Mesh
from .noise import smooth_noise, stream
from .settlements import TOWNSHIPS, VILLAGES, Settlements
from .terrain import Terrain, grid_shape


def cell_areas(mesh: Mesh) -> NDArray:
    """Plane areas of the cells before their borders are broken, m²."""
    a, b = mesh.nodes[mesh.ends[:, 0]], mesh.nodes[mesh.ends[:, 1]]
    areas = np.zeros(len(mesh.points))
    for side in (0, 1):
        own = mesh.points[mesh.edges[:, side]]
        u, v = a - own, b - own
        areas += np.bincount(mesh.edges[:, side], np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / 2, len(mesh.points))
    return areas


def cells_of_county(mesh: Mesh, terrain: Terrain, areas: NDArray, wanted: float) -> NDArray:
    """(n,) bool: one connected set of cells without holes, of about the wanted area in m²."""
    arrival = terrain.at(terrain.arrival, mesh.points)
    order = np.argsort(arrival, kind="stable")
    inside = np.zeros(len(arrival), dtype=bool)
    inside[order[: int(np.searchsorted(np.cumsum(areas[order]), wanted))]] = True
    inside = _component_of(mesh, inside, int(np.argmin(np.hypot(*mesh.points.T))))
    return ~_component_of(mesh, ~inside, int(np.argmax(np.abs(mesh.points).sum(axis=1))))


def _component_of(mesh: Mesh, member: NDArray, start: int) -> NDArray:
    edges = mesh.edges[member[mesh.edges].all(axis=1)]
    size = len(member)
    graph = csr_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(size, size))
    component = connected_components(graph, directed=False)[1]
    return member & (component == component[start])


def choose_villages(seed: int, settlements: Settlements, township: NDArray, weight: NDArray) -> NDArray:
    """Seats of the 462 villages among the hamlets: (462,) positions, sorted by township; the first of each township
    is its own seat.

    township  (hamlets,) township each hamlet lies in, -1 outside     weight  (33,) how many villages it should have
    """
    rng = stream(seed, "villages")
    counts = np.bincount(township[township >= 0], minlength=TOWNSHIPS)
    weight = weight / weight.sum()
    weight[settlements.county_seat] *= 2.4  # many communities
    share = np.clip(np.rint(weight / weight.sum() * VILLAGES), 6, counts - 1).astype(int)
    while share.sum() != VILLAGES:
        step = 1 if share.sum() < VILLAGES else -1
        need = weight / weight.sum() * VILLAGES - share
        possible = share < counts - 1 if step > 0 else share > 6
        share[int(np.argmax(np.where(possible, step * need, -np.inf)))] += step
    seats = []
    for k in range(TOWNSHIPS):
        mine = np.flatnonzero(township == k)
        xy = settlements.hamlets[mine]
        seat = int(np.flatnonzero(mine == settlements.township_seats[k])[0])
        chosen = [seat]
        spread = np.hypot(*(xy - xy[seat]).T) * 1.3
        luck = rng.lognormal(0, 0.25, len(mine))
        # In town communities are small.
        luck[np.hypot(*(xy - xy[seat]).T) < settlements.radius[mine[seat]] * 1.1] *= 2.6
        while len(chosen) < share[k]:
            best = int(np.argmax(spread * luck))
            chosen.append(best)
            spread = np.minimum(spread, np.hypot(*(xy - xy[best]).T))
        seats.append(mine[np.array(chosen)])
    return np.concatenate(seats)


def growth_costs(seed: int, mesh: Mesh, terrain: Terrain) -> NDArray:
    """(e,) what it costs to spread from cell to cell: dear uphill and across rivers and brooks."""
    rng = stream(seed, "growth")
    p, q = mesh.edges.T
    length = np.hypot(*(mesh.points[p] - mesh.points[q]).T)
    height = terrain.at(terrain.height, mesh.points)
    rough = np.exp(0.35 * terrain.at(smooth_noise(rng, grid_shape(), 30, 5, 0.7), mesh.points))
    cost = length * (rough[p] + rough[q]) / 2 + 9.0 * np.abs(height[p] - height[q])
    wet = mesh.tags == RIVER
    cost += 1500.0 * (wet[p] != wet[q])
    tag = mesh.tags
    across = (tag[p] >= 2) & (tag[p] // 2 == tag[q] // 2) & (tag[p] != tag[q])
    return cost + 250.0 * across


def grow(mesh: Mesh, cost: NDArray, region: NDArray, seeds: NDArray) -> NDArray:
    """(n,) position of the seed that reaches each cell first without leaving the seed's region; -1 where none does.

    region  (n,) integers, negative where nothing grows: seeds never cross from one region to another
    """
    p, q = mesh.edges.T
    open_edge = (region[p] == region[q]) & (region[p] >= 0)
    size = len(region)
    graph = csr_matrix((cost[open_edge], (p[open_edge], q[open_edge])), shape=(size, size))
    _, _, source = dijkstra(graph, directed=False, indices=seeds, return_predecessors=True, min_only=True)
    position = np.full(size + 1, -1)
    position[seeds] = np.arange(len(seeds))
    source = np.where(source < 0, size, source)
    return position[source]


def adjacent(mesh: Mesh, owner: NDArray) -> NDArray:
    """Pairs (k, 2) of owners whose cells touch."""
    pairs = np.sort(owner[mesh.edges], axis=1)
    pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & (pairs[:, 0] >= 0)]
    return np.unique(pairs, axis=0)


__all__ = ["adjacent", "cell_areas", "cells_of_county", "choose_villages", "grow", "growth_costs"]
