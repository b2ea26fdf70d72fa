"""Improving what is not locked: the best plan of all those that keep the locked districts, by looking at each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partition_oracle import grid, grid_pairs

from village_planner.core.errors import Cancelled, InfeasibleError, InputError
from village_planner.core.partition import solve, unlocked
from village_planner.core.partition.evaluate import judge
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.unlocked import improve_unlocked
from village_planner.core.task import Task

WIDTH, HEIGHT = 3, 2


@pytest.fixture(autouse=True, scope="module")
def short_searches() -> Iterator[None]:
    """So few units are settled by listing all districts, however short the search before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "LEAST_MOVES", 5)
        patch.setattr(solve, "ENOUGH_MOVES", 10)
        yield


def county(seed: int, **more: Any) -> tuple[Any, Rules]:
    rng = np.random.default_rng(seed)
    frame = grid(WIDTH, HEIGHT, population=rng.integers(50, 200, WIDTH * HEIGHT).astype(float))
    frame["f"] = rng.normal(size=WIDTH * HEIGHT).round(2)
    rules = Rules(code="code", population="population", similarity=("f",), **more)
    return read_units(frame, rules), rules


def best_by_hand(units: Any, rules: Rules, assigned: list[str], locked: set[str]) -> float:
    """Least objective over every way to put the free units into the open districts."""
    objective = Objective(units, rules)
    free = [i for i, code in enumerate(assigned) if code not in locked]
    codes = sorted({assigned[i] for i in free} - {""})
    found = []
    for choice in product(codes, repeat=len(free)):
        if set(choice) != set(codes):
            continue
        plan = np.array(assigned, dtype=object)
        plan[free] = choice
        evaluation = judge(units, rules, plan, objective)
        if evaluation.valid:
            found.append(evaluation.terms.objective)
    return min(found, default=np.inf)


@settings(max_examples=4)
@given(st.integers(0, 10_000), st.sampled_from(["abcabc", "aabccb", "abbacc", "aab-cc", "bbcbcc"]))
def test_the_best_of_all_and_never_worse(seed: int, drawn: str) -> None:
    units, rules = county(seed)
    assigned = np.array([code.strip("-") for code in drawn], dtype=object)
    locked = {"a"}
    result = improve_unlocked(units, rules, assigned, locked, "quick", seed % 3)
    best = best_by_hand(units, rules, assigned.tolist(), locked)
    before = result.before.terms.objective
    assert result.after.terms.objective <= before
    assert (result.assigned == "a").tolist() == (assigned == "a").tolist()  # nobody leaves, nobody joins
    if best < before - 1e-9:
        assert result.better and result.after.terms.objective == pytest.approx(best) and result.after.valid
    else:
        assert not result.better and result.assigned is assigned
    assert result.bound <= result.after.terms.objective + 1e-9


def test_limits_are_those_of_the_parent_and_codes_stay() -> None:
    units, rules = county(4, tolerance=40)
    start = improve_unlocked(units, rules, np.array(list("aaabbb"), dtype=object), set(), "quick")
    again = improve_unlocked(units, rules, start.assigned, set(), "quick")
    assert start.after.valid and not again.better and "proven" in str(again.sentence())
    people = {code: units.population[again.assigned == code].sum() for code in "ab"}
    mean = sum(people.values()) / 2
    assert all(abs(number / mean - 1) <= 0.4 for number in people.values())
    if start.better:
        assert "→" in str(start.sentence())


def test_a_broken_plan_is_told_of() -> None:
    units, rules = county(2)
    broken = np.array(list("ababab"), dtype=object)
    pairs = grid_pairs(WIDTH, HEIGHT)
    assert any(broken[i] != broken[j] for i, j in pairs)
    result = improve_unlocked(units, rules, broken, set(), "quick")
    assert not result.before.valid
    assert result.after.valid if result.better else "breaks" in str(result.sentence())


def test_what_cannot_be_asked_for() -> None:
    units, rules = county(1)
    with pytest.raises(InputError, match="All districts are locked"):
        improve_unlocked(units, rules, np.array(list("aaabbb"), dtype=object), {"a", "b"})
    with pytest.raises(InputError, match="No unit has a district yet"):
        improve_unlocked(units, rules, np.array([""] * 6, dtype=object), set())
    with pytest.raises(InputError, match="all districts there are locked"):
        improve_unlocked(units, rules, np.array([*"aaabb", ""], dtype=object), {"a", "b"})


def test_no_least_tolerance_is_made_of_the_free_units_alone() -> None:
    """The mean of the parent is 62, that of the free units 57: with 30 % all districts keep the limits."""
    frame = grid(6, 1, population=[78, 80, 22, 23, 22, 23])
    plan = np.array(list("abccdd"), dtype=object)

    def improve(tolerance: float) -> Any:
        rules = Rules(code="code", population="population", tolerance=tolerance)
        return improve_unlocked(read_units(frame, rules), rules, plan, {"a"}, "quick")

    with pytest.raises(InfeasibleError) as caught:
        improve(20)
    assert "unit 01" in str(caught.value) and "TOLERANCE does not do" not in str(caught.value)
    assert caught.value.code == "unit_above_band" and str(caught.value).startswith("The locked districts stay")
    assert improve(30).after.valid


def test_a_refusal_says_whether_it_is_of_the_free_units_only() -> None:
    """Three districts of 18 to 22 people: the end of 10 fits nowhere, whether or not the middle is locked."""
    frame = grid(4, 1, population=[10, 20, 10, 20])
    rules = Rules(code="code", population="population", tolerance=10)
    units = read_units(frame, rules)
    with pytest.raises(InfeasibleError, match="The locked districts stay"):
        improve_unlocked(units, rules, np.array(list("abbc"), dtype=object), {"b"}, "quick")
    with pytest.raises(InfeasibleError) as caught:
        improve_unlocked(units, rules, np.array(list("abbc"), dtype=object), set(), "quick")
    assert "locked" not in str(caught.value)


def test_a_limit_of_time_leaves_the_present_plan_or_a_better_one_and_says_so() -> None:
    units, rules = county(3)
    plan = np.array(list("aaabbb"), dtype=object)
    result = improve_unlocked(units, rules, plan, set(), "quick", seconds=0)
    assert result.cancelled and result.after.terms.objective <= result.before.terms.objective
    assert any("limit of time" in str(warning) for warning in result.warnings)
    whole = improve_unlocked(units, rules, plan, set(), "quick", seconds=1e9)
    assert not whole.cancelled and not any("limit of time" in str(warning) for warning in whole.warnings)


def test_a_limit_of_time_on_a_broken_plan_is_an_error_with_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    units, rules = county(2)
    broken = np.array(list("ababab"), dtype=object)

    def late(*rest: Any) -> None:
        raise Cancelled

    monkeypatch.setattr(unlocked, "solve_blocks", late)  # the time is over before any other plan is found
    with pytest.raises(InfeasibleError, match="limit of time") as caught:
        improve_unlocked(units, rules, broken, set(), "quick", seconds=0)
    assert caught.value.code == "no_plan_found"
    stopped = Task(is_cancelled=lambda: True)
    for keep_best in (False, True):
        with pytest.raises(Cancelled):
            improve_unlocked(units, rules, broken, set(), "quick", task=stopped, keep_best=keep_best, seconds=0)
