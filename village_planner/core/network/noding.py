"""Where lines meet: the points of road lines that are one place of the network.

A *stop* is a place on a line that a way may begin, end or turn at: both ends of the line, and where other lines meet
it. Stops of different lines that are one place share a node.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ..task import SILENT, Task

SAME_PLACE = 1e-6  # m; places of a line nearer than this are one
CHUNK = 20_000  # lines or points at a time, between two looks at the cancel button


@dataclass(frozen=True)
class Stops:
    """Sorted by line, then place on it; nodes are numbered from 0.

    line  (s,) which line       place  (s,) m from the line's start in the plane       node  (s,)
    """

    line: NDArray
    place: NDArray
    node: NDArray

    @property
    def nodes(self) -> int:
        return int(self.node.max()) + 1 if len(self.node) else 0


def find_stops(lines: NDArray, snap: float, crossings: bool, task: Task = SILENT) -> Stops:
    """The stops of lines (n,) of linestrings without empty ones, in a plane in metres.

    Ends within `snap` of each other are one node, as is an end within `snap` of another line's middle, and as are
    vertices of several lines in the same spot. With `crossings` lines that only cross are joined there, too.
    """
    count = len(lines)
    if count == 0:
        return Stops(np.zeros(0, int), np.zeros(0), np.zeros(0, int))
    length = shapely.length(lines)
    ends = np.stack([_end(lines, 0), _end(lines, -1)], axis=1).reshape(-1, 2)
    line = [np.repeat(np.arange(count), 2)]
    place = [np.stack([np.zeros(count), length], axis=1).ravel()]
    same = [cKDTree(ends).query_pairs(snap, output_type="ndarray")]
    number = 2 * count

    def add(of: NDArray, at: NDArray, partner: NDArray) -> None:
        """Further stops, each the same node as stop `partner`; -1: as itself."""
        nonlocal number
        own = np.arange(number, number + len(of))
        line.append(of)
        place.append(at)
        same.append(np.stack([own, np.where(partner < 0, own, partner)], axis=1))
        number += len(of)

    task.report(0.2)
    of, at, spot = _shared_vertices(lines)
    first = np.unique(spot, return_index=True)[1]
    add(of, at, number + first[spot])
    task.report(0.4)
    add(*_touching_ends(lines, ends, length, snap, task.part(0.4, 0.8)))
    if crossings:
        of, at, spot = _crossings(lines, task.part(0.8, 1.0))
        add(of, at, number + 2 * (spot // 2))
    all_lines, all_places = np.concatenate(line), np.concatenate(place)
    order = np.lexsort((all_places, all_lines))
    all_lines, all_places = all_lines[order], all_places[order]
    again = (all_lines[1:] == all_lines[:-1]) & (np.diff(all_places) <= SAME_PLACE)
    same.append(np.stack([order[:-1], order[1:]], axis=1)[again])
    pairs = np.concatenate(same)
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(number, number))
    node = connected_components(graph, directed=False)[1][order]
    once = np.concatenate([[True], ~again])
    task.report(1.0)
    return Stops(all_lines[once], all_places[once], node[once])


def _end(lines: NDArray, which: int) -> NDArray:
    return shapely.get_coordinates(shapely.get_point(lines, which))


def _shared_vertices(lines: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Vertices that lie exactly on another: line, place on it, and number of the spot, from 0."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    step = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    step[np.flatnonzero(np.diff(owner, prepend=-1))] = 0.0
    along = np.cumsum(step)
    start = np.flatnonzero(np.diff(owner, prepend=-1))
    along -= along[start][owner]
    _, spot, times = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True, return_counts=True)
    shared = times[spot] > 1
    return owner[shared], along[shared], np.unique(spot[shared], return_inverse=True)[1]


def _touching_ends(
    lines: NDArray, ends: NDArray, length: NDArray, snap: float, task: Task
) -> tuple[NDArray, NDArray, NDArray]:
    """Places in the middle of lines that another line's end touches: line, place on it, stop of the end."""
    tree = shapely.STRtree(lines)
    found: list[tuple[NDArray, NDArray, NDArray]] = []
    for start in range(0, len(ends), CHUNK):
        task.report(start / len(ends))
        x, y = ends[start : start + CHUNK].T
        # A box and a distance rather than the predicate dwithin, which older GEOS lack.
        end, line = tree.query(shapely.box(x - snap, y - snap, x + snap, y + snap))
        end = end + start
        other = line != end // 2
        end, line = end[other], line[other]
        point = shapely.points(ends[end])
        near = shapely.distance(lines[line], point) <= snap
        end, line, point = end[near], line[near], point[near]
        at = shapely.line_locate_point(lines[line], point)
        middle = (at > 0) & (at < length[line])
        found.append((line[middle], at[middle], end[middle]))
    line, at, end = (np.concatenate(part) for part in zip(*found))
    return line, at, end


def _crossings(lines: NDArray, task: Task) -> tuple[NDArray, NDArray, NDArray]:
    """Places where two lines cross or run together, each twice (once on either line): line, place, number of the place
    with those of one pair beside each other."""
    tree = shapely.STRtree(lines)
    pieces = []
    for start in range(0, len(lines), CHUNK):
        task.report(start / len(lines))
        a, b = tree.query(lines[start : start + CHUNK], predicate="intersects")
        a = a + start
        pieces.append(np.stack([a, b])[:, a < b])
    a, b = np.concatenate(pieces, axis=1)
    points, pair = shapely.get_coordinates(shapely.intersection(lines[a], lines[b]), return_index=True)
    owner = np.stack([a[pair], b[pair]], axis=1).ravel()
    at = shapely.line_locate_point(lines[owner], np.repeat(shapely.points(points), 2))
    return owner, at, np.arange(len(owner))
