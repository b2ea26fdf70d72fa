"""Hatches as lines: QGIS 3.22 prints a hatched fill as a picture, one per polygon; lines stay sharp and small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from qgis.core import QgsLinePatternFillSymbolLayer, QgsSymbol


def without_hatch(symbol: QgsSymbol) -> tuple[QgsSymbol, list[QgsLinePatternFillSymbolLayer]]:
    """A copy of a fill symbol without its line patterns, and the patterns."""
    plain, patterns = symbol.clone(), []
    for index in reversed(range(plain.symbolLayerCount())):
        if isinstance(plain.symbolLayer(index), QgsLinePatternFillSymbolLayer):
            patterns.append(symbol.symbolLayer(index))
            plain.deleteSymbolLayer(index)
    return plain, patterns


def hatch_lines(shapes: Sequence[Any], angle: float, distance: float) -> Any:
    """Parallel lines cut to polygons, as one multi line.

    angle     degrees anticlockwise from east, as QGIS counts it
    distance  between lines, in the units of the shapes; lines of all shapes are in step

    Every edge is met by the lines it spans; along a line the crossings of a polygon are by turns entry and exit.
    """
    import shapely

    polygons = shapely.get_parts(np.asarray(shapes, dtype=object))
    rings, polygon_of_ring = shapely.get_rings(polygons[shapely.get_type_id(polygons) == 3], return_index=True)
    xy, ring_of = shapely.get_coordinates(rings, return_index=True)
    turn = np.radians(angle)
    along = xy @ (np.cos(turn), np.sin(turn))
    across = xy @ (-np.sin(turn), np.cos(turn)) / distance
    edges = np.flatnonzero(ring_of[:-1] == ring_of[1:])
    low, high = np.minimum(across[edges], across[edges + 1]), np.maximum(across[edges], across[edges + 1])
    first = np.ceil(low).astype(np.int64)
    count = np.ceil(high).astype(np.int64) - first  # half open, so that a corner on a line is met once
    edge = np.repeat(edges, count)
    line = np.repeat(first, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    share = (line - across[edge]) / (across[edge + 1] - across[edge])
    place = along[edge] + share * (along[edge + 1] - along[edge])
    order = np.lexsort((place, line, polygon_of_ring[ring_of[edge]]))
    u, v = place[order], line[order] * distance
    ends = np.stack([u * np.cos(turn) - v * np.sin(turn), u * np.sin(turn) + v * np.cos(turn)], axis=1)
    return shapely.multilinestrings(shapely.linestrings(ends.reshape(-1, 2, 2)))
