"""Pricing against full enumeration: all cheap districts are found, and the proof holds for every district."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from block_cases import ALL_TERMS, as_sets, random_block

from village_planner.core.errors import Cancelled
from village_planner.core.partition.block import Block
from village_planner.core.partition.choose import choose
from village_planner.core.partition.columns import Columns
from village_planner.core.partition.enumerate import connected_districts
from village_planner.core.partition.price import Limits, Pricer, best_choice
from village_planner.core.task import SILENT, Task

ONE = [{term: 1.0} for term in ALL_TERMS]
RULES: list[dict[str, Any]] = [
    {"tolerance": 40},
    {"tolerance": 60, "max_units": 6, "min_units": 2},
    {"tolerance": 60, "together": "pair"},
    {"max_crossing": 2, "township": "town", "tolerance": 50},
]


def everything(block: Block) -> Columns:
    columns = connected_districts(block, 10**6, SILENT)
    assert columns is not None
    return columns


def reduced_costs(columns: Columns, prices: Any, per_district: float, per_crossing: float) -> Any:
    return columns.cost - columns.sets() @ prices - per_district - per_crossing * columns.crosses


@pytest.mark.parametrize("weights", [*ONE, ALL_TERMS], ids=[*ALL_TERMS, "all"])
@pytest.mark.parametrize("rules", RULES, ids=["band", "units", "together", "crossing"])
def test_all_districts_below_a_reduced_cost_are_found(weights: dict[str, float], rules: dict[str, Any]) -> None:
    block = random_block(4, 4, 4, 7, weights, reference="old", **rules)
    columns = everything(block)
    rng = np.random.default_rng(3)
    for spread in (0.0, 0.5, 2.0):
        each = float(np.abs(columns.cost).mean()) / 4
        prices = each * (1 + spread * rng.normal(size=block.n))
        district, crossing = -0.3 * each, -0.2 * each
        reduced = reduced_costs(columns, prices, district, crossing)
        for share in (0.02, 0.3):
            limit = float(np.quantile(reduced, share)) + 1e-9 * each  # equal costs differ by rounding
            for cap in (block.k, 2, 0):
                found = Pricer(block, cap).below(prices, district, crossing, limit, SILENT, 10**6, 10**6)
                assert found.complete and found.limit == limit
                cheap = reduced <= limit
                if cap == 0:  # a plan holds no crossing district
                    cheap &= ~columns.crosses
                assert as_sets(found.columns.sets()) <= as_sets(columns.sets(np.flatnonzero(cheap)))
                must = np.flatnonzero(cheap & leaves_room(columns))
                assert as_sets(found.columns.sets()) >= as_sets(columns.sets(must))
                own = reduced_costs(found.columns, prices, district, crossing)
                assert np.allclose(found.reduced, own) and (np.diff(found.reduced) >= 0).all()


def leaves_room(columns: Columns) -> Any:
    """(c,) bool: districts that leave three nodes for three others."""
    return columns.sets().sum(axis=1) <= columns.n - 3


def test_too_many_columns_lower_the_limit() -> None:
    block = random_block(4, 4, 4, 7, tolerance=60)
    columns = everything(block)
    prices = np.full(block.n, columns.cost.mean() / 4)
    reduced = np.sort(reduced_costs(columns, prices, 0.0, 0.0))
    found = Pricer(block).below(prices, 0.0, 0.0, float(reduced[200]), SILENT, 20, 10**6)
    assert found.complete and len(found.columns) == 20
    assert np.allclose(found.reduced, reduced[:20]) and found.limit == pytest.approx(reduced[19])


def test_the_least_reduced_cost_of_a_plan_is_bounded() -> None:
    block = random_block(4, 4, 4, 7, tolerance=60)
    columns = everything(block)
    prices = np.random.default_rng(1).normal(size=block.n) * columns.cost.mean()
    reduced = reduced_costs(columns, prices, 0.0, 0.0)
    shifted = Columns(
        columns.n, columns.masks, np.column_stack([reduced, np.zeros((len(reduced), 4))]), columns.crosses
    )
    best = choose(shifted, block.k, block.k, SILENT)
    assert best.proven and best.columns is not None
    found = Pricer(block).below(prices, 0.0, 0.0, 0.0, SILENT, 10**6, 10**6)
    assert block.k * reduced.min() <= found.least(block.k) + 1e-12
    assert found.least(block.k) <= best.cost + 1e-12


@pytest.mark.parametrize("weights", [ONE[0], ALL_TERMS], ids=["similarity", "all"])
@pytest.mark.parametrize("rules", [RULES[0], RULES[1], RULES[3]], ids=["band", "units", "crossing"])
def test_the_best_plan_of_all_districts(weights: dict[str, float], rules: dict[str, Any]) -> None:
    block = random_block(4, 4, 4, 8, weights, reference="old", **rules)
    columns = everything(block)
    for cap in {block.cap, 1}:
        best = choose(columns, block.k, cap, SILENT)
        assert best.proven
        seeds = columns.take(np.arange(0, len(columns), 7))
        met, choice = best_choice(block, cap, seeds, SILENT)
        if best.columns is None:
            assert choice.columns is None
            continue
        assert choice.proven and choice.columns is not None
        assert np.isclose(choice.cost, best.cost) and np.isclose(choice.bound, best.cost)
        assert (met.sets(choice.columns).sum(axis=0) == 1).all() and met.crosses[choice.columns].sum() <= cap


def test_a_search_cut_short_claims_no_proof_and_no_false_bound() -> None:
    block = random_block(5, 5, 4, 9, {"similarity": 1.0, "compactness": 0.2})
    columns = everything_within(block)
    best = choose(columns, block.k, block.k, SILENT)
    seeds = columns.take(np.arange(0, len(columns), 11))
    for sets in (10, 2_000, 20_000):
        _, choice = best_choice(block, block.k, seeds, SILENT, limits=Limits(sets=sets, columns=200, programmes=20))
        assert choice.bound <= best.cost + 1e-9
        assert not choice.proven or np.isclose(choice.cost, best.cost)


def everything_within(block: Block) -> Columns:
    block.max_units = 9
    return everything(block)


def test_the_same_again() -> None:
    block = random_block(4, 4, 4, 7, tolerance=60)
    seeds = everything(block).take(np.arange(0, 100, 3))
    (first, choice), (again, same) = (best_choice(block, 4, seeds, SILENT) for _ in range(2))
    assert (first.masks == again.masks).all() and np.array_equal(first.terms, again.terms)
    assert choice.columns is not None and np.array_equal(choice.columns, same.columns) and choice.bound == same.bound


def test_cancel_stops_it() -> None:
    block = random_block(4, 4, 4, 7)
    with pytest.raises(Cancelled):
        best_choice(block, 4, everything(block), Task(is_cancelled=lambda: True))
