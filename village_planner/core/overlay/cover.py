"""A layer of polygons to cut with: what only touches is told apart without cutting, joined is only what must be."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from .borders import Borders
from .repair import sound_polygons

FEW_VERTICES = 1000  # a polygon with more is cut down to the neighbourhood first


@dataclass(frozen=True)
class Candidates:
    """Pairs of a polygon and a part of the layer, ordered by polygon, then part.

    polygon, part  (k,) positions      covers  (k,) True where the part covers the polygon whole
    """

    polygon: NDArray
    part: NDArray
    covers: NDArray


class Cover:
    """Polygons (m,) with search trees; wholly inside and wholly outside are told without cutting.

    Prepared polygons are for one thread at a time: others take a `copy`.
    """

    def __init__(self, polygons: NDArray) -> None:
        self.polygons = polygons
        shapely.prepare(self.polygons)
        self._tree = shapely.STRtree(self.polygons)
        self._borders = Borders(self.polygons)

    def __len__(self) -> int:
        return len(self.polygons)

    def copy(self) -> Cover:
        """The same polygons, sharing nothing with these."""
        return Cover(shapely.from_wkb(shapely.to_wkb(self.polygons)))

    def touching(self, polygons: NDArray) -> Candidates:
        """Pairs that have a point in common."""
        first, second = self._tree.query(polygons)
        order = np.lexsort((second, first))
        first, second = first[order], second[order]
        touching = shapely.intersects(self.polygons[second], polygons[first])
        first, second = first[touching], second[touching]
        return Candidates(first, second, shapely.contains_properly(self.polygons[second], polygons[first]))

    def candidates(self, polygons: NDArray) -> Candidates:
        """Pairs that have ground in common, and some that only touch: those of polygons that a border may split.

        A polygon that no border splits is whole inside a part or outside it: one point of it tells.
        """
        pairs = self.touching(polygons)
        open_ = np.flatnonzero(~pairs.covers)
        near = np.unique(pairs.polygon[open_])  # those that some border meets
        along = near[self._borders.have_corner_of(polygons[near])]
        whole = np.zeros(len(polygons), dtype=bool)
        whole[along] = ~self._borders.may_split(polygons[along])
        points = np.array([None] * len(polygons), dtype=object)
        points[whole] = shapely.point_on_surface(polygons[whole])
        told = open_[whole[pairs.polygon[open_]]]
        point, part = points[pairs.polygon[told]], self.polygons[pairs.part[told]]
        inside = shapely.contains_properly(part, point)
        on_border = ~inside & shapely.intersects(part, point)  # a hair-thin polygon's point
        whole[pairs.polygon[told[on_border]]] = False
        covers = pairs.covers.copy()
        covers[told] = inside & whole[pairs.polygon[told]]
        kept = covers | ~whole[pairs.polygon]
        return Candidates(pairs.polygon[kept], pairs.part[kept], covers[kept])

    def local_union(self, polygons: NDArray, pairs: Candidates) -> tuple[NDArray, NDArray]:
        """The layer's ground round each polygon of `pairs`: (positions of the polygons, one valid cutter for each).

        Where several parts meet a polygon they are joined, so that overlaps within the layer count once.
        """
        place, start, count = np.unique(pairs.polygon, return_index=True, return_counts=True)
        near = self.near(pairs.part, shapely.bounds(polygons[pairs.polygon]))
        cutters = near[start]
        two = np.flatnonzero(count == 2)  # by far the most: joined without a loop
        cutters[two] = _joined(near[start[two]], near[start[two] + 1])
        for i in np.flatnonzero(count > 2):
            cutters[i] = shapely.union_all(near[start[i] : start[i] + count[i]])
        return place, cutters

    def near(self, part: NDArray, bounds: NDArray) -> NDArray:
        """Parts (k,) cut down to what lies round the boxes `bounds` (k, 4), so that a cut need not walk the whole.

        Inside a box, and for some way round it, nothing changes.
        """
        found = self.polygons[part]
        many = np.flatnonzero(shapely.get_num_coordinates(found) > FEW_VERTICES)
        for big in np.unique(part[many]):
            narrow(self.polygons[big], bounds, many[part[many] == big], found)
        found[many] = sound_polygons(found[many])
        found[shapely.is_missing(found)] = shapely.Polygon()
        return found


def _joined(first: NDArray, second: NDArray) -> NDArray:
    try:
        return shapely.union(first, second)
    except shapely.GEOSException:  # one pair spoils no other; `union_all` has ways of its own
        return np.array([shapely.union_all(pair) for pair in zip(first, second)], dtype=object)


def narrow(polygon: shapely.Geometry, bounds: NDArray, rows: NDArray, found: NDArray) -> None:
    """Put into `found[rows]` what of the polygon lies round the boxes `bounds[rows]`, and mostly little more.

    Clips to the boxes' common frame; halves the boxes and goes on until the polygon is small.
    """
    low, high = bounds[rows, :2].min(axis=0), bounds[rows, 2:].max(axis=0)
    margin = 0.1 * (high - low) + 1e-6 * np.abs(high).max()
    with contextlib.suppress(shapely.GEOSException):  # then it stays whole: slower, as right
        frame = shapely.box(*(low - margin), *(high + margin))
        polygon = shapely.intersection(polygon, frame)
    if len(rows) == 1 or shapely.get_num_coordinates(polygon) <= FEW_VERTICES:
        found[rows] = polygon
        return
    centre = bounds[rows, :2] + bounds[rows, 2:]
    along = centre[:, int(np.argmax(high - low))]
    order = rows[np.argsort(along, kind="stable")]
    half = len(order) // 2
    narrow(polygon, bounds, order[:half], found)
    narrow(polygon, bounds, order[half:], found)


def parts_of(polygons: NDArray) -> NDArray:
    """Single polygons: small ones are found and cut faster than one polygon of the whole county."""
    return shapely.get_parts(polygons[~shapely.is_missing(polygons)])
