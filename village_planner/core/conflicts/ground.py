"""The common ground of plans, units and lines, cut so that every piece has one answer to each.

Each piece is a single polygon and lies, for every plan, in one polygon of it or in none. Nothing is cut away: the
pieces of the ground partition the union of all plans.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from ..overlay.cover import Cover, parts_of
from ..overlay.overlaps import overlaps_of
from ..overlay.pieces import NO_UNIT, cut_parcels
from ..overlay.shares import shared_areas
from ..task import SILENT, Task

ABSENT = -1  # the plan has nothing there


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
    covers = [_plan_cover(polygons) for polygons in plans]
    steps = sum(len(plans) - first + 1 for first in range(len(plans)))
    done = 0

    def step() -> Task:
        nonlocal done
        done += 1
        return task.part((done - 1) / steps, done / steps)

    for first, polygons in enumerate(plans):
        rows = np.flatnonzero(~shapely.is_missing(polygons))
        lost: list[tuple[int, int]] = []
        root, shapes = np.arange(len(rows)), polygons[rows]
        before = [Cover(parts_of(earlier)) for earlier in plans[:first]]
        if before:  # the ground of earlier plans has been cut with them
            cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), None, before, step())
            lost += [(first, int(rows[i])) for i in cut.lost]
            fresh = ~cut.covered.any(axis=1)
            root, shapes = cut.parcel[fresh], cut.geometry[fresh]
        else:
            step()
        origin = np.arange(len(shapes))  # areas close to what this plan brings in
        totals = areas(shapes)
        feature = np.full((len(shapes), len(plans)), ABSENT)
        feature[:, first] = rows[root]
        for second in range(first + 1, len(plans)):
            cover, position = covers[second]
            cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), cover, [], step())
            lost += [(first, int(feature[i, first])) for i in cut.lost]
            feature, origin, shapes = feature[cut.parcel], origin[cut.parcel], cut.geometry
            feature[:, second] = np.where(cut.unit == NO_UNIT, ABSENT, position[cut.unit])
        cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), units, lines, step())
        lost += [(first, int(feature[i, first])) for i in cut.lost]
        feature, origin = feature[cut.parcel], origin[cut.parcel]
        single, of = shapely.get_parts(cut.geometry, return_index=True)
        whole = ~np.isin(feature[of, first], [position for _, position in lost])  # a polygon is in whole or not at all
        single, of = single[whole], of[whole]
        kept = np.unique(origin[of])
        made.append(
            Ground(
                feature[of],
                cut.unit[of],
                cut.covered[of],
                shared_areas(single, np.searchsorted(kept, origin[of]), totals[kept]),
                single,
                tuple(sorted(set(lost))),
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


def claimed_once(polygons: NDArray, task: Task = SILENT) -> tuple[NDArray, float]:
    """The polygons (n,) without what an earlier one of them claims, and the m² (plane) claimed more than once.

    What is claimed whole by earlier ones is None.
    """
    made = polygons.copy()
    rows = np.flatnonzero(~shapely.is_missing(polygons))
    overlaps = overlaps_of(Cover(polygons[rows]))
    if len(overlaps.geometry) == 0:
        return made, 0.0
    there = rows[np.unique(np.concatenate([overlaps.first, overlaps.second]))]
    cut = cut_parcels(polygons[there], np.full(len(there), NO_UNIT), Cover(polygons[there]), [], task)
    kept = cut.unit == cut.parcel  # ground of several goes to the lowest
    made[there[~np.isin(np.arange(len(there)), cut.lost)]] = None
    made[there[cut.parcel[kept]]] = cut.geometry[kept]
    return made, overlaps.area


def _plan_cover(polygons: NDArray) -> tuple[Cover, NDArray]:
    """The plan to cut with, in single parts, and the position of each part's polygon."""
    rows = np.flatnonzero(~shapely.is_missing(polygons))
    parts, of = shapely.get_parts(polygons[rows], return_index=True)
    return Cover(parts), rows[of]
