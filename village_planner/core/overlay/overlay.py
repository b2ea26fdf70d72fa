"""Parcels x units x control lines: the overlay from layers to tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional, Union

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..codes import owner_of
from ..errors import InputError
from ..messages import Message, message
from ..task import SILENT, Task
from .cover import Cover, parts_of
from .ellipsoid import ellipsoid_areas
from .overlaps import Overlaps, overlaps_of
from .pieces import NO_UNIT, Pieces, cut_parcels
from .repair import Repaired, changed, repair_polygons
from .shares import rounded, shared_areas
from .summary import summarise, total

AREAS = ("ellipsoid", "plane")
JOIN = "+"
NAMED = 10  # parcels named in one log line


@dataclass(frozen=True)
class ParcelLayer:
    """geometry with CRS (any index); ids unique text; classes text, "" for none; own_codes text or None"""

    name: str
    geometry: gpd.GeoSeries
    ids: pd.Series
    classes: pd.Series
    own_codes: Optional[pd.Series] = None


@dataclass(frozen=True)
class UnitLayer:
    """geometry with CRS; codes text, one per row (rows of one code are one unit)"""

    name: str
    geometry: gpd.GeoSeries
    codes: pd.Series


@dataclass(frozen=True)
class ConstraintLayer:
    """geometry with CRS; `name` is what the field `constraints` says"""

    name: str
    geometry: gpd.GeoSeries


@dataclass(frozen=True)
class OverlayResult:
    """pieces    parcel_id, unit_code, class_code, constraints, area_m2, sliver, geometry
    summary   unit_code, class_code, constraints, area_m2; sums to the pieces
    rejected  parcel_id, class_code, reason (a Message), geometry as it came
    input_area, output_area  m² of all parcels and of all pieces
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
    units: UnitLayer,
    constraints: Sequence[ConstraintLayer],
    area: str = "ellipsoid",
    min_area: float = 0.0,
    task: Task = SILENT,
) -> OverlayResult:
    """Cut every parcel by unit and by the combination of lines that cover it; areas close to the parcel to 0.01 m².

    area      "ellipsoid" (CGCS2000, domain.md §4.5) or "plane": the parcel's area that its pieces share
    min_area  m²; smaller pieces are flagged as slivers, and kept
    Errors: InputError for a missing CRS, a unit without code, plane areas asked of degrees.
    """
    crs = parcels.geometry.crs
    _check(parcels, units, constraints, area)
    warnings: list[Message] = []

    repaired = repair_polygons(np.asarray(parcels.geometry.values))
    warnings += _repair_notes(repaired, parcels.name)
    totals = rounded(_areas(repaired.geometry, parcels, area))
    unit_codes, unit_cover, own = _units(parcels, units, warnings)
    task.report(0.03)
    names, layers = _layers(constraints, crs, parcels.name, warnings)
    task.report(0.06)
    overlaps = overlaps_of(unit_cover)
    warnings += _overlap_notes(overlaps, unit_codes, units.name)

    task.report(0.1, message("Cutting {count} parcels …", count=len(parcels.ids)))
    cut = cut_parcels(repaired.geometry, own, unit_cover, layers, task.part(0.1, 0.9))
    pieces = _pieces_frame(parcels, cut, unit_codes, names, totals, min_area, crs)
    rejected = _rejected_frame(parcels, repaired, cut.lost)
    warnings += _rejected_notes(rejected)
    warnings += _outside_notes(pieces)
    task.report(1.0)
    return OverlayResult(
        pieces=pieces,
        summary=summarise(pieces, ["unit_code", "class_code", "constraints"]),
        rejected=rejected,
        input_area=total(pd.Series(totals)),
        output_area=total(pieces["area_m2"]),
        overlap_area=overlaps.area,
        warnings=tuple(warnings),
    )


def _check(parcels: ParcelLayer, units: UnitLayer, constraints: Sequence[ConstraintLayer], area: str) -> None:
    layers: list[Union[ParcelLayer, UnitLayer, ConstraintLayer]] = [parcels, units, *constraints]
    for layer in layers:
        if layer.geometry.crs is None:
            raise InputError(
                "missing_crs",
                "Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the "
                "layer with one), then run again.",
                layer=layer.name,
            )
    if area not in AREAS:
        raise InputError("unknown_area", "AREA is {value}; choose one of: {choices}.", value=area, choices=AREAS)
    if area == "plane" and parcels.geometry.crs.is_geographic:
        raise InputError(
            "plane_area_of_degrees",
            "Layer {layer} is in degrees ({crs}), which have no plane area. Choose AREA=ellipsoid, or reproject the "
            "layer to a projected system such as CGCS2000 3-degree Gauss-Kruger.",
            layer=parcels.name,
            crs=parcels.geometry.crs.to_string(),
        )
    missing = np.flatnonzero(units.codes.eq("").to_numpy())
    if len(missing):
        raise InputError(
            "missing_code",
            "Layer {layer}: {count} units have no code (the first is row {row}). Fill the code in, or remove them.",
            layer=units.name,
            count=len(missing),
            row=int(missing[0]) + 1,
        )


def _areas(geometry: NDArray, parcels: ParcelLayer, area: str) -> NDArray:
    crs = parcels.geometry.crs
    plane = np.nan_to_num(shapely.area(geometry))
    if area == "plane":
        return plane
    areas = ellipsoid_areas(gpd.GeoSeries(geometry, crs=crs))
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


def _in_crs(geometry: gpd.GeoSeries, crs: object, name: str, target: str, warnings: list[Message]) -> NDArray:
    if geometry.crs == crs:
        return np.asarray(geometry.values)
    warnings.append(
        message(
            "Layer {layer} is in {crs}; it was reprojected to the system of layer {target}.",
            layer=name,
            crs=geometry.crs.to_string(),
            target=target,
        )
    )
    return np.asarray(geometry.to_crs(crs).values)


def _units(parcels: ParcelLayer, units: UnitLayer, warnings: list[Message]) -> tuple[list[str], Cover, NDArray]:
    """Codes ascending, their polygons, and each parcel's own unit."""
    shapes = _in_crs(units.geometry, parcels.geometry.crs, units.name, parcels.name, warnings)
    repaired = repair_polygons(shapes)
    warnings += _repair_notes(repaired, units.name)
    codes = units.codes.tolist()
    empty = [codes[i] for i in sorted(repaired.reasons)]
    if empty:
        warnings.append(
            message(
                "Layer {layer}: {count} units have no polygon and get no ground: {units}.",
                layer=units.name,
                count=len(empty),
                units=_list(empty),
            )
        )
    groups: dict[str, list[int]] = {}
    for i, code in enumerate(codes):
        if i not in repaired.reasons:
            groups.setdefault(code, []).append(i)
    ordered = sorted(groups)
    several = [code for code in ordered if len(groups[code]) > 1]
    if several:
        warnings.append(
            message(
                "Layer {layer}: {count} codes occur more than once ({units}); their polygons count as one unit.",
                layer=units.name,
                count=len(several),
                units=_list(several),
            )
        )
    polygons = np.array(
        [
            repaired.geometry[groups[code][0]]
            if len(groups[code]) == 1
            else shapely.union_all(repaired.geometry[groups[code]])
            for code in ordered
        ]
        or [None],
        dtype=object,
    )[: len(ordered)]
    own = np.full(len(parcels.ids), NO_UNIT)
    if parcels.own_codes is not None:
        own = owner_of(parcels.own_codes, ordered)
        strangers = parcels.own_codes[(own == NO_UNIT) & parcels.own_codes.ne("").to_numpy()]
        if len(strangers):
            warnings.append(
                message(
                    "Layer {layer}: {count} parcels name a unit that layer {units} does not have (e.g. {example}).",
                    layer=parcels.name,
                    count=len(strangers),
                    units=units.name,
                    example=strangers.iloc[0],
                )
            )
    return ordered, Cover(polygons), own


def _layers(
    constraints: Sequence[ConstraintLayer], crs: object, target: str, warnings: list[Message]
) -> tuple[list[str], list[Cover]]:
    """Names ascending and the ground of each; layers of one name are one constraint."""
    ground: dict[str, list[NDArray]] = {}
    for layer in constraints:
        repaired = repair_polygons(_in_crs(layer.geometry, crs, layer.name, target, warnings))
        warnings += _repair_notes(repaired, layer.name)
        if len(repaired.reasons) == len(repaired.geometry):
            warnings.append(message("Constraint layer {layer} has no polygons; it covers nothing.", layer=layer.name))
        ground.setdefault(layer.name, []).append(parts_of(repaired.geometry))
    names = sorted(ground)
    return names, [Cover(np.concatenate(ground[name])) for name in names]


def _pieces_frame(
    parcels: ParcelLayer,
    cut: Pieces,
    unit_codes: list[str],
    names: list[str],
    totals: NDArray,
    min_area: float,
    crs: object,
) -> gpd.GeoDataFrame:
    combinations, which = np.unique(cut.covered, axis=0, return_inverse=True) if len(names) else (np.zeros((1, 0)), 0)
    labels = np.array([JOIN.join(n for n, on in zip(names, row) if on) for row in combinations], dtype=object)
    area = shared_areas(cut.geometry, cut.parcel, totals)
    return gpd.GeoDataFrame(
        {
            "parcel_id": parcels.ids.to_numpy(dtype=object)[cut.parcel],
            "unit_code": np.array([*unit_codes, ""], dtype=object)[cut.unit],  # NO_UNIT is the last
            "class_code": parcels.classes.to_numpy(dtype=object)[cut.parcel],
            "constraints": labels[np.ravel(which)] if len(names) else np.full(len(cut.parcel), "", dtype=object),
            "area_m2": area,
            "sliver": area < min_area,
        },
        geometry=gpd.GeoSeries(cut.geometry, crs=crs),
    )


def _rejected_frame(parcels: ParcelLayer, repaired: Repaired, lost: NDArray) -> gpd.GeoDataFrame:
    reasons = dict(repaired.reasons)
    reasons.update(dict.fromkeys(lost.tolist(), message("cutting it would lose area")))
    rows = sorted(reasons)
    return gpd.GeoDataFrame(
        {
            "parcel_id": parcels.ids.to_numpy(dtype=object)[rows],
            "class_code": parcels.classes.to_numpy(dtype=object)[rows],
            "reason": pd.Series([reasons[row] for row in rows], dtype=object),
        },
        geometry=gpd.GeoSeries(np.asarray(parcels.geometry.values)[rows], crs=parcels.geometry.crs),
    )


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _repair_notes(repaired: Repaired, layer: str) -> list[Message]:
    count = int(repaired.repaired.sum())
    if count == 0:
        return []
    altered = changed(repaired)
    return [
        message(
            "Layer {layer}: {count} invalid geometries were repaired; the area changed in {changed} of them, by "
            "{area:,.2f} m² in all.",
            layer=layer,
            count=count,
            changed=int(altered.sum()),
            area=float(np.abs(repaired.change[altered]).sum()),
        )
    ]


def _overlap_notes(overlaps: Overlaps, codes: list[str], layer: str) -> list[Message]:
    if len(overlaps.geometry) == 0:
        return []
    worst = int(np.argmax(shapely.area(overlaps.geometry)))
    return [
        message(
            "Layer {layer}: units overlap by {area:,.2f} m² in {count} pairs, most of it {first} and {second}. That "
            "ground is counted once: for the parcel's own unit, else for the lowest code.",
            layer=layer,
            area=overlaps.area,
            count=len(overlaps.geometry),
            first=codes[overlaps.first[worst]],
            second=codes[overlaps.second[worst]],
        )
    ]


def _rejected_notes(rejected: gpd.GeoDataFrame) -> list[Message]:
    notes = []
    for reason in {reason.template: reason for reason in rejected["reason"]}.values():
        ids = rejected.loc[[r == reason for r in rejected["reason"]], "parcel_id"].tolist()
        notes.append(
            message(
                "{count} parcels were set aside ({reason}): {parcels}.",
                count=len(ids),
                reason=reason,
                parcels=_list(ids),
            )
        )
    return notes


def _outside_notes(pieces: gpd.GeoDataFrame) -> list[Message]:
    outside = pieces[pieces["unit_code"] == ""]
    if outside.empty:
        return []
    return [
        message(
            "{area:,.2f} m² in {count} parcels lie in no unit; their unit_code is empty.",
            area=total(outside["area_m2"]),
            count=outside["parcel_id"].nunique(),
        )
    ]
