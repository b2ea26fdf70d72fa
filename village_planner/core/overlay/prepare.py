"""The layers to cut with: in the parcels' system, repaired, one ground for each unit and each line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from ..codes import owner_of
from ..messages import Message, message
from .cover import Cover, parts_of
from .inputs import ConstraintLayer, ParcelLayer, UnitLayer
from .notes import named, repair_notes
from .pieces import NO_UNIT
from .repair import repair_layer


def in_crs(geometry: gpd.GeoSeries, crs: object, name: str, target: str, warnings: list[Message]) -> NDArray:
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


def unit_cover(
    parcels: ParcelLayer, units: Optional[UnitLayer], warnings: list[Message]
) -> tuple[list[str], Optional[Cover], NDArray]:
    """Codes ascending, their polygons, and each parcel's own unit; no cover without units."""
    own = np.full(len(parcels.ids), NO_UNIT)
    if units is None:
        return [], None, own
    shapes = in_crs(units.geometry, parcels.geometry.crs, units.name, parcels.name, warnings)
    repaired = repair_layer(shapes)
    warnings += repair_notes(repaired, units.name, parcels.geometry.crs)
    codes = units.codes.tolist()
    empty = [codes[i] for i in sorted(repaired.reasons)]
    if empty:
        warnings.append(
            message(
                "Layer {layer}: {count} units have no polygon and get no ground: {units}.",
                layer=units.name,
                count=len(empty),
                units=named(empty),
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
                units=named(several),
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


def line_covers(
    constraints: Sequence[ConstraintLayer], crs: object, target: str, warnings: list[Message]
) -> tuple[list[str], list[Cover]]:
    """Names ascending and the ground of each; layers of one name are one constraint."""
    ground: dict[str, list[NDArray]] = {}
    for layer in constraints:
        repaired = repair_layer(in_crs(layer.geometry, crs, layer.name, target, warnings))
        warnings += repair_notes(repaired, layer.name, crs)
        if len(repaired.reasons) == len(repaired.geometry):
            warnings.append(message("Constraint layer {layer} has no polygons; it covers nothing.", layer=layer.name))
        ground.setdefault(layer.name, []).append(parts_of(repaired.geometry))
    names = sorted(ground)
    return names, [Cover(np.concatenate(ground[name])) for name in names]
