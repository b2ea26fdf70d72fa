"""Numbered labels: against a plain look at every pair, and against what must have room."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.placing import CELL, place_labels

FRAME = (10.0, 20.0, 110.0, 100.0)
SIZE = (6.0, 3.2)
MARKER = 0.8


def collisions(anchors: Any, places: Any, size: tuple[float, float]) -> list[str]:
    """Every pair of labels, and of label and point, that lie on one another; labels beyond the frame."""
    half = np.array(size) / 2
    found = []
    for i, place in enumerate(places):
        if np.isnan(place).any():
            continue
        if (place - half < FRAME[:2]).any() or (place + half > FRAME[2:]).any():
            found.append(f"{i} sticks out")
        found += [f"{i} on {j}" for j in range(i) if (np.abs(place - places[j]) < size).all()]
        found += [f"{i} on point {j}" for j, anchor in enumerate(anchors) if (np.abs(place - anchor) < half).all()]
    return found


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 60), st.integers(1, 8), st.integers(0, 2**31))
def test_nothing_collides(count: int, crowds: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    middles = random.uniform(FRAME[:2], FRAME[2:], (crowds, 2))
    anchors = middles[random.integers(0, crowds, count)] + random.normal(0, 4, (count, 2)) * random.integers(0, 2)
    places = place_labels(anchors, SIZE, FRAME, MARKER)
    assert not np.isnan(places).any()  # sixty labels take a seventh of the frame
    assert not collisions(anchors, places, SIZE)


def test_a_label_stays_by_its_point() -> None:
    anchors = np.array([[60.0, 60.0], [11.0, 21.0], [109.5, 99.5]])
    places = place_labels(anchors, SIZE, FRAME, MARKER)
    nearest = SIZE[1] / 2 + MARKER  # above or below, where the frame allows it
    distance = np.hypot(*(places - anchors).T)
    assert distance[0] <= nearest + 2 * CELL
    assert (distance <= np.hypot(*SIZE) + 2 * MARKER).all()


@pytest.mark.parametrize("count", [20, 150])
def test_many_opinions_at_one_place_spread(count: int) -> None:
    anchors = np.full((count, 2), (60.0, 60.0))
    places = place_labels(anchors, SIZE, FRAME, MARKER)
    assert not np.isnan(places).any()
    assert not collisions(anchors[:1], places, SIZE)
    # They lie round it: no farther than a disc of about twice their area.
    assert np.hypot(*(places - (60, 60)).T).max() < 1.6 * np.sqrt(count * SIZE[0] * SIZE[1] / np.pi) + 5


def test_where_room_ends_the_rest_is_told() -> None:
    anchors = np.full((500, 2), (60.0, 60.0))
    places = place_labels(anchors, (20.0, 12.0), FRAME, MARKER)
    placed = ~np.isnan(places[:, 0])
    assert 15 <= placed.sum() <= 100 * 80 // (20 * 12)  # never more than the frame holds
    assert not collisions(anchors[:1], places[placed], (20.0, 12.0))


def test_a_point_outside_the_frame_has_its_label_inside() -> None:
    places = place_labels(np.array([[-500.0, 60.0], [60.0, 900.0]]), SIZE, FRAME, MARKER)
    assert not np.isnan(places).any()
    assert not collisions([], places, SIZE)


def test_no_room_at_all() -> None:
    assert np.isnan(place_labels(np.array([[60.0, 60.0]]), (200.0, 3.0), FRAME)).all()
    assert place_labels(np.zeros((0, 2)), SIZE, FRAME).shape == (0, 2)
