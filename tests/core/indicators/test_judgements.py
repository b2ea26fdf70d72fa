"""Tables of pairwise judgements: both forms, and every way they can be wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from village_planner.core.errors import InputError
from village_planner.core.indicators.judgements import judged_weights

GROUPS = {"A1": "economy", "A2": "economy", "B1": "roads", "B2": "roads"}
NAMES = {"经济": "economy", "道路": "roads", "地区生产总值": "A1"}


def long(*rows: tuple[str, str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["row", "column", "value"])


def test_groups_first_then_within() -> None:
    # groups 3 : 1 -> 0.75, 0.25; A1 : A2 = 1 : 4 -> 0.2, 0.8; B1 : B2 = 1 : 1
    table = long(("economy", "roads", 3), ("A1", "A2", 0.25), ("B1", "B2", 1))
    result = judged_weights(table, list(GROUPS), GROUPS, {})
    assert result.weights == pytest.approx([0.15, 0.6, 0.125, 0.125])
    assert result.ratio == 0
    assert result.warnings == ()


def test_chinese_names_headers_and_fractions_as_text() -> None:
    table = pd.DataFrame(
        {"行": ["经济", "地区生产总值", "B1"], "列": ["道路", "A2", "B2"], "值": ["3", "1/4", "1"]},
    )
    assert judged_weights(table, list(GROUPS), GROUPS, NAMES).weights == pytest.approx([0.15, 0.6, 0.125, 0.125])


def test_square_table_upper_half() -> None:
    # The textbook matrix 1 3 5 / . 1 3 / . . 1: weights 0.637, 0.258, 0.105, CR 0.033
    table = pd.DataFrame(
        {"fid": [1, 2, 3], "name": ["x", "y", "z"], "x": [1, None, None], "y": [3, 1, None], "z": [5, 3, 1]}
    )
    result = judged_weights(table, ["x", "y", "z"], {}, {})
    assert [round(w, 3) for w in result.weights] == [0.637, 0.258, 0.105]
    assert round(result.ratio, 3) == 0.033


def test_square_table_of_texts_with_rounded_reciprocals() -> None:
    table = pd.DataFrame({"指标": ["x", "y"], "x": ["1", "0.13"], "y": ["8", "1"]})
    assert judged_weights(table, ["x", "y"], {}, {}).weights == pytest.approx([8 / 9, 1 / 9])


def test_one_group_is_compared_at_once() -> None:
    assert judged_weights(long(("A1", "A2", 4)), ["A1", "A2"], GROUPS, {}).weights == pytest.approx([0.8, 0.2])


def test_what_is_not_scored_is_left_aside_with_a_warning() -> None:
    table = long(("A1", "A2", 4), ("A1", "C7", 3))
    result = judged_weights(table, ["A1", "A2"], {}, {})
    assert result.weights == pytest.approx([0.8, 0.2])
    assert "C7" in str(result.warnings[0])


def test_judgements_across_groups_are_left_aside_with_a_warning() -> None:
    table = long(("economy", "roads", 3), ("A1", "A2", 0.25), ("B1", "B2", 1), ("A1", "B2", 9))
    result = judged_weights(table, list(GROUPS), GROUPS, {})
    assert result.weights == pytest.approx([0.15, 0.6, 0.125, 0.125])
    assert "A1–B2" in str(result.warnings[0])


@pytest.mark.parametrize(
    ("table", "code", "text"),
    [
        (long(("A1", "A2", 4)), "missing_judgements", "A1–B1, A1–B2, A2–B1, A2–B2, B1–B2: not compared yet"),
        (long(("economy", "roads", 3), ("A1", "A2", 2)), "missing_judgements", "B1–B2: not compared yet"),
        (long(("A1", "A2", 10)), "invalid_judgement", "A1 against A2 is 10"),
        (long(("A1", "A2", 0)), "invalid_judgement", "A1 against A2 is 0"),
        (long(("A1", "A2", "1/0")), "invalid_judgement", "A1 against A2 is 1/0"),
        (long(("A1", "A2", "more")), "invalid_judgement", "A1 against A2 is more"),
        (
            long(("A1", "A2", 3), ("A2", "A1", 2)),
            "contradicting_judgements",
            "A1 against A2 is 3, but A2 against A1 is 2",
        ),
        (long(("A1", "A2", 3), ("A1", "A2", 5)), "contradicting_judgements", "given as 3 and as 5"),
        (long(("A1", "A1", 3)), "contradicting_judgements", "A1 against A1 is given as 1 and as 3"),
        (long(), "invalid_judgements", "is empty"),
        (pd.DataFrame({"a": ["x"], "b": [1]}), "invalid_judgements", "has columns a, b"),
    ],
)
def test_faults(table: pd.DataFrame, code: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        judged_weights(table, list(GROUPS), GROUPS, {})
    assert caught.value.code == code
    assert text in str(caught.value)


def test_inconsistent_judgements_say_which_to_revisit() -> None:
    # 4 : 3 : 2 : 1 throughout, but y against w turned round
    table = long(("x", "y", 4 / 3), ("x", "z", 2), ("x", "w", 4), ("y", "z", 1.5), ("y", "w", "1/9"), ("z", "w", 2))
    with pytest.raises(InputError) as caught:
        judged_weights(table, ["x", "y", "z", "w"], {}, {})
    assert caught.value.code == "inconsistent_judgements"
    assert "Revisit y against w first: it says 1/9, the others suggest about 3." in str(caught.value)


def test_more_than_ten_at_once_is_too_many() -> None:
    names = [f"x{i}" for i in range(11)]
    table = long(*((a, b, 1) for i, a in enumerate(names) for b in names[i + 1 :]))
    with pytest.raises(InputError) as caught:
        judged_weights(table, names, {}, {})
    assert caught.value.code == "too_many_judgements"


def test_an_indicator_without_group_cannot_be_weighed_by_groups() -> None:
    table = long(("economy", "roads", 3), ("A1", "A2", 2), ("B1", "B2", 1))
    with pytest.raises(InputError, match="but loose belong to no group"):
        judged_weights(table, [*GROUPS, "loose"], GROUPS, {})
