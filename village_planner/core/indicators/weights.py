"""Weights of indicators: equal, from the data (entropy, CRITIC), from judgements (AHP), or two sorts combined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError

WEIGHTINGS = ("equal", "ahp", "entropy", "critic", "combined", "own")
OBJECTIVES = ("entropy", "critic")
COMBINATIONS = ("geometric", "linear")

# Saaty's random index for comparisons of 1..10 things.
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
MAX_CONSISTENCY_RATIO = 0.10
SCALE_LIMIT = 9.0  # judgements run from 1/9 to 9


def equal_weights(count: int) -> NDArray:
    """(count,) all the same, summing to 1."""
    return np.full(count, 1 / count)


def entropy_weights(matrix: NDArray) -> NDArray:
    """Entropy weights: the more an indicator differs between units, the more it weighs.

    matrix  (units, indicators) normalised, >= 0, more is better; at least two units

    p = r / Σr per column, e = -Σ p ln p / ln(units) with 0 ln 0 = 0, w = (1 - e) / Σ(1 - e). A column without
    variation weighs 0. Raises `InputError` no_variation where no column varies.
    """
    varies = matrix.max(axis=0) > matrix.min(axis=0)
    _require_variation(varies)
    totals = matrix.sum(axis=0)
    share = matrix / np.where(totals > 0, totals, 1)
    logs = np.log(np.where(share > 0, share, 1))
    entropy = -(share * logs).sum(axis=0) / np.log(len(matrix))
    diversity = np.where(varies, np.maximum(1 - entropy, 0), 0)
    return diversity / diversity.sum()


def critic_weights(matrix: NDArray) -> NDArray:
    """CRITIC weights: spread times conflict with the other indicators (Diakoulaki et al. 1995).

    matrix  (units, indicators) normalised, more is better; at least two units

    c_j = σ_j Σ_k (1 - r_jk) over the columns that vary, w = c / Σc; a column without variation weighs 0. Where all
    columns that vary move as one (or there is only one), there is no conflict to weigh, and the spread alone decides.
    Raises `InputError` no_variation where no column varies.
    """
    varies = matrix.max(axis=0) > matrix.min(axis=0)
    _require_variation(varies)
    columns = matrix[:, varies]
    spread = columns.std(axis=0)
    correlation = np.atleast_2d(np.corrcoef(columns, rowvar=False))
    conflict = (1 - correlation).sum(axis=0)
    if conflict.max() < 1e-9:
        conflict = np.ones(len(spread))
    weights = np.zeros(matrix.shape[1])
    weights[varies] = spread * conflict
    return weights / weights.sum()


@dataclass(frozen=True)
class AhpWeights:
    """weights (n,) summing to 1; ratio, the consistency ratio of the judgements; largest, the eigenvalue λmax."""

    weights: NDArray
    ratio: float
    largest: float


def ahp_weights(matrix: NDArray, random_index: Sequence[float] = RANDOM_INDEX) -> AhpWeights:
    """Weights from pairwise judgements: the principal eigenvector (Saaty).

    matrix  (n, n) positive and reciprocal; [i, j] says how many times i matters more than j
    random_index  RI for 1, 2, 3 … things, at least n of them; published examples differ in theirs

    CR = (λmax - n) / ((n - 1) RI); 0 for n <= 2.
    """
    n = len(matrix)
    weights, largest = _principal(matrix)
    index = random_index[n - 1]
    return AhpWeights(weights, max(0.0, (largest - n) / (n - 1) / index) if index > 0 else 0.0, largest)


def doubtful_judgement(matrix: NDArray) -> tuple[int, int, float]:
    """The judgement (row, column) to revisit first, and the value that the others suggest for it.

    matrix  as for `ahp_weights`, n >= 3

    Each judgement in turn is taken as not given (Harker 1987: 0 in its two places, 1 more on the diagonal), which
    yields the value the others suggest (at most 9, at least 1/9). Returned is the one whose replacement makes the
    matrix most consistent; values on Saaty's scale (1/9 to 9) go before others, then small changes before great ones,
    then the first.
    """
    options = []
    for i in range(len(matrix)):
        for j in range(i + 1, len(matrix)):
            without = matrix.copy()
            without[i, j] = without[j, i] = 0
            without[i, i] = without[j, j] = 2
            weights, _ = _principal(without)
            suggested = float(weights[i] / weights[j])
            replaced = matrix.copy()
            replaced[i, j], replaced[j, i] = suggested, 1 / suggested
            off_scale = not 1 / SCALE_LIMIT <= suggested <= SCALE_LIMIT
            change = round(abs(np.log(suggested / matrix[i, j])), 9)
            options.append((off_scale, round(_principal(replaced)[1], 9), change, i, j, suggested))
    row, column, suggested = min(options)[3:]
    return row, column, float(np.clip(suggested, 1 / SCALE_LIMIT, SCALE_LIMIT))


def _principal(matrix: NDArray) -> tuple[NDArray, float]:
    """The principal eigenvector, scaled to sum 1, and its eigenvalue."""
    values, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    return vector / vector.sum(), float(values[principal].real)


def objective_weights(matrix: NDArray, method: str) -> NDArray:
    """Weights from the data by `method`, entropy or critic; matrix (units, indicators) min-max, more is better."""
    return entropy_weights(matrix) if method == "entropy" else critic_weights(matrix)


def combined_weights(
    subjective: NDArray, objective: NDArray, combination: str = "geometric", alpha: float = 0.5
) -> NDArray:
    """Two sets of weights as one, all (indicators,) summing to 1.

    geometric  w ∝ √(subjective · objective): what either counts for nothing counts for nothing
    linear     w = alpha · subjective + (1 - alpha) · objective, alpha 0..1
    """
    if combination == "linear":
        return alpha * subjective + (1 - alpha) * objective
    product = np.sqrt(subjective * objective)
    if not product.any():
        raise InputError(
            "nothing_in_common",
            "The judged weights and those of the data have no indicator in common: what one weighs, the other counts "
            "for nothing. Choose the linear combination, or other indicators.",
        )
    return product / product.sum()


def combined_judgements(matrices: Sequence[NDArray]) -> NDArray:
    """The geometric mean of several experts' judgements (Aczél and Saaty 1983): the one mean that stays reciprocal.

    matrices  each (n, n) positive and reciprocal    returns (n, n)
    """
    return np.exp(np.mean([np.log(matrix) for matrix in matrices], axis=0))


def combined_priorities(weights: Sequence[NDArray]) -> NDArray:
    """The geometric mean of several experts' weights, scaled to sum to 1 (Forman and Peniwati 1998); each (n,) > 0."""
    mean = np.exp(np.mean([np.log(each) for each in weights], axis=0))
    return mean / mean.sum()


def _require_variation(varies: NDArray) -> None:
    if not varies.any():
        raise InputError(
            "no_variation",
            "All units are equal in every indicator; no weight can be drawn from the data. Choose other indicators, or "
            "weighting equal or ahp.",
        )
