"""Cut polygons in two so that no area is lost: inside and outside of a cutter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from numpy.typing import NDArray

from .repair import measured_polygons, sound_polygons

CLOSING = 1e-9  # relative: the parts of a parcel sum to the parcel
GRIDS = (1e-9, 1e-8, 1e-7, 1e-6)  # relative to the coordinates' extent: last resort of the noding


@dataclass(frozen=True)
class Cut:
    """inside, outside  (n,) polygons or None;  rest  (n,) m² of what lies outside
    failed  (n,) True where no way to cut kept the area
    """

    inside: NDArray
    outside: NDArray
    rest: NDArray
    failed: NDArray


def closing_tolerance(parcels: NDArray, area: Optional[NDArray] = None) -> NDArray:
    """(n,) m²: how far the parts' sum may be from the parcel, and below which a part is rounding, not ground.

    1e-9 of the area, but never less than what the coordinates can express: with 8-digit eastings two neighbouring
    doubles are 7e-9 m apart, and a point placed on a long edge of a narrow parcel moves that edge by as much.

    area  (n,) m², where it is known already
    """
    bounds = np.abs(shapely.bounds(parcels))
    step = np.spacing(np.nanmax(np.nan_to_num(bounds), axis=1, initial=0.0))
    return np.maximum(CLOSING * (shapely.area(parcels) if area is None else area), step * shapely.length(parcels))


def cut(polygons: NDArray, cutters: NDArray, tolerance: NDArray, draw: Optional[NDArray] = None) -> Cut:
    """Split each polygon by its cutter.

    A part below `tolerance` is not cut off: the other part is then the polygon itself, untouched.
    polygons, cutters (n,) valid polygons      tolerance (n,) m²
    draw  (n,) False where the outside need not be drawn, which halves the work: only its area is told then
    """
    area = shapely.area(polygons)
    inside, in_area, done = _overlay(shapely.intersection, polygons, cutters)
    all_in = done & (np.abs(in_area - area) <= tolerance)
    all_out = done & ~all_in & (in_area <= tolerance)
    # An intersection that came back empty by mistake would pass unseen: a point of the polygon is looked up as well.
    all_out[all_out] = ~shapely.intersects(cutters[all_out], shapely.point_on_surface(polygons[all_out]))
    outside, out_area = np.array([None] * len(polygons), dtype=object), np.zeros(len(polygons))

    drawn = np.ones(len(polygons), dtype=bool) if draw is None else draw | ~done | (in_area > area + tolerance)
    out_area[~drawn] = np.maximum(area - in_area, 0)[~drawn]
    open_ = np.flatnonzero(~all_in & ~all_out & drawn)
    outside[open_], out_area[open_], done[open_] = _overlay(shapely.difference, polygons[open_], cutters[open_])
    failed = np.zeros(len(polygons), dtype=bool)
    failed[open_] = ~done[open_] | ~(np.abs(in_area + out_area - area)[open_] <= tolerance[open_])
    for i in np.flatnonzero(failed):
        inside[i], outside[i], worst = _carefully(polygons[i], cutters[i], tolerance[i])
        in_area[i], out_area[i] = np.nan_to_num(shapely.area([inside[i], outside[i]]))
        failed[i] = not worst <= tolerance[i]
    nothing_in = all_out | ((in_area <= tolerance) & (in_area <= out_area))
    nothing_out = all_in | ((out_area <= tolerance) & ~nothing_in)
    inside[nothing_in], outside[nothing_in] = None, polygons[nothing_in]
    inside[nothing_out], outside[nothing_out] = polygons[nothing_out], None
    inside[failed], outside[failed] = None, None
    out_area[nothing_in] = area[nothing_in]
    out_area[nothing_out | failed] = 0
    return Cut(inside, outside, out_area, failed)


def _overlay(
    operation: Callable[..., NDArray], polygons: NDArray, cutters: NDArray
) -> tuple[NDArray, NDArray, NDArray]:
    """The operation's polygons, their areas, and True where it came to an end; one pair that GEOS gives up on spoils
    no other."""
    try:
        made, area = measured_polygons(operation(polygons, cutters))
        return made, area, np.ones(len(polygons), dtype=bool)
    except shapely.GEOSException:
        if len(polygons) == 1:
            return np.array([None], dtype=object), np.zeros(1), np.array([False])
        half = len(polygons) // 2
        halves = [_overlay(operation, polygons[part], cutters[part]) for part in (slice(half), slice(half, None))]
        made, area, done = (np.concatenate(column) for column in zip(*halves))
        return made, area, done


def _error(inside: NDArray, outside: NDArray, area: NDArray) -> NDArray:
    return np.abs(np.nan_to_num(shapely.area(inside)) + np.nan_to_num(shapely.area(outside)) - area)


def _carefully(
    polygon: shapely.Geometry, cutter: shapely.Geometry, tolerance: float
) -> tuple[shapely.Geometry | None, shapely.Geometry | None, float]:
    """One stubborn pair: several ways, the first that closes, else the one that closes best."""
    best: tuple[shapely.Geometry | None, shapely.Geometry | None, float] = (None, None, np.inf)
    for way in (_near_origin, _outside_from_inside, _inside_from_outside, _on_grids):
        for inside, outside in way(polygon, cutter):
            error = float(_error(np.array([inside]), np.array([outside]), shapely.area(np.array([polygon])))[0])
            if error < best[2]:
                best = (inside, outside, error)
            if error <= tolerance:
                return best
    return best


Pairs = list[tuple["shapely.Geometry | None", "shapely.Geometry | None"]]


def _try(function, *arguments, **options):  # type: ignore[no-untyped-def]
    """A GEOS call on single geometries; the polygonal part of the answer, None where GEOS gives up."""
    try:
        return sound_polygons(np.array([function(*arguments, **options)], dtype=object))[0]
    except shapely.GEOSException:
        return None


def _near_origin(polygon: shapely.Geometry, cutter: shapely.Geometry) -> Pairs:
    x, y = np.round(shapely.bounds(polygon)[:2])

    def moved(geometry: shapely.Geometry, sign: int) -> shapely.Geometry:
        return shapely.transform(geometry, lambda xy: xy + sign * np.array([x, y]))

    here, there = moved(polygon, -1), moved(cutter, -1)
    parts = [_try(operation, here, there) for operation in (shapely.intersection, shapely.difference)]
    back = sound_polygons(np.array([None if part is None else moved(part, 1) for part in parts], dtype=object))
    return [(back[0], back[1])]


def _outside_from_inside(polygon: shapely.Geometry, cutter: shapely.Geometry) -> Pairs:
    inside = _try(shapely.intersection, polygon, cutter)
    return [] if inside is None else [(inside, _try(shapely.difference, polygon, inside))]


def _inside_from_outside(polygon: shapely.Geometry, cutter: shapely.Geometry) -> Pairs:
    outside = _try(shapely.difference, polygon, cutter)
    return [] if outside is None else [(_try(shapely.difference, polygon, outside), outside)]


def _on_grids(polygon: shapely.Geometry, cutter: shapely.Geometry) -> Pairs:
    size = np.ptp(np.array(shapely.bounds(polygon)).reshape(2, 2), axis=0).max()
    pairs = []
    for grid in GRIDS:
        inside = _try(shapely.intersection, polygon, cutter, grid_size=grid * size)
        pairs.append((inside, polygon if inside is None else _try(shapely.difference, polygon, inside)))
    return pairs
