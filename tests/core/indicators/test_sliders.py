"""Moving one weight: the sum stays 1, locks hold, and the others keep their order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_planner.core.errors import InputError
from village_planner.core.indicators.sliders import Weighting, scale_others

GROUPS = {"A1": "a", "A2": "a", "B1": "b", "C1": "c", "C2": "c"}


@st.composite
def moves(draw: Any) -> tuple[np.ndarray, int, float, np.ndarray]:
    n = draw(st.integers(1, 12))
    raw = np.array(draw(st.lists(st.floats(0, 1), min_size=n, max_size=n)))
    weights = raw / raw.sum() if raw.sum() > 1e-6 else np.full(n, 1 / n)
    locked = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    return weights, draw(st.integers(0, n - 1)), draw(st.floats(-0.5, 1.5)), locked


@given(moves())
def test_the_sum_stays_and_locks_hold(move: tuple[np.ndarray, int, float, np.ndarray]) -> None:
    weights, moved, value, locked = move
    before = weights.copy()
    after = scale_others(weights, moved, value, locked)
    assert (weights == before).all()  # what was given is not changed
    assert after.sum() == pytest.approx(1, abs=1e-9) and (after >= 0).all()
    held = locked.copy()
    held[moved] = False
    assert (after[held] == weights[held]).all()
    others = np.flatnonzero(~locked & (np.arange(len(weights)) != moved))
    order = others[np.argsort(weights[others], kind="stable")]
    assert (np.diff(after[order]) >= 0).all()
    if len(others):
        free = max(1 - weights[held].sum(), 0)
        assert after[moved] == pytest.approx(min(max(value, 0), free))
        there = weights[others] > 1e-9
        if there.sum() > 1 and after[others].sum() > 1e-6:  # those that give way do so in proportion
            share = after[others][there] / weights[others][there]
            assert share == pytest.approx(np.full(there.sum(), share[0]))
    else:
        assert after == pytest.approx(weights)


def test_a_case_by_hand() -> None:
    after = scale_others(np.array([0.5, 0.3, 0.2]), 0, 0.75, np.array([False, False, False]))
    assert after == pytest.approx([0.75, 0.15, 0.10])
    after = scale_others(np.array([0.5, 0.3, 0.2]), 0, 0.75, np.array([False, True, False]))
    assert after == pytest.approx([0.7, 0.3, 0.0])
    after = scale_others(np.array([1.0, 0.0, 0.0]), 0, 0.4, np.array([False, False, False]))
    assert after == pytest.approx([0.4, 0.3, 0.3])


@given(st.lists(st.floats(0.01, 1), min_size=5, max_size=5), st.floats(0, 1), st.sampled_from(["a", "b", "c"]))
def test_groups_and_within(raw: list[float], value: float, group: str) -> None:
    given_weights = dict(zip(GROUPS, raw))
    weighting = Weighting.of(given_weights, GROUPS)
    total = sum(raw)
    assert weighting.weights() == pytest.approx({code: weight / total for code, weight in given_weights.items()})
    after = weighting.move_group(group, value)
    assert after.groups[group] == pytest.approx(value) and sum(after.weights().values()) == pytest.approx(1)
    assert after.within == weighting.within
    inner = weighting.move_indicator("A1", value)
    assert inner.groups == weighting.groups and inner.within["b"] == weighting.within["b"]
    assert inner.within["a"] == pytest.approx({"A1": value, "A2": 1 - value})
    again = Weighting.from_json(after.as_json(), GROUPS)
    assert again.weights() == pytest.approx(after.weights(), abs=1e-12)


def test_a_group_without_weight_keeps_its_proportions() -> None:
    weighting = Weighting.of({"A1": 3, "A2": 1, "B1": 2, "C1": 1, "C2": 1}, GROUPS)
    none = weighting.move_group("a", 0)
    back = Weighting.from_json(none.as_json(), GROUPS).move_group("a", 0.5)
    assert back.within["a"] == pytest.approx({"A1": 0.75, "A2": 0.25})


def test_indicators_that_came_and_went() -> None:
    data = Weighting.of({"A1": 1, "A2": 1, "X": 2}, {"A1": "a", "A2": "a", "X": "x"}).as_json()
    now = Weighting.from_json(data, {"A1": "a", "A2": "a", "B1": "b"})
    assert now.weights() == pytest.approx({"A1": 0.5, "A2": 0.5, "B1": 0.0})
    with pytest.raises(InputError) as caught:
        Weighting.from_json(data, {"B1": "b"})
    assert caught.value.code == "bad_weights"


@pytest.mark.parametrize("weights", [{}, {"A1": -1.0, "A2": 2.0}, {"A1": 0.0}, {"A1": float("nan")}])
def test_weights_that_are_none(weights: dict[str, float]) -> None:
    with pytest.raises(InputError) as caught:
        Weighting.of(weights, GROUPS)
    assert caught.value.code == "bad_weights"
