"""Minutes of travel over a road network. The shortest paths are scipy's (Dijkstra)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from ..task import SILENT, Task
from .graph import Access, RoadNetwork

CHUNK = 16  # searches between two looks at the cancel button


def travel_minutes(network: RoadNetwork, origins: NDArray, destinations: NDArray, task: Task = SILENT) -> NDArray:
    """(n, m) minutes from each origin to each destination, inf where no way leads.

    origins, destinations  (n, 2), (m, 2) in the CRS of the network's lines; a row that is not finite reaches nothing

    A point walks to the nearest point of the nearest line, at the network's walking speed, and from the road again;
    two points no farther apart than these two walks together are walked straight.
    """
    start, end = network.access(origins), network.access(destinations)
    graph, node = network.graph(_both(start, end))
    begin, goal = node[: len(start.line)], node[len(start.line) :]
    turned = len(goal) < len(begin)  # as few searches as possible
    sources, targets = (goal, begin) if turned else (begin, goal)
    ways = graph.T.tocsr() if turned else graph
    minutes = np.full((len(sources), len(targets)), np.inf)
    for first in range(0, len(sources), CHUNK):
        task.report(first / len(sources))
        rows = slice(first, first + CHUNK)
        minutes[rows] = dijkstra(ways, indices=sources[rows])[:, targets]
    by_road = (minutes.T if turned else minutes) + start.walk[:, None] + end.walk[None, :]
    task.report(1.0)
    return _walked(network, start, end, by_road)


def nearest_minutes(network: RoadNetwork, origins: NDArray, destinations: NDArray) -> NDArray:
    """(n,) minutes from each origin to the destination that is reached first: the least of each row of
    `travel_minutes`, by one search from all destinations at once. inf where none is reached, or there are none."""
    start, end = network.access(origins), network.access(destinations)
    graph, node = network.graph(_both(start, end))
    begin, goal = node[: len(start.line)], node[len(start.line) :]
    minutes = minutes_to_first(graph, goal, end.walk)[begin] + start.walk
    a, _, metres = _close_pairs(network, start, end)
    np.minimum.at(minutes, a, metres * 0.06 / network.walking)
    return minutes


def minutes_to_first(graph: csr_matrix, places: NDArray, walk: NDArray) -> NDArray:
    """(nodes,) minutes from each node of a graph to the place that is reached first, its walk included.

    places  (m,) nodes     walk  (m,) minutes from the road to each; inf where it joins none
    """
    reached = np.isfinite(walk)
    hub = graph.shape[0]  # a node behind all places, as far from each as its walk
    joined = graph.T.tocoo()
    ways = csr_matrix(
        coo_matrix(
            (
                np.concatenate([joined.data, walk[reached]]),
                (
                    np.concatenate([joined.row, np.full(reached.sum(), hub)]),
                    np.concatenate([joined.col, places[reached]]),
                ),
            ),
            shape=(hub + 1, hub + 1),
        )
    )
    minutes: NDArray = dijkstra(ways, indices=hub)[:hub]
    return minutes


def _both(start: Access, end: Access) -> Access:
    return Access(
        np.concatenate([start.line, end.line]),
        np.concatenate([start.place, end.place]),
        np.concatenate([start.walk, end.walk]),
        np.concatenate([start.xy, end.xy]),
    )


def _walked(network: RoadNetwork, start: Access, end: Access, minutes: NDArray) -> NDArray:
    a, b, metres = _close_pairs(network, start, end)
    np.minimum.at(minutes, (a, b), metres * 0.06 / network.walking)
    return minutes


def _close_pairs(network: RoadNetwork, start: Access, end: Access) -> tuple[NDArray, NDArray, NDArray]:
    """Pairs of an origin and a destination no farther apart than their walks to the road: rows, rows, m."""
    a, b = np.flatnonzero(np.isfinite(start.walk)), np.flatnonzero(np.isfinite(end.walk))
    nothing = np.zeros(0, int)
    if not len(a) or not len(b):
        return nothing, nothing, np.zeros(0)
    to_metres = network.walking / 0.06
    reach = (start.walk[a] + end.walk[b].max()) * to_metres
    near = cKDTree(end.xy[b]).query_ball_point(start.xy[a], reach)
    rows = np.repeat(a, [len(found) for found in near])
    columns = b[np.concatenate([np.asarray(found, dtype=int) for found in near])]
    metres = np.hypot(*(start.xy[rows] - end.xy[columns]).T)
    close = metres <= (start.walk[rows] + end.walk[columns]) * to_metres
    return rows[close], columns[close], metres[close]
