"""The common ground of plans, units and lines, cut so that every piece has one answer to each.

Each piece is a single polygon and lies, for every plan, in one polygon of it or in none. Nothing is cut away: the
pieces of the ground partition the union of all plans.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from ..overlay.cover import Cover, parts_of
from ..overlay.overlaps import overlaps_of
from ..overlay.pieces import NO_UNIT, cut_parcels
from ..overlay.shares import DIGIT, shared_areas
from ..task import SILENT, Task
from .divide import divide

ABSENT = -1  # the plan has nothing there
WHOLE = 1e-9  # of a part's area (at least of 1 m²): less is left by rounding, not by a gap


@dataclass(frozen=True)
class Ground:
    """feature   (k, plans) position in each plan of the polygon that the piece lies in, ABSENT where in none
    unit      (k,) position of the unit, NO_UNIT where there is none
    covered   (k, lines) True where the line covers the piece
    area      (k,) m², multiples of 0.01; the pieces of a polygon sum to it
    geometry  (k,) single polygons
    lost      polygons that could not be cut without losing area, as pairs (plan, position); they have no pieces
    """

    feature: NDArray
    unit: NDArray
    covered: NDArray
    area: NDArray
    geometry: NDArray
    lost: tuple[tuple[int, int], ...]


def cut_ground(
    plans: Sequence[NDArray],
    units: Optional[Cover],
    lines: Sequence[Cover],
    areas: Callable[[NDArray], NDArray],
    task: Task = SILENT,
) -> Ground:
    """Cut plans by each other, by units and by lines.

    plans  for each plan (n,) valid polygons that do not overlap within the plan (see `claimed_once`), None left out
    areas  (k,) polygons -> (k,) m²
    """
    made: list[Ground] = []
    covers = [_PlanCover(polygons) for polygons in plans]
    claimed = [np.zeros(len(cover.parts)) for cover in covers]  # m² of each part that earlier plans have been cut with
    for first, cover in enumerate(covers):
        part = task.part(first / len(plans), (first + 1) / len(plans))
        row, shapes, lost = _fresh(plans[:first], cover, claimed[first], part.part(0.0, 0.2))
        origin = np.arange(len(shapes))  # areas close to what this plan brings in
        totals = areas(shapes)
        feature = np.full((len(shapes), len(plans)), ABSENT)
        feature[:, first] = row
        for second in range(first + 1, len(plans)):
            step = part.part(0.2 + 0.4 * (second - first - 1) / len(plans), 0.2 + 0.4 * (second - first) / len(plans))
            piece, owner, shapes, failed = covers[second].cut(shapes, step)
            lost |= {int(feature[i, first]) for i in failed}
            feature, origin = feature[piece], origin[piece]
            feature[:, second] = np.where(owner == NO_UNIT, ABSENT, covers[second].row[owner])
            there = owner != NO_UNIT
            claimed[second] += np.bincount(owner[there], shapely.area(shapes[there]), len(claimed[second]))
        piece, unit, shapes, failed = _by_unit(shapes, units, part.part(0.6, 0.8))
        lost |= {int(feature[i, first]) for i in failed}
        feature, origin = feature[piece], origin[piece]
        cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), None, lines, part.part(0.8, 1.0))
        lost |= {int(feature[i, first]) for i in cut.lost}
        feature, origin, unit = feature[cut.parcel], origin[cut.parcel], unit[cut.parcel]
        single, of = shapely.get_parts(cut.geometry, return_index=True)
        whole = ~np.isin(feature[of, first], list(lost))  # a polygon is in whole or not at all
        single, of = single[whole], of[whole]
        kept = np.unique(origin[of])
        made.append(
            Ground(
                feature[of],
                unit[of],
                cut.covered[of],
                shared_areas(single, np.searchsorted(kept, origin[of]), totals[kept]),
                single,
                tuple((first, row) for row in sorted(lost)),
            )
        )
    return Ground(
        np.concatenate([part.feature for part in made]),
        np.concatenate([part.unit for part in made]),
        np.concatenate([part.covered for part in made]),
        np.concatenate([part.area for part in made]),
        np.concatenate([part.geometry for part in made]),
        tuple(pair for part in made for pair in part.lost),
    )


class _PlanCover:
    """A plan to cut with: its single parts, and the position of the polygon that each belongs to."""

    def __init__(self, polygons: NDArray) -> None:
        rows = np.flatnonzero(~shapely.is_missing(polygons))
        self.parts, of = shapely.get_parts(polygons[rows], return_index=True)
        self.row = rows[of]
        self._cover = Cover(self.parts)
        self._tree = shapely.STRtree(self.parts)
        outlines = shapely.to_wkb(shapely.normalize(self.parts))
        self._position = {outline: i for i, outline in enumerate(outlines)}

    def cut(self, shapes: NDArray, task: Task) -> tuple[NDArray, NDArray, NDArray, NDArray]:
        """Pieces of the shapes: (position of the shape, of the part or NO_UNIT, geometry), and shapes that failed.

        Plans drawn on one base share most outlines: a shape that is a part to the last digit is not cut.
        """
        same = np.array([self._position.get(outline, NO_UNIT) for outline in shapely.to_wkb(shapely.normalize(shapes))])
        whole, others = np.flatnonzero(same != NO_UNIT), np.flatnonzero(same == NO_UNIT)
        piece, owner, common, open_ = divide(shapes[others], self.parts, self._tree, task.part(0.0, 0.5))
        rest = others[open_]
        cut = cut_parcels(shapes[rest], np.full(len(rest), NO_UNIT), self._cover, [], task.part(0.5, 1.0))
        pieces = np.concatenate([whole, others[piece], rest[cut.parcel]])
        owners = np.concatenate([same[whole], owner, cut.unit]).astype(int)
        geometry = np.concatenate([shapes[whole], common, cut.geometry])
        order = np.lexsort((owners, pieces))
        return pieces[order], owners[order], geometry[order], rest[cut.lost]


def _by_unit(shapes: NDArray, units: Optional[Cover], task: Task) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Pieces of the shapes: (position of the shape, of the unit or NO_UNIT, geometry), and shapes that failed."""
    if units is None or len(units) == 0:
        return np.arange(len(shapes)), np.full(len(shapes), NO_UNIT), shapes, np.zeros(0, dtype=int)
    tree = shapely.STRtree(units.polygons)
    piece, owner, common, rest = divide(shapes, units.polygons, tree, task.part(0.0, 0.7))
    cut = cut_parcels(shapes[rest], np.full(len(rest), NO_UNIT), units, [], task.part(0.7, 1.0))
    pieces, owners = np.concatenate([piece, rest[cut.parcel]]), np.concatenate([owner, cut.unit]).astype(int)
    geometry = np.concatenate([common, cut.geometry])
    order = np.lexsort((owners, pieces))
    return pieces[order], owners[order], geometry[order], rest[cut.lost]


def _fresh(
    before: Sequence[NDArray], cover: _PlanCover, claimed: NDArray, task: Task
) -> tuple[NDArray, NDArray, set[int]]:
    """What a plan adds to the ground of those before it: (row, polygon) of each, and rows that could not be cut."""
    area = shapely.area(cover.parts)
    rest = np.flatnonzero(area - claimed > WHOLE * np.maximum(area, 1.0))
    shapes, rows = cover.parts[rest], cover.row[rest]
    if not before or len(rest) == 0:
        return rows, shapes, set()
    earlier = [Cover(parts_of(polygons)) for polygons in before]
    cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), None, earlier, task)
    fresh = ~cut.covered.any(axis=1)
    return rows[cut.parcel[fresh]], cut.geometry[fresh], {int(rows[i]) for i in cut.lost}


def claimed_once(polygons: NDArray, task: Task = SILENT) -> tuple[NDArray, float]:
    """The polygons (n,) without what an earlier one of them claims, and the m² (plane) claimed more than once.

    What is claimed whole by earlier ones is None.
    """
    made = polygons.copy()
    rows = np.flatnonzero(~shapely.is_missing(polygons))
    if _is_coverage(polygons[rows]):
        return made, 0.0
    overlaps = overlaps_of(Cover(polygons[rows]))
    if len(overlaps.geometry) == 0:
        return made, 0.0
    there = rows[np.unique(np.concatenate([overlaps.first, overlaps.second]))]
    cut = cut_parcels(polygons[there], np.full(len(there), NO_UNIT), Cover(polygons[there]), [], task)
    kept = cut.unit == cut.parcel  # ground of several goes to the lowest
    made[there[~np.isin(np.arange(len(there)), cut.lost)]] = None
    made[there[cut.parcel[kept]]] = cut.geometry[kept]
    return made, overlaps.area()


def _is_coverage(polygons: NDArray) -> bool:
    """True where the polygons surely do not overlap, told fast; False where that must be looked at pair by pair.

    Edges that occur twice are dropped; what is left bounds the ground that an odd number of polygons claims. Where
    that is valid and as large as all polygons together, no spot is claimed more than once.
    """
    try:
        outline = shapely.coverage_union_all(polygons)
    except shapely.GEOSException:
        return False
    return bool(shapely.is_valid(outline)) and abs(math.fsum(shapely.area(polygons)) - outline.area) < DIGIT
