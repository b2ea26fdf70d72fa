"""Repaired outlines and ellipsoid areas of a layer's rows; on all cores, and only of rows that are new."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Optional, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from ..overlay.ellipsoid import GEOGRAPHIC_CGCS2000, ellipsoid_areas
from ..overlay.parallel import LOOK, in_chunks, slices
from ..overlay.repair import Repaired, repair_layer
from ..task import SILENT, Task

CHUNK = 20_000  # rows whose hashes are made between two looks at the cancel button
T = TypeVar("T")


@dataclass(frozen=True)
class Measures:
    """repaired  see `repair_polygons`      areas  (n,) m² on the ellipsoid, 0 where there is no ground"""

    repaired: Repaired
    areas: NDArray


@dataclass
class Memory:
    """Areas of sound outlines met in earlier checks, by a hash of outline and CRS: those rows are not measured again.

    What a whole check did not meet is forgotten after it, so the memory is as large as the layers last checked.
    """

    known: dict[bytes, float] = field(default_factory=dict)
    met: dict[bytes, float] = field(default_factory=dict)

    def begin(self) -> None:
        self.met = {}

    def finish(self, whole: bool) -> None:
        """Called at the end of a check; `whole`: all layers were looked at."""
        self.known = self.met if whole else {**self.known, **self.met}
        self.met = {}


def measure(shapes: NDArray, crs: Any, task: Task = SILENT, memory: Optional[Memory] = None) -> Measures:
    """Repair and measure; see `Measures`."""
    if memory is None:
        repaired = repair_layer(shapes, task.part(0.0, 0.5))
        there = _on_earth(repaired.geometry, crs)
        areas = np.zeros(len(shapes))
        if there.any():
            areas[there] = ellipsoid_areas(gpd.GeoSeries(repaired.geometry[there], crs=crs), task.part(0.5, 1.0))
        return Measures(repaired, areas)
    keys = _keys(shapes, crs, task.part(0.0, 0.1))
    areas = np.array([memory.known.get(key, np.nan) for key in keys])
    old, new = np.flatnonzero(~np.isnan(areas)), np.flatnonzero(np.isnan(areas))
    fresh = measure(shapes[new], crs, task.part(0.1, 1.0))
    geometry = np.array(shapes, dtype=object)
    geometry[old] = shapely.force_2d(geometry[old])
    geometry[new], areas[new] = fresh.repaired.geometry, fresh.areas
    repaired, change = np.zeros(len(shapes), dtype=bool), np.zeros(len(shapes))
    repaired[new], change[new] = fresh.repaired.repaired, fresh.repaired.change
    reasons = {int(new[row]): text for row, text in fresh.repaired.reasons.items()}
    sound = ~repaired
    sound[list(reasons)] = False
    # Of sound outlines nothing but the area has to be remembered.
    memory.met.update((keys[row], float(areas[row])) for row in np.flatnonzero(sound))
    plane = np.nan_to_num(shapely.area(geometry))
    return Measures(Repaired(geometry, plane, repaired, change, reasons), areas)


def on_earth(crs: Any) -> bool:
    """Whether coordinates have a place on earth: not in what GeoPackage calls an undefined Cartesian system."""
    known = CRS.from_user_input(crs)
    return bool(known.is_geographic or known.is_projected)


def _on_earth(shapes: NDArray, crs: Any) -> NDArray:
    """(n,) True where the outline's place in its CRS is one on earth: what is elsewhere has no area there."""
    if not on_earth(crs):
        return np.zeros(len(shapes), dtype=bool)
    west, south, east, north = shapely.bounds(shapes).T
    if CRS.from_user_input(crs).is_geographic:
        return (west >= -360) & (east <= 360) & (south >= -90) & (north <= 90)
    to_degrees = Transformer.from_crs(crs, GEOGRAPHIC_CGCS2000, always_xy=True)
    corners = np.array([to_degrees.transform(x, y) for x, y in ((west, south), (west, north), (east, north))])
    return np.isfinite(corners).all(axis=(0, 1))


def _keys(shapes: NDArray, crs: Any, task: Task) -> list[bytes]:
    """A hash of each outline and the CRS."""
    prefix = hashlib.blake2b(str(crs).encode("utf-8")).digest()

    def work(rows: slice, _: Task) -> list[bytes]:
        found = shapely.to_wkb(shapes[rows])
        return [hashlib.blake2b(wkb or b"", key=prefix, digest_size=16).digest() for wkb in found]

    return [key for part in in_chunks(work, slices(len(shapes), CHUNK), task) for key in part]


def patiently(work: Callable[[], T], task: Task) -> T:
    """One long call (a sort, a union) during which cancelling is asked for; what was begun ends by itself, unused."""
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(work)
        while not wait([future], LOOK).done:
            task.check()
        task.check()
        return future.result()
    finally:
        pool.shutdown(wait=False)
