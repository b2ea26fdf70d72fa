"""Isochrones against travel times asked for point by point."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from village_planner.core.network.graph import BOTH_WAYS, FORWARD, RoadNetwork
from village_planner.core.network.reach import BANDS, reached_area, reached_lines
from village_planner.core.network.travel import nearest_minutes

CORNER = np.array([35_500_000.0, 3_400_000.0])
EAST = CORNER + np.array([10_000, 0])
BESIDE = 400.0  # m


def random_network(seed: int) -> tuple[RoadNetwork, np.ndarray]:
    rng = np.random.default_rng(seed)
    nodes = rng.uniform(0, 12_000, (18, 2)) + CORNER
    lines = [shapely.LineString(nodes[rng.choice(18, 2, replace=False)]) for _ in range(24)]
    ways = rng.choice([BOTH_WAYS, FORWARD], len(lines), p=[0.8, 0.2])
    network = RoadNetwork.build(
        gpd.GeoSeries(lines, crs="EPSG:4523"), rng.uniform(15, 60, len(lines)), ways, crossings=True
    )
    return network, nodes[:3] + rng.uniform(-150, 150, (3, 2))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("minutes", [6.0, 15.0])
def test_what_is_reached_in_time_and_only_that_lies_in_the_area(seed: int, minutes: float) -> None:
    network, places = random_network(seed)
    area = reached_area(network, places, minutes, BESIDE)
    rng = np.random.default_rng(seed + 100)
    points = rng.uniform(-500, 12_500, (400, 2)) + CORNER
    walk = network.walking / 0.06  # m per minute
    # on the roads, every 40 m, the minutes that are left there
    along = shapely.get_coordinates(shapely.segmentize(network.lines, 40))
    left = minutes - nearest_minutes(network, along, places)
    metres = np.hypot(*(points[:, None] - along[None]).transpose(2, 0, 1))
    far = np.minimum(BESIDE, left * walk)
    near_a_place = np.hypot(*(points[:, None] - places[None]).transpose(2, 0, 1)).min(axis=1)
    reachable = ((metres <= far + 25) & (left > 0)).any(axis=1) | (near_a_place <= BESIDE)
    surely = ((metres <= far - BESIDE / BANDS - 25) & (left > 0)).any(axis=1)
    inside = shapely.contains_xy(area, *points.T)
    assert surely.any() and not reachable.all()
    assert (inside <= reachable).all(), "ground that is farther"
    assert (surely <= inside).all(), "ground that is missed"


def test_a_straight_road_is_reached_as_far_as_time_allows() -> None:
    """30 km/h are 500 m a minute, 5 km/h on foot 83.3; the place lies 250 m beside the road, 3 minutes."""
    road = gpd.GeoSeries([shapely.LineString([CORNER, EAST])], crs="EPSG:4523")
    network = RoadNetwork.build(road, 30.0)
    place = np.array([[4_000.0, 250.0]]) + CORNER
    _, lines = reached_lines(network, place, 5.0)
    assert shapely.length(lines).sum() == pytest.approx(2 * 2 * 500, abs=1e-6)
    assert lines[0].bounds[0] == pytest.approx(CORNER[0] + 3_000)
    assert len(reached_lines(network, place, 2.9)[1]) == 0
    area = reached_area(network, place, 2.9, 200.0)  # the place itself, on foot
    assert area.area == pytest.approx(np.pi * 200**2, rel=0.03)


def test_a_one_way_road_leads_only_to_its_end() -> None:
    road = gpd.GeoSeries([shapely.LineString([CORNER, EAST])], crs="EPSG:4523")
    network = RoadNetwork.build(road, 30.0, np.array([FORWARD]))
    _, lines = reached_lines(network, np.array([[4_000.0, 0.0]]) + CORNER, 5.0)
    assert shapely.length(lines).sum() == pytest.approx(2_500)
    assert lines[0].bounds[2] == pytest.approx(CORNER[0] + 4_000)


def test_more_time_reaches_more_and_no_place_nothing() -> None:
    network, places = random_network(1)
    areas = [reached_area(network, places, minutes, BESIDE) for minutes in (3.0, 8.0, 20.0)]
    assert shapely.area(shapely.difference(areas[:-1], areas[1:])).max() < 1.0
    assert areas[0].area < areas[1].area < areas[2].area
    assert reached_area(network, np.zeros((0, 2)), 10.0, BESIDE).is_empty
