"""Gravity and two-step floating catchments against sums written out, and against examples worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from village_planner.core.network.accessibility import floating_catchment, gravity


def test_the_two_steps_of_luo_and_wang_by_hand() -> None:
    """Two catchments that overlap in one place, as in figure 2 of Luo & Wang (2003).

    Physicians a and b, one each. Tracts 1-4 reach a only, 5 both, 6-8 b only, 9 none; a person each:
    a serves 5 people, b serves 4; tract 5 has 1/5 + 1/4.
    """
    minutes = np.full((9, 2), 99.0)
    minutes[:5, 0] = 20
    minutes[4:8, 1] = 30
    found = floating_catchment(np.ones(2), np.ones(9), minutes, 30)
    assert found == pytest.approx([1 / 5] * 4 + [1 / 5 + 1 / 4] + [1 / 4] * 3 + [0])


@given(
    arrays(float, 3, elements=st.integers(0, 50)),
    arrays(float, 5, elements=st.integers(0, 5000)),
    arrays(float, (5, 3), elements=st.sampled_from([0.0, 29.0, 30.0, 31.0, np.inf])),
)
@settings(max_examples=60, deadline=None)
def test_catchments_against_loops(supply: np.ndarray, demand: np.ndarray, minutes: np.ndarray) -> None:
    ratio = []
    for j in range(3):
        people = sum(demand[k] for k in range(5) if minutes[k, j] <= 30)
        ratio.append(supply[j] / people if people > 0 else 0.0)
    expected = [sum(ratio[j] for j in range(3) if minutes[i, j] <= 30) for i in range(5)]
    found = floating_catchment(supply, demand, minutes, 30)
    assert found == pytest.approx(expected)
    served = [j for j in range(3) if any(demand[k] > 0 and minutes[k, j] <= 30 for k in range(5))]
    assert (demand * found).sum() == pytest.approx(supply[served].sum())


def test_gravity_by_hand() -> None:
    minutes = np.array([[10.0, 20.0], [5.0, np.inf], [0.5, 4.0]])
    people = np.array([100.0, 300.0, 0.0])
    # centre 1: (100·0.8/100 + 300·0.8/25)/400; centre 2: 100·0.4/400/400
    assert gravity(np.array([0.8, 0.4]), minutes, people) == pytest.approx([10.4 / 400, 0.1 / 400])
    # without people each unit counts the same, and half a minute counts as one
    assert gravity(np.array([0.8, 0.4]), minutes, np.zeros(3), exponent=1.0) == pytest.approx(
        [(0.08 + 0.16 + 0.8) / 3, (0.02 + 0 + 0.1) / 3]
    )
    assert np.isinf(gravity(np.ones(2), np.zeros((0, 2)), np.zeros(0))).all()
