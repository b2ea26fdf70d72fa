"""Marks that would cover each other stand side by side, and near where they belong."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import pdist

from village_planner.atlas.marks import ROOM, apart, clusters, side_by_side


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 8, 9, 13])
def test_marks_of_a_cluster_do_not_touch_and_keep_its_middle(count: int) -> None:
    xy = np.full((count, 2), 500.0)
    placed = side_by_side(xy, np.zeros(count, int), 10.0)
    assert pdist(placed, "chebyshev").min() >= 10.0
    assert placed.mean(axis=0)[0] == pytest.approx(500.0)
    assert np.ptp(placed[:, 0]) <= 3 * 10.0 * ROOM + 1e-9


def test_a_mark_by_itself_stays_where_it_is() -> None:
    xy = np.array([[0.0, 0.0], [100.0, 0.0]])
    assert np.array_equal(side_by_side(xy, clusters(xy, 20.0), 10.0), xy)


def test_clusters_are_chains_of_near_points() -> None:
    xy = np.array([[0.0, 0], [9, 0], [18, 0], [100, 0], [105, 0]])
    found = clusters(xy, 10.0)
    assert found[0] == found[1] == found[2] != found[3] == found[4]
    assert len(clusters(np.zeros((0, 2)), 1.0)) == 0


@pytest.mark.parametrize("seed", range(3))
def test_numbers_are_pushed_apart(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xy = np.concatenate([rng.uniform(0, 300, (20, 2)), np.full((4, 2), 150.0)])
    placed = apart(xy, 20.0)
    assert pdist(placed).min() >= 20.0 - 1e-6
    assert np.hypot(*(placed - xy).T).max() < 80.0
    assert np.array_equal(placed, apart(xy, 20.0))
