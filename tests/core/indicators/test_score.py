"""Scoring as a whole, worked by hand and against plain loops."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from village_planner.core.errors import InputError
from village_planner.core.indicators.score import ScoreOptions, score_units

# Four townships: output (more is better), beds (more), minutes to the county seat (less).
TOWNS = pd.DataFrame(
    {"output": [100.0, 300.0, 200.0, 500.0], "beds": [2.0, 4.0, 6.0, 2.0], "minutes": [30.0, 10.0, 50.0, 20.0]},
    index=["510722001", "510722002", "510722003", "510722004"],
)
OPTIONS = {
    "costs": frozenset(["minutes"]),
    "groups": {"output": "productivity", "beds": "services", "minutes": "infrastructure"},
    "random_sets": 50,
}
# min-max by hand: output 0, 1/2, 1/4, 1; beds 0, 1/2, 1, 0; minutes turned round 1/2, 1, 0, 3/4


def test_equal_weights_by_hand() -> None:
    result = score_units(TOWNS, ScoreOptions(**OPTIONS))
    assert result.weights.tolist() == [1 / 3] * 3
    assert result.scores["score"].tolist() == pytest.approx([1 / 6, 2 / 3, 5 / 12, 7 / 12], abs=1e-9)
    assert result.scores["rank"].tolist() == [4, 1, 3, 2]
    assert result.scores["score_services"].tolist() == pytest.approx([0, 1 / 6, 1 / 3, 0], abs=1e-9)
    groups = ["score_productivity", "score_services", "score_infrastructure"]
    assert list(result.scores) == ["score", "rank", *groups, "topsis_score", "topsis_rank"]
    assert result.warnings == ()
    assert result.consistency_ratio is None
    assert result.agreement == pytest.approx(1)


def test_entropy_weights_by_plain_arithmetic() -> None:
    normal = [[0, 0.5, 0.25, 1], [0, 0.5, 1, 0], [0.5, 1, 0, 0.75]]
    diversity = []
    for column in normal:
        shares = [value / sum(column) for value in column]
        diversity.append(1 + sum(p * math.log(p) for p in shares if p > 0) / math.log(4))
    weights = [d / sum(diversity) for d in diversity]
    result = score_units(TOWNS, ScoreOptions(weighting="entropy", **OPTIONS))
    assert result.weights.tolist() == pytest.approx(weights)
    expected = [sum(w * column[i] for w, column in zip(weights, normal)) for i in range(4)]
    assert result.scores["score"].tolist() == pytest.approx(expected, abs=1e-9)


def test_entropy_weights_to_the_printed_digit() -> None:
    # shares: output 0, 2/7, 1/7, 4/7; beds 0, 1/3, 2/3, 0; minutes 2/9, 4/9, 0, 1/3
    # entropies 0.956/1.386 = 0.6892, 0.637/1.386 = 0.4591, 1.061/1.386 = 0.7652 -> 1 - e = 0.3108, 0.5409, 0.2348
    result = score_units(TOWNS, ScoreOptions(weighting="entropy", **OPTIONS))
    assert result.weights.round(3).tolist() == [0.286, 0.498, 0.216]


def test_ahp_by_groups_and_combined_with_entropy() -> None:
    table = pd.DataFrame(
        [("productivity", "services", 2), ("productivity", "infrastructure", 4), ("services", "infrastructure", 2)],
        columns=["row", "column", "value"],
    )
    ahp = score_units(TOWNS, ScoreOptions(weighting="ahp", **OPTIONS), table)
    assert ahp.weights.tolist() == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert ahp.consistency_ratio == pytest.approx(0, abs=1e-9)
    entropy = score_units(TOWNS, ScoreOptions(weighting="entropy", **OPTIONS)).weights
    combined = score_units(TOWNS, ScoreOptions(weighting="combined", **OPTIONS), table).weights
    roots = [math.sqrt(a * e) for a, e in zip([4 / 7, 2 / 7, 1 / 7], entropy)]
    assert combined.tolist() == pytest.approx([root / sum(roots) for root in roots])


def test_ahp_without_judgements_is_an_error_and_needless_judgements_a_warning() -> None:
    with pytest.raises(InputError) as caught:
        score_units(TOWNS, ScoreOptions(weighting="ahp"))
    assert caught.value.code == "missing_judgements"
    result = score_units(TOWNS, ScoreOptions(random_sets=1), pd.DataFrame({"row": []}))
    assert "judgements are not used" in str(result.warnings[0])


def test_topsis_groups_are_closeness_within_the_group() -> None:
    result = score_units(TOWNS, ScoreOptions(aggregation="topsis", **OPTIONS))
    # one indicator in a group: closeness is its min-max value
    assert result.scores["score_productivity"].tolist() == pytest.approx([0, 0.5, 0.25, 1], abs=1e-9)
    assert result.scores["score"].between(0, 1).all()


def test_a_constant_indicator_weighs_nothing_in_entropy_and_is_told() -> None:
    towns = TOWNS.assign(same=7)
    result = score_units(towns, ScoreOptions(weighting="entropy", **OPTIONS))
    assert result.weights["same"] == 0
    assert "All units are equal in same" in str(result.warnings[0])
    without = score_units(TOWNS, ScoreOptions(weighting="entropy", **OPTIONS))
    pd.testing.assert_frame_equal(result.scores[["score", "rank"]], without.scores[["score", "rank"]])


def test_indicators_without_group_are_gathered_as_other() -> None:
    result = score_units(TOWNS, ScoreOptions(groups={"beds": "services"}, random_sets=1))
    assert list(result.scores)[:4] == ["score", "rank", "score_other", "score_services"]
    assert "score_other" not in score_units(TOWNS, ScoreOptions(random_sets=1)).scores


def test_missing_values_name_unit_and_field() -> None:
    towns = TOWNS.copy()
    towns.loc["510722003", "beds"] = None
    towns.loc["510722001", "minutes"] = math.nan
    with pytest.raises(InputError) as caught:
        score_units(towns, ScoreOptions(layer="XZQ"))
    assert caught.value.code == "missing_value"
    assert "Layer XZQ: values are missing (unit: field): 510722003: beds, 510722001: minutes." in str(caught.value)


def test_the_median_only_where_the_catalogue_allows_it() -> None:
    towns = TOWNS.copy()
    towns.loc["510722003", "beds"] = None
    result = score_units(towns, ScoreOptions(median=frozenset(["beds"]), **OPTIONS))
    filled = score_units(TOWNS.assign(beds=[2.0, 4.0, 2.0, 2.0]), ScoreOptions(**OPTIONS))
    pd.testing.assert_frame_equal(result.scores, filled.scores)
    assert "missing values of 510722003 were replaced by the median" in str(result.warnings[0])
    with pytest.raises(InputError):  # a field that is empty throughout has no median
        score_units(TOWNS.assign(beds=None), ScoreOptions(median=frozenset(["beds"])))


def test_texts_that_are_numbers_are_read_and_others_refused() -> None:
    result = score_units(TOWNS.assign(beds=["2", " 4", "6.0", "2"]), ScoreOptions(**OPTIONS))
    pd.testing.assert_frame_equal(result.scores, score_units(TOWNS, ScoreOptions(**OPTIONS)).scores)
    with pytest.raises(InputError) as caught:
        score_units(TOWNS.assign(beds=["2", "four", "6", "inf"]), ScoreOptions())
    assert caught.value.code == "not_a_number"
    assert "field beds: values that are not numbers (510722002 = four, 510722004 = inf)" in str(caught.value)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"weighting": "pca"}, "WEIGHTING does not know pca"),
        ({"normalisation": "log"}, "NORMALISATION does not know log"),
        ({"aggregation": "vikor"}, "AGGREGATION does not know vikor"),
    ],
)
def test_what_is_not_supported_is_said(options: dict[str, str], text: str) -> None:
    with pytest.raises(InputError) as caught:
        score_units(TOWNS, ScoreOptions(**options))
    assert caught.value.code == "not_supported"
    assert text in str(caught.value)


def test_nothing_to_score() -> None:
    with pytest.raises(InputError) as caught:
        score_units(TOWNS[[]], ScoreOptions())
    assert caught.value.code == "no_indicators"
    with pytest.raises(InputError) as caught:
        score_units(TOWNS.iloc[:1], ScoreOptions())
    assert caught.value.code == "too_few_units"


tables = arrays(float, st.tuples(st.integers(2, 8), st.integers(1, 5)), elements=st.integers(0, 50).map(float))


@given(tables, st.sampled_from(("equal", "entropy", "critic")), st.sampled_from(("weighted_sum", "topsis")))
def test_scores_lie_in_0_1_weights_sum_to_1_and_order_does_not_matter(
    values: np.ndarray, weighting: str, aggregation: str
) -> None:
    assume((values.max(axis=0) > values.min(axis=0)).any())
    frame = pd.DataFrame(values, columns=[f"i{k}" for k in range(values.shape[1])])
    frame.index = [f"u{k}" for k in range(len(frame))]
    options = ScoreOptions(weighting, "minmax", aggregation, costs=frozenset(["i1"]), random_sets=3)
    result = score_units(frame, options)
    assert result.scores["score"].between(0, 1).all()
    assert result.weights.sum() == pytest.approx(1)
    turned = score_units(frame.iloc[::-1], options)
    assert turned.scores["score"].iloc[::-1].tolist() == pytest.approx(result.scores["score"].tolist(), abs=1e-9)
    assert turned.scores["rank"].sort_values().iloc[0] == 1


def test_the_same_input_and_seed_give_the_same_stability() -> None:
    first = score_units(TOWNS, ScoreOptions(seed=3, **OPTIONS)).stability
    pd.testing.assert_frame_equal(first, score_units(TOWNS, ScoreOptions(seed=3, **OPTIONS)).stability)
    assert first.index.tolist() == TOWNS.index.tolist()
