"""The sweep over a graph against listing every set of nodes."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from partition_oracle import pieces

from village_planner.core.partition.frontier import Resource, sweep_of
from village_planner.core.task import SILENT


def graph(n: int, seed: int) -> tuple[list[dict[int, int]], list[tuple[int, int]]]:
    """A random connected graph with weights 1 to 3, not planar at times."""
    rng = np.random.default_rng(seed)
    weights: list[dict[int, int]] = [{} for _ in range(n)]
    near = {(int(rng.integers(0, j)), j) for j in range(1, n)}
    near |= {(i, j) for i, j in combinations(range(n), 2) if rng.random() < 0.2}
    for i, j in sorted(near):
        weights[i][j] = weights[j][i] = int(rng.integers(1, 4))
    return weights, sorted(near)


def inside(masks: NDArray, n: int) -> list[list[bool]]:
    return [[bool(int(row[i // 64]) >> i % 64 & 1) for i in range(n)] for row in masks]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("bins", [3, 40])
def test_the_sweep_lists_every_district_up_to_a_value(seed: int, bins: int) -> None:
    n = 9
    weights, pairs = graph(n, seed)
    rng = np.random.default_rng(seed)
    amount, prices = rng.integers(0, 30, n), rng.integers(-40, 80, n)
    resource = Resource(amount, 40, 90)
    counted = Resource(np.ones(n, dtype=np.int64), 2, 6)
    scale, limit = 10, 20

    def value(members: tuple[int, ...]) -> int:
        cut = sum(weights[i][j] for i, j in pairs if (i in members) != (j in members))
        return int(scale * cut - prices[list(members)].sum())

    fitting = [
        members
        for size in range(2, 7)
        for members in combinations(range(n), size)
        if 40 <= amount[list(members)].sum() <= 90
    ]
    expected = {m: value(m) for m in fitting if value(m) <= limit and len(pieces(list(m), pairs)) == 1}
    sweep = sweep_of(weights, 1 << 20)
    assert sweep is not None
    rest = sweep.completions(scale, prices, resource, bins)
    masks, values, used = sweep.districts(rest, limit, resource, counted, 1_000_000, SILENT)
    assert masks is not None
    assert values is not None
    found = [tuple(np.flatnonzero(row).tolist()) for row in inside(masks, n)]
    assert dict(zip(found, values.tolist())) == expected
    assert len(found) == len(expected)
    assert rest.least <= min(value(m) for m in fitting)
    assert sweep.districts(rest, limit, resource, counted, used - 1, SILENT)[0] is None


def test_cheapest_reaches_the_least_value_of_the_table() -> None:
    """One bin per person: the table is exact, contiguity apart."""
    n = 8
    weights, pairs = graph(n, 11)
    rng = np.random.default_rng(11)
    amount, prices = rng.integers(1, 9, n), rng.integers(0, 60, n)
    resource = Resource(amount, 12, 16)
    sweep = sweep_of(weights, 1 << 20)
    assert sweep is not None
    rest = sweep.completions(10, prices, resource, 17)
    values = {
        members: 10 * sum(weights[i][j] for i, j in pairs if (i in members) != (j in members))
        - prices[list(members)].sum()
        for size in range(1, n)
        for members in combinations(range(n), size)
        if 12 <= amount[list(members)].sum() <= 16
    }
    members = tuple(np.flatnonzero(sweep.cheapest(rest, resource)).tolist())
    # A node may fall into either of two bins, so that the table can be too kind, never too strict.
    assert rest.least <= min(values.values())
    cut = sum(weights[i][j] for i, j in pairs if (i in members) != (j in members))
    assert rest.least == 10 * cut - prices[list(members)].sum()


def test_a_graph_too_wide_has_no_sweep() -> None:
    everyone = [{j: 1 for j in range(12) if j != i} for i in range(12)]
    assert sweep_of(everyone, 1 << 10) is None
    assert sweep_of(everyone, 1 << 13) is not None


@pytest.mark.parametrize("n", [63, 64, 65, 128, 130])
def test_masks_of_more_than_a_word(n: int) -> None:
    """A path of n nodes: its connected sets of two are its pairs; cutting one costs its two ends."""
    weights: list[dict[int, int]] = [{j: 1 for j in (i - 1, i + 1) if 0 <= j < n} for i in range(n)]
    sweep = sweep_of(weights, 1 << 20)
    assert sweep is not None
    one = np.ones(n, dtype=np.int64)
    rest = sweep.completions(1, 0 * one, Resource(one, 2, 2), 3)
    masks, values, _ = sweep.districts(rest, 2, Resource(one, 2, 2), Resource(one, 0, n), 100_000, SILENT)
    assert masks is not None
    assert values is not None
    found = sorted(tuple(np.flatnonzero(row).tolist()) for row in inside(masks, n))
    assert found == [(i, i + 1) for i in range(n - 1)]
    assert sorted(values.tolist()) == [1, 1] + [2] * (n - 3)
