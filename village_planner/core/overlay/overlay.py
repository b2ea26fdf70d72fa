"""Parcels x units x control lines: the overlay from layers to tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .balance import round_groups_to_totals
from .balancing import net_areas
from .ellipsoid import ellipsoid_areas
from .inputs import ConstraintLayer, ParcelLayer, UnitLayer, check_inputs
from .notes import outside_notes, overlap_notes, rejected_notes, repair_notes
from .overlaps import overlaps_of
from .piece_areas import Balancing, balanced_piece_areas
from .pieces import Pieces, cut_parcels
from .prepare import line_covers, unit_cover
from .repair import Repaired, repair_layer
from .set_aside import set_aside
from .shares import DIGIT, rounded
from .summary import summarise, total

JOIN = "+"
BITS = 62  # lines that one integer can hold


@dataclass(frozen=True)
class OverlayResult:
    """pieces    parcel_id, unit_code, class_code, constraints, area_m2, net_area_m2 (ridges deducted), sliver, geometry
    summary   unit_code, class_code, constraints, area_m2, net_area_m2; sums to the pieces
    rejected  parcel_id, class_code, reason (a Message), geometry as it came
    input_area, output_area, rejected_area  m² of all parcels that have an outline, of all pieces, of what is set aside;
              the last two sum to the first where nothing is balanced
    overlap_area  m² (plane) that several units claim
    balanced  a row per unit that areas were balanced to (`balancing.Balanced.units`); empty where none was asked for
    """

    pieces: gpd.GeoDataFrame
    summary: pd.DataFrame
    rejected: gpd.GeoDataFrame
    input_area: float
    output_area: float
    rejected_area: float
    overlap_area: float
    balanced: pd.DataFrame
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
    balancing: Optional[Balancing] = None,
    covered_only: bool = False,
) -> OverlayResult:
    """Cut every parcel by unit and by the combination of lines that cover it; areas close to the parcel to 0.01 m².

    units     None: pieces are not told apart by unit, unit_code is the parcel's own
    area      "ellipsoid" (CGCS2000, domain.md §4.5) or "plane": the parcel's area that its pieces share
    min_area  m²; smaller pieces are flagged as slivers, and kept
    repair_tolerance  m²; a parcel whose area the repair of its outline changes by more is set aside
    balancing  control areas that the pieces are to sum to, unit by unit; None leaves the parcels' areas as they are
    covered_only  pieces that no line covers are left out of `pieces`, and not even drawn; the summary has them
    Errors: InputError for a missing CRS, a unit without code, plane areas asked of degrees.
    """
    crs = parcels.geometry.crs
    check_inputs(parcels, units, constraints, area)
    warnings: list[Message] = []

    repaired = repair_layer(np.asarray(parcels.geometry.values), task.part(0.0, 0.04), parcels.valid)
    warnings += repair_notes(repaired, parcels.name, crs)
    totals = rounded(_areas(repaired, parcels, area, task.part(0.04, 0.12)))
    ground, reasons = set_aside(parcels, repaired, repair_tolerance, warnings)
    unit_codes, cover, own = unit_cover(parcels, units, warnings)
    names, layers = line_covers(constraints, crs, parcels.name, warnings)
    overlap_area = 0.0
    if units is not None and cover is not None:
        overlaps = overlaps_of(cover, task=task.part(0.12, 0.16))
        overlap_area = overlaps.area(crs)
        warnings += overlap_notes(overlaps, overlap_area, unit_codes, units.name)

    task.report(0.16, message("Cutting {count} parcels …", count=len(parcels.ids)))
    cut = cut_parcels(ground, own, cover, layers, task.part(0.16, 0.94), covered_only)
    balanced = pd.DataFrame()
    if balancing is None:
        areas = round_groups_to_totals(cut.area, cut.parcel, totals, DIGIT)
    else:
        ids = parcels.ids.to_numpy(dtype=object)
        areas, found = balanced_piece_areas(cut.area, cut.parcel, cut.unit, totals, unit_codes, balancing, ids)
        balanced = found.units
        warnings += found.notes
    codes = np.array([*unit_codes, ""], dtype=object)[cut.unit]  # NO_UNIT is the last
    if units is None and parcels.own_codes is not None:
        codes = parcels.own_codes.to_numpy(dtype=object)[cut.parcel]
    pieces = _pieces_frame(parcels, cut, codes, names, areas, min_area)
    reasons |= dict.fromkeys(cut.lost.tolist(), message("cutting it would lose area"))
    rejected = _rejected_frame(parcels, reasons)
    rejected_area = total(pd.Series(totals[sorted(reasons)]))
    warnings += rejected_notes(rejected)
    if units is not None:
        warnings += outside_notes(pieces)
    task.report(0.97)
    summary = summarise(pieces, ["unit_code", "class_code", "constraints"], ["area_m2", "net_area_m2"])
    output_area = total(pieces["area_m2"])
    if covered_only:
        pieces = pieces[pieces["constraints"] != ""].reset_index(drop=True)
    task.report(1.0)
    return OverlayResult(
        pieces=pieces,
        summary=summary,
        rejected=rejected,
        input_area=total(pd.Series(totals)),
        output_area=output_area,
        rejected_area=rejected_area,
        overlap_area=overlap_area,
        balanced=balanced,
        warnings=tuple(warnings),
    )


def _areas(repaired: Repaired, parcels: ParcelLayer, area: str, task: Task) -> NDArray:
    crs, plane = parcels.geometry.crs, repaired.area
    if area == "plane":
        return plane
    areas = ellipsoid_areas(gpd.GeoSeries(repaired.geometry, crs=crs), task)
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
    parcels: ParcelLayer, cut: Pieces, units: NDArray, names: list[str], areas: NDArray, min_area: float
) -> gpd.GeoDataFrame:
    net = areas
    if parcels.ridge_factors is not None:
        sums = np.bincount(cut.parcel, weights=areas, minlength=len(parcels.ids))
        net = net_areas(areas, parcels.ridge_factors, cut.parcel, sums)
    return gpd.GeoDataFrame(
        {
            "parcel_id": parcels.ids.to_numpy(dtype=object)[cut.parcel],
            "unit_code": units,
            "class_code": parcels.classes.to_numpy(dtype=object)[cut.parcel],
            "constraints": _labels(cut.covered, names),
            "area_m2": areas,
            "net_area_m2": net,
            "sliver": areas < min_area,
        },
        geometry=gpd.GeoSeries(cut.geometry, crs=parcels.geometry.crs),
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
