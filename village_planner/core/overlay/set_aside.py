"""Which parcels are left out of an overlay, and why."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..messages import Message, message
from .ellipsoid import square_metres
from .inputs import ParcelLayer
from .notes import named
from .repair import Repaired


def set_aside(
    parcels: ParcelLayer, repaired: Repaired, tolerance: float, warnings: list[Message]
) -> tuple[NDArray, dict[int, Message]]:
    """The parcels' ground (n,), None for those set aside, and the reason of each of these by its position.

    Set aside is what has no ground, what only a repair that changes the area by more than `tolerance` m² could mend,
    and what repeats an earlier parcel in outline, class and unit: its ground would count twice. The same outline with
    another class is kept and told, for nobody but the user knows which of the two is right.
    """
    ground, reasons = repaired.geometry.copy(), dict(repaired.reasons)
    change = np.zeros(len(ground))
    mended = np.flatnonzero(repaired.repaired)
    change[mended] = square_metres(repaired.change[mended], repaired.geometry[mended], parcels.geometry.crs)
    for row in np.flatnonzero(np.abs(change) > tolerance):
        reasons[int(row)] = message(
            "the outline crosses itself; the repair would change the area by {change:,.2f} m²",
            change=float(change[row]),
        )
    ground[list(reasons)] = None
    first, second = same_outlines(ground, repaired.area)
    ids, classes = parcels.ids.to_numpy(dtype=object), parcels.classes.to_numpy(dtype=object)
    own = None if parcels.own_codes is None else parcels.own_codes.to_numpy(dtype=object)
    alike = classes[first] == classes[second]
    if own is not None:
        alike &= own[first] == own[second]
    for earlier, later in zip(first[alike], second[alike]):
        reasons[int(later)] = message("it repeats parcel {parcel}", parcel=ids[earlier])
        ground[later] = None
    rivals = second[~alike]
    if len(rivals):
        warnings.append(
            message(
                "Layer {layer}: {count} parcels have the outline of another one but another class or unit ({parcels}); "
                "their ground counts twice. Correct them, then run again.",
                layer=parcels.name,
                count=len(rivals),
                parcels=named([str(ids[row]) for row in rivals]),
            )
        )
    return ground, reasons


def same_outlines(polygons: NDArray, areas: NDArray) -> tuple[NDArray, NDArray]:
    """Pairs (first, second) of positions: `second` has the very ground of `first`, the earliest that has it.

    polygons (n,), None for those that do not count      areas (n,) m²
    """
    there = np.flatnonzero(~shapely.is_missing(polygons))
    area = areas[there]
    order = np.argsort(area, kind="stable")
    # Rings that start elsewhere or run the other way add up to the last digits differently.
    close = np.diff(area[order]) <= 1e-9 * area[order][1:]
    group = np.concatenate([[0], np.cumsum(~close)]) if len(order) else np.zeros(0, dtype=int)
    size = np.bincount(group) if len(group) else np.zeros(0, dtype=int)
    several = size[group] > 1
    rows, group = there[order[several]], group[several]
    box = np.round(shapely.bounds(polygons[rows]), 6)
    keys = np.column_stack([group, box]) if len(rows) else np.zeros((0, 5))
    _, which = np.unique(keys, axis=0, return_inverse=True)
    which = np.ravel(which)
    order = np.lexsort((rows, which))
    rows, which = rows[order], which[order]
    start: NDArray = np.searchsorted(which, which)  # the first row of each group
    later = np.flatnonzero(start != np.arange(len(rows)))
    first, second = rows[start[later]], rows[later]
    same = shapely.equals(polygons[first], polygons[second]) if len(first) else np.zeros(0, dtype=bool)
    order = np.argsort(second[same], kind="stable")
    return first[same][order], second[same][order]
