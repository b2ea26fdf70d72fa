"""Requests at the edge of what is asked: one district, costs of 0, plans that leave a parent out."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from partition_oracle import grid
from shapely.geometry import Polygon

from village_planner.core.errors import InputError
from village_planner.core.partition.block import make_blocks
from village_planner.core.partition.columns import columns_of, pack
from village_planner.core.partition.evaluate import judge
from village_planner.core.partition.improve import PLANS, Found
from village_planner.core.partition.measure import best_known
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.price import Limits, best_choice
from village_planner.core.partition.problem import Rules, read_units
from village_planner.core.partition.solve import lower_bound, relative_gap, solve
from village_planner.core.task import SILENT


def test_a_single_district_is_the_only_plan_and_proven() -> None:
    frame = grid(6, 5, f=list(range(30)))
    rules = Rules(code="code", districts=1, similarity=("f",))
    solution = solve(read_units(frame, rules), rules)
    assert solution.evaluation.terms.objective == pytest.approx(2)
    assert solution.proven and solution.gap == 0


def test_a_parent_with_one_district_does_not_spoil_the_proof() -> None:
    frame = grid(8, 4, f=list(range(32)), parent=["a" if i % 8 < 7 else "b" for i in range(32)])
    rules = Rules(code="code", districts=8, similarity=("f",), parent="parent", tolerance=60)
    units = read_units(frame, rules)
    solution = solve(units, rules)
    assert sorted(set(solution.assigned[units.parent == 1])) == ["b-01"]
    assert solution.parts[1].bound == pytest.approx(solution.parts[1].cost)


def test_an_older_plan_that_fits_is_found_and_proven_without_an_endless_search() -> None:
    """A cost of 0 once made the step of the pricing 0 for ever."""
    old = [f"{i % 6 // 2}{i // 6 // 3}" for i in range(36)]
    frame = grid(6, 6, old=old)
    rules = Rules(code="code", districts=6, reference="old", weights={"stability": 1.0}, tolerance=35)
    units = read_units(frame, rules)
    block = make_blocks(units, rules, Objective(units, rules), np.array([6]))[0]
    seeds = columns_of(block, pack(np.arange(36) // 6 == np.arange(6)[:, None]))
    _, choice = best_choice(block, block.cap, seeds, SILENT, limits=Limits(sets=3_000_000, columns=5_000))
    assert choice.cost == pytest.approx(0, abs=1e-9) and choice.bound == pytest.approx(0, abs=1e-9)


def test_plans_that_cannot_be_measured_have_the_bound_0() -> None:
    frame = grid(6, 2, parent=["a" if i % 6 < 3 else "b" for i in range(12)])
    rules = Rules(code="code", tolerance=20, parent="parent")
    units = read_units(frame, rules)
    drawn = np.array(["1" if i % 6 < 3 else "" for i in range(12)], dtype=object)  # nothing in b
    evaluation = judge(units, rules, drawn)
    assert lower_bound(units, rules, Objective(units, rules), evaluation) == 0
    assert best_known(units, rules, evaluation, "quick").objective is None


def test_islands_lumped_together_are_judged() -> None:
    frame = grid(9, 1).iloc[[0, 1, 3, 4, 6, 7]].reset_index(drop=True)  # three parts
    rules = Rules(code="code")
    units = read_units(frame, rules)
    drawn = np.array(["1", "1", "1", "1", "2", "2"], dtype=object)
    evaluation = judge(units, rules, drawn)
    assert not evaluation.valid
    assert lower_bound(units, rules, Objective(units, rules), evaluation) == 0


def test_the_cheapest_plan_of_each_number_of_crossings_is_kept() -> None:
    found = Found()
    found.add(9.0, 0, np.array([0, 0, 1]))
    for i in range(2 * PLANS):
        labels = (i >> np.arange(9)) & 1
        found.add(1 + i / 1000, 3, labels)
    assert len(found.plans) <= PLANS
    assert any(crossing == 0 for _, crossing, _ in found.plans)
    assert found.plans[0][0] == 1.0


def test_rounding_is_no_gap() -> None:
    assert relative_gap(1e-31, 0.0) == 0
    assert relative_gap(0.5, 0.4) == pytest.approx(0.2)


@pytest.mark.parametrize("limit", [{"tolerance": float("nan")}, {"population_min": -1.0}, {"snap": float("inf")}])
def test_limits_are_numbers(limit: dict[str, float]) -> None:
    rules = Rules(code="code", districts=2, **limit)  # type: ignore[arg-type]
    with pytest.raises(InputError) as error:
        read_units(grid(3, 2), rules)
    assert error.value.code == "bad_limit"


def test_doubtful_outlines_and_figures_are_told() -> None:
    frame = grid(3, 2, population=[0] * 6)
    shapes = list(frame.geometry)
    x, y = shapes[0].bounds[:2]
    shapes[0] = Polygon([(x, y), (x + 1000, y + 1000), (x + 1000, y), (x, y + 1000)])  # a bow-tie
    shapes[5] = shapes[4]
    frame = gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=shapes, crs=frame.crs)
    rules = Rules(code="code", districts=2, population="population", weights={})
    told = " ".join(str(warning) for warning in read_units(frame, rules).warnings)
    assert "00" in told and "04, 05" in told
    assert "nobody" in told and "All weights" in told
