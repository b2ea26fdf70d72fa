"""Stopped at any moment: the best valid plan so far, or nothing, as the user chose."""

from __future__ import annotations

import numpy as np
import pytest
from partition_oracle import grid, grid_pairs, keeps_rules

from village_planner.core.errors import Cancelled
from village_planner.core.partition.problem import Rules, Units, read_units
from village_planner.core.partition.solve import solve
from village_planner.core.task import Task

WIDTH, HEIGHT = 8, 6


class Stopped:
    """A task that is cancelled at its n-th check and stays so."""

    def __init__(self, checks: int) -> None:
        self.left = checks

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def county() -> tuple[Units, Rules]:
    n = WIDTH * HEIGHT
    values = np.random.default_rng(7).integers(20, 60, (n, 2))
    frame = grid(
        WIDTH,
        HEIGHT,
        population=values[:, 0].tolist(),
        f=values[:, 1].tolist(),
        parent=["a" if i % WIDTH < 4 else "b" for i in range(n)],
        township=[f"{i % WIDTH // 2}{i // WIDTH // 2}" for i in range(n)],
    )
    rules = Rules(
        code="code", districts=6, population="population", tolerance=30, similarity=("f",), parent="parent",
        township="township", max_crossing=4,
    )  # fmt: skip
    return read_units(frame, rules), rules


@pytest.mark.parametrize("checks", [0, 1, 10, 100, 200, 500])
def test_a_stopped_search_gives_a_valid_plan_or_nothing(checks: int) -> None:
    units, rules = county()
    with pytest.raises(Cancelled):
        solve(units, rules, seed=3, task=Task(is_cancelled=Stopped(min(checks, 30))))
    try:
        solution = solve(units, rules, seed=3, task=Task(is_cancelled=Stopped(checks)), keep_best=True)
    except Cancelled:
        assert checks < 500  # so early that there is no plan for every parent yet
        return
    whole = solve(units, rules, seed=3)
    assert keeps_rules(
        solution.assigned.tolist(), grid_pairs(WIDTH, HEIGHT), districts=6,
        population=units.population.tolist(), tolerance=30,
        parent=["a" if i % WIDTH < 4 else "b" for i in range(units.n)],
        township=[f"{i % WIDTH // 2}{i // WIDTH // 2}" for i in range(units.n)], max_crossing=4,
    )  # fmt: skip
    assert solution.bound <= whole.evaluation.terms.objective + 1e-9
    assert solution.evaluation.terms.objective >= whole.bound - 1e-9
    assert solution.cancelled or solution.assigned.tolist() == whole.assigned.tolist()


def test_the_search_stops_soon_after_it_was_told() -> None:
    units, rules = county()
    stop = Stopped(300)
    solution = solve(units, rules, seed=3, task=Task(is_cancelled=stop), keep_best=True)
    assert solution.cancelled
    assert stop.left >= -3
