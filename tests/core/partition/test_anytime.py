"""Stopped at any moment: the best valid plan so far, or nothing, as the user chose."""

from __future__ import annotations

import numpy as np
import pytest
from partition_oracle import grid, grid_pairs, keeps_rules

from village_planner.core.errors import Cancelled
from village_planner.core.partition.problem import Rules, Units, read_units
from village_planner.core.partition.solve import Solution, solve
from village_planner.core.task import Task

WIDTH, HEIGHT = 8, 6


class Stop:
    """Counts how often a search asks whether it was cancelled, and says yes after `checks` times."""

    def __init__(self, checks: float = float("inf")) -> None:
        self.checks, self.asked = checks, 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked > self.checks


def county() -> tuple[Units, Rules]:
    n = WIDTH * HEIGHT
    values = np.random.default_rng(7).integers(20, 60, (n, 2))
    frame = grid(
        WIDTH,
        HEIGHT,
        population=values[:, 0].tolist(),
        f=values[:, 1].tolist(),
        parent=["a" if i % WIDTH < 4 else "b" for i in range(n)],
    )
    rules = Rules(
        code="code", districts=6, population="population", tolerance=45, similarity=("f",), parent="parent",
    )  # fmt: skip
    return read_units(frame, rules), rules


@pytest.fixture(scope="module")
def whole() -> tuple[Solution, int]:
    units, rules = county()
    count = Stop()
    return solve(units, rules, seed=3, task=Task(is_cancelled=count)), count.asked


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.95])
def test_a_stopped_search_gives_a_valid_plan_or_nothing(share: float, whole: tuple[Solution, int]) -> None:
    best, checks = whole
    units, rules = county()
    stop = Stop(int(share * checks))
    try:
        solution = solve(units, rules, seed=3, task=Task(is_cancelled=stop), keep_best=True)
    except Cancelled:
        assert share < 0.5  # so early that there is no plan for every parent yet
        return
    assert solution.cancelled
    assert stop.asked <= stop.checks + 3  # it stopped when told
    n = units.n
    assert keeps_rules(
        solution.assigned.tolist(), grid_pairs(WIDTH, HEIGHT), districts=6,
        population=units.population.tolist(), tolerance=45,
        parent=["a" if i % WIDTH < 4 else "b" for i in range(n)],
    )  # fmt: skip
    assert solution.bound <= best.evaluation.terms.objective + 1e-9
    assert best.bound <= solution.evaluation.terms.objective + 1e-9


def test_without_that_wish_nothing_is_left(whole: tuple[Solution, int]) -> None:
    units, rules = county()
    with pytest.raises(Cancelled):
        solve(units, rules, seed=3, task=Task(is_cancelled=Stop(int(0.95 * whole[1]))))
