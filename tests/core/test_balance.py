"""Balanced figures always close, and stay next to the exact ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from village_planner.core.overlay.balance import round_groups_to_totals, round_table, round_to_total

VALUES = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)


@given(VALUES)
def test_sum_is_the_total_and_each_figure_moves_less_than_one_digit(values: list[float]) -> None:
    total = round(sum(values), 2)
    balanced = round_to_total(np.array(values), total, 0.01)
    assert round(balanced.sum() * 100) == round(total * 100)
    assert np.abs(balanced - values).max() < 0.010001


@given(VALUES, st.floats(1.001, 3))
def test_a_difference_beyond_rounding_is_shared_in_proportion(values: list[float], factor: float) -> None:
    total = round(sum(values) * factor, 2)
    balanced = round_to_total(np.array(values), total, 0.01)
    assert round(balanced.sum() * 100) == round(total * 100)
    if total > 100:
        share = np.array(values) * total / sum(values)
        assert np.abs(balanced - share).max() < 0.0101


def test_the_largest_remainders_get_what_is_left() -> None:
    assert round_to_total(np.array([1.004, 1.006, 1.009]), 3.02, 0.01).tolist() == [1.0, 1.01, 1.01]


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1e6)), min_size=1, max_size=60))
def test_groups_give_what_each_group_alone_gives(rows: list[tuple[int, float]]) -> None:
    group = np.array([g for g, _ in rows])
    values = np.array([v for _, v in rows])
    totals = np.round(np.bincount(group, weights=values, minlength=5), 2)
    together = round_groups_to_totals(values, group, totals, 0.01)
    for g in set(group.tolist()):
        alone = round_to_total(values[group == g], totals[g], 0.01)
        assert np.array_equal(np.rint(together[group == g] * 100), np.rint(alone * 100))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.floats(0.001, 1e4)), min_size=1, max_size=30),
    st.floats(-0.4, 0.4),
)
def test_a_rounded_table_keeps_rows_and_columns(cells: list[tuple[int, int, float]], shift: float) -> None:
    table = {(r, c): v for r, c, v in cells}
    row = np.array([r for r, _ in table])
    column = np.array([c for _, c in table])
    values = np.array(list(table.values()))
    total = float(max(0, round(values.sum() + shift)))
    rows = round_to_total(np.bincount(row, values, 6), total, 1.0)
    columns = round_to_total(np.bincount(column, values, 5), total, 1.0)
    rounded = round_table(values, row, column, rows, columns)
    assert np.array_equal(np.bincount(row, rounded, 6), rows)
    assert (rounded >= 0).all() and np.array_equal(rounded, np.rint(rounded))


@given(st.integers(2, 6), st.integers(2, 5), st.integers(0, 10_000))
def test_a_full_table_keeps_its_columns_too(rows: int, columns: int, seed: int) -> None:
    values = np.random.default_rng(seed).uniform(1, 500, rows * columns)
    row, column = np.divmod(np.arange(rows * columns), columns)
    total = float(round(values.sum()))
    by_row = round_to_total(np.bincount(row, values), total, 1.0)
    by_column = round_to_total(np.bincount(column, values), total, 1.0)
    rounded = round_table(values, row, column, by_row, by_column)
    assert np.array_equal(np.bincount(row, rounded), by_row)
    assert np.array_equal(np.bincount(column, rounded), by_column)
    assert np.abs(rounded - values).max() < 3  # the cell's own rounding and what raking moves
