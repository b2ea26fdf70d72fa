"""The ground from which a place is reached within a time over the roads: isochrones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.ops import substring

from .graph import RoadNetwork
from .travel import minutes_to_first

BANDS = 4  # widths of the strip beside the roads
SAME = 1e-6  # m
FINENESS = 0.04  # of the strip's width: bends of roads smaller than this are not followed
QUARTER = 4  # segments of a quarter circle


def reached_area(network: RoadNetwork, places: NDArray, minutes: float, beside: float) -> Any:
    """The ground from which the first of the places is reached within `minutes`; empty where there is none.

    places  (m, 2) in the CRS of the network's lines, which the area is in, too
    beside  m: how far beside a road people live at most; nearer where the time left is spent walking to the road

    The strip's width goes in `BANDS` steps, each as wide as the time left allows everywhere in it, so that the area
    never holds ground that is farther, and misses at most a step.
    """
    access = network.access(places)
    metres_per_minute = network.walking / 0.06
    strips: list[NDArray] = []
    done = np.zeros(len(network.lines), dtype=bool)  # lines that lie in a wider strip from end to end
    for width in beside * np.arange(BANDS, 0, -1) / BANDS:
        of, lines = reached_lines(network, places, minutes - width / metres_per_minute, ~done)
        strips.append(shapely.buffer(shapely.simplify(lines, FINENESS * beside), width, quad_segs=QUARTER))
        # around the places themselves, which may lie beside the road
        near = np.isfinite(access.walk) & (width <= minutes * metres_per_minute)
        strips.append(shapely.buffer(shapely.points(access.xy[near]), width, quad_segs=QUARTER))
        length = np.bincount(of, shapely.length(lines), len(done))
        done |= length >= shapely.length(network.lines) - SAME
    area = shapely.union_all(np.concatenate(strips))
    if network.plane == network.crs:
        return area
    return gpd.GeoSeries([area], crs=network.plane).to_crs(network.crs).iloc[0]


def reached_lines(
    network: RoadNetwork, places: NDArray, minutes: float, wanted: Optional[NDArray] = None
) -> tuple[NDArray, NDArray]:
    """The parts of roads from which the first of the places is reached within `minutes`: row of the line, and shape in
    the network's plane.

    places  (m, 2) in the CRS of the network's lines     wanted  (lines,) which lines to look at; all by default

    Towards its two ends a stretch of road is as slow as its class; the way from the road to a place is walked.
    """
    access = network.access(places)
    graph, own = network.graph(access)
    left = minutes - minutes_to_first(graph, own, access.walk)
    line, place, node, _ = network.stops_with(access)
    start = np.flatnonzero(line[:-1] == line[1:])
    if wanted is not None:
        start = start[wanted[line[start]]]
    of, begin, end = line[start], place[start], place[start + 1]
    # minutes left at either end are spent going there: against the line's direction to its begin
    from_begin = np.clip(_far(left[node[start]], network.backward[of]), 0, end - begin)
    from_end = np.clip(_far(left[node[start + 1]], network.forward[of]), 0, end - begin)
    whole = from_begin + from_end >= end - begin
    pieces: dict[int, list[tuple[float, float]]] = {}
    for i in np.flatnonzero((from_begin > 0) | (from_end > 0)):
        parts = pieces.setdefault(int(of[i]), [])
        if whole[i]:
            parts.append((begin[i], end[i]))
            continue
        if from_begin[i] > 0:
            parts.append((begin[i], begin[i] + from_begin[i]))
        if from_end[i] > 0:
            parts.append((end[i] - from_end[i], end[i]))
    rows, made = [], []
    for number, parts in pieces.items():
        length = shapely.length(network.lines[number])
        for first, stop in _joined(parts):
            if stop - first > SAME:
                rows.append(number)
                whole_line = stop - first >= length - SAME
                made.append(network.lines[number] if whole_line else substring(network.lines[number], first, stop))
    return np.array(rows, dtype=int), np.array(made, dtype=object)


def _far(left: NDArray, pace: NDArray) -> NDArray:
    """m that the minutes left bring a traveller; none against a one-way road."""
    return np.where((left > 0) & np.isfinite(pace), left / np.where(np.isfinite(pace), pace, 1.0), 0.0)


def _joined(parts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Intervals in their order, those that touch made one."""
    result: list[tuple[float, float]] = []
    for first, stop in parts:
        if result and first <= result[-1][1]:
            result[-1] = result[-1][0], max(stop, result[-1][1])
        else:
            result.append((first, stop))
    return result
