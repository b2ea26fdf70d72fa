"""From normalised indicators and weights to scores and ranks."""

from __future__ import annotations

from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau, rankdata

AGGREGATIONS = ("weighted_sum", "topsis")

# Scores are kept to this many decimals, so that units that tie by arithmetic also tie in floating point.
SCORE_DECIMALS = 10


def weighted_sum(matrix: NDArray, weights: NDArray) -> NDArray:
    """Σ w r per unit.

    matrix (units, indicators)   weights (indicators,) or (sets, indicators)   returns (units,) or (sets, units)
    """
    return np.round(np.asarray(weights) @ matrix.T, SCORE_DECIMALS)


def topsis(matrix: NDArray, weights: NDArray) -> NDArray:
    """Relative closeness to the ideal unit: d⁻ / (d⁺ + d⁻), Euclidean distances in the weighted columns.

    matrix (units, indicators), more is better   weights (indicators,) or (sets, indicators)
    returns (units,) or (sets, units), 0..1; 0 where all units are equal
    """
    # Σ w² (r - best)² is linear in w², so many sets of weights are one matrix product.
    squared = np.asarray(weights) ** 2
    to_best = np.sqrt(squared @ ((matrix - matrix.max(axis=0)) ** 2).T)
    to_worst = np.sqrt(squared @ ((matrix - matrix.min(axis=0)) ** 2).T)
    both = to_best + to_worst
    return np.round(np.where(both > 0, to_worst / np.where(both > 0, both, 1), 0.0), SCORE_DECIMALS)


def aggregate(matrix: NDArray, weights: NDArray, method: str) -> NDArray:
    """Scores by `method`, weighted_sum or topsis."""
    return topsis(matrix, weights) if method == "topsis" else weighted_sum(matrix, weights)


def agreement(first: NDArray, second: NDArray) -> Optional[float]:
    """Kendall's τ-b of two scores of the same units: 1 the same order, -1 the reverse; None where one has no order."""
    tau, _ = kendalltau(first, second)  # the name of the first field differs between versions of scipy
    return None if np.isnan(tau) else float(tau)


def ranks(scores: NDArray) -> NDArray:
    """1 for the highest score; equal scores share the lower number. (units,) or (sets, units) -> integers."""
    return rankdata(-np.asarray(scores), method="min", axis=-1).astype(np.int64)
