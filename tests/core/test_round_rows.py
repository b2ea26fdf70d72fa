"""Rows rounded to their totals with groups as near as they can: against every rounding there is."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.overlay.balance import round_rows, round_to_total


def test_by_hand() -> None:
    """Two rows of 1; the column that is to be 2 gets both, though the other cell of the second row is larger."""
    values = np.array([0.6, 0.4, 0.45, 0.55])
    row, column = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    free = round_rows(values, row, np.array([1, 1]), [])
    bound = round_rows(values, row, np.array([1, 1]), [(column, np.array([2, 0]))])
    assert free.tolist() == [1, 0, 0, 1] and bound.tolist() == [1, 0, 1, 0]


def test_nothing_to_share_and_rows_without_ground() -> None:
    none = np.zeros(0)
    assert len(round_rows(none, none.astype(int), np.array([]), [])) == 0
    assert round_rows(np.array([0.0, 0.0]), np.array([0, 0]), np.array([3]), []).sum() == 3
    assert round_rows(np.array([2.0, 5.0]), np.array([0, 0]), np.array([0]), []).tolist() == [0, 0]


@settings(max_examples=25)
@given(data=st.data())
def test_is_the_best_of_all_roundings(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 8))
    values = np.array(data.draw(st.lists(st.integers(1, 300), min_size=count, max_size=count))) / 100
    row = np.array(data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)))
    _, row = np.unique(row, return_inverse=True)
    inner = np.array(data.draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)))
    outer = inner // 2  # the groups nest
    exact = np.bincount(row, values)
    totals = round_to_total(exact, round(exact.sum()), 1.0)
    wanted = []
    for group in (outer, inner):
        groups, of = np.unique(group, return_inverse=True)
        wanted.append((of, np.rint(np.bincount(of, values, len(groups)))))
    made = round_rows(values, row, totals, wanted)
    assert np.array_equal(np.bincount(row, made, len(totals)), totals)

    cells = values * (totals / exact)[row]
    floor, fraction = np.floor(cells + 1e-7), cells - np.floor(cells + 1e-7)

    def cost(rounded: np.ndarray) -> float:
        ups = rounded - floor
        off = [np.abs(goal - np.bincount(of, rounded, len(goal))).sum() for of, goal in wanted]
        return float(100 * off[0] + 10 * off[1] - (fraction * ups).sum())

    choices = product(*[(0, 1) if part > 1e-7 else (0,) for part in fraction])
    possible = [floor + np.array(ups) for ups in choices]
    best = min(cost(one) for one in possible if np.array_equal(np.bincount(row, one, len(totals)), totals))
    assert cost(made) <= best + 1e-6
