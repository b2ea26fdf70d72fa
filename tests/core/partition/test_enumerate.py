"""Enumeration finds each district once, and none else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from block_cases import as_sets, every_district, random_block

from village_planner.core.errors import Cancelled
from village_planner.core.partition import enumerate as enumerating
from village_planner.core.partition.enumerate import connected_districts
from village_planner.core.task import SILENT, Task


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"tolerance": 30},
        {"tolerance": 60, "min_units": 3},
        {"max_units": 4},
        {"tolerance": 70, "together": "pair", "max_units": 5},
        {"contains": "key", "apart": "old"},
        {"lock": "pair", "tolerance": 80},
        {"population_min": 3000},
    ],
)
def test_all_districts_each_once(rules: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enumerating, "FRONT", 50)  # many fronts, as in a large block
    block = random_block(4, 3, 3, 2, **rules)
    columns = connected_districts(block, 10**6, SILENT)
    assert columns is not None
    wanted = every_district(block)
    assert len(columns) == len(wanted) > 0
    assert as_sets(columns.sets()) == wanted


def test_sets_beyond_one_word() -> None:
    block = random_block(35, 2, 30, 1, max_units=3)
    columns = connected_districts(block, 10**6, SILENT)
    assert columns is not None
    sets = columns.sets()
    assert sets[:, 64:].any() and len(as_sets(sets)) == len(sets)
    # Singles, dominoes, and trominoes that lie straight (in a row of 35, two rows) or round a corner.
    assert len(sets) == 70 + (2 * 34 + 35) + (2 * 33 + 4 * 34)


def test_the_limit_of_work_is_kept() -> None:
    block = random_block(5, 4, 3, 1)
    assert connected_districts(block, 1000, SILENT) is None


def test_nothing_fits() -> None:
    columns = connected_districts(random_block(3, 3, 3, 1, population_max=1), 1000, SILENT)
    assert columns is not None and len(columns) == 0


def test_cancel_stops_it() -> None:
    with pytest.raises(Cancelled):
        connected_districts(random_block(4, 3, 3, 1), 10**6, Task(is_cancelled=lambda: True))


def test_the_order_is_always_the_same() -> None:
    first, again = (connected_districts(random_block(4, 4, 4, 1, tolerance=40), 10**6, SILENT) for _ in range(2))
    assert first is not None and again is not None
    assert (first.masks == again.masks).all() and np.array_equal(first.terms, again.terms)
