"""Checks of geometry: of each row, of units against their neighbours, of stated areas."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..messages import message
from ..overlay.cover import Cover
from ..overlay.ellipsoid import ellipsoid_areas
from ..overlay.overlaps import overlaps_of
from ..task import Task
from .model import CheckedLayer, Finding, Rules

UNION_GROUP = 16  # polygons joined between two looks at the cancel button
NAMED = 6  # neighbours of a gap named in its message


def check_shapes(layer: CheckedLayer) -> Iterator[Finding]:
    """Every row has a valid polygon; a unit is in one part."""
    codes, shapes, repaired = layer.codes().tolist(), layer.shapes, layer.repaired
    label = layer.texts("parcel_id") if layer.role == "parcel" else codes
    for row, reason in sorted(repaired.reasons.items()):
        yield Finding(
            "no_ground",
            layer.name,
            codes[row],
            message("Row {row} ({label}) has no ground: {reason}.", row=row + 1, label=label[row], reason=reason),
        )
    for row in np.flatnonzero(repaired.repaired):
        yield Finding(
            "invalid_geometry",
            layer.name,
            codes[row],
            message(
                "Row {row} ({label}) has an invalid outline ({reason}). It is repaired on import; the area changes "
                "by {change:,.2f} m².",
                row=row + 1,
                label=label[row],
                reason=shapely.is_valid_reason(shapes[row]),
                change=float(repaired.change[row]),
            ),
            repaired.geometry[row],
        )
    if layer.role == "parcel":
        return
    parts = shapely.get_num_geometries(repaired.geometry)
    for row in np.flatnonzero(parts > 1):
        yield Finding(
            "multipart",
            layer.name,
            codes[row],
            message("The unit lies in {count} separate parts.", count=int(parts[row])),
            repaired.geometry[row],
        )


def check_topology(layer: CheckedLayer, rules: Rules, task: Task) -> Iterator[Finding]:
    """Units neither overlap nor leave gaps between them."""
    there = np.flatnonzero(~shapely.is_missing(layer.repaired.geometry))
    codes = layer.codes().to_numpy(dtype=object)[there]
    cover = Cover(layer.repaired.geometry[there])
    overlaps = overlaps_of(cover, rules.thresholds["overlap_min_area"])
    for first, second, common in zip(overlaps.first, overlaps.second, overlaps.geometry):
        yield Finding(
            f"{layer.role}_overlap",
            layer.name,
            codes[first],
            message(
                "Units {first} and {second} overlap by {area:,.2f} m².",
                first=codes[first],
                second=codes[second],
                area=float(shapely.area(common)),
            ),
            common,
        )
    for gap in gaps_of(cover.polygons, rules.thresholds["gap_min_area"], task):
        neighbours = sorted({codes[i] for i in cover.touching(np.array([gap])).part})
        yield Finding(
            f"{layer.role}_gap",
            layer.name,
            neighbours[0] if neighbours else "",
            message(
                "Gap of {area:,.2f} m² between units {units}.",
                area=float(gap.area),
                units=", ".join(neighbours[:NAMED]) + (" …" if len(neighbours) > NAMED else ""),
            ),
            gap,
        )


def gaps_of(polygons: NDArray, least: float, task: Task) -> NDArray:
    """Ground that units enclose and none of them has: polygons of at least `least` m², from west to east."""
    parts = shapely.get_parts(_union(polygons, task))
    rings, owner = shapely.get_rings(parts, return_index=True)
    hole = np.ones(len(rings), dtype=bool)
    hole[np.unique(owner, return_index=True)[1]] = False
    gaps = shapely.polygons(rings[hole])
    # A unit inside a hole (an island of the union) is no gap.
    gaps = np.array([_without(gap, parts) for gap in gaps], dtype=object)
    gaps = gaps[shapely.area(gaps) >= least]
    bounds = shapely.bounds(gaps)
    return gaps[np.lexsort((bounds[:, 1], bounds[:, 0]))]


def _without(gap: shapely.Geometry, parts: NDArray) -> shapely.Geometry:
    inside = parts[shapely.contains_properly(gap, parts) | shapely.covers(gap, parts)]
    return shapely.difference(gap, shapely.union_all(inside)) if len(inside) else gap


def _union(polygons: NDArray, task: Task) -> shapely.Geometry:
    """Their union, made of neighbouring groups, so that cancelling is asked in between."""
    if len(polygons) == 0:
        return shapely.Polygon()
    centres = shapely.centroid(polygons)
    row = pd.qcut(shapely.get_y(centres), max(int(np.sqrt(len(polygons) / UNION_GROUP)), 1), False, duplicates="drop")
    level = polygons[np.lexsort((shapely.get_x(centres), row))]
    while len(level) > 1:
        joined = []
        for start in range(0, len(level), UNION_GROUP):
            task.check()
            joined.append(shapely.union_all(level[start : start + UNION_GROUP]))
        level = np.array(joined, dtype=object)
    return level[0]


def check_areas(layer: CheckedLayer, rules: Rules) -> Iterator[Finding]:
    """Stated areas agree with the outline's ellipsoid area, within a share and within some square metres."""
    if not layer.has("area"):
        return
    stated = pd.to_numeric(layer.values("area"), errors="coerce").to_numpy(dtype=float)
    found = ellipsoid_areas(gpd.GeoSeries(layer.repaired.geometry, crs=layer.frame.crs))
    off = np.abs(stated - found)
    share, metres = rules.thresholds["area_relative"], rules.thresholds["area_absolute_m2"]
    wrong = np.isfinite(stated) & (found > 0) & (off > share * found) & (off > metres)
    codes = layer.codes().tolist()
    label = layer.texts("parcel_id") if layer.role == "parcel" else codes
    for row in np.flatnonzero(wrong):
        yield Finding(
            "area_differs",
            layer.name,
            codes[row],
            message(
                "Row {row} ({label}): field {field} says {stated:,.2f} m², the outline has {found:,.2f} m².",
                row=row + 1,
                label=label[row],
                field=layer.fields["area"],
                stated=float(stated[row]),
                found=float(found[row]),
            ),
            layer.repaired.geometry[row],
        )
