"""Polygons divided among parts that do not overlap: by plain intersections where these prove to be all of them.

The overlay's own cut takes ground away part by part, which keeps any area whatever the parts are. Parts that do not
overlap and cover a polygon need no remainder: their intersections with it close to it, and that is checked.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..overlay.cutting import closing_tolerance
from ..overlay.parallel import in_chunks
from ..overlay.repair import polygons_only
from ..task import Task

PAIRS = 100  # of polygon and part in a chunk; a fraction of a second


def divide(
    shapes: NDArray, parts: NDArray, tree: shapely.STRtree, task: Task
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Pieces of the shapes that the parts cover whole: (position of the shape, of the part, polygon), and the positions
    of the shapes that are not, or whose pieces do not close to 1e-9.

    shapes, parts  valid polygons      tree  of the parts
    """
    shape, part = tree.query(shapes)
    order = np.lexsort((part, shape))
    shape, part = shape[order], part[order]
    chunks = [slice(start, start + PAIRS) for start in range(0, len(shape), PAIRS)]

    def work(rows: slice, inner: Task) -> tuple[NDArray, NDArray, NDArray]:
        inner.check()
        return _common(shapes, parts, shape[rows], part[rows])

    found = in_chunks(work, chunks, task)
    nothing = (np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0, dtype=object))
    piece, owner, common = (np.concatenate(column) for column in zip(nothing, *found))
    covered = np.bincount(piece, shapely.area(common), len(shapes))
    closed = np.abs(covered - shapely.area(shapes)) <= closing_tolerance(shapes)
    keep = closed[piece]
    return piece[keep], owner[keep], common[keep], np.flatnonzero(~closed)


@np.errstate(invalid="ignore", divide="ignore")  # numpy keeps this setting for each thread
def _common(shapes: NDArray, parts: NDArray, shape: NDArray, part: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """The ground that pairs have in common, where it is more than rounding."""
    try:
        common = polygons_only(shapely.intersection(shapes[shape], parts[part]))
    except shapely.GEOSException:  # its shapes do not close then, and are cut with care
        return shape[:0], part[:0], np.zeros(0, dtype=object)
    there = np.nan_to_num(shapely.area(common)) > closing_tolerance(shapes[shape])
    return shape[there], part[there], common[there]
