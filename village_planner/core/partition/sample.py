"""Many good plans of one parent: what its alternatives and the stability of its units are read from.

A *good* plan keeps every rule and costs at most a given amount. Two ways lead to many of them:

- `all_within` puts candidate districts together. With prices from the linear relaxation a plan costs the bound plus
  the reduced costs of its districts, so that few districts can be part of a good plan, and a partial plan that has used
  up its allowance is given up at once. Where the candidates are all there are, these are all the good plans.
- `walk` moves one unit at a time from a good plan to the next. It needs no candidates, and stays in the neighbourhood
  of where it began.

Amounts of work bound both, and nothing but numpy's generator is random: the same seed gives the same plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

from ..task import Task
from .block import Block
from .columns import Columns, columns_of, pack, sparse
from .improve import canonical

BATCH = 24  # single moves that a walk looks at before it makes one
KEPT = 2000  # plans at most that `all_within` gives,
THINNED = 150  # and about as many a walk: later ones of a long walk stand further apart


@dataclass(frozen=True)
class Plans:
    """m different plans of a block.

    labels (m, N) districts numbered in the order of their first node   terms (m, 5) weighted cost by term
    crossing (m,) districts that cross a township
    """

    labels: NDArray
    terms: NDArray
    crossing: NDArray

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def cost(self) -> NDArray:
        return self.terms.sum(axis=1)

    def take(self, which: NDArray) -> Plans:
        return Plans(self.labels[which], self.terms[which], self.crossing[which])

    def unique(self) -> Plans:
        """Without repetitions, in the order in which they first occur."""
        first: dict[bytes, int] = {}
        for i, row in enumerate(self.labels):
            first.setdefault(row.tobytes(), i)
        return self.take(np.array(list(first.values()), dtype=int))

    @staticmethod
    def of(block: Block, labels: list[NDArray]) -> Plans:
        """Given plans, (N,) labels each, with their costs."""
        rows = np.array([canonical(plan) for plan in labels], dtype=np.int32).reshape(-1, block.n)
        terms, crossing = np.zeros((len(rows), 5)), np.zeros(len(rows), dtype=int)
        for i, row in enumerate(rows):
            columns = columns_of(block, pack(row[None, :] == np.arange(block.k)[:, None]))
            terms[i], crossing[i] = columns.terms.sum(axis=0), int(columns.crosses.sum())
        return Plans(rows, terms, crossing)

    @staticmethod
    def joined(parts: list[Plans]) -> Plans:
        """All of them, without repetitions."""
        return Plans(
            np.concatenate([part.labels for part in parts]),
            np.concatenate([part.terms for part in parts]),
            np.concatenate([part.crossing for part in parts]),
        ).unique()


def all_within(
    columns: Columns, reduced: NDArray, budget: float, k: int, cap: int, work: int, task: Task
) -> Optional[Plans]:
    """Every choice of k columns that cover each node once, reduced costs summing to `budget` at most and `cap` of them
    crossing; None where that takes more than `work` partial plans or gives more than `KEPT`.

    reduced (c,) >= 0: cost less the prices of the column's nodes and of a district
    """
    near = np.flatnonzero(reduced <= budget)
    near = near[np.argsort(reduced[near], kind="stable")]
    chosen_from, price = columns.take(near), reduced[near]
    masks, sets, crosses = chosen_from.masks, chosen_from.sets(), chosen_from.crosses
    plans: list[list[int]] = []
    used = 0
    stack = [(np.arange(len(near)), np.ones(columns.n, dtype=bool), budget, cap, [])]  # type: ignore[var-annotated]
    while stack:
        if used % 200 == 0:
            task.check()
        used += 1
        if used > work or len(plans) > KEPT:
            return None
        left, todo, rest, allowed, chosen = stack.pop()
        nodes = np.flatnonzero(todo)
        count = sets[np.ix_(left, nodes)].sum(axis=0)
        if count.min() == 0:
            continue
        # The node that the fewest columns can still cover is covered next.
        options = left[sets[left, nodes[np.argmin(count)]]]
        for j in options[::-1].tolist():
            after, still = rest - price[j], allowed - int(crosses[j])
            todo_after = todo & ~sets[j]
            last = len(chosen) == k - 1
            if still < 0 or last == bool(todo_after.any()):
                continue
            if last:
                plans.append([*chosen, j])
                continue
            apart = ((masks[left] & masks[j]) == 0).all(axis=1) & (price[left] <= after)
            stack.append((left[apart], todo_after, after, still, [*chosen, j]))
    which = np.array(plans, dtype=int).reshape(-1, k)
    labels = np.array([canonical(sets[row].argmax(axis=0)) for row in which], dtype=np.int32).reshape(-1, columns.n)
    return Plans(labels, chosen_from.terms[which].sum(axis=1), crosses[which].sum(axis=1))


def walk(
    block: Block,
    labels: NDArray,
    most: float,
    cap: int,
    steps: int,
    rng: np.random.Generator,
    task: Task,
    guide: Optional[NDArray] = None,
) -> Plans:
    """Plans met on the way from a good plan by single moves, cost at most `most`, `cap` districts crossing at most.

    labels (N,) 0..k-1   guide (5,) factors of the terms: the walk takes the move that lowers their sum most and leaves
    units alone for a while that it has moved; without a guide any move will do.
    """
    labels = labels.copy()
    now = columns_of(block, pack(labels[None, :] == np.arange(block.k)[:, None]))
    terms, crosses = now.terms.copy(), now.crosses.astype(int)
    rest = np.zeros(block.n, dtype=int)  # the step from which on a unit may be moved again
    seen: list[tuple[NDArray, NDArray, int]] = []
    farthest, reached = np.inf, None
    for step in range(steps):
        if step % 10 == 0:
            task.check()
        moves = _moves(block, labels, rng, rest, step)
        if not moves:
            continue
        u, a, b = (np.array(part) for part in zip(*moves))
        without, joined = labels == a[:, None], labels == b[:, None]
        without[np.arange(len(u)), u], joined[np.arange(len(u)), u] = False, True
        changed = pack(np.concatenate([without, joined]))
        fits = block.allowed(sparse(changed, block.n))
        fresh = columns_of(block, changed)
        m = len(u)
        total = terms.sum(axis=0) - terms[a] - terms[b] + fresh.terms[:m] + fresh.terms[m:]
        crossed = int(crosses.sum()) - crosses[a] - crosses[b] + fresh.crosses[:m] + fresh.crosses[m:]
        good = np.flatnonzero(fits[:m] & fits[m:] & (total.sum(axis=1) <= most) & (crossed <= cap))
        if len(good) == 0:
            continue
        # The moves stand in random order.
        i = int(good[0] if guide is None else good[np.argmin((total[good] * guide).sum(axis=1))])
        labels[u[i]] = b[i]
        rest[u[i]] = step + int(np.sqrt(block.n)) if guide is not None else 0
        terms[a[i]], terms[b[i]] = fresh.terms[i], fresh.terms[m + i]
        crosses[a[i]], crosses[b[i]] = fresh.crosses[i], fresh.crosses[m + i]
        plan = (labels.copy(), total[i], int(crossed[i]))
        if step % max(1, steps // THINNED) == 0:
            seen.append(plan)
        if guide is not None and float(total[i] @ guide) < farthest:
            farthest, reached = float(total[i] @ guide), plan
    if reached is not None:
        seen.append(reached)
    rows = np.array([canonical(plan[0]) for plan in seen], dtype=np.int32).reshape(-1, block.n)
    sums = np.array([plan[1] for plan in seen]).reshape(-1, now.terms.shape[1])
    return Plans(rows, sums, np.array([plan[2] for plan in seen], dtype=int)).unique()


def _moves(
    block: Block, labels: NDArray, rng: np.random.Generator, rest: NDArray, step: int
) -> list[tuple[int, int, int]]:
    """Up to `BATCH` random moves (node, its district, another one beside it) that leave the district in one piece."""
    moves = []
    for u in rng.integers(block.n, size=4 * BATCH).tolist():
        a = int(labels[u])
        others = sorted({int(labels[v]) for v in block.neighbours[u]} - {a})
        if others and rest[u] <= step and _stays_connected(block, labels, u):
            moves.append((u, a, others[int(rng.integers(len(others)))]))
            if len(moves) == BATCH:
                break
    return moves


def _stays_connected(block: Block, labels: NDArray, u: int) -> bool:
    """Whether u's district is in one piece without it, and not empty."""
    a = labels[u]
    ends = {v for v in block.neighbours[u] if labels[v] == a}
    if not ends:
        return False
    start = min(ends)
    seen, queue = {u, start}, [start]
    while queue and not ends <= seen:
        for v in block.neighbours[queue.pop()]:
            if v not in seen and labels[v] == a:
                seen.add(v)
                queue.append(v)
    return ends <= seen
