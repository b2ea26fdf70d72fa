"""Search for good plans: annealing from spanning-tree seeds, then exact re-splits of neighbouring districts.

Every district that keeps the rules is remembered on the way where districts are small, so that set partitioning can
recombine them (`choose`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from . import accelerate
from .anneal import FINE, Annealer, Schedule
from .block import Block
from .construct import first_plan
from .resplit import MOST, divide_pairs

PLANS = 60  # plans kept
REMEMBERED = 200  # nodes of a block up to which districts are remembered
RUN = 400  # proposals per node of one run of annealing
STEP = 100  # proposals that count as one step of work


@dataclass
class Found:
    """What a search brings home: plans that keep every rule, best first, and all single districts it passed through.

    plans      (cost, crossing districts, labels (N,)) of different plans
    districts  bit mask over nodes -> weighted cost, of districts that keep every rule of a district
    nearest    the least breach met, for the message when no plan was found
    divided    unions of two districts that were divided anew, and how
    """

    plans: list[tuple[float, int, NDArray]] = field(default_factory=list)
    districts: dict[int, float] = field(default_factory=dict)
    nearest: float = np.inf
    nearest_labels: NDArray | None = None
    divided: dict[bytes, tuple[NDArray, float, float] | None] = field(default_factory=dict)

    def add(self, cost: float, crossing: int, labels: NDArray) -> None:
        labels = canonical(labels)
        if not any(abs(cost - c) <= FINE and (labels == other).all() for c, _, other in self.plans):
            self.plans.append((cost, crossing, labels))
            self.plans.sort(key=lambda plan: (plan[0], plan[2].tobytes()))
            if len(self.plans) > PLANS:
                # The dearest goes, but not the cheapest that crosses as few townships.
                fewest = np.minimum.accumulate([np.inf, *(plan[1] for plan in self.plans)])
                spare = [i for i, plan in enumerate(self.plans) if plan[1] >= fewest[i]]
                del self.plans[spare[-1]]

    def near(self, breach: float, labels: NDArray) -> None:
        """Hear of a plan that may be the nearest yet to keeping the rules."""
        if breach < self.nearest:
            self.nearest, self.nearest_labels = breach, labels.copy()

    def keep(self, nodes: NDArray, cost: float) -> None:
        """Remember a district that keeps every rule of a district."""
        self.districts[sum(1 << v for v in nodes.tolist())] = cost

    def remember(self, labels: NDArray, log: list[Any], moves: int) -> None:
        """Remember every district that annealing passed through: moves after the plan `labels`."""
        masks = [0] * (int(labels.max()) + 1)
        for node, label in enumerate(labels.tolist()):
            masks[label] |= 1 << node
        entries = [part[:moves] if isinstance(part, list) else part[:moves].tolist() for part in log]
        for u, d, e, c, f in zip(*entries):
            masks[d] ^= 1 << u
            masks[e] ^= 1 << u
            if c < np.inf:
                self.districts[masks[d]] = c
            if f < np.inf:
                self.districts[masks[e]] = f


def canonical(labels: NDArray) -> NDArray:
    """The same plan with districts numbered in the order of their first node."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return rank[inverse]


def search(block: Block, steps: int, rng: np.random.Generator, task: Task, found: Found | None = None) -> Found:
    """Annealing runs and re-splits until `steps` of `STEP` proposals are used. Deterministic in block, steps and the
    generator's state."""
    found = found or Found()
    proposals = steps * STEP
    fast = accelerate.worth(proposals)
    annealer = Annealer(block, fast)
    small = block.n <= REMEMBERED

    def offer(labels: NDArray) -> None:
        annealer.set(labels)
        breach = annealer.breach()
        found.near(breach, labels)
        if breach <= FINE:
            found.add(float(sum(annealer.moving.cost)), int(sum(annealer.moving.crossing)), labels)
            if small:
                for d, cost in enumerate(annealer.moving.cost):
                    found.keep(np.flatnonzero(labels == d), float(cost))

    if block.k == 1:
        offer(np.zeros(block.n, dtype=int))
        return found
    runs = max(1, round(proposals / (RUN * block.n))) if small else 1
    length = max(200, min(RUN * block.n, proposals // runs) if small else proposals)
    for number in range(runs):
        part = task.part(number / runs, (number + 1) / runs)
        # A large block has one long run; what is left of the work goes into the best plan, not into another one.
        again = not small and bool(found.plans)
        labels = found.plans[0][2] if again else first_plan(block, rng)
        offer(labels)
        if len(annealer.fixed.near) == 0:  # no unit has a neighbour: there is nothing to move
            return found
        best = _one_run(annealer, labels, length, small, 0.3 if again else 1.0, rng, part, found)
        if best is None:
            continue
        if small and block.n <= MOST * block.k / 2:
            best = divide_pairs(block, best, found, part)
        offer(best)
    return found


def _one_run(
    annealer: Annealer,
    labels: NDArray,
    length: int,
    small: bool,
    heat: float,
    rng: np.random.Generator,
    task: Task,
    found: Found,
) -> NDArray | None:
    """The best valid plan of one run of annealing, None where none was met.

    Where the run ends outside the limits, as it does under narrow population bands, another one begins from a plan
    known to be valid, or puts the limits first until it is valid, and then stays within them.
    heat  of the first temperature: 1 forgets the plan that it begins with, less keeps more of it
    """
    unit = annealer.scale(labels, rng)
    price = 10 * unit * annealer.block.n / annealer.block.k
    first = Schedule(hot=heat * unit, cold=unit / 100, price=price, remember=small)
    best, last = annealer.run(labels, length, first, rng, task.part(0.0, 0.5), found)
    if best is not None:
        return best
    price = 1000 * unit
    again = Schedule(hot=unit, cold=unit / 100, price=price, strict=1.0, swaps=0.7, remember=small)
    if found.plans and rng.random() < 0.7:
        start = found.plans[min(int(rng.exponential(1.5)), len(found.plans) - 1)][2]
        return annealer.run(start, length, again, rng, task.part(0.5, 1.0), found)[0]
    repair = Schedule(hot=0.03 * price, cold=0.001 * price, price=price, strict=0.0, swaps=0.7, remember=small)
    best, _ = annealer.run(last, length, repair, rng, task.part(0.5, 0.8), found)
    if best is None:
        return None
    return annealer.run(best, length, again, rng, task.part(0.8, 1.0), found)[0]
