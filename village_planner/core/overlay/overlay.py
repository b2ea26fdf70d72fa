"""Parcels x units x control lines: the overlay from layers to tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .ellipsoid import ellipsoid_areas
from .inputs import ConstraintLayer, ParcelLayer, UnitLayer, check_inputs
from .notes import outside_notes, overlap_notes, rejected_notes, repair_notes
from .overlaps import overlaps_of
from .pieces import Pieces, cut_parcels
from .prepare import line_covers, unit_cover
from .repair import repair_layer
from .set_aside import set_aside
from .shares import rounded, shared_areas
from .summary import summarise, total

JOIN = "+"
BITS = 62  # lines that one integer can hold


@dataclass(frozen=True)
class OverlayResult:
    """pieces    parcel_id, unit_code, class_code, constraints, area_m2, sliver, geometry
    summary   unit_code, class_code, constraints, area_m2; sums to the pieces
    rejected  parcel_id, class_code, reason (a Message), geometry as it came
    input_area, output_area  m² of all parcels that have an outline, and of all pieces; they differ by what is set aside
    overlap_area  m² (plane) that several units claim
    """

    pieces: gpd.GeoDataFrame
    summary: pd.DataFrame
    rejected: gpd.GeoDataFrame
    input_area: float
    output_area: float
    overlap_area: float
    warnings: tuple[Message, ...]


@np.errstate(invalid="ignore", divide="ignore")  # GEOS leaves floating-point flags that numpy would report
def overlay_constraints(
    parcels: ParcelLayer,
    units: Optional[UnitLayer],
    constraints: Sequence[ConstraintLayer],
    area: str = "ellipsoid",
    min_area: float = 0.0,
    task: Task = SILENT,
    repair_tolerance: float = math.inf,
) -> OverlayResult:
    """Cut every parcel by unit and by the combination of lines that cover it; areas close to the parcel to 0.01 m².

    units     None: pieces are not told apart by unit, unit_code is the parcel's own
    area      "ellipsoid" (CGCS2000, domain.md §4.5) or "plane": the parcel's area that its pieces share
    min_area  m²; smaller pieces are flagged as slivers, and kept
    repair_tolerance  m²; a parcel whose area the repair of its outline changes by more is set aside
    Errors: InputError for a missing CRS, a unit without code, plane areas asked of degrees.
    """
    crs = parcels.geometry.crs
    check_inputs(parcels, units, constraints, area)
    warnings: list[Message] = []

    repaired = repair_layer(np.asarray(parcels.geometry.values), task.part(0.0, 0.04))
    warnings += repair_notes(repaired, parcels.name)
    totals = rounded(_areas(repaired.geometry, parcels, area, task.part(0.04, 0.12)))
    ground, reasons = set_aside(parcels, repaired, totals, repair_tolerance, warnings)
    unit_codes, cover, own = unit_cover(parcels, units, warnings)
    names, layers = line_covers(constraints, crs, parcels.name, warnings)
    overlap_area = 0.0
    if units is not None and cover is not None:
        overlaps = overlaps_of(cover)
        overlap_area = overlaps.area
        warnings += overlap_notes(overlaps, unit_codes, units.name)

    task.report(0.16, message("Cutting {count} parcels …", count=len(parcels.ids)))
    cut = cut_parcels(ground, own, cover, layers, task.part(0.16, 0.94))
    pieces = _pieces_frame(parcels, cut, unit_codes, names, totals, min_area, crs)
    if units is None:
        pieces["unit_code"] = _own_codes(parcels)[cut.parcel]
    reasons |= dict.fromkeys(cut.lost.tolist(), message("cutting it would lose area"))
    rejected = _rejected_frame(parcels, reasons)
    warnings += rejected_notes(rejected)
    if units is not None:
        warnings += outside_notes(pieces)
    task.report(0.97)
    summary = summarise(pieces, ["unit_code", "class_code", "constraints"])
    task.report(1.0)
    return OverlayResult(
        pieces=pieces,
        summary=summary,
        rejected=rejected,
        input_area=total(pd.Series(totals)),
        output_area=total(pieces["area_m2"]),
        overlap_area=overlap_area,
        warnings=tuple(warnings),
    )


def _areas(geometry: NDArray, parcels: ParcelLayer, area: str, task: Task) -> NDArray:
    crs = parcels.geometry.crs
    plane = np.nan_to_num(shapely.area(geometry))
    if area == "plane":
        return plane
    areas = ellipsoid_areas(gpd.GeoSeries(geometry, crs=crs), task)
    # Coordinates of another system unproject to nonsense or to nothing: no projection in use stretches this much.
    if not np.isfinite(areas).all() or (crs.is_projected and not 0.1 * plane.sum() <= areas.sum() <= 10 * plane.sum()):
        raise InputError(
            "wrong_crs",
            "The coordinates of layer {layer} do not fit its coordinate reference system {crs}. Set the right one "
            "(eastings of 8 digits carry the zone number, those of 6 do not), then run again.",
            layer=parcels.name,
            crs=crs.to_string(),
        )
    return areas


def _pieces_frame(
    parcels: ParcelLayer,
    cut: Pieces,
    unit_codes: list[str],
    names: list[str],
    totals: NDArray,
    min_area: float,
    crs: object,
) -> gpd.GeoDataFrame:
    area = shared_areas(cut.geometry, cut.parcel, totals)
    return gpd.GeoDataFrame(
        {
            "parcel_id": parcels.ids.to_numpy(dtype=object)[cut.parcel],
            "unit_code": np.array([*unit_codes, ""], dtype=object)[cut.unit],  # NO_UNIT is the last
            "class_code": parcels.classes.to_numpy(dtype=object)[cut.parcel],
            "constraints": _labels(cut.covered, names),
            "area_m2": area,
            "sliver": area < min_area,
        },
        geometry=gpd.GeoSeries(cut.geometry, crs=crs),
    )


def _labels(covered: NDArray, names: Sequence[str]) -> NDArray:
    """(k,) the names of the lines that cover each piece, joined."""
    if not names:
        return np.full(len(covered), "", dtype=object)
    if len(names) <= BITS:
        combination = covered @ (1 << np.arange(len(names), dtype=np.int64))
        _, first, which = np.unique(combination, return_index=True, return_inverse=True)
        rows = covered[first]
    else:
        rows, which = np.unique(covered, axis=0, return_inverse=True)
    labels = np.array([JOIN.join(n for n, on in zip(names, row) if on) for row in rows], dtype=object)
    return labels[np.ravel(which)] if len(labels) else np.zeros(0, dtype=object)


def _own_codes(parcels: ParcelLayer) -> NDArray:
    if parcels.own_codes is None:
        return np.full(len(parcels.ids), "", dtype=object)
    return parcels.own_codes.to_numpy(dtype=object)


def _rejected_frame(parcels: ParcelLayer, reasons: Mapping[int, Message]) -> gpd.GeoDataFrame:
    rows = sorted(reasons)
    return gpd.GeoDataFrame(
        {
            "parcel_id": parcels.ids.to_numpy(dtype=object)[rows],
            "class_code": parcels.classes.to_numpy(dtype=object)[rows],
            "reason": pd.Series([reasons[row] for row in rows], dtype=object),
        },
        geometry=gpd.GeoSeries(np.asarray(parcels.geometry.values)[rows], crs=parcels.geometry.crs),
    )
