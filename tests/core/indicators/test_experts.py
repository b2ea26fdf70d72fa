"""Several experts' judgements: combined, doubted, left out; and a county's own weights."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from village_planner.core.errors import InputError
from village_planner.core.indicators.judgements import JudgementOptions, judged_weights
from village_planner.core.indicators.own_weights import own_weights
from village_planner.core.indicators.report import consistency_table

XYZ = ["x", "y", "z"]


def judged(expert: str, xy: float, xz: float, yz: float) -> list[tuple[str, str, str, float]]:
    return [(expert, "x", "y", xy), (expert, "x", "z", xz), (expert, "y", "z", yz)]


def table(*parts: list[tuple[str, str, str, float]]) -> pd.DataFrame:
    return pd.DataFrame([row for part in parts for row in part], columns=["expert", "row", "column", "value"])


SOUND = table(judged("王工", 2, 4, 2), judged("李工", 1 / 2, 1, 2))  # both consistent: 4:2:1 and 1:2:1
DOUBTFUL = table(judged("王工", 2, 4, 2), judged("李工", 3, 1 / 5, 4))


def test_the_geometric_mean_of_judgements() -> None:
    result = judged_weights(SOUND, XYZ, {}, {})
    # mean judgements x:y = √(2 · 1/2) = 1, x:z = √4 = 2, y:z = 2, consistent: 2 : 2 : 1
    assert result.weights == pytest.approx([0.4, 0.4, 0.2])
    assert result.ratio == pytest.approx(0, abs=1e-9)
    assert [each.expert for each in result.comparisons] == ["王工", "李工", None]
    assert result.comparisons[0].weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert result.warnings == ()


def test_the_geometric_mean_of_weights() -> None:
    result = judged_weights(SOUND, XYZ, {}, {}, JudgementOptions(combine="priorities"))
    # of consistent experts both means are the same (Forman and Peniwati 1998)
    assert result.weights == pytest.approx([0.4, 0.4, 0.2])
    other = judged_weights(DOUBTFUL, XYZ, {}, {}, JudgementOptions("priorities", "keep"))
    first, second = (each.weights for each in other.comparisons[:2])
    mean = [math.sqrt(a * b) for a, b in zip(first, second)]
    assert other.weights == pytest.approx([value / sum(mean) for value in mean])
    assert other.ratio == max(each.ratio for each in other.comparisons[:2])


def test_a_doubtful_expert_is_named_with_the_judgement_to_revisit() -> None:
    with pytest.raises(InputError) as caught:
        judged_weights(DOUBTFUL, XYZ, {}, {})
    assert caught.value.code == "inconsistent_judgements"
    assert str(caught.value).startswith("Expert 李工: The judgements on x, y, z contradict each other")
    # x:y 3 and y:z 4 make x:z 12; the scale ends at 9, so one of the two that stay on it is named
    assert "Revisit" in str(caught.value)


def test_a_doubtful_expert_left_out_or_kept() -> None:
    out = judged_weights(DOUBTFUL, XYZ, {}, {}, JudgementOptions(inconsistent="leave_out"))
    assert out.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert [each.used for each in out.comparisons] == [True, False, True]
    assert "Expert 李工" in str(out.warnings[0]) and str(out.warnings[0]).endswith("They were left out.")
    kept = judged_weights(DOUBTFUL, XYZ, {}, {}, JudgementOptions(inconsistent="keep"))
    assert str(kept.warnings[0]).endswith("They were kept.")
    assert all(each.used for each in kept.comparisons)
    assert kept.ratio == kept.comparisons[2].ratio
    alone = table(judged("李工", 3, 1 / 5, 4))
    with pytest.raises(InputError, match="nothing is left to weigh by"):
        judged_weights(alone, XYZ, {}, {}, JudgementOptions(inconsistent="leave_out"))
    assert judged_weights(alone, XYZ, {}, {}, JudgementOptions(inconsistent="keep")).ratio > 0.1


def test_the_table_of_consistency_says_who_and_what() -> None:
    result = judged_weights(DOUBTFUL, XYZ, {}, {}, JudgementOptions(inconsistent="leave_out"))
    rows = consistency_table(result.comparisons, 0.1)
    assert rows["expert"].tolist() == ["王工", "李工", "*"]
    assert rows["used"].tolist() == [1, 0, 1]
    assert rows["row"].tolist()[0] == "" and rows["row"].tolist()[1] != ""
    assert rows.loc[1, "ratio"] > 0.1 > rows.loc[0, "ratio"]
    assert consistency_table((), 0.1)["count"].dtype == "int64"


def test_a_table_each_and_square_tables_of_several_experts() -> None:
    parts = {name: part.drop(columns="expert") for name, part in SOUND.groupby("expert", sort=False)}
    assert judged_weights(parts, XYZ, {}, {}).weights == pytest.approx([0.4, 0.4, 0.2])
    square = pd.DataFrame(
        {
            "专家": ["王工"] * 3 + ["李工"] * 3,
            "指标": XYZ * 2,
            "x": [1, None, None, 1, None, None],
            "y": [2, 1, None, "1/2", 1, None],
            "z": [4, 2, 1, 1, 2, 1],
        }
    )
    assert judged_weights(square, XYZ, {}, {}).weights == pytest.approx([0.4, 0.4, 0.2])


def test_a_column_that_names_nobody_is_one_expert() -> None:
    nobody = table(judged("", 2, 4, 2))
    assert judged_weights(nobody, XYZ, {}, {}).weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert judged_weights(nobody.assign(expert=None), XYZ, {}, {}).comparisons[0].expert == ""


def test_groups_first_and_an_expert_who_is_silent_within_one() -> None:
    groups = {"a": "G", "b": "G", "c": "H", "d": "H"}
    rows = [("1", "G", "H", 4), ("1", "a", "b", 2), ("1", "c", "d", 3), ("2", "G", "H", 1), ("2", "a", "b", 8)]
    result = judged_weights(table(rows), list(groups), groups, {})
    # G : H = √4 = 2; a : b = √16 = 4; c : d = 3, of the first expert alone
    assert result.weights == pytest.approx([2 / 3 * 0.8, 2 / 3 * 0.2, 1 / 3 * 0.75, 1 / 3 * 0.25])
    assert [(each.expert, each.of) for each in result.comparisons if each.of == "H"] == [("1", "H"), (None, "H")]
    assert str(result.warnings[0]) == "2 did not compare c, d; the other experts decide there."


@pytest.mark.parametrize(
    ("rows", "code", "text"),
    [
        ([*judged("1", 2, 4, 2), ("2", "x", "y", 2)], "missing_judgements", "Expert 2: "),
        ([*judged("1", 2, 4, 2), (None, "x", "y", 2)], "invalid_judgements", "Column expert .* is empty in 1 rows"),
        (
            [*judged("1", 2, 4, 2), *judged("2", 2, 4, 2), ("2", "y", "x", 2)],
            "contradicting_judgements",
            "Expert 2: x against y is 2",
        ),
    ],
)
def test_faults_name_the_expert(rows: list[tuple], code: str, text: str) -> None:
    with pytest.raises(InputError, match=text) as caught:
        judged_weights(table(rows), XYZ, {}, {})
    assert caught.value.code == code


def test_a_countys_own_weights_in_any_scale() -> None:
    given = pd.DataFrame({"指标": ["地区生产总值", "A2"], "权重": [30, "10"]})
    weights, notes = own_weights(given, ["A1", "A2"], {"地区生产总值": "A1"})
    assert weights.tolist() == [0.75, 0.25]
    assert "sum to 40" in str(notes[0])
    per_cent = pd.DataFrame({"indicator": ["A1", "A2", "A9"], "weight": [75, 25, 0]})
    weights, notes = own_weights(per_cent, ["A1", "A2"], {})
    assert np.allclose(weights, [0.75, 0.25]) and [str(note) for note in notes] == [
        "Table WEIGHTS_TABLE: weights of A9 were left aside: these are not scored here."
    ]


@pytest.mark.parametrize(
    ("columns", "code", "text"),
    [
        ({"a": ["A1"], "weight": [1]}, "invalid_weights", "has columns a, weight"),
        ({"indicator": ["A1"], "weight": [1]}, "missing_weights", "no weight to A2"),
        ({"indicator": ["A1", "A2"], "weight": [1, None]}, "missing_weights", "no weight to A2"),
        ({"indicator": ["A1", "A2", "A1"], "weight": [1, 1, 2]}, "invalid_weights", "weighs A1 more than once"),
        ({"indicator": ["A1", "A2"], "weight": [2, -1]}, "invalid_weights", "below 0: A2"),
        ({"indicator": ["A1", "A2"], "weight": [0, 0]}, "invalid_weights", "not all 0"),
        ({"indicator": ["A1", "A2"], "weight": ["1", "many"]}, "not_a_number", "A2 = many"),
    ],
)
def test_faults_of_own_weights(columns: dict, code: str, text: str) -> None:
    with pytest.raises(InputError, match=text) as caught:
        own_weights(pd.DataFrame(columns), ["A1", "A2"], {})
    assert caught.value.code == code
