"""Units that are the only way from one part of a parent to the rest, and what the limits make of them.

Exactly one district holds such a unit. Of each part behind it that district takes a piece (nothing, some, or all), and
what is left must make whole districts of its own. With n districts left in a part of P people, the piece has between
P - n * high and P - n * low people. Where no n fits, or no choice of n for all parts adds up, there is no plan. A part
that can only go with the unit as a whole is joined to it for good, and the search for bottlenecks begins anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from ..task import SILENT, Task
from .block import Block

WORK = 5_000_000  # nodes looked at in all; more would be felt
FINE = 1e-6  # persons: sums of populations are exact to this

Interval = tuple[float, float]


@dataclass(frozen=True)
class Bottleneck:
    """Why there is no plan. hub: the nodes that are the only way; part: the nodes behind it that fit nowhere, or
    None where each part would fit and only all together do not; parts: number of parts round the hub."""

    hub: NDArray
    part: NDArray | None
    parts: int


def find_bottleneck(block: Block, low: float, high: float, task: Task = SILENT, work: int = WORK) -> Bottleneck | None:
    """A proof that the limits cannot be kept, or None where none is found.

    low, high  persons of a district; those of the block, or narrower ones that are implied
    work       nodes looked at in all
    """
    group = np.arange(block.n)
    spent = 0
    while True:
        graph = _Grouped(block, group)
        failed: list[Bottleneck] = []
        forced: list[tuple[int, NDArray]] = []
        for hub in articulation_points(graph.neighbours):
            spent += len(graph.population)
            if spent > work:
                break
            task.check()
            parts = graph.parts_without(hub)
            options = [_options(block, graph, hub, part, low, high) for part in parts]
            misfits = [part for part, fits in zip(parts, options) if not fits]
            failed += [Bottleneck(graph.nodes([hub]), graph.nodes(part), len(parts)) for part in misfits]
            elsewhere = [_alone(block, graph, part, low, high) for part in graph.parts_beside(hub)]
            rest = low - graph.population[hub], high - graph.population[hub]
            if not misfits and not _adds_up([*options, *elsewhere], block.k - 1, *rest):
                failed.append(Bottleneck(graph.nodes([hub]), None, len(parts)))
            forced += [(hub, part) for part, fits in zip(parts, options) if list(fits) == [0]]
        if failed:
            # The smallest part tells most.
            return min(failed, key=lambda neck: block.n if neck.part is None else len(neck.part))
        if not forced or spent > work:
            return None
        for hub, part in forced:
            together = np.unique(group[graph.nodes([hub, *part.tolist()])])
            group[np.isin(group, together)] = together[0]


class _Grouped:
    """The block's graph with the nodes of each group as one."""

    def __init__(self, block: Block, group: NDArray) -> None:
        names, self.of = np.unique(group, return_inverse=True)
        m = len(names)
        self.population = np.bincount(self.of, weights=block.population, minlength=m)
        self.count = np.bincount(self.of, weights=block.count, minlength=m)
        self.holders = None if block.contains is None else np.bincount(self.of, weights=block.contains > 0, minlength=m)
        ends = self.of[np.column_stack(block.graph.nonzero())]
        ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
        self.matrix = csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(m, m))
        around, near = self.matrix.indptr.tolist(), self.matrix.indices.tolist()
        self.neighbours = [near[start:end] for start, end in zip(around, around[1:])]

    def nodes(self, groups: Sequence[int] | NDArray) -> NDArray:
        """Nodes of the block in some groups."""
        return np.flatnonzero(np.isin(self.of, groups))

    def parts_without(self, hub: int) -> list[NDArray]:
        """The parts that a hub's own part falls into without it."""
        others = np.flatnonzero(np.arange(len(self.population)) != hub)
        label = connected_components(self.matrix[others][:, others], directed=False)[1]
        beside = np.isin(others, self.neighbours[hub])
        return [others[label == part] for part in np.unique(label[beside])]

    def parts_beside(self, hub: int) -> list[NDArray]:
        """The parts of the parent that do not hang together with the hub's at all."""
        label = connected_components(self.matrix, directed=False)[1]
        return [np.flatnonzero(label == part) for part in range(int(label.max()) + 1) if part != label[hub]]


def _alone(block: Block, graph: _Grouped, part: NDArray, low: float, high: float) -> dict[int, list[Interval]]:
    """The same as `_options` for a part that has nothing to do with the hub."""
    people = float(graph.population[part].sum())
    return {n: [(0.0, 0.0)] for n in range(1, block.k) if n * low <= people + FINE <= n * high + 2 * FINE}


def _options(
    block: Block, graph: _Grouped, hub: int, part: NDArray, low: float, high: float
) -> dict[int, list[Interval]]:
    """Number of districts wholly inside the part -> how many persons of it may then go with the hub."""
    people, units = float(graph.population[part].sum()), int(graph.count[part].sum())
    room, room_units = high - graph.population[hub], block.max_units - graph.count[hub]
    inside = set(part.tolist())
    nearest = min(float(graph.population[v]) for v in graph.neighbours[hub] if v in inside)
    most = min(len(part), block.k - 1)
    if graph.holders is not None:
        most = min(most, int(graph.holders[part].sum()))
    fits: dict[int, list[Interval]] = {}
    for n in range(most + 1):
        if n == 0:
            if people <= room + FINE and units <= room_units:
                fits[0] = [(people, people)]
            continue
        if n * low > people + FINE or n * block.min_units > units:
            break
        if units - n * block.max_units > room_units:
            continue
        least, largest = people - n * high - FINE, min(people - n * low, room) + FINE
        pieces = [(0.0, 0.0)] if least <= 0 else []  # nothing of it
        pieces += [(max(least, nearest), largest)] if max(least, nearest) <= largest else []
        if pieces:
            fits[n] = pieces
    return fits


def _adds_up(options: Sequence[dict[int, list[Interval]]], districts: int, low: float, high: float) -> bool:
    """Whether one entry of each part can be chosen such that the districts sum to `districts` and the persons that go
    with the hub lie between low and high."""
    reached: dict[int, list[Interval]] = {0: [(0.0, 0.0)]}
    for fits in options:
        following: dict[int, list[Interval]] = {}
        for used, sums in reached.items():
            for n, pieces in fits.items():
                if used + n <= districts:
                    added = [(a + c, b + d) for a, b in sums for c, d in pieces if a + c <= high + FINE]
                    following.setdefault(used + n, []).extend(added)
        reached = {n: _merged(sums) for n, sums in following.items()}
    return any(a <= high + FINE and b >= low - FINE for a, b in reached.get(districts, []))


def _merged(intervals: list[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def articulation_points(neighbours: Sequence[Sequence[int]]) -> list[int]:
    """Nodes without which the part they lie in falls apart, ascending (Hopcroft and Tarjan 1973, without recursion)."""
    n = len(neighbours)
    order, lowest = [-1] * n, [0] * n
    found: set[int] = set()
    clock = 0
    for root in range(n):
        if order[root] >= 0:
            continue
        order[root] = lowest[root] = clock
        clock += 1
        children = 0
        stack = [(root, -1, iter(neighbours[root]))]
        while stack:
            v, parent, rest = stack[-1]
            w = next(rest, None)
            if w is None:
                stack.pop()
                if parent >= 0:
                    lowest[parent] = min(lowest[parent], lowest[v])
                    if parent == root:
                        children += 1
                    elif lowest[v] >= order[parent]:
                        found.add(parent)
            elif order[w] < 0:
                order[w] = lowest[w] = clock
                clock += 1
                stack.append((w, v, iter(neighbours[w])))
            elif w != parent:
                lowest[v] = min(lowest[v], order[w])
        if children > 1:
            found.add(root)
    return sorted(found)
