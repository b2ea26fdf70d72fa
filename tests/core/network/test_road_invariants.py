"""What holds of travel times on any network, and agreement with shortest paths found by plain relaxation."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from village_planner.core.network.graph import RoadNetwork
from village_planner.core.network.travel import nearest_minutes, travel_minutes

CORNER = np.array([35_500_000.0, 3_400_000.0])
PLACES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=7, unique=True)
PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=9)


def roads_between(places: np.ndarray, pairs: list[tuple[int, int]]) -> list[shapely.LineString]:
    pairs = [(a % len(places), b % len(places)) for a, b in pairs]
    return [shapely.LineString(places[[a, b]]) for a, b in pairs if a != b]


def build(lines: list[shapely.LineString]) -> RoadNetwork:
    return RoadNetwork.build(gpd.GeoSeries(lines, crs="EPSG:4523"), 30.0)


@given(PLACES, PAIRS, st.tuples(st.integers(0, 6), st.integers(0, 6)))
@settings(max_examples=60, deadline=None)
def test_symmetric_triangle_and_another_road_never_lengthens(
    spots: list[tuple[int, int]], pairs: list[tuple[int, int]], another: tuple[int, int]
) -> None:
    places = np.array(spots, dtype=float) * 250 + CORNER
    lines = roads_between(places, pairs)
    if not lines:
        return
    # Only places on a road: elsewhere a new road may become the nearest one and lead astray.
    ends = np.unique(shapely.get_coordinates(lines), axis=0)
    minutes = travel_minutes(build(lines), ends, ends)
    assert np.allclose(minutes, minutes.T, rtol=0, atol=1e-9)
    assert (np.diag(minutes) == 0).all()
    through = (minutes[:, :, None] + minutes[None, :, :]).min(axis=1)
    assert (minutes <= through + 1e-9).all()
    straight = np.hypot(*(ends[:, None] - ends[None]).transpose(2, 0, 1)) / 500
    assert (minutes >= straight - 1e-6 - 2 / 500).all()  # a snap at either end may save a metre
    more = travel_minutes(build(lines + roads_between(places, [another])), ends, ends)
    assert (more <= minutes + 1e-9).all()
    assert np.allclose(nearest_minutes(build(lines), ends, ends[:2]), minutes[:, :2].min(axis=1), atol=1e-9)


def relaxed(count: int, roads: list[tuple[int, int, float, int]]) -> np.ndarray:
    """Minutes between nodes by relaxing every road until nothing changes. roads: from, to, minutes, direction"""
    minutes = np.full((count, count), np.inf)
    np.fill_diagonal(minutes, 0.0)
    while True:
        before = minutes.copy()
        for a, b, time, way in roads:
            if way >= 0:
                minutes[:, b] = np.minimum(minutes[:, b], minutes[:, a] + time)
            if way <= 0:
                minutes[:, a] = np.minimum(minutes[:, a], minutes[:, b] + time)
        if np.array_equal(before, minutes):
            return minutes


@pytest.mark.parametrize("seed", range(5))
def test_random_networks_against_plain_relaxation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = rng.uniform(0, 20_000, (30, 2)) + CORNER
    pairs = np.array([rng.choice(30, 2, replace=False) for _ in range(60)])
    speeds, ways = rng.choice([20.0, 40.0, 60.0], 60), rng.choice([0, 0, 1, -1], 60)
    lines = gpd.GeoSeries(shapely.linestrings(nodes[pairs]), crs="EPSG:4523")
    # lines in general position: no end comes near another line, and crossings are not joined
    network = RoadNetwork.build(lines, speeds, ways, snap=0.001)
    used = np.unique(pairs)
    km = np.hypot(*(nodes[pairs[:, 0]] - nodes[pairs[:, 1]]).T) / 1000
    roads = [(a, b, 60 * d / v, w) for (a, b), d, v, w in zip(pairs.tolist(), km, speeds, ways)]
    expected = relaxed(30, roads)[np.ix_(used, used)]
    found = travel_minutes(network, nodes[used], nodes[used])
    assert np.array_equal(np.isinf(found), np.isinf(expected))
    assert np.allclose(found[np.isfinite(found)], expected[np.isfinite(found)], rtol=1e-9)
    few = travel_minutes(network, nodes[used[:4]], nodes[used])  # searched from the other side
    assert np.allclose(np.nan_to_num(few, posinf=-1), np.nan_to_num(expected[:4], posinf=-1), rtol=1e-9)
