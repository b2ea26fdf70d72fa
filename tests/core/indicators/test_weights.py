"""Weights against worked examples and naive loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from village_planner.core.errors import InputError
from village_planner.core.indicators.normalise import normalise
from village_planner.core.indicators.weights import (
    ahp_weights,
    combined_weights,
    critic_weights,
    doubtful_judgement,
    entropy_weights,
    equal_weights,
)

matrices = arrays(
    float, st.tuples(st.integers(2, 10), st.integers(1, 6)), elements=st.integers(0, 100).map(lambda i: i / 100)
)


def naive_entropy(rows: list[list[float]]) -> list[float]:
    diversities = []
    for column in zip(*rows):
        total = sum(column)
        entropy = 0.0
        for value in column:
            if total > 0 and value > 0:
                entropy -= value / total * math.log(value / total)
        constant = min(column) == max(column)
        diversities.append(0.0 if constant else 1 - entropy / math.log(len(rows)))
    return [d / sum(diversities) for d in diversities]


def naive_critic(rows: list[list[float]]) -> list[float]:
    columns = [list(c) for c in zip(*rows)]
    n = len(rows)

    def moments(a: list[float], b: list[float]) -> float:
        return sum((x - sum(a) / n) * (y - sum(b) / n) for x, y in zip(a, b)) / n

    varying = [min(c) != max(c) for c in columns]
    information = []
    for j, a in enumerate(columns):
        if not varying[j]:
            information.append(0.0)
            continue
        conflict = 0.0
        for k, b in enumerate(columns):
            if varying[k]:
                conflict += 1 - moments(a, b) / math.sqrt(moments(a, a) * moments(b, b))
        information.append(math.sqrt(moments(a, a)) * conflict)
    return [i / sum(information) for i in information]


def test_entropy_by_hand() -> None:
    # Columns (1, 0): e = 0, so 1 - e = 1.  (3/4, 1/4): e = (3/4 ln 4/3 + 1/4 ln 4) / ln 2 = 0.811278.
    # (1/2, 1/2) does not vary: 0.  Weights 1 and 0.188722 over their sum 1.188722.
    weights = entropy_weights(np.array([[1.0, 0.75, 0.5], [0.0, 0.25, 0.5]]))
    assert np.round(weights, 4).tolist() == [0.8412, 0.1588, 0.0]


def test_critic_by_hand() -> None:
    # Columns a = (0, 1, 0.5), b = (1, 0, 0.5) = 1 - a, c = (0, 1, 1): σ = 0.408248, 0.408248, 0.471405;
    # r_ab = -1, r_ac = √3/2, r_bc = -√3/2; Σ(1 - r) = 2.133975, 3.866025, 2.
    weights = critic_weights(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.5, 0.5, 1.0]]))
    parts = np.array([0.408248 * 2.133975, 0.408248 * 3.866025, 0.471405 * 2])
    assert weights == pytest.approx(parts / parts.sum(), abs=1e-6)


@given(matrices)
def test_entropy_as_the_naive_loop(matrix: np.ndarray) -> None:
    assume((matrix.max(axis=0) > matrix.min(axis=0)).any())
    weights = entropy_weights(matrix)
    assert weights == pytest.approx(naive_entropy(matrix.tolist()), abs=1e-9)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()


@given(matrices)
def test_critic_as_the_naive_loop(matrix: np.ndarray) -> None:
    varies = matrix.max(axis=0) > matrix.min(axis=0)
    assume(varies.any())
    weights = critic_weights(matrix)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    assert (weights[~varies] == 0).all()
    columns = matrix[:, varies]
    independent = varies.sum() > 1 and (np.corrcoef(columns, rowvar=False) < 1 - 1e-6).any()
    if independent:
        assert weights == pytest.approx(naive_critic(matrix.tolist()), abs=1e-6)


def test_critic_of_columns_that_move_as_one_goes_by_spread() -> None:
    column = np.array([0.0, 0.5, 1.0])
    assert critic_weights(np.column_stack([column, column / 2])) == pytest.approx([2 / 3, 1 / 3])
    assert critic_weights(column[:, None]) == pytest.approx([1.0])


def test_no_variation_is_an_error() -> None:
    for weigh in (entropy_weights, critic_weights):
        with pytest.raises(InputError, match="All units are equal in every indicator"):
            weigh(np.ones((3, 2)))


def test_data_weights_do_not_depend_on_units_or_order() -> None:
    rng = np.random.default_rng(5)
    values, cost = rng.lognormal(size=(12, 4)), np.array([False, True, False, False])
    order = rng.permutation(12)
    scaled = values * np.array([1.0, 1000.0, 0.01, 15.0])
    for weigh in (entropy_weights, critic_weights):
        expected = weigh(normalise(values, cost))
        assert weigh(normalise(scaled, cost)) == pytest.approx(expected)
        assert weigh(normalise(values[order], cost)) == pytest.approx(expected)


def test_ahp_textbook() -> None:
    # Printed in many textbooks: weights 0.637, 0.258, 0.105, λmax 3.039, CR 0.033 (RI 0.58)
    result = ahp_weights(np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]]))
    assert np.round(result.weights, 3).tolist() == [0.637, 0.258, 0.105]
    assert round(result.ratio, 3) == 0.033


def test_ahp_of_consistent_judgements_gives_the_weights_back() -> None:
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    result = ahp_weights(weights[:, None] / weights)
    assert result.weights == pytest.approx(weights)
    assert result.ratio == pytest.approx(0, abs=1e-12)


def test_ahp_by_power_iteration() -> None:
    rng = np.random.default_rng(2)
    matrix = np.ones((7, 7))
    for i in range(7):
        for j in range(i + 1, 7):
            matrix[i, j] = rng.choice([1 / 3, 1 / 2, 1, 2, 3])
            matrix[j, i] = 1 / matrix[i, j]
    vector = np.ones(7)
    for _ in range(500):
        vector = matrix @ vector
        vector /= vector.sum()
    largest = (matrix @ vector).sum()
    result = ahp_weights(matrix)
    assert result.weights == pytest.approx(vector)
    assert result.ratio == pytest.approx((largest - 7) / 6 / 1.32)


def test_ahp_says_which_judgement_fits_least() -> None:
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    matrix = weights[:, None] / weights
    matrix[1, 3], matrix[3, 1] = 1 / 9, 9
    assert ahp_weights(matrix).ratio > 0.1
    row, column, suggested = doubtful_judgement(matrix)
    assert (row, column) == (1, 3)
    assert suggested == pytest.approx(3)  # 0.3 / 0.1, as all the others agree


def test_of_three_judgements_that_clash_one_is_named_whose_cure_is_on_the_scale() -> None:
    # x : y = 3, x : z = 5, y : z = 1/7. Any one could be the odd one out, each wrong by the factor 35/3: x : y would
    # have to be 35, which is off the scale, x : z 3/7, y : z 5/3. The first of the two on the scale is named.
    matrix = np.array([[1, 3, 5], [1 / 3, 1, 1 / 7], [1 / 5, 7, 1]])
    assert doubtful_judgement(matrix) == (0, 2, pytest.approx(3 / 7))


def test_two_things_and_one_are_always_consistent() -> None:
    assert ahp_weights(np.array([[1, 4], [0.25, 1]])).weights == pytest.approx([0.8, 0.2])
    assert ahp_weights(np.ones((1, 1))).weights.tolist() == [1.0]


def test_combined_by_hand() -> None:
    # √(0.5·0.2) = 0.316228, √(0.5·0.8) = 0.632456
    assert combined_weights(np.array([0.5, 0.5]), np.array([0.2, 0.8])) == pytest.approx([1 / 3, 2 / 3])


def test_equal() -> None:
    assert equal_weights(4).tolist() == [0.25] * 4
