"""Parcels cut into pieces by unit and by covering lines, in one pass and without losing area.

Each cut takes an intersection and leaves the difference, made from the same two polygons; nothing is cut twice from
the same ground. So the pieces of a parcel partition it, whatever gaps and overlaps the cutting layers have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from queue import SimpleQueue
from typing import Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from ..task import Task
from .cover import Cover, narrow
from .cutting import closing_tolerance, cut
from .parallel import in_chunks, workers_for
from .repair import measured_polygons, sound_polygons

NO_UNIT = -1
MANY = 8  # claimants of one parcel that are rather served all at once
CHUNK_PARCELS = 4000
CHUNK_VERTICES = 80_000  # keeps a chunk well below a second, so that cancelling answers at once


@dataclass(frozen=True)
class Pieces:
    """parcel    (k,) position of the parcel, ascending
    unit      (k,) position of the unit, NO_UNIT where no unit claims the ground
    covered   (k, layers) True where the layer covers the piece
    geometry  (k,) polygons; None where only the area was asked for
    area      (k,) m², in the plane
    lost      positions of parcels that no way of cutting could close; they have no pieces
    """

    parcel: NDArray
    unit: NDArray
    covered: NDArray
    geometry: NDArray
    area: NDArray
    lost: NDArray


def cut_parcels(
    parcels: NDArray,
    own: NDArray,
    units: Optional[Cover],
    layers: Sequence[Cover],
    task: Task,
    covered_only: bool = False,
) -> Pieces:
    """Cut parcels by units and layers.

    parcels  (n,) valid polygons, None for those set aside
    own      (n,) position of the parcel's own unit, which goes first where several claim ground; -1 for none
    units    in the order in which they take ground that several claim; None leaves all ground without a unit
    covered_only  pieces that no layer covers need not be drawn, which saves about half the work: they have an area only
    """
    chunks = _chunks(parcels)
    covers: SimpleQueue[tuple[Optional[Cover], list[Cover]]] = SimpleQueue()
    covers.put((units, list(layers)))
    for _ in range(workers_for(len(chunks)) - 1):  # each thread keeps the layers' search trees for itself
        covers.put((None if units is None else units.copy(), [layer.copy() for layer in layers]))

    def work(rows: NDArray, inner: Task) -> Pieces:
        mine = covers.get()
        try:
            return _cut_chunk(parcels[rows], own[rows], *mine, covered_only, inner, rows)
        finally:
            covers.put(mine)

    nothing = Pieces(
        np.zeros(0, dtype=int),
        np.zeros(0, dtype=int),
        np.zeros((0, len(layers)), dtype=bool),
        np.zeros(0, dtype=object),
        np.zeros(0),
        np.zeros(0, dtype=int),
    )
    made = [nothing, *in_chunks(work, chunks, task)]
    parcel, unit, covered, geometry, area, lost = (
        np.concatenate([getattr(chunk, field.name) for chunk in made]) for field in fields(Pieces)
    )
    order = np.argsort(parcel, kind="stable")  # chunks follow the ground, not the layer's order
    return Pieces(parcel[order], unit[order], covered[order], geometry[order], area[order], np.sort(lost))


def _chunks(parcels: NDArray) -> list[NDArray]:
    """Positions of the parcels that are there, neighbours together: their cutters' surroundings are then small."""
    rows = np.flatnonzero(~shapely.is_missing(parcels))
    if len(rows) == 0:
        return []
    vertices = shapely.get_num_coordinates(parcels[rows])
    number = max(len(rows) / CHUNK_PARCELS, vertices.sum() / CHUNK_VERTICES)
    box = shapely.bounds(parcels[rows])
    x, y = box[:, 0] + box[:, 2], box[:, 1] + box[:, 3]
    strips = max(int(np.sqrt(number)), 1)
    strip = np.argsort(np.argsort(x, kind="stable"), kind="stable") * strips // len(rows)
    order = np.lexsort((np.where(strip % 2, -y, y), strip))
    held = np.maximum(np.cumsum(vertices[order]) / CHUNK_VERTICES, np.arange(1, len(rows) + 1) / CHUNK_PARCELS)
    return np.split(rows[order], np.flatnonzero(np.diff(held.astype(int))) + 1)


@np.errstate(invalid="ignore", divide="ignore")  # numpy keeps this setting for each thread
def _cut_chunk(
    parcels: NDArray,
    own: NDArray,
    units: Optional[Cover],
    layers: Sequence[Cover],
    covered_only: bool,
    task: Task,
    rows: NDArray,
) -> Pieces:
    task.check()
    whole = shapely.area(parcels)
    tolerance = closing_tolerance(parcels, whole)
    parcel, unit, geometry = np.arange(len(parcels)), np.full(len(parcels), NO_UNIT), parcels
    lost = np.zeros(0, dtype=int)
    if units is not None:
        parcel, unit, geometry, lost = _by_unit(parcels, own, units, tolerance, task)
    covered, rest = np.zeros((len(parcel), len(layers)), dtype=bool), np.zeros(len(parcel))
    for k, layer in enumerate(layers):
        task.check()
        draw = covered.any(axis=1) if covered_only and k == len(layers) - 1 else None
        place, geometry, rest, inside, failed = _by_layer(geometry, layer, tolerance[parcel], draw)
        lost = np.union1d(lost, parcel[failed])
        parcel, unit, covered = parcel[place], unit[place], covered[place]
        covered[:, k] = inside
    # What the cuts left over must be the parcel again.
    area = np.where(shapely.is_missing(geometry), rest, shapely.area(geometry))
    sums = np.bincount(parcel, weights=area, minlength=len(parcels))
    cuts = np.bincount(parcel, minlength=len(parcels))
    lost = np.union1d(lost, np.flatnonzero(np.abs(sums - whole) > tolerance * np.maximum(cuts, 1)))
    keep = ~np.isin(parcel, lost)
    order = np.lexsort((*(covered[:, k] for k in reversed(range(len(layers)))), unit, parcel))
    order = order[keep[order]]
    return Pieces(
        rows[parcel[order]], unit[order], covered[order], geometry[order], area[order], rows[lost.astype(int)]
    )


def _by_unit(
    parcels: NDArray, own: NDArray, units: Cover, tolerance: NDArray, task: Task
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Pieces by unit: (parcel, unit, geometry, parcels that could not be cut)."""
    pairs = units.candidates(parcels)
    order = np.lexsort((pairs.part, pairs.part != own[pairs.polygon], pairs.polygon))
    parcel, unit, covers = pairs.polygon[order], pairs.part[order], pairs.covers[order]
    left = parcels.copy()
    found: list[tuple[NDArray, NDArray, NDArray]] = []
    lost: list[NDArray] = []

    claims = np.bincount(parcel, minlength=len(parcels))
    held = np.bincount(parcel[covers], minlength=len(parcels)) > 0
    for row in np.flatnonzero((claims > MANY) & ~held):
        task.check()
        mine = np.flatnonzero(parcel == row)
        inside, outside = _at_once(parcels[row], unit[mine], units, tolerance[row], task)
        if inside is not None:
            taken = ~shapely.is_missing(inside)
            found.append((parcel[mine][taken], unit[mine][taken], inside[taken]))
            left[row] = outside
            covers[mine] = True  # done with
    open_ = ~covers | held[parcel]
    parcel, unit, covers = parcel[open_], unit[open_], covers[open_]

    turn = np.arange(len(parcel)) - np.searchsorted(parcel, parcel)  # 0 for a parcel's first claimant, 1 …
    for number in range(int(turn.max()) + 1 if len(turn) else 0):
        task.check()
        now = np.flatnonzero(turn == number)
        now = now[~shapely.is_missing(left[parcel[now]])]
        whole, part = now[covers[now]], now[~covers[now]]
        found.append((parcel[whole], unit[whole], left[parcel[whole]]))
        left[parcel[whole]] = None
        ground = left[parcel[part]]
        result = cut(ground, units.near(unit[part], shapely.bounds(ground)), tolerance[parcel[part]])
        taken = ~shapely.is_missing(result.inside)
        found.append((parcel[part][taken], unit[part][taken], result.inside[taken]))
        left[parcel[part]] = result.outside
        lost.append(parcel[part][result.failed])
    rest = np.flatnonzero(~shapely.is_missing(left))
    found.append((rest, np.full(len(rest), NO_UNIT), left[rest]))
    made = [np.concatenate(column) for column in zip(*found)]
    return made[0], made[1], made[2], np.concatenate([np.zeros(0, dtype=int), *lost])


def _at_once(
    parcel: shapely.Geometry, claimants: NDArray, units: Cover, tolerance: float, task: Task
) -> tuple[Optional[NDArray], Optional[shapely.Geometry]]:
    """What each of many claimants has of a parcel, and what is left; None where that does not close.

    Cut one after the other, a street that runs through hundreds of blocks would be walked along hundreds of times.
    It closes only where the claimants do not overlap: else they have to take turns.
    """
    frames = shapely.bounds(units.polygons[claimants])
    near = np.array([None] * len(claimants), dtype=object)
    narrow(parcel, frames, np.arange(len(claimants)), near)
    task.check()
    parts = units.polygons[claimants]
    try:
        inside, area = measured_polygons(shapely.intersection(sound_polygons(near), parts))
        task.check()
        rest = np.array([shapely.difference(parcel, shapely.union_all(parts))], dtype=object)
    except shapely.GEOSException:
        return None, None
    inside[area <= tolerance] = None
    (outside,), (left,) = measured_polygons(rest)
    if not abs(parcel.area - left - area[area > tolerance].sum()) <= tolerance:
        return None, None
    return inside, outside if left > tolerance else None


def _by_layer(
    geometry: NDArray, layer: Cover, tolerance: NDArray, draw: Optional[NDArray]
) -> tuple[NDArray, NDArray, NDArray, NDArray, NDArray]:
    """The pieces (n,) cut by one layer.

    draw  (n,) False where the outside's area is enough; None: all is drawn
    Returns of the m pieces made: (m,) the piece each comes from, geometry, area of those that are not drawn, whether
    the layer covers it; and the positions of pieces that could not be cut.
    """
    pairs = layer.candidates(geometry)
    whole = np.zeros(len(geometry), dtype=bool)
    whole[pairs.polygon[pairs.covers]] = True
    partly = ~whole[pairs.polygon]
    pairs = type(pairs)(pairs.polygon[partly], pairs.part[partly], pairs.covers[partly])
    place, cutters = layer.local_union(geometry, pairs)
    result = cut(geometry[place], cutters, tolerance[place], None if draw is None else draw[place])
    inside = ~shapely.is_missing(result.inside)
    outside = (result.rest > 0) | ~shapely.is_missing(result.outside)
    untouched = np.ones(len(geometry), dtype=bool)
    untouched[place] = False
    kept, rest = geometry[untouched], np.zeros(untouched.sum())
    if draw is not None:
        dropped = ~(whole | draw)[untouched]
        rest[dropped] = shapely.area(kept[dropped])
        kept[dropped] = None
    made = np.concatenate([kept, result.outside[outside], result.inside[inside]])
    rows = np.concatenate([np.flatnonzero(untouched), place[outside], place[inside]])
    rest = np.concatenate([rest, result.rest[outside], np.zeros(inside.sum())])
    covered = np.concatenate([whole[untouched], np.zeros(outside.sum(), dtype=bool), np.ones(inside.sum(), dtype=bool)])
    return rows, made, rest, covered, place[result.failed]
