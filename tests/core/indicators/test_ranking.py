"""A ranking at hand equals a scoring from scratch."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.indicators.ranking import Ranking, rank_shift
from village_planner.core.indicators.score import ScoreOptions, prepared, score_units

VALUES = pd.DataFrame(
    {"gdp": [900.0, 30.0, 20.0, 10.0], "beds": [2.0, 4.0, 6.0, 2.0], "minutes": [30.0, 10.0, 50.0, 20.0]},
    index=["a", "b", "c", "d"],
)
COSTS = frozenset(["minutes"])


def ranking_of(options: ScoreOptions) -> Ranking:
    figures = prepared(VALUES, options)
    return Ranking(figures.normalised(options.normalisation), list(VALUES.index), list(figures.values.columns))


@settings(max_examples=15)
@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_sliders_give_what_a_scoring_with_own_weights_gives(sliders: list[int]) -> None:
    ranked = ranking_of(ScoreOptions(costs=COSTS, logs=frozenset(["gdp"]))).rank(np.array(sliders))
    weights = sliders if sum(sliders) else [1, 1, 1]
    table = pd.DataFrame({"indicator": list(VALUES), "weight": weights})
    options = ScoreOptions("own", costs=COSTS, logs=frozenset(["gdp"]), random_sets=0)
    result = score_units(VALUES, options, own=table)
    assert ranked.scores == pytest.approx(result.scores["score"].to_numpy(), abs=1e-9)
    assert ranked.topsis_scores == pytest.approx(result.scores["topsis_score"].to_numpy(), abs=1e-9)
    assert ranked.ranks.tolist() == result.scores["rank"].tolist()
    assert ranked.topsis_ranks.tolist() == result.scores["topsis_rank"].tolist()
    assert ranked.tau == pytest.approx(result.agreement)


def test_contributions_sum_to_the_score() -> None:
    ranking = ranking_of(ScoreOptions(costs=COSTS))
    weights = np.array([2, 1, 1])
    parts = ranking.contributions(weights)
    assert parts.sum(axis=1).to_numpy() == pytest.approx(ranking.rank(weights).scores, abs=1e-9)
    # gdp of c: (20 - 10) / (900 - 10) x 1/2
    assert parts.loc["c", "gdp"] == pytest.approx(10 / 890 / 2)


def test_the_shift_of_ranks_between_two_weightings() -> None:
    ranking = Ranking(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 0.9]]), ["a", "b", "c"], ["x", "y"])
    table = rank_shift(ranking, np.array([1, 0]), np.array([0, 1]))
    assert table.index.tolist() == ["a", "b", "c"]
    assert table["rank_first"].tolist() == [1, 2, 3]
    assert table["rank_second"].tolist() == [3, 2, 1]
    assert table["shift"].tolist() == [-2, 0, 2]
    assert rank_shift(ranking, np.array([1, 0]), np.array([1, 1]), "topsis")["score_first"].tolist() == [1.0, 0.5, 0.0]
