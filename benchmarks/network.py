"""Travel times over a road network beside QGIS's own network analysis: time, and whether the minutes are the same.

    python -m benchmarks.network [NODES ALONG A SIDE]      101 by default: 20,200 edges

462 villages to three kinds of destination: the county seat (1), stations (2), the seats of 33 townships (each). Both
read the roads from a GeoPackage. Roads meet at common vertices, which is all that QGIS joins.
"""

from __future__ import annotations

import sys

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from .county import FOLDER
from .measure import measure, show

CORNER = np.array([35_480_000.0, 3_400_000.0])
SPEEDS = np.array([25.0, 40.0, 50.0, 60.0])
DESTINATIONS = {"county seat": 1, "stations": 2, "township seats": 33}
VILLAGES = 462


def grid_of_roads(side: int, seed: int = 1) -> gpd.GeoDataFrame:
    """side x side nodes about 500 m apart, joined to their neighbours by bent lines; speed in km/h."""
    rng = np.random.default_rng(seed)
    nodes = np.stack(np.meshgrid(np.arange(side) * 500.0, np.arange(side) * 500.0), axis=-1)
    nodes += rng.normal(0, 80, nodes.shape) + CORNER
    ends = np.concatenate(
        [
            np.stack([nodes[:, :-1], nodes[:, 1:]], axis=2).reshape(-1, 2, 2),
            np.stack([nodes[:-1], nodes[1:]], axis=2).reshape(-1, 2, 2),
        ]
    )
    middle = ends.mean(axis=1) + rng.normal(0, 15, (len(ends), 2))
    lines = shapely.linestrings(np.stack([ends[:, 0], middle, ends[:, 1]], axis=1))
    return gpd.GeoDataFrame({"speed": rng.choice(SPEEDS, len(lines))}, geometry=lines, crs="EPSG:4523")


def points_on(roads: gpd.GeoDataFrame, count: int, seed: int) -> NDArray:
    """(count, 2) on the roads, so that the way to the road plays no part."""
    rng = np.random.default_rng(seed)
    lines = roads.geometry.to_numpy()[rng.choice(len(roads), count, replace=False)]
    where = shapely.line_interpolate_point(lines, rng.uniform(0.1, 0.9, count), normalized=True)
    return shapely.get_coordinates(where)


def ours(path: str, villages: NDArray, destinations: dict[str, NDArray]) -> dict[str, NDArray]:
    """Minutes (villages, destinations) by kind."""
    from village_planner.core.network.graph import RoadNetwork
    from village_planner.core.network.travel import travel_minutes

    roads = gpd.read_file(path, engine="pyogrio")
    network = RoadNetwork.build(roads.geometry, roads["speed"].to_numpy())
    return {kind: travel_minutes(network, villages, points) for kind, points in destinations.items()}


def of_qgis(path: str, villages: NDArray, destinations: dict[str, NDArray]) -> dict[str, NDArray]:
    """The same by QgsGraphAnalyzer, one search from each destination."""
    from qgis.analysis import QgsGraphAnalyzer, QgsGraphBuilder, QgsNetworkSpeedStrategy, QgsVectorLayerDirector
    from qgis.core import QgsPointXY, QgsVectorLayer

    layer = QgsVectorLayer(path, "roads", "ogr")
    director = QgsVectorLayerDirector(layer, -1, "", "", "", QgsVectorLayerDirector.DirectionBoth)
    director.addStrategy(QgsNetworkSpeedStrategy(layer.fields().lookupField("speed"), 30.0, 1000 / 3600))
    builder = QgsGraphBuilder(layer.crs(), False, 0.0, "NONE")
    points = np.concatenate([villages, *destinations.values()])
    tied = director.makeGraph(builder, [QgsPointXY(x, y) for x, y in points.tolist()])
    graph = builder.graph()
    node = [graph.findVertex(point) for point in tied]
    minutes: dict[str, NDArray] = {}
    first = len(villages)
    for kind, places in destinations.items():
        costs = []
        for start in node[first : first + len(places)]:
            cost = QgsGraphAnalyzer.dijkstra(graph, start, 0)[1]
            costs.append([cost[end] / 60 for end in node[: len(villages)]])
        minutes[kind] = np.array(costs).T
        first += len(places)
    return minutes


def deviation(first: dict[str, NDArray], second: dict[str, NDArray]) -> float:
    """The greatest difference, minutes."""
    return max(float(np.abs(first[kind] - second[kind]).max()) for kind in first)


def run(side: int = 101) -> None:
    roads = grid_of_roads(side)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"roads_{side}.gpkg"
    path.unlink(missing_ok=True)
    roads.to_file(path, engine="pyogrio")
    villages = points_on(roads, VILLAGES, 2)
    destinations = {kind: points_on(roads, count, 3 + i) for i, (kind, count) in enumerate(DESTINATIONS.items())}
    print(f"travel times: {len(roads)} road edges, {VILLAGES} villages to three kinds of destination, reading included")
    mine = measure(lambda: ours(str(path), villages, destinations))
    show("scipy's Dijkstra, ours", mine)
    peer = measure(lambda: of_qgis(str(path), villages, destinations))
    show("QgsGraphAnalyzer", peer, mine.wall)
    apart = deviation(mine.value, peer.value)
    longest = max(float(minutes.max()) for minutes in mine.value.values())
    print(f"  greatest difference {apart:.2e} min, the longest way {longest:.1f} min")


if __name__ == "__main__":
    sys.path.insert(0, "build/plugins")
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    run(*map(int, sys.argv[1:2]))
    application.exitQgis()
