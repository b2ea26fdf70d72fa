"""Exact ways: all connected districts that keep the rules, and the best choice among candidate districts.

A partition is a choice of k candidate districts (*columns*) that cover every node once. Its linear relaxation is
solved by column generation over the pool at hand; columns whose reduced cost exceeds the gap cannot be in a better
plan and drop out; branch and bound decides among the rest. With *all* admissible districts as the pool this
proves the optimum, with some of them it is a strong way to recombine what a search has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_matrix, csr_matrix

from ..task import Task
from .block import Block

FIRST = 1500  # columns of the first restricted programme
ADDED = 1500  # columns added per round of pricing
ROUNDS = 200
SMALL = 1e-9


@dataclass(frozen=True)
class Choice:
    """Outcome of `choose`.

    columns  positions of the chosen columns, None where none was found
    cost     their total     bound  proven lower bound over the given columns (inf: proven that nothing fits)
    proven   cost is the least possible over the given columns
    used     relaxations that branch and bound solved
    """

    columns: Optional[NDArray]
    cost: float
    bound: float
    proven: bool
    used: int = 0


def connected_districts(block: Block, most: int, task: Task) -> Optional[NDArray]:
    """Every connected set of nodes that keeps the rules of a district: (c, N) bool; None beyond `most` partial sets.

    Each set is reached once: rooted at its lowest node, and at each step the lowest undecided neighbour is taken or
    left for good. All partial sets advance together, as arrays of bit masks.
    """
    n = block.n
    words = (n + 63) // 64
    bit = np.zeros((n, words), dtype=np.uint64)
    for v in range(n):
        bit[v, v // 64] = np.uint64(1) << np.uint64(v % 64)
    around = np.zeros((n, words), dtype=np.uint64)
    for v in range(n):
        for u in block.neighbours[v]:
            around[v] |= bit[u]
    high, most_units = block.high, block.max_units
    results: list[NDArray] = []
    touched = 0
    below = np.zeros(words, dtype=np.uint64)  # nodes lower than the root: they have had their turn
    for root in range(n):
        task.check()
        stack = [
            (
                bit[root][None, :].copy(),
                (below | bit[root])[None, :].copy(),
                around[root][None, :].copy(),
                block.population[root : root + 1].astype(float),
                block.count[root : root + 1].astype(np.int64),
            )
        ]
        below = below | bit[root]
        if stack[0][3][0] > high or stack[0][4][0] > most_units:
            continue
        while stack:
            task.check()
            inside, closed, near, population, count = stack.pop()
            touched += len(inside)
            if touched > most:
                return None
            frontier = near & ~closed
            done = ~frontier.any(axis=1)
            if done.any():
                results.append(_allowed(block, inside[done], n))
                keep = ~done
                inside, closed, near = inside[keep], closed[keep], near[keep]
                population, count, frontier = population[keep], count[keep], frontier[keep]
            if len(inside) == 0:
                continue
            v = _lowest(frontier)
            closed = closed | bit[v]
            fits = (population + block.population[v] <= high) & (count + block.count[v] <= most_units)
            w = v[fits]
            taken = (
                inside[fits] | bit[w],
                closed[fits],
                near[fits] | around[w],
                population[fits] + block.population[w],
                count[fits] + block.count[w],
            )
            both = tuple(np.concatenate(pair) for pair in zip((inside, closed, near, population, count), taken))
            # Large fronts are cut in two and finished one after the other, which bounds the memory.
            if len(both[0]) > 65536:
                half = len(both[0]) // 2
                stack += [tuple(a[:half] for a in both), tuple(a[half:] for a in both)]  # type: ignore[list-item]
            else:
                stack.append(both)  # type: ignore[arg-type]
    return np.concatenate(results) if results else np.zeros((0, n), dtype=bool)


def _allowed(block: Block, masks: NDArray, n: int) -> NDArray:
    sets = unpack(masks, n)
    return sets[block.allowed(sets)]


def unpack(masks: NDArray, n: int) -> NDArray:
    """(c, words) bit masks -> (c, n) bool."""
    octets = masks.astype("<u8").view(np.uint8).reshape(len(masks), -1)
    return np.unpackbits(octets, axis=1, bitorder="little")[:, :n].astype(bool)


def _lowest(masks: NDArray) -> NDArray:
    """Position of the lowest set bit of each (non-empty) row."""
    word = (masks != 0).argmax(axis=1)
    value = masks[np.arange(len(masks)), word]
    single = value & (~value + np.uint64(1))
    return word * 64 + np.log2(single.astype(np.float64)).astype(np.int64)


def from_pool(block: Block, pool: dict[int, float], most: int) -> tuple[NDArray, NDArray]:
    """The districts a search has seen as columns: (c, N) bool and their costs, the most recent `most`."""
    items = list(pool.items())[-most:] if most else []
    size = (block.n + 7) // 8
    data = b"".join(mask.to_bytes(size, "little") for mask, _ in items)
    octets = np.frombuffer(data, dtype=np.uint8).reshape(len(items), size)
    sets = np.unpackbits(octets, axis=1, bitorder="little")[:, : block.n].astype(bool)
    return sets, np.array([cost for _, cost in items])


def choose(
    sets: NDArray,
    cost: NDArray,
    k: int,
    crosses: NDArray,
    cap: int,
    task: Task,
    known: float = np.inf,
    nodes: int = 2000,
    start: Optional[NDArray] = None,
) -> Choice:
    """The cheapest k columns that cover every node once, at most `cap` of them crossing.

    sets (c, N) bool  cost (c,)  crosses (c,) bool  known  cost of a plan at hand: only better ones are looked for
    nodes  relaxations at most of branch and bound  start  columns to begin with (a plan at hand)
    """
    if not sets.any(axis=0).all() or len(sets) < k:
        return Choice(None, np.inf, np.inf, True)
    # The solver's tolerances are absolute: costs are scaled to 1 at most.
    scale = float(np.abs(cost).max()) or 1.0
    choice = _choose(sets, cost / scale, k, crosses, cap, task, known / scale, nodes, start)
    total = np.inf if choice.columns is None else float(cost[choice.columns].sum())
    return Choice(choice.columns, total, choice.bound * scale, choice.proven, choice.used)


def _choose(
    sets: NDArray,
    cost: NDArray,
    k: int,
    crosses: NDArray,
    cap: int,
    task: Task,
    known: float,
    nodes: int,
    start: Optional[NDArray],
) -> Choice:
    limited = bool(crosses.sum() > cap)
    crossing = crosses.astype(float) if limited else None
    relaxed = _relax(sets, cost, k, crossing, cap, task, start)
    if relaxed is None:
        return Choice(None, np.inf, -np.inf, False)
    bound, reduced, _ = relaxed
    if not np.isfinite(bound):
        return Choice(None, np.inf, np.inf, True)
    gap = max(0.006 * abs(bound), 1e-6)
    best_columns, best = None, known
    used = 0
    while True:
        task.check()
        if _reached(bound, best):
            return Choice(best_columns, best, min(bound, best), True, used)
        # Better plans hold no column whose reduced cost exceeds what is between the bound and the best plan.
        inside = np.flatnonzero(reduced <= min(gap, best - bound))
        branched = _branch(
            sets[inside], cost[inside], k, None if crossing is None else crossing[inside], cap, best, nodes - used, task
        )
        used += branched.used
        if branched.columns is not None:
            best_columns, best = inside[branched.columns], branched.cost
        if not branched.proven:
            return Choice(best_columns, best, max(bound, min(branched.bound, bound + gap, best)), False, used)
        # A plan with a column from outside costs more than bound + gap.
        if best <= bound + gap or not (reduced > gap).any():
            return Choice(best_columns, best, best, True, used)
        gap = max(2.5 * gap, float(reduced[reduced > gap].min()))


def _reached(bound: float, best: float) -> bool:
    """Whether nothing better than `best` (inf: no plan yet) is left above `bound`."""
    return bool(np.isfinite(best)) and bound >= best - SMALL * max(1.0, abs(best))


def _branch(
    sets: NDArray,
    cost: NDArray,
    k: int,
    crosses: Optional[NDArray],
    cap: int,
    known: float,
    nodes: int,
    task: Task,
) -> Choice:
    """Branch and bound: two nodes that the relaxation puts together half the time go together, or apart (Ryan and
    Foster's rule). `nodes` relaxations at most.

    scipy.optimize.milp would do the same in one call, but it cannot be cancelled, and the HiGHS of scipy 1.10 returns
    "optimal" choices that leave a unit out. Here every bound is computed from prices, and every plan is checked.
    """
    best_columns, best = None, known
    todo = [(-np.inf, np.arange(len(cost)))]
    used = 0
    while todo:
        if used >= nodes:
            lowest = min(best, min(bound for bound, _ in todo))
            return Choice(best_columns, best, lowest, False, used)
        task.check()
        above, active = todo.pop()
        if _reached(above, best) or len(active) < k or not sets[active].any(axis=0).all():
            continue
        used += 1
        part = None if crosses is None else crosses[active]
        relaxed = _relax(sets[active], cost[active], k, part, cap, task, None)
        if relaxed is None:
            return Choice(best_columns, best, min([best, above, *(b for b, _ in todo)]), False, used)
        bound, reduced, x = relaxed
        if _reached(bound, best):
            continue
        near = reduced <= best - bound
        taken = active[x > 1e-6]
        together = (sets[taken].T * x[x > 1e-6]) @ sets[taken]
        np.fill_diagonal(together, 0)
        split = np.abs(together - 0.5)
        i, j = divmod(int(np.argmin(np.round(split, 7))), len(split))
        if split[i, j] > 0.5 - 1e-6:
            picked = active[x > 0.5]
            if len(picked) != k or not (sets[picked].sum(axis=0) == 1).all():
                return Choice(best_columns, best, min([best, bound, *(b for b, _ in todo)]), False, used)
            value = float(cost[picked].sum())
            if value < best:
                best_columns, best = picked, value
            continue
        active = active[near]
        both, either = sets[active, i] & sets[active, j], sets[active, i] | sets[active, j]
        branches = [(bound, active[~both]), (bound, active[both | ~either])]
        todo += branches if together[i, j] >= 0.5 else branches[::-1]
    return Choice(best_columns, best, best, True, used)


def _relax(
    sets: NDArray,
    cost: NDArray,
    k: int,
    crosses: Optional[NDArray],
    cap: int,
    task: Task,
    start: Optional[NDArray],
) -> Optional[tuple[float, NDArray, NDArray]]:
    """Linear relaxation: (lower bound, reduced cost and value of every column), bound inf where proven infeasible,
    None where the solver fails.

    Each node may stay uncovered at a penalty, so that every restricted programme is feasible. Where the optimum still
    leaves one uncovered, a programme that minimises just that tells whether no choice can cover all.
    """
    matrix = csr_matrix(sets, dtype=float)
    chosen = np.zeros(len(sets), dtype=bool)
    order = np.argsort(cost / sets.sum(axis=1), kind="stable")
    chosen[order[:FIRST]] = True
    chosen[order[:: max(1, len(sets) // FIRST)]] = True
    if start is not None:
        chosen[start] = True
    penalty = 3.0
    feasible = False
    for _ in range(4):
        priced = _price(matrix, cost, k, crosses, cap, penalty, chosen, task)
        if priced is None:
            return None
        bound, reduced, uncovered, x = priced
        if uncovered <= 1e-7:
            return bound, reduced, x
        if not feasible:
            least = _price(matrix, np.zeros(len(cost)), k, crosses, cap, 1.0, chosen, task)
            if least is None:
                return None
            if least[0] > 1e-5:
                return np.inf, least[1], x
            feasible = True
        penalty *= 30
    return None


def _price(
    matrix: csr_matrix,
    cost: NDArray,
    k: int,
    crosses: Optional[NDArray],
    cap: int,
    penalty: float,
    chosen: NDArray,
    task: Task,
) -> Optional[tuple[float, NDArray, float, NDArray]]:
    """Column generation over a pool: (bound, reduced costs, how much stays uncovered, values). Adds to `chosen`."""
    n = matrix.shape[1]
    scale = max(float(np.abs(cost).max()), penalty)
    for _ in range(ROUNDS):
        task.check()
        now = np.flatnonzero(chosen)
        dual = _restricted(matrix[now], cost[now], n, k, None if crosses is None else crosses[now], cap, penalty)
        if dual is None:
            return None
        prices, per_district, per_crossing, uncovered, values = dual
        reduced = cost - matrix @ prices - per_district
        if crosses is not None:
            reduced = reduced - per_crossing * crosses
        worst = float(reduced.min())
        fresh = np.flatnonzero((reduced < -1e-10 * scale) & ~chosen)
        if len(fresh) == 0:
            # Valid for any prices: no choice of k columns has a reduced cost below k times the worst.
            bound = float(prices.sum() + k * per_district + cap * per_crossing + k * min(0.0, worst))
            x = np.zeros(len(cost))
            x[now] = values
            return bound, np.maximum(reduced, 0.0), uncovered, x
        chosen[fresh[np.argsort(reduced[fresh], kind="stable")[:ADDED]]] = True
    return None


def _restricted(
    matrix: csr_matrix, cost: NDArray, n: int, k: int, crosses: Optional[NDArray], cap: int, penalty: float
) -> Optional[tuple[NDArray, float, float, float, NDArray]]:
    """The restricted programme: prices per node, per district and per crossing (<= 0), how much stays uncovered, and
    the values of the columns."""
    c = len(cost)
    # One slack per node, and two for the number of districts, after the columns themselves.
    slack = np.arange(n + 2)
    rows = np.concatenate([matrix.indices, np.full(c, n), np.minimum(slack, n)])
    columns = np.concatenate([np.repeat(np.arange(c), np.diff(matrix.indptr)), np.arange(c), c + slack])
    ones = np.ones(len(rows))
    ones[-1] = -1.0
    a_eq = csc_matrix((ones, (rows, columns)), shape=(n + 1, c + n + 2))
    b_eq = np.concatenate([np.ones(n), [k]])
    price = np.concatenate([cost, np.full(n + 2, penalty)])
    a_ub = b_ub = None
    if crosses is not None:
        a_ub = csr_matrix(np.concatenate([crosses.astype(float), np.zeros(n + 2)])[None, :])
        b_ub = np.array([cap], dtype=float)
    result = linprog(price, A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, bounds=(0, None), method="highs")
    if result.x is None:
        return None
    dual = result.eqlin.marginals
    crossing = float(min(0.0, result.ineqlin.marginals[0])) if crosses is not None else 0.0
    return dual[:n], float(dual[n]), crossing, float(result.x[c:].sum()), result.x[:c]
