"""What the overlay tells of its inputs and its result."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from ..messages import Message, message
from .ellipsoid import square_metres
from .overlaps import Overlaps
from .repair import Repaired, changed
from .summary import total

NAMED = 10  # parcels or units named in one line of the log


def named(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def repair_notes(repaired: Repaired, layer: str, crs: object = None) -> list[Message]:
    count = int(repaired.repaired.sum())
    if count == 0:
        return []
    altered = changed(repaired)
    change = square_metres(repaired.change[altered], repaired.geometry[altered], crs)
    return [
        message(
            "Layer {layer}: {count} invalid geometries were repaired; the area changed in {changed} of them, by "
            "{area:,.2f} m² in all.",
            layer=layer,
            count=count,
            changed=int(altered.sum()),
            area=float(np.abs(change).sum()),
        )
    ]


def overlap_notes(overlaps: Overlaps, area: float, codes: list[str], layer: str) -> list[Message]:
    if len(overlaps.geometry) == 0:
        return []
    worst = int(np.argmax(shapely.area(overlaps.geometry)))
    return [
        message(
            "Layer {layer}: units overlap by {area:,.2f} m² in {count} pairs, most of it {first} and {second}. That "
            "ground is counted once: for the parcel's own unit, else for the lowest code.",
            layer=layer,
            area=area,
            count=len(overlaps.geometry),
            first=codes[overlaps.first[worst]],
            second=codes[overlaps.second[worst]],
        )
    ]


def rejected_notes(rejected: gpd.GeoDataFrame) -> list[Message]:
    notes = []
    for reason in {reason.template: reason for reason in rejected["reason"]}.values():
        ids = rejected.loc[[r == reason for r in rejected["reason"]], "parcel_id"].tolist()
        notes.append(
            message(
                "{count} parcels were set aside ({reason}): {parcels}.",
                count=len(ids),
                reason=reason,
                parcels=named(ids),
            )
        )
    return notes


def outside_notes(pieces: gpd.GeoDataFrame) -> list[Message]:
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
