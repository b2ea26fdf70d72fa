"""Scoring as a whole, worked by hand and against plain loops."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from village_planner.core.errors import InputError
from village_planner.core.indicators.judgements import JudgementOptions
from village_planner.core.indicators.report import report
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
        ({"objective": "pca"}, "OBJECTIVE does not know pca"),
        ({"combination": "sum"}, "COMBINATION does not know sum"),
        ({"judging": JudgementOptions("median")}, "COMBINE does not know median"),
        ({"judging": JudgementOptions("judgements", "ask")}, "INCONSISTENT does not know ask"),
        ({"alpha": 1.5}, "ALPHA is 1.5"),
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


@settings(max_examples=30)
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


def test_the_worst_of_the_others_for_a_missing_value_is_told() -> None:
    towns = TOWNS.copy()
    towns.loc["510722003", "beds"] = None
    towns.loc["510722001", "minutes"] = None
    result = score_units(towns, ScoreOptions(worst=frozenset(["beds", "minutes"]), **OPTIONS))
    assert result.figures.values.loc["510722003", "beds"] == 2  # more is better
    assert result.figures.values.loc["510722001", "minutes"] == 50  # less is better
    assert result.figures.filled.loc["510722001", "minutes"] == "worst"
    told = "Field beds: missing values of 510722003 count as the worst of the other units (2)."
    assert told in [str(warning) for warning in result.warnings]


def test_logarithms_and_a_normalisation_of_its_own() -> None:
    towns = pd.DataFrame(
        {"gdp": [1.0, 10.0, 100.0], "firms": [0.0, 1.0, 3.0], "beds": [2.0, 4.0, 6.0]}, index=list("abc")
    )
    options = ScoreOptions(logs=frozenset(["gdp", "firms"]), normalisations={"beds": "percentile"}, random_sets=0)
    result = score_units(towns, options)
    # ln 1, ln 10, ln 100 lie evenly; ln (1 + x) of 0, 1, 3 is 0, ln 2, 2 ln 2; percentiles of three
    assert result.matrix == pytest.approx(np.array([[0, 0, 0], [0.5, 0.5, 0.5], [1, 1, 1]]))
    with pytest.raises(InputError) as caught:
        score_units(towns - 5, options)
    assert caught.value.code == "not_loggable"
    assert "field gdp: there is no logarithm of values below 0 (a = -4)" in str(caught.value)


def test_the_other_aggregation_stands_beside() -> None:
    summed = score_units(TOWNS, ScoreOptions(**OPTIONS)).scores
    ideal = score_units(TOWNS, ScoreOptions(aggregation="topsis", **OPTIONS)).scores
    assert summed["topsis_score"].tolist() == ideal["score"].tolist()
    assert ideal["weighted_sum_rank"].tolist() == summed["rank"].tolist()


def test_combined_with_critic_and_linearly() -> None:
    pairs = [("output", "beds", 2), ("output", "minutes", 4), ("beds", "minutes", 2)]
    table = pd.DataFrame(pairs, columns=["row", "column", "value"])
    plain = {"costs": frozenset(["minutes"]), "random_sets": 0}
    critic = score_units(TOWNS, ScoreOptions("critic", **plain)).weights.to_numpy()
    ahp = np.array([4, 2, 1]) / 7
    options = ScoreOptions("combined", objective="critic", combination="linear", alpha=0.3, **plain)
    assert score_units(TOWNS, options, table).weights.to_numpy() == pytest.approx(0.3 * ahp + 0.7 * critic)
    geometric = score_units(TOWNS, ScoreOptions("combined", objective="critic", **plain), table).weights.to_numpy()
    assert geometric == pytest.approx(np.sqrt(ahp * critic) / np.sqrt(ahp * critic).sum())


def test_own_weights_need_their_table_and_others_do_not() -> None:
    with pytest.raises(InputError, match="Give WEIGHTS_TABLE"):
        score_units(TOWNS, ScoreOptions("own"))
    table = pd.DataFrame({"indicator": list(TOWNS), "weight": [1, 1, 2]})
    assert score_units(TOWNS, ScoreOptions("own", random_sets=0), own=table).weights.tolist() == [0.25, 0.25, 0.5]
    result = score_units(TOWNS, ScoreOptions(random_sets=0), own=table)
    assert "table of weights is not used" in str(result.warnings[0])


def test_contributions_name_every_part_of_every_score() -> None:
    result = score_units(TOWNS, ScoreOptions(**OPTIONS))
    parts = result.contributions()
    assert len(parts) == 12 and list(parts["indicator"][:3]) == list(TOWNS)
    sums = parts.groupby("code")["contribution"].sum()
    assert sums.tolist() == pytest.approx(result.scores["score"].tolist(), abs=1e-9)
    row = parts.iloc[3]  # 510722002, output 300 of 100 … 500
    assert row[["code", "value", "normalised"]].tolist() == ["510722002", 300.0, 0.5]


def test_the_report_says_what_was_done_with_each_figure() -> None:
    towns = pd.DataFrame({"gdp": [*range(1, 10), 900.0], "minutes": [*range(9), math.nan]}, index=list("abcdefghij"))
    options = ScoreOptions(costs=frozenset(["minutes"]), worst=frozenset(["minutes"]), random_sets=0)
    lines = [(line.kind, line.subject, str(line.message)) for line in report(score_units(towns, options), options)]
    assert [line[:2] for line in lines] == [
        ("run", ""),
        ("warning", ""),
        ("indicator", "gdp"),
        ("hint", "gdp"),
        ("indicator", "minutes"),
    ]
    assert lines[2][2] == "1 to 900, more is better; min–max; weight 0.5000."
    assert "LOG_FIELDS" in lines[3][2]
    taken = ScoreOptions(**{**vars(options), "logs": frozenset(["gdp"])})
    told = [str(line.message) for line in report(score_units(towns, taken), taken)]
    assert "1 to 900, more is better; logarithm, then min–max; weight 0.5000." in told


def test_the_report_names_each_expert() -> None:
    rows = [
        (e, a, b, v)
        for e in ("1", "2")
        for a, b, v in (("output", "beds", 2), ("output", "minutes", 4), ("beds", "minutes", 2))
    ]
    table = pd.DataFrame(rows, columns=["expert", "row", "column", "value"])
    options = ScoreOptions("ahp", random_sets=0, judging=JudgementOptions())
    told = [line for line in report(score_units(TOWNS, options, table), options) if line.kind == "judgement"]
    assert [line.subject for line in told] == ["1", "2", ""]
    assert str(told[0].message) == "output, beds, minutes: consistency ratio 0.000 (to be below 0.10), used."
