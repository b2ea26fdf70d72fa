"""Judgements at hand: matrices, what is missing, who is combined, what to revisit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_planner.core.errors import InputError
from village_planner.core.indicators.experts import (
    SCALE,
    Comparison,
    Judgements,
    as_text,
    as_value,
    comparisons,
    on_scale,
    verdict,
)
from village_planner.core.indicators.judgements import judged_weights
from village_planner.core.indicators.sliders import Weighting

GROUPS = {"A1": "a", "A2": "a", "A3": "a", "B1": "b", "C1": "c", "C2": "c"}
EQUAL = Weighting.of(dict.fromkeys(GROUPS, 1.0), GROUPS)
# Consistent enough; groups first, then within.
ROWS = [("a", "b", 2.0), ("a", "c", 4.0), ("b", "c", 2.0), ("A1", "A2", 3.0), ("A1", "A3", 5.0), ("A2", "A3", 2.0)]
ROWS.append(("C1", "C2", 1 / 3))


def given_by(*experts: str) -> Judgements:
    return Judgements((expert, *row) for expert in experts for row in ROWS)


def test_what_is_compared() -> None:
    assert comparisons(EQUAL) == (
        Comparison("", ("a", "b", "c")),
        Comparison("a", ("A1", "A2", "A3")),
        Comparison("c", ("C1", "C2")),
    )


def test_weights_are_those_of_the_scoring() -> None:
    import pandas as pd

    weighting, ratio = given_by("王工").weighting(EQUAL, "王工")
    table = pd.DataFrame(ROWS, columns=["row", "column", "value"])
    judged = judged_weights(table, list(GROUPS), GROUPS, {})
    assert [weighting.weights()[code] for code in GROUPS] == pytest.approx(list(judged.weights))
    assert ratio == pytest.approx(judged.ratio)
    both, _ = given_by("王工", "李工").weighting(EQUAL)
    assert both.weights() == pytest.approx(weighting.weights())


def test_combined_is_the_geometric_mean_of_those_who_finished() -> None:
    judgements = Judgements([("x", "C1", "C2", 2.0), ("y", "C2", "C1", 1 / 8)])
    judgements.add("z")
    matrix, unfinished = judgements.combined(("C1", "C2"))
    assert matrix == pytest.approx(np.array([[1, 4], [1 / 4, 1]])) and unfinished == ()
    judgements = given_by("x")
    judgements.set("y", "A1", "A2", 9.0)
    matrix, unfinished = judgements.combined(("A1", "A2", "A3"))
    assert matrix == pytest.approx(judgements.matrix("x", ("A1", "A2", "A3"))) and unfinished == ("y",)


def test_contradictions_name_the_judgement() -> None:
    judgements = given_by("x")
    judgements.set("x", "A1", "A3", 1 / 5)
    found = verdict(judgements.matrix("x", ("A1", "A2", "A3")))
    assert not found.consistent and found.revisit is not None
    i, j, suggested = found.revisit
    judgements.set("x", ("A1", "A2", "A3")[i], ("A1", "A2", "A3")[j], suggested)
    assert verdict(judgements.matrix("x", ("A1", "A2", "A3"))).consistent
    judgements.set("x", "A1", "A3", 1 / 5)
    judgements.set("x", "A1", "A2", 3.0)
    with pytest.raises(InputError) as caught:
        judgements.weighting(EQUAL, "x")
    assert caught.value.code == "inconsistent_judgements" and "A1" in str(caught.value)
    judgements.set("x", "A1", "A3", None)
    with pytest.raises(InputError) as caught:
        judgements.weighting(EQUAL, "x")
    assert caught.value.code == "missing_judgements" and "A1–A3" in str(caught.value)


def test_names_of_experts() -> None:
    judgements = given_by("x")
    with pytest.raises(InputError):
        judgements.add("x")
    with pytest.raises(InputError):
        judgements.add(" ")
    judgements.add("y")
    with pytest.raises(InputError):
        judgements.rename("x", "y")
    judgements.rename("x", "z")
    assert judgements.experts == ("z", "y") and judgements.get("z", "b", "a") == 0.5
    judgements.remove("z")
    assert judgements.rows() == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), ("1/3", 1 / 3), (" 1／5 ", 0.2), ("0.33", 1 / 3), ("0.11", 1 / 9), ("1/2.5", 0.4), ("", None)],
)
def test_typed_judgements(text: str, value: float) -> None:
    assert as_value(text) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize("text", ["12", "0", "-3", "1/0", "1/12", "x", "1/2/3", "0.05", "nan"])
def test_typed_nonsense(text: str) -> None:
    with pytest.raises(InputError) as caught:
        as_value(text)
    assert caught.value.code == "bad_judgement"


@given(st.sampled_from(SCALE))
def test_the_scale_reads_back(step: float) -> None:
    assert as_value(as_text(step)) == pytest.approx(step) and on_scale(step * 1.01) == step
