"""Road graph and travel times on networks small enough to be worked out by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from village_planner.core.errors import Cancelled, InputError
from village_planner.core.network.graph import RoadNetwork
from village_planner.core.network.travel import nearest_minutes, travel_minutes
from village_planner.core.task import Task

CRS = "EPSG:4523"
CORNER = np.array([35_500_000.0, 3_400_000.0])


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(np.array(points) + CORNER)


def network(*lines: object, speeds: object = 60.0, **options: object) -> RoadNetwork:
    return RoadNetwork.build(gpd.GeoSeries(list(lines), crs=CRS), speeds, **options)  # type: ignore[arg-type]


def at(*points: tuple[float, float]) -> np.ndarray:
    return np.array(points, dtype=float) + CORNER


def test_a_road_at_60_takes_a_minute_a_kilometre() -> None:
    roads = network(line((0, 0), (3000, 0)))
    assert travel_minutes(roads, at((0, 0), (500, 0)), at((3000, 0), (1000, 0), (500, 0))) == pytest.approx(
        np.array([[3, 1, 0.5], [2.5, 0.5, 0]])
    )


def test_points_walk_to_the_road_and_from_it() -> None:
    roads = network(line((0, 0), (3000, 0)), walking=6.0)
    # 100 m at 6 km/h take a minute; 2 km of road two; 200 m away from the road two
    assert travel_minutes(roads, at((500, 100)), at((2500, 200))) == pytest.approx(np.array([[5.0]]))


def test_neighbours_nearer_than_the_road_walk_straight() -> None:
    roads = network(line((0, 0), (3000, 0)), walking=6.0)
    origins, destinations = at((500, 400)), at((500, 500), (500, 400), (1500, 400))
    # the third is 1000 m away, farther than the 800 m to the road and from it: 4 + 1 + 4 by road
    assert travel_minutes(roads, origins, destinations) == pytest.approx(np.array([[1.0, 0.0, 9.0]]))
    assert nearest_minutes(roads, origins, destinations[:1]) == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("other", "options", "joined"),
    [
        (line((1000, 0), (1000, 1000)), {}, True),  # ends in the middle
        (line((1000.0, 0.8), (1000, 1000)), {}, True),  # ends within the snap
        (line((1000.0, 1.2), (1000, 1000)), {}, False),
        (line((1000.0, 1.2), (1000, 1000)), {"snap": 1.5}, True),
        (line((1000, 0.001), (1000, 1000)), {"snap": 0.0}, False),
        (line((1000, -500), (1000, 1000)), {}, False),  # a bridge
        (line((1000, -500), (1000, 1000)), {"crossings": True}, True),
        (line((1000, -500), (1000, 0), (1000, 1000)), {}, False),  # a vertex on a line that has none there
    ],
)
def test_where_roads_are_joined(other: shapely.LineString, options: dict[str, float], joined: bool) -> None:
    roads = network(line((0, 0), (3000, 0)), other, **options)
    minutes = travel_minutes(roads, at((0, 0)), at((1000, 1000)))[0, 0]
    assert minutes == pytest.approx(2.0, abs=0.002) if joined else minutes == np.inf
    assert len(set(roads.parts())) == (1 if joined else 2)


def test_a_shared_vertex_is_a_junction_whatever_the_options() -> None:
    roads = network(line((0, 0), (1000, 0), (3000, 0)), line((1000, -500), (1000, 0), (1000, 1000)))
    assert travel_minutes(roads, at((0, 0)), at((1000, 1000), (1000, -500))) == pytest.approx(np.array([[2.0, 1.5]]))
    assert roads.edges == 4


def test_of_two_ways_the_faster_is_taken() -> None:
    short, long = line((0, 0), (1000, 0)), line((0, 0), (500, 1000), (1000, 0))
    detour = 2 * np.hypot(0.5, 1.0)
    assert travel_minutes(network(short, long), at((0, 0)), at((1000, 0))) == pytest.approx(np.array([[1.0]]))
    roads = network(short, long, speeds=np.array([10.0, 60.0]))
    assert travel_minutes(roads, at((0, 0)), at((1000, 0))) == pytest.approx(np.array([[detour]]))


def test_one_way_roads() -> None:
    ring = (
        line((0, 0), (1000, 0)),
        line((1000, 0), (1000, 1000)),
        line((1000, 1000), (0, 1000)),
        line((0, 0), (0, 1000)),
    )
    roads = network(*ring, directions=np.array([1, 1, 1, -1]))
    places = at((0, 0), (1000, 0), (1000, 1000), (0, 1000))
    clockwise = np.array([[0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1], [1, 2, 3, 0]])
    assert travel_minutes(roads, places, places) == pytest.approx(clockwise)
    assert travel_minutes(roads, at((500, 0)), at((250, 0))) == pytest.approx(np.array([[3.75]]))
    assert nearest_minutes(roads, places, places[:1]) == pytest.approx(clockwise[:, 0])


def test_a_point_at_the_start_of_a_one_way_road_is_no_trap() -> None:
    roads = network(line((0, 0), (1000, 0)), line((-1000, 0), (0, 0)), directions=np.array([1, 0]))
    assert travel_minutes(roads, at((0, 0)), at((-1000, 0))) == pytest.approx(np.array([[1.0]]))


def test_what_is_not_connected_is_infinitely_far() -> None:
    roads = network(line((0, 0), (1000, 0)), line((0, 5000), (9000, 5000)))
    minutes = travel_minutes(roads, at((0, 0), (0, 5000)), at((1000, 0), (np.nan, 0)))
    assert minutes.tolist() == [[1.0, np.inf], [np.inf, np.inf]]
    assert nearest_minutes(roads, at((0, 0), (0, 5000), (np.nan, np.nan)), at((1000, 0))).tolist() == [
        1.0,
        np.inf,
        np.inf,
    ]
    assert roads.parts().tolist() == [1, 0]  # the longest part first


def test_nothing_to_reach() -> None:
    roads = network(line((0, 0), (1000, 0)))
    nothing = np.zeros((0, 2))
    assert nearest_minutes(roads, at((0, 0)), nothing).tolist() == [np.inf]
    assert travel_minutes(roads, at((0, 0)), nothing).shape == (1, 0)
    assert travel_minutes(roads, nothing, at((0, 0))).shape == (0, 1)


def test_what_is_no_road_is_said() -> None:
    point = shapely.Point(CORNER)
    roads = network(
        None, shapely.LineString(), line((0, 0), (0, 0)), point, shapely.MultiLineString([line((0, 0), (1000, 0))])
    )
    assert len(roads.lines) == 1
    assert "4 features hold no line with a length (first in row 1)" in str(roads.warnings[0])
    with pytest.raises(InputError, match="holds no line"):
        network(None, point)
    with pytest.raises(InputError, match="km/h is no speed"):
        network(line((0, 0), (1, 0)), speeds=0.0)
    with pytest.raises(InputError, match="no coordinate reference system"):
        RoadNetwork.build(gpd.GeoSeries([line((0, 0), (1, 0))]), 60.0)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:3857"])
def test_lengths_are_metres_on_the_ground(crs: str) -> None:
    plane = gpd.GeoSeries([line((0, 0), (3000, 0)), line((1000, 0), (1000, 2000))], crs=CRS)
    roads = RoadNetwork.build(plane.to_crs(crs), 60.0)
    points = gpd.GeoSeries(shapely.points(at((0, 0), (1000, 2000))), crs=CRS).to_crs(crs)
    xy = np.stack([points.x, points.y], axis=1)
    # on the meridian of the zone the plane is true to scale
    assert travel_minutes(roads, xy[:1], xy[1:])[0, 0] == pytest.approx(3.0, rel=1e-6)


def test_cancelling_stops_the_searches() -> None:
    roads = network(line((0, 0), (1000, 0)))
    with pytest.raises(Cancelled):
        travel_minutes(roads, at((0, 0)), at((1, 0)), Task(is_cancelled=lambda: True))
