"""Parcels cut into pieces by unit and by covering lines, in one pass and without losing area.

Each cut takes an intersection and leaves the difference, made from the same two polygons; nothing is cut twice from
the same ground. So the pieces of a parcel partition it, whatever gaps and overlaps the cutting layers have.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, fields
from queue import SimpleQueue
from threading import Event

import numpy as np
import shapely
from numpy.typing import NDArray

from ..task import Task
from .cover import Cover
from .cutting import closing_tolerance, cut

NO_UNIT = -1
WORKERS = 4  # at most; each keeps the layers' search trees for itself
LOOK = 0.2  # s between two looks at the cancel button
CHUNK_PARCELS = 2000
CHUNK_VERTICES = 40_000  # keeps a chunk well below a second, so that cancelling answers at once


@dataclass(frozen=True)
class Pieces:
    """parcel    (k,) position of the parcel, ascending
    unit      (k,) position of the unit, NO_UNIT where no unit claims the ground
    covered   (k, layers) True where the layer covers the piece
    geometry  (k,) polygons
    lost      positions of parcels that no way of cutting could close; they have no pieces
    """

    parcel: NDArray
    unit: NDArray
    covered: NDArray
    geometry: NDArray
    lost: NDArray


def cut_parcels(parcels: NDArray, own: NDArray, units: Cover, layers: Sequence[Cover], task: Task) -> Pieces:
    """Cut parcels by units and layers.

    parcels  (n,) valid polygons, None for those set aside
    own      (n,) position of the parcel's own unit, which goes first where several claim ground; -1 for none
    units    in the order in which they take ground that several claim
    """
    there = np.flatnonzero(~shapely.is_missing(parcels))
    chunks = _chunks(there, shapely.get_num_coordinates(parcels))
    stopped = Event()
    covers: SimpleQueue[tuple[Cover, list[Cover]]] = SimpleQueue()
    covers.put((units, list(layers)))
    workers = max(1, min(WORKERS, os.cpu_count() or 1, len(chunks)))

    def work(rows: NDArray) -> Pieces:
        mine = covers.get()
        try:
            return _cut_chunk(parcels[rows], own[rows], *mine, Task(is_cancelled=stopped.is_set), rows)
        finally:
            covers.put(mine)

    # GEOS works without Python's lock, so threads share the chunks; the pieces stand in the chunks' order.
    with ThreadPoolExecutor(workers) as pool:
        task.report(0.0)
        for _ in range(workers - 1):
            covers.put((units.copy(), [layer.copy() for layer in layers]))
        jobs = [pool.submit(work, rows) for rows in chunks]
        try:
            _watch(jobs, task)
        finally:
            stopped.set()
            for job in jobs:
                job.cancel()
    nothing = Pieces(
        np.zeros(0, dtype=int),
        np.zeros(0, dtype=int),
        np.zeros((0, len(layers)), dtype=bool),
        np.zeros(0, dtype=object),
        np.zeros(0, dtype=int),
    )
    columns = (
        np.concatenate([getattr(c, f.name) for c in [nothing, *(j.result() for j in jobs)]]) for f in fields(Pieces)
    )
    return Pieces(*columns)


def _watch(jobs: Sequence[Future[Pieces]], task: Task) -> None:
    """Wait for all; report and look for a cancel from this thread, the only one that may speak to the user."""
    waiting = set(jobs)
    while waiting:
        done, waiting = wait(waiting, LOOK)
        for job in done:
            job.result()  # raises what the job raised
        task.report(1 - len(waiting) / len(jobs))


def _chunks(rows: NDArray, vertices: NDArray) -> list[NDArray]:
    chunks, start, held = [], 0, 0
    for i, row in enumerate(rows):
        if i > start and (held + vertices[row] > CHUNK_VERTICES or i - start >= CHUNK_PARCELS):
            chunks.append(rows[start:i])
            start, held = i, 0
        held += vertices[row]
    if start < len(rows):
        chunks.append(rows[start:])
    return chunks


@np.errstate(invalid="ignore", divide="ignore")  # numpy keeps this setting for each thread
def _cut_chunk(
    parcels: NDArray, own: NDArray, units: Cover, layers: Sequence[Cover], task: Task, rows: NDArray
) -> Pieces:
    tolerance = closing_tolerance(parcels)
    parcel, unit, geometry, lost = _by_unit(parcels, own, units, tolerance, task)
    covered = np.zeros((len(parcel), len(layers)), dtype=bool)
    for k, layer in enumerate(layers):
        task.check()
        parcel, unit, geometry, covered, failed = _by_layer(parcel, unit, geometry, covered, k, layer, tolerance)
        lost = np.union1d(lost, failed)
    # What the cuts left over must be the parcel again.
    area = np.bincount(parcel, weights=shapely.area(geometry), minlength=len(parcels))
    cuts = np.bincount(parcel, minlength=len(parcels))
    lost = np.union1d(lost, np.flatnonzero(np.abs(area - shapely.area(parcels)) > tolerance * np.maximum(cuts, 1)))
    keep = ~np.isin(parcel, lost)
    parcel, unit, geometry, covered = parcel[keep], unit[keep], geometry[keep], covered[keep]
    order = np.lexsort((*(covered[:, k] for k in reversed(range(len(layers)))), unit, parcel))
    return Pieces(rows[parcel[order]], unit[order], covered[order], geometry[order], rows[lost.astype(int)])


def _by_unit(
    parcels: NDArray, own: NDArray, units: Cover, tolerance: NDArray, task: Task
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Pieces by unit: (parcel, unit, geometry, parcels that could not be cut)."""
    pairs = units.candidates(parcels)
    order = np.lexsort((pairs.part, pairs.part != own[pairs.polygon], pairs.polygon))
    parcel, unit, covers = pairs.polygon[order], pairs.part[order], pairs.covers[order]
    turn = np.arange(len(parcel)) - np.searchsorted(parcel, parcel)  # 0 for a parcel's first claimant, 1 …
    left = parcels.copy()
    found: list[tuple[NDArray, NDArray, NDArray]] = []
    lost: list[NDArray] = []
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


def _by_layer(
    parcel: NDArray, unit: NDArray, geometry: NDArray, covered: NDArray, k: int, layer: Cover, tolerance: NDArray
) -> tuple[NDArray, NDArray, NDArray, NDArray, NDArray]:
    """The same pieces, cut once more by layer k; and the parcels of pieces that could not be cut."""
    pairs = layer.candidates(geometry)
    whole = np.zeros(len(geometry), dtype=bool)
    whole[pairs.polygon[pairs.covers]] = True
    partly = ~whole[pairs.polygon]
    pairs = type(pairs)(pairs.polygon[partly], pairs.part[partly], pairs.covers[partly])
    covered = covered.copy()
    covered[whole, k] = True
    if len(pairs.polygon) == 0:
        return parcel, unit, geometry, covered, np.zeros(0, dtype=int)
    place, cutters = layer.local_union(geometry, pairs)
    result = cut(geometry[place], cutters, tolerance[parcel[place]])
    inside, outside = ~shapely.is_missing(result.inside), ~shapely.is_missing(result.outside)
    untouched = np.ones(len(geometry), dtype=bool)
    untouched[place] = False
    rows = np.concatenate([np.flatnonzero(untouched), place[outside], place[inside]])
    fresh = covered[rows]
    fresh[len(rows) - inside.sum() :, k] = True
    made = np.concatenate([geometry[untouched], result.outside[outside], result.inside[inside]])
    return parcel[rows], unit[rows], made, fresh, parcel[place[result.failed]]
