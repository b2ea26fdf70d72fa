"""The common ground of plans, units and lines, cut so that every piece has one answer to each.

Each piece is a single polygon and lies, for every plan, in one polygon of it or in none. Nothing is cut away: the
pieces of the ground partition the union of all plans, and outside it what certain lines have in common.
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
    """feature   (k, plans) position in each plan of the polygon that the piece lies in, ABSENT where in none; outside
              all plans ABSENT for each
    unit      (k,) position of the unit, NO_UNIT where there is none
    covered   (k, lines) True where the line covers the piece
    area      (k,) m², multiples of 0.01; the pieces of a polygon sum to it
    geometry  (k,) single polygons
    lost      polygons that could not be cut without losing area, as pairs (plan, position); they have no pieces.
              Of lines outside the plans: (number of plans + line, position)
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
    alone: Sequence[frozenset[int]] = (),
) -> Ground:
    """Cut plans by each other, by units and by lines.

    plans  for each plan (n,) valid polygons that do not overlap within the plan (see `claimed_once`), None left out
    areas  (k,) polygons -> (k,) m²
    alone  sets of lines (positions) whose common ground belongs to the ground where no plan lies, too
    """
    bringing = sorted({min(together) for together in alone})  # each spot is brought in by the first line there
    steps = len(plans) + len(bringing)
    made: list[Ground] = []
    covers = [_PlanCover(polygons) for polygons in plans]
    claimed = [np.zeros(len(cover.parts)) for cover in covers]  # m² of each part that earlier plans have been cut with
    before = [cover.cover for cover in covers]
    for first, cover in enumerate(covers):
        part = task.part(first / steps, (first + 1) / steps)
        fresh = _fresh(before[:first], cover.parts, cover.row, claimed[first], part.part(0.0, 0.2))
        row, shapes, lost = fresh.row, fresh.shapes, fresh.lost
        origin = np.arange(len(shapes))
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
        made.append(_told_apart(first, fresh, feature, origin, shapes, units, lines, areas, part.part(0.6, 1.0)))
    for number, line in enumerate(bringing, len(plans)):
        part = task.part(number / steps, (number + 1) / steps)
        parts = _common_parts(lines, line, alone, part.part(0.0, 0.1))
        fresh = _fresh(before, parts, np.arange(len(parts)), np.zeros(len(parts)), part.part(0.1, 0.5))
        count = len(fresh.shapes)
        feature = np.full((count, len(plans)), ABSENT)
        source = len(plans) + line
        found = _told_apart(
            source, fresh, feature, np.arange(count), fresh.shapes, units, lines, areas, part.part(0.5, 1.0)
        )
        made.append(_only(found, _is_common(found.covered, alone) & (found.area > 0)))
        before.append(Cover(parts))
    return Ground(
        np.concatenate([part.feature for part in made]),
        np.concatenate([part.unit for part in made]),
        np.concatenate([part.covered for part in made]),
        np.concatenate([part.area for part in made]),
        np.concatenate([part.geometry for part in made]),
        tuple(pair for part in made for pair in part.lost),
    )


@dataclass(frozen=True)
class _Fresh:
    """What a plan or line adds to the ground of those before it.

    row     (k,) position in the plan or line      shapes  (k,) polygons
    lost    positions that could not be cut
    """

    row: NDArray
    shapes: NDArray
    lost: set[int]


def _told_apart(
    source: int,
    fresh: _Fresh,
    feature: NDArray,
    origin: NDArray,
    shapes: NDArray,
    units: Optional[Cover],
    lines: Sequence[Cover],
    areas: Callable[[NDArray], NDArray],
    task: Task,
) -> Ground:
    """Shapes cut by units and lines into single polygons, whose areas close to those of the fresh shapes.

    feature, origin  (k, plans), (k,) of each shape: polygons of the plans, position in `fresh`
    """
    totals, lost = areas(fresh.shapes), fresh.lost
    piece, unit, shapes, failed = _by_unit(shapes, units, task.part(0.0, 0.5))
    lost |= {int(fresh.row[i]) for i in origin[failed]}
    feature, origin = feature[piece], origin[piece]
    cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), None, lines, task.part(0.5, 1.0))
    lost |= {int(fresh.row[i]) for i in origin[cut.lost]}
    feature, origin, unit = feature[cut.parcel], origin[cut.parcel], unit[cut.parcel]
    single, of = shapely.get_parts(cut.geometry, return_index=True)
    whole = ~np.isin(fresh.row[origin[of]], list(lost))  # a polygon is in whole or not at all
    single, of = single[whole], of[whole]
    kept = np.unique(origin[of])
    return Ground(
        feature[of],
        unit[of],
        cut.covered[of],
        shared_areas(single, np.searchsorted(kept, origin[of]), totals[kept]),
        single,
        tuple((source, row) for row in sorted(lost)),
    )


def _common_parts(lines: Sequence[Cover], line: int, alone: Sequence[frozenset[int]], task: Task) -> NDArray:
    """Polygons of the line that touch all other lines of one of the sets that it is the first of; each spot once."""
    polygons = lines[line].polygons
    wanted = np.zeros(len(polygons), dtype=bool)
    for together in alone:
        if min(together) == line:
            touching = np.ones(len(polygons), dtype=bool)
            for other in together - {line}:
                task.check()
                touching &= np.isin(np.arange(len(polygons)), lines[other].touching(polygons).polygon)
            wanted |= touching
    # The line itself is cut with, too: threads may not share what they prepare.
    parts = shapely.from_wkb(shapely.to_wkb(polygons[wanted]))
    return parts_of(claimed_once(parts, task)[0])


def _is_common(covered: NDArray, alone: Sequence[frozenset[int]]) -> NDArray:
    """(k,) True where all lines of one of the sets cover the piece."""
    found = np.zeros(len(covered), dtype=bool)
    for together in alone:
        found |= covered[:, sorted(together)].all(axis=1)
    return found


def _only(ground: Ground, kept: NDArray) -> Ground:
    return Ground(
        ground.feature[kept],
        ground.unit[kept],
        ground.covered[kept],
        ground.area[kept],
        ground.geometry[kept],
        ground.lost,
    )


class _PlanCover:
    """A plan to cut with: its single parts, and the position of the polygon that each belongs to."""

    def __init__(self, polygons: NDArray) -> None:
        rows = np.flatnonzero(~shapely.is_missing(polygons))
        self.parts, of = shapely.get_parts(polygons[rows], return_index=True)
        self.row = rows[of]
        self.cover = Cover(self.parts)
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
        cut = cut_parcels(shapes[rest], np.full(len(rest), NO_UNIT), self.cover, [], task.part(0.5, 1.0))
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


def _fresh(before: Sequence[Cover], parts: NDArray, row: NDArray, claimed: NDArray, task: Task) -> _Fresh:
    """What single polygons add to the ground before them; `row` and `claimed` are of each of them."""
    area = shapely.area(parts)
    rest = np.flatnonzero(area - claimed > WHOLE * np.maximum(area, 1.0))
    shapes, rows = parts[rest], row[rest]
    if not before or len(rest) == 0:
        return _Fresh(rows, shapes, set())
    cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), None, before, task)
    fresh = ~cut.covered.any(axis=1)
    return _Fresh(rows[cut.parcel[fresh]], cut.geometry[fresh], {int(rows[i]) for i in cut.lost})


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
    cut = cut_parcels(polygons[there], np.full(len(there), NO_UNIT), Cover(polygons[there]).copy(), [], task)
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
