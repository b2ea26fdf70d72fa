"""Plans without any district that crosses a township: each township is a small problem of its own for each number of
districts it may get, and dynamic programming shares the numbers out. Only what looks best in the sharing is solved;
the relaxation bounds the others."""

from __future__ import annotations

from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from .block import Block
from .choose import choose
from .columns import Columns, pack
from .enumerate import connected_districts
from .relax import Relaxation

EXACT = 1e-9  # rounding of a number of districts


def best_within(
    block: Block, known: float, most: int, programmes: int, task: Task
) -> Optional[tuple[float, Optional[NDArray], float]]:
    """(cost, labels (N,), lower bound) of the best plan that crosses no township, or of a good one: the best where
    the bound is the cost. No labels: nothing below `known` was found; bound inf: proven that there is no plan.

    known  cost of a plan at hand, inf if there is none     most  connected sets that may be listed: None if there are
    more     programmes  of the choice for a township and a number of districts
    """
    assert block.townships is not None
    if ((block.townships > 0).sum(axis=1) > 1).any():
        return np.inf, None, np.inf  # units that stay together lie in two townships
    columns = connected_districts(block, most, task.part(0.0, 0.2), inside_townships=True)
    if columns is None:
        return None
    sets, township = columns.sets(), block.townships.argmax(axis=1)
    places = []
    for place in np.unique(township):
        task.check()
        places.append(_Township(block, columns, sets, np.flatnonzero(township == place)))
    for number, place in enumerate(places):
        task.report(0.2 + 0.6 * number / len(places))
        place.relax(block.k - len(places) + 1, task)  # each other township needs a district as well
    while True:
        bound, shares = _share([place.bounds for place in places], block.k)
        open_ = [(place, k) for place, k in zip(places, shares) if k not in place.plans]
        if bound >= known or not open_:
            break
        for place, k in open_:
            place.solve(k, programmes, task)
    cost, shares = _share([{k: cost for k, (cost, _) in place.plans.items()} for place in places], block.k)
    if cost >= known:
        return np.inf, None, bound
    chosen = np.concatenate([place.plans[k][1] for place, k in zip(places, shares)])
    return cost, sets[chosen].argmax(axis=0), min(bound, cost)


class _Township:
    """One township: bounds and plans (cost, positions of the columns) by number of districts."""

    def __init__(self, block: Block, columns: Columns, sets: NDArray, nodes: NDArray) -> None:
        people = float(block.population[nodes].sum())
        self.least = max(1, int(np.ceil(people / block.high - EXACT))) if block.high > 0 else 1
        self.most = int(people / block.low + EXACT) if block.low > 0 else len(nodes)
        self.own = np.flatnonzero(sets[:, nodes].any(axis=1))
        masks = pack(sets[np.ix_(self.own, nodes)])
        self.columns = Columns(len(nodes), masks, columns.terms[self.own], columns.crosses[self.own])
        self.bounds: dict[int, float] = {}
        self.plans: dict[int, tuple[float, NDArray]] = {}

    def relax(self, most: int, task: Task) -> None:
        """Bound each number of districts up to `most` by its relaxation; one without a bound is impossible."""
        columns = self.columns
        if not len(columns) or not columns.sets().any(axis=0).all():
            return
        unit = float(np.abs(columns.cost).max()) or 1.0  # the solver wants costs of 1 at most
        matrix = columns.matrix()
        for k in range(self.least, min(self.most, columns.n, most) + 1):
            relaxation = Relaxation(matrix, columns.cost / unit, k, None, 0)
            relaxed = relaxation.solve(relaxation.first(), task)
            # Where the solver fails nothing is known.
            self.bounds[k] = -np.inf if relaxed is None else relaxed.bound * unit

    def solve(self, k: int, programmes: int, task: Task) -> None:
        """The best choice of k districts, or a good one."""
        choice = choose(self.columns, k, 0, task, nodes=programmes)
        found = choice.columns is not None
        self.plans[k] = choice.cost, self.own[choice.columns] if found else self.own[:0]
        self.bounds[k] = max(self.bounds[k], choice.bound)


def _share(rows: list[dict[int, float]], total: int) -> tuple[float, list[int]]:
    """Least sum of one entry per row whose keys sum to `total`, and the keys; (inf, []) where there is none."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for row in rows:
        following: dict[int, tuple[float, list[int]]] = {}
        for used, (value, keys) in best.items():
            for key, more in row.items():
                if value + more < following.get(used + key, (np.inf, []))[0]:
                    following[used + key] = value + more, [*keys, key]
        best = following
    return best.get(total, (np.inf, []))
