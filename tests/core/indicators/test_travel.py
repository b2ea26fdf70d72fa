"""Travel between units: straight, by a table, over a small road network; and where units are reached."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from village_planner.core.errors import InputError
from village_planner.core.indicators.travel import NetworkTravel, StraightTravel, centroids, travel_table, unit_points
from village_planner.core.network.graph import RoadNetwork

ROW = gpd.GeoSeries([shapely.box(i * 10_000, 0, i * 10_000 + 10_000, 10_000) for i in range(6)], crs="EPSG:4523")
FIELDS = {"from": "a", "to": "b", "minutes": "min"}


def straight(geometry: gpd.GeoSeries, origins: list[int]) -> np.ndarray:
    return StraightTravel(geometry).between(np.array(origins), np.arange(len(geometry)))


def test_straight_distances_in_metres_feet_and_degrees() -> None:
    assert straight(ROW, [0, 2])[1].tolist() == [20, 10, 0, 10, 20, 30]
    feet = gpd.GeoSeries(gpd.points_from_xy([0, 1_000_000], [0, 0]), crs="EPSG:2263")
    assert straight(feet, [0])[0, 1] == pytest.approx(1_000_000 * 1200 / 3937 / 1000, rel=1e-3)  # a conic plane
    # a degree of latitude at 30-31° N on the ellipsoid of CGCS2000, meridian arc by Simpson's rule
    a, e2 = 6378137.0, 2 / 298.257222101 - 1 / 298.257222101**2
    latitude = np.radians(np.linspace(30, 31, 201))
    radius = a * (1 - e2) / (1 - e2 * np.sin(latitude) ** 2) ** 1.5
    simpson = np.r_[1, np.tile([4, 2], 100)[:-1], 1] @ radius * (latitude[1] - latitude[0]) / 3
    degrees = gpd.GeoSeries(gpd.points_from_xy([105, 105], [30, 31]), crs="EPSG:4490")
    assert straight(degrees, [0])[0, 1] * 1000 == pytest.approx(simpson, abs=1e-3)


def test_straight_distances_in_web_mercator_are_those_on_the_ellipsoid() -> None:
    # 0.1 degrees along the parallel of 31° N; Web Mercator itself says 11.13 km
    degrees = gpd.GeoSeries(gpd.points_from_xy([105.0, 105.1], [31, 31]), crs="EPSG:4490")
    a, e2 = 6378137.0, 2 / 298.257222101 - 1 / 298.257222101**2
    parallel = a * np.cos(np.radians(31)) / np.sqrt(1 - e2 * np.sin(np.radians(31)) ** 2) * np.radians(0.1) / 1000
    assert (
        straight(degrees.to_crs(3857), [0])[0, 1] == pytest.approx(parallel, rel=1e-5) == pytest.approx(9.55, abs=0.01)
    )
    lost = gpd.GeoSeries([*degrees.to_crs(3857), None], crs="EPSG:3857")
    assert np.isnan(straight(lost, [0])[0, 2])


def test_a_table_counts_both_ways_and_has_zeros_on_its_diagonal() -> None:
    table = pd.DataFrame({"a": ["A", "B", "X"], "b": ["B", "A", "A"], "min": ["5", 7, 1]})
    travel = travel_table(table, ["A", "B", "C"], "时间", FIELDS)
    inf = np.inf
    assert travel.between(np.arange(3), np.arange(3)).tolist() == [[0, 5, inf], [7, 0, inf], [inf, inf, 0]]
    one_way = travel_table(table.iloc[:1], ["A", "B"], "时间", FIELDS)
    assert one_way.between(np.array([1]), np.array([0])).tolist() == [[5]]


@pytest.mark.parametrize(
    ("rows", "code", "text"),
    [
        ([("A", "B", None)], "missing_value", "Layer 时间, field min: no travel time for A → B"),
        ([("A", "B", "far")], "not_a_number", "A → B = far"),
        ([("A", "B", -1)], "negative_value", "below 0 for A → B"),
        ([("A", "B", 1), ("A", "B", 2)], "duplicate_row", "A → B has more than one row"),
        ([("X", "Y", 1)], "unknown_unit", "no row is from one of the units to another"),
    ],
)
def test_faulty_tables(rows: list[tuple[str, str, object]], code: str, text: str) -> None:
    with pytest.raises(InputError, match=text) as caught:
        travel_table(pd.DataFrame(rows, columns=["a", "b", "min"]), ["A", "B"], "时间", FIELDS)
    assert caught.value.code == code


def test_over_a_road_of_60_kmh_a_kilometre_is_a_minute() -> None:
    roads = gpd.GeoSeries([shapely.LineString([(5000, 5000), (55_000, 5000)])], crs="EPSG:4523")
    travel = NetworkTravel(RoadNetwork.build(roads, 60.0), centroids(ROW))
    assert travel.between(np.array([0]), np.arange(6))[0] == pytest.approx([0, 10, 20, 30, 40, 50])


def test_units_are_reached_at_their_seat() -> None:
    units = gpd.GeoDataFrame({"code": list("ABCDEF")}, geometry=ROW.to_numpy(), crs=ROW.crs)
    facilities = gpd.GeoDataFrame(
        {"kind": ["乡政府", "镇政府", "学校", "镇政府"]},
        geometry=[shapely.Point(xy) for xy in ((1000, 1), (2000, 2), (11_000, 1), (21_000, 3))],
        crs=ROW.crs,
    )
    points, seated = unit_points(units, facilities, ("镇政府", "乡政府"))
    assert seated.tolist() == [True, False, True, False, False, False]
    assert points[0].tolist() == [2000, 2]  # the kind that is listed first
    assert points[1].tolist() == [15_000, 5000] and points[2].tolist() == [21_000, 3]


def test_without_a_seat_a_point_inside_the_unit_stands_for_it() -> None:
    crescent = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 0, 8, 8))  # its centroid lies outside
    units = gpd.GeoDataFrame({"code": ["A", "B", "C"]}, geometry=[crescent, None, shapely.Polygon()], crs=ROW.crs)
    points, seated = unit_points(units, None, ())
    assert crescent.contains(shapely.Point(points[0])) and np.isnan(points[1:]).all() and not seated.any()
