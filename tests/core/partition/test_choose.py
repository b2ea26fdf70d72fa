"""The choice among columns against brute force."""

from __future__ import annotations

from itertools import combinations
from typing import Optional

import numpy as np
import pytest
from block_cases import random_block
from numpy.typing import NDArray

from village_planner.core.partition.choose import choose
from village_planner.core.partition.columns import Columns, pack
from village_planner.core.partition.enumerate import connected_districts
from village_planner.core.partition.relax import Relaxation
from village_planner.core.task import SILENT


def random_columns(n: int, c: int, seed: int) -> Columns:
    rng = np.random.default_rng(seed)
    sets = rng.random((c, n)) < 0.35
    sets[np.arange(c), rng.integers(0, n, c)] = True
    sets = np.unique(sets, axis=0)
    terms = np.zeros((len(sets), 5))
    terms[:, 0] = rng.random(len(sets)) * sets.sum(axis=1) - 0.2
    return Columns(n, pack(sets), terms, rng.random(len(sets)) < 0.5)


def best_by_hand(columns: Columns, k: int, cap: int) -> Optional[float]:
    """The least cost over all ways to cover the lowest open node by a column, and so on."""
    rows = [sum(1 << int(v) for v in np.flatnonzero(row)) for row in columns.sets()]
    cost, crosses = columns.cost.tolist(), columns.crosses.tolist()
    best: Optional[float] = None

    def go(left: int, number: int, allowed: int, total: float) -> None:
        nonlocal best
        if not left or not number:
            if not left and not number and (best is None or total < best):
                best = total
            return
        low = left & -left
        for row, value, crossing in zip(rows, cost, crosses):
            if row & low and not row & ~left and allowed >= crossing:
                go(left & ~row, number - 1, allowed - crossing, total + value)

    go((1 << columns.n) - 1, k, cap, 0.0)
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_best_choice(seed: int) -> None:
    columns = random_columns(8 + seed % 4, 150, seed)
    for k, cap in ((2, 2), (3, 3), (4, 4), (3, 1), (4, 0)):
        best = best_by_hand(columns, k, cap)
        choice = choose(columns, k, cap, SILENT)
        if best is None:
            assert choice.columns is None and choice.proven and choice.bound == np.inf
            continue
        assert choice.proven and choice.columns is not None
        assert (columns.sets(choice.columns).sum(axis=0) == 1).all() and len(choice.columns) == k
        assert columns.crosses[choice.columns].sum() <= cap
        assert np.isclose(choice.cost, best) and np.isclose(columns.cost[choice.columns].sum(), choice.cost)
        assert best - 1e-8 <= choice.bound <= best + 1e-9


def grid_columns() -> tuple[Columns, int]:
    block = random_block(6, 6, 9, 6, tolerance=50)
    columns = connected_districts(block, 10**6, SILENT)
    assert columns is not None
    return columns, block.k


def test_a_known_plan_narrows_the_choice_and_keeps_the_proof() -> None:
    columns, k = grid_columns()
    free = choose(columns, k, k, SILENT)
    assert free.proven and free.columns is not None
    better = choose(columns, k, k, SILENT, known=free.cost * 1.01)
    assert better.proven and np.isclose(better.cost, free.cost)
    nothing = choose(columns, k, k, SILENT, known=free.cost)
    assert nothing.columns is None and nothing.proven and np.isclose(nothing.bound, free.cost)


def test_a_choice_cut_short_gives_a_bound_below_the_best() -> None:
    columns, k = grid_columns()
    best = choose(columns, k, k, SILENT)
    used = {choose(columns, k, k, SILENT, nodes=nodes).used for nodes in (1, 3, 10)}
    assert max(used) < best.used
    for nodes in (1, 3, 10):
        short = choose(columns, k, k, SILENT, nodes=nodes)
        assert short.bound <= best.cost + 1e-12
        assert short.columns is None or short.cost >= best.cost - 1e-12


def test_cuts_hold_for_every_plan() -> None:
    columns, k = grid_columns()
    relaxation = Relaxation(columns.matrix(), columns.cost / columns.cost.max(), k, None, 0)
    relaxed = relaxation.solve(relaxation.first(), SILENT)
    assert relaxed is not None and relaxation.cut(relaxed.x) > 0
    held: NDArray = np.array([columns.sets()[:, list(cut)].sum(axis=1) >= 2 for cut in relaxation.cuts])
    assert (relaxation.rows[:, -len(relaxation.cuts) :].toarray() == held.T).all()
    assert ((held @ relaxed.x) > 1).all()
    tighter = relaxation.solve(relaxation.first(), SILENT)
    assert tighter is not None and tighter.bound >= relaxed.bound - 1e-9
    # Two disjoint districts cannot both hold two of three nodes.
    sets = columns.sets()
    for i, j in combinations(range(0, len(sets), max(1, len(sets) // 60)), 2):
        if not (sets[i] & sets[j]).any():
            assert (held[:, [i, j]].sum(axis=1) <= 1).all()
