"""Exact re-split: the best way to divide what two neighbouring districts hold, by looking at every way.

Two village districts together hold some 8 to 14 nodes, so that all bipartitions fit into an array. Annealing leaves
pairs that can be divided better, above all where the population band leaves few moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from .block import Block

if TYPE_CHECKING:
    from .improve import Found

MOST = 14  # nodes of two districts up to which they are divided anew
KEPT = 24  # best divisions of a pair whose districts are remembered for recombining
FINE = 1e-9


def divide_pairs(block: Block, labels: NDArray, found: Found, task: Task) -> NDArray:
    """The plan (N,) after every pair of neighbouring districts has been divided in the best way, until none gains.

    `found.divided` remembers what was looked at, so that no union of districts is enumerated twice.
    """
    labels = labels.copy()
    cost = _costs(block, [np.flatnonzero(labels == d) for d in range(block.k)])
    i, j = block.graph.nonzero()
    fresh = set(range(block.k))
    while fresh:
        a, b = labels[i], labels[j]
        pairs = sorted({(min(p), max(p)) for p in zip(a.tolist(), b.tolist()) if p[0] != p[1] and fresh & set(p)})
        fresh = set()
        for a, b in pairs:
            nodes = np.flatnonzero((labels == a) | (labels == b))
            if len(nodes) > MOST or len(nodes) < 3:
                continue
            task.check()
            key = nodes.tobytes()
            if key not in found.divided:
                found.divided[key] = best_division(block, nodes, found)
            best = found.divided[key]
            if best is None or best[1] + best[2] >= cost[a] + cost[b] - FINE * (abs(cost[a]) + abs(cost[b])):
                continue
            if not _keeps_crossings(block, labels, a, b, best[0]):
                continue
            labels[nodes] = b
            labels[best[0]] = a
            cost[a], cost[b] = best[1], best[2]
            fresh |= {a, b}
    return labels


def best_division(block: Block, nodes: NDArray, found: Found) -> tuple[NDArray, float, float] | None:
    """The cheapest division of some nodes (ascending, `MOST` at most) into two districts that keep every rule of a
    district: the nodes of the first and the costs of both; None where there is no such division."""
    m = len(nodes)
    whole = (1 << m) - 1
    sets = np.arange(1, 1 << (m - 1))  # the last node is always in the second district
    sets = sets[_within(block, nodes, sets)]
    sets = sets[_within(block, nodes, whole ^ sets)]
    around = _around(block, nodes)
    sets = sets[_connected(sets, around)]
    sets = sets[_connected(whole ^ sets, around)]
    if len(sets) == 0:
        return None
    sides = (np.concatenate([sets, whole ^ sets])[:, None] >> np.arange(m)) & 1 > 0
    full = np.zeros((len(sides), block.n), dtype=bool)
    full[:, nodes] = sides
    ok = block.allowed(full).reshape(2, -1).all(axis=0)
    if not ok.any():
        return None
    cost = _costs_within(block, nodes, sides).reshape(2, -1)
    total = np.where(ok, cost.sum(axis=0), np.inf)
    order = np.argsort(total, kind="stable")[:KEPT]
    for place in order[np.isfinite(total[order])].tolist():
        for side in (0, 1):
            found.keep(nodes[sides[side * len(sets) + place]], float(cost[side, place]))
    best = int(order[0])
    return nodes[sides[best]], float(cost[0, best]), float(cost[1, best])


def _within(block: Block, nodes: NDArray, sets: NDArray) -> NDArray:
    """(c,) bool: sets (bit masks over `nodes`) within the limits of population and units."""
    bits = ((sets[:, None] >> np.arange(len(nodes))) & 1).astype(float)
    population, count = bits @ block.population[nodes], bits @ block.count[nodes]
    ok = (population >= block.low) & (population <= block.high)
    return ok & (count >= block.min_units) & (count <= block.max_units)


def _around(block: Block, nodes: NDArray) -> list[int]:
    """Neighbours of each node among `nodes`, as bit masks."""
    place = {int(v): i for i, v in enumerate(nodes)}
    return [sum(1 << place[u] for u in block.neighbours[v] if u in place) for v in nodes.tolist()]


def _connected(sets: NDArray, around: list[int]) -> NDArray:
    """(c,) bool: which (non-empty) bit masks are connected."""
    reached = sets & -sets
    while True:
        before = reached
        for v, mask in enumerate(around):
            reached = reached | np.where(reached >> v & 1, mask & sets, 0)
        if (reached == before).all():
            return reached == sets


def _costs_within(block: Block, nodes: NDArray, sides: NDArray) -> NDArray:
    """Weighted costs of sets (c, m) bool of some nodes."""
    place = np.full(block.n, -1)
    place[nodes] = np.arange(len(nodes))
    own = np.flatnonzero(place[block.node] >= 0)
    return block.objective.costs(sides[:, place[block.node[own]]], block.members[own])


def _costs(block: Block, districts: list[NDArray]) -> NDArray:
    return np.array([_costs_within(block, nodes, np.ones((1, len(nodes)), dtype=bool))[0] for nodes in districts])


def _keeps_crossings(block: Block, labels: NDArray, a: int, b: int, first: NDArray) -> bool:
    """Whether dividing districts a and b anew, `first` becoming a, leaves no more crossing districts than allowed."""
    if block.townships is None:
        return True
    after = labels.copy()
    after[labels == a] = b
    after[first] = a
    return int(block.crosses(np.eye(block.k, dtype=bool)[after].T).sum()) <= block.cap
