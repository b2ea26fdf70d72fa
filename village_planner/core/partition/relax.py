"""Linear relaxation of the choice of districts, by column generation over the columns at hand.

    least  cost · x   with  each node covered once, k columns, at most `cap` crossing ones,  x >= 0

and *subset-row cuts* (Jepsen et al. 2008): of three nodes, at most one chosen column can hold two or more. Any prices
give a lower bound, whatever the solver made of the programme: the sum of the prices of all rows, and k times the
least reduced cost where that is below 0. All bounds here are computed in that way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_matrix, csr_matrix, hstack

from ..task import Task

FIRST = 1000  # columns of the first programme
ADDED = 500  # columns added per round of pricing
KEPT = 1500  # columns that a programme begins with when it starts from the last one
ROUNDS = 200
FINE = 1e-10  # reduced costs above -FINE count as 0: costs are scaled to 1 at most
VIOLATED = 0.02
CUTS = 60  # cuts added at a time
PENALTY = 3.0  # for a node that no column covers: more than a column costs


@dataclass
class Relaxed:
    """bound (inf: no choice covers all), reduced cost (c,) >= 0, value x (c,), uncovered: what the penalty left bare;
    prices (rows,) of the nodes, of k, of the cap where it binds, and of the cuts; solved: x is optimal."""

    bound: float
    reduced: NDArray
    x: NDArray
    uncovered: float
    prices: NDArray
    solved: bool


class Relaxation:
    """The programme over c columns; rows are the nodes, the number of columns, the cap and the cuts.

    matrix (c, n) of ones  cost (c,) of at most 1  crosses (c,) bool, None where all may cross
    """

    def __init__(self, matrix: csr_matrix, cost: NDArray, k: int, crosses: Optional[NDArray], cap: int) -> None:
        self.n = matrix.shape[1]
        self.c = len(cost)
        self.k, self.cap = k, cap
        self.matrix, self.cost = matrix, cost
        self.crosses = crosses
        parts = [matrix, np.ones((self.c, 1))]
        right = [np.ones(self.n), [k]]
        if crosses is not None:
            parts.append(crosses[:, None].astype(float))
            right.append([cap])
        self.rows = csr_matrix(hstack(parts, format="csr"))
        self.right = np.concatenate(right).astype(float)
        self.cuts: list[tuple[int, int, int]] = []
        self.used = 0  # programmes solved

    def keep(self, which: NDArray) -> None:
        """Forget all columns but those at `which`."""
        self.matrix, self.rows, self.cost = self.matrix[which], self.rows[which], self.cost[which]
        self.crosses = None if self.crosses is None else self.crosses[which]
        self.c = len(self.cost)

    def first(self) -> NDArray:
        """(c,) bool: columns to begin with: cheap ones for their size, and for each node the cheapest."""
        each = self.cost / np.diff(self.matrix.indptr)
        chosen = np.zeros(self.c, dtype=bool)
        order = np.argsort(each, kind="stable")
        chosen[order[:FIRST]] = True
        rank = np.empty(self.c, dtype=np.int64)
        rank[order] = np.arange(self.c)
        held = self.matrix.tocsc()
        starts = held.indptr[:-1][np.diff(held.indptr) > 0]
        if len(starts):
            chosen[order[np.minimum.reduceat(rank[held.indices], starts)]] = True
        return chosen

    def solve(
        self,
        chosen: NDArray,
        task: Task,
        active: Optional[NDArray] = None,
        enough: float = np.inf,
        rounds: int = ROUNDS,
    ) -> Optional[Relaxed]:
        """The relaxation over the columns `active` (c,) bool (default all), beginning with those `chosen` (changed).

        Ends early when the bound reaches `enough`. None where the solver fails.
        """
        penalty = PENALTY
        for _ in range(4):
            relaxed = self._generate(self.cost, penalty, chosen, task, active, enough, rounds)
            if relaxed is None or relaxed.uncovered <= 1e-7 or relaxed.bound >= enough or not relaxed.solved:
                return relaxed
            # Either the penalty is too low, or there is no choice that covers all: a programme of its own tells.
            bare = self._generate(np.zeros(self.c), 1.0, chosen, task, active, np.inf, rounds)
            if bare is None:
                return None
            if bare.bound > 1e-5:
                return Relaxed(np.inf, bare.reduced, bare.x, bare.uncovered, bare.prices, True)
            penalty *= 30
        return None

    def priced(self, chosen: NDArray, task: Task, penalty: float = PENALTY) -> Optional[Relaxed]:
        """The relaxation where nodes may stay uncovered at a penalty: prices to find new columns with."""
        return self._generate(self.cost, penalty, chosen, task, None, np.inf, ROUNDS)

    def _generate(
        self,
        cost: NDArray,
        penalty: float,
        chosen: NDArray,
        task: Task,
        active: Optional[NDArray],
        enough: float,
        rounds: int,
    ) -> Optional[Relaxed]:
        for turn in range(rounds):
            task.check()
            now = np.flatnonzero(chosen)
            solved = self.programme(now, cost, penalty)
            if solved is None:
                return None
            prices, values, uncovered = solved
            reduced = cost - self.rows @ prices
            if active is not None:
                reduced[~active] = np.inf
            worst = float(reduced.min()) if self.c else 0.0
            bound = float(self.right @ prices) + self.k * min(0.0, worst)
            fresh = np.flatnonzero((reduced < -FINE * max(1.0, penalty)) & ~chosen)
            done = len(fresh) == 0
            if done or bound >= enough or turn == rounds - 1:
                x = np.zeros(self.c)
                x[now] = values
                return Relaxed(bound, np.maximum(reduced, 0.0), x, uncovered, prices, done)
            chosen[fresh[np.argsort(reduced[fresh], kind="stable")[:ADDED]]] = True
        return None

    def programme(self, now: NDArray, cost: NDArray, penalty: float) -> Optional[tuple[NDArray, NDArray, float]]:
        """The restricted programme: prices of all rows, values of the columns `now`, how much stays uncovered.

        Each node may stay uncovered, and the number of columns may be missed either way, at a penalty.
        """
        n, c = self.n, len(now)
        slack = np.arange(n + 2)
        rows = csc_matrix(self.rows[now].T)
        ones = np.ones(n + 2)
        ones[-1] = -1.0
        slacks = csc_matrix((ones, (np.minimum(slack, n), slack)), shape=(n + 1, n + 2))
        a_eq = hstack([rows[: n + 1], slacks], format="csc")
        a_ub = b_ub = None
        if len(self.right) > n + 1:
            a_ub = hstack([rows[n + 1 :], csc_matrix((rows.shape[0] - n - 1, n + 2))], format="csc")
            b_ub = self.right[n + 1 :]
        price = np.concatenate([cost[now], np.full(n + 2, penalty)])
        self.used += 1
        result = linprog(price, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=self.right[: n + 1], method="highs-ds")
        if result.x is None or result.eqlin.marginals is None:
            return None
        prices = np.asarray(result.eqlin.marginals)
        if a_ub is not None:
            prices = np.concatenate([prices, np.minimum(result.ineqlin.marginals, 0.0)])
        return prices, result.x[:c], float(result.x[c:].sum())

    # ---- cuts
    def cut(self, x: NDArray, most: int = CUTS) -> int:
        """Add the subset-row cuts that x breaks most; returns their number."""
        fresh = self.violated(x, most)
        if not fresh:
            return 0
        self.cuts += fresh
        picks = csr_matrix(
            (np.ones(3 * len(fresh)), (np.array(fresh).ravel(), np.repeat(np.arange(len(fresh)), 3))),
            shape=(self.n, len(fresh)),
        )
        held = (self.matrix @ picks).tocsr()
        held.data = (held.data > 1.5).astype(float)
        held.eliminate_zeros()
        self.rows = csr_matrix(hstack([self.rows, held], format="csr"))
        self.right = np.concatenate([self.right, np.ones(len(fresh))])
        return len(fresh)

    def violated(self, x: NDArray, most: int) -> list[tuple[int, int, int]]:
        """Triples of nodes of which columns of a total value above 1 hold two or more, the worst first."""
        taken = np.flatnonzero((x > 1e-6) & (x < 1 - 1e-6))
        if len(taken) == 0:
            return []
        sets = self.matrix[taken].toarray()
        nodes = np.flatnonzero(sets.any(axis=0))
        sets, value = sets[:, nodes], x[taken]
        pairs = (sets.T * value) @ sets
        found: list[tuple[float, tuple[int, int, int]]] = []
        for i in range(len(nodes) - 2):
            with_i = sets[:, i] > 0
            later = sets[with_i][:, i + 1 :]
            triple = (later.T * value[with_i]) @ later
            own = pairs[i, i + 1 :]
            total = own[:, None] + own[None, :] + pairs[i + 1 :, i + 1 :] - 2 * triple
            a, b = np.nonzero(np.triu(total > 1 + VIOLATED, 1))
            for j, h in zip(a.tolist(), b.tolist()):
                key = (int(nodes[i]), int(nodes[i + 1 + j]), int(nodes[i + 1 + h]))
                found.append((-round(float(total[j, h]), 9), key))
        known = set(self.cuts)
        found = sorted(entry for entry in found if entry[1] not in known)
        # At most a few cuts per node, so that they work in different places.
        picked: list[tuple[int, int, int]] = []
        load = np.zeros(self.n, dtype=int)
        for _, key in found:
            if len(picked) >= most:
                break
            if load[list(key)].max() < 5:
                picked.append(key)
                load[list(key)] += 1
        return picked
