"""Every connected district that keeps the rules of a block, each reached once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from .block import Block
from .columns import Columns, admissible, pack, unpack, words_for

FRONT = 1 << 16  # partial sets grown at a time: some MB


def connected_districts(block: Block, most: int, task: Task, inside_townships: bool = False) -> Optional[Columns]:
    """All columns of a block, or those that cross no township; None where more than `most` connected sets lie below
    the upper limits."""
    grower = Grower(block, inside_townships=inside_townships)
    stack = [grower.roots()]
    found: list[Columns] = []
    waiting: list[NDArray] = []
    touched = len(stack[0])
    while stack:
        task.check()
        front = stack.pop()
        waiting.append(front.inside[grower.large_enough(front)])
        if sum(map(len, waiting)) > FRONT or not stack:
            found.append(admissible(block, grower.masks(np.concatenate(waiting))))
            waiting = []
        for part in grower.grown(front):
            touched += len(part)
            if touched > most:
                return None
            stack.append(part)
    if waiting:
        found.append(admissible(block, grower.masks(np.concatenate(waiting))))
    return Columns.concatenated(found)


@dataclass
class Front:
    """c connected sets of nodes that grow side by side.

    inside, closed, frontier  (c, words) bit masks: the set; nodes that it holds or never will; neighbours it may take
    population, count         (c,)
    """

    inside: NDArray
    closed: NDArray
    frontier: NDArray
    population: NDArray
    count: NDArray

    def __len__(self) -> int:
        return len(self.inside)

    def take(self, which: NDArray | slice) -> Front:
        return Front(
            self.inside[which], self.closed[which], self.frontier[which], self.population[which], self.count[which]
        )

    @staticmethod
    def joined(parts: list[Front]) -> Front:
        return Front(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("inside", "closed", "frontier", "population", "count")
            )
        )


class Grower:
    """Grows connected sets by one node at a time so that each set comes up once.

    A set is rooted at its lowest node. It takes each node of its frontier in turn, and gives up in each new set the
    nodes whose turn came earlier. (Avis and Fukuda 1996, reverse search, is the same order of the sets.)
    """

    def __init__(self, block: Block, order: Optional[NDArray] = None, inside_townships: bool = False) -> None:
        """order  (n,) the nodes from the lowest to the highest; bits of a front follow it. Default: as they come.
        inside_townships  only sets that cross no township
        """
        self.block = block
        self.n = n = block.n
        self.order = np.arange(n) if order is None else order
        self.rank = np.argsort(self.order)
        self.population, self.count = block.population[self.order].astype(float), block.count[self.order]
        self.words = words = words_for(n)
        self.bit = np.zeros((n, words), dtype=np.uint64)
        self.bit[np.arange(n), np.arange(n) // 64] = np.uint64(1) << (np.arange(n) % 64).astype(np.uint64)
        self.around = np.zeros((n, words), dtype=np.uint64)
        for v in range(n):
            for u in block.neighbours[v]:
                if not inside_townships or _one_township(block, v, u):
                    self.around[self.rank[v]] |= self.bit[self.rank[u]]
        # Sums that differ from the limit by rounding alone are left to Block.allowed.
        self.high = block.high * (1 + 1e-12) if np.isfinite(block.high) else np.inf
        self.low = block.low * (1 - 1e-12)
        # small[i]: the nodes of the i least populations, to see at once which ones still fit in.
        least = np.argsort(self.population, kind="stable")
        self.sorted = self.population[least]
        self.small = np.zeros((n + 1, words), dtype=np.uint64)
        np.bitwise_or.accumulate(self.bit[least], axis=0, out=self.small[1:])

    def masks(self, inside: NDArray) -> NDArray:
        """Sets of a front as bit masks of the block's nodes."""
        return pack(unpack(inside, self.n)[:, self.rank])

    def roots(self) -> Front:
        """Every node as a set of its own, closed to lower nodes."""
        fits = (self.population <= self.high) & (self.count <= self.block.max_units)
        closed = np.bitwise_or.accumulate(self.bit, axis=0)
        front = Front(self.bit, closed, self.around & ~closed, self.population, self.count.astype(np.int64))
        return self.fitted(front.take(fits))

    def fitted(self, front: Front) -> Front:
        """Strike from the frontiers what would exceed the population, or anything where the units are full."""
        room = np.searchsorted(self.sorted, self.high - front.population, side="right")
        front.frontier &= self.small[room]
        full = front.count >= self.block.max_units
        front.frontier[full] = 0
        return front

    def large_enough(self, front: Front) -> NDArray:
        return (front.population >= self.low) & (front.count >= self.block.min_units)

    def grown(self, front: Front) -> list[Front]:
        """All sets with one node more, in fronts of bounded size."""
        crowded = int(self.count.max()) > 1  # else `fitted` sees to it
        parts: list[Front] = []
        size = 0
        done: list[Front] = []
        inside, closed, frontier = front.inside, front.closed, front.frontier
        population, count = front.population, front.count
        while True:
            live = frontier.any(axis=1)
            if not live.all():
                inside, closed, frontier = inside[live], closed[live], frontier[live]
                population, count = population[live], count[live]
            if len(inside) == 0:
                break
            v = lowest(frontier)
            frontier = frontier & ~self.bit[v]
            closed = closed | self.bit[v]
            new = Front(
                inside | self.bit[v],
                closed,
                (frontier | self.around[v]) & ~closed,
                population + self.population[v],
                count + self.count[v],
            )
            if crowded:
                new = new.take(new.count <= self.block.max_units)
            parts.append(self.fitted(new))
            size += len(new)
            if size > FRONT:
                done.append(Front.joined(parts))
                parts, size = [], 0
        if parts:
            done.append(Front.joined(parts))
        return done


def _one_township(block: Block, v: int, u: int) -> bool:
    assert block.townships is not None
    return int(((block.townships[v] > 0) | (block.townships[u] > 0)).sum()) == 1


def lowest(masks: NDArray) -> NDArray:
    """Position of the lowest set bit of each (non-empty) row."""
    word = (masks != 0).argmax(axis=1)
    value = masks[np.arange(len(masks)), word]
    single = value & (~value + np.uint64(1))
    return word * 64 + np.log2(single.astype(np.float64)).astype(np.int64)
