"""Stopped at any moment: the best valid plan so far, or nothing, as the user chose."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from partition_oracle import grid, grid_pairs, keeps_rules

from village_planner.core import task as tasks
from village_planner.core.errors import Cancelled, InfeasibleError
from village_planner.core.partition import solve as solving
from village_planner.core.partition.block import Block, make_blocks
from village_planner.core.partition.columns import Columns, columns_of, pack
from village_planner.core.partition.objective import Objective
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


class Clock:
    """A clock that goes on by a second whenever somebody looks at it."""

    def __init__(self) -> None:
        self.now = 0

    def monotonic(self) -> float:
        self.now += 1
        return float(self.now)


@pytest.mark.parametrize("share", [0.4, 0.9])
def test_a_limit_of_time_gives_the_best_plan_and_says_so(
    share: float, whole: tuple[Solution, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    best, checks = whole
    clock = Clock()
    monkeypatch.setattr(tasks, "time", SimpleNamespace(monotonic=clock.monotonic))
    units, rules = county()
    solution = solve(units, rules, seed=3, seconds=share * checks)
    assert solution.out_of_time and clock.now <= share * checks + 5
    assert any("limit of time" in str(warning) for warning in solution.warnings)
    assert solution.evaluation.valid and solution.bound <= best.evaluation.terms.objective + 1e-9


def test_a_limit_of_time_that_is_too_short_is_an_error_with_a_cure() -> None:
    units, rules = county()
    with pytest.raises(InfeasibleError, match="limit of time") as caught:
        solve(units, rules, seconds=0)
    assert caught.value.code == "no_plan_found"


@pytest.mark.parametrize("proven", [True, False])
def test_more_time_is_not_advised_where_there_is_no_plan(proven: bool) -> None:
    """The time ends when all is known of the only block: that it has no plan, or nothing."""
    units, rules = county()
    block = make_blocks(units, rules, Objective(units, rules), np.array([3, 3]))[0]
    outcome = solving.Outcome(block, floors={block.cap: np.inf} if proven else {})
    with pytest.raises(InfeasibleError) as caught:
        solving.settle([outcome], rules, 1, 60.0)
    assert caught.value.code == ("no_plan_exists" if proven else "no_plan_found")
    assert ("limit of time" in str(caught.value)) is not proven


def test_a_limit_of_time_that_is_not_reached_changes_nothing(whole: tuple[Solution, int]) -> None:
    units, rules = county()
    solution = solve(units, rules, seed=3, seconds=1e9)
    assert not solution.out_of_time and (solution.assigned == whole[0].assigned).all()


def test_a_proof_that_is_stopped_keeps_its_bound_and_plan(
    whole: tuple[Solution, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    units, rules = county()
    objective = Objective(units, rules)
    block = make_blocks(units, rules, objective, np.array([3, 3]))[0]
    plan = np.unique(whole[0].assigned[block.members], return_inverse=True)[1]
    cost = float(block.costs(plan == np.arange(3)[:, None]).sum())

    def stopped(block: Block, cap: int, seeds: Columns, *rest: Any) -> Any:
        rest[-1](0.7 * cost, None)
        rest[-1](0.6 * cost, columns_of(block, pack(plan == np.arange(3)[:, None])))
        raise Cancelled

    monkeypatch.setattr(solving, "best_choice", stopped)
    outcome = solving.Outcome(block, limits=solving.EFFORTS["quick"].limits)
    outcome.columns = columns_of(block, pack(np.eye(block.n, dtype=bool)))
    with pytest.raises(Cancelled):
        outcome.decide(block.cap, Task())
    outcome.settle()
    best = outcome.plans[block.cap]
    assert best is not None and best[0] == pytest.approx(cost)
    assert outcome.bounds[block.cap] == pytest.approx(0.7 * cost)
