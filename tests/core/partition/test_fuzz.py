"""Random counties: brute force agrees on small ones, an independent check and a plan known beforehand on larger ones.

A few of them in `make test`, always the same; in `make fuzz` 10,000 small and 150 larger ones, others every time
(about 40 minutes of one core).
"""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any, Callable, Optional

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from partition_oracle import Best, broken_rules, brute_force, every_plan, groups_of, keeps_rules, raw_terms, weighted
from random_counties import SEA, TERMS, County, Planted, planted_counties, small_counties

from village_planner.core.errors import InfeasibleError
from village_planner.core.partition.evaluate import judge
from village_planner.core.partition.solve import EFFORTS, Effort, Solution, solve

NOT_FOUND = ("no_plan_found", "crossing_not_found")  # said where it is not proven that there is no plan
SAME: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
OTHERS = {**SAME, "derandomize": False, "print_blob": True}
# So little work that hardly anything is decided for certain: what is claimed then must be true all the same.
EFFORTS["least"] = replace(EFFORTS["quick"], **{f.name: 1 for f in fields(Effort) if f.type in (int, "int")})


@settings(max_examples=10, **SAME)
@given(small_counties())
def test_small_counties_agree_with_brute_force(county: County) -> None:
    agree(county)


@pytest.mark.fuzz
@settings(max_examples=10_000, **OTHERS)
@given(small_counties())
def test_many_small_counties_agree_with_brute_force(county: County) -> None:
    agree(county)


@settings(max_examples=3, **SAME)
@given(small_counties())
def test_hasty_answers_claim_nothing_wrong(county: County) -> None:
    claim_nothing_wrong(county)


@pytest.mark.fuzz
@settings(max_examples=300, **OTHERS)
@given(small_counties())
def test_many_hasty_answers_claim_nothing_wrong(county: County) -> None:
    claim_nothing_wrong(county)


@settings(max_examples=3, **SAME)
@given(small_counties())
def test_alternatives_keep_rules(county: County) -> None:
    alternatives_keep_rules(county)


@pytest.mark.fuzz
@settings(max_examples=300, **OTHERS)
@given(small_counties())
def test_many_alternatives_keep_rules(county: County) -> None:
    alternatives_keep_rules(county)


@settings(max_examples=2, **SAME)
@given(planted_counties(most=24))
def test_larger_counties_keep_rules_and_bound(planted: Planted) -> None:
    keep_rules_and_bound(planted)


@pytest.mark.fuzz
@settings(max_examples=150, **OTHERS)
@given(planted_counties())
def test_many_larger_counties_keep_rules_and_bound(planted: Planted) -> None:
    keep_rules_and_bound(planted)


@st.composite
def drawn_plans(draw: Callable[..., Any]) -> tuple[County, list[str]]:
    """A small county and a plan as a hand may draw it: mostly broken, often incomplete."""
    county = draw(small_counties())
    codes = st.sampled_from(["1", "2", "2", "3", "10", "", "a-01"])
    return county, draw(st.lists(codes, min_size=county.n, max_size=county.n))


@settings(max_examples=50, **SAME)
@given(drawn_plans())
def test_drawn_plans_are_judged_as_the_oracle_does(drawn: tuple[County, list[str]]) -> None:
    judged_alike(*drawn)


@pytest.mark.fuzz
@settings(max_examples=3000, **OTHERS)
@given(drawn_plans())
def test_many_drawn_plans_are_judged_as_the_oracle_does(drawn: tuple[County, list[str]]) -> None:
    judged_alike(*drawn)


# ---- what must hold
def agree(county: County) -> None:
    best = best_plan(county)
    units, rules = county.build()
    assert [tuple(pair) for pair in units.contiguity.pairs.tolist()] == county.pairs()
    solution = attempt(lambda: solve(units, rules, "quick"), best, certain=True)
    if solution is not None:
        assert best is not None
        check_plan(county, solution)
        assert solution.proven, "every small county is decided for certain"
        check_bound(solution, best.objective)


def claim_nothing_wrong(county: County) -> None:
    best = best_plan(county)
    units, rules = county.build()
    hasty = attempt(lambda: solve(units, rules, "least", seed=2), best, certain=False)
    if hasty is not None:
        assert best is not None
        check_plan(county, hasty)
        check_bound(hasty, best.objective)


def best_plan(county: County) -> Optional[Best]:
    return brute_force(county.pairs(), county.rules(), county.data(), county.weights)


def attempt(call: Callable[[], Solution], best: Optional[Best], certain: bool) -> Optional[Solution]:
    """The solution, or None where it rightly says that there is none. certain: not knowing is no answer."""
    try:
        solution = call()
    except InfeasibleError as error:
        if error.code in NOT_FOUND:
            assert not certain, f"every small county is decided for certain: {error}"
        else:
            assert best is None, f"a plan exists: {error}"
        return None
    assert best is not None, "a plan where none keeps the rules"
    return solution


def objective_of(county: County, labels: list[Any]) -> float:
    pairs, data = county.pairs(), county.data()
    return weighted(raw_terms(labels, pairs, **data), county.weights, pairs, county.parent or [""] * county.n, **data)


def check_plan(county: County, solution: Solution) -> None:
    labels = solution.assigned.tolist()
    assert keeps_rules(labels, county.pairs(), **county.rules())
    assert all(label == locked for label, locked in zip(labels, county.lock or []) if locked)
    assert math.isclose(
        solution.evaluation.terms.objective, objective_of(county, labels), rel_tol=1e-9, abs_tol=1e-9
    )  # fmt: skip


def check_bound(solution: Solution, best: float) -> None:
    """best: the least objective of all plans."""
    objective = solution.evaluation.terms.objective
    assert objective >= best - 1e-9 * max(1, best)
    assert 0 <= solution.bound <= min(best + 1e-9 * max(1, best), objective)
    assert math.isclose(solution.gap, (objective - solution.bound) / objective if objective else 0.0, abs_tol=1e-12)
    assert solution.proven == (solution.gap <= 1e-6)
    if solution.proven:
        assert math.isclose(objective, best, rel_tol=2e-6, abs_tol=1e-8)


def alternatives_keep_rules(county: County) -> None:
    best = best_plan(county)
    units, rules = county.build()
    solution = attempt(lambda: solve(units, rules, "quick", alternatives=3), best, certain=True)
    if solution is None:
        return
    assert best is not None
    check_plan(county, solution)
    check_bound(solution, best.objective)
    plans = [solution.assigned.tolist(), *(plan.tolist() for plan in solution.alternatives)]
    assert len(plans) <= 4
    for plan in plans:
        assert keeps_rules(plan, county.pairs(), **county.rules())
        assert all(label == locked for label, locked in zip(plan, county.lock or []) if locked)
    ways = {frozenset(frozenset(members) for members in groups_of(plan).values()) for plan in plans}
    assert len(ways) == len(plans) <= best.plans


def keep_rules_and_bound(planted: Planted) -> None:
    county = planted.county
    assert keeps_rules(planted.plan, county.pairs(), **county.rules())
    units, rules = county.build()
    try:
        first = solve(units, rules, "quick", seed=5)
    except InfeasibleError as error:
        assert error.code in NOT_FOUND, f"a plan exists: {error}"
        return
    again = solve(units, rules, "quick", seed=5)
    assert first.assigned.tolist() == again.assigned.tolist()
    assert (first.evaluation.terms, first.bound) == (again.evaluation.terms, again.bound)
    check_plan(county, first)
    objective = first.evaluation.terms.objective
    known = min(objective, objective_of(county, planted.plan))
    assert 0 <= first.bound <= known + 1e-9 * max(1, known)
    if first.proven:
        assert objective <= known * (1 + 2e-6) + 1e-8


def judged_alike(county: County, plan: list[str]) -> None:
    units, rules = county.build()
    evaluation = judge(units, rules, np.array(plan, dtype=object))
    wanted = broken_rules(plan, county.pairs(), **county.rules())
    found: dict[str, set[Any]] = {}
    for finding in evaluation.findings:
        assert str(finding.message)
        by_unit = finding.rule in ("unassigned", "nesting", "apart", "lock", "together")
        found.setdefault(finding.rule, set()).add(int(finding.unit_code) if by_unit else finding.district)
    assert found.keys() == wanted.keys()
    torn, named = wanted.pop("together", set()), found.pop("together", set())
    assert all(group & named for group in torn) and named <= set().union(*torn)
    assert found == wanted
    assert evaluation.valid == (not wanted and not torn)
    data = county.data()
    terms = raw_terms(plan, county.pairs(), **data)
    objective = weighted(terms, county.weights, county.pairs(), county.parent or [""] * county.n, **data)
    assert [getattr(evaluation.terms, t) for t in TERMS] == pytest.approx([terms[t] for t in TERMS], rel=1e-9, abs=1e-9)
    assert evaluation.terms.objective == pytest.approx(objective, rel=1e-9, abs=1e-9)


# ---- the oracle itself
@settings(max_examples=25, **SAME)
@given(small_counties())
def test_the_tables_of_brute_force_say_what_the_plain_functions_say(county: County) -> None:
    if county.n > 6 or county.districts > county.n:
        return
    pairs, rules = county.pairs(), county.rules()
    plans = [
        [next(d for d, mask in enumerate(row) if mask >> unit & 1) for unit in range(county.n)]
        for row in every_plan(county.n, county.districts).tolist()
    ]
    assert len({tuple(plan) for plan in plans}) == stirling(county.n, county.districts)
    if len(set(county.parent or [""])) > county.districts:
        return
    fitting = [plan for plan in plans if keeps_rules(plan, pairs, **rules)]
    best = best_plan(county)
    assert (0 if best is None else best.plans) == len(fitting)
    if best is not None:
        assert best.labels in fitting
        least = min(objective_of(county, plan) for plan in fitting)
        assert best.objective == pytest.approx(least, rel=1e-9, abs=1e-12)
        assert objective_of(county, best.labels) == pytest.approx(least, rel=1e-9, abs=1e-12)


def stirling(n: int, k: int) -> int:
    return sum((-1) ** (k - i) * math.comb(k, i) * i**n for i in range(k + 1)) // math.factorial(k)


# ---- faults that the fuzz has found
def test_units_without_any_neighbour_are_districts_of_their_own() -> None:
    apart = County(
        land=((0, SEA, 1, SEA, 2),),
        districts=3,
        population=[4, 1, 7],
        features=[[0, 7, 0]],
        weights={"similarity": 1, "compactness": 1},
    )
    agree(apart)
    agree(replace(apart, districts=2))


def test_the_only_plan_of_a_county_is_found() -> None:
    county = County(
        land=((8, 8, 3, 3, -1), (6, 8, 3, 5, 4), (-1, 8, 0, 3, 4), (-1, 8, -1, 3, -1), (1, 7, 2, 3, 4)),
        districts=3,
        population=[8, 5, 7, 0, 3, 6, 5, 1, 9],
        features=[],
        weights={"boundary": 2.5, "flow": 2.5},
        flows=((4, 2, 4), (2, 2, 4), (4, 7, 1), (0, 4, 3), (2, 1, 5), (3, 2, 4), (2, 1, 2)),
        tolerance=100,
        township=list("zyzyxzxxz"),
        max_crossing=1,
        lock=["", "", "1", "", "2", "", "", "", ""],
    )
    assert best_plan(county).plans == 1  # type: ignore[union-attr]
    agree(county)
