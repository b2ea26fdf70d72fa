"""Numbered labels beside their points on a map, so that none covers another, nor any point.

The sheet is a raster; it holds where the middle of a label may still lie. Each label takes the nearest free place and
makes its surroundings a place where no other can lie: what is found never collides, and a place is found while there is
one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CELL = 0.5  # mm
FIRST_WINDOW = 8  # cells round a point that are looked at first


def place_labels(
    anchors: NDArray,
    size: tuple[float, float],
    frame: tuple[float, float, float, float],
    marker: float = 0.8,
    gap: float = 0.4,
) -> NDArray:
    """(n, 2) middles of the labels, in the order of the points; NaN where there is no room left.

    anchors  (n, 2) the points        size   width and height of every label        all in mm
    frame    x, y of two opposite corners: labels stay inside                       marker  radius that stays free
    gap      between labels
    """
    x0, y0, x1, y1 = frame
    columns, rows = max(int((x1 - x0) / CELL), 1), max(int((y1 - y0) / CELL), 1)
    free = np.zeros((rows, columns), dtype=bool)
    # Distances in cells, rounded up: what is free on the raster is free on paper.
    half = np.ceil(np.array(size) / 2 / CELL).astype(int)
    free[half[1] : rows - half[1], half[0] : columns - half[0]] = True
    near = np.ceil((np.array(size) / 2 + marker) / CELL).astype(int)
    apart = np.ceil((np.array(size) + gap) / CELL).astype(int)
    at = np.floor((np.asarray(anchors, dtype=float).reshape(-1, 2) - (x0, y0)) / CELL).astype(int)
    for column, row in at:
        _block(free, column, row, near, inclusive=True)
    places = np.full((len(at), 2), np.nan)
    for index, (column, row) in enumerate(at):
        found = _nearest(free, column, row)
        if found is not None:
            places[index] = (np.array(found) + 0.5) * CELL + (x0, y0)
            _block(free, *found, apart)
    return places


def _block(free: NDArray, column: int, row: int, reach: NDArray, inclusive: bool = False) -> None:
    """No label's middle may lie less than `reach` cells (columns, rows) from here; inclusive: nor just so far."""
    wide, high = reach if inclusive else reach - 1
    left, top = max(column - wide, 0), max(row - high, 0)
    free[top : max(row + high + 1, 0), left : max(column + wide + 1, 0)] = False


def _nearest(free: NDArray, column: int, row: int) -> tuple[int, int] | None:
    """Column and row of the nearest free cell; of several the first from above. None where none is free."""
    rows, columns = free.shape
    reach = FIRST_WINDOW
    while True:
        top, left = max(row - reach, 0), max(column - reach, 0)
        window = free[top : max(row + reach + 1, 0), left : max(column + reach + 1, 0)]
        y, x = np.nonzero(window)
        if len(y):
            distance = (y + top - row) ** 2 + (x + left - column) ** 2
            best = int(distance.argmin())
            # Corners of the window are farther than what lies beyond its sides.
            if distance[best] <= reach**2 or reach >= rows + columns:
                return int(x[best] + left), int(y[best] + top)
        elif reach >= max(abs(row), abs(rows - row), abs(column), abs(columns - column)):
            return None
        reach *= 2
