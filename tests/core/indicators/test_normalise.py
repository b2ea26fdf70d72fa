"""Normalisation against figures worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from village_planner.core.indicators.normalise import NORMALISATIONS, normalise

VALUES = np.array([[2.0, 10.0, 5.0], [4.0, 40.0, 5.0], [6.0, 20.0, 5.0], [8.0, 20.0, 5.0]])
COST = np.array([False, True, False])


def test_minmax() -> None:
    expected = [[0, 1, 0], [1 / 3, 0, 0], [2 / 3, 2 / 3, 0], [1, 2 / 3, 0]]
    assert normalise(VALUES, COST, "minmax") == pytest.approx(np.array(expected))


def test_zscore() -> None:
    # mean 5, population standard deviation √5; mean 22.5, √(475/4)
    a, b = 5**0.5, (475 / 4) ** 0.5
    expected = [[-3 / a, 12.5 / b, 0], [-1 / a, -17.5 / b, 0], [1 / a, 2.5 / b, 0], [3 / a, 2.5 / b, 0]]
    assert normalise(VALUES, COST, "zscore") == pytest.approx(np.array(expected))


def test_percentile() -> None:
    # second column, less is better: 10 beats three of three others; each 20 beats one and equals one
    expected = [[0, 1, 0], [1 / 3, 0, 0], [2 / 3, 0.5, 0], [1, 0.5, 0]]
    assert normalise(VALUES, COST, "percentile") == pytest.approx(np.array(expected))


def test_vector() -> None:
    a, b = 120**0.5, 2500**0.5
    expected = [[2 / a, 1 - 10 / b, 0], [4 / a, 1 - 40 / b, 0], [6 / a, 1 - 20 / b, 0], [8 / a, 1 - 20 / b, 0]]
    assert normalise(VALUES, COST, "vector") == pytest.approx(np.array(expected))


# Whole numbers up to a million: far from the limits of floating point, with many ties.
tables = arrays(float, st.tuples(st.integers(2, 12), st.integers(1, 6)), elements=st.integers(0, 10**6).map(float))


@given(tables, st.sampled_from(NORMALISATIONS), st.floats(1e-3, 1e3))
def test_the_unit_of_an_indicator_does_not_matter(values: np.ndarray, method: str, factor: float) -> None:
    cost = np.arange(values.shape[1]) % 2 == 1
    assert normalise(values * factor, cost, method) == pytest.approx(normalise(values, cost, method), abs=1e-9)


@given(tables, st.sampled_from(("minmax", "percentile")))
def test_minmax_and_percentile_stay_in_0_1(values: np.ndarray, method: str) -> None:
    result = normalise(values, np.arange(values.shape[1]) % 2 == 0, method)
    assert result.min() >= 0
    assert result.max() <= 1


@given(tables, st.sampled_from(NORMALISATIONS))
def test_better_values_never_get_less(values: np.ndarray, method: str) -> None:
    benefit = normalise(values, np.zeros(values.shape[1], dtype=bool), method)
    cost = normalise(values, np.ones(values.shape[1], dtype=bool), method)
    for column in range(values.shape[1]):
        order = np.argsort(values[:, column], kind="stable")
        assert (np.diff(benefit[order, column]) >= -1e-12).all()
        assert (np.diff(cost[order, column]) <= 1e-12).all()
