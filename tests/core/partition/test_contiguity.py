"""The neighbour graph: exact on clean borders, unmoved by slivers, ready for islands."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from partition_oracle import grid, grid_pairs
from shapely.geometry import Polygon, box

from village_planner.core.partition.contiguity import find_neighbours, metric


def pairs_of(shapes: list[Polygon], snap: float = 1.0) -> set[tuple[int, int]]:
    return {(int(i), int(j)) for i, j in find_neighbours(np.array(shapes, dtype=object), snap).pairs}


def segment_neighbours(shapes: np.ndarray) -> dict[tuple[int, int], float]:
    """Rook neighbours by identical border segments: another way, for clean data."""
    owners = defaultdict(set)
    for unit, shape in enumerate(shapes):
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            points = [tuple(p) for p in shapely.get_coordinates(ring)]
            for a, b in zip(points, points[1:]):
                owners[tuple(sorted((a, b)))].add(unit)
    found: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b), units in owners.items():
        if len(units) == 2:
            found[tuple(sorted(units))] += float(np.hypot(a[0] - b[0], a[1] - b[1]))  # type: ignore[index]
    return found


def test_a_grid_has_its_rook_neighbours_and_border_lengths() -> None:
    graph = find_neighbours(grid(5, 4).geometry.to_numpy(), 1.0)
    assert [tuple(p) for p in graph.pairs.tolist()] == grid_pairs(5, 4)
    assert np.allclose(graph.border, 1000)
    assert len(graph.islands()) == 0 and graph.components().max() == 0


@pytest.mark.parametrize("gap", [-0.9, -0.3, 0.3, 0.9])
def test_gaps_and_overlaps_up_to_snap_do_not_part_neighbours(gap: float) -> None:
    shapes = [box(0, 0, 100, 100), box(100 + gap, 0, 200, 100)]
    assert pairs_of(shapes) == {(0, 1)}
    border = find_neighbours(np.array(shapes, dtype=object), 1.0).border[0]
    assert 95 < border <= 101


def test_a_gap_wider_than_snap_parts_neighbours() -> None:
    shapes = [box(0, 0, 100, 100), box(101.2, 0, 200, 100)]
    assert pairs_of(shapes) == set()
    assert pairs_of(shapes, snap=1.5) == {(0, 1)}


def test_units_that_meet_in_a_point_are_no_neighbours_even_where_borders_are_rough() -> None:
    exact = [box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 100, 100, 200), box(100, 100, 200, 200)]
    rough = [box(0, 0, 99.8, 99.7), box(100, 0, 200, 100), box(0, 100, 100, 200), box(100.1, 100.1, 200, 200)]
    wanted = {(0, 1), (0, 2), (1, 3), (2, 3)}
    assert pairs_of(exact) == wanted
    assert pairs_of(rough) == wanted


def test_a_small_overlap_at_a_corner_does_not_make_neighbours() -> None:
    shapes = [box(0, 0, 100, 100), box(99.6, 99.6, 200, 200)]
    assert pairs_of(shapes) == set()


def test_a_thin_unit_keeps_its_neighbours_apart() -> None:
    """A real unit 0.8 m wide lies between two others: SNAP closes gaps, not units."""
    shapes = [box(0, 0, 100, 100), box(100, 0, 100.8, 100), box(100.8, 0, 200, 100)]
    assert pairs_of(shapes) == {(0, 1), (1, 2)}


def test_the_border_must_be_longer_than_one_metre() -> None:
    def touching(length: float) -> list[Polygon]:
        return [box(0, 0, 100, 100), box(100, 100 - length, 200, 200)]

    assert pairs_of(touching(0.9), 0) == set()
    assert pairs_of(touching(1.1), 0) == {(0, 1)}
    assert pairs_of(touching(1.1)) == {(0, 1)}


def test_an_island_is_reported_and_can_be_linked() -> None:
    graph = find_neighbours(np.array([box(0, 0, 9, 9), box(9, 0, 18, 9), box(500, 0, 509, 9)], dtype=object), 1.0)
    assert graph.islands().tolist() == [2]
    linked = graph.linked([(2, 1), (1, 2), (0, 1)])
    assert [tuple(p) for p in linked.pairs.tolist()] == [(0, 1), (1, 2)]
    assert linked.border.tolist() == [9.0, 0.0]
    assert len(set(linked.components().tolist())) == 1


def test_degrees_are_measured_in_metres() -> None:
    cells = grid(3, 1).to_crs(4490)
    graph = find_neighbours(metric(cells.geometry).to_numpy(), 1.0)
    assert len(graph.pairs) == 2
    assert np.allclose(graph.border, 1000, rtol=2e-3)


def test_invalid_outlines_are_repaired() -> None:
    bow = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    assert pairs_of([bow, box(10, 0, 20, 10)]) == {(0, 1)}


def test_us_cambridge_has_its_exact_rook_neighbours(shared_data: Path) -> None:
    cells = gpd.read_file(shared_data / "us_cambridge.gpkg", layer="village")
    exact = segment_neighbours(cells.geometry.to_numpy())
    assert len(exact) == 2171  # as published beside the data; two of them share less than a metre
    wanted = {pair for pair, length in exact.items() if length > 1}
    graph = find_neighbours(cells.geometry.to_numpy(), 1.0)
    assert {(int(i), int(j)) for i, j in graph.pairs} == wanted
    assert np.allclose(graph.border, [exact[int(i), int(j)] for i, j in graph.pairs], rtol=1e-6)


def test_ph_lanao_loses_no_exact_neighbour_to_slivers(shared_data: Path) -> None:
    villages = gpd.read_file(shared_data / "ph_lanao.gpkg", layer="village")
    exact = segment_neighbours(villages.geometry.to_numpy())
    graph = find_neighbours(villages.geometry.to_numpy(), 1.0)
    found = {(int(i), int(j)) for i, j in graph.pairs}
    assert {pair for pair, length in exact.items() if length > 1} <= found
    assert 1175 <= len(found) <= 1299  # more than the exact ones, fewer than with points
    assert graph.components().max() == 0


@pytest.mark.parametrize("seed", range(6))
def test_borders_drawn_twice_make_and_break_no_neighbour(seed: int) -> None:
    """Every unit has its own survey: each vertex, one every 25 m, lies up to 0.35 m off in both directions."""
    rng = np.random.default_rng(seed)
    cells = shapely.segmentize(grid(5, 4, 200.0).geometry.to_numpy(), 25.0)
    drawn = [Polygon(points + rng.uniform(-0.35, 0.35, points.shape)) for points in map(_ring, cells)]
    found = find_neighbours(np.array(drawn, dtype=object), 1.0)
    assert [tuple(p) for p in found.pairs.tolist()] == grid_pairs(5, 4)
    assert (abs(found.border - 200) < 10).all()
    assert len(pairs_of(drawn, snap=0.0)) < len(grid_pairs(5, 4)), "without SNAP such borders do not fit"


def _ring(cell: Polygon) -> np.ndarray:
    return shapely.get_coordinates(shapely.get_exterior_ring(cell))[:-1]


def test_a_hole_where_three_units_meet_joins_only_those_that_share_a_border() -> None:
    """A triangular gap of 0.8 m at the meeting point of four units."""
    corner = Polygon([(99.6, 100), (100, 100.8), (100.4, 100), (100, 99.2)])
    cells = [box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 100, 100, 200), box(100, 100, 200, 200)]
    assert pairs_of([cell.difference(corner) for cell in cells]) == {(0, 1), (0, 2), (1, 3), (2, 3)}


def test_ph_lanao_has_the_neighbours_that_widened_units_have(shared_data: Path) -> None:
    """Another way: units widened by 1 m overlap in a strip of twice that width along a common border."""
    shapes = gpd.read_file(shared_data / "ph_lanao.gpkg", layer="village").geometry.to_numpy()
    graph = find_neighbours(shapes, 1.0)
    found = {(int(i), int(j)) for i, j in graph.pairs}
    wide = shapely.buffer(shapes, 1.0)
    pairs = shapely.STRtree(wide).query(wide, predicate="intersects").T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    length = shapely.area(shapely.intersection(wide[pairs[:, 0]], wide[pairs[:, 1]])) / 2
    widened = {(int(i), int(j)) for (i, j), size in zip(pairs, length) if size > 5}
    assert len(found) > 1175 and found <= widened
    # Left over: units that meet in a point at a narrow angle.
    for i, j in widened - found:
        assert shapely.intersection(shapes[i], shapes[j]).geom_type == "Point"
