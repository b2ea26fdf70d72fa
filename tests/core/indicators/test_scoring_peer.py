"""Weights, scores and ranks equal those of pymcdm on 1,000 random matrices."""

from __future__ import annotations

from functools import partial

import numpy as np
from pymcdm import normalizations
from pymcdm.correlations import kendall_tau
from pymcdm.helpers import normalize_matrix, rrankdata
from pymcdm.methods import TOPSIS, WSM
from pymcdm.weights import critic_weights as peer_critic
from pymcdm.weights import entropy_weights as peer_entropy
from pymcdm.weights.subjective import AHP

from village_planner.core.indicators.aggregate import agreement, ranks, topsis, weighted_sum
from village_planner.core.indicators.normalise import normalise
from village_planner.core.indicators.ranking import Ranking
from village_planner.core.indicators.weights import ahp_weights, critic_weights, entropy_weights

MATRICES = 1000
NORMALISATIONS = {"minmax": normalizations.minmax_normalization, "vector": normalizations.vector_normalization}
SCALE = [1 / 9, 1 / 7, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 1, 2, 3, 4, 5, 7, 9]
same = partial(np.testing.assert_allclose, rtol=1e-9, atol=1e-9)


def compare(values: np.ndarray, cost: np.ndarray, method: str) -> None:
    types = np.where(cost, -1, 1)
    matrix = normalise(values, cost, method)
    same(matrix, normalize_matrix(values, NORMALISATIONS[method], types))
    same(entropy_weights(values), peer_entropy(values))
    # pymcdm turns no costs round for CRITIC; ours are turned before
    weights = critic_weights(normalise(values, cost))
    same(weights, peer_critic(np.where(cost, -values, values)))
    closeness = topsis(matrix, weights)
    # without its checks, which look for dominated alternatives pair by pair
    same(closeness, TOPSIS(NORMALISATIONS[method])(values, weights, types, validation=False))
    summed = weighted_sum(matrix, weights)
    same(summed, WSM(NORMALISATIONS[method])(values, weights, types, validation=False))
    assert (ranks(summed) == rrankdata(summed)).all()
    at_hand = Ranking(matrix, [str(i) for i in range(len(values))], [str(i) for i in range(len(cost))]).rank(weights)
    same(at_hand.scores, summed)
    same(at_hand.topsis_scores, closeness)


def test_scores_and_weights_from_data() -> None:
    rng = np.random.default_rng(5)
    for trial in range(MATRICES):
        # not fewer: two columns that move as one leave CRITIC nothing but rounding
        units, indicators = int(rng.integers(6, 20)), int(rng.integers(3, 5))
        values = rng.lognormal(0, 1, (units, indicators)) * 10.0 ** rng.integers(-2, 5, indicators)
        compare(values, rng.random(indicators) < 0.3, ("minmax", "vector")[trial % 2])


def test_a_whole_county() -> None:
    rng = np.random.default_rng(7)
    values = rng.lognormal(0, 1, (462, 25))
    compare(values, rng.random(25) < 0.3, "minmax")
    scores = topsis(normalise(values, np.zeros(25, dtype=bool)), np.full(25, 0.04))
    others = weighted_sum(normalise(values, np.zeros(25, dtype=bool)), np.full(25, 0.04))
    same(agreement(scores, others), kendall_tau(ranks(scores), ranks(others)))


def test_weights_from_judgements() -> None:
    rng = np.random.default_rng(6)
    for _ in range(MATRICES):
        n = int(rng.integers(3, 9))
        matrix = np.ones((n, n))
        for i in range(n):
            for j in range(i + 1, n):
                matrix[i, j] = SCALE[int(rng.integers(len(SCALE)))]
                matrix[j, i] = 1 / matrix[i, j]
        same(ahp_weights(matrix, AHP.RI_M).ratio, AHP(matrix=matrix).get_cr())
        # pymcdm's weights are no eigenvector; that is where the powers of the matrix go
        power = matrix
        for _ in range(12):
            power = power @ power
            power /= power.sum()
        weights = power.sum(axis=1)
        same(ahp_weights(matrix).weights, weights / weights.sum())
