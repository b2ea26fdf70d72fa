"""Each way to prove an optimum, alone, against brute force on random counties of one parent: choice among all
districts, column generation from next to none, fewest pairs cut, and township by township where none may be crossed."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Callable, Optional

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from partition_oracle import Best, brute_force
from random_counties import County, small_counties

from village_planner.core.errors import InfeasibleError
from village_planner.core.partition.block import Block, make_blocks
from village_planner.core.partition.choose import choose
from village_planner.core.partition.cut import fewest_cut
from village_planner.core.partition.enumerate import connected_districts
from village_planner.core.partition.feasibility import check_block, check_units
from village_planner.core.partition.objective import Objective
from village_planner.core.partition.price import Limits, best_choice
from village_planner.core.partition.share import share_districts
from village_planner.core.partition.whole_townships import best_within
from village_planner.core.task import SILENT

SAME: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
OTHERS = {**SAME, "derandomize": False, "print_blob": True}
Check = Callable[[County, Block, Optional[Best]], None]


def proof(check: Check, county: County) -> None:
    county = replace(county, parent=None)
    units, rules = county.build()
    try:
        check_units(units, rules)
        counts = share_districts(units, rules)
    except InfeasibleError:
        return
    best = brute_force(county.pairs(), county.rules(), county.data(), county.weights)
    block = make_blocks(units, rules, Objective(units, rules), counts)[0]
    try:
        check_block(block)
    except InfeasibleError:
        assert best is None
        return
    check(county, block, best)


def close(block: Block, cost: float, best: Best) -> bool:
    return math.isclose(block.objective.constant + cost, best.objective, rel_tol=1e-6, abs_tol=1e-8)


def all_districts(county: County, block: Block, best: Optional[Best]) -> None:
    columns = connected_districts(block, 10**6, SILENT)
    assert columns is not None
    choice = choose(columns, block.k, block.cap, SILENT)
    agrees(block, choice.columns is not None, choice.cost, choice.bound, choice.proven, best)


def generated_districts(county: County, block: Block, best: Optional[Best]) -> None:
    columns = connected_districts(block, 10**6, SILENT)
    assert columns is not None
    if not any(block.objective.weights.values()):
        return  # every plan costs nothing: there is nothing to price
    seeds = columns.take(np.arange(min(1, len(columns))))
    _, choice = best_choice(block, block.cap, seeds, SILENT)
    agrees(block, choice.columns is not None, choice.cost, choice.bound, choice.proven, best)
    _, hasty = best_choice(block, block.cap, seeds, SILENT, limits=Limits(sets=20, columns=10, programmes=1))
    if best is None:
        assert hasty.columns is None
    else:
        assert block.objective.constant + hasty.bound <= best.objective + 1e-8
        assert hasty.columns is None or block.objective.constant + hasty.cost >= best.objective - 1e-8


def agrees(block: Block, found: bool, cost: float, bound: float, proven: bool, best: Optional[Best]) -> None:
    assert proven
    assert found == (best is not None)
    if best is not None:
        assert close(block, cost, best)
        assert block.objective.constant + bound <= best.objective + 1e-8
    else:
        assert bound == np.inf


def pairs_cut(county: County, block: Block, best: Optional[Best]) -> None:
    if not county.pairs():
        return
    cut = None if best is None else round(best.objective * len(county.pairs()))
    for work in (10_000_000, 50):
        result = fewest_cut(block, None, work, SILENT, county.max_crossing)
        if cut is None:
            assert result.labels is None
            continue
        assert result.cut <= cut
        if result.labels is not None:
            pairs = block.node[block.unit_pairs]
            assert (result.labels[pairs[:, 0]] != result.labels[pairs[:, 1]]).sum() >= cut
        if result.proven:
            assert result.cut == cut and result.labels is not None


def inside_townships(county: County, block: Block, best: Optional[Best]) -> None:
    if block.k in (1, block.n):
        return
    result = best_within(block, np.inf, 10**6, 1000, SILENT)
    assert result is not None
    cost, labels, bound = result
    agrees(block, labels is not None, cost, bound, labels is None or math.isclose(cost, bound, abs_tol=1e-9), best)
    if labels is not None:
        sets = labels == np.arange(block.k)[:, None]
        assert not block.crosses(sets).any() and block.allowed(sets).all()
        assert math.isclose(float(block.costs(sets).sum()), cost, abs_tol=1e-9)
        # Nothing is below the best: a known plan of its cost is proven, one that costs more is bettered.
        assert best_within(block, cost, 10**6, 1000, SILENT)[1] is None  # type: ignore[index]
        assert best_within(block, cost + 1e-6, 10**6, 1000, SILENT)[1] is not None  # type: ignore[index]
    assert best_within(block, np.inf, 0, 1000, SILENT) is None or (block.townships > 0).sum(axis=1).max() > 1


def no_crossing(county: County) -> County:
    """Two townships where the county has none."""
    towns = county.township or [str(2 * unit // county.n) for unit in range(county.n)]
    return replace(county, max_crossing=0, township=towns)


def boundary_only(county: County) -> County:
    return replace(county, weights={"boundary": 1.0})


@settings(max_examples=20, **SAME)
@given(small_counties())
def test_choice_among_all_districts(county: County) -> None:
    proof(all_districts, county)


@pytest.mark.fuzz
@settings(max_examples=2000, **OTHERS)
@given(small_counties())
def test_choice_among_all_districts_many(county: County) -> None:
    proof(all_districts, county)


@settings(max_examples=5, **SAME)
@given(small_counties())
def test_generated_districts(county: County) -> None:
    proof(generated_districts, county)


@pytest.mark.fuzz
@settings(max_examples=300, **OTHERS)
@given(small_counties())
def test_generated_districts_many(county: County) -> None:
    proof(generated_districts, county)


@settings(max_examples=20, **SAME)
@given(small_counties().map(boundary_only))
def test_fewest_pairs_cut(county: County) -> None:
    proof(pairs_cut, county)


@pytest.mark.fuzz
@settings(max_examples=2000, **OTHERS)
@given(small_counties().map(boundary_only))
def test_fewest_pairs_cut_many(county: County) -> None:
    proof(pairs_cut, county)


@settings(max_examples=20, **SAME)
@given(small_counties().map(no_crossing))
def test_township_by_township(county: County) -> None:
    proof(inside_townships, county)


@pytest.mark.fuzz
@settings(max_examples=2000, **OTHERS)
@given(small_counties().map(no_crossing))
def test_township_by_township_many(county: County) -> None:
    proof(inside_townships, county)
