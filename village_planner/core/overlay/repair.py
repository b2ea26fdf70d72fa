"""Make polygons valid, keep their area, and say what was done."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from ..messages import Message, message
from ..task import SILENT, Task
from .parallel import in_chunks, slices

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7
CHUNK = 5000  # polygons that one thread repairs at a time
SAME_AREA = 1e-9  # relative: a repair that changes the area by less has kept it


@dataclass(frozen=True)
class Repaired:
    """Polygons fit for an overlay.

    geometry  (n,) valid polygons and multipolygons without Z; None where there was nothing to keep
    repaired  (n,) True where the geometry was invalid and is valid now
    area      (n,) m² of `geometry`, 0 for None
    change    (n,) m²: repaired area minus the area that the rings as drawn declare (shells minus holes)
    reasons   position -> why it was set aside
    """

    geometry: NDArray
    area: NDArray
    repaired: NDArray
    change: NDArray
    reasons: dict[int, Message]


def repair_layer(geometry: NDArray, task: Task = SILENT, valid: Optional[NDArray] = None) -> Repaired:
    """`repair_polygons` of a large layer, on both cores."""
    chunks = slices(len(geometry), CHUNK)

    def work(rows: slice, _: Task) -> Repaired:
        return repair_polygons(geometry[rows], None if valid is None else valid[rows])

    return _together(in_chunks(work, chunks, task))


class LookAhead:
    """Tells which outlines of a layer are valid, part by part, while the next parts are still being read.

    Nothing but GEOS works meanwhile: a reader holds Python's lock for long, and whoever else needs it waits.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self._parts: list[Future[NDArray]] = []

    def add(self, geometry: NDArray, first: bool) -> None:
        """The next part; `first` begins anew."""
        if first:
            self._parts = []
        self._parts.append(self._pool.submit(shapely.is_valid, geometry))

    def valid(self) -> NDArray:
        """(n,) of all parts in the order in which they came."""
        return np.concatenate([part.result() for part in self._parts] or [np.zeros(0, dtype=bool)])

    def __enter__(self) -> LookAhead:
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _together(parts: Sequence[Repaired]) -> Repaired:
    parts = parts or [repair_polygons(np.zeros(0, dtype=object))]
    starts = np.cumsum([0, *(len(part.geometry) for part in parts)])
    return Repaired(
        np.concatenate([part.geometry for part in parts]),
        np.concatenate([part.area for part in parts]),
        np.concatenate([part.repaired for part in parts]),
        np.concatenate([part.change for part in parts]),
        {int(start) + i: reason for start, part in zip(starts, parts) for i, reason in part.reasons.items()},
    )


@np.errstate(invalid="ignore", divide="ignore")  # GEOS leaves floating-point flags that numpy would report
def repair_polygons(geometry: NDArray, valid: Optional[NDArray] = None) -> Repaired:
    """Repair invalid polygons; set aside what has no ground: missing, empty, points and lines, collapsed.

    A self-crossing ring (a bow-tie) keeps both its lobes, ground covered twice counts once, lines and points that
    stick out are dropped. GEOS has two ways to rebuild a polygon; the one that stays nearer to the declared area is
    taken, the first (linework) where both do.

    valid  (n,) which of them GEOS calls valid, where that is known already
    """
    given = np.array(geometry, dtype=object)
    made = np.array([None] * len(given), dtype=object)
    repaired = np.zeros(len(given), dtype=bool)
    change = np.zeros(len(given))
    reasons: dict[int, Message] = {}

    kind = shapely.get_type_id(given)
    missing = shapely.is_missing(given)
    empty = ~missing & shapely.is_empty(given)
    areal = ~missing & ~empty & np.isin(kind, (POLYGON, MULTIPOLYGON, COLLECTION))
    finite = areal.copy()
    finite[areal] = _finite(given[areal])
    for mask, reason in (
        (missing, message("no geometry")),
        (empty, message("empty geometry")),
        (~missing & ~empty & ~areal, message("not a polygon")),
        (areal & ~finite, message("coordinates that are not numbers")),
    ):
        reasons.update(dict.fromkeys(np.flatnonzero(mask).tolist(), reason))

    flat = given[finite]
    high = shapely.has_z(flat)
    flat[high] = shapely.force_2d(flat[high])
    sound = (shapely.is_valid(flat) if valid is None else valid[finite]) & (shapely.get_type_id(flat) != COLLECTION)
    places = np.flatnonzero(finite)
    made[places[sound]] = flat[sound]
    if not sound.all():
        broken, where = flat[~sound], places[~sound]
        declared = shapely.area(broken)
        made[where] = _nearest(declared, _linework(broken), _structure(broken))
        repaired[where] = True
        change[where] = shapely.area(made[where]) - declared

    ground = np.nan_to_num(shapely.area(made))  # of None it is no number
    collapsed = finite & ~(ground > 0)
    reasons.update(dict.fromkeys(np.flatnonzero(collapsed).tolist(), message("no area: the outline collapses")))
    made[collapsed] = None
    repaired[collapsed] = False
    change[collapsed] = 0.0
    return Repaired(made, np.where(collapsed, 0.0, ground), repaired, change, reasons)


def changed(repaired: Repaired) -> NDArray:
    """(n,) True where the repair could not keep the declared area (relative difference above 1e-9)."""
    return repaired.repaired & (np.abs(repaired.change) > SAME_AREA * repaired.area)


def polygons_only(geometry: NDArray) -> NDArray:
    """Drop points and lines; None where no polygon with an area is left."""
    return _with_area(geometry)[0]


def _with_area(geometry: NDArray) -> tuple[NDArray, NDArray]:
    made = np.array(geometry, dtype=object)
    for i in np.flatnonzero(shapely.get_type_id(made) == COLLECTION):
        made[i] = _polygonal(made[i])
    area = np.nan_to_num(shapely.area(made))  # of None it is no number
    made[~(area > 0)] = None
    return made, area


def sound_polygons(geometry: NDArray) -> NDArray:
    """`polygons_only`, made valid: an overlay's own result can touch itself where its nodes were rounded."""
    return measured_polygons(geometry)[0]


def measured_polygons(geometry: NDArray) -> tuple[NDArray, NDArray]:
    """`sound_polygons` and their areas, 0 for None."""
    made, area = _with_area(geometry)
    broken = np.flatnonzero(area > 0)
    broken = broken[~shapely.is_valid(made[broken])]
    if len(broken):
        made[broken], area[broken] = _with_area(_make_valid(made[broken]))
    return made, area


def _polygonal(geometry: shapely.Geometry) -> shapely.Geometry | None:
    parts = shapely.get_parts(geometry)
    while np.isin(shapely.get_type_id(parts), (MULTIPOLYGON, COLLECTION)).any():
        parts = shapely.get_parts(parts)
    parts = parts[(shapely.get_type_id(parts) == POLYGON) & (shapely.area(parts) > 0)]
    if len(parts) == 0:
        return None
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _finite(geometry: NDArray) -> NDArray:
    # A coordinate that is no number makes the outline's length none.
    return np.isfinite(shapely.length(geometry))


def _make_valid(geometry: NDArray, **options: Any) -> NDArray:
    """`shapely.make_valid`; None where GEOS gives up on one (nearly coincident edges), which spoils no other."""
    try:
        return shapely.make_valid(geometry, **options)
    except shapely.GEOSException:
        if len(geometry) == 1:
            return np.array([None], dtype=object)
        half = len(geometry) // 2
        return np.concatenate([_make_valid(part, **options) for part in (geometry[:half], geometry[half:])])


def _linework(geometry: NDArray) -> NDArray:
    return polygons_only(_make_valid(geometry))


def _structure(geometry: NDArray) -> NDArray:
    # A collection has no structure of shells and holes to go by: linework alone answers for it.
    made = np.array([None] * len(geometry), dtype=object)
    fit = shapely.get_type_id(geometry) != COLLECTION
    made[fit] = polygons_only(_make_valid(geometry[fit], method="structure", keep_collapsed=False))
    return made


def _nearest(declared: NDArray, first: NDArray, second: NDArray) -> NDArray:
    one = np.abs(np.nan_to_num(shapely.area(first)) - declared)
    two = np.abs(np.nan_to_num(shapely.area(second)) - declared)
    slack = SAME_AREA * np.maximum(declared, 1e-300)
    takes_second = ~shapely.is_missing(second) & (shapely.is_missing(first) | (two < one - slack))
    return np.where(takes_second, second, first)
