"""Land use of the base year (survey parcels) against that of the target year (a planned layer), without losing area.

The parcels are cut by units and control lines by the overlay itself; each of its pieces is then divided among the
planned polygons. So what a piece has in the base year is to the last digit what the overlay says of it, and what its
parts have in the target year sums to the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..conflicts.ground import claimed_once
from ..errors import InputError
from ..messages import Message, message
from ..overlay.cover import Cover
from ..overlay.inputs import ConstraintLayer, ParcelLayer, UnitLayer
from ..overlay.notes import repair_notes
from ..overlay.overlay import OverlayResult, overlay_constraints
from ..overlay.piece_areas import Balancing
from ..overlay.pieces import NO_UNIT, cut_parcels
from ..overlay.prepare import in_crs
from ..overlay.repair import repair_layer
from ..overlay.shares import shared_areas
from ..overlay.summary import summarise, total
from ..task import SILENT, Task

VERSIONS = ("2023", "2020")  # lists of plan classes
CHANGE = ["unit_code", "class_code", "settlement_code", "planned_class", "constraints"]


@dataclass(frozen=True)
class PlannedLayer:
    """geometry with CRS; classes text, "" for none; version of the list that they are codes of (`VERSIONS`)"""

    name: str
    geometry: gpd.GeoSeries
    classes: pd.Series
    version: str = "2023"


@dataclass(frozen=True)
class LandUseChange:
    """overlay   the overlay of the parcels with units and lines, of which every piece was divided
    pieces    parcel_id and the columns of `summary`, geometry; the parts of a piece sum to it
    summary   unit_code, class_code, settlement_code, planned_class, constraints, area_m2; sums to the pieces and, over
              settlement_code and planned_class, to the overlay's own summary; planned_class is "" where nothing is
              planned
    unplanned_area  m² of ground for which the planned layer has no class
    """

    overlay: OverlayResult
    pieces: gpd.GeoDataFrame
    summary: pd.DataFrame
    unplanned_area: float
    warnings: tuple[Message, ...]


@np.errstate(invalid="ignore", divide="ignore")  # GEOS leaves floating-point flags that numpy would report
def compare_land_use(
    parcels: ParcelLayer,
    settlement: Optional[pd.Series],
    units: Optional[UnitLayer],
    planned: PlannedLayer,
    constraints: Sequence[ConstraintLayer] = (),
    area: str = "ellipsoid",
    task: Task = SILENT,
    repair_tolerance: float = math.inf,
    balancing: Optional[Balancing] = None,
) -> LandUseChange:
    """What every parcel is now and is to be, by unit and control line.

    settlement  (n,) settlement code of each parcel (CZCSXM), in the order of the parcels; None where there is none
    area, repair_tolerance, balancing  as of `overlay_constraints`
    Errors: those of `overlay_constraints`; InputError empty_layer, missing_crs, unknown_version.
    """
    _check(planned)
    overlay = overlay_constraints(
        parcels,
        units,
        constraints,
        area,
        task=task.part(0.0, 0.6),
        repair_tolerance=repair_tolerance,
        balancing=balancing,
    )
    warnings = list(overlay.warnings)
    parts, classes = _planned_parts(planned, parcels, warnings, task.part(0.6, 0.65))
    task.report(0.65, message("Dividing {count} pieces among what is planned …", count=len(overlay.pieces)))
    shapes = np.asarray(overlay.pieces.geometry.values)
    # For the cut the planned polygons are units: they do not overlap, and ground of none is kept.
    cut = cut_parcels(shapes, np.full(len(shapes), NO_UNIT), Cover(parts), [], task.part(0.65, 0.97))
    piece, part, geometry = cut.parcel, cut.unit, cut.geometry
    if len(cut.lost):
        piece, part, geometry = _with_lost(piece, part, geometry, shapes, parts, cut.lost)
        warnings.append(
            message(
                "{count} pieces could not be divided without losing area; each counts whole as what is planned in its "
                "middle.",
                count=len(cut.lost),
            )
        )
    pieces = _pieces(overlay.pieces, parcels, settlement, piece, geometry)
    codes = np.array([*classes, ""], dtype=object)[part]  # NO_UNIT is the last
    pieces.insert(4, "planned_class", codes)
    task.report(0.98)
    summary = summarise(pieces, CHANGE)
    unplanned = total(pieces.loc[pieces["planned_class"] == "", "area_m2"])
    if unplanned > 0:
        warnings.append(
            message(
                "Layer {layer} has no class for {area:,.2f} ha of the parcels' ground; planned_class is empty there, "
                "and the tables take it to stay as it is.",
                layer=planned.name,
                area=unplanned / 1e4,
            )
        )
    task.report(1.0)
    return LandUseChange(overlay, pieces, summary, unplanned, tuple(warnings))


def _check(planned: PlannedLayer) -> None:
    if planned.version not in VERSIONS:
        raise InputError(
            "unknown_version",
            "PLANNED_VERSION is {value}; choose one of: {choices}.",
            value=planned.version,
            choices=", ".join(VERSIONS),
        )
    if planned.geometry.crs is None:
        raise InputError(
            "missing_crs",
            "Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the "
            "layer with one), then run again.",
            layer=planned.name,
        )
    if len(planned.geometry) == 0:
        raise InputError(
            "empty_layer",
            "Layer {layer} has no features. Choose another layer or clear its filter.",
            layer=planned.name,
        )


def _planned_parts(
    planned: PlannedLayer, parcels: ParcelLayer, warnings: list[Message], task: Task
) -> tuple[NDArray, list[str]]:
    """Single polygons that do not overlap, in the parcels' system, and the class of each."""
    crs = parcels.geometry.crs
    repaired = repair_layer(in_crs(planned.geometry, crs, planned.name, parcels.name, warnings), task.part(0.0, 0.3))
    warnings += repair_notes(repaired, planned.name, crs)
    if repaired.reasons:
        warnings.append(
            message(
                "Layer {layer}: {count} features have no usable polygon and plan nothing.",
                layer=planned.name,
                count=len(repaired.reasons),
            )
        )
    polygons = repaired.geometry.copy()
    polygons[sorted(repaired.reasons)] = None
    once, overlapping = claimed_once(polygons, task.part(0.3, 1.0))
    if overlapping > 0:
        warnings.append(
            message(
                "Layer {layer}: {area:,.2f} m² are planned more than once; that ground counts once, as the feature "
                "that comes first in the layer says.",
                layer=planned.name,
                area=overlapping,
            )
        )
    rows = np.flatnonzero(~shapely.is_missing(once))
    parts, of = shapely.get_parts(once[rows], return_index=True)
    return parts, planned.classes.to_numpy(dtype=object)[rows[of]].tolist()


def _with_lost(
    piece: NDArray, part: NDArray, geometry: NDArray, shapes: NDArray, parts: NDArray, lost: NDArray
) -> tuple[NDArray, NDArray, NDArray]:
    """The pieces that could not be divided as well, whole, each with the planned polygon in its middle."""
    middle, found = shapely.STRtree(parts).query(shapely.point_on_surface(shapes[lost]), predicate="within")
    owner = np.full(len(lost), NO_UNIT)
    owner[middle] = found
    pieces = np.concatenate([piece, lost])
    order = np.argsort(pieces, kind="stable")
    return (
        pieces[order],
        np.concatenate([part, owner])[order],
        np.concatenate([geometry, shapes[lost]])[order],
    )


def _pieces(
    whole: gpd.GeoDataFrame, parcels: ParcelLayer, settlement: Optional[pd.Series], piece: NDArray, geometry: NDArray
) -> gpd.GeoDataFrame:
    """The parts of the overlay's pieces, each with its share of the piece's area."""
    areas = shared_areas(geometry, piece, whole["area_m2"].to_numpy())
    found = {name: whole[name].to_numpy(dtype=object)[piece] for name in ("parcel_id", "unit_code", "class_code")}
    if settlement is None:
        found["settlement_code"] = np.full(len(piece), "", dtype=object)
    else:
        of_parcel = pd.Series(settlement.to_numpy(dtype=object), index=parcels.ids.to_numpy())
        found["settlement_code"] = of_parcel.reindex(found["parcel_id"]).to_numpy(dtype=object)
    return gpd.GeoDataFrame(
        {**found, "constraints": whole["constraints"].to_numpy(dtype=object)[piece], "area_m2": areas},
        geometry=gpd.GeoSeries(geometry, crs=whole.crs),
    )
