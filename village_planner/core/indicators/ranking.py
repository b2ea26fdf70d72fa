"""Ranking at hand: the normalised figures are kept, so that other weights give other ranks at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .aggregate import SCORE_DECIMALS, agreement, ranks


@dataclass(frozen=True)
class Ranked:
    """Scores and ranks of the units under one set of weights; n-arrays in the order of the ranking's units.

    scores, ranks                 (n,) weighted sum, and 1 for the highest; equal scores share the lower number
    topsis_scores, topsis_ranks   (n,) closeness to the ideal, 0..1
    tau    Kendall's τ-b between the two scores, None where one of them has no order
    """

    scores: NDArray
    ranks: NDArray
    topsis_scores: NDArray
    topsis_ranks: NDArray
    tau: Optional[float]


class Ranking:
    """Units by normalised indicators, ranked anew for any weights.

    matrix      (n, k) normalised, more is better in every column, finite (`normalise`)
    units       (n,) codes        indicators  (k,) codes
    """

    def __init__(self, matrix: NDArray, units: Sequence[str], indicators: Sequence[str]) -> None:
        self.matrix = np.ascontiguousarray(matrix, dtype=float)
        self.units = tuple(units)
        self.indicators = tuple(indicators)
        # Σ w² (r - best)² is linear in w²: what does not depend on the weights is worked out once.
        self._to_best = (self.matrix - self.matrix.max(axis=0)) ** 2
        self._to_worst = (self.matrix - self.matrix.min(axis=0)) ** 2

    def rank(self, weights: NDArray) -> Ranked:
        """Scores and ranks under `weights`, (k,) >= 0 in any scale (sliders); they are scaled to sum to 1.

        All weights 0 count as all equal.
        """
        weights = self.scaled(weights)
        score = np.round(self.matrix @ weights, SCORE_DECIMALS)
        closeness = self._closeness(weights)
        return Ranked(score, ranks(score), closeness, ranks(closeness), agreement(score, closeness))

    def scaled(self, weights: NDArray) -> NDArray:
        """The weights scaled to sum to 1."""
        weights = np.asarray(weights, dtype=float)
        total = weights.sum()
        return weights / total if total > 0 else np.full(len(weights), 1 / len(weights))

    def contributions(self, weights: NDArray) -> pd.DataFrame:
        """What each indicator adds to each unit's weighted sum: units x indicators; rows sum to the score."""
        return pd.DataFrame(self.matrix * self.scaled(weights), index=list(self.units), columns=list(self.indicators))

    def _closeness(self, weights: NDArray) -> NDArray:
        squared = weights**2
        best, worst = np.sqrt(self._to_best @ squared), np.sqrt(self._to_worst @ squared)
        both = best + worst
        return np.round(np.divide(worst, both, out=np.zeros_like(both), where=both > 0), SCORE_DECIMALS)


def rank_shift(ranking: Ranking, first: NDArray, second: NDArray, method: str = "weighted_sum") -> pd.DataFrame:
    """What other weights do to the ranks, best under `first` on top.

    first, second   (k,) weights as for `Ranking.rank`      method  weighted_sum or topsis
    Returns per unit (index its code): score_first, rank_first, score_second, rank_second, shift (> 0: it rises).
    """
    before, after = ranking.rank(first), ranking.rank(second)
    own = ("topsis_scores", "topsis_ranks") if method == "topsis" else ("scores", "ranks")
    table = pd.DataFrame(
        {
            "score_first": getattr(before, own[0]),
            "rank_first": getattr(before, own[1]),
            "score_second": getattr(after, own[0]),
            "rank_second": getattr(after, own[1]),
        },
        index=pd.Index(ranking.units, name="code"),
    )
    table["shift"] = table["rank_first"] - table["rank_second"]
    return table.sort_values(["rank_first", "rank_second"], kind="stable")
