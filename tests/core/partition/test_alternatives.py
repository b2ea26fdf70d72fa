"""Further plans: valid, truly different, good, and compared in one table."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from partition_oracle import grid, grid_pairs, keeps_rules

from village_planner.core.partition.alternatives import DIFFERENT, LIMIT, WIDER, moved, named_alike
from village_planner.core.partition.compare import comparison
from village_planner.core.partition.evaluate import judge
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.problem import Rules, Units, read_units
from village_planner.core.partition.sample import Plans, walk
from village_planner.core.partition.solve import Solution, solve
from village_planner.core.task import SILENT


def county(width: int, height: int, seed: int = 1) -> gpd.GeoDataFrame:
    """Similarity asks for stripes from north to south, compactness for blocks."""
    rng = np.random.default_rng(seed)
    x = np.tile(np.arange(width), height)
    return grid(width, height, population=rng.integers(80, 120, width * height), f=x + rng.normal(0, 0.4, len(x)))


def both(frame: gpd.GeoDataFrame, alternatives: int, **rules: Any) -> tuple[Units, Rules, Solution]:
    asked = Rules(code="code", population="population", similarity=("f",), **rules)
    units = read_units(frame, asked)
    return units, asked, solve(units, asked, "quick", alternatives)


def number(plan: Any) -> Any:
    return np.unique(plan.astype(str), return_inverse=True)[1]


@pytest.fixture(scope="module")
def offers() -> tuple[Units, Rules, Solution]:
    return both(county(7, 5), 5, districts=4, tolerance=25)


def test_alternatives_keep_the_rules_and_differ(offers: tuple[Units, Rules, Solution]) -> None:
    units, _, solution = offers
    plans = [solution.assigned, *solution.alternatives]
    assert len(plans) == 6
    for plan in plans:
        people = units.population.tolist()
        assert keeps_rules(plan.tolist(), grid_pairs(7, 5), districts=4, tolerance=25, population=people)
    for i, plan in enumerate(plans):
        for other in plans[:i]:
            assert moved(number(plan), number(other)) >= DIFFERENT * units.n


def test_they_cost_little_and_lean_both_ways(offers: tuple[Units, Rules, Solution]) -> None:
    units, rules, solution = offers
    objective = Objective(units, rules)
    best = solution.evaluation.terms
    terms = [judge(units, rules, plan, objective).terms for plan in solution.alternatives]
    costs = [term.objective for term in terms]
    assert costs == sorted(costs) and best.objective <= costs[0]
    assert costs[-1] <= (1 + WIDER) * best.objective + 1e-9
    assert sum(cost <= (1 + LIMIT) * best.objective + 1e-9 for cost in costs) >= 2
    assert {"similarity", "compactness"} <= set(solution.kinds)
    for kind, term in zip(solution.kinds, terms):
        if kind != "other":
            assert getattr(term, kind) < getattr(best, kind)


def test_no_offer_is_beaten_by_one_that_hardly_differs(offers: tuple[Units, Rules, Solution]) -> None:
    units, rules, solution = offers
    objective = Objective(units, rules)
    plans = [solution.assigned, *solution.alternatives]
    terms = [judge(units, rules, plan, objective).terms for plan in plans]
    for i, (one, plan) in enumerate(zip(terms, plans)):
        for j, (other, rival) in enumerate(zip(terms, plans)):
            if i != j and moved(number(plan), number(rival)) <= 0.1 * units.n:
                assert one.similarity < other.similarity or one.compactness < other.compactness


def test_the_same_seed_gives_the_same_alternatives() -> None:
    first, again = (both(county(6, 4, 3), 3, districts=3, tolerance=30)[2] for _ in range(2))
    assert [plan.tolist() for plan in first.alternatives] == [plan.tolist() for plan in again.alternatives]
    assert first.kinds == again.kinds


def test_districts_are_named_after_those_of_the_answer() -> None:
    frame = county(6, 4, 5).assign(lock=["7"] + [""] * 23)
    units, _, solution = both(frame, 3, districts=3, tolerance=30, lock="lock")
    for plan in solution.alternatives:
        assert set(plan) == set(solution.assigned) and plan[0] == "7"
        kept = (plan == solution.assigned).sum()
        assert kept == units.n - moved(number(solution.assigned), number(plan))
    labels = np.array([2, 2, 1, 1, 0, 0])
    small = read_units(grid(6, 1), Rules(code="code"))
    named = np.array(["1", "1", "2", "2", "3", "3"], dtype=object)
    assert named_alike(small, named, labels).tolist() == named.tolist()


def test_several_parents_and_crossings_keep_their_rules() -> None:
    frame = county(8, 4, 6).assign(parent=list("aaaabbbb") * 4, town=[f"{i % 8 // 2}" for i in range(32)])
    units, rules, solution = both(frame, 4, districts=6, tolerance=40, parent="parent", township="town", max_crossing=3)
    assert len(solution.alternatives) == 4
    assert all(judge(units, rules, plan).valid for plan in solution.alternatives)
    assert {len(set(plan)) for plan in solution.alternatives} == {6}


def test_where_there_is_only_one_plan_a_warning_says_so() -> None:
    frame = grid(4, 1, population=[10, 10, 10, 10])
    _, _, solution = both(frame.assign(f=[1, 2, 3, 5]), 3, districts=2, tolerance=0)
    assert solution.alternatives == ()
    assert any("0 alternatives found, 3 asked for" in str(warning) for warning in solution.warnings)


def test_a_walk_stays_among_the_good_plans() -> None:
    from village_planner.core.partition.block import make_blocks

    units, rules, solution = both(county(7, 5), 0, districts=4, tolerance=25)
    objective = Objective(units, rules)
    block = make_blocks(units, rules, objective, np.array([4]))[0]
    start = Plans.of(block, [number(solution.assigned)[np.unique(block.node, return_index=True)[1]]])
    most = float(start.cost[0]) * 1.2
    for guide in (None, np.eye(5)[0]):
        plans = walk(block, start.labels[0], most, 35, 80, np.random.default_rng(1), SILENT, guide)
        assert len(plans) > 5 and (plans.cost <= most + 1e-9).all()
        again = Plans.of(block, list(plans.labels))
        assert np.allclose(again.terms, plans.terms)
        for labels in plans.labels:
            assert judge(units, rules, labels[block.node].astype(str).astype(object), objective).valid
    assert plans.terms[:, 0].min() < start.terms[0, 0]


def test_the_table_compares_with_the_answer() -> None:
    frame = grid(6, 1, population=[10, 20, 30, 40, 50, 60], f=[0, 0, 1, 1, 2, 2], town=list("xxyyzz"))
    rules = Rules(code="code", districts=3, population="population", tolerance=60, similarity=("f",), township="town")
    units = read_units(frame, rules)
    plans = [np.array(list(text), dtype=object) for text in ("112233", "331122", "111233")]
    table = comparison(units, rules, Objective(units, rules), plans, ["answer", "other", "other"])
    assert table["plan"].tolist() == [0, 1, 2]
    assert table["units_moved"].tolist() == [0, 0, 1] and table["population_moved"].tolist() == [0, 0, 30]
    assert table["gap"].tolist()[:2] == [0, 0] and table["gap"][2] > 0
    assert table["similarity"].tolist()[:2] == [0, 0] and table["similarity_change"].isna().tolist() == [0, 0, 1]
    assert table["boundary_change"].tolist() == [0, 0, 0]
    assert table["deviation_low"].tolist() == pytest.approx([-57.14, -57.14, -42.86], abs=0.01)
    assert table["deviation_high"].tolist() == pytest.approx([57.14, 57.14, 57.14], abs=0.01)
    assert table["crossing"].tolist() == [0, 0, 1] and table["valid"].tolist() == [True, True, True]
