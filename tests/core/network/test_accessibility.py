"""Two-step floating catchments against sums written out, and against examples worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from village_planner.core.network.accessibility import floating_catchment


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


@pytest.mark.parametrize("seed", range(30))
def test_catchments_against_loops(seed: int) -> None:
    rng = np.random.default_rng(seed)
    supply, demand = rng.integers(0, 50, 3).astype(float), rng.integers(0, 5000, 5) * rng.choice([0.0, 1.0], 5)
    minutes = rng.choice([0.0, 29.0, 30.0, 31.0, np.inf], (5, 3))
    ratio = []
    for j in range(3):
        people = sum(demand[k] for k in range(5) if minutes[k, j] <= 30)
        ratio.append(supply[j] / people if people > 0 else 0.0)
    expected = [sum(ratio[j] for j in range(3) if minutes[i, j] <= 30) for i in range(5)]
    found = floating_catchment(supply, demand, minutes, 30)
    assert found == pytest.approx(expected)
    served = [j for j in range(3) if any(demand[k] > 0 and minutes[k, j] <= 30 for k in range(5))]
    assert (demand * found).sum() == pytest.approx(supply[served].sum())
