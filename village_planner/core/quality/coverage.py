"""Overlaps and gaps of a layer of polygons, also against the ground that it should cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from ..overlay.parallel import in_chunks, slices
from ..overlay.repair import sound_polygons
from ..task import SILENT, Task
from .edges import Edges, Taken, cancel_out, take_apart
from .measure import patiently

PAIRS = 2000  # pairs of polygons cut between two looks at the cancel button


class Coverage:
    """Valid polygons (n,), None among them, with their edges matched; made once, asked several times."""

    def __init__(self, polygons: NDArray, tolerance: float, task: Task = SILENT) -> None:
        self.polygons = polygons
        self.tolerance = tolerance
        self.taken: Taken = take_apart(polygons, tolerance, task)
        self._rows = np.flatnonzero(~shapely.is_missing(polygons))
        self._tree = shapely.STRtree(polygons[self._rows])

    def depth(self, points: NDArray) -> NDArray:
        """(k,) How many polygons hold each point."""
        place, _ = self._tree.query(points, predicate="intersects")
        return np.bincount(place, minlength=len(points))

    def near(self, geometry: NDArray) -> tuple[NDArray, NDArray]:
        """Pairs (geometry, polygon) that have a point in common."""
        first, second = self._tree.query(geometry, predicate="intersects")
        return first, self._rows[second]


@dataclass(frozen=True)
class Overlap:
    """Pairs of polygons, first < second, and what both cover; the largest first."""

    first: NDArray
    second: NDArray
    geometry: NDArray


@np.errstate(invalid="ignore", divide="ignore")
def find_overlaps(
    layer: Coverage, least: float, task: Task = SILENT, duplicate: Optional[set[tuple[int, int]]] = None
) -> tuple[Overlap, NDArray]:
    """Overlaps of at least `least` m² and wider than the tolerance, and the gaps that the layer encloses (k,).

    duplicate  pairs left out of the overlaps: they have the same outline
    """
    faces = _faces([layer.taken.unmatched], layer.tolerance, task.part(0.0, 0.5))
    depth = layer.depth(shapely.point_on_surface(faces))
    deep = faces[depth > 1]
    pairs = _without(_pairs_in(layer, deep, task.part(0.5, 0.6)), duplicate)
    return _cut(layer, pairs, least, task.part(0.6, 1.0)), faces[depth == 0]


@np.errstate(invalid="ignore", divide="ignore")
def find_pairs(
    layer: Coverage, least: float, task: Task = SILENT, duplicate: Optional[set[tuple[int, int]]] = None
) -> Overlap:
    """`find_overlaps` for a layer that leaves most ground free, pair by pair: where few polygons have neighbours, most
    of their edges are unmatched."""
    rows = np.flatnonzero(~shapely.is_missing(layer.polygons))

    def work(some: slice, _: Task) -> NDArray:
        first, second = layer.near(layer.polygons[rows[some]])
        return np.column_stack([rows[some][first], second])

    found = in_chunks(work, slices(len(rows), PAIRS), task.part(0.0, 0.4))
    pairs = np.vstack([np.empty((0, 2), dtype=np.int64), *found])
    pairs = _without(pairs[pairs[:, 0] < pairs[:, 1]], duplicate)
    return _cut(layer, pairs, least, task.part(0.4, 1.0))


def _without(pairs: NDArray, left_out: Optional[set[tuple[int, int]]]) -> NDArray:
    if not left_out:
        return pairs
    kept = [i for i, pair in enumerate(map(tuple, pairs.tolist())) if pair not in left_out]
    return pairs[np.array(kept, dtype=int)]


@np.errstate(invalid="ignore", divide="ignore")
def find_misfits(layer: Coverage, frame: Coverage, task: Task = SILENT) -> tuple[NDArray, NDArray]:
    """Ground of the frame that the layer leaves out (k,), and ground of the layer outside the frame (m,)."""
    faces = _faces([layer.taken.unmatched, frame.taken.unmatched], layer.tolerance, task)
    inner = shapely.point_on_surface(faces)
    inside, framed = layer.depth(inner), frame.depth(inner)
    return faces[(inside == 0) & (framed > 0)], faces[(inside > 0) & (framed == 0)]


def _faces(layers: Sequence[Edges], tolerance: float, task: Task) -> NDArray:
    """The faces that the layers' unmatched edges enclose, those thinner than the tolerance left out."""
    lines = cancel_out(layers, tolerance, task.part(0.0, 0.5))
    if len(lines) == 0:
        return np.array([], dtype=object)
    noded = patiently(lambda: shapely.union_all(shapely.linestrings(lines)), task)
    task.report(0.8)
    faces = shapely.get_parts(patiently(lambda: shapely.polygonize(shapely.get_parts(noded)), task))
    task.report(1.0)
    return faces[~_hair(faces, tolerance)]


def _hair(polygons: NDArray, tolerance: float) -> NDArray:
    """(n,) True where a polygon is thinner than the tolerance on average."""
    return 2 * shapely.area(polygons) <= tolerance * shapely.length(polygons)


def _pairs_in(layer: Coverage, faces: NDArray, task: Task) -> NDArray:
    """(k, 2) Pairs of polygons that may overlap in a face that is covered more than once."""
    face, row = layer.near(faces)
    found = [np.empty((0, 2), dtype=np.int64)]
    order = np.argsort(face, kind="stable")
    for number, rows in enumerate(np.split(row[order], np.flatnonzero(np.diff(face[order])) + 1)):
        if number % 1000 == 0:
            task.check()
        if len(rows) < 2:
            continue
        shapes = layer.polygons[rows]
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        pairs = np.column_stack([rows[first], rows[second]])
        found.append(pairs[pairs[:, 0] < pairs[:, 1]])
    task.report(1.0)
    return np.unique(np.vstack(found), axis=0)


def _cut(layer: Coverage, pairs: NDArray, least: float, task: Task) -> Overlap:
    def work(rows: slice, _: Task) -> NDArray:
        with np.errstate(invalid="ignore", divide="ignore"):
            one, two = layer.polygons[pairs[rows, 0]], layer.polygons[pairs[rows, 1]]
            return sound_polygons(shapely.intersection(one, two))

    cut = in_chunks(work, slices(len(pairs), PAIRS), task)
    common = np.concatenate(cut) if cut else np.array([], dtype=object)
    area = np.nan_to_num(shapely.area(common))
    kept = np.flatnonzero((area >= least) & ~_hair(common, layer.tolerance) & (area > 0))
    kept = kept[np.lexsort((pairs[kept, 1], pairs[kept, 0], -area[kept]))]
    return Overlap(pairs[kept, 0], pairs[kept, 1], common[kept])


def duplicates(layer: Coverage) -> list[NDArray]:
    """Groups of polygons of the very same outline, each in the order of the layer."""
    digest = layer.taken.digest
    rows = np.flatnonzero(~shapely.is_missing(layer.polygons))
    order = rows[np.argsort(digest[rows], kind="stable")]
    if len(order) == 0:
        return []
    begin = np.flatnonzero(np.r_[True, np.diff(digest[order]) != 0, True])
    several = np.flatnonzero(np.diff(begin) > 1)
    groups = []
    for i in several:
        run = order[begin[i] : begin[i + 1]]
        # A hash can be the same by chance; what counts is the ground.
        same = shapely.equals(layer.polygons[run], layer.polygons[run[0]])
        if same.sum() > 1:
            groups.append(run[same])
    return sorted(groups, key=lambda group: int(group[0]))
