"""Scores and ranks against published and hand-made figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from village_planner.core.indicators.aggregate import aggregate, agreement, ranks, topsis, weighted_sum


def test_weighted_sum_by_hand() -> None:
    matrix = np.array([[1.0, 0.0, 0.5], [0.2, 1.0, 0.5]])
    assert weighted_sum(matrix, np.array([0.5, 0.3, 0.2])).tolist() == [0.6, 0.5]


def test_topsis_of_equal_units_is_0() -> None:
    assert topsis(np.zeros((3, 2)), np.array([0.5, 0.5])).tolist() == [0, 0, 0]


def test_many_sets_of_weights_at_once() -> None:
    rng = np.random.default_rng(0)
    matrix, sets = rng.random((6, 3)), rng.dirichlet(np.ones(3), size=5)
    for method in ("weighted_sum", "topsis"):
        together = aggregate(matrix, sets, method)
        assert together.shape == (5, 6)
        for one, weights in zip(together, sets):
            assert one == pytest.approx(aggregate(matrix, weights, method), abs=1e-10)


def test_ranks_share_the_lower_number() -> None:
    assert ranks(np.array([0.5, 0.9, 0.5, 0.1])).tolist() == [2, 1, 2, 4]


def test_units_that_tie_by_arithmetic_tie() -> None:
    matrix = np.array([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.2, 0.2]])
    assert ranks(weighted_sum(matrix, np.full(3, 1 / 3))).tolist() == [1, 1, 1]


def test_agreement_by_counting_pairs() -> None:
    # pairs: 12 same order, 13 tied in the second, 14 same, 23 reversed, 24 same, 34 same -> (4 - 1) / √(6 · 5)
    first, second = np.array([1, 2, 3, 4]), np.array([1, 3, 1, 5])
    assert agreement(first, second) == pytest.approx(3 / 30**0.5)
    assert agreement(first, np.ones(4)) is None


scores = arrays(float, st.integers(1, 15), elements=st.integers(0, 8).map(lambda i: i / 8))


@given(scores, st.randoms(use_true_random=False))
def test_ranks_count_the_better_and_move_with_their_units(values: np.ndarray, random: object) -> None:
    expected = [1 + int((values > value).sum()) for value in values]
    assert ranks(values).tolist() == expected
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert ranks(values[order]).tolist() == [expected[i] for i in order]
