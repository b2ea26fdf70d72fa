"""Packed candidate districts: packing loses nothing, terms add up to the objective of a plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from block_cases import ALL_TERMS, random_block

from village_planner.core.partition.columns import Columns, columns_of, columns_of_pool, pack, sparse, unpack
from village_planner.core.partition.problem import TERMS


@pytest.mark.parametrize("n", [1, 8, 63, 64, 65, 131])
def test_packing_loses_nothing(n: int) -> None:
    sets = np.random.default_rng(n).random((50, n)) < 0.3
    masks = pack(sets)
    assert masks.dtype == np.uint64 and masks.shape == (50, (n + 63) // 64)
    assert (unpack(masks, n) == sets).all()
    assert (sparse(masks, n).toarray() == sets).all()


def test_terms_of_districts_sum_to_the_terms_of_the_plan() -> None:
    block = random_block(6, 5, 4, 3, ALL_TERMS, together="pair", reference="old")
    assert block.n < 30, "some nodes hold more than one unit"
    labels = np.random.default_rng(1).integers(0, 4, block.n)
    columns = columns_of(block, pack(labels[None, :] == np.arange(4)[:, None]))
    objective = block.objective
    plan = objective.terms(labels[block.node])
    raw = {name: getattr(plan, name) * objective.weights[name] for name in TERMS}
    raw["boundary"] -= objective.weights["boundary"] * len(objective.pairs)
    raw["flow"] -= objective.weights["flow"]
    assert np.allclose(columns.terms.sum(axis=0), [raw[name] for name in TERMS], atol=1e-12)
    assert np.isclose(columns.cost.sum() + objective.constant, plan.objective)


def test_nominated_centres_are_the_only_candidates() -> None:
    block = random_block(4, 3, 2, 5, {"compactness": 1.0})
    labels = (np.arange(12) % 4 > 1).astype(int)
    free = columns_of(block, pack(labels[None, :] == np.arange(2)[:, None])).cost
    block.objective.units = replace(block.units, centre=np.where(np.arange(12) == 0, 0, -1))
    tied = columns_of(block, pack(labels[None, :] == np.arange(2)[:, None])).cost
    corner, xy = np.flatnonzero(labels == 0), block.units.centroid
    away = ((xy[corner] - xy[0]) ** 2).sum(axis=1) @ block.population[corner]
    assert np.isclose(tied[0], block.objective.weights["compactness"] * away) and tied[0] > free[0]
    assert tied[1] == free[1]


def test_the_first_of_equal_columns_stays() -> None:
    block = random_block(4, 3, 2, 5)
    once = columns_of_pool(block, [0b111, 0b10001, 0b11])
    again = columns_of_pool(block, [0b11, 0b100000000001, 0b111])
    joined = Columns.joined([once, again])
    assert [sum(1 << int(v) for v in np.flatnonzero(row)) for row in joined.sets()] == [
        0b111,
        0b10001,
        0b11,
        0b100000000001,
    ]
    assert np.allclose(joined.cost[:3], once.cost)
