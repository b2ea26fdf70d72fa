"""The best choice among candidate districts: branch and bound over their linear relaxation.

Columns whose reduced cost exceeds what lies between the bound and the best plan cannot be in a better plan and drop
out. Subset-row cuts close most of the gap; Ryan and Foster's rule decides the rest: two nodes go together, or apart.
With *all* admissible districts as columns this proves the optimum, with some of them it recombines what a search has
seen.

scipy.optimize.milp would do the same in one call, but it cannot be cancelled, and the HiGHS of scipy 1.10 returns
"optimal" choices that leave a unit out. Here every bound is computed from prices, and every plan is checked.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from .columns import Columns
from .relax import KEPT, PENALTY, Relaxation, Relaxed

SMALL = 1e-9
CUT_ROUNDS = 30  # rounds of cuts before the first branching
NODE_CUT_ROUNDS = 2  # and at each node after it
CANDIDATES = 5  # pairs of nodes tried before one is branched on


@dataclass(frozen=True)
class Choice:
    """Outcome of `choose`.

    columns  positions of the chosen columns, None where none was found
    cost     their total     bound  proven lower bound over the given columns (inf: proven that nothing fits)
    proven   cost is the least possible over the given columns (with `known`: nothing below that is there)
    used     programmes that were solved
    """

    columns: Optional[NDArray]
    cost: float
    bound: float
    proven: bool
    used: int = 0


def choose(
    columns: Columns,
    k: int,
    cap: int,
    task: Task,
    known: float = np.inf,
    nodes: int = 2000,
    start: Optional[NDArray] = None,
) -> Choice:
    """The cheapest k columns that cover every node once, at most `cap` of them crossing.

    known  cost of a plan at hand: only better ones are looked for     nodes  programmes solved at most, roughly
    start  (c,) bool or positions: columns to begin with, for example those of the plan at hand
    """
    if len(columns) < k or not len(columns):
        return Choice(None, np.inf, np.inf, True)
    cost = columns.cost
    # The solver's tolerances are absolute: costs are scaled to 1 at most.
    scale = float(np.abs(cost).max()) or 1.0
    crosses = columns.crosses if int(columns.crosses.sum()) > cap else None
    relaxation = Relaxation(columns.matrix(), cost / scale, k, crosses, cap)
    if (np.bincount(relaxation.matrix.indices, minlength=columns.n) == 0).any():
        return Choice(None, np.inf, np.inf, True)
    search = Branching(relaxation, known / scale, nodes, task)
    chosen = relaxation.first()
    if start is not None:
        chosen[start] = True
    bound, proven = search.run(chosen)
    picked = search.best_columns
    total = known if picked is None else float(cost[picked].sum())
    return Choice(picked, total if picked is not None else np.inf, min(bound * scale, total), proven, relaxation.used)


class Branching:
    """Branch and bound; best and best_columns hold the best plan so far (positions among the columns given)."""

    def __init__(self, relaxation: Relaxation, known: float, limit: int, task: Task) -> None:
        self.lp = relaxation
        self.best = known
        self.best_columns: Optional[NDArray] = None
        self.limit, self.task = limit, task
        self.position = np.arange(relaxation.c)  # of the columns left among those given

    def run(self, chosen: NDArray) -> tuple[float, bool]:
        """(lower bound, whether the best plan is proven the best)."""
        lp = self.lp
        relaxed = lp.solve(chosen, self.task)
        if relaxed is None:
            return -np.inf, False
        if not np.isfinite(relaxed.bound):
            return np.inf, True
        bound = relaxed.bound
        if not self.reached(bound):
            self.dive(relaxed, np.ones(lp.c, dtype=bool))
            relaxed, chosen = self.fix(relaxed, chosen)
        for _ in range(CUT_ROUNDS):
            if self.reached(bound) or self.whole(relaxed) or lp.used >= self.limit or not lp.cut(relaxed.x):
                break
            tighter = lp.solve(chosen, self.task, enough=self.best)
            if tighter is None:
                return bound, False
            gained = tighter.bound - bound
            bound = max(bound, tighter.bound)
            if not np.isfinite(bound):
                return np.inf, True
            relaxed, chosen = self.fix(tighter, chosen)
            if gained < 0.01 * (self.best - bound):
                break
        if self.reached(bound):
            return bound, True
        return self.branch(relaxed, chosen, bound)

    def reached(self, bound: float) -> bool:
        """Whether nothing better than the best plan (if there is one) is left above `bound`."""
        return bool(np.isfinite(self.best)) and bound >= self.best - SMALL * max(1.0, abs(self.best))

    def fix(self, relaxed: Relaxed, chosen: NDArray) -> tuple[Relaxed, NDArray]:
        """Drop columns that cannot be in a better plan than the best, and begin the next programme with the best."""
        keep = np.flatnonzero(relaxed.reduced <= self.best - relaxed.bound + SMALL)
        if len(keep) < self.lp.c:
            self.lp.keep(keep)
            self.position = self.position[keep]
            relaxed = Relaxed(
                relaxed.bound, relaxed.reduced[keep], relaxed.x[keep], relaxed.uncovered, relaxed.prices, relaxed.solved
            )
            chosen = chosen[keep]
        return relaxed, nearest(relaxed, chosen)

    def whole(self, relaxed: Relaxed) -> bool:
        """Whether the relaxation's answer is a plan; a better one is kept."""
        x = relaxed.x
        if not relaxed.solved or (np.abs(x - np.round(x)) > 1e-6).any():
            return False
        self.offer(np.flatnonzero(x > 0.5))
        return True

    def offer(self, picked: NDArray) -> None:
        """Keep a plan if it is one and better than the best."""
        lp = self.lp
        covered = np.asarray(lp.matrix[picked].sum(axis=0)).ravel()
        if len(picked) != lp.k or not (covered == 1).all():
            return
        if lp.crosses is not None and lp.crosses[picked].sum() > lp.cap:
            return
        value = float(lp.cost[picked].sum())
        if value < self.best:
            self.best, self.best_columns = value, self.position[picked]

    def dive(self, relaxed: Relaxed, active: NDArray) -> None:
        """Take the column of the greatest value, drop all that overlap it, solve again: quickly to a good plan."""
        lp = self.lp
        active = active & (relaxed.reduced <= self.best - relaxed.bound)
        fixed = np.zeros(lp.c, dtype=bool)
        for _ in range(lp.k):
            if not relaxed.solved or relaxed.uncovered > 1e-7 or self.reached(relaxed.bound):
                return
            if self.whole(relaxed):
                return
            open_ = np.where(fixed, 0.0, relaxed.x)
            take = np.flatnonzero(open_ > 0.9)
            if len(take) == 0:
                take = np.array([int(np.argmax(np.round(open_, 7)))])
            fixed[take] = True
            held = np.asarray(lp.matrix[take].sum(axis=0)).ravel()
            active &= (lp.matrix @ held == 0) | fixed
            following = lp.solve(nearest(relaxed, active) & active, self.task, active, self.best)
            if following is None:
                return
            relaxed = following

    def branch(self, relaxed: Relaxed, chosen: NDArray, bound: float) -> tuple[float, bool]:
        lp = self.lp
        counter = 0
        todo: list[tuple[float, int, NDArray, NDArray]] = [(bound, 0, np.arange(lp.c), np.flatnonzero(chosen))]
        while todo:
            above, _, columns, warm = heapq.heappop(todo)
            if self.reached(above):
                return self.best, True
            if lp.used >= self.limit:
                return above, False
            self.task.check()
            active = np.zeros(lp.c, dtype=bool)
            active[columns] = True
            start = np.zeros(lp.c, dtype=bool)
            start[warm] = True
            node = lp.solve(start, self.task, active, self.best)
            for _ in range(NODE_CUT_ROUNDS):
                if node is None or self.reached(node.bound) or self.whole(node) or not lp.cut(node.x, 20):
                    break
                start = nearest(node, start)
                node = lp.solve(start, self.task, active, self.best)
            if node is None:
                return above, False
            below = max(above, node.bound)
            if self.reached(below) or not np.isfinite(below):
                continue
            if self.whole(node):
                continue
            active &= node.reduced <= self.best - node.bound + SMALL
            start = nearest(node, start) & active
            pair = self.pair(node, start)
            if pair is None:
                return above, False
            i, j = pair
            has_i, has_j = self.holds(i), self.holds(j)
            for side in (has_i == has_j, ~(has_i & has_j)):
                counter += 1
                part = np.flatnonzero(active & side)
                heapq.heappush(todo, (below, counter, part, np.flatnonzero(start & side)))
        return (self.best, True) if np.isfinite(self.best) else (np.inf, True)

    def holds(self, node: int) -> NDArray:
        """(c,) bool: columns with this node."""
        pick = np.zeros(self.lp.n)
        pick[node] = 1
        return np.asarray(self.lp.matrix @ pick) > 0

    def pair(self, node: Relaxed, start: NDArray) -> Optional[tuple[int, int]]:
        """Two nodes that the relaxation puts together about half the time, such that either way costs most."""
        lp = self.lp
        taken = np.flatnonzero(node.x > 1e-6)
        sets = lp.matrix[taken].toarray()
        together = (sets.T * node.x[taken]) @ sets
        split = np.triu(0.5 - np.abs(together - 0.5), 1)
        split = np.where(split > 1e-6, np.round(split, 7), 0)
        order = np.argsort(-split, axis=None, kind="stable")[:CANDIDATES]
        order = order[split.ravel()[order] > 0]
        if len(order) == 0:
            return None
        best, best_score = None, -1.0
        for place in order.tolist():
            i, j = divmod(place, lp.n)
            if len(order) == 1:
                return i, j
            has_i, has_j = self.holds(i), self.holds(j)
            gains = []
            for side in (has_i == has_j, ~(has_i & has_j)):
                now = np.flatnonzero(start & side)
                solved = lp.programme(now, lp.cost, PENALTY)
                value = np.inf if solved is None else float(lp.right @ solved[0])
                gains.append(max(1e-6, min(value, self.best) - node.bound))
            score = min(gains) * max(gains)
            if score > best_score * (1 + 1e-6):
                best, best_score = (i, j), score
        return best


def nearest(relaxed: Relaxed, among: NDArray) -> NDArray:
    """(c,) bool: the columns of least reduced cost, to begin the next programme with."""
    reduced = np.where(among, relaxed.reduced, np.inf)
    if int(among.sum()) <= KEPT:
        return among & np.isfinite(reduced)
    chosen = np.zeros(len(reduced), dtype=bool)
    chosen[np.argsort(reduced, kind="stable")[:KEPT]] = True
    return chosen
