"""Overlaps and gaps against brute force: every pair cut, everything joined."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely import affinity, box

from village_planner.core.quality.coverage import Coverage, duplicates, find_misfits, find_overlaps, find_pairs
from village_planner.core.quality.edges import take_apart

TOLERANCE = 1e-4
X, Y = 35_500_000.0, 3_000_000.0
LEAST = 0.01


def holes_of(polygons: NDArray) -> list[shapely.Polygon]:
    """Ground that a union encloses and does not hold: the gaps."""
    union = shapely.union_all(polygons)
    shells = [shapely.Polygon(part.exterior) for part in shapely.get_parts(union)]
    return [part for part in shapely.get_parts(shapely.union_all(shells).difference(union)) if part.area >= LEAST]


@np.errstate(invalid="ignore")
def overlaps_of(polygons: NDArray) -> dict[tuple[int, int], float]:
    found = {}
    for i, j in combinations(range(len(polygons)), 2):
        area = polygons[i].intersection(polygons[j]).area
        if area >= LEAST:
            found[(i, j)] = area
    return found


@st.composite
def tessellations(draw: Any) -> NDArray:
    """Voronoi cells, some of them moved, shrunk, dropped, doubled or with a vertex more."""
    count = draw(st.integers(2, 12))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(np.column_stack([X + rng.uniform(0, 500, count), Y + rng.uniform(0, 500, count)]))
    frame = box(X - 20, Y - 20, X + 520, Y + 520)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=frame))
    cells = [cell.intersection(frame) for cell in cells]
    made: list[Any] = []
    for cell in cells:
        fault = draw(st.sampled_from(["none", "none", "none", "moved", "shrunk", "dropped", "doubled", "split"]))
        if fault == "moved":
            cell = affinity.translate(cell, float(rng.uniform(-15, 15)), float(rng.uniform(-15, 15)))
        elif fault == "shrunk":
            cell = affinity.scale(cell, 0.8, 0.8)
        elif fault == "split":
            cell = shapely.segmentize(cell, 40.0)
        elif fault == "dropped":
            continue
        made.append(cell)
        if fault == "doubled":
            made.append(shapely.reverse(cell))
    return np.array(made or [frame], dtype=object)


@given(tessellations())
@settings(max_examples=25)
def test_random_tessellations(polygons: NDArray) -> None:
    compare(polygons)


@pytest.mark.fuzz
@given(tessellations())
@settings(max_examples=3000)
def test_many_random_tessellations(polygons: NDArray) -> None:
    compare(polygons)


@np.errstate(invalid="ignore")  # GEOS leaves floating-point flags that numpy would report
def compare(polygons: NDArray) -> None:
    layer = Coverage(polygons, TOLERANCE)
    overlaps, gaps = find_overlaps(layer, LEAST)
    for found in (overlaps, find_pairs(layer, LEAST)):
        pairs = zip(found.first.tolist(), found.second.tolist(), shapely.area(found.geometry))
        assert {(i, j): pytest.approx(area, rel=1e-6, abs=1e-4) for i, j, area in pairs} == overlaps_of(polygons)
    # Where two cells touch in a point the union's holes are cut there, or not: their ground is what counts.
    mine = shapely.union_all(gaps[shapely.area(gaps) >= LEAST]) if len(gaps) else shapely.Polygon()
    truth = shapely.union_all(holes_of(polygons))
    assert mine.symmetric_difference(truth).area < 2 * LEAST + 1e-4 * (mine.length + truth.length)


@given(tessellations(), tessellations())
@settings(max_examples=25)
def test_what_one_layer_leaves_out_of_another(layer: NDArray, frame: NDArray) -> None:
    missing, outside = find_misfits(Coverage(layer, TOLERANCE), Coverage(frame, TOLERANCE))
    mine, theirs = shapely.union_all(layer), shapely.union_all(frame)
    assert shapely.area(missing).sum() == pytest.approx(theirs.difference(mine).area, rel=1e-6, abs=0.2)
    assert shapely.area(outside).sum() == pytest.approx(mine.difference(theirs).area, rel=1e-6, abs=0.2)


def test_clean_neighbours_leave_only_the_rim() -> None:
    cells = np.array([box(X + i, Y + j, X + i + 1, Y + j + 1) for i in range(8) for j in range(8)])
    taken = take_apart(cells, TOLERANCE)
    assert len(taken.unmatched) == 4 * 8
    backwards = np.where(np.arange(64) % 3 == 0, shapely.reverse(cells), cells)
    assert len(take_apart(backwards, TOLERANCE).unmatched) == 4 * 8


def test_a_vertex_that_only_one_neighbour_has_is_no_fault() -> None:
    west = shapely.Polygon([(X, Y), (X + 10, Y), (X + 10, Y + 3.3), (X + 10, Y + 10), (X, Y + 10)])
    overlaps, gaps = find_overlaps(Coverage(np.array([west, box(X + 10, Y, X + 20, Y + 10)]), TOLERANCE), LEAST)
    assert len(overlaps.first) == len(gaps) == 0


@pytest.mark.parametrize(("shift", "found"), [(5e-5, 0), (5e-3, 1), (-5e-5, 0), (-5e-3, 0)])
def test_what_is_thinner_than_the_tolerance_is_nothing(shift: float, found: int) -> None:
    pair = np.array([box(X, Y, X + 10, Y + 10), box(X + 10 - shift, Y, X + 20, Y + 10)])
    overlaps, _ = find_overlaps(Coverage(pair, TOLERANCE), 0.001)
    assert len(overlaps.first) == found
    ring = np.array(
        [
            box(X, Y, X + 30, Y + 10),
            box(X, Y + 20, X + 30, Y + 30),
            box(X, Y + 10, X + 10, Y + 20),
            box(X + 10 - shift, Y + 10, X + 30, Y + 20),
        ]
    )
    _, gaps = find_overlaps(Coverage(ring, TOLERANCE), 0.001)
    assert len(gaps[shapely.area(gaps) >= 0.001]) == (1 if shift == -5e-3 else 0)


def test_layers_on_top_of_each_other_overlap_cell_by_cell() -> None:
    cells = [box(X + 10 * i, Y + 10 * j, X + 10 * i + 10, Y + 10 * j + 10) for i in range(4) for j in range(4)]
    wide = [box(X + 20 * i, Y + 20 * j, X + 20 * i + 20, Y + 20 * j + 20) for i in range(2) for j in range(2)]
    both = np.array(cells + wide)
    overlaps, gaps = find_overlaps(Coverage(both, TOLERANCE), LEAST)
    pairs = set(zip(overlaps.first.tolist(), overlaps.second.tolist()))
    assert pairs == set(overlaps_of(both)) and len(pairs) == 16 and len(gaps) == 0


def test_the_same_outline_is_found_wherever_its_ring_begins() -> None:
    ring = np.array([(X, Y), (X + 9, Y), (X + 9, Y + 4), (X + 3, Y + 8), (X, Y + 5)])
    same = [shapely.Polygon(ring), shapely.Polygon(np.roll(ring, 2, axis=0)), shapely.Polygon(ring[::-1])]
    other = shapely.Polygon(np.vstack([ring, (X - 1, Y + 2)]))
    groups = duplicates(Coverage(np.array([same[0], other, same[1], None, same[2]], dtype=object), TOLERANCE))
    assert [group.tolist() for group in groups] == [[0, 2, 4]]


def test_repeated_points_are_counted() -> None:
    ring = [(X, Y), (X, Y), (X + 9, Y), (X + 9 + 5e-5, Y), (X + 9, Y + 4), (X, Y + 4)]
    assert take_apart(np.array([shapely.Polygon(ring), box(X, Y + 4, X + 9, Y + 8)]), TOLERANCE).repeated.tolist() == [
        2,
        0,
    ]
