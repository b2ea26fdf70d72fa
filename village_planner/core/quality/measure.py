"""Repaired outlines and ellipsoid areas of a layer's rows, on all cores, and only of rows that are new."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Optional, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from ..overlay.ellipsoid import ellipsoid_areas
from ..overlay.repair import Repaired, repair_polygons
from ..task import SILENT, Task

CHUNK = 4096  # rows measured between two looks at the cancel button
ASK = 0.1  # s between two looks while GEOS or a sort is at work
T = TypeVar("T")


@dataclass(frozen=True)
class Measures:
    """repaired  see `repair_polygons`      areas  (n,) m² on the ellipsoid, 0 where there is no ground"""

    repaired: Repaired
    areas: NDArray


@dataclass
class Memory:
    """Areas of sound outlines met in earlier checks, by a hash of outline and CRS: those rows are not measured again.

    What one check did not meet is forgotten after it, so the memory is as large as the layers last checked.
    """

    known: dict[bytes, float] = field(default_factory=dict)
    met: dict[bytes, float] = field(default_factory=dict)

    def finish(self) -> None:
        """Called at the end of a check."""
        self.known, self.met = self.met, {}


def measure(shapes: NDArray, crs: Any, task: Task = SILENT, memory: Optional[Memory] = None) -> Measures:
    """Repair and measure; see `Measures`. Cancelled between chunks."""
    chunks = [shapes[start : start + CHUNK] for start in range(0, len(shapes), CHUNK)]
    prefix = hashlib.blake2b(str(crs).encode("utf-8")).digest()

    def work(chunk: NDArray) -> Measures:
        return _measure(chunk, crs, prefix, memory)

    done = list(in_threads(work, chunks, task))
    if not done:
        return Measures(repair_polygons(shapes), np.zeros(0))
    reasons = {}
    for number, part in enumerate(done):
        reasons.update({number * CHUNK + row: text for row, text in part.repaired.reasons.items()})
    repaired = Repaired(
        np.concatenate([part.repaired.geometry for part in done]),
        np.concatenate([part.repaired.repaired for part in done]),
        np.concatenate([part.repaired.change for part in done]),
        reasons,
    )
    return Measures(repaired, np.concatenate([part.areas for part in done]))


def _measure(shapes: NDArray, crs: Any, prefix: bytes, memory: Optional[Memory]) -> Measures:
    with np.errstate(invalid="ignore", divide="ignore"):  # set for each thread
        if memory is None:
            repaired = repair_polygons(shapes)
            return Measures(repaired, ellipsoid_areas(gpd.GeoSeries(repaired.geometry, crs=crs)))
        keys = [_digest(prefix, wkb) for wkb in shapely.to_wkb(shapes)]
        areas = np.array([memory.known.get(key, np.nan) for key in keys])
        new = np.flatnonzero(np.isnan(areas))
        fresh = _measure(shapes[new], crs, prefix, None)
    geometry = np.array(shapes, dtype=object)
    old = ~np.isnan(areas)
    geometry[old] = shapely.force_2d(geometry[old])
    geometry[new] = fresh.repaired.geometry
    changed, change = np.zeros(len(shapes), dtype=bool), np.zeros(len(shapes))
    changed[new], change[new], areas[new] = fresh.repaired.repaired, fresh.repaired.change, fresh.areas
    reasons = {int(new[row]): text for row, text in fresh.repaired.reasons.items()}
    for row in np.flatnonzero(~changed):
        if int(row) not in reasons:  # only of sound outlines nothing but the area has to be remembered
            memory.met[keys[row]] = float(areas[row])
    return Measures(Repaired(geometry, changed, change, reasons), areas)


def _digest(prefix: bytes, wkb: Optional[bytes]) -> bytes:
    return hashlib.blake2b(wkb or b"", key=prefix, digest_size=16).digest()


def in_threads(work: Callable[[Any], T], parts: Sequence[Any], task: Task) -> Iterator[T]:
    """`work` of each part in order, on all cores; GEOS and PROJ let other threads run meanwhile."""
    workers = max(os.cpu_count() or 1, 1)
    pool = ThreadPoolExecutor(workers)
    waiting: list[Future[T]] = []
    started = 0
    try:
        for done in range(len(parts)):
            while started < len(parts) and started < done + 2 * workers:
                waiting.append(pool.submit(work, parts[started]))
                started += 1
            first = waiting.pop(0)
            _await(first, task)
            task.report((done + 1) / len(parts))
            yield first.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # what has begun ends by itself, unused


def patiently(work: Callable[[], T], task: Task) -> T:
    """One long call (a sort, a union) during which cancelling is asked for; what was begun ends by itself, unused."""
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(work)
        _await(future, task)
        return future.result()
    finally:
        pool.shutdown(wait=False)


def _await(future: Future[Any], task: Task) -> None:
    while not wait([future], ASK, FIRST_COMPLETED).done:
        task.check()
    task.check()
