"""Districts divided anew, part by part: never a broken rule, never worse, and the optimum where a part is all."""

from __future__ import annotations

import numpy as np
import pytest
from partition_oracle import keeps_rules
from test_cut import ENOUGH, block_of, cells, cut_of, unit_pairs

from village_planner.core.partition.block import Block
from village_planner.core.partition.construct import first_plan
from village_planner.core.partition.cut import fewest_cut
from village_planner.core.partition.cut_parts import divide_parts
from village_planner.core.task import SILENT


def poor_plan(block: Block) -> np.ndarray:
    """Some valid plan, found by drawing trees: it has a long boundary."""
    rng = np.random.default_rng(1)
    for _ in range(200):
        labels = first_plan(block, rng)
        if block.allowed(labels == np.arange(block.k)[:, None]).all():
            return labels
    raise AssertionError("no plan for the test")


@pytest.mark.parametrize(("seed", "k"), [(1, 2), (2, 2), (3, 3), (4, 3)])
def test_a_part_that_is_all_is_divided_best(seed: int, k: int) -> None:
    block = block_of(cells(24, np.random.default_rng(seed)), k, tolerance=20)
    labels, _ = divide_parts(block, poor_plan(block), ENOUGH, SILENT)
    best = fewest_cut(block, None, ENOUGH, SILENT)
    assert best.proven
    assert cut_of(labels, unit_pairs(block)) == best.cut


@pytest.mark.parametrize(
    ("seed", "n", "k"), [(5, 28, 4), *(pytest.param(seed, 36, 5, marks=pytest.mark.fuzz) for seed in (5, 6))]
)
def test_larger_plans_become_better_and_stay_valid(seed: int, n: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    frame = cells(n, rng, township=rng.choice(["x", "y"], n), together=["p", "p"] + [""] * (n - 2))
    rules = {"tolerance": 30, "max_crossing": 6}
    block = block_of(frame, k, **rules)
    pairs, start = unit_pairs(block), poor_plan(block)
    told: list[int] = []
    labels, used = divide_parts(block, start, ENOUGH, SILENT, lambda better: told.append(_cut(block, better)))
    people, township = frame["population"].tolist(), frame["township"].tolist()
    together = frame["together"].tolist()
    over_units = labels[block.node].tolist()
    given = {"population": people, "township": township, "together": together}
    assert keeps_rules(over_units, pairs, districts=k, **given, **rules)
    assert cut_of(over_units, pairs) < cut_of(start[block.node], pairs)
    assert told == sorted(told, reverse=True)
    assert told[-1] == cut_of(over_units, pairs)
    again, _ = divide_parts(block, start, ENOUGH, SILENT)
    assert again.tolist() == labels.tolist()
    none, spent = divide_parts(block, start, 0, SILENT)
    assert (none.tolist(), spent) == (start.tolist(), 0)
    assert used > 0


def _cut(block: Block, labels: np.ndarray) -> int:
    return cut_of(labels[block.node], unit_pairs(block))
